import dataclasses
import json
import math
from pathlib import Path
from typing import Any, cast

import numpy as np
import pyarrow.parquet as pq
import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable, load_table, save_table, save_table_parts
from fivesigma.data.table_facts import (
    TableColumn,
    TableProcess,
    check_column,
    decode_facts,
    encode_facts,
    facts_of_dataset,
)
from own_table import own_facts, own_table


def columns_of(table: EventTable) -> dict[str, Any]:
    plain = {name: getattr(table, name) for name in ("process", "label", "weight", "fold")}
    return plain | table.features | table.others


def test_a_table_with_its_own_facts_comes_back_whole(tmp_path: Path) -> None:
    table = own_table()
    save_table(table, tmp_path / "t.parquet")
    found = load_table(tmp_path / "t.parquet")
    assert found.facts == table.facts
    assert (found.dataset, found.processes) == (table.dataset, table.processes)
    for name, values in columns_of(table).items():
        np.testing.assert_array_equal(columns_of(found)[name], values)
        assert columns_of(found)[name].dtype == values.dtype


def test_units_and_facts_stand_in_the_file_for_others(tmp_path: Path) -> None:
    save_table(own_table(), tmp_path / "t.parquet")
    schema = pq.read_schema(tmp_path / "t.parquet")
    assert schema.field("truth_mass").metadata == {b"unit": b"GeV"}
    facts = json.loads(schema.metadata[b"facts"])
    assert facts["columns"][1]["definition"] == "Mass"


@pytest.mark.parametrize("kinds", [("measured",), ("background",), ("signal",)])
def test_a_table_may_hold_one_kind_only(tmp_path: Path, kinds: Any) -> None:
    table = own_table(kinds=kinds)
    save_table(table, tmp_path / "t.parquet")
    assert load_table(tmp_path / "t.parquet").n_events == table.n_events


def test_what_is_written_in_parts_is_one_table(tmp_path: Path) -> None:
    table = own_table()
    parts = (_rows(table, slice(start, start + 70)) for start in range(0, 300, 70))
    assert save_table_parts(parts, tmp_path / "t.parquet") == 300
    found = load_table(tmp_path / "t.parquet")
    for name, values in columns_of(table).items():
        np.testing.assert_array_equal(columns_of(found)[name], values)


def test_a_part_without_rows_adds_nothing(tmp_path: Path) -> None:
    table = own_table()
    assert save_table_parts([_rows(table, slice(0, 0)), table], tmp_path / "t.parquet") == 300
    assert load_table(tmp_path / "t.parquet").n_events == 300


def test_a_part_that_cannot_be_made_leaves_the_old_file(tmp_path: Path) -> None:
    save_table(own_table(30), tmp_path / "t.parquet")
    other = dataclasses.replace(own_table(), dataset="other")
    with pytest.raises(DataError, match=r"a part of .*t\.parquet differs from the first"):
        save_table_parts([own_table(), other], tmp_path / "t.parquet")
    assert load_table(tmp_path / "t.parquet").n_events == 30
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]


def test_parts_without_any_event_are_no_table(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="would hold no event"):
        save_table_parts([_rows(own_table(), slice(0, 0))], tmp_path / "t.parquet")
    assert not list(tmp_path.iterdir())


def test_a_table_without_rows_is_not_read(tmp_path: Path) -> None:
    save_table(_rows(own_table(), slice(0, 0)), tmp_path / "t.parquet")
    with pytest.raises(DataError, match="it holds no event"):
        load_table(tmp_path / "t.parquet")


def _rows(table: EventTable, rows: slice) -> EventTable:
    return dataclasses.replace(
        table,
        process=table.process[rows],
        label=table.label[rows],
        weight=table.weight[rows],
        fold=table.fold[rows],
        features={name: values[rows] for name, values in table.features.items()},
        others={name: values[rows] for name, values in table.others.items()},
    )


