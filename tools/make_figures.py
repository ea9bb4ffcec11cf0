"""Draw the gallery of figures in the docs from the ATLAS events: every kind of the menu once.

Run `python tools/make_figures.py docs/images/figures`; it takes some minutes, mostly training. The
events come from the cache, from FIVESIGMA_MIRROR or from the CERN open data portal.
"""

import argparse
import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from matplotlib.figure import Figure
from PIL import Image

from fivesigma.core.measured import Measured
from fivesigma.core.settings import Settings
from fivesigma.data.table import EventTable
from fivesigma.inference.yields import Histogram
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.scan import all_designs, scan_networks
from fivesigma.learning.split import TEST_FOLDS, TRAIN_FOLDS, in_folds
from fivesigma.learning.weights import balanced_weights
from fivesigma.plots.held import templates_of
from fivesigma.plots.menu import PLOTS, plot
from fivesigma.plots.sheet import Origin, origin_of
from fivesigma.workflow import story
from fivesigma.workflow.events import feature_matrix
from fivesigma.workflow.records import SplitEvents, TrainedEvents

DATASET = "atlas-dm"
SIGNAL = "DM_200"
MASSES = (100, 200, 300, 400, 500, 600, 700, 800, 2000)
DPI = 160
N_SCANNED_BACKGROUND = 1000
SEED = 1


def prepared(events: EventTable, signal: str, names: tuple[str, ...] | None = None) -> SplitEvents:
    """One signal against all backgrounds, in five parts."""
    return story.split(story.features(story.select(events, signal=signal), names))


def pseudo_data(table: EventTable, variable: str) -> Histogram:
    """Counts drawn from what is expected with the signal: pseudo-data, no collision was seen."""
    templates = templates_of(table, variable)
    expected = templates.sum.sum(axis=0).clip(min=0.0)
    counts = np.random.default_rng(SEED).poisson(expected).astype(np.float64)
    return Histogram(edges=templates.edges, sum=counts, sum_squares=counts)


def scanned(table: EventTable) -> dict[str, list[Measured]]:
    """Areas of 819 networks trained on a small sample, and of one of them with other seeds."""
    rng = np.random.default_rng(SEED)
    X, label, train = feature_matrix(table), table.label, in_folds(table.fold, TRAIN_FOLDS)
    X = (X - X[train].mean(axis=0)) / X[train].std(axis=0)
    background = rng.choice(
        np.flatnonzero(train & (label == 0)), N_SCANNED_BACKGROUND, replace=False
    )
    chosen = np.sort(np.append(background, np.flatnonzero(train & (label == 1))))
    weight = balanced_weights(table.weight[chosen], label[chosen])
    test = in_folds(table.fold, TEST_FOLDS)

    def areas(designs: list[tuple[int, ...]], seed: int) -> list[Measured]:
        networks = scan_networks(X[chosen], label[chosen], designs, seed=seed, sample_weight=weight)
        return [
            area(n.predict_proba(X[test])[:, 1], label[test], table.weight[test]) for n in networks
        ]

    repeats = [areas([(8, 8)], seed)[0] for seed in range(100)]
    return {"designs": areas(all_designs(), SEED), "repeats": repeats}


def area(
    score: npt.NDArray[np.float64], label: npt.NDArray[np.int8], weight: npt.NDArray[np.float64]
) -> Measured:
    """Weighted area under the ROC curve."""
    curve = roc_curve(score, label, weight)
    return Measured(value=curve.auc, uncertainty=curve.auc_uncertainty)


def limits(events: EventTable) -> list[Any]:
    """A fit for each mass of the mediator, each with a model trained for it."""
    trained = [story.train(prepared(events, f"DM_{mass}"), model="linear") for mass in MASSES]
    return [story.infer(one, fit=True) for one in trained]


def pictures(events: EventTable) -> dict[str, tuple[list[Any], dict[str, Any]]]:
    """Kind: the records it is drawn from, and its options."""
    split = prepared(events, SIGNAL)
    trees, network, linear = (story.train(split, model=m) for m in ("trees", "network", "linear"))
    judged = [story.evaluate(trained) for trained in (trees, network, linear)]
    inferred = story.infer(network, fit=True)
    exact = story.infer(network, background_uncertainty=0.0)
    two: TrainedEvents = story.train(
        prepared(events, SIGNAL, ("lead_lep_pt", "met_over_ht")), model="network"
    )
    scan = scanned(split.events)
    return {
        "stack": ([split], stack_options(split.events)),
        "correlation": ([split], {}),
        "loss": ([network], {}),
        "trees": ([trees], {}),
        "learning-curve": ([network], {}),
        "designs": (scan["designs"], {"repeats": scan["repeats"], "origin": origin_of(DATASET)}),
        "surface": ([two], {}),
        "importance": ([network], {}),
        "roc": (judged, {}),
        "scores": (judged[:1], {}),
        "calibration": (judged, {}),
        "confusion": (judged[1:2], {}),
        "significance": ([exact, inferred], {}),
        "pulls": ([inferred], {}),
        "impacts": ([inferred], {"n_shown": 10}),
        "limit": (limits(events), {"masses": MASSES}),
    }


def stack_options(table: EventTable) -> dict[str, Any]:
    """Missing momentum with pseudo-data."""
    observed = pseudo_data(table, "met")
    return {"variable": "met", "log": True, "observed": observed, "origin": pseudo_origin()}


def pseudo_origin() -> Origin:
    """The origin of counts drawn by chance from the simulation."""
    known = origin_of(DATASET)
    return Origin(
        kind="Pseudo-data",
        source=known.source,
        sqrt_s_tev=known.sqrt_s_tev,
        luminosity_ifb=known.luminosity_ifb,
    )


def save_small(figure: Figure, target: Path) -> None:
    """A PNG of 256 colours, so that the gallery loads at once."""
    picture = io.BytesIO()
    figure.savefig(picture, format="png", dpi=DPI)
    colours = Image.open(picture).convert("RGB").quantize(256, dither=Image.Dither.NONE)
    colours.save(target, optimize=True)


def main() -> None:
    """Draw every kind once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    drawn = pictures(story.load(DATASET, Settings.from_environment(os.environ)))
    for entry in PLOTS:
        records, options = drawn[entry.kind]
        target = folder / f"{entry.kind}.png"
        save_small(plot(entry.kind, *records, **options), target)
        print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
