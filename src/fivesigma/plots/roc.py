"""ROC curves, one or several, each with its area and how well that is known."""

from collections.abc import Mapping
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.roc import RocCurve
from fivesigma.plots.palette import INKS, SOFT
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled
from fivesigma.plots.wording import with_uncertainty

LOWEST_EFFICIENCY: Final = 0.02


@styled
def draw_roc(
    curves: Mapping[str, RocCurve],
    *,
    origin: Origin,
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Signal efficiency against background efficiency, from `curves` by name of the model.

    `log`: background rejection 1/ε on a logarithmic axis against signal efficiency instead, the
    points with less than 2 % of the signal or without background left out. The legend gives the
    weighted area with its uncertainty. FiveSigmaError without a curve, or for more than there are
    inks.

    >>> from fivesigma.plots.examples import ROC
    >>> draw_roc({"trees": ROC}, origin=Origin()).axes[0].get_legend().get_texts()[0].get_text()
    'trees: AUC 0.78 ± 0.12'
    """
    if not 0 < len(curves) <= len(INKS):
        msg = f"needs 1 to {len(INKS)} ROC curves, got {len(curves)}; draw the others apart."
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in, aspect=0.95)
    axes = figure.subplots()
    for (name, curve), ink in zip(curves.items(), INKS, strict=False):
        area = with_uncertainty(Measured(value=curve.auc, uncertainty=curve.auc_uncertainty))
        x, y = curve.false_positive_rate, curve.true_positive_rate
        if log:
            kept = (x > 0) & (y >= LOWEST_EFFICIENCY)
            x, y = y[kept], 1 / x[kept]
        axes.plot(x, y, color=ink.colour, linestyle=ink.line, label=f"{name}: AUC {area}")
    _draw_guessing(axes, log=log)
    sign(figure, origin)
    if log:
        place_legend(axes)
    else:
        axes.legend(loc="lower right")
    return figure


def _draw_guessing(axes: Axes, *, log: bool) -> None:
    """What a coin would reach, and the axes' words."""
    axes.set_xlim(0.0, 1.0)
    if log:
        rate = np.linspace(LOWEST_EFFICIENCY, 1.0, 100)
        axes.plot(rate, 1 / rate, color=SOFT, linewidth=0.7, label="guessing: AUC 0.5")
        axes.set_yscale("log")
        axes.set(xlabel="Signal efficiency", ylabel="Background rejection  1 / efficiency")
        return
    axes.plot([0, 1], [0, 1], color=SOFT, linewidth=0.7, label="guessing: AUC 0.5")
    axes.set(xlabel="Background efficiency", ylabel="Signal efficiency")
