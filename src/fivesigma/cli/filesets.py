"""The part of `fivesigma data …` that speaks of releases of files: list, show, fetch, verify."""

import sys
import time
from pathlib import Path
from typing import Any

import click

from fivesigma.cli.fetching import fetch_with_bar
from fivesigma.cli.report import megabytes, print_json, print_rows, quoted
from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.data.fetch import cached_path, missing_files, verify_dataset
from fivesigma.data.releases.files import PublishedFile
from fivesigma.data.releases.filesets import FileSet
from fivesigma.data.releases.samples import atlas_2020_sample
from fivesigma.data.transport.transfer import Patience

PERSISTENT = Patience(n_attempts=6, longest_wait_s=120.0, n_failures=3)  # worth hours
HEAD = ("file set", "experiment", "level", "", "size", "state")
N_SHOWN = 20
LARGE_BYTES = 1e9


def listed(fileset: FileSet, settings: Settings) -> tuple[str, ...]:
    """One line of `fivesigma data list`."""
    if fileset.by_hand:
        return (fileset.id, fileset.experiment, fileset.level, "", "", "only by hand")
    n_here, n_files = _n_here(fileset, settings), len(fileset.files)
    state = f"{n_here} of {n_files} here" if n_here else "not fetched"
    kind = f"{fileset.level}, {fileset.format}"
    return (
        fileset.id,
        fileset.experiment,
        kind,
        _counted(n_files),
        megabytes(fileset.n_bytes),
        state,
    )


def summary(fileset: FileSet, settings: Settings) -> dict[str, Any]:
    """One entry of `fivesigma data list --json`."""
    facts = ("id", "title", "experiment", "level", "format", "licence", "use")
    return {
        "kind": "files",
        **{fact: getattr(fileset, fact) for fact in facts},
        "records": [record.url for record in fileset.records],
        "n_files": len(fileset.files),
        "bytes": fileset.n_bytes,
        "n_here": _n_here(fileset, settings),
    }


def show(fileset: FileSet, *, shown_all: bool) -> None:
    """Everything about a release; of many processes only the first, unless `shown_all`."""
    click.echo(f"{fileset.id}: {fileset.title}\n{fileset.description}\n")
    print_rows(facts_of(fileset))
    if fileset.known_answers:
        click.echo("\nKnown answers")
        for answer in fileset.known_answers:
            click.echo(f"  {answer}")
    if fileset.by_hand:
        click.echo(f"\nNext: download {fileset.by_hand} yourself, then: fivesigma data import")
        return
    click.echo("\nFiles")
    n_shown = len(fileset.files) if shown_all else N_SHOWN
    print_rows([_file_row(fileset, file) for file in fileset.files[:n_shown]])
    n_more = len(fileset.files) - n_shown
    if n_more > 0:
        click.echo(f"and {n_more} more: fivesigma data show {fileset.id} --process '*'")
    click.echo(f"\nNext: fivesigma data fetch {fileset.id} --limit 1")


def fetch(fileset: FileSet, settings: Settings, *, sure: bool, as_json: bool) -> None:
    """Say how much it is, ask where that is much, fetch what is missing."""
    start_s, folder = time.monotonic(), settings.cache_dir / fileset.id
    wanted = missing_files(fileset, settings)
    n_bytes = sum(file.bytes for file in wanted)
    if wanted:
        click.echo(f"{_counted(len(wanted))}, {megabytes(n_bytes)} -> {folder}", err=True)
        _ask(n_bytes, sure=sure, may_ask=not as_json)
    if wanted or not fileset.files:
        fetch_with_bar(fileset, settings, patience=PERSISTENT)
    if as_json:
        print_json(_fetched(fileset, settings))
        return
    size, n_files = megabytes(fileset.n_bytes), _counted(len(fileset.files))
    if wanted:
        seconds = f"{time.monotonic() - start_s:.1f} s"
        click.echo(
            f"Fetched {_counted(len(wanted))} -> {folder}  ({megabytes(n_bytes)}, {seconds})"
        )
    else:
        click.echo(f"Already here: {n_files}, {size}, in {folder}")
    _say_next(fileset, folder)


