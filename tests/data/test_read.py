import dataclasses
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Dataset
from fivesigma.data.read import read_process
from small_set import SmallSet, csv_text, make_small_set

SOURCES = (
    "totalWeight,lead_lep_pt,sublead_lep_pt,mll,ETmiss,dRll,dphi_pTll_ETmiss,"
    "fractional_pT_difference,ETmiss_over_HT,N_bjets,sum_lep_charge"
)


def read(small_set: SmallSet, path: Path | None = None) -> dict[str, np.ndarray]:
    dataset = small_set.dataset
    path = path or small_set.folder / "DM_200.csv"
    return read_process(path, dataset, dataset.process("DM_200"))


def with_cell(text: str, line: int, source: str, cell: str) -> str:
    """The same CSV with one cell replaced; `line` counts the header as 1."""
    lines = text.splitlines()
    cells = lines[line - 1].split(",")
    cells[lines[0].split(",").index(source)] = cell
    lines[line - 1] = ",".join(cells)
    return "\n".join(lines) + "\n"


def test_columns_get_house_names_and_keep_their_values(small_set: SmallSet) -> None:
    columns = read(small_set)
    lines = (small_set.folder / "DM_200.csv").read_text().splitlines()
    assert list(columns) == [column.name for column in small_set.dataset.columns]
    assert {values.dtype for values in columns.values()} == {np.dtype(np.float64)}
    assert [values[0] for values in columns.values()] == [float(c) for c in lines[1].split(",")]
    assert all(values.shape == (50,) for values in columns.values())
    assert columns["weight"].min() < 0


def test_the_order_of_the_columns_in_the_file_does_not_matter(small_set: SmallSet) -> None:
    path = small_set.folder / "DM_200.csv"
    as_written = read(small_set)
    rows = [line.split(",")[::-1] for line in path.read_text().splitlines()]
    path.write_text("".join(",".join(row) + "\n" for row in rows))
    turned = read(small_set)
    assert all((turned[name] == values).all() for name, values in as_written.items())


