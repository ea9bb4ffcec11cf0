"""Files of a reader's own become tables: CSV, Parquet and ROOT, and every way to be wrong."""

from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.own.guess import guess_spec
from fivesigma.data.own.spec import parse_spec
from fivesigma.data.table import EventTable, load_table
from fivesigma.learning.split import hash_fold
from fivesigma.workflow.datasets import row_keys
from fivesigma.workflow.own import Imported, import_table

SPEC = """
title = "Two kinds"
licence = "CC0-1.0"
weight = "w"

[label]
column = "kind"
signal = ["s"]
background = ["b"]
leave_out = ["x"]

[[columns]]
source = "p T"
name = "pt"
unit = "MeV"
low = 0
missing = -999
definition = "Momentum across the beam"

[[columns]]
source = "phi"
unit = "rad"

[[columns]]
source = "event"
role = "identifier"

[[columns]]
source = "truth"
role = "leak"
"""
ROWS = """event,p T,phi,kind,w,truth
9007199254740993,12500,0.5,s,0.25,1
2,-999,-3.1,b,2,0
3,7000,1.5,x,1,0
4,91188,2.5,b,-1,0
"""


def imported(tmp_path: Path, rows: str, spec: str = SPEC) -> tuple[Imported, EventTable]:
    (tmp_path / "rows.csv").write_text(rows, "utf-8")
    output = tmp_path / "my rows.parquet"
    return import_table([tmp_path / "rows.csv"], parse_spec(spec), output), load_table(output)


def test_a_csv_becomes_a_table_in_house_units(tmp_path: Path) -> None:
    counts, table = imported(tmp_path, ROWS)
    assert counts == Imported(
        dataset="my-rows",
        n_events=3,
        rows={"s": 1, "b": 2},
        left_out=1,
        has_both_classes=True,
    )
    np.testing.assert_allclose(table.features["pt"], [12.5, np.nan, 91.188], rtol=1e-6)
    assert table.weight.tolist() == [0.25, 2.0, -1.0]
    assert table.label.tolist() == [1, 0, 0]
    assert table.others["event"].tolist() == [9007199254740993, 2, 4]  # above what a float64 holds
    assert table.others["truth"].tolist() == [1.0, 0.0, 0.0]
    assert table.facts is not None
    pt = table.facts.column("pt")
    assert pt is not None
    assert (pt.unit, pt.source, pt.high, pt.may_miss) == ("GeV", "p T", 14_000.0, True)
    assert table.history[-1].command == "import"


def test_folds_are_those_of_the_page_for_the_same_file(tmp_path: Path) -> None:
    """The page hashes the numbers of features and weight, in the file's order."""
    _, table = imported(tmp_path, ROWS)
    raw = {"p T": [12500.0, -999.0, 91188.0], "phi": [0.5, -3.1, 2.5], "w": [0.25, 2.0, -1.0]}
    keys = row_keys({name: np.array(values) for name, values in raw.items()})
    assert table.fold.tolist() == hash_fold(keys).tolist()


def test_separator_and_decimal_comma_are_as_told(tmp_path: Path) -> None:
    rows = ROWS.replace(",", ";").replace("0.5", "0,5")
    for number in ("0.25", "-3.1", "1.5", "2.5"):
        rows = rows.replace(number, number.replace(".", ","))
    _, table = imported(tmp_path, rows, 'separator = ";"\ndecimal = ","\n' + SPEC)
    assert table.features["phi"].tolist() == pytest.approx([0.5, -3.1, 2.5])


def test_files_can_say_what_the_rows_are(tmp_path: Path) -> None:
    for name, x in (("zz.csv", 1), ("dm.csv", 2), ("data.csv", 3)):
        (tmp_path / name).write_text(f"x,w\n{x},0.5\n", "utf-8")
    spec = parse_spec(
        'title = "t"\nweight = "w"\n[label]\nsignal = ["dm.csv"]\nbackground = ["zz.csv"]\n'
        'measured = ["data.csv"]\n[[columns]]\nsource = "x"\n'
    )
    paths = [tmp_path / name for name in ("zz.csv", "dm.csv", "data.csv")]
    import_table(paths, spec, tmp_path / "t.parquet")
    table = load_table(tmp_path / "t.parquet")
    assert table.processes == ("dm", "zz", "data")
    assert table.label.tolist() == [0, 1, -1]
    assert table.weight.tolist() == [0.5, 0.5, 1.0]  # a measured row counts 1
    with pytest.raises(DataError, match=r"\[label\] lists data.csv, which was not given"):
        import_table(paths[:2], spec, tmp_path / "t.parquet")
    (tmp_path / "other.csv").write_text("x,w\n1,1\n", "utf-8")
    with pytest.raises(DataError, match=r"other.csv is in no list of \[label\]"):
        import_table([*paths, tmp_path / "other.csv"], spec, tmp_path / "t.parquet")


