"""`fivesigma data import | export | card`: tables of one's own, in other formats, described."""

import shlex
from pathlib import Path

import click

from fivesigma.cli.output import checked_output, output_option
from fivesigma.cli.report import as_json, print_json, quoted, say, written
from fivesigma.core.errors import FiveSigmaError

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
    described = spec or Path(f"{files[0].stem}.toml")
    if guess:
        _guess(files[0], described)
        return
    from fivesigma.data.own_spec import read_spec
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
    click.echo(f"Next: fivesigma open {quoted(path)}")


def _guess(file: Path, described: Path) -> None:
    from fivesigma.data.atomic import write_new
    from fivesigma.data.own_guess import guess_spec

    write_new(guess_spec(file), described)
    click.echo(f"Guessed what {file} holds {written(described)}")
    spec = "" if described.name == f"{file.stem}.toml" else f" --spec {quoted(described)}"
    click.echo(f"Read and correct it. Next: fivesigma data import {shlex.quote(str(file))}{spec}")
