"""Truth to what is seen: a parametric detector, some hundred thousand collisions a second.

Random numbers are drawn first, whatever the settings: the same seed shows the same collision
through a different detector, so that a change of a setting is the only change.
"""

from dataclasses import dataclass, field

import numpy as np

from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray, cartesian
from fivesigma.physics.objects import DileptonEvents
from fivesigma.simulation.jets import JetDraws, JetResponse, SeenJets, draw_for_jets, see_jets
from fivesigma.simulation.leptons import (
    LeptonDraws,
    LeptonResponse,
    SeenLeptons,
    draw_for_leptons,
    see_leptons,
)
from fivesigma.simulation.truth import TruthEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorSettings:
    """The whole detector; momenta in GeV.

    `soft_noise` is the width of what pile-up and noise add to each component of the missing
    momentum; in a share `soft_tail_probability` of the collisions it is `soft_tail_factor` times
    as wide. `soft_scale` multiplies the tracks that belong to no jet (track soft term:
    arXiv:1802.08168). A `hermetic` detector overlooks nothing: its missing momentum is that of the
    invisible particles, less the errors of the leptons and jets it measures, plus noise. A pair has
    a lepton above `min_lead_pt` and one above `min_sublead_pt`.
    """

    leptons: LeptonResponse = field(default_factory=LeptonResponse)
    jets: JetResponse = field(default_factory=JetResponse)
    soft_noise: float = 3.5
    soft_tail_probability: float = 0.03
    soft_tail_factor: float = 8.0
    soft_scale: float = 1.0
    hermetic: bool = False
    min_lead_pt: float = 27.0
    min_sublead_pt: float = 24.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Draws:
    """All random numbers of a set of collisions.

    `soft` is standard normal `(n_events, 2)`, `soft_tail` uniform `(n_events,)`.
    """

    leptons: LeptonDraws
    jets: JetDraws
    soft: FloatArray
    soft_tail: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """The collisions with exactly two leptons, a good pair of one flavour.

    `events` has one row a kept collision; `index` `(n_kept,)` says which row of the truth it was.
    """

    events: DileptonEvents
    index: IntArray


def draw(rng: np.random.Generator, n_events: int) -> Draws:
    """Every random number that `observe` may need, in a fixed order.

    >>> draw(np.random.default_rng(1), n_events=3).soft.shape
    (3, 2)
    """
    return Draws(
        leptons=draw_for_leptons(rng, n_events),
        jets=draw_for_jets(rng, n_events),
        soft=rng.standard_normal((n_events, 2)),
        soft_tail=rng.random(n_events),
    )


def observe(truth: TruthEvents, draws: Draws, settings: DetectorSettings) -> Observation:
    """What the detector sees of collisions; `draws` must have as many rows as `truth`.

    >>> from fivesigma.simulation.examples import PERFECT_DETECTOR, muon_pairs
    >>> rng = np.random.default_rng(1)
    >>> truth = muon_pairs(np.array([150.0, 200.0]))
    >>> seen = observe(truth, draw(rng, n_events=2), PERFECT_DETECTOR)
    >>> seen.index.tolist(), np.hypot(seen.events.met_px, seen.events.met_py).round(1).tolist()
    ([0, 1], [150.0, 200.0])
    """
    leptons = see_leptons(truth, draws.leptons, settings.leptons)
    jets = see_jets(truth, leptons, draws.jets, settings.jets)
    met_px, met_py = _missing_momentum(truth, leptons, jets, draws=draws, settings=settings)
    first, second = _hardest_two(leptons)
    row = np.arange(truth.n_events)
    kept = np.flatnonzero(_is_pair(leptons, first, second, settings))
    lead, sublead = (row[kept], first[kept]), (row[kept], second[kept])
    events = DileptonEvents(
        lead_pt=leptons.pt[lead],
        lead_eta=leptons.eta[lead],
        lead_phi=leptons.phi[lead],
        sublead_pt=leptons.pt[sublead],
        sublead_eta=leptons.eta[sublead],
        sublead_phi=leptons.phi[sublead],
        sum_lep_charge=leptons.charge[lead] + leptons.charge[sublead],
        met_px=met_px[kept],
        met_py=met_py[kept],
        jet_px=jets.central_px[kept],
        jet_py=jets.central_py[kept],
        jet_scalar_sum=jets.central_scalar_sum[kept],
        n_bjets=jets.n_bjets[kept],
    )
    return Observation(events=events, index=kept)


