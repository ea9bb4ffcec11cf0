"""A blind search: pseudo-data of a hidden world, and cells that open once a choice is locked.

No dataset of the lessons has measured collisions, so this plays nature, as the last stop of the
page does: the signal strength and what the simulation has wrong are drawn by a seed, then counts.
Whoever reads the program can work out what is hidden. The lock is a promise, and its fingerprint is
worth something as soon as somebody else has it.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.inference.likelihood.model import FitModel, fit_model
from fivesigma.inference.likelihood.pseudo_data import (
    HiddenExperiment,
    experiment_seed,
    hidden_experiment,
)
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates, score_templates
from fivesigma.inference.yields import BoolArray, FloatArray
from fivesigma.learning.random import Random
from fivesigma.simulation.variations import NORMALISATION_VARIATIONS


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Lock:
    """A choice written down: `record` is its JSON, `sha256` the fingerprint of that text."""

    record: str
    sha256: str

    def __repr__(self) -> str:
        """The choice, and the part of the fingerprint that one reads aloud."""
        return f"locked {self.sha256[:12]}: {self.record}"

    @property
    def choice(self) -> dict[str, str | int | float | bool | None]:
        """What was chosen; FiveSigmaError where the record is not the one that was locked."""
        if _fingerprint(self.record) != self.sha256:
            msg = "this record was changed after it was locked. Lock the new choice, openly."
            raise FiveSigmaError(msg)
        found: dict[str, str | int | float | bool | None] = json.loads(self.record)
        return found


def lock(choice: Mapping[str, object]) -> Lock:
    """Write a choice down, the same text for the same choice, and take its fingerprint.

    `choice`: names and plain values. FiveSigmaError for an empty one, and for values such as arrays
    that one cannot read in a record.

    >>> lock({"region": "met >= 150", "background uncertainty": 0.1}).sha256[:12]
    'dbde995b185a'
    """
    if not choice:
        msg = 'nothing to lock: give a choice like {"region": "met >= 150"}.'
        raise FiveSigmaError(msg)
    for name, value in choice.items():
        if not isinstance(value, str | int | float | bool | None):
            msg = f"{name!r} is a {type(value).__name__}; write it as a plain number or as text."
            raise FiveSigmaError(msg)
    record = json.dumps(dict(choice), sort_keys=True, ensure_ascii=False)
    return Lock(record=record, sha256=_fingerprint(record))


def _fingerprint(record: str) -> str:
    return hashlib.sha256(record.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class BlindSearch:
    """Pseudo-data in numbered cells, those that are `blinded` (n_cells,) hidden until a lock.

    `model`: what the simulation expects in each cell. `seed`: of the hidden world.
    """

    model: FitModel
    blinded: BoolArray
    seed: int

    def __repr__(self) -> str:
        """How much of it is open."""
        n_blinded = int(np.count_nonzero(self.blinded))
        return f"pseudo-data in {self.blinded.size} cells, {n_blinded} of them blinded"

    def counts(self) -> FloatArray:
        """What was counted in the open cells; NaN in those that are blinded."""
        return np.where(self.blinded, np.nan, self._experiment().counts)

    def unblind(self, locked: Lock) -> FloatArray:
        """What was counted in all cells, as often as one asks; FiveSigmaError without a lock."""
        _check_lock(locked)
        return self._experiment().counts

    def hidden_strength(self, locked: Lock) -> float:
        """The signal strength of this world, which no real experiment is ever told."""
        _check_lock(locked)
        return self._experiment().truth.mu

    def _experiment(self) -> HiddenExperiment:
        return hidden_experiment(self.model, Random(self.seed))


def _check_lock(locked: object) -> None:
    if not isinstance(locked, Lock):
        msg = "still blinded: lock a choice first, as in lock({...}), and give what it returns."
        raise FiveSigmaError(msg)
    _ = locked.choice


def blind_search(
    templates: Templates, *, blinded: BoolArray, dataset: str, signal: str, experiment: int
) -> BlindSearch:
    """The search in the world that dataset, signal and number of an experiment name.

    `templates`: one bin a cell. `blinded`: (n_cells,), cells that stay hidden. The world is drawn
    with `background_sources`. FiveSigmaError for templates that cannot be fitted, or lengths that
    differ.

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> templates = counting_templates((20.0, 1.0), (100.0, 4.0))
    >>> search = blind_search(
    ...     templates, blinded=np.array([True]), dataset="atlas-dm", signal="DM_200", experiment=1
    ... )
    >>> search, search.counts()
    (pseudo-data in 1 cells, 1 of them blinded, array([nan]))
    """
    model = fit_model(templates, background_sources(templates))
    if blinded.shape != (model.n_bins,):
        msg = f"blinded has shape {blinded.shape}, and there are {model.n_bins} cells."
        raise FiveSigmaError(msg)
    seed = experiment_seed(dataset, signal, experiment)
    return BlindSearch(model=model, blinded=blinded, seed=seed)


def background_sources(templates: Templates) -> tuple[Systematic, ...]:
    """How well the yield of each background is known, one source each (simulation.variations).

    >>> from fivesigma.inference.likelihood.templates import counting_templates
    >>> background_sources(counting_templates((20.0, 1.0), (100.0, 4.0)))
    ()
    """
    return tuple(
        normalisation(variation.title, [variation.process], variation.size)
        for variation in NORMALISATION_VARIATIONS
        if variation.process in templates.names
    )


def cell_templates(table: EventTable, cell: npt.NDArray[np.integer], n_cells: int) -> Templates:
    """Expected events of each process in each cell, and their simulation variance.

    `cell`: (n_events,), from 0; negative for an event in none. FiveSigmaError for another length.

    >>> from fivesigma.workflow import story
    >>> table = story.select(story.load("simulated-dm"))
    >>> in_tail = (table.features["met"] >= 150).astype(int)
    >>> cell_templates(table, in_tail, 2).background.sum.round(1).tolist()
    [207.5, 39.4]
    """
    return score_templates(
        cell.astype(np.float64) + 0.5,
        np.where(cell < 0, 0.0, table.weight),
        table.process,
        edges=np.arange(n_cells + 1, dtype=np.float64),
        names=table.processes,
        is_signal=[
            bool(table.label[table.process == code].any()) for code in range(len(table.processes))
        ],
    )
