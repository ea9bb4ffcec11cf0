"""The compiled part of the scan: training of one small network, in float64, on one core.

Needs Numba, so only `scan.py` imports it, when asked for a scan. Events lie along the last axis of
every table, (n_neurons, n_events), so that the inner loops run through memory in order and the
compiler treats several events at once. All of it is one file, because Numba compiles again only
when the file of the function that is called has changed.

Sums may be added in another order, and products be fused with sums ("reassoc", "contract"): this
is what makes vectors of the inner loops, and it takes 0.64 s of CPU instead of 1.42 s for 24
designs while the probabilities move by 1e-13. The rest of fast-math (no NaN, no infinity) gained
nothing and stays off: a training that diverges shows it.
"""

import math
from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

import numba
import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]
_Function = TypeVar("_Function", bound=Callable[..., Any])

# The defaults of scikit-learn's MLPClassifier: alpha, learning_rate_init, beta_1, beta_2, epsilon,
# tol and n_iter_no_change.
PENALTY: Final = 1e-4
LEARNING_RATE: Final = 1e-3
MEAN_MEMORY: Final = 0.9
SQUARE_MEMORY: Final = 0.999
EPSILON: Final = 1e-8
TOLERANCE: Final = 1e-4
PATIENCE: Final = 10

U32 = np.uint32


def _compiled(*, kept: bool = False) -> Callable[[_Function], _Function]:
    """Machine code without Python's lock; `kept` on disk where a folder can be written to."""

    def compile_later(function: _Function, *, cache: bool) -> Any:
        wrap = numba.njit(
            cache=cache, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"}
        )
        return wrap(function)

    def decorate(function: _Function) -> _Function:
        try:
            return cast("_Function", compile_later(function, cache=kept))
        except RuntimeError:  # neither this folder nor the user's own: compile in every process
            return cast("_Function", compile_later(function, cache=False))

    return decorate


@_compiled()
def _renew(words: Words) -> None:
    """Next 624 words of MT19937 (Matsumoto and Nishimura, ACM TOMACS 8 (1998) 3), in place."""
    for i in range(624):
        mixed = (words[i] & U32(0x80000000)) | (words[(i + 1) % 624] & U32(0x7FFFFFFF))
        twist = U32(0x9908B0DF) if mixed & U32(1) else U32(0)
        words[i] = words[(i + 397) % 624] ^ (mixed >> U32(1)) ^ twist


@_compiled()
def _tempered(word: np.uint32) -> np.uint32:
    word ^= word >> U32(11)
    word ^= (word << U32(7)) & U32(0x9D2C5680)
    word ^= (word << U32(15)) & U32(0xEFC60000)
    return word ^ (word >> U32(18))


@_compiled()
def _shuffle(values: IntArray, words: Words, position: int) -> int:
    """`values` in the order of RandomState.shuffle, in place; position of the next word.

    Fisher-Yates from the end; a place is drawn by masking a word to the bits it needs, and drawn
    again while it is too large. NumPy promises never to change this stream.
    """
    for last in range(values.size - 1, 0, -1):
        mask = U32(last)
        for bits in (1, 2, 4, 8, 16):
            mask |= mask >> U32(bits)
        place = U32(last + 1)
        while place > U32(last):
            if position == 624:
                _renew(words)
                position = 0
            place = _tempered(words[position]) & mask
            position += 1
        values[last], values[place] = values[place], values[last]
    return position


@_compiled()
def _layer(
    flat: FloatArray, sizes: IntArray, layer: int, end: int
) -> tuple[FloatArray, FloatArray]:
    """Weights (n_in, n_out) and biases (n_out,) of a layer, which end at `end` of `flat`."""
    n_in, n_out = sizes[layer], sizes[layer + 1]
    middle = end - n_out
    return flat[middle - n_in * n_out : middle].reshape((n_in, n_out)), flat[middle:end]


@_compiled()
def _add_products(
    inputs: FloatArray, weights: FloatArray, start: FloatArray, outputs: FloatArray
) -> None:
    """outputs[o] = start[o] + sum over i of weights[i, o] inputs[i]."""
    n_in, n_out = weights.shape
    n_in_threes = n_in - n_in % 3  # three inputs a pass: fewer trips to memory
    for o in range(n_out):
        output = outputs[o]
        output[:] = start[o]
        for i in range(0, n_in_threes, 3):
            w0, w1, w2 = weights[i, o], weights[i + 1, o], weights[i + 2, o]
            a0, a1, a2 = inputs[i], inputs[i + 1], inputs[i + 2]
            for e in range(output.size):
                output[e] += w0 * a0[e] + w1 * a1[e] + w2 * a2[e]
        for i in range(n_in_threes, n_in):
            w0, a0 = weights[i, o], inputs[i]
            for e in range(output.size):
                output[e] += w0 * a0[e]


@_compiled()
def _dot(a: FloatArray, b: FloatArray) -> float:
    total = 0.0
    for e in range(a.size):
        total += a[e] * b[e]
    return total


@_compiled()
def _sum(a: FloatArray) -> float:
    total = 0.0
    for e in range(a.size):
        total += a[e]
    return total


@_compiled()
def _forward(sizes: IntArray, parameters: FloatArray, outputs: FloatArray) -> None:
    """Fill outputs[layer + 1] from outputs[layer], relu between, log-odds last."""
    end = 0
    for layer in range(sizes.size - 1):
        end += (sizes[layer] + 1) * sizes[layer + 1]
        weights, biases = _layer(parameters, sizes, layer, end)
        _add_products(outputs[layer], weights, biases, outputs[layer + 1])
        if layer < sizes.size - 2:
            for o in range(biases.size):
                z = outputs[layer + 1, o]
                for e in range(z.size):
                    z[e] = max(z[e], 0.0)


