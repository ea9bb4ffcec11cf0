"""Workbook A1: right answers pass, mistakes are named, the counts are those of the files."""

import math
from collections.abc import Callable
from typing import Any

import awkward as ak
import numpy as np
import pytest
import uproot

from fivesigma.teaching import four_leptons
from fivesigma.teaching.checks import advanced_A1 as check
from fivesigma.teaching.checks.verdict import Verdict

EXERCISES = (
    check.median_pt,
    check.has_four_good,
    check.is_neutral,
    check.is_paired,
    check.mass_of_four,
    check.n_near_higgs,
    check.what_may_be_said,
)
BRANCHES = ["lep_pt", "lep_eta", "lep_type", "lep_ptcone30", "lep_etcone20", "lep_z0"]

pytestmark = pytest.mark.usefixtures("workbook_at_hand")


def read() -> ak.Array:
    paths = [f"{path}:mini" for path in four_leptons.atlas_files()]
    return uproot.concatenate(paths, [*BRANCHES, "lep_tracksigd0pvunbiased"])


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.__name__)
@pytest.mark.parametrize("answer", [..., None, "?", [], {}, -1.0, math.nan, print, [1.0, 2.0]])
def test_strange_answers_are_met_with_a_sentence(
    exercise: Callable[[object], Verdict], answer: object
) -> None:
    verdict = exercise(answer)
    assert not verdict
    assert verdict.message.endswith((".", "?"))


def test_the_median_is_in_gev() -> None:
    pt = ak.to_numpy(ak.flatten(read().lep_pt))
    assert check.median_pt(np.median(pt) / 1000)
    assert "in MeV" in check.median_pt(np.median(pt)).message
    assert "the mean" in check.median_pt(pt.mean() / 1000).message


def test_four_good_leptons_are_counted_by_hand() -> None:
    events = read()
    good = (events.lep_ptcone30 < 0.3 * events.lep_pt) & (events.lep_etcone20 < 0.3 * events.lep_pt)
    good = good & (abs(events.lep_z0) < 0.5 * np.cosh(events.lep_eta))
    limit = ak.where(events.lep_type == 11, 5, 3)
    good = good & (abs(events.lep_tracksigd0pvunbiased) < limit)
    n_good = ak.sum(good, axis=1)
    assert ak.sum(n_good == 4) == 173
    assert check.has_four_good(n_good == 4)
    assert check.has_four_good(ak.to_numpy(n_good == 4))
    assert "good or not" in check.has_four_good(ak.num(events.lep_pt) == 4).message
    assert "Exactly four" in check.has_four_good(n_good > 4).message
    assert "inverted" in check.has_four_good(n_good != 4).message
    assert "holds numbers" in check.has_four_good(n_good).message
    assert not check.has_four_good(ak.sum(good) == 4)


def test_neutral_keeps_what_adds_up_to_zero() -> None:
    assert check.is_neutral(lambda q: np.abs(q.sum(axis=1)) < 0.5)
    assert "throw away" in check.is_neutral(lambda q: q.sum(axis=1) != 0).message
    assert "axis=1" in check.is_neutral(lambda q: q.sum(axis=0) == 0).message
    assert not check.is_neutral(lambda q: q.sum() == 0)
    assert not check.is_neutral(lambda q: np.ones(len(q), bool))


def test_pairs_need_flavour_and_charge() -> None:
    def right(flavour: Any, charge: Any) -> Any:
        plus = [((flavour == kind) & (charge > 0)).sum(axis=1) for kind in (11, 13)]
        minus = [((flavour == kind) & (charge < 0)).sum(axis=1) for kind in (11, 13)]
        return (plus[0] == minus[0]) & (plus[1] == minus[1])

    def by_types(flavour: Any, charge: Any) -> Any:
        return (charge.sum(axis=1) == 0) & np.isin(flavour.sum(axis=1), [44, 48, 52])

    assert check.is_paired(right)
    assert "sum of the types" in check.is_paired(by_types).message
    assert "Neutral is not enough" in check.is_paired(lambda _, q: q.sum(axis=1) == 0).message
    assert "throw away" in check.is_paired(lambda f, q: ~right(f, q)).message
    only = check.is_paired(lambda f, q: ((f == 11) * q).sum(axis=1) == 0)
    assert "And the muons" in only.message


def test_the_mass_is_that_of_massless_particles() -> None:
    def right(pt: Any, eta: Any, phi: Any) -> Any:
        """Pair by pair: m² is the sum of 2 pt pt (cosh Δη - cos Δφ)."""
        pairs = [(i, j) for i in range(4) for j in range(i)]
        squared = sum(
            2
            * pt[:, i]
            * pt[:, j]
            * (np.cosh(eta[:, i] - eta[:, j]) - np.cos(phi[:, i] - phi[:, j]))
            for i, j in pairs
        )
        return np.sqrt(squared)

    assert check.mass_of_four(right)
    assert "root" in check.mass_of_four(lambda *a: right(*a) ** 2).message
    assert "thousand" in check.mass_of_four(lambda *a: right(*a) * 1000).message
    assert "not a mass" in check.mass_of_four(lambda pt, *_: pt.sum(axis=1)).message
    energy = check.mass_of_four(lambda pt, eta, _: (pt * np.cosh(eta)).sum(axis=1))
    assert "the energy" in energy.message
    flat = check.mass_of_four(lambda pt, eta, phi: right(pt, 0 * eta, phi))
    assert "along the beam" in flat.message
    assert "stops with" in check.mass_of_four(lambda pt: pt).message


def test_three_events_are_near_the_higgs_boson() -> None:
    m4l = four_leptons.atlas_collisions().features["m4l"]
    assert check.n_near_higgs(3)
    assert check.n_near_higgs(np.int64(3))
    assert "above 115" in check.n_near_higgs((m4l > 115).sum()).message
    assert "below 130" in check.n_near_higgs((m4l < 130).sum()).message
    assert "&" in check.n_near_higgs(((m4l > 115) | (m4l < 130)).sum()).message


@pytest.mark.parametrize("letter", "abd")
def test_a_count_alone_says_nothing(letter: str) -> None:
    assert check.what_may_be_said("c")
    assert not check.what_may_be_said(letter)
