"""What is wrong with a file is said in one sentence that names it; no bad table is left."""

import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import awkward as ak
import numpy as np
import pytest
import uproot
from click.testing import CliRunner

from fivesigma.cli.main import main
from fivesigma.core.errors import DataError
from fivesigma.data.table import load_table
from fivesigma.data.trees.parts import parts_folder
from fivesigma.data.trees.tree_file import inspect_file
from fivesigma.workflow.building.build import Request, build_table
from fivesigma.workflow.building.record import Source
from made_up_root import Event, many_events, measured, write_2020, write_2025, write_tree
from own_process import environment

N_EVENTS = 200


def refused(paths: list[Path], output: Path, complaint: str, analysis: str = "dilepton-met") -> str:
    """What the one sentence says, after checking that no table was left."""
    sources = tuple(Source(path=str(path)) for path in paths)
    with pytest.raises(DataError, match=complaint) as caught:
        build_table(Request(analysis=analysis, sources=sources, output=output))
    assert "\n" not in str(caught.value)
    assert not output.exists()
    return str(caught.value)


def damaged(path: Path, damage: Callable[[bytes], bytes]) -> Path:
    path.write_bytes(damage(path.read_bytes()))
    return path


@pytest.mark.parametrize(
    ("damage", "complaint"),
    [
        (
            lambda whole: whole[: len(whole) // 2],
            "bad.root is cut off: it has [0-9,]+ of [0-9,]+ by",
        ),
        (lambda _: b"", "bad.root is empty; fetch it again"),
        (lambda _: b"<!DOCTYPE html><html>502</html>", "bad.root is a web page, not a ROOT file"),
        (lambda _: b"root" + b"\0" * 5000, "bad.root is of no kind that is known here"),
        (lambda _: b"a,b\n1,2\n", "bad.root is no ROOT file; is it the right one"),
    ],
)
def test_a_damaged_file_is_named(
    damage: Callable[[bytes], bytes], complaint: str, tmp_path: Path
) -> None:
    path = damaged(write_2020(tmp_path / "bad.root", many_events(N_EVENTS, seed=1)), damage)
    refused([path], tmp_path / "t.parquet", complaint)


def test_whatever_byte_is_changed_the_answer_is_the_table_or_one_sentence(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "bad.root", many_events(N_EVENTS, seed=1))
    whole = path.read_bytes()
    output = tmp_path / "t.parquet"
    request = Request(analysis="dilepton-met", sources=(Source(path=str(path)),), output=output)
    build_table(request)
    right = load_table(output).features
    named: list[bool] = []
    for place in np.random.default_rng(2).integers(0, len(whole), 40):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            build_table(request)
        except DataError as error:
            named += ["bad.root" in str(error)]
        else:
            for name, values in load_table(output).features.items():
                assert np.array_equal(values, right[name])
    assert all(named)
    assert len(named) > 5


def test_a_branch_that_cannot_be_unpacked_is_named(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "bad.root", many_events(2000, seed=1))
    with uproot.open(path) as file:
        place = int(file["mini"]["met_et"].member("fBasketSeek")[0]) + 200
    whole = path.read_bytes()
    path.write_bytes(whole[:place] + b"\xff" * 20 + whole[place + 20 :])
    refused(
        [path], tmp_path / "t.parquet", "bad.root: branch 'met_et' cannot be read in collisions"
    )


def test_a_missing_branch_or_tree_is_named(tmp_path: Path) -> None:
    events = many_events(N_EVENTS, seed=1)
    output = tmp_path / "t.parquet"
    path = write_2020(tmp_path / "a.root", events, jet_MV2c10=None)
    refused([path], output, r"a.root has no branch 'jet_MV2c10', which this analysis reads of")
    path = write_tree(tmp_path / "b.root", "nominal", {"x": np.ones(3)})
    refused([path], output, r"b.root is of no kind that is known here: it has nominal\.")
    path = write_2020(tmp_path / "c.root", [])
    refused([path], output, r"c.root: its tree 'mini' holds no collision; fetch it again")
    refused([tmp_path / "d.root"], output, "there is no file .*d.root; fetch it first")
    path = write_2020(tmp_path / "e.root", events)
    refused([path], output, "e.root is a file of the kind atlas-2020.*cannot read", "three-hadrons")


def test_a_folder_and_a_web_address_are_no_files_to_read(tmp_path: Path) -> None:
    refused([tmp_path], tmp_path / "t.parquet", "is a folder; name the files in it")
    address = Source(path="https://opendata.cern.ch/a.root")
    request = Request(analysis="dimuon", sources=(address,), output=tmp_path / "t.parquet")
    with pytest.raises(DataError, match=r"with fivesigma data fetch https://opendata\.cern\.ch/a"):
        build_table(request)


@pytest.mark.parametrize(
    ("write", "factor", "unit"), [(write_2020, 1e-3, "GeV"), (write_2025, 1e3, "MeV")]
)
def test_a_file_in_another_unit_is_refused(
    write: Callable[..., Path], factor: float, unit: str, tmp_path: Path
) -> None:
    right = write(tmp_path / "right.root", many_events(N_EVENTS, seed=1))
    with uproot.open(right) as file:
        tree = file[file.keys()[0]]
        momenta = ak.values_astype(tree["lep_pt"].array() * factor, "float32")
    wrong = write(tmp_path / "wrong.root", many_events(N_EVENTS, seed=1), lep_pt=momenta)
    told = refused([wrong], tmp_path / "t.parquet", "wrong.root: branch 'lep_pt', read as")
    assert f"is it in {unit}?" in told


def test_data_and_simulation_in_one_file_are_refused(tmp_path: Path) -> None:
    both = [*many_events(50, seed=1), *(measured(event) for event in many_events(30, seed=2))]
    path = write_2020(tmp_path / "both.root", both)
    refused([path], tmp_path / "t.parquet", r"both.root mixes data and simulation: 30 of 80")


def test_a_simulated_collision_of_weight_zero_is_no_data(tmp_path: Path) -> None:
    events = many_events(50, seed=1)
    events[7] = replace(events[7], generator_weight=0.0)
    path = write_2020(tmp_path / "mc.root", events)
    request = Request(
        analysis="dilepton-met", sources=(Source(path=str(path)),), output=tmp_path / "t.parquet"
    )
    assert [flow.origin for flow in build_table(request).flows] == ["simulation"]


def test_no_collision_that_passes_is_said_with_the_cut_that_took_the_last(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "a.root", [Event(met=50.0), Event(number=2, met=60.0)])
    told = refused([path], tmp_path / "t.parquet", "no collision of .*a.root passes the selection")
    assert "61.1 < mll < 121.1 GeV: 2; met > 80 GeV: 0" in told


def test_the_same_collisions_twice_are_refused(tmp_path: Path) -> None:
    first = write_2020(tmp_path / "a.root", many_events(N_EVENTS, seed=1))
    copy = Path(shutil.copy(first, tmp_path / "copy.root"))
    output = tmp_path / "t.parquet"
    refused([first, copy], output, "copy.root has the same content as .*a.root")
    overlap = [*many_events(N_EVENTS, seed=2), *many_events(20, seed=1)]
    second = write_2020(tmp_path / "b.root", overlap)
    told = refused([first, second], output, r"a.root and .*b.root hold the same collision")
    assert "run 284500, event 1000" in told
    assert f"kept for that in {parts_folder(output)}; remove it" in told
    assert parts_folder(output).exists()
    other = write_2025(tmp_path / "c.root", many_events(N_EVENTS, seed=3))
    refused([first, other], output, "of the kind atlas-2020, .*c.root of the kind atlas-2025")


def test_a_full_disk_is_said_and_what_was_there_stays(tmp_path: Path) -> None:
    paths = [write_2020(tmp_path / f"{i}.root", many_events(2000, seed=i)) for i in (1, 2)]
    output = tmp_path / "t.parquet"
    output.write_bytes(b"an older table")

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    arguments = ["data", "build", "dilepton-met", *map(str, paths), "-o", str(output)]
    done = subprocess.run(
        [sys.executable, "-m", "fivesigma", *arguments, "--workers", "1"],
        env=environment(),
        preexec_fn=small_disk,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert re.search(r"cannot be written \(.*File too large\); choose another", done.stderr)
    assert output.read_bytes() == b"an older table"


def test_the_command_says_what_it_did_and_refuses_in_one_line(tmp_path: Path) -> None:
    path = write_2020(tmp_path / "a.root", many_events(N_EVENTS, seed=1))
    output = str(tmp_path / "t.parquet")
    command = ["data", "build", "dilepton-met", str(path), "-o", output, "--workers", "1"]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0
    assert f"of {N_EVENTS} collisions" in done.stdout
    assert done.stdout.splitlines()[-1] == f"Next: fivesigma data card {output}"
    told = CliRunner().invoke(main, [*command, "--json"])
    assert '"process": "DM_300"' in told.stdout
    for more, complaint in (
        (["--luminosity", "-1"], "--luminosity must be above 0, got -1."),
        (["--signal", "ZZ"], "no file holds the process 'ZZ'; there are DM_300."),
        (["-o", "t.csv"], "t.csv must end in .parquet"),
    ):
        wrong = CliRunner().invoke(main, [*command, *more])
        assert wrong.exit_code == 1
        assert complaint in wrong.output


def test_a_file_is_known_by_size_and_adler32(open_data: Path) -> None:
    path = open_data / "ATLAS" / "4lep-data-2020" / "data_A.4lep.root"
    file = inspect_file(str(path), {"atlas-2020": ()})
    assert file.fingerprint == "25826-111f642b"  # as the manifest of the files has it
