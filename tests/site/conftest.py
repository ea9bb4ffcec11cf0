"""The site that tools/make_docs.py made in build/site, on a plain host, in a browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, sync_playwright

from browser import CHROMIUM_ARGUMENTS
from static_host import static_host

BUILT = Path(__file__).parents[2] / "build" / "site"


@pytest.fixture(scope="session")
def site() -> Path:
    if not (BUILT / "index.html").is_file():
        pytest.fail(f"there is no {BUILT}/index.html; run: python tools/make_docs.py build/site")
    return BUILT


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    with static_host(site) as host:
        yield host.address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = os.environ.get("FIVESIGMA_CHROMIUM") or None
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def asked_elsewhere() -> list[str]:
    """What the page asked of anybody but the site; it was told that there is no network."""
    return []


@pytest.fixture
def page(chromium: Browser, address: str, asked_elsewhere: list[str]) -> Iterator[Page]:
    """A page of a reader without a network."""
    context = chromium.new_context(reduced_motion="reduce")

    def elsewhere(route: Route) -> None:
        asked_elsewhere.append(route.request.url)
        route.abort()

    context.route(lambda url: not url.startswith(address), elsewhere)
    yield context.new_page()
    context.close()
