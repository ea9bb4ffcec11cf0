"""What a classifier looks at: features shuffled one at a time, and single scores taken apart.

Two features that say nearly the same stand in for each other: shuffling one costs little, as the
other is left, so that a low importance does not mean "useless". Look at the correlations, too.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.paired import mean_component
from fivesigma.learning.judging.roc import structural_components
from fivesigma.learning.random import Random

if TYPE_CHECKING:
    from fivesigma.learning.split import Split
    from fivesigma.learning.train import Training

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]
Predict = Callable[[FloatArray], FloatArray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Importance:
    """Weighted AUC, and how much of it is lost where one feature is shuffled.

    `names`, `drop`, `spread`: one per feature, in the order of the columns. The uncertainty of a
    drop is that of the finite number of events, as the same events are scored before and after;
    `spread` is the standard deviation from one shuffle to another, NaN where there was only one.
    """

    names: tuple[str, ...]
    auc: Measured
    drop: tuple[Measured, ...]
    spread: tuple[float, ...]


def permutation_importance(  # noqa: PLR0913 - the events, and keywords
    model: Any,
    X: FloatArray,
    label: IntArray,
    weight: FloatArray,
    *,
    feature_names: Sequence[str],
    seed: int,
    n_repeats: int = 5,
) -> Importance:
    """Drop of the weighted AUC when one column of `X` is shuffled among all events.

    `model`: a fitted classifier with predict_proba, or a function from X (n_events, n_features) to
    scores (n_events,). `label` (0 or 1), signed `weight`: (n_events,), of events that the model
    has not seen. Mean of `n_repeats` shuffles; uncertainty: DeLong's, of the paired difference.
    All columns take the same shuffles, those of `shuffled_orders`, as on the web page: one seed,
    one answer. FiveSigmaError for a model that cannot score, other lengths, or a class of no
    positive sum. Breiman, Mach. Learn. 45 (2001) 5, section 10.

    >>> X = np.random.default_rng(1).normal(size=(400, 2))
    >>> label = (X[:, 0] > 0).astype(np.int8)
    >>> found = permutation_importance(
    ...     lambda X: X[:, 0], X, label, np.ones(400), feature_names=["a", "b"], seed=1
    ... )
    >>> [str(drop) for drop in found.drop]
    ['0.49 ± 0.01', '0.00 ± 0.00']
    """
    names = _checked_names(X, label, weight, feature_names)
    if n_repeats < 1:
        msg = f"needs at least one shuffle of each feature, got n_repeats={n_repeats}. Take 5."
        raise FiveSigmaError(msg)
    predict = _predict_function(model)
    orders = shuffled_orders(label.size, n_repeats=n_repeats, seed=seed)
    component = structural_components(predict(X), label, weight)
    drops, spreads = [], []
    for column in range(X.shape[1]):
        shuffled = X.copy()
        lost = []
        for order in orders:
            shuffled[:, column] = X[order, column]
            lost.append(component - structural_components(predict(shuffled), label, weight))
        drops.append(mean_component(np.mean(lost, axis=0), label, weight))
        spreads.append(_spread([mean_component(one, label, weight).value for one in lost]))
    area = mean_component(component, label, weight)
    return Importance(names=names, auc=area, drop=tuple(drops), spread=tuple(spreads))


def shuffled_orders(n_events: int, *, n_repeats: int, seed: int) -> npt.NDArray[np.int64]:
    """Random orders of the events, (n_repeats, n_events), the same in Python and in the browser.

    >>> shuffled_orders(4, n_repeats=2, seed=1).tolist()
    [[2, 0, 3, 1], [3, 1, 0, 2]]
    """
    random = Random(seed)
    orders = np.tile(np.arange(n_events), (n_repeats, 1))
    for order in orders:
        random.shuffle(order)
    return orders


def importance_of_training(  # noqa: PLR0913 - what was trained on, and keywords
    training: "Training",
    X: FloatArray,
    label: IntArray,
    weight: FloatArray,
    split: "Split",
    *,
    feature_names: Sequence[str],
    seed: int,
    n_repeats: int = 5,
) -> Importance:
    """Mean over the parts of `split` of each model's `permutation_importance` on its test events.

    Shapes as there; `training` and `split` are those of the same events. FiveSigmaError as there,
    or where `training` does not have one model per part.

    >>> from fivesigma.learning.split import stratified_k_fold
    >>> from fivesigma.learning.train import train
    >>> X = np.random.default_rng(1).normal(size=(200, 2))
    >>> label, weight = (X[:, 0] > 0).astype(np.int8), np.ones(200)
    >>> split = stratified_k_fold(label, n_folds=2, seed=1)
    >>> training = train("linear", X, label, weight, split=split, seed=1)
    >>> names = ["useful", "useless"]
    >>> found = importance_of_training(
    ...     training, X, label, weight, split, feature_names=names, seed=1
    ... )
    >>> found.drop[0].value > 0.4 > 0.1 > found.drop[1].value
    True
    """
    if len(training.estimators) != split.n_parts or split.n_events != label.size:
        msg = (
            f"needs one fitted model per part of the split of these {label.size} events, got "
            f"{len(training.estimators)} models, {split.n_parts} parts, {split.n_events} events. "
            "Train again: fitted models are not kept in files."
        )
        raise FiveSigmaError(msg)
    parts = [
        permutation_importance(
            estimator,
            X[test],
            label[test],
            weight[test],
            feature_names=feature_names,
            seed=seed + part,
            n_repeats=n_repeats,
        )
        for part, estimator in enumerate(training.estimators)
        for test in [split.test(part)]
    ]
    columns = zip(*(part.drop for part in parts), strict=True)
    return Importance(
        names=parts[0].names,
        auc=_mean_of_parts([part.auc for part in parts]),
        drop=tuple(_mean_of_parts(column) for column in columns),
        # Each part is shuffled for itself: the spreads of their mean's parts add in quadrature.
        spread=tuple(
            math.hypot(*column) / len(parts)
            for column in zip(*(part.spread for part in parts), strict=True)
        ),
    )


def shap_values(estimator: Any, X: FloatArray) -> FloatArray:
    """What each feature adds to each event's score, exactly, for a model of trees; shape of `X`.

    In the model's own unit: log-odds for boosted trees, probability of signal for a tree or a
    forest. The values of an event add up to its score less the mean one. FiveSigmaError where the
    extra `explain` is missing or the model has no trees that SHAP knows. Lundberg et al., Nat.
    Mach. Intell. 2 (2020) 56.

    >>> from sklearn.tree import DecisionTreeClassifier
    >>> X = np.array([[0.0, 5.0], [1.0, 5.0]])
    >>> shap_values(DecisionTreeClassifier().fit(X, [0, 1]), X).tolist()
    [[-0.5, 0.0], [0.5, 0.0]]
    """
    with warnings.catch_warnings():  # of its plots and of LightGBM's format: nothing for the reader
        warnings.simplefilter("ignore")
        try:
            import shap  # noqa: PLC0415 - an extra, and slow to import
        except ImportError as error:
            msg = 'SHAP is not installed. Try: pip install "fivesigma[explain]"'
            raise FiveSigmaError(msg) from error
        try:
            found = shap.TreeExplainer(estimator).shap_values(X)
        except Exception as error:
            msg = (
                f"SHAP cannot take {type(estimator).__name__} apart: {error}. Take a tree, a "
                "forest or boosted trees, no pipeline; or permutation_importance, for any model."
            )
            raise FiveSigmaError(msg) from error
    if isinstance(found, list):  # one array a class, in older versions
        found = found[-1]
    values: FloatArray = np.asarray(found, np.float64)
    return values[..., 1] if values.ndim == 3 else values


def _checked_names(
    X: FloatArray, label: IntArray, weight: FloatArray, names: Sequence[str]
) -> tuple[str, ...]:
    if X.shape != (label.size, len(names)) or weight.shape != label.shape:
        msg = (
            f"needs X of shape ({label.size}, {len(names)}) and a weight per event, got X "
            f"{X.shape} and {weight.size} weights. Give one name per column of X."
        )
        raise FiveSigmaError(msg)
    return tuple(names)


def _predict_function(model: Any) -> Predict:
    if hasattr(model, "predict_proba"):

        def predict(X: FloatArray) -> FloatArray:
            probability: FloatArray = np.asarray(model.predict_proba(X), np.float64)[:, 1]
            return probability

        return predict
    if callable(model):
        function: Predict = model
        return function
    msg = (
        f"{type(model).__name__} has no predict_proba. Give a fitted classifier, or a function "
        "from X to scores."
    )
    raise FiveSigmaError(msg)


def _spread(values: Sequence[float]) -> float:
    return float(np.std(values, ddof=1)) if len(values) > 1 else math.nan


def _mean_of_parts(parts: Sequence[Measured]) -> Measured:
    """Mean, with the uncertainty of parts that test different events."""
    return Measured(
        value=sum(part.value for part in parts) / len(parts),
        uncertainty=math.sqrt(sum(part.uncertainty**2 for part in parts)) / len(parts),
    )
