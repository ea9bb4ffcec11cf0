"""Two photons: H → γγ on its smooth background, with the selection of the ATLAS measurement.

Two tight, isolated photons above 35 and 25 GeV, with more than 35 % and 25 % of the mass of the
pair, which is at 105 to 160 GeV: arXiv:1802.04146, section 5, and the example of the 2020 release.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from fivesigma.physics.analyses.objects import (
    photons_2020,
    photons_2025,
    photons_nanoaod,
)
from fivesigma.physics.analyses.record import (
    Analysis,
    Collisions,
    Reader,
    Selection,
    Variable,
    all_collisions,
    next_cut,
)
from fivesigma.physics.kinematics import BoolArray, FloatArray, delta_r
from fivesigma.physics.particles import Column, Particles, hardest, kept_particles, of_events
from fivesigma.physics.vectors import four_vector, mass_of, pt_of

MIN_PT: Final = (35.0, 25.0)
MASS_WINDOW: Final = (105.0, 160.0)


def select_diphoton(
    collisions: Collisions, *, photons_of: Callable[[Particles], Particles], triggered: bool
) -> Selection:
    """Collisions with two photons; `photons_of` gives those that count of all that the file has.

    `triggered`: whether the file says that photons started the recording, which is asked for then.
    """
    cuts = all_collisions(collisions.n_events)
    if triggered:
        cuts = next_cut(cuts, "photon trigger", collisions.event["photon_trigger"].astype(bool))
    photons = photons_of(of_events(collisions.particles["photon"], cuts[-1][1]))
    photons = kept_particles(photons, photons["pt"] > MIN_PT[1])
    has_two = photons.counts >= 2
    cuts = next_cut(cuts, "two photons above 25 GeV", has_two)
    pair = hardest(of_events(photons, np.flatnonzero(has_two)), 2)
    variables = _variables(pair)
    for name, is_kept in _cuts_on_pairs():
        kept = is_kept(variables)
        cuts = next_cut(cuts, name, kept)
        variables = {key: values[kept] for key, values in variables.items()}
    return Selection(cuts=cuts, variables=variables)


def _cuts_on_pairs() -> tuple[tuple[str, Callable[[dict[str, FloatArray]], BoolArray]], ...]:
    return (
        ("the first above 35 GeV", lambda v: v["lead_y_pt"] > MIN_PT[0]),
        ("the first above 35 % of their mass", lambda v: v["lead_y_pt"] > 0.35 * v["m_yy"]),
        ("the second above 25 % of it", lambda v: v["sublead_y_pt"] > 0.25 * v["m_yy"]),
        (
            "105 < m_yy < 160 GeV",
            lambda v: (v["m_yy"] > MASS_WINDOW[0]) & (v["m_yy"] < MASS_WINDOW[1]),
        ),
    )


def _variables(pair: dict[str, Column]) -> dict[str, FloatArray]:
    """The variables of each pair; |cos θ*| is in the Collins-Soper frame, as in the same paper."""
    both = four_vector(pair["pt"], pair["eta"], pair["phi"]).sum(axis=1)
    mass, pt = mass_of(both), pt_of(both)
    (lead_pt, sublead_pt), (lead_eta, sublead_eta), (lead_phi, sublead_phi) = (
        pair[name].astype(np.float64).T for name in ("pt", "eta", "phi")
    )
    opening = np.abs(np.sinh(lead_eta - sublead_eta))
    with np.errstate(divide="ignore", invalid="ignore"):  # a pair without mass is cut away
        cosine = opening / np.hypot(1.0, pt / mass) * 2.0 * lead_pt * sublead_pt / mass**2
    return {
        "m_yy": mass,
        "pt_yy": pt,
        "lead_y_pt": lead_pt,
        "sublead_y_pt": sublead_pt,
        "lead_y_eta": lead_eta,
        "sublead_y_eta": sublead_eta,
        "delta_r_yy": delta_r(lead_eta, lead_phi, sublead_eta, sublead_phi),
        "abs_cos_theta_star": np.minimum(cosine, 1.0),
    }


MOMENTUM: Final = ("photon.pt", "photon.eta", "photon.phi")


def _variable(name: str, unit: str, low: float, high: float, definition: str) -> Variable:
    return Variable(name=name, unit=unit, low=low, high=high, definition=definition)


DIPHOTON: Final = Analysis(
    name="diphoton",
    title="Two photons",
    version=1,
    filesets=("atlas-2020-gamgam", "atlas-2025-gamgam"),
    variables=(
        _variable("m_yy", "GeV", *MASS_WINDOW, "Mass of the two photons."),
        _variable("pt_yy", "GeV", 0.0, 1e5, "Momentum of both photons together across the beam."),
        _variable("lead_y_pt", "GeV", 0.0, 1e5, "Momentum of the harder photon across the beam."),
        _variable(
            "sublead_y_pt", "GeV", 0.0, 1e5, "Momentum of the softer photon across the beam."
        ),
        _variable("lead_y_eta", "1", -3.0, 3.0, "Pseudorapidity of the harder photon."),
        _variable("sublead_y_eta", "1", -3.0, 3.0, "Pseudorapidity of the softer photon."),
        _variable("delta_r_yy", "1", 0.0, 7.0, "Distance of the photons in (η, φ)."),
        _variable(
            "abs_cos_theta_star",
            "1",
            0.0,
            1.0,
            "How far along the beam the photons fly, where their pair is at rest; 0 is across.",
        ),
    ),
    readers=(
        Reader(
            schema="atlas-2020",
            needs=(
                *MOMENTUM,
                "photon.is_tight",
                "photon.track_isolation",
                "photon.cluster_isolation",
                "event.photon_trigger",
            ),
            scale_factors=("pileup", "photon", "photon_trigger"),
            select=partial(select_diphoton, photons_of=photons_2020, triggered=True),
        ),
        Reader(
            schema="atlas-2025",
            needs=(*MOMENTUM, "photon.is_tight", "photon.is_isolated", "event.photon_trigger"),
            scale_factors=("pileup", "photon"),
            select=partial(select_diphoton, photons_of=photons_2025, triggered=True),
        ),
        Reader(
            schema="cms-nanoaod",
            needs=(*MOMENTUM, "photon.identification", "photon.electron_veto"),
            scale_factors=(),
            select=partial(select_diphoton, photons_of=photons_nanoaod, triggered=False),
        ),
    ),
)
