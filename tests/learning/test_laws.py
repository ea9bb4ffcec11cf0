"""Laws that hold for every sample: of the ROC curve, of weights, of a calibration."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics

from fivesigma.learning.evaluate import evaluate
from fivesigma.learning.judging.calibration import calibration_curve, corrected_score
from fivesigma.learning.judging.confusion import confusion_at
from fivesigma.learning.judging.roc import FloatArray, IntArray, roc_curve, thinned
from fivesigma.learning.weights import WEIGHTINGS, rescaled_weights, training_weights

Sample = tuple[FloatArray, IntArray, FloatArray]
QUICK = settings(deadline=None, max_examples=50)  # a busy machine is no wrong result
SEEDS = st.integers(0, 10**6)
N_EVENTS = st.integers(8, 60)


@st.composite
def samples(draw: st.DrawFn, *, signed: bool) -> Sample:
    """Scores in (0, 1), with ties; both classes; weights whose sum is positive in each class."""
    rng = np.random.default_rng(draw(SEEDS))
    n_events = draw(N_EVENTS)
    label = np.array([0, 0, 0, 1, 1, 1] + [int(rng.uniform() < 0.3)] * (n_events - 6), np.int8)
    score = (rng.integers(0, draw(st.sampled_from([4, 40, 4000])), n_events) + 0.5) / 4000
    weight = np.exp(rng.normal(size=n_events))
    if signed:
        weight *= np.where(rng.uniform(size=n_events) < 0.2, -1, 1)
        for kind in (0, 1):  # one event more than makes up for the negative ones
            first = np.flatnonzero(label == kind)[0]
            weight[first] = np.abs(weight[label == kind]).sum()
    return score, label, weight


SIGNED = samples(signed=True)
POSITIVE = samples(signed=False)


def same(one: Sample, two: Sample) -> bool:
    """The same area with the same uncertainty."""
    first, second = roc_curve(*one), roc_curve(*two)
    return first.auc == pytest.approx(second.auc, abs=1e-9) and first.auc_uncertainty == (
        pytest.approx(second.auc_uncertainty, abs=1e-9)
    )


@QUICK
@given(SIGNED)
def test_a_curve_runs_from_0_0_to_1_1(sample: Sample) -> None:
    curve = roc_curve(*sample)
    for rate in (curve.false_positive_rate, curve.true_positive_rate):
        assert (rate[0], rate[-1]) == pytest.approx((0.0, 1.0))


@QUICK
@given(POSITIVE)
def test_without_negative_weights_rates_never_fall(sample: Sample) -> None:
    curve = roc_curve(*sample)
    assert (np.diff(curve.false_positive_rate) >= 0).all()
    assert (np.diff(curve.true_positive_rate) >= 0).all()
    assert 0 <= curve.auc <= 1


@QUICK
@given(POSITIVE)
def test_without_negative_weights_the_area_is_scikit_learns(sample: Sample) -> None:
    score, label, weight = sample
    peer = metrics.roc_auc_score(label, score, sample_weight=weight)
    assert roc_curve(*sample).auc == pytest.approx(peer)


@QUICK
@given(SIGNED, st.sampled_from([np.exp, np.arctan, np.log]))
def test_a_rising_function_of_the_score_changes_nothing(sample: Sample, rising: np.ufunc) -> None:
    score, label, weight = sample
    assert same((rising(score), label, weight), sample)


@QUICK
@given(SIGNED)
def test_turning_score_and_label_over_changes_nothing(sample: Sample) -> None:
    score, label, weight = sample
    assert same((-score, (1 - label).astype(np.int8), weight), sample)


@QUICK
@given(SIGNED, SEEDS)
def test_the_order_of_rows_changes_nothing(sample: Sample, seed: int) -> None:
    score, label, weight = sample
    order = np.random.default_rng(seed).permutation(score.size)
    assert same((score[order], label[order], weight[order]), sample)


@QUICK
@given(SIGNED, st.floats(1e-3, 1e3))
def test_the_unit_of_the_weights_changes_nothing(sample: Sample, factor: float) -> None:
    score, label, weight = sample
    assert same((score, label, weight * factor), sample)
    # Each class by its own factor, too: that is what rescaling to full luminosity does.
    assert same((score, label, np.where(label == 1, factor, 1.0) * weight), sample)


@QUICK
@given(SIGNED, SEEDS)
def test_an_event_split_into_two_halves_leaves_the_area(sample: Sample, seed: int) -> None:
    score, label, weight = sample
    i = seed % score.size
    halved = weight.copy()
    halved[i] /= 2
    split = np.append(score, score[i]), np.append(label, label[i]), np.append(halved, halved[i])
    assert roc_curve(*split).auc == pytest.approx(roc_curve(*sample).auc)


@QUICK
@given(SIGNED, st.integers(2, 12))
def test_thinning_keeps_ends_and_area(sample: Sample, n_points: int) -> None:
    curve = roc_curve(*sample)
    few = thinned(curve, n_points)
    assert few.threshold.size <= n_points
    assert few.threshold[[0, -1]].tolist() == curve.threshold[[0, -1]].tolist()
    assert few.auc == curve.auc


@QUICK
@given(SIGNED, SEEDS)
def test_rescaled_events_stand_for_all(sample: Sample, seed: int) -> None:
    _, label, weight = sample
    fold = np.random.default_rng(seed).integers(0, 3, label.size).astype(np.uint8)
    for kind in (0, 1):
        fold[np.flatnonzero(label == kind)[0]] = 1  # the heavy event keeps the sum positive
    rescaled = rescaled_weights(weight, label, fold, (1,))
    for kind in (0, 1):
        assert rescaled[label == kind].sum() == pytest.approx(weight[label == kind].sum())
    assert not rescaled[fold != 1].any()


@QUICK
@given(SIGNED, st.sampled_from([scheme.name for scheme in WEIGHTINGS]))
def test_weights_of_a_training_have_mean_size_1(sample: Sample, weighting: str) -> None:
    _, label, weight = sample
    assert np.abs(training_weights(weight, label, weighting)).mean() == pytest.approx(1.0)


@QUICK
@given(SIGNED, st.floats(0.0, 1.0))
def test_right_and_wrong_decisions_add_up_to_the_sample(sample: Sample, threshold: float) -> None:
    score, label, weight = sample
    found = confusion_at(score, label, weight, threshold=threshold)
    signal = found.true_positive.value + found.false_negative.value
    background = found.false_positive.value + found.true_negative.value
    assert signal == pytest.approx(weight[label == 1].sum())
    assert background == pytest.approx(weight[label == 0].sum())


@QUICK
@given(SIGNED, st.floats(0.01, 0.99))
def test_the_bins_of_a_calibration_hold_the_whole_mixture(sample: Sample, prior: float) -> None:
    score, label, weight = sample
    found = calibration_curve(score, label, weight, prior=prior)
    place = np.searchsorted(found.edges[1:-1], score, side="right")
    mixed = weight * np.where(label == 1, prior, 1 - prior)
    mixed /= np.where(label == 1, weight[label == 1].sum(), weight[label == 0].sum())
    assert np.sum(np.bincount(place, mixed) * found.fraction) == pytest.approx(prior)


@QUICK
@given(SIGNED, st.floats(0.01, 0.99))
def test_another_prior_and_back_leaves_scores_and_order(sample: Sample, prior: float) -> None:
    score, label, weight = sample
    moved = corrected_score(score, from_prior=0.5, to_prior=prior)
    assert corrected_score(moved, from_prior=prior, to_prior=0.5) == pytest.approx(score)
    assert roc_curve(np.round(moved, 12), label, weight).auc == (
        pytest.approx(roc_curve(score, label, weight).auc)
    )


@QUICK
@given(SIGNED, SEEDS)
def test_the_order_of_rows_changes_nothing_that_is_evaluated(sample: Sample, seed: int) -> None:
    score, label, weight = sample
    order = np.random.default_rng(seed).permutation(score.size)
    one = evaluate(score, label, weight, seed=1, n_bootstrap=20)
    two = evaluate(score[order], label[order], weight[order], seed=1, n_bootstrap=20)
    assert two.auc_weighted.value == pytest.approx(one.auc_weighted.value)
    assert two.n_effective_background == pytest.approx(one.n_effective_background)
    assert two.confusion.accuracy.value == pytest.approx(one.confusion.accuracy.value)
    assert two.calibration.brier.value == pytest.approx(one.calibration.brier.value)
