"""No event is judged by a model that has seen it, and what cannot be learned from is refused."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.neighbors import KNeighborsClassifier
from sklearn.svm import SVC
from threadpoolctl import threadpool_info

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.models import MODELS
from fivesigma.learning.split import (
    Split,
    hash_k_fold,
    hash_split,
    shuffle_split,
    stratified_k_fold,
)
from fivesigma.learning.train import Training, cross_score, train
from fivesigma.learning.weights import training_weights

MENU = [entry.name for entry in MODELS if entry.extra is None]
rng = np.random.default_rng(4)
LABEL = (rng.random(400) < 0.4).astype(np.int8)
X = rng.normal(size=(400, 3)) + LABEL[:, np.newaxis]
WEIGHT = rng.random(400) + 0.1
WEIGHT[:20] *= -0.5
FOLD = rng.integers(0, 10, 400).astype(np.uint8)


class Memory(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Knows what it has seen: probability 1 for those events, 0 for others."""

    def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
        self.classes_ = np.unique(y)
        self.weight = sample_weight
        self.seen = set(X[:, 0])
        return self

    def predict_proba(self, X: Any) -> Any:
        seen = np.array([value in self.seen for value in X[:, 0]], dtype=float)
        return np.column_stack([1 - seen, seen])


@pytest.mark.parametrize(
    "split",
    [
        hash_split(FOLD),
        hash_k_fold(FOLD),
        stratified_k_fold(LABEL, n_folds=3, seed=1),
        shuffle_split(LABEL, n_splits=4, test_fraction=0.2, seed=1),
    ],
    ids=lambda split: split.scheme,
)
def test_a_score_never_comes_from_a_model_that_saw_the_event(split: Split) -> None:
    trained = cross_score(lambda _: Memory(), X, LABEL, WEIGHT, split=split, seed=1)
    assert (trained.score[split.judged] == 0).all()
    assert np.isnan(trained.score[~split.judged]).all()
    learned = (split.role == 0).any(axis=0)
    assert (trained.seen_score[learned] == 1).all()
    assert np.isnan(trained.seen_score[~learned]).all()


def test_weights_are_balanced_on_the_training_events_alone() -> None:
    split = hash_split(FOLD)
    trained = cross_score(lambda _: Memory(), X, LABEL, WEIGHT, split=split, seed=1)
    index = split.train(0)
    expected = training_weights(WEIGHT[index], LABEL[index], "balanced")
    assert (trained.estimators[0].weight == expected).all()


def test_an_event_tested_twice_gets_the_mean_of_both_models() -> None:
    split = shuffle_split(LABEL, n_splits=3, test_fraction=0.5, seed=1)
    trained = train("lda", X, LABEL, WEIGHT, split=split, seed=1)
    event = int(np.flatnonzero((split.role == 2).sum(axis=0) == 2)[0])
    parts = np.flatnonzero(split.role[:, event] == 2)
    scores = [trained.estimators[part].predict_proba(X[[event]])[0, 1] for part in parts]
    assert trained.score[event] == pytest.approx(np.mean(scores))


@pytest.mark.parametrize("model", MENU)
def test_every_model_of_the_menu_trains_in_every_part(model: str) -> None:
    split = stratified_k_fold(LABEL, n_folds=2, seed=1)
    longer = {"learning_rate": 0.05} if model == "network" else {}
    trained = train(model, X, LABEL, WEIGHT, split=split, seed=1, parameters=longer)
    assert trained.model == model
    assert len(trained.estimators) == 2
    assert ((trained.score >= 0) & (trained.score <= 1)).all()
    assert trained.score[LABEL == 1].mean() > trained.score[LABEL == 0].mean() + 0.1


@pytest.mark.parametrize("model", ["forest", "svm", "network", "mlp", "trees"])
def test_the_same_seed_gives_the_same_scores(model: str) -> None:
    split = hash_k_fold(FOLD)
    scores = [train(model, X, LABEL, WEIGHT, split=split, seed=5).score for _ in range(2)]
    assert (scores[0] == scores[1]).all()


@settings(deadline=None, max_examples=5)
@given(seed=st.integers(0, 1000))
@pytest.mark.parametrize("model", ["linear", "lda", "naive-bayes", "tree", "trees", "lightgbm"])
def test_the_order_of_rows_changes_no_score(model: str, seed: int) -> None:
    order = np.random.default_rng(seed).permutation(LABEL.size)
    plain = train(model, X, LABEL, WEIGHT, split=hash_split(FOLD), seed=1)
    moved = train(
        model, X[order], LABEL[order], WEIGHT[order], split=hash_split(FOLD[order]), seed=1
    )
    np.testing.assert_allclose(moved.score, plain.score[order], atol=1e-4)


def test_each_part_has_its_own_seed() -> None:
    given: list[int] = []

    def make(seed: int) -> Memory:
        given.append(seed)
        return Memory()

    split = stratified_k_fold(LABEL, n_folds=3, seed=1)
    cross_score(make, X, LABEL, WEIGHT, split=split, seed=10)
    assert given == [10, 11, 12]


def test_training_takes_one_thread_so_that_numbers_are_the_same_everywhere() -> None:
    class Counter(Memory):
        def fit(self, X: Any, y: Any, sample_weight: Any = None) -> Self:
            self.n_threads = {pool["num_threads"] for pool in threadpool_info()}
            return super().fit(X, y, sample_weight)

    trained = cross_score(lambda _: Counter(), X, LABEL, WEIGHT, split=hash_split(FOLD), seed=1)
    assert trained.estimators[0].n_threads == {1}


