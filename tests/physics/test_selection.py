"""The preselection: its limits, and that the real files keep to it."""

from pathlib import Path

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.selection import PRESELECTION, is_preselected
from fivesigma.workflow.datasets import table_from_files

INSIDE = {
    "mll": 91.0,
    "met": 100.0,
    "delta_r_ll": 1.0,
    "delta_phi_ll_met": 3.0,
    "fractional_pt_difference": 0.1,
    "met_over_ht": 0.8,
    "n_bjets": 1.0,
}


def kept(**changes: float) -> bool:
    features = {name: np.array([value]) for name, value in (INSIDE | changes).items()}
    return bool(is_preselected(features)[0])


def test_a_collision_inside_all_limits_is_kept() -> None:
    assert kept()


@pytest.mark.parametrize(
    ("feature", "value"),
    [
        ("mll", 61.0),
        ("mll", 121.2),
        ("met", 80.0),
        ("delta_r_ll", 0.19),
        ("delta_r_ll", 2.0),
        ("delta_phi_ll_met", 2.0),
        ("fractional_pt_difference", 0.3),
        ("met_over_ht", 0.5),
        ("n_bjets", 2.0),
        ("met", float("nan")),
    ],
)
def test_a_collision_outside_one_limit_is_not_kept(feature: str, value: float) -> None:
    assert not kept(**{feature: value})


def test_just_inside_a_limit_is_kept() -> None:
    assert kept(met=80.001, mll=61.11, delta_r_ll=1.999, fractional_pt_difference=0.2999)


def test_a_missing_feature_is_named() -> None:
    features = {name: np.array([value]) for name, value in INSIDE.items() if name != "met"}
    with pytest.raises(FiveSigmaError, match="met missing"):
        is_preselected(features)


def test_every_event_of_the_real_files_is_preselected(mirror: Path) -> None:
    dataset = load_catalogue().dataset("atlas-dm")
    paths = [mirror / process.file.name for process in dataset.processes if process.file]
    features = table_from_files(dataset, paths).features
    keep = is_preselected({name: features[name].astype(np.float64) for name in PRESELECTION})
    assert keep.all()
