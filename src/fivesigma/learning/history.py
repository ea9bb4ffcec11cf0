"""The course of a training: how the loss fell with every epoch or tree, for the eye to judge.

Nothing is chosen by it: a model that stops early watches the validation events of the split, or,
where there are none, a share of its own training events.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.estimators.prepared import PreparedClassifier

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

# X, y and weights of some events
Sample = tuple[FloatArray, npt.NDArray[np.int8], FloatArray]

# A probability of exactly 0 or 1 that is wrong would cost an infinite loss.
_SMALLEST_PROBABILITY = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One training's course: the mean loss after each epoch or tree; arrays (n_steps,).

    `training_loss` is that on the events that were learned from. `validation_loss` is that on
    others: on those that an early stop watched, where there was one, else on events with no part
    in the training. `loss_name`: "cross-entropy", or "Brier score" where trees vote.
    """

    step_name: str
    step: IntArray
    training_loss: FloatArray
    validation_loss: FloatArray | None
    stopped_early: bool
    loss_name: str = "cross-entropy"


def history_of(estimator: Any, learned: Sample, unseen: Sample) -> History | None:
    """The course of a fitted classifier, None for one without (a line, a single tree).

    `learned`, `unseen`: X (n_events, n_features), y of 0 and 1, weights (n_events,), of the events
    that it learned from and of others. Networks noted their losses while they learned; for trees
    the loss of the first 1, 2, 3 ... trees is worked out here.

    >>> from sklearn.ensemble import AdaBoostClassifier
    >>> sample = np.array([[0.0], [1.0]]), np.array([0, 1], np.int8), np.ones(2)
    >>> model = AdaBoostClassifier(n_estimators=3).fit(sample[0], sample[1])
    >>> history_of(model, sample, sample).step_name
    'tree'
    """
    if isinstance(estimator, PreparedClassifier):
        learned, unseen = ((estimator.prepared(X), y, w) for X, y, w in (learned, unseen))
        return history_of(estimator.estimator_, learned, unseen)
    if hasattr(estimator, "loss_curve_"):
        return _of_epochs(estimator)
    if not (hasattr(estimator, "staged_predict_proba") or type(estimator).__name__ in _STAGES):
        return None
    losses = [_staged_losses(estimator, sample) for sample in (learned, unseen)]
    asked = getattr(estimator, "max_iter", getattr(estimator, "n_estimators", None))
    return History(
        step_name="tree",
        step=np.arange(1, losses[0].size + 1),
        training_loss=losses[0],
        validation_loss=losses[1],
        stopped_early=asked is not None and losses[0].size < asked,
        loss_name="Brier score" if _votes(estimator) else "cross-entropy",
    )


def _of_epochs(estimator: Any) -> History:
    """What a network noted; scikit-learn's adds its penalty on large weights to the loss."""
    training = np.asarray(estimator.loss_curve_, dtype=np.float64)
    validation = np.asarray(getattr(estimator, "validation_loss_curve_", ()), dtype=np.float64)
    asked = getattr(estimator, "max_iter", training.size)
    return History(
        step_name="epoch",
        step=np.arange(1, training.size + 1),
        training_loss=training,
        validation_loss=validation if validation.size else None,
        stopped_early=bool(getattr(estimator, "stopped_early_", training.size < asked)),
    )


def _votes(estimator: Any) -> bool:
    return type(estimator).__name__ == "RandomForestClassifier"


def _staged_losses(estimator: Any, sample: Sample) -> FloatArray:
    """Loss of the first 1, 2, 3 ... trees, shape (n_trees,)."""
    X, y, weight = sample
    stages: Iterable[FloatArray]
    if hasattr(estimator, "staged_predict_proba"):
        stages = (probability[:, 1] for probability in estimator.staged_predict_proba(X))
    else:
        stages = _STAGES[type(estimator).__name__](estimator, X)
    loss = _brier_score if _votes(estimator) else _cross_entropy
    return np.array([loss(probability, y, weight) for probability in stages])


def _forest_stages(estimator: Any, X: FloatArray) -> Iterator[FloatArray]:
    total = np.zeros(X.shape[0])
    for n_trees, tree in enumerate(estimator.estimators_, start=1):
        total += tree.predict_proba(X)[:, 1]
        yield total / n_trees


def _lightgbm_stages(estimator: Any, X: FloatArray) -> Iterator[FloatArray]:
    log_odds = np.zeros(X.shape[0])
    for tree in range(estimator.n_iter_):
        log_odds += estimator.booster_.predict(
            X, raw_score=True, start_iteration=tree, num_iteration=1
        )
        yield 1 / (1 + np.exp(-log_odds))


_STAGES = {"RandomForestClassifier": _forest_stages, "LGBMClassifier": _lightgbm_stages}


def _cross_entropy(probability: FloatArray, y: npt.NDArray[np.int8], weight: FloatArray) -> float:
    right = np.where(y == 1, probability, 1 - probability)
    return float(np.average(-np.log(np.maximum(right, _SMALLEST_PROBABILITY)), weights=weight))


def _brier_score(probability: FloatArray, y: npt.NDArray[np.int8], weight: FloatArray) -> float:
    return float(np.average((probability - y) ** 2, weights=weight))
