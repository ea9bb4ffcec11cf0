"""What the page's views must know of the events, beside the events: as the page's facts.json."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.version import __version__
from fivesigma.data.table import EventTable
from fivesigma.data.table import facts_of as known_of
from fivesigma.data.table_facts import TableFacts
from fivesigma.learning.split import N_FOLDS, TEST_FOLDS, TRAIN_FOLDS, VALIDATION_FOLDS
from fivesigma.physics.features import FEATURES

MOST_FEATURES = 32
_N_BINS, _FEW_VALUES = 30, 12
_SHOWN = (1.0, 99.0)  # percentiles that a histogram of an unknown feature spans


def facts_of(table: EventTable, *, signal: str | None = None) -> dict[str, Any]:
    """Facts about one table, as plain values: its features, its processes, the stored folds.

    `signal`: the one to hunt, by default the dataset's own choice, or the table's first.
    FiveSigmaError where it is not in the table, where values are missing, and above 32 features.

    >>> from fivesigma.data.table import embedded_table
    >>> facts = facts_of(embedded_table(), signal="DM_300")
    >>> facts["datasets"][0]["default_signal"], len(facts["features"])
    ('DM_300', 10)
    """
    _check_features(table)
    known = known_of(table)
    return {
        "version": __version__,
        "features": [_in_its_words(known, name, values) for name, values in table.features.items()],
        "split": {
            "n_folds": N_FOLDS,
            "train": list(TRAIN_FOLDS),
            "validation": list(VALIDATION_FOLDS),
            "test": list(TEST_FOLDS),
        },
        "datasets": [_dataset(table, known, _signal_of(table, known, signal))],
        "default_dataset": table.dataset,
    }


def _check_features(table: EventTable) -> None:
    if len(table.features) > MOST_FEATURES:
        msg = (
            f"the table has {len(table.features)} features, and the page shows {MOST_FEATURES} at "
            "most. Choose some with fs.features(table, names)."
        )
        raise FiveSigmaError(msg)
    if table.n_events and table.label.min() < 0:
        msg = "the table holds measured events, too; take the simulated ones by fs.select(table)."
        raise FiveSigmaError(msg)
    missing = [name for name, values in table.features.items() if np.isnan(values).any()]
    if missing:
        names = ", ".join(missing)
        msg = f"values of {names} are missing, and the page knows no NaN. Leave these features out."
        raise FiveSigmaError(msg)


def _signal_of(table: EventTable, known: TableFacts, asked: str | None) -> str:
    signals = [
        name
        for code, name in enumerate(table.processes)
        if table.label[table.process == code].any()
    ]
    if asked is None:
        preferred = known.default_signal
        return preferred if preferred in signals else signals[0]
    if asked not in signals:
        msg = f"{asked!r} is no signal of these events; they have {', '.join(signals)}."
        raise FiveSigmaError(msg)
    return asked


def feature_facts(name: str, values: npt.NDArray[np.float32] | None = None) -> dict[str, Any]:
    """One feature as FEATURES describes it; another one by its name, and the range of its `values`.

    >>> feature_facts("met")["unit"], feature_facts("tau_pt")["label"]
    ('GeV', 'tau_pt')
    """
    for known in FEATURES:
        if known.name == name:
            facts = asdict(known)
            del facts["compute"]
            return facts
    words = {"unit": "", "symbol": name, "label": name, "meaning": name}
    return {"name": name, **words, **_range(np.zeros(1, np.float32) if values is None else values)}


def _in_its_words(known: TableFacts, name: str, values: npt.NDArray[np.float32]) -> dict[str, Any]:
    """A feature with what the table says of it; FEATURES know better where it is one of them."""
    facts, column = feature_facts(name, values), known.column(name)
    if column is not None and facts["meaning"] == name:
        unit = "" if column.unit == "1" else column.unit
        facts |= {"unit": unit, "meaning": column.definition or name}
    return facts


def _range(values: npt.NDArray[np.float32]) -> Mapping[str, Any]:
    distinct = np.unique(values[: 10 * N_FOLDS * _FEW_VALUES])
    is_discrete = distinct.size <= _FEW_VALUES and bool((distinct == np.round(distinct)).all())
    if is_discrete:
        low, high = float(values.min()) - 0.5, float(values.max()) + 0.5
        return {"discrete": True, "low": low, "high": high, "n_bins": max(1, round(high - low))}
    low, high = (float(end) for end in np.percentile(values, _SHOWN))
    high = high if high > low else low + 1.0
    return {"discrete": False, "low": low, "high": high, "n_bins": _N_BINS}


def _dataset(table: EventTable, known: TableFacts, signal: str) -> dict[str, Any]:
    titles = {process.name: process for process in known.processes}
    return {
        "id": table.dataset,
        "title": known.title,
        "origin": known.origin,
        "description": known.description,
        "record_url": known.record_url,
        "doi": known.doi,
        "licence": known.licence,
        "sqrt_s_tev": known.sqrt_s_tev or 0.0,
        "luminosity_ifb": known.luminosity_ifb or 1.0,
        "processes": [
            {
                "name": name,
                "title": titles[name].title or name,
                "kind": "signal" if table.label[table.process == code].any() else "background",
                "description": titles[name].description,
                "n_events": int(np.count_nonzero(table.process == code)),
            }
            for code, name in enumerate(table.processes)
        ],
        "default_signal": signal,
    }
