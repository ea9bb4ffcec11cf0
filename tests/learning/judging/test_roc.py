"""ROC curve, its area and threshold scans, for weights of either sign."""

from collections.abc import Callable

import numpy as np
import pytest
from sklearn import metrics

import coverage_of_auc
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.bootstrap import bootstrap_auc
from fivesigma.learning.judging.roc import (
    FloatArray,
    IntArray,
    roc_curve,
    structural_components,
    threshold_scan,
)


def events(
    seed: int, n_events: int = 400, negative: float = 0.0
) -> tuple[FloatArray, IntArray, FloatArray]:
    """Scores with ties, labels, and weights of which a fraction `negative` is below 0."""
    rng = np.random.default_rng(seed)
    label = (rng.uniform(size=n_events) < 0.3).astype(np.int8)
    score = np.round(rng.normal(size=n_events) + label, 1)
    weight = rng.uniform(0.2, 2.0, size=n_events)
    return score, label, weight * np.where(rng.uniform(size=n_events) < negative, -1, 1)


@pytest.mark.parametrize("seed", range(3))
def test_with_positive_weights_curve_and_area_are_scikit_learns(seed: int) -> None:
    score, label, weight = events(seed)
    found = roc_curve(score, label, weight)
    assert found.auc == pytest.approx(metrics.roc_auc_score(label, score, sample_weight=weight))
    false_positive, true_positive, threshold = metrics.roc_curve(
        label, score, sample_weight=weight, drop_intermediate=False
    )
    assert found.false_positive_rate == pytest.approx(false_positive)
    assert found.true_positive_rate == pytest.approx(true_positive)
    assert found.threshold == pytest.approx(threshold)


def test_with_signed_weights_the_area_is_the_sum_over_all_pairs() -> None:
    score, label, weight = events(4, n_events=60, negative=0.2)
    s, b = label == 1, label == 0
    order = np.sign(score[s][:, None] - score[b][None, :]) / 2 + 0.5
    pairs = np.outer(weight[s], weight[b])
    assert roc_curve(score, label, weight).auc == pytest.approx(np.sum(order * pairs) / pairs.sum())


def test_the_area_is_the_area_under_the_drawn_curve() -> None:
    score, label, weight = events(5, negative=0.1)
    found = roc_curve(score, label, weight)
    drawn = np.trapezoid(found.true_positive_rate, found.false_positive_rate)
    assert found.auc == pytest.approx(drawn)


def test_an_event_and_its_negative_copy_cancel() -> None:
    score, label, weight = events(6)
    with_copy = roc_curve(
        np.append(score, score[0]), np.append(label, label[0]), np.append(weight, -weight[0])
    )
    assert with_copy.auc == pytest.approx(roc_curve(score[1:], label[1:], weight[1:]).auc)


def test_with_equal_weights_the_uncertainty_is_delongs() -> None:
    score, label, _ = events(7, n_events=120)
    s, b = score[label == 1], score[label == 0]
    order = np.sign(s[:, None] - b[None, :]) / 2 + 0.5
    variance = order.mean(axis=1).var(ddof=1) / s.size + order.mean(axis=0).var(ddof=1) / b.size
    found = roc_curve(score, label, np.ones(score.size))
    assert found.auc_uncertainty == pytest.approx(np.sqrt(variance))


def test_a_score_that_is_nan_is_refused() -> None:
    score, label, weight = events(18)
    score[3] = np.nan
    with pytest.raises(FiveSigmaError, match="1 scores are NaN"):
        roc_curve(score, label, weight)


def test_negative_weights_may_make_a_rate_fall_and_leave_0_to_1() -> None:
    score, label = np.array([0.9, 0.8, 0.7, 0.6]), np.array([0, 0, 1, 1], np.int8)
    found = roc_curve(score, label, np.array([-1.0, 3.0, 1.0, 1.0]))
    assert found.false_positive_rate.tolist() == [0.0, -0.5, 1.0, 1.0, 1.0]


