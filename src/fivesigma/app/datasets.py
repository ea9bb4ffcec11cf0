"""The datasets of a running server, each ready, on its way, or not to be had.

The one object of the app that changes while it runs: a background thread fetches, requests read.
Nothing in it belongs to a visitor.
"""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np

from fivesigma.app.facts import DatasetFacts, page_catalogue
from fivesigma.app.resource import IMMUTABLE, Resource, content_hash, make_resource
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.level import Level
from fivesigma.data.catalogue import Catalogue
from fivesigma.data.columnar import encode_columnar
from fivesigma.data.table import EventTable

_LOGGER = logging.getLogger(__name__)
_NOT_ASKED_FOR = "This dataset was not asked for when the app was started."
_RETRY_S = 60.0
_LONGEST_RETRY_S = 3600.0
_UNEXPECTED = "Loading this dataset failed unexpectedly; the terminal shows the details."

State: TypeAlias = Literal["ready", "fetching", "unavailable"]

Progress: TypeAlias = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

LoadTable: TypeAlias = Callable[[Progress, threading.Event], EventTable]
"""Makes a table, with progress, until "stop now" is set; FiveSigmaError where it cannot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelFile:
    """Where the same collisions are at another level of realism, relative to the page."""

    level: int
    data_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetStatus:
    """One dataset of status.json; `data_url` is relative to the page, null until it is ready.

    `levels`: the simpler levels of realism; `data_url` itself is the level of the whole detector.
    """

    id: str
    state: State
    message: str = ""
    bytes_done: int = 0
    bytes_total: int = 0
    data_url: str | None = None
    levels: list[LevelFile] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The whole of status.json."""

    datasets: list[DatasetStatus]
    build: str = ""
    """The page this status belongs to, as in facts.json."""


