"""How a model learned: its loss after each epoch or tree, and its score against training size."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.curve import LearningCurve
from fivesigma.learning.history import History
from fivesigma.plots.palette import BLACK, BLUE, RED, Ink
from fivesigma.plots.sheet import (
    COLUMN_IN,
    Origin,
    new_sheet,
    place_legend,
    place_legend_below,
    sign,
    styled,
)

FloatArray = npt.NDArray[np.float64]
_BIN: Final = 0.005


@styled
def draw_history(
    histories: Sequence[History],
    *,
    origin: Origin,
    log: bool = False,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Loss after each epoch or tree: a thin line for each part, their mean and spread over it.

    The band is the standard deviation of the parts; one part alone has none, and says so. The mean
    ends where the first part stopped. FiveSigmaError without a history, or with different steps.

    >>> from fivesigma.plots.examples import HISTORIES
    >>> figure = draw_history(HISTORIES, origin=Origin())
    >>> figure.axes[0].get_xlabel(), figure.axes[0].get_ylabel()
    ('Tree', 'Mean cross-entropy')
    """
    first = _check_histories(histories)
    figure = new_sheet(width_in)
    axes = figure.subplots()
    if log:
        axes.set_yscale("log")
    steps = [history.step for history in histories]
    _draw_courses(axes, steps, [h.training_loss for h in histories], RED, "learned from")
    unseen = [h.validation_loss for h in histories if h.validation_loss is not None]
    if len(unseen) == len(histories):
        _draw_courses(axes, steps, unseen, BLUE, "not seen")
    axes.set(xlabel=first.step_name.capitalize(), ylabel=f"Mean {first.loss_name}")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.set_xlim(steps[0][0], max(step[-1] for step in steps))
    sign(figure, origin)
    place_legend(axes)
    return figure


def _check_histories(histories: Sequence[History]) -> History:
    if not histories:
        msg = (
            "there is no history: this model is fitted in one step. "
            "Take one that learns by epochs or trees, as network or trees do."
        )
        raise FiveSigmaError(msg)
    first = histories[0]
    if any((h.step_name, h.loss_name) != (first.step_name, first.loss_name) for h in histories):
        msg = "the histories are of different models; draw them apart."
        raise FiveSigmaError(msg)
    return first


def _draw_courses(
    axes: Axes, steps: list[npt.NDArray[np.int64]], losses: list[FloatArray], ink: Ink, what: str
) -> None:
    """Every part thin, their mean thick, their standard deviation as a band."""
    n_common, n_parts = min(loss.size for loss in losses), len(losses)
    for step, loss in zip(steps, losses, strict=True):
        axes.plot(step, loss, color=ink.colour, linewidth=0.4, alpha=0.6)
    common = np.stack([loss[:n_common] for loss in losses])
    mean = common.mean(axis=0)
    label = f"events {what}, one part: no spread"
    if n_parts > 1:
        spread = common.std(axis=0, ddof=1)
        axes.fill_between(
            steps[0][:n_common], mean - spread, mean + spread, color=ink.colour, alpha=0.2, lw=0
        )
        label = f"events {what}, ± spread of {n_parts} parts"
    axes.plot(steps[0][:n_common], mean, color=ink.colour, linestyle=ink.line, label=label)


@styled
def draw_learning_curve(
    curve: LearningCurve, *, origin: Origin, log: bool = True, width_in: float = COLUMN_IN
) -> Figure:
    """Weighted AUC of seen and unseen events against the number of events learned from.

    Bars are DeLong's uncertainties of the area. `log`: the sizes on a logarithmic axis.

    >>> from fivesigma.plots.examples import LEARNING_CURVE
    >>> draw_learning_curve(LEARNING_CURVE, origin=Origin()).axes[0].get_ylabel()
    'Weighted AUC'
    """
    figure = new_sheet(width_in)
    axes = figure.subplots()
    if log:
        axes.set_xscale("log")
    for areas, ink, what in ((curve.seen, RED, "learned from"), (curve.unseen, BLUE, "not seen")):
        axes.errorbar(
            curve.n_train,
            [area.value for area in areas],
            yerr=[area.uncertainty for area in areas],
            fmt=ink.marker,
            linestyle=ink.line,
            color=ink.colour,
            capsize=2,
            label=f"events {what}",
        )
    axes.set(xlabel="Simulated events learned from", ylabel="Weighted AUC")
    sign(figure, origin)
    place_legend_below(axes, n_columns=2)
    return figure


@styled
def draw_designs(
    areas: Sequence[Measured],
    *,
    origin: Origin,
    repeats: Sequence[Measured] = (),
    width_in: float = COLUMN_IN,
) -> Figure:
    """Distribution of the area of many designs, beside that of one design with other seeds.

    `areas`: weighted AUC of each design; `repeats`: of one design, trained again with other seeds.
    The bar above is the median uncertainty of one area: where it is as wide as the distribution,
    no design is the best one. FiveSigmaError for fewer than two designs.

    >>> from fivesigma.plots.examples import LEARNING_CURVE
    >>> draw_designs(LEARNING_CURVE.unseen, origin=Origin()).axes[0].get_ylabel()
    'Share of the networks / 0.005'
    """
    if len(areas) < 2:
        msg = f"a distribution needs two designs or more, got {len(areas)}."
        raise FiveSigmaError(msg)
    values = np.array([area.value for area in areas])
    again = np.array([area.value for area in repeats])
    both = np.append(values, again)
    edges = _BIN * np.arange(np.floor(both.min() / _BIN), np.ceil(both.max() / _BIN) + 2)
    figure = new_sheet(width_in)
    axes = figure.subplots()
    for found, ink, label in (
        (values, BLUE, f"{values.size} designs"),
        (again, RED, f"one design, {again.size} seeds"),
    ):
        if found.size:
            share = np.histogram(found, edges)[0] / found.size
            area = axes.stairs(share, edges, fill=True, label=label)
            area.set(facecolor=(ink.colour, 0.3), edgecolor=(ink.colour, 0.6), hatch=ink.hatch)
            axes.stairs(share, edges, color=ink.colour)
    spread = float(np.median([area.uncertainty for area in areas]))
    height = 1.1 * axes.dataLim.y1
    axes.errorbar(
        [np.median(values)], [height], xerr=[spread], fmt="none", color=BLACK, capsize=3,
        label="uncertainty of one area",
    )  # fmt: skip
    axes.set(xlabel="Weighted AUC of unseen events", ylabel=f"Share of the networks / {_BIN:g}")
    axes.set_ylim(bottom=0.0)
    sign(figure, origin)
    place_legend(axes, loc="upper left")
    return figure
