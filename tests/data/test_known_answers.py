"""The numbers that the catalogue promises, computed anew from the real files."""

import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import ALL_BACKGROUNDS, KnownAnswer, load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.workflow.datasets import build_table

ANSWERS = load_catalogue().dataset("atlas-dm").known_answers


@pytest.fixture(scope="module")
def table(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> EventTable:
    settings = Settings(cache_dir=tmp_path_factory.mktemp("cache"), mirror=str(mirror))
    return build_table(load_catalogue().dataset("atlas-dm"), settings)


def weights_of(table: EventTable, process: str, answer: KnownAnswer) -> npt.NDArray[np.float64]:
    if process == ALL_BACKGROUNDS:
        keep = np.asarray(table.label == 0)
    else:
        keep = np.asarray(table.process == table.processes.index(process))
    for interval in answer.selection:
        values = table.features[interval.column]
        keep &= (values > interval.low) & (values < interval.high)
    weights: npt.NDArray[np.float64] = table.weight[keep]
    return weights


def asimov(s: float, b: float, sigma_b: float) -> float:
    """Equation 20 of Cowan 2012; equation 97 of arXiv:1007.1727 where sigma_b is 0."""
    if sigma_b == 0:
        return math.sqrt(2 * ((s + b) * math.log1p(s / b) - s))
    v = sigma_b**2
    first = (s + b) * math.log((s + b) * (b + v) / (b**2 + (s + b) * v))
    return math.sqrt(2 * (first - b**2 / v * math.log1p(v * s / (b * (b + v)))))


def computed(table: EventTable, answer: KnownAnswer) -> float:
    w = weights_of(table, answer.process, answer)
    w_b = weights_of(table, ALL_BACKGROUNDS, answer)
    s, b = float(w.sum()), float(w_b.sum())
    uncertainty, uncertainty_b = math.hypot(*w), math.hypot(*w_b)
    values = {
        "sum_of_weights": s,
        "yield_uncertainty": uncertainty,
        "effective_events": (s / uncertainty) ** 2,
        "signal_over_root_background": s / math.sqrt(b),
        "discovery_significance": asimov(s, b, 0.0),
        "discovery_significance_10_percent": asimov(s, b, math.hypot(0.1 * b, uncertainty_b)),
    }
    return values[answer.quantity]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda a: f"{a.quantity}-{a.process}")
def test_the_files_give_the_known_answer(table: EventTable, answer: KnownAnswer) -> None:
    assert computed(table, answer) == pytest.approx(answer.value, abs=answer.tolerance)


def test_the_weights_of_all_processes_add_up(table: EventTable) -> None:
    sums = np.bincount(table.process, weights=table.weight)
    assert sums.sum() == pytest.approx(table.weight.sum())
    assert np.bincount(table.process).sum() == 28_105


def test_the_luminosity_is_what_the_mean_weight_of_dm_300_implies(table: EventTable) -> None:
    dataset = load_catalogue().dataset("atlas-dm")
    cross_section_pb = dataset.process("DM_300").cross_section_pb
    assert cross_section_pb is not None
    expected = cross_section_pb * 1000 * dataset.luminosity_ifb / 10_000
    mean_weight = table.weight[table.process == table.processes.index("DM_300")].mean()
    assert mean_weight == pytest.approx(expected, rel=0.02)


def test_folds_are_even_and_an_event_has_only_one(table: EventTable) -> None:
    counts = np.bincount(table.fold, minlength=10)
    assert len(counts) == 10
    assert counts.min() > 0.95 * table.n_events / 10
