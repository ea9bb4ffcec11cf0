"""Whatever stands in a spec, a CSV or a Parquet file: a table, or a DataError, and nothing else."""

import json
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import DataError
from fivesigma.data.own.guess import guess_spec
from fivesigma.data.own.spec import parse_spec
from fivesigma.data.table import load_table, save_table
from fivesigma.data.table_facts import decode_facts, encode_facts
from fivesigma.workflow.own import import_table
from own_table import own_facts, own_table

SPEC = """title = "t"
weight = "w"
separator = ","
[label]
column = "k"
signal = ["s", 1]
background = ["b"]
leave_out = ["x"]
[[columns]]
source = "x"
unit = "MeV"
missing = -999
low = 0
[[columns]]
source = "id"
role = "identifier"
"""
ROWS = b"x,k,w,id\n1,s,0.5,1\n2,b,1,2\n-999,b,-1,3\n4,1,2,4\n"
WORDS = ["", "=", "[", "]", '"', "nan", "inf", "-1", "1e400", "x", "\n", "\x00", "é", "[[columns]]"]
BYTES = [
    b"",
    b",",
    b'"',
    b"\n",
    b"\r",
    b"\xff",
    b"\0",
    b"1e400",
    b"nan",
    b"s",
    b";",
    b"\xef\xbb\xbf",
]
KINDS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "unit", "role", "columns", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)

quick = settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def changed(draw: Any, text: Any, pieces: list[Any]) -> Any:
    """`text` with up to four stretches replaced by pieces that readers stumble over."""
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = start + draw(st.integers(0, 6))
        text = text[:start] + draw(st.sampled_from(pieces)) + text[end:]
    return text


@quick
@given(st.data())
def test_a_spec_is_meant_or_refused(data: Any) -> None:
    with suppress(DataError):
        parse_spec(changed(data.draw, SPEC, WORDS))


@quick
@given(st.dictionaries(st.sampled_from(["title", "label", "columns", "weight"]), KINDS))
def test_a_spec_of_other_kinds_of_values_is_refused(top: dict[str, Any]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in top.items())
    with suppress(DataError):
        parse_spec(text)


def toml(value: Any) -> str:
    """A value as TOML writes it, near enough."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return "{}" if value is None else json.dumps(value).replace("Infinity", "inf").lower()


@quick
@given(st.data())
def test_a_csv_becomes_a_table_or_is_refused(data: Any) -> None:
    content = data.draw(st.binary(max_size=60)) if data.draw(st.booleans()) else ROWS
    with tempfile.TemporaryDirectory() as folder:
        path, output = Path(folder) / "r.csv", Path(folder) / "t.parquet"
        path.write_bytes(changed(data.draw, content, BYTES))
        try:
            import_table([path], parse_spec(SPEC), output)
        except DataError:
            assert not output.exists()
        else:
            assert load_table(output).n_events > 0


@quick
@given(st.data())
def test_a_guess_is_a_spec_or_is_refused(data: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "r.csv"
        path.write_bytes(changed(data.draw, ROWS, BYTES))
        with suppress(DataError):
            text = guess_spec(path)
            parse_spec(text)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("table") / "t.parquet"
    save_table(own_table(40, kinds=("signal", "background", "measured")), path)
    return path


@quick
@given(st.data())
def test_damaged_bytes_of_a_parquet_file_are_refused(written: Path, data: Any) -> None:
    content = bytearray(written.read_bytes())
    for _ in range(data.draw(st.integers(1, 5))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    end = data.draw(st.sampled_from([None, None, -1, -100, 10]))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.parquet"
        path.write_bytes(content[:end])
        with suppress(DataError):
            found, whole = load_table(path), load_table(written)
            for name, values in whole.features.items():
                np.testing.assert_array_equal(found.features[name], values)
            np.testing.assert_array_equal(found.weight, whole.weight)
            np.testing.assert_array_equal(found.label, whole.label)


@quick
@given(st.data())
def test_altered_metadata_of_a_table_is_refused(written: Path, data: Any) -> None:
    arrow = pq.read_table(written)
    metadata = dict(arrow.schema.metadata)
    key = data.draw(st.sampled_from(sorted(set(metadata) - {b"format", b"format_version"})))
    kind = data.draw(st.integers(0, 2))
    if kind == 0:
        metadata[key] = json.dumps(data.draw(KINDS)).encode()
    elif kind == 1:
        metadata[key] = changed(data.draw, metadata[key], BYTES)
    else:
        del metadata[key]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.parquet"
        pq.write_table(arrow.replace_schema_metadata(metadata), path)
        with suppress(DataError):
            load_table(path)


@quick
@given(st.data())
def test_facts_are_read_or_refused(data: Any) -> None:
    facts = json.loads(encode_facts(own_facts()))
    place = data.draw(st.sampled_from([facts, *facts["columns"], *facts["processes"]]))
    place[data.draw(st.sampled_from([*place, "other"]))] = data.draw(KINDS)
    with suppress(DataError):
        decode_facts(json.dumps(facts))
