"""Take the pictures of the app that the README and the docs show.

Start `fivesigma --no-browser`, then run `python tools/make_pictures.py ADDRESS docs/images`. The
browser is Playwright's own, or the one FIVESIGMA_CHROMIUM names.
"""

import argparse
import os
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from browser import CHROMIUM_ARGUMENTS

PICTURES = {
    "learn": "#stop=learn&layers=8,4&epochs=30",
    "decide": "#stop=decide&layers=8,4&epochs=30&cut.met=120~&cut.delta_r_ll=~1.8",
}
"""Name of the picture: the state of the page, as the address holds it."""

SIZE = ViewportSize(width=1440, height=1180)
TRAINED = "() => document.body.innerText.includes('30')"


def take(page: Page, address: str, fragment: str, target: Path) -> None:
    """Open one state, wait until its numbers stand still, and keep what is in sight."""
    page.goto("about:blank")  # a change of fragment alone would not load the page anew
    page.goto(address + fragment)
    page.wait_for_selector("h1")
    if "epochs" in fragment:
        page.wait_for_function(TRAINED)
    page.wait_for_timeout(4000)
    page.screenshot(path=target)
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


def main() -> None:
    """Take every picture, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address", help="where the app runs, e.g. http://127.0.0.1:8765/")
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("FIVESIGMA_CHROMIUM") or None,
            args=CHROMIUM_ARGUMENTS,
        )
        page = browser.new_page(viewport=SIZE)
        for name, fragment in PICTURES.items():
            take(page, arguments.address, fragment, arguments.folder / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
