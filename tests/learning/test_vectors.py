"""The files that TypeScript reads hold what the package computes now."""

import json
from pathlib import Path
from typing import Any

import pytest

import make_vectors

FOLDER = Path(__file__).parent.parent / "vectors"
VECTORS = make_vectors.all_vectors()


def assert_same(found: Any, expected: Any, place: str) -> None:
    """Equal structure and text; numbers to 1e-9, for another machine adds in another order."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), place
        for key, value in expected.items():
            assert_same(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for i, value in enumerate(expected):
            assert_same(found[i], value, f"{place}[{i}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-13), place
    else:
        assert found == expected, place


@pytest.mark.parametrize("name", VECTORS)
def test_the_file_equals_what_the_package_computes(name: str) -> None:
    stored = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    assert_same(stored, json.loads(json.dumps(VECTORS[name])), name)


def test_no_file_is_left_over() -> None:
    made_elsewhere = {
        "exchange",
        "pytorch",
        "trees",
        "fit",
        "pictures",
        "variables",
        "grown_trees",
        "measurement",
        "pseudo",
    }  # tools/make_exchange_vectors.py and so on
    assert {path.stem for path in FOLDER.glob("*.json")} - made_elsewhere == set(VECTORS)
