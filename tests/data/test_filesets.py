import json
import re
import zlib
from pathlib import Path
from typing import Any

import pytest

from fivesigma.core.errors import DataError, DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import fetch_dataset, verify_dataset
from fivesigma.data.releases.files import PublishedFile
from fivesigma.data.releases.filesets import FileSet, Record, load_filesets
from fivesigma.data.releases.samples import atlas_2020_samples

Json = dict[str, Any]
FILESETS = load_filesets().filesets
IDS = [fileset.id for fileset in FILESETS]
COPIES = {"cms-h4l-skims", "atlas-2020-4lep-copy"}
"""A selection of what the records hold, and the same trees in other files."""
FROM_RECORDS = [fileset for fileset in FILESETS if fileset.id not in {*COPIES, "atlas-ttz"}]
# The records of the others count archives and event displays as well.
WHOLE = ("atlas-2025", "lhcb", "alice", "cms-h4l-nanoaod", "cms-dimuon")
COUNTED = [fileset for fileset in FROM_RECORDS if fileset.id.startswith(WHOLE)]
EOS = "root://eospublic.cern.ch//eos/opendata/"


@pytest.fixture(scope="session")
def records(mirror: Path) -> dict[str, Json]:
    """The records of opendata.cern.ch by their number."""
    content = (mirror.parents[1] / "cern-open-data-records.json").read_bytes()
    return {record["recid"]: record for record in json.loads(content)}


def test_every_experiment_and_release_is_there() -> None:
    skims = "2to4lep 2muons 3lep exactly3lep 4lep exactly4lep gamgam 2bjets 1lmet30 2j2lmet30"
    assert {fileset.experiment for fileset in FILESETS} == {"ALICE", "ATLAS", "CMS", "LHCb"}
    assert {f"atlas-2020-{kind}" for kind in ("2lep", "exactly2lep", "4lep", "gamgam")} <= {*IDS}
    assert {f"atlas-2025-{skim}" for skim in (*skims.split(), "3j1lmet30", "noskim")} <= {*IDS}


@pytest.mark.parametrize("fileset", FILESETS, ids=IDS)
def test_doi_licence_and_number_of_events_are_the_records(
    fileset: FileSet, records: dict[str, Json]
) -> None:
    for record in fileset.records:
        published = records[record.number]
        assert record.doi == published["doi"]
        if fileset.id != "cms-h4l-skims":  # a selection of what the records hold
            assert record.n_events == (published["distribution"] or {}).get("number_events")
        assert published["experiment"] == [fileset.experiment]
        if published["license"]:
            assert fileset.licence == published["license"]
        else:
            assert fileset.licence_note is not None


@pytest.mark.parametrize("fileset", FROM_RECORDS, ids=lambda fileset: fileset.id)
def test_every_file_is_the_records_byte_for_byte(
    fileset: FileSet, records: dict[str, Json]
) -> None:
    published = {
        (record.number, file["uri"]): file
        for record in fileset.records
        for file in records[record.number]["files"]
    }
    for file in fileset.files:
        fact = published.pop((file.record, file.urls[1]))
        assert file.name == fact["key"]
        assert file.bytes == fact["size"]
        assert f"adler32:{file.adler32}" == fact["checksum"]
        assert file.urls[0] == fact["uri"].replace(EOS, "https://opendata.cern.ch/eos/opendata/")
    left_out = {re.sub(r".*\.", "", fact["key"]) for fact in published.values()}
    assert left_out <= {"zip", "txt~", "ig", "root"}
    roots = [fact["key"] for fact in published.values() if fact["key"].endswith(".root")]
    assert roots == (["AliVSD_MasterClass_1.root"] if fileset.id == "alice-masterclass" else [])


@pytest.mark.parametrize("fileset", COUNTED, ids=lambda fileset: fileset.id)
def test_number_of_files_and_size_are_the_records(
    fileset: FileSet, records: dict[str, Json]
) -> None:
    totals = [records[record.number]["distribution"] for record in fileset.records]
    assert len(fileset.files) == sum(total["number_files"] for total in totals)
    assert fileset.n_bytes == sum(total["size"] for total in totals)


