"""Comparison of the scores of seen and unseen events."""

import numpy as np
import pytest
from scipy import stats

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.judging.overtraining import (
    kolmogorov_probability,
    kolmogorov_smirnov,
    overtraining_check,
)


def test_without_weights_the_distance_is_scipys() -> None:
    rng = np.random.default_rng(13)
    one, two = np.round(rng.normal(size=80), 1), np.round(rng.normal(0.3, size=120), 1)
    distance, probability = kolmogorov_smirnov((one, np.ones(80)), (two, np.ones(120)))
    peer = stats.ks_2samp(one, two)
    assert distance == pytest.approx(peer.statistic)
    assert probability == pytest.approx(peer.pvalue, rel=0.2)


@pytest.mark.parametrize("x", [0.15, 0.5, 1.0, 1.36, 3.0])
def test_the_kolmogorov_probability_is_scipys(x: float) -> None:
    assert kolmogorov_probability(x) == pytest.approx(stats.kstwobign.sf(x), abs=1e-9)


def test_the_same_shape_in_all_trials_is_rarely_called_different() -> None:
    rng = np.random.default_rng(14)
    small = 0
    for _ in range(200):
        samples = [(rng.normal(size=300), rng.uniform(0, 2, size=300)) for _ in range(2)]
        small += kolmogorov_smirnov(*samples)[1] < 0.1
    assert 8 <= small <= 34  # 20 expected


def test_nothing_cannot_be_compared() -> None:
    with pytest.raises(FiveSigmaError, match="positive total weight, got 0"):
        kolmogorov_smirnov((np.zeros(0), np.zeros(0)), (np.ones(1), np.ones(1)))


def scored(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores in [0, 1] of 2000 events, their labels, weights of either sign."""
    rng = np.random.default_rng(seed)
    label = (rng.uniform(size=2000) < 0.3).astype(np.int8)
    weight = np.where(rng.uniform(size=2000) < 0.1, -1.0, 1.0)
    return 1 / (1 + np.exp(-rng.normal(label - 0.5))), label, weight


def test_densities_have_area_1_and_the_error_of_their_weights() -> None:
    score, label, weight = scored(15)
    found = overtraining_check(score, score, label, weight, n_bins=10)
    width = np.diff(found.edges)
    for density in (found.signal_seen, found.background_unseen):
        assert np.sum(density.value * width) == pytest.approx(1.0)
    first = (score < 0.1) & (label == 0)
    expected = np.sqrt(first.sum()) / weight[label == 0].sum() / 0.1
    assert found.background_unseen.uncertainty[0] == pytest.approx(expected)


def test_learning_by_heart_is_noticed_and_honest_scores_are_not_accused() -> None:
    score, label, weight = scored(16)
    unseen, seen = (
        np.where(np.arange(2000) % 2, score, np.nan),
        np.where(np.arange(2000) % 2, np.nan, score),
    )
    honest = overtraining_check(unseen, seen, label, weight)
    assert min(honest.p_signal, honest.p_background) > 0.05
    by_heart = overtraining_check(
        unseen, np.clip(seen + 0.2 * (2 * label - 1), 0, 1), label, weight
    )
    assert max(by_heart.p_signal, by_heart.p_background) < 1e-6
    assert by_heart.auc_seen.value > honest.auc_seen.value + 0.1


def test_one_class_among_the_seen_is_refused() -> None:
    score, label, weight = scored(17)
    with pytest.raises(FiveSigmaError, match="two signal events"):
        overtraining_check(score, np.where(label == 1, np.nan, score), label, weight)
