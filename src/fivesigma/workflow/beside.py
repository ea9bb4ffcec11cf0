"""Measured collisions beside a simulation that came without them, in one table."""

from dataclasses import replace

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable, facts_of
from fivesigma.data.table_facts import LABELS, TableProcess
from fivesigma.workflow.events import with_rows


def data_beside(simulation: EventTable, measured: EventTable) -> EventTable:
    """The simulation and the measured rows of another table; the other's simulated rows stay out.

    The simulation's weights are scaled to the luminosity of the measurement: a measured collision
    counts 1. FiveSigmaError where the other table holds no measured row, or has other features,
    other units or another centre-of-mass energy, and where a luminosity is not known.

    >>> from fivesigma.data.table import embedded_table
    >>> data_beside(embedded_table(), embedded_table())
    Traceback (most recent call last):
    fivesigma.core.errors.FiveSigmaError: 'simulated-dm' holds no measured event.
    """
    is_measured = measured.label == LABELS["measured"]
    if not is_measured.any():
        msg = f"{measured.dataset!r} holds no measured event."
        raise FiveSigmaError(msg)
    rows = with_rows(measured, is_measured)
    _refuse_different(simulation, rows)
    known, of_data = facts_of(simulation), facts_of(rows)
    if known.luminosity_ifb is None or of_data.luminosity_ifb is None:
        msg = "the luminosity of the simulation or the data is not known; build with --luminosity."
        raise FiveSigmaError(msg)
    factor = of_data.luminosity_ifb / known.luminosity_ifb
    names = tuple(rows.processes[code] for code in np.unique(rows.process))
    shift = np.zeros(len(rows.processes), np.uint8)
    shift[np.unique(rows.process)] = len(simulation.processes) + np.arange(len(names))
    # Identifiers and leaks stay behind: the two have not the same.
    columns = tuple(c for c in known.columns if c.role not in {"identifier", "leak"})
    experiment = of_data.origin.partition("-")[0]
    facts = replace(
        known,
        origin=f"{experiment}-data-and-simulated",
        columns=tuple(replace(c, source="") for c in columns),
        processes=(*known.processes, *(TableProcess(name=n, kind="measured") for n in names)),
        luminosity_ifb=of_data.luminosity_ifb,
    )
    scale = {"luminosity_ifb": f"{of_data.luminosity_ifb:g}", "weights_scaled_by": f"{factor:g}"}
    return EventTable(
        dataset=f"{simulation.dataset}-with-data",
        processes=(*simulation.processes, *names),
        process=np.concatenate([simulation.process, shift[rows.process]]),
        label=np.concatenate([simulation.label, rows.label]),
        weight=np.concatenate([simulation.weight * factor, rows.weight]),
        fold=np.concatenate([simulation.fold, rows.fold]),
        features={
            name: np.concatenate([values, rows.features[name]])
            for name, values in simulation.features.items()
        },
        truth_id=None,
        provenance={**simulation.provenance, **scale},
        history=simulation.history,
        facts=facts,
    )


def _refuse_different(simulation: EventTable, measured: EventTable) -> None:
    """FiveSigmaError where the two do not describe collisions of one kind by the same columns."""
    one, other = facts_of(simulation), facts_of(measured)
    for name in simulation.features:
        mine, theirs = one.column(name), other.column(name)
        if name not in measured.features or mine is None or theirs is None:
            msg = (
                f"{measured.dataset!r} has no feature {name!r} as {simulation.dataset!r} has; "
                "build it with the analysis 'dilepton-met'."
            )
            raise FiveSigmaError(msg)
        if mine.unit != theirs.unit:
            msg = (
                f"{name} is in {theirs.unit!r} in the data and in {mine.unit!r} in the simulation."
            )
            raise FiveSigmaError(msg)
    if one.sqrt_s_tev != other.sqrt_s_tev:
        msg = (
            f"the data were taken at {other.sqrt_s_tev} TeV and the simulation is for "
            f"{one.sqrt_s_tev} TeV: they cannot stand beside each other."
        )
        raise FiveSigmaError(msg)
