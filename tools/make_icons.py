"""Draw the icons of an installed page from frontend/src/icon.svg, with Chromium.

    python tools/make_icons.py

Installed pages need PNG. The picture fills its square, so that a system may cut any shape from it.
"""

import os
import re
from pathlib import Path

from playwright.sync_api import sync_playwright

from browser import CHROMIUM_ARGUMENTS

FRONTEND = Path(__file__).resolve().parents[1] / "frontend"
SIZES = (180, 192, 512)


def main() -> None:
    """Write one file a size."""
    svg = (FRONTEND / "src" / "icon.svg").read_text("utf-8")
    # Square corners: the system rounds them itself, and must not find nothing behind its own.
    svg = re.sub(r' rx="\d+"', "", svg)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("FIVESIGMA_CHROMIUM") or None, args=CHROMIUM_ARGUMENTS
        )
        for size in SIZES:
            page = browser.new_page(viewport={"width": size, "height": size})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block }}</style>{svg}")
            path = FRONTEND / "public" / f"icon-{size}.png"
            path.write_bytes(page.screenshot())
            print(f"{path}: {path.stat().st_size:,} bytes")
        browser.close()


if __name__ == "__main__":
    main()
