import gzip
from pathlib import Path

import pytest
from starlette.types import ASGIApp

import fivesigma
from asgi import ask
from fivesigma.app.datasets import DatasetLibrary
from fivesigma.app.offline import build_of, stamp_page
from fivesigma.app.server import create_app
from fivesigma.app.static import load_page

INDEX = '<html><head><meta name="fivesigma-build" content="__FIVESIGMA_BUILD__"></head></html>'
WORKER = 'const build = "__FIVESIGMA_BUILD__", files = "__FIVESIGMA_FILES__".split(" ");'


@pytest.fixture
def folder(static_folder: Path) -> Path:
    """A page with a service worker, and compressed forms of its files before they are stamped."""
    (static_folder / "index.html").write_text(INDEX)
    (static_folder / "index.html.br").write_bytes(b"old")
    (static_folder / "sw.js").write_text(WORKER)
    (static_folder / "sw.js.gz").write_bytes(b"old")
    return static_folder


@pytest.fixture
def app(library: DatasetLibrary, folder: Path) -> ASGIApp:
    return create_app(library, load_page(folder))


def test_the_build_changes_with_any_file_and_with_the_version(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = build_of(load_page(folder))
    assert before == build_of(load_page(folder))
    (folder / "icon.svg").write_text("<svg/>")
    after = build_of(load_page(folder))
    monkeypatch.setattr(fivesigma, "__version__", "99.0")
    assert len({before, after, build_of(load_page(folder))}) == 3


def test_the_service_worker_lists_every_file_but_itself(folder: Path) -> None:
    page = stamp_page(load_page(folder), "abc123")
    worker = page["sw.js"].identity.decode()
    assert worker == (
        'const build = "abc123", files = "./ assets/app-1a2b.js icon.svg".split(" ");'
    )


def test_page_worker_facts_and_status_name_the_same_build(app: ASGIApp, folder: Path) -> None:
    build = build_of(load_page(folder))
    for path in ("/", "/index.html", "/sw.js", "/facts.json", "/status.json"):
        for encoding in ("", "gzip"):  # nor are the old compressed forms handed out
            answer = ask(app, path, headers={"accept-encoding": encoding})
            is_compressed = answer.headers.get("content-encoding") == "gzip"
            body = gzip.decompress(answer.body) if is_compressed else answer.body
            assert build in body.decode(), path


def test_the_service_worker_is_asked_for_again_each_time(app: ASGIApp) -> None:
    answer = ask(app, "/sw.js")
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")


def test_a_page_without_a_service_worker_is_served_as_it_is(static_folder: Path) -> None:
    page = load_page(static_folder)
    assert stamp_page(page, "abc123")["index.html"].identity == page["index.html"].identity
