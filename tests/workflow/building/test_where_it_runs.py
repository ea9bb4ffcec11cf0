"""One process, several, or a Dask cluster; killed or not: the table is the same to the last bit."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import deadly_work
from fivesigma.core.errors import DataError
from fivesigma.data.trees import executors
from fivesigma.data.trees.parts import parts_folder
from fivesigma.workflow.building import build as building
from fivesigma.workflow.building import plan
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.part import build_part
from fivesigma.workflow.building.record import Part, Source, Task
from made_up_root import many_events, write_2020
from own_process import environment

N_FILES, N_EVENTS = 12, 300


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("root")
    return [write_2020(folder / f"{i}.root", many_events(N_EVENTS, seed=i)) for i in range(N_FILES)]


def request_of(files: list[Path], output: Path) -> Request:
    sources = tuple(Source(path=str(file)) for file in files)
    return Request(analysis="dilepton-met", sources=sources, output=output)


@pytest.fixture(scope="module")
def alone(files: list[Path], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The table of one process that nothing disturbs."""
    output = tmp_path_factory.mktemp("alone") / "t.parquet"
    built = build_table(request_of(files, output))
    assert 500 < built.n_events < N_FILES * N_EVENTS
    return output.read_bytes()


def test_several_processes_make_the_same_table(
    files: list[Path], alone: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "t.parquet"
    monkeypatch.setattr(plan, "SMALL_BYTES", 0)
    build_table(replace(request_of(files, output), workers=2))
    assert output.read_bytes() == alone
    assert not parts_folder(output).exists()


def test_a_process_that_stops_is_taken_up_where_it_was(
    files: list[Path], alone: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []

    def interrupted(task: Task) -> Part:
        if len(done) == 5:
            raise KeyboardInterrupt
        done.append(task.file.path)
        return build_part(task)

    request = request_of(files, tmp_path / "t.parquet")
    monkeypatch.setattr(building, "build_part", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build_table(request)
    again: list[str] = []

    def counted(task: Task) -> Part:
        again.append(task.file.path)
        return build_part(task)

    monkeypatch.setattr(building, "build_part", counted)
    build_table(request)
    assert again == [str(file) for file in files[5:]]
    assert request.output.read_bytes() == alone


def test_a_failure_says_what_is_kept_and_how_to_go_on(
    files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(task: Task) -> Part:
        if task.file.path == str(files[3]):
            msg = f"{task.file.path} is damaged."
            raise DataError(msg)
        return build_part(task)

    monkeypatch.setattr(building, "build_part", failing)
    request = request_of(files, tmp_path / "t.parquet")
    with pytest.raises(DataError, match=r"3.root is damaged. Kept: 3 of 12 parts, in .*goes on"):
        build_table(request)
    assert not request.output.exists()


def test_a_part_that_is_cut_off_is_never_used(
    files: list[Path], alone: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = request_of(files, tmp_path / "t.parquet")
    monkeypatch.setattr(building, "save_table_parts", _stop)
    with pytest.raises(KeyboardInterrupt):
        build_table(request)
    monkeypatch.undo()
    part = min(parts_folder(request.output).iterdir())
    part.write_bytes(part.read_bytes()[:1000])
    with pytest.raises(DataError, match="build it again"):
        build_table(request)
    build_table(request)
    assert request.output.read_bytes() == alone


def _stop(*_: object) -> int:
    raise KeyboardInterrupt


def test_killed_from_outside_it_goes_on(files: list[Path], alone: bytes, tmp_path: Path) -> None:
    output = tmp_path / "t.parquet"
    arguments = ["data", "build", "dilepton-met", *map(str, files), "-o", str(output)]
    command = [sys.executable, "-m", "fivesigma", *arguments, "--workers", "1"]
    process = subprocess.Popen(command, env=environment(), stdout=subprocess.DEVNULL)
    _wait_for(lambda: len(list(parts_folder(output).glob("*.arrow"))) >= 2)
    process.kill()
    assert process.wait() == -signal.SIGKILL
    assert not output.exists()
    n_kept = len(list(parts_folder(output).glob("*.arrow")))
    assert 2 <= n_kept < N_FILES
    subprocess.run(command, env=environment(), check=True, stdout=subprocess.DEVNULL)
    assert output.read_bytes() == alone


@pytest.mark.slow
def test_a_worker_of_this_machine_that_dies_is_replaced(tmp_path: Path) -> None:
    tasks = {str(i): str(tmp_path / str(i)) for i in (1, 2)}
    done = dict(executors.run_tasks(deadly_work.kills_once, tasks, workers=2))
    assert done == {"1": "done", "2": "done"}
    with pytest.raises(DataError, match="worker processes died 3 times, 2 pieces of work are left"):
        dict(executors.run_tasks(deadly_work.kills_always, tasks, workers=2))


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"]]]:
    """A Dask scheduler and two workers, processes of their own on this machine."""
    pytest.importorskip("distributed")
    known = tmp_path / "scheduler.json"
    common = ["--scheduler-file", str(known), "--no-dashboard"]
    log = (tmp_path / "cluster.log").open("wb")
    start = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1"]
    started = [subprocess.Popen([*start, "--port", "0", *common], env=environment(), stderr=log)]
    worker = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1", "--no-nanny"]
    try:
        _wait_for(known.exists)
        started += [
            subprocess.Popen(
                [*worker, "--host", "127.0.0.1", *common],
                env=environment(),
                stderr=log,
                cwd=tmp_path,
            )
            for _ in range(2)
        ]
        yield json.loads(known.read_text())["address"], started[1:]
    finally:
        for process in started:
            process.kill()
        for process in started:
            process.wait()
        log.close()


@pytest.mark.slow
def test_a_cluster_that_loses_a_worker_makes_the_same_table(
    files: list[Path],
    alone: bytes,
    tmp_path: Path,
    cluster: tuple[str, list["subprocess.Popen[bytes]"]],
) -> None:
    import distributed

    address, workers = cluster
    output = tmp_path / "t.parquet"

    def kill_one() -> None:
        _wait_for(lambda: any(parts_folder(output).glob("*.arrow")))
        workers[0].kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    counts: list[int] = []
    request = replace(request_of(files, output), scheduler=address)
    built = build_table(request, lambda done, _: counts.append(done))
    killer.join()
    assert workers[0].wait() == -signal.SIGKILL
    assert counts == [N_EVENTS * (i + 1) for i in range(N_FILES)]  # nothing lost, nothing doubled
    assert built.n_read == N_FILES * N_EVENTS
    assert output.read_bytes() == alone
    output.unlink()
    connect: Any = distributed.Client
    with connect(address) as client:  # as a gateway gives it
        build_table(replace(request, scheduler=client))
    assert output.read_bytes() == alone


def test_a_cluster_that_is_not_there_is_named(files: list[Path], tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    request = replace(request_of(files, tmp_path / "t"), scheduler="tcp://127.0.0.1:1")
    with pytest.raises(DataError, match=r"no Dask scheduler answers at tcp://127.0.0.1:1"):
        build_table(request)


def _wait_for(happened: object, limit_s: float = 120.0) -> None:
    end = time.monotonic() + limit_s
    while not happened():  # type: ignore[operator]  # a question without arguments
        assert time.monotonic() < end
        time.sleep(0.005)
