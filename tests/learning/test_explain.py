"""Importance of features: on unseen events, with weights, with an uncertainty; SHAP as an extra."""

import math
import sys
import warnings

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.explain import (
    FloatArray,
    IntArray,
    importance_of_training,
    permutation_importance,
    shap_values,
    shuffled_orders,
)
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.split import stratified_k_fold
from fivesigma.learning.train import Training, train

Sample = tuple[FloatArray, IntArray, FloatArray]
NAMES = ["strong", "weak", "useless"]


def events(seed: int, n_events: int = 2000) -> Sample:
    """Three normal features of decreasing use; one weight in ten is negative."""
    rng = np.random.default_rng(seed)
    label = (np.arange(n_events) % 4 == 0).astype(np.int8)
    X = rng.normal(size=(n_events, 3))
    X[:, 0] += 1.5 * label
    X[:, 1] += 0.5 * label
    weight = rng.uniform(0.5, 1.5, n_events) * np.where(rng.uniform(size=n_events) < 0.1, -1, 1)
    return X, label, weight


def test_features_are_ranked_by_their_use() -> None:
    X, label, weight = events(1)
    model = LogisticRegression().fit(X, label)
    found = permutation_importance(model, *events(2), feature_names=NAMES, seed=1)
    strong, weak, useless = found.drop
    assert found.names == ("strong", "weak", "useless")
    assert strong.value - strong.uncertainty > weak.value > 3 * weak.uncertainty
    assert abs(useless.value) < 3 * useless.uncertainty + 1e-3
    X, label, weight = events(2)
    score = model.predict_proba(X)[:, 1]
    assert found.auc.value == pytest.approx(roc_curve(score, label, weight).auc)


def test_the_weights_decide_what_is_important() -> None:
    rng = np.random.default_rng(3)
    X, label = rng.normal(size=(2000, 2)), (np.arange(2000) % 2).astype(np.int8)
    first = np.arange(2000) < 1000
    X[:, 0] += label * first  # the first half differs in feature 0, the second in feature 1
    X[:, 1] += label * ~first
    weight = np.where(first, 1.0, 0.01)
    found = permutation_importance(
        lambda X: X.sum(axis=1), X, label, weight, feature_names=["a", "b"], seed=1
    )
    assert found.drop[0].value > 0.15
    assert abs(found.drop[1].value) < 0.05


def test_the_uncertainty_is_the_spread_over_samples() -> None:
    drops = [
        permutation_importance(
            lambda X: X[:, 0] + X[:, 1] / 2,
            *events(seed, 500),
            feature_names=NAMES,
            seed=seed,
            n_repeats=3,
        ).drop[1]
        for seed in range(150)
    ]
    mean = np.mean([drop.uncertainty for drop in drops])
    assert mean == pytest.approx(np.std([drop.value for drop in drops]), rel=0.25)


def test_the_spread_is_that_from_one_shuffle_to_another() -> None:
    X, label, weight = events(13)

    def drop(seed: int) -> float:
        found = permutation_importance(
            lambda X: X[:, 0], X, label, weight, feature_names=NAMES, seed=seed, n_repeats=1
        )
        assert math.isnan(found.spread[0])
        return found.drop[0].value

    found = permutation_importance(
        lambda X: X[:, 0], X, label, weight, feature_names=NAMES, seed=1, n_repeats=60
    )
    singles = [drop(seed) for seed in range(60)]
    assert found.spread[0] == pytest.approx(np.std(singles, ddof=1), rel=0.3)
    assert found.spread[2] == 0


def test_one_seed_gives_one_answer_and_another_seed_another() -> None:
    one, again, other = (
        permutation_importance(
            lambda X: X.sum(axis=1), *events(14, 300), feature_names=NAMES, seed=seed
        )
        for seed in (1, 1, 2)
    )
    assert one == again != other


def test_all_features_take_the_same_shuffles() -> None:
    orders = shuffled_orders(50, n_repeats=3, seed=4)
    assert [sorted(order) for order in orders.tolist()] == [list(range(50))] * 3
    assert len({tuple(order) for order in orders.tolist()}) == 3
    X, label, weight = events(15, 300)
    X[:, 1] = X[:, 0]
    found = permutation_importance(
        lambda X: X[:, 0] + X[:, 1], X, label, weight, feature_names=NAMES, seed=1
    )
    assert found.drop[0] == found.drop[1]


