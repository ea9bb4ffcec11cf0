"""`fivesigma bench list | run | evaluate | record | verify | table`: the benchmark tasks."""

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import click

from fivesigma.cli import options
from fivesigma.cli.fetching import events_of, mirror_option, settings_of
from fivesigma.cli.report import as_json, print_json, print_rows, say, written
from fivesigma.core.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

    from fivesigma.bench.evaluation import TaskResult
    from fivesigma.bench.tasks import Task
    from fivesigma.data.table import EventTable

folder_argument = click.argument(
    "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False, exists=True)
)


@click.group()
def bench() -> None:
    """Compare models on the same events, by the same rules."""


@bench.command("list")
@as_json
def list_tasks(*, as_json: bool) -> None:
    """List the tasks, their figure of merit, and the rules."""
    from fivesigma.bench.tasks import FIGURES, load_tasks

    book = load_tasks()
    if as_json:
        print_json(book)
        return
    rows = [("task", "version", "dataset", "signals", "judged by")]
    for task in book.tasks:
        n_signals = str(len(task.signals))
        rows.append((task.name, str(task.version), task.dataset, n_signals, FIGURES[task.figure]))
    print_rows(rows)
    click.echo("\nRules")
    for rule in book.rules:
        click.echo(f"- {rule}")
    click.echo(f"Next: fivesigma bench run {book.tasks[0].name} --model trees")


@bench.command("run")
@click.argument("task_name", metavar="TASK")
@options.model_option
@options.seed_option
@click.option(
    "--out", type=click.Path(path_type=Path), help="Submission to write [default: TASK-MODEL.json]."
)
@mirror_option
@as_json
def run_task(  # noqa: PLR0913 - click hands each option over by name
    *, task_name: str, model: str, seed: int, out: Path | None, mirror: str | None, as_json: bool
) -> None:
    """Train MODEL by the rules of TASK, and write its scores of the held-out events."""
    from fivesigma.bench.baseline import baseline_submission
    from fivesigma.bench.evaluation import evaluate_submission
    from fivesigma.bench.events import task_table
    from fivesigma.bench.submission import save_submission
    from fivesigma.bench.tasks import load_tasks

    task = load_tasks().find(task_name)
    table = task_table(task, events_of(task.dataset, settings_of(mirror)))
    submission = baseline_submission(task, table, model=model, seed=seed, say=say)
    path = out or Path(f"{task.key}-{model}.json")
    save_submission(submission, path)
    result = evaluate_submission(submission, task, table)
    if as_json:
        print_json(result)
        return
    _print_result(task, model, result)
    click.echo(f"Scores of the held-out events {written(path)}")
    click.echo(f"Next: fivesigma bench evaluate {path}")


@bench.command("evaluate")
@options.file_argument
@mirror_option
@as_json
def evaluate_file(*, file: Path, mirror: str | None, as_json: bool) -> None:
    """Compute the result of a submission again, from the scores in FILE."""
    from fivesigma.bench.evaluation import evaluate_submission
    from fivesigma.bench.events import task_table
    from fivesigma.bench.submission import load_submission
    from fivesigma.bench.tasks import load_tasks

    submission = load_submission(file)
    task = load_tasks().find(submission.task, submission.version)
    table = task_table(task, events_of(task.dataset, settings_of(mirror)))
    result = evaluate_submission(submission, task, table)
    if as_json:
        print_json(result)
        return
    _print_result(task, submission.model, result)
    click.echo("Next: put the file into a folder of submissions; fivesigma bench record FOLDER")


@bench.command("record")
@folder_argument
@mirror_option
def record_folder(*, folder: Path, mirror: str | None) -> None:
    """Evaluate every submission in FOLDER, and write results.json beside them."""
    from fivesigma.bench.results import evaluate_folder, save_results

    results = evaluate_folder(folder, _opener(mirror))
    path = save_results(results, folder)
    click.echo(f"Evaluated {len(results.entries)} submissions {written(path)}")
    click.echo(f"Next: fivesigma bench table {folder}")


@bench.command("verify")
@folder_argument
@mirror_option
@as_json
def verify(*, folder: Path, mirror: str | None, as_json: bool) -> None:
    """Evaluate every submission in FOLDER again, and compare with its results.json."""
    from fivesigma.bench.results import verify_folder

    checks = verify_folder(folder, _opener(mirror))
    if as_json:
        print_json(checks)
    wrong = [check for check in checks if check.state != "agrees"]
    if wrong:
        what = "; ".join(f"{c.file} {c.state}{c.why and f' ({c.why})'}" for c in wrong)
        msg = (
            f"{len(wrong)} of {len(checks)} results do not hold: {what}. "
            f"Run: fivesigma bench record {folder}"
        )
        raise DataError(msg)
    if not as_json:
        click.echo(f"Verified {len(checks)} of {len(checks)} results: computed again, they agree.")
        click.echo(f"Next: fivesigma bench table {folder}")


@bench.command("table")
@folder_argument
def table(*, folder: Path) -> None:
    """Print the results in FOLDER as tables in Markdown."""
    from fivesigma.bench.results import load_results, results_table
    from fivesigma.bench.tasks import load_tasks

    results = load_results(folder)
    kept = {(entry.task, entry.version) for entry in results.entries}
    for task in load_tasks().tasks:
        if (task.name, task.version) in kept:
            click.echo(f"### {task.title} ({task.key})\n\n{results_table(task, results)}")


def _opener(mirror: str | None) -> "Callable[[str], EventTable]":
    return functools.partial(events_of, settings=settings_of(mirror))


def _print_result(task: "Task", model: str, result: "TaskResult") -> None:
    from fivesigma.bench.tasks import FIGURES

    rows = [("signal", "with the score", "without", "weighted AUC")]
    for signal, found in result.signals.items():
        auc = f"{found.auc.value:.3f} ± {found.auc.uncertainty:.3f}"
        rows.append((signal, str(found.figure), f"{found.figure_without:.2f}", auc))
    click.echo(f"{model} on {task.key}. {FIGURES[task.figure]}:")
    print_rows(rows)
    auc = f"{result.auc.value:.3f} ± {result.auc.uncertainty:.3f}"
    click.echo(f"Gain over no score: {result.gain} (geometric mean), weighted AUC: {auc} (mean)")
