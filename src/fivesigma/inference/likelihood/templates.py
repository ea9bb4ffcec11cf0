"""Templates: what each process contributes to each bin of a score, and how well that is known."""

from collections.abc import Sequence
from dataclasses import dataclass

import hist
import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.yields import BoolArray, FloatArray, Yields


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """Expected events of each process in each bin, with their simulation variance.

    `edges`: (n_bins + 1,), ascending. `names`, `is_signal`: one a process. `sum`, `sum_squares`:
    (n_processes, n_bins), sum w and sum w^2.
    """

    edges: FloatArray
    names: tuple[str, ...]
    is_signal: tuple[bool, ...]
    sum: FloatArray
    sum_squares: FloatArray

    @property
    def signal(self) -> Yields:
        """All signal processes together, in each bin."""
        return self._total(np.array(self.is_signal))

    @property
    def background(self) -> Yields:
        """All background processes together, in each bin."""
        return self._total(~np.array(self.is_signal))

    def _total(self, chosen: BoolArray) -> Yields:
        return Yields(
            sum=self.sum[chosen].sum(axis=0), sum_squares=self.sum_squares[chosen].sum(axis=0)
        )


def counting_templates(signal: tuple[float, float], background: tuple[float, float]) -> Templates:
    """A counting experiment as templates of one bin.

    `signal`, `background`: expected events and their simulation variance, sum w and sum w^2; a
    variance of 0 means that the simulation is known exactly. Nothing is refused here; the model
    made of it is checked where it is used.

    >>> counting_templates((20.0, 1.0), (100.0, 4.0)).background.sum.tolist()
    [100.0]
    """
    return Templates(
        edges=np.array([0.0, 1.0]),
        names=("signal", "background"),
        is_signal=(True, False),
        sum=np.array([[signal[0]], [background[0]]]),
        sum_squares=np.array([[signal[1]], [background[1]]]),
    )


def score_templates(  # noqa: PLR0913 - columns of one table, and what names them
    score: FloatArray,
    weight: FloatArray,
    process: npt.NDArray[np.integer],
    *,
    edges: FloatArray,
    names: Sequence[str],
    is_signal: Sequence[bool],
) -> Templates:
    """Histogram the score of each process with signed weights, sum w and sum w^2.

    `score`, `weight`, `process` (index into `names`): (n_events,); `weight` 0 is passed over, so
    that `judged_weights` may be given. `edges`: (n_bins + 1,); events outside fall into the first
    or last bin. FiveSigmaError for edges that do not ascend, lengths that differ, numbers that are
    not finite, or a process without a name.

    >>> templates = score_templates(
    ...     np.array([0.1, 0.9, 0.8]),
    ...     np.array([2.0, 1.0, -0.5]),
    ...     np.array([0, 1, 0]),
    ...     edges=np.array([0.0, 0.5, 1.0]),
    ...     names=["ZZ", "DM_200"],
    ...     is_signal=[False, True],
    ... )
    >>> templates.sum.tolist(), templates.background.sum_squares.tolist()
    ([[2.0, -0.5], [0.0, 1.0]], [4.0, 0.25])
    """
    if not (score.shape == weight.shape == process.shape and len(names) == len(is_signal)):
        msg = (
            f"scores, weights and processes must have one length, and so must names and is_signal; "
            f"got {score.shape}, {weight.shape}, {process.shape}, {len(names)}, {len(is_signal)}."
        )
        raise FiveSigmaError(msg)
    used = weight != 0
    score, weight, process = score[used], weight[used], process[used]
    _check(score, weight, process, edges=edges, n_processes=len(names))
    filled = hist.Hist(
        hist.axis.IntCategory(range(len(names)), overflow=False),
        hist.axis.Variable(edges),
        storage=hist.storage.Weight(),
    )
    filled.fill(process, score, weight=weight)
    contents = filled.view(flow=True)
    return Templates(
        edges=edges,
        names=tuple(names),
        is_signal=tuple(is_signal),
        sum=_inside(contents["value"]),
        sum_squares=_inside(contents["variance"]),
    )


def _inside(with_flow: FloatArray) -> FloatArray:
    """Add what lies outside the edges to the first and the last bin."""
    inner = with_flow[:, 1:-1].copy()
    inner[:, 0] += with_flow[:, 0]
    inner[:, -1] += with_flow[:, -1]
    return inner


def _check(
    score: FloatArray,
    weight: FloatArray,
    process: npt.NDArray[np.integer],
    *,
    edges: FloatArray,
    n_processes: int,
) -> None:
    if edges.ndim != 1 or edges.size < 2 or not (np.diff(edges) > 0).all():
        problem = f"bin edges must ascend, two or more, got {edges.tolist()[:8]}"
    elif not (np.isfinite(score).all() and np.isfinite(weight).all()):
        problem = "a score or weight is not finite; leave out events that were never judged"
    elif process.size and not (process.min() >= 0 and process.max() < n_processes):
        problem = f"process {process.max()} has no name, {n_processes} names were given"
    else:
        return
    msg = f"no templates: {problem}."
    raise FiveSigmaError(msg)
