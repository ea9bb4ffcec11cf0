"""The detectors of the levels: truth is the truth, resolution smears and loses nothing."""

from dataclasses import replace

import numpy as np
import pytest

from fivesigma.core.level import Level
from fivesigma.physics.features import compute_features
from fivesigma.simulation.detector import DetectorSettings, Observation, draw, observe
from fivesigma.simulation.levels import settings_at
from fivesigma.simulation.truth import BOTTOM, CHARM, ELECTRON, TruthEvents


def seen(truth: TruthEvents, settings: DetectorSettings) -> Observation:
    return observe(truth, draw(np.random.default_rng(1), truth.n_events), settings)


@pytest.fixture
def with_bottom_jet(z_bosons: TruthEvents) -> TruthEvents:
    """A b-jet of 100 GeV and a charm jet of 80 GeV along ±y, far above the threshold."""
    pt, phi, flavour = (np.zeros_like(z_bosons.jet_pt) for _ in range(3))
    pt[:, 0], phi[:, 0], flavour[:, 0] = 100.0, np.pi / 2, BOTTOM
    pt[:, 1], phi[:, 1], flavour[:, 1] = 80.0, -np.pi / 2, CHARM
    return replace(z_bosons, jet_pt=pt, jet_phi=phi, jet_flavour=flavour.astype(np.int8))


def test_truth_is_what_was_generated(with_bottom_jet: TruthEvents) -> None:
    truth = with_bottom_jet
    observation = seen(truth, settings_at(Level.TRUTH))
    assert observation.index.tolist() == list(range(truth.n_events))
    features = compute_features(observation.events)
    # 20 GeV along y are balanced by nothing that is seen: truth does not look at that.
    assert features["met"] == pytest.approx(-truth.invisible_px, rel=1e-5)
    assert features["mll"] == pytest.approx(np.full(truth.n_events, 91.1876), rel=1e-5)
    assert features["n_bjets"].tolist() == [1.0] * truth.n_events
    assert observation.events.jet_scalar_sum == pytest.approx(np.full(truth.n_events, 180.0))


def test_truth_needs_no_random_numbers(with_bottom_jet: TruthEvents) -> None:
    one, two = (
        observe(
            with_bottom_jet,
            draw(np.random.default_rng(seed), with_bottom_jet.n_events),
            settings_at(Level.TRUTH),
        )
        for seed in (1, 2)
    )
    assert np.array_equal(one.events.met_px, two.events.met_px)
    assert np.array_equal(one.events.lead_pt, two.events.lead_pt)


def test_resolution_smears_and_loses_no_collision(with_bottom_jet: TruthEvents) -> None:
    truth = with_bottom_jet
    electrons = replace(truth, lepton_pdg_id=np.sign(truth.lepton_pdg_id) * np.int8(ELECTRON))
    for kind in (truth, electrons):
        observation = seen(kind, settings_at(Level.RESOLUTION))
        assert len(observation.index) == kind.n_events
        features = compute_features(observation.events)
        assert 1.0 < features["mll"].std() < 5.0
        assert features["mll"].mean() == pytest.approx(91.2, abs=0.5)
        assert features["sum_lep_charge"].tolist() == [0.0] * kind.n_events
        assert features["n_bjets"].tolist() == [1.0] * kind.n_events


def test_without_noise_the_missing_momentum_is_wrong_by_the_errors_of_what_was_measured(
    with_bottom_jet: TruthEvents,
) -> None:
    truth = with_bottom_jet
    observation = seen(truth, replace(settings_at(Level.RESOLUTION), soft_noise=0.0))
    events = observation.events
    pair_px = events.lead_pt * np.cos(events.lead_phi) + events.sublead_pt * np.cos(
        events.sublead_phi
    )
    true_px = truth.lepton_px.sum(axis=1)
    # Jets are along y, so that along x only the leptons are measured wrongly.
    assert events.met_px == pytest.approx(truth.invisible_px - (pair_px - true_px), abs=1e-4)
    assert events.met_py + events.jet_py == pytest.approx(
        20.0
        - events.lead_pt * np.sin(events.lead_phi)
        - events.sublead_pt * np.sin(events.sublead_phi),
        abs=1e-4,
    )


def test_the_whole_detector_is_the_default() -> None:
    assert settings_at(Level.DETECTOR) == DetectorSettings()
