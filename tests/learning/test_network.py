"""The network from scratch, against finite differences and against scikit-learn."""

import warnings

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.network import (
    Activation,
    FloatArray,
    Network,
    initial_network,
    layer_outputs,
    loss_and_gradient,
    predict_probability,
)
from fivesigma.learning.optimisers import Adam, Optimiser, Sgd, random_batches, train_epoch
from fivesigma.learning.random import Random

Sample = tuple[FloatArray, FloatArray, FloatArray]
ACTIVATIONS: list[Activation] = ["relu", "tanh", "sigmoid"]


@pytest.fixture
def sample() -> Sample:
    rng = np.random.default_rng(0)
    X = rng.normal(size=(40, 3))
    y = (X[:, 0] * X[:, 1] > 0).astype(float)
    return X, y, rng.uniform(size=40)


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_gradient_is_the_slope_of_the_loss(activation: Activation, sample: Sample) -> None:
    network = initial_network([3, 5, 4, 1], activation, Random(1))
    for biases in network.biases:
        biases[:] = 0.1  # at 0, an event that no neuron sees sits on the kink of relu
    _, gradient = loss_and_gradient(network, *sample)
    pairs = [(network.weights, gradient.weights), (network.biases, gradient.biases)]
    for parameters, slopes in pairs:
        for parameter, slope in zip(parameters, slopes, strict=True):
            for place in np.ndindex(parameter.shape):
                kept = parameter[place]
                losses = []
                for step in (1e-6, -1e-6):
                    parameter[place] = kept + step
                    losses.append(loss_and_gradient(network, *sample)[0])
                parameter[place] = kept
                assert (losses[0] - losses[1]) / 2e-6 == pytest.approx(slope[place], abs=1e-7)


def test_a_single_neuron_worked_by_hand() -> None:
    network = Network(weights=[np.array([[2.0]])], biases=[np.array([-1.0])], activation="relu")
    X, y, weight = np.array([[1.0]]), np.array([1.0]), np.array([3.0])
    probability = 1 / (1 + np.exp(-1.0))
    assert predict_probability(network, X)[0] == pytest.approx(probability)
    loss, gradient = loss_and_gradient(network, X, y, weight)
    assert loss == pytest.approx(-np.log(probability))
    assert gradient.weights[0][0, 0] == pytest.approx(probability - 1)
    assert gradient.biases[0][0] == pytest.approx(probability - 1)


def test_an_event_of_weight_two_counts_as_two_events(sample: Sample) -> None:
    X, y, _ = sample
    network = initial_network([3, 4, 1], "tanh", Random(2))
    twice = np.r_[0, 0, 1:40]
    doubled, _ = loss_and_gradient(network, X, y, np.r_[2.0, np.ones(39)])
    repeated, _ = loss_and_gradient(network, X[twice], y[twice], np.ones(41))
    assert doubled == pytest.approx(repeated)


def test_huge_log_odds_overflow_nowhere() -> None:
    network = Network(weights=[np.array([[1e4]])], biases=[np.array([0.0])], activation="relu")
    X, y = np.array([[1.0], [-1.0]]), np.array([0.0, 1.0])
    loss, gradient = loss_and_gradient(network, X, y, np.ones(2))
    assert loss == pytest.approx(1e4)
    assert np.isfinite(gradient.weights[0]).all()


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_initial_outputs_neither_die_nor_explode_in_ten_layers(activation: Activation) -> None:
    network = initial_network([64] * 10 + [1], activation, Random(3))
    X = np.random.default_rng(1).normal(size=(100, 64))
    assert 0.05 < layer_outputs(network, X)[-2].std() + 0.05 < 2


@pytest.mark.parametrize("optimiser", [Adam(0.02), Sgd(0.5)], ids=["Adam", "SGD"])
def test_both_optimisers_learn(optimiser: Optimiser, sample: Sample) -> None:
    network, order, random = initial_network([3, 8, 1], "tanh", Random(4)), np.arange(40), Random(4)
    before, _ = loss_and_gradient(network, *sample)
    for _ in range(150):
        train_epoch(network, sample, optimiser, random_batches(order, 8, random))
    after, _ = loss_and_gradient(network, *sample)
    assert after < 0.4 * before


def test_an_epoch_shows_every_event_once() -> None:
    batches = random_batches(np.arange(23), 5, Random(5))
    assert [batch.size for batch in batches] == [5, 5, 5, 5, 3]
    assert sorted(np.concatenate(batches).tolist()) == list(range(23))


def test_training_reaches_the_loss_of_scikit_learn() -> None:
    rng = np.random.default_rng(2)
    X = rng.normal(size=(2_000, 4))
    y = (X[:, 0] * X[:, 1] + 0.5 * rng.normal(size=2_000) > 0).astype(float)
    peer = MLPClassifier(
        (10, 10), learning_rate_init=0.01, batch_size=100, alpha=0.0, max_iter=30, random_state=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        peer.fit(X, y)
    network, order, random = (
        initial_network([4, 10, 10, 1], "relu", Random(6)),
        np.arange(2_000),
        Random(6),
    )
    optimiser, ones = Adam(0.01), np.ones(2_000)
    for _ in range(30):
        train_epoch(network, (X, y, ones), optimiser, random_batches(order, 100, random))
    loss, _ = loss_and_gradient(network, X, y, ones)
    assert loss == pytest.approx(peer.loss_, rel=0.1)


@pytest.mark.parametrize("sizes", [[3], [3, 0, 1], [3, 2]])
def test_layers_that_cannot_be_are_refused(sizes: list[int]) -> None:
    with pytest.raises(FiveSigmaError, match="end in one output"):
        initial_network(sizes, "relu", Random(0))
