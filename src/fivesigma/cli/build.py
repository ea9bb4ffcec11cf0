"""`fivesigma data build`: from the ROOT files of an experiment to a table that every step takes."""

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from fivesigma.cli.output import checked_output
from fivesigma.cli.report import as_json, print_json, print_rows, quoted, written
from fivesigma.core.errors import FiveSigmaError

if TYPE_CHECKING:
    from fivesigma.workflow.building.build import Built, Request


@click.command("build")
@click.argument("analysis", metavar="ANALYSIS")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    required=True,
    metavar="OUT.parquet",
    help="Table to write.",
)
@click.option(
    "--signal", "signals", multiple=True, metavar="PROCESS", help="Count this process as signal."
)
@click.option(
    "--luminosity", type=float, metavar="IFB", help="Luminosity in fb⁻¹ [default: the release's]."
)
@click.option(
    "--cross-section",
    "cross_sections",
    multiple=True,
    metavar="[PROCESS=]PB",
    help="Cross-section in pb, where the files do not say it.",
)
@click.option(
    "--sum-of-weights",
    "sums_of_weights",
    multiple=True,
    metavar="[PROCESS=]SUM",
    help="Sum of the generator weights over all generated events, where the files do not say it.",
)
@click.option(
    "--drop-duplicates",
    is_flag=True,
    help="Of a collision that is in two files keep that of the first.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 1024),
    default=None,
    help="Processes on this machine [default: one for each core].",
)
@click.option("--scheduler", metavar="ADDRESS", help="Work on a Dask cluster: tcp://HOST:PORT.")
@as_json
def build(  # noqa: PLR0913 - click hands each option over by name
    *,
    analysis: str,
    files: tuple[str, ...],
    output: Path,
    signals: tuple[str, ...],
    luminosity: float | None,
    cross_sections: tuple[str, ...],
    sums_of_weights: tuple[str, ...],
    drop_duplicates: bool,
    workers: int | None,
    scheduler: str | None,
    as_json: bool,
) -> None:
    """Build a table from ROOT files: select, compute, weigh.

    ANALYSIS says which collisions are kept and which columns are made of them: dilepton-met,
    four-lepton, diphoton, dimuon, three-hadrons, or a file set of `data list`. FILE is a ROOT file
    or a root:// address; PROCESS=FILE gives its simulation a name. What was finished is kept when
    something fails, and the same command goes on from there.
    """
    from fivesigma.workflow.building.build import Request
    from fivesigma.workflow.building.plan import sizes_of, source_of

    if output.suffix != ".parquet":
        msg = f"{output} must end in .parquet, as every table does."
        raise FiveSigmaError(msg)
    request = Request(
        analysis=analysis,
        sources=tuple(source_of(text) for text in files),
        output=checked_output(output, output),
        signals=signals,
        normalisation=sizes_of(luminosity, cross_sections, sums_of_weights),
        drop_duplicates=drop_duplicates,
        workers=workers or os.cpu_count() or 1,
        scheduler=scheduler,
    )
    start_s = time.monotonic()
    built = _watched(request)
    for note in built.notes:
        click.echo(note, err=True)
    if as_json:
        print_json(built)
        return
    _say(built, output, time.monotonic() - start_s)


def _watched(request: "Request") -> "Built":
    """The table built, with a bar on a terminal."""
    from fivesigma.workflow.building.build import build_table

    console = Console(stderr=True)
    columns = (
        TextColumn(request.analysis),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(request.analysis, total=None)
        return build_table(
            request, lambda done, total: bar.update(task, completed=done, total=total)
        )


def _say(built: "Built", output: Path, time_s: float) -> None:
    """What was kept of what, and what one can do with it."""
    for flow in built.flows:
        click.echo(f"{flow.process} ({flow.origin})")
        print_rows([(f"  {cut.cut}", f"{cut.n_events:,}", str(cut.expected)) for cut in flow.cuts])
    share = 100 * built.n_events / built.n_read
    if built.n_duplicates:
        click.echo(f"{built.n_duplicates:,} collisions were in two files and are kept once.")
    click.echo(
        f"Kept {built.n_events:,} of {built.n_read:,} collisions ({share:.1f} %) "
        f"{written(output)[:-1]}, {time_s:.1f} s)"
    )
    simulated = [flow.process for flow in built.flows if flow.origin == "simulation"]
    if simulated and not built.has_both_classes:
        click.echo(
            f"To learn from it, signal and background are needed: of {', '.join(simulated)}, say "
            "with --signal which is signal."
        )
    step = "select" if built.has_both_classes else "data card"
    click.echo(f"Next: fivesigma {step} {quoted(output)}")
