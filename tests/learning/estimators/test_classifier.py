"""The network as an estimator: the very network of the web page, told to stop in time."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import parametrize_with_checks

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.estimators.prepared import PreparedClassifier
from fivesigma.learning.estimators.svm import KernelSVM
from fivesigma.learning.split import TRAIN_FOLDS, VALIDATION_FOLDS, in_folds
from fivesigma.learning.weights import training_weights

VECTORS = Path(__file__).resolve().parents[2] / "vectors" / "training.json"
rng = np.random.default_rng(2)
Y = (rng.random(400) < 0.5).astype(np.int8)
X = np.column_stack([rng.normal(size=400) + Y, rng.normal(size=400)])
QUICK: dict[str, Any] = {"layers": (4,), "epochs": 5, "batch_size": 64}


def fails(estimator: object) -> dict[str, str]:
    """Checks that cannot hold, and why."""
    if not isinstance(estimator, KernelSVM):
        return {}
    why = "landmarks and inner folds are drawn from rows: two rows are not one of weight two"
    return {"check_sample_weight_equivalence_on_dense_data": why}


@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [
        NetworkClassifier(learning_rate=0.03, batch_size=32),
        PreparedClassifier(StandardScaler(), LogisticRegression()),
        KernelSVM(n_components=50, C=10.0),
    ],
    expected_failed_checks=fails,
)
def test_it_is_a_scikit_learn_estimator(estimator: Any, check: Any) -> None:
    check(estimator)


def page_training() -> dict[str, Any]:
    """What the web page's trainer is held to."""
    content: dict[str, Any] = json.loads(VECTORS.read_text())
    return content


@pytest.mark.parametrize("use_weights", [True, False])
def test_one_seed_gives_the_network_of_the_web_page(use_weights: bool) -> None:  # noqa: FBT001
    page = page_training()
    run = next(run for run in page["runs"] if run["use_weights"] == use_weights)
    features, process, fold = (np.array(page[key]) for key in ("features", "process", "fold"))
    X, label = features.T, (process == 2).astype(np.int8)
    training = (process != 3) & in_folds(fold, TRAIN_FOLDS)
    watching = (process != 3) & in_folds(fold, VALIDATION_FOLDS)
    network = NetworkClassifier(
        layers=tuple(page["layers"]),
        batch_size=page["batch_size"],
        learning_rate=page["learning_rate"],
        seed=page["seed"],
        epochs=6,
    )
    scheme = "balanced" if use_weights else "none"
    weight = np.array(page["weight"])
    w = training_weights(weight[training], label[training], scheme)
    w_unseen = training_weights(weight[watching], label[watching], scheme)
    unseen = X[watching], label[watching], w_unseen
    network.fit(X[training], label[training], w, unseen=unseen)
    assert network.predict_proba(X)[:, 1] == pytest.approx(run["scores"], abs=1e-9)
    curves = np.column_stack([network.loss_curve_, network.validation_loss_curve_])
    assert curves == pytest.approx(np.array(run["losses"][1:]), abs=1e-9)


def test_watching_unseen_events_changes_nothing() -> None:
    plain = NetworkClassifier(**QUICK).fit(X, Y)
    watched = NetworkClassifier(**QUICK).fit(X, Y, unseen=(X[:50], Y[:50], np.ones(50)))
    assert (plain.predict_proba(X) == watched.predict_proba(X)).all()
    assert plain.validation_loss_curve_ == []


def test_the_seed_is_all_the_chance_there_is() -> None:
    scores = [
        NetworkClassifier(**QUICK, seed=seed).fit(X, Y).predict_proba(X) for seed in (1, 1, 2)
    ]
    assert (scores[0] == scores[1]).all()
    assert (scores[0] != scores[2]).any()


def test_an_event_without_weight_leaves_no_trace() -> None:
    far_off = np.concatenate([X, np.full((40, 2), 1e6)])
    weight = np.concatenate([np.ones(400), np.zeros(40)])
    with_them = NetworkClassifier(**QUICK).fit(far_off, np.append(Y, Y[:40]), sample_weight=weight)
    without = NetworkClassifier(**QUICK).fit(X, Y)
    assert (with_them.predict_proba(X) == without.predict_proba(X)).all()


def test_inputs_are_standardised_with_the_weights() -> None:
    weight = rng.random(400)
    scaler = NetworkClassifier(**QUICK).fit(X, Y, sample_weight=weight).scaler_
    mean = np.average(X, axis=0, weights=weight)
    assert scaler.mean_ == pytest.approx(mean)
    assert scaler.scale_ == pytest.approx(
        np.sqrt(np.average((X - mean) ** 2, axis=0, weights=weight))
    )


def test_a_common_scale_of_inputs_or_weights_changes_nothing() -> None:
    network = NetworkClassifier(**QUICK)
    plain = network.fit(X, Y).predict_proba(X)
    scaled = network.fit(1000 * X + 5, Y, sample_weight=np.full(400, 7.0)).predict_proba(
        1000 * X + 5
    )
    assert scaled == pytest.approx(plain, abs=1e-9)


