"""Start the app as a student does and look at it with Chromium: what the benchmarks share."""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))

from browser import CHROMIUM_ARGUMENTS

REPOSITORY = Path(__file__).resolve().parents[1]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """The command, serving; `mirror` is empty where the embedded dataset had to do."""

    address: str
    pid: int
    mirror: str


def real_files() -> str:
    """Folder of the ATLAS files, or "" where they are not at hand."""
    beside = REPOSITORY.parent / "shared" / "data" / "ATLAS" / "dm-ml-csv"
    folder = Path(os.environ.get("FIVESIGMA_TEST_MIRROR") or beside)
    return str(folder) if folder.is_dir() else ""


@contextmanager
def serving() -> Iterator[RunningServer]:
    """`fivesigma --no-browser` with the real files where they are, else the embedded set."""
    mirror = real_files()
    dataset = "atlas-dm" if mirror else "simulated-dm"
    command = [sys.executable, "-m", "fivesigma", "--no-browser", "--port", "0"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "FIVESIGMA_CACHE_DIR": folder, "FIVESIGMA_MIRROR": mirror}
        log = Path(folder, "log")
        with log.open("wb") as output:
            process = subprocess.Popen(  # noqa: S603 - our own command
                [*command, "--dataset", dataset], env=environment, stdout=output, stderr=output
            )
        try:
            address = _wait_for_address(log, process)
            _wait_for_dataset(address, dataset)
            yield RunningServer(address=address, pid=process.pid, mirror=mirror)
        finally:
            process.terminate()
            process.wait(10)


def _wait_for_address(log: Path, process: subprocess.Popen[bytes]) -> str:
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s and process.poll() is None:
        found = _ADDRESS.search(log.read_text())
        if found:
            return found.group()
        time.sleep(0.05)
    msg = f"fivesigma did not start:\n{log.read_text()}"
    raise SystemExit(msg)


def _wait_for_dataset(address: str, dataset: str) -> None:
    """On a busy machine the events come later than the address."""
    deadline_s = time.monotonic() + 60
    while time.monotonic() < deadline_s:
        with urlopen(address + "status.json") as answer:  # noqa: S310 - our own server
            statuses = json.load(answer)["datasets"]
        if any(status["id"] == dataset and status["state"] == "ready" for status in statuses):
            return
        time.sleep(0.1)
    msg = f"{dataset} did not get ready within a minute"
    raise SystemExit(msg)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser named by FIVESIGMA_CHROMIUM, else Playwright's own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("FIVESIGMA_CHROMIUM") or None,
            args=CHROMIUM_ARGUMENTS,
        )
        yield browser
        browser.close()


def new_page(browser: Browser, address: str) -> Page:
    """The page in a new context, as large as a laptop's window, loaded and drawn."""
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(address)
    page.locator("main h1").first.wait_for()
    page.locator(".loading").wait_for(state="detached")
    return page
