"""The two ATLAS forms, simulation and data, against collisions worked out by hand."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fivesigma.data.table import EventTable, load_table
from fivesigma.physics.examples import COLLISION
from fivesigma.physics.features import compute_features
from fivesigma.workflow.building.build import Built, Request, build_table
from fivesigma.workflow.building.plan import source_of
from made_up_root import Event, measured, write_2020, write_2025

GOOD = Event()
EVENTS = [
    replace(GOOD, number=1, generator_weight=2.0, factor=0.5),
    replace(GOOD, number=2, generator_weight=-1.0),
    replace(GOOD, number=3, leptons=(GOOD.leptons[0], (*GOOD.leptons[1][:4], 13))),
    replace(GOOD, number=4, met=50.0),
    replace(GOOD, number=5, triggered=False),
    replace(GOOD, number=6, leptons=GOOD.leptons[:1]),
    replace(GOOD, number=7, jets=(*GOOD.jets, (30.0, 1.0, 2.0, True))),
]
WEIGHTS = [1.0, -1.0, 1.0, 1.0, 1.0, 1.0, 1.0]  # generator weight × scale factors
SIZE = {  # expected collisions a unit of generator weight
    write_2020: 0.063965 * 10.064 * 1000 / 10_000,
    write_2025: 0.5 * 0.5 * 2.0 * 36.6 * 1000 / 10_000,
}
Write = Callable[..., Path]
both_releases = pytest.mark.parametrize("write", [write_2020, write_2025])


def build(analysis: str, files: list[Path | str], output: Path, **more: object) -> Built:
    sources = tuple(source_of(str(file)) for file in files)
    return build_table(Request(analysis=analysis, sources=sources, output=output, **more))  # type: ignore[arg-type]


def build_and_load(
    analysis: str, files: list[Path | str], output: Path, **more: object
) -> tuple[Built, EventTable]:
    return build(analysis, files, output, **more), load_table(output)


@both_releases
def test_the_variables_are_those_of_the_dark_matter_set(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path / "mc.root", EVENTS)
    _, table = build_and_load("dilepton-met", [path], tmp_path / "t.parquet")
    for name, value in compute_features(COLLISION).items():
        assert table.features[name] == pytest.approx([value.item()] * 2, rel=1e-5, abs=1e-6)
    assert table.others["event_number"].tolist() == [1, 2]
    assert table.processes == ("DM_300",)
    assert table.label.tolist() == [1, 1]


@both_releases
def test_weights_and_cut_flow_are_as_worked_out_by_hand(write: Write, tmp_path: Path) -> None:
    path = write(tmp_path / "mc.root", EVENTS)
    built, table = build_and_load("dilepton-met", [path], tmp_path / "t.parquet")
    size = SIZE[write]
    assert table.weight == pytest.approx([size, -size], rel=1e-6)
    by_hand = {  # numbers of the events that are left
        "all collisions": (1, 2, 3, 4, 5, 6, 7),
        "electron or muon trigger": (1, 2, 3, 4, 6, 7),
        "exactly two leptons above 20 GeV": (1, 2, 3, 4, 7),
        "of one flavour, the first above 25 GeV": (1, 2, 4, 7),
        "61.1 < mll < 121.1 GeV": (1, 2, 4, 7),
        "met > 80 GeV": (1, 2, 7),
        "0.2 < delta_r_ll < 2": (1, 2, 7),
        "delta_phi_ll_met > 2 rad": (1, 2, 7),
        "fractional_pt_difference < 0.3": (1, 2, 7),
        "met_over_ht > 0.5": (1, 2, 7),
        "n_bjets < 1.5": (1, 2),
    }
    for cut in built.flows[0].cuts:
        left = by_hand[cut.cut]
        weights = np.array([WEIGHTS[number - 1] for number in left]) * size
        assert cut.n_events == len(left), cut.cut
        assert cut.expected.value == pytest.approx(weights.sum(), rel=1e-6, abs=1e-9), cut.cut
        assert cut.expected.uncertainty == pytest.approx((weights**2).sum() ** 0.5, rel=1e-6)
    assert len(built.flows[0].cuts) == 11


@both_releases
def test_data_stand_apart_with_weight_one(write: Write, tmp_path: Path) -> None:
    simulated = write(tmp_path / "mc.root", EVENTS)
    data = write(tmp_path / "data.root", [measured(event) for event in EVENTS])
    built, table = build_and_load("dilepton-met", [data, f"ZZ={simulated}"], tmp_path / "t.parquet")
    assert [(flow.process, flow.origin) for flow in built.flows] == [
        ("data", "data"),
        ("ZZ", "simulation"),
    ]
    assert table.label.tolist() == [-1, -1, 0, 0]
    assert table.weight[:2].tolist() == [1.0, 1.0]
    assert table.others["run"].tolist() == [300_000, 300_000, 284_500, 284_500]


def test_a_luminosity_scales_the_weights(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "mc.root", EVENTS)
    from fivesigma.workflow.building.record import Normalisation

    _, table = build_and_load(
        "dilepton-met",
        [path],
        tmp_path / "t.parquet",
        normalisation=Normalisation(luminosity_ifb=10.0),
    )
    assert table.weight[0] == pytest.approx(0.063965)  # the mean weight of the published DM_300
    assert table.facts is not None
    assert table.facts.luminosity_ifb == 10.0


def test_a_size_that_is_not_the_releases_own_is_mentioned(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "mc.root", EVENTS, SumWeights=np.full(len(EVENTS), 8e3, "f4"))
    built = build("dilepton-met", [path], tmp_path / "t.parquet")
    assert len(built.notes) == 1
    assert "SumWeights is 8000, ATLAS normalises this sample with 10000" in built.notes[0]


@both_releases
def test_two_photons_back_to_back_have_the_mass_of_the_higgs_boson(
    write: Write, tmp_path: Path
) -> None:
    photons = ((62.5, 0.0, 0.0), (62.5, 0.0, np.pi))
    events = [
        Event(number=1, photons=photons),
        Event(number=2, photons=photons, triggered=False),
        Event(number=3, photons=((62.5, 1.45, 0.0), (62.5, 0.0, np.pi))),  # in the gap
        Event(number=4, photons=((90.0, 0.0, 0.0), (90.0, 0.0, np.pi))),  # 180 GeV
        Event(number=5, photons=((110.0, 0.0, 0.0), (30.0, 0.0, np.pi))),  # 30 < 0.25 · 114.9
        Event(number=6, photons=photons[:1]),
    ]
    events[4] = replace(events[4], photons=((120.0, 0.0, 0.0), (28.0, 0.0, np.pi)))
    path = write(tmp_path / "mc.root", events)
    built, table = build_and_load("diphoton", [path], tmp_path / "t.parquet")
    assert [cut.n_events for cut in built.flows[0].cuts] == [6, 5, 3, 3, 3, 2, 1]
    assert table.features["m_yy"] == pytest.approx([125.0], rel=1e-6)
    assert table.features["pt_yy"] == pytest.approx([0.0], abs=1e-4)
    assert table.features["abs_cos_theta_star"] == pytest.approx([0.0], abs=1e-6)


@both_releases
def test_the_pair_nearer_to_the_z_boson_is_the_first(write: Write, tmp_path: Path) -> None:
    z1 = [(45.6, 0.0, 0.3, 1, 13), (45.6, 0.0, 0.3 + np.pi, -1, 13)]  # 91.2 GeV
    z2 = [(14.0, 0.0, 1.9, -1, 11), (14.0, 0.0, 1.9 + np.pi, 1, 11)]  # 28 GeV
    good = Event(number=1, leptons=tuple(z2 + z1))
    same_sign = Event(number=2, leptons=(*z1, z2[0], (14.0, 0.0, -1.0, -1, 11)))
    soft = Event(number=3, leptons=(*z1, (9.0, 0.0, 1.9, -1, 11), (9.0, 0.0, 5.0, 1, 11)))
    path = write(tmp_path / "mc.root", [good, same_sign, soft])
    built, table = build_and_load("four-lepton", [path], tmp_path / "t.parquet")
    assert [cut.n_events for cut in built.flows[0].cuts] == [3, 3, 2, 1, 1, 1]
    expected = {"mz1": 91.2, "mz2": 28.0, "m4l": 119.2, "pt4l": 0.0, "ptz1": 0.0}
    for name, value in expected.items():
        assert table.features[name] == pytest.approx([value], rel=1e-5, abs=1e-3), name
