"""A dataset of 2 × 50 events made up by a seeded random generator: no real file, no simulation."""

import dataclasses
import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import fetch_dataset
from fivesigma.data.releases.files import File

N_EVENTS = 50
CLOSED_PORT = "http://127.0.0.1:1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallSet:
    """The catalogue entry, and the folder that holds its files."""

    dataset: Dataset
    folder: Path

    def served_at(self, *bases: str) -> Dataset:
        """The same entry with its files at these addresses, in order of preference."""
        return served_at(self.dataset, *bases)


def make_small_set(folder: Path) -> SmallSet:
    """Write the files and describe them."""
    folder.mkdir(parents=True)
    atlas = load_catalogue().dataset("atlas-dm")
    processes = []
    for seed, name in enumerate(("DM_200", "ZZ")):
        content = csv_text(atlas, seed).encode()
        (folder / f"{name}.csv").write_bytes(content)
        processes.append(dataclasses.replace(atlas.process(name), file=describe(name, content)))
    return SmallSet(
        dataset=dataclasses.replace(atlas, processes=tuple(processes), known_answers=()),
        folder=folder,
    )


def describe(name: str, content: bytes) -> File:
    """The catalogue's facts about a file."""
    return File(
        name=f"{name}.csv",
        portal_name=f"ATLAS_DM_ML_notebook_{name}.csv",
        bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        adler32=f"{zlib.adler32(content):08x}",
        rows=content.count(b"\n") - 1,
        urls=(f"{CLOSED_PORT}/{name}.csv",),
    )


def csv_text(dataset: Dataset, seed: int, n_events: int = N_EVENTS) -> str:
    """A header and rows of values in the possible ranges; some weights are negative."""
    rng = np.random.default_rng(seed)
    lines = [",".join(column.source for column in dataset.columns)]
    for _ in range(n_events):
        cells = []
        for column in dataset.columns:
            if column.role == "weight":
                value = rng.normal(1.0, 1.0)
            else:
                value = rng.uniform(column.low, min(column.high, 500.0))
            cells.append(str(int(value)) if column.integer else repr(float(value)))
        lines.append(",".join(cells))
    return "\n".join(lines) + "\n"


def served_at(dataset: Dataset, *bases: str) -> Dataset:
    """The entry with its files at these addresses, in order of preference."""
    processes = []
    for process in dataset.processes:
        assert process.file is not None
        urls = tuple(f"{base}/{process.file.name}" for base in bases)
        moved = dataclasses.replace(process.file, urls=urls)
        processes.append(dataclasses.replace(process, file=moved))
    return dataclasses.replace(dataset, processes=tuple(processes))


def fetch_in_process(work: tuple[Dataset, Settings]) -> list[str]:
    """What each of many processes does: here, because a new process can import this module."""
    dataset, settings = work
    return [path.name for path in fetch_dataset(dataset, settings)]
