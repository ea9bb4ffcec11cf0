"""The blind search: nothing is seen without a lock, and the lock notices a change."""

from dataclasses import replace

import numpy as np
import pytest

import fivesigma as fs
from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.pseudo_data import STRENGTHS
from fivesigma.teaching.blind import (
    BlindSearch,
    background_sources,
    blind_search,
    cell_templates,
    lock,
)

CHOICE = {"region": "met >= 150", "background uncertainty": 0.1}


@pytest.fixture(scope="module")
def search() -> BlindSearch:
    return search_of(1)


def search_of(experiment: int) -> BlindSearch:
    table = fs.select(fs.load("simulated-dm"))
    cell = np.digitize(table.features["met"], [80, 100, 150]) - 1
    return blind_search(
        cell_templates(table, cell, 3),
        blinded=np.array([False, True, True]),
        dataset=table.dataset,
        signal="DM_200",
        experiment=experiment,
    )


def test_blinded_cells_are_hidden_until_a_lock(search: BlindSearch) -> None:
    assert np.isnan(search.counts()).tolist() == [False, True, True]
    opened = search.unblind(lock(CHOICE))
    assert np.isfinite(opened).all()
    assert opened[0] == search.counts()[0]
    assert search.hidden_strength(lock(CHOICE)) in [mu for mu, _ in STRENGTHS]
    assert "2 of them blinded" in repr(search)


def test_what_is_no_lock_opens_nothing(search: BlindSearch) -> None:
    for given in (CHOICE, None, ...):
        with pytest.raises(FiveSigmaError, match="still blinded: lock a choice first"):
            search.unblind(given)  # type: ignore[arg-type]


def test_a_record_that_was_changed_afterwards_opens_nothing(search: BlindSearch) -> None:
    changed = replace(lock(CHOICE), record=lock(CHOICE).record.replace("150", "120"))
    with pytest.raises(FiveSigmaError, match="changed after it was locked"):
        search.unblind(changed)


def test_the_fingerprint_is_of_the_choice_not_of_its_order() -> None:
    turned = dict(reversed(CHOICE.items()))
    assert lock(CHOICE).sha256 == lock(turned).sha256
    assert lock(CHOICE).sha256 != lock(CHOICE | {"background uncertainty": 0.2}).sha256
    assert lock(CHOICE).choice == CHOICE


def test_a_lock_holds_plain_values() -> None:
    with pytest.raises(FiveSigmaError, match="'region' is a ndarray; write it"):
        lock({"region": np.array([1.0])})
    with pytest.raises(FiveSigmaError, match="nothing to lock"):
        lock({})


def test_the_counts_of_many_worlds_are_as_spread_as_their_expectation() -> None:
    mean = sum(mu * chance for mu, chance in STRENGTHS)
    opened = np.array([search_of(n).unblind(lock(CHOICE)) for n in range(200)])
    model = search_of(0).model
    expected = model.nominal[~model.is_signal].sum(axis=0) + mean * model.nominal[
        model.is_signal
    ].sum(axis=0)
    assert opened.mean(axis=0) == pytest.approx(expected, rel=0.1)
    assert (opened.std(axis=0) > np.sqrt(expected)).all()


def test_each_background_has_its_own_source() -> None:
    table = fs.select(fs.load("simulated-dm"))
    templates = cell_templates(table, np.zeros(table.n_events, np.int64), 1)
    assert [list(source.norm) for source in background_sources(templates)] == [
        ["ZZ"],
        ["WZ"],
        ["Z+jets"],
        ["Non-resonant_ll"],
    ]


def test_lengths_that_differ_are_refused(search: BlindSearch) -> None:
    table = fs.select(fs.load("simulated-dm"))
    templates = cell_templates(table, np.zeros(table.n_events, np.int64), 1)
    with pytest.raises(FiveSigmaError, match="there are 1 cells"):
        blind_search(templates, blinded=search.blinded, dataset="a", signal="DM_200", experiment=1)
