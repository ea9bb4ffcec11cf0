"""Records survive the way to JSON and back, or are refused by the name of what is wrong."""

import json
import math
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.data.json_record import from_json, to_json


@dataclass(frozen=True, slots=True, kw_only=True)
class Everything:
    number: float
    count: int
    maybe: float | None
    name: str
    side: Literal["up", "down"]
    flag: bool
    measured: Measured
    edges: npt.NDArray[np.float64]
    codes: npt.NDArray[np.uint8]
    rows: tuple[Measured, ...]
    pair: tuple[int, str]
    settings: dict[str, str | int | float | bool | tuple[str, ...] | None]


def everything(**changes: Any) -> Everything:
    values: dict[str, Any] = {
        "number": 1.5,
        "count": 3,
        "maybe": None,
        "name": "ℓℓ",
        "side": "up",
        "flag": True,
        "measured": Measured(value=4.0, uncertainty=0.2),
        "edges": np.array([0.0, 0.5, 1.0]),
        "codes": np.array([0, 255], dtype=np.uint8),
        "rows": (Measured(value=1.0, uncertainty=0.1),),
        "pair": (1, "one"),
        "settings": {"a": 1, "b": 0.5, "c": True, "d": ("x", "y"), "e": None, "f": "text"},
    }
    return Everything(**values | changes)


def on_paper(record: object) -> Any:
    return json.loads(json.dumps(to_json(record), allow_nan=False))


def test_every_kind_of_field_survives() -> None:
    record = everything()
    again = from_json(Everything, on_paper(record), "record")
    assert again.codes.dtype == np.uint8
    assert again.edges.tolist() == record.edges.tolist()
    for name in ("number", "count", "maybe", "name", "flag", "measured", "rows", "pair"):
        assert getattr(again, name) == getattr(record, name)
    assert again.settings == record.settings
    assert type(again.settings["c"]) is bool


@given(hnp.arrays(np.float64, st.integers(0, 20)))
def test_every_finite_number_comes_back_as_it_was(edges: npt.NDArray[np.float64]) -> None:
    again = from_json(Everything, on_paper(everything(edges=edges)), "record").edges
    assert np.array_equal(again, np.where(np.isfinite(edges), edges, np.nan), equal_nan=True)


def test_what_is_not_finite_is_null_on_paper_and_nan_again() -> None:
    paper = on_paper(everything(number=math.inf, edges=np.array([np.nan, 1.0])))
    assert paper["number"] is None
    assert paper["edges"] == [None, 1.0]
    assert math.isnan(from_json(Everything, paper, "record").number)


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("number", "1", r"record\.number is '1', expected float"),
        ("number", True, "record.number is 'True', expected float"),
        ("count", 1.5, "record.count is '1.5', expected int"),
        ("name", None, "record.name is 'None', expected str"),
        ("side", "left", r"record\.side is 'left', expected .*up"),
        ("measured", {"value": 1.0}, "record.measured has not the fields of a Measured: uncert"),
        ("measured", [1.0], "record.measured is"),
        ("edges", [[0.0], 1.0], "record.edges is"),
        ("edges", 3.0, "record.edges is"),
        ("codes", [None], "record.codes is"),
        ("codes", [300], "record.codes is"),
        ("codes", [1.5], "record.codes is"),
        ("rows", [{"value": 1.0, "uncertainty": "x"}], r"record\.rows\[0\]\.uncertainty is 'x'"),
        ("pair", [1], "record.pair is .*expected 2 values"),
        ("settings", {"a": {}}, "record.settings.a is '{}', expected str or int"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(field: str, value: object, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        from_json(Everything, on_paper(everything()) | {field: value}, "record")


def test_an_unknown_and_a_missing_field_are_named() -> None:
    paper = on_paper(everything()) | {"colour": "red"}
    del paper["flag"]
    with pytest.raises(DataError, match="fields of a Everything: colour, flag"):
        from_json(Everything, paper, "record")
