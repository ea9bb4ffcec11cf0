"""A published file: where it is, how large, and the checksum that decides whether it counts."""

import re
from dataclasses import dataclass
from typing import Literal

from fivesigma.data.checked import refuse

HEXADECIMAL = {"sha256": 64, "adler32": 8}


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteFile:
    """One file to fetch: `name` in the cache and in a mirror, `portal_name` at the record.

    `urls` in order of preference. `sha256` decides whether a download is accepted; where the record
    publishes none it is None, and size and `adler32` decide: they find damage, not malice.
    """

    name: str
    portal_name: str
    bytes: int
    adler32: str
    urls: tuple[str, ...]
    sha256: str | None

    def __post_init__(self) -> None:
        for name in (self.name, self.portal_name):
            plain = re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._+-]*", name)
            refuse(not plain, f"{name!r} is not a plain file name")
        for kind, n_digits in HEXADECIMAL.items():
            value = getattr(self, kind)
            wrong = value is not None and not re.fullmatch(f"[0-9a-f]{{{n_digits}}}", value)
            refuse(wrong, f"{kind} of {self.name} is not {n_digits} hexadecimal digits")
        refuse(self.bytes <= 0, f"{self.name} has no bytes or no rows")
        refuse(not self.urls, f"{self.name} has no address to come from")


@dataclass(frozen=True, slots=True, kw_only=True)
class File(RemoteFile):
    """The file of one process of a dataset: a table whose number of `rows` is known."""

    sha256: str
    rows: int

    def __post_init__(self) -> None:
        RemoteFile.__post_init__(self)  # super() knows nothing of a class with slots
        refuse(self.rows <= 0, f"{self.name} has no bytes or no rows")


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedFile(RemoteFile):
    """One file of a release: measured collisions ("data") or simulated ones of one `process`.

    `record`: number of the record that publishes it. `dsid`: number of the ATLAS sample. `rows`:
    number of collisions in it, where it is known.
    """

    record: str
    kind: Literal["data", "simulation"]
    process: str
    dsid: int | None
    rows: int | None
