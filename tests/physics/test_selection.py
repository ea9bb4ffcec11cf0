"""Cuts as one writes them; the preselection, its limits, and that the real files keep to it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.physics.selection import PRESELECTION, is_kept, is_preselected, parse_cut
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


@pytest.mark.parametrize(
    ("text", "feature", "conditions"),
    [
        ("met > 100", "met", ((">", 100.0),)),
        ("met>=1e2", "met", ((">=", 100.0),)),
        ("100 < met", "met", ((">", 100.0),)),
        ("76 < mll < 106", "mll", ((">", 76.0), ("<", 106.0))),
        ("106 >= mll > 76", "mll", (("<=", 106.0), (">", 76.0))),
        ("sum_lep_charge == 0", "sum_lep_charge", (("==", 0.0),)),
        ("n_bjets != 1", "n_bjets", (("!=", 1.0),)),
        ("-0.5 < x", "x", ((">", -0.5),)),
    ],
)
def test_a_cut_is_read_as_one_writes_it(
    text: str, feature: str, conditions: tuple[tuple[str, float], ...]
) -> None:
    cut = parse_cut(text)
    assert (cut.feature, cut.conditions) == (feature, conditions)
    assert parse_cut(str(cut)) == cut


@pytest.mark.parametrize(
    "text",
    [
        "",
        "met",
        "met > ",
        "> 100",
        "met > many",
        "met > nan",
        "nan < met",
        "met > inf",
        "met > 1_000",
        "met = 100",
        "1 < 2",
        "1 < met > 2",
        "1 == met == 2",
        "met < mll",
        "1 < met < 2 < 3",
        "met > 100 and mll < 90",
        "__import__('os').system('x') > 1",
        "met[0] > 1",
    ],
)
def test_what_is_no_cut_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(FiveSigmaError, match=r"is no cut: .*'76 < mll < 106'"):
        parse_cut(text)


@given(
    low=st.floats(-1e6, 1e6),
    high=st.floats(-1e6, 1e6),
    signs=st.sampled_from([("<", "<"), ("<=", "<"), (">", ">="), (">=", ">=")]),
)
def test_a_cut_written_out_is_the_same_cut(low: float, high: float, signs: tuple[str, str]) -> None:
    cut = parse_cut(f"{low!r} {signs[0]} met {signs[1]} {high!r}")
    assert parse_cut(str(cut)) == cut


def test_a_cut_keeps_what_it_says_at_its_limits() -> None:
    mll = np.array([75.0, 76.0, 90.0, 106.0, np.nan], dtype=np.float32)
    assert is_kept(parse_cut("76 < mll < 106"), {"mll": mll}).tolist() == [0, 0, 1, 0, 0]
    assert is_kept(parse_cut("76 <= mll <= 106"), {"mll": mll}).tolist() == [0, 1, 1, 1, 0]
    assert is_kept(parse_cut("mll != 90"), {"mll": mll}).tolist() == [1, 1, 0, 1, 0]


def test_a_number_that_the_column_cannot_hold_exactly_is_compared_as_the_column_holds_it() -> None:
    stored = {"x": np.array([0.3], dtype=np.float32)}
    assert is_kept(parse_cut("x <= 0.3"), stored).all()
    assert not is_kept(parse_cut("x < 0.3"), stored).any()


def test_a_cut_on_an_unknown_feature_names_the_nearest() -> None:
    with pytest.raises(FiveSigmaError, match=r"'mett > 1'.*did you mean 'met'\?"):
        is_kept(parse_cut("mett > 1"), {"met": np.ones(1), "mll": np.ones(1)})
