"""Notebooks from one source: what is wrong with a lesson is named, what a student wrote is kept."""

import json
import shutil
import sys
from pathlib import Path
from typing import Any, Self

import pytest
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.teaching import lesson as lesson_of_student
from fivesigma.teaching.courses.cells import read_cells, without_marks, without_solution
from fivesigma.teaching.courses.copies import own_copies, set_aside
from fivesigma.teaching.courses.notebooks import notebook_of
from fivesigma.teaching.courses.record import Lesson
from fivesigma.teaching.courses.shelf import courses_folder, lesson_named, lessons_of

FIRST = "01_meet_the_collisions"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """Courses with a copy of the first lesson alone, to spoil."""
    own = courses_folder()
    assert own is not None
    shutil.copytree(own / "undergraduate" / FIRST, tmp_path / "courses" / "undergraduate" / FIRST)
    return tmp_path / "courses"


def spoil(shelf: Path, name: str, old: str, new: str) -> None:
    path = shelf / "undergraduate" / FIRST / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def first(shelf: Path) -> Lesson:
    return lessons_of("undergraduate", shelf)[0]


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        (
            "lesson.toml",
            "minutes = 60",
            "minutes = 95",
            r"lesson\.toml: minutes is 95, not within 45",
        ),
        ("lesson.toml", "minutes = 60", "minutes = 65", r"\[plan\] take 60 minutes together"),
        ("lesson.toml", "minutes = 60", 'minutes = "60"', "minutes is '60', which is no int"),
        ("lesson.toml", '"statistics"]', '"magic"]', "skills: magic is not one of data handling"),
        ("lesson.toml", "minutes = 60", 'minutes = 60\nneeds = ["theano"]', "needs: theano"),
        ("lesson.toml", "title =", "titel =", "unknown key titel"),
        ("lesson.toml", 'title = "Meet the collisions"\n', "", "missing title"),
        ("lesson.toml", '"Meet the collisions"', '" "', "title is empty"),
        ("lesson.toml", "memory_mb = 320", "memory_mb = -1", "memory_mb is below 0"),
        ("lesson.toml", "[plan]", "[plans]", r"a table \[plan\] is needed"),
        ("lesson.toml", "[plan]", "[plan", "is no TOML"),
        ("lesson.toml", '"Reading a plot, quiz" = 10', '"Quiz" = 0', "no number of minutes"),
        ("quiz.toml", "right = true", "right = false", "question 1 has 0 right answers"),
        ("quiz.toml", "right = false", "right = true", "question 1 has 2 right answers"),
        ("quiz.toml", "reason =", "because =", "unknown key because"),
        ("quiz.toml", 'reason = "Each bin has', 'reason = " "\n#', "reason is empty"),
    ],
)
def test_what_is_wrong_with_the_facts_of_a_lesson_is_named(
    shelf: Path, name: str, old: str, new: str, words: str
) -> None:
    spoil(shelf, name, old, new)
    with pytest.raises(DataError, match=words):
        first(shelf)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("# %% tags=['excercise']\nx = 1", "cell 1: the tags are excercise"),
        ("# %% tags=['check', 'test']\ncheck.x(x)", "the tags are check, test"),
        ("# %%\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION", "a solution belongs to an exercise"),
        ("# %% tags=['exercise']\nx = ...", "an exercise has one"),
        ("# %% tags=['exercise']\n### END SOLUTION\n### BEGIN SOLUTION", "do not take turns"),
        ("# %% tags=['exercise']\n### BEGIN SOLUTION\nx = 1", "do not take turns"),
        ("# %% tags=['check']\nprint(x)", "a check is one call such as"),
        (
            "# %% tags=['exercise']\nx = ...\n### BEGIN SOLUTION\nx = 1\n### END SOLUTION",
            "exercise that begins with 'x = ...' has no check",
        ),
    ],
)
def test_what_is_wrong_with_a_cell_is_named(source: str, words: str) -> None:
    with pytest.raises(DataError, match=words):
        read_cells(source, "lesson.py")


def test_a_lesson_that_never_begins_is_refused(shelf: Path) -> None:
    spoil(shelf, "lesson.py", 'lesson.begin("undergraduate-01")', "")
    with pytest.raises(DataError, match=r"lesson\.py: lesson\.begin.* stands 0 times"):
        notebook_of(first(shelf), "student")


