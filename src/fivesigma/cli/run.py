"""`fivesigma run`: the whole story at once, and its numbers."""

from pathlib import Path

import click

from fivesigma.cli import options
from fivesigma.cli.fetching import events_of, mirror_option, settings_of
from fivesigma.cli.report import as_json, megabytes, print_json, quoted, say
from fivesigma.data.atomic import make_folder


@click.command()
@click.argument("dataset", metavar="DATASET")
@options.signal_option
@options.cut_option
@options.no_cut_option
@options.feature_option
@options.scheme_option
@options.folds_option
@options.fraction_option
@options.model_option
@options.weighting_option
@options.parameter_option
@options.impute_option
@options.uncertainty_option
@options.fit_option
@options.seed_option
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Keep every step's file in this folder."
)
@mirror_option
@as_json
def run(  # noqa: PLR0913 - click hands each option over by name
    *,
    dataset: str,
    signal: str | None,
    cuts: tuple[str, ...],
    no_cut: bool,
    features: tuple[str, ...],
    scheme: str,
    folds: int | None,
    test_fraction: float | None,
    model: str,
    weighting: str,
    parameters: tuple[str, ...],
    impute: bool,
    background_uncertainty: float,
    fit: bool,
    seed: int,
    folder: Path | None,
    mirror: str | None,
    as_json: bool,
) -> None:
    """All steps from select to infer, in one go."""
    from fivesigma.workflow.run import RunOptions, run_story, save_run, summary_of

    told = RunOptions(
        signal=signal,
        cuts=options.cuts_of(cuts, no_cut=no_cut),
        features=features or None,
        scheme=scheme,
        n_folds=folds,
        test_fraction=test_fraction,
        seed=seed,
        model=model,
        weighting=weighting,
        parameters=options.settings_of(parameters),
        impute=impute,
        background_uncertainty=options.checked_share(background_uncertainty),
        fit=fit,
    )
    if folder is not None:
        make_folder(folder)
    result = run_story(told, events_of(dataset, settings_of(mirror)), say=say)
    paths = () if folder is None else save_run(result, folder)
    if as_json:
        print_json(summary_of(result))
        return
    click.echo(f"{result.evaluation}\n{result.inference}")
    if folder is None:
        click.echo("Next: the same with --folder build, to keep every step's file")
        return
    size = megabytes(sum(path.stat().st_size for path in paths))
    click.echo(f"Kept {len(paths)} files -> {folder}  ({size})")
    click.echo(f"Next: fivesigma plot {quoted(folder / 'evaluation.json')} --kind roc")
