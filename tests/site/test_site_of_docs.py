"""A reader of the site, without a network: pages, formulae, search, lessons, the app, notebooks."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from fivesigma.teaching.courses.record import Lesson
from fivesigma.teaching.courses.shelf import all_lessons

LESSONS = all_lessons()
KERNEL_PATIENCE_MS = 90_000


class _References(HTMLParser):
    """What a page links to, and its anchors."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.images_without_words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [value for key in ("href", "src") if (value := given.get(key))]
        self.anchors |= {value for key in ("id", "name") if (value := given.get(key))}
        if tag == "img" and not given.get("alt"):
            self.images_without_words.append(given.get("src") or "")


def _pages(site: Path) -> Iterator[tuple[Path, _References]]:
    for path in sorted(site.rglob("*.html")):
        if path.relative_to(site).parts[0] not in {"app", "lite", "slides"}:
            found = _References()
            found.feed(path.read_text(encoding="utf-8"))
            yield path, found


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = dict(_pages(site))
    lost = []
    for path, found in pages.items():
        for link in found.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists() or (
                parts.fragment and target in pages and parts.fragment not in pages[target].anchors
            ):
                lost.append(f"{path.relative_to(site)}: {link}")
    assert lost == []


def test_every_figure_of_a_lesson_is_described(site: Path) -> None:
    silent = [
        path.name
        for path, found in _pages(site)
        if "courses" in path.parts and found.images_without_words
    ]
    assert silent == []


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.id))
def test_a_lesson_is_there_with_what_it_printed_and_drew(site: Path, lesson: Lesson) -> None:
    path = site / "courses" / lesson.course / f"{lesson.name}.html"
    text = path.read_text(encoding="utf-8")
    if "root" in lesson.needs and "cell_output" not in text:
        pytest.skip("its files were out of reach when the site was made")
    assert text.count("<figure") + text.count("<img") >= 1
    assert "cell_output" in text
    assert "BEGIN SOLUTION" not in text
    assert not re.search(r"Traceback \(most recent call last\)", text)


def test_formulae_are_drawn_without_a_network(
    page: Page, address: str, asked_elsewhere: list[str]
) -> None:
    page.goto(f"{address}courses/undergraduate/02_simulation_and_weights.html")
    expect(page.locator("mjx-container").first).to_be_visible()
    assert asked_elsewhere == []


def test_the_search_finds_a_word(page: Page, address: str, asked_elsewhere: list[str]) -> None:
    page.goto(f"{address}search.html?q=weight")
    expect(page.locator("#search-results li a").first).to_be_visible()
    assert asked_elsewhere == []


def test_the_app_is_under_the_site(page: Page, address: str, asked_elsewhere: list[str]) -> None:
    page.goto(address)
    page.get_by_role("link", name="Open the app").focus()  # the whole card is the link
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("What happened in this collision?")
    assert asked_elsewhere == []


def test_a_notebook_computes_in_the_browser(page: Page, address: str) -> None:
    """Python starts and fivesigma comes with the site; NumPy would come from the network."""
    page.goto(f"{address}lite/notebooks/index.html?path=01_meet_the_collisions.ipynb")
    page.locator(".jp-Notebook").wait_for(timeout=KERNEL_PATIENCE_MS)
    expect(page.locator(".jp-Notebook")).to_contain_text("Meet the collisions")
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("from fivesigma.core.measured import Measured\n")
    page.keyboard.type("print(Measured(value=3.1, uncertainty=0.17))")
    page.keyboard.press("Shift+Enter")
    expect(page.locator(".jp-OutputArea-output").first).to_contain_text(
        "3.10 ± 0.17", timeout=KERNEL_PATIENCE_MS
    )
