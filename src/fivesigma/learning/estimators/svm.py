"""A support-vector machine with a Gaussian kernel that stays quick on tens of thousands of events.

The exact machine compares every pair of events: its time grows with the square of their number.
Here each event is compared with a few hundred landmarks, which span nearly the same functions,
and a linear machine does the rest (Williams and Seeger, NIPS 13 (2000) 682).
"""

from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.kernel_approximation import Nystroem
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC
from sklearn.utils import check_random_state
from sklearn.utils.validation import check_is_fitted, validate_data

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.binary import BinaryClassifier, check_binary, checked_weight

FloatArray = npt.NDArray[np.float64]

_N_INNER_FOLDS = 3
_N_ROWS_AT_ONCE = 50_000  # so that the kernels of a million events need not fit into memory


class KernelSVM(BinaryClassifier):
    """Squared hinge loss with cost `C` on `n_components` kernels exp(-gamma |x - landmark|²).

    Give it standardised inputs: `gamma` None means 1 / (4 n_features), a smooth border there. The
    probability is a sigmoid of the distance from the border (Platt 1999), fitted on distances of
    events that the machine had not learned from, in three inner folds of the training events.
    Refused: other than two classes, negative weights, fewer than three events in a class.

    >>> model = KernelSVM(random_state=1).fit([[0], [1], [2], [7], [8], [9]], [0, 0, 0, 1, 1, 1])
    >>> bool(model.predict_proba([[0], [9]])[1, 1] > 0.5)
    True
    """

    def __init__(
        self,
        *,
        C: float = 0.1,
        gamma: float | None = None,
        n_components: int = 300,
        random_state: Any = None,
    ) -> None:
        self.C = C
        self.gamma = gamma
        self.n_components = n_components
        self.random_state = random_state

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn from `X` (n_events, n_features); events of weight 0 are passed over."""
        X, y = validate_data(self, X, y, dtype=np.float64)
        self.classes_, is_signal = check_binary(y)
        weight = checked_weight(sample_weight, is_signal)
        used = weight > 0
        X, is_signal, weight = X[used], is_signal[used], weight[used]
        fewest = min(is_signal.sum(), (~is_signal).sum())
        if fewest < _N_INNER_FOLDS:
            msg = f"needs {_N_INNER_FOLDS} events of each class, got {fewest}. Take another model."
            raise FiveSigmaError(msg)
        random = check_random_state(self.random_state)
        self.kernels_ = Nystroem(
            gamma=1 / (4 * X.shape[1]) if self.gamma is None else self.gamma,
            n_components=min(self.n_components, X.shape[0]),
            random_state=random.randint(2**31),
        ).fit(X)
        self._learn(self.kernels_.transform(X), is_signal, weight, random)
        return self

    def _learn(
        self, kernels: FloatArray, is_signal: npt.NDArray[np.bool_], weight: FloatArray, random: Any
    ) -> None:
        """The linear machine, and the sigmoid on distances it has not learned from."""
        machine = LinearSVC(C=self.C, dual=False)
        distance = np.zeros(is_signal.size)
        folds = StratifiedKFold(_N_INNER_FOLDS, shuffle=True, random_state=random.randint(2**31))
        for learn, rest in folds.split(kernels, is_signal):
            machine.fit(kernels[learn], is_signal[learn], sample_weight=weight[learn])
            distance[rest] = machine.decision_function(kernels[rest])
        self.sigmoid_ = LogisticRegression(C=np.inf)
        self.sigmoid_.fit(distance[:, np.newaxis], is_signal, sample_weight=weight)
        self.machine_ = machine.fit(kernels, is_signal, sample_weight=weight)

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of both classes, shape (n_events, 2)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        distance = np.concatenate(
            [
                self.machine_.decision_function(self.kernels_.transform(rows))
                for rows in np.array_split(X, X.shape[0] // _N_ROWS_AT_ONCE + 1)
            ]
        )
        probability: FloatArray = self.sigmoid_.predict_proba(distance[:, np.newaxis])
        return probability
