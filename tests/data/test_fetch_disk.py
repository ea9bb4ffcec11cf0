"""A full disk, a cache that cannot be written, is read-only, or is none."""

import errno
import io
import shutil
from pathlib import Path
from typing import Any

import pytest

from bad_server import serving
from fetching import assert_complete, fetch_from
from fivesigma.core.errors import DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data import fetch
from fivesigma.data.fetch import fetch_dataset
from small_set import SmallSet


class FullDisk(io.BytesIO):
    def write(self, _: Any) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_says_how_much_is_needed_and_where(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary_open = Path.open

    def open_on_full_disk(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        if path.suffix == ".part" and mode == "wb":
            return FullDisk()
        return ordinary_open(path, mode, *args, **options)

    monkeypatch.setattr(Path, "open", open_on_full_disk)
    n_bytes = small_set.dataset.files[0].bytes
    with (
        serving(small_set.folder) as server,
        pytest.raises(
            DownloadError,
            match=f"disk is full: DM_200.csv needs {n_bytes:,} more bytes in {settings.cache_dir}",
        ),
    ):
        fetch_from(server, small_set, settings)


def test_a_disk_that_is_too_small_is_noticed_before_anything_is_asked_for(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    n_bytes = sum(file.bytes for file in small_set.dataset.files)
    usage = shutil.disk_usage("/")._replace(free=n_bytes - 1)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with serving(small_set.folder) as server:
        with pytest.raises(
            DownloadError, match=f"has {n_bytes - 1:,} bytes free, {n_bytes:,} are needed"
        ):
            fetch_from(server, small_set, settings)
        assert server.requests == []
        folder = settings.cache_dir / "atlas-dm"
        (folder / "ZZ.csv.part").write_bytes((small_set.folder / "ZZ.csv").read_bytes()[:1])
        fetch_from(server, small_set, settings)  # what is here already needs no room
    assert_complete(small_set, settings)


def test_a_cache_that_turned_read_only_is_said_so(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordinary_open = Path.open

    def refuse_writing(path: Path, mode: str = "r", *args: Any, **options: Any) -> Any:
        if path.suffix == ".part" and mode == "wb":
            raise OSError(errno.EROFS, "Read-only file system")
        return ordinary_open(path, mode, *args, **options)

    monkeypatch.setattr(Path, "open", refuse_writing)
    with (
        serving(small_set.folder) as server,
        pytest.raises(
            DownloadError, match=r"cannot be written to \(Read-only file system\); choose another"
        ),
    ):
        fetch_from(server, small_set, settings)


def test_a_cache_that_cannot_be_made_is_said_so(small_set: SmallSet, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    settings = Settings(cache_dir=tmp_path / "file")
    with pytest.raises(DownloadError, match=r"cannot be used as a cache .*FIVESIGMA_CACHE_DIR"):
        fetch_dataset(small_set.dataset, settings)


def test_a_complete_cache_may_be_read_only(
    small_set: SmallSet, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(small_set.folder) as server:
        paths = fetch_from(server, small_set, settings)

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(fetch, "FileLock", refused)
    assert fetch_dataset(small_set.dataset, settings) == paths
