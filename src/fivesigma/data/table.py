"""Step 3, what is kept: a table of events as Parquet, with units and provenance in its metadata."""

import json
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import replace_atomically
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.history import Step
from fivesigma.data.json_record import from_json, to_json

FORMAT: Final = "fivesigma-event-table"
FORMAT_VERSION: Final = "1"
EMBEDDED_DATASET: Final = "simulated-dm"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EventTable:
    """All events of a dataset as columns of one length, `(n_events,)` each.

    `processes`: names in the order of the codes in `process`. `label`: 1 for signal, 0 for
    background, one of them for each process. `weight`: expected events at the dataset's luminosity;
    may be negative. `fold`: on which side of the split an event stands. `features`: in house order
    and units. `truth_id`: which simulated collision of its process a row comes from, or None.
    `history`: the steps of the story that were done with them, oldest first.
    DataError if lengths differ, a number is not finite, or signal or background is missing; NaN is
    a missing value, in the features of which the catalogue says that they may be missing.
    """

    dataset: str
    processes: tuple[str, ...]
    process: npt.NDArray[np.uint8]
    label: npt.NDArray[np.int8]
    weight: npt.NDArray[np.float64]
    fold: npt.NDArray[np.uint8]
    features: dict[str, npt.NDArray[np.float32]]
    truth_id: npt.NDArray[np.int64] | None
    provenance: dict[str, str]
    history: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        try:
            _check_columns(self)
            _check_labels(self)
        except DataError as error:
            msg = f"table of {self.dataset!r}: {error}"
            raise DataError(msg) from None

    def __repr__(self) -> str:
        """What is in it, in one line."""
        of = f"{len(self.processes)} processes, {len(self.features)} features"
        return f"{self.dataset}: {self.n_events:,} events of {of}"

    @property
    def n_events(self) -> int:
        """Number of rows."""
        return len(self.weight)


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFile:
    """A table as a step of the story leaves it, with what that step adds.

    `kind`: the step. `columns`: one value an event, `(n_events,)`, beyond the table's own.
    `notes`: what belongs to all events, as `json_record.to_json` writes it.
    """

    kind: str
    table: EventTable
    columns: dict[str, npt.NDArray[Any]] = field(default_factory=dict)
    notes: dict[str, Any] = field(default_factory=dict)


def save_table(table: EventTable, path: Path) -> None:
    """Write Parquet (zstd) in one step: another process sees the old file or the new one.

    Units come from the catalogue, so the table's dataset must be there. DataError where the
    folder cannot be written to.

    >>> save_table(embedded_table(), Path("/dev/null/table.parquet"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: ... cannot be written (...); choose another folder.
    """
    save_event_file(EventFile(kind="read", table=table), path)


def load_table(path: Path) -> EventTable:
    """Read a table that `save_table` wrote; DataError on a corrupt file or one made elsewhere.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_table(embedded_table(), Path(folder) / "events.parquet")
    ...     load_table(Path(folder) / "events.parquet")
    simulated-dm: 17,506 events of 6 processes, 10 features
    """
    return load_event_file(path).table


def save_event_file(file: EventFile, path: Path) -> None:
    """Write a step's events as Parquet, as `save_table` does; `load_table` can read them, too.

    >>> table = embedded_table()
    >>> file = EventFile(kind="train", table=table, columns={"score": np.full(table.n_events, 0.5)})
    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     save_event_file(file, Path(folder) / "trained.parquet")
    ...     load_event_file(Path(folder) / "trained.parquet").columns["score"][:2].tolist()
    [0.5, 0.5]
    """
    arrow = _to_arrow(file)
    floats = [column.name for column in arrow.schema if pa.types.is_floating(column.type)]

    def write(temporary: Path) -> None:
        pq.write_table(
            arrow,
            temporary,
            compression="zstd",
            compression_level=19,
            use_dictionary=[name for name in arrow.column_names if name not in floats],
            column_encoding=dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        )

    replace_atomically(path, write)


def load_event_file(path: Path) -> EventFile:
    """Read what `save_event_file` wrote; DataError on a corrupt file or one made elsewhere.

    >>> load_event_file(Path("no-such-file.parquet"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no table no-such-file.parquet.
    """
    try:
        arrow = pq.read_table(path, use_threads=False)
    except FileNotFoundError:
        msg = f"there is no table {path}."
        raise DataError(msg) from None
    except (pa.ArrowException, OSError) as error:
        msg = (
            f"{path} cannot be read as a table: it is damaged or no Parquet file ({_line(error)})."
        )
        raise DataError(msg) from None
    metadata = {
        key.decode(): value.decode() for key, value in (arrow.schema.metadata or {}).items()
    }
    if (metadata.get("format"), metadata.get("format_version")) != (FORMAT, FORMAT_VERSION):
        msg = f"{path} is a Parquet file, but not a table of events that this version wrote."
        raise DataError(msg)
    try:
        return _from_arrow(arrow, metadata)
    except (pa.ArrowException, DataError, KeyError, TypeError, ValueError) as error:
        msg = f"{path} does not hold the table it announces: {_line(error)}."
        raise DataError(msg) from None


def embedded_table() -> EventTable:
    """The small set that ships with the package: simulated by this project, not by ATLAS.

    >>> embedded_table()
    simulated-dm: 17,506 events of 6 processes, 10 features
    """
    name = load_catalogue().dataset(EMBEDDED_DATASET).embedded
    source = resources.files("fivesigma.data") / "embedded" / str(name)
    with resources.as_file(source) as path:
        return load_table(path)


