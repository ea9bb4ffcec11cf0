"""Lesson 2: right answers pass, typical mistakes are named, the sums are those of the lesson."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from fivesigma.data.table import EventTable
from fivesigma.teaching.checks import undergraduate_02 as check
from fivesigma.teaching.checks.verdict import Verdict

EXERCISES = (
    check.n_produced,
    check.event_weight,
    check.accepted_fraction,
    check.fraction_above,
    check.n_effective,
    check.wz_error,
    check.bin_errors,
    check.table_row,
)


def weights_of(events: EventTable, process: str) -> Any:
    return events.weight[events.process == events.processes.index(process)]


def row(weight: Any) -> tuple[float, ...]:
    squares = np.sum(weight**2)
    negative = 100 * np.mean(weight < 0)
    return len(weight), weight.sum(), math.sqrt(squares), negative, weight.sum() ** 2 / squares


@pytest.mark.usefixtures("either_set")
@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?"))


def test_a_picobarn_is_a_thousand_femtobarns() -> None:
    assert check.n_produced(1424)
    assert check.n_produced(1423.9)
    assert "1 pb = 1000 fb" in check.n_produced(1.424).message
    assert "turn the factor over" in check.n_produced(0.1424 / 1000 * 10).message
    assert "once, not twice" in check.n_produced(1_424_000.0).message
    assert "multiplies" in check.n_produced(14.24).message
    assert "14" not in check.n_produced(1431.0).message


def test_a_weight_is_expected_over_generated() -> None:
    assert check.event_weight(lambda s, lumi, n: 1e3 * s * lumi / n)
    assert "units" in check.event_weight(lambda s, lumi, n: s * lumi / n).message
    assert "other way round" in check.event_weight(lambda s, lumi, n: n / (1e3 * s * lumi)).message
    assert "a share of them" in check.event_weight(lambda s, lumi, _: 1e3 * s * lumi).message
    assert "same for every argument" in check.event_weight(lambda *_: 0.063965).message


def test_weights_and_not_rows_tell_what_is_accepted(either_set: EventTable) -> None:
    weight = weights_of(either_set, "DM_300")
    assert check.accepted_fraction(weight.sum() / 639.65)
    assert check.accepted_fraction(31.106 / 639.65)
    assert "rows" in check.accepted_fraction(len(weight) / 639.65).message
    assert "rows" in check.accepted_fraction(len(weight) / 10_000).message
    assert "Which fraction" in check.accepted_fraction(weight.sum()).message
    assert "hundred times" in check.accepted_fraction(100 * weight.sum() / 639.65).message


def test_a_fraction_keeps_the_signs() -> None:
    def fraction(pt: Any, weight: Any, cut: float) -> float:
        return float(weight[pt > cut].sum() / weight.sum())

    assert check.fraction_above(fraction)
    mistakes = {
        "signs got lost": lambda pt, weight, cut: fraction(pt, np.abs(weight), cut),
        "left out": lambda pt, weight, cut: fraction(pt[weight > 0], weight[weight > 0], cut),
        "counts rows: every": lambda pt, _, cut: np.mean(pt > cut),
        "compares it with all": lambda pt, weight, cut: weight[pt > cut].sum(),
        "denominator counts rows": lambda pt, weight, cut: weight[pt > cut].sum() / len(weight),
        "below the cut": lambda pt, weight, cut: 1 - fraction(pt, weight, cut),
    }
    for words, mistake in mistakes.items():
        assert words in check.fraction_above(mistake).message


def test_the_effective_number_knows_squares_and_signs() -> None:
    assert check.n_effective(lambda weight: weight.sum() ** 2 / (weight**2).sum())
    mistakes = {
        "counts rows": len,
        "One square": lambda weight: weight.sum() / (weight**2).sum(),
        "swapped": lambda weight: (weight**2).sum() / weight.sum() ** 2,
        "signs got lost": lambda weight: np.abs(weight).sum() ** 2 / (weight**2).sum(),
        "divided by its error": lambda weight: weight.sum() / math.sqrt((weight**2).sum()),
        "sum of the squares": np.sum,
    }
    for words, mistake in mistakes.items():
        assert words in check.n_effective(mistake).message


def test_the_simulations_error_is_not_natures(either_set: EventTable) -> None:
    weight = weights_of(either_set, "WZ")
    assert check.wz_error(np.sqrt(np.sum(weight**2)))
    assert "nature" in check.wz_error(math.sqrt(weight.sum())).message
    assert "variance" in check.wz_error(np.sum(weight**2)).message
    assert "every weight were 1" in check.wz_error(math.sqrt(len(weight))).message
    assert "equal weights" in check.wz_error(weight.sum() / math.sqrt(len(weight))).message
    assert "differs from another" in check.wz_error(weight.std()).message
    assert "Σw again" in check.wz_error(math.sqrt(weight.sum() ** 2)).message


def test_a_bin_has_the_error_of_its_weights(either_set: EventTable) -> None:
    is_wz = either_set.process == either_set.processes.index("WZ")
    met, weight = either_set.features["met"][is_wz], either_set.weight[is_wz]
    rows, contents, squares = (
        np.histogram(met, np.linspace(80, 240, 9), weights=w)[0] for w in (None, weight, weight**2)
    )
    assert check.bin_errors(np.sqrt(squares))
    assert "variances" in check.bin_errors(squares).message
    assert "contents" in check.bin_errors(contents).message
    assert "√rows" in check.bin_errors(np.sqrt(rows)).message
    assert "nature's counts" in check.bin_errors(np.sqrt(contents)).message
    assert "equal weights" in check.bin_errors(contents / np.sqrt(rows)).message
    assert "shape (9,)" in check.bin_errors(np.linspace(80, 240, 9)).message


def test_a_row_of_the_table_has_five_numbers() -> None:
    assert check.table_row(row)
    fraction = check.table_row(
        lambda weight: (*row(weight)[:3], np.mean(weight < 0), row(weight)[4])
    )
    assert "per cent" in fraction.message
    variance = check.table_row(
        lambda weight: (*row(weight)[:2], np.sum(weight**2), *row(weight)[3:])
    )
    assert "variance" in variance.message
    assert "signs got lost" in check.table_row(lambda weight: row(np.abs(weight))).message
    assert "shape (2,)" in check.table_row(lambda weight: row(weight)[:2]).message


def test_a_function_that_sorts_its_argument_is_told_so() -> None:
    def sorting(weight: Any) -> float:
        weight.sort()
        return float(weight.sum())

    assert "changes what it is given" in check.n_effective(sorting).message
