"""`root://` addresses: the same files as over https, by the protocol of the physics centres."""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec
from typing import Final

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from fivesigma.data.transport.host_slots import host_slot
from fivesigma.data.transport.transfer import (
    CHUNK_BYTES,
    Download,
    NextSourceError,
    Patience,
    TryAgainError,
    pump,
)

PAIRS: Final = (
    ("https://opendata.cern.ch/eos/opendata/", "root://eospublic.cern.ch//eos/opendata/"),
)
SCHEMES: Final = ("root", "roots")


def is_root_address(address: str) -> bool:
    """Whether this is a `root://` address.

    >>> is_root_address("root://eospublic.cern.ch//eos/opendata/a.root"), is_root_address("a.root")
    (True, False)
    """
    with suppress(LocationParseError):
        url = parse_url(address)
        return url.scheme in SCHEMES and bool(url.host)
    return False


def both_addresses(address: str) -> tuple[str, ...]:
    """The address, and where the same file is found by the other protocol, https first.

    >>> both_addresses("root://eospublic.cern.ch//eos/opendata/cms/a.root")[0]
    'https://opendata.cern.ch/eos/opendata/cms/a.root'
    >>> both_addresses("https://example.org/a.root")
    ('https://example.org/a.root',)
    """
    for https, root in PAIRS:
        for base in (https, root, root.replace(".ch//", ".ch:1094//")):
            if address.startswith(base):
                path = address.removeprefix(base)
                return (https + path, root + path)
    return (address,)


def can_read_root() -> bool:
    """Whether the package that speaks the protocol is installed.

    >>> isinstance(can_read_root(), bool)
    True
    """
    return find_spec("fsspec_xrootd") is not None


def get_from_root(job: Download, address: str) -> None:
    """Fill the part from a `root://` address, asking only for what is not there yet.

    NextSourceError where the package is missing or the file is not there, TryAgainError where the
    connection breaks. What arrives is checked by `download`, as from any other place.
    """
    if not can_read_root():
        why = 'speaks root://, which needs: pip install "fivesigma[xrootd]"'
        raise NextSourceError(why)
    url = parse_url(address)
    host = url.netloc or ""
    slot = host_slot(job.hosts, host, job.stop_if_cancelled) if job.hosts else nullcontext()
    with slot, _opened(host, url.path or "/", job.patience) as read_from:
        start = min(job.part_bytes(), job.file.bytes)
        read = read_from(start)
        with job.part.open("r+b" if start else "wb") as part:
            part.seek(start)
            pump(job, read, part)


@contextmanager
def _opened(
    host: str, path: str, patience: Patience
) -> Iterator[Callable[[int], Callable[[], bytes]]]:
    """A function that gives a reader from a position on; its errors are those of the network."""
    from fsspec_xrootd import XRootDFileSystem  # noqa: PLC0415 - an extra, and slow to import

    _be_brief(patience)
    with _in_words():
        system = XRootDFileSystem(hostid=host, timeout=math.ceil(patience.read_s))
        stream = system.open(path, "rb")

    def read_from(start: int) -> Callable[[], bytes]:
        def read() -> bytes:
            with _in_words():
                return bytes(stream.read(CHUNK_BYTES))

        stream.seek(start)
        return read

    try:
        yield read_from
    finally:
        with suppress(OSError):
            stream.close()


def _be_brief(patience: Patience) -> None:
    """Without this the library tries for ten minutes to reach a host that refuses it."""
    client = import_module("XRootD.client")  # untyped; it comes with fsspec_xrootd
    connect_s, read_s = math.ceil(patience.connect_s), math.ceil(patience.read_s)
    for name, value in (
        ("ConnectionRetry", 1),
        ("ConnectionWindow", connect_s),
        ("RequestTimeout", read_s),
        ("StreamTimeout", read_s),
        ("StreamErrorWindow", 0),
        ("TimeoutResolution", 1),
    ):
        client.EnvPutInt(name, value)


@contextmanager
def _in_words() -> Iterator[None]:
    """Errors of the library as our own; a file that is not there is not asked for again."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        words = str(error).strip().splitlines()
        first = words[0] if words else type(error).__name__
        if "no such file" in first.lower():
            why = "has no such file"
            raise NextSourceError(why) from None
        why = f"does not give it over root:// ({first})"
        if "Invalid address" in first:
            raise NextSourceError(why) from None
        raise TryAgainError(why) from None
