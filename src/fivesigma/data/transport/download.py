"""Step 2, one file: asked for politely, verified, and only then given its name.

Unverified bytes never carry the final name: they wait in a .part file, which an interruption
leaves in place for the next attempt.
"""

import errno
import hashlib
import time
import zlib
from pathlib import Path
from typing import Final

from urllib3.util import parse_url

from fivesigma.core.errors import DownloadError
from fivesigma.data.releases.files import RemoteFile
from fivesigma.data.transport.transfer import (
    Download,
    NextSourceError,
    TryAgainError,
    copy_from_folder,
    get_from_url,
)
from fivesigma.data.transport.xrootd import get_from_root, is_root_address

DISK_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
WAIT_SLICE_S: Final = 0.1
CHECK_BYTES: Final = 1 << 20


class NoSourceError(DownloadError):
    """No address gives this file; another file may still be had."""


def is_intact(path: Path, file: RemoteFile) -> bool:
    """Whether `path` holds exactly the catalogue's bytes; False where it cannot be read.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> is_intact(Path("no-such-file"), load_catalogue().dataset("atlas-dm").files[0])
    False
    """
    try:
        return path.stat().st_size == file.bytes and _has_checksum(path, file)
    except OSError:
        return False


def download(job: Download, sources: list[str | Path]) -> None:
    """Bring the file from the first source that gives it; NoSourceError tells why none did.

    `sources`: files of a mirror folder, http(s) or root:// addresses. What arrives is compared
    with the catalogue's checksum before it is put in its place.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.data.catalogue import load_catalogue
    >>> from fivesigma.data.transport.transfer import Patience
    >>> file = load_catalogue().dataset("atlas-dm").files[0]
    >>> with TemporaryDirectory() as folder:
    ...     target = Path(folder) / file.name
    ...     job = Download(
    ...         file=file, target=target, progress=print, cancel=bool, patience=Patience()
    ...     )
    ...     download(job, [Path("no-such-mirror")])  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    fivesigma.data.transport.download.NoSourceError: DM_10.csv could not be fetched: ...
    """
    complaints: list[str] = []
    for source in sources:
        try:
            _from_source(job, source)
        except NextSourceError as error:
            complaints.append(f"{_spoken(source)} {error}")
        else:
            return
    n_bytes = job.part_bytes()
    kept = f"; {n_bytes:,} of its {job.file.bytes:,} bytes are kept" if n_bytes else ""
    msg = (
        f"{job.file.name} could not be fetched: {'; '.join(complaints)}{kept}. Try again later, "
        "or name a copy of the files with --mirror FOLDER_OR_URL."
    )
    raise NoSourceError(msg)


def _from_source(job: Download, source: str | Path) -> None:
    """Ask one source, several times where that may help; NextSourceError when it does not."""
    pause_s = job.patience.first_wait_s
    for attempt in range(1, job.patience.n_attempts + 1):
        try:
            _attempt(job, source)
        except TryAgainError as error:
            if attempt == job.patience.n_attempts:
                raise
            wait_s = pause_s if error.wait_s is None else error.wait_s
            if wait_s > job.patience.longest_wait_s:
                why = f"{error} and wants us to wait {wait_s:.0f} s"
                raise NextSourceError(why) from None
            _wait(job, wait_s)
            pause_s *= 2
        else:
            return


def _attempt(job: Download, source: str | Path) -> None:
    """One request, then the checks: size, checksum, and only then the final name."""
    continued = job.part_bytes() > 0
    try:
        if job.part_bytes() != job.file.bytes:
            _receive(job, source)
        n_bytes = job.part_bytes()
        if n_bytes < job.file.bytes:
            why = f"stopped after {n_bytes:,} of {job.file.bytes:,} bytes"
            raise TryAgainError(why)
        if _has_checksum(job.part, job.file):
            job.part.replace(job.target)
            job.note.unlink(missing_ok=True)
            return
        job.forget_part()
    except OSError as error:
        raise _cannot_write(job, error) from None
    why = "gives a file whose checksum is not the catalogue's"
    if continued:  # two halves of different versions: a fresh start may still be right
        raise TryAgainError(why, 0.0)
    raise NextSourceError(why)


def _receive(job: Download, source: str | Path) -> None:
    if job.part_bytes() > job.file.bytes:
        job.forget_part()
    if isinstance(source, Path):
        copy_from_folder(job, source)
    elif is_root_address(source):
        get_from_root(job, source)
    else:
        get_from_url(job, source)


def _cannot_write(job: Download, error: OSError) -> DownloadError:
    folder = job.target.parent
    if error.errno in DISK_FULL:
        n_bytes = job.file.bytes - job.part_bytes()
        why = f"the disk is full: {job.file.name} needs {n_bytes:,} more bytes in {folder}"
        kept = f", what has arrived ({job.part_bytes():,} bytes) is kept"
        return DownloadError(
            f"{why}{kept}; free some space or choose another FIVESIGMA_CACHE_DIR, and fetch again."
        )
    why = f"{folder} cannot be written to ({error.strerror or error})"
    return DownloadError(f"{why}; choose another folder with FIVESIGMA_CACHE_DIR.")


def _wait(job: Download, wait_s: float) -> None:
    """Sleep, but wake up within a tenth of a second when asked to stop."""
    end_s = time.monotonic() + wait_s
    while (left_s := end_s - time.monotonic()) > 0:
        job.stop_if_cancelled()
        time.sleep(min(left_s, WAIT_SLICE_S))


def _has_checksum(path: Path, file: RemoteFile) -> bool:
    """Whether the bytes are the catalogue's: by sha256, or adler32 where no other is known."""
    with path.open("rb") as stream:
        if file.sha256 is not None:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
        checksum = zlib.adler32(b"")
        while chunk := stream.read(CHECK_BYTES):
            checksum = zlib.adler32(chunk, checksum)
        return f"{checksum:08x}" == file.adler32


def _spoken(source: str | Path) -> str:
    """A source as a reader names it: the folder's file, or the host (never a password in a URL)."""
    return str(source) if isinstance(source, Path) else str(parse_url(source).host)
