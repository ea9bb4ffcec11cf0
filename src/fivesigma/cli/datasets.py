"""The part of `fivesigma data …` that speaks of datasets: list, show, fetch, verify."""

import math
import time
from typing import Any

import click

from fivesigma.app.facts import page_catalogue
from fivesigma.cli.fetching import fetch_with_bar
from fivesigma.cli.report import megabytes, print_json, print_rows
from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import cached_path, is_cached, verify_dataset
from fivesigma.data.known_answer import Interval, KnownAnswer

HEAD = ("dataset", "made by", "processes", "size", "state")
ORIGINS = {
    "atlas-simulation": "ATLAS simulation",
    "cms-simulation": "CMS simulation",
    "own-simulation": "our own simulation",
}


def listed(dataset: Dataset, settings: Settings) -> tuple[str, ...]:
    """One line of `fivesigma data list`."""
    state = "here" if is_cached(dataset, settings) else "not fetched"
    size = "in the package" if dataset.embedded else megabytes(_n_bytes(dataset))
    return (dataset.id, ORIGINS[dataset.origin], str(len(dataset.processes)), size, state)


def summary(dataset: Dataset, settings: Settings) -> dict[str, Any]:
    """One entry of `fivesigma data list --json`."""
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


def show(dataset: Dataset) -> None:
    """Everything about a dataset, and the command that comes next."""
    click.echo(f"{dataset.id}: {dataset.title}\n{dataset.description}\n")
    print_rows(facts_of(dataset))
    click.echo("\nProcesses")
    print_rows(_process_rows(dataset))
    click.echo("\nColumns")
    print_rows([(c.name, c.unit, c.role, c.definition) for c in dataset.columns])
    if dataset.known_answers:
        click.echo("\nKnown answers")
        print_rows([_answer_row(answer) for answer in dataset.known_answers])
    fetch_or_open = _use_of(dataset) if dataset.embedded else f"fivesigma data fetch {dataset.id}"
    click.echo(f"\nNext: {fetch_or_open}")


def facts_of(dataset: Dataset) -> list[tuple[str, str]]:
    """What is true of the whole dataset, fact by fact."""
    return [
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


def fetch(dataset: Dataset, settings: Settings, *, as_json: bool) -> None:
    """Fetch what is missing, and say what is here."""
    start_s, was_here = time.monotonic(), is_cached(dataset, settings)
    if not was_here:
        fetch_with_bar(dataset, settings)
    if as_json:
        print_json(summary(dataset, settings))
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


def verify(dataset: Dataset, settings: Settings, *, as_json: bool) -> None:
    """Compare every file with size and checksum; DataError names those that are wrong."""
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


def _use_of(dataset: Dataset) -> str:
    """The command that does something with a dataset that is here."""
    on_the_page = dataset in page_catalogue(load_catalogue()).datasets
    return "fivesigma" if on_the_page else "fivesigma bench list"


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
