"""A reader's own file, read piece by piece: CSV, Parquet or ROOT, by the ending of its name."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from fivesigma.core.errors import DataError
from fivesigma.data.own import csv_file
from fivesigma.data.own.spec import OwnSpec, word_of
from fivesigma.data.trees.root import tree_columns, tree_pieces

ROWS_A_PIECE: Final = 200_000
CSV_ENDINGS: Final = (".csv", ".tsv", ".txt", ".dat")
ENDINGS: Final = (*CSV_ENDINGS, ".parquet", ".root")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of a file, in its units: numbers as float64 or int64, labels as words.

    `first_row`: number of its first row in the file, from 0. `words`: the different labels, `word`
    the place of each row's among them, (n_rows,); both empty where no column says what a row is.
    """

    first_row: int
    columns: dict[str, npt.NDArray[Any]]
    words: tuple[str, ...]
    word: npt.NDArray[np.int64]


def column_names(path: Path, spec: OwnSpec) -> list[str]:
    """The file's columns, in its order. DataError where it cannot be read at all."""
    check_file(path)
    if path.suffix.lower() in CSV_ENDINGS:
        return list(csv_file.read_head(path, spec.separator).names)
    if path.suffix.lower() == ".parquet":
        return list(_parquet(path).schema_arrow.names)
    return tree_columns(path, spec.tree)


def pieces(path: Path, spec: OwnSpec) -> Iterator[Piece]:
    """The rows of the file, some hundred thousand at a time; only the columns of the spec.

    DataError, naming file, column and line or row, on a cell that is no number, and on a file
    without rows. A missing value is NaN.
    """
    label = [spec.label.column] if spec.label.column else []
    wanted = [*spec.sources(), *label]
    whole = [column.source for column in spec.columns if column.role == "identifier"]
    if path.suffix.lower() in CSV_ENDINGS:
        parts = csv_file.batches(path, spec, wanted, whole)
    elif path.suffix.lower() == ".parquet":
        parts = _parquet_batches(path, wanted)
    else:
        parts = tree_pieces(path, spec.tree, wanted)
    first_row = 0
    for part in parts:
        n_rows = len(next(iter(part.values())))
        columns = {name: part[name] for name in spec.sources()}
        words, word = _coded(part[label[0]]) if label else ((), np.empty(0, np.int64))
        if n_rows:
            yield Piece(first_row=first_row, columns=columns, words=words, word=word)
        first_row += n_rows
    if not first_row:
        msg = f"{path} has columns, but no row."
        raise DataError(msg)


def place_of(path: Path, row: int, spec: OwnSpec) -> str:
    """How a person finds a row, counted from 0: by its line in a CSV, else by its number from 1."""
    if path.suffix.lower() in CSV_ENDINGS:
        return f"line {csv_file.line_of(path, spec.separator, row)}"
    return f"row {row + 1:,}"


def check_file(path: Path) -> None:
    """DataError where there is no file, an empty one, or one of an unknown ending."""
    if path.is_dir():
        msg = f"{path} is a folder; name a file in it."
        raise DataError(msg)
    if not path.is_file():
        msg = f"there is no file {path}."
        raise DataError(msg)
    if path.suffix.lower() not in ENDINGS:
        msg = f"{path} must end in one of {', '.join(ENDINGS)}, so that one knows how to read it."
        raise DataError(msg)
    if not path.stat().st_size:
        msg = f"{path} is empty. A table with a row of names and rows of numbers is needed."
        raise DataError(msg)


def _parquet(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        why = str(error).partition("\n")[0]
        msg = f"{path} cannot be read as Parquet: it is damaged or something else ({why[:120]})."
        raise DataError(msg) from None


def _parquet_batches(path: Path, wanted: list[str]) -> Iterator[dict[str, npt.NDArray[Any]]]:
    with _parquet(path) as file:
        try:
            for batch in file.iter_batches(ROWS_A_PIECE, columns=wanted, use_threads=False):
                yield {name: _numbers(path, name, batch[name]) for name in wanted}
        except (pa.ArrowException, OSError) as error:
            why = str(error).partition("\n")[0]
            msg = f"{path} cannot be read to its end: it is damaged ({why[:120]})."
            raise DataError(msg) from None


def _numbers(path: Path, name: str, values: pa.Array) -> npt.NDArray[Any]:
    kind = values.type
    if pa.types.is_dictionary(kind):
        values, kind = values.dictionary_decode(), kind.value_type
    if pa.types.is_integer(kind) and not values.null_count:
        return np.asarray(values)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
        return np.asarray(values.cast(pa.float64()).fill_null(np.nan))
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return np.asarray(values.fill_null("").to_pylist(), dtype=object)
    msg = f"{path}: column {name!r} holds {kind}, not one number or word for each row."
    raise DataError(msg)


def _coded(labels: npt.NDArray[Any]) -> tuple[tuple[str, ...], npt.NDArray[np.int64]]:
    """The different words, and the place of each row's among them."""
    if labels.dtype == object:
        coded = pa.array(labels, pa.string()).dictionary_encode()
        values, place = coded.dictionary.to_pylist(), coded.indices.to_numpy()
    else:
        found, place = np.unique(labels, return_inverse=True)
        values = found.tolist()
    words = [word_of(value) for value in values]
    distinct = tuple(dict.fromkeys(words))
    code = np.array([distinct.index(word) for word in words], dtype=np.int64)
    return distinct, code[place.ravel()]
