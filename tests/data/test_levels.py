"""The embedded tables of every level: the same collisions, in the same folds."""

import numpy as np
import pytest

from fivesigma.core.level import Level
from fivesigma.data.levels import embedded_levels
from fivesigma.data.table import EventTable
from fivesigma.physics.selection import is_preselected


@pytest.fixture(scope="module")
def levels() -> dict[Level, EventTable]:
    return embedded_levels()


def folds(table: EventTable) -> dict[tuple[int, int], int]:
    """Fold of each collision, by process and number."""
    assert table.truth_id is not None
    keys = zip(table.process.tolist(), table.truth_id.tolist(), strict=True)
    return dict(zip(keys, table.fold.tolist(), strict=True))


def yields(table: EventTable) -> dict[str, float]:
    """Expected events of each process."""
    sums = np.bincount(table.process, weights=table.weight, minlength=len(table.processes))
    return dict(zip(table.processes, sums.tolist(), strict=True))


def test_every_level_has_the_same_processes_and_variables(
    levels: dict[Level, EventTable],
) -> None:
    detector = levels[Level.DETECTOR]
    for table in levels.values():
        assert table.processes == detector.processes
        assert list(table.features) == list(detector.features)
        assert "NOT ATLAS simulation" in table.provenance["origin"]


@pytest.mark.parametrize("level", list(Level))
def test_every_row_is_a_preselected_collision_of_its_own(
    levels: dict[Level, EventTable], level: Level
) -> None:
    table = levels[level]
    features = {name: values.astype(np.float64) for name, values in table.features.items()}
    assert is_preselected(features).all()
    assert len(folds(table)) == table.n_events
    assert (table.weight > 0).all()


def test_a_collision_keeps_its_fold_at_every_level(levels: dict[Level, EventTable]) -> None:
    detector = folds(levels[Level.DETECTOR])
    for level in (Level.TRUTH, Level.RESOLUTION):
        here = folds(levels[level])
        shared = here.keys() & detector.keys()
        assert len(shared) > 7_000
        assert all(here[key] == detector[key] for key in shared)


def test_truth_is_whole_and_knows_no_mistake(levels: dict[Level, EventTable]) -> None:
    truth = levels[Level.TRUTH]
    is_z = np.isin(truth.process, [truth.processes.index(p) for p in ("DM_200", "DM_300")])
    assert (truth.features["sum_lep_charge"][is_z] == 0).all()
    assert truth.features["mll"][is_z].std() < levels[Level.RESOLUTION].features["mll"].std()


def test_the_detector_loses_signal_and_lets_fakes_in(levels: dict[Level, EventTable]) -> None:
    truth, resolution, detector = (yields(levels[level]) for level in Level)
    assert truth["DM_200"] > resolution["DM_200"] > detector["DM_200"]
    assert truth["Z+jets"] < resolution["Z+jets"] < 0.2 * detector["Z+jets"]
