"""The checks of lesson 8 know the right answers and typical mistakes, on both sets of events."""

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import fivesigma as fs
from fivesigma.data.table import EventTable
from fivesigma.learning.history import History
from fivesigma.learning.weights import balanced_weights, rescaled_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_08 as check
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.workflow.events import feature_matrix


@pytest.fixture(params=["atlas-dm", "simulated-dm"])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> EventTable:
    """The events of the lesson, the real and the embedded ones."""
    if request.param == "atlas-dm":
        mirror = request.getfixturevalue("mirror")
        monkeypatch.setenv("FIVESIGMA_MIRROR", str(mirror))
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", request.param)
    return fs.features(fs.select(lesson.load_events(quiet=True), signal="DM_200"))


def cut_in_three(table: EventTable, kinds: Any, of_rest: float = 0.4) -> tuple[Any, Any, Any]:
    rows = np.arange(table.n_events)
    none = kinds is None
    half, rest = train_test_split(rows, train_size=0.5, stratify=kinds, random_state=1)
    fifth, others = train_test_split(
        rest, train_size=of_rest, stratify=None if none else kinds[rest], random_state=1
    )
    return half, fifth, others


def says(verdict: Verdict, words: str) -> bool:
    """Whether the answer is not right, and the student is told so in these words."""
    return not verdict and words in verdict.message


def test_three_stratified_parts_are_right(table: EventTable) -> None:
    assert check.three_parts(cut_in_three(table, table.process))
    assert check.three_parts([rows.tolist() for rows in cut_in_three(table, table.process)])


def test_three_unfair_parts_are_told_why(table: EventTable) -> None:
    half, fifth, others = cut_in_three(table, table.process)
    cut_from_all = cut_in_three(table, table.process)[0][: fifth.size]
    assert check.three_parts((..., ..., ...)).state == "open"
    assert check.three_parts((half, ..., others)).state == "open"
    assert says(check.three_parts(half), "three arrays")
    assert says(check.three_parts((half, fifth, "test")), "array of row numbers")
    assert says(check.three_parts((half, fifth, [others, [1]])), "array of row numbers")
    assert says(check.three_parts((half, fifth, others + table.n_events)), "do not exist")
    assert says(check.three_parts((half, cut_from_all, others)), "used twice")
    assert says(
        check.three_parts(cut_in_three(table, table.process, of_rest=0.2)), "has 10 % of all rows"
    )
    assert says(check.three_parts(cut_in_three(table, None)), "same share of signal")
    assert says(check.three_parts(cut_in_three(table, table.label)), "Stratify by the process")
    mask = np.isin(np.arange(table.n_events), half)
    assert says(check.three_parts((mask, fifth, others)), "np.flatnonzero")


def test_weights_that_stand_for_all() -> None:
    def by_the_package(weight: Any, label: Any, chosen: Any) -> Any:
        return rescaled_weights(weight, label, chosen.astype(np.uint8), (1,))[chosen]

    def one_factor(weight: Any, label: Any, chosen: Any) -> Any:
        del label
        return weight[chosen] * weight.sum() / weight[chosen].sum()

    def by_rows(weight: Any, label: Any, chosen: Any) -> Any:
        scaled = weight[chosen].copy()
        for kind in (0, 1):
            own = label[chosen] == kind
            scaled[own] *= (label == kind).sum() / own.sum()
        return scaled

    def in_place(weight: Any, label: Any, chosen: Any) -> Any:
        for kind in (0, 1):
            own = chosen & (label == kind)
            weight[own] *= weight[label == kind].sum() / weight[own].sum()
        return weight[chosen]

    assert check.stand_for_all(by_the_package)
    assert says(check.stand_for_all(one_factor), "one factor for all")
    assert says(check.stand_for_all(by_rows), "rows of each class")
    assert says(check.stand_for_all(lambda w, _, chosen: w[chosen]), "as they were")
    assert says(check.stand_for_all(lambda w, _, chosen: w * chosen), "shape")
    assert says(check.stand_for_all(in_place), "changes what it is given")
    assert not check.stand_for_all(lambda *_: None)
    assert not check.stand_for_all(np.ones(4))


def test_a_variable_scaled_by_the_training_part(table: EventTable) -> None:
    division = fs.split(table, "hash").split
    met = table.features["met"].astype(float)
    learn, judge = met[division.train(0)], met[division.test(0)]
    scaler = StandardScaler().fit(learn[:, np.newaxis])
    assert check.met_scaled((judge - learn.mean()) / learn.std())
    column = scaler.transform(judge[:, np.newaxis])
    assert check.met_scaled(column[:, 0])
    assert says(check.met_scaled(column), "shape")
    assert check.met_scaled(((judge - learn.mean()) / learn.std(ddof=1)).tolist())
    assert says(check.met_scaled((judge - judge.mean()) / judge.std()), "standardised itself")
    assert says(check.met_scaled((judge - met.mean()) / met.std()), "leaks")
    assert says(check.met_scaled(judge - learn.mean()), "Divide")
    assert says(check.met_scaled((learn - learn.mean()) / learn.std()), "shape")
    assert check.met_scaled(...).state == "open"


def test_the_meaning_of_a_small_p() -> None:
    assert check.small_p("b")
    assert says(check.small_p("d"), "no chance that a model is right")
    assert not check.small_p("a")
    assert not check.small_p("c")


def test_the_number_of_trees_to_stop_at() -> None:
    history = History(
        step_name="tree",
        step=np.arange(1, 6),
        training_loss=np.array([0.6, 0.5, 0.4, 0.3, 0.2]),
        validation_loss=np.array([0.6, 0.5, 0.55, 0.6, 0.7]),
        stopped_early=False,
    )
    assert check.best_n_trees(2, history)
    assert check.best_n_trees(np.int64(2), history)
    assert says(check.best_n_trees(1, history), "position")
    assert says(check.best_n_trees(5, history), "learned by heart")
    assert says(check.best_n_trees(0.5, history), "lowest loss itself")
    assert check.best_n_trees(..., history).state == "open"


def test_scores_by_models_that_have_not_seen_the_event(table: EventTable) -> None:
    X = feature_matrix(table)
    right, seen, last = (np.full(table.n_events, np.nan) for _ in range(3))
    for learn, judge in StratifiedKFold(5, shuffle=True, random_state=1).split(X, table.process):
        line = make_pipeline(StandardScaler(), LogisticRegression())
        balanced = balanced_weights(table.weight[learn], table.label[learn])
        line.fit(X[learn], table.label[learn], logisticregression__sample_weight=balanced)
        right[judge] = line.predict_proba(X[judge])[:, 1]
        seen[learn] = line.predict_proba(X[learn])[:, 1]
        last = line.predict_proba(X)[:, 1]
    assert check.unseen_score(right)
    assert says(check.unseen_score(seen), "have learned from them")
    assert says(check.unseen_score(last), "One model has scored all")
    assert check.unseen_score(np.full(table.n_events, np.nan)).state == "open"
    half_done = np.where(np.arange(table.n_events) % 2, right, np.nan)
    assert says(check.unseen_score(half_done), "NaN")


def test_the_area_that_may_be_reported() -> None:
    validation, test = np.array([0.51, 0.58, 0.5]), np.array([0.55, 0.49, 0.5])
    assert check.reported_auc(0.49, validation, test)
    assert says(check.reported_auc(0.58, validation, test), "flattered")
    assert says(check.reported_auc(0.55, validation, test), "nobody is left to judge")
    assert check.reported_auc(..., validation, test).state == "open"
