"""The course of a training ends where the trained model stands, and nothing is chosen by it."""

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.learning.history import FloatArray, History
from fivesigma.learning.split import hash_split
from fivesigma.learning.train import Training, train
from fivesigma.learning.weights import training_weights

rng = np.random.default_rng(5)
LABEL = (rng.random(500) < 0.4).astype(np.int8)
X = rng.normal(size=(500, 3)) + LABEL[:, np.newaxis]
WEIGHT = rng.random(500) + 0.1
SPLIT = hash_split(rng.integers(0, 10, 500).astype(np.uint8))


def trained(model: str, **parameters: object) -> tuple[Training, History]:
    training = train(model, X, LABEL, WEIGHT, split=SPLIT, seed=1, parameters=parameters)
    return training, training.histories[0]


def cross_entropy(score: FloatArray, index: npt.NDArray[np.int64]) -> float:
    weight = training_weights(WEIGHT[index], LABEL[index], "balanced")
    right = np.where(LABEL[index] == 1, score[index], 1 - score[index])
    return float(np.average(-np.log(right), weights=weight))


@pytest.mark.parametrize("model", ["trees", "lightgbm", "adaboost", "network"])
def test_the_last_loss_is_that_of_the_trained_model(model: str) -> None:
    training, history = trained(model)
    score = training.estimators[0].predict_proba(X)[:, 1]
    assert history.loss_name == "cross-entropy"
    assert history.training_loss[-1] == pytest.approx(cross_entropy(score, SPLIT.train(0)))
    assert history.validation_loss is not None
    validation = cross_entropy(score, SPLIT.validation(0))
    assert history.validation_loss[-1] == pytest.approx(validation)


def test_a_forest_is_followed_by_its_brier_score() -> None:
    training, history = trained("forest", n_estimators=10)
    index = SPLIT.train(0)
    weight = training_weights(WEIGHT[index], LABEL[index], "balanced")
    squares = (training.seen_score[index] - LABEL[index]) ** 2
    assert history.loss_name == "Brier score"
    assert history.training_loss[-1] == pytest.approx(np.average(squares, weights=weight))
    first_tree = training.estimators[0].estimators_[0].predict_proba(X[index])[:, 1]
    squares = (first_tree - LABEL[index]) ** 2
    assert history.training_loss[0] == pytest.approx(np.average(squares, weights=weight))


@pytest.mark.parametrize(
    ("model", "step_name", "n_steps"),
    [
        ("trees", "tree", 100),
        ("adaboost", "tree", 50),
        ("network", "epoch", 50),
        ("mlp", "epoch", 20),
    ],
)
def test_there_is_one_loss_a_step(model: str, step_name: str, n_steps: int) -> None:
    _, history = trained(model)
    assert history.step_name == step_name
    assert history.step.tolist() == list(range(1, n_steps + 1))
    assert history.training_loss.shape == (n_steps,)
    assert history.training_loss[-1] < history.training_loss[0]
    assert not history.stopped_early


@pytest.mark.parametrize(
    ("model", "parameters"),
    [
        ("network", {"early_stopping": True, "patience": 1, "learning_rate": 0.3, "epochs": 80}),
        ("trees", {"early_stopping": True, "learning_rate": 0.5}),
        ("mlp", {"early_stopping": True, "max_iter": 400}),
    ],
)
def test_an_early_stop_is_noted(model: str, parameters: dict[str, object]) -> None:
    assert trained(model, **parameters)[1].stopped_early


@pytest.mark.parametrize("model", ["linear", "lda", "naive-bayes", "tree", "svm"])
def test_a_model_learned_in_one_go_has_no_course(model: str) -> None:
    assert train(model, X, LABEL, WEIGHT, split=SPLIT, seed=1).histories == ()


def test_other_events_to_watch_change_no_score() -> None:
    other = LABEL.copy()
    other[SPLIT.validation(0)] = 1 - other[SPLIT.validation(0)]
    for model in ("network", "trees"):
        one, two = (train(model, X, label, WEIGHT, split=SPLIT, seed=1) for label in (LABEL, other))
        np.testing.assert_array_equal(one.score, two.score)
        assert str(one.histories[0].validation_loss) != str(two.histories[0].validation_loss)
