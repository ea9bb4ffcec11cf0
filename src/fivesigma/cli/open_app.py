"""Open the app: the embedded dataset at once, the real one as soon as it is there."""

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from fivesigma.app.datasets import DatasetLibrary, LoadTable, Progress
from fivesigma.app.listen import bind_socket, lan_host, page_address
from fivesigma.app.own_table import shown_beside, shown_table
from fivesigma.app.security import LOOPBACK_HOSTS
from fivesigma.app.serve import serve_until_interrupted
from fivesigma.app.server import create_app
from fivesigma.app.static import load_page
from fivesigma.cli.browser import open_in_background
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.levels import embedded_levels
from fivesigma.data.table import EMBEDDED_DATASET, EventTable, load_table
from fivesigma.data.table_facts import LABELS
from fivesigma.workflow.beside import data_beside
from fivesigma.workflow.datasets import build_table, open_dataset

MAX_WAIT_S = 2.0
"""How long the page may be held back for the real dataset."""

FIRST_STOP = "#stop=explore"
"""Where a table of one's own is looked at first: rows in general are no collisions to be drawn."""

_EVERY_ADDRESS = frozenset({"0.0.0.0", "::"})  # noqa: S104 - compared with, not bound to


@dataclass(frozen=True, slots=True, kw_only=True)
class AppOptions:
    """What the reader asked for; `dataset` None opens the best one that is ready.

    `table`: the file of a table of their own, to open instead; then nothing is fetched.
    `simulation`: the dataset beside whose simulation its measured rows are put.
    """

    host: str
    port: int
    dataset: str | None
    browser: bool
    table: Path | None = None
    simulation: str | None = None


def open_app(options: AppOptions, settings: Settings) -> None:
    """Serve until Ctrl-C. FiveSigmaError where that cannot start: port, host, dataset, page."""
    # A wrong name of a dataset is an error before anything starts.
    library = DatasetLibrary(load_catalogue(), preferred=options.dataset)
    page = load_page()
    listener = bind_socket(options.host, options.port)
    try:
        if options.table is None:
            coming = _open_datasets(library, options.dataset, settings)
            _wait_and_say_which(library, coming)
        else:
            _open_datasets(library, EMBEDDED_DATASET, settings)
            _open_own(library, options.table, options.simulation, settings)
        address = page_address(listener, options.host) + (FIRST_STOP if options.table else "")
        _say_where(address, options.host)
        if options.browser:
            open_in_background(address)
        hosts = LOOPBACK_HOSTS if options.host in LOOPBACK_HOSTS else None
        serve_until_interrupted(create_app(library, page, trusted_hosts=hosts), listener)
    finally:
        library.close()
        listener.close()
    click.echo("\nStopped.")


def _open_datasets(library: DatasetLibrary, wanted: str | None, settings: Settings) -> list[str]:
    """Publish what ships with the package; fetch what was asked for, and return which those are."""
    coming = []
    for dataset in library.catalogue.datasets:
        if dataset.embedded is not None:
            library.publish(open_dataset(dataset.id, settings), levels=embedded_levels())
        elif wanted in {None, dataset.id}:
            library.fetch_in_background(dataset.id, _loader(dataset, settings))
            coming.append(dataset.id)
    return coming


def _open_own(
    library: DatasetLibrary, path: Path, simulation: str | None, settings: Settings
) -> None:
    """Publish the table in a file, and say what of it the page does not show."""
    table = load_table(path)
    if simulation is None:
        shown = shown_table(table, path)
    else:
        dataset = library.catalogue.dataset(simulation)
        shown = shown_beside(data_beside(open_dataset(simulation, settings), table), dataset)
    library.publish_own(shown.table, shown.facts)
    n_rows = f"{shown.table.n_events:,} rows"
    if simulation is None:
        click.echo(f"Opening with: {shown.facts.title}, {n_rows} of {path}")
    else:
        click.echo(f"Opening with: {shown.facts.title}, with the events of {path}: {n_rows}")
        scaled = shown.table.provenance["weights_scaled_by"]
        luminosity = shown.facts.luminosity_ifb
        click.echo(f"The simulation is scaled by {scaled} to the data's {luminosity:g} fb⁻¹.")
    n_measured = int((shown.table.label == LABELS["measured"]).sum())
    if n_measured:
        click.echo(
            f"Measured events among them: {n_measured:,}; the page hides them until Discover."
        )
    if shown.left_out:
        click.echo(f"Left out on the page: {', '.join(shown.left_out)}.")


def _loader(dataset: Dataset, settings: Settings) -> LoadTable:
    """Fetch, read and split one dataset, until the app stops."""

    def load(progress: Progress, stop: threading.Event) -> EventTable:
        return build_table(dataset, settings, progress, cancel=stop.is_set)

    return load


def _wait_and_say_which(library: DatasetLibrary, coming: Sequence[str]) -> None:
    """Give what is coming up to two seconds in all, then say which dataset the page opens."""
    deadline_s = time.monotonic() + MAX_WAIT_S
    for dataset_id in coming:
        status = library.wait(dataset_id, timeout_s=max(0.0, deadline_s - time.monotonic()))
        title = library.catalogue.dataset(dataset_id).title
        if status.state == "fetching":
            click.echo(f"{title}: on its way; the page will offer it when it is here.")
        elif status.state == "unavailable":
            click.echo(f"{title}: cannot be had now; 'fivesigma data fetch {dataset_id}' says why.")
    opened = library.catalogue.dataset(library.default_dataset())
    click.echo(f"Opening with: {opened.title}")


def _say_where(address: str, host: str) -> None:
    click.echo(f"\nfivesigma is at {click.style(address, bold=True)}")
    if host in _EVERY_ADDRESS:
        shared = lan_host() or "<the address of this machine>"
        port = address.partition("#")[0].rstrip("/").rpartition(":")[2]
        click.echo(f"For everyone in the same network: http://{shared}:{port}/")
    click.echo("Ctrl-C stops it.")
