"""Croissant 1.1 cards: what a table or a dataset holds, as any catalogue of data sets reads it.

Besides what Croissant knows (files with their checksums, records and their fields) a card has a
record set "columns" with the role, the unit and the meaning of each column. The format:
https://docs.mlcommons.org/croissant/docs/croissant-spec-1.1.html
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from fivesigma.core.errors import DataError
from fivesigma.data.atomic import sha256_of
from fivesigma.data.catalogue import Dataset
from fivesigma.data.columns import DescribedColumn, described_columns
from fivesigma.data.table import EventTable, facts_of
from fivesigma.data.table_facts import TableFacts, facts_of_dataset

CONFORMS_TO: Final = "http://mlcommons.org/croissant/1.1"
VERSION: Final = "1.0.0"

_LICENCES: Final = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
}

_CONTEXT: Final[dict[str, Any]] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileProperty": "cr:fileProperty",
    "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def card_of_table(table: EventTable, path: Path) -> dict[str, Any]:
    """The card of the table in the Parquet file at `path`, to be kept beside that file.

    DataError where the file cannot be read.

    >>> from fivesigma.data.table import embedded_table
    >>> card_of_table(embedded_table(), Path("no-such.parquet"))
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: no-such.parquet cannot be read: No such file or directory.
    """
    sha256 = sha256_of(path)
    facts, columns = facts_of(table), described_columns(table)
    published = datetime.fromtimestamp(path.stat().st_mtime, UTC).date().isoformat()
    file = _file_object(
        path.name,
        url=path.name,
        n_bytes=path.stat().st_size,
        encoding="application/x-parquet",
        sha256=sha256,
    )
    fields = [_field(f"events/{c.name}", c.name, c, _type_of(table, c), path.name) for c in columns]
    records = _record_set("events", f"{table.n_events:,} rows, one an event", fields)
    card = _card(table.dataset, facts, [file], [records, _columns_set(columns)])
    told = [f"{key}: {value}" for key, value in table.provenance.items() if value]
    steps = [f"{step.command} (fivesigma {step.version})" for step in table.history]
    card["datePublished"] = published
    card["description"] += f" Provenance: {'; '.join(told + steps)}."
    return card


def card_of_dataset(dataset: Dataset) -> dict[str, Any]:
    """The card of a dataset of the catalogue, with the addresses and checksums of its files.

    ROOT files are listed without their records, which Croissant cannot read. DataError where the
    dataset has no files of its own.

    >>> from fivesigma.data.catalogue import load_catalogue
    >>> card = card_of_dataset(load_catalogue().dataset("atlas-dm"))
    >>> card["conformsTo"], card["distribution"][0]["@id"], len(card["recordSet"])
    ('http://mlcommons.org/croissant/1.1', 'DM_10.csv', 15)
    """
    if not dataset.files:
        msg = (
            f"{dataset.id} ships with fivesigma and has no files of its own. Export it, then "
            f"describe that: fivesigma data export {dataset.id} --format parquet."
        )
        raise DataError(msg)
    facts = facts_of_dataset(dataset)
    files, records = [], []
    is_csv = dataset.tree is None
    for process in dataset.processes:
        file = process.file
        if file is None:
            continue
        files.append(
            _file_object(
                file.name,
                url=file.urls[0],
                n_bytes=file.bytes,
                encoding="text/csv" if is_csv else "application/x-root",
                sha256=file.sha256,
            )
        )
        if not is_csv:
            continue
        fields = [
            _field(
                f"{process.name}/{column.name}",
                column.source,
                _described(facts, column.name),
                "sc:Integer" if column.integer else "sc:Float",
                file.name,
            )
            for column in dataset.columns
        ]
        what = f"{process.title} ({process.kind}), {file.rows:,} rows. {process.description}"
        records.append(_record_set(process.name, what, fields))
    described = [_described(facts, column.name) for column in dataset.columns]
    return _card(dataset.id, facts, files, [*records, _columns_set(described)])


def encode_card(card: dict[str, Any]) -> bytes:
    r"""The card as JSON-LD in UTF-8.

    >>> encode_card({"name": "ΔR"}).decode()
    '{\n "name": "ΔR"\n}\n'
    """
    return (json.dumps(card, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def _card(
    name: str,
    facts: TableFacts,
    files: Sequence[dict[str, Any]],
    record_sets: Sequence[dict[str, Any]],
) -> dict[str, Any]:
    card: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": CONFORMS_TO,
        "name": name,
        "description": " ".join(text for text in (f"{facts.title}.", facts.description) if text),
        "license": _LICENCES.get(facts.licence, facts.licence),
        "version": VERSION,
        "keywords": ["particle physics", "machine learning", "education"],
        "citeAs": facts.citation or _citation(name, facts),
        "creator": {"@type": "Organization", "name": _makers(facts)},
    }
    if facts.record_url:
        card["url"] = facts.record_url
    if facts.doi:
        card["sameAs"] = f"https://doi.org/{facts.doi}"
    return card | {"distribution": list(files), "recordSet": list(record_sets)}


def _makers(facts: TableFacts) -> str:
    if facts.origin == "own-simulation":
        return "fivesigma"
    maker = facts.origin.partition("-")[0]
    known = {"alice": "ALICE", "atlas": "ATLAS", "cms": "CMS", "lhcb": "LHCb"}
    return f"{known[maker]} Collaboration" if maker in known else "not stated"


def _citation(name: str, facts: TableFacts) -> str:
    """A BibTeX entry of what is known."""
    entries = {"title": facts.title, "author": _makers(facts)}
    entries |= {"doi": facts.doi or "", "url": facts.record_url or ""}
    told = ", ".join(f"{key} = {{{value}}}" for key, value in entries.items() if value)
    return f"@misc{{{re.sub(r'[^A-Za-z0-9]', '_', name)}, {told}}}"


def _file_object(
    name: str, *, url: str, n_bytes: int, encoding: str, sha256: str
) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": url,
        "contentSize": f"{n_bytes} B",
        "encodingFormat": encoding,
        "sha256": sha256,
    }


def _record_set(name: str, description: str, fields: Iterable[dict[str, Any]]) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "field": list(fields),
    }


def _field(
    field_id: str, column: str, described: DescribedColumn, data_type: str, file: str
) -> dict[str, Any]:
    meaning = (described.definition or described.name).rstrip(".")
    unit = "" if described.unit == "1" else f" Unit: {described.unit}."
    return {
        "@type": "cr:Field",
        "@id": field_id,
        "name": field_id,
        "description": f"{meaning}.{unit} Role: {described.role}.",
        "dataType": data_type,
        "source": {"fileObject": {"@id": file}, "extract": {"column": column}},
    }


def _columns_set(columns: Iterable[DescribedColumn]) -> dict[str, Any]:
    """The meaning of the columns as records of their own."""
    keys = ("name", "unit", "role", "definition")
    fields = [
        {
            "@type": "cr:Field",
            "@id": f"columns/{key}",
            "name": f"columns/{key}",
            "description": f"The {key} of a column.",
            "dataType": "sc:Text",
        }
        for key in keys
    ]
    record_set = _record_set("columns", "What the columns mean; unit 1 is a plain number.", fields)
    return record_set | {
        "key": {"@id": "columns/name"},
        "data": [{f"columns/{key}": getattr(column, key) for key in keys} for column in columns],
    }


def _described(facts: TableFacts, name: str) -> DescribedColumn:
    column = facts.column(name)
    if column is None:
        msg = f"there are no facts about column {name}"
        raise DataError(msg)
    return DescribedColumn(
        name=name, unit=column.unit, role=column.role, definition=column.definition
    )


def _type_of(table: EventTable, column: DescribedColumn) -> str:
    if column.name == "process":
        return "sc:Text"
    if column.name in table.features or column.name == "weight":
        return "sc:Float"
    other = table.others.get(column.name)
    return "sc:Float" if other is not None and other.dtype.kind == "f" else "sc:Integer"
