"""No network, no server, damaged files: a sentence with what to do, never a blank page."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from bad_server import serving
from e2e.conftest import OpenPage
from e2e.running_app import RunningApp, running_app, wait_until_fetched
from e2e.steps import (
    FIRST_NUMBER,
    STOPS,
    cut_result,
    go_to,
    lower_field,
    wait_for_epoch,
    wait_until_ready,
)
from e2e.text import text
from e2e.watch import Watch

pytestmark = pytest.mark.e2e

LONGEST_START_S = 20.0  # two of them for the network, the rest for a slow machine
NOBODY_LISTENS = "http://127.0.0.1:9/"
BROWSER_NOTES_A_FAILED_REQUEST = "Failed to load resource"


def shows_our_own_simulation(page: Page) -> None:
    """The embedded set is open, and says whose simulation it is."""
    expect(page.locator(".origin")).to_contain_text(text("origin.own-simulation"))
    expect(page.locator(".histogram")).to_have_count(10)


def shows_failure(page: Page, key: str) -> None:
    """The failure page in words, with a way on."""
    failure = page.get_by_role("alert")
    expect(failure).to_contain_text(text(key))
    expect(failure.get_by_role("button", name=text("error.again"))).to_be_visible()


def test_without_the_real_files_the_embedded_set_opens_and_says_so(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with running_app(tmp_path, mirror=NOBODY_LISTENS) as app:
        assert "Opening with: Our own simulation" in app.said()
        assert "Traceback" not in app.said()
        page = open_page("#stop=explore", address=app.address)
        shows_our_own_simulation(page)
        go_to(page, "cut")
        assert "±" in cut_result(page).z


def test_a_fresh_machine_opens_the_page_with_or_without_a_network(
    open_page: OpenPage, tmp_path: Path
) -> None:
    start_s = time.monotonic()
    with running_app(tmp_path, mirror="") as app:
        assert time.monotonic() - start_s < LONGEST_START_S
        page = open_page("#stop=explore", address=app.address)
        expect(page.locator(".histogram")).to_have_count(10)
        if "cannot be had now" in app.said():
            assert "fivesigma data fetch atlas-dm" in app.said()
            datasets = page.get_by_role("combobox", name=text("data.dataset"))
            expect(datasets).to_contain_text(text("data.unavailable"))
            shows_our_own_simulation(page)


def test_a_link_to_the_real_set_falls_back_with_a_notice(
    open_page: OpenPage, tmp_path: Path
) -> None:
    with running_app(tmp_path, mirror=NOBODY_LISTENS) as app:
        page = open_page("#stop=cut&data=atlas-dm&cut.met=150~", address=app.address)
        shows_our_own_simulation(page)
        notice = page.get_by_role("status", name=text("notice.title"))
        expect(notice).to_contain_text("ATLAS open data")
        expect(lower_field(page, "Missing transverse momentum")).to_have_value("150")


def test_the_real_set_is_offered_when_it_arrives_later(
    open_page: OpenPage, tmp_path: Path, mirror: Path
) -> None:
    with (
        serving(mirror, ["stalls"]) as slow_mirror,
        running_app(tmp_path, mirror=slow_mirror.address) as app,
    ):
        assert "on its way" in app.said()
        page = open_page("#stop=cut", address=app.address)
        shows_our_own_simulation(page)
        datasets = page.get_by_role("combobox", name=text("data.dataset"))
        expect(datasets).to_contain_text("arriving")
        expect(page.locator(".offer")).to_have_count(0)
        slow_mirror.go_on.set()
        page.get_by_role("button", name=text("data.offer.use")).click()
        expect(page.locator(".origin")).to_contain_text(text("origin.atlas-simulation"))
        expect(page.locator(FIRST_NUMBER)).to_have_text("50.4 ± 2.8")
        expect(page.locator(".offer")).to_have_count(0)


def test_everything_goes_on_when_the_server_is_gone(
    open_page: OpenPage, tmp_path: Path, mirror: Path
) -> None:
    with running_app(tmp_path, mirror=str(mirror)) as app:
        wait_until_fetched(app)
        page = open_page("#stop=learn&layers=4", address=app.address)
        page.wait_for_load_state("networkidle")
        assert app.stop() == 0
        page.get_by_role("button", name=text("learn.step.epoch")).click()
        wait_for_epoch(page, 1)
        for stop in STOPS:
            go_to(page, stop)
        go_to(page, "decide")
        expect(page.get_by_role("region", name=text("decide.region"))).to_contain_text("±")
        go_to(page, "cut")
        field = lower_field(page, "Missing transverse momentum")
        field.fill("150")
        field.press("Enter")
        expect(page.locator(FIRST_NUMBER)).not_to_have_text("50.4 ± 2.8")
        assert "Traceback" not in app.said()


def test_another_dataset_cannot_be_had_when_the_server_is_gone(
    open_page: OpenPage, tmp_path: Path, mirror: Path, watch: Watch
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    with running_app(tmp_path, mirror=str(mirror)) as app:
        wait_until_fetched(app)
        page = open_page(address=app.address)
        app.stop()
        page.get_by_role("combobox", name=text("data.dataset")).select_option("simulated-dm")
        shows_failure(page, "error.offline")


def test_a_page_without_its_server_says_what_to_do_and_tries_again(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    page = open_page("#stop=explore")
    page.route("**/facts.json", lambda route: route.abort())
    page.reload()
    shows_failure(page, "error.offline")
    page.unroute("**/facts.json")
    page.get_by_role("button", name=text("error.again")).click()
    wait_until_ready(page)
    expect(page.locator(".histogram")).to_have_count(10)


def _flip(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=bytes([body[0] ^ 1]) + body[1:])


def _cut_short(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=body[: len(body) // 2])


def _empty(route: Route) -> None:
    route.fulfill(body=b"")


def _school_wifi(route: Route) -> None:
    route.fulfill(body="<!doctype html><p>Please log in</p>", content_type="text/html")


def _later_version(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=body.replace(b'"version":1', b'"version":2', 1))


def _broken_header(route: Route) -> None:
    body = route.fetch().body()
    route.fulfill(body=body[:12] + b"!" + body[13:])


@pytest.mark.parametrize(
    "damage", [_flip, _cut_short, _empty, _school_wifi, _later_version, _broken_header]
)
def test_a_damaged_dataset_file_gives_the_sentence(
    open_page: OpenPage, damage: Callable[[Route], None]
) -> None:
    page = open_page(ready=False)
    page.route("**/data/*.bin", damage)
    page.reload()
    shows_failure(page, "error.damaged")


@pytest.mark.parametrize("what", ["facts.json", "status.json", "data/*.bin"])
def test_an_error_of_the_server_gives_the_sentence(
    open_page: OpenPage, watch: Watch, what: str
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    page = open_page(ready=False)
    page.route(f"**/{what}", lambda route: route.fulfill(status=502, body="Bad Gateway"))
    page.reload()
    shows_failure(page, "error.server")


@pytest.mark.parametrize("what", ["facts.json", "status.json"])
def test_a_login_page_instead_of_facts_gives_a_sentence(open_page: OpenPage, what: str) -> None:
    page = open_page(ready=False)
    page.route(f"**/{what}", _school_wifi)
    page.reload()
    shows_failure(page, "error.server")


def test_a_dataset_without_a_signal_gives_the_sentence(
    open_page: OpenPage, app: RunningApp
) -> None:
    def without_signal(route: Route) -> None:
        facts = json.loads(route.fetch().body())
        for dataset in facts["datasets"]:
            for process in dataset["processes"]:
                process["kind"] = "background"
            dataset["default_signal"] = ""
        route.fulfill(json=facts)

    page = open_page(ready=False)
    page.route("**/facts.json", without_signal)
    page.reload()
    expect(page.get_by_role("alert")).to_contain_text(text("error.nosignal"))


def test_an_address_that_does_not_exist_leads_back_to_the_page(
    open_page: OpenPage, watch: Watch
) -> None:
    watch.expect(BROWSER_NOTES_A_FAILED_REQUEST)
    page = open_page("lessons/one", ready=False)
    page.get_by_role("link").click()
    wait_until_ready(page)
