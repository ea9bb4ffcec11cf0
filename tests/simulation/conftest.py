"""Hand-made truth: a Z boson with recoil, so simple that what is seen can be worked by hand."""

import numpy as np
import pytest

from fivesigma.physics.kinematics import FloatArray
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.jets import JetResponse
from fivesigma.simulation.leptons import LeptonResponse
from fivesigma.simulation.truth import MUON, N_JETS, N_LEPTONS, TruthEvents


def muon_pairs(pair_pt: FloatArray) -> TruthEvents:
    """Z bosons along +x that decay to two muons with equal pT; all else is invisible."""
    n_events = len(pair_pt)
    z_mass = 91.1876
    # Two massless particles with px = pT(Z)/2 each have m = 2 |py|.
    px = np.zeros((n_events, N_LEPTONS), dtype=np.float32)
    py = np.zeros_like(px)
    px[:, :2] = pair_pt[:, np.newaxis] / 2
    py[:, 0], py[:, 1] = z_mass / 2, -z_mass / 2
    pdg_id = np.zeros((n_events, N_LEPTONS), dtype=np.int8)
    pdg_id[:, 0], pdg_id[:, 1] = MUON, -MUON
    jets, nothing = np.zeros((n_events, N_JETS), dtype=np.float32), np.zeros(n_events, np.float32)
    return TruthEvents(
        lepton_px=px,
        lepton_py=py,
        lepton_pz=np.zeros_like(px),
        lepton_energy=np.hypot(px, py),
        lepton_pdg_id=pdg_id,
        jet_pt=jets,
        jet_eta=jets,
        jet_phi=jets,
        jet_charged_px=jets,
        jet_charged_py=jets,
        jet_flavour=np.zeros((n_events, N_JETS), dtype=np.int8),
        invisible_px=(-pair_pt).astype(np.float32),
        invisible_py=nothing,
        soft_px=nothing,
        soft_py=nothing,
        soft_charged_px=nothing,
        soft_charged_py=nothing,
        cross_section_pb=np.ones(n_events),
    )


@pytest.fixture
def z_bosons() -> TruthEvents:
    """2000 Z bosons of 100 to 300 GeV, each balanced by something invisible."""
    return muon_pairs(np.linspace(100.0, 300.0, 2000))


@pytest.fixture
def perfect_detector() -> DetectorSettings:
    """Sees every muon and jet as it is, without noise or pile-up."""
    return DetectorSettings(
        leptons=LeptonResponse(
            muon_constant=0.0,
            muon_slope_per_gev=0.0,
            muon_scale=1.0,
            muon_efficiency=1.0,
            muon_turn_on_loss=0.0,
            muon_loose_efficiency=1.0,
        ),
        jets=JetResponse(
            noise=0.0,
            forward_noise=0.0,
            stochastic=0.0,
            constant=0.0,
            tail_probability=0.0,
            tagger_loss=0.0,
            pile_up_mean=0.0,
        ),
        soft_noise=0.0,
    )
