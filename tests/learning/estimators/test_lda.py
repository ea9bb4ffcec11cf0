"""The discriminant with weights is scikit-learn's without, and counts an event by its weight."""

from typing import Any

import numpy as np
import pytest
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.utils.estimator_checks import parametrize_with_checks

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.lda import WeightedLDA

rng = np.random.default_rng(1)
Y = (rng.random(300) < 0.3).astype(np.int8)
X = rng.normal(size=(300, 4)) @ rng.normal(size=(4, 4)) + Y[:, np.newaxis] * [1.0, 0.5, 0.0, -1.0]


@parametrize_with_checks([WeightedLDA()])  # type: ignore[untyped-decorator]
def test_the_discriminant_is_a_scikit_learn_estimator(estimator: Any, check: Any) -> None:
    check(estimator)


def test_without_weights_it_is_the_discriminant_of_scikit_learn() -> None:
    ours = WeightedLDA().fit(X, Y)
    theirs = LinearDiscriminantAnalysis(solver="lsqr").fit(X, Y)
    assert ours.coef_ == pytest.approx(theirs.coef_, rel=1e-9)
    assert ours.intercept_ == pytest.approx(theirs.intercept_, rel=1e-9)
    assert ours.predict_proba(X) == pytest.approx(theirs.predict_proba(X), abs=1e-12)


def test_a_weight_of_two_is_two_events_and_of_zero_is_none() -> None:
    weight = rng.integers(0, 3, Y.size)
    weighted = WeightedLDA().fit(X, Y, sample_weight=weight.astype(float))
    repeated = WeightedLDA().fit(np.repeat(X, weight, axis=0), np.repeat(Y, weight))
    assert weighted.coef_ == pytest.approx(repeated.coef_, rel=1e-9)
    assert weighted.intercept_ == pytest.approx(repeated.intercept_, rel=1e-9)


def test_a_negative_weight_takes_an_event_away_again() -> None:
    twice = np.concatenate([X, X[:50]]), np.concatenate([Y, Y[:50]])
    weight = np.concatenate([np.ones(300), -np.ones(50)])
    signed = WeightedLDA().fit(*twice, sample_weight=weight)
    without = WeightedLDA().fit(X[50:], Y[50:])
    assert signed.predict_proba(X) == pytest.approx(without.predict_proba(X), abs=1e-9)


def test_a_scale_common_to_all_weights_changes_nothing() -> None:
    scores = [
        WeightedLDA().fit(X, Y, sample_weight=np.full(Y.size, scale)).predict_proba(X)
        for scale in (1e-4, 1e4)
    ]
    assert scores[0] == pytest.approx(scores[1], abs=1e-9)


def test_a_class_without_weight_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="sum above zero, got 0 and"):
        WeightedLDA().fit(X, Y, sample_weight=Y.astype(float))
