"""Someone opens the page for the first time."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from e2e.conftest import OpenPage
from e2e.running_app import RunningApp
from e2e.steps import MET, STOPS, cut_result, drag, go_to, position_of
from e2e.text import pattern, text
from first_load import megabytes

pytestmark = pytest.mark.e2e

# Skips, or fails in CI, where the real files are not at hand.
needs_atlas_files = pytest.mark.usefixtures("mirror")

SHORT_WHILE_MS = 400


@needs_atlas_files
def test_the_command_prints_the_address_and_what_it_opens_with(app: RunningApp) -> None:
    assert "ATLAS open data" in app.said()  # opened, or on its way on a slow machine
    assert "Opening with: " in app.said()
    assert app.address in app.said()


@needs_atlas_files
@pytest.mark.parametrize("language", ["en", "es", "it", "fr", "de"])
def test_a_first_visit_with_the_atlas_set_weighs_less_than_1_mb(
    browser: Browser, app: RunningApp, language: str
) -> None:
    """With some room: what is added to the page must not use it up unseen."""
    assert 0.5 < megabytes(browser, app.address, language) < 0.99


@needs_atlas_files
def test_the_first_visit_shows_the_atlas_set_with_its_record(open_page: OpenPage) -> None:
    page = open_page()
    origin = page.locator(".origin")
    expect(origin).to_contain_text(text("origin.atlas-simulation"))
    expect(origin).to_contain_text("10 fb⁻¹")
    record = origin.get_by_role("link")
    expect(record).to_have_attribute("href", re.compile(r"^https://opendata\.cern"))


def test_the_origin_is_in_sight_on_every_stop(open_page: OpenPage) -> None:
    page = open_page()
    for stop in STOPS:
        go_to(page, stop)
        expect(page.locator(".origin")).to_be_visible()


def test_the_title_names_the_stop(open_page: OpenPage) -> None:
    page = open_page("#stop=cut")
    assert page.title().startswith(text("stop.cut"))
    go_to(page, "explore")
    assert page.title().startswith(text("stop.explore"))


def test_the_seven_stops_follow_each_other(open_page: OpenPage) -> None:
    page = open_page()
    for following in STOPS[1:]:
        page.get_by_role("button", name=pattern("app.next")).click()
        current = page.locator("nav [aria-current=step]")
        expect(current).to_contain_text(text(f"stop.{following}"))
    expect(page.get_by_role("button", name=pattern("app.next"))).to_have_count(0)


@needs_atlas_files
def test_the_table_gives_every_expected_yield_with_its_uncertainty(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    table = page.get_by_role("region", name=text("yields.region"))
    expect(table.locator("tbody tr").first).to_contain_text("50.4 ± 2.8")
    expect(table.locator("tfoot tr")).to_contain_text("23,039")
    expect(table.locator("tfoot tr")).to_contain_text("247.9 ± 5.1")


@needs_atlas_files
def test_dm_200_without_cuts_has_the_known_yields_and_significance(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&uncertainty=0")
    result = cut_result(page)
    assert result.signal == "50.4 ± 2.8"
    assert result.background == "247.9 ± 5.1"
    assert result.simple.startswith("3.20 ±")
    assert result.z.startswith("3.10 ±")


@needs_atlas_files
def test_an_uncertain_background_costs_half_of_the_significance(open_page: OpenPage) -> None:
    page = open_page("#stop=cut&uncertainty=0.1")
    assert cut_result(page).z.startswith("1.60 ±")


def test_every_histogram_says_in_words_and_in_a_table_what_it_shows(open_page: OpenPage) -> None:
    page = open_page("#stop=explore")
    plots = page.locator(".histogram")
    assert plots.count() == 10
    for plot in plots.all():
        summary = plot.get_by_role("img").get_attribute("aria-label") or ""
        assert "signal" in summary
        assert re.search(r"\d", summary)
    plots.first.locator("summary").click()
    rows = plots.first.locator("tbody tr")
    expect(rows).to_have_count(32)
    expect(rows.nth(5).locator("td")).to_have_count(6)


def test_nothing_is_asked_of_the_server_after_the_page_has_loaded(open_page: OpenPage) -> None:
    page = open_page()
    page.wait_for_timeout(SHORT_WHILE_MS)
    answers: list[dict[str, Any]] = []
    debugger = page.context.new_cdp_session(page)
    debugger.send("Network.enable")
    debugger.on("Network.responseReceived", lambda event: answers.append(event["response"]))
    for stop in STOPS:
        go_to(page, stop)
    go_to(page, "cut")
    drag(page, position_of(page, MET, 150), position_of(page, MET, 300))
    page.wait_for_timeout(SHORT_WHILE_MS)
    # The browser may look at the icon in its own cache; nothing may come over the wire.
    assert [answer["url"] for answer in answers if not answer["fromDiskCache"]] == []
