"""What a table that is not of the catalogue says about itself, in the metadata of its own file.

A table built from ROOT files or imported from a reader's own file belongs to no entry of the
catalogue, so that it carries the same kind of facts with it: what each column is, in which unit,
what a model may see of it, and what the rows are.
"""

import dataclasses
import hashlib
import json
import math
import re
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.units import UNITS
from fivesigma.data.catalogue import Dataset
from fivesigma.data.checked import refuse, refuse_repeated, tables_of, to_record

Role = Literal["feature", "label", "weight", "identifier", "leak"]
"""What a column is for: a leak would give the answer away, an identifier names the collision."""

Kind = Literal["signal", "background", "measured"]

LABELS: Final[dict[str, int]] = {"signal": 1, "background": 0, "measured": -1}
"""What stands in `EventTable.label`: nobody knows what a measured collision is."""

NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")
"""A column's name, such as a cut, a link and the page can carry."""

OWN_NAMES: Final = frozenset(
    {"process", "label", "weight", "fold", "truth_id", "score", "seen_score"}
)
"""What the steps of the story write beside a table's own columns; also `role_0`, `role_1` ..."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """One column: `low` and `high` are the smallest and largest possible value, in `unit`.

    `source`: its name in the file that it came from, if it is another one. `may_miss`: NaN stands
    for a missing value. DataError on an unknown unit, an empty range and a name that is taken.
    """

    name: str
    unit: str
    role: Role
    definition: str = ""
    low: float = -math.inf
    high: float = math.inf
    integer: bool = False
    may_miss: bool = False
    source: str = ""

    def __post_init__(self) -> None:
        where = f"column {self.name!r}"
        known = ", ".join(UNITS)
        refuse(self.unit not in UNITS, f"{where} has unit {self.unit!r}, not one of {known}")
        refuse(not self.low < self.high, f"{where} has an empty range")
        plain = NAME.fullmatch(self.name)
        refuse(
            not plain, f"{where} needs a name of letters, digits and _ that begins with a letter"
        )
        own = {"weight": ("weight",), "label": ("process", "label")}.get(self.role)
        if own is None:
            taken = self.name in OWN_NAMES or self.name.startswith("role_")
            refuse(taken, f"{where} has a name that the story's own columns have; choose another")
        else:
            refuse(self.name not in own, f"{where} with the role {self.role} must be {own[0]!r}")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableProcess:
    """One kind of row: simulated signal or background, or measured, of which nobody knows."""

    name: str
    kind: Kind
    title: str = ""
    description: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class TableFacts:
    """A table's own facts. `columns` in the table's order, without the ones that every table has.

    `origin`: who made the rows, as one word such as "atlas-simulation" or "own-table"; one that
    ends in "simulation" says that no row comes from a detector. `luminosity_ifb`: what the weights
    add up to, None where the rows are their own unit of data. DataError where a name is used twice,
    no column is a feature, or `default_signal` is no signal.
    """

    title: str
    origin: str
    licence: str
    columns: tuple[TableColumn, ...]
    processes: tuple[TableProcess, ...]
    description: str = ""
    citation: str = ""
    record_url: str | None = None
    doi: str | None = None
    sqrt_s_tev: float | None = None
    luminosity_ifb: float | None = None
    default_signal: str | None = None

    def __post_init__(self) -> None:
        refuse_repeated("column", (column.name for column in self.columns))
        refuse_repeated("process", (process.name for process in self.processes))
        roles = [column.role for column in self.columns]
        for role in ("weight", "label"):
            refuse(roles.count(role) > 1, f"two columns have the role {role}")
        refuse("feature" not in roles, "no column has the role feature")
        for name in ("sqrt_s_tev", "luminosity_ifb"):
            value = getattr(self, name)
            wrong = value is not None and not 0 < value < math.inf
            refuse(wrong, f"{name} is {value}, expected a number above 0")
        signals = {process.name for process in self.processes if process.kind == "signal"}
        wrong = self.default_signal is not None and self.default_signal not in signals
        refuse(wrong, f"{self.default_signal!r} is not a signal")

    def column(self, name: str) -> TableColumn | None:
        """The column of this name, or None."""
        return next((column for column in self.columns if column.name == name), None)

    def sha256(self) -> str:
        """Fingerprint of these facts: changes with any of them."""
        return hashlib.sha256(encode_facts(self).encode()).hexdigest()


def facts_of_dataset(dataset: Dataset) -> TableFacts:
    """What the catalogue knows of a dataset, in the same words as a table's own facts.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> facts = facts_of_dataset(load_catalogue().dataset("atlas-dm"))
    >>> facts.column("met").unit, facts.default_signal
    ('GeV', 'DM_200')
    """
    columns = tuple(
        TableColumn(
            name=column.name,
            unit=column.unit,
            role=column.role,
            definition=column.definition,
            low=column.low,
            high=column.high,
            integer=column.integer,
            may_miss=column.missing is not None,
            source="" if column.source == column.name else column.source,
        )
        for column in dataset.columns
    )
    processes = tuple(
        TableProcess(name=one.name, kind=one.kind, title=one.title, description=one.description)
        for one in dataset.processes
    )
    return TableFacts(
        title=dataset.title,
        origin=dataset.origin,
        licence=dataset.licence,
        columns=columns,
        processes=processes,
        description=dataset.description,
        record_url=dataset.record_url,
        doi=dataset.doi,
        sqrt_s_tev=dataset.sqrt_s_tev,
        luminosity_ifb=dataset.luminosity_ifb,
        default_signal=dataset.default_signal,
    )


def encode_facts(facts: TableFacts) -> str:
    """The facts as JSON; what is as by default is left out, so that no number is infinite.

    >>> met = TableColumn(name="met", unit="GeV", role="feature", low=0.0)
    >>> facts = TableFacts(title="t", origin="o", licence="l", columns=(met,), processes=())
    >>> json.loads(encode_facts(facts))["columns"]
    [{'name': 'met', 'unit': 'GeV', 'role': 'feature', 'low': 0.0}]
    """
    told = _told(facts) | {
        "columns": [_told(column) for column in facts.columns],
        "processes": [_told(process) for process in facts.processes],
    }
    return json.dumps(told, ensure_ascii=False, allow_nan=False)


def decode_facts(text: str) -> TableFacts:
    """What `encode_facts` wrote; DataError on anything else.

    >>> decode_facts('{"columns": []}')
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: facts: a list of tables [[processes]] is needed
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict):
        msg = "the facts of the table are no JSON object"
        raise DataError(msg)
    columns = tables_of(content, "columns", "facts")
    processes = tables_of(content, "processes", "facts")
    return to_record(
        TableFacts,
        content,
        "facts",
        columns=tuple(to_record(TableColumn, column, "a column's facts") for column in columns),
        processes=tuple(to_record(TableProcess, one, "a process's facts") for one in processes),
    )


