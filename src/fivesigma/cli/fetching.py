"""Settings of a command, and a dataset's events, with a bar while they are on their way."""

import dataclasses
import os
from pathlib import Path
from typing import Final

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

from fivesigma.cli.report import quoted
from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.fetch import Fetchable, fetch_dataset, is_cached
from fivesigma.data.releases.filesets import load_filesets
from fivesigma.data.table import EventTable, load_table
from fivesigma.data.transport.transfer import Patience
from fivesigma.workflow.datasets import open_dataset, table_path

mirror_option = click.option(
    "--mirror", metavar="FOLDER_OR_URL", help="Take the files from here instead."
)

TABLE_ENDING: Final = ".parquet"
"""What the name of a table's file ends in, and the name of no dataset."""


def settings_of(mirror: str | None = None) -> Settings:
    """Settings of the environment; `mirror` stands before or after the command's name."""
    mirror = mirror or click.get_current_context().find_root().params.get("mirror")
    settings = Settings.from_environment(os.environ)
    return dataclasses.replace(settings, mirror=mirror) if mirror else settings


def events_of(dataset_id: str, settings: Settings) -> EventTable:
    """All events of a dataset, fetched with a bar if they are not here, or of a table's file."""
    if dataset_id.endswith(TABLE_ENDING):
        return load_table(Path(dataset_id))
    dataset = dataset_of(dataset_id)
    if not table_path(dataset, settings).exists() and not is_cached(dataset, settings):
        fetch_with_bar(dataset, settings)
    return open_dataset(dataset_id, settings)


def dataset_of(dataset_id: str) -> Dataset:
    """The dataset of this id; DataError says what to do with a set of files, or with a file."""
    from fivesigma.data.own.file import ENDINGS

    if dataset_id in {release.id for release in load_filesets().filesets}:
        msg = (
            f"{dataset_id} is a set of files, not a table; make one of it with fivesigma data "
            f"build (or import, of CSV), and give that. See: fivesigma data show {dataset_id}"
        )
        raise DataError(msg)
    if Path(dataset_id).suffix.lower() in ENDINGS:
        msg = (
            f"{dataset_id} is no table, whose name ends in {TABLE_ENDING}. Make one of it: "
            f"fivesigma data import {quoted(Path(dataset_id))} --guess"
        )
        raise DataError(msg)
    return load_catalogue().dataset(dataset_id)


def fetch_with_bar(
    dataset: Fetchable, settings: Settings, *, patience: Patience | None = None
) -> None:
    """Fetch a dataset; a bar on stderr shows how far it is, if that is a terminal."""
    console = Console(stderr=True)
    columns = (TextColumn(dataset.id), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(dataset.id, total=sum(file.bytes for file in dataset.files))
        fetch_dataset(
            dataset,
            settings,
            patience=patience,
            progress=lambda bytes_done, _total: bar.update(task, completed=bytes_done),
        )
