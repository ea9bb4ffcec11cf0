"""`fivesigma`: without a subcommand it opens the app; each subcommand is a step of the story."""

import os
from dataclasses import replace
from typing import Any

import click

import fivesigma
from fivesigma.app.listen import DEFAULT_PORT
from fivesigma.cli import steps
from fivesigma.cli.bench import bench
from fivesigma.cli.course import course
from fivesigma.cli.data import data
from fivesigma.cli.models import models
from fivesigma.cli.networks import export_network, import_network
from fivesigma.cli.open_table import open_table
from fivesigma.cli.plot import plot
from fivesigma.cli.run import run
from fivesigma.cli.site import site
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.settings import Settings


class _Commands(click.Group):
    """Commands in story order; what the reader can repair is one line, and exit code 1."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the story, not of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except FiveSigmaError as error:
            raise click.ClickException(str(error)) from error


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(fivesigma.__version__, prog_name="fivesigma")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Port to listen on; 0 takes any free one.",
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on; 0.0.0.0 shows the page to everyone in the same network.",
)
@click.option("--dataset", help="Dataset to open [default: the best one that is ready].")
@click.option(
    "--mirror",
    help="Folder or http(s) address with the source files, in place of CERN's. Also "
    "FIVESIGMA_MIRROR.",
)
@click.pass_context
def main(  # noqa: PLR0913 - click hands each option over by name
    ctx: click.Context,
    *,
    no_browser: bool,
    port: int,
    host: str,
    dataset: str | None,
    mirror: str | None,
) -> None:
    """Hunt a rare signal in LHC collisions, in your browser.

    Without a command: opens the app and serves it until Ctrl-C.
    """
    if ctx.invoked_subcommand is not None:
        return
    from fivesigma.cli.open_app import AppOptions, open_app

    settings = Settings.from_environment(os.environ)
    options = AppOptions(host=host, port=port, dataset=dataset, browser=not no_browser)
    open_app(options, replace(settings, mirror=mirror) if mirror else settings)


for _command in (
    data,
    open_table,
    steps.select,
    steps.split,
    steps.train,
    steps.evaluate,
    steps.infer,
    plot,
    run,
    models,
    export_network,
    import_network,
    bench,
    course,
    site,
):
    main.add_command(_command)
