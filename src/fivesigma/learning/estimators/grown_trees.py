"""The trees of the web page as scikit-learn classifiers: same settings, same seed, same trees.

scikit-learn's own trees (`tree` and `trees` of the menu) are quicker and ask nearly the same; these
exist so that what was grown on the page can be grown again in Python, event by event the same.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.utils.validation import check_is_fitted, validate_data

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.binary import (
    BinaryClassifier,
    BoolArray,
    FloatArray,
    check_binary,
    checked_weight,
    two_columns,
)
from fivesigma.learning.estimators.questions import (
    QuestionTree,
    TreeLimits,
    bins_of,
    grow_tree,
    quantile_edges,
)
from fivesigma.learning.network import sigmoid
from fivesigma.learning.random import Random

_MIN_CURVATURE = 1e-3
_MOST_LEAVES = 4096
_LEAST_SHARE = 1e-6  # shares of signal nearer to 0 or 1 have the log-odds of these


class _Grown(BinaryClassifier):
    """What both share: binned variables, and answers that add up to log-odds.

    After `fit`: `edges_` (of the bins of each variable), `start_` (log-odds before the first tree),
    `trees_`.
    """

    edges_: list[FloatArray]
    start_: float
    trees_: list[QuestionTree]

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        """Learn from `X` (n_events, n_features), weights of at least 0."""
        _check_settings(self)
        X, y = validate_data(self, X, y, dtype=np.float64)
        self.classes_, is_signal = check_binary(y)
        weight = checked_weight(sample_weight, is_signal)
        used = weight > 0
        self.edges_ = [quantile_edges(values) for values in X[used].T]
        self._grow(bins_of(X[used], self.edges_), is_signal[used], weight[used])
        return self

    def _grow(self, bins: npt.NDArray[np.uint8], is_signal: BoolArray, weight: FloatArray) -> None:
        raise NotImplementedError

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of both classes, shape (n_events, 2)."""
        check_is_fitted(self)
        *_, last = self._stages(X)
        return last

    def _stages(self, X: Any) -> Iterator[FloatArray]:
        """Probability of both classes before the first tree and after each."""
        X = validate_data(self, X, reset=False, dtype=np.float64)
        bins = bins_of(X, self.edges_)
        log_odds = np.full(len(bins), self.start_)
        yield two_columns(sigmoid(log_odds))
        for tree in self.trees_:
            log_odds += tree.answers(bins)
            yield two_columns(sigmoid(log_odds))


class BoostedTreesClassifier(_Grown):
    """Boosted trees: each new one learns what those before it still get wrong.

    `n_trees` of at most `max_depth` questions in a row, and 2 ** max_depth leaves; a leaf holds
    `min_events` training events or more. Each tree sees the part `subsample` of them, drawn with
    `seed` as the web page draws it, and its answers are shortened by `learning_rate`. It grows on
    the slopes of the weighted cross-entropy, and each leaf takes a Newton step (section 4.5 of
    J. Friedman, Annals of Statistics 29, 2001). Refused: other than two classes, negative weights,
    missing values.

    >>> X = np.arange(80.0)[:, np.newaxis]
    >>> model = BoostedTreesClassifier(n_trees=3, subsample=1).fit(X, X[:, 0] > 39)
    >>> model.predict([[0.0], [79.0]]).tolist()
    [False, True]
    """

    def __init__(  # noqa: PLR0913 - one name a setting, as scikit-learn asks for
        self,
        *,
        n_trees: int = 50,
        max_depth: int = 3,
        learning_rate: float = 0.1,
        subsample: float = 0.5,
        min_events: int = 20,
        seed: int = 1,
    ) -> None:
        self.n_trees = n_trees
        self.max_depth = max_depth
        self.learning_rate = learning_rate
        self.subsample = subsample
        self.min_events = min_events
        self.seed = seed

    def _grow(self, bins: npt.NDArray[np.uint8], is_signal: BoolArray, weight: FloatArray) -> None:
        totals = [np.add.accumulate(weight[kind])[-1] for kind in (is_signal, ~is_signal)]
        self.start_ = float(np.log(totals[0] / totals[1]))
        self.trees_ = []
        random, order = Random(self.seed), np.arange(weight.size)
        n_drawn = max(1, int(self.subsample * weight.size + 0.5))
        log_odds = np.full(weight.size, self.start_)
        for _ in range(self.n_trees):
            p = sigmoid(log_odds)
            if self.subsample < 1:
                random.shuffle(order)
            tree = grow_tree(
                bins,
                weight * (p - is_signal),
                weight * p * (1 - p),
                order[:n_drawn],
                _limits(self),
                factor=self.learning_rate,
            )
            self.trees_.append(tree)
            log_odds += tree.answers(bins)
            if tree.column.size == 1:  # nothing is left to ask, and the page stops as well
                break

    def staged_predict_proba(self, X: Any) -> Iterator[FloatArray]:
        """Probability of both classes by the first 1, 2, 3 ... trees, shape (n_events, 2) each."""
        check_is_fitted(self)
        return islice(self._stages(X), 1, None)


class QuestionTreeClassifier(_Grown):
    """One decision tree, which has asked `questions`: always the one that gains most.

    At most `max_depth` questions in a row, and 2 ** max_depth leaves; a leaf holds `min_events`
    training events or more, and answers with its share of signal, by weight. Refused: other than
    two classes, negative weights, missing values.

    >>> X = np.arange(80.0)[:, np.newaxis]
    >>> tree = QuestionTreeClassifier(questions=1).fit(X, X[:, 0] > 39)
    >>> tree.predict_proba([[79.0]]).round(3).tolist()
    [[0.0, 1.0]]
    """

    def __init__(self, *, questions: int = 7, max_depth: int = 3, min_events: int = 20) -> None:
        self.questions = questions
        self.max_depth = max_depth
        self.min_events = min_events

    def _grow(self, bins: npt.NDArray[np.uint8], is_signal: BoolArray, weight: FloatArray) -> None:
        order = np.arange(weight.size)
        slopes = -weight * is_signal
        shares = grow_tree(bins, slopes, weight, order, _limits(self), questions=self.questions)
        p = shares.value.clip(_LEAST_SHARE, 1 - _LEAST_SHARE)
        self.start_ = 0.0
        self.trees_ = [
            QuestionTree(
                column=shares.column, bin=shares.bin, left=shares.left, value=np.log(p / (1 - p))
            )
        ]


def _limits(model: Any) -> TreeLimits:
    return TreeLimits(
        max_depth=model.max_depth,
        max_leaves=min(2**model.max_depth, _MOST_LEAVES),
        min_events=model.min_events,
        min_curvature=_MIN_CURVATURE,
    )


def _check_settings(model: Any) -> None:
    def between(low: float, high: float) -> Callable[[float], bool]:
        return lambda given: low <= given <= high

    most = float("inf")
    sound = {
        "n_trees": (between(1, most), "1 or more"),
        "questions": (between(0, most), "0 or more"),
        "max_depth": (between(1, 30), "1 to 30"),
        "learning_rate": (between(1e-9, most), "above 0"),
        "subsample": (between(1e-9, 1), "above 0, up to 1"),
        "min_events": (between(1, most), "1 or more"),
    }
    wrong = [
        f"{name}={value!r} (expected {sound[name][1]})"
        for name, value in model.get_params().items()
        if name in sound and not sound[name][0](value)
    ]
    if wrong:
        msg = f"these settings of the trees cannot be used: {'; '.join(wrong)}."
        raise FiveSigmaError(msg)
