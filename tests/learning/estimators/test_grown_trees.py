"""The page's trees as estimators: scikit-learn's contract, and the very same trees."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.utils.estimator_checks import parametrize_with_checks

import make_grown_tree_vectors
from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.grown_trees import (
    BoostedTreesClassifier,
    QuestionTreeClassifier,
)

VECTORS = Path(__file__).resolve().parents[2] / "vectors"
GROWN = json.loads((VECTORS / "grown_trees.json").read_text("utf-8"))
SCIKIT_LEARN = json.loads((VECTORS / "trees.json").read_text("utf-8"))


def fails(estimator: object) -> dict[str, str]:
    """Checks that cannot hold, and why."""
    del estimator
    why = "bins hold equally many rows, and leaves count rows: two rows are not one of weight two"
    return {"check_sample_weight_equivalence_on_dense_data": why}


@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [
        BoostedTreesClassifier(n_trees=20, min_events=2, subsample=1),
        QuestionTreeClassifier(min_events=2),
    ],
    expected_failed_checks=fails,
)
def test_it_is_a_scikit_learn_estimator(estimator: Any, check: Any) -> None:
    check(estimator)


def test_the_trees_that_the_page_is_held_to_are_those_of_today() -> None:
    made = make_grown_tree_vectors.all_vectors()
    for now, stored in zip(made.pop("trees"), GROWN["trees"], strict=True):
        assert now.pop("probability") == pytest.approx(stored["probability"], abs=1e-12)
        assert now == {key: value for key, value in stored.items() if key != "probability"}
    for key, values in made.items():
        assert np.allclose(values, GROWN[key], rtol=1e-12, atol=0)


@pytest.mark.parametrize("stored", SCIKIT_LEARN["single"], ids=lambda stored: stored["max_depth"])
def test_a_single_tree_is_that_of_scikit_learn_on_the_same_bins(stored: dict[str, Any]) -> None:
    bins, y, weight = (np.array(SCIKIT_LEARN[key]) for key in ("bins", "y", "weight"))
    tree = QuestionTreeClassifier(
        questions=1000, max_depth=stored["max_depth"], min_events=stored["min_samples_leaf"]
    )
    probability = tree.fit(bins, y, sample_weight=weight).predict_proba(bins)[:, 1]
    assert probability == pytest.approx(stored["probability"], abs=2e-6)
    n_leaves = int((tree.trees_[0].column < 0).sum())
    assert n_leaves == stored["n_leaves"]


def test_one_question_is_the_best_one() -> None:
    X = np.column_stack([np.arange(200.0) % 7, np.arange(200.0)])
    tree = QuestionTreeClassifier(questions=1).fit(X, X[:, 1] > 120)
    assert tree.trees_[0].column[0] == 1
    assert tree.edges_[1][tree.trees_[0].bin[0]] == pytest.approx(120, abs=4)


def test_without_questions_everybody_gets_the_share_of_signal() -> None:
    X, y = np.arange(200.0)[:, np.newaxis], np.arange(200) % 4 == 0
    tree = QuestionTreeClassifier(questions=0).fit(X, y)
    assert tree.predict_proba(X)[:, 1] == pytest.approx(np.full(200, 0.25))


def test_growth_ends_where_nothing_can_be_asked() -> None:
    X = np.arange(30.0)[:, np.newaxis]
    model = BoostedTreesClassifier(n_trees=9, subsample=1).fit(X, X[:, 0] > 14)
    assert len(model.trees_) == 1  # fewer than two leaves of 20 events


@pytest.mark.parametrize(
    "settings",
    [{"n_trees": 0}, {"max_depth": 0}, {"learning_rate": 0}, {"subsample": 0}, {"subsample": 1.1}],
)
def test_settings_out_of_range_are_named(settings: dict[str, Any]) -> None:
    X = np.arange(80.0)[:, np.newaxis]
    with pytest.raises(FiveSigmaError, match=f"{next(iter(settings))}=.*expected"):
        BoostedTreesClassifier(**settings).fit(X, X[:, 0] > 39)


def test_negative_weights_are_refused() -> None:
    X = np.arange(80.0)[:, np.newaxis]
    with pytest.raises(FiveSigmaError, match="weights are negative"):
        QuestionTreeClassifier().fit(X, X[:, 0] > 39, sample_weight=np.where(X[:, 0] > 78, -1, 1))
