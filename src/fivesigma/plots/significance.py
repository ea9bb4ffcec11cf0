"""Significance against the threshold on a score, with the region where nobody may sign it."""

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.plots.palette import INKS, REFUSED
from fivesigma.plots.sheet import COLUMN_IN, Origin, new_sheet, place_legend, sign, styled


@styled
def draw_significance_scan(
    scans: Sequence[SignificanceScan],
    *,
    origin: Origin,
    thresholds: Sequence[float] = (),
    width_in: float = COLUMN_IN,
) -> Figure:
    """Z of the region score >= threshold, each scan with the band of its uncertainty.

    `thresholds`: those that were chosen, drawn as ticks at the lower edge. A region that the first
    scan refuses is hatched, with the reason. FiveSigmaError without a scan, for too many, or where
    every region is refused.

    >>> from fivesigma.plots.examples import SCAN
    >>> draw_significance_scan([SCAN], origin=Origin()).axes[0].get_ylabel()
    'Expected discovery significance Z [σ]'
    """
    if not 0 < len(scans) <= len(INKS):
        msg = f"needs 1 to {len(INKS)} significance scans, got {len(scans)}."
        raise FiveSigmaError(msg)
    if scans[0].refused.all():
        msg = f"no threshold leaves a region one may use: {scans[0].reason} Loosen the cuts."
        raise FiveSigmaError(msg)
    figure = new_sheet(width_in)
    axes = figure.subplots()
    for scan, ink in zip(scans, INKS, strict=False):
        axes.fill_between(
            scan.threshold, scan.z - scan.uncertainty, scan.z + scan.uncertainty,
            color=ink.colour, alpha=0.25, linewidth=0,
        )  # fmt: skip
        axes.plot(scan.threshold, scan.z, color=ink.colour, linestyle=ink.line, label=_label(scan))
    axes.set_xlim(scans[0].threshold[0], scans[0].threshold[-1])
    axes.set_ylim(bottom=0.0)
    _draw_refused(axes, scans[0])
    for threshold in thresholds:
        axes.axvline(threshold, ymax=0.04, color="black", linewidth=1.0)
    if thresholds:
        axes.plot([], [], "|", color="black", label="chosen thresholds")
    axes.set(xlabel="Threshold on the score", ylabel="Expected discovery significance Z [σ]")
    sign(figure, origin)
    place_legend(axes, loc="upper left")
    return figure


def _label(scan: SignificanceScan) -> str:
    known = "known exactly"
    if scan.relative_uncertainty > 0:
        known = f"± {100 * scan.relative_uncertainty:g} % ± simulation"
    return f"background {known}"


def _draw_refused(axes: Axes, scan: SignificanceScan) -> None:
    """Hatch from each refused threshold to its neighbours halfway; say why once."""
    middle = 0.5 * (scan.threshold[:-1] + scan.threshold[1:])
    edges = np.concatenate([scan.threshold[:1], middle, scan.threshold[-1:]])
    change = np.diff(np.concatenate([[False], scan.refused, [False]]).astype(np.int8))
    starts, ends = np.flatnonzero(change == 1), np.flatnonzero(change == -1)
    for n, (start, end) in enumerate(zip(starts, ends, strict=True)):
        why = textwrap.fill(f"refused: {scan.reason}", 40) if n == 0 else None
        axes.axvspan(edges[start], edges[end], label=why, **REFUSED)
