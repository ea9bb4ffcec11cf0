"""A preparation (scaling, imputing) and a classifier as one, both told the event weights.

scikit-learn's Pipeline passes `sample_weight` on only where metadata routing is switched on for the
whole program. Here it always goes to both steps, and both see nothing but the training events.
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.impute import SimpleImputer
from sklearn.utils import Tags
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import (
    check_consistent_length,
    check_is_fitted,
    column_or_1d,
    has_fit_parameter,
    validate_data,
)

FloatArray = npt.NDArray[np.float64]


class PreparedClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """`estimator`, which sees its inputs only after `preparation` has transformed them.

    Both are scikit-learn objects and are cloned, not changed. After `fit`: `preparation_`,
    `estimator_`, `classes_`.

    >>> from sklearn.linear_model import LogisticRegression
    >>> from fivesigma.learning.estimators.scaling import WeightedScaler
    >>> model = PreparedClassifier(WeightedScaler(), LogisticRegression())
    >>> model.fit([[100.0], [300.0]], [0, 1], sample_weight=[1.0, 3.0]).preparation_.mean_.tolist()
    [250.0]
    """

    def __init__(self, preparation: Any, estimator: Any) -> None:
        self.preparation = preparation
        self.estimator = estimator

    def __sklearn_tags__(self) -> Tags:
        """What scikit-learn may expect: the estimator's abilities, and NaN where imputed."""
        tags = super().__sklearn_tags__()
        inner = self.estimator.__sklearn_tags__()
        tags.classifier_tags = inner.classifier_tags
        tags.input_tags.allow_nan = (
            isinstance(self.preparation, SimpleImputer) or inner.input_tags.allow_nan
        )
        return tags

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn the preparation and then the classifier; `X` (n_events, n_features)."""
        X, y = validate_data(self, X, y, ensure_all_finite="allow-nan")
        check_classification_targets(y)
        self.preparation_ = clone(self.preparation)
        self.estimator_ = clone(self.estimator)
        weight = {}
        if sample_weight is not None:
            weight = {"sample_weight": column_or_1d(sample_weight, dtype=np.float64)}
            check_consistent_length(X, weight["sample_weight"])
        takes_weight = has_fit_parameter(self.preparation_, "sample_weight")
        self.preparation_.fit(X, y, **(weight if takes_weight else {}))
        self.estimator_.fit(self.preparation_.transform(X), y, **weight)
        self.classes_ = self.estimator_.classes_
        return self

    def prepared(self, X: Any) -> FloatArray:
        """`X` as the classifier sees it."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, ensure_all_finite="allow-nan")
        transformed: FloatArray = self.preparation_.transform(X)
        return transformed

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of each class, shape (n_events, n_classes)."""
        prepared = self.prepared(X)
        probability: FloatArray = self.estimator_.predict_proba(prepared)
        return probability

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """Most probable class of each event, shape (n_events,)."""
        prepared = self.prepared(X)
        predicted: npt.NDArray[Any] = self.estimator_.predict(prepared)
        return predicted
