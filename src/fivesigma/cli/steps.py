"""`fivesigma select | split | train | evaluate | infer`: steps 4 to 9, from file to file."""

from pathlib import Path
from typing import Any

import click

from fivesigma.cli import options
from fivesigma.cli.fetching import events_of, mirror_option, settings_of
from fivesigma.cli.output import beside, checked_output, output_option
from fivesigma.cli.report import as_json, print_json, print_rows, quoted, say, written
from fivesigma.data.history import CutFlowRow
from fivesigma.data.table import EventTable


@click.command()
@click.argument("dataset", metavar="DATASET")
@options.signal_option
@options.cut_option
@options.no_cut_option
@options.feature_option
@output_option("selected.parquet, here")
@mirror_option
@as_json
def select(  # noqa: PLR0913 - click hands each option over by name
    *,
    dataset: str,
    signal: str | None,
    cuts: tuple[str, ...],
    no_cut: bool,
    features: tuple[str, ...],
    output: Path | None,
    mirror: str | None,
    as_json: bool,
) -> None:
    """Choose events: a signal, backgrounds, cuts, features."""
    from fivesigma.workflow import files, story

    path = checked_output(output, Path("selected.parquet"))
    table = events_of(dataset, settings_of(mirror))
    chosen = story.select(table, signal=signal, cuts=options.cuts_of(cuts, no_cut=no_cut))
    selected = story.features(chosen, features or None)
    files.save(selected, path)
    flow = chosen.history[-1].cut_flow
    if as_json:
        print_json(_written(path) | _selection(selected, flow))
        return
    _print_cut_flow(flow)
    share = 100 * selected.n_events / flow[0].n_events
    kept = f"Kept {selected.n_events:,} of {flow[0].n_events:,} events ({share:.1f} %)"
    click.echo(f"{kept} {written(path)}")
    click.echo(f"{len(selected.features)} features: {', '.join(selected.features)}")
    click.echo(f"Next: fivesigma split {quoted(path)}")


@click.command()
@options.file_argument
@options.scheme_option
@options.folds_option
@options.fraction_option
@options.seed_option
@output_option("split.parquet, beside FILE")
@as_json
def split(  # noqa: PLR0913 - click hands each option over by name
    *,
    file: Path,
    scheme: str,
    folds: int | None,
    test_fraction: float | None,
    seed: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Decide which events train and which judge.

    FILE is what `fivesigma select` wrote.
    """
    from fivesigma.workflow import files, story

    path = checked_output(output, beside(file, "split.parquet"), file)
    table = files.read_as(EventTable, file)
    divided = story.split(table, scheme, n_folds=folds, test_fraction=test_fraction, seed=seed)
    files.save(divided, path)
    if as_json:
        made = divided.split
        print_json(
            _written(path)
            | {
                "fold_scheme": made.scheme,
                "n_folds": made.n_parts,
                "seed": made.seed,
                "n_events": made.n_events,
                "n_judging": int(made.judged.sum()),
            }
        )
        return
    click.echo(f"Split {table.n_events:,} events: {divided} {written(path)}")
    click.echo(f"Next: fivesigma train {quoted(path)} --model trees")


@click.command()
@options.file_argument
@options.model_option
@options.weighting_option
@options.parameter_option
@options.impute_option
@options.seed_option
@output_option("MODEL.parquet, beside FILE")
@as_json
def train(  # noqa: PLR0913 - click hands each option over by name
    *,
    file: Path,
    model: str,
    weighting: str,
    parameters: tuple[str, ...],
    impute: bool,
    seed: int,
    output: Path | None,
    as_json: bool,
) -> None:
    """Train a model and score events it has not seen.

    FILE is what `fivesigma split` wrote; a model is trained in each of its parts.
    """
    from fivesigma.learning.models import find_model
    from fivesigma.workflow import files, story
    from fivesigma.workflow.records import SplitEvents, counted

    find_model(model)  # a wrong name is an error before anything starts
    path = checked_output(output, beside(file, f"{model}.parquet"), file)
    divided = files.read_as(SplitEvents, file)
    times = counted(divided.split.n_parts, "time")
    say(f"Training {model} on {divided.events.n_events:,} events, {times}")
    trained = story.train(
        divided,
        model=model,
        seed=seed,
        weighting=weighting,
        parameters=options.settings_of(parameters),
        impute=impute,
    )
    files.save(trained, path)
    if as_json:
        made = {"model": model, "weighting": weighting, "seed": seed}
        print_json(_written(path) | made | {"n_folds": trained.split.n_parts})
        return
    click.echo(f"Trained {trained} {written(path)}")
    click.echo(f"Next: fivesigma evaluate {quoted(path)}")


@click.command()
@options.file_argument
@options.seed_option
@output_option("FILE-evaluation.json, beside FILE")
@as_json
def evaluate(*, file: Path, seed: int, output: Path | None, as_json: bool) -> None:
    """Judge the scores: ROC curve, over-training.

    FILE is what `fivesigma train` wrote.
    """
    from fivesigma.workflow import files, story
    from fivesigma.workflow.records import TrainedEvents

    path = checked_output(output, beside(file, f"{file.stem}-evaluation.json"), file)
    result = story.evaluate(files.read_as(TrainedEvents, file), seed=seed)
    files.save(result, path)
    if as_json:
        found = result.evaluation
        names = ("n_signal", "n_background", "auc", "auc_weighted", "auc_bootstrap", "auc_spread")
        print_json(_written(path) | {name: getattr(found, name) for name in names})
        return
    click.echo(f"{result}\nEvaluated {result.model} {written(path)}")
    click.echo(f"Next: fivesigma infer {quoted(file)}")


@click.command()
@options.file_argument
@options.uncertainty_option
@options.fit_option
@output_option("FILE-inference.json, beside FILE")
@as_json
def infer(
    *, file: Path, background_uncertainty: float, fit: bool, output: Path | None, as_json: bool
) -> None:
    """Say how surely the signal would be seen.

    FILE is what `fivesigma train` wrote.
    """
    from fivesigma.workflow import files, story
    from fivesigma.workflow.records import TrainedEvents

    path = checked_output(output, beside(file, f"{file.stem}-inference.json"), file)
    trained = files.read_as(TrainedEvents, file)
    share = options.checked_share(background_uncertainty)
    result = story.infer(trained, background_uncertainty=share, fit=fit)
    files.save(result, path)
    if as_json:
        found = result.counting
        names = [name for name in type(found).__slots__ if name != "scan"]
        numbers = {name: getattr(found, name) for name in names}
        print_json(_written(path) | numbers | {"fit": result.fit})
        return
    click.echo(f"{result}\nInferred from {result.model} {written(path)}")
    click.echo(f"Next: fivesigma plot {quoted(path)} --kind significance")


def _written(path: Path) -> dict[str, Any]:
    return {"path": str(path), "bytes": path.stat().st_size}


def _selection(table: EventTable, flow: tuple[CutFlowRow, ...]) -> dict[str, Any]:
    return {
        "dataset": table.dataset,
        "signal": table.history[-2].settings["signal"],
        "n_events": table.n_events,
        "expected_signal": flow[-1].signal,
        "expected_background": flow[-1].background,
        "features": list(table.features),
        "cut_flow": flow,
    }


def _print_cut_flow(flow: tuple[CutFlowRow, ...]) -> None:
    rows = [("", "rows", "expected signal", "expected background")]
    rows += [(row.cut, f"{row.n_events:,}", str(row.signal), str(row.background)) for row in flow]
    print_rows(rows)
