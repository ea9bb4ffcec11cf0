"""Shifts of the yields, and that their uncertainty knows that the collisions are the same."""

import json
from pathlib import Path

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.variations import NORMALISATION_VARIATIONS, detector_variations
from fivesigma.workflow.shifts import (
    Shift,
    detector_shifts,
    normalisation_shifts,
    relative_change,
    total_shift,
)
from fivesigma.workflow.truth_record import embedded_truth, observe_again

PUBLISHED = json.loads(
    (Path(__file__).resolve().parents[2] / "docs/explain/how-real.json").read_text()
)


@pytest.fixture(scope="module")
def shifts() -> tuple[Shift, ...]:
    return detector_shifts(embedded_truth(), detector_variations())


def shift_of(shifts: tuple[Shift, ...], variation: str, process: str) -> Shift:
    return next(s for s in shifts if (s.variation, s.process) == (variation, process))


def test_a_change_is_known_better_than_the_yields() -> None:
    rng = np.random.default_rng(1)
    before = rng.uniform(0.5, 1.5, 10_000)
    after = np.where(rng.random(10_000) < 0.02, 0.0, before)
    change = relative_change(before, after)
    assert change.value == pytest.approx(-0.02, abs=0.005)
    assert change.uncertainty == pytest.approx(np.sqrt(0.02 * 0.98 / 10_000), rel=0.1)


def test_the_uncertainty_of_a_change_is_its_spread_over_repetitions() -> None:
    rng = np.random.default_rng(2)
    values, claimed = [], []
    for _ in range(400):
        before = rng.exponential(1.0, 200) * (rng.random(200) < 0.7)
        after = before * (rng.random(200) < 0.9) + 0.3 * (rng.random(200) < 0.1)
        change = relative_change(before, after)
        values.append(change.value)
        claimed.append(change.uncertainty)
    assert np.mean(claimed) == pytest.approx(np.std(values), rel=0.12)


def test_nothing_changed_is_a_change_of_zero_for_sure() -> None:
    change = relative_change(np.ones(5), np.ones(5))
    assert (change.value, change.uncertainty) == (0.0, 0.0)


def test_half_of_up_minus_down_is_the_size() -> None:
    up, down = Measured(value=0.03, uncertainty=0.004), Measured(value=-0.01, uncertainty=0.003)
    size = Shift(variation="a", process="ZZ", up=up, down=down).size
    assert size.value == pytest.approx(0.02)
    assert size.uncertainty == pytest.approx(0.0025)


def test_every_process_and_the_sum_of_backgrounds_has_a_shift(shifts: tuple[Shift, ...]) -> None:
    assert len(shifts) == len(detector_variations()) * 7
    assert {shift.process for shift in shifts} >= {"DM_200", "Z+jets", "background"}


def test_leptons_of_more_energy_pass_more_often(shifts: tuple[Shift, ...]) -> None:
    # The selection asks for hard leptons, and missing momentum balances them.
    shift = shift_of(shifts, "muon_scale", "Non-resonant_ll")
    assert shift.up.value > -2 * shift.up.uncertainty
    assert abs(shift.up.value) < 0.03


def test_more_pile_up_brings_more_fakes_and_less_signal(shifts: tuple[Shift, ...]) -> None:
    signal = shift_of(shifts, "pile_up", "DM_200")
    assert signal.up.value < 0 < signal.down.value
    fakes = shift_of(shifts, "pile_up", "Z+jets")
    assert fakes.up.value > 0 > fakes.down.value


def test_a_yield_that_is_uncertain_shifts_the_background_by_its_part_of_it() -> None:
    shifts = normalisation_shifts(embedded_truth())
    expected = {"ZZ": 83.89, "WZ": 33.91, "Z+jets": 49.36, "Non-resonant_ll": 80.72}
    total = sum(expected.values())
    for variation, shift in zip(NORMALISATION_VARIATIONS, shifts, strict=True):
        part = variation.size * expected[variation.process] / total
        assert shift.size.value == pytest.approx(part, rel=1e-3)
        assert shift.up.value == pytest.approx(-shift.down.value)


def test_the_published_totals_are_those_of_the_record(shifts: tuple[Shift, ...]) -> None:
    published = PUBLISHED["total_on_background"]
    assert total_shift(shifts).value == pytest.approx(published["detector"]["value"], rel=1e-3)
    of_yields = total_shift(normalisation_shifts(embedded_truth()))
    assert of_yields.value == pytest.approx(published["normalisation"]["value"], rel=1e-6)


def test_fakes_depend_most_on_the_detector_and_yields_matter_more_than_it(
    shifts: tuple[Shift, ...],
) -> None:
    record = embedded_truth()
    totals = {name: total_shift(shifts, name).value for name in record.processes}
    assert max(totals, key=totals.__getitem__) == "Z+jets"
    assert total_shift(normalisation_shifts(record)).value > total_shift(shifts).value


def test_behind_cuts_only_the_events_of_that_region_shift() -> None:
    record, [pile_up] = embedded_truth(), [v for v in detector_variations() if v.name == "pile_up"]
    cuts = ["76 < mll < 106", "met >= 150"]
    nominal, changed = (
        observe_again(record, settings) for settings in (DetectorSettings(), pile_up.up)
    )

    def expected(table: EventTable) -> float:
        mll, met = table.features["mll"], table.features["met"]
        inside = (mll > 76) & (mll < 106) & (met >= 150) & (table.label == 0)
        return float(table.weight[inside].sum())

    shift = shift_of(detector_shifts(record, [pile_up], cuts=cuts), "pile_up", "background")
    assert shift.up.value == pytest.approx(expected(changed) / expected(nominal) - 1)


def test_a_region_that_a_process_does_not_reach_has_no_shift() -> None:
    with pytest.raises(FiveSigmaError, match="relative to 0 expected events"):
        detector_shifts(embedded_truth(), detector_variations()[:1], cuts=["met > 3000"])
