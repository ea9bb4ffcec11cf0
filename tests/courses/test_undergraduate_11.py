"""Lesson 11: the milestones accept every mediator and refuse what is not the student's own."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import yield_of
from fivesigma.teaching import lesson
from fivesigma.teaching.blind import Lock, lock
from fivesigma.teaching.checks import undergraduate_11 as check
from fivesigma.teaching.project import (
    Assignment,
    assignment,
    control_bins,
    expected_limit,
    fit_counts,
    hidden_strengths,
    limits_without_model,
    load_report,
    mediators,
    project_report,
    read_reports,
    save_report,
    search_of,
)
from fivesigma.teaching.project_example import conclusion, worked_example
from fivesigma.teaching.project_figures import limits_figure, show_model, show_search
from fivesigma.workflow.fit import score_histogram
from fivesigma.workflow.records import TrainedEvents


def model_of(table: EventTable, mine: Assignment, model: str = "lda") -> TrainedEvents:
    split = fs.split(fs.features(fs.select(table, signal=mine.signal)), n_folds=4, seed=1)
    return fs.train(split, model=model, seed=1)


def lock_of(mine: Assignment, model: TrainedEvents, **changed: object) -> Lock:
    choice: dict[str, object] = {
        "student": mine.student,
        "signal": mine.signal,
        "model": model.training.model,
        "seed": model.training.seed,
        "background_uncertainty": 0.1,
    }
    return lock(choice | changed)


@pytest.fixture(scope="module")
def mine(either_set: EventTable) -> Assignment:
    return assignment(either_set, 3)


@pytest.fixture(scope="module")
def trained(either_set: EventTable, mine: Assignment) -> TrainedEvents:
    return model_of(either_set, mine)


STRANGE: tuple[object, ...] = (..., None, "?", "", [], {}, -1.0, math.nan, print, [1.0, 2.0])


@pytest.mark.parametrize("answer", STRANGE)
def test_strange_answers_are_met_with_a_sentence(
    mine: Assignment, trained: TrainedEvents, answer: object
) -> None:
    locked = lock_of(mine, trained)
    verdicts = [
        check.yields(answer, mine),
        check.nothing_done(answer, mine),
        check.trained(answer, mine),
        check.significance(answer, trained, mine),
        check.limit(answer, trained, mine),
        check.my_lock(answer, trained, mine),
        check.result(answer, locked, trained, mine),
        check.report(answer, locked, trained, mine),
    ]
    for verdict in verdicts:
        assert not verdict
        assert verdict.message.endswith((".", "?"))


def test_milestones_that_need_an_earlier_one_say_which(mine: Assignment) -> None:
    assert "Milestone 3 comes first" in check.significance([1.0, 0.1], ..., mine).message
    assert "Milestone 3 comes first" in check.limit(1.0, ..., mine).message
    assert "Milestone 6 comes first" in check.result(np.ones(5), ..., ..., mine).message
    assert "3 and 6 come first" in check.report("report.json", ..., ..., mine).message


def test_the_table_is_of_signed_weights(either_set: EventTable, mine: Assignment) -> None:
    table = fs.select(either_set, signal=mine.signal)
    weights = [table.weight[table.process == code] for code in range(len(table.processes))]
    expected = np.array([[w.sum(), np.sqrt(np.sum(w**2))] for w in weights])
    assert check.yields(expected, mine)
    rows = np.array([[len(w), np.sqrt(len(w))] for w in weights])
    assert "These are rows" in check.yields(rows, mine).message
    roots = np.column_stack([expected[:, 0], np.sqrt(expected[:, 0])])
    assert "root of the sum of w²" in check.yields(roots, mine).message
    absolute = np.array([[np.abs(w).sum(), np.sqrt(np.sum(w**2))] for w in weights])
    if (table.weight < 0).any():
        assert "made positive" in check.yields(absolute, mine).message
    assert "take the root" in check.yields(expected ** [1, 2], mine).message
    assert "First the yield" in check.yields(expected[:, ::-1], mine).message
    assert "columns are swapped" in check.yields(expected.T, mine).message


def test_nothing_done_knows_the_background_to_ten_per_cent(
    either_set: EventTable, mine: Assignment
) -> None:
    table = fs.select(either_set, signal=mine.signal)
    s, b = (yield_of(table.weight[table.label == kind]) for kind in (1, 0))
    assert check.nothing_done(region_significance(s, b, relative_uncertainty=0.1).value, mine)
    known = region_significance(s, b, relative_uncertainty=0.0).value
    assert "known exactly" in check.nothing_done(known, mine).message
    assert "s/√b" in check.nothing_done(s.sum / math.sqrt(b.sum), mine).message


def test_a_model_judges_every_event_of_its_own_signal(
    either_set: EventTable, mine: Assignment, trained: TrainedEvents
) -> None:
    assert check.trained(trained, mine)
    other = replace(mine, signal="DM_300", mass=300)
    assert "Yours is DM_300" in check.trained(trained, other).message
    table = fs.features(fs.select(either_set, signal=mine.signal))
    part = fs.train(fs.split(table, "hash"), model="lda")
    assert "Split k-fold" in check.trained(part, mine).message
    cut = fs.select(either_set, signal=mine.signal, cuts=["sum_lep_charge == 0", "met > 100"])
    fewer = fs.train(fs.split(fs.features(cut)), model="lda")
    assert "Some events are missing" in check.trained(fewer, mine).message
    blind = fs.train(fs.split(fs.features(table, ["delta_phi_ll_met"])), model="lda")
    verdict = check.trained(blind, mine)
    assert verdict or "no better than a coin" in verdict.message


def test_only_the_honest_significance_may_be_quoted(
    mine: Assignment, trained: TrainedEvents
) -> None:
    found = fs.infer(trained, background_uncertainty=0.1).counting
    for z, words in (
        (found.z_with_uncertainty_best, "events that judge it"),
        (found.z_asimov, "known exactly"),
        (found.z_cut_and_count_with_uncertainty, "without the score"),
    ):
        if z != found.z_with_uncertainty:  # all parts may have chosen one threshold
            assert words in check.significance([z.value, z.uncertainty], trained, mine).message
    right = found.z_with_uncertainty
    assert check.significance(np.array([right.value, right.uncertainty]), trained, mine)
    assert (
        "First the" in check.significance([right.uncertainty, right.value], trained, mine).message
    )


def test_the_median_limit_is_the_middle_of_the_band(
    mine: Assignment, trained: TrainedEvents
) -> None:
    band = expected_limit(score_histogram(trained)).expected
    assert check.limit(band[2], trained, mine)
    assert "+1σ end" in check.limit(band[3], trained, mine).message


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"seed": 99}, "says seed = 99"),
        ({"signal": "DM_9"}, "says signal = 'DM_9'"),
        ({"background_uncertainty": 10}, "background_uncertainty = 10"),
    ],
)
def test_a_lock_says_what_was_used(
    mine: Assignment, trained: TrainedEvents, changed: dict[str, object], words: str
) -> None:
    assert check.my_lock(lock_of(mine, trained), trained, mine)
    assert words in check.my_lock(lock_of(mine, trained, **changed), trained, mine).message
    assert "does not say: student" in check.my_lock(lock({"seed": 1}), trained, mine).message


def test_result_and_report_are_those_of_the_lock(
    either_set: EventTable, mine: Assignment, trained: TrainedEvents, tmp_path: Path
) -> None:
    locked = lock_of(mine, trained)
    found = fit_counts(trained, search_of(mine, trained).unblind(locked))
    low, high = found.interval
    answer = np.array([found.mu.value, low, high, found.discovery_z, found.limit.observed])
    assert check.result(answer, locked, trained, mine)
    middle, spread = found.mu.value, found.mu.uncertainty
    symmetric = np.array([middle, middle - spread, middle + spread, *answer[3:]])
    if not np.allclose(symmetric, answer, rtol=5e-3, atol=5e-3):
        assert "interval is not" in check.result(symmetric, locked, trained, mine).message
    path = save_report(project_report(mine, trained, locked), tmp_path / "report-3.json")
    assert check.report(path, locked, trained, mine)
    assert check.report(str(path), locked, trained, mine)
    later = lock_of(mine, trained, note="after looking")
    assert "another lock" in check.report(path, later, trained, mine).message
    (tmp_path / "spoilt.json").write_text("{}")
    assert "cannot be read" in check.report(tmp_path / "spoilt.json", locked, trained, mine).message
    assert "cannot be read" in check.report("no-such.json", locked, trained, mine).message
    with pytest.raises(DataError):
        read_reports(tmp_path)
    (tmp_path / "spoilt.json").unlink()
    [report] = read_reports(tmp_path)
    assert report == load_report(path)
    figure = limits_figure(limits_without_model(either_set), [report], dataset=either_set.dataset)
    assert len(figure.legends) == 1


@pytest.mark.parametrize("student", range(1, 11))
def test_every_mediator_has_a_way_from_the_table_to_the_report(
    either_set: EventTable, student: int, tmp_path: Path
) -> None:
    if student > len(mediators(either_set)):
        pytest.skip("this set has fewer mediators")
    mine = assignment(either_set, student)
    trained = model_of(either_set, mine)
    assert check.trained(trained, mine)
    locked = lock_of(mine, trained)
    report = project_report(mine, trained, locked)
    z = report.z_expected
    assert check.significance([z.value, z.uncertainty], trained, mine)
    assert check.limit(report.limit.expected[2], trained, mine)
    values = [report.mu.value, *report.interval, report.z_observed, report.limit.observed]
    assert check.result(values, locked, trained, mine)
    assert check.report(save_report(report, tmp_path / "r.json"), locked, trained, mine)
    assert worked_example(report).count("### Report") == 6
    assert ("not excluded" in conclusion(report)) == (report.limit.observed >= 1)
    assert not (control_bins(score_histogram(trained))[-1])


def test_mediators_go_round_and_worlds_do_not(either_set: EventTable) -> None:
    n = len(mediators(either_set))
    first, again = assignment(either_set, 1), assignment(either_set, n + 1)
    assert (first.signal, first.student) != (again.signal, again.student)
    assert first.mass == again.mass
    assert [assignment(either_set, k + 1).mass for k in range(n)] == sorted(mediators(either_set))
    for number in (0, -1, 2.0, "3", True, None, 10_000):
        with pytest.raises(FiveSigmaError, match="a whole number from 1 to 9999"):
            assignment(either_set, number)


def test_what_is_hidden_is_what_the_search_hides(
    either_set: EventTable, mine: Assignment, trained: TrainedEvents
) -> None:
    hidden = search_of(mine, trained).hidden_strength(lock_of(mine, trained))
    assert hidden_strengths(either_set, [3]) == {3: (mine.signal, hidden)}


def test_a_model_of_another_signal_opens_nothing(
    either_set: EventTable, trained: TrainedEvents
) -> None:
    with pytest.raises(FiveSigmaError, match="student 2 hunts"):
        search_of(assignment(either_set, 2), trained)


def test_figures_wait_for_their_milestone_and_then_are_shown(
    mine: Assignment, trained: TrainedEvents, capsys: pytest.CaptureFixture[str]
) -> None:
    show_model(...)
    show_search(mine, ...)
    assert capsys.readouterr().out.count("as soon as") == 2
    show_model(trained)
    show_search(mine, trained)
    show_search(mine, trained, lock_of(mine, trained))
    shown = capsys.readouterr().out
    assert shown.count("[figure]") == 4
    assert "control bins" in shown
    assert "all bins are open" in shown


def test_the_lesson_has_the_events_of_the_checks(either_set: EventTable) -> None:
    assert lesson.load_events(quiet=True) is either_set
