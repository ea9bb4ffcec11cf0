"""`fivesigma data list | show | fetch | verify`: steps 1 and 2 of the story, as commands."""

import math
import time
from typing import Any

import click

from fivesigma.app.facts import page_catalogue
from fivesigma.cli import filesets
from fivesigma.cli.build import build
from fivesigma.cli.fetching import fetch_with_bar, mirror_option, settings_of
from fivesigma.cli.report import as_json, megabytes, print_json, print_rows
from fivesigma.cli.tables import card, export, import_
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import cached_path, is_cached, verify_dataset
from fivesigma.data.filesets import FileSet, load_filesets
from fivesigma.data.known_answer import Interval, KnownAnswer

ORIGINS = {
    "atlas-simulation": "ATLAS simulation",
    "cms-simulation": "CMS simulation",
    "own-simulation": "our own simulation",
}

dataset_id = click.argument("dataset_id", metavar="[DATASET]", default="")
process_option = click.option(
    "--process",
    "processes",
    metavar="PATTERN",
    multiple=True,
    help="Only these processes or sample numbers of a file set (data, dmV*, 303513); repeatable.",
)
file_option = click.option(
    "--file",
    "names",
    metavar="PATTERN",
    multiple=True,
    help="Only the files of these names of a file set; repeatable.",
)


@click.group()
def data() -> None:
    """What data there are, and how to have them here."""


@data.command("list")
@as_json
def list_datasets(*, as_json: bool) -> None:
    """List the tables to learn from, and the sets of files that tables are built from."""
    settings = settings_of()
    datasets, releases = load_catalogue().datasets, load_filesets().filesets
    if as_json:
        tables = [_summary(dataset, settings) for dataset in datasets]
        print_json(tables + [filesets.summary(release, settings) for release in releases])
        return
    rows = [("dataset", "made by", "processes", "size", "state")]
    for dataset in datasets:
        state = "here" if is_cached(dataset, settings) else "not fetched"
        size = "in the package" if dataset.embedded else megabytes(_n_bytes(dataset))
        n_processes = str(len(dataset.processes))
        rows.append((dataset.id, ORIGINS[dataset.origin], n_processes, size, state))
    print_rows(rows)
    click.echo()
    print_rows(
        [
            ("file set", "experiment", "level", "", "size", "state"),
            *(filesets.listed(release, settings) for release in releases),
        ]
    )
    click.echo(f"{len(datasets)} datasets, {len(releases)} file sets.")
    click.echo(f"Next: fivesigma data show {datasets[0].id}")


@data.command("show")
@dataset_id
@process_option
@file_option
@as_json
def show_dataset(
    dataset_id: str, processes: tuple[str, ...], names: tuple[str, ...], *, as_json: bool
) -> None:
    """Show what DATASET holds, where it comes from, its licence, and what it may be used for."""
    dataset = _entry(dataset_id, processes, names)
    if as_json:
        print_json(dataset)
    elif isinstance(dataset, FileSet):
        filesets.show(dataset, shown_all=bool(processes or names))
    else:
        _show(dataset)


def _show(dataset: Dataset) -> None:
    click.echo(f"{dataset.id}: {dataset.title}\n{dataset.description}\n")
    print_rows(
        [
            ("made by", ORIGINS[dataset.origin]),
            ("record", dataset.record_url or "none, it ships with fivesigma"),
            *([("doi", f"https://doi.org/{dataset.doi}")] if dataset.doi else []),
            ("use", dataset.use),
            ("level", f"{dataset.level}, {dataset.format}"),
            ("licence", dataset.licence),
            ("energy", f"{dataset.sqrt_s_tev:g} TeV"),
            ("luminosity", f"{dataset.luminosity_ifb:g} fb⁻¹. {dataset.luminosity_note}"),
            ("checksums", dataset.checksum_note),
        ]
    )
    click.echo("\nProcesses")
    print_rows(_process_rows(dataset))
    click.echo("\nColumns")
    print_rows([(c.name, c.unit, c.role, c.definition) for c in dataset.columns])
    if dataset.known_answers:
        click.echo("\nKnown answers")
        print_rows([_answer_row(answer) for answer in dataset.known_answers])
    fetch_or_open = _use_of(dataset) if dataset.embedded else f"fivesigma data fetch {dataset.id}"
    click.echo(f"\nNext: {fetch_or_open}")


@data.command("fetch")
@click.argument("dataset_id", metavar="[DATASET|ADDRESS]", default="")
@process_option
@file_option
@click.option("--limit", type=click.IntRange(min=1), help="Only the first so many files of them.")
@click.option("--yes", "sure", is_flag=True, help="Fetch more than 1 GB without asking.")
@mirror_option
@as_json
def fetch(  # noqa: PLR0913 - one argument an option of the command
    dataset_id: str,
    processes: tuple[str, ...],
    names: tuple[str, ...],
    limit: int | None,
    mirror: str | None,
    *,
    sure: bool,
    as_json: bool,
) -> None:
    """Download DATASET, or the file at an ADDRESS of it, once; verify it and keep it.

    What a break leaves is kept, and the next fetch goes on from there.
    """
    entry, settings = _entry(dataset_id, processes, names, limit), settings_of(mirror)
    if isinstance(entry, FileSet):
        filesets.fetch(entry, settings, sure=sure, as_json=as_json)
    else:
        _fetch(entry, settings, as_json=as_json)