def test_an_early_stop_keeps_the_network_of_the_lowest_watched_loss() -> None:
    noise = rng.integers(0, 2, 400).astype(np.int8)  # nothing to learn: it can only over-train
    settings: dict[str, Any] = {
        "layers": (32,),
        "learning_rate": 0.02,
        "early_stopping": True,
        "patience": 4,
    }
    network = NetworkClassifier(**settings, epochs=100).fit(X, noise)
    curve = network.validation_loss_curve_
    best = int(np.argmin(curve))
    assert network.stopped_early_
    assert network.n_iter_ == best + 1 + 4
    again = NetworkClassifier(**settings, epochs=best + 1).fit(X, noise)
    assert (network.predict_proba(X) == again.predict_proba(X)).all()


def test_an_early_stop_watches_its_own_training_events_only() -> None:
    settings = {**QUICK, "early_stopping": True}
    one = NetworkClassifier(**settings).fit(X, Y)
    other = NetworkClassifier(**settings).fit(X, Y, unseen=(X[:9], 1 - Y[:9], np.ones(9)))
    assert one.validation_loss_curve_ == other.validation_loss_curve_


def test_a_learning_rate_without_bound_is_named() -> None:
    network = NetworkClassifier(activation="relu", optimiser="sgd", learning_rate=1e200)
    with (
        np.errstate(all="ignore"),
        pytest.raises(FiveSigmaError, match=r"learning_rate=1e\+200. Take a tenth"),
    ):
        network.fit(X, Y)


@pytest.mark.parametrize(
    ("settings", "hint"),
    [
        ({"activation": "softplus"}, "expected tanh, relu or sigmoid"),
        ({"optimiser": "rmsprop"}, "expected adam or sgd"),
        ({"learning_rate": 0.0}, "learning_rate=0.0"),
        ({"learning_rate": float("nan")}, "learning_rate=nan"),
        ({"batch_size": 0}, "batch_size=0"),
        ({"epochs": 0}, "epochs=0"),
        ({"layers": (0,)}, "at least one neuron"),
        ({"early_stopping": True, "validation_fraction": 0.001}, "both classes to watch"),
        ({"seed": -1}, "a seed is a whole number"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(settings: dict[str, Any], hint: str) -> None:
    with pytest.raises(FiveSigmaError, match=hint):
        NetworkClassifier(**settings).fit(X, Y)


@pytest.mark.parametrize("model", [NetworkClassifier(), KernelSVM()])
def test_a_negative_weight_is_refused(model: Any) -> None:
    weight = np.ones(400)
    weight[:3] = -0.1
    with pytest.raises(FiveSigmaError, match="3 weights are negative"):
        model.fit(X, Y, sample_weight=weight)


def test_the_svm_finds_a_border_that_is_no_line() -> None:
    ring = rng.normal(size=(600, 2))
    inside = ((ring**2).sum(axis=1) < 1.4).astype(np.int8)
    model = KernelSVM(C=10.0, gamma=0.5, random_state=1).fit(ring[:400], inside[:400])
    assert model.score(ring[400:], inside[400:]) > 0.95


def test_the_probability_of_the_svm_is_a_frequency() -> None:
    many = np.random.default_rng(5).normal(size=(4000, 1))
    chance = 1 / (1 + np.exp(-2 * many[:, 0]))
    y = (np.random.default_rng(6).random(4000) < chance).astype(np.int8)
    model = KernelSVM(random_state=1).fit(many[:2000], y[:2000])
    assert np.abs(model.predict_proba(many[2000:])[:, 1] - chance[2000:]).mean() < 0.05


def test_the_svm_claims_nothing_where_there_is_nothing_to_learn() -> None:
    noise = rng.integers(0, 2, 400)
    by_heart = KernelSVM(C=10.0, gamma=20.0, random_state=1).fit(X, noise)
    assert (by_heart.machine_.predict(by_heart.kernels_.transform(X)) == noise).mean() > 0.8
    assert np.abs(by_heart.predict_proba(X)[:, 1] - 0.5).mean() < 0.15


def test_the_svm_needs_three_events_of_each_class() -> None:
    with pytest.raises(FiveSigmaError, match="got 2"):
        KernelSVM().fit(np.zeros((6, 1)), [0, 0, 0, 0, 1, 1])


def test_the_weights_reach_the_last_step_of_a_prepared_classifier() -> None:
    weight = rng.random(400)
    ours = PreparedClassifier(StandardScaler(), LogisticRegression())
    ours.fit(X, Y, sample_weight=weight)
    scaled = StandardScaler().fit(X, sample_weight=weight).transform(X)
    theirs = LogisticRegression().fit(scaled, Y, sample_weight=weight)
    assert ours.estimator_.coef_ == pytest.approx(theirs.coef_)
