"""The whole hunt without a mouse, in a language other than English: from a guess to the report.

After each step the focus must be on something: whoever cannot see the page is lost otherwise.
"""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.conftest import OpenPage
from e2e.steps import state_line
from e2e.test_access import tab_to
from e2e.text import texts

pytestmark = pytest.mark.e2e

DE = texts("de")
FOCUS_IS_LOST = "document.activeElement === null || document.activeElement === document.body"


def button(page: Page, key: str, **values: str) -> Locator:
    """A button by the key of its German name."""
    return page.get_by_role("button", name=DE[key].format(**values), exact=True)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Walk to a control by Tab, use it, and stand somewhere afterwards."""
    tab_to(page, target)
    page.keyboard.press(key)
    page.wait_for_timeout(100)
    assert not page.evaluate(FOCUS_IS_LOST), f"the focus is lost after {target}"


def guess(page: Page, stop: str, answer: str) -> None:
    """Give the stop's guess; it is spoken, and the button keeps the focus."""
    option = page.locator(".predict").get_by_role(
        "button", name=DE[f"lesson.{stop}.guess.{answer}"]
    )
    press(page, option)
    expect(option).to_have_attribute("aria-pressed", "true")
    expect(option).to_be_focused()


def go_on(page: Page, stop: str) -> None:
    """The button at the end of a stop leads to the next one, whose content then has the focus."""
    press(page, page.locator(".next-stop").get_by_role("button"))
    expect(page.locator("main")).to_have_accessible_name(DE[f"stop.{stop}"])
    expect(page.locator("main")).to_be_focused()


def cut_by_keys(page: Page) -> None:
    """Missing momentum: two large steps up from the lower end."""
    name = DE["brush.low"].format(feature=DE["feature.met.label"])
    handle = page.get_by_role("slider", name=name)
    tab_to(page, handle)
    before = page.locator("dl.numbers .quantity").first.inner_text()
    for _ in range(2):
        page.keyboard.press("PageUp")
    expect(handle).to_have_attribute("aria-valuetext", re.compile(r"\d GeV$"))
    expect(page.locator("dl.numbers .quantity").first).not_to_have_text(before)


def train_by_keys(page: Page) -> None:
    """Train, and pause with the same key on the same button."""
    press(page, button(page, "learn.train"))
    expect(state_line(page)).to_have_text(re.compile(r"^Epoche ([5-9]|\d\d)"))
    expect(button(page, "learn.pause")).to_be_focused()
    page.keyboard.press("Enter")
    expect(button(page, "learn.train")).to_be_focused()
    for _ in range(2):  # a button that waits for the training keeps the focus
        press(page, button(page, "learn.step.epoch"))


def test_the_hunt_from_the_first_guess_to_the_report_in_german(open_page: OpenPage) -> None:
    page = open_page(locale="de")
    page.locator("body").focus()
    guess(page, "collide", "unsure")
    go_on(page, "explore")
    guess(page, "explore", "met")
    go_on(page, "cut")
    cut_by_keys(page)
    go_on(page, "learn")
    train_by_keys(page)
    go_on(page, "judge")
    line = page.get_by_role("figure", name=DE["judge.roc"]).get_by_role("slider")
    expect(line).to_be_visible()
    press(page, line, "PageUp")
    go_on(page, "decide")
    press(page, page.get_by_label(DE["decide.write.why"]), "x")
    lock = button(page, "decide.write.lock")
    expect(lock).to_be_enabled()
    press(page, lock)
    expect(page.get_by_role("region", name=DE["decide.locked"])).to_be_visible()
    press(page, button(page, "decide.locked.discover"))
    guess(page, "discover", "unsure")
    press(page, button(page, "discover.unblind"))
    press(page, button(page, "discover.reveal"))
    show = button(page, "discover.report.show")
    press(page, show)
    expect(page.locator(".report-paper").first).to_be_visible()
