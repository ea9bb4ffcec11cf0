"""Lesson 10: right answers pass, typical mistakes are named, and no message has the number."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import norm

from fivesigma.data.table import EventTable
from fivesigma.teaching.blind import lock
from fivesigma.teaching.checks import undergraduate_10 as check
from fivesigma.teaching.checks.verdict import Verdict

EXERCISES = (
    check.pulls,
    check.n_same_sign,
    check.non_resonant,
    check.predicted_a,
    check.relative_uncertainty,
    check.my_lock,
    check.p_value,
    check.p_global,
)
CHOICE = {"threshold": 150, "background_uncertainty": 0.1}


@pytest.mark.usefixtures("either_set")
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?"))


def in_the_sideband(table: EventTable) -> np.ndarray:
    mll = table.features["mll"]
    return (mll <= 76) | (mll >= 106)


def test_pulls_have_both_variances_under_the_root(either_set: EventTable) -> None:
    found = check.world()
    assert found.table.dataset == either_set.dataset
    weight, met = found.table.weight, found.table.features["met"]
    first = (found.table.label == 0) & in_the_sideband(found.table) & (met < 90)
    n, b, variance = found.observed[0], weight[first].sum(), np.sum(weight[first] ** 2)
    all_n = found.observed[:7]
    expected = found.templates.background
    all_b, all_v = expected.sum[:7], expected.sum_squares[:7]
    right_one = (all_n - all_b) / np.sqrt(all_b + all_v)
    assert right_one[0] == pytest.approx((n - b) / np.sqrt(b + variance))
    assert check.pulls(right_one)
    assert "simulation's uncertainty is not" in check.pulls((all_n - all_b) / all_b**0.5).message
    assert "count's own scatter is not" in check.pulls((all_n - all_b) / all_v**0.5).message
    assert "square already" in check.pulls((all_n - all_b) / np.sqrt(all_b + all_v**2)).message
    assert "keeps its sign" in check.pulls(right_one**2).message
    assert "ratio" in check.pulls(all_n / all_b).message
    assert "sign is wrong" in check.pulls(-right_one).message
    assert "shape" in check.pulls(right_one[:5]).message


def test_rows_are_no_events(either_set: EventTable) -> None:
    same = (either_set.label == 0) & (either_set.features["sum_lep_charge"] != 0)
    weight = either_set.weight
    assert check.n_same_sign(weight[same].sum())
    if either_set.dataset == "atlas-dm":
        assert np.count_nonzero(same) == 259
        assert weight[same].sum() == pytest.approx(0.72, abs=0.01)
    assert "counts rows" in check.n_same_sign(int(same.sum())).message
    assert (
        "opposite-sign" in check.n_same_sign(weight[(either_set.label == 0) & ~same].sum()).message
    )
    if (weight[same] < 0).any():
        assert "made positive" in check.n_same_sign(np.abs(weight[same]).sum()).message


def test_the_transferred_background_names_the_error_that_is_missing(
    either_set: EventTable,
) -> None:
    del either_set
    found = check.world()
    n, others, factor = found.observed[:5].sum(), found.others, found.factor
    difference = n - others.value
    by_count = factor.value * math.sqrt(n)
    by_others = factor.value * others.uncertainty
    by_factor = factor.uncertainty * difference
    value = factor.value * difference
    assert check.non_resonant(np.array([value, math.hypot(by_count, by_others, by_factor)]))
    for error, words in (
        (math.hypot(by_count, by_others), "error of T is missing"),
        (by_factor, "a count scatters"),
        (by_count, "holds the count's alone"),
        (math.hypot(by_factor, by_count), "error of the other processes is missing"),
        (math.hypot(by_count, by_others) + by_factor, "quadrature"),
        (math.hypot(by_count, by_others, by_factor) / value, "relative uncertainty"),
    ):
        assert words in check.non_resonant([value, error]).message
    assert (
        "subtract them"
        in check.non_resonant(
            [
                factor.value * n,
                factor.value * n * math.hypot(by_count, by_others, by_factor) / value,
            ]
        ).message
    )
    assert f"{value:.2f}" not in check.non_resonant([1.0, 2.0]).message


def test_abcd_is_b_times_c_over_d(either_set: EventTable) -> None:
    del either_set
    table = check.world().table
    of_it = table.process == table.processes.index("Non-resonant_ll")
    beside, high = in_the_sideband(table), table.features["met"] >= 150
    a, b, c, d = (
        table.weight[of_it & keep].sum()
        for keep in (~beside & high, beside & high, ~beside & ~high, beside & ~high)
    )
    assert check.predicted_a(b * c / d)
    assert "without looking" in check.predicted_a(a).message
    assert "Turned round" in check.predicted_a(c * d / b).message
    assert "Turned round" in check.predicted_a(b * d / c).message
    # What the lesson says of this method on both sets: it does not close.
    assert b * c / d == pytest.approx(2.3, abs=0.1)
    assert a == pytest.approx(4.3, abs=0.2)


def test_uncertainties_add_in_quadrature(either_set: EventTable) -> None:
    del either_set
    found = check.world()
    sizes = np.array(list(found.sources.values()))
    together = np.sqrt((sizes**2).sum())
    assert check.relative_uncertainty(together / found.background)
    assert 0.07 < together / found.background < 0.13
    assert "in events" in check.relative_uncertainty(together).message
    assert "quadrature" in check.relative_uncertainty(sizes.sum() / found.background).message
    assert (
        "largest source alone" in check.relative_uncertainty(sizes.max() / found.background).message
    )
    assert "per cent" in check.relative_uncertainty(100 * together / found.background).message


@pytest.mark.parametrize("threshold", [100, 120, 150])
@pytest.mark.parametrize("uncertainty", [0.08, 0.1, 0.25])
def test_every_choice_that_can_be_defended_is_accepted(
    either_set: EventTable, threshold: int, uncertainty: float
) -> None:
    del either_set
    locked = lock({"threshold": threshold, "background_uncertainty": uncertainty})
    verdict = check.my_lock(locked)
    assert verdict
    assert locked.sha256[:12] in verdict.message


@pytest.mark.usefixtures("either_set")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"background_uncertainty": 10}, "per cent"),
        ({"background_uncertainty": 0}, "exactly"),
        ({"background_uncertainty": 0.01}, "much smaller"),
        ({"background_uncertainty": 0.9}, "much larger"),
        ({"background_uncertainty": "0.1"}, "should be a number"),
        ({"threshold": 130}, "one of 100, 120, 150"),
        ({"threshold": True}, "one of 100, 120, 150"),
    ],
)
def test_a_choice_nobody_would_believe_is_refused(changed: dict[str, object], words: str) -> None:
    assert words in check.my_lock(lock(CHOICE | changed)).message


@pytest.mark.usefixtures("either_set")
def test_a_choice_must_be_locked_whole_and_unchanged() -> None:
    assert "write lock(" in check.my_lock(CHOICE).message
    assert (
        "does not say its threshold" in check.my_lock(lock({"background_uncertainty": 0.1})).message
    )
    forged = replace(lock(CHOICE), record=lock(CHOICE).record.replace("150", "120"))
    assert "changed after it was locked" in check.my_lock(forged).message


def test_a_p_value_is_the_upper_tail() -> None:
    assert check.p_value(norm.sf)
    assert check.p_value(lambda z: 0.5 * math.erfc(z / math.sqrt(2)))
    assert "below z" in check.p_value(norm.cdf).message
    assert "Both sides" in check.p_value(lambda z: 2 * norm.sf(z)).message
    assert "height" in check.p_value(norm.pdf).message
    assert "returns the same" in check.p_value(lambda z: 0.00135).message  # noqa: ARG005


def test_looking_elsewhere_is_one_minus_none() -> None:
    assert check.p_global(lambda p, n: 1 - (1 - p) ** n)
    assert check.p_global(lambda p, n: -math.expm1(n * math.log1p(-p)))
    assert "chance of 2" in check.p_global(lambda p, n: n * p).message
    assert "none of them" in check.p_global(lambda p, n: (1 - p) ** n).message
    assert "all of them" in check.p_global(lambda p, n: p**n).message
