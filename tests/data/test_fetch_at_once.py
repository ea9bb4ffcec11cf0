"""Many that fetch at once, one that is stopped, one that is killed."""

import dataclasses
import multiprocessing
import threading
import time
from collections.abc import Callable

import filelock
import pytest

from bad_server import serving
from fetching import assert_complete, assert_nothing_accepted, fetch_from
from fivesigma.core.errors import DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.transport.host_slots import REQUESTS_PER_HOST
from fivesigma.data.transport.transfer import Patience
from small_set import SmallSet, fetch_in_process


def in_thread(work: Callable[[], object]) -> tuple[threading.Thread, list[BaseException]]:
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except DownloadError as error:
            errors.append(error)

    thread = threading.Thread(target=guarded)
    thread.start()
    return thread, errors


@pytest.mark.parametrize("behaviours", [["stalls"], ["429 3"]])
def test_a_stop_is_heeded_promptly_and_the_part_is_kept(
    behaviours: list[str], small_set: SmallSet, settings: Settings
) -> None:
    stop = threading.Event()
    with serving(small_set.folder, behaviours) as server:
        thread, errors = in_thread(
            lambda: fetch_from(server, small_set, settings, cancel=stop.is_set)
        )
        while not server.requests:
            time.sleep(0.01)
        start_s = time.monotonic()
        stop.set()
        thread.join(timeout=5)
        assert time.monotonic() - start_s < 2.0
        assert "stopped after" in str(errors[0])
        fetch_from(server, small_set, settings)
    assert_complete(small_set, settings)


def test_a_stop_is_heeded_between_chunks(small_set: SmallSet, settings: Settings) -> None:
    seen: list[int] = []
    with serving(small_set.folder) as server:
        with pytest.raises(DownloadError, match=r"stopped after [0-9,]+ of [0-9,]+ bytes"):
            fetch_from(
                server,
                small_set,
                settings,
                progress=lambda bytes_done, _: seen.append(bytes_done),
                cancel=lambda: bool(seen),
            )
        assert_nothing_accepted(settings)
        fetch_from(server, small_set, settings)
    assert_complete(small_set, settings)


def test_a_busy_server_is_given_twice_the_time_at_each_attempt(
    small_set: SmallSet, settings: Settings
) -> None:
    start_s = time.monotonic()
    with serving(small_set.folder, ["502", "502"]) as server:
        dataset = small_set.served_at(server.address)
        fetch_dataset(dataset, settings, patience=Patience(first_wait_s=0.2))
    assert time.monotonic() - start_s >= 0.2 + 0.4


def test_a_stop_is_heeded_while_waiting_for_the_lock(
    small_set: SmallSet, settings: Settings
) -> None:
    folder = settings.cache_dir / "atlas-dm"
    folder.mkdir(parents=True)
    with (
        filelock.FileLock(folder / ".lock"),
        pytest.raises(DownloadError, match="another process was downloading"),
    ):
        fetch_dataset(small_set.dataset, settings, cancel=lambda: True)


@pytest.mark.slow
def test_a_process_killed_while_it_writes_leaves_only_a_part(
    small_set: SmallSet, settings: Settings
) -> None:
    folder = settings.cache_dir / "atlas-dm"
    part = folder / "DM_200.csv.part"
    with serving(small_set.folder, ["stalls"]) as server:
        dataset = small_set.served_at(server.address)
        process = multiprocessing.get_context("spawn").Process(
            target=fetch_in_process, args=((dataset, settings),)
        )
        process.start()
        end_s = time.monotonic() + 60
        while not (part.exists() and part.stat().st_size):
            assert time.monotonic() < end_s
            time.sleep(0.01)
        n_kept = part.stat().st_size
        process.kill()
        process.join()
        assert_nothing_accepted(settings)
        fetch_from(server, small_set, settings)  # the dead process holds no lock
        assert server.requests[1][1]["Range"] == f"bytes={n_kept}-"
    assert_complete(small_set, settings)


@pytest.mark.slow
def test_many_processes_ask_one_server_for_four_files_at_a_time(
    small_set: SmallSet, settings: Settings
) -> None:
    """Twelve datasets at once: each has its own lock, the server is the same."""
    with serving(small_set.folder, ["late"] * 24) as server:
        dataset = small_set.served_at(server.address)
        work = [(dataclasses.replace(dataset, id=f"set-{i}"), settings) for i in range(12)]
        with multiprocessing.get_context("spawn").Pool(12) as pool:
            pool.map(fetch_in_process, work, chunksize=1)
    assert len(server.requests) == 24
    assert 2 <= server.most_at_once <= REQUESTS_PER_HOST


@pytest.mark.slow
def test_twenty_processes_at_once_make_one_download(
    small_set: SmallSet, settings: Settings
) -> None:
    with serving(small_set.folder, ["late", "late"]) as server:
        work = (small_set.served_at(server.address), settings)
        with multiprocessing.get_context("spawn").Pool(20) as pool:
            names = pool.map(fetch_in_process, [work] * 20, chunksize=1)
    assert names == [["DM_200.csv", "ZZ.csv"]] * 20
    assert server.paths() == ["/DM_200.csv", "/ZZ.csv"]
    assert_complete(small_set, settings)
