"""Which leptons, photons and jets count: each release's own quality criteria, on its own columns.

Momenta in GeV. Each function takes `Particles` with the columns it names and returns those that
count. The working points are those of the releases' published examples; where they leave a choice,
it is ours and stands here.
"""

from typing import Final

import numpy as np

from fivesigma.physics.kinematics import BoolArray
from fivesigma.physics.particles import Column, Particles, kept_particles, together

ELECTRON, MUON = 11, 13
CRACK: Final = (1.37, 1.52)  # |eta| between the barrel and the end-caps of ATLAS's calorimeter
MV2C10_77: Final = 0.6459
"""Value above which 77 % of the b-jets lie: ATL-OREACH-PUB-2020-001."""
BTAG_QUANTILE_77: Final = 3
"""`jet_btag_quantile` is 1 to 5 for efficiencies of 100, 85, 77, 70, 60 %: 77 % is 3 and above."""


def tight_leptons_2020(leptons: Particles) -> Particles:
    """Tight and isolated: less than 15 % of the momentum in tracks and in clusters around.

    Columns pt, flavour, eta, is_tight, track_isolation, cluster_isolation (GeV).
    """
    is_isolated = (leptons["track_isolation"] < 0.15 * leptons["pt"]) & (
        leptons["cluster_isolation"] < 0.15 * leptons["pt"]
    )
    return kept_particles(leptons, leptons["is_tight"].astype(bool) & is_isolated)


def loose_leptons_2020(leptons: Particles) -> Particles:
    """Loosely isolated, as the four-lepton search has them: less than 30 % around, from the vertex.

    Columns pt, eta, track_isolation, cluster_isolation (GeV), d0_significance, z0 (mm), flavour.
    """
    is_isolated = (leptons["track_isolation"] < 0.3 * leptons["pt"]) & (
        leptons["cluster_isolation"] < 0.3 * leptons["pt"]
    )
    return kept_particles(leptons, is_isolated & _is_from_the_vertex(leptons))


def tight_leptons_2025(leptons: Particles) -> Particles:
    """Tight identification and isolation, as the release flags them: is_tight, is_isolated."""
    is_tight = leptons["is_tight"].astype(bool) & leptons["is_isolated"].astype(bool)
    return kept_particles(leptons, is_tight)


def loose_leptons_2025(leptons: Particles) -> Particles:
    """Loose electrons, medium muons, loosely isolated, from the vertex.

    Columns is_loose, is_medium, is_loosely_isolated, flavour, d0_significance, z0 (mm), eta.
    """
    is_electron = leptons["flavour"] == ELECTRON
    is_identified = np.where(is_electron, leptons["is_loose"], leptons["is_medium"]).astype(bool)
    is_good = is_identified & leptons["is_loosely_isolated"].astype(bool)
    return kept_particles(leptons, is_good & _is_from_the_vertex(leptons))


def _is_from_the_vertex(leptons: Particles) -> BoolArray:
    """|z0 sin θ| < 0.5 mm, and d0 below 5 (electrons) or 3 (muons) of its uncertainty."""
    max_significance = np.where(leptons["flavour"] == ELECTRON, 5.0, 3.0)
    is_near: BoolArray = (np.abs(leptons["z0"]) < 0.5 * np.cosh(leptons["eta"])) & (
        np.abs(leptons["d0_significance"]) < max_significance
    )
    return is_near


def leptons_nanoaod(electrons: Particles, muons: Particles, *, tight: bool) -> Particles:
    """Electrons and muons of NanoAOD that count, in one; `tight` asks for more of both.

    Electrons: cut-based identification 4 (tight) or 2 (loose), where isolation is part of it;
    muons: tight or loose flag and relative isolation below 0.15 or 0.35.
    """
    is_muon_good = muons["is_tight" if tight else "is_loose"].astype(bool) & (
        muons["relative_isolation"] < (0.15 if tight else 0.35)
    )
    kinds = (
        (electrons, electrons["identification"] >= (4 if tight else 2), ELECTRON),
        (muons, is_muon_good, MUON),
    )
    electron, muon = (kept_particles(_with_flavour(kind, f), good) for kind, good, f in kinds)
    return together(electron, muon)


def _with_flavour(leptons: Particles, flavour: int) -> Particles:
    columns: dict[str, Column] = {n: leptons[n] for n in ("pt", "eta", "phi", "charge")}
    columns["flavour"] = np.full(len(columns["pt"]), flavour, dtype=np.int32)
    return Particles(counts=leptons.counts, columns=columns)


def is_in_acceptance(eta: Column, *, max_abs_eta: float) -> BoolArray:
    """Keep what is within `max_abs_eta` and not between barrel and end-cap.

    >>> is_in_acceptance(np.array([0.0, 1.4, -2.5]), max_abs_eta=2.37).tolist()
    [True, False, False]
    """
    distance = np.abs(eta)
    inside: BoolArray = (distance < max_abs_eta) & ~((distance > CRACK[0]) & (distance < CRACK[1]))
    return inside


def jets_2020(jets: Particles) -> Particles:
    """Jets above 20 GeV, soft central ones only if they come from the vertex (pt, eta, jvt).

    The vertex tagger decides below 60 GeV and |eta| < 2.4, at 0.59: arXiv:1510.03823.
    """
    from_vertex = (jets["jvt"] > 0.59) | (jets["pt"] > 60.0) | (np.abs(jets["eta"]) > 2.4)
    return kept_particles(jets, (jets["pt"] > 20.0) & from_vertex)


def jets_2025(jets: Particles) -> Particles:
    """Jets above 20 GeV that the vertex tagger accepts; here `jvt` is its decision."""
    return kept_particles(jets, (jets["pt"] > 20.0) & jets["jvt"].astype(bool))


def photons_2020(photons: Particles) -> Particles:
    """Tight photons, less than 6.5 % of the momentum around, outside the gap of the calorimeter.

    Columns pt, eta, is_tight, track_isolation, cluster_isolation (GeV).
    """
    is_isolated = (photons["track_isolation"] < 0.065 * photons["pt"]) & (
        photons["cluster_isolation"] < 0.065 * photons["pt"]
    )
    is_good = photons["is_tight"].astype(bool) & is_isolated
    return kept_particles(photons, is_good & is_in_acceptance(photons["eta"], max_abs_eta=2.37))


def photons_2025(photons: Particles) -> Particles:
    """Photons that the release flags as tight and tightly isolated, outside the gap."""
    is_good = photons["is_tight"].astype(bool) & photons["is_isolated"].astype(bool)
    return kept_particles(photons, is_good & is_in_acceptance(photons["eta"], max_abs_eta=2.37))


def photons_nanoaod(photons: Particles) -> Particles:
    """Photons of cut-based identification 2 (medium) or 3 (tight) that are no electron."""
    is_good = (photons["identification"] >= 2) & photons["electron_veto"].astype(bool)
    return kept_particles(photons, is_good)
