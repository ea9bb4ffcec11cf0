"""`fivesigma open`: the app with a table of one's own."""

import os
from pathlib import Path

import click

from fivesigma.app.listen import DEFAULT_PORT
from fivesigma.cli.options import file_argument
from fivesigma.core.settings import Settings


@click.command("open")
@file_argument
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port to listen on; 0 takes any free one.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--simulation",
    metavar="DATASET",
    help="Put the measured events of FILE beside the simulation of this dataset, scaled to them.",
)
def open_table(
    *, file: Path, no_browser: bool, port: int, host: str, simulation: str | None
) -> None:
    """Open the app with the table in FILE.

    FILE is what `fivesigma data import`, `data build` or `select` wrote. Measured events stay
    hidden until the choice is locked and unblinded at the last stop.
    """
    from fivesigma.cli.open_app import AppOptions, open_app

    settings = Settings.from_environment(os.environ)
    options = AppOptions(
        host=host,
        port=port,
        dataset=None,
        browser=not no_browser,
        table=file,
        simulation=simulation,
    )
    open_app(options, settings)
