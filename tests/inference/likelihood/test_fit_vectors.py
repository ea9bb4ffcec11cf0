"""The fits that TypeScript is held to are those that the package makes now, and pyhf's."""

import json
from pathlib import Path
from typing import Any

import pytest

import make_fit_vectors

FILE = Path(__file__).parents[2] / "vectors" / "fit.json"
STORED = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
MADE = json.loads(json.dumps(make_fit_vectors.all_vectors()))["cases"]


def assert_near(found: Any, expected: Any, place: str) -> None:
    """Equal structure and text; numbers to 1e-6, what pyhf's minimiser found to 1e-3."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), place
        for key, value in expected.items():
            assert_near(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for i, value in enumerate(expected):
            assert_near(found[i], value, f"{place}[{i}]")
    elif isinstance(expected, float):
        tolerance = 1e-3 if place.endswith("z_of_pyhf") else 1e-6
        assert found == pytest.approx(expected, rel=tolerance, abs=10 * tolerance), place
    else:
        assert found == expected, place


@pytest.mark.parametrize(("made", "stored"), [*zip(MADE, STORED, strict=True)])
def test_the_file_equals_what_the_package_computes(made: Any, stored: Any) -> None:
    assert_near(made, stored, stored["name"])


@pytest.mark.parametrize("case", [case for case in STORED if case["best"]["mu"] > 0])
def test_pyhf_finds_the_same_significance(case: Any) -> None:
    assert case["z"] == pytest.approx(case["z_of_pyhf"], abs=1e-3)