class DatasetLibrary:
    """Encoded datasets by name, and how far the others are.

    Of the catalogue, only what the page understands. `preferred`: the dataset to open when it is
    ready; None prefers the catalogue's order. `retry_s`: how long after a failed fetch the next is
    tried; after each failure twice as long. DataError where the page does not show that one.
    """

    def __init__(
        self, catalogue: Catalogue, *, preferred: str | None = None, retry_s: float = _RETRY_S
    ) -> None:
        self.catalogue = page_catalogue(catalogue)
        shown = [dataset.id for dataset in self.catalogue.datasets]
        if preferred is not None and catalogue.dataset(preferred).id not in shown:
            what = f"the page does not know the variables of {preferred!r}"
            msg = f"{what}; choose one of {', '.join(shown)}."
            raise FiveSigmaError(msg)
        self._preferred = preferred
        self._retry_s = retry_s
        self._resources: dict[str, Resource] = {}
        self._n_events: dict[str, dict[str, int]] = {}
        self._own: dict[str, DatasetFacts] = {}
        self._changed = threading.Condition()
        self._stop = threading.Event()
        self._statuses = {
            dataset.id: DatasetStatus(id=dataset.id, state="unavailable", message=_NOT_ASKED_FOR)
            for dataset in self.catalogue.datasets
        }

    def publish(
        self, table: EventTable, *, levels: Mapping[Level, EventTable] | None = None
    ) -> None:
        """Encode a table and serve it from now on.

        `levels`: the same collisions at every level of realism, as `embedded_levels` gives them;
        `table` is that of `Level.DETECTOR`.
        """
        others = {level: t for level, t in (levels or {}).items() if level is not Level.DETECTOR}
        rows = np.bincount(table.process, minlength=len(table.processes)).tolist()
        self._n_events[table.dataset] = dict(zip(table.processes, rows, strict=True))
        name, n_bytes = self._serve(table, Level.DETECTOR if others else None)
        self._set(
            DatasetStatus(
                id=table.dataset,
                state="ready",
                bytes_done=n_bytes,
                bytes_total=n_bytes,
                data_url=f"data/{name}",
                levels=[
                    LevelFile(level=level, data_url=f"data/{self._serve(other, level)[0]}")
                    for level, other in others.items()
                ],
            )
        )

    def _serve(self, table: EventTable, level: Level | None) -> tuple[str, int]:
        """Name and size of the file that holds a table from now on."""
        content = encode_columnar(table, level=level)
        kind = table.dataset if level in {None, Level.DETECTOR} else f"{table.dataset}-{level:d}"
        name = f"{kind}-{content_hash(content)}.bin"
        self._resources[name] = make_resource(
            content, media_type="application/octet-stream", cache_control=IMMUTABLE
        )
        return name, len(content)

    def publish_own(self, table: EventTable, facts: DatasetFacts) -> None:
        """Serve a table of the reader's own, with what is said of it; the page opens with it."""
        self._own[table.dataset] = facts
        self._preferred = table.dataset
        self.publish(table)

    def own(self) -> Sequence[DatasetFacts]:
        """What is said of the reader's own tables."""
        return tuple(self._own.values())

    def fetch_in_background(self, dataset_id: str, load: LoadTable) -> None:
        """Start a thread that loads and publishes; its failure becomes the dataset's message.

        What failed is tried again later: a network, or somebody with the files, may come.
        """
        self._set(DatasetStatus(id=dataset_id, state="fetching"))
        # A daemon: however long a server far away may take, Ctrl-C ends the program.
        threading.Thread(
            target=self._fetch, args=(dataset_id, load), name=f"fetch-{dataset_id}", daemon=True
        ).start()

    def wait(self, dataset_id: str, *, timeout_s: float) -> DatasetStatus:
        """The status once it is no longer "fetching", or after the timeout."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._statuses[dataset_id].state != "fetching", timeout=timeout_s
            )
            return self._statuses[dataset_id]

    def close(self) -> None:
        """Ask a running fetch to stop; it does so at its next report of progress."""
        self._stop.set()

    def status(self, build: str = "") -> Status:
        """Every dataset of the catalogue, in its order, for the page of that build."""
        return Status(datasets=list(self._statuses.values()), build=build)

    def resources(self) -> Mapping[str, Resource]:
        """Every encoded dataset by its file name."""
        return self._resources

    def resource(self, name: str) -> Resource | None:
        """The encoded dataset of that file name, None where nothing has that name."""
        return self._resources.get(name)

    def n_events(self) -> Mapping[str, Mapping[str, int]]:
        """Rows of each process of each published dataset."""
        return self._n_events

    def levels(self) -> Mapping[str, list[int]]:
        """Levels of realism of each published dataset that has several, the simplest first."""
        return {
            status.id: [*(file.level for file in status.levels), int(Level.DETECTOR)]
            for status in self._statuses.values()
            if status.levels
        }

    def default_dataset(self) -> str:
        """Id of the dataset to open: the preferred one if ready, else the catalogue's first ready.

        FiveSigmaError as long as none is.
        """
        ready = [status.id for status in self._statuses.values() if status.state == "ready"]
        if not ready:
            msg = "No dataset is ready. Publish the embedded one before the first request."
            raise FiveSigmaError(msg)
        return self._preferred if self._preferred in ready else ready[0]

    def _fetch(self, dataset_id: str, load: LoadTable) -> None:
        wait_s = self._retry_s
        while self._has_failed(dataset_id, load) and not self._stop.wait(wait_s):
            wait_s = min(2 * wait_s, _LONGEST_RETRY_S)

    def _has_failed(self, dataset_id: str, load: LoadTable) -> bool:
        """Load and publish; whether that may go better another time."""

        def report(bytes_done: int, bytes_total: int) -> None:
            self._set(
                DatasetStatus(
                    id=dataset_id, state="fetching", bytes_done=bytes_done, bytes_total=bytes_total
                )
            )

        try:
            self.publish(load(report, self._stop))
        except FiveSigmaError as error:
            self._set(DatasetStatus(id=dataset_id, state="unavailable", message=str(error)))
            return True
        except Exception:
            # A bug of ours in a thread: the page must not wait for ever for what will not come.
            _LOGGER.exception("Loading %s failed", dataset_id)
            self._set(DatasetStatus(id=dataset_id, state="unavailable", message=_UNEXPECTED))
        return False

    def _set(self, status: DatasetStatus) -> None:
        with self._changed:
            self._statuses[status.id] = status
            self._changed.notify_all()
