"""Comparison of the scores of seen and unseen events."""

import numpy as np
import pytest
from scipy import stats

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.overtraining import kolmogorov_probability, kolmogorov_smirnov


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
