"""`root://` addresses: the same files as over https, by the protocol of the physics centres."""

import math
from contextlib import suppress
from importlib.util import find_spec
from typing import Final

from urllib3.exceptions import LocationParseError
from urllib3.util import parse_url

from fivesigma.data.transfer import CHUNK_BYTES, Download, NextSourceError, TryAgainError, pump

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
    from fsspec_xrootd import XRootDFileSystem  # noqa: PLC0415 - an extra, and slow to import

    url = parse_url(address)
    try:
        system = XRootDFileSystem(hostid=url.netloc or "", timeout=math.ceil(job.patience.read_s))
        with system.open(url.path or "/", "rb") as stream:
            start = min(job.part_bytes(), job.file.bytes)
            stream.seek(start)
            with job.part.open("r+b" if start else "wb") as part:
                part.seek(start)
                pump(job, lambda: stream.read(CHUNK_BYTES), part)
    except FileNotFoundError:
        why = "has no such file"
        raise NextSourceError(why) from None
    except (OSError, RuntimeError, TimeoutError) as error:
        raise TryAgainError(_in_words(error)) from None


def _in_words(error: Exception) -> str:
    """The first line of what the library says; it repeats itself after that."""
    first = str(error).strip().splitlines()
    return f"does not give it over root:// ({first[0] if first else type(error).__name__})"
