"""The part of make_vectors.py about penalties, dropout and the early stop."""

from typing import Any

import numpy as np

from fivesigma.learning.network import (
    Activation,
    Network,
    initial_network,
    loss_and_gradient,
    predict_probability,
)
from fivesigma.learning.optimisers import Adam, Optimiser, Sgd, random_batches, train_epoch
from fivesigma.learning.random import Random, RandomRows
from fivesigma.learning.regularisation import (
    Dropout,
    EarlyStop,
    Penalty,
    add_penalty_slope,
    penalty_of,
)
from training_vectors import (
    ACTIVATIONS,
    FloatArray,
    Sample,
    made_up_events,
    normal_numbers,
    plain_network,
    prepared_events,
)

Vectors = dict[str, Any]
SIZES, SEED, N_EVENTS = [3, 5, 4, 1], 5, 13
PENALTY = Penalty(l1=0.01, l2=0.05)
DROPOUT = 0.3


def regularisation_vectors() -> Vectors:
    """Draws of rows; penalised gradients; ten steps, and a whole training, with all of it."""
    random = Random(14)
    X = normal_numbers(random, N_EVENTS, SIZES[0])
    y = (X[:, 0] * X[:, 1] > 0).astype(np.float64)
    sample = X, y, np.array([random.uniform() for _ in range(N_EVENTS)])
    return {
        "rows": [_rows(seed) for seed in (0, 1, 4294967295)],
        "sizes": SIZES,
        "n": N_EVENTS,
        "X": X.ravel().tolist(),
        "y": y.tolist(),
        "w": sample[2].tolist(),
        "seed": SEED,
        "l1": PENALTY.l1,
        "l2": PENALTY.l2,
        "dropout": DROPOUT,
        "factors": [layer.ravel().tolist() for layer in _dropout().factors(N_EVENTS)],
        "cases": [_case(activation, sample) for activation in ACTIVATIONS],
        "training": _training(),
    }


def _rows(seed: int) -> Vectors:
    """Three rows, of which the third draws only the second time."""
    rows = RandomRows(seed, n_rows=3)
    return {"seed": seed, "two": rows.uint32(2, 4).tolist(), "three": rows.uint32(3, 2).tolist()}


def _dropout() -> Dropout:
    return Dropout(DROPOUT, hidden=SIZES[1:-1], batch_size=N_EVENTS, seed=SEED)


def _case(activation: Activation, sample: Sample) -> Vectors:
    network = initial_network(SIZES, activation, Random(SEED))
    loss, gradient = loss_and_gradient(network, *sample)
    add_penalty_slope(gradient, network, PENALTY)
    return {
        "activation": activation,
        "objective": loss + penalty_of(network, PENALTY),
        "gradient": plain_network(gradient),
        "ten_steps": {
            "adam": plain_network(_ten_steps(activation, sample, Adam(0.05))),
            "sgd": plain_network(_ten_steps(activation, sample, Sgd(0.5))),
        },
        "learning_rate": {"adam": 0.05, "sgd": 0.5},
    }


def _ten_steps(activation: Activation, sample: Sample, optimiser: Optimiser) -> Network:
    """On all events and on the first nine in turn, as in an epoch whose last batch is short."""
    network = initial_network(SIZES, activation, Random(SEED))
    batches = [np.arange(N_EVENTS if step % 2 == 0 else 9) for step in range(10)]
    train_epoch(network, sample, optimiser, batches, penalty=PENALTY, dropout=_dropout())
    return network


def _training() -> Vectors:
    """A training on made-up events until it stops early, with the best network put back."""
    scaled, training, validation = prepared_events(made_up_events(), use_weights=True)
    settings: Vectors = {"l1": 0.001, "l2": 0.01, "dropout": 0.2, "early_stop": 4}
    random = Random(7)
    network = initial_network([3, 6, 4, 1], "tanh", random)
    order = np.arange(training[1].size)
    penalty = Penalty(l1=settings["l1"], l2=settings["l2"])
    dropout = Dropout(settings["dropout"], hidden=[6, 4], batch_size=16, seed=7)
    optimiser, stop = Adam(0.02), EarlyStop(settings["early_stop"])
    losses: list[list[float]] = []
    while not stop.is_over:
        if losses:
            batches = random_batches(order, 16, random)
            train_epoch(network, training, optimiser, batches, penalty=penalty, dropout=dropout)
        pair = [loss_and_gradient(network, *sample)[0] for sample in (training, validation)]
        losses.append(pair)
        stop.look(network, len(losses) - 1, pair[1])
    scores: FloatArray = predict_probability(stop.best, scaled)
    return settings | {"losses": losses, "best": stop.best_epoch, "scores": scores.tolist()}
