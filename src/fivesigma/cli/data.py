"""`fivesigma data list | show | fetch | verify`: steps 1 and 2 of the story, as commands."""

import click

from fivesigma.cli import datasets, filesets
from fivesigma.cli.build import build
from fivesigma.cli.fetching import mirror_option, settings_of
from fivesigma.cli.report import as_json, print_json, print_rows
from fivesigma.cli.tables import card, export, import_
from fivesigma.core.errors import DataError, FiveSigmaError
from fivesigma.data.catalogue import Dataset, load_catalogue
from fivesigma.data.releases.filesets import FileSet, load_filesets

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
    tables, releases = load_catalogue().datasets, load_filesets().filesets
    if as_json:
        summaries = [datasets.summary(entry, settings) for entry in tables]
        print_json(summaries + [filesets.summary(entry, settings) for entry in releases])
        return
    print_rows([datasets.HEAD, *(datasets.listed(entry, settings) for entry in tables)])
    click.echo()
    print_rows([filesets.HEAD, *(filesets.listed(entry, settings) for entry in releases)])
    click.echo(f"{len(tables)} datasets, {len(releases)} file sets.")
    click.echo(f"Next: fivesigma data show {tables[0].id}")


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
        datasets.show(dataset)


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
        datasets.fetch(entry, settings, as_json=as_json)


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
        datasets.verify(dataset, settings, as_json=as_json)


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
        if release.by_hand:
            return release
        return release.select(processes=processes, names=names, limit=limit)
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


data.add_command(build)
data.add_command(import_)
data.add_command(export)
data.add_command(card)
