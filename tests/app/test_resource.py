import gzip
import os

import brotli
import pytest

from asgi import ask
from fivesigma.app.resource import (
    CHUNK_BYTES,
    IMMUTABLE,
    Resource,
    ResourceResponse,
    make_resource,
)

TEXT = b"five sigma is rare. " * 20_000


@pytest.fixture(scope="module")
def resource() -> Resource:
    return make_resource(TEXT, media_type="text/plain", cache_control=IMMUTABLE)


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=0.5, br;q=0", "gzip"),
        ("*", "br"),
        ("*;q=0", ""),
        ("br;q=0, *", "gzip"),
        ("identity", ""),
        ("br;q=nonsense", ""),
        ("br;q=-1", ""),
        ("br;q=1e99", ""),
        (",,;;q=,=", ""),
    ],
)
def test_the_best_encoding_that_is_accepted_is_sent(
    resource: Resource, header: str, encoding: str
) -> None:
    answer = ask(ResourceResponse(resource), "/", headers={"accept-encoding": header})
    decode = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}[encoding]
    assert answer.status == 200
    assert answer.headers.get("content-encoding", "") == encoding
    assert answer.headers["content-length"] == str(len(answer.body))
    assert decode(answer.body) == TEXT


def test_no_piece_is_larger_than_64_kb() -> None:
    content = os.urandom(3 * CHUNK_BYTES + 1)
    noise = make_resource(content, media_type="application/x", cache_control=IMMUTABLE)
    answer = ask(ResourceResponse(noise), "/", headers={"accept-encoding": "br"})
    assert [len(piece) for piece in answer.pieces] == [CHUNK_BYTES] * 3 + [1]
    assert answer.body == content


def test_a_form_that_would_be_larger_is_not_kept() -> None:
    noise = make_resource(os.urandom(1000), media_type="application/x", cache_control=IMMUTABLE)
    assert noise.brotli is None
    assert noise.gzip is None


def test_an_empty_resource_has_an_empty_body() -> None:
    empty = make_resource(b"", media_type="text/plain", cache_control=IMMUTABLE)
    answer = ask(ResourceResponse(empty), "/")
    assert (answer.status, answer.body, len(answer.pieces)) == (200, b"", 1)


def test_each_encoding_has_its_own_tag(resource: Resource) -> None:
    headers = [{"accept-encoding": name} for name in ("", "gzip", "br")]
    tags = {
        ask(ResourceResponse(resource), "/", headers=header).headers["etag"] for header in headers
    }
    assert len(tags) == 3


@pytest.mark.parametrize("pattern", ["{}", "W/{}", '"other", {}', "*"])
def test_a_browser_that_has_it_gets_304_without_a_body(resource: Resource, pattern: str) -> None:
    tag = ask(ResourceResponse(resource), "/").headers["etag"]
    answer = ask(ResourceResponse(resource), "/", headers={"if-none-match": pattern.format(tag)})
    assert (answer.status, answer.body) == (304, b"")
    assert answer.headers["cache-control"] == IMMUTABLE
    assert answer.headers["vary"] == "Accept-Encoding"


def test_a_browser_that_has_something_older_gets_all_of_it(resource: Resource) -> None:
    answer = ask(ResourceResponse(resource), "/", headers={"if-none-match": '"0123456789ab"'})
    assert answer.status == 200
