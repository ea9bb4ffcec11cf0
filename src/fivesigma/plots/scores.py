"""Scores of signal and background, seen in training and unseen: has the model learned by heart?"""

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.learning.judging.overtraining import Density, FloatArray, Overtraining
from fivesigma.plots.palette import BACKGROUND, SIGNAL, Ink
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled


@styled
def draw_scores(
    overtraining: Overtraining,
    *,
    origin: Origin,
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Score densities: unseen events as areas with a band, seen ones as points with bars.

    The legend gives the Kolmogorov-Smirnov distance of seen and unseen and its probability; bands
    and bars are statistical.

    >>> from fivesigma.plots.examples import OVERTRAINING
    >>> figure = draw_scores(OVERTRAINING, origin=Origin())
    >>> [text.get_text() for text in figure.axes[0].get_legend().get_texts()][-1]
    'Signal, seen (KS 0.05, p = 0.4)'
    """
    figure = new_sheet(width_in)
    axes = figure.subplots()
    for word, ink, seen, unseen, (ks, p) in (
        (
            "Background",
            BACKGROUND,
            overtraining.background_seen,
            overtraining.background_unseen,
            (overtraining.ks_background, overtraining.p_background),
        ),
        (
            "Signal",
            SIGNAL,
            overtraining.signal_seen,
            overtraining.signal_unseen,
            (overtraining.ks_signal, overtraining.p_signal),
        ),
    ):
        _draw_unseen(axes, overtraining.edges, unseen, ink, label=f"{word}, unseen")
        chance = f"p = {p:.2g}" if p >= 1e-4 else "p < 0.0001"
        _draw_seen(
            axes, overtraining.edges, seen, ink, label=f"{word}, seen (KS {ks:.2g}, {chance})"
        )
    limits = (overtraining.edges[0], overtraining.edges[-1])
    axes.set(xlabel="Score", ylabel="Probability density", xlim=limits)
    if log:
        axes.set_yscale("log", nonpositive="clip")
    else:
        axes.set_ylim(bottom=0.0)
    sign(figure, origin)
    place_legend(axes)
    return figure


def _draw_unseen(axes: Axes, edges: FloatArray, density: Density, ink: Ink, *, label: str) -> None:
    area = axes.stairs(density.value, edges, fill=True, label=label)
    area.set(facecolor=(ink.colour, 0.3), edgecolor=(ink.colour, 0.6), hatch=ink.hatch, linewidth=0)
    axes.stairs(density.value, edges, color=ink.colour)
    axes.stairs(
        density.value + density.uncertainty,
        edges,
        baseline=density.value - density.uncertainty,
        fill=True,
        color=ink.colour,
        alpha=0.35,
        linewidth=0,
    )


def _draw_seen(axes: Axes, edges: FloatArray, density: Density, ink: Ink, *, label: str) -> None:
    filled = density.uncertainty > 0
    axes.errorbar(
        (0.5 * (edges[:-1] + edges[1:]))[filled],
        density.value[filled],
        yerr=density.uncertainty[filled],
        fmt=ink.marker,
        color=ink.colour,
        markeredgecolor="black",
        markeredgewidth=0.4,
        linewidth=0.8,
        label=label,
    )
