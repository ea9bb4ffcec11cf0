"""Steps 4 and 5 on a table: which events are kept, and which of their columns a model may see."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.core.version import __version__
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.history import CutFlowRow, Step
from fivesigma.data.table import EventTable, facts_of
from fivesigma.data.table_facts import LABELS
from fivesigma.inference.yields import yield_of
from fivesigma.physics.selection import Cut, is_kept

BoolArray = npt.NDArray[np.bool_]

OPPOSITE_SIGN = "sum_lep_charge == 0"
"""The cut of a search with two leptons: one is the other's antiparticle, as from a Z boson."""

_OWN_COLUMNS = {
    "process": "label",
    "label": "label",
    "weight": "weight",
    "fold": "identifier",
    "truth_id": "identifier",
}
"""What every table has beside its features, and the role of it."""


def feature_matrix(table: EventTable) -> npt.NDArray[np.float64]:
    """The features as the columns of X, (n_events, n_features), in the table's order.

    >>> from fivesigma.data.table import embedded_table
    >>> feature_matrix(embedded_table()).shape
    (17506, 10)
    """
    return np.column_stack(list(table.features.values())).astype(np.float64)


def collisions(table: EventTable) -> npt.NDArray[np.int64] | None:
    """Which rows show the same simulated collision, (n_events,); None where each shows its own.

    `truth_id` counts within a process, so that the process belongs to the collision's name.

    >>> from fivesigma.data.table import embedded_table
    >>> collisions(embedded_table()) is None
    True
    """
    if table.truth_id is None:
        return None
    named = np.column_stack([table.process.astype(np.int64), table.truth_id])
    names, group = np.unique(named, axis=0, return_inverse=True)
    return None if len(names) == table.n_events else group.ravel().astype(np.int64)


def default_cuts(table: EventTable) -> tuple[str, ...]:
    """Opposite-sign pairs, where the table knows the leptons' charges; else no cut.

    >>> from fivesigma.data.table import embedded_table
    >>> default_cuts(embedded_table())
    ('sum_lep_charge == 0',)
    """
    return (OPPOSITE_SIGN,) if "sum_lep_charge" in table.features else ()


def refuse_unlearnable(table: EventTable) -> None:
    """FiveSigmaError where a table holds no simulated signal, or no simulated background.

    >>> from fivesigma.data.table import embedded_table
    >>> refuse_unlearnable(embedded_table())
    """
    missing = [word for word in ("signal", "background") if LABELS[word] not in table.label]
    if not missing:
        return
    if (table.label == LABELS["measured"]).all():
        what = "holds measured events only, and nobody knows which of them are signal"
    else:
        what = f"holds no {' and no '.join(missing)} event"
    msg = (
        f"the table {table.dataset!r} {what}. To learn, give a table with simulated signal and "
        "background; this one can be exported and described."
    )
    raise FiveSigmaError(msg)


def default_signal(table: EventTable) -> str:
    """The signal to hunt where nobody chose: the dataset's own choice, or the table's first.

    FiveSigmaError where the table has none.

    >>> from fivesigma.data.table import embedded_table
    >>> default_signal(embedded_table())
    'DM_200'
    """
    chosen = facts_of(table).default_signal
    if chosen is not None:
        return chosen
    refuse_unlearnable(table)
    return table.processes[int(table.process[np.argmax(table.label == 1)])]


def with_signal(table: EventTable, signal: str) -> EventTable:
    """The events of one signal and of all backgrounds; FiveSigmaError names the signals there are.

    The other signals and measured events leave the table, and the codes close the gap.

    >>> from fivesigma.data.table import embedded_table
    >>> with_signal(embedded_table(), "DM_300").processes
    ('DM_300', 'ZZ', 'WZ', 'Z+jets', 'Non-resonant_ll')
    """
    codes = {name: code for code, name in enumerate(table.processes)}
    signals = [name for name, code in codes.items() if table.label[table.process == code].any()]
    measured = {known.name for known in facts_of(table).processes if known.kind == "measured"}
    if signal not in signals:
        kind = "measured" if signal in measured else "a background"
        what = kind if signal in codes else "no process of this table"
        msg = f"{signal!r} is {what}; choose one of its signals: {', '.join(signals)}."
        raise FiveSigmaError(msg)
    left_out = {*signals, *measured} - {signal}
    kept = [name for name in table.processes if name not in left_out]
    new_code = np.zeros(len(codes), dtype=np.uint8)
    new_code[[codes[name] for name in kept]] = np.arange(len(kept))
    taken = with_rows(table, np.isin(table.process, [codes[name] for name in kept]))
    return replace(taken, processes=tuple(kept), process=new_code[taken.process])


def with_cuts(table: EventTable, cuts: Sequence[Cut]) -> tuple[EventTable, tuple[CutFlowRow, ...]]:
    """The events that pass every cut, and what was left after each; the first row is before any.

    FiveSigmaError on a cut after which no signal or no background is expected.

    >>> from fivesigma.data.table import embedded_table
    >>> from fivesigma.physics.selection import parse_cut
    >>> [row.cut for row in with_cuts(embedded_table(), [parse_cut("met > 100")])[1]]
    ['all events', 'met > 100']
    """
    keep = np.ones(table.n_events, dtype=np.bool_)
    flow = [_cut_flow_row("all events", table, keep)]
    for cut in cuts:
        keep &= is_kept(cut, table.features)
        flow.append(_cut_flow_row(str(cut), table, keep))
    return with_rows(table, keep), tuple(flow)


