"""The stacked histogram: what is stacked adds up, and what is not known is shown as not known."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pytest
from matplotlib.axes import Axes
from matplotlib.patches import StepPatch

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.yields import Histogram
from fivesigma.plots.examples import TEMPLATES
from fivesigma.plots.sheet import Origin
from fivesigma.plots.stack import draw_stack

FloatArray = npt.NDArray[np.float64]

COUNTS = np.array([50.0, 40.0, 0.0])
OBSERVED = Histogram(edges=TEMPLATES.edges, sum=COUNTS, sum_squares=COUNTS)
PSEUDO = Origin(kind="Pseudo-data")


class Steps(NamedTuple):
    """What was drawn as steps: their heights, and where they stand."""

    values: FloatArray
    baseline: FloatArray
    hatch: str | None


def areas(axes: Axes) -> dict[str, Steps]:
    """Everything drawn as steps that has a name in the legend."""
    found = {}
    for patch in axes.patches:
        if isinstance(patch, StepPatch) and not str(patch.get_label()).startswith("_"):
            values, _, baseline = patch.get_data()
            found[str(patch.get_label())] = Steps(values, np.asarray(baseline), patch.get_hatch())
    return found


def test_backgrounds_lie_on_each_other_from_the_smallest_up_and_add_up() -> None:
    drawn = areas(draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[0])
    wz, zz = drawn["WZ"], drawn["ZZ"]
    np.testing.assert_array_equal(wz.baseline, np.zeros(3))
    np.testing.assert_array_equal(zz.baseline, wz.values)
    np.testing.assert_allclose(zz.values, TEMPLATES.sum[1:].sum(axis=0))


def test_the_band_is_the_root_of_the_summed_variances_about_the_sum() -> None:
    drawn = areas(draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[0])
    high, low, _ = drawn["background unc. (stat.)"]
    np.testing.assert_allclose((low + high) / 2, TEMPLATES.background.sum)
    np.testing.assert_allclose((high - low) / 2, np.sqrt(TEMPLATES.background.sum_squares))


def test_a_signal_is_a_line_of_its_own_named_by_its_mediator() -> None:
    drawn = areas(draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[0])
    np.testing.assert_array_equal(drawn["mediator 200 GeV"].values, TEMPLATES.sum[0])


def test_every_background_has_a_hatch_of_its_own() -> None:
    drawn = areas(draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[0])
    assert len({drawn[name].hatch for name in ("WZ", "ZZ")}) == 2


def test_the_legend_stands_above_everything_drawn() -> None:
    figure = draw_stack(TEMPLATES, variable="met", origin=PSEUDO, observed=OBSERVED)
    axes = figure.axes[0]
    figure.draw_without_rendering()
    legend = axes.get_legend()
    assert legend is not None
    _, bottom = axes.transData.inverted().transform(legend.get_window_extent().min)
    highest = TEMPLATES.background.sum + np.sqrt(TEMPLATES.background.sum_squares)
    assert bottom > max(highest.max(), (COUNTS + np.sqrt(COUNTS)).max())


def test_points_are_called_what_they_are_and_an_empty_bin_has_none() -> None:
    figure = draw_stack(TEMPLATES, variable="met", origin=PSEUDO, observed=OBSERVED)
    top, bottom = figure.axes
    assert figure.get_suptitle().startswith("Pseudo-data")
    (points,) = top.containers
    assert points.get_label() == "Pseudo-data"
    np.testing.assert_array_equal(points[0].get_xydata(), [[90.0, 50.0], [110.0, 40.0]])
    np.testing.assert_allclose(
        bottom.containers[0][0].get_ydata(), COUNTS[:2] / TEMPLATES.background.sum[:2]
    )


def test_the_ratio_of_a_signal_starts_at_one() -> None:
    bottom = draw_stack(TEMPLATES, variable="met", origin=Origin()).axes[1]
    assert bottom.get_ylabel() == "(S + B) / B"
    expected = 1 + TEMPLATES.sum[0] / TEMPLATES.background.sum
    drawn = areas(bottom)["mediator 200 GeV"].values
    np.testing.assert_allclose(drawn, expected)


def test_a_ratio_to_a_background_that_is_not_known_does_not_set_the_axis() -> None:
    few = TEMPLATES.sum.copy()
    few[1:, 2] = 0.01
    bottom = draw_stack(replace(TEMPLATES, sum=few), variable="met", origin=Origin()).axes[1]
    assert bottom.get_ylim()[1] < 10
    arrows = [line for line in bottom.lines if line.get_marker() == "^"]
    assert np.asarray(arrows[0].get_xdata()).tolist() == [130.0]


def test_a_bin_without_background_has_no_ratio() -> None:
    negative = TEMPLATES.sum.copy()
    negative[1:, 2] = -1.0
    bottom = draw_stack(replace(TEMPLATES, sum=negative), variable="met", origin=Origin()).axes[1]
    assert np.isnan(areas(bottom)["mediator 200 GeV"].values[2])


def test_a_significance_that_is_refused_is_hatched_and_the_legend_says_why() -> None:
    coarse = TEMPLATES.sum_squares.copy()
    coarse[1:, 2] = 10.0
    templates = replace(TEMPLATES, sum_squares=coarse)
    figure = draw_stack(templates, variable="met", origin=Origin(), panel="significance")
    top, bottom = figure.axes
    z = areas(bottom)["mediator 200 GeV"].values
    assert np.isfinite(z).tolist() == [True, True, False]
    assert bottom.get_ylabel().endswith("[σ]")
    assert [patch.get_x() for patch in bottom.patches if patch.get_hatch() == "////"] == [120.0]  # type: ignore[attr-defined]
    legend = top.get_legend()
    assert legend is not None
    assert "refused: n(eff) < 10" in [text.get_text() for text in legend.get_texts()]


@pytest.mark.parametrize(
    ("variable", "x_label", "y_label"),
    [
        ("delta_r_ll", "ΔR(ℓℓ)", "Events / 20"),
        ("delta_phi_ll_met", "rad]", "Events / 20 rad"),
        ("n_bjets", "N(b-jets)", "Events"),
        ("score", "Score", "Events / 20"),
    ],
)
def test_axes_carry_symbol_and_unit(variable: str, x_label: str, y_label: str) -> None:
    axes = draw_stack(TEMPLATES, variable=variable, origin=Origin(), panel="none").axes[0]
    assert axes.get_xlabel().endswith(x_label)
    assert axes.get_ylabel() == y_label


def test_bins_of_different_widths_are_not_given_one_width() -> None:
    uneven = replace(TEMPLATES, edges=np.array([0.0, 0.1, 0.5, 1.0]))
    axes = draw_stack(uneven, variable="score", origin=Origin()).axes[0]
    assert axes.get_ylabel() == "Events a bin"


def test_a_logarithmic_axis_starts_below_the_smallest_content() -> None:
    axes = draw_stack(TEMPLATES, variable="met", origin=Origin(), log=True).axes[0]
    assert axes.get_yscale() == "log"
    assert 0 < axes.get_ylim()[0] < 1.0


def test_what_cannot_be_stacked_is_refused() -> None:
    signals = Templates(
        edges=TEMPLATES.edges,
        names=("DM_200",),
        is_signal=(True,),
        sum=TEMPLATES.sum[:1],
        sum_squares=TEMPLATES.sum_squares[:1],
    )
    with pytest.raises(FiveSigmaError, match="needs a background"):
        draw_stack(signals, variable="met", origin=Origin())
    other = replace(OBSERVED, edges=TEMPLATES.edges + 1)
    with pytest.raises(FiveSigmaError, match="same edges"):
        draw_stack(TEMPLATES, variable="met", origin=Origin(), observed=other)
    with pytest.raises(FiveSigmaError, match="choose one of ratio, significance, none"):
        draw_stack(TEMPLATES, variable="met", origin=Origin(), panel="pull")  # type: ignore[arg-type]
