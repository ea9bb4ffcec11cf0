"""The part of make_vectors.py about what a network says in the plane of two of its inputs."""

from functools import partial
from typing import Any

import numpy as np

from fivesigma.learning.network import (
    Network,
    initial_network,
    layer_outputs,
    predict_probability,
)
from fivesigma.learning.random import Random
from fivesigma.learning.surface import FloatArray, decision_surface
from training_vectors import ACTIVATIONS, normal_numbers, plain_network

Vectors = dict[str, Any]
NAMES = ("a", "b", "c")
SIZES, SEED, N_EVENTS, N_GRID = [3, 4, 3, 1], 11, 40, 7


def surface_vectors() -> Vectors:
    """The surface of a network of each activation, and what its neurons say at the same places."""
    random = Random(SEED)
    mean, scale = np.array([50.0, -1.0, 0.2]), np.array([20.0, 0.5, 3.0])
    X = mean + scale * normal_numbers(random, N_EVENTS, len(NAMES))
    label = (np.arange(N_EVENTS) % 2).astype(np.int8)
    weight = normal_numbers(random, N_EVENTS)
    cases = []
    for activation in ACTIVATIONS:
        network = initial_network(SIZES, activation, random)
        for biases in network.biases:
            biases[:] = normal_numbers(random, biases.size)
        predict = partial(_predict, network, mean, scale)
        surface = decision_surface(
            [predict], X, label, weight, names=NAMES, features=("c", "a"), seed=SEED, n_grid=N_GRID
        )
        grid = np.full((N_GRID * N_GRID, len(NAMES)), surface.held["b"])
        grid[:, 0], grid[:, 2] = np.repeat(surface.y, N_GRID), np.tile(surface.x, N_GRID)
        hidden = layer_outputs(network, (grid - mean) / scale)[1:-1]
        case = {"activation": activation, "held": surface.held["b"]} | plain_network(network)
        case |= {"x": surface.x.tolist(), "y": surface.y.tolist()}
        case |= {"score": surface.score[0].ravel().tolist()}
        cases.append(case | {"hidden": [outputs.ravel().tolist() for outputs in hidden]})
    return {"mean": mean.tolist(), "scale": scale.tolist(), "sizes": SIZES, "cases": cases}


def _predict(network: Network, mean: FloatArray, scale: FloatArray, X: FloatArray) -> FloatArray:
    return predict_probability(network, (X - mean) / scale)
