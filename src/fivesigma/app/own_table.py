"""A table of one's own as the page shows it: what must be left out of it, and what is said of it.

The page holds no missing number and no more simulated rows than a browser can follow; what is left
out is told. The limits are those of a file that a reader opens in the page itself
(frontend/src/model/csv/limits.ts). Measured rows come along, each counting 1; nothing that the page
says before they are unblinded is taken from them, not even the range of a histogram.
"""

import hashlib
import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.app.facts import (
    DatasetFacts,
    FeatureFacts,
    FileFacts,
    MeasuredFacts,
    ProcessFacts,
)
from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.atomic import sha256_of
from fivesigma.data.catalogue import Dataset
from fivesigma.data.table import EventTable, facts_of
from fivesigma.data.table_facts import LABELS
from fivesigma.learning.split import TEST_FOLDS, TRAIN_FOLDS, VALIDATION_FOLDS, in_folds
from fivesigma.workflow.events import default_signal, refuse_unlearnable, with_rows

EXPERIMENTS: Final = {"atlas": "ATLAS", "cms": "CMS", "lhcb": "LHCb", "alice": "ALICE"}
"""How an experiment writes its name, by the first word of a table's origin."""

MOST_FEATURES: Final = 32
MOST_ROWS: Final = 1_000_000
MOST_NUMBERS: Final = 10_000_000
_MOST_DISCRETE: Final = 30
_N_BINS: Final = 40
_TAIL: Final = 0.005
_SMALLEST_SPREAD: Final = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """What the page is given: the rows, what it says of them, and what was left out, in words."""

    table: EventTable
    facts: DatasetFacts
    left_out: tuple[str, ...]


def shown_table(table: EventTable, path: Path) -> ShownTable:
    """The table in the file at `path` as the page can show it.

    FiveSigmaError where it holds nothing to learn from, more features than the page can follow, or
    too few rows to learn from some and judge with others.
    """
    refuse_unlearnable(table)
    n_features = len(table.features)
    if n_features > MOST_FEATURES:
        msg = (
            f"{path} has {n_features} features, and the page shows {MOST_FEATURES} at most. Choose "
            f"some: fivesigma select {path} --no-cut --feature NAME ..."
        )
        raise FiveSigmaError(msg)
    left_out = []
    known = np.all([np.isfinite(values) for values in table.features.values()], axis=0)
    if not known.all():
        left_out.append(f"{np.count_nonzero(~known):,} rows with a missing value")
    shown = with_rows(table, known)
    shown, note = _thinned(shown)
    _check(simulated_rows(shown), path)
    return ShownTable(
        table=shown, facts=_facts(shown, path), left_out=(*left_out, *([note] if note else []))
    )


def shown_beside(table: EventTable, dataset: Dataset) -> ShownTable:
    """The simulation of a catalogue's dataset with measured rows beside it, as `data_beside` joins.

    The page explains its variables as it does the dataset's own. FiveSigmaError as `shown_table`.
    """
    known = np.all([np.isfinite(values) for values in table.features.values()], axis=0)
    left_out = () if known.all() else (f"{np.count_nonzero(~known):,} rows with a missing value",)
    shown = with_rows(table, known)
    facts = facts_of(table)
    counts = np.bincount(shown.process, minlength=len(shown.processes))
    page = DatasetFacts(
        id=shown.dataset,
        title=facts.title,
        origin=dataset.origin,
        description=facts.description,
        record_url=facts.record_url,
        doi=facts.doi,
        licence=facts.licence,
        sqrt_s_tev=dataset.sqrt_s_tev,
        luminosity_ifb=facts.luminosity_ifb or dataset.luminosity_ifb,
        processes=_processes(shown, counts),
        default_signal=dataset.default_signal,
        measured=measured_facts(shown),
    )
    return ShownTable(table=shown, facts=page, left_out=left_out)


def simulated_rows(table: EventTable) -> EventTable:
    """The table without its measured rows: all that may be learned from and looked at."""
    return with_rows(table, table.label != LABELS["measured"])


def measured_facts(table: EventTable) -> MeasuredFacts | None:
    """Where the measured rows come from; None where there are none."""
    is_measured = table.label == LABELS["measured"]
    if not is_measured.any():
        return None
    rows = with_rows(table, is_measured)
    content = hashlib.sha256()
    for name, values in rows.features.items():
        content.update(name.encode() + values.tobytes())
    known = facts_of(table)
    experiment = known.origin.partition("-")[0]
    return MeasuredFacts(
        by=EXPERIMENTS.get(experiment, ""),
        luminosity_ifb=known.luminosity_ifb,
        fingerprint=content.hexdigest()[:8],
    )


