"""What is known of a reader's own table before its rows are read: does the spec fit the files?"""

import difflib
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.version import __version__
from fivesigma.data.atomic import sha256_of
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.own.file import column_names
from fivesigma.data.own.spec import OwnSpec
from fivesigma.data.table import EventTable
from fivesigma.data.table_facts import TableColumn, TableFacts, TableProcess
from fivesigma.workflow.events import noted

MOST_PROCESSES: Final = 20
"""Kinds of rows that colours can tell apart; the web page has the same limit."""


def columns_in_order(path: Path, spec: OwnSpec) -> list[str]:
    """Features and weight in the file's order; DataError names what is not in the file."""
    names = column_names(path, spec)
    wanted = [*spec.sources(), *([spec.label.column] if spec.label.column else [])]
    for name in wanted:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
            shown = ", ".join(names[:20]) + (", ..." if len(names) > 20 else "")
            hint = f"did you mean {near[0]!r}?" if near else "correct the spec."
            msg = f"{path} has no column {name!r}, it has {shown}: {hint}"
            raise DataError(msg)
    keys = {column.source for column in spec.columns if column.role == "feature"}
    keys |= {spec.weight} if spec.weight else set()
    return [name for name in names if name in keys]


def check_files(paths: Sequence[Path], spec: OwnSpec) -> None:
    """Where files say what the rows are: each is listed, and each that is listed is there."""
    kinds = spec.label.kinds()
    if len(kinds) > MOST_PROCESSES:
        msg = f"[label] lists {len(kinds)} kinds of rows; {MOST_PROCESSES} can be told apart."
        raise DataError(msg)
    if spec.label.column is not None:
        return
    given = [path.name for path in paths]
    for name in given:
        if name not in kinds:
            msg = f"{name} is in no list of [label]; add it to signal, background or measured."
            raise DataError(msg)
    for name in kinds:
        if name not in given:
            msg = f"[label] lists {name}, which was not given; name all files in one command."
            raise DataError(msg)


def empty_table(
    paths: Sequence[Path], spec: OwnSpec, columns: list[TableColumn], output: Path
) -> EventTable:
    """The table without its rows: what all of its parts have in common."""
    kinds = spec.label.kinds()
    by_file = spec.label.column is None
    names = tuple(Path(word).stem if by_file else word for word in kinds)
    weight = TableColumn(name="weight", unit="1", role="weight", source=spec.weight or "")
    label = TableColumn(name="process", unit="1", role="label", source=spec.label.column or "")
    facts = TableFacts(
        title=spec.title,
        origin=spec.origin,
        licence=spec.licence,
        columns=(label, weight, *columns),
        processes=tuple(
            TableProcess(name=name, kind=kind)
            for name, kind in zip(names, kinds.values(), strict=True)
        ),
        description=spec.description,
        citation=spec.citation,
        record_url=spec.record_url,
        doi=spec.doi,
        sqrt_s_tev=spec.sqrt_s_tev,
        luminosity_ifb=spec.luminosity_ifb,
    )
    empty = EventTable(
        dataset=_slug(output),
        processes=names,
        process=np.empty(0, np.uint8),
        label=np.empty(0, np.int8),
        weight=np.empty(0),
        fold=np.empty(0, np.uint8),
        features={c.name: np.empty(0, np.float32) for c in columns if c.role == "feature"},
        truth_id=None,
        provenance={
            "fivesigma_version": __version__,
            "title": spec.title,
            "origin": spec.origin,
            "licence": spec.licence,
            "spec_sha256": hashlib.sha256(repr(spec).encode()).hexdigest(),
            **{f"sha256 of {path.name}": sha256_of(path) for path in paths},
        },
        facts=facts,
        others={c.name: _no_rows(c) for c in columns if c.role != "feature"},
    )
    return noted(empty, "import", {"files": tuple(path.name for path in paths)})


def _no_rows(column: TableColumn) -> npt.NDArray[np.int64] | npt.NDArray[np.float64]:
    return np.empty(0, np.int64) if column.role == "identifier" else np.empty(0, np.float64)


def _slug(output: Path) -> str:
    """The table's name, from its file's; never that of a dataset of the catalogue."""
    slug = re.sub(r"[^a-z0-9]+", "-", output.stem.lower()).strip("-") or "table"
    known = {dataset.id for dataset in load_catalogue().datasets}
    return f"my-{slug}" if slug in known else slug
