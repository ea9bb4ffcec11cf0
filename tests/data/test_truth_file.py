"""Generated collisions come back from their file as they were, or not at all."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fivesigma.core.errors import DataError
from fivesigma.data.truth_file import (
    TruthFile,
    embedded_truth_file,
    load_truth_file,
    save_truth_file,
)

FINITE = st.floats(width=32, allow_nan=False, allow_infinity=False)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("truth") / "truth.parquet"


@settings(deadline=None, max_examples=40)
@given(
    lists=arrays.arrays(np.float32, (6, 4), elements=FINITE | st.just(0.0)),
    flavour=arrays.arrays(np.int8, (6, 3), elements=st.integers(-5, 5)),
    flat=arrays.arrays(np.float64, 6, elements=st.floats(allow_nan=False)),
)
def test_columns_come_back_as_they_were(
    path: Path, lists: np.ndarray, flavour: np.ndarray, flat: np.ndarray
) -> None:
    columns: dict[str, np.ndarray] = {"jet_pt": lists, "jet_flavour": flavour, "weight": flat}
    save_truth_file(TruthFile(columns=columns, provenance={"origin": "π"}), path)
    back = load_truth_file(path)
    assert back.provenance == {"origin": "π"}
    assert list(back.columns) == list(columns)
    for name, values in columns.items():
        assert back.columns[name].dtype == values.dtype
        assert np.array_equal(back.columns[name], values), name


def test_no_collision_at_all_is_a_file_too(path: Path) -> None:
    columns: dict[str, np.ndarray] = {
        "jet_pt": np.zeros((0, 4), np.float32),
        "weight": np.zeros(0),
    }
    save_truth_file(TruthFile(columns=columns, provenance={}), path)
    assert load_truth_file(path).columns["jet_pt"].shape == (0, 4)


def test_a_file_cut_off_or_of_another_kind_is_refused(path: Path, tmp_path: Path) -> None:
    columns = {"weight": np.ones(50)}
    save_truth_file(TruthFile(columns=columns, provenance={}), path)
    content = path.read_bytes()
    other = tmp_path / "other.parquet"
    for bad in (b"", content[: len(content) // 2], content[:-4] + b"xxxx", b"<html></html>"):
        other.write_bytes(bad)
        with pytest.raises(DataError, match=r"other\.parquet holds no generated collisions"):
            load_truth_file(other)


def test_a_table_of_events_is_no_file_of_truth() -> None:
    from fivesigma import data

    table = Path(str(data.__file__)).parent / "embedded" / "simulated_dm.parquet"
    with pytest.raises(DataError, match="another format"):
        load_truth_file(table)


def test_a_list_longer_than_announced_is_refused(path: Path) -> None:
    import pyarrow.parquet as pq

    save_truth_file(TruthFile(columns={"pt": np.ones((3, 4))}, provenance={}), path)
    table = pq.read_table(path)
    metadata = {**table.schema.metadata, b"widths": b'{"pt": 2}'}
    pq.write_table(table.replace_schema_metadata(metadata), path)
    with pytest.raises(DataError, match="holds no generated collisions"):
        load_truth_file(path)


def test_the_embedded_file_is_small_and_says_who_made_it() -> None:
    from fivesigma import data

    file = embedded_truth_file()
    assert "NOT ATLAS simulation" in file.provenance["origin"]
    assert file.provenance["licence"] == "CC0-1.0"
    folder = Path(str(data.__file__)).parent / "embedded"
    assert (folder / "simulated_dm_generated.parquet").stat().st_size <= 800_000
    assert sum(path.stat().st_size for path in folder.iterdir()) <= 1_600_000 + 340_000
