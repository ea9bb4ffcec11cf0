"""Systematic variations change the one constant that they name."""

from dataclasses import asdict, replace
from typing import Any

import pytest

from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.jets import JetResponse
from fivesigma.simulation.variations import (
    NORMALISATION_VARIATIONS,
    DetectorVariation,
    detector_variations,
)


def constants(settings: DetectorSettings) -> dict[str, Any]:
    """Every constant of a detector by its dotted name."""
    found: dict[str, Any] = {}
    for name, value in asdict(settings).items():
        if isinstance(value, dict):
            found |= {f"{name}.{inner}": v for inner, v in value.items()}
        else:
            found[name] = value
    return found


@pytest.mark.parametrize("variation", detector_variations(), ids=lambda v: v.name)
def test_up_and_down_change_one_constant_by_the_size(variation: DetectorVariation) -> None:
    nominal, up, down = map(constants, (DetectorSettings(), variation.up, variation.down))
    changed = [name for name in nominal if nominal[name] != up[name]]
    assert changed == [name for name in nominal if nominal[name] != down[name]]
    assert len(changed) == 1
    assert up[changed[0]] == pytest.approx(nominal[changed[0]] * (1 + variation.size))
    assert down[changed[0]] == pytest.approx(nominal[changed[0]] * (1 - variation.size))


def test_a_detector_of_ones_own_can_be_varied() -> None:
    own = replace(DetectorSettings(), jets=JetResponse(scale=0.5), soft_noise=9.0)
    energy_scale = detector_variations(own)[0]
    assert energy_scale.up.jets.scale == pytest.approx(0.515)
    assert energy_scale.up.soft_noise == 9.0


def test_every_background_has_an_uncertain_yield() -> None:
    processes = [variation.process for variation in NORMALISATION_VARIATIONS]
    assert sorted(processes) == ["Non-resonant_ll", "WZ", "Z+jets", "ZZ"]
