"""What keeps a network from learning its events by heart: penalties, dropout, an early stop.

Reads after network.py. A penalty makes large weights cost something, dropout makes every neuron
dispensable, an early stop ends the training where events that are not learned from say so. On the
web page: frontend/src/model/regularisation.ts and earlyStop.ts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.network import FloatArray, Network
from fivesigma.learning.random import RandomRows


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What weights cost: `l1` * sum |w| + `l2` / 2 * sum w², added to the mean loss of the batch.

    That is `alpha` of scikit-learn's SGDClassifier and `weight_decay` of PyTorch's optimisers. It
    is not `alpha` of MLPClassifier, which is divided by the number of events in the batch: there
    the same number means less in larger batches, and next to nothing at its default. A logistic
    regression of n events of weight 1 has C = 1 / (n `l2`). Biases are free: they only say where
    a neuron begins to answer. A weight of 0 has no slope of `l1`. The slope goes through the
    optimiser as any other, which is not the decoupled decay of AdamW; nor is it a proximal step:
    `l1` leaves the weights that are not needed close to 0, hardly ever at 0.

    FiveSigmaError where one of them is negative or no number.
    """

    l1: float = 0.0
    l2: float = 0.0

    def __post_init__(self) -> None:
        if not (0 <= self.l1 < np.inf and 0 <= self.l2 < np.inf):
            msg = f"a penalty is a number >= 0, got l1={self.l1!r} and l2={self.l2!r}. Try 0.001."
            raise FiveSigmaError(msg)


def penalty_of(network: Network, penalty: Penalty) -> float:
    """What the weights of `network` cost, in the unit of the loss.

    >>> weights, biases = [np.array([[3.0], [-1.0]])], [np.array([7.0])]
    >>> network = Network(weights=weights, biases=biases, activation="relu")
    >>> penalty_of(network, Penalty(l1=0.1, l2=0.01))  # 0.1 * (3 + 1) + 0.005 * (9 + 1)
    0.45
    """
    sizes = sum(float(np.abs(weights).sum()) for weights in network.weights)
    squares = sum(float((weights**2).sum()) for weights in network.weights)
    return penalty.l1 * sizes + penalty.l2 / 2 * squares


def add_penalty_slope(gradient: Network, network: Network, penalty: Penalty) -> None:
    """Add the slope of `penalty_of` in every weight of `network` to `gradient`, in place.

    >>> network = Network(weights=[np.array([[3.0]])], biases=[np.zeros(1)], activation="relu")
    >>> gradient = Network(weights=[np.array([[1.0]])], biases=[np.zeros(1)], activation="relu")
    >>> add_penalty_slope(gradient, network, Penalty(l1=0.1, l2=0.01))
    >>> round(gradient.weights[0].item(), 6)
    1.13
    """
    if penalty.l1 == 0 and penalty.l2 == 0:
        return
    for slopes, weights in zip(gradient.weights, network.weights, strict=True):
        np.add(slopes, penalty.l2 * weights + penalty.l1 * np.sign(weights), out=slopes)


class Dropout:
    """Leaves hidden neurons out at random, each event its own, while a network learns.

    A neuron is left out with probability `rate`; the others pass on 1 / (1 - rate) times as much,
    so that the next layer's sums are right on average and a trained network is used as it is
    (inverted dropout; Srivastava et al., JMLR 15, 1929). `hidden`: neurons of each hidden layer.
    Event i of a batch, of at most `batch_size`, draws for one layer after the other from row i of
    RandomRows(seed): initial weights and batches are drawn elsewhere and do not change with it.
    FiveSigmaError for a rate outside 0 <= rate < 1.

    >>> (factors,) = Dropout(0.5, hidden=[4], batch_size=2, seed=1).factors(n_events=2)
    >>> factors.tolist()
    [[0.0, 0.0, 2.0, 2.0], [2.0, 0.0, 2.0, 0.0]]
    """

    def __init__(self, rate: float, *, hidden: Sequence[int], batch_size: int, seed: int) -> None:
        if not 0 <= rate < 1:
            msg = f"dropout is a probability from 0 to below 1, got {rate!r}. Try 0.2."
            raise FiveSigmaError(msg)
        self._rate, self._hidden = rate, list(hidden)
        self._rows = RandomRows(seed, batch_size)

    def factors(self, n_events: int) -> list[FloatArray]:
        """For each hidden layer (n_events, neurons): 0 for a neuron left out, else 1 / (1 - rate).

        The next batch of `n_events`; every call draws anew.
        """
        drawn = self._rows.uint32(n_events, sum(self._hidden))
        factors = np.where(drawn < self._rate * 2.0**32, 0.0, 1 / (1 - self._rate))
        return np.split(factors, np.cumsum(self._hidden)[:-1], axis=1)


class EarlyStop:
    """Remembers the best network so far, and says when to stop looking for a better one.

    `patience`: epochs without a new lowest loss on events that are not learned from. The network
    before the first epoch counts, too. After `look`: `best` (a copy), `best_epoch`, `is_over`.

    >>> weights, biases = [np.array([[1.0]])], [np.zeros(1)]
    >>> network = Network(weights=weights, biases=biases, activation="relu")
    >>> stop = EarlyStop(patience=2)
    >>> for epoch, loss in enumerate([0.7, 0.6, 0.65, 0.6]):
    ...     stop.look(network, epoch, loss)
    >>> stop.best_epoch, stop.is_over
    (1, True)
    """

    best: Network
    best_epoch: int

    def __init__(self, patience: int) -> None:
        self._patience = patience
        self._lowest = np.inf
        self.is_over = False

    def look(self, network: Network, epoch: int, loss: float) -> None:
        """Note the `loss` of `network` after `epoch` epochs."""
        if loss < self._lowest or epoch == 0:
            self._lowest, self.best_epoch, self.best = loss, epoch, _copy(network)
        self.is_over = epoch - self.best_epoch >= self._patience


def _copy(network: Network) -> Network:
    return Network(
        weights=[weights.copy() for weights in network.weights],
        biases=[biases.copy() for biases in network.biases],
        activation=network.activation,
    )
