"""Upper limits on the signal strength: for one signal, or against the mass of the mediator."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.fit import Limit
from fivesigma.plots.palette import BLACK, ONE_SIGMA, SOFT, TWO_SIGMA
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled


@styled
def draw_limits(
    limits: Mapping[float, Limit],
    *,
    origin: Origin,
    observed: bool = False,
    log: bool = True,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Expected limit on μ with its ±1σ and ±2σ bands, at each mass of the mediator in GeV.

    One limit alone is drawn as a bar. `observed`: the observed limits, too. The line μ = 1 is the
    signal as predicted: where a limit is below, that signal is excluded. FiveSigmaError without a
    limit or with different confidence levels.

    >>> from fivesigma.plots.examples import LIMIT
    >>> draw_limits({200.0: LIMIT, 300.0: LIMIT}, origin=Origin()).axes[0].get_ylabel()
    '95 % CL upper limit on μ'
    """
    if not limits or len({limit.confidence for limit in limits.values()}) > 1:
        msg = f"needs limits of one confidence level, got {len(limits)} limits."
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in)
    axes = figure.subplots()
    masses = np.array(sorted(limits))
    ordered = [limits[mass] for mass in masses]
    bands = np.array([limit.expected for limit in ordered]).T
    if masses.size == 1:
        masses, bands = masses + np.array([-0.5, 0.5]), np.repeat(bands, 2, axis=1)
    _draw_bands(axes, masses, bands)
    if observed:
        found = np.array([limit.observed for limit in ordered])
        axes.plot(sorted(limits), found, "o-", color=BLACK, label="observed")
    axes.axhline(1.0, color=SOFT, linestyle=":", label="predicted signal, μ = 1")
    _name_axes(axes, list(limits), ordered[0].confidence, log=log)
    sign(axes, origin)
    place_legend(axes, loc="upper left", n_columns=2)
    return figure


def _draw_bands(
    axes: Axes,
    masses: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
    bands: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> None:
    """The band of two deviations, the one of one deviation on it, and the median."""
    axes.fill_between(masses, bands[0], bands[4], color=TWO_SIGMA, lw=0, label="expected ± 2σ")
    axes.fill_between(masses, bands[1], bands[3], color=ONE_SIGMA, lw=0, label="expected ± 1σ")
    axes.plot(masses, bands[2], color=BLACK, linestyle="--", label="expected, median")


def _name_axes(axes: Axes, masses: list[float], confidence: float, *, log: bool) -> None:
    axes.set_ylabel(f"{100 * confidence:g} % CL upper limit on μ")
    if log:
        axes.set_yscale("log")
    else:
        axes.set_ylim(bottom=0.0)
    if len(masses) == 1:
        axes.set_xlim(masses[0] - 1.5, masses[0] + 1.5)
        axes.set_xticks(masses)
        axes.minorticks_off()
    axes.set_xlabel("Mass of the mediator [GeV]")
