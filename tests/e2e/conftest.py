"""One server and one browser for all tests; a fresh, watched context for each."""

import os
from collections.abc import Callable, Iterator
from typing import Any, NoReturn, TypeAlias

import pytest
from playwright.sync_api import Browser, Error, Page, sync_playwright

from browser import CHROMIUM_ARGUMENTS
from e2e.running_app import RunningApp, real_files, running_app, wait_until_fetched
from e2e.steps import wait_until_ready
from e2e.watch import Watch

WIDE, PHONE = (1440, 900), (390, 844)
STEP_TIMEOUT_MS = 15_000

OpenPage: TypeAlias = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium: the one named by FIVESIGMA_CHROMIUM, else Playwright's own."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=os.environ.get("FIVESIGMA_CHROMIUM") or None,
                args=CHROMIUM_ARGUMENTS,
            )
        except Error as error:
            _without_a_browser(error)
        yield browser
        browser.close()


def _without_a_browser(error: Error) -> NoReturn:
    why = (
        "no Chromium could be started; install Playwright's with 'playwright install chromium', "
        f"or name one in FIVESIGMA_CHROMIUM. {str(error).splitlines()[0]}"
    )
    if os.environ.get("CI"):
        pytest.fail(why)
    pytest.skip(why)


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningApp]:
    """The command, shared by all tests that do not stop it: with the real ATLAS files where they
    are at hand, else with the embedded set. Tests that need the former ask for `mirror` too.
    """
    mirror = real_files()
    options = () if mirror else ("--dataset", "simulated-dm")
    with running_app(tmp_path_factory.mktemp("app"), mirror=mirror, options=options) as app:
        wait_until_fetched(app)
        yield app


@pytest.fixture
def watch() -> Iterator[Watch]:
    """Fails the test at its end if a page complained or talked to somebody else."""
    watch = Watch()
    yield watch
    assert watch.unexpected() == []


@pytest.fixture
def open_page(browser: Browser, request: pytest.FixtureRequest, watch: Watch) -> Iterator[OpenPage]:
    """Opens the page in a new, empty browser context, as `open_page("#stop=cut", size=PHONE)`."""
    contexts = []

    def open_one(
        fragment: str = "",
        *,
        address: str | None = None,
        size: tuple[int, int] = WIDE,
        ready: bool = True,
        **options: Any,
    ) -> Page:
        if address is None:
            address = request.getfixturevalue("app").address
        width, height = size
        # What a service worker answers, a test's own routes never see; those about it say "allow".
        options.setdefault("service_workers", "block")
        context = browser.new_context(
            viewport={"width": width, "height": height},
            has_touch=size == PHONE,
            permissions=["clipboard-read", "clipboard-write"],
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(STEP_TIMEOUT_MS)
        watch.attach(context, address)
        page = context.new_page()
        page.goto(address + fragment)
        if ready:
            wait_until_ready(page)
        return page

    yield open_one
    for context in contexts:
        context.close()
