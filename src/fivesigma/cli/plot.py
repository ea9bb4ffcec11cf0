"""`fivesigma plot`: a figure from the files that the steps left."""

from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import click

from fivesigma.cli import options
from fivesigma.cli.output import beside, checked_output, output_option
from fivesigma.cli.report import as_json, print_json, print_rows, say, written
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.atomic import replace_atomically
from fivesigma.data.json_record import from_json

FORMATS = ("pdf", "png", "svg")
NEED_MODELS = ("importance", "surface")
"""Kinds that ask the trained models, which are in no file: they are trained again."""


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@click.option("--kind", metavar="KIND", help="Which figure; --list names them.")
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the figure, such as log=true or variable=met; may be repeated.",
)
@click.option("--list", "list_kinds", is_flag=True, help="Name the figures and their settings.")
@output_option("FILE-KIND.pdf, beside FILE; .png and .svg also")
@as_json
def plot(  # noqa: PLR0913 - click hands each option over by name
    *,
    files: tuple[Path, ...],
    kind: str | None,
    settings: tuple[str, ...],
    list_kinds: bool,
    output: Path | None,
    as_json: bool,
) -> None:
    """Draw a figure from the files of the steps.

    Several FILEs are drawn over one another where the figure allows it.
    """
    from fivesigma.plots.menu import entry_of, kinds_for
    from fivesigma.plots.menu import plot as draw
    from fivesigma.workflow.files import read

    if list_kinds:
        _print_kinds(as_json=as_json)
        return
    if not files:
        msg = "name the files to draw from, such as trees-evaluation.json; --list names the figures"
        raise FiveSigmaError(msg)
    records: list[object] = [read(file) for file in files]
    if kind is None:
        possible = ", ".join(kinds_for(records[0]))
        msg = f"say which figure with --kind: from {files[0]} one can draw {possible}."
        raise FiveSigmaError(msg)
    entry_of(kind)  # a wrong name is an error before anything starts
    path = checked_output(output, beside(files[0], f"{files[0].stem}-{kind}.pdf"))
    _check_format(path)
    if kind in NEED_MODELS:
        records = [_with_models(record) for record in records]
    _save(draw(kind, *records, **_settings_of(kind, settings)), path)
    if as_json:
        print_json({"kind": kind, "path": str(path), "bytes": path.stat().st_size})
        return
    click.echo(f"Drew {kind} {written(path)}")
    click.echo("Next: fivesigma plot --list")


def _settings_of(kind: str, given: tuple[str, ...]) -> dict[str, Any]:
    """The figure's settings, of the types that it takes; an unknown one is left to `plot`."""
    from fivesigma.plots.menu import entry_of

    hints = get_type_hints(entry_of(kind).draw)
    return {
        name: from_json(hints[name], value, name) if name in hints else value
        for name, value in options.settings_of(given).items()
    }


def _settable(draw: Callable[..., Any]) -> list[str]:
    """Settings of a figure that can be written as text: those that are no records."""
    hints = get_type_hints(draw)
    return [
        name
        for name, hint in hints.items()
        if name not in {"records", "return"}
        and not any(is_dataclass(part) for part in (hint, *get_args(hint)))
    ]


def _with_models(record: object) -> object:
    from fivesigma.workflow.again import with_models
    from fivesigma.workflow.records import TrainedEvents

    if isinstance(record, TrainedEvents):
        say(f"Training {record.training.model} again: a file holds scores, not models")
        return with_models(record)
    return record


def _check_format(path: Path) -> None:
    if path.suffix[1:] not in FORMATS:
        names = ", ".join(f".{name}" for name in FORMATS)
        msg = f"a figure ends in one of {names}, not in {path.suffix!r}: {path}"
        raise FiveSigmaError(msg)


def _save(figure: Any, path: Path) -> None:
    replace_atomically(path, lambda part: figure.savefig(part, format=path.suffix[1:]))


def _print_kinds(*, as_json: bool) -> None:
    from fivesigma.plots.menu import PLOTS

    kinds = [
        {
            "kind": entry.kind,
            "title": entry.title,
            "meaning": entry.meaning,
            "settings": _settable(entry.draw),
        }
        for entry in PLOTS
    ]
    if as_json:
        print_json(kinds)
        return
    rows = [("figure", "settings", "shows")]
    rows += [
        (e.kind, ", ".join(k["settings"]), e.meaning) for e, k in zip(PLOTS, kinds, strict=True)
    ]
    print_rows(rows)
    click.echo(f"{len(kinds)} figures.\nNext: fivesigma plot trees-evaluation.json --kind roc")
