"""Stacked histogram of the processes, its uncertainty, and below it a ratio or a significance."""

import itertools
from typing import Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patheffects import withStroke

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND, region_significances
from fivesigma.inference.yields import Histogram, Yields
from fivesigma.plots.palette import BLACK, INKS, REFUSED, SIGNAL, LineStyle, process_inks
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled
from fivesigma.plots.wording import axis_label, feature_of, process_title, unit_of

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Panel = Literal["ratio", "significance", "none"]
PANELS: Final = ("ratio", "significance", "none")
WELL_KNOWN: Final = 0.3
"""Relative uncertainty of a background that a ratio to it may be read with."""
HATCH_COLOUR: Final = (0.0, 0.0, 0.0, 0.28)


class _Signal(NamedTuple):
    """What is drawn of a signal: contents and variances of its bins, (n_bins,)."""

    title: str
    line: LineStyle
    contents: FloatArray
    variance: FloatArray


@styled
def draw_stack(  # noqa: PLR0913 - keywords, most with a default
    templates: Templates,
    *,
    variable: str,
    origin: Origin,
    observed: Histogram | None = None,
    panel: Panel = "ratio",
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Backgrounds stacked, signals as lines, `observed` as points, in expected events a bin.

    `variable`: name of what is on the x axis, a feature or "score". Bands are the statistical
    uncertainty of the simulation, sqrt(sum w²). `panel` "ratio": observed, or signal + background,
    over background; "significance": Asimov Z of each bin, background known exactly, hatched where
    it is refused. The points, with bars of sqrt(sum w²), are called by the kind of `origin`.
    FiveSigmaError without a background, for other bins or for an unknown panel.

    >>> from fivesigma.plots.examples import TEMPLATES
    >>> draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[0].get_ylabel()
    'Events / 20 GeV'
    """
    _check(templates, observed, panel)
    figure = new_sheet(width_in, aspect=0.85 if panel == "none" else 1.05)
    if panel == "none":
        top = bottom = figure.subplots()
    else:
        top, bottom = figure.subplots(2, sharex=True, height_ratios=(3, 1))
    _draw_processes(top, templates)
    if observed is not None:
        _draw_points(top, observed, label=origin.kind)
    if panel == "ratio":
        _draw_ratio(bottom, templates, observed)
    elif panel == "significance" and _draw_significance(bottom, templates):
        label = f"refused: n(eff) < {MIN_EFFECTIVE_BACKGROUND:g}"
        top.fill_between([], [], label=label, **REFUSED)
    _finish(top, bottom, templates, variable)
    sign(figure, origin)
    if log:
        _log_scale(top, templates, observed)
    place_legend(top, n_columns=2, reverse=True)
    return figure


def _check(templates: Templates, observed: Histogram | None, panel: str) -> None:
    if panel not in PANELS:
        msg = f"there is no panel {panel!r}; choose one of {', '.join(PANELS)}."
        raise FiveSigmaError(msg)
    if all(templates.is_signal):
        msg = "a stack needs a background process, got signals only. Keep the backgrounds, too."
        raise FiveSigmaError(msg)
    if observed is not None and not np.array_equal(observed.edges, templates.edges):
        msg = (
            f"observed has {observed.edges.size - 1} bins, the templates {templates.edges.size - 1}"
            ", or their edges differ. Fill both with the same edges."
        )
        raise FiveSigmaError(msg)


def _draw_processes(axes: Axes, templates: Templates) -> None:
    """Filled backgrounds from the smallest up, their band, and each signal as a line."""
    inks = process_inks(templates.is_signal)
    edges, below = templates.edges, np.zeros(templates.edges.size - 1)
    backgrounds = np.flatnonzero(~np.array(templates.is_signal))
    for i in sorted(backgrounds, key=lambda i: templates.sum[i].sum()):
        above = below + templates.sum[i]
        title = process_title(templates.names[i])
        area = axes.stairs(above, edges, baseline=below, fill=True, label=title)
        area.set(facecolor=inks[i].colour, edgecolor=HATCH_COLOUR, hatch=inks[i].hatch, linewidth=0)
        axes.stairs(above, edges, color=BLACK, linewidth=0.4)
        below = above
    _draw_band(axes, edges, below, np.sqrt(templates.background.sum_squares))
    for signal in _signals(templates):
        _draw_signal(axes, edges, signal)


def _signals(templates: Templates) -> list[_Signal]:
    """Every signal with a line style of its own: all are red."""
    styles = itertools.cycle(ink.line for ink in INKS)
    return [
        _Signal(
            process_title(templates.names[i]).split(", ")[-1],  # "mediator 200 GeV"
            next(styles),
            templates.sum[i],
            templates.sum_squares[i],
        )
        for i in np.flatnonzero(templates.is_signal)
    ]


def _draw_signal(axes: Axes, edges: FloatArray, signal: _Signal) -> None:
    """A line, and its statistical uncertainty as a band."""
    spread = np.sqrt(signal.variance)
    low, high = signal.contents - spread, signal.contents + spread
    axes.stairs(high, edges, baseline=low, fill=True, color=SIGNAL.colour, alpha=0.25, linewidth=0)
    line = axes.stairs(
        signal.contents, edges, color=SIGNAL.colour, linestyle=signal.line, label=signal.title
    )
    line.set_path_effects([withStroke(linewidth=2.4, foreground="white")])  # seen on every ink


def _draw_band(axes: Axes, edges: FloatArray, middle: FloatArray, spread: FloatArray) -> None:
    band = axes.stairs(
        middle + spread,
        edges,
        baseline=middle - spread,
        fill=True,
        label="background unc. (stat.)",
    )
    band.set(facecolor=(BLACK, 0.2), edgecolor=(BLACK, 0.8), hatch="xxxxxx", linewidth=0)


def _draw_points(axes: Axes, points: Histogram, *, label: str | None = None) -> None:
    """Contents with the root of their variance; an empty bin has no point."""
    seen = points.sum_squares > 0
    axes.errorbar(
        _centres(points.edges)[seen],
        points.sum[seen],
        yerr=np.sqrt(points.sum_squares[seen]),
        fmt="o",
        color=BLACK,
        label=label,
    )


def _draw_ratio(axes: Axes, templates: Templates, observed: Histogram | None) -> None:
    """Over the background: the observed points, or what a signal would add to it."""
    background, edges = templates.background, templates.edges
    divisor = np.where(background.sum > 0, background.sum, np.nan)
    spread = np.sqrt(background.sum_squares) / divisor
    _draw_band(axes, edges, np.where(np.isnan(divisor), np.nan, 1.0), spread)
    axes.axhline(1.0, color=BLACK, linewidth=0.6)
    known = spread < WELL_KNOWN
    if observed is not None:
        ratio = Histogram(
            edges=edges,
            sum=observed.sum / divisor,
            sum_squares=np.nan_to_num(observed.sum_squares / divisor**2),
        )
        _draw_points(axes, ratio)
        _limit_ratio(axes, edges, ratio.sum, known)
        axes.set_ylabel("Obs. / bkg.")
        return
    for signal in _signals(templates):
        contents, variance = 1 + signal.contents / divisor, signal.variance / divisor**2
        _draw_signal(axes, edges, signal._replace(contents=contents, variance=variance))
    largest = templates.sum[np.array(templates.is_signal)].max(axis=0, initial=0.0)
    _limit_ratio(axes, edges, 1 + largest / divisor, known)
    axes.set_ylabel("(S + B) / B")


def _limit_ratio(axes: Axes, edges: FloatArray, ratio: FloatArray, known: BoolArray) -> None:
    """End the axis above the bins whose background is known; an arrow marks what is higher."""
    top = 1.2 * float(np.max(ratio[known], initial=1.5))
    axes.set_ylim(0.0, top)
    higher = np.flatnonzero(np.nan_to_num(ratio) > top)
    height = np.full(higher.size, 0.93 * top)
    axes.plot(_centres(edges)[higher], height, "^", color=BLACK, markersize=4)


def _draw_significance(axes: Axes, templates: Templates) -> bool:
    """Asimov Z of each bin; True if one without enough background was refused, and hatched."""
    edges, background = templates.edges, templates.background
    for signal in _signals(templates):
        yields = Yields(sum=signal.contents, sum_squares=signal.variance)
        z, spread = region_significances(yields, background, relative_uncertainty=0.0)
        _draw_signal(axes, edges, signal._replace(contents=z, variance=spread**2))
    axes.set_ylabel("Z a bin [σ]")
    axes.set_ylim(bottom=0.0)
    enough = (background.effective_count >= MIN_EFFECTIVE_BACKGROUND) & (background.sum > 0)
    refused = np.flatnonzero(~enough)
    for j in refused:
        axes.axvspan(edges[j], edges[j + 1], **REFUSED)
    return refused.size > 0


def _finish(top: Axes, bottom: Axes, templates: Templates, variable: str) -> None:
    """Names, units and ranges of the axes."""
    edges, feature = templates.edges, feature_of(variable)
    bottom.set_xlabel("Score" if variable == "score" else axis_label(variable))
    bottom.set_xlim(edges[0], edges[-1])
    widths = np.diff(edges)
    if feature is not None and feature.discrete:
        bottom.set_xticks(_centres(edges))
        bottom.tick_params(axis="x", which="minor", length=0)
        top.set_ylabel("Events")
    elif np.allclose(widths, widths[0]):
        top.set_ylabel(f"Events / {widths[0]:.3g} {unit_of(variable)}".rstrip())
    else:
        top.set_ylabel("Events a bin")


def _log_scale(axes: Axes, templates: Templates, observed: Histogram | None) -> None:
    """Logarithmic, from half the smallest content to above the largest."""
    positive = templates.sum[templates.sum > 0]
    drawn = [templates.background.sum, templates.sum]
    if observed is not None:
        drawn.append(observed.sum)
    highest = max(float(each.max()) for each in drawn)
    axes.set_yscale("log", nonpositive="clip")
    axes.set_ylim(max(1e-3, 0.5 * float(positive.min())), 1.5 * highest)


def _centres(edges: FloatArray) -> FloatArray:
    return 0.5 * (edges[:-1] + edges[1:])
