"""A decision tree on binned variables, grown one question at a time: the one that gains most.

This is the tree of the web page (frontend/src/model/tree.ts and splits.ts), sum for sum in the
same order, so that both ask the same questions. Each event brings a slope g and a curvature h; a
leaf that answers v costs sum(g v + h v^2 / 2), which is least at v = -G / H (eq. 5 and 7 of
arXiv:1603.02754). With g = -w y and h = w the answer is the signal's share of the weight, and
twice the gain is what the weighted Gini impurity falls by.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

MAX_BINS = 64
_LEAST_GAIN = 1e-12  # of what a leaf weighs: below, a gain is rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLimits:
    """How large a tree may become, and what a leaf must hold: events, and sum of curvatures."""

    max_depth: int
    max_leaves: int
    min_events: int
    min_curvature: float


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionTree:
    """A grown tree; arrays (n_nodes,). Node 0 is asked first, a right child follows its left one.

    `column`: which variable the node asks about, -1 for a leaf; events with at most the bin `bin`
    of it go to node `left`, the others to `left` + 1. `value`: the answer of the node.
    """

    column: IntArray
    bin: IntArray
    left: IntArray
    value: FloatArray

    def answers(self, bins: npt.NDArray[np.uint8]) -> FloatArray:
        """Answer of the leaf each event ends in; `bins` (n_events, n_variables)."""
        node = np.zeros(len(bins), np.int64)
        asking = np.flatnonzero(self.column[node] >= 0)
        while asking.size:
            at = node[asking]
            goes_right = bins[asking, self.column[at]] > self.bin[at]
            node[asking] = self.left[at] + goes_right
            asking = asking[self.column[node[asking]] >= 0]
        return self.value[node]


def quantile_edges(values: FloatArray, n_bins: int = MAX_BINS) -> FloatArray:
    """Ascending edges of at most `n_bins` bins of about equally many events; `values` (n_events,).

    Between all distinct values where these are few. The same as the edges of scikit-learn's
    HistGradientBoosting without weights. FiveSigmaError where a value is missing.

    >>> quantile_edges(np.array([1.0, 2.0, 2.0, 5.0])).tolist()
    [1.5, 3.5]
    >>> quantile_edges(np.arange(8.0), n_bins=4).tolist()
    [1.5, 3.5, 5.5]
    """
    if np.isnan(values).any():
        msg = "these trees cannot ask about missing values (NaN). Train with impute=True."
        raise FiveSigmaError(msg)
    ordered = np.sort(values)
    distinct = np.unique(ordered)
    if distinct.size <= n_bins:
        between: FloatArray = (distinct[:-1] + distinct[1:]) / 2
        return between
    place = np.arange(1, n_bins) * ordered.size
    at = place // n_bins
    is_between = place % n_bins == 0
    edges = np.where(is_between, (ordered[at - 1] + ordered[at]) / 2, ordered[at])
    found: FloatArray = np.unique(edges)
    return found


def bins_of(X: FloatArray, edges: Sequence[FloatArray]) -> npt.NDArray[np.uint8]:
    """Bin of each value of `X` (n_events, n_variables): how many edges of its variable lie below.

    >>> bins_of(np.array([[1.0], [1.5], [9.0]]), [np.array([1.5, 3.5])]).ravel().tolist()
    [0, 0, 2]
    """
    columns = [np.searchsorted(own, X[:, column]) for column, own in enumerate(edges)]
    return np.column_stack(columns).astype(np.uint8)


@dataclass(slots=True, kw_only=True)
class _Node:
    """A leaf, or once `left` is set a question; `events` in the order they came."""

    depth: int
    events: IntArray
    g: float
    h: float
    split: "_Split | None" = None
    sums: FloatArray | None = None
    left: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Split:
    gain: float
    column: int
    bin: int
    g: float
    h: float


def grow_tree(  # noqa: PLR0913 - the events, and how the tree may grow on them
    bins: npt.NDArray[np.uint8],
    slopes: FloatArray,
    curvatures: FloatArray,
    events: IntArray,
    limits: TreeLimits,
    *,
    questions: int | None = None,
    factor: float = 1.0,
) -> QuestionTree:
    """The tree that `events` (indices, in this order) grow; its answers are taken times `factor`.

    `bins` (n_events, n_variables); `slopes`, `curvatures` (n_events,). `questions`: stop after so
    many; None asks until nothing is gained or the limits are reached.

    >>> bins = np.array([[0], [0], [1], [1]], np.uint8)
    >>> limits = TreeLimits(max_depth=2, max_leaves=4, min_events=1, min_curvature=0.0)
    >>> y = np.array([0.0, 0.0, 1.0, 1.0])
    >>> tree = grow_tree(bins, -y, np.ones(4), np.arange(4), limits)
    >>> tree.answers(bins).round().astype(int).tolist()
    [0, 0, 1, 1]
    """
    grower = _Grower(bins, slopes, curvatures, limits)
    grower.plant(events)
    while questions is None or grower.n_questions < questions:
        if not grower.ask_next():
            break
    return grower.tree(factor)


class _Grower:
    """A tree while it grows: its nodes in order, and the best question of each leaf."""

    def __init__(
        self,
        bins: npt.NDArray[np.uint8],
        slopes: FloatArray,
        curvatures: FloatArray,
        limits: TreeLimits,
    ) -> None:
        self._bins, self._slopes, self._curvatures, self._limits = bins, slopes, curvatures, limits
        self._n_bins = int(bins.max(initial=0)) + 1
        self._nodes: list[_Node] = []

    @property
    def n_questions(self) -> int:
        return sum(node.left > 0 for node in self._nodes)

    def plant(self, events: IntArray) -> None:
        g, h = _in_order(self._slopes[events]), _in_order(self._curvatures[events])
        root = _Node(depth=0, events=events, g=g, h=h)
        self._nodes.append(root)
        if self._may_ask(root):
            self._look(root, self._sums_of(events))

    def ask_next(self) -> bool:
        """Ask the question that gains most; False where there is none, or no leaf may be added."""
        best: _Node | None = None
        for node in self._nodes:
            if node.left == 0 and node.split and (best is None or node.split.gain > _gain(best)):
                best = node
        if best is None or best.split is None or self.n_questions + 1 >= self._limits.max_leaves:
            return False
        self._ask(best, best.split)
        return True

    def _ask(self, node: _Node, split: _Split) -> None:
        goes_left = self._bins[node.events, split.column] <= split.bin
        depth = node.depth + 1
        left = _Node(depth=depth, events=node.events[goes_left], g=split.g, h=split.h)
        right = _Node(
            depth=depth, events=node.events[~goes_left], g=node.g - split.g, h=node.h - split.h
        )
        node.left = len(self._nodes)
        self._nodes += [left, right]
        whole, node.sums = node.sums, None
        if whole is None or not (self._may_ask(left) or self._may_ask(right)):
            return
        small, large = (left, right) if left.events.size <= right.events.size else (right, left)
        part = self._sums_of(small.events)  # only the smaller is counted; the other is what is left
        for child, sums in ((small, part), (large, whole - part)):
            if self._may_ask(child):
                self._look(child, sums)

    def _may_ask(self, node: _Node) -> bool:
        limits = self._limits
        return node.depth < limits.max_depth and node.events.size >= 2 * limits.min_events

    def _look(self, node: _Node, sums: FloatArray) -> None:
        node.split = _best_split(sums, node, self._limits)
        node.sums = sums

    def _sums_of(self, events: IntArray) -> FloatArray:
        """Sums of slopes, of curvatures, and events in each bin; (n_variables, n_bins, 3)."""
        columns = (self._slopes[events], self._curvatures[events], None)
        return np.stack(
            [
                np.column_stack(
                    [np.bincount(bins, column, minlength=self._n_bins) for column in columns]
                )
                for bins in self._bins[events].T
            ]
        )

    def tree(self, factor: float) -> QuestionTree:
        asked = [node.split if node.left else None for node in self._nodes]
        return QuestionTree(
            column=np.array([-1 if split is None else split.column for split in asked]),
            bin=np.array([0 if split is None else split.bin for split in asked]),
            left=np.array([node.left for node in self._nodes]),
            value=np.array(
                [factor * (-node.g / node.h) if node.h > 0 else 0.0 for node in self._nodes]
            ),
        )


def _gain(node: _Node) -> float:
    return node.split.gain if node.split else 0.0


def _in_order(values: FloatArray) -> float:
    """Sum from the first to the last: NumPy's own sum adds in pairs, and rounds otherwise."""
    return float(np.add.accumulate(values)[-1]) if values.size else 0.0


