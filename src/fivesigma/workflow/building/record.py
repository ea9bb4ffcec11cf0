"""What building a table takes and gives: plain records that travel between processes."""

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy.typing as npt

from fivesigma.core.measured import Measured
from fivesigma.data.trees.tree_file import TreeFile

Origin = Literal["data", "simulation"]
DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file that was asked for; `process`: what its simulated collisions are called, or None."""

    path: str
    process: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSize:
    """What the reader says of one process alone; units as in Normalisation."""

    process: str
    cross_section_pb: float | None = None
    sum_of_weights: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalisation:
    """What the reader says about the size of simulated samples; None where the files say it.

    `luminosity_ifb` (fb⁻¹), `cross_section_pb` (pb), `sum_of_weights` over all that was generated;
    `samples`: what is said of single processes, which goes before the rest.
    """

    luminosity_ifb: float | None = None
    cross_section_pb: float | None = None
    sum_of_weights: float | None = None
    samples: tuple[SampleSize, ...] = ()

    def of(self, process: str | None) -> "Normalisation":
        """What holds for the files of one process."""
        own = next((s for s in self.samples if s.process == process), None)
        if own is None:
            return replace(self, samples=())
        return Normalisation(
            luminosity_ifb=self.luminosity_ifb,
            cross_section_pb=own.cross_section_pb or self.cross_section_pb,
            sum_of_weights=own.sum_of_weights or self.sum_of_weights,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One piece of work: some chunks of one file, for one analysis."""

    analysis: str
    analysis_version: int
    file: TreeFile
    process: str | None
    chunks: tuple[tuple[int, int], ...]
    normalisation: Normalisation


@dataclass(frozen=True, slots=True, kw_only=True)
class CutCount:
    """What a cut and all before it leave of one process: rows, and Σw ± √Σw²."""

    cut: str
    n_events: int
    expected: Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFlow:
    """The cuts of one process, from all collisions that were read to the last one."""

    process: str
    origin: Origin
    cuts: tuple[CutCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a task gives: the columns `(n_kept,)` of the collisions it keeps, and their cut flow.

    `processes`: names in the order of the codes in the column "process". `sums`: for each process
    and each cut of `cuts`, rows, Σw and Σw². `notes`: what a reader should know about the file.
    """

    version: str
    origin: Origin
    processes: tuple[str, ...]
    cuts: tuple[str, ...]
    sums: tuple[tuple[tuple[float, float, float], ...], ...]
    notes: tuple[str, ...]
    columns: dict[str, npt.NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRecord:
    """What is kept of a part beside its columns."""

    path: str
    origin: Origin
    processes: tuple[str, ...]
    cuts: tuple[str, ...]
    sums: tuple[tuple[tuple[float, float, float], ...], ...]
    notes: tuple[str, ...]
    n_kept: int
