"""A folder of submissions: recorded, verified, shown; and the one that the project keeps."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from fivesigma.bench import results
from fivesigma.bench.events import held_out
from fivesigma.bench.results import (
    ResultCheck,
    evaluate_folder,
    load_results,
    results_table,
    save_results,
    verify_folder,
)
from fivesigma.bench.submission import Submission, load_submission, save_submission
from fivesigma.bench.tasks import TaskBook, load_tasks
from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable
from fivesigma.learning.models import MODELS
from made_up_table import made_up_table
from made_up_task import TASK, Opener, submit

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"
KEPT = REFERENCE / "benchmark-submissions"
TASKS = [task for task in load_tasks().tasks if task.name != "practice"]
"""Those whose results are kept."""


def made_up(_dataset_id: str) -> EventTable:
    return made_up_table(6000)


@pytest.fixture
def folder(
    submission: Submission, table: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Two submissions for the made-up task, with their results."""
    monkeypatch.setattr(results, "load_tasks", lambda: TaskBook(rules=(), tasks=(TASK,)))
    rng = np.random.default_rng(9)
    worse = submit(table, rng.normal(size=held_out(table, "DM_200").label.size))
    save_submission(submission, tmp_path / "knows.json")
    save_submission(dataclasses.replace(worse, model="dice"), tmp_path / "dice.json")
    save_results(evaluate_folder(tmp_path, made_up), tmp_path)
    return tmp_path


def states(checks: tuple[ResultCheck, ...]) -> dict[str, str]:
    return {check.file: check.state for check in checks}


def test_stored_results_agree_with_an_evaluation_of_their_scores(folder: Path) -> None:
    assert states(verify_folder(folder, made_up)) == {"dice.json": "agrees", "knows.json": "agrees"}


def test_a_better_number_than_the_scores_give_is_found_out(folder: Path) -> None:
    path = folder / "results.json"
    gain = load_results(folder).entries[0].result.gain.value
    path.write_text(path.read_text().replace(f"{gain}", f"{gain + 1}"))
    check = verify_folder(folder, made_up)[0]
    assert check.state == "differs"
    assert "gain is 0.9" in check.why or "gain is 1.0" in check.why


def test_other_scores_or_another_author_under_the_same_name_are_found_out(
    folder: Path, table: EventTable
) -> None:
    submission = load_submission(folder / "knows.json")
    save_submission(dataclasses.replace(submission, who="me"), folder / "knows.json")
    assert verify_folder(folder, made_up)[1].why == "who"
    label = held_out(table, "DM_200").label
    save_submission(submit(table, label.astype(np.float64)), folder / "knows.json")
    assert "AUC is 1.00 ± 0.00, stored is" in verify_folder(folder, made_up)[1].why


def test_a_submission_that_is_gone_or_not_recorded_is_named(folder: Path) -> None:
    (folder / "dice.json").rename(folder / "moved.json")
    assert states(verify_folder(folder, made_up)) == {
        "dice.json": "missing",
        "knows.json": "agrees",
        "moved.json": "not recorded",
    }


def test_a_folder_without_submissions_or_with_a_broken_one_is_refused(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with pytest.raises(DataError, match="holds no submission; make one with"):
        evaluate_folder(tmp_path_factory.mktemp("empty"), made_up)
    submission = load_submission(folder / "dice.json")
    broken = dataclasses.replace(submission, events_sha256="0" * 64)
    save_submission(broken, folder / "dice.json")
    with pytest.raises(DataError, match=r"dice\.json: the scores are for other events"):
        evaluate_folder(folder, made_up)


def test_the_table_has_the_largest_gain_first(folder: Path) -> None:
    lines = results_table(TASK, load_results(folder)).splitlines()
    assert lines[0] == "| model | by | Asimov Z (DM_200) | gain | weighted AUC |"
    assert [line.split(" | ")[0] for line in lines[2:]] == ["| guess", "| dice", "| no score"]


def test_every_model_of_the_menu_without_an_extra_has_a_result_in_every_task() -> None:
    entries = load_results(KEPT).entries
    for task in TASKS:
        key = (task.name, task.version)
        kept = {entry.model for entry in entries if (entry.task, entry.version) == key}
        assert kept >= {model.name for model in MODELS if model.extra is None}


def test_the_page_shows_the_kept_results_and_the_rules() -> None:
    page = (REFERENCE / "benchmark-tasks.md").read_text("utf-8")
    for task in TASKS:
        assert f"### {task.title} ({task.key})\n\n{results_table(task, load_results(KEPT))}" in page
    for rule in load_tasks().rules:
        assert rule in page


def test_the_example_of_the_page_makes_a_submission(
    opener: Opener, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (REFERENCE / "benchmark-tasks.md").read_text("utf-8")
    code = page.partition("```python\n")[2].partition("```")[0]
    opener("higgsml")  # into the cache
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(opener.cache_dir))
    monkeypatch.chdir(tmp_path)
    with threadpool_limits(limits=1):  # of two threads on a busy machine one waits for the other
        exec(compile(code, "benchmark-tasks.md", "exec"), {})  # noqa: S102 - our own page
    entry = evaluate_folder(tmp_path, opener).entries[0]
    assert entry.result.auc.value > 0.88


@pytest.mark.slow
def test_the_kept_results_are_what_their_scores_give_on_the_real_events(opener: Opener) -> None:
    wrong = [check for check in verify_folder(KEPT, opener) if check.state != "agrees"]
    assert wrong == []


def test_the_kept_submissions_are_small() -> None:
    assert sum(path.stat().st_size for path in KEPT.glob("*.json")) < 1.5e6
