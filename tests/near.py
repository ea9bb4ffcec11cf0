"""Whether numbers that were stored are those that are made now."""

from typing import Any

import pytest


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
