"""Two leptons and missing momentum: the search for dark matter beside a Z boson (mono-Z).

Variables and preselection are those of the ATLAS dark-matter set (record atlas-93942), so that its
simulation and data that are selected here can stand in one picture. How its authors chose leptons
and jets is not published; these are the choices that are: two tight, isolated leptons of one
flavour, above 25 and 20 GeV, and an electron or muon trigger, as in ATLAS's published examples
(its softest first lepton has 28 GeV), and jets above 20 GeV.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

import numpy as np

from fivesigma.physics.analyses.dimuon import LEPTON_FACTORS, MOMENTUM
from fivesigma.physics.analyses.objects import (
    BTAG_QUANTILE_77,
    MV2C10_77,
    jets_2020,
    jets_2025,
    tight_leptons_2020,
    tight_leptons_2025,
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
from fivesigma.physics.features import FEATURES, compute_features
from fivesigma.physics.kinematics import BoolArray, IntArray, cartesian
from fivesigma.physics.objects import DileptonEvents
from fivesigma.physics.particles import (
    Column,
    Particles,
    hardest,
    kept_particles,
    of_events,
    sum_per_event,
)
from fivesigma.physics.selection import PRESELECTION

MIN_LEAD_PT: Final = 25.0
MIN_SUBLEAD_PT: Final = 20.0
UNITS: Final[dict[str, str]] = {"met": "GeV", "mll": "GeV", "delta_phi_ll_met": "rad"}


def select_dilepton_met(
    collisions: Collisions,
    *,
    leptons_of: Callable[[Particles], Particles],
    jets_of: Callable[[Particles], Particles],
    min_b_tag: float,
) -> Selection:
    """Collisions of the preselection; a jet is a b-jet from `min_b_tag` of its tag on.

    `leptons_of`, `jets_of`: those that count, of all that the file has.
    """
    event = collisions.event
    is_triggered = event["electron_trigger"].astype(bool) | event["muon_trigger"].astype(bool)
    cuts = next_cut(all_collisions(collisions.n_events), "electron or muon trigger", is_triggered)
    leptons = leptons_of(of_events(collisions.particles["lepton"], cuts[-1][1]))
    leptons = kept_particles(leptons, leptons["pt"] > MIN_SUBLEAD_PT)
    has_pair = leptons.counts == 2
    cuts = next_cut(cuts, "exactly two leptons above 20 GeV", has_pair)
    pair = hardest(of_events(leptons, np.flatnonzero(has_pair)), 2)
    is_good = (pair["flavour"][:, 0] == pair["flavour"][:, 1]) & (pair["pt"][:, 0] > MIN_LEAD_PT)
    cuts = next_cut(cuts, "of one flavour, the first above 25 GeV", is_good)
    pair = {name: values[is_good] for name, values in pair.items()}
    kept = cuts[-1][1]
    jets = jets_of(of_events(collisions.particles["jet"], kept))
    features = compute_features(
        _dilepton_events(event, kept, pair, jets, jets["b_tag"] >= min_b_tag)
    )
    for name, (low, high) in PRESELECTION.items():
        inside = (features[name] > low) & (features[name] < high)
        cuts = next_cut(cuts, _label(name, low, high), inside)
        features = {key: values[inside] for key, values in features.items()}
    return Selection(cuts=cuts, variables=features)


def _label(name: str, low: float, high: float) -> str:
    """The cut as one writes it, with its unit."""
    unit = f" {UNITS[name]}" if name in UNITS else ""
    if np.isinf(high):
        return f"{name} > {low:g}{unit}"
    left = "" if np.isinf(low) else f"{low:g} < "
    return f"{left}{name} < {high:g}{unit}"


def _dilepton_events(
    event: Mapping[str, Column],
    kept: IntArray,
    pair: dict[str, Column],
    jets: Particles,
    is_b_jet: BoolArray,
) -> DileptonEvents:
    met_px, met_py = cartesian(event["met"][kept], event["met_phi"][kept])
    jet_px, jet_py = cartesian(jets["pt"], jets["phi"])
    (lead_pt, sublead_pt), (lead_eta, sublead_eta), (lead_phi, sublead_phi) = (
        pair[name].astype(np.float64).T for name in ("pt", "eta", "phi")
    )
    return DileptonEvents(
        lead_pt=lead_pt,
        lead_eta=lead_eta,
        lead_phi=lead_phi,
        sublead_pt=sublead_pt,
        sublead_eta=sublead_eta,
        sublead_phi=sublead_phi,
        sum_lep_charge=pair["charge"].sum(axis=1).astype(np.int64),
        met_px=met_px,
        met_py=met_py,
        jet_px=sum_per_event(jet_px, jets),
        jet_py=sum_per_event(jet_py, jets),
        jet_scalar_sum=sum_per_event(jets["pt"].astype(np.float64), jets),
        n_bjets=kept_particles(jets, is_b_jet).counts,
    )


POSSIBLE: Final[dict[str, tuple[float, float]]] = {
    "lead_lep_pt": (0.0, 1e5),
    "sublead_lep_pt": (0.0, 1e5),
    "mll": (61.0, 122.0),
    "met": (80.0, 1e5),
    "delta_r_ll": (0.0, 2.0),
    "delta_phi_ll_met": (2.0, np.pi),
    "fractional_pt_difference": (0.0, 0.3),
    "met_over_ht": (0.5, 100.0),
    "n_bjets": (0.0, 1.0),
    "sum_lep_charge": (-2.0, 2.0),
}
"""Lowest and highest value after the preselection, in the feature's unit."""

JETS: Final = ("jet.pt", "jet.eta", "jet.phi", "jet.jvt", "jet.b_tag")
EVENT: Final = ("event.electron_trigger", "event.muon_trigger", "event.met", "event.met_phi")

DILEPTON_MET: Final = Analysis(
    name="dilepton-met",
    title="Two leptons and missing momentum",
    version=1,
    filesets=("atlas-2020-2lep", "atlas-2020-exactly2lep", "atlas-2025-2to4lep"),
    variables=tuple(
        Variable(
            name=feature.name,
            unit=feature.unit or "1",
            low=POSSIBLE[feature.name][0],
            high=POSSIBLE[feature.name][1],
            definition=feature.meaning,
            integer=feature.discrete,
        )
        for feature in FEATURES
    ),
    readers=(
        Reader(
            schema="atlas-2020",
            needs=(
                *MOMENTUM,
                "lepton.is_tight",
                "lepton.track_isolation",
                "lepton.cluster_isolation",
                *JETS,
                *EVENT,
            ),
            scale_factors=(*LEPTON_FACTORS, "b_tagging"),
            select=partial(
                select_dilepton_met,
                leptons_of=tight_leptons_2020,
                jets_of=jets_2020,
                min_b_tag=MV2C10_77,
            ),
        ),
        Reader(
            schema="atlas-2025",
            needs=(*MOMENTUM, "lepton.is_tight", "lepton.is_isolated", *JETS, *EVENT),
            scale_factors=(*LEPTON_FACTORS, "b_tagging", "jet_vertex"),
            select=partial(
                select_dilepton_met,
                leptons_of=tight_leptons_2025,
                jets_of=jets_2025,
                min_b_tag=BTAG_QUANTILE_77,
            ),
        ),
    ),
)
