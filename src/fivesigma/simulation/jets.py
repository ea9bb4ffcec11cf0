"""How the detector sees jets: smeared, sometimes badly, sometimes rejected, some from pile-up.

The constants are of the size that ATLAS publishes (jet energy resolution: arXiv:1703.09665; jet
vertex tagger: arXiv:1510.03823; b-tagging at the 77 % point: arXiv:1907.05120), then adjusted so
that the shapes of the ATLAS dark-matter set come out.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray, cartesian, delta_r
from fivesigma.simulation.leptons import SeenLeptons
from fivesigma.simulation.truth import BOTTOM, CHARM, N_JETS, N_LEPTONS, TAU, TruthEvents

N_PILE_UP_JETS = 3
MAX_PILE_UP_ABS_ETA = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class JetResponse:
    """Constants of the jet response; momenta in GeV, the rest are fractions.

    Resolution: noise/pT ⊕ stochastic/√pT ⊕ constant; "forward" is beyond `max_central_abs_eta`,
    where there are no tracks to tell jets from pile-up. A share `tail_probability` of jets keeps
    only `tail_factor` of its momentum: leaking energy, dead channels. The vertex tagger rejects a
    soft central jet with `tagger_loss`, falling with `tagger_width` above `min_pt`; the value is
    larger than ATLAS's because it stands for all ways of losing a jet. Pile-up jets that pass are
    Poisson with `pile_up_mean`, their pT falls from `min_pt` with `pile_up_width`. Efficiencies
    are those to be called a b-jet, by true flavour; that of b-jets is reached with rising pT, and a
    share `bottom_turn_on_loss` of it is missing at 0.
    """

    scale: float = 1.0
    noise: float = 4.5
    stochastic: float = 0.70
    constant: float = 0.05
    forward_noise: float = 12.0
    tail_probability: float = 0.01
    tail_factor: float = 0.60
    min_pt: float = 20.0
    forward_min_pt: float = 30.0
    max_abs_eta: float = 4.5
    max_central_abs_eta: float = 2.5
    overlap_radius: float = 0.3
    tagger_loss: float = 0.15
    tagger_width: float = 40.0
    max_tagger_pt: float = 60.0
    pile_up_mean: float = 0.35
    pile_up_width: float = 9.0
    bottom_efficiency: float = 0.85
    bottom_turn_on_loss: float = 0.25
    charm_efficiency: float = 0.23
    tau_efficiency: float = 0.06
    light_efficiency: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class JetDraws:
    """Random numbers, drawn before anything is decided.

    Jets `(n_events, 10)`, pile-up jets `(n_events, 3)`, their count `(n_events,)`.
    """

    smearing: FloatArray  # standard normal
    tail: FloatArray  # uniform
    vertex: FloatArray  # uniform
    bottom: FloatArray  # uniform
    pile_up_count: FloatArray  # uniform, (n_events,)
    pile_up_pt: FloatArray  # exponential with mean 1
    pile_up_eta: FloatArray  # uniform in ±4.5
    pile_up_phi: FloatArray  # uniform in ±pi
    pile_up_bottom: FloatArray  # uniform


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenJets:
    """Sums over jets, each `(n_events,)`, in GeV. "all" goes to |eta| 4.5, "central" to 2.5.

    `rejected_charged_*` is the charged part of true jets that are not counted; `error_*` is seen
    minus true momentum of those that are.
    """

    all_px: FloatArray
    all_py: FloatArray
    central_px: FloatArray
    central_py: FloatArray
    central_scalar_sum: FloatArray
    rejected_charged_px: FloatArray
    rejected_charged_py: FloatArray
    error_px: FloatArray
    error_py: FloatArray
    n_bjets: IntArray


def draw_for_jets(rng: np.random.Generator, n_events: int) -> JetDraws:
    """The random numbers that `see_jets` needs.

    >>> draws = draw_for_jets(np.random.default_rng(1), n_events=3)
    >>> draws.smearing.shape, draws.pile_up_pt.shape
    ((3, 10), (3, 3))
    """
    jets, pile_up = (n_events, N_JETS), (n_events, N_PILE_UP_JETS)
    return JetDraws(
        smearing=rng.standard_normal(jets),
        tail=rng.random(jets),
        vertex=rng.random(jets),
        bottom=rng.random(jets),
        pile_up_count=rng.random(n_events),
        pile_up_pt=rng.exponential(1.0, pile_up),
        pile_up_eta=rng.uniform(-MAX_PILE_UP_ABS_ETA, MAX_PILE_UP_ABS_ETA, pile_up),
        pile_up_phi=rng.uniform(-np.pi, np.pi, pile_up),
        pile_up_bottom=rng.random(pile_up),
    )


def see_jets(
    truth: TruthEvents, leptons: SeenLeptons, draws: JetDraws, response: JetResponse
) -> SeenJets:
    """What the detector makes of the true jets, plus jets from other collisions.

    `leptons` and `draws` must have as many rows as `truth`: jets beside a lepton do not count.

    >>> from fivesigma.simulation.leptons import draw_for_leptons, see_leptons
    >>> from fivesigma.simulation.examples import PERFECT_DETECTOR, muon_pairs
    >>> rng = np.random.default_rng(1)
    >>> truth = muon_pairs(np.array([150.0, 200.0]))
    >>> truth.jet_pt[0, 0] = 40.0  # along +x in the first collision, no jet in the second
    >>> leptons = see_leptons(truth, draw_for_leptons(rng, 2), PERFECT_DETECTOR.leptons)
    >>> jets = see_jets(truth, leptons, draw_for_jets(rng, 2), PERFECT_DETECTOR.jets)
    >>> jets.central_px.tolist(), jets.central_scalar_sum.tolist()
    ([40.0, 0.0], [40.0, 0.0])
    """
    pt = _smeared_pt(truth, draws, response)
    is_jet = truth.jet_pt > 0
    is_central = np.abs(truth.jet_eta) < response.max_central_abs_eta
    min_pt = np.where(is_central, response.min_pt, response.forward_min_pt)
    is_counted = is_jet & (pt > min_pt) & (np.abs(truth.jet_eta) < response.max_abs_eta)
    is_counted &= ~_overlaps_lepton(truth, leptons, response)
    is_counted &= ~(is_central & _fails_vertex_tagger(pt, draws, response))
    px, py = cartesian(pt, truth.jet_phi)
    true_px, true_py = cartesian(truth.jet_pt.astype(np.float64), truth.jet_phi)
    tagged = is_counted & is_central & (draws.bottom < _tag_probability(truth, pt, response))
    extra = _pile_up(draws, response)
    rejected = is_jet & ~is_counted
    return SeenJets(
        all_px=_sum(px, is_counted) + extra.all_px,
        all_py=_sum(py, is_counted) + extra.all_py,
        central_px=_sum(px, is_counted & is_central) + extra.central_px,
        central_py=_sum(py, is_counted & is_central) + extra.central_py,
        central_scalar_sum=_sum(pt, is_counted & is_central) + extra.central_scalar_sum,
        rejected_charged_px=_sum(truth.jet_charged_px, rejected),
        rejected_charged_py=_sum(truth.jet_charged_py, rejected),
        error_px=_sum(px - true_px, is_counted),
        error_py=_sum(py - true_py, is_counted),
        n_bjets=tagged.sum(axis=1) + extra.n_bjets,
    )


def _sum(values: npt.NDArray[np.floating[Any]], mask: BoolArray) -> FloatArray:
    """Sum over the jets of each collision that the mask keeps."""
    total: FloatArray = np.where(mask, values, 0.0).sum(axis=1, dtype=np.float64)
    return total


def _smeared_pt(truth: TruthEvents, draws: JetDraws, response: JetResponse) -> FloatArray:
    """Transverse momentum as measured."""
    true_pt = truth.jet_pt.astype(np.float64)
    floor = np.maximum(true_pt, 10.0)
    is_forward = np.abs(truth.jet_eta) > response.max_central_abs_eta
    noise = np.where(is_forward, response.forward_noise, response.noise)
    width = np.sqrt((noise / floor) ** 2 + response.stochastic**2 / floor + response.constant**2)
    factor = np.where(
        draws.tail < response.tail_probability, response.tail_factor, 1.0 + draws.smearing * width
    )
    return true_pt * np.maximum(factor, 0.05) * response.scale


def _overlaps_lepton(truth: TruthEvents, leptons: SeenLeptons, response: JetResponse) -> BoolArray:
    """Mask of jets that are beside a lepton: most often they are that lepton once more."""
    overlaps = np.zeros(truth.jet_pt.shape, dtype=np.bool_)
    for i in range(N_LEPTONS):
        one = slice(i, i + 1)
        distance = delta_r(truth.jet_eta, truth.jet_phi, leptons.eta[:, one], leptons.phi[:, one])
        overlaps |= (distance < response.overlap_radius) & leptons.is_seen[:, one]
    return overlaps


def _fails_vertex_tagger(pt: FloatArray, draws: JetDraws, response: JetResponse) -> BoolArray:
    """Mask of jets of our own collision that are taken for pile-up."""
    above_threshold = np.maximum(pt - response.min_pt, 0.0)
    loss = response.tagger_loss * np.exp(-above_threshold / response.tagger_width)
    return (pt < response.max_tagger_pt) & (draws.vertex < loss)


def _tag_probability(truth: TruthEvents, pt: FloatArray, response: JetResponse) -> FloatArray:
    """Probability to be called a b-jet, by true flavour."""
    at_zero = 1.0 - response.bottom_turn_on_loss
    bottom = response.bottom_efficiency * np.clip(at_zero + pt / 200.0, at_zero, 1.05)
    flavour = truth.jet_flavour
    return np.select(
        [flavour == BOTTOM, flavour == CHARM, flavour == TAU],
        [
            bottom,
            np.asarray(response.charm_efficiency),
            np.asarray(response.tau_efficiency),
        ],
        response.light_efficiency,
    )


def _pile_up(draws: JetDraws, response: JetResponse) -> SeenJets:
    """Jets from other proton collisions of the same bunch crossing."""
    n_jets = poisson_quantile(draws.pile_up_count, response.pile_up_mean)
    exists = np.arange(N_PILE_UP_JETS) < n_jets[:, np.newaxis]
    pt = response.min_pt + response.pile_up_width * draws.pile_up_pt
    px, py = cartesian(pt, draws.pile_up_phi)
    central = exists & (np.abs(draws.pile_up_eta) < response.max_central_abs_eta)
    nothing = np.zeros(len(n_jets))
    return SeenJets(
        all_px=_sum(px, exists),
        all_py=_sum(py, exists),
        central_px=_sum(px, central),
        central_py=_sum(py, central),
        central_scalar_sum=_sum(pt, central),
        rejected_charged_px=nothing,
        rejected_charged_py=nothing,
        error_px=nothing,
        error_py=nothing,
        n_bjets=(central & (draws.pile_up_bottom < response.light_efficiency)).sum(axis=1),
    )


def poisson_quantile(uniform: FloatArray, mean: float) -> IntArray:
    """Poisson counts, at most 3, from uniform numbers: more pile-up never removes a jet.

    >>> poisson_quantile(np.array([0.5, 0.9, 0.99999]), 0.4).tolist()  # P(0) = 0.67, P(<=1) = 0.94
    [0, 1, 3]
    """
    counts = np.zeros(uniform.shape, dtype=np.int64)
    probability = cumulative = np.exp(-mean)
    for n in range(1, N_PILE_UP_JETS + 1):
        counts += uniform > cumulative
        probability *= mean / n
        cumulative += probability
    return counts
