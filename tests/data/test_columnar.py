import dataclasses
import json
import struct

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from fivesigma.core.errors import DataError
from fivesigma.core.level import Level
from fivesigma.data.columnar import MAGIC, decode_columnar, encode_columnar
from fivesigma.data.table import EventTable
from made_up_table import made_up_table

N_EVENTS = 40
FINITE_FLOAT32 = st.floats(width=32, allow_nan=False, allow_infinity=False)


@settings(deadline=None, max_examples=50)
@given(
    met=arrays.arrays(np.float32, N_EVENTS, elements=FINITE_FLOAT32),
    weight=arrays.arrays(np.float32, N_EVENTS, elements=FINITE_FLOAT32),
    seed=st.integers(0, 1000),
)
def test_every_event_arrives_with_its_own_values(
    met: np.ndarray, weight: np.ndarray, seed: int
) -> None:
    table = made_up_table(N_EVENTS, seed)
    table = dataclasses.replace(
        table, weight=weight.astype(np.float64), features={**table.features, "met": met}
    )
    _, columns = decode_columnar(encode_columnar(table))
    order = np.argsort(table.process, kind="stable")
    assert np.array_equal(columns["process"], table.process[order])
    assert np.array_equal(columns["fold"], table.fold[order])
    assert np.array_equal(columns["weight"], weight[order])
    for name, values in table.features.items():
        assert np.array_equal(columns[name].view(np.uint32), values[order].view(np.uint32))


@settings(deadline=None, max_examples=50)
@given(seed=st.integers(0, 1000), n_events=st.integers(2, 60))
def test_weights_add_up_over_processes_and_folds(seed: int, n_events: int) -> None:
    table = made_up_table(n_events, seed)
    _, columns = decode_columnar(encode_columnar(table))
    for by in ("process", "fold"):
        sums = np.bincount(columns[by], weights=columns["weight"])
        assert sums.sum() == pytest.approx(table.weight.sum(), abs=1e-5 * n_events)


def test_the_header_tells_what_is_where() -> None:
    content = encode_columnar(made_up_table(N_EVENTS))
    (header_length,) = struct.unpack_from("<I", content, 8)
    header = json.loads(content[12 : 12 + header_length])
    assert content[:8] == b"5SIGMA\x01\n"
    assert (12 + header_length) % 8 == 0
    assert header["format"] == "fivesigma-columnar"
    assert header["version"] == 1
    assert header["n_events"] == N_EVENTS
    assert header["processes"] == ["DM_200", "ZZ"]
    assert header["provenance"]["note"].endswith("π")
    names = [column["name"] for column in header["columns"]]
    assert names[:4] == ["process", "fold", "weight", "lead_lep_pt"]
    ends = [column["offset"] + column["nbytes"] for column in header["columns"]]
    assert [column["offset"] for column in header["columns"]] == [0, *ends[:-1]]
    assert len(content) == 12 + header_length + ends[-1]


def test_the_least_significant_bytes_of_a_float_column_come_first() -> None:
    table = made_up_table(2)
    ones = np.array([1.0, -2.0], dtype=np.float32)  # 0x3f800000 and 0xc0000000
    features = dict.fromkeys(table.features, ones)
    processes = np.array([0, 1], dtype=np.uint8)
    label = np.array([1, 0], dtype=np.int8)
    table = dataclasses.replace(table, features=features, process=processes, label=label)
    assert encode_columnar(table)[-8:] == bytes([0, 0, 0, 0, 0x80, 0, 0x3F, 0xC0])


def test_the_same_table_gives_the_same_bytes() -> None:
    assert encode_columnar(made_up_table(30)) == encode_columnar(made_up_table(30))


def test_a_level_of_realism_brings_the_numbers_of_the_collisions_along() -> None:
    truth_id = np.arange(N_EVENTS, dtype=np.int64) * 100_003
    table = dataclasses.replace(made_up_table(N_EVENTS), truth_id=truth_id)
    header, columns = decode_columnar(encode_columnar(table, level=Level.RESOLUTION))
    order = np.argsort(table.process, kind="stable")
    assert header["level"] == 1
    assert columns["truth_id"].dtype == np.uint32
    assert columns["truth_id"].tolist() == truth_id[order].tolist()
    assert np.array_equal(columns["met"], table.features["met"][order])


def test_without_levels_nothing_is_said_of_them() -> None:
    truth_id = np.arange(N_EVENTS, dtype=np.int64)
    table = dataclasses.replace(made_up_table(N_EVENTS), truth_id=truth_id)
    header, columns = decode_columnar(encode_columnar(table))
    assert "level" not in header
    assert "truth_id" not in columns


@pytest.fixture
def table() -> EventTable:
    return made_up_table(N_EVENTS)


@pytest.mark.parametrize("content", [b"", b"PAR1", b"5SIGMA\x02\n" + b"\0" * 90])
def test_another_file_is_refused(content: bytes) -> None:
    with pytest.raises(DataError, match="no fivesigma-columnar file"):
        decode_columnar(content)


def test_a_file_cut_off_anywhere_is_refused(table: EventTable) -> None:
    content = encode_columnar(table)
    for n_kept in range(len(MAGIC) + 4, len(content), 97):
        with pytest.raises(DataError, match="cut off or damaged"):
            decode_columnar(content[:n_kept])
