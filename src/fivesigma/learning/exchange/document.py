"""A JSON document that came from elsewhere: each value is checked as it is taken out.

Nothing in a document is ever executed or unpickled; what does not fit is refused by its place.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

FloatArray = npt.NDArray[np.float64]

LARGEST_NUMBER = 1e30
"""Far above any weight or energy, and small enough that no product of a few of them overflows."""
LONGEST_TEXT = 100
MOST_NAMES = 64
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}")


def parse_document(text: str, *, most_bytes: int) -> "Part":
    """The JSON object in `text`; FiveSigmaError where it is larger or something else.

    >>> parse_document('{"n": 3}', most_bytes=100).number("n", 0, 9)
    3.0
    """
    size = len(text.encode(errors="replace"))
    if size > most_bytes:
        msg = f"the file has {size} bytes, a network file at most {most_bytes}. Is it another file?"
        raise FiveSigmaError(msg)
    try:
        # Every number as a float: an integer of a thousand digits is then infinite, and refused.
        content = json.loads(text, parse_int=float, parse_constant=_no_constant)
    except (ValueError, RecursionError) as problem:
        msg = f"the file is not JSON ({problem}). Was it cut short, or edited by hand?"
        raise FiveSigmaError(msg) from problem
    if not isinstance(content, dict):
        msg = "the file is JSON but holds no object { ... }, so it is no network file."
        raise FiveSigmaError(msg)
    return Part(content=content, place="")


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is no number"
    raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An object of a document, and where it stands there; every reader refuses by that place."""

    content: Mapping[str, Any]
    place: str

    def _where(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _refuse(self, key: str, expected: str) -> NoReturn:
        found = self.content.get(key)
        given = "nothing" if found is None else _short(found)
        msg = f"{self._where(key)} is {given}; expected {expected}. Save the network again."
        raise FiveSigmaError(msg)

    def has(self, key: str) -> bool:
        """Whether something stands at `key`; null counts as nothing."""
        return self.content.get(key) is not None

    def part(self, key: str) -> "Part":
        """The object at `key`."""
        found = self.content.get(key)
        if not isinstance(found, dict):
            self._refuse(key, "an object { ... }")
        return Part(content=found, place=self._where(key))

    def parts(self, key: str, *, most: int) -> list["Part"]:
        """The list of 1 to `most` objects at `key`."""
        items = self.items(key, fewest=1, most=most)
        if not all(isinstance(item, dict) for item in items):
            self._refuse(key, "a list of objects { ... }")
        return [
            Part(content=item, place=f"{self._where(key)}[{index}]")
            for index, item in enumerate(items)
        ]

    def text(self, key: str) -> str:
        """The text at `key`, neither empty nor long."""
        found = self.content.get(key)
        if not _is_text(found):
            self._refuse(key, f"a text of 1 to {LONGEST_TEXT} characters")
        return str(found)

    def optional_text(self, key: str) -> str | None:
        """The text at `key`, or None where nothing stands there."""
        return self.text(key) if self.has(key) else None

    def choice(self, key: str, allowed: Sequence[str]) -> str:
        """The text at `key`, which is one of `allowed`."""
        found = self.content.get(key)
        if found not in allowed:
            self._refuse(key, f"one of {', '.join(allowed)}")
        return str(found)

    def texts(self, key: str) -> tuple[str, ...]:
        """The list at `key` of texts that differ; it may be empty."""
        items = self.items(key, fewest=0, most=MOST_NAMES)
        if not all(map(_is_text, items)) or len(set(items)) < len(items):
            self._refuse(key, f"texts of 1 to {LONGEST_TEXT} characters that differ")
        return tuple(items)

    def names(self, key: str) -> tuple[str, ...]:
        """The list at `key` of one or more names that differ: letters, digits and underscores."""
        items = self.items(key, fewest=1, most=MOST_NAMES)
        if not all(map(is_name, items)) or len(set(items)) < len(items):
            self._refuse(key, "names of letters, digits and underscores that differ")
        return tuple(items)

    def number(self, key: str, low: float, high: float, *, whole: bool = False) -> float:
        """The number at `key`, from `low` to `high`."""
        found = self.content.get(key)
        if not isinstance(found, float) or not low <= found <= high:
            self._refuse(key, f"a number from {low:g} to {high:g}")
        if whole and not found.is_integer():
            self._refuse(key, "a whole number")
        return found

    def optional_number(
        self, key: str, low: float, high: float, *, whole: bool = False
    ) -> float | None:
        """The number at `key`, from `low` to `high`, or None where nothing stands there."""
        return self.number(key, low, high, whole=whole) if self.has(key) else None

    def wholes(self, key: str, low: int, high: int) -> tuple[int, ...]:
        """The list at `key` of whole numbers from `low` to `high` that differ."""
        items = self.items(key, fewest=0, most=high - low + 1)
        fit = [isinstance(n, float) and low <= n <= high and n.is_integer() for n in items]
        if not all(fit) or len(set(items)) < len(items):
            self._refuse(key, f"whole numbers from {low} to {high} that differ")
        return tuple(int(n) for n in items)

    def numbers(self, key: str, n: int) -> FloatArray:
        """The list of `n` finite numbers at `key`; shape (n,)."""
        return self._finite(key, self.content.get(key), n)

    def rows(self, key: str, n: int, width: int) -> FloatArray:
        """The list of `n` lists of `width` finite numbers at `key`; shape (n, width)."""
        return np.stack(
            [self._finite(key, row, width) for row in self.items(key, fewest=n, most=n)]
        )

    def items(self, key: str, *, fewest: int, most: int) -> list[Any]:
        """The list of `fewest` to `most` entries at `key`, of any kind."""
        found = self.content.get(key)
        if not isinstance(found, list) or not fewest <= len(found) <= most:
            amount = f"{most}" if fewest == most else f"{fewest} to {most}"
            self._refuse(key, f"a list of {amount} entries")
        return found

    def _finite(self, key: str, found: object, n: int) -> FloatArray:
        if not isinstance(found, list) or len(found) != n:
            self._refuse(key, f"{n} numbers, as the inputs and the layer before ask for")
        if not all(isinstance(x, float) and abs(x) <= LARGEST_NUMBER for x in found):
            self._refuse(key, f"numbers from -{LARGEST_NUMBER:g} to {LARGEST_NUMBER:g}")
        return np.array(found, dtype=np.float64)


def is_name(found: object) -> bool:
    """Whether `found` can be the name of an input: letters, digits and underscores.

    >>> is_name("lead_lep_pt"), is_name("<b>")
    (True, False)
    """
    return isinstance(found, str) and _NAME.fullmatch(found) is not None


def _is_text(found: object) -> bool:
    return isinstance(found, str) and 1 <= len(found) <= LONGEST_TEXT


def _short(found: object) -> str:
    shown = json.dumps(found)
    return shown if len(shown) <= 40 else f"{shown[:40]} ..."
