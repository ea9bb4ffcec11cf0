"""A table in other formats: CSV for beginners, HDF5 and Arrow for other programs, Parquet."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import replace_atomically
from fivesigma.data.columns import DescribedColumn, described_columns
from fivesigma.data.table import EventTable, arrow_table, facts_of, save_table

GROUP: Final = "events"


def export_table(table: EventTable, path: Path, file_format: str) -> tuple[Path, ...]:
    """Write the table in one of FORMATS; the paths of all files written, the table's first.

    CSV has a header and UTF-8, an empty cell for a missing value, and a side card
    `NAME.columns.csv` with unit, role and meaning of each column. DataError on another format,
    where a library is missing, and where the folder cannot be written to.

    >>> from fivesigma.data.table import embedded_table
    >>> export_table(embedded_table(), Path("events.xlsx"), "excel")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no format 'excel'; choose csv, hdf5, arrow or parquet.
    """
    if file_format not in FORMATS:
        *others, last = FORMATS
        msg = f"there is no format {file_format!r}; choose {', '.join(others)} or {last}."
        raise DataError(msg)
    return FORMATS[file_format](table, path)


def side_card(path: Path) -> Path:
    """Where the meaning of a CSV's columns stands.

    >>> side_card(Path("mine.csv")).name
    'mine.columns.csv'
    """
    return path.with_name(f"{path.stem}.columns.csv")


def _write_csv(table: EventTable, path: Path) -> tuple[Path, ...]:
    arrow = arrow_table(table)
    plain = arrow.set_column(0, "process", arrow["process"].cast(pa.string()))
    for place, column in enumerate(plain.schema):
        if pa.types.is_floating(column.type):
            missing = pa.array(np.isnan(plain[place].to_numpy()))
            values = pa.array(plain[place].to_numpy(), mask=np.asarray(missing))
            plain = plain.set_column(place, column.name, values)

    def write(temporary: Path) -> None:
        arrow_csv.write_csv(plain, temporary, arrow_csv.WriteOptions(quoting_style="needed"))

    def write_meanings(temporary: Path) -> None:
        with temporary.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("column", "unit", "role", "meaning"))
            rows.writerows((c.name, c.unit, c.role, c.definition) for c in described_columns(table))

    replace_atomically(path, write)
    replace_atomically(side_card(path), write_meanings)
    return path, side_card(path)


def _write_hdf5(table: EventTable, path: Path) -> tuple[Path, ...]:
    try:
        import h5py  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra, without types
    except ImportError:
        msg = 'HDF5 is written by h5py, which is missing: pip install "fivesigma[hdf5]".'
        raise DataError(msg) from None

    def write(temporary: Path) -> None:
        with h5py.File(temporary, "w") as file:
            group = file.create_group(GROUP)
            for name, value in _about(table).items():
                group.attrs[name] = value
            for column in described_columns(table):
                values = _values(table, column)
                stored = group.create_dataset(
                    column.name, data=values, compression="gzip", compression_opts=4, shuffle=True
                )
                stored.attrs.update(
                    {"unit": column.unit, "role": column.role, "definition": column.definition}
                )
            group["process"].attrs["names"] = list(table.processes)

    replace_atomically(path, write)
    return (path,)


def _write_arrow(table: EventTable, path: Path) -> tuple[Path, ...]:
    arrow = arrow_table(table)

    def write(temporary: Path) -> None:
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with (
            pa.OSFile(str(temporary), "wb") as file,
            pa.ipc.new_file(file, arrow.schema, options=options) as writer,
        ):
            writer.write_table(arrow)

    replace_atomically(path, write)
    return (path,)


def _write_parquet(table: EventTable, path: Path) -> tuple[Path, ...]:
    save_table(table, path)
    return (path,)


FORMATS: Final[dict[str, Callable[[EventTable, Path], tuple[Path, ...]]]] = {
    "csv": _write_csv,
    "hdf5": _write_hdf5,
    "arrow": _write_arrow,
    "parquet": _write_parquet,
}
"""What a table can be written as, and the function that does it."""


def _about(table: EventTable) -> dict[str, str]:
    facts = facts_of(table)
    return {
        "dataset": table.dataset,
        "title": facts.title,
        "description": facts.description,
        "licence": facts.licence,
        "record_url": facts.record_url or "",
        "provenance": json.dumps(table.provenance, ensure_ascii=False),
    }


def _values(table: EventTable, column: DescribedColumn) -> Any:
    """A column of the table by its name."""
    own = {"process": table.process, "label": table.label, "weight": table.weight}
    own |= {"fold": table.fold}
    if table.truth_id is not None:
        own["truth_id"] = table.truth_id
    return (own | table.features | table.others)[column.name]
