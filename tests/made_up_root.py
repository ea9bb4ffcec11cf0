"""ROOT files in the forms of the ATLAS releases, with collisions that can be worked out by hand.

Files of these forms with simulation are too large to test with; the branches and their types are
those of the releases' own documentation.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import awkward as ak
import numpy as np
import uproot

GEV_2020 = 1000.0  # the 2020 release is in MeV


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A collision in GeV. By default that of `fivesigma.physics.examples`: it passes every cut.

    `leptons`: (pt, eta, phi, charge, flavour) each, `jets`: (pt, eta, phi, b_tag), `photons`:
    (pt, eta, phi). b_tag is true or false.
    """

    number: int = 1
    run: int = 284_500
    sample: int = 303_513
    generator_weight: float = 1.0
    factor: float = 1.0
    met: float = 150.0
    met_phi: float = float(np.arctan2(-90.0, -120.0))
    triggered: bool = True
    leptons: tuple[tuple[float, float, float, int, int], ...] = (
        (80.0, 0.0, 0.0, 1, 11),
        (60.0, 0.0, np.pi / 2, -1, 11),
    )
    jets: tuple[tuple[float, float, float, bool], ...] = (
        (40.0, 0.0, float(np.arctan2(24.0, 32.0)), True),
    )
    photons: tuple[tuple[float, float, float], ...] = ()


def measured(event: Event, *, run: int = 300_000) -> Event:
    """The same collision as data: without generator weight, its number of the sample the run."""
    return replace(event, run=run, sample=run, generator_weight=0.0, factor=0.0)


def write_2020(path: Path, events: Sequence[Event], **changed: Any) -> Path:
    """A tree `mini` in MeV; `changed` branches take the place of ours, None leaves one out."""
    is_data = all(event.generator_weight == 0 for event in events)
    scale = GEV_2020
    branches = {
        "runNumber": _ints(e.run for e in events),
        "eventNumber": _ints(e.number for e in events),
        "channelNumber": _ints(e.sample for e in events),
        "mcWeight": _floats(e.generator_weight for e in events),
        "XSection": _floats(1.0 if is_data else 0.063965 for _ in events),
        "SumWeights": _floats(1.0 if is_data else 10_000.0 for _ in events),
        "scaleFactor_PILEUP": _floats(e.factor for e in events),
        "trigE": _bools(e.triggered for e in events),
        "trigM": _bools(False for _ in events),
        "trigP": _bools(e.triggered for e in events),
        "met_et": _floats(e.met * scale for e in events),
        "met_phi": _floats(e.met_phi for e in events),
        **_lepton_branches(events, scale),
        "lep_E": _lists([[p[0] * np.cosh(p[1]) * scale for p in e.leptons] for e in events]),
        "lep_isTightID": _lists([[True for _ in e.leptons] for e in events]),
        "lep_ptcone30": _lists([[0.01 * p[0] * scale for p in e.leptons] for e in events]),
        "lep_etcone20": _lists([[0.01 * p[0] * scale for p in e.leptons] for e in events]),
        "lep_z0": _lists([[0.0 for _ in e.leptons] for e in events]),
        "lep_tracksigd0pvunbiased": _lists([[0.0 for _ in e.leptons] for e in events]),
        **_jet_branches(events, scale),
        "jet_jvt": _lists([[0.9 for _ in e.jets] for e in events]),
        "jet_MV2c10": _lists([[0.9 if j[3] else 0.1 for j in e.jets] for e in events]),
        **_photon_branches(events, scale),
        "photon_ptcone30": _lists([[0.0 for _ in e.photons] for e in events]),
        "photon_etcone20": _lists([[0.0 for _ in e.photons] for e in events]),
    }
    for name in ("ELE", "MUON", "PHOTON", "LepTRIGGER", "PhotonTRIGGER", "BTAG"):
        branches[f"scaleFactor_{name}"] = _floats(0.0 if is_data else 1.0 for _ in events)
    return write_tree(path, "mini", branches | changed)


