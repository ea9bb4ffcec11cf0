"""A neural network from scratch: from the inputs to the score, and from the loss to its slopes.

A layer multiplies its inputs by weights, adds a bias and bends the sum (the activation). The last
sum is the log-odds of signal. Learning is to change each weight a little against the slope of the
loss, again and again: optimisers.py, the next page. The web page trains this very network
(frontend/src/model/network.ts); `tests/vectors` hold both to the same numbers.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.random import Random

FloatArray = npt.NDArray[np.float64]
Activation = Literal["relu", "tanh", "sigmoid"]


def sigmoid(z: FloatArray) -> FloatArray:
    """Probability of the log-odds `z`, without overflow; same shape.

    >>> sigmoid(np.array([-1000.0, 0.0, 1000.0])).tolist()
    [0.0, 0.5, 1.0]
    """
    small = np.exp(-np.abs(z))
    return np.where(z >= 0, 1 / (1 + small), small / (1 + small))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bend:
    """An activation: its value, its slope seen from its output, and the initial gain."""

    value: Callable[[FloatArray], FloatArray]
    slope_from_output: Callable[[FloatArray], FloatArray]
    gain: float


# Gain: variance of the initial weights times the number of inputs, which keeps the outputs of
# deep layers neither dying nor exploding (He et al., arXiv:1502.01852, for relu).
_BENDS: dict[Activation, _Bend] = {
    "relu": _Bend(
        value=lambda z: np.maximum(z, 0.0),
        slope_from_output=lambda a: (a > 0).astype(np.float64),
        gain=2.0,
    ),
    "tanh": _Bend(value=np.tanh, slope_from_output=lambda a: 1 - a * a, gain=1.0),
    "sigmoid": _Bend(value=sigmoid, slope_from_output=lambda a: a * (1 - a), gain=1.0),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Layer l has `weights[l]`, shape (n_in, n_out), and `biases[l]`, shape (n_out,).

    `activation` bends the sums of every layer but the last, whose one sum stays as it is.
    """

    weights: list[FloatArray]
    biases: list[FloatArray]
    activation: Activation


def initial_network(sizes: Sequence[int], activation: Activation, random: Random) -> Network:
    """Network with normal random weights of variance gain / n_in, and biases 0.

    `sizes`: neurons of each layer, from the inputs to the one output; FiveSigmaError otherwise.

    >>> network = initial_network([2, 3, 1], "relu", Random(1))
    >>> [weights.shape for weights in network.weights], [biases.size for biases in network.biases]
    ([(2, 3), (3, 1)], [3, 1])
    """
    if len(sizes) < 2 or min(sizes) < 1 or sizes[-1] != 1:
        msg = f"layers need at least one neuron and end in one output, got {list(sizes)}."
        raise FiveSigmaError(msg)
    last = len(sizes) - 2
    weights = []
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        gain = 1.0 if layer == last else _BENDS[activation].gain
        normal = np.array([random.normal() for _ in range(n_in * n_out)])
        weights.append(np.sqrt(gain / n_in) * normal.reshape(n_in, n_out))
    biases = [np.zeros(n_out) for n_out in sizes[1:]]
    return Network(weights=weights, biases=biases, activation=activation)


def layer_outputs(
    network: Network, X: FloatArray, factors: Sequence[FloatArray] | None = None
) -> list[FloatArray]:
    """Outputs of every layer for `X` (n_events, n_features): X itself first, log-odds last.

    Each has the shape (n_events, neurons of the layer). `factors`: what the outputs of each hidden
    layer are multiplied by, in that shape; a training with dropout has 0 where a neuron is left
    out (regularisation.py). None for none.

    >>> weights = [np.array([[1.0, -1.0]]), np.array([[2.0], [3.0]])]
    >>> network = Network(weights=weights, biases=[np.zeros(2), np.ones(1)], activation="relu")
    >>> [output.tolist() for output in layer_outputs(network, np.array([[4.0]]))]  # -4 becomes 0
    [[[4.0]], [[4.0, 0.0]], [[9.0]]]
    """
    outputs = [X]
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        z = outputs[-1] @ weights + biases
        if layer < len(network.weights) - 1:
            z = _BENDS[network.activation].value(z)
            if factors is not None:
                z *= factors[layer]
        outputs.append(z)
    return outputs


def predict_probability(network: Network, X: FloatArray) -> FloatArray:
    """Probability of signal for each row of `X` (n_events, n_features); shape (n_events,).

    >>> coin = Network(weights=[np.array([[1.0]])], biases=[np.zeros(1)], activation="relu")
    >>> predict_probability(coin, np.array([[0.0], [np.log(3.0)]])).round(3).tolist()
    [0.5, 0.75]
    """
    return sigmoid(layer_outputs(network, X)[-1][:, 0])


def loss_and_gradient(
    network: Network,
    X: FloatArray,
    y: FloatArray,
    sample_weight: FloatArray,
    factors: Sequence[FloatArray] | None = None,
) -> tuple[float, Network]:
    """Weighted mean cross-entropy sum(w l) / sum(w), and its slope in every weight and bias.

    `y`: 1 for signal, 0 for background; `sample_weight` >= 0; both (n_events,). `factors` as for
    `layer_outputs`. The gradient has the form of a network. Back-propagation: the slope in a
    layer's sums, carried back through that layer's weights, is the slope in the outputs of the
    layer before (Rumelhart, Hinton and Williams, Nature 323, 533).

    >>> coin = Network(weights=[np.array([[0.0]])], biases=[np.zeros(1)], activation="relu")
    >>> X, y, sample_weight = np.array([[1.0], [-1.0]]), np.array([1.0, 0.0]), np.array([3.0, 1.0])
    >>> loss, gradient = loss_and_gradient(coin, X, y, sample_weight)
    >>> round(loss, 4), gradient.weights[0].item(), gradient.biases[0].item()  # ln 2: a coin's loss
    (0.6931, -0.5, -0.25)
    """
    outputs = layer_outputs(network, X, factors)
    z = outputs[-1][:, 0]
    share = sample_weight / sample_weight.sum()
    # ln(1 + e^z) - y z: the cross-entropy of a probability sigmoid(z), without overflow
    loss = float(np.sum(share * (np.logaddexp(0.0, z) - y * z)))
    slope = (share * (sigmoid(z) - y))[:, np.newaxis]
    weights: list[FloatArray] = []
    biases: list[FloatArray] = []
    for layer in reversed(range(len(network.weights))):
        weights.insert(0, outputs[layer].T @ slope)
        biases.insert(0, slope.sum(axis=0))
        if layer > 0:
            factor = None if factors is None else factors[layer - 1]
            bend = _slope_in_sums(network.activation, outputs[layer], factor)
            slope = (slope @ network.weights[layer].T) * bend
    return loss, Network(weights=weights, biases=biases, activation=network.activation)


def _slope_in_sums(
    activation: Activation, output: FloatArray, factor: FloatArray | None
) -> FloatArray:
    """How fast a hidden layer's outputs rise with its sums, both multiplied by `factor` if any."""
    slope_from_output = _BENDS[activation].slope_from_output
    if factor is None:
        return slope_from_output(output)
    # A neuron that was left out passes nothing on and is told nothing, whatever its own output.
    own = np.divide(output, factor, out=np.zeros_like(output), where=factor > 0)
    return slope_from_output(own) * factor
