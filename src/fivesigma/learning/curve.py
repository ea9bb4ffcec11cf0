"""Would more simulated events help? The same training on smaller shares of the events."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.split import TRAIN, UNUSED, Split
from fivesigma.learning.train import Training

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LearningCurve:
    """Weighted AUC against the size of the training; all of one length, sizes ascending.

    `n_train`: (n_sizes,), events that a part learned from, mean over the parts. `unseen`: area on
    events that had not been learned from, `seen` on those that had; DeLong's uncertainties.
    """

    n_train: FloatArray
    unseen: tuple[Measured, ...]
    seen: tuple[Measured, ...]


def learning_curve(  # noqa: PLR0913 - the sample and how much of it
    train_on: Callable[[Split], Training],
    label: npt.NDArray[np.int8],
    weight: FloatArray,
    *,
    split: Split,
    seed: int,
    fractions: Sequence[float] = (0.05, 0.1, 0.2, 0.4, 0.7, 1.0),
) -> LearningCurve:
    """Train on each of `fractions` of the TRAIN events of `split`, signal and background alike.

    `train_on(split)`: a training, for instance `lambda s: train("trees", X, label, weight,
    split=s, seed=1)`. `label`, `weight`: (n_events,), of either sign. The judging events stay the
    same, so that neighbouring points share their fluctuations. A smaller share is part of a larger.
    FiveSigmaError unless the fractions ascend within (0, 1].

    >>> from fivesigma.learning.split import hash_split
    >>> rng = np.random.default_rng(1)
    >>> label, score = (np.arange(400) % 2).astype(np.int8), rng.random(400)
    >>> split = hash_split(rng.integers(0, 10, 400).astype(np.uint8))
    >>> training = Training(
    ...     model="none",
    ...     seed=1,
    ...     weighting="none",
    ...     score=score,
    ...     seen_score=score,
    ...     histories=(),
    ...     estimators=(),
    ... )
    >>> curve = learning_curve(
    ...     lambda s: training, label, np.ones(400), split=split, seed=1, fractions=(0.5, 1.0)
    ... )
    >>> bool(curve.n_train[1] == split.train(0).size), len(curve.unseen)
    (True, 2)
    """
    steps = np.diff([0.0, *fractions])
    if not fractions or (steps <= 0).any() or fractions[-1] > 1:
        msg = f"fractions must ascend within (0, 1], got {tuple(fractions)}; try (0.1, 0.3, 1.0)."
        raise FiveSigmaError(msg)
    order = np.random.default_rng(seed).permutation(label.size)
    sizes, unseen, seen = [], [], []
    for fraction in fractions:
        smaller = _smaller_split(split, label, order, fraction)
        training = train_on(smaller)
        sizes.append((smaller.role == TRAIN).sum() / smaller.n_parts)
        unseen.append(_area(training.score, label, weight))
        seen.append(_area(training.seen_score, label, weight))
    return LearningCurve(n_train=np.array(sizes), unseen=tuple(unseen), seen=tuple(seen))


def _smaller_split(
    split: Split, label: npt.NDArray[np.int8], order: npt.NDArray[np.int64], fraction: float
) -> Split:
    """The first `fraction` of the TRAIN events of each class in `order`; the others stay unused."""
    role = split.role.copy()
    for part in range(split.n_parts):
        for kind in (0, 1):
            there = order[(role[part, order] == TRAIN) & (label[order] == kind)]
            role[part, there[max(1, round(fraction * there.size)) :]] = UNUSED
    return replace(split, role=role)


def _area(score: FloatArray, label: npt.NDArray[np.int8], weight: FloatArray) -> Measured:
    judged = np.isfinite(score)
    curve = roc_curve(score[judged], label[judged], weight[judged])
    return Measured(value=curve.auc, uncertainty=curve.auc_uncertainty)
