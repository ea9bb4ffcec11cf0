"""Which leptons the four of a collision were: the table of the four-lepton analysis forgets it."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.data.table import EventTable
from fivesigma.data.trees.tree_file import inspect_file, read_chunks
from fivesigma.physics.analyses.dimuon import LOOSE_2020, MOMENTUM
from fivesigma.physics.analyses.four_lepton import leptons_2020
from fivesigma.physics.analyses.objects import ELECTRON
from fivesigma.physics.kinematics import FloatArray, IntArray
from fivesigma.physics.particles import sum_per_event
from fivesigma.workflow.building.part import collisions_of

CHANNELS: Final = {4: "4e", 2: "2e2mu", 0: "4mu"}
"""Name of the channel by its number of electrons."""
_NEEDS: Final = ("event.run", "event.number", *MOMENTUM, *LOOSE_2020)


def channels_of(table: EventTable, paths: Sequence[str]) -> npt.NDArray[np.str_]:
    """The channel of each row, "4e", "2e2mu" or "4mu", `(n_events,)`.

    `table`: what the four-lepton analysis made of `paths`, files of the 2020 release of ATLAS; a
    row is found in them by its run and event number. DataError where one is in none of the files,
    and on what `fivesigma.data.trees.tree_file.inspect_file` refuses.

    >>> from fivesigma.data.table import embedded_table
    >>> channels_of(embedded_table(), [])
    Traceback (most recent call last):
    fivesigma.core.errors.DataError: the table tells no run and no event number; give one that was\
 built from ROOT files.
    """
    if not {"run", "event_number"} <= table.others.keys():
        msg = "the table tells no run and no event number; give one that was built from ROOT files."
        raise DataError(msg)
    found: dict[tuple[int, int], int] = {}
    for path in paths:
        run, event_number, n_electrons = _electrons_in(path)
        names = zip(run.tolist(), event_number.tolist(), strict=True)
        found.update(zip(names, n_electrons.astype(int).tolist(), strict=True))
    rows = zip(table.others["run"].tolist(), table.others["event_number"].tolist(), strict=True)
    channels = [CHANNELS.get(found.get(name, -1)) for name in rows]
    if None in channels:
        msg = (
            f"{channels.count(None)} of {table.n_events} rows are no four leptons of "
            f"{', '.join(paths)}; give the files that the table was built from."
        )
        raise DataError(msg)
    return np.array(channels, dtype=np.str_)


def _electrons_in(path: str) -> tuple[IntArray, IntArray, FloatArray]:
    """Run, event number and number of electrons that count, of every collision of a file."""
    file = inspect_file(path, {"atlas-2020": _NEEDS})
    columns: list[tuple[IntArray, IntArray, FloatArray]] = []
    for raw in read_chunks(file, _NEEDS, file.chunks):
        collisions = collisions_of(file, raw)
        leptons = leptons_2020(collisions)
        is_electron = (leptons["flavour"] == ELECTRON).astype(np.float64)
        event = collisions.event
        columns.append((event["run"], event["number"], sum_per_event(is_electron, leptons)))
    run, event_number, n_electrons = (np.concatenate(parts) for parts in zip(*columns, strict=True))
    return run, event_number, n_electrons
