"""The whole app as a folder of static files, for any web host or a USB stick.

The same page, facts and events as the server hands out, with what a server would say in headers
said in the page itself, and the page as one file for those who have no host.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import fivesigma
from fivesigma.app.datasets import DatasetLibrary, Status
from fivesigma.app.facts import Facts, build_facts, encode_facts
from fivesigma.app.offline import build_of, replace_in, stamp_page
from fivesigma.app.resource import REVALIDATE, Resource, make_resource
from fivesigma.app.security import PAGE_POLICY
from fivesigma.app.single_page import single_page, with_policy
from fivesigma.app.site_readme import readme
from fivesigma.core.level import Level
from fivesigma.data.catalogue import Catalogue, load_catalogue
from fivesigma.data.folder import check_folder, write_folder
from fivesigma.data.table import EventTable

MARKER = ".fivesigma-site.json"
SINGLE_PAGE = "fivesigma.html"

_TEXTS = "assets/text-"  # followed by a language: a visit needs one of them
_ANNEX = "assets/annex-"  # comes when somebody enters it
_NOT_LOADED = {"sw.js", "manifest.webmanifest"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteDataset:
    """One dataset of a site; `n_bytes` as it travels, compressed."""

    id: str
    title: str
    n_events: int
    n_bytes: int
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """What was written; `first_visit_bytes` is what a browser fetches to show the first page.

    In the language whose texts weigh most.
    """

    folder: Path
    version: str
    build: str
    n_files: int
    n_bytes: int
    first_visit_bytes: int
    single_page_bytes: int
    datasets: list[SiteDataset]


def check_site_folder(folder: Path, *, force: bool) -> None:
    """FiveSigmaError, before any work, where `write_site` would refuse the folder.

    >>> check_site_folder(Path("no-such-folder"), force=False)
    """
    check_folder(folder, marker=MARKER, force=force)


def write_site(
    tables: Mapping[str, Mapping[Level, EventTable]],
    folder: Path,
    *,
    page: Mapping[str, Resource],
    template: str,
    force: bool = False,
) -> Site:
    """Write the app with the events of `tables`, all or nothing.

    `tables`: by dataset of the catalogue and level of realism; `Level.DETECTOR` must be there. The
    page as one file goes without the simpler levels, to stay small. `page` and `template`: the
    built page, from `static.load_page` and `single_page.load_template`.
    FiveSigmaError where a dataset is none that the page shows, and where the folder holds what was
    not written by this function, or was and `force` is not set.
    """
    library = _library(tables)
    at_home = _without_headers(page)
    build = build_of(at_home)
    facts = build_facts(
        library.catalogue,
        default_dataset=library.default_dataset(),
        n_events=library.n_events(),
        levels=library.levels(),
        build=build,
    )
    status = library.status(build)
    news = {"facts.json": encode_facts(facts), "status.json": _encode_status(status)}
    data = {f"data/{name}": resource for name, resource in library.resources().items()}
    resources = {
        **{path: resource for path, resource in stamp_page(at_home, build).items() if path},
        **{name: _json_resource(content) for name, content in news.items()},
        **data,
    }
    alone = single_page(template, _held_by_one_file(facts, status, data), build=build)
    files = {
        **_in_every_encoding(resources),
        SINGLE_PAGE: alone,
        "README.md": readme(facts, n_bytes=len(alone)).encode(),
        # GitHub Pages would otherwise look for a site to make from these files.
        ".nojekyll": b"",
    }
    write_folder(files, folder, marker=MARKER, force=force)
    return Site(
        folder=folder,
        version=fivesigma.__version__,
        build=build,
        n_files=len(files) + 1,
        n_bytes=sum(map(len, files.values())),
        first_visit_bytes=_first_visit_bytes(resources, _default_file(facts, status)),
        single_page_bytes=len(alone),
        datasets=_datasets(facts, status, resources, tables),
    )


def _held_by_one_file(
    facts: Facts, status: Status, data: Mapping[str, Resource]
) -> dict[str, bytes]:
    """Facts, status and events for the page as one file: each dataset at one level of realism."""
    datasets = [replace(dataset, levels=[]) for dataset in status.datasets]
    facts = replace(facts, datasets=[replace(dataset, levels=[]) for dataset in facts.datasets])
    urls = [str(dataset.data_url) for dataset in datasets]
    return {
        "facts.json": encode_facts(facts),
        "status.json": _encode_status(replace(status, datasets=datasets)),
        **{url: data[url].identity for url in urls},
    }


def _library(tables: Mapping[str, Mapping[Level, EventTable]]) -> DatasetLibrary:
    """Only the datasets that come along: a site says nothing about others."""
    known = load_catalogue()
    chosen = {known.dataset(name).id for name in tables}
    datasets = tuple(dataset for dataset in known.datasets if dataset.id in chosen)
    library = DatasetLibrary(Catalogue(datasets=datasets))
    for levels in tables.values():
        library.publish(levels[Level.DETECTOR], levels=levels)
    return library


def _without_headers(page: Mapping[str, Resource]) -> Mapping[str, Resource]:
    """The page that says itself what a server of ours would say about it."""
    index = page["index.html"]
    text = with_policy(index.identity.decode(), PAGE_POLICY)
    index = make_resource(
        text.encode(), media_type=index.media_type, cache_control=index.cache_control
    )
    home = b'name="fivesigma-home" content="'
    index = replace_in(index, home + b"app", home + b"site")
    return {**page, "": index, "index.html": index}


def _encode_status(status: Status) -> bytes:
    return json.dumps(asdict(status), ensure_ascii=False, separators=(",", ":")).encode()


def _json_resource(content: bytes) -> Resource:
    return make_resource(content, media_type="application/json", cache_control=REVALIDATE)


def _in_every_encoding(resources: Mapping[str, Resource]) -> dict[str, bytes]:
    """Each file, and beside it the compressed forms that many hosts hand out by themselves."""
    files = {}
    for path, resource in resources.items():
        files[path] = resource.identity
        if resource.brotli is not None:
            files[f"{path}.br"] = resource.brotli
        if resource.gzip is not None:
            files[f"{path}.gz"] = resource.gzip
    return files


def _smallest(resource: Resource) -> int:
    return len(resource.brotli or resource.identity)


def _default_file(facts: Facts, status: Status) -> str:
    return next(
        str(dataset.data_url) for dataset in status.datasets if dataset.id == facts.default_dataset
    )


def _first_visit_bytes(resources: Mapping[str, Resource], default_file: str) -> int:
    sizes = {path: _smallest(resource) for path, resource in resources.items()}
    texts = [size for path, size in sizes.items() if path.startswith(_TEXTS)]
    return max(texts, default=0) + sum(
        size
        for path, size in sizes.items()
        if path == default_file
        or not (path.startswith(("data/", "icon-", _TEXTS, _ANNEX)) or path in _NOT_LOADED)
    )


def _datasets(
    facts: Facts,
    status: Status,
    resources: Mapping[str, Resource],
    tables: Mapping[str, Mapping[Level, EventTable]],
) -> list[SiteDataset]:
    files = {dataset.id: str(dataset.data_url) for dataset in status.datasets}
    return [
        SiteDataset(
            id=dataset.id,
            title=dataset.title,
            n_events=tables[dataset.id][Level.DETECTOR].n_events,
            n_bytes=_smallest(resources[files[dataset.id]]),
            licence=dataset.licence,
        )
        for dataset in facts.datasets
    ]
