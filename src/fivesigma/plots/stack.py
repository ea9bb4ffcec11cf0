"""Stacked histogram of the processes, its uncertainty, and below it a ratio or a significance."""

import itertools
import math
from typing import Any, Final, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.significance import MIN_EFFECTIVE_BACKGROUND, region_significance
from fivesigma.inference.templates import Templates
from fivesigma.inference.yields import Histogram, Yield
from fivesigma.plots.palette import BLACK, INKS, SIGNAL, LineStyle, process_inks
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled
from fivesigma.plots.wording import axis_label, feature_of, process_title, unit_of

FloatArray = npt.NDArray[np.float64]
Panel = Literal["ratio", "significance", "none"]
PANELS: Final = ("ratio", "significance", "none")
HATCH_COLOUR: Final = (0.0, 0.0, 0.0, 0.28)
REFUSED: Final[dict[str, Any]] = {
    "facecolor": "0.93", "edgecolor": "0.65", "hatch": "////", "linewidth": 0
}  # fmt: skip


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

    `variable`: name of what is on the x axis, a feature or "score". The band is the statistical
    uncertainty of the simulated background, sqrt(sum w²). `panel` "ratio": observed, or background
    and signal, over background; "significance": Asimov Z of each bin, known exactly, with its
    uncertainty, hatched where it is refused. The points are called by the kind of `origin`.
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
    elif panel == "significance":
        _draw_significance(bottom, templates)
        why = f"Z refused: worth < {MIN_EFFECTIVE_BACKGROUND:g} events"
        top.fill_between([], [], label=why, **REFUSED)
    _finish(top, bottom, templates, variable)
    sign(top, origin)
    if log:
        _log_scale(top, templates, observed)
    place_legend(top, n_columns=2, reverse=True)
    return figure


def _check(templates: Templates, observed: Histogram | None, panel: str) -> None:
    if panel not in PANELS:
        msg = f"there is no panel {panel!r}; choose one of {', '.join(PANELS)}."
        raise FiveSigmaError(msg)
    if not any(not signal for signal in templates.is_signal):
        msg = "a stack needs a background process, got signals only. Keep the backgrounds, too."
        raise FiveSigmaError(msg)
    if observed is not None and not np.array_equal(observed.edges, templates.edges):
        msg = (
            f"observed has {observed.edges.size - 1} bins, the templates {templates.edges.size - 1}"
            " or other edges. Fill both with the same edges."
        )
        raise FiveSigmaError(msg)


def _rows(templates: Templates, *, signal: bool) -> list[int]:
    """Places of the signal or of the background processes."""
    return [i for i, is_signal in enumerate(templates.is_signal) if bool(is_signal) == signal]


def background_of(templates: Templates) -> Histogram:
    """Sum of the background processes, with its variance."""
    rows = _rows(templates, signal=False)
    return Histogram(
        edges=templates.edges,
        sum=templates.sum[rows].sum(axis=0),
        sum_squares=templates.sum_squares[rows].sum(axis=0),
    )


def _draw_processes(axes: Axes, templates: Templates) -> None:
    """Filled backgrounds from the smallest up, their band, and each signal as a line."""
    inks = process_inks([bool(signal) for signal in templates.is_signal])
    edges, below = templates.edges, np.zeros(templates.edges.size - 1)
    for i in sorted(_rows(templates, signal=False), key=lambda i: templates.sum[i].sum()):
        above = below + templates.sum[i]
        title = process_title(templates.names[i])
        area = axes.stairs(above, edges, baseline=below, fill=True, label=title)
        area.set(facecolor=inks[i].colour, edgecolor=HATCH_COLOUR, hatch=inks[i].hatch, linewidth=0)
        axes.stairs(above, edges, color=BLACK, linewidth=0.4)
        below = above
    error = np.sqrt(background_of(templates).sum_squares)
    _draw_band(axes, edges, below - error, below + error)
    for signal in _signals(templates):
        _draw_signal(axes, edges, signal)


class _Signal(NamedTuple):
    """What is drawn of a signal: contents and variances of its bins, (n_bins,)."""

    title: str
    line: LineStyle
    contents: FloatArray
    variance: FloatArray


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
        for i in _rows(templates, signal=True)
    ]


