"""Write tests/vectors/*.json: the numbers that Python and the web page's TypeScript must agree on.

    python tools/make_vectors.py

Each file holds inputs and what the package makes of them. The Python tests recompute the files,
the TypeScript tests read them; a change of a formula changes the files, and both suites speak up.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

import columnar_vectors
import judging_vectors
import regularisation_vectors
import surface_vectors
import training_vectors
from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.inference.significance import (
    discovery_significance,
    region_significance,
    signal_over_root_background,
)
from fivesigma.inference.yields import Yield, cut_flow, weighted_histogram, yield_of
from fivesigma.learning.judging.overtraining import kolmogorov_probability, kolmogorov_smirnov
from fivesigma.learning.judging.roc import roc_curve, threshold_scan
from fivesigma.learning.random import Random
from fivesigma.learning.split import hash_fold
from fivesigma.learning.weights import rescaled_weights
from fivesigma.workflow.datasets import row_keys

FOLDER = Path(__file__).parent.parent / "tests" / "vectors"
FloatArray = npt.NDArray[np.float64]
Vectors = dict[str, Any]


def random_vectors() -> Vectors:
    """Draws of every kind for three seeds, one after the other from the same generator."""
    runs = []
    for seed in (0, 1, 4294967295):
        random = Random(seed)
        index = np.arange(20)
        run: Vectors = {
            "seed": seed,
            "uint32": [random.uint32() for _ in range(8)],
            "uniform": [random.uniform() for _ in range(8)],
            "normal": [random.normal() for _ in range(8)],
        }
        random.shuffle(index)
        runs.append(run | {"shuffled": index.tolist()})
    return {"runs": runs}


def significance_vectors() -> Vectors:
    """The Asimov formula, and regions with their simulation uncertainty or reason for none."""
    triples = [
        *((50.4, 247.9, sigma_b) for sigma_b in (0.0, 5.1, 24.79)),
        (10.0, 100.0, 0.0),
        (10.0, 100.0, 10.0),
        (0.0, 3.0, 1.0),
        (1e-3, 1e4, 0.0),
        (1e-3, 1e4, 200.0),
        (80.0, 0.5, 0.2),
    ]
    regions = [
        (_yield(50.4, 7.6, 381), _yield(247.9, 26.0, 23039)),
        (_yield(3.0, 0.5, 20), _yield(12.0, 4.0, 300)),
        (_yield(3.0, 0.5, 20), _yield(-1.0, 4.0, 300)),
        (_yield(3.0, 0.5, 20), _yield(5.0, 4.0, 300)),
        (_yield(0.0, 0.0, 0), _yield(12.0, 4.0, 300)),
        (_yield(3.0, 0.5, 20), _yield(0.0, 0.0, 0)),
    ]
    return {
        "asimov": [
            {
                "signal": s,
                "background": b,
                "background_uncertainty": sigma_b,
                "expected": discovery_significance(s, b, background_uncertainty=sigma_b),
            }
            for s, b, sigma_b in triples
        ],
        "regions": [
            _region(signal, background, relative_uncertainty)
            for signal, background in regions
            for relative_uncertainty in (0.0, 0.1)
        ],
    }


def _yield(total: float, sum_squares: float, count: int) -> Yield:
    return Yield(sum=total, sum_squares=sum_squares, count=count)


def _region(signal: Yield, background: Yield, relative_uncertainty: float) -> Vectors:
    return {
        "signal": _plain_yield(signal),
        "background": _plain_yield(background),
        "relative_uncertainty": relative_uncertainty,
        "z": _measured(
            lambda: region_significance(
                signal, background, relative_uncertainty=relative_uncertainty
            )
        ),
        "signal_over_root_background": _measured(
            lambda: signal_over_root_background(signal, background)
        ),
    }


def _measured(compute: Callable[[], Measured]) -> Vectors:
    """The number, or the reason for none: the words before the colon of the error."""
    try:
        found = compute()
    except FiveSigmaError as error:
        return {"kind": "missing", "reason": str(error).split(":")[0].replace(" ", "-")}
    return {"kind": "value", "value": found.value, "uncertainty": found.uncertainty}


def _plain_yield(found: Yield) -> Vectors:
    return {"sum": found.sum, "sumSquares": found.sum_squares, "count": found.count}


def cut_vectors() -> Vectors:
    """Yields, histograms under the cuts on the other features, and the cut flow of 80 events."""
    random = Random(2)
    n_events = 80
    intervals: list[tuple[float | None, float | None]] = [(-0.5, None), (1.0, 2.0), (None, 0.8)]
    process = np.array([random.uint32() % 3 for _ in range(n_events)])
    weight = np.array([random.normal() + 0.8 for _ in range(n_events)], np.float32)
    features = np.array(
        [
            [random.normal() for _ in range(n_events)],
            [float(random.uint32() % 4) for _ in range(n_events)],  # ties at the handles
            [3 * random.uniform() - 1 for _ in range(n_events)],
        ],
        np.float32,
    ).astype(np.float64)
    ranges = [(-1.5, 1.5, 6), (-0.5, 2.5, 3), (0.0, 1.0, 5)]  # each leaves values outside
    passes = [
        (column >= (-np.inf if low is None else low))
        & (column <= (np.inf if high is None else high))
        for column, (low, high) in zip(features, intervals, strict=True)
    ]
    exact = weight.astype(np.float64)

    def filled(feature: int, code: int) -> Vectors:
        others = [kept for other, kept in enumerate(passes) if other != feature]
        chosen = np.logical_and.reduce([*others, process == code])
        low, high, n_bins = ranges[feature]
        found = weighted_histogram(
            features[feature][chosen], exact[chosen], low=low, high=high, n_bins=n_bins
        )
        return {"sum": found.sum.tolist(), "sumSquares": found.sum_squares.tolist()}

    flows = [cut_flow(exact[process == c], [p[process == c] for p in passes]) for c in range(3)]
    return {
        "process": process.tolist(),
        "weight": exact.tolist(),
        "features": features.tolist(),
        "ranges": ranges,
        "intervals": intervals,
        "histograms": [[filled(feature, code) for code in range(3)] for feature in range(3)],
        "cut_flow": [[_plain_yield(flow[step]) for flow in flows] for step in range(4)],
        "everything": _plain_yield(yield_of(exact)),
    }


def evaluation_vectors() -> Vectors:
    """ROC curve with ties and signed weights, score comparison, threshold scan on unseen folds."""
    random = Random(3)
    n_events, folds = 150, (7, 8, 9)
    label = np.array([int(random.uniform() < 0.3) for _ in range(n_events)], np.int8)
    score = np.array([random.uniform() for _ in range(n_events)])
    score = np.round((score + 0.3 * label) / 1.3, 2)  # rounding makes ties
    weight = np.array([random.normal() + 1.2 for _ in range(n_events)], np.float32)
    exact = weight.astype(np.float64)
    fold = np.array([random.uint32() % 10 for _ in range(n_events)], np.uint8)
    rescaled = rescaled_weights(exact, label, fold, folds)
    roc = roc_curve(score, label, rescaled)
    unseen, background = np.isin(fold, folds), label == 0
    distance, probability = kolmogorov_smirnov(
        (score[background & unseen], exact[background & unseen]),
        (score[background & ~unseen], exact[background & ~unseen]),
    )
    return {
        "label": label.tolist(),
        "score": score.tolist(),
        "weight": exact.tolist(),
        "fold": fold.tolist(),
        "folds": folds,
        "rescaled": rescaled.tolist(),
        "false_positive_rate": roc.false_positive_rate.tolist(),
        "true_positive_rate": roc.true_positive_rate.tolist(),
        "threshold": roc.threshold[1:].tolist(),  # the first is infinite, which JSON cannot say
        "auc": {"kind": "value", "value": roc.auc, "uncertainty": roc.auc_uncertainty},
        "kolmogorov_smirnov": {"distance": distance, "probability": probability},
        "kolmogorov": [[x, kolmogorov_probability(x)] for x in (0.1, 0.3, 0.83, 1.36, 2.0)],
        "scan": _scan(score, label, rescaled),
    }


def _scan(score: FloatArray, label: npt.NDArray[np.int8], weight: FloatArray) -> list[Vectors]:
    thresholds = np.array([0.9, 0.0, 0.25, 0.5, 1.1])  # not in order, and one above every score
    scan = threshold_scan(score, label, weight, thresholds)
    used = weight != 0
    points = []
    for i, threshold in enumerate(thresholds):
        kept = used & (score >= threshold)
        counts = [int(np.sum(kept & (label == kind))) for kind in (1, 0)]
        signal = _yield(float(scan.signal[i]), float(scan.signal_variance[i]), counts[0])
        background = _yield(
            float(scan.background[i]), float(scan.background_variance[i]), counts[1]
        )
        points.append({"threshold": float(threshold), **_region(signal, background, 0.1)})
    return points


def fold_vectors() -> Vectors:
    """Folds of keys of every length around a block of the hash, and of rows of numbers."""
    keys = [bytes((7 * i + 3 * n) % 256 for i in range(n)) for n in (0, 1, 8, 127, 128, 129, 264)]
    random = Random(6)
    columns = {
        "x": np.array([0.1, -0.0, 1e-300, 12345.678, *(random.normal() for _ in range(30))]),
        "y": np.array([2.0, 2.0, -7.5, 3e300, *(random.uniform() for _ in range(30))]),
        "weight": np.array([1.0, 1.0, -0.5, 1.0, *(random.normal() for _ in range(30))]),
    }
    return {
        "keys": [{"bytes": list(key), "fold": int(hash_fold([key])[0])} for key in keys],
        "columns": {name: values.tolist() for name, values in columns.items()},
        "folds": hash_fold(row_keys(columns)).tolist(),
    }


def all_vectors() -> dict[str, Vectors]:
    """Every file's contents under its name."""
    return {
        "columnar": columnar_vectors.columnar_vectors(),
        "random": random_vectors(),
        "significance": significance_vectors(),
        "cuts": cut_vectors(),
        "evaluation": evaluation_vectors(),
        "judging": judging_vectors.judging_vectors(),
        "folds": fold_vectors(),
        "network": training_vectors.network_vectors(),
        "training": training_vectors.training_vectors(),
        "regularisation": regularisation_vectors.regularisation_vectors(),
        "surface": surface_vectors.surface_vectors(),
    }


def main() -> None:
    """Write every file and say how large it is."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, contents in all_vectors().items():
        path = FOLDER / f"{name}.json"
        path.write_text(json.dumps(contents) + "\n", encoding="utf-8")
        print(f"{path.name}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
