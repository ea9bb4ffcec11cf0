"""The frame of the seven stops: guesses, questions, words explained, progress kept."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from e2e.axe import violations
from e2e.conftest import PHONE, WIDE, OpenPage
from e2e.steps import STOPS, go_to, wait_until_ready
from e2e.text import pattern, text, texts

LESSONS: dict[str, list[str]] = {
    stop: [
        key.split(".")[3]
        for key in texts("en")
        if re.fullmatch(rf"lesson\.{stop}\.quiz\.[a-z]+", key)
    ]
    for stop in STOPS
}


def quiz(page: Page, stop: str) -> Locator:
    """The question at the end of a stop."""
    return page.get_by_role("region", name=text(f"lesson.{stop}.quiz"))


def guess(page: Page, stop: str) -> Locator:
    """The question at the beginning of a stop."""
    return page.get_by_role("region", name=text(f"lesson.{stop}.guess"))


@pytest.mark.parametrize("stop", STOPS)
def test_every_answer_of_a_question_has_its_own_reason_and_one_is_right(
    open_page: OpenPage, stop: str
) -> None:
    page = open_page(f"#stop={stop}")
    box = quiz(page, stop)
    verdicts = []
    for option in LESSONS[stop]:
        box.get_by_role("button", name=text(f"lesson.{stop}.quiz.{option}"), exact=True).click()
        reason = box.get_by_role("status")
        expect(reason).to_contain_text(text(f"lesson.{stop}.quiz.{option}.reason"))
        verdicts.append(reason.inner_text().startswith(text("lesson.quiz.right")))
    assert verdicts.count(True) == 1
    assert len(verdicts) == 3


def test_a_guess_is_there_after_a_reload_and_in_a_second_tab(open_page: OpenPage) -> None:
    page = open_page("#stop=discover")
    yes = guess(page, "discover").get_by_role("button", name=text("lesson.discover.guess.yes"))
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    page.reload()
    wait_until_ready(page)
    expect(yes).to_have_attribute("aria-pressed", "true")

    other = page.context.new_page()
    other.goto(page.url)
    wait_until_ready(other)
    name = text("lesson.discover.guess.no")
    guess(other, "discover").get_by_role("button", name=name).click()
    here = guess(page, "discover").get_by_role("button", name=name)
    expect(here).to_have_attribute("aria-pressed", "true")


def menu(page: Page) -> Locator:
    """The open menu."""
    page.get_by_role("button", name=text("menu.title")).click()
    return page.get_by_role("region", name=text("menu.title"))


def test_progress_goes_to_another_machine_as_a_file(open_page: OpenPage, tmp_path: Path) -> None:
    page = open_page("#stop=cut&cut.met=150~&signal=DM_300")
    guess(page, "cut").get_by_role("button", name=text("lesson.cut.guess.five")).click()
    go_to(page, "judge")
    with page.expect_download() as download:
        menu(page).get_by_role("button", name=text("progress.save")).click()
    file = tmp_path / "progress.json"
    download.value.save_as(file)

    there = open_page()
    opened = menu(there)
    with there.expect_file_chooser() as chooser:
        opened.get_by_role("button", name=text("progress.open")).click()
    chooser.value.set_files(file)
    expect(there.locator("nav [aria-current=step]")).to_contain_text(text("stop.judge"))
    assert "cut.met=150~" in there.url
    go_to(there, "cut")
    chosen = guess(there, "cut").get_by_role("button", name=text("lesson.cut.guess.five"))
    expect(chosen).to_have_attribute("aria-pressed", "true")


HOSTILE: dict[str, Any] = {
    "format": "fivesigma-progress",
    "version": 1,
    "content": {
        "guesses": {"cut": "<img src=x onerror=alert(1)>", "judge": "good", "__proto__": 1},
        "visited": ["cut", 7, None],
        "address": "#stop=cut&layers=9e9&rate=NaN&seed=<script>alert(1)</script>",
    },
}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "progress.error.json"),
        ("[1, 2]", "progress.error.format"),
        (json.dumps({**HOSTILE, "version": 9}), "progress.error.version"),
    ],
)
def test_a_file_that_is_no_progress_is_refused_in_one_sentence(
    open_page: OpenPage, content: str, said: str
) -> None:
    page = open_page("#stop=cut&cut.met=150~")
    opened = menu(page)
    with page.expect_file_chooser() as chooser:
        opened.get_by_role("button", name=text("progress.open")).click()
    chooser.value.set_files({"name": "a.json", "mimeType": "", "buffer": content.encode()})
    expect(opened.get_by_role("alert")).to_have_text(text(said))
    assert "cut.met=150~" in page.url


def test_of_a_hostile_file_only_what_makes_sense_is_taken(open_page: OpenPage) -> None:
    page = open_page()
    opened = menu(page)
    with page.expect_file_chooser() as chooser:
        opened.get_by_role("button", name=text("progress.open")).click()
    chooser.value.set_files(
        {"name": "a.json", "mimeType": "", "buffer": json.dumps(HOSTILE).encode()}
    )
    expect(page.locator("nav [aria-current=step]")).to_contain_text(text("stop.cut"))
    expect(page.locator(".notices li").first).to_be_visible()
    kept = page.evaluate("JSON.parse(localStorage['fivesigma.journal'])")
    assert kept["guesses"] == {"judge": "good"}
    assert kept["visited"] == ["cut"]


def test_a_page_opened_without_saying_where_offers_to_go_on(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&cut.met=150~")
    page.wait_for_timeout(800)  # the address is written down within half a second
    later = page.context.new_page()
    later.goto(page.url.partition("#")[0])
    wait_until_ready(later)
    expect(later.locator("nav [aria-current=step]")).to_contain_text(text("stop.collide"))
    later.get_by_role("button", name=text("progress.resume.yes")).click()
    expect(later.locator("nav [aria-current=step]")).to_contain_text(text("stop.cut"))
    assert "cut.met=150~" in later.url


def test_starting_anew_asks_first_and_then_forgets(open_page: OpenPage) -> None:
    page = open_page("#stop=judge&cut.met=150~")
    good = guess(page, "judge").get_by_role("button", name=text("lesson.judge.guess.good"))
    good.click()
    opened = menu(page)
    opened.get_by_role("button", name=text("progress.clear"), exact=True).click()
    opened.get_by_role("button", name=text("progress.clear.no")).click()
    assert page.evaluate("localStorage['fivesigma.journal']").count("good") == 1
    opened.get_by_role("button", name=text("progress.clear"), exact=True).click()
    opened.get_by_role("button", name=text("progress.clear.yes")).click()
    expect(page.locator("nav [aria-current=step]")).to_contain_text(text("stop.collide"))
    assert "good" not in page.evaluate("localStorage['fivesigma.journal']")
    assert "cut.met" not in page.url


def test_a_browser_that_keeps_nothing_says_so_and_loses_nothing(open_page: OpenPage) -> None:
    page = open_page("#stop=judge")
    page.evaluate("() => { Storage.prototype.setItem = () => { throw new DOMException('full') } }")
    good = guess(page, "judge").get_by_role("button", name=text("lesson.judge.guess.good"))
    good.click()
    expect(page.get_by_text(text("progress.notkept"))).to_be_visible()
    go_to(page, "cut")
    go_to(page, "judge")
    expect(good).to_have_attribute("aria-pressed", "true")


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_word_explains_itself_by_keyboard(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page("#stop=explore", size=size)
    word = page.locator(".explanation button.term").first
    word.focus()
    page.keyboard.press("Enter")
    definition = page.locator(".definition:popover-open")
    expect(definition).to_be_visible()
    box = definition.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(definition).to_have_count(0)
    expect(word).to_be_focused()


def test_the_glossary_has_every_word(open_page: OpenPage) -> None:
    page = open_page()
    menu(page).get_by_role("button", name=text("menu.glossary")).click()
    glossary = page.get_by_role("dialog", name=text("glossary.title"))
    n_terms = sum(bool(re.fullmatch(r"glossary\.[\w-]+\.name", key)) for key in texts("en"))
    expect(glossary.locator("dt")).to_have_count(n_terms)
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(glossary).to_have_count(0)


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_the_open_menu_breaks_no_rule(open_page: OpenPage, size: tuple[int, int]) -> None:
    page = open_page(size=size)
    menu(page)
    assert violations(page) == []


def test_the_sandbox_has_everything_on_one_page_and_one_heading(open_page: OpenPage) -> None:
    page = open_page("#stop=sandbox&layers=2&epochs=2")
    expect(page.locator("h1")).to_have_count(1)
    for heading in ("cut.title", "learn.title", "judge.title", "decide.title"):
        expect(page.get_by_role("heading", name=text(heading))).to_be_visible()
    expect(page.get_by_role("button", name=pattern("app.next"))).to_have_count(0)
    assert violations(page) == []


def test_a_link_of_a_teacher_hides_what_it_names(open_page: OpenPage) -> None:
    page = open_page("#stop=judge&hide=data,quiz,menu&projector=on")
    expect(quiz(page, "judge")).to_have_count(0)
    expect(page.get_by_role("combobox", name=text("data.dataset"))).to_have_count(0)
    expect(page.get_by_role("button", name=text("menu.title"))).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
    go_to(page, "cut")
    assert "hide=data" in page.url


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("code", ["x-pseudo", "x-rtl"])
def test_long_and_right_to_left_texts_fit(open_page: OpenPage, stop: str, code: str) -> None:
    page = open_page(f"#stop={stop}&lang={code}&layers=2&epochs=2", reduced_motion="reduce")
    assert page.evaluate("document.documentElement.dir") == ("rtl" if code == "x-rtl" else "ltr")
    for size in (WIDE, PHONE):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(100)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    shown = page.locator("main").inner_text()
    assert text(f"lesson.{stop}.guess") not in shown


def test_the_mark_of_the_fold_is_seen_and_not_spoken(open_page: OpenPage) -> None:
    page = open_page("#stop=cut", size=PHONE)
    fold = page.locator(".setup .fold")
    mark = fold.evaluate("(it) => getComputedStyle(it, '::after').content")
    assert "▾" in mark
    expect(fold).to_have_accessible_name(re.compile(r"^[^▾▴]+$"))
    fold.click()
    expect(fold).to_have_accessible_name(re.compile(r"^[^▾▴]+$"))


def test_the_place_of_notices_is_there_before_the_first_of_them(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    place = page.get_by_role("status", name=text("notice.title"))
    expect(place).to_have_text("")
    place.evaluate("(it) => { window.place = it; }")
    page.evaluate("() => { location.hash = '#stop=cut&uncertainty=99'; }")
    expect(place.locator("li")).to_have_count(1)
    assert place.evaluate("(it) => it === window.place")
