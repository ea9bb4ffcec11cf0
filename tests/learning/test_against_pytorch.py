"""The network against PyTorch, in float64: forward, backward, penalties, ten optimiser steps.

Its numbers are stored, for PyTorch is large; where it is installed it also computes others anew.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fivesigma.learning.network import FloatArray, Network, layer_outputs, loss_and_gradient
from fivesigma.learning.optimisers import Adam, Optimiser, Sgd, train_epoch
from fivesigma.learning.regularisation import Penalty, add_penalty_slope, penalty_of

Vectors = dict[str, Any]
STORED: Vectors = json.loads(
    Path(__file__).parent.parent.joinpath("vectors", "pytorch.json").read_text(encoding="utf-8")
)
ACTIVATIONS = ["relu", "tanh", "sigmoid"]
TOLERANCE = 1e-10


def network_of(vectors: Vectors, activation: Any) -> Network:
    return Network(
        weights=[np.array(weights) for weights in vectors["weights"]],
        biases=[np.array(biases) for biases in vectors["biases"]],
        activation=activation,
    )


def sample_of(vectors: Vectors) -> tuple[FloatArray, FloatArray, FloatArray]:
    X, y, sample_weight = (np.array(vectors["sample"][name]) for name in vectors["sample"])
    return X, y, sample_weight


def largest_difference(network: Network, expected: Vectors) -> float:
    ours = [*network.weights, *network.biases]
    theirs = [*expected["weights"], *expected["biases"]]
    return max(float(np.abs(a - np.array(b)).max()) for a, b in zip(ours, theirs, strict=True))


def assert_agreement(vectors: Vectors, activation: str) -> None:
    """All that PyTorch computed for a network of this activation comes out of ours."""
    (case,) = (case for case in vectors["cases"] if case["activation"] == activation)
    sample = sample_of(vectors)
    network = network_of(vectors["network"], activation)
    log_odds = layer_outputs(network, sample[0])[-1][:, 0]
    np.testing.assert_allclose(log_odds, case["log_odds"], rtol=0, atol=TOLERANCE)
    loss, gradient = loss_and_gradient(network, *sample)
    assert loss == pytest.approx(case["loss"], rel=0, abs=TOLERANCE)
    assert largest_difference(gradient, case["gradient"]) < TOLERANCE
    given = case["penalised"]
    penalty = Penalty(l1=given["l1"], l2=given["l2"])
    assert loss + penalty_of(network, penalty) == (
        pytest.approx(given["loss"], rel=0, abs=TOLERANCE)
    )
    add_penalty_slope(gradient, network, penalty)
    assert largest_difference(gradient, given["gradient"]) < TOLERANCE
    for trained in case["trained"]:
        network = network_of(vectors["network"], activation)
        make_optimiser = {"sgd": Sgd, "adam": Adam}[trained["optimiser"]]
        optimiser: Optimiser = make_optimiser(trained["learning_rate"])
        batches = [np.arange(step % 2, sample[1].size, 2) for step in range(trained["n_steps"])]
        assert len(batches) == 10
        train_epoch(network, sample, optimiser, batches)
        assert largest_difference(network, trained["network"]) < TOLERANCE


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_network_agrees_with_the_stored_numbers_of_pytorch(activation: str) -> None:
    assert_agreement(STORED, activation)


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_network_agrees_with_pytorch_itself(activation: str, seed: int) -> None:
    pytest.importorskip("torch")
    from make_pytorch_vectors import all_vectors

    assert_agreement(all_vectors(seed), activation)
