"""Many small networks at once: which of 819 designs would learn best, and whether that means much.

Each network is trained as scikit-learn's MLPClassifier with its default settings does it: the same
initial weights, the same order of events, the same optimiser, the same rule when to stop; only
compiled for networks this small, one network to a core. It does so about 19 times faster, so that
one can afford what a scan needs: to repeat it with other seeds, and to see that the luck of a seed
and of the events that judge is as large as the difference between designs
(docs/explain/scan.md). The best of many designs is therefore not to be announced as the best one.
"""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.binary import check_binary, checked_weight, two_columns
from fivesigma.learning.network import Network, predict_probability

FloatArray = npt.NDArray[np.float64]
Design = tuple[int, ...]
Sample = tuple[FloatArray, FloatArray, FloatArray]

# "auto" of MLPClassifier.batch_size
_BATCH_SIZE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannedNetwork:
    """A trained network of a scan.

    `design`: neurons of each hidden layer. `network`: what was learned; layer l has weights
    (n_in, n_out) and biases (n_out,), the activation is relu. `loss_curve`: (n_iter,), the loss
    of each epoch with the penalty of the weights, as MLPClassifier counts it.
    """

    design: Design
    network: Network
    loss_curve: FloatArray

    @property
    def n_iter(self) -> int:
        """Epochs until the loss had stopped falling, or `max_iter`."""
        return self.loss_curve.size

    def predict_proba(self, X: FloatArray) -> FloatArray:
        """Probability of both classes for `X` (n_events, n_features); shape (n_events, 2)."""
        return two_columns(predict_probability(self.network, X))


def all_designs(max_layers: int = 3, neurons: Sequence[int] = range(2, 11)) -> list[Design]:
    """Every network of 1 to `max_layers` hidden layers with one of `neurons` in each.

    FiveSigmaError without a layer or a neuron.

    >>> all_designs(2, [4, 8])
    [(4,), (8,), (4, 4), (4, 8), (8, 4), (8, 8)]
    >>> len(all_designs())
    819
    """
    if max_layers < 1 or not neurons or min(neurons) < 1:
        msg = (
            f"a design has at least one layer and one neuron, got max_layers={max_layers} and "
            f"neurons={list(neurons)}. Take 3 and range(2, 11) for the scan of the lesson."
        )
        raise FiveSigmaError(msg)
    depths = range(1, max_layers + 1)
    return [design for depth in depths for design in itertools.product(neurons, repeat=depth)]


