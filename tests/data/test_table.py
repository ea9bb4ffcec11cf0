import dataclasses
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.history import CutFlowRow, Step
from fivesigma.data.table import (
    EventFile,
    EventTable,
    embedded_table,
    load_event_file,
    load_table,
    save_event_file,
    save_table,
)
from made_up_table import made_up_table


@pytest.fixture
def table() -> EventTable:
    return made_up_table(n_events=60)


def assert_equal(one: EventTable, other: EventTable) -> None:
    assert one.dataset == other.dataset
    assert one.processes == other.processes
    assert one.provenance == other.provenance
    assert list(one.features) == list(other.features)
    for name in ("process", "label", "weight", "fold"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.dtype == theirs.dtype
        assert np.array_equal(mine, theirs)
    assert all(np.array_equal(one.features[name], other.features[name]) for name in one.features)
    assert (one.truth_id is None) == (other.truth_id is None)
    if one.truth_id is not None and other.truth_id is not None:
        assert np.array_equal(one.truth_id, other.truth_id)


def test_what_is_saved_is_loaded(table: EventTable, tmp_path: Path) -> None:
    save_table(table, tmp_path / "new" / "t.parquet")
    assert_equal(load_table(tmp_path / "new" / "t.parquet"), table)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["t.parquet"]


def test_the_truth_is_kept_where_there_is_one(table: EventTable, tmp_path: Path) -> None:
    with_truth = dataclasses.replace(table, truth_id=np.arange(60)[::-1].copy())
    save_table(with_truth, tmp_path / "t.parquet")
    assert_equal(load_table(tmp_path / "t.parquet"), with_truth)


def test_a_process_without_events_keeps_its_code(table: EventTable, tmp_path: Path) -> None:
    sparse = dataclasses.replace(
        table, processes=("WW", *table.processes), process=table.process + np.uint8(1)
    )
    save_table(sparse, tmp_path / "t.parquet")
    assert_equal(load_table(tmp_path / "t.parquet"), sparse)


def test_others_can_read_names_units_and_origin_in_the_file(
    table: EventTable, tmp_path: Path
) -> None:
    save_table(table, tmp_path / "t.parquet")
    arrow = pq.read_table(tmp_path / "t.parquet")
    assert set(arrow["process"].to_pylist()) == {"DM_200", "ZZ"}
    assert arrow.schema.field("met").metadata[b"unit"] == b"GeV"
    assert arrow.schema.field("delta_phi_ll_met").metadata[b"unit"] == b"rad"
    assert b"made up" in arrow.schema.metadata[b"provenance"]


def test_floats_are_split_by_byte_and_compressed(table: EventTable, tmp_path: Path) -> None:
    save_table(table, tmp_path / "t.parquet")
    columns = pq.read_metadata(tmp_path / "t.parquet").row_group(0)
    by_name = {columns.column(i).path_in_schema: columns.column(i) for i in range(13)}
    assert by_name["met"].compression == "ZSTD"
    assert "BYTE_STREAM_SPLIT" in by_name["met"].encodings


def test_a_failed_write_leaves_the_old_table(
    table: EventTable, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "t.parquet"
    save_table(table, path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pq, "write_table", full)
    with pytest.raises(DataError, match=r"cannot be written \(No space left on device\); choose"):
        save_table(table, path)
    assert_equal(load_table(path), table)
    assert [found.name for found in tmp_path.iterdir()] == ["t.parquet"]


def test_a_folder_that_cannot_be_made_is_said_so(table: EventTable, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be written"):
        save_table(table, tmp_path / "file" / "t.parquet")


@pytest.mark.parametrize("n_kept", [0, 4, 400])
def test_a_damaged_file_is_refused(table: EventTable, tmp_path: Path, n_kept: int) -> None:
    path = tmp_path / "t.parquet"
    save_table(table, path)
    path.write_bytes(path.read_bytes()[:n_kept])
    with pytest.raises(DataError, match="is damaged or no Parquet file") as caught:
        load_table(path)
    assert "\n" not in str(caught.value)


def test_a_missing_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no table .*t\.parquet"):
        load_table(tmp_path / "t.parquet")


def test_a_parquet_file_of_somebody_else_is_refused(tmp_path: Path) -> None:
    pq.write_table(pa.table({"met": [1.0]}), tmp_path / "t.parquet")
    with pytest.raises(DataError, match="not a table of events that this version wrote"):
        load_table(tmp_path / "t.parquet")


def rewritten(path: Path, arrow: pa.Table) -> Path:
    pq.write_table(arrow, path)
    return path


def test_a_table_that_lost_a_column_or_its_units_is_refused(
    table: EventTable, tmp_path: Path
) -> None:
    path = tmp_path / "t.parquet"
    save_table(table, path)
    arrow = pq.read_table(path)
    with pytest.raises(DataError, match=r"does not hold the table it announces: .*met"):
        load_table(rewritten(path, arrow.drop_columns(["met"])))
    index = arrow.column_names.index("met")
    in_mev = arrow.schema.field("met").with_metadata({"unit": "MeV"})
    with pytest.raises(DataError, match="column met is in 'MeV', expected 'GeV'"):
        load_table(rewritten(path, arrow.set_column(index, in_mev, arrow["met"])))


def changed(table: EventTable, **changes: object) -> EventTable:
    return dataclasses.replace(table, **changes)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"weight": np.ones(3)}, r"column process is uint8 \(60,\), expected uint8 \(3,\)"),
        ({"weight": np.full(60, np.nan)}, "weight holds 60 values that are not finite"),
        ({"fold": np.zeros(60)}, r"column fold is float64 \(60,\), expected uint8"),
        ({"label": np.zeros(60, np.int8)}, "holds no signal event"),
        ({"label": np.ones(60, np.int8)}, "holds no background event"),
        ({"label": np.full(60, 2, np.int8)}, "a label is neither 0 nor 1"),
        ({"label": np.arange(60, dtype=np.int8) % 2}, "labelled both signal and background"),
        ({"processes": ("DM_200",)}, "process code 1 has no name"),
        ({"processes": ("ZZ", "ZZ")}, "a process is named twice"),
        ({"features": {}}, "has no feature"),
        ({"features": {"met": np.ones((60, 1), np.float32)}}, "column met is float32"),
        ({"truth_id": np.arange(9)}, "column truth_id is int64"),
    ],
)
def test_columns_that_do_not_fit_together_are_refused(
    table: EventTable, changes: dict[str, object], complaint: str
) -> None:
    with pytest.raises(DataError, match=f"table of 'atlas-dm': .*{complaint}"):
        changed(table, **changes)