def test_what_is_education_only_says_so() -> None:
    for fileset in FILESETS:
        if fileset.id.startswith(("atlas-20", "atlas-ttz")):
            assert fileset.use.startswith("Education only")
            assert "not suited for scientific publications" in fileset.use


def test_units_and_trees_are_those_of_the_releases() -> None:
    for fileset in FILESETS:
        if fileset.id.startswith("atlas-2020"):
            assert (fileset.tree, fileset.momentum_unit) == ("mini", "MeV")
            assert fileset.luminosity_ifb == (None if fileset.id in COPIES else 10.064)
        if fileset.id.startswith("atlas-2025"):
            assert (fileset.tree, fileset.momentum_unit) == ("analysis", "GeV")


def test_every_simulated_file_of_2020_has_its_sample() -> None:
    samples = atlas_2020_samples()
    for kind in ("2lep", "exactly2lep", "4lep", "gamgam"):
        fileset = load_filesets().fileset(f"atlas-2020-{kind}")
        for file in fileset.files:
            assert (file.dsid is None) == (file.kind == "data")
            if file.dsid is not None:
                assert samples[file.dsid].name == file.process
        assert len(fileset.select(processes=("data",)).files) == 4


def test_the_dark_matter_samples_are_all_there() -> None:
    fileset = load_filesets().fileset("atlas-2020-exactly2lep").select(processes=("DMV*",))
    assert [file.dsid for file in fileset.files] == [
        *(303511, 303512, 303513, 303514, 305710, 305711, 306085, 306093, 306103, 306109)
    ]


def test_files_at_hand_are_the_catalogues(mirror: Path) -> None:
    """What of the records is at hand: three tables and a simulation."""
    shared = mirror.parents[1]
    folders = {
        "cms-education": shared / "CMS" / "education-csv",
        "lhcb-bhhh": shared / "LHCb" / "bhhh",
        "cms-h4l-skims": shared / "CMS" / "higgs-4l-skims",
        "atlas-2020-4lep-copy": shared / "ATLAS" / "4lep-data-2020",
    }
    n_seen = 0
    for fileset_id, folder in folders.items():
        for file in load_filesets().fileset(fileset_id).files:
            if file.sha256 is None:
                continue
            content = (folder / file.name).read_bytes()
            assert len(content) == file.bytes
            assert f"{zlib.adler32(content):08x}" == file.adler32
            n_seen += 1
    assert n_seen == 4 + 2 + 1 + 10 + 3


def test_what_the_files_at_hand_hold_is_what_is_promised(mirror: Path) -> None:
    """Known answers and numbers of rows, counted anew."""
    uproot = pytest.importorskip("uproot")
    shared = mirror.parents[1]
    promised = {fileset.id: " ".join(fileset.known_answers) for fileset in FILESETS}
    for name, n_rows in (("Zmumu", 10_000), ("Ymumu", 20_000)):
        lines = (shared / "CMS" / "education-csv" / f"{name}.csv").read_text("utf-8").splitlines()
        assert len(lines) - 1 == n_rows
        assert f"{n_rows:,}" in promised["cms-education"]
    simulation = uproot.open(shared / "LHCb" / "bhhh" / "PhaseSpaceSimulation.root")
    assert simulation["PhaseSpaceTree"].num_entries == 50_000
    assert "PhaseSpaceTree" in str(load_filesets().fileset("lhcb-bhhh").tree)
    folder = shared / "ATLAS" / "4lep-data-2020"
    counts = [uproot.open(folder / f"data_{period}.4lep.root")["mini"] for period in "ABC"]
    assert [tree.num_entries for tree in counts] == [39, 156, 237]
    copies = load_filesets().fileset("atlas-2020-4lep-copy").files
    assert [file.rows for file in copies] == [39, 156, 237]
    assert "39, 156 and 237" in promised["atlas-2020-4lep"]
    assert "39, 156 and 237" in promised["atlas-2020-4lep-copy"]
    skims = load_filesets().fileset("cms-h4l-skims")
    for file in skims.files:
        tree = uproot.open(shared / "CMS" / "higgs-4l-skims" / file.name)[skims.tree]
        assert tree.num_entries == file.rows


