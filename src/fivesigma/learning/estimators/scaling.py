"""Inputs brought to mean 0 and deviation 1, as the training weighs its events."""

from typing import Any, Final, Self

import numpy as np
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import column_or_1d, validate_data

SMALLEST_SPREAD: Final = 1e-9
"""Below this share of its mean a feature's deviation is rounding: it never changes."""


class WeightedScaler(StandardScaler):  # type: ignore[misc]
    """scikit-learn's StandardScaler for weighted events of which a feature may never change.

    scikit-learn adds the variance up as it goes; with weights, rounding can leave a constant
    feature a variance below zero, whose root is NaN. Here the mean comes first and the squares
    second, and a feature that never changes keeps its scale: it becomes 0 everywhere. The web page
    does the same (frontend/src/model/sample.ts).

    >>> scaler = WeightedScaler().fit([[1.0, 7.1], [3.0, 7.1]], sample_weight=[3.0, 1.0])
    >>> scaler.transform([[2.5, 7.1]]).round(3).tolist()
    [[1.155, 0.0]]
    """

    def fit(self, X: Any, y: Any = None, sample_weight: Any = None) -> Self:
        """Weighted mean and deviation of each column of `X` (n_events, n_features)."""
        del y
        X = validate_data(self, X, dtype=np.float64)
        weight = np.ones(len(X))
        if sample_weight is not None:
            weight = column_or_1d(sample_weight, dtype=np.float64)
        self.mean_ = np.average(X, axis=0, weights=weight)
        self.var_ = np.average((X - self.mean_) ** 2, axis=0, weights=weight)
        varies = self.var_ > (SMALLEST_SPREAD * self.mean_) ** 2
        self.scale_ = np.sqrt(np.where(varies, self.var_, 1.0))
        self.n_samples_seen_ = len(X)
        return self
