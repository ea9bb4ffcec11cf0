"""The plane of two features: asked of the model on a grid, everything else at its median."""

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.surface import DecisionSurface, FloatArray, decision_surface

RNG = np.random.default_rng(3)
X = RNG.normal(size=(500, 3))
LABEL = (np.arange(500) % 2).astype(np.int8)
WEIGHT = RNG.normal(1.0, 1.0, 500)
NAMES = ("a", "b", "c")


def surface(
    *predict: object, features: tuple[str, str] = ("a", "c"), weight: FloatArray = WEIGHT
) -> DecisionSurface:
    return decision_surface(
        predict,  # type: ignore[arg-type]
        X,
        LABEL,
        weight,
        names=NAMES,
        features=features,
        seed=1,
        n_grid=11,
        n_shown=40,
    )


def test_each_place_has_the_score_of_its_own_values() -> None:
    found = surface(lambda X: X[:, 0] + 10 * X[:, 2], lambda X: X[:, 1])
    expected = found.x + 10 * found.y[:, np.newaxis]
    np.testing.assert_allclose(found.score[0], expected)
    np.testing.assert_array_equal(found.score[1], np.full((11, 11), found.held["b"]))


def test_the_features_may_be_looked_at_in_either_order() -> None:
    one = surface(lambda X: X[:, 0] - X[:, 2])
    other = surface(lambda X: X[:, 0] - X[:, 2], features=("c", "a"))
    np.testing.assert_allclose(one.score[0], other.score[0].T)


def test_the_other_features_are_held_where_half_of_the_weight_lies_below() -> None:
    weight = np.where(X[:, 1] > 1.0, -100.0, 1.0)  # by size, whatever the sign
    assert surface(lambda X: X[:, 0], weight=weight).held["b"] > 1.0


def test_events_are_shown_of_both_classes_and_only_ones_that_count() -> None:
    weight = np.where(X[:, 0] > 0, WEIGHT, 0.0)
    found = surface(lambda X: X[:, 0], weight=weight)
    assert np.bincount(found.event_label).tolist() == [40, 40]
    assert (found.events[:, 0] > 0).all()


def test_the_grid_spans_nearly_all_events() -> None:
    found = surface(lambda X: X[:, 0])
    inside = (X[:, 0] >= found.x[0]) & (X[:, 0] <= found.x[-1])
    assert 0.98 < inside.mean() < 1.0


@pytest.mark.parametrize("features", [("a", "a"), ("a", "mass")])
def test_features_that_are_not_two_of_the_models_are_refused(features: tuple[str, str]) -> None:
    with pytest.raises(FiveSigmaError, match="two different features of a, b, c"):
        surface(lambda X: X[:, 0], features=features)


def test_no_model_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="no model to ask"):
        surface()
