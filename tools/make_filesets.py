"""Write data/releases/facts/filesets/*.csv: the files of each release, from the portal's records.

    python tools/make_filesets.py cern-open-data-records.json manifest.json

The records are those of opendata.cern.ch, one object each with `recid` and `files` (`key`, `size`,
`checksum`, `uri`). The manifest tells number of events and sha256 of the files that are at hand; it
is believed only where size and adler32 equal the record's. Title, licence and use of a release are
written by hand in filesets.toml.
"""

import csv
import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

FACTS = Path(__file__).resolve().parents[1] / "src" / "fivesigma" / "data" / "releases" / "facts"
EOS = "root://eospublic.cern.ch//eos/opendata/"
PORTAL = "https://opendata.cern.ch/eos/opendata/"
SIMULATED = re.compile(r"(.*_)?mc_\d+\.|SMHiggs|ZZTo|PhaseSpace|atlas-higgs-challenge")
TABLES = re.compile(r".*\.(root|csv|csv\.gz)")
# By its count and size the record has 11 files; this one is listed besides, as almost another name.
DOUBLE = {"AliVSD_MasterClass_1.root"}
COLUMNS = ("record", "kind", "path", "bytes", "adler32", "sha256", "rows")


def rows_of(fileset: dict[str, Any], records: dict[str, Any], known: dict[str, Any]) -> list[Any]:
    """One row a file that holds events, its path below the address of the release."""
    rows = []
    for record in fileset["records"]:
        for file in records[record["number"]]["files"]:
            if not TABLES.fullmatch(file["key"]) or file["key"] in DOUBLE:
                continue
            url = file["uri"].replace(EOS, PORTAL)
            if not url.startswith(fileset["base"]):
                msg = f"{fileset['id']}: {url} is not below {fileset['base']}"
                raise SystemExit(msg)
            rows.append(
                (
                    record["number"],
                    "simulation" if SIMULATED.match(file["key"]) else "data",
                    url.removeprefix(fileset["base"]),
                    file["size"],
                    file["checksum"].removeprefix("adler32:").zfill(8),
                    *_known(file, known),
                )
            )
    return rows


def skim_rows(fileset: dict[str, Any], manifest: list[dict[str, Any]]) -> list[Any]:
    """Files that no record publishes: facts of the copies at hand."""
    return [
        (
            re.findall(r"record (\d+)", file["upstream"])[0],
            "simulation" if SIMULATED.match(Path(file["file"]).name) else "data",
            Path(file["file"]).name,
            *(file[fact] for fact in ("bytes", "adler32", "sha256", "rows")),
        )
        for file in manifest
        if Path(file["file"]).parent.as_posix() == fileset["from_manifest"]
    ]


def _known(file: dict[str, Any], known: dict[str, Any]) -> tuple[str, str]:
    copy = known.get(file["key"], {"adler32": "", "bytes": 0})
    same = f"adler32:{copy['adler32']}" == file["checksum"]
    return (copy["sha256"], copy["rows"]) if same and copy["bytes"] == file["size"] else ("", "")


def main() -> None:
    """Write one table a release, in the order of filesets.toml."""
    records_path, manifest_path = map(Path, sys.argv[1:3])
    records = {record["recid"]: record for record in json.loads(records_path.read_bytes())}
    manifest = json.loads(manifest_path.read_bytes())
    known = {Path(file["file"]).name: file for file in manifest}
    releases = tomllib.loads((FACTS / "filesets.toml").read_text("utf-8"))["filesets"]
    (FACTS / "filesets").mkdir(exist_ok=True)
    for fileset in releases:
        if "by_hand" in fileset:
            continue
        if "from_manifest" in fileset:
            rows = skim_rows(fileset, manifest)
        else:
            rows = rows_of(fileset, records, known)
        path = FACTS / "filesets" / f"{fileset['id']}.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
        print(f"{path.name}: {len(rows)} files, {sum(int(row[3]) for row in rows):,} bytes")


if __name__ == "__main__":
    main()
