"""`fivesigma models`: the menu of models, and which of them can be used here."""

from importlib.util import find_spec

import click

from fivesigma.cli.report import as_json, print_json, print_rows


@click.command()
@as_json
def models(*, as_json: bool) -> None:
    """List the models, and when to take which."""
    from fivesigma.learning.models import MODELS

    menu = [
        {
            "name": entry.name,
            "title": entry.title,
            "family": entry.family,
            "reason": entry.reason,
            "extra": entry.extra,
            "installed": entry.extra is None or find_spec(entry.extra) is not None,
        }
        for entry in MODELS
    ]
    if as_json:
        print_json(menu)
        return
    rows = [("model", "title", "installed", "reason")]
    for entry in menu:
        hint = "yes" if entry["installed"] else f'pip install "fivesigma[{entry["extra"]}]"'
        rows.append((str(entry["name"]), str(entry["title"]), hint, str(entry["reason"])))
    print_rows(rows)
    n_installed = sum(bool(entry["installed"]) for entry in menu)
    click.echo(f"{len(menu)} models, {n_installed} of them installed.")
    click.echo("Next: fivesigma run atlas-dm --model trees")
