"""Event weights: as training takes them, and as the judged events stand for the whole sample.

Yields, ROC curves and every other result keep the sign of a weight. Only a training may need
something else, and says which of WEIGHTINGS it took.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """One way to weight events in a training: its name, its reason, weights of (weight, label)."""

    name: str
    reason: str
    weights: Callable[[FloatArray, IntArray], FloatArray]


def balanced_weights(weight: FloatArray, label: IntArray) -> FloatArray:
    """|weight| scaled so that signal and background each sum to half the number of events.

    For training: a negative weight in a loss rewards wrong answers without bound, and a rare
    signal would otherwise be ignored. Never for yields, which keep the sign. `weight`, `label`
    (0 or 1): (n_events,). FiveSigmaError where a class has no weight.

    >>> balanced_weights(np.array([1.0, -3.0, 0.1, 0.1]), np.array([0, 0, 1, 1], np.int8)).tolist()
    [0.5, 1.5, 1.0, 1.0]
    """
    size = np.abs(weight)
    total = np.array([size[label == 0].sum(), size[label == 1].sum()])
    if not (total > 0).all():
        msg = (
            f"classes cannot be balanced: |weight| sums to {total[0]:g} for background and "
            f"{total[1]:g} for signal. Train on events of both classes."
        )
        raise FiveSigmaError(msg)
    balanced: FloatArray = size * (weight.size / 2) / np.where(label == 1, total[1], total[0])
    return balanced


def rescaled_weights(
    weight: FloatArray, label: IntArray, fold: npt.NDArray[np.uint8], folds: Iterable[int]
) -> FloatArray:
    """Weights that let the events in `folds` stand for all: 0 in the others; shape (n_events,).

    Signal and background each by their own factor, sum(w) of all over sum(w) of these.
    FiveSigmaError where a class has no positive sum in `folds` or in all.

    >>> fold = np.array([0, 1, 0, 1], np.uint8)
    >>> label = np.array([0, 0, 1, 1], np.int8)
    >>> rescaled_weights(np.array([2.0, 1.0, 0.5, 0.5]), label, fold, [1]).tolist()
    [0.0, 3.0, 0.0, 1.0]
    """
    chosen = np.isin(fold, np.array(tuple(folds)))
    rescaled = np.where(chosen, weight, 0.0)
    for kind, name in ((0, "background"), (1, "signal")):
        found, whole = rescaled[label == kind].sum(), weight[label == kind].sum()
        if not (found > 0 and whole > 0):
            msg = (
                f"the folds hold {found:g} expected {name} events of {whole:g} in all, and both "
                "must be above 0. Take more folds or fewer cuts."
            )
            raise FiveSigmaError(msg)
        rescaled[label == kind] *= whole / found
    return rescaled


def _mean_one(weight: FloatArray) -> FloatArray:
    """The same proportions at mean |weight| 1, so that step sizes and penalties keep a sense."""
    scaled: FloatArray = weight / np.abs(weight).mean()
    return scaled


WEIGHTINGS: Final = (
    Weighting(
        name="balanced",
        reason=(
            "|w|, signal and background scaled to the same sum: no loss falls without bound, and "
            "a signal of one event in sixty is not ignored. The score then claims a sample of half "
            "signal. The shape of a process with negative weights is slightly wrong."
        ),
        weights=balanced_weights,
    ),
    Weighting(
        name="absolute",
        reason=(
            "|w|, the classes as frequent as in the simulated sample: the score claims about the "
            "real share of signal. A rare signal may be passed over by models that stop early."
        ),
        weights=lambda weight, _: _mean_one(np.abs(weight)),
    ),
    Weighting(
        name="signed",
        reason=(
            "w as it is: right on average, the only scheme without a wrong shape. But where the "
            "negative weights of a region win, the loss falls without bound, so flexible models "
            "run away there, and many refuse."
        ),
        weights=lambda weight, _: _mean_one(weight),
    ),
    Weighting(
        name="none",
        reason=(
            "every simulated row counts 1: what libraries do when nobody passes sample_weight. "
            "The model learns how many events were generated, not how many are expected."
        ),
        weights=lambda weight, _: np.ones(weight.size),
    ),
)


def training_weights(weight: FloatArray, label: IntArray, weighting: str) -> FloatArray:
    """Weights for a training by the scheme of WEIGHTINGS named `weighting`; mean |weight| is 1.

    `weight`, `label` (0 background, 1 signal): (n_events,). FiveSigmaError for an unknown scheme,
    different lengths, a weight that is not finite, or weights that are all 0.

    >>> weight, label = np.array([1.0, -3.0, 0.1, 0.1]), np.array([0, 0, 1, 1], np.int8)
    >>> training_weights(weight, label, "balanced").tolist()
    [0.5, 1.5, 1.0, 1.0]
    >>> training_weights(weight, label, "none").tolist()
    [1.0, 1.0, 1.0, 1.0]
    """
    schemes = {scheme.name: scheme for scheme in WEIGHTINGS}
    if weighting not in schemes:
        msg = f"{weighting!r} is no weighting. Take one of {', '.join(schemes)}."
        raise FiveSigmaError(msg)
    if weight.shape != label.shape or not np.isfinite(weight).all() or not weight.any():
        n_bad = int(np.sum(~np.isfinite(weight)))
        msg = (
            f"training needs one finite weight per event, not all 0; got {weight.size} weights, "
            f"{n_bad} of them not finite, for {label.size} events. Mend or leave out those rows."
        )
        raise FiveSigmaError(msg)
    return schemes[weighting].weights(weight, label)
