"""How often does AUC ± its uncertainty hold the true AUC? The table in docs/explain/evaluation.md.

    python tools/coverage_of_auc.py [number of pseudo-experiments]

Scores are Gaussian, so the true area is known: Phi(distance / sqrt(2)). The weights look like those
of the WZ simulation: 12 % negative, and of such a spread that 12,000 rows are worth 2000.
"""

import math
import sys
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.learning.judging.bootstrap import bootstrap_auc
from fivesigma.learning.judging.roc import roc_curve

FloatArray = npt.NDArray[np.float64]
Sample = tuple[FloatArray, npt.NDArray[np.int8], FloatArray]
DISTANCE = 1.1  # between the classes, in standard deviations: AUC 0.78


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Rows of both classes, and what the background's weights do."""

    name: str
    n_signal: int
    n_background: int
    negative: float = 0.0
    spread: float = 0.0  # of log |w|
    shift: float = 0.0  # where, in standard deviations, the negative weights gather

    @property
    def true_auc(self) -> float:
        """Area for endless samples: the negative events take away from the other background."""
        share = self.negative / (1 - 2 * self.negative)
        return (1 + share) * _phi(DISTANCE) - share * _phi(DISTANCE - self.shift)


SETTINGS = (
    Setting(name="weights 1", n_signal=380, n_background=4000),
    Setting(name="weights 1, few", n_signal=30, n_background=300),
    Setting(name="signed as WZ", n_signal=380, n_background=12000, negative=0.116, spread=1.12),
    Setting(name="signed, few", n_signal=60, n_background=600, negative=0.116, spread=1.12),
    Setting(
        name="signed, negative ones signal-like",
        n_signal=380,
        n_background=4000,
        negative=0.116,
        spread=1.12,
        shift=0.8,
    ),
    Setting(name="signed, very few", n_signal=15, n_background=100, negative=0.116, spread=1.12),
)


def _phi(distance: float) -> float:
    """Chance that the signal of two Gaussian scores so far apart is the higher one."""
    return 0.5 * (1 + math.erf(distance / 2))


def pseudo_experiment(setting: Setting, rng: np.random.Generator) -> Sample:
    """Scores, labels and weights of one sample."""
    label = np.repeat(np.array([1, 0], np.int8), [setting.n_signal, setting.n_background])
    negative = (label == 0) & (rng.uniform(size=label.size) < setting.negative)
    score = rng.normal(np.where(label == 1, DISTANCE, setting.shift * negative))
    size = np.exp(rng.normal(0.0, setting.spread, size=label.size))
    weight = np.where(label == 1, 1.0, np.where(negative, -size, size))
    return score, label, weight


def delong(sample: Sample) -> Measured:
    """AUC with the uncertainty of the formula."""
    curve = roc_curve(*sample)
    return Measured(value=curve.auc, uncertainty=curve.auc_uncertainty)


def bootstrap(sample: Sample) -> Measured:
    """AUC with the uncertainty of 200 resampled samples."""
    return bootstrap_auc(*sample, seed=1)


def coverage(
    setting: Setting, measure: Callable[[Sample], Measured], *, n_experiments: int, seed: int
) -> tuple[Measured, float, float]:
    """Share of intervals that hold the truth; their mean half width; the true spread of the AUC.

    A sample without a positive sum in a class has no AUC and is drawn again.
    """
    rng = np.random.default_rng(seed)
    found: list[Measured] = []
    while len(found) < n_experiments:
        try:
            found.append(measure(pseudo_experiment(setting, rng)))
        except FiveSigmaError:
            continue
    held = np.mean([abs(one.value - setting.true_auc) <= one.uncertainty for one in found])
    error = math.sqrt(held * (1 - held) / n_experiments)
    width = float(np.mean([one.uncertainty for one in found]))
    return (
        Measured(value=float(held), uncertainty=error),
        width,
        float(np.std([one.value for one in found])),
    )


def main() -> None:
    """Print the table, a line a setting and method."""
    n_experiments = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print("| sample | rows s + b | true AUC | method | coverage of ± 1σ | mean σ / true spread |")
    print("|---|---|---|---|---|---|")
    for setting in SETTINGS:
        for measure in (delong, bootstrap):
            held, width, spread = coverage(setting, measure, n_experiments=n_experiments, seed=1)
            print(
                f"| {setting.name} | {setting.n_signal} + {setting.n_background} "
                f"| {setting.true_auc:.3f} | {measure.__name__} "
                f"| {100 * held.value:.1f} ± {100 * held.uncertainty:.1f} % "
                f"| {width:.4f} / {spread:.4f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
