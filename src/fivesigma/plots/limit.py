"""Upper limits on the signal strength: for one signal, or against the mass of the mediator."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import LogLocator, NullFormatter

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.limit import Limit
from fivesigma.plots.palette import BLACK, ONE_SIGMA, SIGNAL, SOFT, TWO_SIGMA
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend_below, sign, styled

FloatArray = npt.NDArray[np.float64]


@styled
def draw_limits(
    limits: Mapping[float, Limit] | Mapping[str, Limit],
    *,
    origin: Origin,
    observed: bool = False,
    log: bool = True,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Expected limit on μ with its ±1σ and ±2σ bands, by mass of the mediator in GeV or by name.

    Names, or one mass alone, are drawn as bars. `observed`: the observed limits, too. The line
    μ = 1 is the signal as predicted: where a limit is below it, that signal would be excluded.
    FiveSigmaError without a limit or with different confidence levels.

    >>> from fivesigma.plots.examples import LIMIT
    >>> draw_limits({200.0: LIMIT, 300.0: LIMIT}, origin=Origin()).axes[0].get_ylabel()
    '95 % CL upper limit on μ'
    """
    if not limits or len({limit.confidence for limit in limits.values()}) > 1:
        msg = f"needs limits of one confidence level, got {len(limits)} limits."
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in)
    axes = figure.subplots()
    ordered = sorted(limits.items()) if _are_masses(limits) else list(limits.items())
    bands = np.array([limit.expected for _, limit in ordered]).T
    found = np.array([limit.observed for _, limit in ordered]) if observed else None
    if _are_masses(limits) and len(limits) > 1:
        _draw_bands(axes, np.array([mass for mass, _ in ordered], dtype=np.float64), bands, found)
        axes.set_xlabel("Mass of the mediator [GeV]")
    else:
        _draw_bars(axes, bands, found)
        unit = " GeV" if _are_masses(limits) else ""
        axes.set_xticks(range(len(ordered)), [f"{name}{unit}" for name, _ in ordered])
        axes.set_xlabel("Mediator" if _are_masses(limits) else "Signal")
        axes.tick_params(axis="x", which="both", length=0)
    axes.set_ylabel(f"{100 * ordered[0][1].confidence:g} % CL upper limit on μ")
    axes.axhline(1.0, color=SOFT, linestyle=":", label="signal as predicted")
    if log:
        _log_scale(axes)
    else:
        axes.set_ylim(bottom=0.0)
    sign(figure, origin)
    place_legend_below(axes, n_columns=2)
    return figure


def mark_limits(
    figure: Figure, limits: Sequence[tuple[float, Limit]], *, expected: str, observed: str
) -> None:
    """Limits by mass, on a figure of `draw_limits`: a circle and a star for each, named so.

    >>> from fivesigma.plots.examples import LIMIT
    >>> figure = draw_limits({200.0: LIMIT, 300.0: LIMIT}, origin=Origin())
    >>> mark_limits(figure, [(200.0, LIMIT)], expected="expected", observed="seen")
    >>> figure.axes[0].lines[-1].get_label()
    'seen'
    """
    axes, masses = figure.axes[0], [mass for mass, _ in limits]
    circles = [limit.expected[2] for _, limit in limits]
    stars = [limit.observed for _, limit in limits]
    axes.plot(masses, circles, "o", markersize=6, mfc="white", mec=BLACK, label=expected)
    axes.plot(masses, stars, "*", markersize=7, color=SIGNAL.colour, label=observed)
    for legend in list(figure.legends):
        legend.remove()
    place_legend_below(axes, n_columns=2)


def _are_masses(limits: Mapping[float, Limit] | Mapping[str, Limit]) -> bool:
    return not any(isinstance(name, str) for name in limits)


def _draw_bands(
    axes: Axes, masses: FloatArray, bands: FloatArray, observed: FloatArray | None
) -> None:
    """The band of two deviations, the one of one deviation on it, the median, the observed."""
    axes.fill_between(masses, bands[0], bands[4], color=TWO_SIGMA, lw=0, label="expected ± 2σ")
    axes.fill_between(masses, bands[1], bands[3], color=ONE_SIGMA, lw=0, label="expected ± 1σ")
    axes.plot(masses, bands[2], "o--", color=BLACK, markersize=2, label="expected, median")
    if observed is not None:
        axes.plot(masses, observed, "o-", color=BLACK, label="observed", clip_on=False)
    axes.set_xlim(masses[0], masses[-1])


def _draw_bars(axes: Axes, bands: FloatArray, observed: FloatArray | None) -> None:
    """The same as a bar for each signal."""
    rows = np.arange(bands.shape[1])
    axes.use_sticky_edges = False
    for low, high, colour, label in (
        (bands[0], bands[4], TWO_SIGMA, "expected ± 2σ"),
        (bands[1], bands[3], ONE_SIGMA, "expected ± 1σ"),
    ):
        axes.bar(rows, high - low, 0.5, bottom=low, color=colour, label=label)
    axes.hlines(
        bands[2], rows - 0.25, rows + 0.25, BLACK, linestyles="--", label="expected, median"
    )
    if observed is not None:
        axes.plot(rows, observed, "o", color=BLACK, label="observed")
    axes.set_xlim(-0.8, rows.size - 0.2)


def _log_scale(axes: Axes) -> None:
    """Logarithmic with plain numbers, between the powers of ten, too, where there are few."""
    axes.set_yscale("log")
    axes.yaxis.set_major_formatter("{x:g}")
    low, high = axes.get_ylim()
    few = high / low < 100
    axes.yaxis.set_minor_locator(LogLocator(subs=(2, 3, 5) if few else "all"))
    axes.yaxis.set_minor_formatter("{x:g}" if few else NullFormatter())