def _hardest_two(leptons: SeenLeptons) -> tuple[IntArray, IntArray]:
    """Places, each `(n_events,)`, of the two hardest leptons that are seen."""
    order = np.argsort(np.where(leptons.is_seen, -leptons.pt, np.inf), axis=1, kind="stable")
    return order[:, 0], order[:, 1]


def _is_pair(
    leptons: SeenLeptons, first: IntArray, second: IntArray, settings: DetectorSettings
) -> BoolArray:
    """Keep collisions with two leptons and no third, both good, of one flavour, hard enough."""
    row = np.arange(len(first))
    exactly_two = (leptons.is_seen.sum(axis=1) == 2) & (leptons.is_good.sum(axis=1) == 2)
    same_flavour = leptons.is_electron[row, first] == leptons.is_electron[row, second]
    lead_is_hard = leptons.pt[row, first] > settings.min_lead_pt
    sublead_is_hard = leptons.pt[row, second] > settings.min_sublead_pt
    kept: BoolArray = exactly_two & same_flavour & lead_is_hard & sublead_is_hard
    return kept


def _missing_momentum(
    truth: TruthEvents,
    leptons: SeenLeptons,
    jets: SeenJets,
    *,
    draws: Draws,
    settings: DetectorSettings,
) -> tuple[FloatArray, FloatArray]:
    """(px, py) of what is missing, with noise."""
    is_tail = draws.soft_tail < settings.soft_tail_probability
    width = settings.soft_noise * np.where(is_tail, settings.soft_tail_factor, 1.0)
    noise = width[:, np.newaxis] * draws.soft
    if settings.hermetic:
        seen_px, seen_py = _minus_invisible(truth, leptons, jets)
    else:
        seen_px, seen_py = _seen_momentum(truth, leptons, jets, soft_scale=settings.soft_scale)
    return noise[:, 0] - seen_px, noise[:, 1] - seen_py


def _seen_momentum(
    truth: TruthEvents, leptons: SeenLeptons, jets: SeenJets, *, soft_scale: float
) -> tuple[FloatArray, FloatArray]:
    """(px, py) of leptons, unidentified electrons, jets and soft tracks."""
    seen_pt = np.where(leptons.is_seen, leptons.pt, 0.0)
    seen_pt = np.where(leptons.is_lost_electron, leptons.true_pt, seen_pt)
    lepton_px, lepton_py = (c.sum(axis=1) for c in cartesian(seen_pt, leptons.phi))
    track_px = truth.soft_charged_px + jets.rejected_charged_px
    track_py = truth.soft_charged_py + jets.rejected_charged_py
    return (
        lepton_px + jets.all_px + soft_scale * track_px,
        lepton_py + jets.all_py + soft_scale * track_py,
    )


def _minus_invisible(
    truth: TruthEvents, leptons: SeenLeptons, jets: SeenJets
) -> tuple[FloatArray, FloatArray]:
    """(px, py) of all that is visible: it balances the invisible, but for errors of measurement."""
    error = np.where(leptons.is_seen, leptons.pt - leptons.true_pt, 0.0)
    lepton_px, lepton_py = (c.sum(axis=1) for c in cartesian(error, leptons.phi))
    return (
        lepton_px + jets.error_px - truth.invisible_px,
        lepton_py + jets.error_py - truth.invisible_py,
    )
