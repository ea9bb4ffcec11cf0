import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from fivesigma.learning.estimators.scaling import WeightedScaler

rng = np.random.default_rng(1)
X = rng.normal(40.0, 15.0, (500, 3))
WEIGHT = rng.normal(1.0, 0.5, 500)


def test_it_agrees_with_scikit_learn_for_features_that_change() -> None:
    ours, theirs = WeightedScaler().fit(X), StandardScaler().fit(X)
    assert ours.transform(X) == pytest.approx(theirs.transform(X), abs=1e-12)
    ours, theirs = (scaler().fit(X, None, WEIGHT) for scaler in (WeightedScaler, StandardScaler))
    assert ours.transform(X) == pytest.approx(theirs.transform(X), abs=1e-9)


@pytest.mark.parametrize("value", [0.0, 7.1, -1e6])
def test_a_feature_that_never_changes_becomes_zero(value: float) -> None:
    constant = np.full((500, 1), value)
    scaled = WeightedScaler().fit(constant, sample_weight=np.abs(WEIGHT)).transform(constant)
    assert scaled == pytest.approx(np.zeros((500, 1)), abs=1e-6)
