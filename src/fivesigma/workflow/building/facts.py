"""What a table that was built says about itself: columns, processes, where every number is from."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from fivesigma.core.errors import DataError
from fivesigma.core.measured import Measured
from fivesigma.core.version import __version__
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.history import CutFlowRow, Step
from fivesigma.data.json_record import to_json
from fivesigma.data.table_facts import Kind, TableColumn, TableFacts, TableProcess
from fivesigma.data.trees.schemas import Schema, schema_of
from fivesigma.data.trees.tree_file import TreeFile
from fivesigma.physics.analyses.record import Analysis
from fivesigma.workflow.building.record import CutFlow, Normalisation


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """A table without its rows."""

    processes: tuple[str, ...]
    facts: TableFacts
    provenance: dict[str, str]
    history: tuple[Step, ...]


def described(
    analysis: Analysis,
    files: Sequence[TreeFile],
    flows: Sequence[CutFlow],
    signals: Sequence[str],
    told: Normalisation,
) -> Described:
    """What is known of all rows together.

    DataError where a signal is named that is not there, and where several processes would be
    weighted with the cross-section, or the sum of weights, of one.
    """
    schema = schema_of(files[0].schema)
    names = tuple(flow.process for flow in flows)
    unknown = [name for name in signals if name not in names]
    if unknown:
        msg = f"no file holds the process {unknown[0]!r}; there are {', '.join(names)}."
        raise DataError(msg)
    simulated = [flow.process for flow in flows if flow.origin == "simulation"]
    _refuse_one_size_for_many(simulated, told)
    kinds = {flow.process: _kind(flow, signals) for flow in flows}
    luminosity = told.luminosity_ifb or schema.luminosity_ifb
    is_weighted = schema.normalisation != "none"
    return Described(
        processes=names,
        facts=TableFacts(
            title=f"{analysis.title}: {schema.title}",
            origin=_origin(schema, flows),
            licence=schema.licence,
            columns=_columns(analysis, is_weighted=is_weighted),
            processes=tuple(TableProcess(name=name, kind=kind) for name, kind in kinds.items()),
            description=schema.note,
            sqrt_s_tev=schema.sqrt_s_tev,
            luminosity_ifb=luminosity if is_weighted else None,
            default_signal=next((n for n, kind in kinds.items() if kind == "signal"), None),
        ),
        provenance={
            "fivesigma_version": __version__,
            "analysis": analysis.name,
            "analysis_version": str(analysis.version),
            "schema": schema.name,
            "note": schema.note,
            "luminosity_ifb": "" if luminosity is None else f"{luminosity:g}",
            "files": json.dumps({file.path: file.fingerprint for file in files}),
            "cut_flow": json.dumps(to_json(flows), ensure_ascii=False),
        },
        history=(_step(analysis, files, flows, kinds, told),),
    )


def _refuse_one_size_for_many(simulated: Sequence[str], told: Normalisation) -> None:
    for name, option in (
        ("cross_section_pb", "--cross-section"),
        ("sum_of_weights", "--sum-of-weights"),
    ):
        own = {sample.process for sample in told.samples if getattr(sample, name) is not None}
        sharing = [process for process in simulated if process not in own]
        if getattr(told, name) is not None and len(sharing) > 1:
            msg = (
                f"{option} is that of one sample, and the files hold {', '.join(sharing)}; give "
                f"each its own: {option} {sharing[0]}=NUMBER."
            )
            raise DataError(msg)


def _kind(flow: CutFlow, signals: Sequence[str]) -> Kind:
    if flow.origin == "data":
        return "measured"
    known = {p.name for d in load_catalogue().datasets for p in d.processes if p.kind == "signal"}
    return "signal" if flow.process in signals or flow.process in known else "background"


def _origin(schema: Schema, flows: Sequence[CutFlow]) -> str:
    """One word: whose rows these are, and whether any comes from a detector."""
    experiment = schema.name.partition("-")[0]
    origins = {flow.origin for flow in flows}
    if origins == {"simulation"}:
        return f"{experiment}-simulation"
    return f"{experiment}-data" if origins == {"data"} else f"{experiment}-data-and-simulated"


def _columns(analysis: Analysis, *, is_weighted: bool) -> tuple[TableColumn, ...]:
    meaning = (
        "Number of expected collisions that a simulated one stands for, at the luminosity of the "
        "table; negative for some events of next-to-leading-order generators; 1 for data."
        if is_weighted
        else "1: the files do not say how many collisions were to be expected."
    )
    return (
        TableColumn(name="weight", unit="1", role="weight", definition=meaning),
        *(
            TableColumn(
                name=variable.name,
                unit=variable.unit,
                role="feature",
                definition=variable.definition,
                low=variable.low,
                high=variable.high,
                integer=variable.integer,
            )
            for variable in analysis.variables
        ),
        TableColumn(
            name="run",
            unit="1",
            role="identifier",
            definition="Number of the run in which the collision was taken; 0 where it is unknown.",
            integer=True,
        ),
        TableColumn(
            name="event_number",
            unit="1",
            role="identifier",
            definition="Number of the collision in its run or sample; 0 where it is unknown.",
            integer=True,
        ),
    )


def _step(
    analysis: Analysis,
    files: Sequence[TreeFile],
    flows: Sequence[CutFlow],
    kinds: dict[str, Kind],
    told: Normalisation,
) -> Step:
    """The history's first entry; its cut flow adds up all signals, and all backgrounds."""
    cuts = tuple(
        CutFlowRow(
            cut=flows[0].cuts[i].cut,
            n_events=sum(flow.cuts[i].n_events for flow in flows),
            signal=_sum(
                [flow.cuts[i].expected for flow in flows if kinds[flow.process] == "signal"]
            ),
            background=_sum(
                [flow.cuts[i].expected for flow in flows if kinds[flow.process] == "background"]
            ),
        )
        for i in range(len(flows[0].cuts))
    )
    return Step(
        command="data build",
        version=__version__,
        catalogue_sha256="",
        seed=None,
        settings={
            "analysis": analysis.name,
            "files": tuple(file.path for file in files),
            "luminosity_ifb": told.luminosity_ifb,
            "cross_section_pb": told.cross_section_pb,
            "sum_of_weights": told.sum_of_weights,
            "cross_sections_of": _written(told, "cross_section_pb"),
            "sums_of_weights_of": _written(told, "sum_of_weights"),
        },
        cut_flow=cuts,
    )


def _written(told: Normalisation, name: str) -> tuple[str, ...]:
    """What was said of single processes, as one writes it."""
    values = {sample.process: getattr(sample, name) for sample in told.samples}
    return tuple(f"{process}={value:g}" for process, value in values.items() if value is not None)


def _sum(parts: Sequence[Measured]) -> Measured:
    """Values added, uncertainties in quadrature."""
    value = sum(part.value for part in parts)
    variance = sum(part.uncertainty**2 for part in parts)
    return Measured(value=value, uncertainty=variance**0.5)