def _draw_signal(axes: Axes, edges: FloatArray, signal: _Signal) -> None:
    """A line, and its statistical uncertainty as a band."""
    spread = np.sqrt(signal.variance)
    low, high = signal.contents - spread, signal.contents + spread
    axes.stairs(high, edges, baseline=low, fill=True, color=SIGNAL.colour, alpha=0.25, linewidth=0)
    axes.stairs(
        signal.contents, edges, color=SIGNAL.colour, linestyle=signal.line, label=signal.title
    )


def _draw_band(axes: Axes, edges: FloatArray, low: FloatArray, high: FloatArray) -> None:
    band = axes.stairs(high, edges, baseline=low, fill=True, label="Background unc. (stat.)")
    band.set(facecolor=(BLACK, 0.2), edgecolor=(BLACK, 0.8), hatch="xxxxxx", linewidth=0)


def _draw_points(axes: Axes, observed: Histogram, *, label: str) -> None:
    """Observed counts with the root of their variance; an empty bin has no point."""
    seen = observed.sum_squares > 0
    axes.errorbar(
        _centres(observed.edges)[seen],
        observed.sum[seen],
        yerr=np.sqrt(observed.sum_squares[seen]),
        fmt="o",
        color=BLACK,
        label=label,
    )


def _draw_ratio(axes: Axes, templates: Templates, observed: Histogram | None) -> None:
    """Over the background: the observed points, or what a signal would add to it."""
    background, edges = background_of(templates), templates.edges
    positive = np.where(background.sum > 0, background.sum, np.nan)
    relative = np.sqrt(background.sum_squares) / positive
    _draw_band(axes, edges, 1 - relative, 1 + relative)
    axes.axhline(1.0, color=BLACK, linewidth=0.6)
    if observed is not None:
        seen = (observed.sum_squares > 0) & (background.sum > 0)
        axes.errorbar(
            _centres(edges)[seen],
            (observed.sum / positive)[seen],
            yerr=(np.sqrt(observed.sum_squares) / positive)[seen],
            fmt="o",
            color=BLACK,
        )
        axes.set_ylabel("Obs. / bkg.")
        return
    for signal in _signals(templates):
        scaled = signal._replace(
            contents=1 + signal.contents / positive, variance=signal.variance / positive**2
        )
        _draw_signal(axes, edges, scaled)
    axes.set_ylabel("(S + B) / B")


def _draw_significance(axes: Axes, templates: Templates) -> None:
    """Asimov Z of each bin with its uncertainty; a bin without enough background is hatched."""
    edges = templates.edges
    background = background_of(templates)
    others = [_yield(s, v) for s, v in zip(background.sum, background.sum_squares, strict=True)]
    for signal in _signals(templates):
        pairs = zip(signal.contents, signal.variance, others, strict=True)
        found = [_significance(_yield(s, v), other) for s, v, other in pairs]
        z = np.array([each.value for each in found])
        spread = np.array([each.uncertainty for each in found])
        _draw_signal(axes, edges, signal._replace(contents=z, variance=spread**2))
    for j, other in enumerate(others):
        if other.effective_count < MIN_EFFECTIVE_BACKGROUND:
            axes.axvspan(edges[j], edges[j + 1], **REFUSED)
    axes.set_ylabel("Z a bin [σ]")
    axes.set_ylim(bottom=0.0)


def _yield(total: float, variance: float) -> Yield:
    return Yield(sum=float(total), sum_squares=float(variance), count=0)


def _significance(signal: Yield, background: Yield) -> Measured:
    """Z of one bin; NaN where it is refused."""
    try:
        return region_significance(signal, background, relative_uncertainty=0.0)
    except FiveSigmaError:
        return Measured(value=math.nan, uncertainty=math.nan)


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
    drawn = [background_of(templates).sum, templates.sum]
    if observed is not None:
        drawn.append(observed.sum)
    axes.set_yscale("log", nonpositive="clip")
    axes.set_ylim(
        max(1e-3, 0.5 * float(positive.min())), 1.5 * float(max(each.max() for each in drawn))
    )


def _centres(edges: FloatArray) -> FloatArray:
    return 0.5 * (edges[:-1] + edges[1:])
