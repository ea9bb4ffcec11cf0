"""ROOT files: written here by uproot, so that each can be wrong in its own way."""

import dataclasses
import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Dataset, Process, load_catalogue
from fivesigma.data.read import read_process
from fivesigma.data.trees.root import read_tree

uproot = pytest.importorskip("uproot")

Branches = dict[str, npt.NDArray[np.float64]]
N_EVENTS = 20


def four_leptons(n_events: int = N_EVENTS) -> tuple[Dataset, Process]:
    """The catalogue's entry, with a file of so many rows."""
    dataset = load_catalogue().dataset("cms-h4l")
    process = dataset.processes[0]
    assert process.file is not None
    file = dataclasses.replace(process.file, rows=n_events)
    return dataset, dataclasses.replace(process, file=file)


def branches() -> Branches:
    rng = np.random.default_rng(5)
    columns = load_catalogue().dataset("cms-h4l").columns
    values = {c.source: rng.uniform(c.low, min(c.high, 300.0), N_EVENTS) for c in columns}
    return {"run": np.ones(N_EVENTS), **values}


def write(path: Path, content: Branches, tree: str = "Events") -> Path:
    with uproot.recreate(path) as file:
        file.mktree(tree, {name: values.dtype for name, values in content.items()})
        file[tree].extend(content)
    return path


def read(path: Path) -> Branches:
    return read_process(path, *four_leptons())


def test_branches_get_house_names_and_keep_their_values(tmp_path: Path) -> None:
    content = branches()
    columns = read(write(tmp_path / "four.root", content))
    assert list(columns) == [c.name for c in load_catalogue().dataset("cms-h4l").columns]
    assert (columns["m4l"] == content["Higgs_mass"]).all()
    assert "run" not in columns


@pytest.mark.parametrize(
    ("name", "values", "complaint"),
    [
        ("Z1_mass", None, "has no column 'Z1_mass': add it, or fetch"),
        ("Z3_mass", np.ones(N_EVENTS), "has an unknown column 'Z3_mass': remove it"),
        ("Higgs_mass", np.full(N_EVENTS, np.nan), "entry 0: Higgs_mass is nan GeV, which is no nu"),
        ("Higgs_mass", np.full(N_EVENTS, -1.0), "entry 0: Higgs_mass is -1 GeV, outside the possi"),
        ("Phi", np.ones((N_EVENTS, 2)), "branch 'Phi' holds no single number for each event"),
    ],
)
def test_a_branch_that_does_not_fit_is_refused(
    name: str, values: npt.NDArray[np.float64] | None, complaint: str, tmp_path: Path
) -> None:
    content = branches()
    if values is None:
        del content[name]
    else:
        content[name] = values
    path = tmp_path / "four.root"
    with uproot.recreate(path) as file:
        file.mktree("Events", {key: (v.dtype, v.shape[1:]) for key, v in content.items()})
        file["Events"].extend(content)
    with pytest.raises(DataError, match=complaint) as caught:
        read(path)
    assert str(path) in str(caught.value)


def test_another_number_of_events_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "four.root", branches())
    with pytest.raises(DataError, match="holds 20 rows, the catalogue says 21"):
        read_process(path, *four_leptons(21))


def test_a_file_without_the_tree_names_what_it_has(tmp_path: Path) -> None:
    path = write(tmp_path / "four.root", branches(), tree="mini")
    with pytest.raises(DataError, match=r"has no tree 'Events', it has mini; fetch it again"):
        read(path)


def test_a_file_that_is_damaged_or_none_is_refused_in_one_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "four.root", branches())
    whole = path.read_bytes()
    for content in (b"", b"root", b"<html>502</html>", whole[: len(whole) // 2], b"\0" * 4000):
        path.write_bytes(content)
        with pytest.raises(
            DataError, match=r"cannot be read as a ROOT file .*; fetch it"
        ) as caught:
            read(path)
        assert "\n" not in str(caught.value)


def test_whatever_byte_is_damaged_the_answer_is_numbers_or_one_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "four.root", branches())
    whole = path.read_bytes()
    rng = np.random.default_rng(8)
    n_refused = 0
    for place in rng.integers(0, len(whole), 60):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            read(path)
        except DataError:
            n_refused += 1
    assert n_refused > 5


def test_without_uproot_the_reader_is_told_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(tmp_path / "four.root", branches())
    monkeypatch.setitem(sys.modules, "uproot", None)
    with pytest.raises(DataError, match=r'pip install "fivesigma\[root\]"'):
        read_tree(path, "Events")
