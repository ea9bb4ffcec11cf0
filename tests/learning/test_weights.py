"""Weights for training, and weights that stand for the whole sample."""

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.weights import (
    WEIGHTINGS,
    FloatArray,
    IntArray,
    balanced_weights,
    rescaled_weights,
    training_weights,
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


def test_a_class_of_negative_sum_cannot_be_rescaled() -> None:
    label, fold = np.array([0, 1, 1], np.int8), np.array([0, 0, 1], np.uint8)
    with pytest.raises(FiveSigmaError, match="1 expected signal events of -1 in all"):
        rescaled_weights(np.array([1.0, 1.0, -2.0]), label, fold, (0,))


def test_balanced_weights_are_positive_and_make_the_classes_equal() -> None:
    _, label, weight = events(11, negative=0.1)
    balanced = balanced_weights(weight, label)
    assert (balanced > 0).all()
    assert [balanced[label == kind].sum() for kind in (0, 1)] == pytest.approx([200.0, 200.0])


def test_classes_that_are_not_there_cannot_be_balanced() -> None:
    with pytest.raises(FiveSigmaError, match="0 for signal"):
        balanced_weights(np.ones(3), np.zeros(3, np.int8))


def test_each_scheme_does_what_its_name_says() -> None:
    weight, label = np.array([1.0, -2.0, 3.0, 2.0]), np.array([0, 0, 0, 1], np.int8)
    found = {scheme.name: training_weights(weight, label, scheme.name) for scheme in WEIGHTINGS}
    assert {name: values.tolist() for name, values in found.items()} == {
        "balanced": pytest.approx([1 / 3, 2 / 3, 1.0, 2.0]),
        "absolute": pytest.approx([0.5, 1.0, 1.5, 1.0]),
        "signed": pytest.approx([0.5, -1.0, 1.5, 1.0]),
        "none": [1.0, 1.0, 1.0, 1.0],
    }


def test_a_scheme_leaves_the_weights_of_the_sample_as_they_are() -> None:
    _, label, weight = events(13, negative=0.1)
    before = weight.copy()
    for scheme in WEIGHTINGS:
        training_weights(weight, label, scheme.name)
    assert np.array_equal(weight, before)


@pytest.mark.parametrize(
    ("weight", "weighting", "words"),
    [
        ([1.0, 1.0], "squared", "'squared' is no weighting. Take one of balanced, absolute"),
        ([1.0, np.nan], "none", "1 of them not finite"),
        ([1.0], "none", "got 1 weights, 0 of them not finite, for 2 events"),
        ([0.0, 0.0], "signed", "not all 0"),
    ],
)
def test_weights_one_cannot_train_with_are_named(
    weight: list[float], weighting: str, words: str
) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        training_weights(np.array(weight), np.array([0, 1], np.int8), weighting)
