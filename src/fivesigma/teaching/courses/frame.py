"""The first and the last cells of a notebook, made from lesson.toml and quiz.toml, as Markdown."""

import html
import re
from collections.abc import Iterable

from fivesigma.teaching.courses.record import Lesson, Question


def first_cell(lesson: Lesson) -> str:
    """Title, question, what one will be able to do, what is needed.

    >>> from fivesigma.teaching.courses.shelf import lessons_of
    >>> first_cell(lessons_of("undergraduate")[0]).splitlines()[0]
    '# Meet the collisions'
    """
    before = "; ".join(lesson.prerequisites) or "nothing"
    extras = "".join(f' `pip install "fivesigma[{name}]"`' for name in lesson.needs)
    # Only the table of the undergraduate lessons has a small brother in the package.
    reads_files = "root" in lesson.needs
    offline = (
        "a copy that `FIVESIGMA_MIRROR` names" if reads_files else "the events that come along"
    )
    download = f"{lesson.download_mb:g} MB, once; without a network {offline}"
    facts = {
        "Time": f"about {lesson.minutes} minutes",
        "Runs in": f"about {lesson.run_time_s:.0f} s, with {lesson.memory_mb:.0f} MB of memory",
        "Download": download if lesson.download_mb else "none",
        "Before": before,
    }
    if extras:
        facts["Also install"] = extras.strip()
    known = _bullets(f"**{what}**: {how_much}" for what, how_much in facts.items())
    return (
        f"# {lesson.title}\n\n*{lesson.question}*\n\n"
        f"After this lesson you will be able to\n\n{_bullets(lesson.outcomes)}\n\n"
        f"What it takes\n\n{known}"
    )


def quiz_cell(lesson: Lesson) -> str:
    """The quiz: each answer opens, and says why it is right or not."""
    questions = [_question(i, question) for i, question in enumerate(lesson.quiz, 1)]
    return "\n\n".join(["## Quiz", "Choose an answer, then open it.", *questions])


def last_cell(lesson: Lesson) -> str:
    """What one has seen, and where it is used."""
    return (
        f"## What you have seen\n\n{_bullets(lesson.seen)}\n\n"
        f"**In research**: {lesson.research}\n\n**In industry**: {lesson.industry}"
    )


def teacher_cell(lesson: Lesson) -> str:
    """For the teacher: plan, concepts and skills, known difficulties, the quiz's answers."""
    plan = "\n".join(f"| {part} | {minutes} |" for part, minutes in lesson.plan.items())
    hard = _bullets(f"*{known.students}* {known.help}" for known in lesson.difficulties)
    right = _bullets(
        f"{question.text} **{answer.text}**"
        for question in lesson.quiz
        for answer in question.answers
        if answer.right
    )
    return (
        f"## For the teacher\n\n| part | minutes |\n| --- | --- |\n{plan}\n\n"
        f"**Concepts**: {', '.join(lesson.concepts)}\n\n**Skills**: {', '.join(lesson.skills)}\n\n"
        f"**Known difficulties**\n\n{hard}\n\n**Answers of the quiz**\n\n{right}"
    )


def fold(summary: str, text: str) -> str:
    """Text that opens when one clicks on its summary.

    >>> print(fold("Hint", "Look at the units."))
    <details><summary>Hint</summary>
    <BLANKLINE>
    Look at the units.
    <BLANKLINE>
    </details>
    """
    # Markdown is not read within a line of HTML.
    plain = re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(summary, quote=False))
    return f"<details><summary>{plain}</summary>\n\n{text}\n\n</details>"


def _question(number: int, question: Question) -> str:
    folds = []
    for letter, answer in zip("abcdefgh", question.answers, strict=False):
        verdict = "✓ Right." if answer.right else "✗ No."
        folds.append(fold(f"{letter}) {answer.text}", f"{verdict} {answer.reason}"))
    return "\n\n".join([f"### {number}. {question.text}", *folds])


def _bullets(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
