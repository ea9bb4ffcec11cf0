"""What a table of events must be before anything is done with it; `EventTable` calls these."""

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table_facts import LABELS, TableFacts, check_column

if TYPE_CHECKING:
    from fivesigma.data.table import EventTable


def check_columns(table: "EventTable") -> None:
    """DataError where a column has another type or length, or holds what it cannot."""
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
    for name, values in table.others.items():
        if name in columns:
            msg = f"it has two columns {name}"
            raise DataError(msg)
        columns[name] = (values, np.int64 if values.dtype == np.int64 else np.float64)
    for name, (values, dtype) in columns.items():
        if values.dtype != dtype or values.shape != (table.n_events,):
            expected = f"{np.dtype(dtype)} ({table.n_events},)"
            msg = f"column {name} is {values.dtype} {values.shape}, expected {expected}"
            raise DataError(msg)
    if table.facts is not None:
        _check_announced(table, table.facts)
    _check_finite(table.dataset, columns, table.facts)


def check_labels(table: "EventTable") -> None:
    """DataError where a process or a label is not what the table, or its facts, say."""
    if len(set(table.processes)) != len(table.processes):
        msg = "a process is named twice"
        raise DataError(msg)
    if table.n_events and int(table.process.max()) >= len(table.processes):
        msg = f"process code {table.process.max()} has no name"
        raise DataError(msg)
    if table.facts is not None:
        _check_kinds(table, table.facts)
        return
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


def _check_finite(
    dataset: str,
    columns: dict[str, tuple[npt.NDArray[Any], type[np.generic]]],
    facts: TableFacts | None,
) -> None:
    for name, (values, _) in columns.items():
        n_bad = int(np.count_nonzero(~np.isfinite(values)))
        if n_bad and (np.isinf(values).any() or name not in _may_miss(dataset, facts)):
            msg = f"column {name} holds {n_bad} values that are not finite numbers"
            raise DataError(msg)


def _may_miss(dataset: str, facts: TableFacts | None) -> set[str]:
    """The columns in which NaN is a missing value, as the facts or the catalogue say."""
    if facts is not None:
        return {column.name for column in facts.columns if column.may_miss}
    columns = load_catalogue().dataset(dataset).columns
    return {column.name for column in columns if column.missing is not None}


def _check_announced(table: "EventTable", facts: TableFacts) -> None:
    """Every column has the role that the facts announce, and values that they allow."""
    if not table.dataset:
        msg = "it has no name"
        raise DataError(msg)
    for names, roles in ((table.features, {"feature"}), (table.others, {"identifier", "leak"})):
        for name, values in names.items():
            column = facts.column(name)
            if column is None or column.role not in roles:
                found = "no facts" if column is None else f"the role {column.role}"
                msg = f"column {name} has {found}, expected {' or '.join(sorted(roles))}"
                raise DataError(msg)
            check_column(column, values)
    weight = facts.column("weight")
    if weight is not None:
        check_column(weight, table.weight)


def _check_kinds(table: "EventTable", facts: TableFacts) -> None:
    """Every row is labelled as the facts say of its process; a measured row counts 1."""
    kinds = {process.name: process.kind for process in facts.processes}
    for code, name in enumerate(table.processes):
        if name not in kinds:
            msg = f"process {name} has no facts"
            raise DataError(msg)
        rows = table.process == code
        if (table.label[rows] != LABELS[kinds[name]]).any():
            msg = f"process {name} is {kinds[name]}, but its label is not {LABELS[kinds[name]]}"
            raise DataError(msg)
        if kinds[name] == "measured" and (table.weight[rows] != 1).any():
            msg = f"process {name} is measured, so that each of its rows must have weight 1"
            raise DataError(msg)
