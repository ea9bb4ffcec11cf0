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
from fivesigma.learning.regularisation import Dropout, EarlyStop, Penalty

Sample = tuple[FloatArray, FloatArray, FloatArray]
LearnEpoch = Callable[[Sample, list[npt.NDArray[np.int64]]], None]


class NetworkClassifier(BinaryClassifier):
    """A network with hidden `layers`, trained by `optimiser` ("adam" or "sgd") for `epochs`.

    The inputs are standardised with the weighted mean and deviation of the training events.
    `activation`: "tanh", "relu" or "sigmoid". One `seed` gives one network: the web page draws the
    same initial weights and the same batches from it, and arrives at the same network. `l1`, `l2`
    and `dropout` hold it back: regularisation.py says how much.

    With `early_stopping` training ends when the loss of events that only watch has not fallen for
    `patience` epochs, and the best network so far is kept. `fit(..., validation=(X, y,
    sample_weight))` gives events that watch, as on the web page; without, a seeded
    `validation_fraction` of the training events is taken for it. Without `early_stopping` nothing
    is chosen: the loss of the validation events, or of `unseen=(X, y, sample_weight)`, is only
    noted, and the latter never decides anything.

    After `fit`: `network_`, `scaler_` (mean_, scale_), `loss_curve_` and `validation_loss_curve_`
    (one value an epoch, without the penalties; the latter empty where nothing watched),
    `stopped_early_`, `n_iter_` (epochs learned), `best_epoch_` (those that `network_` has learned).
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
        l1: float = 0.0,
        l2: float = 0.0,
        dropout: float = 0.0,
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
        self.l1 = l1
        self.l2 = l2
        self.dropout = dropout
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
        validation: tuple[Any, Any, Any] | None = None,
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
        given = unseen if validation is None else validation
        watched = None if given is None else self._prepared(given)
        if self.early_stopping and validation is None:
            sample, watched = self._held_out(sample)
        self._learn(sample, watched)
        return self

    def _learn(self, sample: Sample, watched: Sample | None) -> None:
        random = Random(self.seed)
        sizes = [sample[0].shape[1], *self.layers, 1]
        network = initial_network(sizes, self.activation, random)  # type: ignore[arg-type]
        learn_epoch = self._learn_epoch(network, self._dropout(sample[1].size))
        order = np.arange(sample[1].size)
        self.loss_curve_: list[float] = []
        self.validation_loss_curve_: list[float] = []
        stop = EarlyStop(self.patience)
        if self.early_stopping and watched is not None:
            stop.look(network, 0, _loss(network, watched))
        for epoch in range(1, self.epochs + 1):
            learn_epoch(sample, random_batches(order, self.batch_size, random))
            self.loss_curve_.append(_loss(network, sample))
            _check_finite(self.loss_curve_[-1], self.learning_rate)
            if watched is None:
                continue
            self.validation_loss_curve_.append(_loss(network, watched))
            if self.early_stopping:
                stop.look(network, epoch, self.validation_loss_curve_[-1])
                if stop.is_over:
                    break
        self.network_ = stop.best if self.early_stopping else network
        self.n_iter_ = len(self.loss_curve_)
        self.best_epoch_ = stop.best_epoch if self.early_stopping else self.n_iter_
        self.stopped_early_ = self.n_iter_ < self.epochs

    def _dropout(self, n_events: int) -> Dropout | None:
        if self.dropout == 0 or len(self.layers) == 0:
            return None
        batch_size = min(self.batch_size, n_events)
        return Dropout(self.dropout, hidden=self.layers, batch_size=batch_size, seed=self.seed)

    def _learn_epoch(self, network: Network, dropout: Dropout | None) -> LearnEpoch:
        """What trains `network` in place; the classifiers of frameworks.py put theirs here."""
        optimiser = (Adam if self.optimiser == "adam" else Sgd)(self.learning_rate)
        penalty = Penalty(l1=self.l1, l2=self.l2)
        return lambda sample, batches: train_epoch(
            network, sample, optimiser, batches, penalty=penalty, dropout=dropout
        )

    def _prepared(self, given: tuple[Any, Any, Any]) -> Sample:
        """Events that do not teach, as the network sees them."""
        X, y, weight = (np.asarray(column) for column in given)
        return self._scaled(X), (y == self.classes_[1]).astype(np.float64), weight

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
            ("l1", settings.l1, 0 <= settings.l1 < np.inf, ">= 0"),
            ("l2", settings.l2, 0 <= settings.l2 < np.inf, ">= 0"),
            ("dropout", settings.dropout, 0 <= settings.dropout < 1, "0 to below 1"),
            ("patience", settings.patience, settings.patience >= 1, ">= 1"),
        )
        if not sound
    ]
    if wrong:
        msg = f"these settings of the network cannot be used: {'; '.join(wrong)}."
        raise FiveSigmaError(msg)
