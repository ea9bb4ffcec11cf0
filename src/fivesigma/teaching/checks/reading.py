"""A student's answer as a number or as an array, or the verdict that says why it is neither.

Whatever stands in a notebook may come in here. Nothing that an answer does while it is read may
stop the notebook: that, and only that, is caught broadly.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.teaching.checks.verdict import Verdict, not_answered, wrong

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Shape = tuple[int, ...]

_FEWEST_BINS, _FEWEST_EVENTS = 4, 8  # fewer numbers are neither a histogram nor a column
_WORDS: Final = {
    "b": "True or False",
    "i": "a whole number",
    "u": "a whole number",
    "f": "a number",
    "c": "a complex number",
    "U": "text",
    "S": "text",
}


def is_unanswered(given: object) -> bool:
    """Whether the dots of the exercise are still there, alone or in a list.

    >>> is_unanswered(...), is_unanswered([..., 2.0]), is_unanswered(0.0)
    (True, True, False)
    """
    items = given if isinstance(given, (list, tuple)) else [given]
    return any(item is None or item is ... for item in items)


def read_number(given: object, name: str) -> float | Verdict:
    """The answer as a finite number; the verdict where it is none.

    NumPy's scalars and arrays without a dimension are numbers; True and text are none.

    >>> read_number(np.float32(1.5), "mll")
    1.5
    >>> read_number("1.5", "mll")
    ✗ mll is text, and one number is wanted. Write it without quotes.
    """
    array = _array(given, name, "one number is wanted")
    if isinstance(array, Verdict):
        return array
    if array.ndim > 0:
        message = f"{name} has shape {array.shape}, and one number is wanted. Is a sum, a mean or"
        return wrong(f"{message} the choice of one of them missing?")
    if array.dtype.kind == "b":
        return wrong(f"{name} is True or False, and one number is wanted.")
    value = float(array)
    return value if np.isfinite(value) else _not_finite(name, nan=bool(np.isnan(value)))


def read_array(given: object, name: str, expected: FloatArray) -> FloatArray | Verdict:
    """The answer as numbers of the shape of `expected`, finite where it is; else the verdict.

    Lists, NumPy's arrays, histograms of hist and columns of pandas are arrays.

    >>> read_array([1, 2], "counts", np.zeros(2))
    array([1., 2.])
    >>> read_array([1.0, np.nan], "ratio", np.zeros(2))
    ✗ 1 of the 2 values of ratio is not a number (NaN). Was something divided by zero?
    """
    array = _array(given, name, "an array of numbers is wanted")
    if isinstance(array, Verdict):
        return array
    if array.dtype.kind == "b":
        return wrong(f"{name} holds True and False: that is a mask, and numbers are wanted.")
    if array.shape != expected.shape:
        return _misshaped(array.shape, expected.shape, name)
    values = array.astype(np.float64)
    unfit = ~np.isfinite(values) & np.isfinite(expected)
    if not unfit.any():
        return values
    what = f"{int(unfit.sum()):,} of the {values.size:,} values of {name}"
    return _not_finite(what, nan=bool(np.isnan(values[unfit]).any()))


def read_mask(given: object, name: str, shape: Shape) -> BoolArray | Verdict:
    """The answer as True and False of this shape; the verdict where it is anything else.

    >>> read_mask([True, False], "keep", (2,))
    array([ True, False])
    >>> read_mask([0, 4, 7], "keep", (2,))
    ✗ keep holds numbers, and True or False for each event is wanted, as met > 100 gives it.
    """
    array = _array(given, name, "True or False for each event is wanted")
    if isinstance(array, Verdict):
        return array
    if array.dtype.kind != "b":
        message = f"{name} holds numbers, and True or False for each event is wanted, as"
        return wrong(f"{message} met > 100 gives it.")
    if array.shape != shape:
        return _misshaped(array.shape, shape, name)
    return array.astype(np.bool_)


def _array(given: object, name: str, wanted: str) -> npt.NDArray[Any] | Verdict:
    """The answer as an array of numbers or of True and False, of any shape."""
    if is_unanswered(given):
        return not_answered(name)
    if isinstance(given, (str, bytes)):
        return wrong(f"{name} is text, and {wanted}. Write it without quotes.")
    try:
        values = getattr(given, "values", None)
        if callable(values) and not isinstance(given, dict):  # a histogram of hist
            given = values()
        array = np.asarray(given)
        if array.shape == () and array.dtype == object and hasattr(given, "__float__"):
            array = np.asarray(float(given))  # a Decimal or a Fraction
    except Exception:  # noqa: BLE001 - an answer may be any object, and do anything when read
        return wrong(f"{name} cannot be read as numbers, and {wanted}.")
    if array.dtype.kind in "biuf":
        return array
    if callable(given):
        return wrong(f"{name} is a function, and {wanted}. Call it: write (...) behind its name.")
    what = _WORDS.get(array.dtype.kind, f"a {type(given).__name__}")
    return wrong(f"{name} is {what}, and {wanted}.")


def _misshaped(shape: Shape, wanted: Shape, name: str) -> Verdict:
    if not shape:
        return wrong(f"{name} is one number, and an array of shape {wanted} is wanted.")
    why = ""
    if shape == wanted[::-1]:
        why = " Rows and columns are swapped."
    elif len(shape) == len(wanted) == 1:
        if abs(shape[0] - wanted[0]) == 1 and wanted[0] >= _FEWEST_BINS:
            why = " A histogram has one edge more than it has bins: is it that?"
        elif wanted[0] >= _FEWEST_EVENTS:
            why = " Were events chosen that should not be, or the other way round?"
    return wrong(f"{name} has shape {shape}, and shape {wanted} is wanted.{why}")


def _not_finite(what: str, *, nan: bool) -> Verdict:
    kind = "not a number (NaN)" if nan else "infinite"
    verb = "are" if " values of " in what and not what.startswith("1 of") else "is"
    return wrong(f"{what} {verb} {kind}. Was something divided by zero?")
