"""Step 3: from a CSV file to columns in house names and units; whatever does not fit is refused.

The source files are in GeV and rad already, so the names change and the numbers stay as they are.
"""

import csv
import difflib
import io
import math
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow_csv

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Column, Dataset, Process

Columns = dict[str, npt.NDArray[np.float64]]
FIRST_ROW_LINE = 2  # line 1 of a CSV file is its header


def read_process(path: Path, dataset: Dataset, process: Process) -> Columns:
    """Every column of one process's file, `(n_events,)` each, in the catalogue's order and names.

    DataError, naming file, column and line, on: a missing, extra or renamed column; an empty
    file; a cell that is no finite number; a value outside the catalogue's range; a count that is
    no whole number; a number of rows other than the catalogue's.
    """
    content = _content(path)
    _check_header(path, content, dataset)
    columns = _columns(path, content, dataset)
    for column in dataset.columns:
        _check_values(path, column, columns[column.name])
    n_events = len(columns[dataset.weight_name])
    if process.file is not None and n_events != process.file.rows:
        msg = (
            f"{path} holds {n_events:,} rows, the catalogue says {process.file.rows:,} for "
            f"{process.name}; fetch it again."
        )
        raise DataError(msg)
    return columns


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        msg = f"there is no file {path}; fetch it first."
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}); check its permissions."
        raise DataError(msg) from None


def _check_header(path: Path, content: bytes, dataset: Dataset) -> None:
    try:
        _, header = next(_lines(content))
    except StopIteration:
        msg = f"{path} is empty; fetch it again."
        raise DataError(msg) from None
    except (UnicodeDecodeError, csv.Error):
        msg = f"{path} is no CSV file; fetch it again."
        raise DataError(msg) from None
    expected = [column.source for column in dataset.columns]
    twice = sorted({name for name in header if header.count(name) > 1})
    missing = [name for name in expected if name not in header]
    extra = [name for name in header if name not in expected]
    if missing:
        near = difflib.get_close_matches(missing[0], extra, n=1, cutoff=0.5)
        hint = f"is {near[0]!r} the same column? Rename it" if near else "add it"
        msg = f"{path} has no column {missing[0]!r}: {hint}, or fetch the file again."
        raise DataError(msg)
    if extra or twice:
        what = f"an unknown column {extra[0]!r}" if extra else f"column {twice[0]!r} twice"
        msg = f"{path} has {what}: remove it, or fetch the file again."
        raise DataError(msg)


def _columns(path: Path, content: bytes, dataset: Dataset) -> Columns:
    sources = [column.source for column in dataset.columns]
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(use_threads=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(sources, pa.float64()), null_values=[]
            ),
        )
    except pa.ArrowInvalid as error:
        _refuse_first_bad_cell(path, content, str(error))
    if not table.num_rows:
        msg = f"{path} has a header, but no events; fetch it again."
        raise DataError(msg)
    return {column.name: table[column.source].to_numpy() for column in dataset.columns}


def _check_values(path: Path, column: Column, values: npt.NDArray[np.float64]) -> None:
    """Refuse the first value that is not finite, not possible, or not whole where it must be."""
    unit = "" if column.unit == "1" else f" {column.unit}"
    finite = np.isfinite(values)
    possible = (values >= column.low) & (values <= column.high)
    whole = (values == np.trunc(values)) | (not column.integer)
    for good, complaint in (
        (finite, "which is no number"),
        (possible, f"outside the possible range {column.low:g} to {column.high:g}{unit}"),
        (whole, "but it counts something and must be whole"),
    ):
        if not good.all():
            row = int(np.argmin(good))
            msg = (
                f"{path}, line {row + FIRST_ROW_LINE}: {column.source} is {values[row]:g}"
                f"{unit}, {complaint}; correct the line or fetch the file again."
            )
            raise DataError(msg)


def _refuse_first_bad_cell(path: Path, content: bytes, complaint: str) -> NoReturn:
    """DataError that says in which line and column the text is that is no number."""
    try:
        lines = _lines(content)
        _, header = next(lines)
        for line, cells in lines:
            if len(cells) != len(header):
                what = f"{len(cells)} cells where the header has {len(header)}"
                msg = f"{path}, line {line}: {what}; the file may be cut off, fetch it again."
                raise DataError(msg)
            for name, cell in zip(header, cells, strict=True):
                if not _is_number(cell):
                    what = (
                        f"{name} is {cell[:40]!r}, which is no number"
                        if cell
                        else f"{name} is empty"
                    )
                    msg = f"{path}, line {line}: {what}; correct the line or fetch the file again."
                    raise DataError(msg)
    except (UnicodeDecodeError, csv.Error) as error:
        complaint = str(error)
    msg = f"{path} cannot be read as CSV ({complaint.splitlines()[0]}); fetch it again."
    raise DataError(msg) from None


def _lines(content: bytes) -> Iterator[tuple[int, list[str]]]:
    """Cells of every line that is not blank, with its number; a byte-order mark is dropped."""
    reader = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return ((reader.line_num, cells) for cells in reader if cells)


def _is_number(cell: str) -> bool:
    try:
        math.isfinite(float(cell))
    except ValueError:
        return False
    return "_" not in cell