def test_the_story_can_use_any_classifier_of_scikit_learn() -> None:
    split = hash_split(FOLD)
    trained = cross_score(lambda _: LogisticRegression(), X, LABEL, WEIGHT, split=split, seed=1)
    assert trained.model == "LogisticRegression"
    assert trained.histories == ()


def quick(model: str = "lda", **changed: Any) -> Training:
    """A training of the sample with one thing changed."""
    sample = {"X": X, "label": LABEL, "weight": WEIGHT, "split": hash_split(FOLD), "seed": 1}
    return train(model, **{**sample, **changed})


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_weights_that_are_not_finite_are_counted_and_refused(bad: float) -> None:
    with pytest.raises(FiveSigmaError, match="3 weights are NaN or infinite"):
        quick(weight=np.where(np.arange(400) < 3, bad, WEIGHT))


@pytest.mark.parametrize("name", ["weight", "label", "X"])
def test_arrays_of_another_length_are_refused(name: str) -> None:
    arrays: dict[str, Any] = {"weight": WEIGHT, "label": LABEL, "X": X}
    with pytest.raises(FiveSigmaError, match="a label and a weight for each event"):
        quick(**{name: arrays[name][:-1]})


def test_labels_other_than_0_and_1_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="labels are 1"):
        quick(label=2 * LABEL)


def test_a_fold_with_one_class_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match=r"0 signal and .* test events, and needs both"):
        quick(label=np.where(FOLD >= 7, 0, LABEL).astype(np.int8))


def test_a_missing_feature_is_named_with_what_to_do() -> None:
    holes = X.copy()
    holes[:7, 2] = np.nan
    with pytest.raises(FiveSigmaError, match=r"column 2: 7 events.*impute=True"):
        quick("trees", X=holes)
    with pytest.raises(FiveSigmaError, match=r"columns \[2\] hold infinite values"):
        quick("trees", X=np.where(np.isnan(holes), np.inf, holes))


@pytest.mark.parametrize("model", ["linear", "trees", "network"])
def test_imputing_learns_the_median_from_the_training_events_alone(model: str) -> None:
    holes, split = X.copy(), hash_split(FOLD)
    holes[::5, 2] = np.nan
    holes[split.test(0), 1] += 1e3
    trained = quick(model, X=holes, impute=True)
    assert np.isfinite(trained.score[split.judged]).all()
    fitted = trained.estimators[0]
    assert fitted.preparation_.statistics_ == pytest.approx(
        np.nanmedian(holes[split.train(0)], axis=0)
    )
    assert fitted.prepared(holes).shape == (400, 4)  # the fourth says where a value was missing


@pytest.mark.parametrize("model", ["tree", "forest", "adaboost", "trees", "lightgbm", "network"])
def test_a_model_that_runs_away_on_negative_weights_refuses_them(model: str) -> None:
    with pytest.raises(FiveSigmaError, match=r"cannot learn from negative weights.*balanced"):
        quick(model, weighting="signed")


@pytest.mark.parametrize("model", ["linear", "lda", "naive-bayes", "mlp"])
def test_a_model_that_can_learns_from_signed_weights(model: str) -> None:
    assert np.isfinite(quick(model, weighting="signed").score).any()


def test_signed_weights_that_are_all_positive_are_fine_for_all() -> None:
    assert quick("trees", weighting="signed", weight=np.abs(WEIGHT)).weighting == "signed"


def test_an_unknown_weighting_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="'squared' is no weighting"):
        quick(weighting="squared")


@pytest.mark.parametrize("make", [lambda _: RidgeClassifier(), lambda _: SVC()])
def test_a_model_without_probabilities_is_told_how_to_get_them(make: Callable[[int], Any]) -> None:
    with pytest.raises(FiveSigmaError, match=r"has no predict_proba.*CalibratedClassifierCV"):
        cross_score(make, X, LABEL, WEIGHT, split=hash_split(FOLD), seed=1)


def test_a_model_that_ignores_weights_must_be_asked_to() -> None:
    split = hash_split(FOLD)
    with pytest.raises(FiveSigmaError, match=r"no sample_weight.*weighting='none'"):
        cross_score(lambda _: KNeighborsClassifier(), X, LABEL, WEIGHT, split=split, seed=1)
    trained = cross_score(
        lambda _: KNeighborsClassifier(), X, LABEL, WEIGHT, split=split, seed=1, weighting="none"
    )
    assert np.isfinite(trained.score[split.judged]).all()


def test_a_parameter_out_of_range_is_reported_not_traced() -> None:
    with pytest.raises(FiveSigmaError, match=r"could not learn in part 0: .*max_depth"):
        quick("tree", parameters={"max_depth": -3})
    with pytest.raises(FiveSigmaError, match="LGBMClassifier could not learn in part 0"):
        quick("lightgbm", parameters={"num_leaves": -3})
    with pytest.raises(FiveSigmaError, match="NetworkClassifier could not learn in part 0"):
        quick("network", parameters={"layers": 8})


def test_probabilities_that_are_none_are_refused() -> None:
    class Wild(Memory):
        def predict_proba(self, X: Any) -> Any:
            return 3.7 * super().predict_proba(X)

    with pytest.raises(FiveSigmaError, match="outside 0 to 1"):
        cross_score(lambda _: Wild(), X, LABEL, WEIGHT, split=hash_split(FOLD), seed=1)
