"""Weights for training, and weights that stand for the whole sample."""

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.weights import (
    FloatArray,
    IntArray,
    balanced_weights,
    rescaled_weights,
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


def test_rescaled_weights_stand_for_all_events_class_by_class() -> None:
    _, label, weight = events(10, negative=0.1)
    fold = (np.arange(label.size) % 10).astype(np.uint8)
    rescaled = rescaled_weights(weight, label, fold, (7, 8, 9))
    for kind in (0, 1):
        assert rescaled[label == kind].sum() == pytest.approx(weight[label == kind].sum())
    assert not rescaled[fold < 7].any()


def test_folds_without_signal_cannot_be_rescaled() -> None:
    label, fold = np.array([0, 1], np.int8), np.array([0, 1], np.uint8)
    with pytest.raises(FiveSigmaError, match="0 expected signal events"):
        rescaled_weights(np.ones(2), label, fold, (0,))


def test_balanced_weights_are_positive_and_make_the_classes_equal() -> None:
    _, label, weight = events(11, negative=0.1)
    balanced = balanced_weights(weight, label)
    assert (balanced > 0).all()
    assert [balanced[label == kind].sum() for kind in (0, 1)] == pytest.approx([200.0, 200.0])