def test_a_choice_is_by_process_number_kind_name_and_count() -> None:
    fileset = load_filesets().fileset("atlas-2020-2lep")
    by_number = fileset.select(processes=("303513",)).files
    assert by_number == fileset.select(processes=("dmv_zll*mm300",)).files
    assert by_number == fileset.select(names=("*MM300*",)).files
    assert len(by_number) == 1
    assert {f.kind for f in fileset.select(processes=("simulation",)).files} == {"simulation"}
    assert fileset.select(limit=3).files == fileset.files[:3]
    both = fileset.select(processes=("data",), names=("*_B.*", "*_C.*"))
    assert [file.name for file in both.files] == ["data_B.2lep.root", "data_C.2lep.root"]
    with pytest.raises(DataError, match="no file of atlas-2020-2lep fits 'ghost'; fivesigma data"):
        fileset.select(processes=("ghost",))


def test_an_address_names_its_file() -> None:
    path = "lhcb/AntimatterMatters2017/data/PhaseSpaceSimulation.root"
    for base in (EOS, EOS.replace(".ch//", ".ch:1094//"), "https://opendata.cern.ch/eos/opendata/"):
        (file,) = load_filesets().with_address(base + path).files
        assert file.name == "PhaseSpaceSimulation.root"
    with pytest.raises(DataError, match="knows no file at https://example"):
        load_filesets().with_address("https://example.org/a.root")


def made_up(name: str, content: bytes, *, record: str = "1") -> PublishedFile:
    return PublishedFile(
        name=name,
        portal_name=name,
        bytes=len(content),
        adler32=f"{zlib.adler32(content):08x}",
        sha256=None,
        urls=("http://127.0.0.1:1/" + name,),
        record=record,
        kind="data",
        process="data",
        dsid=None,
        rows=None,
    )


def made_up_set(*files: PublishedFile, **changes: Any) -> FileSet:
    facts = {
        "id": "made-up",
        "title": "Made up",
        "experiment": "CMS",
        "description": "Nothing.",
        "records": (Record(number="1"),),
        "licence": "CC0-1.0",
        "use": "Tests.",
        "level": "table",
        "format": "CSV",
        "momentum_unit": "GeV",
        "sqrt_s_tev": 13.0,
        "checksum_note": "Ours.",
        "files": files,
    }
    return FileSet(**{**facts, **changes})


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"files": ()}, "either files, or by_hand"),
        ({"by_hand": "http://example.org/a.csv"}, "either files, or by_hand"),
        ({"files": (made_up("a.csv", b"1"), made_up("A.csv", b"2"))}, "file a.csv is listed twice"),
        ({"files": (made_up("a.csv", b"1", record="2"),)}, r"files of records \['2'\] that it"),
    ],
)
def test_a_wrong_file_set_is_refused(changes: Json, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        made_up_set(**{"files": (made_up("a.csv", b"1"),), **changes})


def test_adler32_decides_where_no_sha256_is_known(tmp_path: Path) -> None:
    folder, cache = tmp_path / "mirror", tmp_path / "cache"
    folder.mkdir()
    content = b"7" * 3_000_000 + b"1,2,3\n"
    (folder / "a.csv").write_bytes(content)
    fileset = made_up_set(made_up("a.csv", content))
    settings = Settings(cache_dir=cache, mirror=str(folder))
    (path,) = fetch_dataset(fileset, settings)
    assert path.read_bytes() == content
    path.write_bytes(content[:-2] + b"4\n")
    assert [check.state for check in verify_dataset(fileset, settings)] == ["damaged"]
    (folder / "a.csv").write_bytes(content[:-2] + b"4\n")
    with pytest.raises(
        DownloadError, match=r"a\.csv gives a file whose checksum is not the catalogue"
    ):
        fetch_dataset(fileset, settings)
