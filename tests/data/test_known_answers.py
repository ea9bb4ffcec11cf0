"""The numbers that the catalogue promises, computed anew from the real files."""

import dataclasses
import math
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from fivesigma.core.errors import DataError
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.known_answer import ALL_BACKGROUNDS, KnownAnswer
from fivesigma.data.table import EventTable, load_table, save_table
from fivesigma.workflow.datasets import build_table

ANSWERS = [
    (dataset.id, answer)
    for dataset in load_catalogue().datasets
    for answer in dataset.known_answers
]
B_REG = 10.0
"""What HiggsML adds to the background in its approximate median significance (AMS)."""


@pytest.fixture(scope="module")
def tables(
    mirrors: dict[str, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, EventTable]:
    cache_dir = tmp_path_factory.mktemp("cache")
    return {
        dataset_id: build_table(
            load_catalogue().dataset(dataset_id),
            Settings(cache_dir=cache_dir, mirror=str(folder)),
        )
        for dataset_id, folder in mirrors.items()
    }


@pytest.fixture(scope="module")
def table(tables: dict[str, EventTable]) -> EventTable:
    return tables["atlas-dm"]


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
        "approximate_median_significance": math.sqrt(
            2 * ((s + b + B_REG) * math.log1p(s / (b + B_REG)) - s)
        ),
        "discovery_significance_10_percent": asimov(s, b, math.hypot(0.1 * b, uncertainty_b)),
    }
    return values[answer.quantity]


@pytest.mark.parametrize(("dataset_id", "answer"), ANSWERS)
def test_the_files_give_the_known_answer(
    tables: dict[str, EventTable], dataset_id: str, answer: KnownAnswer
) -> None:
    assert computed(tables[dataset_id], answer) == pytest.approx(answer.value, abs=answer.tolerance)


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


def test_folds_are_even_and_an_event_has_only_one(tables: dict[str, EventTable]) -> None:
    for table in tables.values():
        counts = np.bincount(table.fold, minlength=10)
        assert len(counts) == 10
        assert abs(counts - table.n_events / 10).max() < 4 * np.sqrt(table.n_events / 10)


def test_the_weights_of_a_four_lepton_event_are_what_its_cross_section_implies(
    tables: dict[str, EventTable],
) -> None:
    """σ · L / generated events, times 1.386 for ZZ; generated: the portal's count of events."""
    dataset, table = load_catalogue().dataset("cms-h4l"), tables["cms-h4l"]
    for code, (generated, scale) in enumerate([(299_973, 1.0), (1_497_445, 1.386)]):
        cross_section_pb = dataset.processes[code].cross_section_pb
        assert cross_section_pb is not None
        expected = scale * cross_section_pb * 1000 * dataset.luminosity_ifb / generated
        assert table.weight[table.process == code] == pytest.approx(expected, rel=1e-9)


def test_missing_values_are_where_the_challenge_says(tables: dict[str, EventTable]) -> None:
    features = tables["higgsml"].features
    n_jets = features["pri_jet_num"]
    assert (np.isnan(features["pri_jet_leading_pt"]) == (n_jets == 0)).all()
    assert (np.isnan(features["der_mass_jet_jet"]) == (n_jets < 2)).all()
    assert not np.isnan(features["pri_met"]).any()
    assert not any((values == -999).any() for values in features.values())


def test_missing_values_survive_the_table_that_is_kept(
    tables: dict[str, EventTable], tmp_path: Path
) -> None:
    save_table(tables["higgsml"], tmp_path / "table.parquet")
    again = load_table(tmp_path / "table.parquet")
    for name, values in tables["higgsml"].features.items():
        np.testing.assert_array_equal(again.features[name], values)


def test_infinity_is_no_missing_value_and_a_column_that_always_has_one_may_not_miss_it(
    tables: dict[str, EventTable],
) -> None:
    table = tables["higgsml"]
    for name, bad in (("der_mass_mmc", np.inf), ("pri_met", np.nan)):
        values = table.features[name].copy()
        values[3] = bad
        with pytest.raises(DataError, match=f"column {name} holds .* not finite numbers"):
            dataclasses.replace(table, features={**table.features, name: values})
