"""Step 1: what data exist, where, under which licence; facts from catalogue.toml, checked on load.

A wrong fact is refused here, once, so that every later step may trust the catalogue.
"""

import dataclasses
import functools
import hashlib
import json
import tomllib
from importlib import resources
from typing import Any, Literal
from urllib.parse import quote

from fivesigma.core.errors import DataError
from fivesigma.core.units import UNITS
from fivesigma.data.checked import refuse, refuse_repeated, table_of, tables_of, to_record
from fivesigma.data.known_answer import ALL_BACKGROUNDS, Interval, KnownAnswer
from fivesigma.data.releases.files import File

Role = Literal["feature", "weight", "label", "identifier"]
Kind = Literal["signal", "background"]
Level = Literal["table", "ntuple", "NanoAOD", "event display"]
Origin = Literal["atlas-simulation", "cms-simulation", "own-simulation"]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of the source files: `source` is its name there, `name` its name in this package.

    `low`, `high`: smallest and largest value that is possible, in `unit`. Only `role` "feature" may
    be given to a model; a weight or a label among the inputs would give the answer away.
    `missing`: what the files write where there is no value; it becomes NaN.
    """

    source: str
    name: str
    unit: str
    role: Role
    low: float
    high: float
    integer: bool
    definition: str
    missing: float | None = None

    def __post_init__(self) -> None:
        refuse(self.unit not in UNITS, f"column {self.name} has unit {self.unit!r}, not of {UNITS}")
        refuse(not self.low < self.high, f"column {self.name} has an empty range")
        ambiguous = self.missing is not None and self.low <= self.missing <= self.high
        refuse(ambiguous, f"column {self.name}: {self.missing} means missing, but is possible")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Process:
    """One kind of collision. `file` is None where the events ship with the package.

    `dsid` and `cross_section_pb` name the ATLAS sample where the record's metadata tell it.
    `expected_events`: what reading scales the weights to, because the file is part of a larger one.
    """

    name: str
    title: str
    kind: Kind
    description: str
    file: File | None = None
    dsid: int | None = None
    cross_section_pb: float | None = None
    expected_events: float | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """Signals and backgrounds simulated for one question, with all that is needed to use them.

    `use`: what the makers allow or advise it to be used for. `level`: how far from the detector.
    `columns` and `processes` are in the order of the tables made from them. `embedded`: the Parquet
    file in the package, None where events are fetched. `tree`: where a ROOT file has the events,
    None for CSV. `unread`: what the files hold besides, and no step needs.
    """

    id: str
    title: str
    origin: Origin
    description: str
    licence: str
    use: str
    level: Level
    sqrt_s_tev: float
    luminosity_ifb: float
    luminosity_note: str
    checksum_note: str
    default_signal: str
    columns: tuple[Column, ...]
    processes: tuple[Process, ...]
    known_answers: tuple[KnownAnswer, ...]
    record_url: str | None = None
    doi: str | None = None
    embedded: str | None = None
    tree: str | None = None
    unread: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        try:
            _check_dataset(self)
        except DataError as error:
            msg = f"dataset {self.id!r}: {error}"
            raise DataError(msg) from None

    @property
    def format(self) -> str:
        """How the events are written: "CSV", "ROOT" or "Parquet"."""
        if self.embedded is not None:
            return "Parquet"
        return "CSV" if self.tree is None else "ROOT"

    @property
    def feature_names(self) -> tuple[str, ...]:
        """Columns that a model may see, in house order."""
        return tuple(column.name for column in self.columns if column.role == "feature")

    @property
    def weight_name(self) -> str:
        """The column of event weights."""
        return next(column.name for column in self.columns if column.role == "weight")

    @property
    def files(self) -> tuple[File, ...]:
        """Source files in the order of the processes; empty where the events ship with us."""
        return tuple(process.file for process in self.processes if process.file is not None)

    def process(self, name: str) -> Process:
        """The process of this name; DataError names the ones there are."""
        for process in self.processes:
            if process.name == name:
                return process
        names = ", ".join(process.name for process in self.processes)
        msg = f"dataset {self.id!r} has no process {name!r}; it has {names}."
        raise DataError(msg)

    def sha256(self) -> str:
        """Fingerprint of this entry: changes with any fact, so that stale tables are noticed."""
        facts = json.dumps(dataclasses.asdict(self), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(facts.encode()).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """All datasets, the preferred one first."""

    datasets: tuple[Dataset, ...]

    def __post_init__(self) -> None:
        refuse(not self.datasets, "the catalogue holds no dataset")
        refuse_repeated("dataset", (dataset.id for dataset in self.datasets))

    def dataset(self, dataset_id: str) -> Dataset:
        """The dataset of this id; DataError names the ones there are.

        >>> load_catalogue().dataset("atlas-dm").default_signal
        'DM_200'
        """
        for dataset in self.datasets:
            if dataset.id == dataset_id:
                return dataset
        ids = ", ".join(dataset.id for dataset in self.datasets)
        msg = f"there is no dataset {dataset_id!r}; choose one of {ids}."
        raise DataError(msg)


@functools.cache  # frozen facts of the installed package: parsed once, the same for everyone
def load_catalogue() -> Catalogue:
    """The catalogue that ships with the package.

    >>> [dataset.id for dataset in load_catalogue().datasets][:2]
    ['atlas-dm', 'simulated-dm']
    """
    text = resources.files("fivesigma.data").joinpath("catalogue.toml").read_text("utf-8")
    return parse_catalogue(text)


def parse_catalogue(text: str) -> Catalogue:
    """Catalogue from TOML. DataError on anything unknown, missing, repeated or impossible.

    >>> parse_catalogue("[columns]")
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: catalogue: a table [processes] is needed
    """
    try:
        top = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"the catalogue is not valid TOML: {error}."
        raise DataError(msg) from None
    kinds = table_of(top, "columns", "catalogue")
    columns = {
        name: tuple(
            to_record(Column, column, f"columns of {name}")
            for column in tables_of(kinds, name, "catalogue, columns")
        )
        for name in list(kinds)
    }
    processes = table_of(top, "processes", "catalogue")
    entries = tables_of(top, "datasets", "catalogue")
    refuse(bool(top), f"catalogue: unknown key {', '.join(top)}")
    return Catalogue(datasets=tuple(_dataset(entry, columns, processes) for entry in entries))


def _dataset(
    entry: dict[str, Any], columns: dict[str, tuple[Column, ...]], processes: dict[str, Any]
) -> Dataset:
    where = f"dataset {entry.get('id', '(no id)')!r}"
    kind_of_columns = entry.pop("columns", None)
    known = isinstance(kind_of_columns, str) and kind_of_columns in columns
    refuse(not known, f"{where}: there are no columns {kind_of_columns!r}")
    url_bases = entry.pop("url_bases", [])
    addresses = isinstance(url_bases, list) and all(isinstance(base, str) for base in url_bases)
    refuse(not addresses, f"{where}: url_bases is {url_bases!r}, which is no list of addresses")
    samples = tables_of(entry, "samples", where)
    answers = tables_of(entry, "known_answers", where)
    return to_record(
        Dataset,
        entry,
        where,
        columns=columns[kind_of_columns],
        processes=tuple(_process(sample, processes, url_bases, where) for sample in samples),
        known_answers=tuple(_known_answer(answer, where) for answer in answers),
    )


def _process(
    sample: dict[str, Any], processes: dict[str, Any], url_bases: list[str], where: str
) -> Process:
    name = sample.pop("process", None)
    described = isinstance(name, str) and isinstance(processes.get(name), dict)
    refuse(not described, f"{where}: process {name!r} is not described")
    facts: dict[str, Any] = {"name": name, **processes[name], **sample}
    where = f"{where}, process {name}"
    if "file" not in facts:
        return to_record(Process, facts, where)
    entry = table_of(facts, "file", where)
    # "+" in a path means a blank to some servers, so that every name is quoted in full.
    urls = tuple(base + quote(str(entry.get("portal_name")), safe="") for base in url_bases)
    return to_record(Process, facts, where, file=to_record(File, entry, where, urls=urls))


def _known_answer(answer: dict[str, Any], where: str) -> KnownAnswer:
    selection = table_of(answer, "selection", where) if "selection" in answer else {}
    intervals = tuple(_interval(column, ends, where) for column, ends in selection.items())
    return to_record(KnownAnswer, answer, f"{where}, known answer", selection=intervals)


def _interval(column: str, ends: object, where: str) -> Interval:
    where = f"{where}, known answer, selection of {column}"
    if not isinstance(ends, list) or len(ends) != len(("low", "high")):
        msg = f"{where} is {ends!r}, which is not [low, high]"
        raise DataError(msg)
    return to_record(Interval, {"column": column, "low": ends[0], "high": ends[1]}, where)


def _check_dataset(dataset: Dataset) -> None:
    refuse_repeated("column", (column.name for column in dataset.columns))
    refuse_repeated("source column", (*(c.source for c in dataset.columns), *dataset.unread))
    refuse_repeated("process", (process.name for process in dataset.processes))
    refuse_repeated("file", (file.name for file in dataset.files))
    roles = [column.role for column in dataset.columns]
    refuse(roles.count("weight") != 1, "exactly one column must have the role weight")
    refuse("feature" not in roles, "no column has the role feature")
    signals = [process.name for process in dataset.processes if process.kind == "signal"]
    refuse(not signals, "no signal process, so there is nothing to hunt for")
    refuse(len(signals) == len(dataset.processes), "no background process to hunt against")
    refuse(dataset.default_signal not in signals, f"{dataset.default_signal!r} is not a signal")
    refuse(dataset.luminosity_ifb <= 0, "the luminosity must be above 0 fb⁻¹")
    n_files = 0 if dataset.embedded else len(dataset.processes)
    refuse(len(dataset.files) != n_files, "every process needs a file, or the dataset `embedded`")
    known = {ALL_BACKGROUNDS, *(process.name for process in dataset.processes)}
    for answer in dataset.known_answers:
        refuse(answer.process not in known, f"known answer of unknown process {answer.process!r}")