def test_structural_components_are_shares_of_pairs() -> None:
    score, label, weight = events(15, n_events=80, negative=0.1)
    s, b = label == 1, label == 0
    order = np.sign(score[s][:, None] - score[b][None, :]) / 2 + 0.5
    found = structural_components(score, label, weight)
    assert found[s] == pytest.approx(order @ weight[b] / weight[b].sum())
    assert found[b] == pytest.approx(weight[s] @ order / weight[s].sum())


@pytest.mark.parametrize("negative", [0.0, 0.12])
def test_the_bootstrap_agrees_with_the_formula(negative: float) -> None:
    sample = events(16, n_events=2000, negative=negative)
    formula, resampled = roc_curve(*sample), bootstrap_auc(*sample, seed=1, n_replicas=400)
    assert resampled.value == formula.auc
    assert resampled.uncertainty == pytest.approx(formula.auc_uncertainty, rel=0.12)


def test_the_bootstrap_follows_its_seed() -> None:
    sample = events(17)
    one, two, other = (bootstrap_auc(*sample, seed=seed, n_replicas=20) for seed in (1, 1, 2))
    assert one == two != other


def test_a_bootstrap_that_finds_no_class_says_so() -> None:
    label, weight = np.array([1, 1, 0, 0], np.int8), np.array([3.0, -2.9, 1.0, 1.0])
    with pytest.raises(FiveSigmaError, match="of 2 replicas have signal and background left"):
        bootstrap_auc(np.arange(4.0), label, weight, seed=2, n_replicas=2)


@pytest.mark.parametrize("measure", [coverage_of_auc.delong, coverage_of_auc.bootstrap])
@pytest.mark.parametrize("negative", [0.0, 0.116])
def test_one_sigma_holds_the_truth_in_68_percent_of_pseudo_experiments(
    measure: Callable[[coverage_of_auc.Sample], Measured], negative: float
) -> None:
    setting = coverage_of_auc.Setting(
        name="quick", n_signal=100, n_background=400, negative=negative, shift=0.8 * (negative > 0)
    )
    held, width, spread = coverage_of_auc.coverage(setting, measure, n_experiments=200, seed=3)
    assert abs(held.value - 0.683) < 3 * held.uncertainty
    assert width == pytest.approx(spread, rel=0.15)


@pytest.mark.parametrize("negative", [0.0, 0.12])
def test_the_uncertainty_is_the_spread_of_the_bootstrap(negative: float) -> None:
    score, label, weight = events(8, n_events=600, negative=negative)
    rng = np.random.default_rng(9)
    areas = []
    for _ in range(400):
        drawn = rng.integers(score.size, size=score.size)
        areas.append(roc_curve(score[drawn], label[drawn], weight[drawn]).auc)
    found = roc_curve(score, label, weight)
    assert found.auc_uncertainty == pytest.approx(np.std(areas), rel=0.15)


@pytest.mark.parametrize(
    ("label", "weight", "words"),
    [
        ([0, 0, 0], [1, 1, 1], "two signal events"),
        ([1, 1, 0], [1, 1, 1], "two background events"),
        ([1, 1, 0, 0], [1, -2, 1, 1], "positive total weight, got 2 with -1"),
    ],
)
def test_a_class_that_is_not_there_is_named(
    label: list[int], weight: list[float], words: str
) -> None:
    score = np.arange(len(label), dtype=float)
    with pytest.raises(FiveSigmaError, match=words):
        roc_curve(score, np.array(label, np.int8), np.array(weight, float))


def test_a_scan_counts_the_events_at_or_above_each_threshold() -> None:
    score, label, weight = events(12, negative=0.1)
    thresholds = np.array([0.5, -9.0, 9.0, score[0]])  # one that events lie on
    scan = threshold_scan(score, label, weight, thresholds)
    for i, threshold in enumerate(thresholds):
        kept = (score >= threshold) & (label == 1)
        assert scan.signal[i] == pytest.approx(weight[kept].sum(), abs=1e-12)
        assert scan.signal_variance[i] == pytest.approx(np.sum(weight[kept] ** 2), abs=1e-12)
    everything = scan.signal + scan.background
    assert everything[1:3] == pytest.approx([weight.sum(), 0.0])