def check_column(column: TableColumn, values: npt.NDArray[Any]) -> None:
    """DataError, with the first row (from 0), where `values` are not what the column may hold.

    >>> met = TableColumn(name="met", unit="GeV", role="feature", low=0.0, high=6500.0)
    >>> check_column(met, np.array([120.0, 91_000.0], np.float32))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: row 1: met is 91000 GeV, outside the possible 0 to 6500 GeV
    """
    found = first_impossible(column, values)
    if found is not None:
        msg = f"row {found[0]}: {column.name} {found[1]}"
        raise DataError(msg)


def first_impossible(column: TableColumn, values: npt.NDArray[Any]) -> tuple[int, str] | None:
    """The first row (from 0) whose value the column may not hold, and why; None if all may.

    >>> met = TableColumn(name="met", unit="GeV", role="feature", low=0.0)
    >>> first_impossible(met, np.array([120.0, -1.0]))
    (1, 'is -1 GeV, outside the possible 0 to inf GeV')
    """
    unit = "" if column.unit == "1" else f" {column.unit}"
    missing = np.isnan(values) if column.may_miss else np.zeros(len(values), np.bool_)
    # The limits as the column's own numbers: π is a little larger as 32 bits.
    held_as = values.dtype if np.issubdtype(values.dtype, np.floating) else np.float64
    low, high = np.array([column.low, column.high]).astype(held_as)
    possible = (values >= low) & (values <= high)
    for good, complaint in (
        (np.isfinite(values), "which is no number"),
        (possible, f"outside the possible {column.low:g} to {column.high:g}{unit}"),
        ((values == np.trunc(values)) | (not column.integer), "but it must be a whole number"),
    ):
        if not (good | missing).all():
            row = int(np.argmin(good | missing))
            return row, f"is {values[row]:g}{unit}, {complaint}"
    return None


def _told(record: Any) -> dict[str, Any]:
    """The fields of a record that are not as by default."""
    fields = dataclasses.fields(record)
    values = {field.name: (getattr(record, field.name), field.default) for field in fields}
    return {name: value for name, (value, default) in values.items() if value != default}
