import dataclasses
import math

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.bench.evaluation import (
    TaskResult,
    approximate_median_significance,
    evaluate_submission,
)
from fivesigma.bench.events import held_out
from fivesigma.bench.submission import score_levels
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.inference.threshold import cross_chosen_region
from fivesigma.learning.judging.roc import roc_curve
from made_up_task import TASK, submit

FloatArray = npt.NDArray[np.float64]


def result_of(table: EventTable, score: FloatArray) -> TaskResult:
    return evaluate_submission(submit(table, score), TASK, table)


def test_the_figure_is_that_of_the_cross_chosen_region(
    table: EventTable, score: FloatArray
) -> None:
    """Another implementation of the same rule: the one of the story's last step."""
    score = np.round(3 * score)  # few values, so that both try a threshold at each
    events = held_out(table, "DM_200")
    region = cross_chosen_region(
        score_levels(score).astype(np.float64),
        events.label,
        events.weight,
        events.fold.astype(np.int64),
        relative_uncertainty=0.1,
    )
    found = result_of(table, score).signals["DM_200"]
    assert found.figure.value == pytest.approx(region.significance.value, rel=1e-9)


def test_the_area_is_that_of_the_weighted_roc_curve(table: EventTable, score: FloatArray) -> None:
    events = held_out(table, "DM_200")
    curve = roc_curve(score_levels(score).astype(np.float64), events.label, events.weight)
    auc = result_of(table, score).auc
    assert auc.value == pytest.approx(curve.auc, abs=1e-12)
    assert auc.uncertainty == pytest.approx(curve.auc_uncertainty, rel=0.25)


def test_256_levels_cost_less_than_a_tenth_of_the_uncertainty(
    table: EventTable, score: FloatArray
) -> None:
    events = held_out(table, "DM_200")
    exact = roc_curve(score, events.label, events.weight)
    auc = result_of(table, score).auc
    assert abs(auc.value - exact.auc) < 0.1 * exact.auc_uncertainty


def test_a_score_that_says_nothing_gains_nothing(table: EventTable, score: FloatArray) -> None:
    result = result_of(table, np.zeros(score.size))
    assert result.gain.value == 1
    assert result.auc.value == pytest.approx(0.5)
    guessed = result_of(table, np.random.default_rng(3).normal(size=score.size))
    assert guessed.gain.value < 1.02
    assert abs(guessed.auc.value - 0.5) < 4 * guessed.auc.uncertainty


def test_the_result_is_the_same_for_every_monotone_transform(
    table: EventTable, score: FloatArray
) -> None:
    assert result_of(table, score) == result_of(table, 1 / (1 + np.exp(-score)))


def test_a_score_that_knows_more_is_worth_more(table: EventTable, score: FloatArray) -> None:
    label = held_out(table, "DM_200").label
    better = result_of(table, score + label)
    worse = result_of(table, score)
    assert better.gain.value > worse.gain.value > 1
    assert better.auc.value > worse.auc.value > 0.5


def test_without_enough_background_there_is_no_result(table: EventTable, score: FloatArray) -> None:
    few = table.label == 1
    few[np.flatnonzero(table.label == 0)[:30]] = True
    kept = dataclasses.replace(
        table,
        process=table.process[few],
        label=table.label[few],
        weight=np.abs(table.weight[few]),
        fold=table.fold[few],
        features={name: values[few] for name, values in table.features.items()},
    )
    score = np.zeros(held_out(kept, "DM_200").label.size)
    with pytest.raises(FiveSigmaError, match="DM_200: no threshold leaves signal and a background"):
        result_of(kept, score)


def test_ams_is_what_the_formula_of_the_challenge_gives_by_hand() -> None:
    s, b = np.array([10.0, 0.0, -1.0]), np.array([0.0, 5.0, 5.0])
    ams = approximate_median_significance(s, b)
    assert ams[0] == pytest.approx(math.sqrt(2 * (20 * math.log(2) - 10)))
    assert ams[1] == 0
    assert math.isnan(ams[2])


def test_the_ams_of_a_task_uses_no_other_uncertainty(table: EventTable, score: FloatArray) -> None:
    task = dataclasses.replace(TASK, figure="ams")
    result = evaluate_submission(submit(table, 0 * score), task, table)
    s, b = (table.weight[table.label == kind].sum() for kind in (1, 0))
    expected = approximate_median_significance(np.array([s]), np.array([b]))[0]
    assert result.signals["DM_200"].figure.value == pytest.approx(expected)
