"""A reader's own CSV, piece by piece; where a cell is wrong, its line and column are found."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import csv as arrow_csv

from fivesigma.core.errors import DataError
from fivesigma.data.checked import repeated
from fivesigma.data.own.spec import OwnSpec

PIECE_BYTES: Final = 4_000_000
HEAD_BYTES: Final = 1_000_000
MISSING_WORDS: Final = ("", "NA", "N/A", "NaN", "nan", "null", "None")
_SEPARATORS: Final = {",": "a comma", ";": "a semicolon", "\t": "a tab", "|": "a bar |"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Names of the columns, and how many lines of the file they and blank lines above them take."""

    names: tuple[str, ...]
    n_lines: int


def read_head(path: Path, separator: str) -> Head:
    """The row of names. DataError on what is no text, no UTF-8, or has a name twice or none."""
    check_text(path)
    try:
        for line, cells in _lines(path, separator):
            names = tuple(cell.strip() for cell in cells)
            _check_names(path, names, separator)
            return Head(names=names, n_lines=line)
    except (UnicodeDecodeError, csv.Error) as error:
        _refuse_text(path, error)
    msg = f"{path} holds blank lines only. A row of names and rows of numbers are needed."
    raise DataError(msg)


def check_text(path: Path) -> bytes:
    """The beginning of the file; DataError where it is no text, or one in UTF-16."""
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        msg = f'{path} is written in UTF-16. Save it as "CSV UTF-8".'
        raise DataError(msg)
    if b"\0" in start or start.startswith(b"PK\x03\x04"):
        msg = f"{path} is no text file (perhaps Excel, Parquet or zipped). Save it as CSV."
        raise DataError(msg)
    return start


def batches(
    path: Path, spec: OwnSpec, wanted: Sequence[str], whole: Sequence[str]
) -> Iterator[dict[str, npt.NDArray[Any]]]:
    """The wanted columns: `whole` ones as int64, the label as text, the others as float64."""
    head = read_head(path, spec.separator)
    types = {name: pa.int64() if name in whole else pa.float64() for name in wanted}
    if spec.label.column:
        types[spec.label.column] = pa.string()
    try:
        reader = arrow_csv.open_csv(
            path,
            read_options=arrow_csv.ReadOptions(
                use_threads=False,
                block_size=PIECE_BYTES,
                column_names=head.names,
                skip_rows=head.n_lines,
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=spec.separator, newlines_in_values=False
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=types,
                include_columns=list(wanted),
                null_values=list(MISSING_WORDS),
                strings_can_be_null=False,
                decimal_point=spec.decimal,
            ),
        )
        for batch in reader:
            if any(batch[name].null_count for name in whole):
                _refuse_first_bad_cell(path, spec, wanted, whole, "a value is missing")
            yield {name: _plain(batch[name]) for name in wanted}
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            msg = f"{path} has a row of names, but no row of numbers below it."
            raise DataError(msg) from None
        _refuse_first_bad_cell(path, spec, wanted, whole, str(error))


def line_of(path: Path, separator: str, row: int) -> int:
    """The line in which a row of numbers, counted from 0, stands."""
    for number, (line, _) in enumerate(_lines(path, separator)):
        if number == row + 1:
            return line
    return row + 2


def _plain(values: pa.Array) -> npt.NDArray[Any]:
    if pa.types.is_string(values.type):
        return np.asarray(values.to_pylist(), dtype=object)
    if pa.types.is_floating(values.type):
        return np.asarray(values.fill_null(np.nan))
    return np.asarray(values)


def _check_names(path: Path, names: tuple[str, ...], separator: str) -> None:
    twice = repeated(names)
    if twice:
        msg = f"{path} has two columns {twice[0]!r}; rename one of them."
        raise DataError(msg)
    others = [mark for mark in _SEPARATORS if mark != separator and mark in names[0]]
    if len(names) == 1 and others:
        word = _SEPARATORS[others[0]]
        msg = (
            f"{path} has one column only, {names[0][:60]!r}: its columns are separated by {word}. "
            f"Write separator = {_toml(others[0])} in the spec."
        )
        raise DataError(msg)


def _toml(mark: str) -> str:
    return '"\\t"' if mark == "\t" else f'"{mark}"'


def _refuse_first_bad_cell(
    path: Path, spec: OwnSpec, wanted: Sequence[str], whole: Sequence[str], complaint: str
) -> NoReturn:
    """DataError that says in which line and column the text is that is no number."""
    try:
        lines = _lines(path, spec.separator)
        _, cells = next(lines)
        names = [cell.strip() for cell in cells]
        numbers = [name for name in wanted if name != spec.label.column]
        for line, cells in lines:
            where = f"{path}, line {line}"
            if len(cells) != len(names):
                msg = (
                    f"{where}: {len(cells)} cells where the row of names has {len(names)}. Is the "
                    f"separator right, or the line cut off? Correct it, or the spec."
                )
                raise DataError(msg)
            for name, cell in zip(names, cells, strict=True):
                if name in numbers:
                    _refuse_cell(where, name, cell.strip(), spec, is_whole=name in whole)
    except (UnicodeDecodeError, csv.Error) as error:
        _refuse_text(path, error)
    msg = f"{path} cannot be read as CSV ({complaint.partition(chr(10))[0][:160]})."
    raise DataError(msg) from None


def _refuse_cell(where: str, name: str, cell: str, spec: OwnSpec, *, is_whole: bool) -> None:
    """DataError where the cell is not what a column of numbers may hold."""
    if cell in MISSING_WORDS:
        if is_whole:
            msg = f"{where}: {name} is empty, and it identifies the row. Fill it in."
            raise DataError(msg)
        return
    if _is_number(cell, spec.decimal):
        if is_whole and not _is_whole(cell):
            msg = f"{where}: {name} is {cell[:40]!r}, and an identifier must be a whole number."
            raise DataError(msg)
        return
    other = "," if spec.decimal == "." else "."
    hint = "Correct the line, or leave the column out of the spec."
    if _is_number(cell, other):
        hint = f'Is that a decimal mark? Write decimal = "{other}" in the spec.'
    msg = f"{where}: {name} is {cell[:40]!r}, expected a number. {hint}"
    raise DataError(msg)


def _is_number(cell: str, decimal: str) -> bool:
    if decimal == ",":
        if "." in cell:
            return False
        cell = cell.replace(",", ".")
    try:
        float(cell)
    except ValueError:
        return False
    return "_" not in cell


def _is_whole(cell: str) -> bool:
    try:
        return -(2**63) <= int(cell) < 2**63
    except ValueError:
        return False


def _lines(path: Path, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Cells of every line that is not blank, with its number; a byte-order mark is dropped."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        for cells in reader:
            if cells:
                yield reader.line_num, cells


def _refuse_text(path: Path, error: Exception) -> NoReturn:
    if isinstance(error, UnicodeDecodeError):
        msg = f'{path} is not written in UTF-8 ({error.reason}). Save it as "CSV UTF-8".'
    else:
        msg = f"{path} is no CSV file ({error}). Save it as CSV again."
    raise DataError(msg) from None
