"""B → hhh: three charged hadrons, taken for kaons, that come from one B meson.

The data of the LHCb project on matter and antimatter (record 4900): are B⁺ and B⁻ mirror images?
The selection is that of its guide: no muon, each particle more like a kaon than like a pion.
"""

from typing import Final

import numpy as np

from fivesigma.physics.analyses.record import (
    Analysis,
    Collisions,
    Reader,
    Selection,
    Variable,
    all_collisions,
    next_cut,
)
from fivesigma.physics.kinematics import FloatArray
from fivesigma.physics.particles import Column
from fivesigma.physics.vectors import mass_of, pt_of

KAON_MASS: Final = 0.493677
"""GeV: Review of Particle Physics 2022."""
MIN_PROB_K, MAX_PROB_PI = 0.5, 0.5
_PAIRS: Final = ((0, 1), (0, 2), (1, 2))


def select_three_hadrons(collisions: Collisions) -> Selection:
    """Collisions with three kaons of total charge ±1."""
    event = {name: _of_all(collisions, name) for name in ("is_muon", "prob_k", "prob_pi", "charge")}
    is_kaon = (event["prob_k"] > MIN_PROB_K) & (event["prob_pi"] < MAX_PROB_PI)
    cuts = all_collisions(collisions.n_events)
    for name, passed in (
        ("no muon", np.logical_and.reduce(event["is_muon"] == 0, axis=1)),
        ("three kaons", np.logical_and.reduce(is_kaon, axis=1)),
        ("total charge ±1", np.abs(event["charge"].sum(axis=1)) == 1),
    ):
        cuts = next_cut(cuts, name, passed[cuts[-1][1]])
    return Selection(cuts=cuts, variables=_variables(collisions, cuts[-1][1], event))


def _of_all(collisions: Collisions, name: str) -> Column:
    """A column of each of the three hadrons, `(n_events, 3)`."""
    return np.stack([collisions.event[f"h{i}_{name}"] for i in (1, 2, 3)], axis=1)


def _variables(
    collisions: Collisions, kept: Column, event: dict[str, Column]
) -> dict[str, FloatArray]:
    momentum = np.stack([_of_all(collisions, f"p{axis}")[kept] for axis in "xyz"], axis=-1)
    energy = np.sqrt((momentum**2).sum(axis=-1) + KAON_MASS**2)
    vectors = np.concatenate([energy[..., None], momentum], axis=-1)
    whole = vectors.sum(axis=1)
    charge = event["charge"][kept]
    pairs = np.stack([mass_of(vectors[:, i] + vectors[:, j]) for i, j in _PAIRS], axis=1)
    is_neutral = np.stack([charge[:, i] + charge[:, j] == 0 for i, j in _PAIRS], axis=1)
    return {
        "m_kkk": mass_of(whole),
        "m_kk_low": np.where(is_neutral, pairs, np.inf).min(axis=1, initial=np.inf),
        "m_kk_high": np.where(is_neutral, pairs, 0.0).max(axis=1, initial=0.0),
        "p_b": np.linalg.norm(whole[:, 1:], axis=-1),
        "pt_b": pt_of(whole),
        "charge_b": charge.sum(axis=1).astype(np.float64),
    }


THREE_HADRONS: Final = Analysis(
    name="three-hadrons",
    title="Three charged hadrons",
    version=1,
    filesets=("lhcb-bhhh",),
    variables=(
        Variable(
            name="m_kkk",
            unit="GeV",
            low=1.4,
            high=1e4,
            definition="Mass of the three hadrons as kaons; 5.28 GeV when from a B meson.",
        ),
        Variable(
            name="m_kk_low",
            unit="GeV",
            low=0.9,
            high=1e4,
            definition="Mass of the lighter of the two pairs of opposite charge.",
        ),
        Variable(
            name="m_kk_high",
            unit="GeV",
            low=0.9,
            high=1e4,
            definition="Mass of the heavier of the two pairs of opposite charge.",
        ),
        Variable(
            name="p_b", unit="GeV", low=0.0, high=1e5, definition="Momentum of the three hadrons."
        ),
        Variable(
            name="pt_b",
            unit="GeV",
            low=0.0,
            high=1e5,
            definition="Momentum of the three hadrons across the beam.",
        ),
        Variable(
            name="charge_b",
            unit="e",
            low=-1.0,
            high=1.0,
            definition="Charge of the three hadrons: +1 for matter (B⁺), −1 for antimatter (B⁻).",
            integer=True,
        ),
    ),
    readers=(
        Reader(
            schema="lhcb-three-hadrons",
            needs=tuple(
                f"event.h{i}_{name}"
                for i in (1, 2, 3)
                for name in ("px", "py", "pz", "charge", "prob_k", "prob_pi", "is_muon")
            ),
            scale_factors=(),
            select=select_three_hadrons,
        ),
    ),
)
