"""Bring a Chromium for the browser tests, and print how to call it.

Tries, in this order: the one that FIVESIGMA_CHROMIUM names, Playwright's own (downloaded), one of
this machine, Debian's package (as root, or where sudo asks for no password). The last line printed
is the path of the executable, empty for Playwright's own. Exit status 1, saying what was not run,
where none can be had.
"""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
DOWNLOAD_LIMIT_S = 300
INSTALL_LIMIT_S = 600
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Without a sandbox or a graphics card, and without talking to anybody but our own server."""


def starts(executable: str | None) -> bool:
    """Whether that Chromium can be started; None for Playwright's own."""
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS).close()
        except Error:
            return False
    return True


def downloads() -> bool:
    """Whether Playwright can fetch the browser made for it; says so if not."""
    say("fetching Playwright's own Chromium ...")
    # The shell is Chromium without windows: a third of the download, and all that tests need.
    return succeeds(
        [sys.executable, "-m", "playwright", "install", "chromium", "--only-shell"],
        DOWNLOAD_LIMIT_S,
        PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT="10000",
    )


def installs_from_debian() -> bool:
    """Whether Debian's package could be installed, as root or without a password."""
    if shutil.which("apt-get") is None:
        return False
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    prefix = [] if is_root else ["sudo", "-n"]
    if not is_root and shutil.which("sudo") is None:
        return False
    say("installing Debian's chromium ...")
    apt_get = [*prefix, "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=120"]
    return succeeds([*apt_get, "update"], INSTALL_LIMIT_S) and succeeds(
        [*apt_get, "install", "-y", "--no-install-recommends", "chromium"],
        INSTALL_LIMIT_S,
        DEBIAN_FRONTEND="noninteractive",
    )


def of_this_machine() -> str | None:
    """The first Chromium on the path that starts."""
    paths = (shutil.which(name) for name in NAMES)
    return next((path for path in paths if path is not None and starts(path)), None)


def succeeds(command: list[str], limit_s: float, **environment: str) -> bool:
    """Run a command quietly; its last words are shown if it fails."""
    try:
        done = subprocess.run(
            command,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=limit_s,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        say(f"... did not work: {error}")
        return False
    if done.returncode != 0:
        last = (done.stdout.strip().splitlines() or ["no reason given"])[-1]
        say(f"... did not work: {last}")
    return done.returncode == 0


def find_or_bring() -> str | None:
    """Path of a Chromium, "" for Playwright's own, None where none can be had."""
    named = os.environ.get("FIVESIGMA_CHROMIUM")
    if named:
        return named if starts(named) else None
    if starts(None) or (downloads() and starts(None)):
        return ""
    found = of_this_machine()
    if found is None and installs_from_debian():
        found = of_this_machine()
    return found


def say(text: str) -> None:
    """To the terminal: what is printed to stdout is the answer."""
    print(text, file=sys.stderr, flush=True)


def main() -> int:
    """Print the executable; exit status 0, or 1 where there is none."""
    found = find_or_bring()
    if found is None:
        say("NOT RUN: the tests of the page in a real browser. No Chromium could be brought.")
        say("Install Chromium or Chrome, or name one in FIVESIGMA_CHROMIUM, and run it again.")
        return 1
    say(f"Chromium: {found or 'Playwright’s own'}")
    print(found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
