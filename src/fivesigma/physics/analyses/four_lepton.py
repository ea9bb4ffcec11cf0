"""Two pairs of leptons, each of one flavour and opposite charge: H → ZZ → 4ℓ and what looks alike.

The selection is that of the CMS H → 4ℓ skims (records 12361 to 12368) after the leptons: exactly
four, the pair nearer to the Z boson at 40 to 120 GeV, the other at 12 to 120 GeV. The momenta are
those of ATLAS's published example, above 25, 15 and 10 GeV for the three hardest.
"""

from collections.abc import Callable
from functools import partial
from typing import Final

import numpy as np

from fivesigma.physics.analyses.decay_angles import decay_angles
from fivesigma.physics.analyses.dimuon import LEPTON_FACTORS, LOOSE_2020, LOOSE_2025, MOMENTUM
from fivesigma.physics.analyses.objects import (
    leptons_nanoaod,
    loose_leptons_2020,
    loose_leptons_2025,
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
from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray
from fivesigma.physics.particles import Column, Particles, hardest, of_events
from fivesigma.physics.vectors import four_vector, mass_of, pt_of

Z_MASS: Final = 91.1876
"""GeV: Review of Particle Physics 2022."""
MIN_PT: Final = (25.0, 15.0, 10.0)
Z1_WINDOW: Final = (40.0, 120.0)
Z2_WINDOW: Final = (12.0, 120.0)
_PAIRINGS: Final = np.array([[0, 1, 2, 3], [0, 2, 1, 3], [0, 3, 1, 2]])
"""The three ways to make two pairs of four leptons."""


def select_four_lepton(
    collisions: Collisions, *, leptons_of: Callable[[Collisions], Particles]
) -> Selection:
    """Two lepton pairs as from two Z bosons; `leptons_of` says which leptons count.

    It returns pt, eta, phi, charge and flavour of each.
    """
    leptons = leptons_of(collisions)
    cuts = next_cut(
        all_collisions(collisions.n_events), "exactly four leptons", leptons.counts == 4
    )
    four = hardest(of_events(leptons, cuts[-1][1]), 4)
    is_hard = np.logical_and.reduce(four["pt"][:, :3] > np.array(MIN_PT), axis=1)
    cuts, four = _cut(cuts, four, "lepton momenta above 25, 15, 10 GeV", is_hard)
    allowed = _allowed_pairings(four)
    is_paired = np.logical_or.reduce(allowed, axis=1)
    cuts, four = _cut(cuts, four, "two pairs of one flavour and opposite charge", is_paired)
    vectors = _by_pair(four, allowed[is_paired])
    for name, window, first in (("mz1", Z1_WINDOW, 0), ("mz2", Z2_WINDOW, 2)):
        mass = mass_of(vectors[:, first] + vectors[:, first + 1])
        cuts = next_cut(cuts, _window_label(name, window), _is_inside(mass, window))
        vectors = vectors[_is_inside(mass, window)]
    return Selection(cuts=cuts, variables=_variables(vectors))


def _window_label(name: str, window: tuple[float, float]) -> str:
    return f"{window[0]:g} < {name} < {window[1]:g} GeV"


def _is_inside(mass: FloatArray, window: tuple[float, float]) -> BoolArray:
    inside: BoolArray = (mass > window[0]) & (mass < window[1])
    return inside


def _cut(
    cuts: tuple[tuple[str, IntArray], ...], columns: dict[str, Column], name: str, kept: BoolArray
) -> tuple[tuple[tuple[str, IntArray], ...], dict[str, Column]]:
    return next_cut(cuts, name, kept), {key: values[kept] for key, values in columns.items()}


def _allowed_pairings(four: dict[str, Column]) -> BoolArray:
    """Which of the three pairings has twice one flavour and opposite charges, `(n_events, 3)`."""
    charge, flavour = four["charge"][:, _PAIRINGS], four["flavour"][:, _PAIRINGS]
    is_neutral = (charge[..., 0] + charge[..., 1] == 0) & (charge[..., 2] + charge[..., 3] == 0)
    is_alike = (flavour[..., 0] == flavour[..., 1]) & (flavour[..., 2] == flavour[..., 3])
    allowed: BoolArray = is_neutral & is_alike
    return allowed


def _by_pair(four: dict[str, Column], allowed: BoolArray) -> FloatArray:
    """Four-vectors `(n_events, 4, 4)`: of Z1 the negative and the positive lepton, then of Z2.

    Z1 is the pair, of all allowed ones, whose mass is nearest to that of the Z boson.
    """
    vectors = four_vector(four["pt"], four["eta"], four["phi"])
    orders = np.concatenate([_PAIRINGS, _PAIRINGS[:, [2, 3, 0, 1]]])
    mass = mass_of(vectors[:, orders[:, 0]] + vectors[:, orders[:, 1]])
    distance = np.where(np.tile(allowed, 2), np.abs(mass - Z_MASS), np.inf)
    places = orders[distance.argmin(axis=1)]
    charge = np.take_along_axis(four["charge"], places, axis=1)
    places = np.where(charge == [-1, 1, -1, 1], places, places[:, [1, 0, 3, 2]])
    return np.take_along_axis(vectors, places[:, :, None], axis=1)


def _variables(vectors: FloatArray) -> dict[str, FloatArray]:
    z1, z2 = vectors[:, 0] + vectors[:, 1], vectors[:, 2] + vectors[:, 3]
    return {
        **decay_angles(*(vectors[:, i] for i in range(4))),
        "m4l": mass_of(z1 + z2),
        "mz1": mass_of(z1),
        "mz2": mass_of(z2),
        "pt4l": pt_of(z1 + z2),
        "ptz1": pt_of(z1),
        "ptz2": pt_of(z2),
    }


def select_skimmed(collisions: Collisions) -> Selection:
    """All collisions of a CMS skim, which has the variables already, within the two Z windows."""
    cuts = all_collisions(collisions.n_events)
    variables = {v.name: collisions.event[v.name].astype(np.float64) for v in FOUR_LEPTON.variables}
    for name, window in (("mz1", Z1_WINDOW), ("mz2", Z2_WINDOW)):
        inside = _is_inside(variables[name], window)
        cuts, variables = _cut(cuts, variables, _window_label(name, window), inside)
    return Selection(cuts=cuts, variables=variables)


def leptons_2020(collisions: Collisions) -> Particles:
    """The leptons that count in the 2020 release of ATLAS."""
    return loose_leptons_2020(collisions.particles["lepton"])


def leptons_2025(collisions: Collisions) -> Particles:
    """The leptons that count in the 2025 release of ATLAS."""
    return loose_leptons_2025(collisions.particles["lepton"])


def leptons_cms(collisions: Collisions) -> Particles:
    """The leptons that count in NanoAOD."""
    return leptons_nanoaod(
        collisions.particles["electron"], collisions.particles["muon"], tight=False
    )


NANOAOD: Final = (
    *(f"{kind}.{name}" for kind in ("electron", "muon") for name in ("pt", "eta", "phi", "charge")),
    "electron.identification",
    "muon.relative_isolation",
)


def _angle(name: str, low: float, definition: str) -> Variable:
    return Variable(name=name, unit="rad", low=low, high=np.pi, definition=definition)


def _energy(name: str, low: float, high: float, definition: str) -> Variable:
    return Variable(name=name, unit="GeV", low=low, high=high, definition=definition)


FOUR_LEPTON: Final = Analysis(
    name="four-lepton",
    title="Four leptons",
    version=1,
    filesets=(
        "atlas-2020-4lep",
        "atlas-2020-4lep-copy",
        "atlas-2025-4lep",
        "atlas-2025-exactly4lep",
        "cms-h4l-skims",
    ),
    variables=(
        _angle(
            "theta_star",
            0.0,
            "Angle of the first Z boson to the beam, where the four leptons are at rest.",
        ),
        _angle("phi", -np.pi, "Angle between the decay planes of the two Z bosons."),
        _angle(
            "phi1",
            -np.pi,
            "Angle between the decay plane of the first Z boson and the plane of the beam and "
            "the Z boson.",
        ),
        _angle("theta1", 0.0, "Angle of the lepton in the decay of the first Z boson."),
        _angle("theta2", 0.0, "Angle of the lepton in the decay of the second Z boson."),
        _energy(
            "m4l",
            50.0,
            8000.0,
            "Mass of the four leptons; near 125 GeV when they come from a Higgs boson.",
        ),
        _energy("mz1", *Z1_WINDOW, "Mass of the first lepton pair, the one nearer to the Z boson."),
        _energy("mz2", *Z2_WINDOW, "Mass of the second lepton pair."),
        _energy("pt4l", 0.0, 4000.0, "Momentum of the four leptons together across the beam."),
        _energy("ptz1", 0.0, 4000.0, "Momentum of the first lepton pair across the beam."),
        _energy("ptz2", 0.0, 4000.0, "Momentum of the second lepton pair across the beam."),
    ),
    readers=(
        Reader(
            schema="atlas-2020",
            needs=(*MOMENTUM, *LOOSE_2020),
            scale_factors=LEPTON_FACTORS,
            select=partial(select_four_lepton, leptons_of=leptons_2020),
        ),
        Reader(
            schema="atlas-2025",
            needs=(*MOMENTUM, *LOOSE_2025),
            scale_factors=LEPTON_FACTORS,
            select=partial(select_four_lepton, leptons_of=leptons_2025),
        ),
        Reader(
            schema="cms-nanoaod",
            needs=(*NANOAOD, "muon.is_loose"),
            scale_factors=(),
            select=partial(select_four_lepton, leptons_of=leptons_cms),
        ),
        Reader(
            schema="cms-four-lepton-skim",
            needs=tuple(
                f"event.{name}"
                for name in (
                    "theta_star",
                    "phi",
                    "phi1",
                    "theta1",
                    "theta2",
                    "m4l",
                    "mz1",
                    "mz2",
                    "pt4l",
                    "ptz1",
                    "ptz2",
                )
            ),
            scale_factors=(),
            select=select_skimmed,
        ),
    ),
)
