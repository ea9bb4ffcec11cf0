"""Which collisions are data, what the others are called, and what each is worth."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import DataError
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.releases.samples import atlas_2020_samples
from fivesigma.data.trees.schemas import Schema, schema_of
from fivesigma.data.trees.tree_file import TreeFile
from fivesigma.physics.analyses.record import Reader
from fivesigma.physics.kinematics import BoolArray, FloatArray
from fivesigma.physics.weights import simulated_weight
from fivesigma.workflow.building.record import DATA, Normalisation, Origin, Task

Columns = Mapping[str, npt.NDArray[Any]]
_SAMPLE: Final = (
    "event.cross_section_pb",
    "event.filter_efficiency",
    "event.k_factor",
    "event.sum_of_weights",
)
TOLERANCE: Final = 0.01
"""How far, relatively, cross-section and sum of weights may be from those of the release."""
CMS_SIMULATED_RUN: Final = 1
"""CMS gives every simulated collision this run number; no measured run has it."""


def weight_needs(schema: Schema, reader: Reader, there: Sequence[str]) -> tuple[str, ...]:
    """House names that the weight, the origin and the identity of a collision are made from."""
    names: tuple[str, ...] = schema.identity
    if schema.normalisation == "sample":
        factors = tuple(f"event.sf_{name}" for name in reader.scale_factors)
        names = (*names, "event.generator_weight", *_SAMPLE, *factors)
    elif schema.normalisation == "generator":
        names = (*names, "event.generator_weight")
    elif schema.normalisation == "stored":
        names = (*names, "event.stored_weight")
    return tuple(dict.fromkeys(name for name in names if name in there))


def origin_of(file: TreeFile, event: Columns) -> Origin:
    """Whether the collisions are data or simulation; DataError where some are one, some the other.

    `event`: columns `(n_events,)` by house name. Data have no generator weight, or 0 in its place;
    in the CMS skims they have a weight of 1; of LHCb the name of the tree says it. Reduced NanoAOD
    has no generator weight at all: there the number of the run says it.
    """
    schema = schema_of(file.schema)
    if schema.simulated_trees:
        return "simulation" if file.tree in schema.simulated_trees else "data"
    if schema.normalisation == "stored":
        is_measured = event["event.stored_weight"] == 1.0
    elif schema.normalisation == "generator":
        if "event.generator_weight" in event:
            return "simulation"
        if "event.run" not in event:
            return "data"
        is_measured = event["event.run"] != CMS_SIMULATED_RUN
    elif "event.generator_weight" not in event:
        return "data"
    else:
        is_measured = _is_measured(event)
    if is_measured.all():
        return "data"
    if is_measured.any():
        n_measured = int(np.count_nonzero(is_measured))
        msg = (
            f"{file.path} mixes data and simulation: {n_measured:,} of {len(is_measured):,} "
            "collisions are data. Give the files of both apart, as they were published."
        )
        raise DataError(msg)
    return "simulation"


def _is_measured(event: Columns) -> BoolArray:
    """Collisions without generator weight, unless their sample has others that have one."""
    is_measured: BoolArray = event["event.generator_weight"] == 0
    if is_measured.any() and not is_measured.all() and "event.sample" in event:
        simulated = np.unique(event["event.sample"][~is_measured])
        is_measured &= ~np.isin(event["event.sample"], simulated)
    return is_measured


def process_names(
    file: TreeFile, event: Columns, origin: Origin, *, given: str | None, n_events: int
) -> tuple[npt.NDArray[np.int64], tuple[str, ...]]:
    """Code of each collision's process, `(n_events,)`, and the names of the codes.

    The name that was given, else what the catalogue or the release calls the sample, else the
    file's own name; data are "data".
    """
    if origin == DATA:
        return np.zeros(n_events, dtype=np.int64), (DATA,)
    if given is not None or "event.sample" not in event:
        name = given or file.path.rpartition("/")[2].removesuffix(".root")
        return np.zeros(n_events, dtype=np.int64), (name,)
    samples, codes = np.unique(event["event.sample"], return_inverse=True)
    return codes.astype(np.int64), tuple(_sample_name(int(sample)) for sample in samples)


def _sample_name(dsid: int) -> str:
    for process in load_catalogue().dataset("atlas-dm").processes:
        if process.dsid == dsid:
            return process.name
    known = atlas_2020_samples().get(dsid)
    return known.name if known is not None else f"dsid_{dsid}"


def weights_of(
    task: Task, event: Columns, reader: Reader, *, origin: Origin, n_events: int
) -> FloatArray:
    """Weight of each collision, `(n_events,)`: 1 for data, expected ones for simulation.

    DataError, naming the file, where a fact is missing or a weight is no finite number.
    """
    file, told = task.file, task.normalisation
    schema = schema_of(file.schema)
    if origin == DATA or schema.normalisation == "none":
        return np.ones(n_events)
    if schema.normalisation == "stored":
        return event["event.stored_weight"].astype(np.float64)
    luminosity = told.luminosity_ifb or schema.luminosity_ifb
    if luminosity is None:
        msg = f"{file.path} is simulation of no known luminosity; name it with --luminosity."
        raise DataError(msg)
    cross_section, total = _size_of_sample(file, event, told)
    _refuse_missing_factor(file, event, reader)
    weight = simulated_weight(
        # Reduced NanoAOD has no generator weight: its samples are of weight 1 throughout.
        event.get("event.generator_weight", np.ones(n_events)),
        [event[f"event.sf_{name}"] for name in reader.scale_factors],
        cross_section_pb=cross_section,
        luminosity_ifb=luminosity,
        sum_of_weights=total,
    )
    if not np.isfinite(weight).all():
        msg = f"{file.path}: a weight is no finite number; the file is damaged, fetch it again."
        raise DataError(msg)
    return weight


def _refuse_missing_factor(file: TreeFile, event: Columns, reader: Reader) -> None:
    """DataError where a branch is missing that is a factor of the weight: it would be wrong."""
    branches = schema_of(file.schema).branches
    scale_factors = (f"event.sf_{name}" for name in reader.scale_factors)
    for name in ("event.filter_efficiency", "event.k_factor", *scale_factors):
        if name in branches and name not in event:
            msg = (
                f"{file.path} is simulation and has no branch {branches[name].source!r}, which is "
                "a factor of its weights; fetch the file again."
            )
            raise DataError(msg)


def _size_of_sample(
    file: TreeFile, event: Columns, told: Normalisation
) -> tuple[npt.ArrayLike, npt.ArrayLike]:
    """Cross-section (pb) and sum of weights: as told, else as the file has them."""
    cross_section: Any = told.cross_section_pb
    if cross_section is None and "event.cross_section_pb" in event:
        cross_section = np.asarray(event["event.cross_section_pb"], dtype=np.float64)
        for name in ("event.filter_efficiency", "event.k_factor"):
            cross_section = cross_section * event.get(name, 1.0)
    total: Any = told.sum_of_weights
    if total is None and "event.sum_of_weights" in event:
        total = np.asarray(event["event.sum_of_weights"], dtype=np.float64)
    for value, what, option in (
        (cross_section, "cross-section", "--cross-section (pb)"),
        (total, "sum of weights", "--sum-of-weights"),
    ):
        if value is None or not np.all(np.asarray(value) > 0):
            msg = (
                f"{file.path} is simulation and does not say its {what}; name it with {option}. "
                "A weight cannot be had without it."
            )
            raise DataError(msg)
    return cross_section, total


def notes_on(file: TreeFile, event: Columns, origin: Origin) -> tuple[str, ...]:
    """Where cross-section or sum of weights are not those of the release: one line each."""
    if origin == DATA or file.schema != "atlas-2020" or "event.sample" not in event:
        return ()
    known = atlas_2020_samples().get(int(event["event.sample"][0]))
    notes = []
    for name, value in (
        ("XSection", known.cross_section_pb if known else None),
        ("SumWeights", known.sum_of_weights if known else None),
    ):
        house = "event.cross_section_pb" if name == "XSection" else "event.sum_of_weights"
        found = float(event[house][0])
        if value is not None and abs(found - value) > TOLERANCE * abs(value):
            notes.append(
                f"{file.path}: {name} is {found:g}, ATLAS normalises this sample with {value:g}; "
                "the file's own was used."
            )
    return tuple(notes)
