"""A tiny page, a tiny catalogue and a server of both."""

import gzip
from dataclasses import replace
from pathlib import Path

import brotli
import numpy as np
import pytest
from starlette.types import ASGIApp

from fivesigma.app.datasets import DatasetLibrary
from fivesigma.app.security import LOOPBACK_HOSTS
from fivesigma.app.server import create_app
from fivesigma.app.static import load_page
from fivesigma.core.level import Level
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.physics.features import FEATURES

SCRIPT = b"export const answer = 42;\n" * 8000


@pytest.fixture
def static_folder(tmp_path: Path) -> Path:
    """A page as the front end's build writes it: hashed assets, with compressed forms beside."""
    folder = tmp_path / "static"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>fivesigma</title>" + " " * 500)
    (folder / "icon.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (folder / "assets" / "app-1a2b.js").write_bytes(SCRIPT)
    (folder / "assets" / "app-1a2b.js.br").write_bytes(brotli.compress(SCRIPT))
    (folder / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (folder / ".stamp").write_text("the build's own")
    return folder


def make_table(dataset_id: str, n_events: int = 40, *, seed: int = 1) -> EventTable:
    """A table of random numbers with the processes the catalogue promises."""
    dataset = load_catalogue().dataset(dataset_id)
    rng = np.random.default_rng(seed)
    code = np.sort(rng.integers(0, len(dataset.processes), n_events)).astype(np.uint8)
    is_signal = np.array([process.kind == "signal" for process in dataset.processes])
    features = {
        feature.name: rng.normal(100.0, 10.0, n_events).astype(np.float32) for feature in FEATURES
    }
    return EventTable(
        dataset=dataset_id,
        processes=tuple(process.name for process in dataset.processes),
        process=code,
        label=is_signal[code].astype(np.int8),
        weight=rng.normal(1.0, 0.5, n_events),
        fold=rng.integers(0, 10, n_events).astype(np.uint8),
        features=features,
        truth_id=None,
        provenance={"made by": "a test"},
    )


@pytest.fixture
def embedded_table() -> EventTable:
    """In the place of the dataset that ships with the package."""
    return make_table("simulated-dm")


@pytest.fixture
def levels(embedded_table: EventTable) -> dict[Level, EventTable]:
    """The same dataset at every level of realism."""
    tables = {level: make_table("simulated-dm", 30 + level, seed=2 + level) for level in Level}
    tables[Level.DETECTOR] = embedded_table
    return {
        level: replace(table, truth_id=np.arange(table.n_events)) for level, table in tables.items()
    }


@pytest.fixture
def real_table() -> EventTable:
    """In the place of the dataset that is fetched."""
    return make_table("atlas-dm", 600)


@pytest.fixture
def library(embedded_table: EventTable) -> DatasetLibrary:
    """The embedded dataset is ready, the other one was not asked for."""
    library = DatasetLibrary(load_catalogue())
    library.publish(embedded_table)
    return library


@pytest.fixture
def app(library: DatasetLibrary, static_folder: Path) -> ASGIApp:
    """The application as it runs on 127.0.0.1."""
    return create_app(library, load_page(static_folder), trusted_hosts=LOOPBACK_HOSTS)
