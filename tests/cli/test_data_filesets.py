"""`fivesigma data …` for sets of files."""

from pathlib import Path

import pytest

from bad_server import serving
from data_terminal import Terminal
from fivesigma.cli import filesets
from fivesigma.core.errors import DownloadError
from fivesigma.data.transport.transfer import Patience


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "cache")


@pytest.fixture
def skims(mirror: Path) -> str:
    return str(mirror.parents[1] / "CMS" / "higgs-4l-skims")


def test_list_tells_size_level_and_state(terminal: Terminal, skims: str) -> None:
    terminal("fetch", "cms-h4l-skims", "--limit", "2", "--mirror", skims)
    lines = {line.split("  ")[0]: line for line in terminal("list").stdout.splitlines()}
    assert "225 files  32.5 GB" in lines["atlas-2020-2lep"]
    assert lines["atlas-2020-2lep"].endswith("not fetched")
    assert "NanoAOD, ROOT" in lines["cms-dimuon"]
    assert "1 file " in lines["cms-dimuon"]
    assert lines["cms-h4l-skims"].endswith("2 of 10 here")
    assert lines["atlas-ttz"].endswith("only by hand")
    listed = {entry["id"]: entry for entry in terminal.json("list") if entry["kind"] == "files"}
    assert listed["cms-h4l-skims"]["n_here"] == 2
    assert listed["atlas-2025-noskim"]["bytes"] == 2_033_915_889_729
    assert listed["alice-masterclass"]["records"] == ["https://opendata.cern.ch/record/1120"]


def test_show_tells_use_level_licence_and_known_answers(terminal: Terminal) -> None:
    text = terminal("show", "atlas-2020-4lep").stdout
    for fact in (
        "https://opendata.cern.ch/record/15005, https://doi.org/10.7483/OPENDATA.ATLAS.2Y1T.TLGL",
        "Education only: ATLAS says that it is not suited for scientific publications.",
        "ntuple, ROOT, tree mini, momenta in MeV",
        "CC0-1.0",
        "10.064 fb⁻¹",
        "39, 156 and 237 collisions",
        "and 90 more: fivesigma data show atlas-2020-4lep --process '*'",
    ):
        assert fact in text
    assert "more: " not in terminal("show", "atlas-2020-4lep", "--process", "*").stdout
    assert "8,550,000 collisions" in terminal("show", "lhcb-bhhh").stdout
    assert (
        "13TeV_ttZ.csv yourself, then: fivesigma data import"
        in terminal("show", "atlas-ttz").stdout
    )


def test_show_tells_what_a_sample_is_worth(terminal: Terminal) -> None:
    (line,) = (
        line
        for line in terminal("show", "atlas-2020-2lep", "--process", "303513").stdout.splitlines()
        if line.startswith("simulation")
    )
    assert "0.063965 pb" in line


def test_show_of_a_dataset_tells_use_and_known_answers(terminal: Terminal) -> None:
    text = terminal("show", "atlas-dm").stdout
    assert "not suited for scientific publications" in text
    assert "3.55 ± 0.005    met > 150, delta_r_ll < 1.8, 76 < mll < 106, " in text


def test_show_as_json_has_every_file(terminal: Terminal) -> None:
    shown = terminal.json("show", "atlas-2020-gamgam", "--process", "data")
    assert [file["kind"] for file in shown["files"]] == ["data"] * 4
    assert shown["files"][0]["adler32"] == "29634ba7"


def test_a_part_is_fetched_listed_and_verified(terminal: Terminal, skims: str) -> None:
    words = ("cms-h4l-skims", "--process", "data", "--file", "*FourMuons*", "--mirror", skims)
    fetched = terminal("fetch", *words)
    assert fetched.stderr.startswith("2 files, 87 kB -> ")
    assert fetched.stdout.startswith("Fetched 2 files -> ")
    assert terminal("fetch", *words).stdout.startswith("Already here: 2 files, 87 kB, in ")
    files = terminal.json("fetch", *words)["files"]
    assert all(Path(file["path"]).stat().st_size == file["bytes"] for file in files)
    verified = terminal("verify", "cms-h4l-skims").stdout
    assert verified.startswith(
        "Verified 2 of 10 files of cms-h4l-skims: intact.\nNot fetched: 8.\n"
    )
    assert "Next: fivesigma data build cms-h4l-skims " in verified


def test_verify_of_what_was_never_fetched_is_no_success(terminal: Terminal) -> None:
    assert terminal.complaint("verify", "lhcb-bhhh").startswith("nothing of lhcb-bhhh is here yet")


