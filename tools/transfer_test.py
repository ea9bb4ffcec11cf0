"""Does a classifier trained on our simulation work on ATLAS's? Part of `compare_embedded.py`."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier

from fivesigma.data.table import EventTable
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import Yield, yield_of
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.split import N_FOLDS
from fivesigma.learning.weights import balanced_weights

FloatArray = npt.NDArray[np.float64]

N_REGIONS = 10
SEED = 20_202


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One signal against all backgrounds: X `(n_events, n_features)`, labels, weights, folds."""

    X: npt.NDArray[np.float32]
    label: npt.NDArray[np.int8]
    weight: FloatArray
    fold: npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """How well scores tell signal from background, each number with its uncertainty."""

    auc: float
    auc_uncertainty: float
    asimov_z: float
    asimov_z_uncertainty: float


def sample_of(table: EventTable, signal: str) -> Sample:
    """The events of one signal and of all backgrounds."""
    keep = (table.label == 0) | (table.process == table.processes.index(signal))
    return Sample(
        X=np.column_stack([column[keep] for column in table.features.values()]),
        label=table.label[keep],
        weight=table.weight[keep],
        fold=table.fold[keep],
    )


def trained(sample: Sample, keep: npt.NDArray[np.bool_]) -> HistGradientBoostingClassifier:
    """Boosted trees, fitted with |w| such that signal and background count the same."""
    model = HistGradientBoostingClassifier(
        learning_rate=0.06,
        max_iter=150,
        max_leaf_nodes=12,
        min_samples_leaf=40,
        l2_regularization=5.0,
        random_state=SEED,
    )
    weight = balanced_weights(sample.weight[keep], sample.label[keep])
    return model.fit(sample.X[keep], sample.label[keep], sample_weight=weight)


def scores_trained_elsewhere(training: Sample, test: Sample) -> FloatArray:
    """Scores of `test` by a model that saw all of `training` and nothing of `test`."""
    model = trained(training, np.ones(len(training.label), dtype=np.bool_))
    scores: FloatArray = model.predict_proba(test.X)[:, 1]
    return scores


def scores_out_of_fold(sample: Sample) -> FloatArray:
    """Scores of each event by a model that saw the other eight folds of ten."""
    scores = np.empty(len(sample.label))
    for first in range(0, N_FOLDS, 2):
        held_out = (sample.fold == first) | (sample.fold == first + 1)
        scores[held_out] = trained(sample, ~held_out).predict_proba(sample.X[held_out])[:, 1]
    return scores


def regions_of(scores: FloatArray, sample: Sample) -> list[tuple[Yield, Yield]]:
    """Signal and background of ten regions of the score with equally many background events."""
    background = sample.label == 0
    edges = np.quantile(scores[background], np.linspace(0, 1, N_REGIONS + 1)[1:-1])
    region = np.searchsorted(edges, scores, side="right")
    return [
        (
            yield_of(sample.weight[~background & (region == i)]),
            yield_of(sample.weight[background & (region == i)]),
        )
        for i in range(N_REGIONS)
    ]


def judge(scores: FloatArray, sample: Sample) -> Judgement:
    """AUC, and the Asimov significances of ten regions with equal background, combined."""
    curve = roc_curve(scores, sample.label, sample.weight)
    regions = [
        region_significance(signal, background, relative_uncertainty=0.0)
        for signal, background in regions_of(scores, sample)
    ]
    total = float(np.sqrt(sum(z.value**2 for z in regions)))
    spread = float(np.sqrt(sum((z.value * z.uncertainty) ** 2 for z in regions))) / total
    return Judgement(
        auc=curve.auc,
        auc_uncertainty=curve.auc_uncertainty,
        asimov_z=total,
        asimov_z_uncertainty=spread,
    )
