"""Penalties, dropout and the early stop: what they are, and that they do what they are for."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.neural_network import MLPClassifier

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.network import (
    Activation,
    FloatArray,
    Network,
    initial_network,
    layer_outputs,
    loss_and_gradient,
)
from fivesigma.learning.optimisers import Sgd, train_epoch
from fivesigma.learning.random import Random, RandomRows
from fivesigma.learning.regularisation import (
    Dropout,
    EarlyStop,
    Penalty,
    add_penalty_slope,
    penalty_of,
)

QUICK = settings(deadline=None, max_examples=30)  # a busy machine is no wrong result
Sample = tuple[FloatArray, FloatArray, FloatArray]


def made_up(seed: int, n_events: int = 300) -> Sample:
    """Standardised features, of which the third says nothing, answers, and weights."""
    rng = np.random.default_rng(seed)
    X = rng.normal(size=(n_events, 3))
    y = (X[:, 0] - 0.5 * X[:, 1] + rng.normal(size=n_events) > 0).astype(float)
    return (X - X.mean(axis=0)) / X.std(axis=0), y, rng.uniform(0.2, 2.0, n_events)


def flat(network: Network) -> FloatArray:
    return np.concatenate([a.ravel() for a in (*network.weights, *network.biases)])


@QUICK
@given(
    seed=st.integers(0, 1000),
    l1=st.floats(0, 1),
    l2=st.floats(0, 1),
    rate=st.sampled_from([0.0, 0.3, 0.8]),
    activation=st.sampled_from(["tanh", "sigmoid"]),
)
def test_the_gradient_is_the_slope_of_the_penalised_loss(
    seed: int, l1: float, l2: float, rate: float, activation: Activation
) -> None:
    sample = made_up(seed, n_events=9)
    network = initial_network([3, 4, 3, 1], activation, Random(seed))
    factors = Dropout(rate, hidden=[4, 3], batch_size=9, seed=seed).factors(9)
    penalty = Penalty(l1=l1, l2=l2)

    def objective() -> float:
        loss, _ = loss_and_gradient(network, *sample, factors)
        return loss + penalty_of(network, penalty)

    _, gradient = loss_and_gradient(network, *sample, factors)
    add_penalty_slope(gradient, network, penalty)
    for array, slopes in zip(
        (*network.weights, *network.biases), (*gradient.weights, *gradient.biases), strict=True
    ):
        for index in np.ndindex(array.shape):
            value, step = array[index], 1e-6
            if index and abs(value) < 2 * step and array.ndim == 2:
                continue  # |w| has a kink at 0
            array[index] = value + step
            above = objective()
            array[index] = value - step
            slope = (above - objective()) / (2 * step)
            array[index] = value
            assert slope == pytest.approx(slopes[index], abs=1e-7)


def test_without_penalty_and_dropout_nothing_changes_to_the_last_bit() -> None:
    X, y, weight = made_up(1)
    plain = NetworkClassifier(epochs=3, batch_size=32).fit(X, y, weight)
    none: dict[str, Any] = {"l1": 0.0, "l2": 0.0, "dropout": 0.0}
    same = NetworkClassifier(epochs=3, batch_size=32, **none).fit(X, y, weight)
    assert (flat(plain.network_) == flat(same.network_)).all()


def test_biases_are_not_penalised() -> None:
    network = initial_network([2, 3, 1], "tanh", Random(1))
    network.biases[0] += 5.0
    before = penalty_of(network, Penalty(l1=1.0, l2=1.0))
    network.biases[0] += 5.0
    assert penalty_of(network, Penalty(l1=1.0, l2=1.0)) == before
    slopes = Network(
        weights=[np.zeros_like(w) for w in network.weights],
        biases=[np.zeros_like(b) for b in network.biases],
        activation="tanh",
    )
    add_penalty_slope(slopes, network, Penalty(l1=1.0, l2=1.0))
    assert not any(biases.any() for biases in slopes.biases)
    assert all(weights.all() for weights in slopes.weights)


def converged(sample: Sample, penalty: Penalty, *, n_steps: int = 4000) -> Network:
    """A straight line trained on all events at once until it moves no more."""
    network = initial_network([3, 1], "tanh", Random(2))
    everyone = [np.arange(sample[1].size)] * n_steps
    train_epoch(network, sample, Sgd(0.5), everyone, penalty=penalty)
    return network


def test_l2_ends_where_the_logistic_regression_of_scikit_learn_does() -> None:
    X, y, weight = made_up(3)
    network = converged((X, y, weight), Penalty(l2=0.1))
    peer = LogisticRegression(C=1 / (0.1 * weight.sum()), tol=1e-10).fit(X, y, weight)
    assert network.weights[0][:, 0] == pytest.approx(peer.coef_[0], abs=1e-6)
    assert network.biases[0] == pytest.approx(peer.intercept_, abs=1e-6)


def test_l1_leaves_the_useless_input_out_as_that_of_scikit_learn_does() -> None:
    X, y, _ = made_up(4)
    network = initial_network([3, 1], "tanh", Random(2))
    for rate in (0.5, 0.05, 0.005):  # the slope of |w| does not fade: smaller and smaller steps
        train_epoch(
            network,
            (X, y, np.ones(300)),
            Sgd(rate),
            [np.arange(300)] * 3000,
            penalty=Penalty(l1=0.05),
        )
    settings: dict[str, Any] = {"solver": "saga", "tol": 1e-10, "max_iter": 100_000}
    peer = LogisticRegression(C=1 / (0.05 * 300), l1_ratio=1.0, **settings).fit(X, y)
    assert peer.coef_[0, 2] == 0
    assert network.weights[0][:, 0] == pytest.approx(peer.coef_[0], abs=2e-3)


def test_it_is_alpha_of_the_sgd_classifier() -> None:
    X, y, _ = made_up(5, n_events=200)
    network = Network(weights=[np.zeros((3, 1))], biases=[np.zeros(1)], activation="tanh")
    each = [np.array([event]) for event in range(200)]
    train_epoch(network, (X, y, np.ones(200)), Sgd(0.05), each, penalty=Penalty(l2=0.3))
    peer = SGDClassifier(
        loss="log_loss", alpha=0.3, learning_rate="constant", eta0=0.05, shuffle=False, max_iter=1
    )
    peer.partial_fit(X, y, classes=[0, 1])
    # It penalises with the weights after the step where ours does with those before it.
    assert network.weights[0][:, 0] == pytest.approx(peer.coef_[0], abs=0.02)


def test_alpha_of_the_mlp_classifier_is_ours_times_the_events_of_a_batch() -> None:
    X, y, _ = made_up(6, n_events=128)

    def one_step(rate: float) -> MLPClassifier:
        peer = MLPClassifier((4,), activation="tanh", solver="sgd", momentum=0, batch_size=128)
        peer.set_params(alpha=128 * 0.2, learning_rate_init=rate, max_iter=1, random_state=1)
        with pytest.warns(UserWarning, match="iterations"):
            return peer.fit(X, y)

    start, peer = one_step(1e-300), one_step(0.1)
    weights, biases = [w.copy() for w in start.coefs_], [b.copy() for b in start.intercepts_]
    network = Network(weights=weights, biases=biases, activation="tanh")
    batch = [np.arange(128)]
    train_epoch(network, (X, y, np.ones(128)), Sgd(0.1), batch, penalty=Penalty(l2=0.2))
    for ours, theirs in zip(network.weights, peer.coefs_, strict=True):
        assert ours == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("restraint", [{"l1": 0.01}, {"l2": 0.1}])
def test_a_penalty_shrinks_the_weights(restraint: dict[str, Any]) -> None:
    X, y, weight = made_up(7)
    settings: dict[str, Any] = {"learning_rate": 0.01, "epochs": 60}
    free = NetworkClassifier(**settings).fit(X, y, weight).network_
    held = NetworkClassifier(**settings, **restraint).fit(X, y, weight).network_
    one = Penalty(l2=1.0)
    assert penalty_of(held, one) < 0.7 * penalty_of(free, one)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.75])
def test_dropout_leaves_out_that_share_and_keeps_the_mean(rate: float) -> None:
    dropout = Dropout(rate, hidden=[50, 30], batch_size=200, seed=3)
    for _ in range(2):
        first, second = dropout.factors(200)
        assert (first.shape, second.shape) == ((200, 50), (200, 30))
        assert (first == 0).mean() == pytest.approx(rate, abs=4 * 0.5 / 100)
        assert first.mean() == pytest.approx(1.0, abs=0.07)


def test_dropout_draws_anew_for_every_event_neuron_and_batch() -> None:
    dropout = Dropout(0.5, hidden=[40, 40], batch_size=60, seed=1)
    batches = [np.hstack(dropout.factors(60)) for _ in range(3)]
    rows = np.vstack(batches) > 0
    assert len(np.unique(rows, axis=0)) == 180
    correlation = np.corrcoef(rows) - np.eye(180)
    assert abs(correlation.mean()) < 0.01
    assert np.abs(correlation).max() < 0.55  # of 80 draws each: five standard deviations


def test_a_short_batch_draws_what_its_events_would_have_drawn_in_a_long_one() -> None:
    long, short = (Dropout(0.5, hidden=[8], batch_size=10, seed=2) for _ in range(2))
    assert (long.factors(10)[0][:4] == short.factors(4)[0]).all()


def test_a_row_is_a_stream_that_the_seed_itself_never_draws() -> None:
    rows = RandomRows(5, n_rows=4).uint32(4, 6)
    random = Random(5)
    alone = [random.uint32() for _ in range(200)]
    assert not set(rows.ravel().tolist()) & set(alone)
    assert len(np.unique(rows)) == 24


def test_the_trained_network_answers_without_dropout() -> None:
    X, y, weight = made_up(8)
    model = NetworkClassifier(dropout=0.5, epochs=5).fit(X, y, weight)
    log_odds = layer_outputs(model.network_, model.scaler_.transform(X))[-1][:, 0]
    assert model.predict_proba(X)[:, 1] == pytest.approx(1 / (1 + np.exp(-log_odds)))


def test_dropout_does_nothing_to_a_straight_line() -> None:
    X, y, weight = made_up(9)
    one, two = (
        NetworkClassifier(layers=(), dropout=rate, epochs=3).fit(X, y, weight) for rate in (0, 0.5)
    )
    assert (flat(one.network_) == flat(two.network_)).all()


def test_dropout_draws_neither_the_initial_weights_nor_the_batches() -> None:
    X, y, weight = made_up(10)
    settings: dict[str, Any] = {"epochs": 1, "learning_rate": 1e-12}
    one, two = (NetworkClassifier(**settings, dropout=rate).fit(X, y, weight) for rate in (0, 0.5))
    assert flat(one.network_) == pytest.approx(flat(two.network_), abs=1e-10)


# --- the early stop ---------------------------------------------------------------------------


def stopped(losses: list[float], patience: int) -> EarlyStop:
    stop = EarlyStop(patience)
    for epoch, loss in enumerate(losses):
        assert not stop.is_over
        weights, biases = [np.full((1, 1), float(epoch))], [np.zeros(1)]
        stop.look(Network(weights=weights, biases=biases, activation="tanh"), epoch, loss)
    return stop


@pytest.mark.parametrize(
    ("losses", "best", "is_over"),
    [
        ([0.7, 0.6, 0.5, 0.6, 0.7], 2, True),
        ([0.7, 0.6, 0.5, 0.6], 2, False),
        ([0.7, 0.8, 0.9], 0, True),  # the network before the first epoch was the best
        ([0.7, 0.6, 0.6, 0.6], 1, True),  # to stand still is not to fall
        ([0.7, 0.6, 0.61, 0.59, 0.6], 3, False),
    ],
)
def test_it_is_over_when_the_loss_has_not_fallen_for_so_long(
    losses: list[float],
    best: int,
    is_over: bool,  # noqa: FBT001
) -> None:
    stop = stopped(losses, patience=2)
    assert (stop.best_epoch, stop.is_over) == (best, is_over)
    assert stop.best.weights[0].item() == best


def test_the_best_network_is_a_copy() -> None:
    network = Network(weights=[np.ones((1, 1))], biases=[np.zeros(1)], activation="tanh")
    stop = EarlyStop(3)
    stop.look(network, 0, 0.5)
    network.weights[0][0, 0] = 9.0
    assert stop.best.weights[0].item() == 1.0


def test_validation_events_watch_and_never_teach() -> None:
    X, y, weight = made_up(11, n_events=600)
    learn, watch = slice(0, 300), slice(300, 600)
    validation = X[watch], y[watch], weight[watch]
    settings: dict[str, Any] = {
        "layers": (32,),
        "learning_rate": 0.02,
        "early_stopping": True,
        "patience": 4,
    }
    model = NetworkClassifier(**settings, epochs=200)
    model.fit(X[learn], y[learn], weight[learn], validation=validation)
    best = int(np.argmin(model.validation_loss_curve_)) + 1
    assert model.stopped_early_
    assert (model.best_epoch_, model.n_iter_) == (best, best + 4)
    again = NetworkClassifier(layers=(32,), learning_rate=0.02, epochs=best)
    again.fit(X[learn], y[learn], weight[learn])
    assert (flat(again.network_) == flat(model.network_)).all()


@pytest.mark.parametrize(
    ("attempt", "hint"),
    [
        (lambda: Penalty(l1=-0.1), "l1=-0.1"),
        (lambda: Penalty(l2=float("nan")), "l2=nan"),
        (lambda: Dropout(1.0, hidden=[3], batch_size=4, seed=1), "below 1, got 1.0"),
        (lambda: RandomRows(-1, 3), "a seed is a whole number"),
        (lambda: NetworkClassifier(l1=-1.0).fit(*made_up(1)), "l1=-1.0"),
        (lambda: NetworkClassifier(l2=float("inf")).fit(*made_up(1)), "l2=inf"),
        (lambda: NetworkClassifier(dropout=1.0).fit(*made_up(1)), "dropout=1.0"),
    ],
)
def test_what_cannot_be_is_refused(attempt: Any, hint: str) -> None:
    with pytest.raises(FiveSigmaError, match=hint):
        attempt()
