"""axe-core on the page as it stands; evaluated through the debugger, which the policy allows."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Page

from e2e.conftest import PHONE, WIDE

_SOURCE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def violations(page: Page, rules: dict[str, Any] = ALL_RULES) -> list[str]:
    """One line for each element that breaks a rule of WCAG 2.2 AA or good practice."""
    if not _SOURCE.is_file():
        msg = "axe-core is not installed: run 'npm ci' in frontend/"
        raise AssertionError(msg)
    if not page.evaluate("'axe' in window"):
        page.evaluate(_SOURCE.read_text())
    found: dict[str, Any] = page.evaluate("(rules) => axe.run({ runOnly: rules })", rules)
    return [
        f"{rule['id']}: {node['target'][0]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def looks(page: Page) -> Iterator[tuple[str, dict[str, Any]]]:
    """The page on a wide screen and on a phone, in light and dark, and the rules to check.

    Dark differs from light in its colours and in nothing else.
    """
    for size in (WIDE, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(60)  # charts follow the new width in the next frame
            rules = ALL_RULES if scheme == "light" else RULES_OF_COLOUR
            yield f"{page.title()}, {scheme}, {size[0]} px", rules


def assert_accessible(page: Page) -> None:
    """No rule is broken in any look."""
    found = {look: violations(page, rules) for look, rules in looks(page)}
    assert {look: lines for look, lines in found.items() if lines} == {}
