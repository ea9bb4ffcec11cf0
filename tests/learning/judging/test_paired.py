"""Two scores of the same events: the uncertainty of their difference is smaller than of either."""

import math

import numpy as np
import pytest

from fivesigma.learning.judging.paired import FloatArray, IntArray, auc_difference, mean_component
from fivesigma.learning.judging.roc import roc_curve, structural_components


def two_scores(seed: int, n_events: int = 600) -> tuple[FloatArray, FloatArray, IntArray]:
    """A score, and the same with some noise of its own."""
    rng = np.random.default_rng(seed)
    label = (np.arange(n_events) % 3 == 0).astype(np.int8)
    score = rng.normal(label)
    return score, score + 0.5 * rng.normal(size=n_events), label


def test_the_difference_is_that_of_the_areas() -> None:
    score, other, label = two_scores(1)
    weight = np.random.default_rng(2).uniform(-0.2, 1.5, label.size)
    one, two = (roc_curve(values, label, weight) for values in (score, other))
    assert auc_difference(score, other, label, weight).value == pytest.approx(one.auc - two.auc)


def test_its_uncertainty_is_the_spread_over_samples() -> None:
    found = []
    for seed in range(200):
        score, other, label = two_scores(seed)
        found.append(auc_difference(score, other, label, np.ones(label.size)))
    expected = np.std([one.value for one in found])
    assert np.mean([one.uncertainty for one in found]) == pytest.approx(expected, rel=0.15)


def test_it_is_smaller_than_that_of_two_independent_areas() -> None:
    score, other, label = two_scores(3)
    weight = np.ones(label.size)
    one, two = (roc_curve(values, label, weight).auc_uncertainty for values in (score, other))
    assert auc_difference(score, other, label, weight).uncertainty < 0.6 * math.hypot(one, two)


def test_the_mean_of_the_components_is_the_area() -> None:
    score, _, label = two_scores(4)
    weight, curve = np.ones(label.size), roc_curve(score, label, np.ones(label.size))
    found = mean_component(structural_components(score, label, weight), label, weight)
    assert found.value == pytest.approx(curve.auc)
    assert found.uncertainty == pytest.approx(curve.auc_uncertainty)
