"""Step 2: download a dataset once, verify it, keep it; many processes may ask at the same time."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal, Protocol
from urllib.parse import quote

from filelock import FileLock, Timeout
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from fivesigma.core.errors import DataError, DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.releases.files import RemoteFile
from fivesigma.data.table import embedded_table
from fivesigma.data.transport.download import NoSourceError, download, is_intact
from fivesigma.data.transport.transfer import Download, Patience
from fivesigma.data.transport.xrootd import can_read_root, is_root_address

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]
LOCK_POLL_S: Final = 0.1


class Fetchable(Protocol):
    """What can be fetched: a dataset of the catalogue, or the files of a release."""

    @property
    def id(self) -> str:
        """Name of its folder in the cache."""

    @property
    def embedded(self) -> str | None:
        """The file in the package, where there is nothing to fetch."""

    @property
    def files(self) -> tuple[RemoteFile, ...]:
        """What is to be fetched, each under a name of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What `verify_dataset` found about one file."""

    name: str
    state: Literal["intact", "missing", "damaged"]


def cached_path(dataset: Fetchable, file: RemoteFile, settings: Settings) -> Path:
    """Where a source file is kept: in the cache, in the folder of its dataset.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> cached_path(dataset, dataset.files[0], Settings(cache_dir=Path("cache"))).as_posix()
    'cache/atlas-dm/DM_10.csv'
    """
    return settings.cache_dir / dataset.id / file.name


def is_cached(dataset: Fetchable, settings: Settings) -> bool:
    """Whether the dataset can be used without a network: every file is there, byte for byte.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> is_cached(dataset, Settings(cache_dir=Path("no-such-folder")))
    False
    """
    return not missing_files(dataset, settings)


def missing_files(dataset: Fetchable, settings: Settings) -> tuple[RemoteFile, ...]:
    """Files that are not in the cache, or damaged, in the catalogue's order.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> len(missing_files(dataset, Settings(cache_dir=Path("no-such-folder"))))
    14
    """
    return tuple(
        file for file in dataset.files if not is_intact(cached_path(dataset, file, settings), file)
    )


def verify_dataset(dataset: Fetchable, settings: Settings) -> tuple[FileCheck, ...]:
    """The state of every file, compared with size and sha256 of the catalogue; changes nothing.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> verify_dataset(dataset, Settings(cache_dir=Path("no-such-folder")))[0].state
    'missing'
    """
    if dataset.embedded is not None:
        return (FileCheck(name=dataset.embedded, state=_embedded_state()),)
    return tuple(_check(dataset, file, settings) for file in dataset.files)


def fetch_dataset(
    dataset: Fetchable,
    settings: Settings,
    *,
    progress: Progress | None = None,
    cancel: Cancel | None = None,
    patience: Patience | None = None,
) -> list[Path]:
    """Paths of the source files, in the catalogue's order, downloading what is missing or damaged.

    `progress(bytes_done, bytes_total)` counts over all files. `cancel()` is asked at every chunk;
    True stops the download, at once or, where a server is silent, after `patience.read_s`.
    Empty where the events ship with the package. DownloadError, in one sentence, when a file
    cannot be had; what arrived is kept for the next time.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.data.catalogue import load_catalogue
    >>> with TemporaryDirectory() as folder:
    ...     settings = Settings(cache_dir=Path(folder), mirror="/media/usb/no-such-folder")
    ...     fetch_dataset(load_catalogue().dataset("atlas-dm"), settings)
    Traceback (most recent call last):
    fivesigma.core.errors.DownloadError: the mirror '/media/usb/no-such-folder' is neither a folder\
 nor an http(s) or root:// address; check its spelling.
    """
    if not dataset.files and dataset.embedded is None:
        msg = (
            f"nothing of {dataset.id} can be fetched: no checksum of its files is published, so "
            f"that a bad file would not be noticed; fivesigma data show {dataset.id} tells where "
            "they are."
        )
        raise DownloadError(msg)
    told = progress or (lambda _done, _total: None)
    stop = cancel or (lambda: False)
    # Without the lock first: a complete cache may be read-only, on a school's shared disk.
    wanted = missing_files(dataset, settings)
    if wanted:
        folder = settings.cache_dir / dataset.id
        with _lock(folder, stop):
            # The process that had the lock before may have fetched them.
            wanted = missing_files(dataset, settings)
            _check_space(folder, wanted)
            errand = _Errand(dataset, settings, told, stop, patience or Patience())
            _fetch_all(errand, wanted)
    bytes_total = sum(file.bytes for file in dataset.files)
    told(bytes_total, bytes_total)
    return [cached_path(dataset, file, settings) for file in dataset.files]


@dataclass(frozen=True, slots=True)
class _Errand:
    """What is fetched, where to, and who is told, asked and waited for."""

    dataset: Fetchable
    settings: Settings
    progress: Progress
    cancel: Cancel
    patience: Patience


def _fetch_all(errand: _Errand, wanted: tuple[RemoteFile, ...]) -> None:
    """Fetch one file after the other; DownloadError after too many in a row, or at the end."""
    files = errand.dataset.files
    bytes_total = sum(file.bytes for file in files)
    bytes_before = bytes_total - sum(file.bytes for file in wanted)
    n_here = len(files) - len(wanted)
    complaints: list[str] = []
    n_in_a_row = 0
    for file in wanted:
        try:
            _fetch_file(errand, file, partial(_report, errand.progress, bytes_before, bytes_total))
        except NoSourceError as error:
            complaints.append(str(error))
            n_in_a_row += 1
            if n_in_a_row == errand.patience.n_failures:
                break
        except DownloadError as error:
            complaints.insert(0, str(error))  # a full disk, or somebody who wants it to stop
            break
        else:
            n_in_a_row = 0
            n_here += 1
            bytes_before += file.bytes
            errand.progress(bytes_before, bytes_total)
    if complaints:
        also = f" {len(complaints) - 1} more could not be fetched." if complaints[1:] else ""
        kept = f" {n_here} of {len(files)} files are here and stay." if n_here else ""
        raise DownloadError(complaints[0] + also + kept)


def _fetch_file(errand: _Errand, file: RemoteFile, progress: Callable[[int], None]) -> None:
    job = Download(
        file=file,
        target=cached_path(errand.dataset, file, errand.settings),
        progress=progress,
        cancel=errand.cancel,
        patience=errand.patience,
        hosts=errand.settings.cache_dir / ".hosts",
    )
    download(job, _sources(file, errand.settings.mirror))


def _check_space(folder: Path, wanted: tuple[RemoteFile, ...]) -> None:
    """DownloadError, before anything is asked for, where the disk is too small for it."""
    parts = [folder / f"{file.name}.part" for file in wanted]
    n_here = sum(part.stat().st_size for part in parts if part.exists())
    n_bytes = sum(file.bytes for file in wanted) - n_here
    n_free = shutil.disk_usage(folder).free
    if n_bytes > n_free:
        msg = (
            f"the disk is too small: {folder} has {n_free:,} bytes free, {n_bytes:,} are needed; "
            "free some space, fetch fewer files, or choose another FIVESIGMA_CACHE_DIR."
        )
        raise DownloadError(msg)


def _report(progress: Progress, bytes_before: int, bytes_total: int, bytes_of_file: int) -> None:
    progress(bytes_before + bytes_of_file, bytes_total)


def _sources(file: RemoteFile, mirror: str | None) -> list[str | Path]:
    """Where to ask, in order. A mirror takes the place of the catalogue's addresses."""
    if mirror is None:
        return [url for url in file.urls if can_read_root() or not is_root_address(url)]
    names = dict.fromkeys((file.name, file.portal_name))
    if _is_address(mirror):
        return [f"{mirror.rstrip('/')}/{quote(name, safe='')}" for name in names]
    folder = Path(mirror).expanduser()
    if not folder.is_dir():
        msg = (
            f"the mirror {mirror!r} is neither a folder nor an http(s) or root:// address; check "
            "its spelling."
        )
        raise DownloadError(msg)
    # A stick may have a folder for each dataset, or for each experiment and dataset.
    there = [
        path for deeper in ("", "*/", "*/*/") for n in names for path in folder.glob(deeper + n)
    ]
    if not there:
        msg = f"the mirror {mirror} holds no {' and no '.join(names)}."
        raise NoSourceError(msg)
    return list(there)


