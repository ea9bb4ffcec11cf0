import pytest

from fivesigma.core.units import expected_events


def test_cross_section_times_luminosity_is_a_number_of_collisions() -> None:
    assert expected_events(0.063965, 10.0) / 10_000 == pytest.approx(0.063965)
