"""Every lesson keeps to the form: its cells, its exercises, its figures, its quiz, its words."""

import ast
import json
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from fivesigma.teaching.courses.cells import Cell, without_solution
from fivesigma.teaching.courses.notebooks import Kind, notebook_of
from fivesigma.teaching.courses.record import Lesson
from fivesigma.teaching.courses.shelf import all_lessons
from lesson_run import REPOSITORY, cells_of
from reading_level import reading_ease, school_years

LESSONS = all_lessons()
of_every_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: str(lesson.id))

LONGEST_FUNCTION = 10
LARGEST_NOTEBOOK = 200_000
_LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
_FORBIDDEN = re.compile(
    r"pip install|^\s*[!%]|urllib|requests|urlopen|np\.random\.(?!default_rng)|default_rng\(\)",
    re.MULTILINE,
)


def code_of(lesson: Lesson) -> list[Cell]:
    return [cell for cell in cells_of(lesson) if not cell.is_markdown]


def of_role(lesson: Lesson, role: str) -> list[Cell]:
    return [cell for cell in cells_of(lesson) if cell.role == role]


@of_every_lesson
def test_there_are_four_to_eight_exercises_and_something_to_predict(lesson: Lesson) -> None:
    assert 4 <= len(of_role(lesson, "exercise")) <= 8
    assert of_role(lesson, "predict")
    assert of_role(lesson, "hint")
    headings = re.findall(r"^### Exercise (\d+): \S", _words(lesson), re.MULTILINE)
    assert headings == [str(i + 1) for i in range(len(of_role(lesson, "exercise")))]


@of_every_lesson
def test_no_heading_leaves_out_a_level(lesson: Lesson) -> None:
    levels = [1, *map(len, re.findall(r"^(#+) \S", _words(lesson), re.MULTILINE))]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert 1 not in levels[1:]


@of_every_lesson
def test_a_check_follows_its_exercise_at_once(lesson: Lesson) -> None:
    cells = cells_of(lesson)
    for cell, following in pairwise(cells):
        if cell.role == "exercise":
            assert following.role == "check", cell.source


@of_every_lesson
def test_a_students_code_can_be_read_by_python_and_holds_no_solution(lesson: Lesson) -> None:
    for cell in code_of(lesson):
        ast.parse(cell.source)
        ast.parse(without_solution(cell.source))
    text = notebook_of(lesson, "student")
    assert "SOLUTION" not in text
    solutions = [line for cell in of_role(lesson, "exercise") for line in _solution_lines(cell)]
    sources = {line.strip() for cell in json.loads(text)["cells"] for line in _lines(cell)}
    given = {
        line.strip()
        for cell in code_of(lesson)
        if cell.role != "exercise"
        for line in cell.source.splitlines()
    }
    assert not [line for line in solutions if line in sources - given and len(line) > 12]


@of_every_lesson
def test_functions_are_short_and_nothing_is_installed_fetched_or_drawn_without_a_seed(
    lesson: Lesson,
) -> None:
    for cell in code_of(lesson):
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.FunctionDef):
                assert _n_lines(node) <= LONGEST_FUNCTION, node.name
        found = _FORBIDDEN.search(cell.source)
        assert found is None, f"{found!r} in {cell.source!r}"


@of_every_lesson
def test_every_figure_is_shown_with_a_description_and_labelled_axes(lesson: Lesson) -> None:
    code = "\n".join(cell.source for cell in code_of(lesson))
    assert "plt.show(" not in code
    shown = [node for node in ast.walk(ast.parse(code)) if _is_call(node, "show")]
    assert shown
    for call in shown:
        assert isinstance(call, ast.Call)
        assert "alt" in [word.arg for word in call.keywords]
    n_drawn = len(re.findall(r"plt\.(?:subplots|figure)\(", code))
    assert n_drawn <= len(shown)
    assert n_drawn == 0 or re.search(r"xlabel|axis_label", code)


