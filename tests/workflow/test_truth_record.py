"""The truth record: any detector may observe the same collisions again."""

from dataclasses import replace

import numpy as np
import pytest

from fivesigma.core.level import Level
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.levels import embedded_levels
from fivesigma.data.table import EventTable
from fivesigma.learning.split import hash_fold
from fivesigma.physics.selection import is_preselected
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.levels import settings_at
from fivesigma.workflow.truth_record import (
    TruthRecord,
    embedded_truth,
    expected_rows,
    fold_key,
    observe_again,
    try_numbers,
)


@pytest.fixture(scope="module")
def record() -> TruthRecord:
    return embedded_truth()


@pytest.fixture(scope="module")
def levels() -> dict[Level, EventTable]:
    return embedded_levels()


def collisions(table: EventTable) -> list[tuple[int, int]]:
    """Process and number of each row."""
    assert table.truth_id is not None
    return list(zip(table.process.tolist(), table.truth_id.tolist(), strict=True))


def yield_and_variance(table: EventTable, process: str) -> tuple[float, float]:
    weight = table.weight[table.process == table.processes.index(process)]
    return float(weight.sum()), float((weight**2).sum())


def test_the_same_setting_shows_the_same_events(record: TruthRecord) -> None:
    one, two = (observe_again(record, DetectorSettings()) for _ in range(2))
    assert collisions(one) == collisions(two)
    for name, values in one.features.items():
        assert np.array_equal(values, two.features[name]), name


def test_a_changed_setting_is_the_only_change(record: TruthRecord) -> None:
    before = observe_again(record, DetectorSettings())
    after = observe_again(record, replace(DetectorSettings(), soft_noise=4.5))
    keys = [{key: row for row, key in enumerate(collisions(table))} for table in (before, after)]
    shared = keys[0].keys() & keys[1].keys()
    assert len(shared) > 0.9 * before.n_events
    rows = [np.array([rows_of[key] for key in shared]) for rows_of in keys]
    # Leptons and jets have nothing to do with the soft term.
    for name in ("lead_lep_pt", "sublead_lep_pt", "mll", "delta_r_ll", "n_bjets"):
        same = before.features[name][rows[0]] == after.features[name][rows[1]]
        assert same.all(), name
    assert (before.features["met"][rows[0]] != after.features["met"][rows[1]]).mean() > 0.9


@pytest.mark.parametrize("process", ["DM_200", "DM_300", "ZZ", "WZ", "Z+jets", "Non-resonant_ll"])
def test_the_whole_detector_expects_as_many_events_as_the_atlas_set(
    record: TruthRecord, process: str
) -> None:
    answers = load_catalogue().dataset("atlas-dm").known_answers
    wanted = {a.process: a.value for a in answers if a.quantity == "sum_of_weights"}
    table = observe_again(record, DetectorSettings())
    assert yield_and_variance(table, process)[0] == pytest.approx(wanted[process], rel=1e-6)


@pytest.mark.parametrize("level", [Level.TRUTH, Level.RESOLUTION])
@pytest.mark.parametrize("process", ["DM_200", "DM_300", "ZZ", "WZ", "Non-resonant_ll"])
def test_the_record_and_the_tables_agree_at_every_level(
    record: TruthRecord, levels: dict[Level, EventTable], process: str, level: Level
) -> None:
    ours, our_variance = yield_and_variance(observe_again(record, settings_at(level)), process)
    theirs, their_variance = yield_and_variance(levels[level], process)
    # The scale of the record is itself known as well as its rows at the whole detector are.
    full, full_variance = yield_and_variance(observe_again(record, DetectorSettings()), process)
    spread = np.sqrt(our_variance + their_variance + full_variance * (ours / full) ** 2)
    assert abs(ours - theirs) < 4 * spread


def test_a_collision_is_the_one_of_the_tables(
    record: TruthRecord, levels: dict[Level, EventTable]
) -> None:
    mine = observe_again(record, settings_at(Level.TRUTH))
    table = levels[Level.TRUTH]
    rows = {key: row for row, key in enumerate(collisions(table))}
    pairs = [(row, rows[key]) for row, key in enumerate(collisions(mine)) if key in rows]
    here, there = np.array(pairs).T
    assert len(pairs) > 0.9 * mine.n_events
    assert np.array_equal(mine.fold[here], table.fold[there])
    # Both are shortened: the record before the features are computed, the table after.
    for name in ("lead_lep_pt", "met", "mll"):
        assert mine.features[name][here] == pytest.approx(table.features[name][there], rel=2e-3)


def test_every_row_is_a_collision_of_its_own_in_the_fold_of_its_hash(record: TruthRecord) -> None:
    names = [record.processes[code] for code in record.process]
    keys = [fold_key(n, i) for n, i in zip(names, record.truth_id.tolist(), strict=True)]
    assert len(set(keys)) == len(keys)
    assert np.array_equal(record.fold, hash_fold(keys))


def test_what_is_observed_is_preselected(record: TruthRecord) -> None:
    table = observe_again(record, DetectorSettings())
    features = {name: values.astype(np.float64) for name, values in table.features.items()}
    # Features are float32 here, so that a value may end up on the limit itself.
    assert is_preselected(features).mean() > 0.999
    weight = expected_rows(record, DetectorSettings())
    assert weight.sum() == pytest.approx(table.weight.sum())
    assert np.count_nonzero(weight) == table.n_events


def test_no_two_tries_share_a_number() -> None:
    process, truth_id, replica = np.meshgrid([0, 1, 5], [0, 1, 999_999], [0, 99], indexing="ij")
    numbers = try_numbers(process.ravel(), truth_id.ravel(), replica.ravel())
    assert len(set(numbers.tolist())) == 18
    assert np.all(np.diff(numbers) > 0)
