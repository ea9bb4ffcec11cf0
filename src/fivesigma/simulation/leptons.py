"""How the detector sees electrons and muons: smeared, sometimes lost, sometimes with a wrong sign.

The constants are of the size that ATLAS publishes (electrons: arXiv:1902.04655; muons:
arXiv:1603.05598), then adjusted so that the shapes of the ATLAS dark-matter set come out.
"""

from dataclasses import dataclass

import numpy as np

from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray, pseudorapidity
from fivesigma.simulation.truth import ELECTRON, N_LEPTONS, TruthEvents

EMPTY_PLACE_ETA = 99.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeptonResponse:
    """Constants of the lepton response; momenta in GeV, the rest are fractions.

    Energy resolution of electrons: stochastic/√E ⊕ constant; momentum resolution of muons:
    constant ⊕ slope·pT. "good" leptons make the pair; a "loose" third one vetoes the collision.
    `electron_crack`: whether electrons are lost between the barrel and the end-caps.
    """

    electron_stochastic: float = 0.10
    electron_constant: float = 0.018
    muon_constant: float = 0.026
    muon_slope_per_gev: float = 1.0e-4
    electron_endcap_factor: float = 1.5
    muon_endcap_factor: float = 1.6
    electron_scale: float = 0.997
    muon_scale: float = 0.997
    electron_efficiency: float = 0.82
    muon_efficiency: float = 0.86
    electron_endcap_efficiency: float = 0.93
    electron_turn_on_loss: float = 0.35
    muon_turn_on_loss: float = 0.10
    turn_on_width: float = 14.0
    electron_loose_efficiency: float = 0.95
    muon_loose_efficiency: float = 0.98
    soft_electron_factor: float = 0.90
    charge_flip_barrel: float = 0.002
    charge_flip_endcap: float = 0.012
    min_pt: float = 7.0
    max_electron_abs_eta: float = 2.47
    electron_crack: bool = True
    max_muon_abs_eta: float = 2.5


BARREL_END = 1.5  # |eta| where the end-caps begin
CRACK_LOW, CRACK_HIGH = 1.37, 1.52  # |eta| between barrel and end-cap, without good electrons
SOFT_ELECTRON_PT = 15.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LeptonDraws:
    """Random numbers of shape `(n_events, 4)`, drawn before anything is decided."""

    smearing: FloatArray  # standard normal
    efficiency: FloatArray  # uniform
    charge: FloatArray  # uniform


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenLeptons:
    """Leptons `(n_events, 4)` after the detector; `true_pt` is before. GeV, rad, e."""

    pt: FloatArray
    eta: FloatArray
    phi: FloatArray
    charge: IntArray
    is_electron: BoolArray
    is_seen: BoolArray
    is_good: BoolArray
    true_pt: FloatArray
    is_lost_electron: BoolArray


def draw_for_leptons(rng: np.random.Generator, n_events: int) -> LeptonDraws:
    """The random numbers that `see_leptons` needs.

    >>> draw_for_leptons(np.random.default_rng(1), n_events=3).charge.shape
    (3, 4)
    """
    shape = (n_events, N_LEPTONS)
    return LeptonDraws(
        smearing=rng.standard_normal(shape), efficiency=rng.random(shape), charge=rng.random(shape)
    )