def test_a_byte_order_mark_and_windows_line_ends_are_read(small_set: SmallSet) -> None:
    path = small_set.folder / "DM_200.csv"
    as_written = read(small_set)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert (read(small_set)["met"] == as_written["met"]).all()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda _: "", r"DM_200.csv is empty; fetch it again\.$"),
        (lambda _: "\n\n", r"DM_200.csv is empty; fetch it again\.$"),
        (lambda _: SOURCES + "\n", r"has a header, but no events; fetch it again\.$"),
        (
            lambda text: text.replace("ETmiss,", "Etmiss,"),
            "has no column 'ETmiss': is 'Etmiss' the same column\\? Rename it",
        ),
        (lambda text: text.replace("mll,", "q,"), "has no column 'mll': add it, or fetch"),
        (lambda text: text.replace("N_bjets,", ""), "has no column 'N_bjets': add it"),
        (
            lambda text: "".join(f"{line},7\n" for line in text.splitlines()).replace(
                "charge,7", "charge,label"
            ),
            "has an unknown column 'label': remove it",
        ),
        (lambda text: text.replace(",sum_", ",mll,sum_"), "has column 'mll' twice: remove it"),
        (lambda text: with_cell(text, 3, "mll", "heavy"), "line 3: mll is 'heavy', which is no"),
        (lambda text: with_cell(text, 3, "mll", ""), "line 3: mll is empty; correct the line"),
        (lambda text: with_cell(text, 3, "mll", "1_0"), "line 3: mll is '1_0', which is no"),
        (lambda text: with_cell(text, 9, "ETmiss", "NaN"), "line 9: ETmiss is nan GeV, which is"),
        (lambda text: with_cell(text, 9, "ETmiss", "inf"), "line 9: ETmiss is inf GeV, which is"),
        (lambda text: with_cell(text, 2, "totalWeight", "-inf"), "line 2: totalWeight is -inf, w"),
        (
            lambda text: with_cell(text, 51, "ETmiss", "150000"),
            "line 51: ETmiss is 150000 GeV, outside the possible range 80 to 6500 GeV; correct",
        ),
        (lambda text: with_cell(text, 4, "mll", "-91"), "line 4: mll is -91 GeV, outside"),
        (
            lambda text: with_cell(text, 5, "N_bjets", "0.5"),
            "line 5: N_bjets is 0.5, but it counts something and must be whole",
        ),
        (lambda text: text[: len(text) // 2], r"line \d+: \d+ cells where the header has 11"),
        (lambda text: text[: text.rindex("\n", 0, -1) + 1], "holds 49 rows, the catalogue says 50"),
        (lambda text: text + text.splitlines()[-1], "holds 51 rows, the catalogue says 50"),
        (lambda text: with_cell(text, 6, "mll", '"91'), "DM_200.csv"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_sentence(
    change: Callable[[str], str], complaint: str, small_set: SmallSet
) -> None:
    path = small_set.folder / "DM_200.csv"
    path.write_text(change(path.read_text()))
    with pytest.raises(DataError, match=complaint) as caught:
        read(small_set)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("content", [b"\xff\xfe\x00binary", b"a,b\n\xff\xff\n", b"\x00" * 99])
def test_bytes_that_are_no_text_are_refused(content: bytes, small_set: SmallSet) -> None:
    (small_set.folder / "DM_200.csv").write_bytes(content)
    with pytest.raises(DataError, match=r"DM_200\.csv (is no CSV file|has no column)"):
        read(small_set)


def test_bad_text_far_behind_the_header_is_refused(small_set: SmallSet) -> None:
    path = small_set.folder / "DM_200.csv"
    path.write_bytes(path.read_bytes() + b"\xff\xff,1\n")
    with pytest.raises(DataError, match=r"DM_200\.csv is no CSV file"):
        read(small_set)


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(small_set: SmallSet) -> None:
    with pytest.raises(DataError, match=r"there is no file .*; fetch it first"):
        read(small_set, small_set.folder / "WW.csv")
    with pytest.raises(DataError, match="cannot be read"):
        read(small_set, small_set.folder)


def with_missing(dataset: Dataset, source: str, missing: float) -> Dataset:
    """The same entry, where a column may have no value."""
    columns = tuple(
        dataclasses.replace(column, missing=missing) if column.source == source else column
        for column in dataset.columns
    )
    return dataclasses.replace(dataset, columns=columns)


def test_the_value_that_stands_for_missing_becomes_nan_only_where_it_is_declared(
    small_set: SmallSet,
) -> None:
    path = small_set.folder / "DM_200.csv"
    path.write_text(with_cell(path.read_text(), 5, "N_bjets", "-999.0"))
    dataset = with_missing(small_set.dataset, "N_bjets", -999.0)
    n_bjets = read_process(path, dataset, dataset.process("DM_200"))["n_bjets"]
    assert np.flatnonzero(np.isnan(n_bjets)).tolist() == [3]
    with pytest.raises(DataError, match="line 5: N_bjets is -999, outside the possible range"):
        read(small_set)
    path.write_text(with_cell(path.read_text(), 6, "N_bjets", "NaN"))
    with pytest.raises(DataError, match="line 6: N_bjets is nan, which is no number"):
        read_process(path, dataset, dataset.process("DM_200"))


def test_the_weights_of_a_part_add_up_to_what_the_whole_expects(small_set: SmallSet) -> None:
    as_written = read(small_set)["weight"]
    process = dataclasses.replace(small_set.dataset.process("DM_200"), expected_events=692.0)
    weight = read_process(small_set.folder / "DM_200.csv", small_set.dataset, process)["weight"]
    assert weight.sum() == pytest.approx(692.0)
    assert weight / weight[0] == pytest.approx(as_written / as_written[0])


def test_a_column_that_nobody_needs_may_hold_words(small_set: SmallSet) -> None:
    path = small_set.folder / "DM_200.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([f"{lines[0]},Label", *(f"{line},s" for line in lines[1:])]) + "\n")
    dataset = dataclasses.replace(small_set.dataset, unread=("Label",))
    assert "Label" not in read_process(path, dataset, dataset.process("DM_200"))
    path.write_text(with_cell(path.read_text(), 3, "mll", "heavy"))
    with pytest.raises(DataError, match="line 3: mll is 'heavy', which is no number"):
        read_process(path, dataset, dataset.process("DM_200"))


def test_made_up_rows_are_reproducible(tmp_path: Path) -> None:
    dataset = make_small_set(tmp_path / "a").dataset
    assert csv_text(dataset, 0) == (tmp_path / "a" / "DM_200.csv").read_text()