def test_parquet_and_root_give_the_same_table_as_csv(tmp_path: Path) -> None:
    uproot = pytest.importorskip("uproot")
    rng = np.random.default_rng(3)
    columns: dict[str, Any] = {
        "x": rng.normal(size=500),
        "kind": rng.integers(0, 2, 500).astype(np.int32),
        "event": np.arange(500, dtype=np.int64),
    }
    lines = [
        ",".join(columns),
        *(
            ",".join(map(repr, r))
            for r in zip(*(c.tolist() for c in columns.values()), strict=True)
        ),
    ]
    (tmp_path / "t.csv").write_text("\n".join(lines) + "\n", "utf-8")
    pq.write_table(pa.table(columns), tmp_path / "t.parquet")
    with uproot.recreate(tmp_path / "t.root") as file:
        file["events"] = columns
    spec = parse_spec(
        'title = "t"\n[label]\ncolumn = "kind"\nsignal = [1]\nbackground = [0]\n'
        '[[columns]]\nsource = "x"\n[[columns]]\nsource = "event"\nrole = "identifier"\n'
    )
    tables = []
    for ending in ("csv", "parquet", "root"):
        import_table([tmp_path / f"t.{ending}"], spec, tmp_path / "out.parquet")
        tables.append(load_table(tmp_path / "out.parquet"))
    for table in tables[1:]:
        np.testing.assert_array_equal(table.features["x"], tables[0].features["x"])
        np.testing.assert_array_equal(table.label, tables[0].label)
        np.testing.assert_array_equal(table.fold, tables[0].fold)
        np.testing.assert_array_equal(table.others["event"], tables[0].others["event"])


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ("", r"rows\.csv is empty\. A table with a row of names"),
        ("\n\n", "holds blank lines only"),
        (ROWS.splitlines()[0] + "\n", "has columns, but no row"),
        (ROWS.replace(",", ";"), r"separated by a semicolon. Write separator = \";\" in the spec"),
        (ROWS.replace(",", "\t"), r"separated by a tab. Write separator = \"\\t\""),
        (
            ROWS.replace("7000", '"70,5"'),
            r"line 4: p T is '70,5', expected a number. Is that a dec",
        ),
        (
            ROWS.replace("7000", "high"),
            "line 4: p T is 'high', expected a number. Correct the line",
        ),
        (ROWS.replace("91188", ""), None),  # missing is welcome where a code stands for it
        (ROWS.replace("2.5", ""), "line 5: phi is nan rad, which is no number. If values may be"),
        (
            ROWS.replace("91188", "15e6"),
            "line 5: p T is 15000 GeV, outside the possible 0 to 14000",
        ),
        (ROWS.replace("7000,1.5", "7000"), "line 4: 5 cells where the row of names has 6"),
        (ROWS.replace("b,-1", "z,-1"), r"line 5: kind is 'z', which \[label\] does not list"),
        (
            ROWS.replace(",s,", ",b,"),
            r"no row is signal: \[label\] lists 's', and the rows are 'b' ",
        ),
        (ROWS.replace("b,-1", "b,"), "line 5: w is missing, and it says how much the row counts"),
        (
            ROWS.replace("\n2,", "\n2.5,"),
            "line 3: event is '2.5', and an identifier must be a whole",
        ),
        (ROWS.replace("\n2,", "\n,"), "line 3: event is empty, and it identifies the row"),
        (
            ROWS.replace("phi", "Phi"),
            "has no column 'phi', it has event, p T.*: did you mean 'Phi'",
        ),
        (ROWS.replace("phi", "w"), "two columns 'w'; rename one"),
        ("PK\x03\x04" + ROWS, "no text file"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(
    tmp_path: Path, rows: str, complaint: str | None
) -> None:
    if complaint is None:
        imported(tmp_path, rows)
        return
    with pytest.raises(DataError, match=complaint):
        imported(tmp_path, rows)
    assert [path.name for path in tmp_path.iterdir()] == ["rows.csv"]  # nothing half-written


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (ROWS.encode("utf-16"), 'written in UTF-16. Save it as "CSV UTF-8"'),
        (ROWS.replace("kind", "größe").encode("latin-1"), "not written in UTF-8"),
        (ROWS.replace(",s,", ",ß,").encode("latin-1"), "not written in UTF-8"),
        (b"\x89PNG\0\0", "is no text file"),
    ],
)
def test_what_is_no_utf8_is_refused(tmp_path: Path, content: bytes, complaint: str) -> None:
    (tmp_path / "rows.csv").write_bytes(content)
    with pytest.raises(DataError, match=complaint):
        import_table([tmp_path / "rows.csv"], parse_spec(SPEC), tmp_path / "t.parquet")


