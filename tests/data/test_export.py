"""A table in other formats is the same table."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import feather

from fivesigma.core.errors import DataError
from fivesigma.data.card import card_of_dataset, card_of_table, encode_card
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.columns import described_columns
from fivesigma.data.export import FORMATS, export_table
from fivesigma.data.table import EventTable, load_table, save_table
from own_table import own_table
from small_set import SmallSet

# A reader of cards reads JSON-LD by a library that warns about its own future.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def expected(table: EventTable) -> dict[str, Any]:
    names = np.array(table.processes)[table.process]
    plain = {"process": names, "label": table.label, "weight": table.weight, "fold": table.fold}
    return plain | table.features | table.others


def assert_same(found: dict[str, Any], table: EventTable) -> None:
    assert list(found) == list(expected(table))
    for name, values in expected(table).items():
        np.testing.assert_array_equal(np.asarray(found[name]), values)


def test_csv_is_for_beginners(tmp_path: Path) -> None:
    table = own_table()
    paths = export_table(table, tmp_path / "t.csv", "csv")
    assert [path.name for path in paths] == ["t.csv", "t.columns.csv"]
    with paths[0].open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == table.n_events
    assert [row["process"] for row in rows[:2]] == ["signal", "background"]
    assert rows[0]["width"] == ""  # missing is missing
    masses = [np.float32(row["mass"]) for row in rows]
    np.testing.assert_array_equal(masses, table.features["mass"])
    assert [int(row["event"]) for row in rows] == table.others["event"].tolist()
    with paths[1].open(encoding="utf-8", newline="") as file:
        meanings = {row["column"]: row for row in csv.DictReader(file)}
    assert list(meanings) == list(rows[0])
    assert meanings["mass"] == {
        "column": "mass",
        "unit": "GeV",
        "role": "feature",
        "meaning": "Mass",
    }


def test_hdf5_has_units_and_roles_as_attributes(tmp_path: Path) -> None:
    h5py = pytest.importorskip("h5py")
    table = own_table()
    export_table(table, tmp_path / "t.h5", "hdf5")
    with h5py.File(tmp_path / "t.h5") as file:
        group = file["events"]
        assert dict(group["mass"].attrs) == {
            "unit": "GeV",
            "role": "feature",
            "definition": "Mass",
        }
        assert group.attrs["licence"] == "CC0-1.0"
        names = list(group["process"].attrs["names"])
        found = {name: group[name][:] for name in expected(table)}
    found["process"] = np.array(names)[found["process"]]
    assert_same(found, table)


def test_arrow_keeps_units_and_facts(tmp_path: Path) -> None:
    table = own_table()
    export_table(table, tmp_path / "t.arrow", "arrow")
    arrow = feather.read_table(tmp_path / "t.arrow")
    assert arrow.schema.field("mass").metadata == {b"unit": b"GeV"}
    assert b"facts" in arrow.schema.metadata
    plain = arrow.set_column(0, "process", arrow["process"].cast(pa.string()))
    assert_same({name: plain[name].to_numpy() for name in plain.column_names}, table)


def test_parquet_is_read_by_hugging_face(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    datasets = pytest.importorskip("datasets")
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    table = own_table()
    export_table(table, tmp_path / "t.parquet", "parquet")
    found = datasets.load_dataset(
        "parquet",
        data_files=str(tmp_path / "t.parquet"),
        split="train",
        cache_dir=str(tmp_path / "cache"),
    ).with_format("numpy")
    names = np.array(table.processes)[table.process].tolist()
    assert list(load_names(found)) == names
    np.testing.assert_array_equal(found["mass"][:], table.features["mass"])
    np.testing.assert_array_equal(found["event"][:], table.others["event"])


def load_names(found: Any) -> list[str]:
    """The names, whether the reader keeps codes or words."""
    values = found.with_format(None)["process"]
    feature = found.features["process"]
    return [feature.int2str(v) if hasattr(feature, "int2str") else v for v in values]


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no format 'xml'; choose csv, hdf5, arrow or parquet"):
        export_table(own_table(), tmp_path / "t", "xml")


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_folder_that_cannot_be_written_to_is_said(file_format: str) -> None:
    with pytest.raises(DataError, match="cannot be written"):
        export_table(own_table(), Path("/dev/null/t"), file_format)


def test_columns_are_described_in_the_order_of_the_file(tmp_path: Path) -> None:
    table = own_table()
    save_table(table, tmp_path / "t.parquet")
    described = [column.name for column in described_columns(load_table(tmp_path / "t.parquet"))]
    assert described == list(expected(table))
    roles = {column.name: column.role for column in described_columns(table)}
    assert (roles["event"], roles["truth_mass"], roles["process"]) == (
        "identifier",
        "leak",
        "label",
    )


def errors_of(path: Path) -> list[str]:
    mlc = pytest.importorskip("mlcroissant")
    return list(mlc.Dataset(jsonld=path).metadata.ctx.issues.errors)


def test_the_card_of_a_table_is_valid_and_loads_its_records(tmp_path: Path) -> None:
    mlc = pytest.importorskip("mlcroissant")
    table = own_table()
    save_table(table, tmp_path / "t.parquet")
    card = card_of_table(table, tmp_path / "t.parquet")
    (tmp_path / "t.json").write_bytes(encode_card(card))
    assert errors_of(tmp_path / "t.json") == []
    found = mlc.Dataset(jsonld=tmp_path / "t.json")
    records = list(found.records("events"))
    assert len(records) == table.n_events
    assert [r["events/mass"] for r in records] == table.features["mass"].tolist()
    assert [r["events/event"] for r in records] == table.others["event"].tolist()
    columns = {r["columns/name"]: r for r in found.records("columns")}
    assert columns["truth_mass"]["columns/role"] == "leak"
    assert columns["truth_mass"]["columns/unit"] == "GeV"
    assert "note: made up" in card["description"]


def test_an_altered_table_is_not_the_one_of_the_card(tmp_path: Path) -> None:
    table = own_table()
    save_table(table, tmp_path / "t.parquet")
    first = card_of_table(table, tmp_path / "t.parquet")["distribution"][0]["sha256"]
    save_table(own_table(299), tmp_path / "t.parquet")
    assert card_of_table(table, tmp_path / "t.parquet")["distribution"][0]["sha256"] != first


@pytest.mark.parametrize(
    "dataset", [one for one in load_catalogue().datasets if one.files], ids=lambda one: one.id
)
def test_the_card_of_every_dataset_with_files_is_valid(dataset: Any, tmp_path: Path) -> None:
    card = card_of_dataset(dataset)
    (tmp_path / "d.json").write_bytes(encode_card(card))
    assert errors_of(tmp_path / "d.json") == []
    assert [file["sha256"] for file in card["distribution"]] == [f.sha256 for f in dataset.files]
    assert card["license"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    columns = json.loads(encode_card(card))["recordSet"][-1]["data"]
    assert [row["columns/name"] for row in columns] == [column.name for column in dataset.columns]
    assert ("sameAs" in card) == (dataset.doi is not None)


def test_the_card_of_a_dataset_loads_its_records(small_set: SmallSet, tmp_path: Path) -> None:
    mlc = pytest.importorskip("mlcroissant")
    (tmp_path / "d.json").write_bytes(encode_card(card_of_dataset(small_set.dataset)))
    here = {file.name: small_set.folder / file.name for file in small_set.dataset.files}
    found = mlc.Dataset(jsonld=tmp_path / "d.json", mapping=here)
    records = list(found.records("ZZ"))
    assert len(records) == 50
    lines = (small_set.folder / "ZZ.csv").read_text("utf-8").splitlines()
    place = lines[0].split(",").index("mll")
    assert records[0]["ZZ/mll"] == pytest.approx(float(lines[1].split(",")[place]))


def test_a_dataset_without_files_says_how_to_describe_it() -> None:
    with pytest.raises(DataError, match="fivesigma data export simulated-dm --format parquet"):
        card_of_dataset(load_catalogue().dataset("simulated-dm"))
