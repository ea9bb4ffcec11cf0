import json
from pathlib import Path

import pytest

from fivesigma.core.errors import DataError
from fivesigma.data.folder import check_folder, write_folder

MARKER = ".ours.json"
FILES = {"index.html": b"page", "data/a.bin": b"\0\1"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "site"


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_all_files_are_there_and_anybody_may_read_them(folder: Path) -> None:
    write_folder(FILES, folder, marker=MARKER)
    assert names(folder) == {*FILES, MARKER}
    assert (folder / "data" / "a.bin").read_bytes() == b"\0\1"
    assert folder.stat().st_mode & 0o055 == 0o055
    assert (folder / "index.html").stat().st_mode & 0o044 == 0o044


def test_an_empty_folder_is_taken_and_nothing_is_left_beside_it(folder: Path) -> None:
    folder.mkdir()
    write_folder(FILES, folder, marker=MARKER)
    assert [path.name for path in folder.parent.iterdir()] == ["site"]


@pytest.mark.parametrize("force", [False, True])
def test_a_folder_of_others_is_never_touched(folder: Path, *, force: bool) -> None:
    folder.mkdir()
    (folder / "thesis.tex").write_text("years of work")
    with pytest.raises(DataError, match="files that fivesigma did not write"):
        write_folder(FILES, folder, marker=MARKER, force=force)
    assert names(folder) == {"thesis.tex"}


def test_our_own_folder_is_replaced_only_if_asked(folder: Path) -> None:
    write_folder({**FILES, "old.js": b"1"}, folder, marker=MARKER)
    with pytest.raises(DataError, match="--force replaces it"):
        write_folder(FILES, folder, marker=MARKER)
    assert "old.js" in names(folder)
    write_folder(FILES, folder, marker=MARKER, force=True)
    assert names(folder) == {*FILES, MARKER}


def test_a_file_put_into_our_folder_since_is_never_lost(folder: Path) -> None:
    write_folder(FILES, folder, marker=MARKER)
    (folder / "CNAME").write_text("hunt.example-school.org")
    with pytest.raises(DataError, match="did not write: CNAME"):
        write_folder(FILES, folder, marker=MARKER, force=True)
    assert (folder / "CNAME").exists()


def test_a_file_of_ours_that_was_changed_since_is_never_lost(folder: Path) -> None:
    write_folder(FILES, folder, marker=MARKER)
    (folder / "index.html").write_text("my own words")
    with pytest.raises(DataError, match=r"did not write: index\.html"):
        write_folder(FILES, folder, marker=MARKER, force=True)


@pytest.mark.parametrize("marker", [b"", b"[]", b'{"files": 7}', b"\xff", b"null"])
def test_a_marker_that_is_none_counts_as_a_file_of_others(folder: Path, marker: bytes) -> None:
    folder.mkdir()
    (folder / MARKER).write_bytes(marker)
    with pytest.raises(DataError, match="did not write"):
        check_folder(folder, marker=MARKER, force=True)


def test_a_file_and_the_working_folder_are_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.write_text("a file")
    with pytest.raises(DataError, match="is a file; name a folder"):
        check_folder(folder, marker=MARKER, force=True)
    inside = folder.parent / "one" / "two"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)
    for place in (Path(), inside.parent, inside):
        with pytest.raises(DataError, match="folder you are in"):
            check_folder(place, marker=MARKER, force=True)


@pytest.mark.parametrize("before", [{}, {"old.js": b"1"}])
def test_a_disk_that_fails_leaves_what_was_there(
    folder: Path, before: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    if before:
        write_folder(before, folder, marker=MARKER)
    written = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if path.name == "a.bin":
            raise OSError(28, "No space left on device")
        return written(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DataError, match="No space left on device"):
        write_folder(FILES, folder, marker=MARKER, force=True)
    assert folder.exists() == bool(before)
    assert {path.name for path in folder.parent.iterdir()} <= {"site"}
    if before:
        assert names(folder) == {"old.js", MARKER}


def test_the_old_folder_returns_if_the_new_one_cannot_take_its_place(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder({"old.js": b"1"}, folder, marker=MARKER)
    rename = Path.rename

    def refuse(path: Path, target: Path) -> Path:
        if path.name == "new":
            raise OSError(13, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(DataError, match="Permission denied"):
        write_folder(FILES, folder, marker=MARKER, force=True)
    assert names(folder) == {"old.js", MARKER}


def test_the_marker_lists_every_file(folder: Path) -> None:
    write_folder(FILES, folder, marker=MARKER)
    assert set(json.loads((folder / MARKER).read_text())["files"]) == set(FILES)
