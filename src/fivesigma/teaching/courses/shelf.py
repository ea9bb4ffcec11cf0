"""Where the lessons are: in courses/ of a checkout, or inside the installed package."""

import hashlib
import re
from pathlib import Path
from typing import Final

import fivesigma
from fivesigma.core.errors import FiveSigmaError
from fivesigma.teaching.courses.record import Lesson, read_lesson

COURSES: Final = ("undergraduate", "advanced")
SOURCES: Final = ("lesson.py", "lesson.toml", "quiz.toml")
_FOLDER_NAME: Final = re.compile(r"([0-9]{2}|[A-Z][0-9]?)_[a-z0-9_]+")


def courses_folder() -> Path | None:
    """The folder with a folder for each course; None where the package came without them.

    >>> courses_folder().name
    'courses'
    """
    package = Path(fivesigma.__file__).parent
    for folder in (package / "courses", package.parents[1] / "courses"):
        if any((folder / course).is_dir() for course in COURSES):
            return folder
    return None


def lessons_of(course: str, shelf: Path | None = None) -> tuple[Lesson, ...]:
    """The lessons of a course, in order; `shelf`: the folder of courses, where it is another.

    FiveSigmaError on a course that is not one of COURSES, where there is no folder of courses, and
    on a lesson that does not say what it must.

    >>> lessons_of("undergraduate")[0].id
    'undergraduate-01'
    """
    if course not in COURSES:
        msg = f"there is no course {course!r}; choose {' or '.join(COURSES)}."
        raise FiveSigmaError(msg)
    folder = shelf or courses_folder()
    if folder is None:
        msg = "this fivesigma came without its courses; install it from PyPI or clone it."
        raise FiveSigmaError(msg)
    return tuple(_lesson(path, course) for path in _lesson_folders(folder / course))


def all_lessons(shelf: Path | None = None) -> tuple[Lesson, ...]:
    """The lessons of all courses, in order; FiveSigmaError as from `lessons_of`.

    >>> all_lessons()[0].title
    'Meet the collisions'
    """
    return tuple(lesson for course in COURSES for lesson in lessons_of(course, shelf))


def lesson_named(name: str, lessons: tuple[Lesson, ...]) -> Lesson:
    """The lesson with this id (undergraduate-01), number (1, 01) or name of a folder.

    FiveSigmaError, with the names there are, where none has it.

    >>> lesson_named("1", lessons_of("undergraduate")).name
    '01_meet_the_collisions'
    """
    for lesson in lessons:
        key = lesson.id.partition("-")[2]
        if name in {lesson.id, lesson.name, key, key.lstrip("0"), f"{lesson.name}.ipynb"}:
            return lesson
    names = ", ".join(lesson.name for lesson in lessons)
    msg = f"there is no lesson {name!r}; choose one of {names}."
    raise FiveSigmaError(msg)


def edition_of(folder: Path) -> str:
    """What changes with any file that a lesson's notebooks are made from: 12 hexadecimal digits.

    >>> len(edition_of(lessons_of("undergraduate")[0].folder))
    12
    """
    digest = hashlib.sha256()
    for name in SOURCES:
        path = folder / name
        # git may check text out with other line ends; the lesson is the same.
        digest.update(path.read_bytes().replace(b"\r\n", b"\n") if path.exists() else b"")
        digest.update(b"\0")
    return digest.hexdigest()[:12]


def installed_edition(lesson_id: str) -> str | None:
    """The edition of the lesson that is installed; None where there is no such lesson here.

    >>> installed_edition("undergraduate-99") is None
    True
    """
    course, _, key = lesson_id.partition("-")
    shelf = courses_folder()
    if shelf is None or course not in COURSES:
        return None
    found = [path for path in _lesson_folders(shelf / course) if path.name.split("_")[0] == key]
    return edition_of(found[0]) if found else None


def _lesson_folders(course: Path) -> list[Path]:
    """A folder is a lesson once it has its facts: one that is being written is none yet."""
    found = course.iterdir() if course.is_dir() else ()
    named = [path for path in found if _FOLDER_NAME.fullmatch(path.name)]
    return sorted(path for path in named if (path / "lesson.toml").is_file())


def _lesson(folder: Path, course: str) -> Lesson:
    lesson_id = f"{course}-{folder.name.split('_')[0]}"
    return read_lesson(folder, lesson_id=lesson_id, course=course, edition=edition_of(folder))
