"""`fivesigma data list | show | fetch | verify`: steps 1 and 2 of the story, as commands."""

import time
from typing import Any

import click

from fivesigma.app.facts import page_catalogue
from fivesigma.cli.fetching import fetch_with_bar, mirror_option, settings_of
from fivesigma.cli.report import as_json, megabytes, print_json, print_rows
from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import cached_path, is_cached, verify_dataset

ORIGINS = {
    "atlas-simulation": "ATLAS simulation",
    "cms-simulation": "CMS simulation",
    "own-simulation": "our own simulation",
}

dataset_id = click.argument("dataset_id", metavar="[DATASET]", default="")


@click.group()
def data() -> None:
    """What data there are, and how to have them here."""


@data.command("list")
@as_json
def list_datasets(*, as_json: bool) -> None:
    """List the datasets of the catalogue."""
    settings = settings_of()
    datasets = load_catalogue().datasets
    if as_json:
        print_json([_summary(dataset, settings) for dataset in datasets])
        return
    rows = [("dataset", "made by", "processes", "size", "state")]
    for dataset in datasets:
        state = "here" if is_cached(dataset, settings) else "not fetched"
        size = "in the package" if dataset.embedded else megabytes(_n_bytes(dataset))
        n_processes = str(len(dataset.processes))
        rows.append((dataset.id, ORIGINS[dataset.origin], n_processes, size, state))
    print_rows(rows)
    click.echo(f"{len(datasets)} datasets.\nNext: fivesigma data show {datasets[0].id}")


@data.command("show")
@dataset_id
@as_json
def show_dataset(dataset_id: str, *, as_json: bool) -> None:
    """Show what DATASET holds, where it comes from and under which licence."""
    dataset = _dataset(dataset_id)
    if as_json:
        print_json(dataset)
        return
    click.echo(f"{dataset.id}: {dataset.title}\n{dataset.description}\n")
    print_rows(
        [
            ("made by", ORIGINS[dataset.origin]),
            ("record", dataset.record_url or "none, it ships with fivesigma"),
            *([("doi", f"https://doi.org/{dataset.doi}")] if dataset.doi else []),
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
    fetch_or_open = _use_of(dataset) if dataset.embedded else f"fivesigma data fetch {dataset.id}"
    click.echo(f"\nNext: {fetch_or_open}")


@data.command("fetch")
@dataset_id
@mirror_option
@as_json
def fetch(dataset_id: str, mirror: str | None, *, as_json: bool) -> None:
    """Download DATASET once, verify it and keep it."""
    dataset, settings = _dataset(dataset_id), settings_of(mirror)
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
    """Compare every file of DATASET with its size and checksum in the catalogue."""
    dataset, settings = _dataset(dataset_id), settings_of()
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


def _dataset(dataset_id: str) -> Dataset:
    """The dataset asked for, or the preferred one."""
    catalogue = load_catalogue()
    return catalogue.dataset(dataset_id) if dataset_id else catalogue.datasets[0]


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
        "id": dataset.id,
        "title": dataset.title,
        "origin": dataset.origin,
        "licence": dataset.licence,
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


def _n_bytes(dataset: Dataset) -> int:
    return sum(file.bytes for file in dataset.files)
