"""Real ROOT files of ATLAS, CMS and LHCb give the numbers that are known of them."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable, load_table
from fivesigma.workflow.building.build import Built, Request, build_table
from fivesigma.workflow.building.plan import source_of

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