def test_a_solution_leaves_dots_in_a_function_and_a_comment_elsewhere() -> None:
    source = "def f(x):\n    ### BEGIN SOLUTION\n    return x\n    ### END SOLUTION"
    assert without_solution(source) == "def f(x):\n    ...  # your code"
    assert without_marks(source) == "def f(x):\n    return x"


def test_points_are_counted_and_not_shown() -> None:
    source = (
        "# %% tags=['exercise']\n# points: 3\nx = ...\n### BEGIN SOLUTION\nx = 1\n"
        "### END SOLUTION\n# %% tags=['check']\ncheck.x(x)"
    )
    exercise, check = read_cells(source, "lesson.py")
    assert (exercise.points, check.points) == (3, 3)
    assert "points" not in exercise.source
    assert (exercise.id, check.id) == ("exercise-x", "check-x")


def test_ids_of_cells_stay_while_others_come(shelf: Path) -> None:
    before = _ids(first(shelf))
    spoil(
        shelf, "lesson.py", "# %% [markdown]", "# %% [markdown]\n# A new cell.\n\n# %% [markdown]"
    )
    after = _ids(first(shelf))
    assert set(before) < set(after)
    assert len(after) == len(before) + 1


def test_a_lesson_is_found_by_number_name_and_id() -> None:
    lessons = lessons_of("undergraduate")
    for name in ("1", "01", FIRST, "undergraduate-01", f"{FIRST}.ipynb"):
        assert lesson_named(name, lessons).name == FIRST
    with pytest.raises(FiveSigmaError, match=f"no lesson '77'; choose one of {FIRST}"):
        lesson_named("77", lessons)
    with pytest.raises(FiveSigmaError, match="no course 'beginners'; choose undergraduate"):
        lessons_of("beginners")


def test_a_students_copy_is_never_written_over(shelf: Path, tmp_path: Path) -> None:
    place = tmp_path / "mine"
    made = own_copies([first(shelf)], place)
    assert made[0].is_new
    made[0].path.write_text("my work", "utf-8")
    assert not own_copies([first(shelf)], place)[0].is_new
    assert made[0].path.read_text("utf-8") == "my work"
    assert set_aside(first(shelf), place) == place / f"{FIRST}.backup-1.ipynb"
    own_copies([first(shelf)], place)
    made[0].path.write_text("my second work", "utf-8")
    assert set_aside(first(shelf), place).name == f"{FIRST}.backup-2.ipynb"
    assert (place / f"{FIRST}.backup-1.ipynb").read_text("utf-8") == "my work"
    assert (place / f"{FIRST}.backup-2.ipynb").read_text("utf-8") == "my second work"
    assert not made[0].path.exists()


def test_an_older_copy_is_told_how_to_get_a_new_one(capsys: pytest.CaptureFixture[str]) -> None:
    current = lessons_of("undergraduate")[0].edition
    lesson_of_student.begin("undergraduate-01", edition=current)
    assert "another edition" not in capsys.readouterr().out
    lesson_of_student.begin("undergraduate-01", edition="0123456789ab")
    told = capsys.readouterr().out
    assert "Your work is as you left it" in told
    assert "fivesigma course open undergraduate --reset 01" in told


def test_an_edition_changes_with_each_source_and_not_with_line_ends(shelf: Path) -> None:
    editions = {first(shelf).edition}
    for name in ("lesson.py", "lesson.toml", "quiz.toml"):
        path = shelf / "undergraduate" / FIRST / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        assert first(shelf).edition in editions
        path.write_bytes(path.read_bytes() + b"\n")
        editions.add(first(shelf).edition)
    assert len(editions) == 4


# The commands.


def command(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["course", *arguments], prog_name="fivesigma")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """The commands that would have started JupyterLab, in an empty working folder."""
    commands: list[list[str]] = []

    class Lab:
        """Asked to end once by Ctrl-C, it goes on; then it ends."""

        def __init__(self, command: list[str]) -> None:
            commands.append(command)
            self.interrupted = False

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            assert self.interrupted

        def wait(self) -> int:
            if not self.interrupted:
                self.interrupted = True
                raise KeyboardInterrupt
            return 0

    monkeypatch.setattr("subprocess.Popen", Lab)
    monkeypatch.chdir(tmp_path)
    return commands


