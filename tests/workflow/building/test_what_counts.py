"""What a collision is worth, and whether it counts at all: what files do not say themselves."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable, load_table
from fivesigma.workflow.building.build import Built, Request, build_table
from fivesigma.workflow.building.plan import sizes_of, source_of
from fivesigma.workflow.building.record import Normalisation
from made_up_root import Event, measured, write_2020, write_2025, write_tree

SIZE = Normalisation(luminosity_ifb=10.0, cross_section_pb=2.0, sum_of_weights=4000.0)


def write_reduced_nanoaod(path: Path, *, run: int, numbers: Sequence[int]) -> Path:
    """NanoAOD as AOD2NanoAODOutreachTool writes it (record 12361): without generator weights."""
    n = len(numbers)
    pairs = {
        "Muon_pt": ak.Array([[45.0, 40.0 + i] for i in range(n)]),
        "Muon_eta": ak.Array([[0.1, -0.2]] * n),
        "Muon_phi": ak.Array([[0.0, 3.0]] * n),
        "Muon_charge": ak.values_astype(ak.Array([[1, -1]] * n), np.int32),
    }
    pairs = {name: ak.from_regular(values, axis=None) for name, values in pairs.items()}
    event = {"run": np.full(n, run, "i4"), "event": np.array(numbers, "i8")}
    return write_tree(path, "Events", event | pairs)


def build(analysis: str, output: Path, *files: str, **more: object) -> tuple[Built, EventTable]:
    sources = tuple(source_of(file) for file in files)
    built = build_table(Request(analysis=analysis, sources=sources, output=output, **more))  # type: ignore[arg-type]
    return built, load_table(output)


def test_simulation_of_cms_is_known_by_its_run_where_it_has_no_generator_weight(
    tmp_path: Path,
) -> None:
    simulated = write_reduced_nanoaod(tmp_path / "ZZ.root", run=1, numbers=[1, 2])
    data = write_reduced_nanoaod(tmp_path / "data.root", run=193_835, numbers=[1, 2, 3])
    files = (f"ZZ={simulated}", str(data))
    built, table = build("dimuon", tmp_path / "t.parquet", *files, normalisation=SIZE)
    assert [(flow.process, flow.origin) for flow in built.flows] == [
        ("ZZ", "simulation"),
        ("data", "data"),
    ]
    # 2 pb × 10 fb⁻¹ = 20,000 expected, of 4,000 generated.
    assert table.weight.tolist() == [5.0, 5.0, 1.0, 1.0, 1.0]
    assert table.label.tolist() == [0, 0, -1, -1, -1]


def test_simulation_without_generator_weight_is_not_taken_for_data(tmp_path: Path) -> None:
    path = write_reduced_nanoaod(tmp_path / "ZZ.root", run=1, numbers=[1, 2])
    with pytest.raises(DataError, match=r"ZZ\.root is simulation of no known luminosity"):
        build("dimuon", tmp_path / "t.parquet", str(path))


def test_two_samples_of_cms_may_number_their_collisions_alike(tmp_path: Path) -> None:
    one = write_reduced_nanoaod(tmp_path / "a.root", run=1, numbers=[1, 2])
    other = write_reduced_nanoaod(tmp_path / "b.root", run=1, numbers=[2, 3, 4])
    told = Normalisation(luminosity_ifb=10.0, cross_section_pb=2.0, sum_of_weights=4000.0)
    with pytest.raises(DataError, match="that of one sample, and the files hold A, B"):
        build("dimuon", tmp_path / "t.parquet", f"A={one}", f"B={other}", normalisation=told)
    same = (f"A={one}", f"A={other}")
    with pytest.raises(DataError, match="the same collision"):
        build("dimuon", tmp_path / "t.parquet", *same, normalisation=told)


def test_samples_of_different_cross_sections_share_a_table(tmp_path: Path) -> None:
    one = write_reduced_nanoaod(tmp_path / "a.root", run=1, numbers=[1, 2])
    other = write_reduced_nanoaod(tmp_path / "b.root", run=1, numbers=[2, 3, 4])
    told = sizes_of(10.0, ["ZZ=2.0", "0.5"], ["ZZ=4000", "WZ=1000"])
    files = (f"ZZ={one}", f"WZ={other}")
    _, table = build("dimuon", tmp_path / "t.parquet", *files, normalisation=told)
    # 20,000 expected of 4,000 generated, 5,000 of 1,000.
    assert table.weight.tolist() == [5.0, 5.0, 5.0, 5.0, 5.0]
    settings = table.history[0].settings
    assert settings["cross_sections_of"] == ("ZZ=2",)
    assert settings["sums_of_weights_of"] == ("ZZ=4000", "WZ=1000")


def with_runs(path: Path, sums: Sequence[float]) -> Path:
    """The same file with the tree that says how much was generated for it, run by run."""
    with uproot.update(path) as file:
        file["Runs"] = {"genEventSumw": np.array(sums, "f8")}
    return path


def test_the_tree_of_runs_says_how_much_was_generated(tmp_path: Path) -> None:
    one = with_runs(
        write_reduced_nanoaod(tmp_path / "a.root", run=1, numbers=[1, 2]), [900.0, 100.0]
    )
    other = with_runs(write_reduced_nanoaod(tmp_path / "b.root", run=1, numbers=[3]), [3000.0])
    wz = with_runs(write_reduced_nanoaod(tmp_path / "c.root", run=1, numbers=[1]), [500.0])
    files = (f"ZZ={one}", f"ZZ={other}", f"WZ={wz}")
    told = sizes_of(10.0, ["ZZ=2.0", "WZ=0.5"], [])
    _, table = build("dimuon", tmp_path / "t.parquet", *files, normalisation=told)
    # 20,000 expected of 4,000 generated for the two files together, 5,000 of 500.
    assert table.weight.tolist() == [5.0, 5.0, 5.0, 10.0]


def test_what_the_reader_says_goes_before_the_tree_of_runs(tmp_path: Path) -> None:
    path = with_runs(write_reduced_nanoaod(tmp_path / "a.root", run=1, numbers=[1]), [1000.0])
    _, table = build("dimuon", tmp_path / "t.parquet", f"ZZ={path}", normalisation=SIZE)
    assert table.weight.tolist() == [5.0]


@pytest.mark.parametrize(
    ("cross_sections", "message"),
    [
        (["ZZ=0"], "above 0, got 0"),
        (["ZZ=two"], "got two"),
        (["nan"], "got nan"),
        (["ZZ=1", "ZZ=2"], "given twice for ZZ"),
        (["1", "2"], "given twice for all samples"),
        (["WW=1"], "'WW', but no file is called so; write WW=FILE"),
    ],
)
def test_a_size_that_cannot_be_meant_is_refused(
    cross_sections: list[str], message: str, tmp_path: Path
) -> None:
    path = write_reduced_nanoaod(tmp_path / "a.root", run=1, numbers=[1])
    command = ["data", "build", "dimuon", f"ZZ={path}", "-o", str(tmp_path / "t.parquet")]
    options = [word for text in cross_sections for word in ("--cross-section", text)]
    result = CliRunner().invoke(main, [*command, *options])
    assert result.exit_code == 1
    assert re.search(message, result.output), result.output


@pytest.mark.parametrize(
    ("write", "factor"),
    [
        (write_2020, "scaleFactor_ELE"),
        (write_2020, "scaleFactor_BTAG"),
        (write_2025, "ScaleFactor_ELE"),
        (write_2025, "filteff"),
        (write_2025, "kfac"),
    ],
)
def test_a_weight_without_one_of_its_factors_is_refused(
    write: Callable[..., Path], factor: str, tmp_path: Path
) -> None:
    path = write(tmp_path / "mc.root", [Event()], **{factor: None})
    with pytest.raises(DataError, match=rf"mc\.root .*no branch '{factor}'.*factor of its weights"):
        build("dilepton-met", tmp_path / "t.parquet", str(path))


@pytest.mark.parametrize("write", [write_2020, write_2025])
def test_data_need_no_factor(write: Callable[..., Path], tmp_path: Path) -> None:
    name = "scaleFactor_ELE" if write is write_2020 else "ScaleFactor_ELE"
    path = write(tmp_path / "data.root", [measured(Event())], **{name: None})
    _, table = build("dilepton-met", tmp_path / "t.parquet", str(path))
    assert table.weight.tolist() == [1.0]


def test_a_file_without_the_number_of_its_sample_has_the_name_of_the_file(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "mc.root", [Event()], channelNumber=None)
    built, _ = build("dilepton-met", tmp_path / "t.parquet", str(path))
    assert [flow.process for flow in built.flows] == ["mc"]


def test_one_cross_section_is_not_given_to_two_samples(tmp_path: Path) -> None:
    files = [
        write_2020(tmp_path / f"{name}.root", [replace(Event(), number=number)])
        for number, name in enumerate("ab")
    ]
    named = [f"{path.stem}={path}" for path in files]
    told = Normalisation(cross_section_pb=2.0)
    with pytest.raises(DataError, match="that of one sample, and the files hold a, b"):
        build("dilepton-met", tmp_path / "t.parquet", *named, normalisation=told)
    _, table = build(
        "dilepton-met", tmp_path / "t.parquet", *(f"a={path}" for path in files), normalisation=told
    )
    assert table.n_events == 2


@pytest.mark.parametrize("name", ["ZZ", "Z+jets", "Non-resonant_ll", "dsid.303513"])
def test_every_name_of_the_catalogue_can_be_given_to_a_file(name: str) -> None:
    assert source_of(f"{name}=a.root").process == name


def test_a_note_is_made_once_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fivesigma.workflow.building.plan.CHUNKS_PER_TASK", 1)
    monkeypatch.setattr("fivesigma.data.trees.tree_file.MAX_CHUNK_EVENTS", 1)
    events = [replace(Event(), number=number) for number in (1, 2, 3)]
    path = write_2020(tmp_path / "mc.root", events, SumWeights=np.full(3, 8e3, "f4"))
    built, _ = build("dilepton-met", tmp_path / "t.parquet", str(path))
    assert len(built.notes) == 1


def test_the_command_says_where_nothing_is_signal(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "mc.root", [Event()])
    command = ["data", "build", "dilepton-met", f"ZZ={path}", "-o", str(tmp_path / "t.parquet")]
    hint = "of ZZ, say with --signal which is signal."
    assert hint in CliRunner().invoke(main, command).stdout
    data = write_2020(tmp_path / "data.root", [measured(Event())])
    command[3] = str(data)
    assert "--signal" not in CliRunner().invoke(main, command).stdout
