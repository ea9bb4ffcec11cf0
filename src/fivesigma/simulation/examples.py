"""Hand-made truth, so simple that what a detector sees of it can be worked by hand."""

from typing import Final

import numpy as np

from fivesigma.physics.kinematics import FloatArray
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.jets import JetResponse
from fivesigma.simulation.leptons import LeptonResponse
from fivesigma.simulation.truth import MUON, N_JETS, N_LEPTONS, TruthEvents

PERFECT_DETECTOR: Final = DetectorSettings(
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
"""Sees every muon and jet as it is, without noise or pile-up."""


def muon_pairs(pair_pt: FloatArray) -> TruthEvents:
    """Z bosons along +x that decay to two muons with equal pT; all else is invisible.

    `pair_pt`: momentum of each Z boson across the beams, `(n_events,)`, in GeV.

    >>> truth = muon_pairs(np.array([150.0]))
    >>> truth.lepton_px[0, :2].tolist(), truth.invisible_px.tolist()
    ([75.0, 75.0], [-150.0])
    """
    n_events = len(pair_pt)
    z_mass = 91.1876  # GeV
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
        jet_eta=jets.copy(),
        jet_phi=jets.copy(),
        jet_charged_px=jets.copy(),
        jet_charged_py=jets.copy(),
        jet_flavour=np.zeros((n_events, N_JETS), dtype=np.int8),
        invisible_px=(-pair_pt).astype(np.float32),
        invisible_py=nothing,
        soft_px=nothing.copy(),
        soft_py=nothing.copy(),
        soft_charged_px=nothing.copy(),
        soft_charged_py=nothing.copy(),
        cross_section_pb=np.ones(n_events),
    )
