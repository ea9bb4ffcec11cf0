"""A first spec for a file that nobody has described yet: what its names and first rows suggest."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

from fivesigma.core.errors import DataError
from fivesigma.data.own import csv_file
from fivesigma.data.own.file import CSV_ENDINGS, ROWS_A_PIECE, check_file, column_names
from fivesigma.data.own.spec import OwnLabel, OwnSpec, safe_name, word_of
from fivesigma.data.trees.root import tree_pieces

# The same words as on the web page (frontend/src/model/csv/roles.ts).
_LABELS: Final = (
    *("label", "target", "class", "signal", "issignal", "isdm"),
    *("y", "truth", "process", "type", "category", "species"),
)
_WEIGHTS: Final = (
    *("weight", "weights", "sampleweight", "eventweight", "mcweight", "totalweight", "wt", "w"),
)
_IDENTIFIERS: Final = (
    *("id", "event", "eventid", "eventnumber", "run", "runnumber", "index", "fold", "row"),
    *("lumi", "luminosityblock", "luminosity_block"),
)
_SIGNALS: Final = ("s", "sig", "signal", "yes", "true", "positive", "pos", "1")
_UNITS: Final = ("MeV", "GeV", "TeV", "rad", "deg", "mm", "cm", "ns")
_MISSING: Final = (-999.0, -9999.0, -99.0)
_MOST_CLASSES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """The first rows of a file; `columns`: float64, int64 or text."""

    columns: dict[str, npt.NDArray[Any]]
    separator: str = ","
    decimal: str = "."
    tree: str | None = None


def guess_spec(path: Path) -> str:
    r"""The text of a first spec, to be read and corrected by a person before it is used.

    DataError on a file that cannot be read at all, or without a column of numbers.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     path = Path(folder) / "two.csv"
    ...     _ = path.write_text("pt_GeV,label\n10.5,0\n20.5,1\n30.5,0\n")
    ...     print(*guess_spec(path).splitlines()[-9:], sep="\n")
    [label]  # signal or background? Also possible: measured = [...], leave_out = [...]
    column = "label"
    signal = ["1"]
    background = ["0"]
    <BLANKLINE>
    [[columns]]
    source = "pt_GeV"
    name = "pt_GeV"
    unit = "GeV"  # 10.5 to 30.5
    """
    look = _look(path)
    numbers = [name for name, values in look.columns.items() if values.dtype.kind in "fiub"]
    label = _guess_label(look.columns)
    weight = _named(numbers, _WEIGHTS)
    features = [name for name in numbers if name not in {label, weight}]
    if not features:
        msg = f"{path} has no column of numbers besides its label and weight."
        raise DataError(msg)
    lines = [
        "# A first spec, guessed by 'fivesigma data import --guess': read it, and correct it.",
        "# Every unit, kind and role here is a guess from names and the first rows.",
        f"title = {_text(path.stem)}",
        'licence = "not stated"',
        'description = ""  # where do the rows come from, and who may use them?',
    ]
    if path.suffix.lower() in CSV_ENDINGS:
        lines += [f"separator = {_text(look.separator)}", f"decimal = {_text(look.decimal)}"]
    if look.tree:
        lines.append(f"tree = {_text(look.tree)}")
    if weight:
        lines.append(f"weight = {_text(weight)}  # how much a row counts")
    lines += _label_lines(path, label, look.columns)
    for name in features:
        lines += _column_lines(name, look.columns[name])
    return "\n".join(lines) + "\n"


def _look(path: Path) -> _Look:
    check_file(path)
    if path.suffix.lower() in CSV_ENDINGS:
        return _look_at_csv(path)
    nothing_said = OwnSpec(title=path.stem, label=OwnLabel(measured=(path.name,)), columns=())
    names = column_names(path, nothing_said)
    if path.suffix.lower() == ".parquet":
        with pq.ParquetFile(path) as file:
            rows = next(file.iter_batches(ROWS_A_PIECE, use_threads=False), None)
        if rows is None:
            msg = f"{path} has columns, but no row."
            raise DataError(msg)
        return _Look(columns=_plain(pa.Table.from_batches([rows])))
    columns = next(tree_pieces(path, None, names), None)
    if columns is None:
        msg = f"{path} has branches, but no event."
        raise DataError(msg)
    return _Look(columns=columns)


def _look_at_csv(path: Path) -> _Look:
    start = csv_file.check_text(path)
    line = start.decode("utf-8-sig", "replace").lstrip("\r\n").partition("\n")[0]
    separator = max(",;\t|", key=line.count)
    rows = start if len(start) < csv_file.HEAD_BYTES else start[: start.rfind(b"\n") + 1]
    head = csv_file.read_head(path, separator)
    looks = [
        _Look(columns=_parsed(path, rows, head, separator, mark), separator=separator, decimal=mark)
        for mark in (".", ",")
        if mark != separator
    ]
    return max(looks, key=lambda look: _n_numbers(look.columns))  # the point, where both do


def _parsed(
    path: Path, rows: bytes, head: csv_file.Head, separator: str, decimal: str
) -> dict[str, npt.NDArray[Any]]:
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(rows),
            read_options=arrow_csv.ReadOptions(
                use_threads=False, column_names=head.names, skip_rows=head.n_lines
            ),
            parse_options=arrow_csv.ParseOptions(delimiter=separator),
            convert_options=arrow_csv.ConvertOptions(
                null_values=list(csv_file.MISSING_WORDS), decimal_point=decimal
            ),
        )
    except pa.ArrowInvalid as error:
        if "Empty CSV" in str(error):
            msg = f"{path} has a row of names, but no row of numbers below it."
            raise DataError(msg) from None
        why = str(error).partition("\n")[0]
        msg = f"{path} cannot be read as CSV ({why[:160]})."
        raise DataError(msg) from None
    if not table.num_rows:
        msg = f"{path} has a row of names, but no row of numbers below it."
        raise DataError(msg)
    return _plain(table)


def _plain(table: pa.Table) -> dict[str, npt.NDArray[Any]]:
    columns: dict[str, npt.NDArray[Any]] = {}
    for name in table.column_names:
        values, kind = table[name], table[name].type
        if pa.types.is_dictionary(kind):
            values, kind = values.cast(kind.value_type), kind.value_type
        if pa.types.is_integer(kind) and not values.null_count:
            columns[name] = values.to_numpy().astype(np.int64)
        elif pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind):
            columns[name] = values.cast(pa.float64()).to_numpy()
        elif pa.types.is_string(kind) or pa.types.is_large_string(kind):
            columns[name] = np.asarray(values.fill_null("").to_pylist(), dtype=object)
    return columns


def _n_numbers(columns: dict[str, npt.NDArray[Any]]) -> int:
    return sum(values.dtype != object for values in columns.values())


def _named(names: Sequence[str], wanted: Sequence[str]) -> str | None:
    """The column that has the first of the wanted names, letters and digits alone compared."""
    plain = {re.sub(r"[^a-z0-9]", "", name.lower()): name for name in names}
    return next((plain[word] for word in wanted if word in plain), None)


def _words(values: npt.NDArray[Any]) -> dict[str, int]:
    """Words and how often, the fewest first; {} where they are too many to be kinds of rows."""
    found, counts = np.unique(
        values.astype(str) if values.dtype == object else values, return_counts=True
    )
    if not 2 <= len(found) <= _MOST_CLASSES:
        return {}
    pairs = sorted(zip(found.tolist(), counts.tolist(), strict=True), key=lambda pair: pair[1])
    return {word_of(value): count for value, count in pairs}


def _guess_label(columns: dict[str, npt.NDArray[Any]]) -> str | None:
    able = [name for name, values in columns.items() if _words(values)]
    by_name = _named(able, _LABELS)
    texts = [name for name in able if columns[name].dtype == object]
    return by_name or (texts[-1] if texts else None)


def _label_lines(path: Path, label: str | None, columns: dict[str, npt.NDArray[Any]]) -> list[str]:
    if label is None:
        return [
            "",
            "[label]  # no column says what a row is, so that the file does: what is it?",
            "signal = []",
            "background = []",
            f"measured = [{_text(path.name)}]",
        ]
    words = list(_words(columns[label]))
    called = next((word for word in words if word.lower() in _SIGNALS), words[0])
    others = ", ".join(_text(word) for word in sorted(words) if word != called)
    return [
        "",
        "[label]  # signal or background? Also possible: measured = [...], leave_out = [...]",
        f"column = {_text(label)}",
        f"signal = [{_text(called)}]",
        f"background = [{others}]",
    ]


def _column_lines(name: str, values: npt.NDArray[Any]) -> list[str]:
    lines = ["", "[[columns]]", f"source = {_text(name)}", f"name = {_text(safe_name(name))}"]
    if values.dtype.kind in "iu" and _named([name], _IDENTIFIERS):
        return [*lines, 'role = "identifier"  # names the row; no model sees it']
    known = values[np.isfinite(values.astype(np.float64))].astype(np.float64)
    missing = next((code for code in _MISSING if (known == code).any()), None)
    if missing is not None:
        known = known[known != missing]
    shown = f"  # {known.min():g} to {known.max():g}" if known.size else ""
    word = next((u for u in _UNITS if re.search(rf"(?<![A-Za-z]){u}(?![A-Za-z])", name)), "1")
    lines.append(f"unit = {_text(word)}{shown}")
    if missing is not None:
        lines.append(f"missing = {missing:.1f}")
    elif not np.isfinite(values.astype(np.float64)).all():
        lines.append("may_miss = true")
    return lines


def _text(text: str) -> str:
    """A string as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
