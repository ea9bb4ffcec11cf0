"""`fivesigma course list | open | export`: the courses' lessons as notebooks."""

import subprocess
import sys
import textwrap
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fivesigma.cli.report import as_json, print_json, quoted
from fivesigma.core.errors import FiveSigmaError

if TYPE_CHECKING:
    from fivesigma.teaching.courses.record import Lesson

_FACTS = (
    "id", "course", "name", "title", "minutes", "question", "outcomes", "prerequisites", "concepts",
    "skills", "needs", "run_time_s", "memory_mb", "download_mb", "edition",
)  # fmt: skip

course_argument = click.argument("course", metavar="COURSE")


@click.group()
def course() -> None:
    """List lessons, open your own copies, hand them out."""


def _indented(text: str, n_spaces: int) -> str:
    """The text in lines of a terminal, all of them pushed to the right."""
    margin = " " * n_spaces
    return textwrap.fill(text, 100, initial_indent=margin, subsequent_indent=margin)


@course.command("list")
@as_json
def list_(*, as_json: bool) -> None:
    """List the lessons: minutes, concepts, skills."""
    from fivesigma.teaching.courses.shelf import all_lessons

    lessons = all_lessons()
    if as_json:
        print_json([_facts(lesson) for lesson in lessons])
        return
    width = max(len(lesson.id) for lesson in lessons)
    for lesson in lessons:
        click.echo(f"{lesson.id:{width}}  {lesson.minutes} min  {lesson.title}")
        for line in (", ".join(lesson.concepts), f"skills: {', '.join(lesson.skills)}"):
            click.echo(_indented(line, width + 2))
        for extra in _missing(lesson):
            click.echo(_indented(f'needs: pip install "fivesigma[{extra}]"', width + 2))
    hours = sum(lesson.minutes for lesson in lessons) / 60
    click.echo(f"{len(lessons)} lessons, about {hours:.0f} hours.")
    click.echo("Next: fivesigma course open undergraduate")


@course.command("open")
@course_argument
@click.argument("lesson", metavar="[LESSON]", required=False)
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Where your copies are [default: fivesigma-courses/COURSE, here].",
)
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--reset", metavar="NAME", help="Begin this lesson anew; your copy is kept as a backup."
)
def open_(
    *, course: str, lesson: str | None, folder: Path | None, no_browser: bool, reset: str | None
) -> None:
    """Open JupyterLab with your own copies of the lessons.

    A copy is made once and is yours: it is never written over. LESSON is a number or a name, of
    which JupyterLab opens the notebook.
    """
    from fivesigma.teaching.courses.copies import own_copies, set_aside
    from fivesigma.teaching.courses.shelf import lesson_named, lessons_of

    lessons = lessons_of(course)
    chosen = lesson_named(lesson, lessons) if lesson else None
    again = lesson_named(reset, lessons) if reset else None
    _check_extra("jupyterlab", "jupytext", "ipykernel")
    place = folder or Path("fivesigma-courses") / course
    if again is not None:
        backup = set_aside(again, place)
        click.echo(f"Kept your {again.name} -> {backup}")
    copies = own_copies(lessons, place)
    n_new = sum(copy.is_new for copy in copies)
    click.echo(f"{n_new} new notebooks, {len(copies) - n_new} of yours as they were -> {place}")
    target = place / f"{chosen.name}.ipynb" if chosen else place
    click.echo(f"Opening {quoted(target)} in JupyterLab; Ctrl-C, twice, ends it.")
    options = [f"--ServerApp.root_dir={place.resolve()}"]
    if chosen:
        options.append(f"--LabApp.default_url=/lab/tree/{target.name}")
    if no_browser:
        options.append("--no-browser")
    code = _run_to_its_end([sys.executable, "-m", "jupyterlab", *options])
    if code not in {0, 130}:
        msg = f"JupyterLab ended with code {code}; what it said stands above."
        raise FiveSigmaError(msg)


@course.command("export")
@course_argument
@click.option("--student", "student", type=click.Path(path_type=Path), metavar="FOLDER",
              help="The students' notebooks, without solutions.")  # fmt: skip
@click.option("--teacher", "teacher", type=click.Path(path_type=Path), metavar="FOLDER",
              help="With solutions, plan and known difficulties.")  # fmt: skip
@click.option("--nbgrader", "nbgrader", type=click.Path(path_type=Path), metavar="FOLDER",
              help="A course for nbgrader, which hands out and marks.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a folder that this command wrote before.")
@as_json
def export(*, course: str, force: bool, as_json: bool, **folders: Path | None) -> None:
    """Write the notebooks of a course to a folder.

    For students, for teachers, or for nbgrader; FOLDER must be new or empty.
    """
    from fivesigma.teaching.courses.copies import export_course
    from fivesigma.teaching.courses.shelf import lessons_of

    wanted = {kind: folder for kind, folder in folders.items() if folder is not None}
    if not wanted:
        msg = "nothing to write: name a folder with --student, --teacher or --nbgrader."
        raise FiveSigmaError(msg)
    lessons = lessons_of(course)
    _check_extra("jupytext", "nbformat")
    written: dict[str, Any] = {}
    for kind, folder in wanted.items():
        paths = export_course(lessons, folder, kind, force=force)  # type: ignore[arg-type]
        written[kind] = {"folder": str(folder), "notebooks": [str(path) for path in paths]}
        if not as_json:
            click.echo(f"Wrote {len(paths)} notebooks for {_READERS[kind]} -> {folder}")
    if as_json:
        print_json(written)
    elif "nbgrader" in wanted:
        where, name = quoted(wanted["nbgrader"]), lessons[0].name
        click.echo(f"Next: cd {where} && nbgrader generate_assignment --create {name}")
    elif "student" in wanted:
        click.echo(
            "Next: hand the folder out, or let students say: fivesigma course open " + course
        )


_READERS = {"student": "students", "teacher": "teachers", "nbgrader": "nbgrader"}


def _run_to_its_end(command: list[str]) -> int:
    """Run a program and wait: Ctrl-C is for it to answer, which it may do with a question."""
    with subprocess.Popen(command) as process:  # noqa: S603 - our Python and a path of ours
        while True:
            with suppress(KeyboardInterrupt):
                return process.wait()


def _facts(lesson: "Lesson") -> dict[str, Any]:
    facts = {name: getattr(lesson, name) for name in _FACTS}
    return facts | {"missing_extras": _missing(lesson)}


def _missing(lesson: "Lesson") -> list[str]:
    """Extras that the lesson needs and that are not installed."""
    from fivesigma.teaching.courses.record import MODULE_OF_EXTRA

    return [extra for extra in lesson.needs if find_spec(MODULE_OF_EXTRA[extra]) is None]


def _check_extra(*modules: str) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        msg = f'{" and ".join(missing)} is not installed: pip install "fivesigma[course]"'
        raise FiveSigmaError(msg)
