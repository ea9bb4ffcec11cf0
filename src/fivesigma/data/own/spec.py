"""What a reader says of a file of their own: a short TOML, checked before the file is opened."""

import difflib
import math
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

from fivesigma.core.errors import DataError
from fivesigma.core.units import MEV_PER_GEV, UNITS
from fivesigma.data.atomic import read_text
from fivesigma.data.checked import (
    refuse,
    refuse_repeated,
    repeated,
    table_of,
    tables_of,
    to_record,
)
from fivesigma.data.table_facts import NAME, Kind, TableColumn

KINDS: Final[tuple[Kind, ...]] = ("signal", "background", "measured")

SOURCE_UNITS: Final[dict[str, tuple[str, float]]] = {
    **{unit: (unit, 1.0) for unit in UNITS},
    "": ("1", 1.0),
    "eV": ("GeV", 1e-9),
    "keV": ("GeV", 1e-6),
    "MeV": ("GeV", 1 / MEV_PER_GEV),
    "TeV": ("GeV", 1e3),
    "mrad": ("rad", 1e-3),
    "deg": ("rad", math.pi / 180),
    "%": ("1", 1e-2),
    "um": ("mm", 1e-3),
    "cm": ("mm", 10.0),
    "m": ("mm", 1e3),
    "ps": ("ns", 1e-3),
    "us": ("ns", 1e3),
    "s": ("ns", 1e9),
}
"""Units a file may be in: the house unit they become, and the factor."""