def test_the_list_tells_people_and_programs_the_same() -> None:
    listed = json.loads(command("list", "--json").stdout)
    assert listed[0]["id"] == "undergraduate-01"
    assert {"title", "minutes", "concepts", "skills", "needs"} <= set(listed[0])
    said = " ".join(command("list").stdout.split())  # lines are broken to fit a terminal
    for lesson in listed:
        assert lesson["id"] in said
        assert f"{lesson['minutes']} min" in said
        assert all(word in said for word in [*lesson["concepts"], *lesson["skills"]])


def test_open_makes_copies_once_and_starts_jupyterlab(started: list[list[str]]) -> None:
    result = command("open", "undergraduate", "1", "--no-browser")
    assert result.exit_code == 0, result.output
    path = Path("fivesigma-courses", "undergraduate", f"{FIRST}.ipynb")
    root = f"--ServerApp.root_dir={path.parent.resolve()}"
    page = f"--LabApp.default_url=/lab/tree/{FIRST}.ipynb"
    assert started == [[sys.executable, "-m", "jupyterlab", root, page, "--no-browser"]]
    path.write_text("my work", "utf-8")
    assert "0 new notebooks" in command("open", "undergraduate").stdout
    assert path.read_text("utf-8") == "my work"
    assert started[1][2:] == ["jupyterlab", root]


def test_reset_keeps_a_backup(started: list[list[str]]) -> None:
    command("open", "undergraduate", "--folder", "mine")
    path = Path("mine", f"{FIRST}.ipynb")
    path.write_text("my work", "utf-8")
    result = command("open", "undergraduate", "--folder", "mine", "--reset", FIRST)
    assert result.exit_code == 0, result.output
    assert f"{FIRST}.backup-1.ipynb" in result.stdout
    assert Path("mine", f"{FIRST}.backup-1.ipynb").read_text("utf-8") == "my work"
    assert json.loads(path.read_text("utf-8"))["nbformat"] == 4
    assert len(started) == 2


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["open", "beginners"], "there is no course 'beginners'"),
        (["open", "undergraduate", "77"], "there is no lesson '77'"),
        (["open", "undergraduate", "--reset", "1"], "there is no copy"),
        (["export", "undergraduate"], "name a folder with --student, --teacher or --nbgrader"),
    ],
)
def test_a_wrong_wish_is_answered_before_anything_is_written(
    started: list[list[str]], arguments: list[str], words: str
) -> None:
    result = command(*arguments)
    assert result.exit_code == 1
    assert words in result.output
    assert started == []
    assert list(Path().iterdir()) == []


def test_without_the_extra_there_is_one_sentence_with_the_line_to_type(
    started: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fivesigma.cli.course.find_spec", lambda _: None)
    result = command("open", "undergraduate")
    assert result.exit_code == 1
    assert 'pip install "fivesigma[course]"' in result.output
    assert started == []
    assert command("list").exit_code == 0


@pytest.mark.usefixtures("started")
def test_export_writes_whole_folders_and_replaces_only_its_own() -> None:
    assert command("export", "undergraduate", "--student", "s", "--teacher", "t").exit_code == 0
    assert Path("s", f"{FIRST}.ipynb").read_bytes() != Path("t", f"{FIRST}.ipynb").read_bytes()
    assert "--force" in command("export", "undergraduate", "--student", "s").output
    assert command("export", "undergraduate", "--student", "s", "--force").exit_code == 0
    Path("s", "notes.txt").write_text("mine", "utf-8")
    result = command("export", "undergraduate", "--student", "s", "--force")
    assert result.exit_code == 1
    assert "notes.txt" in result.output


@pytest.mark.usefixtures("started")
def test_export_says_what_to_do_next_and_tells_programs_where_things_are() -> None:
    result = command("export", "undergraduate", "--nbgrader", "class")
    assert f"nbgrader generate_assignment --create {FIRST}" in result.stdout
    told = json.loads(command("export", "undergraduate", "--student", "s", "--json").stdout)
    assert all(Path(path).is_file() for path in told["student"]["notebooks"])


def _ids(lesson: Lesson) -> list[str]:
    return [cell["id"] for cell in json.loads(notebook_of(lesson, "student"))["cells"]]
