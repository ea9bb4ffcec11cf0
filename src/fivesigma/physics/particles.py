"""Particles of many collisions at once: flat columns, and how many belong to each collision.

A list of lists costs a Python object a collision; two flat arrays cost nothing and need no library.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray

Column: TypeAlias = npt.NDArray[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Particles:
    """One kind of particle: `counts` `(n_events,)` of them, each column `(counts.sum(),)` flat.

    FiveSigmaError where a column has another length than the counts add up to.
    """

    counts: IntArray
    columns: Mapping[str, Column]

    def __post_init__(self) -> None:
        n_particles = int(self.counts.sum())
        for name, values in self.columns.items():
            if values.shape != (n_particles,):
                msg = f"column {name} has shape {values.shape}, the counts say ({n_particles},)."
                raise FiveSigmaError(msg)

    def __getitem__(self, name: str) -> Column:
        """The flat column of this name."""
        return self.columns[name]

    @property
    def event(self) -> IntArray:
        """Which collision each particle belongs to, `(n_particles,)`, from 0."""
        return np.repeat(np.arange(len(self.counts)), self.counts)


def kept_particles(particles: Particles, is_kept: BoolArray) -> Particles:
    """The particles of which `is_kept` `(n_particles,)` is true, in their collisions.

    >>> two = Particles(counts=np.array([2, 1]), columns={"pt": np.array([50.0, 3.0, 9.0])})
    >>> kept_particles(two, two["pt"] > 5).counts.tolist()
    [1, 1]
    """
    kept = np.flatnonzero(is_kept)
    kept_before = np.concatenate([[0], np.cumsum(is_kept)])
    end = np.cumsum(particles.counts)
    return Particles(
        counts=kept_before[end] - kept_before[end - particles.counts],
        columns={name: values[kept] for name, values in particles.columns.items()},
    )


def of_events(particles: Particles, kept: IntArray) -> Particles:
    """The particles of the collisions `kept`, which are indices in rising order.

    >>> two = Particles(counts=np.array([2, 1]), columns={"pt": np.array([50.0, 3.0, 9.0])})
    >>> of_events(two, np.array([1]))["pt"].tolist()
    [9.0]
    """
    is_event_kept = np.zeros(len(particles.counts), dtype=np.bool_)
    is_event_kept[kept] = True
    places = np.flatnonzero(np.repeat(is_event_kept, particles.counts))
    columns = {name: values[places] for name, values in particles.columns.items()}
    return Particles(counts=particles.counts[kept], columns=columns)


def hardest(particles: Particles, n_particles: int) -> dict[str, Column]:
    """The `n_particles` of largest `pt` of each collision, hardest first, `(n_events, ...)`.

    Equal momenta keep the order of the file. FiveSigmaError where a collision has fewer.

    >>> one = Particles(counts=np.array([3]), columns={"pt": np.array([9.0, 50.0, 30.0])})
    >>> hardest(one, 2)["pt"].tolist()
    [[50.0, 30.0]]
    """
    if len(particles.counts) and int(particles.counts.min()) < n_particles:
        msg = f"a collision has fewer than {n_particles} particles; select those that have them."
        raise FiveSigmaError(msg)
    first = np.cumsum(particles.counts) - particles.counts
    width = int(particles.counts.max(initial=n_particles))
    # A row a collision, filled up with infinities: many short sorts are quicker than a long one.
    is_there = np.arange(width) < particles.counts[:, None]
    softness = np.full(is_there.shape, np.inf)
    softness[is_there] = -particles["pt"]
    places = first[:, None] + softness.argsort(axis=1, kind="stable")[:, :n_particles]
    return {name: values[places] for name, values in particles.columns.items()}


def sum_per_event(values: FloatArray, particles: Particles) -> FloatArray:
    """The sum over the particles of each collision, `(n_events,)`; 0 where it has none.

    >>> two = Particles(counts=np.array([2, 0]), columns={"pt": np.array([50.0, 3.0])})
    >>> sum_per_event(two["pt"], two).tolist()
    [53.0, 0.0]
    """
    sums: FloatArray = np.bincount(
        particles.event, weights=values, minlength=len(particles.counts)
    ).astype(np.float64)
    return sums


def together(first: Particles, second: Particles) -> Particles:
    """Both kinds in one, collision by collision; they need the same columns.

    >>> one = Particles(counts=np.array([1, 0]), columns={"pt": np.array([50.0])})
    >>> other = Particles(counts=np.array([1, 1]), columns={"pt": np.array([3.0, 9.0])})
    >>> together(one, other).counts.tolist(), together(one, other)["pt"].tolist()
    ([2, 1], [50.0, 3.0, 9.0])
    """
    order = np.argsort(np.concatenate([first.event, second.event]), kind="stable")
    columns = {
        name: np.concatenate([values, second[name]])[order]
        for name, values in first.columns.items()
    }
    return Particles(counts=first.counts + second.counts, columns=columns)
