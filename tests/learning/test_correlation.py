"""Weighted correlations: numpy's for equal weights, and right where some weights are negative."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.correlation import correlation

RNG = np.random.default_rng(2)
X = RNG.normal(size=(400, 3)) @ np.array([[1.0, 0.5, 0.0], [0.0, 1.0, -0.7], [0.0, 0.0, 1.0]])
NAMES = ("a", "b", "c")


def test_equal_weights_give_pearsons_coefficient() -> None:
    found = correlation(X, np.full(400, 0.2), names=NAMES)
    np.testing.assert_allclose(found.r, np.corrcoef(X.T), atol=1e-12)


def test_a_negative_weight_takes_an_event_away_again() -> None:
    twice = np.concatenate([X, X[:50], X[:50]])
    weight = np.concatenate([np.ones(400), np.ones(50), -np.ones(50)])
    found = correlation(twice, weight, names=NAMES)
    np.testing.assert_allclose(found.r, np.corrcoef(X.T), atol=1e-12)
    assert (found.uncertainty >= correlation(X, np.ones(400), names=NAMES).uncertainty).all()


@given(scale=st.floats(0.01, 100.0), shift=st.floats(-100.0, 100.0))
def test_units_and_the_size_of_the_weights_change_nothing(scale: float, shift: float) -> None:
    plain = correlation(X, np.ones(400), names=NAMES)
    other = correlation(scale * X + shift, np.full(400, scale), names=NAMES)
    np.testing.assert_allclose(other.r, plain.r, atol=1e-9)
    np.testing.assert_allclose(other.uncertainty, plain.uncertainty, atol=1e-9)


def test_the_uncertainty_is_the_spread_over_many_samples() -> None:
    samples = np.random.default_rng(4).multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], (500, 200))
    found = [correlation(sample, np.ones(200), names=("a", "b")) for sample in samples]
    spread = np.std([each.r[0, 1] for each in found])
    assert found[0].uncertainty[0, 1] == pytest.approx(spread, rel=0.2)


def test_a_feature_that_does_not_vary_has_no_correlation() -> None:
    constant = np.column_stack([X[:, 0], np.ones(400)])
    assert np.isnan(correlation(constant, np.ones(400), names=("a", "one")).r[0, 1])


@pytest.mark.parametrize(
    ("X", "weight", "words"),
    [
        (X, np.ones(399), "shape \\(399, 3\\)"),
        (X[:, :2], np.ones(400), "shape \\(400, 3\\)"),
        (X, -np.ones(400), "positive total weight"),
        (np.diag([1.0, 1.0, 1.0]), np.array([5.0, 5.0, -9.0]), "negative variance"),
    ],
)
def test_what_has_no_correlation_is_refused(X: np.ndarray, weight: np.ndarray, words: str) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        correlation(X, weight, names=NAMES)