def test_the_embedded_set_says_that_it_is_not_from_atlas() -> None:
    table = embedded_table()
    dataset = load_catalogue().dataset("simulated-dm")
    assert table.dataset == "simulated-dm"
    assert table.processes == tuple(process.name for process in dataset.processes)
    assert tuple(table.features) == dataset.feature_names
    assert table.truth_id is not None
    assert "simulated by this project" in table.provenance["origin"]
    assert table.provenance["licence"] == dataset.licence


def test_a_step_adds_columns_notes_and_its_history(table: EventTable, tmp_path: Path) -> None:
    step = Step(
        command="select",
        version="1",
        catalogue_sha256="0",
        seed=None,
        settings={"signal": "DM_200", "cuts": ("met > 100",)},
        cut_flow=(
            CutFlowRow(
                cut="all events",
                n_events=60,
                signal=Measured(value=1.0, uncertainty=0.5),
                background=Measured(value=2.0, uncertainty=0.5),
            ),
        ),
    )
    score = np.append(np.linspace(0, 1, 59), np.nan)
    told = dataclasses.replace(table, history=(step,))
    file = EventFile(kind="train", table=told, columns={"score": score}, notes={"model": "lda"})
    save_event_file(file, tmp_path / "t.parquet")
    again = load_event_file(tmp_path / "t.parquet")
    assert (again.kind, again.notes) == ("train", {"model": "lda"})
    assert again.table.history == (step,)
    assert np.array_equal(again.columns["score"], score, equal_nan=True)
    assert_equal(load_table(tmp_path / "t.parquet"), told)


def test_a_table_from_before_steps_had_files_is_still_read(
    table: EventTable, tmp_path: Path
) -> None:
    path = tmp_path / "t.parquet"
    save_table(table, path)
    arrow = pq.read_table(path)
    new = {b"step", b"history", b"notes"}
    old = {key: value for key, value in arrow.schema.metadata.items() if key not in new}
    pq.write_table(arrow.replace_schema_metadata(old), path)
    again = load_event_file(path)
    assert (again.kind, again.columns, again.table.history) == ("read", {}, ())


def test_a_history_that_does_not_fit_is_refused(table: EventTable, tmp_path: Path) -> None:
    path = tmp_path / "t.parquet"
    save_table(table, path)
    arrow = pq.read_table(path)
    wrong = arrow.schema.metadata | {b"history": b'[{"command": "select"}]'}
    pq.write_table(arrow.replace_schema_metadata(wrong), path)
    with pytest.raises(DataError, match=r"history\[0\] has not the fields of a Step"):
        load_table(path)
