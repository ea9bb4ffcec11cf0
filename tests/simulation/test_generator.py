"""Pythia to truth, on twenty collisions; skipped where the extra `simulate` is not installed."""

from dataclasses import fields

import numpy as np
import pytest

from fivesigma.simulation.generator import GeneratorRun, generate
from fivesigma.simulation.processes import GENERATED_PROCESSES
from fivesigma.simulation.truth import TruthEvents, join_truth

WHY = "needs Pythia, FastJet and awkward: install the extra `simulate`"
for package in ("pythia8mc", "fastjet", "awkward"):
    pytest.importorskip(package, reason=WHY)

N_EVENTS = 20


def run(name: str, seed: int = 5) -> GeneratorRun:
    process = next(p for p in GENERATED_PROCESSES if p.name == name)
    return generate(process, n_events=N_EVENTS, seed=seed, batch_size=10)


@pytest.fixture(scope="module")
def signal() -> GeneratorRun:
    return run("DM_200")


def test_as_many_events_come_out_as_were_asked_for(signal: GeneratorRun) -> None:
    assert signal.truth.n_events == N_EVENTS
    assert signal.n_tried > N_EVENTS


def test_the_events_share_the_cross_section(signal: GeneratorRun) -> None:
    assert signal.truth.cross_section_pb.sum() == pytest.approx(signal.cross_section_pb)
    assert signal.cross_section_pb > 0


def test_the_same_seed_gives_the_same_events(signal: GeneratorRun) -> None:
    again = run("DM_200").truth
    for field in fields(TruthEvents):
        assert np.array_equal(getattr(signal.truth, field.name), getattr(again, field.name))


def test_another_seed_gives_others(signal: GeneratorRun) -> None:
    other = run("DM_200", seed=6).truth
    assert not np.array_equal(signal.truth.lepton_px, other.lepton_px)


def test_leptons_and_jets_are_sorted_by_falling_momentum(signal: GeneratorRun) -> None:
    lepton_pt = np.hypot(signal.truth.lepton_px, signal.truth.lepton_py)
    for pt in (lepton_pt, signal.truth.jet_pt):
        assert (np.diff(pt, axis=1) <= 0).all()


def test_momentum_is_conserved_up_to_what_leaves_along_the_beam(signal: GeneratorRun) -> None:
    truth = signal.truth
    jets = (truth.jet_pt * np.cos(truth.jet_phi)).sum(axis=1)
    total = truth.lepton_px.sum(axis=1) + jets + truth.soft_px + truth.invisible_px
    # Median, because a muon from a hadron, or particles beyond |eta| = 4.9, are in none of them.
    assert np.median(np.abs(total)) < 10.0
    assert np.median(np.abs(truth.invisible_px)) > 15.0


def test_biased_events_carry_uneven_weights() -> None:
    weight = run("Zjets").truth.cross_section_pb
    assert weight.max() > 1.2 * weight.min()
    assert weight.min() > 0


def test_bottom_jets_come_with_top_quarks() -> None:
    assert (run("ttbar").truth.jet_flavour == 5).any(axis=1).mean() > 0.5


def test_joining_runs_keeps_their_order(signal: GeneratorRun) -> None:
    joined = join_truth([signal.truth, signal.truth])
    assert joined.n_events == 2 * N_EVENTS
    assert np.array_equal(joined.jet_pt[N_EVENTS:], signal.truth.jet_pt)
