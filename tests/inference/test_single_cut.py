"""The best cut on one variable."""

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.significance import region_significance
from fivesigma.inference.single_cut import best_single_cut
from fivesigma.inference.yields import yield_of
from made_up_scores import FloatArray, scored_events


def test_the_variable_that_separates_is_found_on_the_right_side() -> None:
    score, label, weight, part = scored_events()
    noise = np.random.default_rng(0).random(score.size)
    for side, sign in ((">=", 1), ("<", -1)):
        values = (sign * score).astype(np.float32)
        features: dict[str, npt.NDArray[np.floating]] = {"noise": noise, "useful": values}
        found = best_single_cut(features, label, weight, part, relative_uncertainty=0.1)
        assert (found.name, found.side) == ("useful", side)
        kept = values >= found.threshold if side == ">=" else values < found.threshold
        right = region_significance(
            yield_of(weight[kept & (label == 1)]),
            yield_of(weight[kept & (label == 0)]),
            relative_uncertainty=0.1,
        )
        assert found.z_best.value == pytest.approx(right.value)
        assert found.z.value < found.z_best.value


def test_with_one_part_two_halves_choose_for_each_other() -> None:
    score, label, _, part = scored_events()
    found = best_single_cut(
        {"useful": score}, label, np.full(score.size, 0.1), 0 * part, relative_uncertainty=0.1
    )
    assert 0 < found.z.value <= found.z_best.value + 0.1


def test_features_that_cannot_be_cut_are_refused() -> None:
    score, label, weight, part = scored_events(6, 500)
    bad = score.copy()
    bad[3] = np.nan
    refused: tuple[tuple[dict[str, FloatArray], str], ...] = (
        ({}, "no feature"),
        ({"met": bad}, "1 are not finite"),
        ({"met": score[1:]}, "met has shape"),
    )
    for features, words in refused:
        with pytest.raises(FiveSigmaError, match=words):
            best_single_cut(features, label, weight, part, relative_uncertainty=0.1)