def write_2025(path: Path, events: Sequence[Event], **changed: Any) -> Path:
    """A tree `analysis` in GeV; data lack what only simulation has."""
    is_data = all(event.generator_weight == 0 for event in events)
    branches = {
        "runNumber": _ints(e.run for e in events),
        "eventNumber": _ints(e.number for e in events),
        "channelNumber": _ints(e.sample for e in events),
        "trigE": _bools(e.triggered for e in events),
        "trigM": _bools(False for _ in events),
        "trigP": _bools(e.triggered for e in events),
        "met": _floats(e.met for e in events),
        "met_phi": _floats(e.met_phi for e in events),
        **_lepton_branches(events, 1.0),
        "lep_e": _lists([[p[0] * np.cosh(p[1]) for p in e.leptons] for e in events]),
        "lep_z0": _lists([[0.0 for _ in e.leptons] for e in events]),
        "lep_d0sig": _lists([[0.0 for _ in e.leptons] for e in events]),
        **_jet_branches(events, 1.0),
        "jet_jvt": _lists([[True for _ in e.jets] for e in events]),
        "jet_btag_quantile": _lists([[3 if j[3] else 2 for j in e.jets] for e in events]),
        **_photon_branches(events, 1.0),
        "photon_isTightIso": _lists([[True for _ in e.photons] for e in events]),
        "photon_ptcone20": _lists([[0.0 for _ in e.photons] for e in events]),
    }
    for name in ("isLooseID", "isMediumID", "isTightID", "isLooseIso", "isTightIso"):
        branches[f"lep_{name}"] = _lists([[True for _ in e.leptons] for e in events])
    if not is_data:
        branches |= {
            "mcWeight": _floats(e.generator_weight for e in events),
            "xsec": _floats(0.5 for _ in events),
            "filteff": _floats(0.5 for _ in events),
            "kfac": _floats(2.0 for _ in events),
            "sum_of_weights": _floats(10_000.0 for _ in events),
            "ScaleFactor_PILEUP": _floats(e.factor for e in events),
        }
        for name in ("ELE", "MUON", "PHOTON", "LepTRIGGER", "FTAG", "JVT"):
            branches[f"ScaleFactor_{name}"] = _floats(1.0 for _ in events)
    return write_tree(path, "analysis", branches | changed)


def write_tree(path: Path, tree: str, branches: Mapping[str, Any]) -> Path:
    """A file with one tree; branches that are None are left out."""
    there = {name: values for name, values in branches.items() if values is not None}
    with uproot.recreate(path) as file:
        file.mktree(tree, {name: _type_of(values) for name, values in there.items()})
        if len(next(iter(there.values()))):
            file[tree].extend(there)
    return path


def many_events(n_events: int, *, seed: int) -> list[Event]:
    """Collisions around the default one; a part of them passes every cut."""
    rng = np.random.default_rng(seed)
    scale = rng.uniform(0.4, 1.6, (n_events, 3))
    return [
        Event(
            number=seed * 1_000_000 + i,
            generator_weight=float(rng.choice([1.0, 1.0, -0.5])),
            met=150.0 * scale[i, 0],
            leptons=(
                (80.0 * scale[i, 1], 0.1, 0.0, 1, 11),
                (60.0 * scale[i, 2], 0.0, np.pi / 2, -1, 11),
            ),
        )
        for i in range(n_events)
    ]


def _lepton_branches(events: Sequence[Event], scale: float) -> dict[str, Any]:
    return {
        "lep_pt": _lists([[p[0] * scale for p in e.leptons] for e in events]),
        "lep_eta": _lists([[p[1] for p in e.leptons] for e in events]),
        "lep_phi": _lists([[p[2] for p in e.leptons] for e in events]),
        "lep_charge": _lists([[p[3] for p in e.leptons] for e in events]),
        "lep_type": _lists([[p[4] for p in e.leptons] for e in events]),
    }


def _jet_branches(events: Sequence[Event], scale: float) -> dict[str, Any]:
    return {
        "jet_pt": _lists([[j[0] * scale for j in e.jets] for e in events]),
        "jet_eta": _lists([[j[1] for j in e.jets] for e in events]),
        "jet_phi": _lists([[j[2] for j in e.jets] for e in events]),
    }


def _photon_branches(events: Sequence[Event], scale: float) -> dict[str, Any]:
    return {
        "photon_pt": _lists([[p[0] * scale for p in e.photons] for e in events]),
        "photon_eta": _lists([[p[1] for p in e.photons] for e in events]),
        "photon_phi": _lists([[p[2] for p in e.photons] for e in events]),
        "photon_isTightID": _lists([[True for _ in e.photons] for e in events]),
    }


def _ints(values: Any) -> Any:
    return np.array(list(values), dtype=np.int32)


def _floats(values: Any) -> Any:
    return np.array(list(values), dtype=np.float32)


def _bools(values: Any) -> Any:
    return np.array(list(values), dtype=np.bool_)


def _lists(values: list[list[Any]]) -> Any:
    first = next((item for row in values for item in row), 0.0)
    dtype = np.bool_ if isinstance(first, bool) else np.int32 if isinstance(first, int) else "f4"
    flat = np.array([item for row in values for item in row], dtype=dtype)
    return ak.unflatten(flat, np.array([len(row) for row in values], dtype=np.int64))


def _type_of(values: Any) -> Any:
    if isinstance(values, np.ndarray):
        return values.dtype
    return f"var * {values.type.content.content.primitive}"
