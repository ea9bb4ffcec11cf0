"""What a step of the story hands to the next: the events, and all that has been learned on them."""

from dataclasses import dataclass

import numpy as np

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.data.history import Step
from fivesigma.data.table import EventTable
from fivesigma.inference.counting import CountingResult
from fivesigma.inference.likelihood.fit import FitResult
from fivesigma.learning.evaluate import Evaluation
from fivesigma.learning.split import Split, check_split
from fivesigma.learning.train import Training
from fivesigma.workflow.events import collisions


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class SplitEvents:
    """Events, and for each part of the split which of them train, validate and judge."""

    events: EventTable
    split: Split

    def __post_init__(self) -> None:
        """Refuse a split of other events."""
        check_split(self.split, self.events.label, groups=collisions(self.events))

    def __repr__(self) -> str:
        """How many events learn and judge, in one line."""
        split = self.split
        judging = f"{np.count_nonzero(split.judged):,} of {split.n_events:,} events judge"
        return f"{split.scheme} in {counted(split.n_parts, 'part')}: {judging}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TrainedEvents:
    """Events with the scores of models that had not seen them; `training` says how they came.

    DataError where an event has a score that no part of the split tests, or a tested one has none.
    """

    events: EventTable
    split: Split
    training: Training

    def __post_init__(self) -> None:
        """Refuse scores that do not belong to the split: seen events never judge."""
        check_split(self.split, self.events.label, groups=collisions(self.events))
        for name in ("score", "seen_score"):
            values = getattr(self.training, name)
            if values.dtype != np.float64 or values.shape != (self.events.n_events,):
                expected = f"float64 ({self.events.n_events},)"
                msg = f"{name} is {values.dtype} {values.shape}, expected {expected}"
                raise DataError(msg)
        if not np.array_equal(np.isfinite(self.training.score), self.split.judged):
            msg = "training scored as test: the events with a score are not those that are tested"
            raise DataError(msg)

    def __repr__(self) -> str:
        """What was trained on how many events, in one line."""
        training, split = self.training, self.split
        how = f"{training.weighting} weights, seed {training.seed}"
        return f"{training.model} in {counted(split.n_parts, 'part')} ({split.scheme}), {how}"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class EvaluationResult:
    """How well a model tells signal from background, and the steps that led there."""

    dataset: str
    history: tuple[Step, ...]
    model: str
    evaluation: Evaluation

    def __repr__(self) -> str:
        """The areas under the ROC curve, and whether the model knows its events by heart."""
        found = self.evaluation
        judged = f"{found.n_signal:,} signal, {found.n_background:,} background"
        lines = [
            f"{self.model} on {self.dataset}, judged by events it had not seen: {judged}",
            f"  AUC with weights     {found.auc_weighted.rounded(3)}",
            f"  AUC of raw counts    {found.auc.rounded(3)}",
        ]
        if found.overtraining is not None:
            seen = found.overtraining.auc_seen.rounded(3)
            lines.append(f"  AUC on seen events   {seen}  (never quoted as a result)")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class InferenceResult:
    """How surely the signal would be seen, and the steps that led there.

    `fit`: of the signal strength to the histogram of the score, or None where nobody asked.
    """

    dataset: str
    history: tuple[Step, ...]
    model: str
    counting: CountingResult
    fit: FitResult | None = None

    def __repr__(self) -> str:
        """The significance without the score and with it, in standard deviations."""
        found = self.counting
        signal, background = (
            Measured(value=events.sum, uncertainty=events.error)
            for events in (found.signal, found.background)
        )
        without = f"{found.z_cut_and_count}σ   {found.z_cut_and_count_with_uncertainty}σ"
        known = f"{100 * found.relative_uncertainty:g} %"
        lines = [
            f"expected after the selection: {signal} signal, {background} background",
            f"  background known      exactly        to {known}",
            f"  counting              {without}",
            f"  with {self.model:16} {found.z_asimov}σ   {found.z_with_uncertainty}σ",
        ]
        if self.fit is not None:
            limit = f"limit expected without signal: {self.fit.limit.expected[2]:.2f}"
            z = f"{self.fit.discovery_z:.2f}σ"
            lines.append(f"  fit of the score      signal × {self.fit.mu}, {z}, {limit}")
        return "\n".join(lines)


def counted(n: int, thing: str) -> str:
    """A number of things in words.

    >>> counted(1, "part"), counted(5, "part")
    ('1 part', '5 parts')
    """
    return f"{n:,} {thing}" if n == 1 else f"{n:,} {thing}s"
