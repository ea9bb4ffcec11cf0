"""Linear discriminant analysis that listens to event weights, which scikit-learn's does not."""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.utils.validation import check_is_fitted, validate_data

from fivesigma.learning.estimators.binary import (
    BinaryClassifier,
    check_binary,
    checked_weight,
    two_columns,
)
from fivesigma.learning.network import sigmoid

FloatArray = npt.NDArray[np.float64]


class WeightedLDA(BinaryClassifier):
    """Two normal distributions of one common shape; between them the log-odds are linear in X.

    Means, the common covariance and the share of each class are weighted sums divided by the sum
    of weights, so that a scale common to all weights changes nothing. With equal weights the same
    as scikit-learn's LinearDiscriminantAnalysis(solver="lsqr"). Refused: other than two classes,
    a class without positive weight. R. A. Fisher, Annals of Eugenics 7 (1936) 179.

    >>> model = WeightedLDA().fit([[0.0], [2.0], [2.0], [4.0]], [0, 0, 1, 1])
    >>> model.coef_.tolist(), model.intercept_.tolist()
    ([[2.0]], [-4.0])
    """

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn the two means and the common covariance; `X` (n_events, n_features)."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        self.classes_, is_signal = check_binary(y)
        weight = checked_weight(sample_weight, is_signal, may_be_negative=True)
        total = np.array([weight[~is_signal].sum(), weight[is_signal].sum()])
        sums = np.array([weight[~is_signal] @ X[~is_signal], weight[is_signal] @ X[is_signal]])
        means = sums / total[:, np.newaxis]
        apart = X - means[is_signal.astype(int)]
        covariance = (weight[:, np.newaxis] * apart).T @ apart / total.sum()
        self.coef_ = np.linalg.lstsq(covariance, means[1] - means[0])[0][np.newaxis]
        prior_odds = np.log(total[1] / total[0])
        self.intercept_ = prior_odds - self.coef_ @ (means[0] + means[1]) / 2
        return self

    def decision_function(self, X: Any) -> FloatArray:
        """Log-odds of the second class, shape (n_events,)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        log_odds: FloatArray = X @ self.coef_[0] + self.intercept_[0]
        return log_odds

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of both classes, shape (n_events, 2)."""
        return two_columns(sigmoid(self.decision_function(X)))
