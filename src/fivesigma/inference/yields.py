"""Weighted sums of simulated events: how many are expected, and how well simulation knows it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Yield:
    """Expected events (sum w), their variance (sum w^2), and the rows simulated."""

    sum: float
    sum_squares: float
    count: int

    @property
    def error(self) -> float:
        """Standard deviation from the finite simulation, in events."""
        return math.sqrt(self.sum_squares)

    @property
    def effective_count(self) -> float:
        """Events without weights that would be as precise: (sum w)^2 / sum w^2; 0 for none."""
        return self.sum**2 / self.sum_squares if self.sum_squares > 0 else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Yields:
    """The yields of many regions: sum w and sum w^2, arrays of one shape."""

    sum: FloatArray
    sum_squares: FloatArray

    @property
    def effective_count(self) -> FloatArray:
        """(sum w)^2 / sum w^2 of each; 0 where there are no events."""
        known = self.sum_squares > 0
        return np.where(known, self.sum**2 / np.where(known, self.sum_squares, 1.0), 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """Weighted contents of bins between `edges` (n_bins + 1,): sum w and its variance (n_bins,)."""

    edges: FloatArray
    sum: FloatArray
    sum_squares: FloatArray


def yield_of(weight: FloatArray) -> Yield:
    """Yield of events with these weights, negative ones included; shape (n_events,).

    >>> yield_of(np.array([2.0, -0.5])).sum
    1.5
    """
    return Yield(
        sum=float(weight.sum()), sum_squares=float(np.sum(weight**2)), count=int(weight.size)
    )


def cut_flow(weight: FloatArray, cuts: Sequence[BoolArray]) -> list[Yield]:
    """Yields before any cut, then after each in turn; each cut (n_events,) is True to keep.

    >>> [step.sum for step in cut_flow(np.array([2.0, -0.5]), [np.array([True, False])])]
    [1.5, 2.0]
    """
    kept = np.ones(weight.size, dtype=np.bool_)
    flow = [yield_of(weight)]
    for cut in cuts:
        kept &= cut
        flow.append(yield_of(weight[kept]))
    return flow


def weighted_histogram(
    values: FloatArray, weight: FloatArray, *, low: float, high: float, n_bins: int
) -> Histogram:
    """Histogram of `values`; those outside low..high fall into the first or last bin.

    FiveSigmaError unless high > low and n_bins >= 1.

    >>> values = np.array([-7.0, 0.1, 0.6, 99.0])
    >>> weighted_histogram(values, np.ones(4), low=0.0, high=1.0, n_bins=2).sum.tolist()
    [2.0, 2.0]
    """
    if not (high > low and n_bins >= 1):
        msg = f"a histogram needs high > low and a bin, got {low:g} to {high:g} in {n_bins}."
        raise FiveSigmaError(msg)
    bins = np.floor((values - low) / (high - low) * n_bins).clip(0, n_bins - 1).astype(np.int64)
    return Histogram(
        edges=np.linspace(low, high, n_bins + 1),
        sum=np.bincount(bins, weight, minlength=n_bins).astype(np.float64),
        sum_squares=np.bincount(bins, weight**2, minlength=n_bins).astype(np.float64),
    )
