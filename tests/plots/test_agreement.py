"""The picture of two simulations: a panel each, nothing computed."""

from dataclasses import replace

import numpy as np
import pytest

pytest.importorskip("matplotlib", reason="needs Matplotlib: install the group `plots`")

from fivesigma.plots.agreement import N_COLUMNS, ShapeComparison, draw_agreement

SHAPE = ShapeComparison(
    axis_label="ETmiss [GeV]",
    edges=np.array([80.0, 100.0, 120.0]),
    ours=np.array([0.6, 0.4]),
    ours_error=np.array([0.05, 0.04]),
    reference=np.array([0.55, 0.45]),
    reference_error=np.array([0.1, 0.1]),
    distance=0.05,
)


def panels(n_shapes: int) -> list[str]:
    figure = draw_agreement(
        [replace(SHAPE, axis_label=f"feature {i}") for i in range(n_shapes)],
        title="DM_200",
        ours_label="ours",
        reference_label="theirs",
    )
    return [axes.get_xlabel() for axes in figure.axes if axes.axison]


@pytest.mark.parametrize("n_shapes", [1, N_COLUMNS, N_COLUMNS + 2])
def test_each_feature_has_a_panel_and_no_empty_one_is_shown(n_shapes: int) -> None:
    assert panels(n_shapes) == [f"feature {i}" for i in range(n_shapes)]


def test_the_picture_says_whose_simulation_is_whose_and_how_far_apart_they_are() -> None:
    figure = draw_agreement([SHAPE], title="DM_200", ours_label="ours", reference_label="theirs")
    (legend,) = figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["ours", "theirs"]
    assert figure.axes[0].get_title(loc="right") == "KS 0.050"
    assert figure.get_suptitle() == "DM_200"
