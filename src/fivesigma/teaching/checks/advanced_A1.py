"""Checks of part 1 of the workbook: from ROOT files to a mass."""
# ruff: noqa: N999 - named like its lesson, advanced-A1

import functools
import os
from typing import Any

import numpy as np

from fivesigma.core.settings import Settings
from fivesigma.data.trees.tree_file import inspect_file, read_chunks
from fivesigma.physics.analyses.dimuon import LOOSE_2020, MOMENTUM
from fivesigma.physics.analyses.four_lepton import leptons_2020
from fivesigma.physics.analyses.record import Collisions
from fivesigma.physics.kinematics import BoolArray, FloatArray, IntArray
from fivesigma.physics.vectors import four_vector, mass_of
from fivesigma.teaching.checks.compare import Mistake, choice, function, mask, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.teaching.four_leptons import atlas_collisions, atlas_files
from fivesigma.workflow.building.part import collisions_of

WINDOW_GEV = (115.0, 130.0)

# Charges of four leptons, and their flavours: proper pairs, and every way to fall short of them.
_CHARGE = np.array(
    [[1, -1, 1, -1], [1, 1, -1, -1], [1, -1, 1, -1], [1, 1, -1, -1], [1, 1, 1, -1], [-1, -1, 1, 1]]
)
_FLAVOUR = np.array(
    [
        [11, 11, 13, 13],
        [11, 11, 13, 13],
        [13, 13, 11, 13],
        [11, 11, 11, 11],
        [13, 13, 13, 13],
        [13, 11, 13, 11],
    ]
)
_PT = np.array([[50.0, 40.0, 30.0, 20.0], [90.0, 25.0, 18.0, 11.0], [33.0, 31.0, 12.0, 10.5]])
_ETA = np.array([[0.1, -0.7, 1.1, 2.0], [-2.2, 0.3, 0.9, -1.4], [0.0, 0.4, -0.2, 1.8]])
_PHI = np.array([[0.3, 2.9, -1.2, -2.8], [-3.0, 0.2, 1.7, 2.4], [1.0, -1.9, 3.0, -0.4]])

_REASONS = {
    "a": "Ordinary ZZ events fall in that window, too. How many are expected without any Higgs?",
    "b": "A small count is what a small signal gives. What was expected with a Higgs boson?",
    "c": (
        "a count becomes evidence only beside a prediction, with the uncertainty of both. "
        "That is what simulation is for."
    ),
    "d": "An excess over what? And for a few events √n is no good bar: look at the interval.",
}


def median_pt(given: object) -> Verdict:
    """Exercise 1: the median momentum of all leptons, in GeV."""
    pt = np.concatenate([chunk.particles["lepton"]["pt"] for chunk in _collisions()])
    return number(
        given,
        float(np.median(pt)),
        name="median_pt",
        unit="GeV",
        mistakes=[
            Mistake(float(np.mean(pt)), "That is the mean. A few huge values pull it up."),
            Mistake(
                1e3 * float(np.median(pt)), "The files are in MeV, and the answer is wanted in GeV."
            ),
        ],
    )


def has_four_good(given: object) -> Verdict:
    """Exercise 2: the mask of the collisions with exactly four good leptons."""
    n_good = np.concatenate([leptons_2020(chunk).counts for chunk in _collisions()])
    n_all = np.concatenate([chunk.particles["lepton"].counts for chunk in _collisions()])
    not_four = "These are the collisions with four leptons in the file, good or not."
    return mask(
        given,
        n_good == 4,
        name="has_four_good",
        mistakes=[
            Mistake(n_all == 4, not_four),
            Mistake(n_all >= 4, not_four),
            Mistake(n_good > 4, "More than four? Exactly four are wanted: ==."),
        ],
    )


def is_neutral(given: object) -> Verdict:
    """Exercise 3: a function that keeps the events whose charges add up to 0.

    >>> is_neutral(lambda charge: charge.sum(axis=1) != 0)
    ✗ It is True for the events to throw away. A mask is named for what it keeps.
    """
    return function(
        given,
        _is_neutral,
        [(_CHARGE,), (_CHARGE[::-1],)],
        name="is_neutral",
        mistakes=[
            Mistake(
                lambda charge: ~_is_neutral(charge),
                "It is True for the events to throw away. A mask is named for what it keeps.",
            ),
            Mistake(
                lambda charge: charge.sum(axis=0) == 0,
                "The sum runs over the events. Add up over the four leptons: axis=1.",
            ),
        ],
    )


