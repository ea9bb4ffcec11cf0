"""Checks of lesson undergraduate-09, "How good is it?"."""

import numpy as np
import numpy.typing as npt

from fivesigma.data.table import EventTable
from fivesigma.inference.threshold import SignificanceScan
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, choice, function, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.workflow import story

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int8]

_THRESHOLD = 0.5


def expected_found(given: object, score: FloatArray) -> Verdict:
    """The expected signal events with a score of at least 0.5."""
    table = _table()
    called, is_signal, weight = score >= _THRESHOLD, table.label == 1, table.weight
    found = float(weight[called & is_signal].sum())
    return number(
        given,
        found,
        name="expected_found",
        unit="collisions",
        mistakes=[
            Mistake(
                int((called & is_signal).sum()),
                "This counts rows. How many real collisions does each stand for?",
            ),
            Mistake(
                float(weight[called].sum()),
                "This is all that is called signal, false alarms included. Keep what *is* signal.",
            ),
            Mistake(
                float(weight[called & ~is_signal].sum()),
                "These are the false alarms: background that is called signal.",
            ),
            Mistake(
                float(weight[~called & is_signal].sum()),
                "This is the signal that you miss. Which side of the threshold is it on?",
            ),
            Mistake(
                float(weight[is_signal].sum()),
                "This is all the signal. How much of it has a score of at least 0.5?",
            ),
            Mistake(
                found / float(weight[is_signal].sum()),
                "This is the share of the signal. How many collisions is that?",
            ),
        ],
    )


def lazy_accuracy(given: object) -> Verdict:
    """The share of right decisions, in collisions, of calling everything background."""
    table = _table()
    signal, background = (float(table.weight[table.label == kind].sum()) for kind in (1, 0))
    return number(
        given,
        background / (signal + background),
        name="lazy_accuracy",
        mistakes=[
            Mistake(
                float(np.mean(table.label == 0)),
                "This is the share of rows. The question is for collisions: sum weights.",
            ),
            Mistake(signal / (signal + background), "This is the share you get wrong: the signal."),
            Mistake(
                signal / background,
                "This is signal over background. Compare what is right with everything.",
            ),
            Mistake(background, "This is how many you get right. What share of all is it?"),
            Mistake(
                0.5,
                "A half is the *balanced* accuracy of doing nothing. What share of all "
                "decisions is right?",
            ),
        ],
    )


def working_point(given: object) -> Verdict:
    """A function for signal efficiency, background rejection and purity above a threshold."""
    score = np.array([0.9, 0.7, 0.5, 0.2, 0.8, 0.5, 0.3, 0.1])
    label = np.array([1, 1, 1, 1, 0, 0, 0, 0], np.int8)
    weight = np.array([0.2, 0.1, 0.4, 0.3, 1.0, -0.3, 2.0, 3.0])
    return function(
        given,
        _working_point,
        [(score, label, weight, 0.5), (score, label, weight[::-1].copy(), 0.25)],
        name="working_point",
        mistakes=[
            Mistake(
                lambda s, y, w, t: _working_point(s, y, np.ones(w.size), t),
                "The formulas are right, for rows. Sum the weights instead of counting.",
            ),
            Mistake(
                lambda s, y, w, t: _working_point(s, y, np.abs(w), t),
                "Sums keep the sign of a weight: no |w| here.",
            ),
            Mistake(
                lambda s, y, w, t: _working_point(s, y, w, np.nextafter(t, 1)),
                "An event exactly at the threshold passes, too: >= instead of >.",
            ),
            Mistake(
                lambda s, y, w, t: _working_point(s, y, w, t) ** [1, -1, 1],
                "The second number is the background efficiency b / B. Rejection is B / b.",
            ),
            Mistake(
                lambda s, y, w, t: _working_point(s, y, w, t)[[0, 2, 1]],
                "The numbers are right, their order is not: efficiency, rejection, purity.",
            ),
            Mistake(
                _with_signal_over_background,
                "The third number is s / b. Purity is the share of signal among all that pass.",
            ),
        ],
    )


def _working_point(
    score: FloatArray, label: IntArray, weight: FloatArray, threshold: float
) -> FloatArray:
    passes, is_signal = score >= threshold, label == 1
    s, b = float(weight[passes & is_signal].sum()), float(weight[passes & ~is_signal].sum())
    all_s, all_b = float(weight[is_signal].sum()), float(weight[~is_signal].sum())
    return np.array([s / all_s, all_b / b, s / (s + b)])


def _with_signal_over_background(
    score: FloatArray, label: IntArray, weight: FloatArray, threshold: float
) -> FloatArray:
    efficiency, rejection, purity = _working_point(score, label, weight, threshold)
    return np.array([efficiency, rejection, purity / (1 - purity)])


