"""Releases of files that are too large or too raw for a table: what is in them, and which to take.

A dataset of `catalogue` is a table with signal and background. A file set is what such tables are
built from: the files of one or more records, each with its size and checksum.
"""

import csv
import functools
import re
import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any, Literal
from urllib.parse import quote

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import Level
from fivesigma.data.checked import refuse, refuse_repeated, tables_of, to_record
from fivesigma.data.releases.files import PublishedFile
from fivesigma.data.transport.xrootd import both_addresses

Experiment = Literal["ALICE", "ATLAS", "CMS", "LHCb"]
ATLAS_SIMULATION = re.compile(r"(?:.*_)?mc_(?P<dsid>\d+)\.(?P<process>[^.]+)\..*")
ATLAS_DATA = re.compile(r"(?:.*_)?data(?:15|16)?_.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record of opendata.cern.ch, and the number of collisions that it says its files hold."""

    number: str
    doi: str | None = None
    n_events: int | None = None

    @property
    def url(self) -> str:
        """The page of the record."""
        return f"https://opendata.cern.ch/record/{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSet:
    """Measured and simulated collisions as files: ROOT ntuples, NanoAOD, or tables.

    `use`: what the makers allow or advise. `tree`: where a ROOT file has the events.
    `momentum_unit`: what momenta, energies and masses in the files are in. `by_hand`: the address
    of what only a person can fetch, because nothing tells whether it arrived well.
    `known_answers`: sentences a reader can check.
    """

    id: str
    title: str
    experiment: Experiment
    description: str
    records: tuple[Record, ...]
    licence: str
    use: str
    level: Level
    format: Literal["CSV", "ROOT"]
    momentum_unit: Literal["MeV", "GeV"]
    sqrt_s_tev: float
    checksum_note: str
    files: tuple[PublishedFile, ...]
    licence_note: str | None = None
    tree: str | None = None
    luminosity_ifb: float | None = None
    note: str | None = None
    by_hand: str | None = None
    known_answers: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        where = f"file set {self.id!r}"
        refuse_repeated(f"{where}: file", (file.name.lower() for file in self.files))
        refuse(bool(self.files) == bool(self.by_hand), f"{where}: either files, or by_hand")
        known = {record.number for record in self.records}
        unknown = {file.record for file in self.files} - known
        refuse(bool(unknown), f"{where}: files of records {sorted(unknown)} that it does not name")

    @property
    def embedded(self) -> None:
        """Nothing of it is in the package."""
        return

    @property
    def n_bytes(self) -> int:
        """Size of all files together."""
        return sum(file.bytes for file in self.files)

    def select(
        self,
        *,
        processes: tuple[str, ...] = (),
        names: tuple[str, ...] = (),
        limit: int | None = None,
    ) -> "FileSet":
        """The same set with only some of its files; DataError where none is left.

        `processes`: patterns for the name of the process, the number of the sample, or `data` and
        `simulation`; `names`: patterns for file names. * and ? stand for any characters, capitals
        do not matter, one fitting pattern of each kind is enough. `limit`: only the first so many.

        >>> four_leptons = load_filesets().fileset("atlas-2020-4lep")
        >>> [file.name for file in four_leptons.select(processes=("data",), limit=2).files]
        ['data_A.4lep.root', 'data_B.4lep.root']
        """
        files = tuple(
            file
            for file in self.files
            if (not processes or _fits((file.process, str(file.dsid), file.kind), processes))
            and (not names or _fits((file.name,), names))
        )[:limit]
        if not files:
            given = ", ".join(map(repr, (*processes, *names)))
            msg = f"no file of {self.id} fits {given}; fivesigma data show {self.id} lists them."
            raise DataError(msg)
        return replace(self, files=files)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSets:
    """All file sets, experiment by experiment."""

    filesets: tuple[FileSet, ...]

    def __post_init__(self) -> None:
        refuse_repeated("file set", (fileset.id for fileset in self.filesets))

    def fileset(self, fileset_id: str) -> FileSet:
        """The file set of this id; DataError where there is none.

        >>> load_filesets().fileset("lhcb-bhhh").experiment
        'LHCb'
        """
        for fileset in self.filesets:
            if fileset.id == fileset_id:
                return fileset
        msg = f"there is no file set {fileset_id!r}; fivesigma data list names them."
        raise DataError(msg)

    def with_address(self, address: str) -> FileSet:
        """The one file at this https or root:// address; DataError where the catalogue has none.

        >>> address = (
        ...     "root://eospublic.cern.ch//eos/opendata/cms/derived-data/AOD2NanoAODOutreachTool"
        ... )
        >>> name = "/Run2012BC_DoubleMuParked_Muons.root"
        >>> load_filesets().with_address(address + name).id
        'cms-dimuon'
        """
        url = both_addresses(address)[0]
        for fileset in self.filesets:
            files = tuple(file for file in fileset.files if url in file.urls)
            if files:
                return replace(fileset, files=files)
        msg = (
            f"the catalogue knows no file at {address}, so that nothing could tell whether it "
            "arrived well; fivesigma data list names what it knows."
        )
        raise DataError(msg)


@functools.cache  # frozen facts of the installed package: parsed once, the same for everyone
def load_filesets() -> FileSets:
    """The file sets that the package knows.

    >>> [fileset.id for fileset in load_filesets().filesets][:2]
    ['atlas-2020-2lep', 'atlas-2020-exactly2lep']
    """
    facts = resources.files("fivesigma.data.releases").joinpath("facts")
    top = tomllib.loads(facts.joinpath("filesets.toml").read_text("utf-8"))
    entries = tables_of(top, "filesets", "file sets")
    return FileSets(filesets=tuple(_fileset(entry, facts) for entry in entries))


def _fileset(entry: dict[str, Any], facts: Traversable) -> FileSet:
    where = f"file set {entry.get('id', '(no id)')!r}"
    base = entry.pop("base", "")
    entry.pop("from_manifest", None)  # how the list was made, not what is in it
    records = tuple(
        to_record(Record, record, where) for record in tables_of(entry, "records", where)
    )
    files: tuple[PublishedFile, ...] = ()
    if "by_hand" not in entry:
        table = facts.joinpath("filesets", f"{entry['id']}.csv").read_text("utf-8")
        files = tuple(_file(row, base) for row in csv.DictReader(table.splitlines()))
    return to_record(FileSet, entry, where, records=records, files=files)


def _file(row: dict[str, str], base: str) -> PublishedFile:
    name = row["path"].rsplit("/", 1)[-1]
    simulated = ATLAS_SIMULATION.fullmatch(name)
    process = simulated["process"] if simulated else name.split(".", 1)[0]
    return PublishedFile(
        name=name,
        portal_name=name,
        bytes=int(row["bytes"]),
        adler32=row["adler32"],
        sha256=row["sha256"] or None,
        urls=both_addresses(base + quote(row["path"])),
        record=row["record"],
        kind="simulation" if row["kind"] == "simulation" else "data",
        process="data" if ATLAS_DATA.fullmatch(name) else process,
        dsid=int(simulated["dsid"]) if simulated else None,
        rows=int(row["rows"]) if row["rows"] else None,
    )


def _fits(values: tuple[str, ...], patterns: tuple[str, ...]) -> bool:
    return any(
        fnmatchcase(value.lower(), pattern.lower()) for value in values for pattern in patterns
    )
