import json
from pathlib import Path

import pytest

from data_terminal import Terminal
from fivesigma.core.errors import FiveSigmaError


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "cache")


def test_list_tells_what_there_is_and_what_to_do_next(terminal: Terminal) -> None:
    lines = terminal("list").stdout.splitlines()
    assert lines[1].split("  ")[0] == "atlas-dm"
    assert "ATLAS simulation" in lines[1]
    assert "4.2 MB" in lines[1]
    assert lines[1].endswith("not fetched")
    assert "our own simulation" in lines[2]
    assert lines[2].endswith("here")
    assert lines[-1] == "Next: fivesigma data show atlas-dm"


def test_list_as_json_has_every_file_with_its_checksum(terminal: Terminal) -> None:
    listed = terminal.json("list")
    assert isinstance(listed, list)
    ids = [entry["id"] for entry in listed if entry["kind"] == "table"]
    assert ids == ["atlas-dm", "simulated-dm", "higgsml", "cms-h4l"]
    assert len(listed[0]["files"]) == 14
    assert listed[0]["cached"] is False
    assert listed[0]["bytes"] == sum(file["bytes"] for file in listed[0]["files"])


def test_show_tells_origin_record_licence_and_units(terminal: Terminal) -> None:
    text = terminal("show").stdout
    for fact in ("https://opendata.cern/record/atlas-93942", "CC0-1.0", "13 TeV", "10 fb⁻¹"):
        assert fact in text
    assert "Inferred, the record does not state it" in text
    assert "Z + dark matter, mediator 200 GeV" in text
    assert text.splitlines()[-1] == "Next: fivesigma data fetch atlas-dm"
    assert "https://doi.org/10.7483/OPENDATA.ATLAS.ZBP2.M5T8" in terminal("show", "higgsml").stdout
    own = terminal("show", "simulated-dm").stdout
    assert "not ATLAS simulation" in own
    assert own.splitlines()[-1] == "Next: fivesigma"


def test_show_as_json_is_json_without_infinities(terminal: Terminal) -> None:
    shown = terminal.json("show", "atlas-dm")
    assert isinstance(shown, dict)
    selections = [answer["selection"] for answer in shown["known_answers"] if answer["selection"]]
    assert {"column": "met", "low": 150.0, "high": None} in selections[0]


def test_fetch_from_a_mirror_then_verify(terminal: Terminal, mirror: Path) -> None:
    fetched = terminal("fetch", "--mirror", str(mirror))
    assert fetched.stdout.startswith("Fetched 14 files with 28,105 events -> ")
    assert fetched.stdout.splitlines()[-1] == "Next: fivesigma"
    assert terminal("fetch").stdout.startswith("Already here: 14 files, 4.2 MB, in ")
    verified = terminal("verify").stdout
    assert verified.startswith("Verified 14 of 14 files of atlas-dm, 4.2 MB: intact.")
    summary = terminal.json("fetch")
    assert isinstance(summary, dict)
    assert summary["cached"] is True
    assert all(Path(file["path"]).stat().st_size == file["bytes"] for file in summary["files"])


def test_the_mirror_of_the_environment_is_used(terminal: Terminal, mirror: Path) -> None:
    terminal.environment["FIVESIGMA_MIRROR"] = str(mirror)
    assert terminal("fetch").exit_code == 0


def test_verify_names_the_files_that_are_missing_or_damaged(
    terminal: Terminal, mirror: Path
) -> None:
    terminal("fetch", "--mirror", str(mirror))
    folder = Path(terminal.environment["FIVESIGMA_CACHE_DIR"]) / "atlas-dm"
    (folder / "ZZ.csv").unlink()
    (folder / "WZ.csv").write_bytes(b"short")
    result = terminal("verify", "--json")
    assert isinstance(result.exception, FiveSigmaError)
    assert "2 of 14 files" in str(result.exception)
    assert "ZZ.csv (missing), WZ.csv (damaged)" in str(result.exception)
    assert {"name": "ZZ.csv", "state": "missing"} in json.loads(result.stdout)


def test_the_embedded_set_needs_no_fetching(terminal: Terminal) -> None:
    assert "nothing to fetch" in terminal("fetch", "simulated-dm").stdout
    assert "Verified 1 of 1 files" in terminal("verify", "simulated-dm").stdout


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("show", "higgs"), "there is no dataset 'higgs'; choose one of atlas-dm, simulated-dm, "),
        (("fetch", "--mirror", "/no/such"), "the mirror '/no/such' is neither a folder nor"),
    ],
)
def test_what_the_reader_can_repair_is_one_sentence(
    words: tuple[str, ...], complaint: str, terminal: Terminal
) -> None:
    result = terminal(*words)
    assert isinstance(result.exception, FiveSigmaError)
    assert complaint in str(result.exception)
    assert "\n" not in str(result.exception)
    assert result.stdout == ""
