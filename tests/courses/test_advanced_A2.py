"""Workbook A2: right answers pass, typical mistakes are named, the yields are the files'."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy.stats import ks_2samp, sem

from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.teaching import four_leptons
from fivesigma.teaching.checks import advanced_A2 as check
from fivesigma.teaching.checks.verdict import Verdict

pytest.importorskip("uproot")
EXERCISES = (
    check.n_background,
    check.scale_background,
    check.efficiency,
    check.weighted_error,
    check.scaler_sees,
    check.ks_distance,
    check.standard_error,
)

pytestmark = pytest.mark.usefixtures("workbook_at_hand")


@pytest.fixture(scope="module")
def table(workbook: Settings) -> EventTable:
    return four_leptons.cms_collisions(workbook)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?"))


def test_the_background_is_a_sum_of_weights_in_the_window(table: EventTable) -> None:
    inside = (table.features["m4l"] > 115) & (table.features["m4l"] < 130)
    wide = (table.features["m4l"] > 105) & (table.features["m4l"] < 140)
    assert check.n_background(2.4907)
    assert "rows" in check.n_background(1291).message
    assert (
        "the signal" in check.n_background(table.weight[inside & (table.label == 1)].sum()).message
    )
    assert "together" in check.n_background(table.weight[inside & (table.label >= 0)].sum()).message
    assert "measured" in check.n_background(table.weight[inside].sum()).message
    assert (
        "whole region" in check.n_background(table.weight[wide & (table.label == 0)].sum()).message
    )
    assert "2.49" not in check.n_background(2.0).message


def test_each_class_has_its_own_factor(table: EventTable) -> None:
    """All weights of a class are the same, so that the factor is a ratio of numbers of rows."""
    wide = (table.features["m4l"] > 105) & (table.features["m4l"] < 140) & (table.label >= 0)
    n_background = int((table.label[wide] == 0).sum())
    unseen = (n_background + 1) // 2
    fitting = [
        n_background / n for n in (unseen - 1, unseen) if check.scale_background(n_background / n)
    ]
    assert len(fitting) == 1
    assert "other way round" in check.scale_background(1 / fitting[0]).message
    assert not check.scale_background(2.0)


def test_efficiency_counts_weights_at_and_above_the_threshold() -> None:
    def right(score: np.ndarray, weight: np.ndarray, threshold: float) -> float:
        return float(np.average(score >= threshold, weights=weight))

    assert check.efficiency(right)
    assert "rows" in check.efficiency(lambda s, _, t: (s >= t).mean()).message
    assert "below" in check.efficiency(lambda s, w, t: 1 - right(s, w, t)).message
    assert "Which share" in check.efficiency(lambda s, w, t: w[s >= t].sum()).message
    assert ">=" in check.efficiency(lambda s, w, t: w[s > t].sum() / w.sum()).message
    assert not check.efficiency(lambda *_: 0.7)


def test_the_error_is_the_weight_of_the_mistakes() -> None:
    def right(label: np.ndarray, predicted: np.ndarray, weight: np.ndarray) -> float:
        return float(np.average(label != predicted, weights=weight))

    assert check.weighted_error(right)
    assert "rows" in check.weighted_error(lambda y, p, _: (y != p).mean()).message
    assert "accuracy" in check.weighted_error(lambda y, p, w: 1 - right(y, p, w)).message
    assert "Which share" in check.weighted_error(lambda y, p, w: w[y != p].sum()).message


@pytest.mark.parametrize("letter", "acd")
def test_the_scaler_sees_training_events_only(letter: str) -> None:
    assert check.scaler_sees("b")
    assert not check.scaler_sees(letter)


def test_the_distance_is_that_of_scipy() -> None:
    def one_sided(a: Any, b: Any) -> Any:
        values = np.concatenate([a, b])
        return max((a <= value).mean() - (b <= value).mean() for value in values)

    def counts(a: Any, b: Any) -> Any:
        values = np.concatenate([a, b])
        return max(abs((a <= value).sum() - (b <= value).sum()) for value in values)

    assert check.ks_distance(lambda a, b: ks_2samp(a, b).statistic)
    assert "same mean" in check.ks_distance(lambda a, b: abs(a.mean() - b.mean())).message
    assert "absolute value" in check.ks_distance(one_sided).message
    assert "are counts" in check.ks_distance(counts).message
    assert not check.ks_distance(lambda a, b: ks_2samp(a, b).pvalue)
    assert not check.ks_distance(lambda a, b: ks_2samp(np.sort(a), b, alternative="less").statistic)


def test_the_standard_error_is_that_of_scipy() -> None:
    assert check.standard_error(sem)
    assert "scatter of one" in check.standard_error(lambda v: np.std(v, ddof=1)).message
    assert "ddof=1" in check.standard_error(lambda v: np.std(v) / np.sqrt(len(v))).message
    assert "root" in check.standard_error(lambda v: np.std(v, ddof=1) / len(v)).message
