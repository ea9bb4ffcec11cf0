"""The part of make_vectors.py about learning: one gradient, ten steps, one whole small training."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.network import (
    Activation,
    Network,
    initial_network,
    layer_outputs,
    loss_and_gradient,
    predict_probability,
)
from fivesigma.learning.optimisers import Adam, Optimiser, Sgd, random_batches, train_epoch
from fivesigma.learning.random import Random
from fivesigma.learning.split import TRAIN_FOLDS, VALIDATION_FOLDS, in_folds
from fivesigma.learning.weights import balanced_weights

FloatArray = npt.NDArray[np.float64]
Sample = tuple[FloatArray, FloatArray, FloatArray]
Vectors = dict[str, Any]
ACTIVATIONS: tuple[Activation, ...] = ("relu", "tanh", "sigmoid")


def plain_network(network: Network) -> Vectors:
    """Weights row after row and biases, as JSON has them."""
    return {
        "weights": [weights.ravel().tolist() for weights in network.weights],
        "biases": [biases.tolist() for biases in network.biases],
    }


def normal_numbers(random: Random, *shape: int) -> FloatArray:
    """Draws in the order of the array."""
    return np.array([random.normal() for _ in range(int(np.prod(shape)))]).reshape(shape)


def network_vectors() -> Vectors:
    """For each activation: initial weights, forward and backward pass, ten optimiser steps."""
    random = Random(4)
    n_events, sizes = 13, [3, 5, 4, 1]
    X = normal_numbers(random, n_events, sizes[0])
    y = (X[:, 0] * X[:, 1] > 0).astype(np.float64)
    sample_weight = np.array([random.uniform() for _ in range(n_events)])
    sample = (X, y, sample_weight)
    return {
        "sizes": sizes,
        "n": n_events,
        "X": X.ravel().tolist(),
        "y": y.tolist(),
        "w": sample_weight.tolist(),
        "seed": 5,
        "cases": [_network_case(sizes, activation, sample) for activation in ACTIVATIONS],
    }


def _network_case(sizes: list[int], activation: Activation, sample: Sample) -> Vectors:
    network = initial_network(sizes, activation, Random(5))
    loss, gradient = loss_and_gradient(network, *sample)
    hidden = [output[0].tolist() for output in layer_outputs(network, sample[0])[:-1]]
    return {
        "activation": activation,
        "initial": plain_network(network),
        "first_event": hidden,
        "probability": predict_probability(network, sample[0]).tolist(),
        "loss": loss,
        "gradient": plain_network(gradient),
        "ten_steps": {
            "adam": plain_network(_ten_steps(sizes, activation, sample, Adam(0.05))),
            "sgd": plain_network(_ten_steps(sizes, activation, sample, Sgd(0.5))),
        },
        "learning_rate": {"adam": 0.05, "sgd": 0.5},
    }


def _ten_steps(
    sizes: list[int], activation: Activation, sample: Sample, optimiser: Optimiser
) -> Network:
    network = initial_network(sizes, activation, Random(5))
    for _ in range(10):
        optimiser.update(network, loss_and_gradient(network, *sample)[1])
    return network


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """Two backgrounds (codes 0 and 1) and two signals (2 and 3); the run leaves code 3 out."""

    process: npt.NDArray[np.uint8]
    fold: npt.NDArray[np.uint8]
    weight: FloatArray
    features: FloatArray


def made_up_events() -> Events:
    """160 events of three features, one of which never changes."""
    random = Random(6)
    n_events = 160
    process = np.array([random.uint32() % 4 for _ in range(n_events)], np.uint8)
    fold = np.array([random.uint32() % 10 for _ in range(n_events)], np.uint8)
    # float32, as the browser's file stores them
    weight = (normal_numbers(random, n_events) + 1.0).astype(np.float32).astype(np.float64)
    shift = np.where(process >= 2, 1.0, 0.0)
    features = 40.0 + 15.0 * (normal_numbers(random, 3, n_events) + shift)
    features[1] = 7.1  # a feature that never changes must not divide by 0
    exact = features.astype(np.float32).astype(np.float64)
    return Events(process=process, fold=fold, weight=weight, features=exact)


def training_vectors() -> Vectors:
    """Losses after each of six epochs and the scores of all events, with and without weights."""
    events = made_up_events()
    return {
        "process": events.process.tolist(),
        "fold": events.fold.tolist(),
        "weight": events.weight.tolist(),
        "features": events.features.tolist(),
        "layers": [6, 4],
        "batch_size": 16,
        "learning_rate": 0.02,
        "seed": 7,
        "runs": [_run(events, use_weights=use_weights) for use_weights in (True, False)],
    }


def prepared_events(events: Events, *, use_weights: bool) -> tuple[FloatArray, Sample, Sample]:
    """All events scaled as the page does, and the samples that it learns from and watches."""
    taking = events.process != 3
    training = taking & in_folds(events.fold, TRAIN_FOLDS)
    validation = taking & in_folds(events.fold, VALIDATION_FOLDS)

    def answers_and_weights(chosen: npt.NDArray[np.bool_]) -> tuple[FloatArray, FloatArray]:
        label = (events.process[chosen] == 2).astype(np.int8)
        weight = np.ones(label.size)
        if use_weights:
            weight = balanced_weights(events.weight[chosen], label)
        return label.astype(np.float64), weight

    values, weight = events.features[:, training], answers_and_weights(training)[1]
    mean = np.average(values, axis=1, weights=weight)
    variance = np.average((values - mean[:, np.newaxis]) ** 2, axis=1, weights=weight)
    std = np.where(variance > 1e-12, np.sqrt(variance), 1.0)
    scaled = (events.features.T - mean) / std

    def sample(chosen: npt.NDArray[np.bool_]) -> Sample:
        return scaled[chosen], *answers_and_weights(chosen)

    return scaled, sample(training), sample(validation)


def _run(events: Events, *, use_weights: bool) -> Vectors:
    scaled, training, validation = prepared_events(events, use_weights=use_weights)
    random = Random(7)
    network = initial_network([3, 6, 4, 1], "tanh", random)
    optimiser, order = Adam(0.02), np.arange(training[1].size)
    losses = []
    for epoch in range(7):
        if epoch > 0:
            train_epoch(network, training, optimiser, random_batches(order, 16, random))
        losses.append([loss_and_gradient(network, *sample)[0] for sample in (training, validation)])
    scores = predict_probability(network, scaled)
    return {"use_weights": use_weights, "losses": losses, "scores": scores.tolist()}
