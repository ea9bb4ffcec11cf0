"""Whatever a file holds, a reader gives a good table or says in one sentence why it does not."""

import dataclasses
import tempfile
from pathlib import Path

import numpy as np
import numpy.typing as npt
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Catalogue, load_catalogue, parse_catalogue
from fivesigma.data.read import read_process
from small_catalogue import MINIMAL
from small_set import csv_text

ATLAS = load_catalogue().dataset("atlas-dm")
TABLE = csv_text(ATLAS, seed=1, n_events=5).encode()
LINES = MINIMAL.splitlines()
VALUES = st.sampled_from(
    ["1", "-1", "inf", "nan", "1e999", '""', "[]", "{}", "true", '"x"', "2026-01-01", "[[1], {}]"]
)


@st.composite
def damaged_catalogues(draw: st.DrawFn) -> str:
    """The small catalogue with lines dropped, doubled, swapped, or given another value."""
    lines = list(LINES)
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["drop", "double", "move", "value", "text"])):
            case "drop":
                del lines[place]
            case "double":
                lines.insert(place, lines[place])
            case "move":
                lines.insert(draw(st.integers(0, len(lines) - 1)), lines.pop(place))
            case "value":
                key = lines[place].split("=", 1)[0]
                lines[place] = f"{key}= {draw(VALUES)}"
            case _:
                lines[place] = draw(st.text(max_size=20))
    return "\n".join(lines)


@settings(max_examples=300, deadline=None)
@given(text=st.one_of(damaged_catalogues(), st.text(max_size=200)))
def test_a_damaged_catalogue_is_refused_in_one_sentence_or_is_one(text: str) -> None:
    found: Catalogue | str
    try:
        found = parse_catalogue(text)
    except DataError as error:
        found = str(error)
    if isinstance(found, str):
        assert 0 < len(found) < 1000
    else:
        assert all(dataset.sha256() for dataset in found.datasets)


@st.composite
def damaged_tables(draw: st.DrawFn) -> bytes:
    """A good table with bytes replaced, cut out or put in."""
    content = bytearray(TABLE)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(content)))
        end = min(len(content), start + draw(st.integers(0, 30)))
        content[start:end] = draw(
            st.one_of(
                st.binary(max_size=8),
                st.sampled_from(
                    [b",", b"\n", b"\r\n", b'"', b"nan", b"-inf", b"1e400", b"\0", b";"]
                ),
            )
        )
    return bytes(content)


@settings(max_examples=400, deadline=None)
@given(content=st.one_of(damaged_tables(), st.binary(max_size=300)))
@example(content=b"\xef\xbb\xbf" + TABLE)
@example(content=TABLE.replace(b"\n", b"\r\n"))
@example(content=TABLE.replace(b"\n", b"\r"))
@example(content=TABLE + b"\n\n")
def test_a_damaged_table_is_refused_in_one_sentence_or_is_whole(content: bytes) -> None:
    process = dataclasses.replace(ATLAS.process("ZZ"), file=None)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ZZ.csv"
        path.write_bytes(content)
        found: dict[str, npt.NDArray[np.float64]] | str
        try:
            found = read_process(path, ATLAS, process)
        except DataError as error:
            found = str(error)
    if isinstance(found, str):
        assert "\n" not in found
        assert str(path) in found
        return
    columns = found
    assert list(columns) == [column.name for column in ATLAS.columns]
    assert len({values.shape for values in columns.values()}) == 1
    for column in ATLAS.columns:
        values = columns[column.name]
        assert len(values) > 0
        assert np.all((values >= column.low) & (values <= column.high))