@_compiled()
def _loss_and_slope(z: FloatArray, y: FloatArray, weight: FloatArray, slope: FloatArray) -> float:
    """Sum of w times the cross-entropy of the log-odds `z`; its derivative in z into `slope`."""
    loss = 0.0
    for e in range(z.size):
        small = math.exp(-abs(z[e]))
        probability = 1.0 / (1.0 + small)
        if z[e] < 0.0:
            probability = 1.0 - probability
        loss += weight[e] * (max(z[e], 0.0) - z[e] * y[e] + math.log(1.0 + small))
        slope[e] = weight[e] * (probability - y[e])
    return loss


@_compiled()
def _backward(
    sizes: IntArray,
    parameters: FloatArray,
    gradient: FloatArray,
    outputs: FloatArray,
    slopes: FloatArray,
) -> float:
    """Slopes of the summed loss and penalty into `gradient`; returns the sum of squared weights.

    `slopes`: (2, n_neurons, n_events), the last layer's in slopes[0, 0].
    """
    end, here, squares = parameters.size, 0, 0.0
    nothing = np.zeros(slopes.shape[1])
    for layer in range(sizes.size - 2, -1, -1):
        weights, biases = _layer(parameters, sizes, layer, end)
        weight_slopes, bias_slopes = _layer(gradient, sizes, layer, end)
        for o in range(biases.size):
            slope = slopes[here, o]
            bias_slopes[o] = _sum(slope)
            for i in range(sizes[layer]):
                squares += weights[i, o] ** 2
                weight_slopes[i, o] = _dot(slope, outputs[layer, i]) + PENALTY * weights[i, o]
        if layer > 0:
            _add_products(slopes[here], weights.T, nothing, slopes[1 - here])
            here = 1 - here
            _stop_at_silent(outputs[layer], slopes[here], sizes[layer])
        end -= weights.size + biases.size
    return squares


@_compiled()
def _stop_at_silent(outputs: FloatArray, slopes: FloatArray, n_neurons: int) -> None:
    """No slope passes a neuron that relu had silenced."""
    for i in range(n_neurons):
        output, slope = outputs[i], slopes[i]
        for e in range(slope.size):
            slope[e] = slope[e] if output[e] > 0.0 else 0.0


@_compiled()
def _adam(parameters: FloatArray, gradient: FloatArray, moments: FloatArray, step: int) -> None:
    """One step of Adam in place, in the form just before section 2.1 of arXiv:1412.6980."""
    rate = LEARNING_RATE * math.sqrt(1.0 - SQUARE_MEMORY**step) / (1.0 - MEAN_MEMORY**step)
    mean, square = moments[0], moments[1]
    for k in range(parameters.size):
        slope = gradient[k]
        mean[k] = MEAN_MEMORY * mean[k] + (1.0 - MEAN_MEMORY) * slope
        square[k] = SQUARE_MEMORY * square[k] + (1.0 - SQUARE_MEMORY) * slope * slope
        parameters[k] -= rate * mean[k] / (math.sqrt(square[k]) + EPSILON)


@_compiled()
def _learn_from(  # noqa: PLR0913, PLR0917 - compiled code has no keyword-only arguments
    batch: IntArray,
    sample: tuple[FloatArray, FloatArray, FloatArray],
    sizes: IntArray,
    parameters: FloatArray,
    moments: FloatArray,
    step: int,
) -> float:
    """One step of the optimiser, in place; the batch's loss before it, summed over its events."""
    columns, label, weight = sample
    width = sizes.max()
    outputs = np.empty((sizes.size, width, batch.size))
    slopes = np.empty((2, width, batch.size))
    for f in range(columns.shape[0]):
        for e in range(batch.size):
            outputs[0, f, e] = columns[f, batch[e]]
    batch_weight, gradient = weight[batch], np.empty_like(parameters)
    total = _sum(batch_weight)
    _forward(sizes, parameters, outputs)
    log_odds = outputs[sizes.size - 1, 0]
    loss = _loss_and_slope(log_odds, label[batch], batch_weight, slopes[0, 0])
    squares = _backward(sizes, parameters, gradient, outputs, slopes)
    for k in range(gradient.size):
        gradient[k] /= total
    _adam(parameters, gradient, moments, step)
    return (loss + 0.5 * PENALTY * squares) / total * batch.size


@_compiled(kept=True)
def train_network(  # noqa: PLR0913, PLR0917 - the same
    sample: tuple[FloatArray, FloatArray, FloatArray],
    sizes: IntArray,
    parameters: FloatArray,
    words: Words,
    position: int,
    batch_size: int,
    max_iter: int,
) -> FloatArray:
    """Loss of each epoch, (n_iter,); `parameters`, each layer's weights then biases, in place.

    `sample`: features (n_features, n_events), label 0. or 1., weight. `words`, `position`: state
    of the RandomState that has drawn `parameters`.
    """
    n_events = sample[1].size
    order, moments, losses = np.arange(n_events), np.zeros((2, parameters.size)), np.empty(max_iter)
    best, n_stalled, step = np.inf, 0, 0
    for epoch in range(max_iter):
        shuffled = np.arange(n_events)
        position = _shuffle(shuffled, words, position)
        order = order[shuffled]
        total = 0.0
        for start in range(0, n_events, batch_size):
            step += 1
            batch = order[start : start + batch_size]
            total += _learn_from(batch, sample, sizes, parameters, moments, step)
        losses[epoch] = total / n_events
        n_stalled = n_stalled + 1 if losses[epoch] > best - TOLERANCE else 0
        best = min(best, losses[epoch])
        if n_stalled > PATIENCE:
            return losses[: epoch + 1].copy()
    return losses
