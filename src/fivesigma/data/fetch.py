"""Step 2: download a dataset once, verify it, keep it; many processes may ask at the same time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Literal
from urllib.parse import quote

from filelock import FileLock, Timeout
from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from fivesigma.core.errors import DataError, DownloadError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, File
from fivesigma.data.download import download, is_intact
from fivesigma.data.table import embedded_table
from fivesigma.data.transfer import Download, Patience

Progress = Callable[[int, int], None]
Cancel = Callable[[], bool]
LOCK_POLL_S: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class FileCheck:
    """What `verify_dataset` found about one file."""

    name: str
    state: Literal["intact", "missing", "damaged"]


def cached_path(dataset: Dataset, file: File, settings: Settings) -> Path:
    """Where a source file is kept: in the cache, in the folder of its dataset.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> cached_path(dataset, dataset.files[0], Settings(cache_dir=Path("cache"))).as_posix()
    'cache/atlas-dm/DM_10.csv'
    """
    return settings.cache_dir / dataset.id / file.name


def is_cached(dataset: Dataset, settings: Settings) -> bool:
    """Whether the dataset can be used without a network: every file is there, byte for byte.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> dataset = load_catalogue().dataset("atlas-dm")
    >>> is_cached(dataset, Settings(cache_dir=Path("no-such-folder")))
    False
    """
    return all(is_intact(cached_path(dataset, file, settings), file) for file in dataset.files)


def verify_dataset(dataset: Dataset, settings: Settings) -> tuple[FileCheck, ...]:
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
    dataset: Dataset,
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
 nor an http(s) address; check its spelling.
    """
    paths = [cached_path(dataset, file, settings) for file in dataset.files]
    told = progress or (lambda _done, _total: None)
    stop = cancel or (lambda: False)
    # Without the lock first: a complete cache may be read-only, on a school's shared disk.
    if not is_cached(dataset, settings):
        with _lock(settings.cache_dir / dataset.id, stop):
            _fetch_missing(dataset, settings, told, stop, patience or Patience())
    bytes_total = sum(file.bytes for file in dataset.files)
    told(bytes_total, bytes_total)
    return paths


def _fetch_missing(
    dataset: Dataset, settings: Settings, progress: Progress, cancel: Cancel, patience: Patience
) -> None:
    bytes_total = sum(file.bytes for file in dataset.files)
    bytes_before = 0
    for file in dataset.files:
        path = cached_path(dataset, file, settings)
        if not is_intact(path, file):
            job = Download(
                file=file,
                target=path,
                progress=partial(_report, progress, bytes_before, bytes_total),
                cancel=cancel,
                patience=patience,
            )
            download(job, _sources(file, settings.mirror))
        bytes_before += file.bytes
        progress(bytes_before, bytes_total)


def _report(progress: Progress, bytes_before: int, bytes_total: int, bytes_of_file: int) -> None:
    progress(bytes_before + bytes_of_file, bytes_total)


def _sources(file: File, mirror: str | None) -> list[str | Path]:
    """Where to ask, in order. A mirror takes the place of the catalogue's addresses."""
    if mirror is None:
        return list(file.urls)
    names = (file.name, file.portal_name)
    if _is_address(mirror):
        return [f"{mirror.rstrip('/')}/{quote(name, safe='')}" for name in names]
    folder = Path(mirror).expanduser()
    if not folder.is_dir():
        msg = (
            f"the mirror {mirror!r} is neither a folder nor an http(s) address; check its spelling."
        )
        raise DownloadError(msg)
    there = [folder / name for name in names if (folder / name).exists()]
    if not there:
        msg = f"the mirror {mirror} holds neither {file.name} nor {file.portal_name}."
        raise DownloadError(msg)
    return list(there)


def _is_address(mirror: str) -> bool:
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


def _check(dataset: Dataset, file: File, settings: Settings) -> FileCheck:
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
