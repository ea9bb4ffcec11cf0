"""A lesson's notebooks: the student's, the teacher's, and the one that nbgrader hands out."""

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final, Literal

from fivesigma.core.errors import DataError
from fivesigma.core.version import __version__
from fivesigma.data.atomic import read_text
from fivesigma.teaching.courses.cells import (
    Cell,
    read_cells,
    without_marks,
    without_solution,
)
from fivesigma.teaching.courses.frame import first_cell, fold, last_cell, quiz_cell, teacher_cell
from fivesigma.teaching.courses.record import Lesson

Kind = Literal["student", "teacher", "nbgrader"]

_BEGIN: Final = re.compile(r'lesson\.begin\("[^"]*"\)')
_KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_of(lesson: Lesson, kind: Kind) -> str:
    """The notebook of a lesson as JSON, without outputs; the same each time.

    "student": without solutions, and without the cells of teachers and tests. "teacher": with
    solutions, the plan, known difficulties and the quiz's answers. "nbgrader": a source for
    `nbgrader generate_assignment`, with marks and locked checks. DataError on a lesson.py that
    does not keep to the form, FiveSigmaError where the extra "course" is missing.

    >>> from fivesigma.teaching.courses.shelf import lessons_of
    >>> "BEGIN SOLUTION" in notebook_of(lessons_of("undergraduate")[0], "student")
    False
    """
    path = lesson.folder / "lesson.py"
    cells = _stamped(read_cells(read_text(path), str(path)), lesson, str(path))
    make = {"student": _for_student, "teacher": _for_teacher, "nbgrader": _for_nbgrader}[kind]
    made = [_text("first-cell", first_cell(lesson))]
    if kind == "teacher":
        made.append(_text("for-the-teacher", teacher_cell(lesson)))
    made += [node for node in map(make, cells) if node is not None]
    made += [_text("quiz", quiz_cell(lesson)), _text("last-cell", last_cell(lesson))]
    return _written(lesson, kind, made)


def _for_student(cell: Cell) -> Any:
    if cell.role in {"teacher", "test"}:
        return None
    if cell.role == "exercise":
        return _code(cell, without_solution(cell.source))
    return _plain(cell)


def _for_teacher(cell: Cell) -> Any:
    if cell.role == "test":
        return None
    if cell.role == "exercise":
        return _code(cell, without_marks(cell.source))
    if cell.role == "teacher":
        return _text(cell.id, f"> **For the teacher**\n\n{cell.source}")
    return _plain(cell)


def _for_nbgrader(cell: Cell) -> Any:
    if cell.role == "exercise":
        return _code(cell, cell.source, nbgrader=_marking(cell, solution=True))
    if cell.role == "check":
        source = f"verdict = {cell.source.strip()}\nassert verdict, verdict\nverdict"
        return _code(cell, source, nbgrader=_marking(cell, solution=False))
    return _for_student(cell)


def _plain(cell: Cell) -> Any:
    if cell.role == "hint":
        return _text(cell.id, fold("Hint", cell.source))
    return _text(cell.id, cell.source) if cell.is_markdown else _code(cell, cell.source)


def _marking(cell: Cell, *, solution: bool) -> dict[str, Any]:
    """What nbgrader must know: an answer to fill in, or a locked test that gives points."""
    kind = {"solution": solution, "grade": not solution, "locked": not solution, "task": False}
    points = {} if solution else {"points": cell.points}
    return {"schema_version": 3, "grade_id": cell.id, **kind, **points}


def _stamped(cells: Iterable[Cell], lesson: Lesson, where: str) -> list[Cell]:
    """The cells; the one that begins the lesson is told which edition it was made from."""
    begin = f'lesson.begin("{lesson.id}", edition="{lesson.edition}")'
    stamped = []
    n_found = 0
    for cell in cells:
        source, n_here = _BEGIN.subn(begin, cell.source)
        stamped.append(replace(cell, source=source))
        n_found += n_here
    if n_found != 1:
        msg = f'{where}: lesson.begin("{lesson.id}") stands {n_found} times, and must once.'
        raise DataError(msg)
    return stamped


def _text(cell_id: str, source: str) -> Any:
    from nbformat.v4 import new_markdown_cell  # noqa: PLC0415 - an extra

    return new_markdown_cell(source, id=cell_id)  # type: ignore[no-untyped-call]


def _code(cell: Cell, source: str, **metadata: Any) -> Any:
    from nbformat.v4 import new_code_cell  # noqa: PLC0415 - an extra

    tags = {} if cell.role == "code" else {"tags": [cell.role]}
    kept = tags | metadata
    return new_code_cell(source, id=cell.id, metadata=kept)  # type: ignore[no-untyped-call]


def _written(lesson: Lesson, kind: Kind, cells: list[Any]) -> str:
    import nbformat  # noqa: PLC0415 - an extra

    made_from = {
        "lesson": lesson.id,
        "edition": lesson.edition,
        "kind": kind,
        "version": __version__,
    }
    metadata = {
        "fivesigma": made_from,
        "kernelspec": _KERNEL,
        "language_info": {"name": "python"},
        "title": lesson.title,
    }
    notebook = nbformat.v4.new_notebook(cells=cells, metadata=metadata)  # type: ignore[no-untyped-call]
    return str(nbformat.writes(notebook, version=4)) + "\n"  # type: ignore[no-untyped-call]
