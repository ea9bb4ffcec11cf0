"""What systematic variations do to the yields: changed detectors observe the same collisions."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.known_answer import ALL_BACKGROUNDS
from fivesigma.data.table import EMBEDDED_DATASET
from fivesigma.physics.kinematics import BoolArray, FloatArray
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.variations import (
    NORMALISATION_VARIATIONS,
    DetectorVariation,
    NormalisationVariation,
)
from fivesigma.workflow.truth_record import TruthRecord, expected_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """Relative change of an expected yield when something is one standard deviation up, or down.

    `process`: its name, or "background" for the sum of all. The uncertainty is that of the
    simulation; most of it cancels, because both detectors observe the same collisions.
    """

    variation: str
    process: str
    up: Measured
    down: Measured

    @property
    def size(self) -> Measured:
        """Half the distance of up and down."""
        spread = 0.5 * math.hypot(self.up.uncertainty, self.down.uncertainty)
        return Measured(value=0.5 * abs(self.up.value - self.down.value), uncertainty=spread)


def detector_shifts(
    record: TruthRecord, variations: Sequence[DetectorVariation], *, cuts: Sequence[str] = ()
) -> tuple[Shift, ...]:
    """Shifts of each process and of all backgrounds by each variation of the whole detector.

    `cuts`: of the region whose yields are meant, as `select` takes them; by default the
    preselection. FiveSigmaError on text that is no cut, and where a process leaves the region.

    >>> from fivesigma.simulation.variations import detector_variations
    >>> from fivesigma.workflow.truth_record import embedded_truth
    >>> shifts = detector_shifts(embedded_truth(), detector_variations()[:1])
    >>> shifts[-1].variation, shifts[-1].process, shifts[-1].size.value < 0.05
    ('jet_energy_scale', 'background', True)
    """
    nominal = expected_rows(record, DetectorSettings(), cuts=cuts)
    groups = _groups(record)
    shifts = []
    for variation in variations:
        up, down = (expected_rows(record, s, cuts=cuts) for s in (variation.up, variation.down))
        shifts += [
            Shift(
                variation=variation.name,
                process=name,
                up=relative_change(nominal[rows], up[rows]),
                down=relative_change(nominal[rows], down[rows]),
            )
            for name, rows in groups.items()
        ]
    return tuple(shifts)


def normalisation_shifts(
    record: TruthRecord,
    variations: Sequence[NormalisationVariation] = NORMALISATION_VARIATIONS,
) -> tuple[Shift, ...]:
    """Shifts of the sum of all backgrounds where the yield of one of them is uncertain.

    >>> from fivesigma.workflow.truth_record import embedded_truth
    >>> shift = normalisation_shifts(embedded_truth())[2]
    >>> shift.variation, round(shift.up.value, 2)  # half of Z+jets, a fifth of the background
    ('z_jets_yield', 0.1)
    """
    nominal = expected_rows(record, DetectorSettings())
    background = _groups(record)[ALL_BACKGROUNDS]
    shifts = []
    for variation in variations:
        code = record.processes.index(variation.process)
        changed = np.where(record.process == code, variation.size * nominal, 0.0)
        up, down = (
            relative_change(nominal[background], (nominal + sign * changed)[background])
            for sign in (1, -1)
        )
        shifts.append(Shift(variation=variation.name, process=ALL_BACKGROUNDS, up=up, down=down))
    return tuple(shifts)


def total_shift(shifts: Sequence[Shift], process: str = ALL_BACKGROUNDS) -> Measured:
    """The shifts of one process by independent variations, added in quadrature.

    >>> one_percent = Measured(value=0.01, uncertainty=0.001)
    >>> down = Measured(value=-0.01, uncertainty=0.001)
    >>> shift = Shift(variation="a", process="background", up=one_percent, down=down)
    >>> print(total_shift([shift, shift]).rounded(4))
    0.0141 ± 0.0007
    """
    sizes = [shift.size for shift in shifts if shift.process == process]
    total = math.sqrt(sum(size.value**2 for size in sizes))
    spread = math.sqrt(sum((size.value * size.uncertainty) ** 2 for size in sizes))
    return Measured(value=total, uncertainty=spread / total if total > 0 else 0.0)


def relative_change(before: FloatArray, after: FloatArray) -> Measured:
    """Change of a sum of weights, relative to `before`; rows `(n_rows,)` are the same collisions.

    FiveSigmaError where nothing is expected before.

    >>> print(relative_change(np.array([1.0, 1.0, 1.0, 1.0]), np.array([1.0, 1.0, 1.0, 0.0])))
    -0.25 ± 0.22
    """
    total = float(before.sum())
    if not total > 0:
        msg = f"no change relative to {total:g} expected events. Loosen the cuts."
        raise FiveSigmaError(msg)
    change = float(after.sum()) / total - 1
    # Delta method: each collision's part in the ratio of the two sums.
    parts = after - (1 + change) * before
    return Measured(value=change, uncertainty=float(np.sqrt((parts**2).sum())) / total)


def _groups(record: TruthRecord) -> dict[str, BoolArray]:
    """Rows of each process, and of all backgrounds."""
    groups: dict[str, BoolArray] = {
        name: record.process == code for code, name in enumerate(record.processes)
    }
    processes = load_catalogue().dataset(EMBEDDED_DATASET).processes
    background = [record.processes.index(p.name) for p in processes if p.kind == "background"]
    return groups | {ALL_BACKGROUNDS: np.isin(record.process, background)}
