"""Two simulations of one process, feature by feature: do the shapes agree?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

FloatArray = npt.NDArray[np.float64]

N_COLUMNS = 5
OURS_COLOUR, REFERENCE_COLOUR = "#0072b2", "#202020"  # told apart by colour-blind readers


@dataclass(frozen=True, slots=True, kw_only=True)
class ShapeComparison:
    """One feature in two simulations: shares of the events per bin `(n_bins,)` and their errors.

    `edges` `(n_bins + 1,)` in the unit that `axis_label` names; `distance` is the largest distance
    of the cumulative distributions (Kolmogorov-Smirnov).
    """

    axis_label: str
    edges: FloatArray
    ours: FloatArray
    ours_error: FloatArray
    reference: FloatArray
    reference_error: FloatArray
    distance: float


def draw_agreement(
    shapes: Sequence[ShapeComparison], *, title: str, ours_label: str, reference_label: str
) -> Figure:
    """A panel for each feature: ours as steps with a band, the reference as points with bars.

    >>> shares, errors = np.array([0.6, 0.4]), np.array([0.05, 0.04])
    >>> shape = ShapeComparison(
    ...     axis_label="ETmiss [GeV]",
    ...     edges=np.array([80.0, 100.0, 120.0]),
    ...     ours=shares,
    ...     ours_error=errors,
    ...     reference=shares[::-1],
    ...     reference_error=errors,
    ...     distance=0.2,
    ... )
    >>> figure = draw_agreement([shape], title="DM_200", ours_label="ours", reference_label="ATLAS")
    >>> figure.axes[0].get_title(loc="right")
    'KS 0.200'
    """
    n_rows = -(-len(shapes) // N_COLUMNS)
    figure = Figure(figsize=(14.0, 3.0 * n_rows + 0.6), dpi=80, layout="constrained")
    panels = figure.subplots(n_rows, N_COLUMNS, squeeze=False).ravel()
    for panel, shape in zip(panels, shapes, strict=False):
        _draw_panel(panel, shape, ours_label=ours_label, reference_label=reference_label)
    for panel in panels[len(shapes) :]:
        panel.set_axis_off()
    handles, labels = panels[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=2, frameon=False)
    figure.suptitle(title)
    return figure


def _draw_panel(
    panel: Axes, shape: ShapeComparison, *, ours_label: str, reference_label: str
) -> None:
    """One feature."""
    panel.stairs(shape.ours, shape.edges, color=OURS_COLOUR, label=ours_label)
    panel.stairs(
        shape.ours + shape.ours_error,
        shape.edges,
        baseline=shape.ours - shape.ours_error,
        color=OURS_COLOUR,
        alpha=0.3,
        fill=True,
    )
    panel.errorbar(
        0.5 * (shape.edges[:-1] + shape.edges[1:]),
        shape.reference,
        yerr=shape.reference_error,
        color=REFERENCE_COLOUR,
        fmt=".",
        markersize=3,
        linewidth=0.8,
        label=reference_label,
    )
    panel.set_xlabel(shape.axis_label)
    panel.set_ylim(bottom=0.0)
    panel.set_title(f"KS {shape.distance:.3f}", fontsize="medium", loc="right")
    panel.tick_params(labelsize="small")
