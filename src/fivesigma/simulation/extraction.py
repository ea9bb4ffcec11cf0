"""From Pythia's list of a thousand particles a collision to leptons, jets and vector sums.

`awkward` holds lists of different lengths as columns, so that a batch is treated at once. It has no
types, hence the `Any`s; what comes out is NumPy and typed.
"""

from typing import Any

import numpy as np

from fivesigma.simulation.truth import (
    BOTTOM,
    CHARM,
    ELECTRON,
    LIGHT,
    MUON,
    N_JETS,
    N_LEPTONS,
    TAU,
    TruthEvents,
)

INVISIBLE = (12, 14, 16, 5000039)
CHARGED_STABLE = (211, 321, 2212, 11, 13, 3112, 3222, 3312)
PHOTON = 22
FIRST_DECAY_STATUS = 90  # Pythia's status codes above 90 are hadronisation and decays
MIN_LEPTON_PT, MAX_LEPTON_ABS_ETA = 5.0, 2.8
MIN_PHOTON_PT, DRESSING_RADIUS = 0.3, 0.1
MAX_VISIBLE_ABS_ETA = 4.9  # the end of the calorimeters
MIN_TRACK_PT, MAX_TRACK_ABS_ETA = 0.5, 2.5
JET_RADIUS, MIN_JET_PT, FLAVOUR_RADIUS = 0.4, 10.0, 0.3
MIN_HEAVY_HADRON_PT, MIN_TAU_PT = 5.0, 10.0


def truth_of_batch(batch: Any, *, bias_reference_pt: float | None) -> TruthEvents:
    """The truth of a Pythia batch, `cross_section_pb` holding the bare event weight.

    `nextBatch` leaves Pythia's own weights empty, so that the bias of pTHat is undone here.
    """
    particles = _particles(batch.prt)
    is_lepton = _is_prompt_lepton(particles)
    is_invisible = particles.final & _is_one_of(particles.id, INVISIBLE)
    is_visible = (
        particles.final & ~is_invisible & ~is_lepton & (abs(particles.eta) < MAX_VISIBLE_ABS_ETA)
    )
    leptons, is_dressing = _dressed(particles[is_lepton], particles[is_visible])
    seen = particles[is_visible]
    # A muon leaves next to nothing in a calorimeter: it is in no jet.
    seen = seen[~is_dressing & (seen.id != MUON)]
    jets, soft = _jets(seen, particles)
    invisible = particles[is_invisible]
    return TruthEvents(
        **_lepton_columns(leptons),
        **_jet_columns(jets),
        **soft,
        invisible_px=_total(invisible.px),
        invisible_py=_total(invisible.py),
        cross_section_pb=_weights(batch, bias_reference_pt),
    )


def _weights(batch: Any, bias_reference_pt: float | None) -> Any:
    """(reference / pTHat)², or 1 where nothing was biased."""
    if bias_reference_pt is None:
        return np.ones(len(batch))
    return bias_reference_pt**2 / np.asarray(batch.info.pT2Hat, dtype=np.float64)


def _particles(record: Any) -> Any:
    """Pythia's record as flat columns with pt, eta, phi; `id` without sign."""
    import awkward as ak

    momentum = record.p
    pt = np.hypot(momentum.px, momentum.py)
    signed = record.id
    return ak.zip(
        {
            "px": momentum.px,
            "py": momentum.py,
            "pz": momentum.pz,
            "E": momentum.e,
            "pt": pt,
            "eta": np.arcsinh(momentum.pz / np.maximum(pt, 1e-9)),
            "phi": np.arctan2(momentum.py, momentum.px),
            "signed_id": signed,
            "id": abs(signed),
            "status": record.status,
            "final": record.status > 0,
            "mother_id": abs(signed[record.mother1]),
        },
        with_name="Momentum4D",
    )


def _is_one_of(pdg_id: Any, wanted: tuple[int, ...]) -> Any:
    """Mask of the particles of these kinds."""
    mask = pdg_id == wanted[0]
    for code in wanted[1:]:
        mask = mask | (pdg_id == code)
    return mask


def _is_prompt_lepton(particles: Any) -> Any:
    """Mask of final electrons and muons from W, Z or tau, not from hadrons."""
    prompt = (particles.status < FIRST_DECAY_STATUS) | (particles.mother_id == TAU)
    inside = (particles.pt > MIN_LEPTON_PT) & (abs(particles.eta) < MAX_LEPTON_ABS_ETA)
    return particles.final & _is_one_of(particles.id, (ELECTRON, MUON)) & prompt & inside


def _distance(one: Any, other: Any) -> Any:
    """Distance in (eta, phi) of every `one` to every `other` of its collision."""
    import awkward as ak

    eta_a, eta_b = ak.unzip(ak.cartesian([one.eta, other.eta], nested=True))
    phi_a, phi_b = ak.unzip(ak.cartesian([one.phi, other.phi], nested=True))
    return np.hypot(eta_a - eta_b, abs((phi_a - phi_b + np.pi) % (2 * np.pi) - np.pi))


