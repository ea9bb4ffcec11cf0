"""A student's own copies of the notebooks, which nothing here ever writes over."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import write_bytes
from fivesigma.data.folder import check_folder, write_folder
from fivesigma.teaching.courses.notebooks import Kind, notebook_of
from fivesigma.teaching.courses.record import Lesson

MARKER = ".fivesigma-course.json"

_NBGRADER_CONFIG = '''\
"""Written by fivesigma course export; see nbgrader's documentation for what else can stand here."""

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = "{course}"
# An answer that is not given yet leaves the notebook running.
c.ClearSolutions.code_stub = {{"python": "...  # your code"}}
# A lesson takes less; a student's endless loop ends here.
c.ExecutePreprocessor.timeout = 300
'''


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnCopy:
    """A student's copy of a lesson: where it is, and whether it was made just now."""

    path: Path
    is_new: bool


def own_copies(lessons: Sequence[Lesson], folder: Path) -> tuple[OwnCopy, ...]:
    """The student's notebooks of the lessons in `folder`: those that are there stay as they are.

    DataError where the folder cannot be written to.

    >>> own_copies([], Path("my-course"))
    ()
    """
    return tuple(_own_copy(lesson, folder) for lesson in lessons)


def set_aside(lesson: Lesson, folder: Path) -> Path:
    """Rename the student's copy of a lesson to a backup with a number; where it is now.

    DataError where there is none, or where it cannot be renamed.

    >>> from fivesigma.teaching.courses.shelf import lessons_of
    >>> set_aside(lessons_of("undergraduate")[0], Path("no-such-folder"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no copy no-such-folder/01_meet_the_collisions.ipynb \
to set aside; leave --reset out.
    """
    path = folder / f"{lesson.name}.ipynb"
    if not path.exists():
        msg = f"there is no copy {path} to set aside; leave --reset out."
        raise DataError(msg)
    number = 1
    while (backup := path.with_suffix(f".backup-{number}.ipynb")).exists():
        number += 1
    try:
        path.rename(backup)
    except OSError as error:
        msg = f"{path} cannot be renamed ({error.strerror or error}); is it open elsewhere?"
        raise DataError(msg) from None
    return backup


def export_course(
    lessons: Sequence[Lesson], folder: Path, kind: Kind, *, force: bool = False
) -> tuple[Path, ...]:
    """Write the notebooks of all lessons to a folder, all or nothing; their paths.

    `kind` as for `notebook_of`; for "nbgrader" the folder is a course of nbgrader, with its
    configuration and a folder source/. DataError where the folder holds what was not written by
    this function, or was and `force` is not set.

    >>> export_course([], Path("."), "student")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: . is the folder you are in; name a new one inside it.
    """
    check_folder(folder, marker=MARKER, force=force)
    made = {_place(lesson, kind): notebook_of(lesson, kind).encode() for lesson in lessons}
    files = dict(made)
    if kind == "nbgrader":
        config = _NBGRADER_CONFIG.format(course=lessons[0].course)
        files["nbgrader_config.py"] = config.encode()
    write_folder(files, folder, marker=MARKER, force=force)
    return tuple(folder / name for name in made)


def _place(lesson: Lesson, kind: Kind) -> str:
    notebook = f"{lesson.name}.ipynb"
    return f"source/{lesson.name}/{notebook}" if kind == "nbgrader" else notebook


def _own_copy(lesson: Lesson, folder: Path) -> OwnCopy:
    path = folder / f"{lesson.name}.ipynb"
    if path.exists():
        return OwnCopy(path=path, is_new=False)
    write_bytes(notebook_of(lesson, "student").encode(), path)
    return OwnCopy(path=path, is_new=True)
