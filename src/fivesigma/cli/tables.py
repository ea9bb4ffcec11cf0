"""`fivesigma data import | export | card`: tables of one's own, in other formats, described."""

import shlex
from pathlib import Path

import click

from fivesigma.cli.fetching import TABLE_ENDING, dataset_of, events_of, mirror_option, settings_of
from fivesigma.cli.output import checked_output, output_option
from fivesigma.cli.report import as_json, print_json, quoted, say, written
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import load_table

CARD_ENDING = ".croissant.json"

files_argument = click.argument(
    "files", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path)
)


@click.command("import")
@files_argument
@click.option(
    "--spec",
    type=click.Path(path_type=Path),
    metavar="SPEC.toml",
    help="What the columns are [default: FILE with the ending .toml].",
)
@click.option("--guess", is_flag=True, help="Write a first SPEC.toml to correct; never over one.")
@output_option("FILE with the ending .parquet, here")
@as_json
def import_(
    *, files: tuple[Path, ...], spec: Path | None, guess: bool, output: Path | None, as_json: bool
) -> None:
    """Make a table of your own FILE: CSV, Parquet or ROOT.

    A short TOML says what its columns are: begin with --guess, and correct what it wrote.
    """
    from fivesigma.data.own.file import check_file

    check_file(files[0])
    described = spec or Path(f"{files[0].stem}.toml")
    if guess:
        _guess(files[0], described, as_json=as_json)
        return
    from fivesigma.data.own.spec import read_spec
    from fivesigma.workflow.own import import_table

    if not described.exists():
        command = f"fivesigma data import {quoted(files[0])} --spec {quoted(described)} --guess"
        msg = f"there is no spec {described}. Write a first one with: {command}"
        raise FiveSigmaError(msg)
    path = checked_output(output, Path(f"{files[0].stem}.parquet"), files[0])
    if path.suffix != ".parquet":
        msg = f"{path} must end in .parquet: call it {path.with_suffix('.parquet').name}."
        raise FiveSigmaError(msg)
    imported = import_table(files, read_spec(described), path, say=say)
    if as_json:
        print_json({"path": str(path), "bytes": path.stat().st_size, "imported": imported})
        return
    rows = ", ".join(f"{n:,} {name}" for name, n in imported.rows.items())
    left_out = f"; {imported.left_out:,} left out" if imported.left_out else ""
    click.echo(f"Imported {imported.n_events:,} rows ({rows}{left_out}) {written(path)}")
    # The page teaches how to tell signal from background: it opens no table of one of them.
    step = "open" if imported.has_both_classes else "data card"
    click.echo(f"Next: fivesigma {step} {quoted(path)}")


@click.command("export")
@click.argument("table", metavar="TABLE")
@click.option(
    "--format",
    "file_format",
    type=click.Choice(["csv", "hdf5", "arrow", "parquet"]),
    default="csv",
    show_default=True,
    help="csv comes with a side card: unit, role and meaning of each column.",
)
@output_option("TABLE with the format's ending, here")
@mirror_option
@as_json
def export(
    *, table: str, file_format: str, output: Path | None, mirror: str | None, as_json: bool
) -> None:
    """Write TABLE, a file or a dataset, in another format."""
    from fivesigma.data.export import export_table

    ending = "h5" if file_format == "hdf5" else file_format
    source = Path(table) if table.endswith(TABLE_ENDING) else None
    path = checked_output(output, Path(f"{Path(table).stem}.{ending}"), source)
    if source is None:
        dataset_of(table)
    if output is None and path.exists():
        # It may well be the file that the table was imported from.
        msg = f"{path} is there already; name the file to write with -o."
        raise FiveSigmaError(msg)
    events = events_of(table, settings_of(mirror))
    paths = export_table(events, path, file_format)
    if as_json:
        files = [{"path": str(path), "bytes": path.stat().st_size} for path in paths]
        print_json({"format": file_format, "n_events": events.n_events, "files": files})
        return
    click.echo(f"Exported {events.n_events:,} rows {written(paths[0])}")
    for other in paths[1:]:
        click.echo(f"What its columns mean {written(other)}")


@click.command("card")
@click.argument("table", metavar="TABLE")
@output_option("TABLE with the ending .croissant.json, beside it")
@as_json
def card(*, table: str, output: Path | None, as_json: bool) -> None:
    """Describe TABLE, a file or a dataset, as a Croissant card.

    Other programs find files, checksums, licence, columns, units and meanings in it.
    """
    from fivesigma.data.atomic import write_bytes
    from fivesigma.data.card import card_of_dataset, card_of_table, encode_card

    if table.endswith(TABLE_ENDING):
        file = Path(table)
        made = card_of_table(load_table(file), file)
        default = file.with_suffix(CARD_ENDING)
    else:
        file = None
        made = card_of_dataset(dataset_of(table))
        default = Path(f"{table}{CARD_ENDING}")
    path = checked_output(output, default, file)
    write_bytes(encode_card(made), path)
    if as_json:
        print_json({"path": str(path), "bytes": path.stat().st_size, "card": made})
        return
    from fivesigma.workflow.records import counted

    files = counted(len(made["distribution"]), "file")
    sets = counted(len(made["recordSet"]), "set")
    click.echo(f"Described {files} and {sets} of records {written(path)}")
    if file is not None and path.parent.resolve() != file.parent.resolve():
        click.echo(f"Keep it beside {file.name}: it names the file as its neighbour.")


def _guess(file: Path, described: Path, *, as_json: bool) -> None:
    from fivesigma.data.atomic import write_new
    from fivesigma.data.own.guess import guess_spec

    write_new(guess_spec(file), described)
    if as_json:
        print_json({"path": str(described), "bytes": described.stat().st_size})
        return
    click.echo(f"Guessed what {file} holds {written(described)}")
    spec = "" if described.name == f"{file.stem}.toml" else f" --spec {quoted(described)}"
    click.echo(f"Read and correct it. Next: fivesigma data import {shlex.quote(str(file))}{spec}")
