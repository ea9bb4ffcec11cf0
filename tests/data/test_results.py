"""A result on disk is whole, of the kind asked for, or refused."""

import json
from pathlib import Path

import pytest

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.data.results import load_result, save_result

NUMBER = Measured(value=4.0, uncertainty=0.25)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    save_result(NUMBER, tmp_path / "new" / "z.json", kind="number")
    return tmp_path / "new" / "z.json"


def test_what_is_saved_is_loaded(path: Path) -> None:
    assert load_result(path, {"number": Measured}) == NUMBER
    assert [found.name for found in path.parent.iterdir()] == ["z.json"]


def test_others_can_read_what_it_is(path: Path) -> None:
    content = json.loads(path.read_text())
    assert content["format"] == "fivesigma-result"
    assert content["kind"] == "number"
    assert content["record"] == {"value": 4.0, "uncertainty": 0.25}


def test_another_kind_is_refused(path: Path) -> None:
    with pytest.raises(DataError, match="holds a result of kind 'number', not evaluation"):
        load_result(path, {"evaluation": Measured})


@pytest.mark.parametrize("n_kept", [0, 1, 40])
def test_half_a_file_is_refused(path: Path, n_kept: int) -> None:
    path.write_bytes(path.read_bytes()[:n_kept])
    with pytest.raises(DataError, match="damaged or no JSON"):
        load_result(path, {"number": Measured})


@pytest.mark.parametrize(
    ("old", "new"), [('"1"', '"99"'), ("fivesigma-result", "other"), ("{", "[{")]
)
def test_a_file_of_another_program_or_version_is_refused(path: Path, old: str, new: str) -> None:
    text = path.read_text().replace(old, new, 1)
    path.write_text(text + "]" if new == "[{" else text)
    with pytest.raises(DataError, match="is no result that this version of fivesigma wrote"):
        load_result(path, {"number": Measured})


def test_a_changed_number_is_refused_by_name(path: Path) -> None:
    path.write_text(path.read_text().replace("0.25", '"small"'))
    with pytest.raises(DataError, match=r"it announces: number\.uncertainty is 'small'"):
        load_result(path, {"number": Measured})


def test_a_missing_file_and_a_folder_are_said_so(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"there is no file .*z\.json"):
        load_result(tmp_path / "z.json", {"number": Measured})
    with pytest.raises(DataError, match="cannot be read: Is a directory"):
        load_result(tmp_path, {"number": Measured})


def test_a_failed_write_leaves_the_old_file(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DataError, match=r"cannot be written \(No space left on device\)"):
        save_result(Measured(value=0.0, uncertainty=0.0), path, kind="number")
    assert load_result(path, {"number": Measured}) == NUMBER
    assert [found.name for found in path.parent.iterdir()] == ["z.json"]
