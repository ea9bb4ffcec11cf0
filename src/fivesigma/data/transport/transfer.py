"""Step 2, the bytes: from an address or a folder into a .part file, continued after a break."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import BinaryIO, Final
from urllib.request import getproxies, proxy_bypass

import urllib3
from urllib3.exceptions import (
    HTTPError,
    InvalidHeader,
    LocationValueError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as ServerTimeoutError
from urllib3.util import Retry, make_headers, parse_url

from fivesigma.core.errors import DownloadError
from fivesigma.core.version import __version__
from fivesigma.data.releases.files import RemoteFile
from fivesigma.data.transport.host_slots import host_slot

CHUNK_BYTES: Final = 1 << 16
HTML_STARTS: Final = (b"<!doctype", b"<html", b"<head", b"<?xml")
RETRY_STATUSES: Final = frozenset({429, 500, 502, 503, 504})
MAX_REDIRECTS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait for a server, in seconds, and how often to ask one address.

    `n_failures`: how many files in a row may be had from nowhere before the rest is given up.
    """

    connect_s: float = 5.0
    read_s: float = 10.0
    first_wait_s: float = 0.5
    longest_wait_s: float = 30.0
    n_attempts: int = 3
    n_failures: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """One file on its way to `target`. `progress` gets its bytes so far, `cancel` may stop it.

    `hosts`: folder in which the places at each server are locked; None asks without one.
    """

    file: RemoteFile
    target: Path
    progress: Callable[[int], None]
    cancel: Callable[[], bool]
    patience: Patience
    hosts: Path | None = None

    @property
    def part(self) -> Path:
        """What has arrived so far; not verified yet."""
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def note(self) -> Path:
        """Where the part came from, so that only the same version of a file is continued."""
        return self.target.with_name(f"{self.target.name}.part.json")

    def part_bytes(self) -> int:
        """Bytes that have arrived so far."""
        return self.part.stat().st_size if self.part.exists() else 0

    def forget_part(self) -> None:
        """Throw away what has arrived."""
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def stop_if_cancelled(self) -> None:
        """DownloadError if somebody asked to stop."""
        if self.cancel():
            msg = (
                f"stopped after {self.part_bytes():,} of {self.file.bytes:,} bytes of "
                f"{self.file.name}; the next fetch goes on from there."
            )
            raise DownloadError(msg)


class NextSourceError(Exception):
    """This address does not give the file; its words, after the address, say why."""


class TryAgainError(NextSourceError):
    """This address may give the file a little later: in `wait_s`, where it says when."""

    def __init__(self, why: str, wait_s: float | None = None) -> None:
        super().__init__(why)
        self.wait_s = wait_s


def copy_from_folder(job: Download, source: Path) -> None:
    """Fill the part from a file of a mirror folder; NextSourceError where it cannot be read.

    >>> from tempfile import TemporaryDirectory
    >>> from fivesigma.data.catalogue import load_catalogue
    >>> file = load_catalogue().dataset("atlas-dm").files[0]
    >>> with TemporaryDirectory() as folder:
    ...     source, target = Path(folder) / "stick.csv", Path(folder) / file.name
    ...     _ = source.write_bytes(b"weight,met")
    ...     job = Download(
    ...         file=file, target=target, progress=print, cancel=bool, patience=Patience()
    ...     )
    ...     copy_from_folder(job, source)
    ...     job.part.read_bytes()  # not verified yet: that is what `download` does
    10
    b'weight,met'
    """
    try:
        stream = source.open("rb")
    except OSError as error:
        why = f"cannot be read ({error.strerror})"
        raise NextSourceError(why) from None
    job.forget_part()
    with stream, job.part.open("wb") as part:
        pump(job, lambda: stream.read(CHUNK_BYTES), part)


def get_from_url(job: Download, url: str) -> None:
    """Fill the part from an address, asking only for what is not there yet.

    TryAgainError where the connection breaks or the server is busy, NextSourceError where asking
    again is of no use: not found, forbidden, a web page in place of the file.
    """
    host = parse_url(url).netloc or ""
    slot = host_slot(job.hosts, host, job.stop_if_cancelled) if job.hosts else nullcontext()
    try:
        with slot, _pool(url, job.patience) as pool:
            _get(job, url, pool)
    except HTTPError as error:
        raise _in_words(error) from None


