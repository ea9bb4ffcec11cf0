"""Is a score a probability, and how many decisions are right? Calibration and confusion."""

from collections.abc import Mapping

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.judging.calibration import Calibration
from fivesigma.learning.judging.confusion import Confusion
from fivesigma.plots.palette import INKS, SEQUENTIAL, SOFT
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend_below, sign, styled
from fivesigma.plots.wording import with_uncertainty


@styled
def draw_calibration(
    calibrations: Mapping[str, Calibration],
    *,
    origin: Origin,
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Share of signal against the score that claimed it, with statistical bars, by name.

    Horizontal bars are the bins. On the diagonal a score is a probability, in a mixture with the
    share of signal (prior) that the legend names beside the Brier score. `log`: both axes
    logarithmic, for a rare signal. FiveSigmaError without a calibration or for too many.

    >>> from fivesigma.plots.examples import CALIBRATION
    >>> draw_calibration({"trees": CALIBRATION}, origin=Origin()).axes[0].get_ylabel()
    'Share of signal'
    """
    if not 0 < len(calibrations) <= len(INKS):
        msg = f"needs 1 to {len(INKS)} calibrations, got {len(calibrations)}."
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in, aspect=1.0)
    axes = figure.subplots()
    if log:
        axes.set(xscale="log", yscale="log")
        axes.yaxis.set_minor_formatter(NullFormatter())
    for (name, calibration), ink in zip(calibrations.items(), INKS, strict=False):
        brier = with_uncertainty(calibration.brier)
        axes.errorbar(
            calibration.score,
            calibration.fraction,
            xerr=(
                np.maximum(calibration.score - calibration.edges[:-1], 0),
                np.maximum(calibration.edges[1:] - calibration.score, 0),
            ),
            yerr=calibration.uncertainty,
            fmt=ink.marker,
            color=ink.colour,
            linewidth=0.6,
            label=f"{name}: prior {calibration.prior:.2g}, Brier {brier}",
        )
    _draw_diagonal(axes)
    axes.set(xlabel="Mean score in the bin", ylabel="Share of signal")
    sign(figure, origin)
    place_legend_below(axes)
    return figure


def _draw_diagonal(axes: Axes) -> None:
    """The line where the score is right; the axes keep what the points need."""
    (low, high), limits = axes.get_xlim(), axes.get_ylim()
    grid = np.geomspace(low, high, 50) if axes.get_xscale() == "log" else np.linspace(low, high, 2)
    axes.plot(grid, grid, color=SOFT, linewidth=0.7, label="score = share of signal")
    axes.set(xlim=(low, high), ylim=limits)


@styled
def draw_confusion(confusion: Confusion, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """Expected events called right and wrong, ± the simulation's uncertainty; rows add up to 1.

    The shade is the share of the row's class. Below stand the accuracy and the one that never
    calling anything signal would have.

    >>> from fivesigma.plots.examples import CONFUSION
    >>> figure = draw_confusion(CONFUSION, origin=Origin())
    >>> figure.axes[0].texts[0].get_text().splitlines()
    ['30.0 ± 2.0 events', '60 % of signal']
    """
    figure = new_sheet(width_in, aspect=0.8)
    axes = figure.subplots()
    cells = np.array(
        [
            [confusion.true_positive, confusion.false_negative],
            [confusion.false_positive, confusion.true_negative],
        ]
    )
    events = np.array([[cell.value for cell in row] for row in cells])
    share = events / events.sum(axis=1, keepdims=True)
    axes.imshow(share, cmap=SEQUENTIAL, vmin=0.0, vmax=1.0, aspect="auto")
    for (i, j), cell in np.ndenumerate(cells):
        word = ("signal", "background")[i]
        text = f"{with_uncertainty(cell)} events\n{100 * share[i, j]:.0f} % of {word}"
        colour = "black" if share[i, j] > 0.5 else "white"
        axes.text(j, i, text, ha="center", va="center", color=colour, fontsize="large")
    axes.set_xticks([0, 1], ["signal", "background"])
    axes.set_yticks([0, 1], ["signal", "background"], rotation=90, va="center")
    axes.tick_params(which="both", length=0)
    axes.set_ylabel("The event is")
    axes.set_xlabel(
        f"It is called (score ≥ {confusion.threshold:.3g}: signal)\n"
        f"accuracy {with_uncertainty(confusion.accuracy)}\n"
        f"if never called signal: {with_uncertainty(confusion.accuracy_all_background)}"
    )
    sign(figure, origin)
    return figure