def test_the_events_are_left_as_they_were() -> None:
    X, label, weight = events(4)
    before = X.copy()
    permutation_importance(lambda X: X[:, 0], X, label, weight, feature_names=NAMES, seed=1)
    assert np.array_equal(X, before)


def test_the_importance_of_a_training_is_that_of_its_test_events() -> None:
    X, label, weight = events(5)
    split = stratified_k_fold(label, n_folds=3, seed=1)
    training = train("linear", X, label, weight, split=split, seed=1)
    found = importance_of_training(training, X, label, weight, split, feature_names=NAMES, seed=7)
    parts = []
    for part, model in enumerate(training.estimators):
        test = split.test(part)
        parts.append(
            permutation_importance(
                model, X[test], label[test], weight[test], feature_names=NAMES, seed=7 + part
            )
        )
    assert found.drop[0].value == pytest.approx(np.mean([part.drop[0].value for part in parts]))
    assert found.drop[0].uncertainty < parts[0].drop[0].uncertainty


def test_a_training_without_its_models_is_refused() -> None:
    X, label, weight = events(6, 40)
    empty = Training(
        model="trees",
        seed=1,
        weighting="balanced",
        score=np.zeros(40),
        seen_score=np.zeros(40),
        histories=(),
        estimators=(),
    )
    split = stratified_k_fold(label, n_folds=2, seed=1)
    with pytest.raises(FiveSigmaError, match="got 0 models, 2 parts, 40 events"):
        importance_of_training(empty, X, label, weight, split, feature_names=NAMES, seed=1)


def test_a_model_without_probabilities_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="str has no predict_proba"):
        permutation_importance("trees", *events(7), feature_names=NAMES, seed=1)


def test_names_columns_and_repeats_must_fit() -> None:
    X, label, weight = events(8, 40)
    with pytest.raises(FiveSigmaError, match=r"X of shape \(40, 2\)"):
        permutation_importance(len, X, label, weight, feature_names=["a", "b"], seed=1)
    with pytest.raises(FiveSigmaError, match="39 weights"):
        permutation_importance(len, X, label, weight[1:], feature_names=NAMES, seed=1)
    with pytest.raises(FiveSigmaError, match="n_repeats=0"):
        permutation_importance(len, X, label, weight, feature_names=NAMES, seed=1, n_repeats=0)


def test_shap_values_of_boosted_trees_add_up_to_the_score() -> None:
    X, label, _ = events(9)
    model = HistGradientBoostingClassifier(max_iter=10, random_state=1).fit(X, label)
    found = shap_values(model, X[:50])
    assert found.shape == (50, 3)
    rest = model.decision_function(X[:50]) - found.sum(axis=1)
    assert rest == pytest.approx(np.full(50, rest[0]))


def test_shap_values_of_a_forest_are_those_of_signal() -> None:
    X, label, _ = events(10)
    model = RandomForestClassifier(10, max_depth=4, random_state=1).fit(X, label)
    found = shap_values(model, X[:50])
    assert found.shape == (50, 3)
    assert np.corrcoef(found[:, 0], X[:50, 0])[0, 1] > 0.5


def test_shap_values_of_lightgbm_come_without_a_warning() -> None:
    lightgbm = pytest.importorskip("lightgbm")
    X, label, _ = events(11)
    with warnings.catch_warnings():  # its own, while it learns
        warnings.simplefilter("ignore")
        model = lightgbm.LGBMClassifier(n_estimators=5, n_jobs=1, verbose=-1).fit(X, label)
    assert shap_values(model, X[:20]).shape == (20, 3)


def test_a_model_without_trees_is_named() -> None:
    X, label, _ = events(12, 200)
    with pytest.raises(FiveSigmaError, match="SHAP cannot take LogisticRegression apart"):
        shap_values(LogisticRegression().fit(X, label), X)


def test_a_missing_shap_is_a_hint(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shap", None)
    with pytest.raises(FiveSigmaError, match=r'pip install "fivesigma\[explain\]"'):
        shap_values(None, np.zeros((1, 1)))