def _is_address(mirror: str) -> bool:
    if is_root_address(mirror):
        return True
    try:
        address = parse_url(mirror)
    except LocationParseError:
        return False
    return address.scheme in ("http", "https") and bool(address.host)


@contextmanager
def _lock(folder: Path, cancel: Cancel) -> Iterator[None]:
    """Only one process downloads into a folder; the others wait, and then find the files there."""
    lock = FileLock(folder / ".lock")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        while not lock.is_locked:
            if cancel():
                msg = "stopped while another process was downloading the same files."
                raise DownloadError(msg)
            with suppress(Timeout):
                lock.acquire(timeout=LOCK_POLL_S, poll_interval=LOCK_POLL_S)
    except (OSError, NotImplementedError) as error:
        why = f"{folder} cannot be used as a cache ({error})"
        msg = f"{why}; choose another folder with FIVESIGMA_CACHE_DIR."
        raise DownloadError(msg) from None
    try:
        yield
    finally:
        lock.release()


def _check(dataset: Fetchable, file: RemoteFile, settings: Settings) -> FileCheck:
    path = cached_path(dataset, file, settings)
    if not path.exists():
        return FileCheck(name=file.name, state="missing")
    return FileCheck(name=file.name, state="intact" if is_intact(path, file) else "damaged")


def _embedded_state() -> Literal["intact", "damaged"]:
    try:
        embedded_table()
    except DataError:
        return "damaged"
    return "intact"
