"""Real ROOT files of ATLAS, CMS and LHCb give the numbers that are known of them."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import pytest
import uproot
import vector

from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable, load_table
from fivesigma.workflow.building.build import Built, Request, build_table
from fivesigma.workflow.building.plan import source_of
from fivesigma.workflow.building.record import Normalisation, Source

SKIMS = "CMS/higgs-4l-skims"
HIGGS, ZZ = "SMHiggsToZZTo4LTwoMuonsTwoElectronsSkim.root", "ZZTo2e2muTwoMuonsTwoElectronsSkim.root"


def build(
    analysis: str, files: Iterable[Path | str], output: Path, *, drop_duplicates: bool = False
) -> tuple[Built, EventTable]:
    request = Request(
        analysis=analysis,
        sources=tuple(source_of(str(file)) for file in files),
        output=output,
        drop_duplicates=drop_duplicates,
    )
    return build_table(request), load_table(output)


def in_window(table: EventTable, low: float, high: float) -> np.ndarray:
    mass = table.features["m4l"]
    return (mass > low) & (mass < high)


def test_cms_higgs_skims_give_the_expected_signal_and_background(
    open_data: Path, tmp_path: Path
) -> None:
    files = [f"H_ZZ_2e2mu={open_data / SKIMS / HIGGS}", f"ZZ_2e2mu={open_data / SKIMS / ZZ}"]
    built, table = build("four-lepton", files, tmp_path / "t.parquet")
    near_higgs = in_window(table, 115, 130)
    expected = [table.weight[near_higgs & (table.process == code)].sum() for code in (0, 1)]
    assert table.processes == ("H_ZZ_2e2mu", "ZZ_2e2mu")
    assert built.has_both_classes
    assert expected == pytest.approx([2.72, 2.49], abs=0.005)
    first = [flow.cuts[0].expected for flow in built.flows]
    assert [cut.value for cut in first] == pytest.approx([2.916, 95.22], abs=0.005)
    n_events = np.array([11_620, 49_356])
    weight = np.array([0.00025092, 0.00192927])  # every event of a sample has the same
    assert [cut.uncertainty for cut in first] == pytest.approx(weight * n_events**0.5, rel=1e-4)
    assert set(table.label[table.process == 0]) == {1}
    assert set(table.label[table.process == 1]) == {0}


def test_atlas_data_have_weight_one_and_no_class(open_data: Path, tmp_path: Path) -> None:
    files = sorted((open_data / "ATLAS" / "4lep-data-2020").glob("*.root"))
    built, table = build("four-lepton", files, tmp_path / "t.parquet")
    assert built.n_read == 39 + 156 + 237
    assert built.flows[0].origin == "data"
    assert set(table.weight) == {1.0}
    assert set(table.label) == {-1}
    assert table.others["run"].min() >= 298_687
    assert len(set(zip(table.others["run"], table.others["event_number"], strict=True))) == len(
        table.weight
    )
    assert in_window(table, 80, 100).sum() == 9
    assert table.features["m4l"][in_window(table, 115, 130)] == pytest.approx(125.06, abs=5)


def test_cms_dimuons_show_the_z_boson_and_the_j_psi(open_data: Path, tmp_path: Path) -> None:
    built, table = build(
        "dimuon", [open_data / "CMS/dimuon-nanoaod/open-data-example.root"], tmp_path / "t.parquet"
    )
    counts = [(cut.cut, cut.n_events) for cut in built.flows[0].cuts]
    assert counts == [
        ("all collisions", 100_000),
        ("exactly two muons", 48_976),
        ("opposite charge", 37_183),
    ]
    mass = table.features["m_mumu"]
    for low, high, known in ((85, 97, 91.1876), (3.0, 3.2, 3.0969), (9.3, 9.6, 9.4603)):
        peak = np.median(mass[(mass > low) & (mass < high)])
        assert peak == pytest.approx(known, rel=0.005)


def test_an_rntuple_gives_the_same_as_the_tree_it_was_made_from(
    open_data: Path, tmp_path: Path
) -> None:
    rntuple = next((open_data / "CMS" / "nanoaod-rntuple").glob("*rntuple*.root"))
    tree = open_data / "CMS/dimuon-nanoaod/open-data-example.root"
    _, of_rntuple = build("dimuon", [rntuple], tmp_path / "a.parquet")
    _, of_tree = build("dimuon", [tree], tmp_path / "b.parquet")
    n_events = of_rntuple.n_events
    assert 300 < n_events < 450
    for name, values in of_rntuple.features.items():
        assert (values == of_tree.features[name][:n_events]).all()


def test_collisions_in_two_streams_are_refused_or_kept_once(
    open_data: Path, tmp_path: Path
) -> None:
    files = [
        open_data / SKIMS / f"Run2012C_{stream}TwoMuonsTwoElectronsSkim.root"
        for stream in ("DoubleMuParked", "DoubleElectron")
    ]
    with pytest.raises(DataError, match=r"DoubleMu.* and .*DoubleEle.* hold the same collision"):
        build("four-lepton", files, tmp_path / "t.parquet")
    assert not (tmp_path / "t.parquet").exists()
    built, table = build("four-lepton", files, tmp_path / "t.parquet", drop_duplicates=True)
    mass = table.features["m4l"]
    assert built.n_duplicates + table.n_events == 53 + 35
    assert len(np.unique(mass)) == len(mass)
    assert (
        mass[:53] == build("four-lepton", files[:1], tmp_path / "u.parquet")[1].features["m4l"]
    ).all()


def test_lhcb_simulation_gives_the_mass_of_the_b_meson(open_data: Path, tmp_path: Path) -> None:
    built, table = build(
        "three-hadrons", [open_data / "LHCb/bhhh/PhaseSpaceSimulation.root"], tmp_path / "t.parquet"
    )
    assert built.flows[0].origin == "simulation"
    assert table.n_events == 50_000
    assert np.median(table.features["m_kkk"]) == pytest.approx(5.2793, abs=2e-4)  # B⁺: 5.27934
    assert (table.features["m_kk_low"] <= table.features["m_kk_high"]).all()
    assert abs(table.features["charge_b"].mean()) < 4 / 50_000**0.5  # as many B⁺ as B⁻
    assert table.facts is not None
    assert table.facts.luminosity_ifb is None


def test_simulation_without_a_cross_section_is_refused_until_it_is_told(
    open_data: Path, tmp_path: Path
) -> None:
    path = open_data / "CMS/nanoaod-rntuple/nanoAOD_2015_CMS_Open_Data_ttbar.root"
    for told, missing in (
        (Normalisation(), "no known luminosity; name it with --luminosity"),
        (Normalisation(luminosity_ifb=2.3), r"does not say its cross-section; name it with --cro"),
    ):
        request = Request(
            analysis="dimuon",
            sources=(Source(path=str(path)),),
            output=tmp_path / "t.parquet",
            normalisation=told,
        )
        with pytest.raises(DataError, match=missing):
            build_table(request)


def test_four_leptons_are_those_that_awkward_finds(open_data: Path, tmp_path: Path) -> None:
    files = sorted((open_data / "ATLAS" / "4lep-data-2020").glob("*.root"))
    _, table = build("four-lepton", files, tmp_path / "t.parquet")
    masses: list[float] = []
    for path in files:
        lepton = uproot.open(path)["mini"].arrays(filter_name="lep_*")
        is_electron = lepton.lep_type == 11
        good = (
            (lepton.lep_ptcone30 / lepton.lep_pt < 0.3)
            & (lepton.lep_etcone20 / lepton.lep_pt < 0.3)
            & (abs(lepton.lep_z0 / np.cosh(lepton.lep_eta)) < 0.5)
            & (abs(lepton.lep_tracksigd0pvunbiased) < ak.where(is_electron, 5, 3))
        )
        p4 = ak.zip(
            {
                "pt": lepton.lep_pt[good] / 1000,
                "eta": lepton.lep_eta[good],
                "phi": lepton.lep_phi[good],
                "mass": 0 * lepton.lep_pt[good],
                "charge": lepton.lep_charge[good],
                "type": lepton.lep_type[good],
            }
        )
        for event in p4[ak.num(p4) == 4].tolist():
            if all(np.array(sorted(p["pt"] for p in event)[1:]) > (10, 15, 25)):
                masses += _four_lepton_mass(event)
    assert sorted(masses) == pytest.approx(sorted(table.features["m4l"].tolist()), rel=1e-5)


def _four_lepton_mass(event: list[dict[str, float]]) -> list[float]:
    """The mass of four leptons, if they make two pairs as from two Z bosons; else nothing."""
    p4: list[Any] = [vector.obj(pt=p["pt"], eta=p["eta"], phi=p["phi"], mass=0) for p in event]
    best: list[tuple[float, float, float]] = []
    for i, j, k, m in ((0, 1, 2, 3), (0, 2, 1, 3), (0, 3, 1, 2)):
        pairs = ((i, j), (k, m))
        if all(
            event[a]["charge"] + event[b]["charge"] == 0 and event[a]["type"] == event[b]["type"]
            for a, b in pairs
        ):
            m1, m2 = sorted(
                ((p4[a] + p4[b]).mass for a, b in pairs), key=lambda m: abs(m - 91.1876)
            )
            best.append((abs(m1 - 91.1876), m1, m2))
    if not best:
        return []
    _, m1, m2 = min(best)
    total = (p4[0] + p4[1] + p4[2] + p4[3]).mass
    return [total] if 40 < m1 < 120 and 12 < m2 < 120 else []