@of_every_lesson
def test_the_notebooks_are_valid_small_and_the_same_each_time(lesson: Lesson) -> None:
    kinds: tuple[Kind, ...] = ("student", "teacher", "nbgrader")
    for kind in kinds:
        text = notebook_of(lesson, kind)
        assert text == notebook_of(lesson, kind)
        assert len(text.encode()) < LARGEST_NOTEBOOK
        notebook = nbformat.reads(text, as_version=4)  # type: ignore[no-untyped-call]
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)
        assert not any(cell.get("outputs") for cell in notebook.cells)
        assert notebook.metadata.fivesigma.edition == lesson.edition
        assert text.count(f'edition=\\"{lesson.edition}\\"') == 1


@of_every_lesson
def test_what_is_the_teachers_is_not_in_the_students_copy(lesson: Lesson) -> None:
    student, teacher = _shown(lesson, "student"), _shown(lesson, "teacher")
    for own in [
        *(cell.source for cell in of_role(lesson, "teacher")),
        *(known.help for known in lesson.difficulties),
    ]:
        assert own in teacher
        assert own not in student


@of_every_lesson
def test_the_right_answers_of_a_quiz_do_not_show_by_their_place_or_length(lesson: Lesson) -> None:
    places = [[answer.right for answer in q.answers].index(True) for q in lesson.quiz]
    assert len(set(places)) > 1, f"the right answer is always number {places[0] + 1}"
    longest = [max(q.answers, key=lambda answer: len(answer.text)).right for q in lesson.quiz]
    assert not all(longest), "the longest answer is always the right one"


@of_every_lesson
def test_every_link_leads_somewhere(lesson: Lesson) -> None:
    for target in _LINK.findall(_words(lesson)):
        if target.startswith("https://"):
            continue
        path = lesson.folder / target
        assert path.exists() or (REPOSITORY / target).exists(), target


@of_every_lesson
def test_the_words_are_those_of_a_first_year(
    lesson: Lesson, record_property: pytest.FixtureRequest
) -> None:
    ease, years = reading_ease(_words(lesson)), school_years(_words(lesson))
    record_property("reading_ease", round(ease))  # type: ignore[operator]
    # Flesch: 60 to 70 is plain English, below 50 is for those who study the subject.
    assert ease > 55, f"reading ease {ease:.0f}"
    assert years < 11, f"{years:.1f} years of school"


def test_no_two_lessons_have_the_same_number_or_title() -> None:
    assert len({lesson.id for lesson in LESSONS}) == len(LESSONS)
    assert len({lesson.title for lesson in LESSONS}) == len(LESSONS)


def test_every_lesson_that_is_begun_has_its_facts() -> None:
    begun = {path.parent for path in (REPOSITORY / "courses").rglob("lesson.py")}
    assert begun == {Path(lesson.folder) for lesson in LESSONS}


def _shown(lesson: Lesson, kind: Kind) -> str:
    notebook = json.loads(notebook_of(lesson, kind))
    return "\n".join(line for cell in notebook["cells"] for line in _lines(cell))


def _n_lines(node: ast.FunctionDef) -> int:
    """Lines of a function as a reader counts them: without its docstring and the marks."""
    lines = ast.unparse(node).splitlines()
    documented = ast.get_docstring(node) or ""
    return len(lines) - len(documented.splitlines())


def _words(lesson: Lesson) -> str:
    return "\n\n".join(cell.source for cell in cells_of(lesson) if cell.is_markdown)


def _lines(cell: dict[str, object]) -> list[str]:
    source = cell["source"]
    return "".join(source).splitlines() if isinstance(source, list) else str(source).splitlines()


def _solution_lines(cell: Cell) -> list[str]:
    kept = {line.strip() for line in without_solution(cell.source).splitlines()}
    return [
        line.strip()
        for line in cell.source.splitlines()
        if line.strip() not in kept and "SOLUTION" not in line
    ]


def _is_call(node: ast.AST, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == name
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "lesson"
    )