def test_verify_names_the_damaged_file(terminal: Terminal, skims: str) -> None:
    (path,) = (
        Path(file["path"])
        for file in terminal.json("fetch", "cms-h4l-skims", "--limit", "1", "--mirror", skims)[
            "files"
        ]
    )
    path.write_bytes(path.read_bytes()[::-1])
    assert terminal.complaint("verify", "cms-h4l-skims").startswith(f"{path.name} of cms-h4l-skims")
    again = terminal("fetch", "cms-h4l-skims", "--limit", "1", "--mirror", skims)
    assert again.stdout.startswith("Fetched 1 file")
    assert terminal("verify", "cms-h4l-skims").exit_code == 0


def test_an_address_of_either_protocol_is_fetched(terminal: Terminal, mirror: Path) -> None:
    address = "//eos/opendata/lhcb/AntimatterMatters2017/data/PhaseSpaceSimulation.root"
    folder = str(mirror.parents[1] / "LHCb" / "bhhh")
    fetched = terminal("fetch", f"root://eospublic.cern.ch{address}", "--mirror", folder)
    assert fetched.stdout.startswith("Fetched 1 file")
    https = f"https://opendata.cern.ch{address[1:]}"
    assert terminal("fetch", https).stdout.startswith("Already here: 1 file, 2.3 MB")


def test_much_is_not_fetched_unasked(terminal: Terminal) -> None:
    for words in ((), ("--json",)):
        assert terminal.complaint("fetch", "cms-dimuon", *words) == (
            "2.2 GB are not fetched unasked: add --yes, or take a part with --process, --file or "
            "--limit."
        )
    assert not terminal.cache_dir.exists()


def test_much_is_fetched_when_somebody_is_sure(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        filesets, "fetch_with_bar", lambda fileset, *_, **__: asked.append(fileset.id)
    )
    assert terminal("fetch", "cms-dimuon", "--yes").exit_code == 0
    assert asked == ["cms-dimuon"]


def test_a_server_with_faults_is_asked_again_and_told_of(
    terminal: Terminal, skims: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    patience = Patience(read_s=1.0, first_wait_s=0.01, n_attempts=6)
    monkeypatch.setattr(filesets, "PERSISTENT", patience)
    faults = ["429", "half", "reset", "502", "429 1"]
    with serving(Path(skims), faults) as server:
        fetched = terminal("fetch", "cms-h4l-skims", "--limit", "2", "--mirror", server.address)
    assert fetched.exit_code == 0
    assert len(server.requests) == len(faults) + 2


def test_one_bad_file_does_not_keep_the_others_away(terminal: Terminal, skims: str) -> None:
    with serving(Path(skims), ["good", "flipped", "403"]) as server:
        result = terminal("fetch", "cms-h4l-skims", "--limit", "6", "--mirror", server.address)
    assert isinstance(result.exception, DownloadError)
    assert "checksum is not the catalogue's" in str(result.exception)
    assert str(result.exception).endswith(
        "1 more could not be fetched. 4 of 6 files are here and stay."
    )
    assert len(server.requests) == 6
    with serving(Path(skims)) as server:
        terminal("fetch", "cms-h4l-skims", "--limit", "6", "--mirror", server.address)
    assert len(server.requests) == 2


def test_a_server_that_gives_nothing_is_left_after_three_files(
    terminal: Terminal, skims: str
) -> None:
    with serving(Path(skims), ["403"] * 10) as server:
        result = terminal("fetch", "cms-h4l-skims", "--mirror", server.address)
    assert isinstance(result.exception, DownloadError)
    assert str(result.exception).endswith("2 more could not be fetched.")
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("fetch", "atlas-ttz"), "nothing of atlas-ttz can be fetched: no checksum"),
        (("fetch", "atlas-2020-2lep", "--process", "ghost"), "no file of atlas-2020-2lep fits 'g"),
        (("fetch", "atlas-dm", "--limit", "1"), "--process, --file and --limit choose files of a"),
        (("fetch", "https://example.org/a.root"), "the catalogue knows no file at https://exampl"),
        (("show", "lhcb"), "there is no dataset 'lhcb'; choose one of atlas-dm, simulated-dm, "),
    ],
)
def test_what_the_reader_can_repair_is_one_sentence(
    words: tuple[str, ...], complaint: str, terminal: Terminal
) -> None:
    assert terminal.complaint(*words).startswith(complaint)
