"""The whole story in one call, and its result in the few numbers that people compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fivesigma.core.measured import Measured
from fivesigma.core.version import __version__
from fivesigma.data.results import save_result
from fivesigma.data.table import EventTable, facts_of
from fivesigma.inference.likelihood.limit import Limit
from fivesigma.workflow import story
from fivesigma.workflow.files import save
from fivesigma.workflow.records import (
    EvaluationResult,
    InferenceResult,
    SplitEvents,
    TrainedEvents,
    counted,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """What each step is told; None leaves the choice to the step."""

    signal: str | None = None
    cuts: tuple[str, ...] | None = None
    features: tuple[str, ...] | None = None
    scheme: str = "k-fold"
    n_folds: int | None = None
    test_fraction: float | None = None
    seed: int = 1
    model: str = "trees"
    weighting: str = "balanced"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    impute: bool = False
    background_uncertainty: float = 0.1
    fit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRun:
    """What every step returned."""

    selected: EventTable
    split: SplitEvents
    trained: TrainedEvents
    evaluation: EvaluationResult
    inference: InferenceResult


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSummary:
    """A run in numbers: every result with its uncertainty, and all that is needed to repeat it.

    `z_...`: median discovery significance in standard deviations; the meaning of each is told by
    `fivesigma.inference.counting.CountingResult`, as are `n_eff` (there n_effective) and
    `thresholds`. The two called `_best` are slightly optimistic: the events that chose the
    threshold also judge it. `z_fit` and `signal_strength...`: of the fit, None where nobody asked
    for one; this Z has no uncertainty of its own, for the simulation's statistics stand in the
    likelihood and have lowered it already. `origin`: "simulated" where no event comes from a
    detector. `luminosity_ifb`: None where the rows are their own unit of data.
    """

    dataset: str
    origin: str
    luminosity_ifb: float | None
    signal: str
    model: str
    weighting: str
    fold_scheme: str
    n_folds: int
    seed: int
    n_events: int
    expected_signal: Measured
    expected_background: Measured
    auc: Measured
    auc_weighted: Measured
    z_cut_and_count: Measured
    z_cut_and_count_with_uncertainty: Measured
    z_asimov: Measured
    z_with_uncertainty: Measured
    z_asimov_best: Measured
    z_with_uncertainty_best: Measured
    z_fit: float | None
    signal_strength: Measured | None
    signal_strength_limit: Limit | None
    background_uncertainty: float
    n_eff: float
    thresholds: tuple[float, ...]
    features: tuple[str, ...]
    cuts: tuple[str, ...]
    version: str
    catalogue_sha256: str


def run_story(
    options: RunOptions, table: EventTable, *, say: Callable[[str], None] = lambda _: None
) -> StoryRun:
    """Select, split, train, evaluate and infer; `say` is told what comes next.

    FiveSigmaError on what a step refuses.

    >>> options = RunOptions(scheme="hash", model="lda")
    >>> run = run_story(options, story.load("simulated-dm"))
    >>> summary_of(run).z_asimov.value > summary_of(run).z_cut_and_count.value
    True
    """
    chosen = story.select(table, signal=options.signal, cuts=options.cuts)
    selected = story.features(chosen, options.features)
    divided = story.split(
        selected,
        options.scheme,
        n_folds=options.n_folds,
        test_fraction=options.test_fraction,
        seed=options.seed,
    )
    times = counted(divided.split.n_parts, "time")
    say(f"Training {options.model} on {selected.n_events:,} events, {times}")
    trained = story.train(
        divided,
        model=options.model,
        seed=options.seed,
        weighting=options.weighting,
        parameters=options.parameters,
        impute=options.impute,
    )
    say("Judging it on events it has not seen")
    return StoryRun(
        selected=selected,
        split=divided,
        trained=trained,
        evaluation=story.evaluate(trained, seed=options.seed),
        inference=story.infer(
            trained, background_uncertainty=options.background_uncertainty, fit=options.fit
        ),
    )


def summary_of(run: StoryRun) -> RunSummary:
    """The run in numbers.

    >>> run = run_story(RunOptions(scheme="hash", model="lda"), story.load("simulated-dm"))
    >>> summary = summary_of(run)
    >>> summary.signal, summary.fold_scheme, summary.luminosity_ifb
    ('DM_200', 'hash', 10.0)
    """
    events, split = run.trained.events, run.split.split
    training, evaluation = run.trained.training, run.evaluation.evaluation
    counting, fit = run.inference.counting, run.inference.fit
    facts = facts_of(events)
    selection = next(step for step in events.history if step.command == "select")
    return RunSummary(
        dataset=events.dataset,
        origin="simulated" if facts.origin.endswith("simulation") else facts.origin,
        luminosity_ifb=facts.luminosity_ifb,
        signal=str(selection.settings["signal"]),
        model=training.model,
        weighting=training.weighting,
        fold_scheme=split.scheme,
        n_folds=split.n_parts,
        seed=training.seed,
        n_events=events.n_events,
        expected_signal=selection.cut_flow[-1].signal,
        expected_background=selection.cut_flow[-1].background,
        auc=evaluation.auc,
        auc_weighted=evaluation.auc_weighted,
        z_cut_and_count=counting.z_cut_and_count,
        z_cut_and_count_with_uncertainty=counting.z_cut_and_count_with_uncertainty,
        z_asimov=counting.z_asimov,
        z_with_uncertainty=counting.z_with_uncertainty,
        z_asimov_best=counting.z_asimov_best,
        z_with_uncertainty_best=counting.z_with_uncertainty_best,
        z_fit=None if fit is None else fit.discovery_z,
        signal_strength=None if fit is None else fit.mu,
        signal_strength_limit=None if fit is None else fit.limit,
        background_uncertainty=counting.relative_uncertainty,
        n_eff=counting.n_effective,
        thresholds=counting.thresholds,
        features=tuple(events.features),
        cuts=tuple(row.cut for row in selection.cut_flow[1:]),
        version=__version__,
        catalogue_sha256=events.history[-1].catalogue_sha256,
    )


def save_run(run: StoryRun, folder: Path) -> tuple[Path, ...]:
    """Write what every step returned, and the summary, into `folder`; the paths in story order.

    DataError where the folder cannot be written to.

    >>> from tempfile import TemporaryDirectory
    >>> run = run_story(RunOptions(scheme="hash", model="lda"), story.load("simulated-dm"))
    >>> with TemporaryDirectory() as folder:
    ...     [path.name for path in save_run(run, Path(folder))][2:]
    ['lda.parquet', 'evaluation.json', 'inference.json', 'summary.json']
    """
    summary = folder / "summary.json"
    paths = (
        save(run.selected, folder / "selected.parquet"),
        save(run.split, folder / "split.parquet"),
        save(run.trained, folder / f"{run.trained.training.model}.parquet"),
        save(run.evaluation, folder / "evaluation.json"),
        save(run.inference, folder / "inference.json"),
    )
    save_result(summary_of(run), summary, kind="summary")
    return (*paths, summary)
