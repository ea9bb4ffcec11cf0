"""The events and models of the undergraduate lesson 5, made again for its checks."""

import functools

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.tree import DecisionTreeClassifier

from fivesigma.learning.judging.confusion import confusion_at
from fivesigma.learning.weights import balanced_weights, rescaled_weights
from fivesigma.teaching import lesson
from fivesigma.workflow import story
from fivesigma.workflow.events import feature_matrix

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int8]

DEPTHS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20)
N_TREES = 100
LEARN, CHOOSE, JUDGE = range(5), range(5, 7), range(7, 10)


def lesson_events() -> tuple[FloatArray, IntArray, FloatArray, npt.NDArray[np.uint8], list[str]]:
    """Features, label, weight and fold of the lesson's events, and the features' names."""
    table = story.features(story.select(lesson.load_events(quiet=True), signal="DM_200"))
    return feature_matrix(table), table.label, table.weight, table.fold, list(table.features)


def lesson_tree(
    depth: int, X: FloatArray, label: IntArray, weight: FloatArray
) -> DecisionTreeClassifier:
    """A tree as the lesson grows it."""
    model = DecisionTreeClassifier(max_depth=depth, random_state=1)
    return model.fit(X, label, sample_weight=balanced_weights(weight, label))


@functools.cache
def errors_of_depths(dataset: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Weighted error on events that learn, and that choose, for each of DEPTHS."""
    del dataset  # the key: a process may run a lesson on both sets
    X, label, weight, fold, _ = lesson_events()
    learns = fold <= max(LEARN)
    trees = [lesson_tree(depth, X[learns], label[learns], weight[learns]) for depth in DEPTHS]
    scores = [tree.predict_proba(X)[:, 1] for tree in trees]
    seen, unseen = (
        tuple(_error(score, label, weight, fold, folds) for score in scores)
        for folds in (LEARN, CHOOSE)
    )
    return seen, unseen


@functools.cache
def errors_of_boosting(dataset: str) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Weighted error on events that learn, and that choose, after each tree."""
    del dataset
    X, label, weight, fold, _ = lesson_events()
    learns = fold <= max(LEARN)
    model = GradientBoostingClassifier(
        n_estimators=N_TREES, learning_rate=0.1, subsample=0.5, random_state=1
    )
    balanced = balanced_weights(weight[learns], label[learns])
    model.fit(X[learns], label[learns], sample_weight=balanced)
    stages = [score[:, 1] for score in model.staged_predict_proba(X)]
    seen, unseen = (
        tuple(_error(score, label, weight, fold, folds) for score in stages)
        for folds in (LEARN, CHOOSE)
    )
    return seen, unseen


def _error(
    score: FloatArray,
    label: IntArray,
    weight: FloatArray,
    fold: npt.NDArray[np.uint8],
    folds: range,
) -> float:
    """Weighted error on the events of these folds, calling signal what has 0.5 or more."""
    full = rescaled_weights(weight, label, fold, folds)
    kept = np.isin(fold, np.array(folds))
    found = confusion_at(score[kept], label[kept], full[kept], threshold=0.5)
    return 1 - found.balanced_accuracy.value
