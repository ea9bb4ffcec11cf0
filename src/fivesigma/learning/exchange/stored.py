"""From a fitted scikit-learn estimator to a network that can travel, and back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.neural_network import MLPClassifier
from sklearn.preprocessing import StandardScaler

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.exchange.network_file import StoredNetwork, TrainingFacts
from fivesigma.learning.network import Activation, Network

_ACTIVATIONS: Final[dict[str, Activation]] = {"relu": "relu", "tanh": "tanh", "logistic": "sigmoid"}


def stored_network(estimator: Any, inputs: Sequence[str], facts: TrainingFacts) -> StoredNetwork:
    """The fitted `network`, `mlp` or `linear` of the menu as a network that can travel.

    `inputs`: names of the columns it was fitted on. `facts`: the dataset, the signal and the folds;
    optimiser, learning rate, batch size, penalties, epochs and seed are filled in from it. A
    logistic regression is a network without a hidden layer. FiveSigmaError for any other model.

    >>> model = NetworkClassifier(layers=(4,), epochs=3, seed=5)
    >>> _ = model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1])
    >>> facts = TrainingFacts(dataset="mine", signal="s", backgrounds=("b",), folds=None)
    >>> stored_network(model, ["met"], facts).training.epochs
    3.0
    """
    scaler: Any
    if isinstance(estimator, NetworkClassifier):
        settings: dict[str, Any] = {
            "optimiser": estimator.optimiser,
            "learning_rate": estimator.learning_rate,
            "batch_size": estimator.batch_size,
            "l1": float(estimator.l1),
            "l2": float(estimator.l2),
            "dropout": float(estimator.dropout),
            "patience": estimator.patience if estimator.early_stopping else None,
            "epochs": float(estimator.best_epoch_),
            "seed": estimator.seed,
        }
        network, scaler = estimator.network_, estimator.scaler_
    else:
        scaler = getattr(estimator, "preparation_", None)
        inner = getattr(estimator, "estimator_", None)
        if not isinstance(scaler, StandardScaler):
            raise _no_network(estimator)
        network, settings = _from_scikit_learn(inner)
    return StoredNetwork(
        inputs=tuple(inputs),
        mean=np.array(scaler.mean_, dtype=np.float64),
        scale=np.array(scaler.scale_, dtype=np.float64),
        network=network,
        training=replace(facts, **settings),
    )


def _no_network(estimator: object) -> FiveSigmaError:
    kind = type(estimator).__name__
    return FiveSigmaError(
        f"{kind} is no network that a file can hold. Train network, mlp or linear of the menu."
    )


def _from_scikit_learn(model: object) -> tuple[Network, dict[str, Any]]:
    if isinstance(model, LogisticRegression):
        weights, biases = [model.coef_.T.copy()], [model.intercept_.copy()]
        return Network(weights=weights, biases=biases, activation="tanh"), {}
    if not isinstance(model, MLPClassifier) or model.activation not in _ACTIVATIONS:
        raise _no_network(model)
    settings = {
        "optimiser": model.solver,
        "learning_rate": float(model.learning_rate_init),
        "epochs": float(model.n_iter_),
        "seed": model.random_state if isinstance(model.random_state, int) else None,
    }
    network = Network(
        weights=[weights.copy() for weights in model.coefs_],
        biases=[biases.copy() for biases in model.intercepts_],
        activation=_ACTIVATIONS[model.activation],
    )
    return network, settings


def stored_classifier(stored: StoredNetwork) -> NetworkClassifier:
    """A stored network as a fitted estimator of classes 0 and 1, to be scored like any other.

    Its columns are the network's inputs, in that order.

    >>> from fivesigma.learning.exchange.network_file import SMALLEST_FILE, decode_network
    >>> stored_classifier(decode_network(SMALLEST_FILE)).predict([[300.0, 91.0]]).tolist()
    [1]
    """
    model = NetworkClassifier(
        layers=tuple(biases.size for biases in stored.network.biases[:-1]),
        activation=stored.network.activation,
    )
    model.scaler_ = WeightedScaler()
    model.scaler_.mean_, model.scaler_.scale_ = stored.mean.copy(), stored.scale.copy()
    model.scaler_.n_features_in_ = model.n_features_in_ = len(stored.inputs)
    model.classes_ = np.array([0, 1])
    model.network_ = stored.network
    return model
