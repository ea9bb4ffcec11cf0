"""The network from scratch as a scikit-learn classifier: same settings as on the web page."""

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from sklearn.model_selection import train_test_split
from sklearn.utils.validation import check_is_fitted, validate_data

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.binary import (
    BinaryClassifier,
    check_binary,
    checked_weight,
    two_columns,
)
from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.network import (
    FloatArray,
    Network,
    initial_network,
    layer_outputs,
    predict_probability,
)
from fivesigma.learning.optimisers import Adam, Sgd, random_batches, train_epoch
from fivesigma.learning.random import Random

Sample = tuple[FloatArray, FloatArray, FloatArray]
LearnEpoch = Callable[[Sample, list[npt.NDArray[np.int64]]], None]


class NetworkClassifier(BinaryClassifier):
    """A network with hidden `layers`, trained by `optimiser` ("adam" or "sgd") for `epochs`.

    The inputs are standardised with the weighted mean and deviation of the training events.
    `activation`: "tanh", "relu" or "sigmoid". One `seed` gives one network: the web page draws the
    same initial weights and the same batches from it, and arrives at the same network. With
    `early_stopping` a seeded `validation_fraction` of the training events only watches: training
    ends when their loss has not fallen for `patience` epochs, and the best network so far is kept.
    Without it, nothing is chosen: `fit(..., unseen=(X, y, sample_weight))` just notes the loss
    there as well.

    After `fit`: `network_`, `scaler_` (mean_, scale_), `loss_curve_` and `validation_loss_curve_`
    (one value an epoch; the latter empty where nothing watched), `stopped_early_`, `n_iter_`.
    Refused: other than two classes, a negative weight, a learning rate that diverges.

    >>> model = NetworkClassifier(layers=(4,), epochs=3)
    >>> model.fit([[0.0], [1.0], [2.0], [3.0]], [0, 0, 1, 1]).n_iter_
    3
    """

    def __init__(  # noqa: PLR0913 - one name a setting, as scikit-learn asks for
        self,
        *,
        layers: tuple[int, ...] = (8,),
        activation: str = "tanh",
        optimiser: str = "adam",
        learning_rate: float = 0.001,
        batch_size: int = 256,
        epochs: int = 50,
        early_stopping: bool = False,
        validation_fraction: float = 0.2,
        patience: int = 10,
        seed: int = 1,
    ) -> None:
        self.layers = layers
        self.activation = activation
        self.optimiser = optimiser
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.epochs = epochs
        self.early_stopping = early_stopping
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.seed = seed

    def fit(
        self,
        X: Any,
        y: Any,
        sample_weight: Any = None,
        *,
        unseen: tuple[Any, Any, Any] | None = None,
    ) -> Self:
        """Learn from `X` (n_events, n_features); events of weight 0 are passed over."""
        _check_settings(self)
        X, y = validate_data(self, X, y, dtype=np.float64)
        self.classes_, is_signal = check_binary(y)
        weight = checked_weight(sample_weight, is_signal)
        used = weight > 0
        self.scaler_ = WeightedScaler().fit(X[used], sample_weight=weight[used])
        sample = (self._scaled(X[used]), is_signal[used].astype(np.float64), weight[used])
        watched = None
        if unseen is not None:
            unseen_X, unseen_y, unseen_weight = unseen
            answer = (np.asarray(unseen_y) == self.classes_[1]).astype(np.float64)
            watched = self._scaled(np.asarray(unseen_X)), answer, np.asarray(unseen_weight)
        if self.early_stopping:
            sample, watched = self._held_out(sample)
        self._learn(sample, watched)
        return self

    def _learn(self, sample: Sample, watched: Sample | None) -> None:
        random = Random(self.seed)
        sizes = [sample[0].shape[1], *self.layers, 1]
        network = best = initial_network(sizes, self.activation, random)  # type: ignore[arg-type]
        learn_epoch = self._learn_epoch(network)
        order = np.arange(sample[1].size)
        self.loss_curve_: list[float] = []
        self.validation_loss_curve_: list[float] = []
        best_epoch = 0
        for epoch in range(self.epochs):
            learn_epoch(sample, random_batches(order, self.batch_size, random))
            self.loss_curve_.append(_loss(network, sample))
            _check_finite(self.loss_curve_[-1], self.learning_rate)
            if watched is not None:
                self.validation_loss_curve_.append(_loss(network, watched))
            if self.early_stopping:
                if self.validation_loss_curve_[-1] <= min(self.validation_loss_curve_):
                    best, best_epoch = _copy(network), epoch
                if epoch - best_epoch >= self.patience:
                    break
        self.network_ = best if self.early_stopping else network
        self.n_iter_ = len(self.loss_curve_)
        self.stopped_early_ = self.n_iter_ < self.epochs

    def _learn_epoch(self, network: Network) -> LearnEpoch:
        """What trains `network` in place; the classifiers of frameworks.py put theirs here."""
        optimiser = (Adam if self.optimiser == "adam" else Sgd)(self.learning_rate)
        return lambda sample, batches: train_epoch(network, sample, optimiser, batches)

    def _held_out(self, sample: Sample) -> tuple[Sample, Sample]:
        """The events to learn from, and the share that only watches."""
        try:
            learn, watch = train_test_split(
                np.arange(sample[1].size),
                test_size=self.validation_fraction,
                random_state=self.seed,
                stratify=sample[1],
            )
        except ValueError as error:
            msg = f"early_stopping needs events of both classes to watch: {error}"
            raise FiveSigmaError(msg) from error
        X, y, weight = sample
        return (X[learn], y[learn], weight[learn]), (X[watch], y[watch], weight[watch])

    def _scaled(self, X: FloatArray) -> FloatArray:
        scaled: FloatArray = self.scaler_.transform(X)
        return scaled

    def predict_proba(self, X: Any) -> FloatArray:
        """Probability of both classes, shape (n_events, 2)."""
        check_is_fitted(self)
        X = validate_data(self, X, reset=False, dtype=np.float64)
        return two_columns(predict_probability(self.network_, self._scaled(X)))


