"""The fits that TypeScript is held to are those that the package makes now, and pyhf's."""

import json
from pathlib import Path
from typing import Any

import pytest

import make_fit_vectors
from near import assert_near

FILE = Path(__file__).parents[2] / "vectors" / "fit.json"
STORED = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
MADE = json.loads(json.dumps(make_fit_vectors.all_vectors()))["cases"]


@pytest.mark.parametrize(("made", "stored"), [*zip(MADE, STORED, strict=True)])
def test_the_file_equals_what_the_package_computes(made: Any, stored: Any) -> None:
    assert_near(made, stored, stored["name"])


@pytest.mark.parametrize("case", [case for case in STORED if case["best"]["mu"] > 0])
def test_pyhf_finds_the_same_significance(case: Any) -> None:
    assert case["z"] == pytest.approx(case["z_of_pyhf"], abs=1e-3)
