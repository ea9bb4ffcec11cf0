"""Compare an answer with the right one, and say what is wrong without giving it away.

What is wrong is looked for in this order: not answered, the wrong kind of thing, the wrong shape,
NaN; then the mistakes that a lesson foresees; then the sign, and the factors that units and per
cent make. The right value itself never stands in a message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.teaching.checks.reading import FloatArray, read_array, read_mask, read_number
from fivesigma.teaching.checks.verdict import Verdict, not_answered, right, wrong

TOLERANCE: Final = 1e-3
"""How far an answer may be from the right one, relative to it; whole numbers must be exact."""

_UNITS: Final = "Are the units right? A GeV has a thousand MeV."
_PER_CENT: Final = "Is it a fraction or per cent? A fraction of one is a hundred per cent."
_FACTORS: Final = {
    1e3: f"a thousand times too large. {_UNITS}",
    1e-3: f"a thousand times too small. {_UNITS}",
    1e2: f"a hundred times too large. {_PER_CENT}",
    1e-2: f"a hundred times too small. {_PER_CENT}",
}


@dataclass(frozen=True, slots=True)
class Mistake:
    """An answer that is often given: `value`, of the kind of the right one, and what to say to it.

    >>> Mistake(27650, "This counts rows, not events.").message
    'This counts rows, not events.'
    """

    value: Any
    message: str


def number(  # noqa: PLR0913 - keywords, most with a default
    given: object,
    expected: float,
    *,
    name: str,
    unit: str = "",
    tolerance: float | None = None,
    absolute: float = 0.0,
    mistakes: Sequence[Mistake] = (),
) -> Verdict:
    """The verdict on one number.

    `tolerance`: relative to `expected`; by default 0.001, and none where `expected` is an `int`.
    `absolute`: the same in the number's own unit, beside it. `unit`: what a message names.

    >>> number(-91.2, 91.2, name="mass", unit="GeV")
    ✗ The size of mass is right, and its sign is wrong.
    >>> number(91200.0, 91.2, name="mass", unit="GeV")
    ✗ mass is a thousand times too large. Are the units right? A GeV has a thousand MeV.
    """
    value = read_number(given, name)
    if isinstance(value, Verdict):
        return value
    close = _Closeness(expected, tolerance, absolute)
    if close.same(value, expected):
        return right(name)
    for mistake in mistakes:
        if close.same(value, mistake.value):
            return wrong(mistake.message)
    told = _explained(np.array(value), np.array(float(expected)), name, close)
    if told is not None:
        return told
    size = "too large" if value > expected else "too small"
    return wrong(f"{name} is {size}{f' (in {unit})' if unit else ''}.")


def array(  # noqa: PLR0913 - keywords, most with a default
    given: object,
    expected: npt.ArrayLike,
    *,
    name: str,
    unit: str = "",
    tolerance: float | None = None,
    absolute: float = 0.0,
    mistakes: Sequence[Mistake] = (),
) -> Verdict:
    """The verdict on an array of numbers, value by value; options as for `number`.

    NaN is right where `expected` has it.

    >>> array([2.0, 1.0], [1.0, 2.0], name="counts")
    ✗ The values of counts are right, and their order is wrong.
    """
    wanted = np.asarray(expected)
    close = _Closeness(wanted, tolerance, absolute)
    wanted = wanted.astype(np.float64)
    values = read_array(given, name, wanted)
    if isinstance(values, Verdict):
        return values
    if close.same(values, wanted):
        return right(name)
    for mistake in mistakes:
        if close.same(values, mistake.value):
            return wrong(mistake.message)
    told = _explained(values, wanted, name, close)
    if told is not None:
        return told
    if close.same(np.sort(values, axis=None), np.sort(wanted, axis=None)):
        return wrong(f"The values of {name} are right, and their order is wrong.")
    return _places(~close.each(values, wanted), name, unit)


def mask(
    given: object, expected: npt.ArrayLike, *, name: str, mistakes: Sequence[Mistake] = ()
) -> Verdict:
    """The verdict on True or False for each event.

    >>> mask([False, True], [True, False], name="keep")
    ✗ keep is True where it should be False, and the reverse: it is inverted.
    """
    wanted = np.asarray(expected, dtype=np.bool_)
    values = read_mask(given, name, wanted.shape)
    if isinstance(values, Verdict):
        return values
    if np.array_equal(values, wanted):
        return right(name)
    for mistake in mistakes:
        if np.array_equal(values, np.asarray(mistake.value)):
            return wrong(mistake.message)
    if np.array_equal(values, ~wanted):
        return wrong(f"{name} is True where it should be False, and the reverse: it is inverted.")
    faults = []
    if (values & ~wanted).any():
        faults.append("keeps some events that should go")
    if (~values & wanted).any():
        faults.append("drops some that should stay")
    return wrong(
        f"{name} {' and '.join(faults)}. Compare it with the text, condition by condition."
    )


def choice(given: object, right_one: str, reasons: Mapping[str, str], *, name: str) -> Verdict:
    """The verdict on a letter, with the reason that belongs to it.

    `reasons`: letter → why it is right or wrong, for every letter that may be chosen, small.
    FiveSigmaError where the lesson has none for the right one.

    >>> choice("B", "b", {"a": "Rows are simulated.", "b": "Weights count."}, name="answer")
    ✓ Right: Weights count.
    """
    if right_one not in reasons:
        msg = f"the right answer {right_one!r} of {name} has no reason; there are {list(reasons)}."
        raise FiveSigmaError(msg)
    if given is None or given is ...:
        return not_answered(name)
    letters = ", ".join(f'"{letter}"' for letter in reasons)
    if not isinstance(given, str):
        return wrong(f"{name} should be a letter in quotes, one of {letters}.")
    letter = given.strip().strip("().").lower()
    if letter not in reasons:
        return wrong(f"{name} should be one of {letters}.")
    return right(name, reasons[letter]) if letter == right_one else wrong(reasons[letter])


class _Closeness:
    """How near two answers must be to be the same."""

    def __init__(self, expected: Any, tolerance: float | None, absolute: float) -> None:
        is_whole = np.asarray(expected).dtype.kind in "iu"
        self.relative = (0.0 if is_whole else TOLERANCE) if tolerance is None else tolerance
        finite = np.abs(np.asarray(expected, dtype=np.float64))
        finite = finite[np.isfinite(finite)]
        # Sums of weights that cancel leave a rest of rounding where the others are 0.
        self.absolute = absolute + 1e-12 * float(finite.max(initial=0.0))

    def each(self, values: Any, others: Any) -> npt.NDArray[np.bool_]:
        with np.errstate(over="ignore"):
            return np.asarray(
                np.isclose(values, others, rtol=self.relative, atol=self.absolute, equal_nan=True)
            )

    def same(self, values: Any, others: Any) -> bool:
        is_of_shape = np.shape(values) == np.shape(others)
        return is_of_shape and bool(np.all(self.each(values, others)))


def _explained(
    values: FloatArray, wanted: FloatArray, name: str, close: _Closeness
) -> Verdict | None:
    """What the sign or a factor explains."""
    if close.same(-values, wanted):
        return wrong(f"The size of {name} is right, and its sign is wrong.")
    for factor, what in _FACTORS.items():
        if close.same(values, factor * wanted):
            return wrong(f"{name} is {what}")
    return None


def _places(differs: npt.NDArray[np.bool_], name: str, unit: str) -> Verdict:
    """Where an array is wrong."""
    in_unit = f" (in {unit})" if unit else ""
    if differs.all():
        return wrong(f"No value of {name}{in_unit} is right yet.")
    first = np.argwhere(differs)[0].tolist()
    where = first[0] if len(first) == 1 else tuple(first)
    return wrong(
        f"Most of {name} may be right: look at its values{in_unit} from index {where} on."
        if differs.mean() < 0.5
        else f"Some values of {name}{in_unit} are right; index {where} is the first that is not."
    )
