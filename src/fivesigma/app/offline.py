"""Which version a page is, and what its service worker must know to keep it for offline.

The build is a hash of every file of the page and of the package's version. The page, its service
worker, its facts and its status all carry it, so that a browser never mixes two versions.
"""

import hashlib
from collections.abc import Mapping
from types import MappingProxyType

import fivesigma
from fivesigma.app.resource import REVALIDATE, Resource, content_hash, make_resource
from fivesigma.app.static import INDEX

BUILD_MARK = b"__FIVESIGMA_BUILD__"
FILES_MARK = b"__FIVESIGMA_FILES__"

_WORKER = "sw.js"


def build_of(page: Mapping[str, Resource]) -> str:
    """Twelve hexadecimal digits that change with any file of the page, or the package's version."""
    digest = hashlib.sha256(fivesigma.__version__.encode())
    for path in sorted(page):
        digest.update(f"\0{path}\0{page[path].etag}".encode())
    return content_hash(digest.digest())


def stamp_page(page: Mapping[str, Resource], build: str) -> Mapping[str, Resource]:
    """The same page whose start page and service worker know their build and its files.

    A page without a service worker (in development) keeps nothing for offline.
    """
    files = " ".join(["./", *(path for path in sorted(page) if path not in {"", INDEX, _WORKER})])
    stamps = {BUILD_MARK: build.encode(), FILES_MARK: files.encode()}
    stamped = {path: _stamp(page[path], stamps) for path in (INDEX, _WORKER) if path in page}
    stamped[""] = stamped[INDEX]
    return MappingProxyType({**page, **stamped})


def replace_in(resource: Resource, old: bytes, new: bytes) -> Resource:
    """The same file with other words in it, compressed anew; its name must hold no hash."""
    content = resource.identity.replace(old, new)
    return make_resource(content, media_type=resource.media_type, cache_control=REVALIDATE)


def _stamp(resource: Resource, stamps: Mapping[bytes, bytes]) -> Resource:
    for mark, value in stamps.items():
        resource = replace_in(resource, mark, value)
    return resource
