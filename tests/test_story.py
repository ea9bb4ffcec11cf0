"""The nine steps on a hundred made-up events; each number is compared with one worked out apart."""

import csv
import dataclasses
import math
from pathlib import Path

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.workflow.datasets import build_table
from fivesigma.workflow.records import TrainedEvents
from made_up_table import made_up_table
from small_set import SmallSet


@pytest.fixture
def events(small_set: SmallSet, tmp_path: Path) -> EventTable:
    """Steps 1 to 3: from the catalogue's entry over the files to one table."""
    settings = Settings(cache_dir=tmp_path / "cache", mirror=str(small_set.folder))
    return build_table(small_set.dataset, settings)


def weights_in(path: Path, n_bjets: int) -> list[float]:
    """Weights of the rows with so many b jets, read with the standard library."""
    rows = csv.DictReader(path.read_text().splitlines())
    return [float(row["totalWeight"]) for row in rows if int(row["N_bjets"]) == n_bjets]


def area_by_pairs(score: np.ndarray, label: np.ndarray, weight: np.ndarray) -> float:
    """Weighted share of pairs in which the signal event has the higher score; ties count half."""
    won = total = 0.0
    for s, ws in zip(score[label == 1], weight[label == 1], strict=True):
        for b, wb in zip(score[label == 0], weight[label == 0], strict=True):
            won += ws * wb * (1.0 if s > b else 0.5 if s == b else 0.0)
            total += ws * wb
    return won / total


def told(events: EventTable) -> TrainedEvents:
    selected = fs.select(events, signal="DM_200", cuts=["n_bjets == 0"])
    return fs.train(fs.split(fs.features(selected), "k-fold", n_folds=3, seed=1), model="lda")


def test_nine_steps_give_the_numbers_that_one_works_out(
    events: EventTable, small_set: SmallSet
) -> None:
    trained = told(events)
    table, score = trained.events, trained.training.score
    by_hand = {name: weights_in(small_set.folder / f"{name}.csv", 0) for name in ("DM_200", "ZZ")}
    signal, background = (math.fsum(weights) for weights in by_hand.values())

    flow = table.history[0].cut_flow
    assert flow[-1].n_events == sum(map(len, by_hand.values()))
    assert flow[-1].signal.value == pytest.approx(signal)
    error = math.sqrt(math.fsum(w * w for w in by_hand["ZZ"]))
    assert flow[-1].background.uncertainty == pytest.approx(error)

    assert "n_bjets" not in table.features
    assert trained.split.judged.all()
    assert np.isfinite(score).all()

    evaluation = fs.evaluate(trained).evaluation
    ones = np.ones(table.n_events)
    assert evaluation.auc.value == pytest.approx(area_by_pairs(score, table.label, ones))
    weighted = area_by_pairs(score, table.label, table.weight)
    assert evaluation.auc_weighted.value == pytest.approx(weighted)

    counting = fs.infer(trained).counting
    z = math.sqrt(2 * ((signal + background) * math.log1p(signal / background) - signal))
    assert counting.z_cut_and_count.value == pytest.approx(z)
    assert counting.signal.sum == pytest.approx(signal)


def test_the_order_of_the_rows_changes_nothing() -> None:
    table = made_up_table(n_events=600)
    order = np.random.default_rng(5).permutation(600)
    shuffled = dataclasses.replace(
        table,
        process=table.process[order],
        label=table.label[order],
        weight=table.weight[order],
        fold=table.fold[order],
        features={name: values[order] for name, values in table.features.items()},
    )
    one, other = (
        fs.train(fs.split(fs.features(fs.select(each, cuts=())), "hash-k-fold"), model="lda")
        for each in (table, shuffled)
    )
    assert other.training.score == pytest.approx(one.training.score[order], abs=1e-9)
    areas = [fs.evaluate(each).evaluation.auc_weighted for each in (one, other)]
    assert areas[0].value == pytest.approx(areas[1].value)
    assert areas[0].uncertainty == pytest.approx(areas[1].uncertainty)
    found = [fs.infer(each).counting for each in (one, other)]
    assert found[0].z_with_uncertainty.value == pytest.approx(found[1].z_with_uncertainty.value)


def test_scaling_all_weights_scales_the_yields_and_leaves_the_model() -> None:
    table = made_up_table(n_events=600)
    doubled = dataclasses.replace(table, weight=2 * table.weight)
    one, two = (
        fs.train(fs.split(fs.features(fs.select(each, cuts=())), "hash-k-fold"), model="lda")
        for each in (table, doubled)
    )
    assert two.training.score == pytest.approx(one.training.score, abs=1e-9)
    yields = [fs.infer(each).counting.background.sum for each in (one, two)]
    assert yields[1] == pytest.approx(2 * yields[0])


def test_a_larger_background_uncertainty_never_helps() -> None:
    table = made_up_table(n_events=600)
    trained = fs.train(fs.split(fs.features(fs.select(table, cuts=()))), model="lda")
    found = [
        fs.infer(trained, background_uncertainty=share).counting.z_cut_and_count_with_uncertainty
        for share in (0.0, 0.05, 0.1, 0.3)
    ]
    assert [z.value for z in found] == sorted((z.value for z in found), reverse=True)


def test_every_dataset_of_the_catalogue_has_its_way_into_the_story() -> None:
    for dataset in load_catalogue().datasets:
        assert dataset.default_signal in {process.name for process in dataset.processes}
    assert fs.load("simulated-dm").dataset == "simulated-dm"


def test_a_score_is_compared_with_the_share_of_signal_that_the_training_saw() -> None:
    divided = fs.split(fs.features(fs.select(made_up_table(n_events=600), cuts=())))
    weight, label = divided.events.weight, divided.events.label
    share = np.abs(weight[label == 1]).sum() / np.abs(weight).sum()
    for weighting, prior in (("balanced", 0.5), ("absolute", share)):
        trained = fs.train(divided, model="lda", weighting=weighting)
        found = fs.evaluate(trained).evaluation.calibration.prior
        assert found == pytest.approx(prior, abs=1e-9)