def test_mev_taken_for_gev_is_noticed(tmp_path: Path) -> None:
    spec = SPEC.replace('unit = "MeV"', 'unit = "GeV"')
    with pytest.raises(DataError, match=r'p T is 91188 GeV, .*Then write unit = "MeV"'):
        imported(tmp_path, ROWS, spec)


@pytest.mark.parametrize(
    ("spec", "complaint"),
    [
        (SPEC.replace('"MeV"', '"Mev"'), "unit 'Mev' is unknown; did you mean 'MeV'"),
        (SPEC.replace('"MeV"', '"furlong"'), "unit 'furlong' is unknown; known are 1, GeV"),
        (SPEC.replace("low", "lower"), "column 'p T': unknown key lower"),
        (SPEC.replace('["s"]', "[]").replace('["b"]', "[]"), r"must list words of 'kind'"),
        (SPEC.replace('["b"]', '["s"]'), "the word s is listed twice"),
        (SPEC.replace('"phi"', '"w"'), "column w is named twice; give it one role"),
        (SPEC.replace('name = "pt"', 'name = "phi"'), "column phi is listed twice"),
        (SPEC.replace('name = "pt"', 'name = "fold"'), "the story's own columns have"),
        (SPEC.replace("low = 0", "low = 9e9"), "an empty range"),
        (SPEC.replace("[label]", "[labels]"), r"a table \[label\] is needed"),
        (SPEC + 'separator = ""', "unknown key separator"),
        ('separator = ""\n' + SPEC, "separator must be one character"),
        ("title =", "no valid TOML"),
        ('title = "t"\n[label]\nsignal = ["a"]\ncolumns = []', r"\[\[columns\]\] is needed"),
    ],
)
def test_a_spec_that_cannot_be_meant_is_refused(spec: str, complaint: str) -> None:
    with pytest.raises(DataError, match=complaint):
        parse_spec(spec)


def test_other_files_are_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"x")
    (tmp_path / "t.parquet").write_bytes(b"PAR1 no more")
    (tmp_path / "t.root").write_bytes(b"root no more")
    spec = parse_spec(SPEC)
    for name, complaint in (
        ("t.xlsx", r"must end in one of \.csv, \.tsv"),
        ("t.parquet", "cannot be read as Parquet"),
        ("t.root", "cannot be read as a ROOT file"),
        ("none.csv", "there is no file"),
    ):
        with pytest.raises(DataError, match=complaint):
            import_table([tmp_path / name], spec, tmp_path / "out.parquet")


def test_many_rows_are_read_in_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fivesigma.data.own.csv_file.PIECE_BYTES", 2000)
    head, *rows = ROWS.splitlines()
    many = "\n".join([head, *rows * 200]) + "\n"
    counts, table = imported(tmp_path, many)
    assert (counts.n_events, counts.left_out) == (600, 200)
    with pytest.raises(DataError, match="line 803: p T is 'x'"):
        imported(tmp_path, many + "\n" + rows[0].replace("12500", "x") + "\n")
    assert table.n_events == 600


def test_a_guess_can_be_imported_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = ROWS.replace("truth", "mass").replace(",", ";").replace(".", ",")
    path.write_text(rows, "utf-8")
    spec = parse_spec(guess_spec(path))
    assert (spec.separator, spec.decimal, spec.weight, spec.label.column) == (";", ",", "w", "kind")
    roles = {column.source: column.role for column in spec.columns}
    assert roles["event"] == "identifier"
    assert [c.missing for c in spec.columns if c.source == "p T"] == [-999.0]


def test_a_guess_for_rows_of_one_kind_calls_them_measured(tmp_path: Path) -> None:
    path = tmp_path / "mu.csv"
    path.write_text("Run,Event,mass [GeV]\n1,2,91.2\n1,3,88.0\n", "utf-8")
    spec = parse_spec(guess_spec(path))
    assert spec.label.kinds() == {"mu.csv": "measured"}
    assert [(c.source, c.unit, c.role) for c in spec.columns][-1] == (
        "mass [GeV]",
        "GeV",
        "feature",
    )
    import_table([path], spec, tmp_path / "mu.parquet")
    assert load_table(tmp_path / "mu.parquet").label.tolist() == [-1, -1]
