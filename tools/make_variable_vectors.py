"""Write tests/vectors/pictures.json and variables.json: collisions, and their variables compared.

    python tools/make_variable_vectors.py

`pictures`: made-up collisions in full, with the features that the package computes of them; the
page draws a collision from its features alone, and must find its angles and momenta again.
`variables`: weighted correlations, and the area under the ROC curve of single variables, as
`learning/correlation.py` and `learning/judging/roc.py` give them.
"""

import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.learning.correlation import correlation
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.physics.features import compute_features
from fivesigma.physics.kinematics import azimuth, cartesian, delta_phi
from fivesigma.physics.objects import DileptonEvents

FOLDER = Path(__file__).parent.parent / "tests" / "vectors"
N_COLLISIONS, N_EVENTS = 60, 300
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]


def collisions(n_events: int, *, seed: int) -> DileptonEvents:
    """Two leptons, up to two jets and soft particles; what they leave unbalanced is missing."""
    rng = np.random.default_rng(seed)
    first, second = 20 + rng.exponential(60, (2, n_events))
    pt = np.sort([first, second], axis=0)[::-1]
    eta, phi = rng.uniform(-2.4, 2.4, (2, n_events)), rng.uniform(-np.pi, np.pi, (2, n_events))
    # The last few leptons fly at the same angle, or at the same pseudorapidity, or back to back.
    phi[1, -2:], eta[1, -4:-2], phi[1, -6:-4] = phi[0, -2:], eta[0, -4:-2], phi[0, -6:-4] + np.pi
    n_jets = rng.integers(0, 3, n_events)
    jet_pt = (20 + rng.exponential(30, (2, n_events))) * (np.arange(2)[:, np.newaxis] < n_jets)
    jets = cartesian(jet_pt, rng.uniform(-np.pi, np.pi, (2, n_events)))
    soft = cartesian(rng.exponential(10, n_events), rng.uniform(-np.pi, np.pi, n_events))
    leptons = cartesian(pt, phi)
    met = [-(lepton.sum(axis=0) + jet.sum(axis=0) + rest) for lepton, jet, rest in
           zip(leptons, jets, soft, strict=True)]  # fmt: skip
    return DileptonEvents(
        lead_pt=pt[0],
        lead_eta=eta[0],
        lead_phi=phi[0],
        sublead_pt=pt[1],
        sublead_eta=eta[1],
        sublead_phi=phi[1],
        sum_lep_charge=np.zeros(n_events, np.int64),
        met_px=met[0],
        met_py=met[1],
        jet_px=jets[0].sum(axis=0),
        jet_py=jets[1].sum(axis=0),
        jet_scalar_sum=jet_pt.sum(axis=0),
        n_bjets=np.zeros(n_events, np.int64),
    )


def picture_vectors() -> Vectors:
    """Features of each collision, and what a picture made from them must show."""
    events = collisions(N_COLLISIONS, seed=7)
    lead = cartesian(events.lead_pt, events.lead_phi)
    sublead = cartesian(events.sublead_pt, events.sublead_phi)
    pair = [one + other for one, other in zip(lead, sublead, strict=True)]
    rest = [-(here + gone) for here, gone in zip(pair, (events.met_px, events.met_py), strict=True)]
    pair_pt, met = np.hypot(*pair), np.hypot(events.met_px, events.met_py)
    expected = {
        "delta_phi": delta_phi(events.lead_phi, events.sublead_phi),
        "delta_eta": np.abs(events.lead_eta - events.sublead_eta),
        "pair_pt": pair_pt,
        "rest_pt": np.hypot(*rest),
        "jet_scalar_sum": events.jet_scalar_sum,
        "pair_to_lead": delta_phi(azimuth(*pair), events.lead_phi),
        "pair_to_rest": delta_phi(azimuth(*pair), azimuth(*rest)),
        "met": met,
        "soft_pt": np.hypot(
            *(whole - jet for whole, jet in zip(rest, (events.jet_px, events.jet_py), strict=True))
        ),
    }
    features = {name: column.tolist() for name, column in compute_features(events).items()}
    return {
        "features": features,
        "expected": {name: np.asarray(column).tolist() for name, column in expected.items()},
    }


def variable_vectors() -> Vectors:
    """Three variables of weighted events: their correlations in each class, their areas."""
    rng = np.random.default_rng(11)
    label = (np.arange(N_EVENTS) < N_EVENTS // 3).astype(np.int8)
    mixed = rng.normal(size=(N_EVENTS, 3)) @ np.array([[1, 0.6, 0], [0, 1, -0.4], [0, 0, 1.0]])
    X = mixed + label[:, np.newaxis] * np.array([0.8, -0.3, 0.0])
    X[:, 2] = np.round(2 * X[:, 2])  # ties
    weight = rng.exponential(1.0, N_EVENTS) * np.where(rng.random(N_EVENTS) < 0.1, -1.0, 1.0)
    weight[::17] = 0.0
    X, weight = X.astype(np.float32).astype(np.float64), weight.astype(np.float32).astype(float)
    names = ["f0", "f1", "f2"]
    found = [correlation(X[label == k], weight[label == k], names=names) for k in (0, 1)]
    curves = [roc_curve(column, label, weight) for column in X.T]
    return {
        "columns": X.T.tolist(),
        "label": label.tolist(),
        "weight": weight.tolist(),
        "correlation": [
            {"r": one.r.tolist(), "uncertainty": one.uncertainty.tolist()} for one in found
        ],
        "area": [[curve.auc, curve.auc_uncertainty] for curve in curves],
    }


def all_vectors() -> dict[str, Vectors]:
    """Every file's contents under its name."""
    return {"pictures": picture_vectors(), "variables": variable_vectors()}


def main() -> None:
    """Write both files and say how large they are."""
    for name, contents in all_vectors().items():
        path = FOLDER / f"{name}.json"
        path.write_text(json.dumps(contents) + "\n", encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