def with_feature(name: str, value: float) -> EventTable:
    table = own_table()
    values = table.features[name].copy()
    values[7] = value
    return dataclasses.replace(table, features=table.features | {name: values})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (
            lambda: with_feature("mass", 91_188),
            "row 7: mass is 91188 GeV, outside .* 0 to 1000 GeV",
        ),
        (lambda: with_feature("mass", math.nan), "row 7: mass is nan GeV, which is no number"),
        (lambda: with_feature("width", math.inf), "row 7: width is inf, which is no number"),
        (
            lambda: dataclasses.replace(own_table(), label=np.zeros(300, np.int8)),
            "process signal is signal, but its label is not 1",
        ),
        (
            lambda: dataclasses.replace(own_table(kinds=("measured",)), weight=np.full(300, 2.0)),
            "process measured is measured, so that each of its rows must have weight 1",
        ),
        (
            lambda: dataclasses.replace(own_table(), processes=("signal", "ZZ")),
            "process ZZ has no facts",
        ),
        (
            lambda: dataclasses.replace(
                own_table(), features=cast("Any", own_table().others), others={}
            ),
            "column event is int64",
        ),
        (
            lambda: dataclasses.replace(
                own_table(), features={"truth_mass": np.zeros(300, np.float32)}, others={}
            ),
            "column truth_mass has the role leak, expected feature",
        ),
        (
            lambda: dataclasses.replace(own_table(), others={"run": np.zeros(300, np.int64)}),
            "column run has no facts, expected identifier or leak",
        ),
        (
            lambda: dataclasses.replace(own_table(), others={"mass": np.zeros(300)}),
            "two columns mass",
        ),
    ],
)
def test_a_table_is_what_its_facts_announce(change: Any, complaint: str) -> None:
    with pytest.raises(DataError, match=f"table of 'mine': .*{complaint}"):
        change()


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"unit": "MeV"}, "has unit 'MeV', not one of 1, GeV"),
        ({"low": 2.0, "high": 1.0}, "an empty range"),
        ({"name": "p t"}, "needs a name of letters"),
        ({"name": "fold"}, "a name that the story's own columns have"),
        ({"name": "role_3"}, "a name that the story's own columns have"),
        ({"role": "weight"}, "with the role weight must be 'weight'"),
    ],
)
def test_a_column_without_sense_is_refused(wrong: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        TableColumn(**({"name": "pt", "unit": "GeV", "role": "feature"} | wrong))


@pytest.mark.parametrize(
    ("wrong", "complaint"),
    [
        ({"columns": own_facts().columns[3:]}, "no column has the role feature"),
        ({"columns": own_facts().columns * 2}, "column weight, mass.* is listed twice"),
        ({"processes": own_facts().processes * 2}, "process signal.* is listed twice"),
        ({"default_signal": "background"}, "'background' is not a signal"),
        ({"luminosity_ifb": math.nan}, "luminosity_ifb is nan, expected a number above 0"),
        ({"sqrt_s_tev": 0.0}, "sqrt_s_tev is 0.0, expected a number above 0"),
    ],
)
def test_facts_without_sense_are_refused(wrong: dict[str, Any], complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        dataclasses.replace(own_facts(), **wrong)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("{", "no JSON object"),
        ("[]", "no JSON object"),
        ("[" * 100_000, "no JSON object"),
        ('{"columns": [], "processes": [], "titel": ""}', "unknown key titel"),
        ('{"columns": [{"name": "x", "unit": "1", "role": "x"}], "processes": []}', "role is 'x'"),
        ('{"columns": [{"name": "x", "unit": 1, "role": "leak"}], "processes": []}', "unit is 1"),
    ],
)
def test_facts_that_nobody_wrote_are_refused(text: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        decode_facts(text)


def test_facts_come_back_from_json() -> None:
    assert decode_facts(encode_facts(own_facts())) == own_facts()
    assert own_facts().sha256() != own_facts(("signal",)).sha256()


def test_every_dataset_of_the_catalogue_has_the_same_kind_of_facts() -> None:
    for dataset in load_catalogue().datasets:
        facts = facts_of_dataset(dataset)
        assert decode_facts(encode_facts(facts)) == facts
        names = [column.name for column in facts.columns if column.role == "feature"]
        assert names == list(dataset.feature_names)
        assert (
            TableProcess(
                name=dataset.processes[0].name,
                kind=dataset.processes[0].kind,
                title=dataset.processes[0].title,
                description=dataset.processes[0].description,
            )
            in facts.processes
        )


def test_a_limit_of_64_bits_holds_for_a_value_of_32() -> None:
    phi = TableColumn(name="phi", unit="rad", role="feature", low=-math.pi, high=math.pi)
    check_column(phi, np.array([math.pi, -math.pi], np.float32))
