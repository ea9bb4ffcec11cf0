"""Two muons of opposite charge: every particle that decays so makes a peak, from the ρ to the Z.

The selection is that of the CMS dimuon spectrum (record 12342): exactly two muons, charges that
cancel. ATLAS muons have to be loosely isolated and from the vertex besides.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

from fivesigma.physics.analyses.objects import MUON, loose_leptons_2020, loose_leptons_2025
from fivesigma.physics.analyses.record import (
    Analysis,
    Collisions,
    Reader,
    Selection,
    Variable,
    all_collisions,
    next_cut,
)
from fivesigma.physics.kinematics import FloatArray, delta_r
from fivesigma.physics.particles import Column, Particles, hardest, kept_particles, of_events
from fivesigma.physics.vectors import eta_of, four_vector, mass_of, pt_of

MUON_MASS: Final = 0.1056583755
"""GeV: Review of Particle Physics 2022."""


def select_dimuon(
    collisions: Collisions, *, muons_of: Callable[[Collisions], Particles]
) -> Selection:
    """Exactly two muons of opposite charge; `muons_of` says which count (pt, eta, phi, charge)."""
    muons = muons_of(collisions)
    cuts = next_cut(all_collisions(collisions.n_events), "exactly two muons", muons.counts == 2)
    pair = hardest(of_events(muons, cuts[-1][1]), 2)
    is_opposite = pair["charge"].sum(axis=1) == 0
    cuts = next_cut(cuts, "opposite charge", is_opposite)
    return Selection(
        cuts=cuts,
        variables=_variables({name: values[is_opposite] for name, values in pair.items()}),
    )


def _variables(pair: dict[str, Column]) -> dict[str, FloatArray]:
    vectors = four_vector(pair["pt"], pair["eta"], pair["phi"], MUON_MASS)
    both = vectors.sum(axis=1)
    eta, phi = pair["eta"], pair["phi"]
    return {
        "m_mumu": mass_of(both),
        "pt_mumu": pt_of(both),
        "eta_mumu": eta_of(both),
        "lead_mu_pt": pair["pt"][:, 0],
        "sublead_mu_pt": pair["pt"][:, 1],
        "lead_mu_eta": eta[:, 0],
        "sublead_mu_eta": eta[:, 1],
        "delta_r_mumu": delta_r(eta[:, 0], phi[:, 0], eta[:, 1], phi[:, 1]),
    }


def muons_nanoaod(collisions: Collisions) -> Particles:
    """Every muon of NanoAOD."""
    return collisions.particles["muon"]


def muons_2020(collisions: Collisions) -> Particles:
    """The muons among the leptons that count in the 2020 release."""
    return _only_muons(loose_leptons_2020(collisions.particles["lepton"]))


def muons_2025(collisions: Collisions) -> Particles:
    """The muons among the leptons that count in the 2025 release."""
    return _only_muons(loose_leptons_2025(collisions.particles["lepton"]))


def _only_muons(leptons: Particles) -> Particles:
    return kept_particles(leptons, leptons["flavour"] == MUON)


MOMENTUM: Final = tuple(f"lepton.{name}" for name in ("pt", "eta", "phi", "charge", "flavour"))
LOOSE_2020: Final = tuple(
    f"lepton.{name}" for name in ("track_isolation", "cluster_isolation", "z0", "d0_significance")
)
LOOSE_2025: Final = tuple(
    f"lepton.{name}"
    for name in ("is_loose", "is_medium", "is_loosely_isolated", "z0", "d0_significance")
)
LEPTON_FACTORS: Final = ("pileup", "electron", "muon", "lepton_trigger")

DIMUON: Final = Analysis(
    name="dimuon",
    title="Two muons",
    version=1,
    filesets=("atlas-2025-2muons", "cms-dimuon"),
    variables=(
        Variable(
            name="m_mumu",
            unit="GeV",
            low=0.2,
            high=1e6,
            definition="Mass of the two muons: near 91 GeV from a Z boson, 3.1 GeV from a J/ψ.",
        ),
        Variable(
            name="pt_mumu",
            unit="GeV",
            low=0.0,
            high=1e6,
            definition="Momentum of the two muons together across the beam.",
        ),
        Variable(
            name="eta_mumu",
            unit="1",
            low=-30.0,
            high=30.0,
            definition="Pseudorapidity of the two muons together.",
        ),
        Variable(
            name="lead_mu_pt",
            unit="GeV",
            low=0.0,
            high=1e6,
            definition="Momentum of the harder muon across the beam.",
        ),
        Variable(
            name="sublead_mu_pt",
            unit="GeV",
            low=0.0,
            high=1e6,
            definition="Momentum of the softer muon across the beam.",
        ),
        Variable(
            name="lead_mu_eta",
            unit="1",
            low=-10.0,
            high=10.0,
            definition="Pseudorapidity of the harder muon.",
        ),
        Variable(
            name="sublead_mu_eta",
            unit="1",
            low=-10.0,
            high=10.0,
            definition="Pseudorapidity of the softer muon.",
        ),
        Variable(
            name="delta_r_mumu",
            unit="1",
            low=0.0,
            high=7.0,
            definition="Distance of the two muons, from pseudorapidity and azimuth.",
        ),
    ),
    readers=(
        Reader(
            schema="cms-nanoaod",
            needs=("muon.pt", "muon.eta", "muon.phi", "muon.charge"),
            scale_factors=(),
            select=partial(select_dimuon, muons_of=muons_nanoaod),
        ),
        Reader(
            schema="atlas-2020",
            needs=(*MOMENTUM, *LOOSE_2020),
            scale_factors=LEPTON_FACTORS,
            select=partial(select_dimuon, muons_of=muons_2020),
        ),
        Reader(
            schema="atlas-2025",
            needs=(*MOMENTUM, *LOOSE_2025),
            scale_factors=LEPTON_FACTORS,
            select=partial(select_dimuon, muons_of=muons_2025),
        ),
    ),
)
