"""What the estimators of this room share: two classes, and weights that can be used."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_consistent_length, column_or_1d

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


class BinaryClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """A scikit-learn classifier of two classes; whoever extends it gives fit and predict_proba."""

    classes_: npt.NDArray[Any]

    def __sklearn_tags__(self) -> Tags:
        """Two classes, no more."""
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of both classes, shape (n_events, 2)."""
        raise NotImplementedError

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """More probable class of each event, shape (n_events,)."""
        is_second = self.predict_proba(X)[:, 1] > 0.5
        predicted: npt.NDArray[Any] = self.classes_[is_second.astype(int)]
        return predicted


def check_binary(y: Any) -> tuple[npt.NDArray[Any], BoolArray]:
    """The two classes in rising order, and whether each event is of the second; (2,), (n_events,).

    FiveSigmaError unless `y` (n_events,) holds two classes.

    >>> check_binary(np.array([3, 7, 3]))[1].tolist()
    [False, True, False]
    """
    check_classification_targets(y)
    classes, place = np.unique(y, return_inverse=True)
    if classes.size != 2:
        # The first sentence is scikit-learn's, which its users and its own checks look for.
        msg = (
            "Only binary classification is supported. The type of the target is "
            f"{type_of_target(y)}, with {classes.size} classes. Give events of one signal and of "
            "background."
            if classes.size > 2
            else "needs events of two classes, got 1 class. Give both signal and background."
        )
        raise FiveSigmaError(msg)
    return classes, place == 1


def checked_weight(
    sample_weight: Any, is_signal: BoolArray, *, may_be_negative: bool = False
) -> FloatArray:
    """Weights as (n_events,) float64, 1 for None; FiveSigmaError unless both classes have some.

    Refused as well: another length, NaN, infinity, and a negative weight unless it may be.

    >>> checked_weight(None, np.array([True, False])).tolist()
    [1.0, 1.0]
    """
    if sample_weight is None:
        return np.ones(is_signal.size)
    weight: FloatArray = column_or_1d(sample_weight, dtype=np.float64)
    check_consistent_length(weight, is_signal)
    totals = weight[~is_signal].sum(), weight[is_signal].sum()
    if not (np.isfinite(weight).all() and min(totals) > 0):
        msg = (
            "the weights of both classes must be finite and their sum above zero, got "
            f"{totals[0]:g} and {totals[1]:g}. Take absolute or balanced weights."
        )
        raise FiveSigmaError(msg)
    if not may_be_negative and (weight < 0).any():
        msg = (
            f"{(weight < 0).sum()} weights are negative, and with those this loss falls without "
            "bound. Take absolute or balanced weights."
        )
        raise FiveSigmaError(msg)
    return weight


def two_columns(probability: FloatArray) -> FloatArray:
    """Probabilities of the first and of the second class, shape (n_events, 2).

    >>> two_columns(np.array([0.25])).tolist()
    [[0.75, 0.25]]
    """
    return np.column_stack([1 - probability, probability])
