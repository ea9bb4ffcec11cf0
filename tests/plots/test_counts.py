"""Simulated areas add up; measured points carry Poisson intervals."""

from typing import Any, cast

import numpy as np
import pytest
from matplotlib.figure import Figure

from fivesigma.plots.counts import draw_expected, draw_measured
from fivesigma.plots.palette import BLUE, SIGNAL

EDGES = np.array([100.0, 120.0, 140.0])
PARTS = {
    "ZZ": (np.array([105.0, 110.0, 125.0, 500.0]), np.array([1.0, 2.0, -0.5, 9.0])),
    "Higgs": (np.array([125.0]), np.array([4.0])),
}


def test_the_areas_are_stacked_and_the_band_is_the_root_of_the_squares() -> None:
    axes = Figure().subplots()
    draw_expected(axes, PARTS, EDGES, signal="Higgs")
    zz, higgs, band = (cast("Any", patch).get_data() for patch in axes.patches)
    assert zz.values.tolist() == [3.0, -0.5]
    assert higgs.values.tolist() == [3.0, 3.5]
    assert higgs.baseline.tolist() == [3.0, -0.5]
    assert band.values - band.baseline == pytest.approx([2 * 5**0.5, 2 * 16.25**0.5])


def test_the_signal_has_the_signals_colour_wherever_it_stands() -> None:
    axes = Figure().subplots()
    draw_expected(axes, PARTS, EDGES, signal="Higgs")
    colours = [patch.get_facecolor()[:3] for patch in axes.patches[:2]]
    assert colours == [_rgb(BLUE.colour), _rgb(SIGNAL.colour)]


def test_a_point_stands_at_its_count_with_the_interval_of_garwood() -> None:
    axes = Figure().subplots()
    draw_measured(axes, np.array([101.0, 102.0, 103.0, 104.0, 300.0]), EDGES, label="measured")
    line, _, (bars,) = axes.containers[0]
    assert line.get_xydata().tolist() == [[110.0, 4.0]]
    assert bars.get_segments()[0][:, 1] == pytest.approx([2.09, 7.16], abs=0.005)


def test_nothing_measured_is_no_error() -> None:
    axes = Figure().subplots()
    draw_measured(axes, np.array([]), EDGES, label="measured")
    assert axes.get_legend_handles_labels()[1] == ["measured"]


def _rgb(colour: str) -> tuple[float, ...]:
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
