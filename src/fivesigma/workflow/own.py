"""A reader's own file becomes a table: checked, in house units, with what the reader says of it."""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.units import MEV_PER_GEV
from fivesigma.data.own.file import Piece, pieces, place_of
from fivesigma.data.own.spec import OwnColumn, OwnSpec
from fivesigma.data.table import EventTable, save_table_parts
from fivesigma.data.table_facts import LABELS, TableColumn, first_impossible
from fivesigma.learning.split import hash_fold
from fivesigma.workflow.own_header import check_files, columns_in_order, empty_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What was read: rows of each process, in the table's order, and how many were left out.

    `has_both_classes`: there are signal and background, so that one can learn from it.
    """

    dataset: str
    n_events: int
    rows: dict[str, int]
    left_out: int
    has_both_classes: bool


def import_table(
    paths: Sequence[Path],
    spec: OwnSpec,
    output: Path,
    *,
    say: Callable[[str], None] = lambda _: None,
) -> Imported:
    r"""Read a reader's own files as `spec` says, piece by piece, and write them as one table.

    Nothing is written unless every row was read. The fold of an event is a hash of its numbers as
    they are in the file, features and weight in the file's order, as on the web page. DataError,
    naming file, line and column, on a column that is not there, a cell that is no number or not in
    its range, a label that the spec does not list, and a kind of rows of which there is none.

    >>> from fivesigma.data.own.spec import parse_spec
    >>> spec = parse_spec('title = "t"\n[label]\nmeasured = ["no.csv"]\n[[columns]]\nsource = "x"')
    >>> import_table([Path("no.csv")], spec, Path("mine.parquet"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no.csv.
    """
    reader = _Reader(paths, spec, output)
    n_events = save_table_parts(reader.parts(say), output)
    return Imported(
        dataset=reader.empty.dataset,
        n_events=n_events,
        rows=dict(zip(reader.empty.processes, reader.rows.tolist(), strict=True)),
        left_out=reader.left_out,
        has_both_classes={"signal", "background"} <= set(reader.kinds.values()),
    )


class _Reader:
    """Reads the files one after the other, and counts what it has seen."""

    def __init__(self, paths: Sequence[Path], spec: OwnSpec, output: Path) -> None:
        self.paths, self.spec = paths, spec
        self.kinds = spec.label.kinds()
        orders = [columns_in_order(path, spec) for path in paths]
        self.order = orders[0]
        check_files(paths, spec)
        self.facts = [column.facts() for column in spec.columns]
        self.empty = empty_table(paths, spec, self.facts, output)
        self.rows = np.zeros(len(self.kinds), np.int64)
        self.left_out = 0

    def parts(self, say: Callable[[str], None]) -> Iterator[EventTable]:
        for path in self.paths:
            say(f"Reading {path}")
            for piece in pieces(path, self.spec):
                yield self._part(path, piece)
        self._refuse_missing_kinds()

    def _part(self, path: Path, piece: Piece) -> EventTable:
        process, keep = self._processes(path, piece)
        raw = {name: values[keep] for name, values in piece.columns.items()}
        self.left_out += int(np.count_nonzero(~keep))
        self.rows += np.bincount(process, minlength=len(self.kinds))
        rows = np.flatnonzero(keep) + piece.first_row
        kinds = np.array([LABELS[kind] for kind in self.kinds.values()], np.int8)
        label = kinds[process]
        in_order = [raw[name].astype("<f8") for name in self.order]
        fold = hash_fold(row.tobytes() for row in np.column_stack(in_order))
        columns = {
            facts.name: self._checked(path, rows, column, facts, raw[column.source])
            for column, facts in zip(self.spec.columns, self.facts, strict=True)
        }
        features = [facts.name for facts in self.facts if facts.role == "feature"]
        return dataclasses.replace(
            self.empty,
            process=process,
            label=label,
            weight=self._weights(path, rows, raw, label),
            fold=fold,
            features={name: columns[name].astype(np.float32) for name in features},
            others={name: columns[name] for name in columns if name not in features},
        )

    def _processes(
        self, path: Path, piece: Piece
    ) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.bool_]]:
        """Codes of the rows that are kept, and which those are, (n_rows,)."""
        codes = {word: code for code, word in enumerate(self.kinds)}
        if self.spec.label.column is None:
            n_rows = len(next(iter(piece.columns.values())))
            return np.full(n_rows, codes[path.name], np.uint8), np.ones(n_rows, np.bool_)
        out = set(self.spec.label.leave_out)
        for place, word in enumerate(piece.words):
            if word not in codes and word not in out:
                row = piece.first_row + int(np.argmax(piece.word == place))
                msg = (
                    f"{path}, {place_of(path, row, self.spec)}: {self.spec.label.column} is "
                    f"{word!r}, which [label] does not list. Add it to signal, background, "
                    "measured or leave_out."
                )
                raise DataError(msg)
        code = np.array([codes.get(word, -1) for word in piece.words])[piece.word]
        return code[code >= 0].astype(np.uint8), code >= 0

    def _checked(
        self,
        path: Path,
        rows: npt.NDArray[np.int64],
        column: OwnColumn,
        facts: TableColumn,
        raw: npt.NDArray[Any],
    ) -> npt.NDArray[Any]:
        """The values in house units; DataError names the first that is impossible."""
        if column.role == "identifier":
            if raw.dtype.kind not in "iu":
                msg = f"{path}: {column.source} identifies the rows, and must hold whole numbers."
                raise DataError(msg)
            values: npt.NDArray[Any] = raw.astype(np.int64)
        else:
            numbers = raw.astype(np.float64)
            if column.missing is not None:
                numbers = np.where(numbers == column.missing, np.nan, numbers)
            values = numbers * column.factor
        found = first_impossible(facts, values)
        if found is not None:
            row, complaint = found
            where = f"{path}, {place_of(path, int(rows[row]), self.spec)}"
            hint = _hint(column, facts, float(values[row]))
            msg = f"{where}: {column.source} {complaint}. {hint}"
            raise DataError(msg)
        return values

    def _weights(
        self,
        path: Path,
        rows: npt.NDArray[np.int64],
        raw: dict[str, npt.NDArray[Any]],
        label: npt.NDArray[np.int8],
    ) -> npt.NDArray[np.float64]:
        name = self.spec.weight
        if name is None:
            return np.ones(len(label))
        weight = np.where(label == LABELS["measured"], 1.0, raw[name].astype(np.float64))
        if not np.isfinite(weight).all():
            row = int(rows[int(np.argmin(np.isfinite(weight)))])
            where = f"{path}, {place_of(path, row, self.spec)}"
            msg = f"{where}: {name} is missing, and it says how much the row counts. Fill it in."
            raise DataError(msg)
        return weight

    def _refuse_missing_kinds(self) -> None:
        """DataError where the spec announces a kind of which there is no row."""
        for kind in sorted(set(self.kinds.values())):
            words = [word for word, one in self.kinds.items() if one == kind]
            seen = sum(int(self.rows[list(self.kinds).index(word)]) for word in words)
            if not seen and self.rows.any():
                found = ", ".join(
                    f"{word!r} ({n:,})"
                    for word, n in zip(self.kinds, self.rows.tolist(), strict=True)
                    if n
                )
                msg = (
                    f"no row is {kind}: [label] lists {', '.join(map(repr, words))}, and the rows "
                    f"are {found}. Correct the list, or take {kind} out of it."
                )
                raise DataError(msg)


def _hint(column: OwnColumn, facts: TableColumn, value: float) -> str:
    """What may be wrong with an impossible value."""
    if (
        facts.unit == "GeV"
        and column.unit == "GeV"
        and facts.low <= value / MEV_PER_GEV <= facts.high
    ):
        return 'Is the column in MeV? Then write unit = "MeV" in the spec.'
    if np.isnan(value):
        return "If values may be missing, write may_miss = true in the spec."
    return "Correct the value, or the low and high of the spec."