def see_leptons(truth: TruthEvents, draws: LeptonDraws, response: LeptonResponse) -> SeenLeptons:
    """What the detector makes of the true leptons; `draws` must have as many rows as `truth`.

    >>> from fivesigma.simulation.examples import PERFECT_DETECTOR, muon_pairs
    >>> rng = np.random.default_rng(1)
    >>> truth = muon_pairs(np.array([150.0, 200.0]))
    >>> leptons = see_leptons(truth, draw_for_leptons(rng, n_events=2), PERFECT_DETECTOR.leptons)
    >>> leptons.is_good.sum(axis=1).tolist(), leptons.charge[0, :2].tolist()
    ([2, 2], [-1, 1])
    """
    is_lepton = truth.lepton_pdg_id != 0
    is_electron = np.abs(truth.lepton_pdg_id) == ELECTRON
    true_pt = np.hypot(truth.lepton_px, truth.lepton_py).astype(np.float64)
    eta = pseudorapidity(np.maximum(true_pt, 1e-6), truth.lepton_pz)
    eta = np.where(is_lepton, eta, EMPTY_PLACE_ETA)
    abs_eta = np.abs(eta)
    pt = true_pt * _momentum_factor(truth, true_pt, abs_eta, draws=draws, response=response)
    max_abs_eta = np.where(is_electron, response.max_electron_abs_eta, response.max_muon_abs_eta)
    in_crack = is_electron & (abs_eta > CRACK_LOW) & (abs_eta < CRACK_HIGH)
    in_crack &= response.electron_crack
    inside = is_lepton & (abs_eta < max_abs_eta) & (pt > response.min_pt) & ~in_crack
    good, loose = _efficiencies(pt, abs_eta, is_electron, response)
    is_seen = inside & (draws.efficiency < loose)
    is_lost = is_lepton & is_electron & ~is_seen & (true_pt > response.min_pt)
    return SeenLeptons(
        pt=pt,
        eta=eta,
        phi=np.arctan2(truth.lepton_py, truth.lepton_px).astype(np.float64),
        charge=_charge(truth, abs_eta, draws, response),
        is_electron=is_electron,
        is_seen=is_seen,
        is_good=is_seen & (draws.efficiency < good),
        true_pt=true_pt,
        is_lost_electron=is_lost,
    )


def _momentum_factor(
    truth: TruthEvents,
    true_pt: FloatArray,
    abs_eta: FloatArray,
    *,
    draws: LeptonDraws,
    response: LeptonResponse,
) -> FloatArray:
    """Seen over true momentum."""
    is_electron = np.abs(truth.lepton_pdg_id) == ELECTRON
    in_endcap = abs_eta > BARREL_END
    stochastic = response.electron_stochastic / np.sqrt(np.maximum(truth.lepton_energy, 1.0))
    electron_width = np.hypot(stochastic, response.electron_constant)
    electron_width = electron_width * np.where(in_endcap, response.electron_endcap_factor, 1.0)
    muon_width = np.hypot(response.muon_constant, response.muon_slope_per_gev * true_pt)
    muon_width = muon_width * np.where(in_endcap, response.muon_endcap_factor, 1.0)
    width = np.where(is_electron, electron_width, muon_width)
    scale = np.where(is_electron, response.electron_scale, response.muon_scale)
    return np.maximum(1.0 + draws.smearing * width, 0.1) * scale


def _efficiencies(
    pt: FloatArray, abs_eta: FloatArray, is_electron: BoolArray, response: LeptonResponse
) -> tuple[FloatArray, FloatArray]:
    """Probability to be a good lepton, and at least a loose one."""
    turn_on = np.exp(-np.maximum(pt - response.min_pt, 0.0) / response.turn_on_width)
    electron = response.electron_efficiency * (1.0 - response.electron_turn_on_loss * turn_on)
    electron = electron * np.where(abs_eta > BARREL_END, response.electron_endcap_efficiency, 1.0)
    muon = response.muon_efficiency * (1.0 - response.muon_turn_on_loss * turn_on)
    good = np.where(is_electron, electron, muon)
    soft_factor = np.where(pt < SOFT_ELECTRON_PT, response.soft_electron_factor, 1.0)
    loose_electron = response.electron_loose_efficiency * soft_factor
    loose = np.where(is_electron, loose_electron, response.muon_loose_efficiency)
    return good, np.maximum(loose, good)


def _charge(
    truth: TruthEvents, abs_eta: FloatArray, draws: LeptonDraws, response: LeptonResponse
) -> IntArray:
    """Charge as measured: an electron that radiates in the tracker may get the wrong sign."""
    flip = np.where(abs_eta > BARREL_END, response.charge_flip_endcap, response.charge_flip_barrel)
    is_flipped = (np.abs(truth.lepton_pdg_id) == ELECTRON) & (draws.charge < flip)
    true_charge = -np.sign(truth.lepton_pdg_id).astype(np.int64)
    return np.where(is_flipped, -true_charge, true_charge)