def _fetch(dataset: Dataset, settings: Settings, *, as_json: bool) -> None:
    start_s, was_here = time.monotonic(), is_cached(dataset, settings)
    if not was_here:
        fetch_with_bar(dataset, settings)
    if as_json:
        print_json(_summary(dataset, settings))
        return
    n_files, size = len(dataset.files), megabytes(_n_bytes(dataset))
    if dataset.embedded:
        click.echo(f"{dataset.id} ships with fivesigma: nothing to fetch.")
    elif was_here:
        click.echo(f"Already here: {n_files} files, {size}, in {settings.cache_dir / dataset.id}")
    else:
        seconds = f"{time.monotonic() - start_s:.1f} s"
        n_events = f"{sum(file.rows for file in dataset.files):,} events"
        folder = settings.cache_dir / dataset.id
        click.echo(f"Fetched {n_files} files with {n_events} -> {folder}  ({size}, {seconds})")
    click.echo(f"Next: {_use_of(dataset)}")


@data.command("verify")
@dataset_id
@as_json
def verify(dataset_id: str, *, as_json: bool) -> None:
    """Compare every file of DATASET with its size and checksum in the catalogue.

    Of a file set: every file that was fetched.
    """
    dataset, settings = _entry(dataset_id), settings_of()
    if isinstance(dataset, FileSet):
        filesets.verify(dataset, settings, as_json=as_json)
    else:
        _verify(dataset, settings, as_json=as_json)


def _verify(dataset: Dataset, settings: Settings, *, as_json: bool) -> None:
    checks = verify_dataset(dataset, settings)
    if as_json:
        print_json(checks)
    wrong = [check for check in checks if check.state != "intact"]
    if wrong:
        names = ", ".join(f"{check.name} ({check.state})" for check in wrong)
        repair = f"Run: fivesigma data fetch {dataset.id}"
        msg = (
            f"{len(wrong)} of {len(checks)} files of {dataset.id} are not as the catalogue says: "
            f"{names}. {'Install fivesigma again.' if dataset.embedded else repair}"
        )
        raise DataError(msg)
    if not as_json:
        size = "" if dataset.embedded else f", {megabytes(_n_bytes(dataset))}"
        click.echo(f"Verified {len(checks)} of {len(checks)} files of {dataset.id}{size}: intact.")
        click.echo(f"Next: {_use_of(dataset)}")


def _entry(
    name: str,
    processes: tuple[str, ...] = (),
    names: tuple[str, ...] = (),
    limit: int | None = None,
) -> Dataset | FileSet:
    """The dataset or the file set asked for, or the preferred dataset."""
    catalogue, releases = load_catalogue(), load_filesets()
    if "://" in name:
        return releases.with_address(name)
    if name in {release.id for release in releases.filesets}:
        release = releases.fileset(name)
        return (
            release.select(processes=processes, names=names, limit=limit)
            if release.files
            else release
        )
    if name not in {"", *(dataset.id for dataset in catalogue.datasets)}:
        ids = ", ".join(dataset.id for dataset in catalogue.datasets)
        msg = (
            f"there is no dataset {name!r}; choose one of {ids}, or a file set of "
            "fivesigma data list."
        )
        raise DataError(msg)
    if processes or names or limit:
        msg = "--process, --file and --limit choose files of a file set; a dataset is whole."
        raise FiveSigmaError(msg)
    return catalogue.dataset(name) if name else catalogue.datasets[0]


def _use_of(dataset: Dataset) -> str:
    """The command that does something with a dataset that is here."""
    on_the_page = dataset in page_catalogue(load_catalogue()).datasets
    return "fivesigma" if on_the_page else "fivesigma bench list"


def _summary(dataset: Dataset, settings: Settings) -> dict[str, Any]:
    files = [
        {
            "name": file.name,
            "path": str(cached_path(dataset, file, settings)),
            "bytes": file.bytes,
            "sha256": file.sha256,
        }
        for file in dataset.files
    ]
    return {
        "kind": "table",
        "id": dataset.id,
        "title": dataset.title,
        "origin": dataset.origin,
        "level": dataset.level,
        "format": dataset.format,
        "licence": dataset.licence,
        "use": dataset.use,
        "cached": is_cached(dataset, settings),
        "bytes": _n_bytes(dataset),
        "files": files,
    }


def _process_rows(dataset: Dataset) -> list[tuple[str, ...]]:
    return [
        (
            process.name,
            process.kind,
            f"{process.file.rows:,} events" if process.file else "",
            process.title,
        )
        for process in dataset.processes
    ]


def _answer_row(answer: KnownAnswer) -> tuple[str, ...]:
    cuts = [_cut_text(cut) for cut in answer.selection]
    quantity = answer.quantity.replace("_", " ")
    value = f"{answer.value:g} ± {answer.tolerance:g}"
    return (answer.process, quantity, value, ", ".join(cuts))


def _cut_text(cut: Interval) -> str:
    if math.isinf(cut.high):
        return f"{cut.column} > {cut.low:g}"
    below = f"{cut.column} < {cut.high:g}"
    return below if math.isinf(cut.low) else f"{cut.low:g} < {below}"


def _n_bytes(dataset: Dataset) -> int:
    return sum(file.bytes for file in dataset.files)


data.add_command(build)
data.add_command(import_)
data.add_command(export)
data.add_command(card)