def _thinned(table: EventTable) -> tuple[EventTable, str]:
    """As many rows as a page can follow, drawn by chance; each counts as often as it stands for.

    Of measured rows none may go: each is a collision, and stands for no other.
    """
    is_measured = table.label == LABELS["measured"]
    simulated = np.flatnonzero(~is_measured)
    n_simulated = len(simulated)
    most = min(MOST_ROWS, MOST_NUMBERS // max(1, len(table.features))) - int(is_measured.sum())
    if n_simulated <= most:
        return table, ""
    if most <= 0:
        msg = f"the page holds {MOST_ROWS:,} rows at most, and this table has more measured ones."
        raise FiveSigmaError(msg)
    keep = is_measured.copy()
    # By chance: every third row of a file may well be of the same kind.
    keep[np.random.default_rng(1).choice(simulated, most, replace=False)] = True
    thin = with_rows(table, keep)
    factor = np.where(thin.label == LABELS["measured"], 1.0, n_simulated / most)
    note = f"{n_simulated - most:,} rows beyond {most:,}, so that each counts more"
    return replace(thin, weight=thin.weight * factor), note


def _check(table: EventTable, path: Path) -> None:
    refuse_unlearnable(table)
    for name, values in table.features.items():
        if values.min() == values.max():
            msg = (
                f"{name} is the same in all rows of {path}: no model can learn from it. Take it "
                "out of the spec, and import again."
            )
            raise FiveSigmaError(msg)
    for folds in (TRAIN_FOLDS, VALIDATION_FOLDS, TEST_FOLDS):
        labels = table.label[in_folds(table.fold, folds)]
        if not {0, 1} <= set(labels.tolist()):
            msg = (
                f"{path} has too few different rows ({table.n_events:,}) to learn from some and "
                "judge with others. Add rows."
            )
            raise FiveSigmaError(msg)


def _facts(table: EventTable, path: Path) -> DatasetFacts:
    known = facts_of(table)
    counts = np.bincount(table.process, minlength=len(table.processes))
    simulated = simulated_rows(table)
    return DatasetFacts(
        id=table.dataset,
        title=known.title,
        origin="own-table",
        description=known.description,
        record_url=known.record_url,
        doi=known.doi,
        licence=known.licence,
        sqrt_s_tev=known.sqrt_s_tev or 0.0,
        luminosity_ifb=1.0,  # as the page has it of a reader's file: the file is the unit of data
        processes=_processes(table, counts),
        default_signal=default_signal(table),
        features=[_feature(name, values, table) for name, values in simulated.features.items()],
        file=FileFacts(name=path.name, bytes=path.stat().st_size, fingerprint=sha256_of(path)[:8]),
        measured=measured_facts(table),
    )


def _processes(table: EventTable, counts: npt.NDArray[np.int64]) -> list[ProcessFacts]:
    processes = {process.name: process for process in facts_of(table).processes}
    return [
        ProcessFacts(
            name=name,
            title=processes[name].title or name,
            kind=processes[name].kind,
            description=processes[name].description,
            n_events=int(n_events),
        )
        for name, n_events in zip(table.processes, counts, strict=True)
        if n_events
    ]


def _feature(name: str, values: npt.NDArray[np.float32], table: EventTable) -> FeatureFacts:
    column = facts_of(table).column(name)
    unit = "" if column is None or column.unit == "1" else column.unit
    meaning = column.definition if column else ""
    low, high, n_bins = _range(values)
    return FeatureFacts(
        name=name,
        unit=unit,
        symbol=name,
        label=name,
        meaning=meaning or name,
        discrete=n_bins != _N_BINS,
        low=low,
        high=high,
        n_bins=n_bins,
    )


def _range(values: npt.NDArray[np.float32]) -> tuple[float, float, int]:
    """Ends and bins of a histogram, as the page chooses them for a reader's file (ranges.ts)."""
    least, most = float(values.min()), float(values.max())
    if most - least <= _MOST_DISCRETE and (values == np.trunc(values)).all():
        return least - 0.5, most + 0.5, round(most - least) + 1
    low, high = (float(end) for end in np.quantile(values, (_TAIL, 1 - _TAIL)))
    if high - low <= _SMALLEST_SPREAD * max(abs(low), abs(high)):
        low, high = least, most
    # Ends with few digits.
    step = 10.0 ** (math.floor(math.log10(high - low)) - 1)
    return (
        float(f"{math.floor(low / step) * step:.6g}"),
        float(f"{math.ceil(high / step) * step:.6g}"),
        _N_BINS,
    )
