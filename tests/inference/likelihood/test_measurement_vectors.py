"""The measurements that TypeScript is held to are those that the package makes now, and pyhf's."""

import json
from pathlib import Path
from typing import Any

import pytest

import make_measurement_vectors
from near import assert_near

FILE = Path(__file__).parents[2] / "vectors" / "measurement.json"
STORED = json.loads(FILE.read_text(encoding="utf-8"))


def test_the_file_equals_what_the_package_computes() -> None:
    made = json.loads(json.dumps(make_measurement_vectors.all_vectors()))
    assert_near(made, STORED, "measurement")


@pytest.mark.parametrize("case", STORED["cases"], ids=lambda case: case["name"])
def test_every_uncertainty_costs_significance_and_pyhf_agrees(case: Any) -> None:
    z = [stair["z"] for stair in case["stairs"]]
    assert z == sorted(z, reverse=True)
    assert z[-1] == pytest.approx(case["stairs"][-1]["z_of_pyhf"], abs=1e-3)