def _check_columns(table: EventTable) -> None:
    columns: dict[str, tuple[npt.NDArray[Any], type[np.generic]]] = {
        "process": (table.process, np.uint8),
        "label": (table.label, np.int8),
        "weight": (table.weight, np.float64),
        "fold": (table.fold, np.uint8),
        **{name: (values, np.float32) for name, values in table.features.items()},
    }
    if table.truth_id is not None:
        columns["truth_id"] = (table.truth_id, np.int64)
    if not table.features:
        msg = "it has no feature"
        raise DataError(msg)
    for name, (values, dtype) in columns.items():
        if values.dtype != dtype or values.shape != (table.n_events,):
            expected = f"{np.dtype(dtype)} ({table.n_events},)"
            msg = f"column {name} is {values.dtype} {values.shape}, expected {expected}"
            raise DataError(msg)
        n_bad = int(np.count_nonzero(~np.isfinite(values)))
        if n_bad and not _only_missing(table.dataset, name, values):
            msg = f"column {name} holds {n_bad} values that are not finite numbers"
            raise DataError(msg)


def _only_missing(dataset: str, name: str, values: npt.NDArray[Any]) -> bool:
    """Whether what is not finite is NaN, in a column that may have missing values."""
    columns = {column.name: column for column in load_catalogue().dataset(dataset).columns}
    may_miss = name in columns and columns[name].missing is not None
    return may_miss and not np.isinf(values).any()


def _check_labels(table: EventTable) -> None:
    if len(set(table.processes)) != len(table.processes):
        msg = "a process is named twice"
        raise DataError(msg)
    if table.n_events and int(table.process.max()) >= len(table.processes):
        msg = f"process code {table.process.max()} has no name"
        raise DataError(msg)
    if not np.isin(table.label, (0, 1)).all():
        msg = "a label is neither 0 nor 1"
        raise DataError(msg)
    for word, label in (("signal", 1), ("background", 0)):
        if not (table.label == label).any():
            msg = f"it holds no {word} event"
            raise DataError(msg)
    both = np.intersect1d(table.process[table.label == 1], table.process[table.label == 0])
    if both.size:
        msg = f"process {table.processes[both[0]]} is labelled both signal and background"
        raise DataError(msg)


def _to_arrow(file: EventFile) -> pa.Table:
    table = file.table
    dataset = load_catalogue().dataset(table.dataset)
    units = {column.name: column.unit for column in dataset.columns}
    names = pa.DictionaryArray.from_arrays(table.process, list(table.processes))
    columns = {"process": names, "label": table.label, "weight": table.weight, "fold": table.fold}
    columns |= table.features
    if table.truth_id is not None:
        columns["truth_id"] = table.truth_id
    columns |= file.columns
    arrays = {name: pa.array(values) for name, values in columns.items()}
    fields = [
        pa.field(name, array.type, nullable=False, metadata={"unit": units.get(name, "1")})
        for name, array in arrays.items()
    ]
    metadata = {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "dataset": table.dataset,
        "processes": json.dumps(table.processes, ensure_ascii=False),
        "features": json.dumps(list(table.features)),
        "provenance": json.dumps(table.provenance, ensure_ascii=False),
        "step": file.kind,
        "history": json.dumps(to_json(table.history), ensure_ascii=False, allow_nan=False),
        "notes": json.dumps(file.notes, ensure_ascii=False, allow_nan=False),
    }
    return pa.table(list(arrays.values()), schema=pa.schema(fields, metadata=metadata))


def _from_arrow(arrow: pa.Table, metadata: dict[str, str]) -> EventFile:
    dataset = load_catalogue().dataset(metadata["dataset"])
    units = {column.name: column.unit for column in dataset.columns}
    for column in arrow.schema:
        unit = (column.metadata or {}).get(b"unit", b"").decode()
        if unit != units.get(column.name, "1"):
            msg = f"column {column.name} is in {unit!r}, expected {units.get(column.name, '1')!r}"
            raise DataError(msg)
    processes: list[str] = json.loads(metadata["processes"])
    names = arrow["process"].combine_chunks().cast(pa.string()).to_numpy(zero_copy_only=False)
    code_of = {name: code for code, name in enumerate(processes)}
    history = json.loads(metadata.get("history", "[]"))
    table = EventTable(
        dataset=metadata["dataset"],
        processes=tuple(processes),
        process=np.array([code_of[name] for name in names], dtype=np.uint8),
        label=arrow["label"].to_numpy(),
        weight=arrow["weight"].to_numpy(),
        fold=arrow["fold"].to_numpy(),
        features={name: arrow[name].to_numpy() for name in json.loads(metadata["features"])},
        truth_id=arrow["truth_id"].to_numpy() if "truth_id" in arrow.column_names else None,
        provenance=json.loads(metadata["provenance"]),
        history=tuple(from_json(Step, step, f"history[{i}]") for i, step in enumerate(history)),
    )
    own = {"process", "label", "weight", "fold", "truth_id", *table.features}
    return EventFile(
        kind=metadata.get("step", "read"),
        table=table,
        columns={name: arrow[name].to_numpy() for name in arrow.column_names if name not in own},
        notes=json.loads(metadata.get("notes", "{}")),
    )


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
