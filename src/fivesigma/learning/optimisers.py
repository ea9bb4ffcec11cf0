"""How a network learns: what an optimiser does with the slopes, and one pass over the events.

Reads after network.py. The events come in small batches in a random order; after each batch every
parameter moves one step. On the web page: frontend/src/model/optimiser.ts.
"""

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from fivesigma.learning.network import FloatArray, Network, loss_and_gradient
from fivesigma.learning.random import Random
from fivesigma.learning.regularisation import Dropout, Penalty, add_penalty_slope


class Optimiser(Protocol):
    """What moves the parameters once the gradient is known, itself in the form of a network.

    >>> weights, biases = [np.array([[1.0]])], [np.zeros(1)]
    >>> network = Network(weights=weights, biases=biases, activation="relu")
    >>> optimisers: list[Optimiser] = [Sgd(0.1), Adam(0.1)]
    >>> for optimiser in optimisers:
    ...     optimiser.update(network, gradient=network)  # w is the slope of w²/2
    ...     print(round(network.weights[0].item(), 6))
    0.9
    0.8
    """

    def update(self, network: Network, gradient: Network) -> None:
        """Move `network` one step, in place."""


class Sgd:
    """Stochastic gradient descent: each parameter moves by -learning_rate * slope.

    >>> network = Network(weights=[np.array([[1.0]])], biases=[np.zeros(1)], activation="relu")
    >>> slopes = Network(weights=[np.array([[4.0]])], biases=[np.ones(1)], activation="relu")
    >>> Sgd(learning_rate=0.1).update(network, slopes)
    >>> round(network.weights[0].item(), 6), network.biases[0].item()
    (0.6, -0.1)
    """

    def __init__(self, learning_rate: float) -> None:
        self._learning_rate = learning_rate

    def update(self, network: Network, gradient: Network) -> None:
        """Move `network` one step, in place."""
        for parameter, slope in zip(_arrays(network), _arrays(gradient), strict=True):
            np.subtract(parameter, self._learning_rate * slope, out=parameter)


class Adam:
    """Adam, algorithm 1 of arXiv:1412.6980: the step is set by the slope's recent size.

    So the first step is `learning_rate`, whether a slope is 4 or 0.001.

    >>> network = Network(weights=[np.array([[1.0]])], biases=[np.zeros(1)], activation="relu")
    >>> slopes = Network(weights=[np.array([[4.0]])], biases=[np.full(1, 1e-3)], activation="relu")
    >>> Adam(learning_rate=0.1).update(network, slopes)
    >>> round(network.weights[0].item(), 6), round(network.biases[0].item(), 5)
    (0.9, -0.1)
    """

    def __init__(
        self,
        learning_rate: float,
        beta_1: float = 0.9,
        beta_2: float = 0.999,
        epsilon: float = 1e-8,
    ) -> None:
        self._learning_rate = learning_rate
        self._beta_1, self._beta_2, self._epsilon = beta_1, beta_2, epsilon
        self._mean: list[FloatArray] = []
        self._mean_square: list[FloatArray] = []
        self._steps = 0

    def update(self, network: Network, gradient: Network) -> None:
        """Move `network` one step, in place."""
        slopes = _arrays(gradient)
        if self._steps == 0:
            self._mean = [np.zeros_like(slope) for slope in slopes]
            self._mean_square = [np.zeros_like(slope) for slope in slopes]
        self._steps += 1
        for i, (parameter, slope) in enumerate(zip(_arrays(network), slopes, strict=True)):
            mean, square = self._mean[i], self._mean_square[i]
            mean += (1 - self._beta_1) * (slope - mean)
            square += (1 - self._beta_2) * (slope**2 - square)
            unbiased_mean = mean / (1 - self._beta_1**self._steps)
            unbiased_square = square / (1 - self._beta_2**self._steps)
            step = unbiased_mean / (np.sqrt(unbiased_square) + self._epsilon)
            np.subtract(parameter, self._learning_rate * step, out=parameter)


def _arrays(network: Network) -> list[FloatArray]:
    return [*network.weights, *network.biases]


def random_batches(
    order: npt.NDArray[np.int64], batch_size: int, random: Random
) -> list[npt.NDArray[np.int64]]:
    """Indices of one epoch's batches; `order` (n_events,) is shuffled further, in place.

    The last batch holds what is left over.

    >>> batches = random_batches(np.arange(5), batch_size=2, random=Random(1))
    >>> [batch.size for batch in batches], sorted(np.concatenate(batches).tolist())
    ([2, 2, 1], [0, 1, 2, 3, 4])
    """
    random.shuffle(order)
    return [order[start : start + batch_size] for start in range(0, order.size, batch_size)]


def train_epoch(  # noqa: PLR0913 - what learns, from what, and what holds it back
    network: Network,
    sample: tuple[FloatArray, FloatArray, FloatArray],
    optimiser: Optimiser,
    batches: Iterable[npt.NDArray[np.int64]],
    *,
    penalty: Penalty | None = None,
    dropout: Dropout | None = None,
) -> None:
    """Learn from each batch of `sample` = (X, y, sample_weight); `network` changes in place.

    Shapes and meaning as for `loss_and_gradient`; `batches`: indices of events, as from
    `random_batches`. `penalty`, `dropout`: what holds the network back (regularisation.py).

    >>> network = Network(weights=[np.zeros((1, 1))], biases=[np.zeros(1)], activation="relu")
    >>> sample = np.array([[1.0], [-1.0]]), np.array([1.0, 0.0]), np.ones(2)
    >>> train_epoch(network, sample, Sgd(learning_rate=1.0), [np.array([0, 1])])
    >>> network.weights[0].item()  # against the slope, which is -1/2
    0.5
    """
    for batch in batches:
        X, y, sample_weight = (column[batch] for column in sample)
        factors = None if dropout is None else dropout.factors(batch.size)
        _, gradient = loss_and_gradient(network, X, y, sample_weight, factors)
        if penalty is not None:
            add_penalty_slope(gradient, network, penalty)
        optimiser.update(network, gradient)
