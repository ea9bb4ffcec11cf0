"""Find or bring a Chromium for the browser tests, and say which: `python tools/chromium.py`.

Prints the executable, or an empty line for Playwright's own. In this order, each one started for a
moment before it counts: FIVESIGMA_CHROMIUM, Playwright's own, the same downloaded now, one of this
machine, Debian's package where we may install it. If none works it prints "none" and says on
stderr what was tried.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator

from playwright.sync_api import Error, sync_playwright

PLAYWRIGHTS_OWN = ""

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_DOWNLOAD_S = 240
_APT_S = 400
_LOG = sys.stderr


def candidates() -> Iterator[str]:
    """What may work, the cheapest first; the next one is only made when the last did not start."""
    named = os.environ.get("FIVESIGMA_CHROMIUM")
    if named:
        yield named
    yield PLAYWRIGHTS_OWN
    if download():
        yield PLAYWRIGHTS_OWN
    yield from installed()
    if install_debian_package():
        yield from installed()


def installed() -> Iterator[str]:
    """Chromiums on the PATH."""
    yield from (path for path in map(shutil.which, _NAMES) if path is not None)


def download() -> bool:
    """Let Playwright fetch its own browser; False where its server cannot be reached."""
    return _succeeds(
        [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"],
        timeout_s=_DOWNLOAD_S,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000",
    )


def install_debian_package() -> bool:
    """Install the package "chromium" with apt-get, as root or with sudo that asks nothing."""
    if shutil.which("apt-get") is None:
        return False
    root = not hasattr(os, "geteuid") or os.geteuid() == 0
    sudo = () if root else ("sudo", "-n")
    if sudo and shutil.which("sudo") is None:
        return False
    options = ("-qq", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::http::Timeout=30")
    install = ("install", "-y", "--no-install-recommends", "chromium")
    return _succeeds([*sudo, "apt-get", *options, "update"], timeout_s=_APT_S) and _succeeds(
        [*sudo, "apt-get", *options, *install],
        timeout_s=_APT_S,
        DEBIAN_FRONTEND="noninteractive",
    )


def starts(executable: str) -> bool:
    """Whether this Chromium opens a page."""
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=executable or None, args=["--no-sandbox"], timeout=60_000
            )
            browser.new_page().close()
            browser.close()
    except Error as error:
        print(f"  does not start: {str(error).splitlines()[0]}", file=_LOG)
        return False
    return True


def find_chromium(works: Callable[[str], bool] = starts) -> str | None:
    """The first candidate that works, None if there is none."""
    for executable in candidates():
        print(f"trying {executable or 'the Chromium of Playwright'}", file=_LOG)
        if works(executable):
            return executable
    return None


def _succeeds(command: list[str], *, timeout_s: float, **environment: str) -> bool:
    """Run a command that may fail; its last line is shown if it does."""
    print(f"running {' '.join(command)}", file=_LOG)
    try:
        done = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout_s,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"  {error}", file=_LOG)
        return False
    if done.returncode != 0:
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        print(f"  failed: {lines[-1] if lines else done.returncode}", file=_LOG)
    return done.returncode == 0


if __name__ == "__main__":
    found = find_chromium()
    print("none" if found is None else found)
