"""What a fit did with its nuisance parameters: pulls, and their impacts on the signal strength."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.fit import FitResult
from fivesigma.plots.palette import BLACK, BLUE, ORANGE
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend_below, sign, styled
from fivesigma.plots.wording import with_uncertainty

_ROW_IN = 0.17


@styled
def draw_pulls(fit: FitResult, *, origin: Origin, width_in: float = COLUMN_IN) -> Figure:
    """Each nuisance parameter after the fit, in its prior's standard deviations, with its bar.

    Bands: one and two prior deviations. A bar shorter than ±1 was constrained by the data.
    FiveSigmaError for a fit without nuisance parameters.

    >>> from fivesigma.plots.examples import FIT
    >>> draw_pulls(FIT, origin=Origin()).get_supxlabel().splitlines()[0]
    '(fitted − expected) / prior uncertainty'
    """
    names = [pull.name for pull in fit.pulls]
    figure, axes = _sheet_of_rows(names, width_in)
    axes.axvspan(-2, 2, color="0.94", zorder=0)
    axes.axvspan(-1, 1, color="0.86", zorder=0)
    axes.axvline(0.0, color=BLACK, linewidth=0.6)
    axes.errorbar(
        [pull.value.value for pull in fit.pulls],
        np.arange(len(names)),
        xerr=[pull.value.uncertainty for pull in fit.pulls],
        fmt="o",
        color=BLACK,
        capsize=1.5,
    )
    reach = max(abs(pull.value.value) + pull.value.uncertainty for pull in fit.pulls)
    axes.set_xlim(-max(2.4, 1.1 * reach), max(2.4, 1.1 * reach))
    figure.supxlabel(f"(fitted − expected) / prior uncertainty\n{_words(fit)}")
    sign(figure, origin)
    return figure


@styled
def draw_impacts(
    fit: FitResult, *, origin: Origin, n_shown: int = 15, width_in: float = COLUMN_IN
) -> Figure:
    """Change of μ for one post-fit deviation of each nuisance parameter, the largest first.

    Up is filled, down is hatched; at most `n_shown` rows, and the legend says of how many. The grey
    band is the total uncertainty of μ. FiveSigmaError without nuisance parameters or rows.

    >>> from fivesigma.plots.examples import FIT
    >>> [t.get_text() for t in draw_impacts(FIT, origin=Origin()).axes[0].get_yticklabels()]
    ['Z+jets yield', 'luminosity']
    """
    if n_shown < 1:
        msg = f"n_shown must be 1 or more, got {n_shown}."
        raise FiveSigmaError(msg)
    shown = fit.impacts[:n_shown]
    figure, axes = _sheet_of_rows([impact.name for impact in shown], width_in)
    spread = fit.mu.uncertainty
    axes.axvspan(-spread, spread, color="0.9", zorder=0, label="total uncertainty of μ")
    axes.axvline(0.0, color=BLACK, linewidth=0.6)
    rows = np.arange(len(shown))
    axes.barh(rows - 0.2, [i.up for i in shown], 0.4, color=ORANGE.colour, label="+1σ")
    axes.barh(
        rows + 0.2, [i.down for i in shown], 0.4, color=BLUE.colour, hatch="//////",
        edgecolor="white", linewidth=0, label="−1σ",
    )  # fmt: skip
    axes.set_xlabel("Impact Δμ")
    reach = 1.1 * max(spread, *(max(abs(i.up), abs(i.down)) for i in shown))
    axes.set_xlim(-reach, reach)
    sign(figure, origin)
    more = f"largest {len(shown)} of {len(fit.impacts)}; " if len(shown) < len(fit.impacts) else ""
    place_legend_below(axes, n_columns=3, title=more + _words(fit))
    return figure


def _words(fit: FitResult) -> str:
    """The fitted signal strength, and whether there were any data."""
    data = "expected: " if fit.is_asimov else ""
    low, high = fit.interval
    return f"{data}μ = {with_uncertainty(fit.mu)}, 68 %: {low:.2f} to {high:.2f}"


def _sheet_of_rows(names: list[str], width_in: float) -> tuple[Figure, Axes]:
    """Axes with a named row for each parameter, the first on top."""
    if not names:
        msg = (
            "this fit has no nuisance parameter, so nothing was pulled. "
            "Add a systematic variation, such as the uncertainty of a background's yield."
        )
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in, height_in=1.4 + _ROW_IN * len(names))
    axes = figure.subplots()
    axes.set_yticks(range(len(names)), [name.replace("_", " ") for name in names])
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", which="both", length=0)
    return figure, axes
