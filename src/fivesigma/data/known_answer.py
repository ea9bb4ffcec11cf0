"""Numbers that the files of a dataset must give, so that a reader can check a download."""

from dataclasses import dataclass
from typing import Literal

Quantity = Literal[
    "sum_of_weights",
    "yield_uncertainty",
    "effective_events",
    "signal_over_root_background",
    "discovery_significance",
    "discovery_significance_10_percent",
    "approximate_median_significance",
]
ALL_BACKGROUNDS = "background"  # in a known answer: the sum of every background process


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Keep low < value < high of one column, in the column's unit."""

    column: str
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAnswer:
    """A number that the files must give: what a reader can check, and what a test does check.

    `process` is a process, or "background" for the sum of all of them.
    """

    quantity: Quantity
    process: str
    value: float
    tolerance: float
    selection: tuple[Interval, ...] = ()
