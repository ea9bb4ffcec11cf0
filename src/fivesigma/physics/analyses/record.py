"""What an analysis is: which collisions it keeps, what it computes, what it must read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray
from fivesigma.physics.particles import Column, Particles


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """One column that an analysis makes: `low`, `high` are possible values, in `unit`."""

    name: str
    unit: str
    low: float
    high: float
    definition: str
    integer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collisions:
    """Collisions as they were read, in house units, before any selection.

    `event`: columns `(n_events,)`. `particles`: each kind of particle by its name.
    """

    n_events: int
    event: Mapping[str, Column]
    particles: Mapping[str, Particles]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Which collisions were kept: `cuts` names each cut, with the indices that pass it so far.

    `variables`: columns `(n_kept,)` of the collisions that the last cut keeps.
    """

    cuts: tuple[tuple[str, IntArray], ...]
    variables: Mapping[str, FloatArray]

    @property
    def kept(self) -> IntArray:
        """Indices of the collisions that pass every cut, `(n_kept,)`, in rising order."""
        return self.cuts[-1][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """How an analysis uses one kind of file.

    `schema`: the kind of file. `needs`: what is read of it, such as "lepton.pt" or "event.met".
    `scale_factors`: corrections of the simulation that enter the weight. `select`: the selection.
    """

    schema: str
    needs: tuple[str, ...]
    scale_factors: tuple[str, ...]
    select: Callable[[Collisions], Selection]


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """A selection and the variables it computes. `version` rises whenever a number changes.

    `filesets`: sets of files of the catalogue that are made for it, so that their name will do too.
    """

    name: str
    title: str
    version: int
    variables: tuple[Variable, ...]
    readers: tuple[Reader, ...]
    filesets: tuple[str, ...] = ()


def next_cut(
    cuts: tuple[tuple[str, IntArray], ...], name: str, is_kept: BoolArray
) -> tuple[tuple[str, IntArray], ...]:
    """The cuts so far and one more; `is_kept` is about the collisions that the last one keeps.

    >>> cuts = next_cut(all_collisions(3), "even", np.array([True, False, True]))
    >>> [(name, kept.tolist()) for name, kept in cuts]
    [('all collisions', [0, 1, 2]), ('even', [0, 2])]
    """
    return (*cuts, (name, cuts[-1][1][is_kept]))


def all_collisions(n_events: int) -> tuple[tuple[str, IntArray], ...]:
    """The first line of a cut flow: every collision that was read.

    >>> all_collisions(2)[0][1].tolist()
    [0, 1]
    """
    return (("all collisions", np.arange(n_events)),)
