"""The teacher's page: a link for the class, plans, worksheets and answers."""

import pytest
from playwright.sync_api import Page, expect

from e2e.axe import violations
from e2e.conftest import PHONE, WIDE, OpenPage
from e2e.steps import STOPS, stop_button
from e2e.text import text, texts

TEACHER = "#stop=teacher"


def link_of(page: Page) -> str:
    """The link that the page has made."""
    return page.get_by_label(text("teacher.link.result"), exact=True).input_value()


def open_all(page: Page) -> None:
    """Unfold everything."""
    for summary in page.locator("main details > summary").all():
        summary.click()


def test_a_link_presets_the_stop_and_hides_what_was_ticked(open_page: OpenPage) -> None:
    page = open_page(TEACHER + "&signal=DM_300")
    page.get_by_label(text("teacher.link.stop"), exact=True).select_option("judge")
    page.get_by_label(text("teacher.hide.quiz")).check()
    page.get_by_label(text("teacher.hide.menu")).check()
    page.get_by_label(text("teacher.link.projector")).check()
    there = open_page("#" + link_of(page).partition("#")[2])
    expect(stop_button(there, "judge")).to_have_attribute("aria-current", "step")
    expect(there.get_by_role("button", name=text("menu.title"))).to_have_count(0)
    expect(there.get_by_role("combobox", name=text("data.signal"))).to_have_value("DM_300")
    quiz = there.get_by_role("region", name=text("lesson.judge.quiz"))
    expect(quiz).to_have_count(0)
    assert there.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"


def test_the_room_speaks_another_language_as_soon_as_it_is_chosen(open_page: OpenPage) -> None:
    page = open_page(TEACHER)
    expect(page.get_by_role("heading", name=text("teacher.title"))).to_be_visible()
    page.get_by_role("button", name=text("menu.title")).click()
    menu = page.get_by_role("region", name=text("menu.title"))
    menu.get_by_label(text("menu.language"), exact=True).select_option("it")
    expect(page.get_by_role("heading", name=texts("it")["teacher.title"])).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("teacher.")


def test_a_link_takes_the_teachers_cuts_along_only_when_asked(open_page: OpenPage) -> None:
    page = open_page(TEACHER + "&cut.met=150~")
    assert "cut.met" not in link_of(page)
    page.get_by_label(text("teacher.link.keep")).check()
    assert "cut.met=150~" in link_of(page)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_unfolded_page_breaks_no_rule_and_fits(
    open_page: OpenPage, size: tuple[int, int]
) -> None:
    page = open_page(TEACHER, size=size)
    open_all(page)
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    for stop in STOPS:
        expect(page.get_by_text(text(f"teacher.outcome.{stop}"))).to_be_visible()


def test_only_the_worksheets_are_printed_one_page_a_stop(open_page: OpenPage) -> None:
    page = open_page(TEACHER)
    page.evaluate("() => { window.print = () => {} }")
    page.get_by_role("button", name=text("teacher.sheets.print")).click()
    page.emulate_media(media="print")
    expect(page.locator(".worksheet")).to_have_count(len(STOPS))
    for sheet in page.locator(".worksheet").all():
        expect(sheet).to_be_visible()
    expect(page.locator("header")).to_be_hidden()
    expect(page.get_by_role("heading", name=text("teacher.plans"))).to_be_hidden()
    pages = page.pdf(format="A4").count(b"/Type /Page\n")
    assert pages == len(STOPS)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    expect(page.get_by_role("heading", name=text("teacher.plans"))).to_be_visible()
