"""Train a model once a part of a split, and score every event with models that had not seen it."""

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.base import clone
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.utils.validation import has_fit_parameter
from threadpoolctl import threadpool_limits

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.prepared import PreparedClassifier
from fivesigma.learning.history import History, Sample, history_of
from fivesigma.learning.models import find_model, make_model
from fivesigma.learning.split import Split, check_split
from fivesigma.learning.weights import training_weights

FloatArray = npt.NDArray[np.float64]
LabelArray = npt.NDArray[np.int8]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Scores of every event, shape (n_events,), and what was learned in each part.

    `score`: mean over the models that had not seen the event (its TEST parts), NaN where none.
    `seen_score`: mean over the models that learned from it, NaN where none. `histories`: one a
    part, empty where the model has no course. `estimators`: fitted, one a part, never in a file.
    """

    model: str
    seed: int
    weighting: str
    score: FloatArray
    seen_score: FloatArray
    histories: tuple[History, ...]
    estimators: tuple[Any, ...]


def train(  # noqa: PLR0913 - a sample of three arrays, and how to learn from it
    model: str | Any,
    X: FloatArray,
    label: LabelArray,
    weight: FloatArray,
    *,
    split: Split,
    seed: int,
    weighting: str = "balanced",
    parameters: Mapping[str, Any] | None = None,
    impute: bool = False,
) -> Training:
    """Train a model of the menu in every part of `split`, and score all events.

    `model`: a name of the menu, or a scikit-learn classifier of one's own, which is cloned for each
    part and keeps its own seed and parameters. `X`: (n_events, n_features); `label`: 1 signal, 0
    background, and `weight`: (n_events,), of either sign; `weighting`: how the training takes them
    (learning.weights). `impute` puts the median of the training events in place of NaN, and a
    column beside that says where it did; without it NaN is refused. Refused as well: what
    `cross_score` and `make_model` refuse, and negative weights ("signed") for a model that cannot
    learn from them.

    The same seed gives the same scores. With a hash split the order of the rows does not matter
    either (beyond rounding), except to models that draw rows: forest, svm and the networks.

    >>> X, label = np.arange(20.0)[:, np.newaxis], np.array([0, 1] * 10, np.int8)
    >>> from fivesigma.learning.split import stratified_k_fold
    >>> folds = stratified_k_fold(label, n_folds=2, seed=1)
    >>> train("lda", X, label, np.ones(20), split=folds, seed=1).score.shape
    (20,)
    """
    is_own = not isinstance(model, str)
    if is_own and parameters:
        msg = f"set {', '.join(parameters)} on {type(model).__name__} itself: it is your own."
        raise FiveSigmaError(msg)
    takes_negative = is_own or find_model(model).takes_negative_weights
    if weighting == "signed" and not takes_negative and (weight < 0).any():
        msg = (
            f"{model} cannot learn from negative weights: where they win, its loss falls without "
            "bound. Take weighting='balanced', or linear, lda, naive-bayes or mlp."
        )
        raise FiveSigmaError(msg)
    if not impute:
        _check_no_nan(X)

    def make(seed: int) -> Any:
        made = clone(model) if is_own else make_model(model, seed=seed, **(parameters or {}))
        if not impute:
            return made
        return PreparedClassifier(SimpleImputer(strategy="median", add_indicator=True), made)

    trained = cross_score(make, X, label, weight, split=split, seed=seed, weighting=weighting)
    return replace(trained, model=type(model).__name__ if is_own else model)


def cross_score(  # noqa: PLR0913 - as train
    make_estimator: Callable[[int], Any],
    X: FloatArray,
    label: LabelArray,
    weight: FloatArray,
    *,
    split: Split,
    seed: int,
    weighting: str = "balanced",
) -> Training:
    """Train any scikit-learn classifier in every part of `split`, and score all events.

    `make_estimator(seed)` gives a new one; the seed of part k is `seed` + k. An event's `score`
    comes from the models of the parts that test it, so it is never one that learned from it. Where
    the split has validation events, an early stop of the network watches those.
    Arrays as for `train`; NaN in X is the estimator's affair. Training uses one thread, so that
    the same seed gives the same scores on every machine. Refused: arrays that do not fit together,
    labels other than 0 and 1, weights that are not finite, a part with one class, a classifier
    without predict_proba or sample_weight.

    >>> from sklearn.linear_model import LogisticRegression
    >>> from fivesigma.learning.split import hash_k_fold
    >>> fold = np.arange(20, dtype=np.uint8) // 2
    >>> X, label = np.arange(20.0)[:, np.newaxis], np.array([0, 1] * 10, np.int8)
    >>> weight, folds = np.ones(20), hash_k_fold(fold)
    >>> trained = cross_score(lambda _: LogisticRegression(), X, label, weight, split=folds, seed=1)
    >>> trained.model, int(np.isfinite(trained.score).sum())
    ('LogisticRegression', 20)
    """
    _check_arrays(X, label, weight)
    check_split(split, label)
    estimators, histories = [], []
    sums = np.zeros((2, label.size))  # scores as a tested event and as one learned from
    counts = np.zeros((2, label.size), np.int64)
    with threadpool_limits(limits=1):
        for part in range(split.n_parts):
            learned = _sample(X, label, weight, split.train(part), weighting)
            role, watching = _watched(split, part, label)
            unseen = _sample(X, label, weight, watching, weighting)
            estimator = _fitted(make_estimator(seed + part), learned, {role: unseen}, part)
            for row, index in enumerate((split.test(part), split.train(part))):
                sums[row, index] += _score(estimator, X[index])
                counts[row, index] += 1
            history = history_of(estimator, learned, unseen)
            histories += [] if history is None else [history]
            estimators.append(estimator)
    score, seen_score = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return Training(
        model=type(estimators[0]).__name__,
        seed=seed,
        weighting=weighting,
        score=score,
        seen_score=seen_score,
        histories=tuple(histories),
        estimators=tuple(estimators),
    )


def _sample(
    X: FloatArray, label: LabelArray, weight: FloatArray, index: IntArray, weighting: str
) -> Sample:
    """Some events, weighted as a training takes them: the others have no say in the weights."""
    return X[index], label[index], training_weights(weight[index], label[index], weighting)


def _watched(split: Split, part: int, label: LabelArray) -> tuple[str, IntArray]:
    """Events to draw the loss of unseen events with, under the name that `fit` knows them by.

    The validation events, which an early stop may watch, else the test's, which it never may.
    """
    validation = split.validation(part)
    has_both = 0 < label[validation].sum() < validation.size
    return ("validation", validation) if has_both else ("unseen", split.test(part))


def _fitted(estimator: Any, learned: Sample, watched: Mapping[str, Sample], part: int) -> Any:
    X, y, weight = learned
    given: dict[str, Any] = {
        role: sample for role, sample in watched.items() if has_fit_parameter(estimator, role)
    }
    if _takes_weight(estimator, weight):
        given["sample_weight"] = weight
    with warnings.catch_warnings():
        # The number of epochs is a setting, not a failure.
        warnings.filterwarnings("ignore", "Stochastic Optimizer", ConvergenceWarning)
        try:
            return estimator.fit(X, y, **given)
        except FiveSigmaError:
            raise
        except Exception as error:  # each library has its own: LightGBMError is no ValueError
            name = type(estimator).__name__
            msg = (
                f"{name} could not learn in part {part}: {error} Change its parameters or weights."
            )
            raise FiveSigmaError(msg) from error


def _takes_weight(estimator: Any, weight: FloatArray) -> bool:
    """Whether `fit` wants weights; refuses a model that cannot do what is asked of it."""
    name = type(estimator).__name__
    if not hasattr(estimator, "predict_proba"):
        msg = (
            f"{name} has no predict_proba, and a score is a probability of signal. Wrap it: "
            "sklearn.calibration.CalibratedClassifierCV(estimator)."
        )
        raise FiveSigmaError(msg)
    takes = bool(has_fit_parameter(estimator, "sample_weight"))
    if not takes and (weight != 1).any():
        msg = f"{name} takes no sample_weight. Take another model, or weighting='none'."
        raise FiveSigmaError(msg)
    return takes


def _score(estimator: Any, X: FloatArray) -> FloatArray:
    """Probability of signal, shape (n_events,)."""
    probability: FloatArray = estimator.predict_proba(X)[:, 1]
    if not ((probability >= 0) & (probability <= 1)).all():
        msg = (
            f"{type(estimator).__name__} gave probabilities outside 0 to 1: its training ran away. "
            "Take balanced weights or a smaller learning rate."
        )
        raise FiveSigmaError(msg)
    return probability


def _check_arrays(X: FloatArray, label: LabelArray, weight: FloatArray) -> None:
    if X.ndim != 2 or not X.shape[0] == label.size == weight.size:
        msg = (
            "needs X (n_events, n_features), and a label and a weight for each event, got "
            f"{X.shape}, {label.shape} and {weight.shape}."
        )
        raise FiveSigmaError(msg)
    if not np.isfinite(weight).all():
        n_bad = int((~np.isfinite(weight)).sum())
        msg = f"{n_bad} weights are NaN or infinite. Find out why before leaving those events out."
        raise FiveSigmaError(msg)
    if np.isinf(X).any():
        columns = np.flatnonzero(np.isinf(X).any(axis=0)).tolist()
        msg = f"the features in columns {columns} hold infinite values. Mend or cut those events."
        raise FiveSigmaError(msg)


def _check_no_nan(X: FloatArray) -> None:
    missing = np.isnan(X).sum(axis=0)
    if missing.any():
        found = ", ".join(f"column {i}: {missing[i]} events" for i in np.flatnonzero(missing))
        msg = (
            f"features are missing (NaN) in {found}. Select events that have them, leave the "
            "feature out, or train with impute=True."
        )
        raise FiveSigmaError(msg)
