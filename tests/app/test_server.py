import json
from pathlib import Path
from typing import Any

import pytest
from starlette.types import ASGIApp

from asgi import ask
from fivesigma.app.datasets import DatasetLibrary
from fivesigma.app.security import SECURITY_HEADERS
from fivesigma.app.server import create_app
from fivesigma.app.static import load_page
from fivesigma.data.table import EventTable

PATHS = ("/", "/icon.svg", "/facts.json", "/status.json", "/openapi.json", "/nothing", "/data/x")


def json_of(app: ASGIApp, path: str) -> Any:
    answer = ask(app, path)
    assert answer.status == 200
    return json.loads(answer.body)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "OPTIONS", "BREW"])
def test_every_answer_carries_the_security_headers(app: ASGIApp, path: str, method: str) -> None:
    answer = ask(app, path, method=method)
    assert answer.status < 500
    assert SECURITY_HEADERS.items() <= answer.headers.items()


def test_the_policy_allows_this_site_alone_and_nothing_inline() -> None:
    policy = SECURITY_HEADERS["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy.replace(" 'wasm-unsafe-eval'", "")
    assert "http" not in policy


@pytest.mark.parametrize("path", PATHS)
def test_head_is_get_without_the_body(app: ASGIApp, path: str) -> None:
    get, head = ask(app, path), ask(app, path, method="HEAD")
    assert head.body == b""
    assert (head.status, head.headers) == (get.status, get.headers)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_can_be_sent_to_the_server(app: ASGIApp, path: str) -> None:
    answer = ask(app, path, method="POST")
    assert answer.status == 405
    assert "GET" in answer.headers["allow"]


def test_the_start_page_is_asked_for_again_and_its_assets_are_not(app: ASGIApp) -> None:
    assert ask(app, "/").headers["cache-control"] == "no-cache"
    script = ask(app, "/assets/app-1a2b.js", headers={"accept-encoding": "br"})
    assert "immutable" in script.headers["cache-control"]
    assert script.headers["content-encoding"] == "br"


def test_the_dataset_travels_compressed_under_the_address_in_the_status(app: ASGIApp) -> None:
    statuses = json_of(app, "/status.json")["datasets"]
    [url] = [status["data_url"] for status in statuses if status["id"] == "simulated-dm"]
    answer = ask(app, f"/{url}", headers={"accept-encoding": "gzip"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-encoding"] == "gzip"
    assert "immutable" in answer.headers["cache-control"]


def test_the_status_is_never_kept(app: ASGIApp) -> None:
    answer = ask(app, "/status.json")
    assert answer.headers["cache-control"] == "no-store"
    [real, own] = json.loads(answer.body)["datasets"]
    assert (real["id"], real["state"]) == ("atlas-dm", "unavailable")
    assert (own["id"], own["state"]) == ("simulated-dm", "ready")


def test_the_facts_name_the_default_dataset_of_the_moment(
    app: ASGIApp, library: DatasetLibrary, real_table: EventTable
) -> None:
    assert json_of(app, "/facts.json")["default_dataset"] == "simulated-dm"
    library.publish(real_table)
    assert json_of(app, "/facts.json")["default_dataset"] == "atlas-dm"


def test_unchanged_facts_are_not_sent_again(app: ASGIApp) -> None:
    first = ask(app, "/facts.json")
    again = ask(app, "/facts.json", headers={"if-none-match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_the_openapi_describes_facts_status_and_data(app: ASGIApp) -> None:
    api = json_of(app, "/openapi.json")
    assert set(api["paths"]) == {"/facts.json", "/status.json", "/data/{name}"}
    assert set(api["components"]["schemas"]["DatasetStatus"]["required"]) >= {"id", "state"}
    content = api["paths"]["/facts.json"]["get"]["responses"]["200"]["content"]
    assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/Facts"}


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/oauth2-redirect"])
def test_there_are_no_pages_that_load_scripts_from_elsewhere(app: ASGIApp, path: str) -> None:
    assert ask(app, path).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/../server.py",
        "/assets/../../../pyproject.toml",
        "/data/../index.html",
        "/data/%00",
        "/data/" + "a" * 100_000,
        "/\x00",
        "//",
        "/.stamp",
        "/assets/",
        "/assets/app-1a2b.js.br",
        "/🦄?🦄=%ff&n=NaN",
        "",
    ],
)
def test_an_absurd_address_is_a_plain_404(app: ASGIApp, path: str) -> None:
    answer = ask(app, path)
    assert answer.status == 404
    assert "detail" in json.loads(answer.body)
    assert b"Traceback" not in answer.body


@pytest.mark.parametrize(
    ("path", "home"), [("/lost", "./"), ("/a/lost", "../"), ("/a/b/", "../../")]
)
def test_a_lost_reader_gets_a_page_with_a_way_home(app: ASGIApp, path: str, home: str) -> None:
    answer = ask(app, path, headers={"accept": "text/html,*/*"})
    assert answer.status == 404
    assert f'<a href="{home}">' in answer.body.decode()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:9", "[::1]:8765", "LocalHost"])
def test_a_server_on_this_machine_answers_to_this_machines_names(app: ASGIApp, host: str) -> None:
    assert ask(app, "/", headers={"host": host}).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8765", "", "[", "[::2]"])
def test_a_server_on_this_machine_refuses_other_names(app: ASGIApp, host: str) -> None:
    answer = ask(app, "/", headers={"host": host})
    assert answer.status == 421
    assert "--host 0.0.0.0" in json.loads(answer.body)["detail"]


def test_a_server_for_the_class_answers_to_every_name(
    library: DatasetLibrary, static_folder: Path
) -> None:
    app = create_app(library, load_page(static_folder), trusted_hosts=None)
    assert ask(app, "/", headers={"host": "192.168.1.20:8765"}).status == 200
