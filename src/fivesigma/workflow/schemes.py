"""Step 6 on a table: the ways to split, each with the reason to take it."""

from dataclasses import dataclass
from typing import Final

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.learning.split import (
    Split,
    check_split,
    hash_k_fold,
    hash_split,
    shuffle_split,
    stratified_k_fold,
)
from fivesigma.workflow.events import collisions

DEFAULT_N_FOLDS: Final = 5
DEFAULT_TEST_FRACTION: Final = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme:
    """A way to split by name; `drawn`: it takes a number of folds and a seed."""

    name: str
    reason: str
    drawn: bool


SCHEMES: Final = (
    Scheme(
        name="k-fold",
        reason="every event judges once, by a model that has not seen it; drawn with the seed",
        drawn=True,
    ),
    Scheme(
        name="hash-k-fold",
        reason="the same from the stored folds: five parts, whatever the order of the rows",
        drawn=False,
    ),
    Scheme(
        name="hash",
        reason="one training on half of the stored folds, judged on three of ten, as in the app",
        drawn=False,
    ),
    Scheme(
        name="shuffle-split",
        reason="independent draws: an event may judge in several parts, or in none",
        drawn=True,
    ),
)


def split_of(
    table: EventTable,
    scheme: str,
    *,
    n_folds: int | None = None,
    test_fraction: float | None = None,
    seed: int,
) -> Split:
    """The roles of the table's events by the scheme of this name.

    Rows of one simulated collision stay together. `n_folds`: by default DEFAULT_N_FOLDS;
    `test_fraction`: of a shuffle-split only. FiveSigmaError on an unknown scheme, a number that
    the scheme does not take, and too few events.

    >>> from fivesigma.data.table import embedded_table
    >>> split_of(embedded_table(), "hash", seed=1).n_parts
    1
    """
    found = next((entry for entry in SCHEMES if entry.name == scheme), None)
    if found is None:
        msg = f"there is no scheme {scheme!r}; choose one of {', '.join(s.name for s in SCHEMES)}."
        raise FiveSigmaError(msg)
    for wrong, what in (
        (n_folds is not None and not found.drawn, "number of folds"),
        (test_fraction is not None and scheme != "shuffle-split", "test fraction"),
    ):
        if wrong:
            msg = f"the scheme {scheme!r} takes no {what}; leave it out."
            raise FiveSigmaError(msg)
    n_folds = DEFAULT_N_FOLDS if n_folds is None else n_folds
    split = _made(table, scheme, n_folds, test_fraction, seed)
    check_split(split, table.label, groups=collisions(table))
    return split


def _made(
    table: EventTable, scheme: str, n_folds: int, test_fraction: float | None, seed: int
) -> Split:
    groups = collisions(table)
    if scheme == "hash":
        return hash_split(table.fold)
    if scheme == "hash-k-fold":
        return hash_k_fold(table.fold)
    if scheme == "k-fold":
        return stratified_k_fold(table.label, n_folds=n_folds, seed=seed, groups=groups)
    return shuffle_split(
        table.label,
        n_splits=n_folds,
        test_fraction=DEFAULT_TEST_FRACTION if test_fraction is None else test_fraction,
        seed=seed,
        groups=groups,
    )
