"""What a lesson says of itself in lesson.toml and quiz.toml, as checked records."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import read_text
from fivesigma.data.checked import refuse, refuse_repeated, table_of, tables_of, to_record

SKILLS: Final = {
    "data handling": "data wrangling, ETL, columnar data",
    "visualisation": "data visualisation, dashboards, reporting",
    "statistics": "statistical modelling, hypothesis testing, A/B tests",
    "classical ML": "supervised learning, gradient boosting, feature engineering",
    "deep learning": "neural networks, PyTorch, Keras, JAX",
    "evaluation": "model validation, metrics, model risk",
    "uncertainty": "uncertainty quantification, risk analysis",
    "software habits": "testing, code review, version control",
    "reproducibility": "MLOps, pipelines, environments, provenance",
    "communication": "technical writing, presentation, stakeholder reports",
}
"""What a lesson may train, in the words of curricula and in those of job advertisements."""

MODULE_OF_EXTRA: Final = {
    "explain": "shap",
    "keras": "keras",
    "onnx": "onnx",
    "root": "uproot",
    "scan": "numba",
    "torch": "torch",
}
"""Extras that a lesson may need beside "course", and the module that each brings."""

SHORTEST_MINUTES, LONGEST_MINUTES = 45, 90
_FEWEST_QUESTIONS, _MOST_QUESTIONS = 3, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Difficulty:
    """What students often find hard, and what helps; for the teacher."""

    students: str
    help: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A possible answer to a question of the quiz, with the reason why it is right or not."""

    text: str
    right: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of the quiz; exactly one of its answers is right."""

    text: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """One lesson: for its first and last cells, for the list, for the teacher.

    `minutes` with a teacher; `run_time_s` and `memory_mb` as measured on two cores; `download_mb`
    of the real set. `needs`: extras beside "course". `plan`: part of the lesson → its minutes.
    """

    id: str
    course: str
    folder: Path
    edition: str
    title: str
    minutes: int
    question: str
    outcomes: tuple[str, ...]
    prerequisites: tuple[str, ...]
    concepts: tuple[str, ...]
    skills: tuple[str, ...]
    seen: tuple[str, ...]
    research: str
    industry: str
    needs: tuple[str, ...] = ()
    run_time_s: float
    memory_mb: float
    download_mb: float
    difficulties: tuple[Difficulty, ...]
    plan: dict[str, int]
    quiz: tuple[Question, ...]

    @property
    def name(self) -> str:
        """Name of the folder and of the notebooks, such as 01_meet_the_collisions."""
        return self.folder.name

    def __post_init__(self) -> None:
        shortest, longest = SHORTEST_MINUTES, LONGEST_MINUTES
        is_long = not shortest <= self.minutes <= longest
        refuse(is_long, f"minutes is {self.minutes}, not within {shortest} to {longest}")
        for key in ("title", "question", "research", "industry"):
            refuse(not getattr(self, key).strip(), f"{key} is empty")
        for key in ("outcomes", "concepts", "skills", "seen"):
            refuse(not getattr(self, key), f"{key} is empty")
            refuse_repeated(key, getattr(self, key))
        _check_known("skills", self.skills, tuple(SKILLS))
        _check_known("needs", self.needs, MODULE_OF_EXTRA)
        for key in ("run_time_s", "memory_mb", "download_mb"):
            refuse(getattr(self, key) < 0, f"{key} is below 0")
        total = sum(self.plan.values())
        refuse(
            total != self.minutes,
            f"the parts of [plan] take {total} minutes together, and minutes is {self.minutes}",
        )


def read_lesson(folder: Path, *, lesson_id: str, course: str, edition: str) -> Lesson:
    """The record of the lesson in `folder`; DataError names the file and the key that is wrong.

    >>> read_lesson(Path("none"), lesson_id="x-01", course="x", edition="")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: there is no file none/lesson.toml.
    """
    path = folder / "lesson.toml"
    content = _toml(path)
    quiz = _quiz(folder / "quiz.toml")
    try:
        difficulties = tables_of(content, "difficulties", "difficulties")
        made = {
            "difficulties": tuple(
                to_record(Difficulty, row, f"difficulties {i}")
                for i, row in enumerate(difficulties)
            ),
            "plan": _plan(table_of(content, "plan", "plan")),
            "id": lesson_id,
            "course": course,
            "folder": folder,
            "edition": edition,
            "quiz": quiz,
        }
        return to_record(Lesson, content, "the lesson", **made)
    except DataError as error:
        msg = f"{path}: {error}"
        raise DataError(msg) from None


def _plan(parts: dict[str, Any]) -> dict[str, int]:
    for part, minutes in parts.items():
        is_whole = type(minutes) is int and minutes > 0
        refuse(not is_whole, f"plan: {part!r} is {minutes!r}, which is no number of minutes")
    return parts


def _quiz(path: Path) -> tuple[Question, ...]:
    content = _toml(path)
    try:
        questions = tuple(
            _question(i, row) for i, row in enumerate(tables_of(content, "questions", "quiz"), 1)
        )
        refuse(bool(content), f"unknown key {', '.join(content)}")
        few, many = _FEWEST_QUESTIONS, _MOST_QUESTIONS
        n_questions = len(questions)
        refuse(not few <= n_questions <= many, f"{n_questions} questions, not {few} to {many}")
    except DataError as error:
        msg = f"{path}: {error}"
        raise DataError(msg) from None
    return questions


def _question(number: int, row: dict[str, Any]) -> Question:
    where = f"question {number}"
    answers = tuple(to_record(Answer, each, where) for each in tables_of(row, "answers", where))
    n_right = sum(answer.right for answer in answers)
    refuse(len(answers) < 2, f"{where} has {len(answers)} answers, and needs at least 2")
    refuse(n_right != 1, f"{where} has {n_right} right answers, and needs exactly one")
    refuse(any(not answer.reason.strip() for answer in answers), f"{where}: a reason is empty")
    return to_record(Question, row, where, answers=answers)


def _check_known(key: str, names: tuple[str, ...], known: Any) -> None:
    unknown = [name for name in names if name not in known]
    refuse(bool(unknown), f"{key}: {', '.join(unknown)} is not one of {', '.join(known)}")


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        msg = f"{path} is no TOML: {error}."
        raise DataError(msg) from None
