"""FEATURES: the ten variables of the search, the one home of their names, units and meanings.

Labels, axes, help texts, menus and documentation are made from this table. The definitions are
those of the ATLAS dark-matter set (CERN Open Data record atlas-93942), which comes from the search
for an invisible particle beside a Z boson (mono-Z): arXiv:1708.09624. Each function takes columns
`(n_events,)` and returns one.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fivesigma.physics.kinematics import (
    FloatArray,
    azimuth,
    cartesian,
    delta_phi,
    delta_r,
    invariant_mass,
)
from fivesigma.physics.objects import DileptonEvents


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """One variable: how it is called, what it means, how to draw it and how to compute it.

    `unit` is "" where there is none. A histogram has `n_bins` equal bins from `low` to `high`;
    values outside go into the first or the last bin. A `discrete` variable has bins centred on its
    values. `compute` takes `DileptonEvents` and returns shape `(n_events,)` in `unit`.
    """

    name: str
    unit: str
    symbol: str
    label: str
    meaning: str
    discrete: bool
    low: float
    high: float
    n_bins: int
    compute: Callable[[DileptonEvents], FloatArray]


def lead_lep_pt(events: DileptonEvents) -> FloatArray:
    """Transverse momentum of the lepton that has more of it, in GeV.

    >>> from fivesigma.physics.examples import COLLISION
    >>> lead_lep_pt(COLLISION).item()
    80.0
    """
    return events.lead_pt


def sublead_lep_pt(events: DileptonEvents) -> FloatArray:
    """Transverse momentum of the other lepton, in GeV.

    >>> from fivesigma.physics.examples import COLLISION
    >>> sublead_lep_pt(COLLISION).item()
    60.0
    """
    return events.sublead_pt


def mll(events: DileptonEvents) -> FloatArray:
    """Invariant mass of the two leptons, in GeV.

    >>> from fivesigma.physics.examples import COLLISION
    >>> round(mll(COLLISION).item(), 2)  # sqrt(2 * 80 * 60)
    97.98
    """
    return invariant_mass(
        events.lead_pt,
        events.sublead_pt,
        eta_difference=events.lead_eta - events.sublead_eta,
        phi_difference=delta_phi(events.lead_phi, events.sublead_phi),
    )


def met(events: DileptonEvents) -> FloatArray:
    """Size of the missing transverse momentum, in GeV.

    >>> from fivesigma.physics.examples import COLLISION
    >>> met(COLLISION).item()
    150.0
    """
    return np.hypot(events.met_px, events.met_py)


def delta_r_ll(events: DileptonEvents) -> FloatArray:
    """Distance of the two leptons in the (eta, phi) plane.

    >>> from fivesigma.physics.examples import COLLISION
    >>> round(delta_r_ll(COLLISION).item(), 3)  # pi / 2
    1.571
    """
    return delta_r(events.lead_eta, events.lead_phi, events.sublead_eta, events.sublead_phi)


def _pair_momentum(events: DileptonEvents) -> tuple[FloatArray, FloatArray]:
    """Vector sum (px, py) of the two leptons, in GeV."""
    lead_px, lead_py = cartesian(events.lead_pt, events.lead_phi)
    sublead_px, sublead_py = cartesian(events.sublead_pt, events.sublead_phi)
    return lead_px + sublead_px, lead_py + sublead_py


def delta_phi_ll_met(events: DileptonEvents) -> FloatArray:
    """Azimuth between the lepton pair and the missing momentum, 0 to pi (rad).

    >>> from fivesigma.physics.examples import COLLISION
    >>> round(delta_phi_ll_met(COLLISION).item(), 3)  # back to back
    3.142
    """
    return delta_phi(azimuth(*_pair_momentum(events)), azimuth(events.met_px, events.met_py))


def fractional_pt_difference(events: DileptonEvents) -> FloatArray:
    """||ETmiss + jets| − pT(ll)| / pT(ll), without unit; pT(ll) must be > 0.

    >>> from fivesigma.physics.examples import COLLISION
    >>> round(fractional_pt_difference(COLLISION).item(), 3)  # 110 against 100 GeV
    0.1
    """
    pair_pt = np.hypot(*_pair_momentum(events))
    recoil_pt = np.hypot(events.met_px + events.jet_px, events.met_py + events.jet_py)
    difference: FloatArray = np.abs(recoil_pt - pair_pt) / pair_pt
    return difference


def met_over_ht(events: DileptonEvents) -> FloatArray:
    """ETmiss / HT, where HT is the sum of the pT of the two leptons and of the jets.

    >>> from fivesigma.physics.examples import COLLISION
    >>> round(met_over_ht(COLLISION).item(), 3)  # 150 / 180
    0.833
    """
    return met(events) / (events.lead_pt + events.sublead_pt + events.jet_scalar_sum)


def n_bjets(events: DileptonEvents) -> FloatArray:
    """Number of jets tagged as coming from a bottom quark.

    >>> from fivesigma.physics.examples import COLLISION
    >>> n_bjets(COLLISION).item()
    1.0
    """
    return events.n_bjets.astype(np.float64)


def sum_lep_charge(events: DileptonEvents) -> FloatArray:
    """Sum of the two lepton charges: -2, 0 or 2, in e.

    >>> from fivesigma.physics.examples import COLLISION
    >>> sum_lep_charge(COLLISION).item()
    0.0
    """
    return events.sum_lep_charge.astype(np.float64)


FEATURES: tuple[Feature, ...] = (
    Feature(
        name="lead_lep_pt",
        unit="GeV",
        symbol="pT(ℓ₁)",
        label="Momentum of the first lepton",
        meaning=(
            "How hard the stronger of the two leptons (electrons or muons) was kicked out "
            "sideways, across the beams; a heavy invisible partner pushes it harder."
        ),
        discrete=False,
        low=20.0,
        high=340.0,
        n_bins=32,
        compute=lead_lep_pt,
    ),
    Feature(
        name="sublead_lep_pt",
        unit="GeV",
        symbol="pT(ℓ₂)",
        label="Momentum of the second lepton",
        meaning="How hard the weaker of the two leptons was kicked out sideways.",
        discrete=False,
        low=20.0,
        high=170.0,
        n_bins=30,
        compute=sublead_lep_pt,
    ),
    Feature(
        name="mll",
        unit="GeV",
        symbol="mℓℓ",
        label="Mass of the lepton pair",
        meaning=(
            "The mass of the particle that the two leptons would come from; when they do come "
            "from a Z boson it is close to 91 GeV."
        ),
        discrete=False,
        low=60.0,
        high=122.0,
        n_bins=31,
        compute=mll,
    ),
    Feature(
        name="met",
        unit="GeV",
        symbol="ETmiss",
        label="Missing transverse momentum",
        meaning=(
            "What is missing for the sideways momenta to add up to zero: something left unseen, "
            "a neutrino or perhaps dark matter."
        ),
        discrete=False,
        low=80.0,
        high=480.0,
        n_bins=40,
        compute=met,
    ),
    Feature(
        name="delta_r_ll",
        unit="",
        symbol="ΔR(ℓℓ)",
        label="Distance between the leptons",
        meaning=(
            "How far apart the two leptons fly; the faster the Z boson they come from, the "
            "closer together they are."
        ),
        discrete=False,
        low=0.0,
        high=2.0,
        n_bins=40,
        compute=delta_r_ll,
    ),
    Feature(
        name="delta_phi_ll_met",
        unit="rad",
        symbol="Δφ(ℓℓ, ETmiss)",
        label="Angle between lepton pair and missing momentum",
        meaning=(
            "The angle, seen along the beams, between the lepton pair and the missing momentum; "
            "near π = 3.14 they fly back to back, as a Z boson and one invisible partner do."
        ),
        discrete=False,
        low=2.0,
        high=3.14,
        n_bins=38,
        compute=delta_phi_ll_met,
    ),
    Feature(
        name="fractional_pt_difference",
        unit="",
        symbol="|ΔpT| / pT(ℓℓ)",
        label="Momentum imbalance",
        meaning=(
            "How badly the lepton pair is balanced by everything else, jets and missing "
            "momentum together; 0 is perfect balance, 0.3 is 30\N{NO-BREAK SPACE}% off."
        ),
        discrete=False,
        low=0.0,
        high=0.3,
        n_bins=30,
        compute=fractional_pt_difference,
    ),
    Feature(
        name="met_over_ht",
        unit="",
        symbol="ETmiss / HT",
        label="Missing momentum compared with the visible",
        meaning=(
            "The missing momentum divided by all the sideways momentum that was seen in leptons "
            "and jets; it is small when the missing part is only a badly measured jet."
        ),
        discrete=False,
        low=0.5,
        high=1.3,
        n_bins=40,
        compute=met_over_ht,
    ),
    Feature(
        name="n_bjets",
        unit="",
        symbol="N(b-jets)",
        label="Number of b-jets",
        meaning=(
            "How many sprays of particles look as if a bottom quark started them; top quarks "
            "make bottom quarks, dark matter does not."
        ),
        discrete=True,
        low=-0.5,
        high=1.5,
        n_bins=2,
        compute=n_bjets,
    ),
    Feature(
        name="sum_lep_charge",
        unit="e",
        symbol="Σq(ℓ)",
        label="Sum of the lepton charges",
        meaning=(
            "The two electric charges added up: a Z boson is neutral and gives 0, so −2 or 2 "
            "means a lepton was lost or its charge was mistaken."
        ),
        discrete=True,
        low=-3.0,
        high=3.0,
        n_bins=3,
        compute=sum_lep_charge,
    ),
)


def compute_features(events: DileptonEvents) -> dict[str, FloatArray]:
    """All features of `FEATURES` as columns `(n_events,)`, in its order and units.

    >>> from fivesigma.physics.examples import COLLISION
    >>> features = compute_features(COLLISION)
    >>> len(features), features["met"].tolist()
    (10, [150.0])
    """
    return {feature.name: feature.compute(events) for feature in FEATURES}