def _best_split(sums: FloatArray, node: _Node, limits: TreeLimits) -> _Split | None:
    """The question of largest gain, the first of several; None where none is allowed or gains."""
    is_empty = sums[:, :, 2] == 0
    # What a subtraction leaves in an empty bin is rounding.
    g, h, n = np.add.accumulate(np.where(is_empty[:, :, np.newaxis], 0.0, sums), axis=1).transpose(
        2, 0, 1
    )
    other_g, other_h, other_n = node.g - g, node.h - h, node.events.size - n
    allowed = ~is_empty & _is_enough(n, h, limits)
    ended = allowed & ~_is_enough(other_n, other_h, limits)
    allowed &= ~np.logical_or.accumulate(ended, axis=1)
    allowed[:, -1] = False
    with np.errstate(divide="ignore", invalid="ignore"):
        before = node.g * node.g / node.h
        gain = np.where(allowed, g * g / h + other_g * other_g / other_h - before, -np.inf)
    column, place = np.unravel_index(np.argmax(gain), gain.shape)
    if not gain[column, place] > _LEAST_GAIN * (before + node.h):
        return None
    return _Split(
        gain=float(gain[column, place]),
        column=int(column),
        bin=int(place),
        g=float(g[column, place]),
        h=float(h[column, place]),
    )


def _is_enough(n: FloatArray, h: FloatArray, limits: TreeLimits) -> npt.NDArray[np.bool_]:
    return (n >= limits.min_events) & (h >= limits.min_curvature) & (h > 0)
