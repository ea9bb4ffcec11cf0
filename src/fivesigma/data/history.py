"""How a file came to be: one `Step` for each command, kept in every file from then on."""

from dataclasses import dataclass
from typing import TypeAlias

from fivesigma.core.measured import Measured

Setting: TypeAlias = str | int | float | bool | tuple[str, ...] | None
"""What a step was told: plain values, so that any program can read them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutFlowRow:
    """What a cut leaves: rows, and expected events with the error of the simulation's statistics.

    >>> one = Measured(value=50.4, uncertainty=2.8)
    >>> print(CutFlowRow(cut="met > 100", n_events=381, signal=one, background=one))
    met > 100: 381 rows, signal 50.40 ± 2.80, background 50.40 ± 2.80
    """

    cut: str
    n_events: int
    signal: Measured
    background: Measured

    def __str__(self) -> str:
        """One line of a cut flow."""
        yields = f"signal {self.signal}, background {self.background}"
        return f"{self.cut}: {self.n_events:,} rows, {yields}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step that made a file: what was done, by which version, from which facts, how it was set.

    `command` is the step's name as on the command line. `seed` is None where chance had no part.
    `cut_flow` is empty except for `select`: the first row is before any cut.

    >>> Step(command="train", version="1", catalogue_sha256="", seed=1, settings={}).cut_flow
    ()
    """

    command: str
    version: str
    catalogue_sha256: str
    seed: int | None
    settings: dict[str, Setting]
    cut_flow: tuple[CutFlowRow, ...] = ()
