"""From TOML tables to records: unknown keys, missing fields and wrong types are refused by name."""

import dataclasses
from collections import Counter
from collections.abc import Iterable
from types import UnionType
from typing import Any, Literal, TypeVar, get_args, get_origin, get_type_hints

from fivesigma.core.errors import DataError

R = TypeVar("R")


def refuse(wrong: bool, why: str) -> None:  # noqa: FBT001 - reads as a sentence: refuse(x < 0, "…")
    """DataError saying `why` if `wrong`.

    >>> refuse(-1.0 < 0, "the luminosity must be above 0 fb⁻¹")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: the luminosity must be above 0 fb⁻¹
    """
    if wrong:
        raise DataError(why)


def repeated(names: Iterable[str]) -> list[str]:
    """Names that occur more than once, in order.

    >>> repeated(["met", "mll", "met"])
    ['met']
    """
    return [name for name, count in Counter(names).items() if count > 1]


def refuse_repeated(what: str, names: Iterable[str]) -> None:
    """DataError if a name occurs more than once; `what`: what the names are names of.

    >>> refuse_repeated("process", ["ZZ", "WZ", "ZZ"])
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: process ZZ is listed twice
    """
    twice = repeated(names)
    refuse(bool(twice), f"{what} {', '.join(twice)} is listed twice")


def table_of(table: dict[str, Any], key: str, where: str) -> dict[str, Any]:
    """Take the table at `key` out of `table`; DataError where it is missing or no table.

    >>> content = {"columns": {"met": "GeV"}, "datasets": []}
    >>> table_of(content, "columns", "catalogue"), content
    ({'met': 'GeV'}, {'datasets': []})
    """
    value = table.pop(key, None)
    refuse(not isinstance(value, dict), f"{where}: a table [{key}] is needed")
    return dict(value) if isinstance(value, dict) else {}


def tables_of(table: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """Take the list of tables at `key` out of `table`; DataError where it is anything else.

    >>> tables_of({"datasets": "atlas-dm"}, "datasets", "catalogue")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: catalogue: a list of tables [[datasets]] is needed
    """
    value = table.pop(key, None)
    well_formed = isinstance(value, list) and all(isinstance(row, dict) for row in value)
    refuse(not well_formed, f"{where}: a list of tables [[{key}]] is needed")
    return [dict(row) for row in value or ()]


def to_record(cls: type[R], table: dict[str, Any], where: str, **made: Any) -> R:
    """A frozen dataclass from a TOML table; `made` are fields that were already built.

    `where`: what an error names as the place. DataError on an unknown key, a missing field and a
    value of another type.

    >>> from fivesigma.core.measured import Measured
    >>> to_record(Measured, {"value": 1}, "answer", uncertainty=0.5)
    Measured(value=1.0, uncertainty=0.5)
    >>> to_record(Measured, {"value": 1, "error": 0.5}, "answer")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: answer: unknown key error
    """
    hints = get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls)}  # type: ignore[arg-type]  # R is always a dataclass
    unknown = [key for key in table if key not in fields or key in made]
    refuse(bool(unknown), f"{where}: unknown key {', '.join(unknown)}")
    missing = [
        name
        for name, field in fields.items()
        if name not in table and name not in made and field.default is dataclasses.MISSING
    ]
    refuse(bool(missing), f"{where}: missing {', '.join(missing)}")
    values = {key: _typed(value, hints[key], f"{where}: {key}") for key, value in table.items()}
    return cls(**values, **made)


def _typed(value: object, hint: Any, where: str) -> object:
    """The value if it has the type of the hint; an integer is welcome as a float."""
    if get_origin(hint) is UnionType:
        hint = next(kind for kind in get_args(hint) if kind is not type(None))
    if get_origin(hint) is Literal:
        choices = get_args(hint)
        refuse(value not in choices, f"{where} is {value!r}, not one of {', '.join(choices)}")
        return value
    if get_origin(hint) is tuple:
        kind = get_args(hint)[0]
        well_formed = isinstance(value, list) and all(type(item) is kind for item in value)
        refuse(not well_formed, f"{where} is {value!r}, which is no list of {kind.__name__}")
        return tuple(value) if isinstance(value, list) else ()
    if hint is float and type(value) is int:
        return float(value)
    refuse(type(value) is not hint, f"{where} is {value!r}, which is no {hint.__name__}")
    return value
