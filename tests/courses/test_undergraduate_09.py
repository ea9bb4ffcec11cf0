"""The checks of lesson 9 know the right answers and typical mistakes, on both sets of events."""

from typing import Any

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.data.table import EventTable
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.learning.judging.calibration import corrected_score
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_09 as check
from fivesigma.teaching.checks.verdict import Verdict


@pytest.fixture(params=["atlas-dm", "simulated-dm"])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EventTable:
    """The events of the lesson, the real and the embedded ones."""
    if request.param == "atlas-dm":
        monkeypatch.setenv("FIVESIGMA_MIRROR", str(request.getfixturevalue("mirror")))
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", request.param)
    return fs.features(fs.select(lesson.load_events(quiet=True), signal="DM_200"))


def says(verdict: Verdict, words: str) -> bool:
    """Whether the answer is not right, and the student is told so in these words."""
    return not verdict and words in verdict.message


def test_the_signal_that_is_found(table: EventTable) -> None:
    score = np.random.default_rng(1).random(table.n_events)
    called, is_signal = score >= 0.5, table.label == 1
    found = table.weight[called & is_signal].sum()
    assert check.expected_found(found, score)
    assert says(check.expected_found((called & is_signal).sum(), score), "counts rows")
    assert says(check.expected_found(table.weight[called].sum(), score), "false alarms included")
    missed = table.weight[~called & is_signal].sum()
    assert says(check.expected_found(missed, score), "signal that you miss")
    share = found / table.weight[is_signal].sum()
    assert says(check.expected_found(share, score), "share of the signal")
    assert says(check.expected_found(table.weight[called & is_signal], score), "one number")
    assert check.expected_found(..., score).state == "open"


def test_the_accuracy_of_doing_nothing(table: EventTable) -> None:
    is_background = table.label == 0
    right = table.weight[is_background].sum() / table.weight.sum()
    assert check.lazy_accuracy(right)
    assert says(check.lazy_accuracy(np.mean(is_background)), "share of rows")
    assert says(check.lazy_accuracy(100 * right), "per cent")
    assert says(check.lazy_accuracy(1 - right), "get wrong")
    assert says(check.lazy_accuracy(0.5), "balanced")
    assert not check.lazy_accuracy(np.abs(table.weight)[is_background].sum())


def rates(score: Any, label: Any, weight: Any, threshold: Any) -> Any:
    kept = score >= threshold
    s, b = (weight[kept & (label == kind)].sum() for kind in (1, 0))
    whole_s, whole_b = (weight[label == kind].sum() for kind in (1, 0))
    return [s / whole_s, whole_b / b, s / (s + b)]


def test_a_working_point() -> None:
    assert check.working_point(rates)
    assert says(check.working_point(lambda s, y, w, t: rates(s, y, np.ones_like(w), t)), "for rows")
    assert says(check.working_point(lambda s, y, w, t: rates(s, y, np.abs(w), t)), "keep the sign")
    assert says(check.working_point(lambda s, y, w, t: rates(s, y, w, t + 1e-9)), ">= instead")
    assert says(
        check.working_point(lambda *a: [1 / x if i == 1 else x for i, x in enumerate(rates(*a))]),
        "Rejection is B / b",
    )
    assert says(check.working_point(lambda *a: np.array(rates(*a))[[0, 2, 1]]), "order is not")
    assert says(
        check.working_point(lambda *_: np.array([0.7, 8.0, 0.5])), "same for every argument"
    )
    assert not check.working_point(lambda *a: rates(*a)[0])
    assert not check.working_point(lambda *_: None)
    assert says(check.working_point(lambda *_: 1 / 0), "ZeroDivisionError")


def test_the_area_from_pairs() -> None:
    def pairs(score: Any, label: Any, weight: Any, tie: float = 0.5) -> float:
        won, total = 0.0, 0.0
        for i in np.flatnonzero(label == 1):
            for j in np.flatnonzero(label == 0):
                product = weight[i] * weight[j]
                won += product * ((score[i] > score[j]) + tie * (score[i] == score[j]))
                total += product
        return won / total

    assert check.pair_auc(pairs)
    assert check.pair_auc(lambda s, y, w: roc_curve(s, y, w).auc)
    assert says(check.pair_auc(lambda s, y, w: pairs(s, y, w, tie=0.0)), "counts nothing")
    assert says(check.pair_auc(lambda s, y, w: pairs(s, y, w, tie=1.0)), "counts as won")
    assert says(check.pair_auc(lambda s, y, _: pairs(s, y, np.ones(s.size))), "count the same")
    assert says(check.pair_auc(lambda s, y, w: pairs(s, y, np.abs(w))), "sign of a weight")
    assert says(check.pair_auc(lambda s, y, w: pairs(s[w > 0], y[w > 0], w[w > 0])), "are dropped")
    assert says(check.pair_auc(lambda s, y, w: pairs(s, 1 - y, w)), "background scores higher")
    assert not check.pair_auc(0.8125)


def test_the_uncertainty_of_an_area() -> None:
    replicas = np.random.default_rng(1).normal(0.8, 0.01, 200)
    assert check.auc_error(replicas.std(ddof=1), replicas)
    assert check.auc_error(replicas.std(), replicas)
    assert says(check.auc_error(replicas.std(ddof=1) / 200**0.5, replicas), "no more collisions")
    assert says(check.auc_error(replicas.var(ddof=1), replicas), "variance")
    assert says(check.auc_error(replicas, replicas), "one number")


def test_an_honest_probability() -> None:
    def right(score: Any, claimed: Any, real: Any) -> Any:
        return corrected_score(score, from_prior=claimed, to_prior=real)

    assert check.honest(right)
    assert says(check.honest(lambda s, claimed, real: s * real / claimed), "add up to 1")
    assert says(check.honest(lambda s, claimed, real: right(s, real, claimed)), "other way")
    assert says(check.honest(lambda s, _, real: right(s, 0.5, real)), "Use `claimed`")


def test_the_threshold_of_a_scan() -> None:
    z = np.array([1.0, 2.0, 1.5, np.nan])
    ones = np.ones(4)
    scan = SignificanceScan(
        relative_uncertainty=0.1,
        threshold=np.array([0.1, 0.3, 0.6, 0.9]),
        z=z,
        uncertainty=ones,
        signal=ones,
        background=ones,
        n_effective=ones,
        refused=np.isnan(z),
        reason="",
    )
    assert check.my_threshold(0.3, scan)
    assert says(check.my_threshold(0.9, scan), "argmax takes NaN")
    assert says(check.my_threshold(1, scan), "position")
    assert says(check.my_threshold(2.0, scan), "significance itself")
    assert says(check.my_threshold(0.5, scan), "nobody chooses")
    assert check.my_threshold(..., scan).state == "open"


def test_which_copy_to_keep() -> None:
    assert check.my_copy("b")
    for letter, words in (("a", "throws away"), ("c", "table"), ("d", "Part 2")):
        assert says(check.my_copy(letter), words)
