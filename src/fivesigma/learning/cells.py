"""A grid of cells filled with events: the likelihood ratio as far as counting can know it.

The best score there is, is the ratio of how densely signal and background fall where an event lies
(Neyman and Pearson, Phil. Trans. R. Soc. A 231 (1933) 289). Where the densities are known only
from simulated events, counting them in cells is the plainest estimate. It needs events in every
cell, and the number of cells grows with the power of the number of variables.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

N_CELLS_MAX: Final = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """How much of the signal and of the background is in each cell, and how well that is known.

    `edges`: inner edges along each variable, ascending; what lies outside belongs to the first or
    last bin. `signal`, `background`: share of the class, sums of signed weights, (n_cells,), the
    last variable running fastest. `n_effective`: what the cell's events are worth, both classes
    brought to the same total, (n_cells,).
    """

    edges: tuple[FloatArray, ...]
    signal: FloatArray
    background: FloatArray
    n_effective: FloatArray

    @property
    def shape(self) -> tuple[int, ...]:
        """Bins along each variable."""
        return tuple(edge.size + 1 for edge in self.edges)


def quantile_edges(X: FloatArray, weight: FloatArray, *, n_bins: int) -> tuple[FloatArray, ...]:
    """Inner edges that give each of `n_bins` bins the same share of sum |weight|, for each column.

    `X`: (n_events, n_variables), `weight`: (n_events,). A variable with few different values gets
    fewer bins. FiveSigmaError for fewer than two bins.

    >>> quantile_edges(np.arange(8.0)[:, np.newaxis], np.ones(8), n_bins=2)[0].tolist()
    [4.0]
    """
    if n_bins < 2:
        msg = f"a variable needs 2 bins or more to tell anything, got {n_bins}."
        raise FiveSigmaError(msg)
    levels, size = np.linspace(0.0, 1.0, n_bins + 1)[1:-1], np.abs(weight)
    found = []
    for column in X.T:
        order = np.argsort(column, kind="stable")
        below = np.cumsum(size[order]) - size[order]
        first = np.searchsorted(below, levels * size.sum() * (1 - 1e-12))
        edges = np.unique(column[order][np.minimum(first, column.size - 1)])
        found.append(edges[edges > column.min()].astype(np.float64))
    return tuple(found)


def fill_cells(
    X: FloatArray,
    label: npt.NDArray[np.integer],
    weight: FloatArray,
    *,
    edges: Sequence[FloatArray],
) -> Cells:
    """Events counted in the cells between `edges`, one array of inner edges a column of `X`.

    `X`: (n_events, n_variables); `label` (1 signal, 0 background), `weight` of either sign:
    (n_events,). FiveSigmaError for other lengths, a class without a positive sum, or more than
    N_CELLS_MAX cells.

    >>> X, label = np.array([[0.1], [0.2], [0.9], [0.8]]), np.array([0, 0, 1, 0])
    >>> fill_cells(X, label, np.ones(4), edges=[np.array([0.5])]).signal.tolist()
    [0.0, 1.0]
    """
    n_cells = 1
    for edge in edges:
        n_cells *= edge.size + 1
    if X.shape != (weight.size, len(edges)) or n_cells > N_CELLS_MAX:
        msg = (
            f"needs X of shape ({weight.size}, {len(edges)}) and at most {N_CELLS_MAX:,} cells, "
            f"got {X.shape} and {n_cells:,}. Take fewer variables or fewer bins."
        )
        raise FiveSigmaError(msg)
    share = weight.astype(np.float64)
    for kind, name in ((1, "signal"), (0, "background")):
        total = weight[label == kind].sum()
        if not total > 0:
            msg = f"no {name} to fill cells with: its weights sum to {total:g}. Give both classes."
            raise FiveSigmaError(msg)
        share[label == kind] /= total
    cell = cell_of(X, edges)
    signal, background, squares = (
        np.bincount(cell, values, minlength=n_cells).astype(np.float64)
        for values in (np.where(label == 1, share, 0.0), np.where(label == 1, 0.0, share), share**2)
    )
    effective = (signal + background) ** 2 / np.where(squares > 0, squares, 1.0)
    return Cells(edges=tuple(edges), signal=signal, background=background, n_effective=effective)


def cell_of(X: FloatArray, edges: Sequence[FloatArray]) -> IntArray:
    """Number of the cell that each event of `X`, (n_events, n_variables), falls in; (n_events,).

    An event on an edge belongs to the cell above it.

    >>> cell_of(np.array([[0.0, 9.0], [9.0, 9.0]]), [np.array([1.0]), np.array([1.0])]).tolist()
    [1, 3]
    """
    cell = np.zeros(len(X), dtype=np.int64)
    for column, edge in zip(X.T, edges, strict=True):
        cell = cell * (edge.size + 1) + np.searchsorted(edge, column, side="right")
    return cell


def is_trusted(cells: Cells, min_effective: float) -> BoolArray:
    """Keep cells whose events are worth `min_effective` or more and no sum is negative; (n_cells,).

    >>> X, label = np.array([[0.1], [0.2], [0.9], [0.8]]), np.array([0, 0, 1, 0])
    >>> cells = fill_cells(X, label, np.ones(4), edges=[np.array([0.5])])
    >>> is_trusted(cells, 2.0).tolist(), is_trusted(cells, 1.5).tolist()
    ([True, False], [True, True])
    """
    kept: BoolArray = (cells.signal >= 0) & (cells.background >= 0)
    kept &= (cells.signal + cells.background > 0) & (cells.n_effective >= min_effective - 1e-9)
    return kept


def cell_ratio(cells: Cells, *, min_effective: float) -> FloatArray:
    """Share s / (s + b) of each cell, of the class shares s and b: from 0 to 1, (n_cells,).

    A monotonic function of the likelihood ratio s / b. Cells that cannot be trusted all get the
    ratio of what is in them together, 0.5 if that is nothing: they say no more than that.

    >>> X, label = np.array([[0.1], [0.2], [0.9], [0.8]]), np.array([0, 0, 1, 0])
    >>> cells = fill_cells(X, label, np.ones(4), edges=[np.array([0.5])])
    >>> cell_ratio(cells, min_effective=0.0).tolist()
    [0.0, 0.75]
    """
    known = is_trusted(cells, min_effective)
    s, b = float(cells.signal[~known].sum()), float(cells.background[~known].sum())
    rest = s / (s + b) if s >= 0 and b >= 0 and s + b > 0 else 0.5
    total = np.where(known, cells.signal + cells.background, 1.0)
    return np.where(known, cells.signal / total, rest)