def _get(job: Download, url: str, pool: urllib3.PoolManager) -> None:
    headers = _headers(job, url)
    # Busy servers are asked again by download.py, which can be interrupted while it waits.
    redirects_only = Retry(
        total=MAX_REDIRECTS, connect=0, read=0, status=0, other=0, respect_retry_after_header=False
    )
    response = pool.request(
        "GET", url, headers=headers, preload_content=False, retries=redirects_only
    )
    try:
        start = _start_of_body(job, response)
        _write_note(job, url, response)
        with job.part.open("r+b" if start else "wb") as part:
            part.seek(start)
            pump(job, lambda: response.read1(CHUNK_BYTES), part)
    finally:
        response.close()


def pump(job: Download, read: Callable[[], bytes], part: BinaryIO) -> None:
    """Copy until the source ends; refuse a web page and more bytes than there may be.

    `read` gives the next bytes, none at the end; `part` stands where they belong.
    """
    n_bytes = part.tell()
    while True:
        job.stop_if_cancelled()
        chunk = read()
        if not chunk:
            return
        if not n_bytes and chunk[:256].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
            HTML_STARTS
        ):
            why = "gives a web page in place of the file"
            raise NextSourceError(why)
        n_bytes += len(chunk)
        if n_bytes > job.file.bytes:
            job.forget_part()
            why = f"sends more than the {job.file.bytes:,} bytes of the catalogue"
            raise NextSourceError(why)
        part.write(chunk)
        part.flush()
        job.progress(n_bytes)


def _start_of_body(job: Download, response: urllib3.BaseHTTPResponse) -> int:
    """Position in the file where the body of this answer begins; raises for every other answer."""
    status = response.status
    if status in RETRY_STATUSES:
        why = f"answers {_status_words(status)}"
        raise TryAgainError(why, _retry_after_s(response))
    if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        job.forget_part()
        why = "cannot continue the file"
        raise TryAgainError(why)
    if status not in (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT):
        why = f"answers {_status_words(status)}"
        raise NextSourceError(why)
    if "html" in response.headers.get("Content-Type", "").lower():
        why = "gives a web page in place of the file"
        raise NextSourceError(why)
    if status == HTTPStatus.OK:
        return 0
    start = job.part_bytes()
    if not response.headers.get("Content-Range", "").startswith(f"bytes {start}-"):
        job.forget_part()
        why = "continues the file at the wrong place"
        raise TryAgainError(why)
    return start


def _headers(job: Download, url: str) -> dict[str, str]:
    headers = {"User-Agent": f"fivesigma/{__version__}", "Accept-Encoding": "identity"}
    start = job.part_bytes()
    if start:
        headers["Range"] = f"bytes={start}-"
        try:
            note = json.loads(job.note.read_text("utf-8"))
        except (OSError, ValueError):
            note = {}
        # A validator means nothing to another server; there the checksum alone decides.
        if note.get("url") == url and note.get("validator"):
            headers["If-Range"] = note["validator"]
    return headers


def _write_note(job: Download, url: str, response: urllib3.BaseHTTPResponse) -> None:
    etag = response.headers.get("ETag", "")
    strong = "" if etag.startswith("W/") else etag
    validator = strong or response.headers.get("Last-Modified", "")
    job.note.write_text(json.dumps({"url": url, "validator": validator}), "utf-8")


def _pool(url: str, patience: Patience) -> urllib3.PoolManager:
    """Connections to an address, through the proxy that the system names for it."""
    timeout = urllib3.Timeout(connect=patience.connect_s, read=patience.read_s)
    target = parse_url(url)
    proxy = getproxies().get(target.scheme or "")
    if not proxy or proxy_bypass(target.netloc or ""):
        return urllib3.PoolManager(timeout=timeout)
    auth = parse_url(proxy).auth
    proxy_headers = make_headers(proxy_basic_auth=auth) if auth else None
    return urllib3.ProxyManager(proxy, timeout=timeout, proxy_headers=proxy_headers)


def _retry_after_s(response: urllib3.BaseHTTPResponse) -> float | None:
    value = response.headers.get("Retry-After")
    try:
        return Retry().parse_retry_after(value) if value else None
    except InvalidHeader:
        return None


def _status_words(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _in_words(error: HTTPError) -> NextSourceError:
    """What went wrong on the network, for a reader, and whether asking again may help."""
    reason = error.reason if isinstance(error, MaxRetryError) and error.reason else error
    if isinstance(reason, NameResolutionError):
        return NextSourceError("is not found (is there a network?)")
    if isinstance(reason, SSLError):
        return NextSourceError("shows a certificate that this computer does not trust")
    if isinstance(reason, LocationValueError):
        return NextSourceError("is no address")
    if isinstance(reason, NewConnectionError):
        return TryAgainError("refuses the connection")
    if isinstance(reason, ServerTimeoutError):
        return TryAgainError("does not answer in time")
    return TryAgainError("breaks off the connection")
