"""Step 3, what is kept: a table of events as Parquet, with units and provenance in its metadata."""

import json
from collections.abc import Iterable
from contextlib import ExitStack
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
from fivesigma.data.checked import refuse
from fivesigma.data.history import Step
from fivesigma.data.json_record import from_json, to_json
from fivesigma.data.table_checks import check_columns, check_labels
from fivesigma.data.table_facts import TableFacts, decode_facts, encode_facts, facts_of_dataset

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
    `facts`: what the table says about itself; None where `dataset` is one of the catalogue's, which
    knows. `others`: columns that no model may see, such as event numbers (int64) and what would
    give the answer away (float64).
    DataError if lengths differ, a number is not finite, or, in a table of the catalogue, signal or
    background is missing; NaN is a missing value, in columns that may have such. A table with its
    own facts may hold a single class, or measured rows: label -1, each of weight 1. It is refused
    where a value is not what its facts announce.
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
    facts: TableFacts | None = None
    others: dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float64]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        try:
            check_columns(self)
            check_labels(self)
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

    Units come from the table's own facts, or else from the catalogue. DataError where the folder
    cannot be written to.

    >>> save_table(embedded_table(), Path("/dev/null/table.parquet"))  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: ... cannot be written (...); choose another folder.
    """
    save_event_file(EventFile(kind=_kind_of(table), table=table), path)


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
    written_as = _parquet_options(arrow.schema, file.table)

    def write(temporary: Path) -> None:
        pq.write_table(arrow, temporary, **written_as)

    replace_atomically(path, write)


def save_table_parts(parts: Iterable[EventTable], path: Path) -> int:
    """Write parts of one table one after the other, so that only one is in memory; the rows of all.

    All parts agree in everything but their rows, so that each must carry its `facts`. Nothing is
    left at `path` where a part cannot be had. DataError where a part differs, where the parts hold
    no event, and where the folder cannot be written to.

    >>> save_table_parts([], Path("events.parquet"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: events.parquet would hold no event; nothing was written.
    """
    n_events = 0

    def write(temporary: Path) -> None:
        nonlocal n_events
        with ExitStack() as stack:
            writer: pq.ParquetWriter | None = None
            for part in parts:
                arrow = _to_arrow(EventFile(kind=_kind_of(part), table=part))
                if writer is None:
                    written_as = _parquet_options(arrow.schema, part)
                    made = pq.ParquetWriter(temporary, arrow.schema, **written_as)
                    writer = stack.enter_context(made)
                elif not arrow.schema.equals(writer.schema, check_metadata=True):
                    msg = f"a part of {path} differs from the first in more than its rows."
                    raise DataError(msg)
                if part.n_events:
                    writer.write_table(arrow)
                n_events += part.n_events
        if not n_events:
            msg = f"{path} would hold no event; nothing was written."
            raise DataError(msg)

    replace_atomically(path, write)
    return n_events


def _kind_of(table: EventTable) -> str:
    """The step that made a table."""
    return table.history[-1].command if table.history else "read"


def _parquet_options(schema: pa.Schema, table: EventTable) -> dict[str, Any]:
    floats = [column.name for column in schema if pa.types.is_floating(column.type)]
    return {
        "compression": "zstd",
        # The small set that ships with the package is worth the time; a table of millions is not.
        "compression_level": 19 if table.facts is None else 3,
        "use_dictionary": [name for name in schema.names if name not in floats],
        "column_encoding": dict.fromkeys(floats, "BYTE_STREAM_SPLIT"),
        # The tables of the catalogue keep their bytes, and are made anew where they are damaged.
        "write_page_checksum": table.facts is not None,
    }


def load_event_file(path: Path) -> EventFile:
    """Read what `save_event_file` wrote; DataError on a corrupt file or one made elsewhere.

    >>> load_event_file(Path("no-such-file.parquet"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no table no-such-file.parquet.
    """
    try:
        arrow = pq.read_table(path, use_threads=False, page_checksum_verification=True)
        arrow.validate(full=True)  # a damaged byte may point outside of the names of processes
    except FileNotFoundError:
        msg = f"there is no table {path}."
        raise DataError(msg) from None
    except (pa.ArrowException, OSError) as error:
        msg = (
            f"{path} cannot be read as a table: it is damaged or no Parquet file ({_line(error)}). "
            "A CSV or ROOT file becomes a table with fivesigma data import."
        )
        raise DataError(msg) from None
    metadata = {
        key.decode("utf-8", "replace"): value.decode("utf-8", "replace")
        for key, value in (arrow.schema.metadata or {}).items()
    }
    if (metadata.get("format"), metadata.get("format_version")) != (FORMAT, FORMAT_VERSION):
        msg = f"{path} is a Parquet file, but not a table of events that this version wrote."
        raise DataError(msg)
    try:
        refuse(arrow.num_rows == 0, "it holds no event")
        return _from_arrow(arrow, metadata)
    except (pa.ArrowException, KeyError, TypeError, ValueError, RecursionError) as error:
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


def facts_of(table: EventTable) -> TableFacts:
    """What is known of the table: by itself, or by the catalogue.

    >>> facts_of(embedded_table()).column("met").unit
    'GeV'
    """
    if table.facts is not None:
        return table.facts
    return facts_of_dataset(load_catalogue().dataset(table.dataset))


def arrow_table(table: EventTable) -> pa.Table:
    """The table as Arrow, as it stands in the Parquet file: names, types, units, metadata.

    >>> arrow_table(embedded_table()).schema.field("met").metadata
    {b'unit': b'GeV'}
    """
    return _to_arrow(EventFile(kind=_kind_of(table), table=table))


def _to_arrow(file: EventFile) -> pa.Table:
    table = file.table
    units = {column.name: column.unit for column in facts_of(table).columns}
    names = pa.DictionaryArray.from_arrays(table.process, list(table.processes))
    columns = {"process": names, "label": table.label, "weight": table.weight, "fold": table.fold}
    columns |= table.features
    if table.truth_id is not None:
        columns["truth_id"] = table.truth_id
    columns |= table.others
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
    if table.facts is not None:
        metadata["facts"] = encode_facts(table.facts)
    return pa.table(list(arrays.values()), schema=pa.schema(fields, metadata=metadata))


def _from_arrow(arrow: pa.Table, metadata: dict[str, str]) -> EventFile:
    facts = decode_facts(metadata["facts"]) if "facts" in metadata else None
    known = facts or facts_of_dataset(load_catalogue().dataset(metadata["dataset"]))
    roles = {column.name: column.role for column in known.columns} if facts else {}
    units = {column.name: column.unit for column in known.columns}
    for column in arrow.schema:
        unit = (column.metadata or {}).get(b"unit", b"").decode()
        if unit != units.get(column.name, "1"):
            msg = f"column {column.name} is in {unit!r}, expected {units.get(column.name, '1')!r}"
            raise DataError(msg)
    processes = _decoded(tuple[str, ...], metadata, "processes")
    features = _decoded(tuple[str, ...], metadata, "features")
    others = [name for name in arrow.column_names if roles.get(name) in {"identifier", "leak"}]
    history = json.loads(metadata.get("history", "[]"))
    table = EventTable(
        dataset=metadata["dataset"],
        processes=processes,
        process=_codes(arrow["process"], processes),
        label=arrow["label"].to_numpy(),
        weight=arrow["weight"].to_numpy(),
        fold=arrow["fold"].to_numpy(),
        features={name: arrow[name].to_numpy() for name in features},
        truth_id=arrow["truth_id"].to_numpy() if "truth_id" in arrow.column_names else None,
        provenance=_decoded(dict[str, str], metadata, "provenance"),
        history=tuple(from_json(Step, step, f"history[{i}]") for i, step in enumerate(history)),
        facts=facts,
        others={name: arrow[name].to_numpy() for name in others},
    )
    own = {"process", "label", "weight", "fold", "truth_id", *table.features, *table.others}
    return EventFile(
        kind=metadata.get("step", "read"),
        table=table,
        columns={name: arrow[name].to_numpy() for name in arrow.column_names if name not in own},
        notes=json.loads(metadata.get("notes", "{}")),
    )


def _codes(column: pa.ChunkedArray, processes: tuple[str, ...]) -> npt.NDArray[np.uint8]:
    """The place of each row's name among the `processes`; DataError on a name that is not there."""
    coded = column.combine_chunks().dictionary_encode()
    code_of = {name: code for code, name in enumerate(processes)}
    unknown = [name for name in coded.dictionary.to_pylist() if name not in code_of]
    if unknown or coded.null_count:
        msg = f"a row is of process {unknown[0]!r}" if unknown else "a row has no process"
        raise DataError(msg)
    codes = np.array([code_of[name] for name in coded.dictionary.to_pylist()], dtype=np.uint8)
    coded_rows: npt.NDArray[np.uint8] = codes[coded.indices.to_numpy()]
    return coded_rows


def _decoded(hint: Any, metadata: dict[str, str], key: str) -> Any:
    return from_json(hint, json.loads(metadata[key]), key)


def _line(error: BaseException) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__
