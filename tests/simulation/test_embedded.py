"""Facts of the dataset that ships with the package, and that its card tells the truth."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from fivesigma.data.table import EventTable, embedded_table
from fivesigma.learning.split import N_FOLDS, hash_fold
from fivesigma.physics.selection import is_preselected
from fivesigma.simulation.sampling import shorten
from fivesigma.workflow.truth_record import fold_key
from make_embedded import MANTISSA_BITS, RECIPES, reference_yields

REPOSITORY = Path(__file__).resolve().parents[2]
FILE = REPOSITORY / "src/fivesigma/data/embedded/simulated_dm.parquet"
CARD = REPOSITORY / "docs/explain/embedded-data.md"
AGREEMENT = json.loads((REPOSITORY / "docs/explain/embedded-agreement.json").read_text())
MAX_BYTES = 3_000_000


@pytest.fixture(scope="module")
def table() -> EventTable:
    return embedded_table()


def rows_by_process(table: EventTable) -> dict[str, int]:
    counts = np.bincount(table.process, minlength=len(table.processes))
    return dict(zip(table.processes, counts.tolist(), strict=True))


def test_the_file_is_small() -> None:
    assert FILE.stat().st_size <= MAX_BYTES


def test_each_process_has_about_the_rows_of_its_recipe(table: EventTable) -> None:
    wanted = {recipe.process: recipe.n_rows for recipe in RECIPES}
    assert rows_by_process(table) == pytest.approx(wanted, rel=0.03)


def test_each_process_expects_as_many_events_as_in_the_atlas_set(table: EventTable) -> None:
    wanted = reference_yields()
    for code, name in enumerate(table.processes):
        assert table.weight[table.process == code].sum() == pytest.approx(wanted[name]), name


def test_no_weight_is_negative_and_few_are_uneven(table: EventTable) -> None:
    assert (table.weight > 0).all()
    for code, name in enumerate(table.processes):
        weight = table.weight[table.process == code]
        n_effective = weight.sum() ** 2 / (weight**2).sum()
        assert n_effective > 0.5 * len(weight), name


def test_the_fold_is_the_hash_of_process_and_collision(table: EventTable) -> None:
    assert table.truth_id is not None
    names = [table.processes[code] for code in table.process]
    keys = [fold_key(name, number) for name, number in zip(names, table.truth_id, strict=True)]
    assert np.array_equal(table.fold, hash_fold(keys))


def test_every_process_is_in_every_fold(table: EventTable) -> None:
    pairs = {(int(code), int(fold)) for code, fold in zip(table.process, table.fold, strict=True)}
    assert len(pairs) == len(table.processes) * N_FOLDS


def test_every_row_is_a_collision_of_its_own(table: EventTable) -> None:
    assert table.truth_id is not None
    rows = list(zip(table.process.tolist(), table.truth_id.tolist(), strict=True))
    assert len(set(rows)) == len(rows)


def test_every_row_is_preselected(table: EventTable) -> None:
    features = {name: values.astype(np.float64) for name, values in table.features.items()}
    assert is_preselected(features).all()


def test_numbers_are_as_short_as_they_say(table: EventTable) -> None:
    for name, values in table.features.items():
        assert np.array_equal(values, shorten(values.astype(np.float64), MANTISSA_BITS)), name


def test_the_file_says_who_simulated_it(table: EventTable) -> None:
    assert "NOT ATLAS simulation" in table.provenance["origin"]
    assert table.provenance["licence"] == "CC0-1.0"
    assert "scaled to the sum of weights" in table.provenance["normalisation"]


def test_the_card_states_the_rows_and_seeds_of_the_file(table: EventTable) -> None:
    card = CARD.read_text()
    assert "not ATLAS simulation" in card
    assert f"{table.n_events:,} rows" in card
    assert table.provenance["detector_seed"] in card
    assert f"{int(table.provenance['generated_events']):,} generated collisions" in card
    for name, count in rows_by_process(table).items():
        row = re.search(rf"^\| `{re.escape(name)}` \|(.*)$", card, flags=re.MULTILINE)
        assert row is not None, name
        assert f" {count:,} " in row[1], name


def test_the_published_distances_are_those_of_the_file(table: EventTable, mirror: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs Matplotlib: install the group `plots`")
    from compare_embedded import measure, reference_table

    distances, _ = measure(table, reference_table(mirror))
    for process, published in AGREEMENT["weighted_ks_distance"].items():
        assert distances[process] == pytest.approx(published, abs=1e-3), process


@pytest.mark.parametrize("process", ["DM_200", "DM_300", "ZZ", "WZ", "Non-resonant_ll"])
def test_no_shape_is_further_than_a_tenth_from_the_atlas_set(process: str) -> None:
    assert max(AGREEMENT["weighted_ks_distance"][process].values()) < 0.12


def test_no_z_jets_shape_is_further_than_a_fifth_from_the_atlas_set() -> None:
    assert max(AGREEMENT["weighted_ks_distance"]["Z+jets"].values()) < 0.20


# How close a first try of this simulation came: the worst of DM_200, ZZ, WZ and Non-resonant_ll;
# Z+jets.
FIRST_TRY = {"lead_lep_pt": (0.055, 0.30), "met": (0.049, 0.16), "delta_r_ll": (0.048, 0.25)}


@pytest.mark.parametrize("process", ["DM_200", "ZZ", "WZ", "Non-resonant_ll", "Z+jets"])
def test_no_shape_is_further_from_the_atlas_set_than_it_was_at_first(process: str) -> None:
    distances = AGREEMENT["weighted_ks_distance"][process]
    probabilities = AGREEMENT["probability"][process]
    for feature, (limit, limit_z_jets) in FIRST_TRY.items():
        if process == "Z+jets":
            assert distances[feature] < 0.65 * limit_z_jets, feature
        else:
            # 381 rows of DM_200 tell equal shapes apart by more than that now and then.
            assert distances[feature] <= limit or probabilities[feature] > 0.05, feature


@pytest.mark.parametrize("signal", ["DM_200", "DM_300"])
def test_a_classifier_trained_on_it_works_on_the_atlas_set(signal: str) -> None:
    trained_there, trained_here = AGREEMENT["transfer"][signal].values()
    assert trained_here["auc"] > trained_there["auc"] - 2 * trained_there["auc_uncertainty"]
