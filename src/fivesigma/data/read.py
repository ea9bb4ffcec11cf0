"""Step 3: from CSV or ROOT to columns in house names and units; what does not fit is refused.

The source files are in GeV and rad already, so names change and numbers stay; but what stands for
"missing" becomes NaN, and the weights of a part of a sample are scaled up to the whole.
"""

import csv
import difflib
import io
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow_csv

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Column, Dataset, Process
from fivesigma.data.checked import repeated
from fivesigma.data.trees.root import read_tree

Columns = dict[str, npt.NDArray[np.float64]]
FIRST_ROW_LINE = 2  # line 1 of a CSV file is its header


def read_process(path: Path, dataset: Dataset, process: Process) -> Columns:
    r"""Every column of one process's file, `(n_events,)` each, in the catalogue's order and names.

    NaN only where the catalogue declares what stands for a missing value. DataError, naming file,
    column and line, on: a missing, extra or renamed column; an empty or damaged file; a cell that
    is no finite number; a value outside the catalogue's range; a count that is no whole number; a
    number of rows other than the catalogue's.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> process = Process(name="ZZ", title="Two Z", kind="background", description="By hand")
    >>> header = ",".join(column.source for column in dataset.columns)
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "ZZ.csv"
    ...     _ = path.write_text(f"{header}\n0.5,80,60,98,150,1.57,3.1,0.1,0.8,1,0\n")
    ...     read_process(path, dataset, process)["met"].tolist()
    [150.0]
    """
    raw = _raw_columns(path, dataset)
    columns = {
        column.name: _checked(path, column, raw[column.source], is_csv=dataset.tree is None)
        for column in dataset.columns
    }
    weight = columns[dataset.weight_name]
    if process.file is not None and len(weight) != process.file.rows:
        msg = (
            f"{path} holds {len(weight):,} rows, the catalogue says {process.file.rows:,} for "
            f"{process.name}; fetch it again."
        )
        raise DataError(msg)
    if process.expected_events is not None:
        columns[dataset.weight_name] = weight * (process.expected_events / weight.sum())
    return columns


def _raw_columns(path: Path, dataset: Dataset) -> Columns:
    """The columns under the names that they have in the file."""
    if dataset.tree is not None:
        columns = read_tree(path, dataset.tree, unread=dataset.unread)
        _check_names(path, list(columns), dataset)
        return columns
    content = _content(path)
    _check_names(path, _header(path, content), dataset)
    return _csv_columns(path, content, [column.source for column in dataset.columns])


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        msg = f"there is no file {path}; fetch it first."
        raise DataError(msg) from None
    except OSError as error:
        msg = f"{path} cannot be read ({error.strerror}); check its permissions."
        raise DataError(msg) from None


def _header(path: Path, content: bytes) -> list[str]:
    try:
        return next(_lines(content))[1]
    except StopIteration:
        msg = f"{path} is empty; fetch it again."
        raise DataError(msg) from None
    except (UnicodeDecodeError, csv.Error):
        msg = f"{path} is no CSV file; fetch it again."
        raise DataError(msg) from None


def _check_names(path: Path, names: Sequence[str], dataset: Dataset) -> None:
    expected = [column.source for column in dataset.columns]
    twice = repeated(names)
    missing = [name for name in expected if name not in names]
    extra = [name for name in names if name not in (*expected, *dataset.unread)]
    if missing:
        near = difflib.get_close_matches(missing[0], extra, n=1, cutoff=0.5)
        hint = f"is {near[0]!r} the same column? Rename it" if near else "add it"
        msg = f"{path} has no column {missing[0]!r}: {hint}, or fetch the file again."
        raise DataError(msg)
    if extra or twice:
        what = f"an unknown column {extra[0]!r}" if extra else f"column {twice[0]!r} twice"
        msg = f"{path} has {what}: remove it, or fetch the file again."
        raise DataError(msg)


def _csv_columns(path: Path, content: bytes, sources: list[str]) -> Columns:
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(use_threads=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(sources, pa.float64()),
                include_columns=sources,
                null_values=[],
            ),
        )
    except pa.ArrowInvalid as error:
        _refuse_first_bad_cell(path, content, sources, str(error))
    if not table.num_rows:
        msg = f"{path} has a header, but no events; fetch it again."
        raise DataError(msg)
    return {source: table[source].to_numpy() for source in sources}


def _checked(
    path: Path, column: Column, values: npt.NDArray[np.float64], *, is_csv: bool
) -> npt.NDArray[np.float64]:
    """The values, NaN where missing; the first one that is impossible is refused by its place."""
    unit = "" if column.unit == "1" else f" {column.unit}"
    missing = values == column.missing  # all False where the column declares no such value
    possible = (values >= column.low) & (values <= column.high)
    whole = (values == np.trunc(values)) | (not column.integer)
    for good, complaint in (
        (np.isfinite(values), "which is no number"),
        (missing | possible, f"outside the possible range {column.low:g} to {column.high:g}{unit}"),
        (missing | whole, "but it counts something and must be whole"),
    ):
        if not good.all():
            row = int(np.argmin(good))
            place = f"line {row + FIRST_ROW_LINE}" if is_csv else f"entry {row}"
            msg = (
                f"{path}, {place}: {column.source} is {values[row]:g}"
                f"{unit}, {complaint}; correct the line or fetch the file again."
            )
            raise DataError(msg)
    return np.where(missing, np.nan, values)


def _refuse_first_bad_cell(
    path: Path, content: bytes, sources: list[str], complaint: str
) -> NoReturn:
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
                if name in sources and not _is_number(cell):
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
