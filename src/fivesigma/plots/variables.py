"""The features themselves: which say the same, and which a model leans on."""

from collections.abc import Mapping

import numpy as np
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.correlation import Correlation
from fivesigma.learning.explain import Importance
from fivesigma.plots.palette import BLACK, BLUE, DIVERGING
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, sign, styled
from fivesigma.plots.wording import short_label, with_uncertainty


@styled
def draw_correlation(
    correlations: Mapping[str, Correlation],
    *,
    origin: Origin,
    width_in: float = COLUMN_IN,
) -> Figure:
    """Linear correlations in percent; of two classes, the first below the diagonal, one above.

    `correlations`: by name of the class, one or two over the same features. The largest
    uncertainty stands below. An undefined one (a feature that does not vary) is a dash.
    FiveSigmaError for another number of classes or different features.

    >>> from fivesigma.plots.examples import CORRELATION
    >>> figure = draw_correlation({"background": CORRELATION}, origin=Origin())
    >>> [text.get_text() for text in figure.axes[0].texts]
    ['100', '30', '30', '100']
    """
    first, last = _check_correlations(correlations)
    figure = new_sheet(width_in, aspect=1.12)
    axes = figure.subplots()
    lower = np.tri(len(first.names), dtype=bool)
    r = np.where(lower, first.r, last.r)
    axes.imshow(r, cmap=DIVERGING, vmin=-1.0, vmax=1.0)
    for (i, j), value in np.ndenumerate(r):
        text = f"{round(100 * value)}".replace("-", "−") if np.isfinite(value) else "–"
        colour = "white" if abs(value) > 0.5 else "black"
        axes.text(j, i, text, ha="center", va="center", color=colour, fontsize="small")
    labels = [short_label(name) for name in first.names]
    axes.set_xticks(range(len(labels)), labels, rotation=40, ha="right", rotation_mode="anchor")
    axes.set_yticks(range(len(labels)), labels)
    axes.tick_params(which="both", length=0)
    words = list(correlations)
    where = f"\n{words[0]} below, {words[1]} above the diagonal" if len(words) > 1 else ""
    largest = 100 * max(np.nanmax(c.uncertainty) for c in (first, last))
    axes.set_xlabel(f"Linear correlation [%], uncertainty ≤ {largest:.1f}{where}")
    sign(figure, origin)
    return figure


def _check_correlations(correlations: Mapping[str, Correlation]) -> tuple[Correlation, Correlation]:
    found = list(correlations.values())
    if not 1 <= len(found) <= 2 or found[0].names != found[-1].names:
        msg = f"needs one or two correlations of the same features, got {len(found)}."
        raise FiveSigmaError(msg)
    return found[0], found[-1]


@styled
def draw_importance(
    importance: Importance, *, origin: Origin, width_in: float = COLUMN_IN
) -> Figure:
    """Weighted AUC lost where a feature is shuffled, the most important on top, with its bar.

    A bar that reaches 0 shows a feature that was not needed: perhaps another says the same.

    >>> from fivesigma.plots.examples import IMPORTANCE
    >>> figure = draw_importance(IMPORTANCE, origin=Origin())
    >>> [label.get_text() for label in figure.axes[0].get_yticklabels()]
    ['ΔR(ℓℓ)', 'N(b-jets)']
    """
    order = sorted(range(len(importance.names)), key=lambda i: -importance.drop[i].value)
    figure = new_sheet(width_in, height_in=1.0 + 0.19 * len(order))
    axes = figure.subplots()
    axes.barh(
        range(len(order)),
        [importance.drop[i].value for i in order],
        0.7,
        color=BLUE.colour,
        xerr=[importance.drop[i].uncertainty for i in order],
        error_kw={"elinewidth": 0.9, "capsize": 1.5, "ecolor": BLACK},
    )
    axes.axvline(0.0, color=BLACK, linewidth=0.6)
    axes.set_yticks(range(len(order)), [short_label(importance.names[i]) for i in order])
    axes.set_ylim(len(order) - 0.4, -0.6)
    axes.tick_params(axis="y", which="both", length=0)
    area = with_uncertainty(importance.auc)
    axes.set_xlabel(f"Loss of weighted AUC when shuffled,\nof {area} on unseen events")
    sign(figure, origin)
    return figure
