"""The built page: every file of `static/` read once, served from memory under its own name."""

import mimetypes
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from fivesigma.app.resource import IMMUTABLE, REVALIDATE, Resource, content_hash
from fivesigma.core.errors import FiveSigmaError

INDEX = "index.html"
STATIC_FOLDER = Path(__file__).parent / "static"

_MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Written out, because what a machine's own table says of .js has broken pages before."""

_COMPRESSED_SUFFIXES = {".br", ".gz"}


class NotBuiltError(FiveSigmaError):
    """The package lacks a file of the page; says how to build it."""

    def __init__(self, *, name: str) -> None:
        super().__init__(
            f"The web page is not built: the package holds no static/{name}. "
            "In a checkout run 'npm ci && npm run build' in frontend/, "
            "or let 'uv sync --reinstall-package fivesigma' do it."
        )


def load_page(folder: Path = STATIC_FOLDER) -> Mapping[str, Resource]:
    """Path below the site ("assets/app-1a2b.js") to resource; "" is index.html.

    Compressed forms are the files beside it with .br and .gz added, where they exist. Names that
    start with a dot belong to the build. FiveSigmaError where the page was not built.
    """
    if not (folder / INDEX).is_file():
        raise NotBuiltError(name=INDEX)
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    page = {
        path.relative_to(folder).as_posix(): _load_file(path, folder)
        for path in paths
        if path.suffix not in _COMPRESSED_SUFFIXES and not path.name.startswith(".")
    }
    page[""] = page[INDEX]
    return MappingProxyType(page)


def _load_file(path: Path, folder: Path) -> Resource:
    """One file with its compressed forms; below assets/ the bundler put a hash in each name."""
    content = path.read_bytes()
    hashed = path.relative_to(folder).parts[0] == "assets"
    guessed = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Resource(
        media_type=_MEDIA_TYPES.get(path.suffix, guessed),
        cache_control=IMMUTABLE if hashed else REVALIDATE,
        etag=content_hash(content),
        identity=content,
        brotli=_read_if_smaller(path.with_name(path.name + ".br"), len(content)),
        gzip=_read_if_smaller(path.with_name(path.name + ".gz"), len(content)),
    )


def _read_if_smaller(path: Path, limit_bytes: int) -> bytes | None:
    content = path.read_bytes() if path.is_file() else None
    return content if content is not None and len(content) < limit_bytes else None
