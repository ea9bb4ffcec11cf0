"""lesson.py cell by cell: what each is for, and its solution in marks."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from fivesigma.core.errors import DataError, FiveSigmaError

Role = Literal["text", "code", "predict", "exercise", "check", "hint", "teacher", "test"]

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
YOUR_CODE: Final = "...  # your code"
_POINTS: Final = re.compile(r"^# points: (\d+)\n?", re.MULTILINE)
_CHECK: Final = re.compile(r"^check\.(\w+)\(")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a lesson: what it is for, its text, its id and, of an exercise, its points.

    `is_markdown`: text, not code. `exercise`: name of the first check after an exercise, which
    belongs to both, as do the points.
    """

    role: Role
    source: str
    id: str
    is_markdown: bool
    exercise: str = ""
    points: int = 1


def read_cells(text: str, where: str) -> list[Cell]:
    r"""The cells of a lesson in percent format; `where`: what an error names as the place.

    DataError on a tag that no cell may have, on marks that do not fit together, and on an exercise
    without a check. FiveSigmaError where jupytext is missing.

    >>> source = "# %% [markdown]\n# # Title\n# %% tags=['predict']\nmy_guess = ..."
    >>> [(cell.role, cell.source) for cell in read_cells(source, "lesson.py")]
    [('text', '# Title'), ('predict', 'my_guess = ...')]
    """
    try:
        import jupytext  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        msg = 'the notebooks of the courses need: pip install "fivesigma[course]".'
        raise FiveSigmaError(msg) from error
    cells = []
    for number, node in enumerate(jupytext.reads(text, fmt="py:percent").cells, 1):
        try:
            tags = node.metadata.get("tags", [])
            cells.append(_cell(node.source, tags, is_markdown=node.cell_type == "markdown"))
        except DataError as error:
            msg = f"{where}, cell {number}: {error}"
            raise DataError(msg) from None
    return _with_ids(_with_exercises(cells, where))


def without_solution(source: str) -> str:
    r"""The code of an exercise as a student finds it: dots or a comment where the solution was.

    >>> print(without_solution("n = ...\n### BEGIN SOLUTION\nn = 2\n### END SOLUTION"))
    n = ...
    # your code
    """
    lines: list[str] = []
    in_solution = False
    for line in source.splitlines():
        mark = line.strip()
        if mark == BEGIN:
            indent = line[: len(line) - len(line.lstrip())]
            # A function needs a body; elsewhere the dots stand in the lines before.
            lines.append(f"{indent}{YOUR_CODE}" if indent else "# your code")
            in_solution = True
        elif mark == END:
            in_solution = False
        elif not in_solution:
            lines.append(line)
    return "\n".join(lines)


def without_marks(source: str) -> str:
    r"""The code of an exercise with its solution, without the marks around it.

    >>> without_marks("### BEGIN SOLUTION\nn = 2\n### END SOLUTION")
    'n = 2'
    """
    return "\n".join(line for line in source.splitlines() if line.strip() not in {BEGIN, END})


def _cell(source: str, tags: Iterable[str], *, is_markdown: bool) -> Cell:
    roles = get_args(Role)[2:]
    unknown = [tag for tag in tags if tag not in roles]
    if unknown or len(set(tags)) > 1:
        msg = f"the tags are {', '.join(tags)}, and a cell has one of {', '.join(roles)}, or none"
        raise DataError(msg)
    plain: Role = "text" if is_markdown else "code"
    role: Role = next(iter(tags), plain)  # type: ignore[arg-type]  # checked just now
    points = _POINTS.search(source) if role == "exercise" else None
    _check_marks(source, role)
    return Cell(
        role=role,
        source=_POINTS.sub("", source) if points else source,
        id="",
        is_markdown=is_markdown,
        points=int(points[1]) if points else 1,
    )


def _check_marks(source: str, role: Role) -> None:
    marks = [line.strip() for line in source.splitlines() if line.strip() in {BEGIN, END}]
    if marks != [BEGIN, END] * (len(marks) // 2):
        msg = f"{BEGIN} and {END} do not take turns"
        raise DataError(msg)
    if bool(marks) != (role == "exercise"):
        msg = f"a solution belongs to an exercise, and an exercise has one; this is {role!r}"
        raise DataError(msg)


def _with_exercises(cells: list[Cell], where: str) -> list[Cell]:
    """Exercises and their checks know each other by the name of the first check."""
    named: list[Cell] = []
    waiting: int | None = None
    for cell in cells:
        found = _CHECK.match(cell.source.strip()) if cell.role == "check" else None
        if cell.role == "check" and found is None:
            msg = f"{where}: a check is one call such as check.n_events(n_events): {cell.source!r}"
            raise DataError(msg)
        if cell.role == "exercise":
            _refuse_unchecked(waiting, named, where)
            waiting = len(named)
        if found is not None:
            points = 1
            if waiting is not None:
                points = named[waiting].points
                named[waiting] = replace(named[waiting], exercise=found[1])
                waiting = None
            cell = replace(cell, exercise=found[1], points=points)  # noqa: PLW2901 - the same cell
        named.append(cell)
    _refuse_unchecked(waiting, named, where)
    return named


def _refuse_unchecked(waiting: int | None, cells: list[Cell], where: str) -> None:
    if waiting is not None:
        first = cells[waiting].source.splitlines()[0]
        msg = f"{where}: the exercise that begins with {first!r} has no check after it"
        raise DataError(msg)


def _with_ids(cells: list[Cell]) -> list[Cell]:
    """Ids that stay while other cells come and go; nbgrader's marks hang on those of exercises."""
    seen: Counter[str] = Counter()
    named = []
    for cell in cells:
        key = cell.exercise or hashlib.sha256(cell.source.encode()).hexdigest()[:10]
        name = f"{cell.role}-{key}"[:56]
        seen[name] += 1
        again = f"-{seen[name]}" if seen[name] > 1 else ""
        named.append(replace(cell, id=f"{name}{again}"))
    return named
