"""The cut flows of all parts added up, process by process."""

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.workflow.building.record import CutCount, CutFlow, Origin, PartRecord


def cut_flows(records: Sequence[PartRecord]) -> tuple[CutFlow, ...]:
    """Rows and Σw ± √Σw² after each cut, for each process in the order in which they came.

    DataError where a file, or files of one name, are data in one part and simulation in another.
    """
    sums: dict[str, list[npt.NDArray[np.float64]]] = {}
    origins: dict[str, Origin] = {}
    of_file: dict[str, Origin] = {}
    for record in records:
        if of_file.setdefault(record.path, record.origin) != record.origin:
            msg = f"{record.path} mixes data and simulation. Give the files of both apart."
            raise DataError(msg)
        for name, rows in zip(record.processes, record.sums, strict=True):
            if origins.setdefault(name, record.origin) != record.origin:
                msg = f"{record.path} is {record.origin}, but process {name} is not; rename it."
                raise DataError(msg)
            sums.setdefault(name, []).append(np.array(rows))
    return tuple(
        CutFlow(
            process=name,
            origin=origins[name],
            cuts=_counts(records[0].cuts, np.array([math.fsum(x) for x in _cells(parts)])),
        )
        for name, parts in sums.items()
    )


def _cells(parts: list[npt.NDArray[np.float64]]) -> list[list[float]]:
    """The same number of every part, number by number."""
    cells: list[list[float]] = np.stack(parts).reshape(len(parts), -1).T.tolist()
    return cells


def _counts(cuts: tuple[str, ...], flat: npt.NDArray[np.float64]) -> tuple[CutCount, ...]:
    return tuple(
        CutCount(
            cut=cut,
            n_events=int(n_events),
            expected=Measured(value=float(total), uncertainty=math.sqrt(squares)),
        )
        for cut, (n_events, total, squares) in zip(cuts, flat.reshape(-1, 3), strict=True)
    )
