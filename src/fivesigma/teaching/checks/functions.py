"""Check a function that a student wrote: it is called, so that a typed-in constant is found out."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Final

import numpy as np

from fivesigma.teaching.checks.values import Mistake, array, mask, number
from fivesigma.teaching.checks.verdict import Verdict, not_answered, right, wrong

Function = Callable[..., Any]
Case = Sequence[Any]

_LONGEST_CALL: Final = 60


def function(  # noqa: PLR0913 - keywords, most with a default
    given: object,
    expected: Function,
    cases: Sequence[Case],
    *,
    name: str,
    tolerance: float | None = None,
    absolute: float = 0.0,
    mistakes: Sequence[Mistake] = (),
) -> Verdict:
    """The verdict on a function, by what it returns for each of the `cases`, tuples of arguments.

    `expected`: the right function; what it returns is a number, an array or a mask. Each of
    `mistakes` has a function as its value. `tolerance`, `absolute` as for `number`.

    >>> function(lambda x: 4.0, lambda x: x**2, [(2.0,), (3.0,)], name="square")
    ✗ square returns the same for every argument. Does it use what it is given?
    """
    if given is None or given is ...:
        return not_answered(name)
    if not callable(given):
        return wrong(f"{name} is no function. Define it with def, and do not call it here.")
    answers = []
    for case in cases:
        called = _called(given, case, name)
        if isinstance(called, Verdict):
            return called
        answers.append(called.answer)
    close = {"tolerance": tolerance, "absolute": absolute}
    return _judged(answers, expected, _Cases(name, cases, close), mistakes)


class _Answer:
    """What a call returned, so that a returned `Verdict` is no verdict on the call."""

    def __init__(self, answer: object) -> None:
        self.answer = answer


class _Cases:
    """The cases of one function, and how near an answer must be."""

    def __init__(self, name: str, cases: Sequence[Case], close: dict[str, Any]) -> None:
        self.name, self.cases, self.close = name, cases, close

    def of(self, function: Function) -> list[Any]:
        """What a function of ours returns."""
        return [function(*deepcopy(list(case))) for case in self.cases]

    def verdicts(self, answers: Sequence[Any], wanted: Sequence[Any]) -> list[Verdict]:
        return [
            _verdict(answer, right_one, f"what {_call(self.name, case)} returns", self.close)
            for answer, right_one, case in zip(answers, wanted, self.cases, strict=True)
        ]


def _judged(
    answers: Sequence[Any], expected: Function, cases: _Cases, mistakes: Sequence[Mistake]
) -> Verdict:
    wanted = cases.of(expected)
    verdicts = cases.verdicts(answers, wanted)
    if all(verdicts):
        return right(cases.name)
    for mistake in mistakes:
        if all(cases.verdicts(answers, cases.of(mistake.value))):
            return wrong(mistake.message)
    is_number = isinstance(answers[0], (int, float, np.number, np.ndarray))
    if is_number and _is_constant(answers) and not _is_constant(wanted):
        message = f"{cases.name} returns the same for every argument."
        return wrong(f"{message} Does it use what it is given?")
    return next(verdict for verdict in verdicts if not verdict)


def _called(given: Function, case: Case, name: str) -> _Answer | Verdict:
    """What the student's function makes of copies of the arguments."""
    arguments = deepcopy(list(case))
    try:
        answer = given(*arguments)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - a student's function may raise anything
        what = type(error).__name__
        return wrong(f"{_call(name, case)} stops with {what}: {error}")
    if not all(_same(now, before) for now, before in zip(arguments, case, strict=True)):
        message = f"{name} changes what it is given: the next cell would see other values."
        return wrong(f"{message} Make a new array instead.")
    if answer is ... or (answer is None and _is_unwritten(given)):
        return not_answered(name)
    if answer is None:
        return wrong(
            f"{_call(name, case)} returns nothing. Are the dots still there, or is return missing?"
        )
    if answer is ...:
        return not_answered(name)
    return _Answer(answer)


def _is_unwritten(given: Function) -> bool:
    """Whether the body of a function is still the dots, or nothing but its docstring."""

    def dots() -> None: ...

    code = getattr(given, "__code__", None)
    return (
        code is not None and not code.co_names and len(code.co_code) == len(dots.__code__.co_code)
    )


def _verdict(answer: object, wanted: Any, name: str, close: dict[str, Any]) -> Verdict:
    kind = np.asarray(wanted)
    if kind.dtype.kind == "b":
        return mask(answer, wanted, name=name)
    if kind.ndim:
        return array(answer, wanted, name=name, **close)
    return number(answer, kind[()].item(), name=name, **close)


def _is_constant(values: Sequence[Any]) -> bool:
    return len(values) > 1 and all(_same(value, values[0]) for value in values[1:])


def _same(value: Any, other: Any) -> bool:
    """Whether two values are equal, NaN included, whatever they are."""
    try:
        first, second = np.asarray(value), np.asarray(other)
        return np.array_equal(first, second, equal_nan=first.dtype.kind in "fc")
    except Exception:  # noqa: BLE001 - what a student's function returns may refuse to be compared
        return value is other


def _call(name: str, case: Case) -> str:
    """A call as one writes it, where it is short; else the name of the function."""
    written = f"{name}({', '.join(map(repr, case))})"
    is_short = len(written) <= _LONGEST_CALL and "\n" not in written
    return written if is_short else f"{name}(...)"
