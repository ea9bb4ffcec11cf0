"""What a check answers: right, not yet, or not answered, and a sentence that helps."""

import html
from dataclasses import dataclass
from typing import Final, Literal

State = Literal["right", "wrong", "open"]

_SIGNS: Final[dict[State, str]] = {"right": "✓", "wrong": "✗", "open": "…"}
# Seen on white and on black, and told apart by those who see no red or green.
_COLOURS: Final[dict[State, str]] = {"right": "#1b9e8a", "wrong": "#f89c20", "open": "#9c9ca1"}


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Verdict:
    """`state` of an answer, and `message`, one or two sentences for the student.

    True if the answer is right, so that a marked notebook can say `assert check.met(met)`.

    >>> Verdict(state="wrong", message="The sign is wrong.")
    ✗ The sign is wrong.
    """

    state: State
    message: str

    def __bool__(self) -> bool:
        """Whether the answer is right."""
        return self.state == "right"

    def __repr__(self) -> str:
        """The sign and the sentence."""
        return f"{_SIGNS[self.state]} {self.message}"

    def _repr_html_(self) -> str:
        """The same in a notebook, with a bar in colour; screen readers announce it."""
        style = f"border-left: 4px solid {_COLOURS[self.state]}; padding: 0.3em 0.8em"
        return f'<div role="status" style="{style}">{html.escape(repr(self))}</div>'


def right(name: str, why: str = "") -> Verdict:
    """The verdict on a right answer.

    >>> right("n_events")
    ✓ Right: n_events is what it should be.
    """
    return Verdict(state="right", message=f"Right: {why or f'{name} is what it should be.'}")


def wrong(message: str) -> Verdict:
    """The verdict on an answer that is not right yet.

    >>> bool(wrong("The sign is wrong."))
    False
    """
    return Verdict(state="wrong", message=message)


def not_answered(name: str) -> Verdict:
    """The verdict where nothing was answered yet.

    >>> not_answered("n_events")
    … Not answered yet: put your answer in place of the dots of n_events, then run both cells.
    """
    message = f"Not answered yet: put your answer in place of the dots of {name}, then run both"
    return Verdict(state="open", message=f"{message} cells.")
