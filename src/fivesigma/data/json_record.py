"""Records as JSON and back: arrays become lists, numbers that are not finite become null.

The way back follows the types of the record's fields and refuses, by name, what does not fit.
"""

import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import NoneType, UnionType
from typing import Any, Final, Literal, TypeVar, get_args, get_origin, get_type_hints

import numpy as np

from fivesigma.core.errors import DataError

_R = TypeVar("_R")


def to_json(value: Any) -> Any:
    """What `json.dumps` takes: records become objects, arrays and tuples lists, NaN and ∞ null.

    >>> to_json({"auc": np.float64(0.78), "edges": np.array([0.0, np.inf])})
    {'auc': 0.78, 'edges': [0.0, None]}
    """
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = dataclasses.fields(value)
        return {field.name: to_json(getattr(value, field.name)) for field in fields}
    if isinstance(value, np.ndarray | np.generic):
        return to_json(value.tolist())
    if isinstance(value, Mapping):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def from_json(cls: type[_R], value: Any, where: str) -> _R:
    """The record of class `cls` that `to_json` was given; null is NaN where a number belongs.

    DataError, saying `where`, on a missing or unknown field and on a value of the wrong type.

    >>> from fivesigma.core.measured import Measured
    >>> from_json(Measured, {"value": 0.78, "uncertainty": None}, "auc")
    Measured(value=0.78, uncertainty=nan)
    """
    made: _R = _decoded(cls, value, where)
    return made


def _decoded(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint):
        return _record(hint, value, where)
    return _READERS.get(get_origin(hint) or hint, _plain)(hint, value, where)


def _plain(hint: Any, value: Any, where: str) -> Any:
    _expect(type(value) is hint, hint, value, where)
    return value


def _float(hint: Any, value: Any, where: str) -> float:
    _expect(value is None or type(value) in {int, float}, hint, value, where)
    return math.nan if value is None else float(value)


def _choice(hint: Any, value: Any, where: str) -> Any:
    _expect(value in get_args(hint), hint, value, where)
    return value


def _record(cls: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), cls, value, where)
    hints = get_type_hints(cls)
    names = {field.name for field in dataclasses.fields(cls)}
    if names != set(value):
        wrong = ", ".join(sorted(names ^ set(value)))
        msg = f"{where} has not the fields of a {cls.__name__}: {wrong}"
        raise DataError(msg)
    return cls(
        **{name: _decoded(hints[name], value[name], f"{where}.{name}") for name in sorted(names)}
    )


def _one_of(hint: Any, value: Any, where: str) -> Any:
    """The first kind of the union that fits; null is None, where the union has None."""
    kinds = get_args(hint)
    if value is None and NoneType in kinds:
        return None
    for kind in kinds:
        with suppress(DataError):
            return _decoded(kind, value, where)
    return _expect(False, " or ".join(_name(kind) for kind in kinds), value, where)  # noqa: FBT003 - nothing fitted


def _array(hint: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, list), hint, value, where)
    dtype = get_args(get_args(hint)[1])[0]
    try:
        array = np.array(value, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array(np.nan)
    with np.errstate(invalid="ignore"):
        typed = array.astype(dtype)
    held = np.issubdtype(dtype, np.floating) or np.array_equal(typed, array)
    _expect(array.ndim > 0 and held, hint, value, where)
    return typed


def _tuple(hint: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, list), hint, value, where)
    kinds = get_args(hint)
    if kinds[-1] is Ellipsis:
        kinds = (kinds[0],) * len(value)
    _expect(len(kinds) == len(value), f"{len(kinds)} values", value, where)
    pairs = enumerate(zip(kinds, value, strict=True))
    return tuple(_decoded(kind, item, f"{where}[{i}]") for i, (kind, item) in pairs)


def _sequence(hint: Any, value: Any, where: str) -> Any:
    return _tuple(tuple[(*get_args(hint), ...)], value, where)  # type: ignore[misc]  # made here


def _dict(hint: Any, value: Any, where: str) -> Any:
    _expect(isinstance(value, dict), hint, value, where)
    kind = get_args(hint)[1]
    return {key: _decoded(kind, item, f"{where}.{key}") for key, item in value.items()}


_READERS: Final[dict[Any, Callable[[Any, Any, str], Any]]] = {
    UnionType: _one_of,
    Literal: _choice,
    float: _float,
    np.ndarray: _array,
    tuple: _tuple,
    Sequence: _sequence,
    dict: _dict,
}


def _expect(fits: bool, hint: Any, value: Any, where: str) -> None:  # noqa: FBT001 - a sentence
    if not fits:
        msg = f"{where} is {str(value)[:40]!r}, expected {_name(hint)}"
        raise DataError(msg)


def _name(hint: Any) -> str:
    if get_origin(hint) is Literal:
        return " or ".join(map(repr, get_args(hint)))
    return hint if isinstance(hint, str) else getattr(hint, "__name__", str(hint))
