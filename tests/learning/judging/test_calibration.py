"""Calibration of scores, and decisions at a threshold."""

import math

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.judging.calibration import (
    Calibration,
    FloatArray,
    IntArray,
    calibration_curve,
    corrected_score,
)
from fivesigma.learning.judging.confusion import confusion_at


def honest_events(
    seed: int, prior: float, negative: float = 0.0
) -> tuple[FloatArray, IntArray, FloatArray]:
    """20,000 events whose score is the true probability of signal, where `prior` of all is."""
    rng = np.random.default_rng(seed)
    label = (rng.uniform(size=20_000) < prior).astype(np.int8)
    x = rng.normal(label)  # two Gaussians one standard deviation apart
    odds = prior / (1 - prior) * np.exp(x - 0.5)
    weight = np.where(rng.uniform(size=label.size) < negative, -1.0, 1.0)
    return odds / (1 + odds), label, weight


def pulls(found: Calibration) -> FloatArray:
    distance: FloatArray = (found.fraction - found.score) / found.uncertainty
    return distance


@pytest.mark.parametrize("negative", [0.0, 0.12])
def test_true_probabilities_lie_on_the_diagonal(negative: float) -> None:
    score, label, weight = honest_events(1, 0.3, negative)
    found = calibration_curve(score, label, weight, prior=label.mean())
    assert found.score.size == 10
    assert np.sum(pulls(found) ** 2) < 23.2  # 1 % of chi-squared with 10 degrees of freedom
    assert found.expected_error < 0.02


def test_a_score_for_one_prior_is_wrong_in_another_mixture_until_it_is_corrected() -> None:
    score, label, weight = honest_events(2, 0.5)
    found = calibration_curve(score, label, weight, prior=0.1)
    assert (pulls(found) < -5).sum() >= 8  # far less signal than the score claims
    corrected = corrected_score(score, from_prior=0.5, to_prior=0.1)
    assert np.sum(pulls(calibration_curve(corrected, label, weight, prior=0.1)) ** 2) < 23.2


def test_the_brier_score_of_always_saying_the_prior_is_its_variance() -> None:
    _, label, weight = honest_events(3, 0.3)
    found = calibration_curve(np.full(label.size, 0.2), label, weight, prior=0.2)
    assert found.brier.value == pytest.approx(0.2 * 0.8)
    assert found.expected_error == pytest.approx(0.0)


def test_the_uncertainty_of_the_brier_score_is_its_spread_over_samples() -> None:
    found = []
    for seed in range(100):
        score, label, weight = honest_events(seed, 0.3, 0.1)
        few = calibration_curve(score[:500], label[:500], weight[:500], prior=0.3)
        found.append(few.brier)
    mean = np.mean([brier.uncertainty for brier in found])
    assert mean == pytest.approx(np.std([brier.value for brier in found]), rel=0.25)


def test_bins_in_which_negative_weights_win_are_joined() -> None:
    score = np.array([0.1, 0.2, 0.3, 0.4, 0.6, 0.7])
    label = np.array([0, 0, 0, 1, 0, 1], np.int8)
    weight = np.array([1.0, -3.0, 4.0, 1.0, 1.0, 1.0])
    found = calibration_curve(score, label, weight, prior=0.5, n_bins=6)
    assert 1 <= found.score.size < 6
    assert np.isfinite(found.fraction).all()


def test_a_bin_without_signal_is_not_known_exactly() -> None:
    score, label = np.array([0.1, 0.2, 0.8, 0.9]), np.array([0, 0, 1, 0], np.int8)
    found = calibration_curve(score, label, np.array([2.0, 2.0, 4.0, 0.1]), prior=0.5, n_bins=2)
    assert found.fraction[0] == 0.0
    assert found.uncertainty[0] > 0.3  # one event of signal would have made it a half


@pytest.mark.parametrize(
    ("score", "label", "prior", "words"),
    [
        ([0.1, 1.2], [0, 1], 0.5, "Use predict_proba"),
        ([0.1, np.nan], [0, 1], 0.5, "probabilities between 0 and 1"),
        ([0.1, 0.2], [0, 1], 0.0, "share of signal lies between 0 and 1"),
        ([0.1, 0.2], [0, 0], 0.5, "got 0 and 2"),
    ],
)
def test_what_cannot_be_calibrated_is_named(
    score: list[float], label: list[int], prior: float, words: str
) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        calibration_curve(np.array(score), np.array(label, np.int8), np.ones(2), prior=prior)


def test_calling_everything_background_is_accurate_and_useless() -> None:
    score, label = np.zeros(1000), (np.arange(1000) < 75).astype(np.int8)
    found = confusion_at(score, label, np.ones(1000), threshold=0.5)
    assert found.accuracy == found.accuracy_all_background
    assert found.accuracy.value == pytest.approx(0.925)
    assert found.accuracy.uncertainty == pytest.approx(math.sqrt(0.925 * 0.075 / 1000))
    assert found.balanced_accuracy.value == pytest.approx(0.5)


def test_an_event_on_the_threshold_is_called_signal() -> None:
    label, weight = np.array([1, 0], np.int8), np.array([2.0, 3.0])
    found = confusion_at(np.array([0.5, 0.5]), label, weight, threshold=0.5)
    assert (found.true_positive.value, found.false_positive.value) == (2.0, 3.0)


def test_decisions_without_signal_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="positive sum of signal weights"):
        confusion_at(np.zeros(2), np.array([0, 0], np.int8), np.ones(2), threshold=0.5)
