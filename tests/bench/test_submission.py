import base64
import dataclasses
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.bench.events import events_sha256, held_out, task_table
from fivesigma.bench.submission import (
    Submission,
    levels_of,
    load_submission,
    make_submission,
    save_submission,
    score_levels,
)
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.table import EventTable
from made_up_table import made_up_table
from made_up_task import TASK, submit

FloatArray = npt.NDArray[np.float64]
SCORES = st.lists(st.integers(-50, 50), min_size=1, max_size=400).map(
    lambda values: np.array(values, dtype=np.float64)
)


def test_held_out_events_are_those_of_the_last_three_folds_and_stand_for_all(
    table: EventTable,
) -> None:
    events = held_out(table, "DM_200")
    assert set(events.fold.tolist()) == {7, 8, 9}
    assert events.label.size == np.isin(table.fold, (7, 8, 9)).sum()
    for kind in (0, 1):
        all_events = table.weight[table.label == kind].sum()
        assert events.weight[events.label == kind].sum() == pytest.approx(all_events)


def test_a_submission_survives_its_file(submission: Submission, tmp_path: Path) -> None:
    save_submission(submission, tmp_path / "guess.json")
    assert load_submission(tmp_path / "guess.json") == submission


@given(SCORES)
def test_levels_keep_the_order_of_the_scores_and_equal_scores_equal(score: FloatArray) -> None:
    levels = score_levels(score).astype(int)
    order = np.argsort(score, kind="stable")
    assert (np.diff(levels[order]) >= 0).all()
    assert all(np.unique(levels[score == value]).size == 1 for value in np.unique(score))


@given(SCORES)
def test_levels_do_not_change_with_a_monotone_transform(score: FloatArray) -> None:
    assert (score_levels(score) == score_levels(np.arctan(score / 10))).all()


def test_levels_hold_about_as_many_events_each() -> None:
    counts = np.bincount(score_levels(np.random.default_rng(1).normal(size=6930)))
    assert counts.size == 256
    assert set(counts.tolist()) == {27, 28}


def test_scores_that_do_not_fit_the_events_are_refused(
    table: EventTable, score: FloatArray
) -> None:
    with pytest.raises(FiveSigmaError, match=r"DM_200 needs 1,\d+ finite scores, one for each"):
        submit(table, score[:-1])
    with pytest.raises(FiveSigmaError, match="finite scores"):
        submit(table, np.where(score > 3, np.nan, score))
    with pytest.raises(FiveSigmaError, match="scores are needed for DM_200; got DM_300"):
        make_submission(
            TASK, table, {"DM_300": score}, model="m", who="w", seed=None, code="", note=""
        )


def test_scores_for_other_events_another_task_or_of_another_length_are_refused(
    submission: Submission, table: EventTable
) -> None:
    assert (levels_of(submission, TASK, table)["DM_200"] >= 0).all()
    other = task_table(TASK, made_up_table(6000, seed=8))
    with pytest.raises(DataError, match="the scores are for other events than made-up-v3"):
        levels_of(submission, TASK, other)
    newer = dataclasses.replace(TASK, version=4)
    with pytest.raises(DataError, match="is for made-up-v3, not for made-up-v4"):
        levels_of(submission, newer, table)
    for text, complaint in (
        (base64.b64encode(b"12").decode(), "2 scores for 1,"),
        ("not base64!", "are no base64"),
        ("ü", "are no base64"),
    ):
        changed = dataclasses.replace(submission, scores={"DM_200": text})
        with pytest.raises(DataError, match=complaint):
            levels_of(changed, TASK, table)
    with pytest.raises(DataError, match="must have scores for DM_200, and for no other"):
        levels_of(dataclasses.replace(submission, scores={}), TASK, table)


def test_the_fingerprint_is_that_of_the_held_out_events_alone(table: EventTable) -> None:
    met = table.features["met"].copy()
    met[table.fold < 7] += 1
    trained_otherwise = dataclasses.replace(table, features={**table.features, "met": met})
    assert events_sha256(trained_otherwise) == events_sha256(table)
    met[table.fold == 8] += 1
    assert events_sha256(
        dataclasses.replace(table, features={**table.features, "met": met})
    ) != events_sha256(table)


def test_events_of_another_dataset_are_refused() -> None:
    named = dataclasses.replace(TASK, name="x")
    other = dataclasses.replace(made_up_table(100), dataset="simulated-dm")
    with pytest.raises(DataError, match="task x-v3 is about 'atlas-dm', not 'simulated-dm'"):
        task_table(named, other)
