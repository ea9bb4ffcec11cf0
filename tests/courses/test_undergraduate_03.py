"""Lesson 3: right answers pass, typical mistakes are named, the sums are those of the lesson."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.data.table import EventTable
from fivesigma.teaching.checks import undergraduate_03 as check
from fivesigma.teaching.checks.verdict import Verdict

EXERCISES = (
    check.s_over_root_b,
    check.asimov_z,
    check.way_to_gain,
    check.kept,
    check.efficiencies,
    check.is_trusted,
    check.mean_with_error,
    check.observed_z,
)


def asimov(s: float, b: float) -> float:
    return math.sqrt(2 * ((s + b) * math.log(1 + s / b) - s))


@pytest.mark.usefixtures("either_set")
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?", ")"))


def test_only_the_background_stands_under_the_root(either_set: EventTable) -> None:
    table = fs.select(either_set, signal="DM_200", cuts=())
    s, b = (table.weight[table.label == kind].sum() for kind in (1, 0))
    assert check.s_over_root_b(s / np.sqrt(b))
    assert "purity" in check.s_over_root_b(s / b).message
    assert "Without signal" in check.s_over_root_b(s / np.sqrt(s + b)).message
    assert "under the root" in check.s_over_root_b(np.sqrt(s / b)).message
    assert "scatter" in check.s_over_root_b(np.sqrt(b)).message
    rows = [int(np.sum(table.label == kind)) for kind in (1, 0)]
    assert "rows" in check.s_over_root_b(rows[0] / math.sqrt(rows[1])).message


def test_the_asimov_formula_is_told_from_its_relatives() -> None:
    assert check.asimov_z(asimov)
    mistakes = {
        "S/√B": lambda s, b: s / math.sqrt(b),
        "root is missing": lambda s, b: asimov(s, b) ** 2,
        "factor 2 is missing": lambda s, b: asimov(s, b) / math.sqrt(2),
        "whole bracket": lambda s, b: math.sqrt(2 * (s + b) * math.log(1 + s / b) - s),
        "multiplied by": lambda s, b: math.sqrt(2 * s * math.log(1 + s / b)),
        "same for every argument": lambda *_: 3.39,
        "stops with ZeroDivisionError": lambda s, b: (s + b) / 0,
    }
    for words, mistake in mistakes.items():
        assert words in check.asimov_z(mistake).message


def test_every_way_to_gain_has_its_reason() -> None:
    assert check.way_to_gain("b")
    assert check.way_to_gain(" B")
    assert "flat" in check.way_to_gain("a").message
    assert "S/B" in check.way_to_gain("c").message
    assert "one of" in check.way_to_gain("d").message


def test_a_mask_is_true_for_what_is_kept(either_set: EventTable) -> None:
    features = fs.select(either_set, signal="DM_300", cuts=()).features
    pt = features["lead_lep_pt"]
    assert check.kept(pt > 100)
    assert "inverted" in check.kept(pt < 100).message
    assert "Nothing is kept" in check.kept(pt > 100_000).message
    assert "Everything is kept" in check.kept(pt > 0.1).message
    assert "second lepton" in check.kept(features["sublead_lep_pt"] > 100).message
    assert "drops some" in check.kept(pt > 110).message
    assert "numbers" in check.kept(np.flatnonzero(pt > 100)).message
    other = fs.select(either_set, signal="DM_300", cuts=["lead_lep_pt > 100"])
    assert "shape" in check.kept(other.features["lead_lep_pt"] > 100).message


def test_efficiencies_are_fractions_of_weights(either_set: EventTable) -> None:
    table = fs.select(either_set, signal="DM_300", cuts=())
    passes = table.features["lead_lep_pt"] > 100
    sums = [table.weight[passes & (table.label == kind)].sum() for kind in (1, 0)]
    right = [sums[i] / table.weight[table.label == 1 - i].sum() for i in (0, 1)]
    assert check.efficiencies(right)
    assert check.efficiencies(np.array(right))
    rows = [np.mean(passes[table.label == kind]) for kind in (1, 0)]
    assert "rows" in check.efficiencies(rows).message
    assert "Signal comes first" in check.efficiencies(right[::-1]).message
    assert "lost" in check.efficiencies([1 - one for one in right]).message
    assert "Which fraction" in check.efficiencies(sums).message
    assert "made of" in check.efficiencies([one / sum(sums) for one in sums]).message
    assert "all signal" in check.efficiencies([one / table.weight.sum() for one in sums]).message
    assert "hundred times" in check.efficiencies([100 * one for one in right]).message


def test_the_guard_needs_both_conditions() -> None:
    assert check.is_trusted(lambda b, n: (b > 0) & (n >= 10))
    assert check.is_trusted(lambda b, n: np.logical_and(b > 0, n >= 10))
    mistakes: dict[str, Callable[[Any, Any], Any]] = {
        "no background, however": lambda _, n: n >= 10,
        "not enough": lambda b, _: b > 0,
        "Both conditions": lambda b, n: (b > 0) | (n >= 10),
        "Exactly 10": lambda b, n: (b > 0) & (n > 10),
        "is for n_eff": lambda b, n: (b >= 10) & (n > 0),
        "inverted": lambda b, n: ~((b > 0) & (n >= 10)),
    }
    for words, mistake in mistakes.items():
        assert words in check.is_trusted(mistake).message
    assert "ValueError" in check.is_trusted(lambda b, n: b > 0 and n >= 10).message


def test_the_error_of_a_mean_is_not_the_scatter() -> None:
    def of(values: Any, ddof: int = 1, power: float = 0.5) -> tuple[float, float]:
        return values.mean(), values.std(ddof=ddof) / len(values) ** power

    assert check.mean_with_error(of)
    assert "single values" in check.mean_with_error(lambda v: of(v, power=0.0)).message
    assert "n − 1" in check.mean_with_error(lambda v: of(v, ddof=0)).message
    assert "root of n" in check.mean_with_error(lambda v: of(v, power=1.0)).message
    assert "not the sum" in check.mean_with_error(lambda v: (v.sum(), of(v)[1])).message
    assert "one number" in check.mean_with_error(np.mean).message


def test_a_deficit_is_no_excess() -> None:
    def observed(n: float, b: float) -> float:
        return asimov(n - b, b) if n > b else 0.0

    assert check.observed_z(observed)
    for far in (lambda n, b: asimov(n - b, b), lambda n, b: math.copysign(asimov(n - b, b), n - b)):
        assert "the answer is 0" in check.observed_z(far).message
    assert "the signal in it" in check.observed_z(asimov).message
    approximate = check.observed_z(lambda n, b: max(n - b, 0) / math.sqrt(b))
    assert "too large for small b" in approximate.message
