"""Networks leave the story with the folds they have seen and the cuts they were trained behind."""

import dataclasses

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import decode_network, encode_network
from fivesigma.workflow import story
from fivesigma.workflow.events import feature_matrix
from fivesigma.workflow.networks import trained_networks
from fivesigma.workflow.records import TrainedEvents


def trained(scheme: str, cuts: tuple[str, ...] = (), model: str = "linear") -> TrainedEvents:
    """The embedded set, two inputs, as one runs the story."""
    table = story.select(story.load("simulated-dm"), signal="DM_300", cuts=cuts)
    return story.train(story.split(story.features(table, ["met", "mll"]), scheme), model=model)


def test_each_part_gives_a_network_that_has_not_seen_its_test_folds() -> None:
    done = trained("hash-k-fold")
    networks = trained_networks(done)
    assert len(networks) == 5
    X = feature_matrix(done.events)
    for part, stored in enumerate(networks):
        folds = stored.training.folds
        assert folds is not None
        judging = done.split.test(part)
        seen = {*folds.train, *folds.validation}
        assert seen.isdisjoint(done.events.fold[judging].tolist())
        back = decode_network(encode_network(stored))
        score = back.predict_proba(X[judging])[:, 1]
        assert score == pytest.approx(done.training.score[judging], abs=1e-12)


def test_a_random_split_leaves_no_fold_unseen() -> None:
    folds = trained_networks(trained("k-fold"))[0].training.folds
    assert folds is not None
    assert folds.train == tuple(range(10))


def test_the_facts_are_those_of_the_story() -> None:
    facts = trained_networks(trained("hash"))[0].training
    assert (facts.dataset, facts.signal, facts.weighting) == ("simulated-dm", "DM_300", "balanced")
    assert facts.backgrounds == ("ZZ", "WZ", "Z+jets", "Non-resonant_ll")
    assert facts.cuts == {}


def test_the_cuts_come_along_with_their_ends_included() -> None:
    cuts = ("met > 100", "76 <= mll < 106", "sum_lep_charge == 0", "met >= 90")
    facts = trained_networks(trained("hash", cuts))[0].training
    low, high = facts.cuts["met"]
    assert low == np.nextafter(np.float32(100), np.float32(200))
    assert high is None
    assert facts.cuts["mll"] == (76.0, np.nextafter(np.float32(106), np.float32(0)))
    assert facts.cuts["sum_lep_charge"] == (0.0, 0.0)


def test_a_cut_that_a_range_cannot_say_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="'!= 0'"):
        trained_networks(trained("hash", ("n_bjets != 0",)))


def test_trees_are_no_network_and_files_keep_no_estimators() -> None:
    done = trained("hash")
    with pytest.raises(FiveSigmaError, match="no network"):
        trained_networks(trained("hash", model="tree"))
    gone = dataclasses.replace(done, training=dataclasses.replace(done.training, estimators=()))
    with pytest.raises(FiveSigmaError, match="Train again"):
        trained_networks(gone)