def is_paired(given: object) -> Verdict:
    """Exercise 4: a function that keeps events with two pairs of one flavour, opposite in charge.

    >>> is_paired(lambda flavour, charge: charge.sum(axis=1) == 0)
    ✗ Neutral is not enough: electrons alone and muons alone must be neutral.
    """
    return function(
        given,
        _is_paired,
        [(_FLAVOUR, _CHARGE), (_FLAVOUR[:4], _CHARGE[:4])],
        name="is_paired",
        mistakes=[
            Mistake(
                lambda _, charge: _is_neutral(charge),
                "Neutral is not enough: electrons alone and muons alone must be neutral.",
            ),
            Mistake(
                _has_paired_types,
                "e⁺ e⁺ μ⁻ μ⁻ passes: the sum of the types does not see which lepton has which "
                "charge.",
            ),
            Mistake(
                lambda flavour, charge: ~_is_paired(flavour, charge),
                "It is True for the events to throw away. A mask is named for what it keeps.",
            ),
            Mistake(
                lambda flavour, charge: (charge * (flavour == 11)).sum(axis=1) == 0,
                "The electrons are neutral. And the muons? An event with none passes, too.",
            ),
        ],
    )


def mass_of_four(given: object) -> Verdict:
    """Exercise 5: a function that returns the invariant mass of four massless particles.

    >>> mass_of_four(lambda pt, eta, phi: pt.sum(axis=1))
    ✗ That is the sum of the momenta, not a mass: directions matter.
    """
    return function(
        given,
        _mass,
        [(_PT, _ETA, _PHI), (2 * _PT[:2], _ETA[:2], _PHI[1:])],
        name="mass_of_four",
        mistakes=[
            Mistake(
                lambda pt, _eta, _phi: pt.sum(axis=1),
                "That is the sum of the momenta, not a mass: directions matter.",
            ),
            Mistake(
                lambda pt, eta, phi: _mass(pt, eta, phi) ** 2, "That is m². The root is missing."
            ),
            Mistake(
                lambda pt, eta, _phi: (pt * np.cosh(eta)).sum(axis=1),
                "That is the energy. The momentum has to be taken off, in quadrature.",
            ),
            Mistake(
                lambda pt, eta, phi: _mass(pt, np.zeros_like(eta), phi),
                "Where is the momentum along the beam? E = pt·cosh(eta), pz = pt·sinh(eta).",
            ),
        ],
    )


def n_near_higgs(given: object) -> Verdict:
    """Exercise 6: how many measured events have a mass between 115 and 130 GeV."""
    mass = atlas_collisions().features["m4l"]
    above, below = mass > WINDOW_GEV[0], mass < WINDOW_GEV[1]
    return number(
        given,
        int((above & below).sum()),
        name="n_near_higgs",
        unit="events",
        mistakes=[
            Mistake(int(above.sum()), "That counts everything above 115 GeV."),
            Mistake(int(below.sum()), "That counts everything below 130 GeV."),
            Mistake(int((above | below).sum()), "| keeps what passes one of the two; both: &."),
        ],
    )


def what_may_be_said(given: object) -> Verdict:
    """Exercise 7: what a count tells without a prediction.

    >>> what_may_be_said("a")
    ✗ Ordinary ZZ events fall in that window, too. How many are expected without any Higgs?
    """
    return choice(given, "c", _REASONS, name="what_may_be_said")


def _is_neutral(charge: IntArray) -> BoolArray:
    neutral: BoolArray = charge.sum(axis=1) == 0
    return neutral


def _is_paired(flavour: IntArray, charge: IntArray) -> BoolArray:
    return _is_neutral(charge * (flavour == 11)) & _is_neutral(charge * (flavour == 13))


def _has_paired_types(flavour: IntArray, charge: IntArray) -> BoolArray:
    return _is_neutral(charge) & np.isin(flavour.sum(axis=1), [44, 48, 52])


def _mass(pt: FloatArray, eta: FloatArray, phi: FloatArray) -> FloatArray:
    return mass_of(four_vector(pt, eta, phi).sum(axis=1))


def _collisions() -> tuple[Collisions, ...]:
    return _read(Settings.from_environment(os.environ))


@functools.lru_cache(maxsize=1)
def _read(settings: Settings) -> tuple[Collisions, ...]:
    """All collisions of the files, before any selection, in house units."""
    needs: Any = (*MOMENTUM, *LOOSE_2020)
    files = [inspect_file(str(path), {"atlas-2020": needs}) for path in atlas_files(settings)]
    return tuple(
        collisions_of(file, raw) for file in files for raw in read_chunks(file, needs, file.chunks)
    )
