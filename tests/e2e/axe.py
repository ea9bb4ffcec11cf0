"""axe-core on the page as it stands; evaluated through the debugger, which the policy allows."""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

_SOURCE = Path(__file__).resolve().parents[2] / "frontend/node_modules/axe-core/axe.min.js"
ALL_RULES = {
    "type": "tag",
    "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}
RULES_OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}


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