def verify(fileset: FileSet, settings: Settings, *, as_json: bool) -> None:
    """Compare the files that were fetched with size and checksum.

    DataError names wrong ones, and says so where nothing was fetched.
    """
    checks = [check for check in verify_dataset(fileset, settings) if check.state != "missing"]
    if as_json:
        print_json(checks)
    wrong = ", ".join(check.name for check in checks if check.state == "damaged")
    if wrong:
        msg = (
            f"{wrong} of {fileset.id} is not as the catalogue says. "
            f"Run: fivesigma data fetch {fileset.id} --file NAME"
        )
        raise DataError(msg)
    if not checks:
        msg = f"nothing of {fileset.id} is here yet. Run: fivesigma data fetch {fileset.id}"
        raise DataError(msg)
    if not as_json:
        n_files = len(fileset.files)
        click.echo(f"Verified {len(checks)} of {n_files} files of {fileset.id}: intact.")
        if len(checks) < n_files:
            click.echo(f"Not fetched: {n_files - len(checks)}.")
        _say_next(fileset, settings.cache_dir / fileset.id)


def _say_next(fileset: FileSet, folder: Path) -> None:
    """The command that makes a table of the files, where there is one."""
    from fivesigma.physics.analyses.menu import ANALYSES

    if fileset.format == "CSV":
        click.echo(f"Next: fivesigma data import {quoted(folder)}/FILE --guess")
    elif any(fileset.id in analysis.filesets for analysis in ANALYSES):
        files, output = f"{quoted(folder)}/*.root", f"{fileset.id}.parquet"
        click.echo(f"Next: fivesigma data build {fileset.id} {files} -o {output}")
    else:
        click.echo(f"Next: fivesigma data show {fileset.id}")


def facts_of(fileset: FileSet) -> list[tuple[str, str]]:
    """What is true of the whole set, fact by fact."""
    facts: list[tuple[str, str]] = [("made by", fileset.experiment)]
    for record in fileset.records:
        events = f", {record.n_events:,} collisions" if record.n_events else ""
        doi = f", https://doi.org/{record.doi}" if record.doi else ""
        facts.append(("record", f"{record.url}{doi}{events}"))
    tree = f", tree {fileset.tree}" if fileset.tree else ""
    note = f". {fileset.licence_note}" if fileset.licence_note else ""
    facts += [
        ("use", fileset.use),
        ("level", f"{fileset.level}, {fileset.format}{tree}, momenta in {fileset.momentum_unit}"),
        ("licence", f"{fileset.licence}{note}"),
        ("energy", f"{fileset.sqrt_s_tev:g} TeV"),
    ]
    if fileset.luminosity_ifb:
        facts.append(("luminosity", f"{fileset.luminosity_ifb:g} fb⁻¹"))
    if fileset.note:
        facts.append(("note", fileset.note))
    facts.append(("checksums", fileset.checksum_note))
    if fileset.files:
        facts.append(("size", f"{_counted(len(fileset.files))}, {megabytes(fileset.n_bytes)}"))
    return facts


def _file_row(fileset: FileSet, file: PublishedFile) -> tuple[str, ...]:
    sample = str(file.dsid) if file.dsid else ""
    rows = f"{file.rows:,} collisions" if file.rows else _worth(fileset, file)
    return (file.kind, sample, file.process, megabytes(file.bytes), rows, file.name)


def _worth(fileset: FileSet, file: PublishedFile) -> str:
    """Cross-section of a sample of the 2020 release; those of 2025 stand in the files only."""
    if file.dsid is None or not fileset.id.startswith("atlas-2020"):
        return ""
    cross_section_pb = atlas_2020_sample(file.dsid).cross_section_pb
    return "" if cross_section_pb is None else f"{cross_section_pb:g} pb"


def _ask(n_bytes: int, *, sure: bool, may_ask: bool) -> None:
    """DataError unless somebody is sure, or says so now."""
    if sure or n_bytes < LARGE_BYTES:
        return
    if may_ask and sys.stdin.isatty() and click.confirm("Fetch that much?", err=True):
        return
    msg = (
        f"{megabytes(n_bytes)} are not fetched unasked: add --yes, or take a part with --process, "
        "--file or --limit."
    )
    raise DataError(msg)


def _fetched(fileset: FileSet, settings: Settings) -> dict[str, Any]:
    files = [
        {
            "name": file.name,
            "path": str(cached_path(fileset, file, settings)),
            "process": file.process,
            "kind": file.kind,
            "bytes": file.bytes,
            "adler32": file.adler32,
        }
        for file in fileset.files
    ]
    return {"id": fileset.id, "bytes": fileset.n_bytes, "files": files}


def _n_here(fileset: FileSet, settings: Settings) -> int:
    """Files under their final name and of the right size; a listing reads no gigabytes."""
    paths = [(cached_path(fileset, file, settings), file.bytes) for file in fileset.files]
    return sum(path.exists() and path.stat().st_size == n_bytes for path, n_bytes in paths)


def _counted(n_files: int) -> str:
    return f"{n_files:,} file{'' if n_files == 1 else 's'}"
