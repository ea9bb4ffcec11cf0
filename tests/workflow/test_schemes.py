"""Splits by name: what each gives, and that one collision never stands on two sides."""

import dataclasses

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.learning.split import TEST, TRAIN
from fivesigma.workflow.schemes import SCHEMES, split_of
from made_up_table import made_up_table

NAMES = [scheme.name for scheme in SCHEMES]


@pytest.fixture
def table() -> EventTable:
    """Two rows of each collision, half of them signal."""
    once = made_up_table(n_events=300)
    twice = np.repeat(np.arange(300), 2)
    return dataclasses.replace(
        once,
        process=once.process[twice],
        label=once.label[twice],
        weight=once.weight[twice],
        fold=once.fold[twice],
        features={name: values[twice] for name, values in once.features.items()},
        truth_id=twice,
    )


@pytest.mark.parametrize("name", NAMES)
def test_rows_of_one_collision_have_one_role(name: str, table: EventTable) -> None:
    split = split_of(table, name, seed=3)
    assert np.array_equal(split.role[:, ::2], split.role[:, 1::2])
    assert split.scheme == name


@pytest.mark.parametrize("name", NAMES)
def test_no_event_trains_and_judges_in_one_part(name: str, table: EventTable) -> None:
    split = split_of(table, name, seed=3)
    for part in range(split.n_parts):
        assert {TRAIN, TEST} <= set(split.role[part].tolist())
        assert not np.intersect1d(split.train(part), split.test(part)).size


def test_a_fold_that_tears_a_collision_apart_is_refused(table: EventTable) -> None:
    torn = dataclasses.replace(table, fold=(np.arange(1, 601) % 10).astype(np.uint8))
    with pytest.raises(FiveSigmaError, match="stands on two sides"):
        split_of(torn, "hash-k-fold", seed=1)


def test_the_number_of_folds_and_the_fraction_are_used(table: EventTable) -> None:
    assert split_of(table, "k-fold", n_folds=3, seed=1).n_parts == 3
    drawn = split_of(table, "shuffle-split", n_folds=4, test_fraction=0.5, seed=1)
    assert drawn.n_parts == 4
    assert drawn.test(0).size == pytest.approx(300, abs=4)


@pytest.mark.parametrize(
    ("scheme", "settings", "complaint"),
    [
        ("kfold", {}, "there is no scheme 'kfold'; choose one of k-fold, hash-k-fold, hash, sh"),
        ("hash", {"n_folds": 3}, "the scheme 'hash' takes no number of folds"),
        ("hash-k-fold", {"n_folds": 5}, "takes no number of folds"),
        ("k-fold", {"test_fraction": 0.2}, "the scheme 'k-fold' takes no test fraction"),
        ("k-fold", {"n_folds": 1}, "1 folds need at least 2 folds"),
        ("k-fold", {"n_folds": 0}, "0 folds need at least 2 folds"),
        ("k-fold", {"n_folds": 1000}, "1000 folds need"),
        ("shuffle-split", {"test_fraction": 1.5}, "0 < test_fraction < 1"),
    ],
)
def test_a_scheme_says_what_it_does_not_take(
    scheme: str, settings: dict[str, float], complaint: str, table: EventTable
) -> None:
    with pytest.raises(FiveSigmaError, match=complaint):
        split_of(table, scheme, seed=1, **settings)  # type: ignore[arg-type]  # wrong on purpose