def _dressed(leptons: Any, visible: Any) -> tuple[Any, Any]:
    """Electrons with the photons beside them, and the mask of the photons so used."""
    import awkward as ak

    is_photon = (visible.id == PHOTON) & (visible.pt > MIN_PHOTON_PT)
    near = _distance(leptons, visible) < DRESSING_RADIUS
    near = near & is_photon[:, np.newaxis, :] & (leptons.id == ELECTRON)[:, :, np.newaxis]
    dressed = {
        name: leptons[name] + ak.sum(ak.where(near, visible[name][:, np.newaxis, :], 0.0), axis=2)
        for name in ("px", "py", "pz", "E")
    }
    leptons = ak.zip({**dressed, "signed_id": leptons.signed_id})
    order = ak.argsort(np.hypot(leptons.px, leptons.py), ascending=False)
    # Without a lepton there is nothing to be near to, and ak.any gives an empty list.
    near_any = ak.fill_none(ak.any(near, axis=1), value=False)
    is_used = ak.where(ak.num(leptons) > 0, near_any, ak.zeros_like(is_photon))
    return leptons[order], is_used


def _jets(seen: Any, particles: Any) -> tuple[Any, dict[str, Any]]:
    """Jets, hardest first, and the sums of what is in no jet."""
    import awkward as ak
    import fastjet

    inputs = ak.zip({name: seen[name] for name in ("px", "py", "pz", "E")}, with_name="Momentum4D")
    definition = fastjet.JetDefinition(fastjet.antikt_algorithm, JET_RADIUS)
    clustering = fastjet.ClusterSequence(inputs, definition)
    jets = clustering.inclusive_jets(MIN_JET_PT)
    constituents = clustering.constituent_index(MIN_JET_PT)
    pt = np.hypot(jets.px, jets.py)
    charged_px, charged_py = _charged_momentum(seen)
    columns = {
        "pt": pt,
        "eta": np.arcsinh(jets.pz / pt),
        "phi": np.arctan2(jets.py, jets.px),
        "charged_px": _sum_in_jets(charged_px, constituents),
        "charged_py": _sum_in_jets(charged_py, constituents),
    }
    soft = {
        "soft_px": _total(seen.px, minus=jets.px),
        "soft_py": _total(seen.py, minus=jets.py),
        "soft_charged_px": _total(charged_px, minus=columns["charged_px"]),
        "soft_charged_py": _total(charged_py, minus=columns["charged_py"]),
    }
    jets = ak.zip(columns)
    jets = ak.with_field(jets, _flavour(jets, particles), "flavour")
    return jets[ak.argsort(jets.pt, ascending=False)], soft


def _charged_momentum(seen: Any) -> tuple[Any, Any]:
    """(px, py) of the particles that leave a track, 0 for the others."""
    import awkward as ak

    has_track = (
        _is_one_of(seen.id, CHARGED_STABLE)
        & (seen.pt > MIN_TRACK_PT)
        & (abs(seen.eta) < MAX_TRACK_ABS_ETA)
    )
    return ak.where(has_track, seen.px, 0.0), ak.where(has_track, seen.py, 0.0)


def _sum_in_jets(values: Any, constituents: Any) -> Any:
    """Sum of `values` over the constituents of each jet."""
    import awkward as ak

    flat_values = ak.flatten(values[ak.flatten(constituents, axis=2)])
    sizes = ak.flatten(ak.num(constituents, axis=2))
    per_jet = ak.sum(ak.unflatten(flat_values, sizes), axis=1)
    return ak.unflatten(per_jet, ak.num(constituents, axis=1))


def _flavour(jets: Any, particles: Any) -> Any:
    """Flavour of each jet: bottom before charm before tau before light, by what flies beside it."""
    import awkward as ak

    def holds_quark(flavour: int) -> Any:
        """Mask of decayed hadrons with this quark: its digit in the PDG code."""
        digit = ((particles.id // 100) % 10 == flavour) | ((particles.id // 1000) % 10 == flavour)
        is_hadron = (particles.id > 100) & (particles.id < 100_000) & (particles.status < 0)
        return digit & is_hadron & (particles.pt > MIN_HEAVY_HADRON_PT)

    is_tau = (particles.id == TAU) & (particles.pt > MIN_TAU_PT)
    flavour = ak.full_like(jets.pt, LIGHT)
    for code, mask in ((TAU, is_tau), (CHARM, holds_quark(CHARM)), (BOTTOM, holds_quark(BOTTOM))):
        beside = ak.any(_distance(jets, particles[mask]) < FLAVOUR_RADIUS, axis=2)
        flavour = ak.where(ak.fill_none(beside, value=False), code, flavour)
    return flavour


def _total(values: Any, *, minus: Any = None) -> Any:
    """Sum over the particles of each collision, less the sum of others."""
    import awkward as ak

    total = ak.sum(values, axis=1)
    return np.asarray(total if minus is None else total - ak.sum(minus, axis=1), dtype=np.float32)


def _padded(values: Any, length: int, dtype: Any) -> Any:
    """A rectangle `(n_events, length)`, filled up with zeros."""
    import awkward as ak

    return np.asarray(ak.fill_none(ak.pad_none(values, length, clip=True), 0), dtype=dtype)


def _lepton_columns(leptons: Any) -> dict[str, Any]:
    """Columns of `TruthEvents` about leptons."""
    names = {"px": "px", "py": "py", "pz": "pz", "energy": "E"}
    columns = {
        f"lepton_{name}": _padded(leptons[field], N_LEPTONS, np.float32)
        for name, field in names.items()
    }
    return {**columns, "lepton_pdg_id": _padded(leptons.signed_id, N_LEPTONS, np.int8)}


def _jet_columns(jets: Any) -> dict[str, Any]:
    """Columns of `TruthEvents` about jets."""
    columns = {
        f"jet_{name}": _padded(jets[name], N_JETS, np.float32)
        for name in ("pt", "eta", "phi", "charged_px", "charged_py")
    }
    return {**columns, "jet_flavour": _padded(jets.flavour, N_JETS, np.int8)}
