"""Every figure of a record: the numbers drawn are the record's, and none is without uncertainty."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.collections import FillBetweenPolyCollection
from matplotlib.container import BarContainer, ErrorbarContainer
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.plots import examples as made
from fivesigma.plots.fit import draw_impacts, draw_pulls
from fivesigma.plots.judged import draw_calibration, draw_confusion
from fivesigma.plots.limit import draw_limits
from fivesigma.plots.palette import INKS
from fivesigma.plots.roc import draw_roc
from fivesigma.plots.scores import draw_scores
from fivesigma.plots.sheet import Origin, origin_of
from fivesigma.plots.significance import draw_significance_scan
from fivesigma.plots.stack import draw_stack
from fivesigma.plots.surface import draw_decision_surface
from fivesigma.plots.training import draw_designs, draw_history, draw_learning_curve
from fivesigma.plots.variables import draw_correlation, draw_importance

NOBODYS = Origin()
AREAS = [Measured(value=0.7 + 0.001 * i, uncertainty=0.01) for i in range(20)]
DRAW: dict[str, Callable[..., Figure]] = {
    "stack": lambda **o: draw_stack(made.TEMPLATES, variable="met", **o),
    "correlation": lambda **o: draw_correlation({"background": made.CORRELATION}, **o),
    "loss": lambda **o: draw_history(made.HISTORIES, **o),
    "learning-curve": lambda **o: draw_learning_curve(made.LEARNING_CURVE, **o),
    "designs": lambda **o: draw_designs(AREAS, repeats=AREAS[:4], **o),
    "surface": lambda **o: draw_decision_surface(made.SURFACE, **o),
    "importance": lambda **o: draw_importance(made.IMPORTANCE, **o),
    "roc": lambda **o: draw_roc({"trees": made.ROC}, **o),
    "scores": lambda **o: draw_scores(made.OVERTRAINING, **o),
    "calibration": lambda **o: draw_calibration({"trees": made.CALIBRATION}, **o),
    "confusion": lambda **o: draw_confusion(made.CONFUSION, **o),
    "significance": lambda **o: draw_significance_scan([made.SCAN], thresholds=(0.5,), **o),
    "pulls": lambda **o: draw_pulls(made.FIT, **o),
    "impacts": lambda **o: draw_impacts(made.FIT, **o),
    "limit": lambda **o: draw_limits({100.0: made.LIMIT, 200.0: made.LIMIT}, observed=True, **o),
}


def legend_of(figure: Figure) -> list[str]:
    """What the legend says, inside or below the axes."""
    inside = figure.axes[0].get_legend()
    legend = inside if inside is not None else figure.legends[0]
    return [text.get_text() for text in legend.get_texts()]


def bars_of(figure: Figure) -> list[ErrorbarContainer]:
    """Points with error bars."""
    return [c for c in figure.axes[0].containers if isinstance(c, ErrorbarContainer)]


def bands_of(figure: Figure) -> list[FillBetweenPolyCollection]:
    """Bands between two curves."""
    collections = figure.axes[0].collections
    return [band for band in collections if isinstance(band, FillBetweenPolyCollection)]


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW.keys())
@pytest.mark.parametrize("width_in", [3.4, 7.0])
def test_every_figure_says_whose_events_it_shows_and_names_its_axes(
    draw: Callable[..., Figure], width_in: float
) -> None:
    figure = draw(origin=origin_of("atlas-dm"), width_in=width_in)
    assert figure.get_size_inches()[0] == width_in
    assert figure.get_suptitle() == str(origin_of("atlas-dm"))
    assert figure.axes[-1].get_xlabel() or figure.axes[0].get_xlabel() or figure.get_supxlabel()
    figure.draw_without_rendering()


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW.keys())
def test_no_text_leaves_the_sheet(draw: Callable[..., Figure]) -> None:
    figure = draw(origin=origin_of("atlas-dm"))
    figure.draw_without_rendering()
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert min(box.x0, box.y0) > -0.02
    assert box.x1 < width + 0.02
    assert box.y1 < height + 0.02


@pytest.mark.parametrize("draw", DRAW.values(), ids=DRAW.keys())
def test_a_legend_below_the_axes_covers_nothing(draw: Callable[..., Figure]) -> None:
    figure = draw(origin=origin_of("atlas-dm"))
    figure.draw_without_rendering()
    for legend in figure.legends:
        others = [axes.get_tightbbox() for axes in figure.axes]
        assert not any(legend.get_window_extent().overlaps(box) for box in others if box)
        assert not figure.get_supxlabel()


def test_a_roc_curve_is_the_records_and_its_area_stands_beside_it() -> None:
    figure = draw_roc({"trees": made.ROC, "linear": made.ROC}, origin=NOBODYS)
    first = figure.axes[0].lines[0]
    np.testing.assert_array_equal(first.get_xdata(), made.ROC.false_positive_rate)
    np.testing.assert_array_equal(first.get_ydata(), made.ROC.true_positive_rate)
    assert legend_of(figure)[:2] == ["trees: AUC 0.78 ± 0.12", "linear: AUC 0.78 ± 0.12"]
    assert len({line.get_linestyle() for line in figure.axes[0].lines}) == 3 - 1


def test_background_rejection_is_drawn_where_there_is_background_and_signal() -> None:
    axes = draw_roc({"trees": made.ROC}, origin=NOBODYS, log=True).axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_xdata(), [0.5, 0.8, 1.0])
    np.testing.assert_allclose(np.asarray(axes.lines[0].get_ydata(), float), [10.0, 2.5, 1.0])


def test_scores_of_unseen_events_have_bands_and_of_seen_ones_bars() -> None:
    figure = draw_scores(made.OVERTRAINING, origin=NOBODYS)
    seen = [bar[0].get_ydata() for bar in bars_of(figure)]
    np.testing.assert_array_equal(seen[0], made.OVERTRAINING.background_seen.value)
    np.testing.assert_array_equal(seen[1], made.OVERTRAINING.signal_seen.value)
    assert "Background, seen (KS 0.02, p = 0.9)" in legend_of(figure)
    assert figure.axes[0].get_ylabel() == "Probability density"


def test_a_probability_too_small_to_print_has_a_bound() -> None:
    learned_by_heart = replace(made.OVERTRAINING, p_signal=1e-116)
    figure = draw_scores(learned_by_heart, origin=NOBODYS)
    assert "Signal, seen (KS 0.05, p < 0.0001)" in legend_of(figure)


def test_calibration_points_have_bars_both_ways() -> None:
    (points,) = bars_of(draw_calibration({"trees": made.CALIBRATION}, origin=NOBODYS))
    np.testing.assert_array_equal(points[0].get_xdata(), made.CALIBRATION.score)
    np.testing.assert_array_equal(points[0].get_ydata(), made.CALIBRATION.fraction)
    assert points.has_xerr
    assert points.has_yerr


def test_the_trap_of_accuracy_stands_below_the_decisions() -> None:
    axes = draw_confusion(made.CONFUSION, origin=NOBODYS).axes[0]
    assert [text.get_text().splitlines()[1] for text in axes.texts] == [
        "60 % of signal",
        "40 % of signal",
        "24 % of background",
        "76 % of background",
    ]
    assert axes.get_xlabel().splitlines()[1:] == [
        "accuracy 0.733 ± 0.012",
        "if never called signal: 0.8330 ± 0.0080",
    ]


def test_the_mean_loss_ends_where_the_first_part_stopped_and_has_the_parts_spread() -> None:
    figure = draw_history(made.HISTORIES, origin=NOBODYS)
    lines, mean = figure.axes[0].lines, np.mean([h.training_loss[:5] for h in made.HISTORIES], 0)
    np.testing.assert_array_equal(lines[0].get_ydata(), made.HISTORIES[0].training_loss)
    np.testing.assert_allclose(np.asarray(lines[2].get_ydata(), float), mean)
    assert len(bands_of(figure)) == 2
    assert legend_of(figure)[1] == "events not seen, ± spread of 2 parts"


def test_one_part_alone_says_that_it_has_no_spread() -> None:
    figure = draw_history(made.HISTORIES[:1], origin=NOBODYS)
    assert bands_of(figure) == []
    assert legend_of(figure)[0] == "events learned from, one part: no spread"


def test_a_history_without_unseen_events_is_drawn_without_them() -> None:
    alone = [replace(history, validation_loss=None) for history in made.HISTORIES]
    assert len(legend_of(draw_history(alone, origin=NOBODYS))) == 1


def test_a_learning_curve_has_a_bar_at_each_size() -> None:
    figure = draw_learning_curve(made.LEARNING_CURVE, origin=NOBODYS)
    seen, unseen = bars_of(figure)
    np.testing.assert_array_equal(seen[0].get_ydata(), [0.95, 0.85])
    np.testing.assert_array_equal(unseen[0].get_xdata(), made.LEARNING_CURVE.n_train)
    assert figure.axes[0].get_xscale() == "log"


def test_the_uncertainty_of_one_area_is_drawn_above_the_designs() -> None:
    figure = draw_designs(AREAS, origin=NOBODYS, repeats=AREAS[:4])
    assert legend_of(figure) == ["20 designs", "one design, 4 seeds", "uncertainty of one area"]


def test_a_surface_shows_the_border_of_every_model() -> None:
    figure = draw_decision_surface(made.SURFACE, origin=NOBODYS)
    assert figure.axes[0].get_xlabel().endswith("[GeV]")
    assert "the same, 2 models" in legend_of(figure)
    title = figure.legends[0].get_title().get_text()
    assert title.startswith("at ")
    assert title.endswith("= 91 GeV")
    alone = replace(made.SURFACE, score=made.SURFACE.score[:1])
    assert "score = 0.5 (one model: no spread)" in legend_of(
        draw_decision_surface(alone, origin=NOBODYS)
    )


def test_of_two_classes_one_stands_below_the_diagonal_and_one_above() -> None:
    other = replace(made.CORRELATION, r=np.array([[1.0, -0.5], [-0.5, 1.0]]))
    figure = draw_correlation({"background": made.CORRELATION, "signal": other}, origin=NOBODYS)
    assert [text.get_text() for text in figure.axes[0].texts] == ["100", "−50", "30", "100"]
    assert "uncertainty ≤ 2.0" in figure.axes[0].get_xlabel()


def test_a_correlation_that_is_not_defined_is_a_dash() -> None:
    constant = replace(made.CORRELATION, r=np.array([[1.0, np.nan], [np.nan, np.nan]]))
    figure = draw_correlation({"all": constant}, origin=NOBODYS)
    assert [text.get_text() for text in figure.axes[0].texts] == ["100", "–", "–", "–"]


def test_importance_is_drawn_from_the_largest_with_bars() -> None:
    axes = draw_importance(made.IMPORTANCE, origin=NOBODYS).axes[0]
    (bars,) = (c for c in axes.containers if isinstance(c, BarContainer))
    widths = [patch.get_width() for patch in bars if isinstance(patch, Rectangle)]
    assert widths == [0.1, 0.01]
    assert bars.errorbar is not None
    assert "0.780 ± 0.020" in axes.get_xlabel()


def test_a_significance_scan_has_a_band_and_hatches_what_is_refused() -> None:
    figure = draw_significance_scan([made.SCAN], origin=NOBODYS, thresholds=(0.5,))
    axes = figure.axes[0]
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), made.SCAN.z)
    assert len(bands_of(figure)) == 1
    (refused,) = (patch for patch in axes.patches if patch.get_hatch())
    assert isinstance(refused, Rectangle)
    assert (refused.get_x(), refused.get_x() + refused.get_width()) == (0.75, 0.9)
    assert legend_of(figure) == [
        "background ± 10 % ± simulation",
        "refused: the background is worth fewer\nthan 10 events.",
        "chosen thresholds",
    ]


def test_pulls_have_bars_and_bands_and_the_signal_strength_its_interval() -> None:
    figure = draw_pulls(made.FIT, origin=NOBODYS)
    (pulls,) = bars_of(figure)
    np.testing.assert_array_equal(pulls[0].get_xdata(), [0.1, -0.4])
    assert "expected: μ = 1.00 ± 0.30, 68 %: 0.71 to 1.32" in figure.get_supxlabel()


def test_a_pull_beyond_two_deviations_is_not_cut_off() -> None:
    far = replace(made.FIT.pulls[0], value=Measured(value=4.0, uncertainty=0.5))
    axes = draw_pulls(replace(made.FIT, pulls=(far,)), origin=NOBODYS).axes[0]
    assert axes.get_xlim()[1] > 4.5


def test_impacts_show_both_directions_and_how_many_are_left_out() -> None:
    figure = draw_impacts(made.FIT, origin=NOBODYS, n_shown=1)
    axes = figure.axes[0]
    widths = [bar.get_width() for bars in axes.containers for bar in bars]
    assert widths == [-0.12, 0.13]
    assert axes.get_xlabel() == "Impact Δμ"
    assert figure.legends[0].get_title().get_text().startswith("largest 1 of 2; expected: μ = 1.00")


def test_limits_have_both_bands_at_each_mass() -> None:
    figure = draw_limits({300.0: made.LIMIT, 200.0: made.LIMIT}, origin=NOBODYS)
    spans = {
        band.get_label(): (extent.y0, extent.y1)
        for band in bands_of(figure)
        for extent in [band.get_datalim(figure.axes[0].transData)]
    }
    assert spans == {"expected ± 2σ": (0.3, 1.1), "expected ± 1σ": (0.4, 0.8)}
    assert figure.axes[0].get_xlim() == (200.0, 300.0)
    assert figure.axes[0].get_xlabel() == "Mass of the mediator [GeV]"
    assert "observed" not in legend_of(figure)


@pytest.mark.parametrize(
    ("limits", "ticks"),
    [
        ({200.0: made.LIMIT}, ["200.0 GeV"]),
        ({"ours": made.LIMIT, "theirs": made.LIMIT}, ["ours", "theirs"]),
    ],
)
def test_one_limit_or_named_ones_are_bars(limits: dict[float, object], ticks: list[str]) -> None:
    axes = draw_limits(limits, origin=NOBODYS).axes[0]  # type: ignore[arg-type]
    assert [label.get_text() for label in axes.get_xticklabels()] == ticks


@pytest.mark.parametrize(
    ("draw", "words"),
    [
        (lambda: draw_roc({}, origin=NOBODYS), "needs 1 to 7 ROC curves, got 0"),
        (
            lambda: draw_roc({f"{i}": made.ROC for i in range(len(INKS) + 1)}, origin=NOBODYS),
            "got 8",
        ),
        (lambda: draw_calibration({}, origin=NOBODYS), "needs 1 to 7 calibrations"),
        (lambda: draw_history([], origin=NOBODYS), "fitted in one step"),
        (
            lambda: draw_history(
                [made.HISTORIES[0], replace(made.HISTORIES[0], step_name="epoch")], origin=NOBODYS
            ),
            "different models",
        ),
        (lambda: draw_designs(AREAS[:1], origin=NOBODYS), "two designs or more, got 1"),
        (lambda: draw_correlation({}, origin=NOBODYS), "one or two correlations"),
        (lambda: draw_significance_scan([], origin=NOBODYS), "needs 1 to 7 significance scans"),
        (
            lambda: draw_significance_scan(
                [replace(made.SCAN, refused=np.ones(4, bool))], origin=NOBODYS
            ),
            "no threshold leaves a region",
        ),
        (lambda: draw_pulls(replace(made.FIT, pulls=()), origin=NOBODYS), "no nuisance parameter"),
        (lambda: draw_impacts(made.FIT, origin=NOBODYS, n_shown=0), "1 or more, got 0"),
        (lambda: draw_limits({}, origin=NOBODYS), "got 0 limits"),
        (
            lambda: draw_limits(
                {1.0: made.LIMIT, 2.0: replace(made.LIMIT, confidence=0.9)}, origin=NOBODYS
            ),
            "one confidence level",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_a_hint(
    draw: Callable[[], Figure], words: str
) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        draw()