LARGEST_ENERGY_GEV: Final = 14_000.0
"""Energy of two protons of the LHC as it was designed: no collision holds a larger one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumn:
    """A column to read: `source` is its name in the file, `name` the one it gets (else alike).

    `unit`, `low`, `high` and `missing` are as in the file. Where nothing is said, an energy may be
    up to 14 TeV, and any other number is possible. `may_miss`: empty cells and NaN are welcome.
    """

    source: str
    name: str = ""
    unit: str = "1"
    role: Literal["feature", "identifier", "leak"] = "feature"
    definition: str = ""
    low: float | None = None
    high: float | None = None
    integer: bool = False
    missing: float | None = None
    may_miss: bool = False

    def __post_init__(self) -> None:
        where, known = f"column {self.source!r}", [unit for unit in SOURCE_UNITS if unit]
        near = difflib.get_close_matches(self.unit, known, n=1, cutoff=0.5)
        hint = f"did you mean {near[0]!r}? Known are" if near else "known are"
        unknown = self.unit not in SOURCE_UNITS
        refuse(unknown, f"{where}: unit {self.unit!r} is unknown; {hint} {', '.join(known)}")
        limits = [value for value in (self.low, self.high, self.missing) if value is not None]
        refuse(any(map(math.isnan, limits)), f"{where}: a limit is no number")

    @property
    def factor(self) -> float:
        """From the file's unit to the house unit."""
        return SOURCE_UNITS[self.unit][1]

    def facts(self) -> TableColumn:
        """What the table will say of it; DataError where it cannot."""
        unit, factor = SOURCE_UNITS[self.unit]
        widest = LARGEST_ENERGY_GEV if unit == "GeV" else math.inf
        return TableColumn(
            name=self.name or safe_name(self.source),
            unit=unit,
            role=self.role,
            definition=self.definition,
            low=-widest if self.low is None else self.low * factor,
            high=widest if self.high is None else self.high * factor,
            integer=self.integer or self.role == "identifier",
            may_miss=self.may_miss or self.missing is not None,
            source=self.source,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLabel:
    """What the rows are: words of the `column`, or names of files where there is none.

    A number may be written as in the file or shorter: 1 is 1.0.
    """

    column: str | None = None
    signal: tuple[str, ...] = ()
    background: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    leave_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        words = (*self.signal, *self.background, *self.measured)
        refuse_repeated("[label]: the word", (*words, *self.leave_out))
        wanted = "names of files" if self.column is None else f"words of {self.column!r}"
        refuse(not words, f"[label]: signal, background or measured must list {wanted}")

    def kinds(self) -> dict[str, Kind]:
        """Word to kind, in the order in which the table numbers its processes."""
        return {word: kind for kind in KINDS for word in getattr(self, kind)}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSpec:
    """All that a reader says of a file. `weight`: the column that says how much a row counts."""

    title: str
    label: OwnLabel
    columns: tuple[OwnColumn, ...]
    licence: str = "not stated"
    origin: str = "own-table"
    description: str = ""
    citation: str = ""
    record_url: str | None = None
    doi: str | None = None
    sqrt_s_tev: float | None = None
    luminosity_ifb: float | None = None
    weight: str | None = None
    tree: str | None = None
    separator: str = ","
    decimal: str = "."

    def __post_init__(self) -> None:
        refuse(len(self.separator) != 1, "separator must be one character, such as ';' or a tab")
        refuse(self.decimal not in {".", ","}, "decimal must be '.' or ','")
        alike = self.decimal == self.separator
        refuse(alike, "separator and decimal are the same character; one of them is wrong")
        twice = repeated([*self.sources(), *([self.label.column] if self.label.column else [])])
        refuse(bool(twice), f"column {', '.join(twice)} is named twice; give it one role")

    def sources(self) -> list[str]:
        """Columns of numbers that are read, by their names in the file."""
        return [column.source for column in self.columns] + ([self.weight] if self.weight else [])


def read_spec(path: Path) -> OwnSpec:
    """The spec in a TOML file; DataError, naming file and place, on anything it cannot mean.

    >>> read_spec(Path("no-such-spec.toml"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file no-such-spec.toml.
    """
    text = read_text(path)
    try:
        return parse_spec(text)
    except DataError as error:
        msg = f"{path}: {error}."
        raise DataError(msg) from None


def parse_spec(text: str) -> OwnSpec:
    """The spec that a TOML text holds; DataError on anything it cannot mean.

    >>> spec = parse_spec('''
    ... title = "Two kinds"
    ... [label]
    ... column = "kind"
    ... signal = [1]
    ... background = [0]
    ... [[columns]]
    ... source = "pt"
    ... unit = "MeV"
    ... ''')
    >>> spec.label.kinds(), spec.columns[0].facts().unit
    ({'1': 'signal', '0': 'background'}, 'GeV')
    """
    try:
        top = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        msg = f"no valid TOML: {error}"
        raise DataError(msg) from None
    label = {key: _words(value) for key, value in table_of(top, "label", "spec").items()}
    columns = tuple(
        to_record(OwnColumn, column, f"column {column.get('source', number)!r}")
        for number, column in enumerate(tables_of(top, "columns", "spec"), start=1)
    )
    spec = to_record(
        OwnSpec, top, "spec", label=to_record(OwnLabel, label, "[label]"), columns=columns
    )
    names = [column.facts().name for column in columns]  # refuses what no table could hold
    refuse_repeated("column", names)
    refuse("feature" not in {c.role for c in columns}, "no column has the role feature")
    return spec


def word_of(value: object) -> str:
    """A label as a word: numbers that are equal are one word.

    >>> word_of(1.0), word_of("1"), word_of(" s "), word_of(True)
    ('1', '1', 's', '1')
    """
    text = value if isinstance(value, str) else str(float(value))  # type: ignore[arg-type]  # a number
    text = text.strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.15g}" if math.isfinite(number) and "_" not in text else text


def safe_name(source: str) -> str:
    """A name that cuts, links and the page can carry.

    >>> safe_name("p_T [GeV]"), safe_name("2nd jet"), safe_name("fold")
    ('p_T_GeV', 'x2nd_jet', 'fold_')
    """
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", source).strip("_")[:40] or "x"
    named = plain if plain[0].isalpha() else f"x{plain}"
    try:
        TableColumn(name=named, unit="1", role="feature")
    except DataError:
        return f"{named}_" if NAME.fullmatch(f"{named}_") else "column"
    return named


def _words(value: Any) -> Any:
    """A list of labels as words; anything else as it is, for `to_record` to judge."""
    if not isinstance(value, list):
        return value
    return [word_of(one) if isinstance(one, str | int | float) else one for one in value]
