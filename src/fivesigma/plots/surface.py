"""What a model decides in the plane of two features."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.learning.surface import DecisionSurface
from fivesigma.plots.palette import BACKGROUND, BLACK, SEQUENTIAL, SIGNAL
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend_below, sign, styled
from fivesigma.plots.wording import axis_label, short_label, unit_of


@styled
def draw_decision_surface(
    surface: DecisionSurface,
    *,
    origin: Origin,
    threshold: float = 0.5,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Mean score as a shade, the line score = `threshold`, and some events.

    A thin line for each model shows how well the thick one, of their mean, is known; one model
    alone has no spread, and the legend says so. The other features are held at the values below.

    >>> from fivesigma.plots.examples import SURFACE
    >>> draw_decision_surface(SURFACE, origin=Origin()).axes[0].get_ylabel()
    'ΔR(ℓℓ)'
    """
    figure = new_sheet(width_in, aspect=1.05)
    axes = figure.subplots()
    mean = surface.score.mean(axis=0)
    shade = axes.pcolormesh(
        surface.x, surface.y, mean, cmap=SEQUENTIAL, vmin=0.0, vmax=1.0, rasterized=True
    )
    figure.colorbar(shade, ax=axes, label="Mean score (1: signal)")
    _draw_border(axes, surface, mean, threshold)
    for kind, ink, word in ((0, BACKGROUND, "background"), (1, SIGNAL, "signal")):
        x, y = surface.events[surface.event_label == kind].T
        axes.scatter(
            x, y, s=9, marker=ink.marker, color=ink.colour, edgecolor="white", linewidth=0.4,
            label=f"{word} events",
        )  # fmt: skip
    axes.set(xlim=(surface.x[0], surface.x[-1]), ylim=(surface.y[0], surface.y[-1]))
    axes.set(xlabel=axis_label(surface.names[0]), ylabel=axis_label(surface.names[1]))
    sign(figure, origin)
    place_legend_below(axes, n_columns=2, title=_held(surface, a_line=2 if width_in < 5 else 4))
    return figure


def _draw_border(
    axes: Axes, surface: DecisionSurface, mean: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    threshold: float,
) -> None:  # fmt: skip
    """Where the score equals the threshold: of each model thin, of their mean thick."""
    n_models = len(surface.score)
    spread = "" if n_models > 1 else " (one model: no spread)"
    axes.plot([], [], color=BLACK, linewidth=1.6, label=f"score = {threshold:g}{spread}")
    if n_models > 1:
        axes.plot([], [], color="0.7", linewidth=0.5, label=f"the same, {n_models} models")
        for score in surface.score:
            axes.contour(surface.x, surface.y, score, [threshold], colors="white", linewidths=0.5)
    axes.contour(surface.x, surface.y, mean, [threshold], colors=BLACK, linewidths=1.6)


def _held(surface: DecisionSurface, *, a_line: int) -> str | None:
    """Values of the other features, `a_line` to a line."""
    facts = [
        f"{short_label(name)} = {value:.3g} {unit_of(name)}".rstrip()
        for name, value in surface.held.items()
    ]
    lines = [", ".join(facts[i : i + a_line]) for i in range(0, len(facts), a_line)]
    return "at " + ",\n".join(lines) if lines else None
