"""Tables that a student might bring, and how one is dropped on the page."""

import math
import re

from playwright.sync_api import Locator, Page, expect

from e2e.text import text


def plain_table(n_rows: int = 600, *, separator: str = ",", decimal: str = ".") -> str:
    """Three columns of numbers, a weight and a label; the signal lies at larger x."""
    lines = [separator.join(["x", "y", "n", "weight", "label"])]
    for row in range(n_rows):
        is_signal = row % 3 == 0
        x = math.sin(row * 12.9898) + (0.8 if is_signal else 0.0)
        y = 100 * math.cos(row * 4.1414)
        weight = 0.25 if is_signal else 1.5 - 2.0 * (row % 7 == 1)
        cells = [f"{x:.6f}", f"{y:.3f}", str(row % 4), str(weight), str(int(is_signal))]
        lines.append(separator.join(cell.replace(".", decimal) for cell in cells))
    return "\n".join(lines) + "\n"


def drop(page: Page, name: str, content: str | bytes) -> None:
    """Drop a file on the page, as from the desktop."""
    raw = content if isinstance(content, bytes) else content.encode()
    page.evaluate(
        """([name, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([Uint8Array.from(bytes)], name));
          const event = (type) =>
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
          document.body.dispatchEvent(event("dragover"));
          document.body.dispatchEvent(event("drop"));
        }""",
        [name, list(raw)],
    )


def dialog(page: Page) -> Locator:
    """The dialog in which a table is opened."""
    return page.get_by_role("dialog", name=text("own.title"))


def wait_until_kept(page: Page, name: str) -> None:
    """The browser has kept the table, and the address names it."""
    expect(page.get_by_text(text("own.kept", name=name))).to_be_visible()
    expect(page).to_have_url(re.compile("own="))


def accept(page: Page) -> None:
    """Hunt in the table as it is read; wait until it is on the page."""
    button = dialog(page).get_by_role("button", name=text("own.open"))
    expect(button).to_be_enabled(timeout=60_000)
    button.click()
    expect(dialog(page)).to_have_count(0)
    expect(page.locator(".origin")).to_contain_text(text("origin.own-table"), timeout=60_000)
