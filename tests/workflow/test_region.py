"""Regions: the yields behind cuts and above a threshold, and the threshold that is suggested."""

import dataclasses

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import yield_of
from fivesigma.learning.estimators.grown_trees import QuestionTreeClassifier
from fivesigma.learning.split import TEST_FOLDS, in_folds
from fivesigma.learning.weights import rescaled_weights
from fivesigma.workflow import story
from fivesigma.workflow.records import TrainedEvents
from fivesigma.workflow.region import Region, region_above, region_of, suggested_threshold

INPUTS = ["met", "mll", "lead_lep_pt"]


def hunted(*cuts: str) -> EventTable:
    """One signal of the embedded set and all backgrounds, behind cuts."""
    table = story.select(story.load("simulated-dm"), signal="DM_300", cuts=cuts)
    return story.features(table, INPUTS)


def trained(*cuts: str, scheme: str = "hash") -> TrainedEvents:
    """By one small tree, so that many events share a score."""
    return story.train(story.split(hunted(*cuts), scheme), model=QuestionTreeClassifier())


def test_a_region_is_the_sum_of_its_weights() -> None:
    table = hunted("met > 120")
    found = region_of(table)
    assert found.signal == yield_of(table.weight[table.label == 1])
    assert found.background == yield_of(table.weight[table.label == 0])
    expected = region_significance(found.signal, found.background, relative_uncertainty=0.1)
    assert found.significance(0.1) == expected
    assert repr(found).endswith("background")


def test_the_judging_folds_stand_for_all_events_above_a_threshold() -> None:
    done = trained()
    table = done.events
    weight = rescaled_weights(table.weight, table.label, table.fold, TEST_FOLDS)
    kept = np.nan_to_num(done.training.score) >= 0.6
    found = region_above(done, 0.6)
    assert found.signal.sum == pytest.approx(weight[kept & (table.label == 1)].sum())
    assert found.background.sum == pytest.approx(weight[kept & (table.label == 0)].sum())
    assert 0 < found.background.count < in_folds(table.fold, TEST_FOLDS).sum()


def test_behind_cuts_the_whole_is_what_there_was_before_them() -> None:
    done, whole = trained("met > 120"), hunted()
    after = region_above(done, 0.0)
    before = region_above(done, 0.0, before_cuts=whole)
    assert after.signal.sum == pytest.approx(region_of(done.events).signal.sum)
    for kind, found in ((1, before.signal), (0, before.background)):
        of_test = in_folds(whole.fold, TEST_FOLDS) & (whole.label == kind)
        factor = whole.weight[whole.label == kind].sum() / whole.weight[of_test].sum()
        kept = done.split.judged & (done.events.label == kind)
        assert found.sum == pytest.approx(factor * done.events.weight[kept].sum())
    assert before.signal.sum != pytest.approx(after.signal.sum, rel=1e-3)


def test_the_suggested_threshold_is_the_best_of_the_validation_events() -> None:
    done = trained()
    table, rows = done.events, done.split.validation(0)
    suggested = suggested_threshold(done, background_uncertainty=0.1)
    # The validation events as if they judged.
    role = np.full_like(done.split.role, 3)
    role[0, rows] = 2
    score = np.full(table.n_events, np.nan)
    X = np.column_stack([table.features[name] for name in INPUTS])
    score[rows] = done.training.estimators[0].predict_proba(X[rows])[:, 1]

    def z(threshold: float) -> float:
        kept = rows[score[rows].astype(np.float32) >= threshold]
        weight = np.zeros(table.n_events)
        for kind in (0, 1):
            own = rows[table.label[rows] == kind]
            factor = table.weight[table.label == kind].sum() / table.weight[own].sum()
            weight[own] = factor * table.weight[own]
        region = Region(
            signal=yield_of(weight[kept[table.label[kept] == 1]]),
            background=yield_of(weight[kept[table.label[kept] == 0]]),
        )
        try:
            return region.significance(0.1).value
        except FiveSigmaError:
            return -1.0

    step = 1 / 200
    assert suggested == pytest.approx(round(suggested / step) * step)
    best = max(z(place * step) for place in range(200))
    assert z(suggested) == pytest.approx(best)
    assert z(suggested - step) < best  # the lowest of those that keep the same events


@pytest.mark.parametrize("case", ["parts", "gone"])
def test_no_threshold_is_suggested_without_validation_events_or_model(case: str) -> None:
    done = trained(scheme="hash-k-fold" if case == "parts" else "hash")
    if case == "gone":
        done = dataclasses.replace(done, training=dataclasses.replace(done.training, estimators=()))
    with pytest.raises(FiveSigmaError, match="validation events of one fresh training"):
        suggested_threshold(done, background_uncertainty=0.1)


def test_no_signal_among_the_judging_events_is_said() -> None:
    done = trained()
    whole = hunted()
    empty = np.where(whole.label == 1, -np.abs(whole.weight), whole.weight)
    with pytest.raises(FiveSigmaError, match="no signal among the judging events"):
        region_above(done, 0.5, before_cuts=dataclasses.replace(whole, weight=empty))


def test_a_classifier_of_ones_own_is_trained_like_one_of_the_menu() -> None:
    done = trained()
    told = done.events.history[-1].settings
    assert done.training.model == told["model"] == "QuestionTreeClassifier"
    assert told["parameter questions"] == "7"
    with pytest.raises(FiveSigmaError, match="set questions on QuestionTreeClassifier itself"):
        story.train(
            story.split(hunted(), "hash"),
            model=QuestionTreeClassifier(),
            parameters={"questions": 3},
        )