def varying_features(table: EventTable) -> tuple[str, ...]:
    """Features that are not the same in all events: one that is constant cannot teach anything.

    >>> from fivesigma.data.table import embedded_table
    >>> len(varying_features(embedded_table()))
    10
    """
    return tuple(name for name, values in table.features.items() if _varies(values))


def _varies(values: npt.NDArray[np.float32]) -> bool:
    known = values[~np.isnan(values)]
    return known.size > 0 and (known.size < values.size or bool(np.ptp(known) > 0))


def refuse_missing(table: EventTable) -> None:
    """FiveSigmaError, naming the features and how often, where values are missing.

    >>> from fivesigma.data.table import embedded_table
    >>> refuse_missing(embedded_table())
    """
    missing = {name: int(np.isnan(values).sum()) for name, values in table.features.items()}
    found = ", ".join(f"{name} in {n:,} events" for name, n in missing.items() if n)
    if found:
        msg = (
            f"values are missing: {found}. Put the training events' median there with impute=True "
            "(--impute), or choose other features."
        )
        raise FiveSigmaError(msg)


def with_features(table: EventTable, names: Sequence[str]) -> EventTable:
    """The table with these features alone, in this order.

    FiveSigmaError on none, on one named twice, and on a column whose role is not "feature": a
    weight, a label, an identifier or a leak would give the answer away.

    >>> from fivesigma.data.table import embedded_table
    >>> list(with_features(embedded_table(), ["met", "mll"]).features)
    ['met', 'mll']
    """
    if not names or len(set(names)) < len(names):
        what = "none is named" if not names else "one is named twice"
        msg = f"a model needs features, each once, and {what}; choose of {_names(table)}."
        raise FiveSigmaError(msg)
    roles: dict[str, str] = {column.name: column.role for column in facts_of(table).columns}
    for name in names:
        role = "feature" if name in table.features else (_OWN_COLUMNS | roles).get(name)
        if role is None:
            near = difflib.get_close_matches(name, table.features, n=1)
            hint = f"did you mean {near[0]!r}?" if near else f"choose of {_names(table)}."
            msg = f"there is no feature {name!r}: {hint}"
            raise FiveSigmaError(msg)
        if role != "feature":
            msg = (
                f"{name!r} has the role {role!r}, so no model may see it: it would give the answer "
                f"away. Choose of {_names(table)}."
            )
            raise FiveSigmaError(msg)
        if name not in table.features:
            msg = f"feature {name!r} is no longer in this table; start again from `select`."
            raise FiveSigmaError(msg)
    return replace(table, features={name: table.features[name] for name in names})


def noted(
    table: EventTable,
    command: str,
    settings: Mapping[str, Any],
    *,
    seed: int | None = None,
    cut_flow: tuple[CutFlowRow, ...] = (),
) -> EventTable:
    """The table with one more step in its history: the version and the facts are those of now.

    >>> from fivesigma.data.table import embedded_table
    >>> noted(embedded_table(), "split", {"scheme": "k-fold"}).history[-1].settings
    {'scheme': 'k-fold'}
    """
    known = load_catalogue().dataset(table.dataset) if table.facts is None else table.facts
    step = Step(
        command=command,
        version=__version__,
        catalogue_sha256=known.sha256(),
        seed=seed,
        settings=dict(settings),
        cut_flow=cut_flow,
    )
    return replace(table, history=(*table.history, step))


def _cut_flow_row(cut: str, table: EventTable, keep: BoolArray) -> CutFlowRow:
    yields = {}
    for kind, label in (("signal", 1), ("background", 0)):
        left = yield_of(table.weight[keep & (table.label == label)])
        if left.count == 0 or left.sum <= 0:
            why = "no event" if left.count == 0 else f"a weight of {left.sum:g}"
            msg = f"'{cut}' leaves {why} of the {kind}; loosen it, or leave it out."
            raise FiveSigmaError(msg)
        yields[kind] = Measured(value=left.sum, uncertainty=left.error)
    n_events = int(np.count_nonzero(keep))
    return CutFlowRow(
        cut=cut, n_events=n_events, signal=yields["signal"], background=yields["background"]
    )


def with_rows(table: EventTable, keep: BoolArray) -> EventTable:
    """The events where `keep`, (n_events,), is True.

    >>> from fivesigma.data.table import embedded_table
    >>> table = embedded_table()
    >>> with_rows(table, table.features["met"] > 100).n_events
    12948
    """
    return replace(
        table,
        process=table.process[keep],
        label=table.label[keep],
        weight=table.weight[keep],
        fold=table.fold[keep],
        features={name: values[keep] for name, values in table.features.items()},
        truth_id=None if table.truth_id is None else table.truth_id[keep],
        others={name: values[keep] for name, values in table.others.items()},
    )


def _names(table: EventTable) -> str:
    return ", ".join(table.features)
