"""Every lesson runs: with its solutions on both sets, and as a student finds it, twice."""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from fivesigma.core.settings import Settings
from fivesigma.teaching.courses.notebooks import notebook_of
from fivesigma.teaching.courses.record import Lesson
from fivesigma.teaching.courses.shelf import all_lessons
from lesson_run import LONGEST_S, Ran, cells_of, run, skip_without, solved

LESSONS = all_lessons()
ON_EVENTS = [
    lesson
    for lesson in LESSONS
    if any("lesson.load_events(" in cell.source for cell in cells_of(lesson))
]
"""Lessons that take the real events or the embedded ones; the others have files of their own."""

of_every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.id))


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("lesson", ON_EVENTS, ids=lambda lesson: str(lesson.id))
def test_the_solutions_run_and_are_right_and_wrong_ones_are_not_on_the_embedded_set(
    lesson: Lesson, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    skip_without(lesson)
    ran = run(solved(lesson), tmp_path, dataset="simulated-dm")
    _keeps_its_word(lesson, ran, record_property)


@pytest.mark.slow
@pytest.mark.timeout(600)
@of_every_lesson
def test_the_solutions_run_and_are_right_and_wrong_ones_are_not_on_the_real_set(
    lesson: Lesson,
    tmp_path: Path,
    workbook: Settings,
    record_property: Callable[[str, object], None],
) -> None:
    skip_without(lesson)
    ran = run(solved(lesson), tmp_path, dataset="atlas-dm", settings=workbook)
    _keeps_its_word(lesson, ran, record_property)


@pytest.mark.slow
@pytest.mark.timeout(600)
@of_every_lesson
def test_a_student_who_answers_nothing_reaches_the_end_twice(
    lesson: Lesson, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    skip_without(lesson)
    settings = None if lesson in ON_EVENTS else request.getfixturevalue("workbook")
    text = notebook_of(lesson, "student")
    made = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
    n_cells = len(made.cells)
    again = nbformat.from_dict({"cells": made.cells}).cells  # type: ignore[no-untyped-call]
    made.cells += [cell for cell in again if cell.cell_type == "code"]
    ran = run(made, tmp_path, dataset="simulated-dm", settings=settings)
    checks = [cell for cell in ran.cells if cell.metadata.get("tags") == ["check"]]
    assert len(checks) >= 8
    for cell in checks:
        shown = [output for output in cell.outputs if "data" in output]
        assert shown, f"{cell.source} shows nothing"
        assert "✓" not in shown[-1].data["text/plain"]
    first = [cell.source for cell in ran.cells[:n_cells] if cell.cell_type == "code"]
    assert first == [cell.source for cell in ran.cells[n_cells:]]


def _keeps_its_word(
    lesson: Lesson, ran: Ran, record_property: Callable[[str, object], None]
) -> None:
    """Time and memory as lesson.toml says, with room for the kernel and for the wrong answers."""
    record_property("cpu_s", round(ran.cpu_s, 1))
    record_property("memory_mb", round(ran.memory_mb))
    assert ran.memory_mb < 2000
    assert ran.memory_mb < 1.3 * lesson.memory_mb + 100
    # On two cores, of which others may take their share: threads that wait burn time as well.
    assert ran.cpu_s < 2 * min(2 * lesson.run_time_s + 10, LONGEST_S)


def test_all_undergraduate_lessons_together_take_less_than_ten_minutes() -> None:
    own = [lesson for lesson in LESSONS if lesson.course == "undergraduate"]
    assert own
    assert all(lesson.run_time_s <= LONGEST_S for lesson in own)
    assert sum(lesson.run_time_s for lesson in own) < 600
