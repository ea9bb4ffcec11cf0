"""A lesson goes through nbgrader: handed out, marked right, wrong and empty, and handed back."""

import csv
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from fivesigma.teaching.courses.cells import without_marks
from fivesigma.teaching.courses.copies import export_course
from fivesigma.teaching.courses.shelf import lessons_of
from lesson_run import cells_of

pytest.importorskip("nbgrader", reason="nbgrader is not here: uv sync --group grading")

LESSON = lessons_of("undergraduate")[0]
EXERCISES = [cell for cell in cells_of(LESSON) if cell.role == "exercise"]
CHECKS = [cell for cell in cells_of(LESSON) if cell.role == "check"]
BEST = sum(cell.points for cell in CHECKS)


def nbgrader(folder: Path, *arguments: str) -> str:
    """What a command of nbgrader said; the test fails where it does."""
    # It looks for its helpers on the path, where a shell has the environment's programs.
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    env = os.environ | {"FIVESIGMA_COURSE_DATASET": "simulated-dm", "PATH": programs}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stderr


def submit(folder: Path, student: str, answer: Callable[[str, str], str]) -> None:
    """A submission: the released notebook, `answer(exercise, source)` in place of each answer."""
    name = f"{LESSON.name}.ipynb"
    released = folder / "release" / LESSON.name / name
    notebook: Any = nbformat.read(released, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        if grade_id.startswith("exercise-"):
            cell.source = answer(grade_id.removeprefix("exercise-"), cell.source)
    path = folder / "submitted" / student / LESSON.name / name
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course of nbgrader with three submissions of lesson 1, marked, with feedback."""
    folder = tmp_path_factory.mktemp("class") / "course"
    export_course([LESSON], folder, "nbgrader")
    nbgrader(folder, "generate_assignment", "--create", LESSON.name)
    solutions = {cell.exercise: without_marks(cell.source) for cell in EXERCISES}
    submit(folder, "right", lambda exercise, _: solutions[exercise])
    submit(folder, "empty", lambda _, source: source)
    submit(folder, "wrong", lambda exercise, source: f"{source}\n{exercise} = -12345.678")
    nbgrader(folder, "autograde", LESSON.name)
    nbgrader(folder, "generate_feedback", LESSON.name)
    return folder


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_release_has_no_solution_and_runs_on(marked: Path) -> None:
    released = (marked / "release" / LESSON.name / f"{LESSON.name}.ipynb").read_text("utf-8")
    assert "SOLUTION" not in released
    assert "NotImplementedError" not in released
    assert released.count("# your code") == len(EXERCISES)
    assert released.count('"locked": true') >= len(CHECKS)


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_right_answers_get_all_points_and_others_none(marked: Path) -> None:
    nbgrader(marked, "export", "--to", "grades.csv")
    with (marked / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(row["score"]) for student, row in rows.items()} == {
        "right": BEST,
        "empty": 0.0,
        "wrong": 0.0,
    }
    assert {float(row["max_score"]) for row in rows.values()} == {float(BEST)}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("student", "words"),
    [
        ("right", "✓ Right: n_zz is what it should be."),
        ("empty", "Not answered yet: put your answer in place of the dots of n_zz"),
        ("wrong", "✗ n_zz is too small."),
    ],
)
def test_the_feedback_says_what_is_wrong(marked: Path, student: str, words: str) -> None:
    page = marked / "feedback" / student / LESSON.name / f"{LESSON.name}.html"
    assert words in page.read_text("utf-8")
