"""The real command in a process of its own, as a student starts it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import fivesigma

START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 10.0
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


def real_files() -> str:
    """Folder of the ATLAS files, which are never part of the repository; "" where they are not."""
    beside = Path(__file__).resolve().parents[3] / "shared" / "data" / "ATLAS" / "dm-ml-csv"
    folder = Path(os.environ.get("FIVESIGMA_TEST_MIRROR") or beside)
    return str(folder) if folder.is_dir() else ""


@dataclass(slots=True, kw_only=True)
class RunningApp:
    """`fivesigma` as it runs; `log` holds what it prints."""

    address: str
    log: Path
    process: subprocess.Popen[bytes]

    def stop(self) -> int:
        """Press Ctrl-C and wait; the exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_TIMEOUT_S)

    def said(self) -> str:
        """All it has printed so far."""
        return self.log.read_text()


@contextmanager
def running_app(
    folder: Path, *, mirror: str, options: tuple[str, ...] = (), opens: tuple[str, ...] = ()
) -> Iterator[RunningApp]:
    """`fivesigma --no-browser` on a free port, with its cache in `folder`; stopped at the end.

    `opens`: the command that opens the app, where it is another than `fivesigma` alone.
    """
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "fivesigma.log"
    environment = {
        **os.environ,
        # It runs elsewhere, where a relative path would find another fivesigma than these tests.
        "PYTHONPATH": str(Path(fivesigma.__file__).resolve().parents[1]),
        "FIVESIGMA_CACHE_DIR": str(folder / "cache"),
        "FIVESIGMA_MIRROR": mirror,
    }
    command = [sys.executable, "-m", "fivesigma", *opens]
    command += ["--no-browser", "--port", "0", *options]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environment, cwd=folder, stdout=output, stderr=subprocess.STDOUT
        )
    app = RunningApp(address="", log=log, process=process)
    try:
        app.address = _printed_address(app)
        yield app
    finally:
        app.stop()


def wait_until_fetched(app: RunningApp) -> None:
    """No dataset is on its way any more: on a busy machine that takes longer than the start."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s:
        with urlopen(app.address + "status.json") as answer:  # noqa: S310 - our own server
            datasets = json.load(answer)["datasets"]
        if all(dataset["state"] != "fetching" for dataset in datasets):
            return
        time.sleep(0.1)
    msg = f"a dataset is still on its way after {START_TIMEOUT_S:g} s"
    raise AssertionError(msg)


def _printed_address(app: RunningApp) -> str:
    """The address as it appears in what the command prints."""
    deadline_s = time.monotonic() + START_TIMEOUT_S
    while time.monotonic() < deadline_s:
        found = _ADDRESS.search(app.said())
        if found and "Ctrl-C" in app.said():
            return found.group()
        if app.process.poll() is not None:
            break
        time.sleep(0.05)
    msg = f"fivesigma printed no address but this:\n{app.said()}"
    raise AssertionError(msg)
