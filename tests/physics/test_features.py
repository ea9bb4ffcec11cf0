"""The ten features: one collision worked by hand, and a table that suits the real data."""

import math
from pathlib import Path

import numpy as np
import pytest

from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.features import FEATURES, compute_features
from fivesigma.physics.objects import DileptonEvents
from fivesigma.workflow.datasets import table_from_files


def one_collision(**changes: float) -> DileptonEvents:
    """Leptons of 100 and 40 GeV at right angles, a jet (18, 24) GeV; missing momentum along -x."""
    columns = {
        "lead_pt": 100.0,
        "lead_eta": 0.0,
        "lead_phi": 0.0,
        "sublead_pt": 40.0,
        "sublead_eta": 0.0,
        "sublead_phi": math.pi / 2,
        "sum_lep_charge": 0,
        "met_px": -80.0,
        "met_py": 0.0,
        "jet_px": 18.0,
        "jet_py": 24.0,
        "jet_scalar_sum": 30.0,
        "n_bjets": 1,
    }
    arrays = {name: np.array([value]) for name, value in (columns | changes).items()}
    return DileptonEvents(**arrays)


def test_features_of_a_collision_worked_by_hand() -> None:
    features = {name: values[0] for name, values in compute_features(one_collision()).items()}
    pair_pt = math.hypot(100.0, 40.0)
    assert features == pytest.approx(
        {
            "lead_lep_pt": 100.0,
            "sublead_lep_pt": 40.0,
            "mll": math.sqrt(2 * 100.0 * 40.0),
            "met": 80.0,
            "delta_r_ll": math.pi / 2,
            "delta_phi_ll_met": math.pi - math.atan2(40.0, 100.0),
            "fractional_pt_difference": (pair_pt - math.hypot(80.0 - 18.0, 24.0)) / pair_pt,
            "met_over_ht": 80.0 / 170.0,
            "n_bjets": 1.0,
            "sum_lep_charge": 0.0,
        }
    )


def test_a_pair_balanced_by_missing_momentum_and_jets_has_no_imbalance() -> None:
    balanced = one_collision(met_px=-118.0, met_py=-64.0)
    assert compute_features(balanced)["fractional_pt_difference"] == pytest.approx(0.0)


def test_no_collisions_give_columns_of_length_zero() -> None:
    empty = DileptonEvents(
        **{name: getattr(one_collision(), name)[:0] for name in DileptonEvents.__slots__}
    )
    assert all(values.shape == (0,) for values in compute_features(empty).values())


def test_features_stand_in_the_order_and_units_of_the_catalogue() -> None:
    dataset = load_catalogue().dataset("atlas-dm")
    assert tuple(f.name for f in FEATURES) == tuple(dataset.feature_names)
    no_unit = "1"  # as Parquet readers and the catalogue write it
    units = {c.name: "" if c.unit == no_unit else c.unit for c in dataset.columns}
    assert {f.name: f.unit for f in FEATURES} == {f.name: units[f.name] for f in FEATURES}


def test_each_meaning_is_one_sentence() -> None:
    for feature in FEATURES:
        assert feature.meaning.endswith("."), feature.name
        assert feature.meaning.count(". ") == 0, feature.name


def test_bins_of_discrete_features_are_centred_on_their_values() -> None:
    centres = {}
    for feature in FEATURES:
        if feature.discrete:
            edges = np.linspace(feature.low, feature.high, feature.n_bins + 1)
            centres[feature.name] = (0.5 * (edges[1:] + edges[:-1])).tolist()
    assert centres == {"n_bjets": [0.0, 1.0], "sum_lep_charge": [-2.0, 0.0, 2.0]}


def test_histogram_ranges_hold_the_bulk_of_the_real_data(mirror: Path) -> None:
    dataset = load_catalogue().dataset("atlas-dm")
    paths = [mirror / process.file.name for process in dataset.processes if process.file]
    table = table_from_files(dataset, paths)
    wanted = {"DM_200", "DM_300", "ZZ", "WZ", "Z+jets", "Non-resonant_ll"}
    codes = [code for code, name in enumerate(table.processes) if name in wanted]
    keep = np.isin(table.process, codes)
    for feature in FEATURES:
        values = table.features[feature.name][keep]
        assert np.mean(values < feature.low) < 0.001, feature.name
        assert np.mean(values > feature.high) < 0.06, feature.name
