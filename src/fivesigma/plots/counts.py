"""Simulation and measurement on one axis: filled areas, and points with what a count allows."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes

from fivesigma.inference.likelihood.poisson import poisson_interval
from fivesigma.plots.palette import BLACK, process_inks

FloatArray = npt.NDArray[np.float64]
EDGE_COLOUR = (0.0, 0.0, 0.0, 0.28)


def draw_expected(
    axes: Axes,
    parts: Mapping[str, tuple[FloatArray, FloatArray]],
    edges: FloatArray,
    *,
    signal: str | None = None,
) -> None:
    """Simulated parts stacked as filled areas, the first lowest, with a band of √Σw² of their sum.

    `parts`: label → (values, weights), each `(n_events,)`. `signal`: the label that takes the
    colour of signals. `edges` `(n_bins + 1,)`; what lies outside is not drawn.

    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> draw_expected(axes, {"ZZ": (np.array([1.5]), np.array([2.0]))}, np.array([1.0, 2.0]))
    >>> axes.get_legend_handles_labels()[1]
    ['ZZ', 'simulation, stat. uncertainty']
    """
    below = squares = np.zeros(edges.size - 1)
    inks = process_inks([label == signal for label in parts])
    for (label, (values, weight)), ink in zip(parts.items(), inks, strict=True):
        above = below + np.histogram(values, edges, weights=weight)[0]
        squares = squares + np.histogram(values, edges, weights=weight**2)[0]
        area = axes.stairs(above, edges, baseline=below, fill=True, label=label)
        area.set(facecolor=ink.colour, edgecolor=EDGE_COLOUR, hatch=ink.hatch, linewidth=0)
        below = above
    spread = np.sqrt(squares)
    band = axes.stairs(below + spread, edges, baseline=below - spread, fill=True)
    band.set(facecolor=(BLACK, 0.25), edgecolor=(BLACK, 0.8), hatch="xxxxxx", linewidth=0)
    band.set_label("simulation, stat. uncertainty")


def draw_measured(axes: Axes, values: FloatArray, edges: FloatArray, *, label: str) -> None:
    """Measured events as points at their counts, with the central 68.3 % interval of each mean.

    `values`: `(n_events,)`; `edges`: `(n_bins + 1,)`. An empty bin has no point: its bar would say
    "fewer than 1.8" everywhere. Interval: F. Garwood, Biometrika 28 (1936) 437.

    >>> from matplotlib.figure import Figure
    >>> axes = Figure().subplots()
    >>> draw_measured(axes, np.array([1.5, 1.6]), np.array([1.0, 2.0, 3.0]), label="measured")
    >>> axes.containers[0][0].get_ydata().tolist()
    [2]
    """
    counts = np.histogram(values, edges)[0]
    seen = counts > 0
    low, high = np.array([poisson_interval(int(n)) for n in counts[seen]]).reshape(-1, 2).T
    axes.errorbar(
        0.5 * (edges[:-1] + edges[1:])[seen],
        counts[seen],
        yerr=(counts[seen] - low, high - counts[seen]),
        fmt="o",
        color=BLACK,
        markersize=4,
        linewidth=1,
        label=label,
    )