def _loss(network: Network, sample: Sample) -> float:
    """Weighted mean cross-entropy."""
    X, y, weight = sample
    z = layer_outputs(network, X)[-1][:, 0]
    return float(np.average(np.logaddexp(0.0, z) - y * z, weights=weight))


def _copy(network: Network) -> Network:
    return Network(
        weights=[weights.copy() for weights in network.weights],
        biases=[biases.copy() for biases in network.biases],
        activation=network.activation,
    )


def _check_finite(loss: float, learning_rate: float) -> None:
    if not np.isfinite(loss):
        msg = f"the loss grew without bound at learning_rate={learning_rate:g}. Take a tenth of it."
        raise FiveSigmaError(msg)


def _check_settings(settings: NetworkClassifier) -> None:
    wrong = [
        f"{name}={value!r} (expected {expected})"
        for name, value, sound, expected in (
            (
                "activation",
                settings.activation,
                settings.activation in {"tanh", "relu", "sigmoid"},
                "tanh, relu or sigmoid",
            ),
            ("optimiser", settings.optimiser, settings.optimiser in {"adam", "sgd"}, "adam or sgd"),
            ("learning_rate", settings.learning_rate, settings.learning_rate > 0, "> 0"),
            ("batch_size", settings.batch_size, settings.batch_size >= 1, ">= 1"),
            ("epochs", settings.epochs, settings.epochs >= 1, ">= 1"),
            ("patience", settings.patience, settings.patience >= 1, ">= 1"),
        )
        if not sound
    ]
    if wrong:
        msg = f"these settings of the network cannot be used: {'; '.join(wrong)}."
        raise FiveSigmaError(msg)
