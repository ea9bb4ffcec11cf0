import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import httpx
import pytest
from click.testing import CliRunner, Result

import fivesigma
from fivesigma.app.static import load_page
from fivesigma.cli.main import main

STARTER = Path(__file__).with_name("run_with_page.py")
START_S = 30.0

Run: TypeAlias = Callable[..., Result]


@pytest.fixture
def page_folder(tmp_path: Path) -> Path:
    """A page of one line, so that these tests need no front end."""
    folder = tmp_path / "static"
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>fivesigma</title>")
    return folder


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An empty cache, and a mirror that is not there: the network is never used."""
    return {
        "FIVESIGMA_CACHE_DIR": str(tmp_path / "cache"),
        "FIVESIGMA_MIRROR": str(tmp_path / "nothing-here"),
    }


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, page_folder: Path, environment: Mapping[str, str]) -> Run:
    """Run the command in this process, as far as an error."""
    page = load_page(page_folder)
    monkeypatch.setattr("fivesigma.cli.open_app.load_page", lambda: page)

    def invoke(*arguments: str) -> Result:
        return CliRunner(env=dict(environment)).invoke(main, ["--no-browser", *arguments])

    return invoke


@contextmanager
def started(
    page_folder: Path, environment: Mapping[str, str], *arguments: str
) -> Iterator[tuple[subprocess.Popen[str], str, list[str]]]:
    """The running command, its address, and the lines it had printed up to "Ctrl-C stops it."."""
    command = [sys.executable, str(STARTER), str(page_folder), "--no-browser", *arguments]
    process = subprocess.Popen(
        command,
        env=os.environ | dict(environment) | {"PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    lines: list[str] = []
    try:
        for line in process.stdout:
            lines.append(line.strip())
            if line.startswith("Ctrl-C"):
                break
        addresses = [line.split()[-1] for line in lines if line.startswith("fivesigma is at")]
        assert addresses, process.communicate()
        yield process, addresses[0], lines
    finally:
        process.kill()
        process.communicate()


def interrupt(process: subprocess.Popen[str]) -> tuple[float, str, str]:
    """Press Ctrl-C; the seconds until the end, and what was still printed."""
    start_s = time.monotonic()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=START_S)
    return time.monotonic() - start_s, output, errors


def fetch_json(address: str) -> Any:
    return httpx.get(address, timeout=START_S).json()


def state_of_the_real_set(address: str) -> str:
    """Its state once it is no longer being fetched."""
    deadline_s = time.monotonic() + START_S
    while time.monotonic() < deadline_s:
        status = fetch_json(address + "status.json")["datasets"][0]
        if status["state"] != "fetching":
            return str(status["state"])
        time.sleep(0.1)
    return "fetching"


def test_version_is_printed() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert (result.exit_code, result.output) == (0, f"fivesigma, version {fivesigma.__version__}\n")


def test_help_names_every_option_and_command() -> None:
    result = CliRunner().invoke(main, ["--help"])
    assert result.exit_code == 0
    for word in ("--no-browser", "--port", "--host", "--dataset", "--mirror", "data"):
        assert word in result.output


def test_a_taken_port_is_one_sentence_with_a_free_port(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = run("--port", str(port))
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: Port {port} is taken")
    suggested = int(result.output.split("--port")[1])
    assert suggested > port or suggested == 0


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b", "x" * 300])
def test_a_host_that_is_not_this_machine_says_which_are(run: Run, host: str) -> None:
    result = run("--host", host, "--port", "0")
    assert result.exit_code == 1
    assert "is not an address of this machine" in result.output
    assert "127.0.0.1" in result.output


def test_an_unknown_dataset_names_the_known_ones(run: Run) -> None:
    result = run("--dataset", "higgs")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert "atlas-dm" in result.output
    assert "simulated-dm" in result.output


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_cannot_be_is_refused_by_name(run: Run, port: str) -> None:
    result = run("--port", port)
    assert result.exit_code == 2
    assert "--port" in result.output


def test_an_app_without_its_page_says_how_to_build_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("fivesigma.cli.open_app.load_page", lambda: load_page(tmp_path))
    result = CliRunner().invoke(main, ["--no-browser", "--port", "0"])
    assert result.exit_code == 1
    assert "npm run build" in result.output


def test_without_the_real_set_the_app_opens_the_embedded_one_and_says_why(
    page_folder: Path, environment: dict[str, str]
) -> None:
    with started(page_folder, environment, "--port", "0") as (process, address, lines):
        assert any("cannot be had now" in line for line in lines)
        assert fetch_json(address + "facts.json")["default_dataset"] == "simulated-dm"
        _, _, errors = interrupt(process)
        assert process.returncode == 0
        assert errors == ""


def test_with_a_mirror_the_app_opens_the_real_set(
    page_folder: Path, environment: dict[str, str], mirror: Path
) -> None:
    options = ("--port", "0", "--mirror", str(mirror))
    with started(page_folder, environment, *options) as (_, address, _):
        assert state_of_the_real_set(address) == "ready"
        assert fetch_json(address + "facts.json")["default_dataset"] == "atlas-dm"


def test_ctrl_c_does_not_wait_for_a_server_far_away_that_says_nothing(
    page_folder: Path, environment: dict[str, str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mirror = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        options = ("--port", "0", "--mirror", mirror)
        with started(page_folder, environment, *options) as (process, address, lines):
            assert any("on its way" in line for line in lines)
            assert fetch_json(address + "status.json")["datasets"][0]["state"] == "fetching"
            seconds, output, errors = interrupt(process)
    assert process.returncode == 0
    assert output == "\nStopped.\n"
    assert errors == ""
    assert seconds < 10.0  # the server would be waited for longer; a busy machine needs seconds