def pair_auc(given: object) -> Verdict:
    """A function for the weighted area under the ROC curve, from all pairs."""
    score = np.array([0.9, 0.6, 0.7, 0.6, 0.2])
    label = np.array([1, 1, 0, 0, 0], np.int8)
    mixed = np.array([1.0, 1.0, 2.0, -1.0, 3.0])
    other = np.array([0.3, 0.4, 0.4, 0.8, 0.1, 0.7]), np.array([0, 1, 0, 1, 1, 0], np.int8)
    return function(
        given,
        _pair_auc,
        [(score, label, mixed), (*other, np.array([1.0, 0.5, -0.2, 0.7, 0.1, 2.0]))],
        name="pair_auc",
        mistakes=[
            Mistake(
                lambda s, y, w: _pair_auc(s, y, w, tie=0.0),
                "A pair with the same score counts half. Here it counts nothing.",
            ),
            Mistake(
                lambda s, y, w: _pair_auc(s, y, w, tie=1.0),
                "A pair with the same score counts half. Here it counts as won.",
            ),
            Mistake(
                lambda s, y, w: _pair_auc(s, y, np.ones(w.size)),
                "All pairs count the same here. Each counts as much as the product of its weights.",
            ),
            Mistake(
                lambda s, y, w: _pair_auc(s, y, np.abs(w)),
                "The sign of a weight is lost: a negative weight takes pairs away.",
            ),
            Mistake(
                lambda s, y, w: _pair_auc(s[w > 0], y[w > 0], w[w > 0]),
                "Events of negative weight are dropped. They take pairs away, as they should.",
            ),
            Mistake(
                lambda s, y, w: 1 - _pair_auc(s, y, w),
                "This is the chance that the background scores higher.",
            ),
        ],
    )


def _pair_auc(score: FloatArray, label: IntArray, weight: FloatArray, tie: float = 0.5) -> float:
    is_signal = label == 1
    difference = score[is_signal][:, np.newaxis] - score[~is_signal]
    pairs = weight[is_signal][:, np.newaxis] * weight[~is_signal]
    return float((((difference > 0) + tie * (difference == 0)) * pairs).sum() / pairs.sum())


def auc_error(given: object, replicas: FloatArray) -> Verdict:
    """The uncertainty of an area, from its resampled values."""
    spread = float(replicas.std(ddof=1))
    return number(
        given,
        spread,
        name="auc_error",
        tolerance=0.005,  # n or n - 1, both are in use
        mistakes=[
            Mistake(
                spread / replicas.size**0.5,
                "Divided by the root of their number, this is how well their *mean* is "
                "known: with more replicas it would go to 0. More replicas are no more "
                "collisions.",
            ),
            Mistake(spread**2, "This is the variance. The uncertainty is its root."),
            Mistake(
                float(replicas.mean()),
                "This is the mean of the replicas. How far do they lie from each other?",
            ),
            Mistake(
                float(np.ptp(replicas)),
                "From the smallest to the largest: that grows with the number of replicas. "
                "Take the standard deviation.",
            ),
        ],
    )


def honest(given: object) -> Verdict:
    """A function that moves scores from one share of signal to another, by Bayes' theorem."""
    score = np.array([0.0, 0.2, 0.5, 0.9, 1.0])
    return function(
        given,
        _honest,
        [(score, 0.5, 0.1), (score, 0.3, 0.6)],
        name="honest",
        mistakes=[
            Mistake(
                lambda s, claimed, real: s * real / claimed,
                "Only the signal is moved. Do the chances of signal and background still add "
                "up to 1?",
            ),
            Mistake(
                lambda s, claimed, real: _honest(s, real, claimed),
                "This moves the scores the other way: from the detector to the training.",
            ),
            Mistake(
                lambda s, _, real: s * real / (s * real + (1 - s) * (1 - real)),
                "Right for a training with half signal. Use `claimed`, too.",
            ),
        ],
    )


def _honest(score: FloatArray, claimed: float, real: float) -> FloatArray:
    signal = score * (real / claimed)
    moved: FloatArray = signal / (signal + (1 - score) * (1 - real) / (1 - claimed))
    return moved


def my_threshold(given: object, scan: SignificanceScan) -> Verdict:
    """The threshold with the highest significance of a scan."""
    best = int(np.nanargmax(scan.z))
    first_refused = int(np.argmax(scan.z))
    return number(
        given,
        float(scan.threshold[best]),
        name="my_threshold",
        tolerance=1e-6,
        mistakes=[
            Mistake(
                float(scan.threshold[first_refused]),
                "There the scan gives no number (NaN): too little background. argmax takes "
                "NaN for the largest.",
            ),
            Mistake(best, "This is a position in the scan. Which threshold stands there?"),
            Mistake(
                float(scan.z[best]),
                "This is the significance itself. At which threshold is it reached?",
            ),
            Mistake(float(scan.threshold[np.nanargmin(scan.z)]), "There Z is smallest."),
            Mistake(0.5, "0.5 is what libraries take when nobody chooses. Where is Z largest?"),
        ],
    )


def my_copy(given: object) -> Verdict:
    """Which of two spoiled scores a search should keep."""
    return choice(
        given,
        "b",
        {
            "a": (
                "The AUC counts pairs everywhere, most of them in a region that the search "
                "throws away. Compare the two Z."
            ),
            "b": (
                "above its threshold the lazy copy is the whole score, and Z looks at nothing else."
            ),
            "c": "Look at the table again: the larger AUC does not stand beside the larger Z.",
            "d": (
                "Accuracy hangs on a threshold, and a stone may have the most of it, as Part 2 "
                "shows. What does a search need?"
            ),
        },
        name="my_copy",
    )


def _table() -> EventTable:
    """The events of the lesson."""
    return story.features(story.select(lesson.load_events(quiet=True), signal="DM_200"))