def scan_networks(  # noqa: PLR0913 - the sample (X, y, sample_weight) and how to learn from it
    X: FloatArray,
    y: npt.NDArray[Any],
    designs: Sequence[Design],
    *,
    seed: int,
    sample_weight: FloatArray | None = None,
    max_iter: int = 1000,
    n_threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[ScannedNetwork, ...]:
    """Train a network of each design; the result does not depend on the number of threads.

    `X`: (n_events, n_features), standardised, as float64. `y`: (n_events,), two classes, the
    second is the signal. `sample_weight`: (n_events,), >= 0, as in MLPClassifier of scikit-learn
    1.7 and later. `n_threads`: one a core if None. `progress(n_trained, n_designs)` is called
    after each design. All else are the defaults of `MLPClassifier(design, max_iter=max_iter,
    random_state=seed)`, which gives the same `n_iter_` and, to 1e-8, the same probabilities.
    FiveSigmaError for other shapes, NaN, fewer or more than two classes, a negative weight, a
    training that diverges, or if Numba is missing.

    >>> X = np.random.default_rng(1).normal(size=(50, 2))
    >>> found = scan_networks(X, X[:, 0] > 0, [(3,), (4, 2)], seed=1, max_iter=5)
    >>> [(network.design, network.n_iter) for network in found]
    [((3,), 5), ((4, 2), 5)]
    """
    sample = _checked_sample(X, y, sample_weight)
    _check_settings(designs, seed, max_iter, n_threads)
    train_network = _compiled_training()

    def trained(design: Design) -> ScannedNetwork:
        return _trained(train_network, sample, design, seed=seed, max_iter=max_iter)

    pool = ThreadPoolExecutor(n_threads or os.cpu_count())
    try:
        futures = [pool.submit(trained, design) for design in designs]
        return tuple(_results(futures, progress))
    finally:
        pool.shutdown(cancel_futures=True)  # Ctrl-C does not wait for hundreds of networks


def _results(
    futures: Sequence[Future[ScannedNetwork]], progress: Callable[[int, int], None] | None
) -> Iterator[ScannedNetwork]:
    for n_trained, future in enumerate(futures, start=1):
        yield future.result()
        if progress is not None:
            progress(n_trained, len(futures))


def _trained(
    train_network: Callable[..., FloatArray],
    sample: Sample,
    design: Design,
    *,
    seed: int,
    max_iter: int,
) -> ScannedNetwork:
    """One network, from its random start to its end."""
    sizes = [sample[0].shape[0], *design, 1]
    # The generator of scikit-learn; its stream is frozen
    random = np.random.RandomState(seed)
    parameters = _initial_parameters(sizes, random)
    _, words, position, *_ = random.get_state(legacy=True)
    batch_size = min(_BATCH_SIZE, sample[1].size)
    losses = train_network(
        sample, np.array(sizes), parameters, words, position, batch_size, max_iter
    )
    if not np.isfinite(parameters).all():
        msg = f"the network {design} diverged. Standardise the inputs to mean 0 and deviation 1."
        raise FiveSigmaError(msg)
    return ScannedNetwork(design=design, network=_network_of(sizes, parameters), loss_curve=losses)


def _initial_parameters(
    sizes: Sequence[int],
    random: np.random.RandomState,
) -> FloatArray:
    """Uniform within the bound of Glorot and Bengio (AISTATS 2010) for relu, as scikit-learn."""
    drawn = []
    for n_in, n_out in itertools.pairwise(sizes):
        bound = np.sqrt(6.0 / (n_in + n_out))
        drawn += [random.uniform(-bound, bound, n_in * n_out), random.uniform(-bound, bound, n_out)]
    return np.concatenate(drawn)


def _network_of(sizes: Sequence[int], parameters: FloatArray) -> Network:
    """Each layer's weights, then its biases, out of the one array."""
    weights, biases, start = [], [], 0
    for n_in, n_out in itertools.pairwise(sizes):
        middle, end = start + n_in * n_out, start + (n_in + 1) * n_out
        weights.append(parameters[start:middle].reshape(n_in, n_out))
        biases.append(parameters[middle:end])
        start = end
    return Network(weights=weights, biases=biases, activation="relu")


def _checked_sample(X: Any, y: Any, sample_weight: Any) -> Sample:
    """Features as (n_features, n_events), label 0 or 1, and weight."""
    columns = np.array(X, np.float64).T
    if columns.ndim != 2 or not np.isfinite(columns).all():
        msg = (
            f"X must be a table (n_events, n_features) of finite numbers, got shape "
            f"{columns.T.shape} with {(~np.isfinite(columns)).sum()} values that are not finite. "
            "Drop those events, or fill the gaps."
        )
        raise FiveSigmaError(msg)
    _, is_signal = check_binary(y)
    if is_signal.size != columns.shape[1]:
        msg = f"X has {columns.shape[1]} events and y {is_signal.size}. Give one y for each row."
        raise FiveSigmaError(msg)
    weight = checked_weight(sample_weight, is_signal)
    return np.ascontiguousarray(columns), is_signal.astype(np.float64), weight


def _check_settings(
    designs: Sequence[Design], seed: int, max_iter: int, n_threads: int | None
) -> None:
    wrong = [design for design in designs if not design or min(design) < 1]
    if wrong:
        msg = (
            f"a design has at least one neuron in each layer, got {wrong[0]}. "
            "Write (8,) for one hidden layer of 8."
        )
        raise FiveSigmaError(msg)
    if not 0 <= seed < 2**32 or max_iter < 1 or (n_threads is not None and n_threads < 1):
        msg = (
            "needs a seed from 0 to 2**32 - 1, at least one epoch and one thread, got "
            f"seed={seed}, max_iter={max_iter}, n_threads={n_threads}."
        )
        raise FiveSigmaError(msg)


def _compiled_training() -> Callable[..., FloatArray]:
    try:
        from fivesigma.learning.scan_kernels import (  # noqa: PLC0415 - Numba is an extra
            train_network,
        )
    except ModuleNotFoundError as missing:
        if missing.name != "numba":
            raise
        msg = 'a scan is compiled with Numba, which is missing: pip install "fivesigma[scan]".'
        raise FiveSigmaError(msg) from missing
    return train_network
