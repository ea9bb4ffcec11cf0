"""The pictures and variables that TypeScript is held to are those of the package, and physical."""

import json
from pathlib import Path

import numpy as np
import pytest

import make_variable_vectors

FOLDER = Path(__file__).parent.parent / "vectors"
MADE = make_variable_vectors.all_vectors()
STORED = {name: json.loads((FOLDER / f"{name}.json").read_text("utf-8")) for name in MADE}


@pytest.mark.parametrize(
    ("part", "name"),
    [(part, name) for part in ("features", "expected") for name in MADE["pictures"][part]],
)
def test_the_collisions_are_the_same(part: str, name: str) -> None:
    made, stored = (vectors["pictures"][part][name] for vectors in (MADE, STORED))
    np.testing.assert_allclose(made, stored, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("name", ["columns", "label", "weight", "area"])
def test_the_variables_are_the_same(name: str) -> None:
    made, stored = (vectors["variables"][name] for vectors in (MADE, STORED))
    np.testing.assert_allclose(made, stored, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("kind", [0, 1])
@pytest.mark.parametrize("name", ["r", "uncertainty"])
def test_the_correlations_are_the_same(kind: int, name: str) -> None:
    made, stored = (vectors["variables"]["correlation"][kind][name] for vectors in (MADE, STORED))
    np.testing.assert_allclose(made, stored, rtol=1e-9, atol=1e-9)


def test_what_is_in_no_jet_is_at_least_the_imbalance() -> None:
    pictures = STORED["pictures"]
    imbalance = np.array(pictures["features"]["fractional_pt_difference"])
    at_least = imbalance * np.array(pictures["expected"]["pair_pt"])
    assert (np.array(pictures["expected"]["soft_pt"]) >= at_least - 1e-9).all()
