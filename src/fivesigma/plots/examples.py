"""Small made-up records, so that documentation and tests can draw every figure in a moment."""

from typing import Final

import numpy as np

from fivesigma.core.measured import Measured
from fivesigma.inference.likelihood.fit import FitResult, Impact, Pull
from fivesigma.inference.likelihood.limit import Limit
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.learning.correlation import Correlation
from fivesigma.learning.curve import LearningCurve
from fivesigma.learning.explain import Importance
from fivesigma.learning.history import History
from fivesigma.learning.judging.calibration import Calibration
from fivesigma.learning.judging.confusion import Confusion
from fivesigma.learning.judging.overtraining import Density, Overtraining
from fivesigma.learning.judging.roc import RocCurve
from fivesigma.learning.surface import DecisionSurface

TEMPLATES: Final = Templates(
    edges=np.array([80.0, 100.0, 120.0, 140.0]),
    names=("DM_200", "ZZ", "WZ"),
    is_signal=(True, False, False),
    sum=np.array([[1.0, 4.0, 6.0], [30.0, 20.0, 9.0], [20.0, 8.0, -0.5]]),
    sum_squares=np.array([[0.1, 0.4, 0.6], [3.0, 2.0, 0.9], [2.0, 0.8, 0.4]]),
)
ROC: Final = RocCurve(
    false_positive_rate=np.array([0.0, 0.1, 0.4, 1.0]),
    true_positive_rate=np.array([0.0, 0.5, 0.8, 1.0]),
    threshold=np.array([np.inf, 0.9, 0.5, 0.1]),
    auc=0.78,
    auc_uncertainty=0.12,
)
_RISING = Density(value=np.array([0.4, 1.6]), uncertainty=np.array([0.1, 0.2]))
_FALLING = Density(value=np.array([1.5, 0.5]), uncertainty=np.array([0.1, 0.1]))
OVERTRAINING: Final = Overtraining(
    edges=np.array([0.0, 0.5, 1.0]),
    signal_seen=_RISING,
    signal_unseen=_RISING,
    background_seen=_FALLING,
    background_unseen=_FALLING,
    auc_seen=Measured(value=0.8, uncertainty=0.1),
    ks_signal=0.05,
    ks_background=0.02,
    p_signal=0.4,
    p_background=0.9,
)
CALIBRATION: Final = Calibration(
    prior=0.5,
    edges=np.array([0.0, 0.5, 1.0]),
    score=np.array([0.3, 0.7]),
    fraction=np.array([0.25, 0.8]),
    uncertainty=np.array([0.05, 0.06]),
    brier=Measured(value=0.19, uncertainty=0.02),
    expected_error=0.07,
)
CONFUSION: Final = Confusion(
    threshold=0.5,
    true_positive=Measured(value=30.0, uncertainty=2.0),
    false_negative=Measured(value=20.0, uncertainty=1.5),
    false_positive=Measured(value=60.0, uncertainty=3.0),
    true_negative=Measured(value=190.0, uncertainty=4.0),
    accuracy=Measured(value=0.733, uncertainty=0.012),
    accuracy_all_background=Measured(value=0.833, uncertainty=0.008),
    balanced_accuracy=Measured(value=0.68, uncertainty=0.03),
)
HISTORIES: Final = tuple(
    History(
        step_name="tree",
        step=np.arange(1, n_steps + 1),
        training_loss=0.3 + 0.4 / np.arange(1, n_steps + 1) + shift,
        validation_loss=0.4 + 0.3 / np.arange(1, n_steps + 1) - shift,
        stopped_early=False,
    )
    for n_steps, shift in ((6, 0.01), (5, -0.01))
)
LEARNING_CURVE: Final = LearningCurve(
    n_train=np.array([100.0, 1000.0]),
    unseen=(Measured(value=0.65, uncertainty=0.05), Measured(value=0.75, uncertainty=0.05)),
    seen=(Measured(value=0.95, uncertainty=0.02), Measured(value=0.85, uncertainty=0.02)),
)
SURFACE: Final = DecisionSurface(
    names=("met", "delta_r_ll"),
    x=np.array([80.0, 140.0, 200.0]),
    y=np.array([0.5, 1.0, 1.5]),
    score=np.array([[[0.3, 0.5, 0.8], [0.2, 0.4, 0.7], [0.1, 0.3, 0.6]]]).repeat(2, axis=0)
    + np.array([0.02, -0.02]).reshape(2, 1, 1),
    held={"mll": 91.0},
    events=np.array([[100.0, 1.2], [180.0, 0.7]]),
    event_label=np.array([0, 1], dtype=np.int8),
)
CORRELATION: Final = Correlation(
    names=("met", "mll"),
    r=np.array([[1.0, 0.3], [0.3, 1.0]]),
    uncertainty=np.array([[0.0, 0.02], [0.02, 0.0]]),
)
IMPORTANCE: Final = Importance(
    names=("n_bjets", "delta_r_ll"),
    auc=Measured(value=0.78, uncertainty=0.02),
    drop=(Measured(value=0.01, uncertainty=0.02), Measured(value=0.1, uncertainty=0.01)),
    spread=(0.004, 0.006),
)
SCAN: Final = SignificanceScan(
    relative_uncertainty=0.1,
    threshold=np.array([0.0, 0.3, 0.6, 0.9]),
    z=np.array([1.6, 2.2, 3.0, np.nan]),
    uncertainty=np.array([0.1, 0.15, 0.2, np.nan]),
    signal=np.array([50.0, 45.0, 30.0, 10.0]),
    background=np.array([250.0, 120.0, 30.0, 2.0]),
    n_effective=np.array([4000.0, 900.0, 80.0, 4.0]),
    refused=np.array([False, False, False, True]),
    reason="the background is worth fewer than 10 events.",
)
LIMIT: Final = Limit(observed=0.6, expected=(0.3, 0.4, 0.55, 0.8, 1.1), confidence=0.95)
FIT: Final = FitResult(
    mu=Measured(value=1.0, uncertainty=0.3),
    interval=(0.71, 1.32),
    discovery_z=3.6,
    pulls=(
        Pull(name="luminosity", value=Measured(value=0.1, uncertainty=0.98)),
        Pull(name="Z+jets_yield", value=Measured(value=-0.4, uncertainty=0.7)),
    ),
    impacts=(
        Impact(name="Z+jets_yield", up=-0.12, down=0.13),
        Impact(name="luminosity", up=0.03, down=-0.03),
    ),
    limit=LIMIT,
    is_asimov=True,
)
