"""Checks of lesson undergraduate-08, "Train, validate, test"."""

from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from fivesigma.data.table import EventTable
from fivesigma.learning.history import History
from fivesigma.learning.split import hash_split
from fivesigma.learning.weights import balanced_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, choice, function, number
from fivesigma.teaching.checks.reading import is_unanswered, read_array
from fivesigma.teaching.checks.verdict import Verdict, not_answered, right, wrong
from fivesigma.workflow import story
from fivesigma.workflow.events import feature_matrix

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]

_SHARES = {"training": 0.5, "validation": 0.2, "test": 0.3}
_ROUNDING_ROWS = 3  # two cuts in a row, each rounded for each process


def three_parts(given: object) -> Verdict:
    """Row numbers of a training, a validation and a test part, stratified by process."""
    if is_unanswered(given):
        return not_answered("three_parts")
    if not isinstance(given, (tuple, list)) or len(given) != len(_SHARES):
        return wrong("three_parts should hold three arrays: rows of training, validation and test.")
    process = _table().process
    parts = []
    for rows, part in zip(given, _SHARES, strict=True):
        array_of_rows = _row_numbers(rows, process.size, part)
        if isinstance(array_of_rows, Verdict):
            return array_of_rows
        parts.append(array_of_rows)
    return _fairness(parts, process)


def _row_numbers(rows: object, n_rows: int, part: str) -> IntArray | Verdict:
    if is_unanswered(rows):
        return not_answered("three_parts")
    try:
        numbers = np.asarray(rows)
    except Exception:  # noqa: BLE001 - an answer may be any object
        numbers = np.array(None)
    if numbers.dtype.kind == "b":
        return wrong(
            f"The {part} part is a mask; row numbers are wanted. np.flatnonzero makes them."
        )
    if numbers.dtype.kind not in "iu" or numbers.ndim != 1:
        return wrong(
            f"The {part} part should be an array of row numbers, as train_test_split gives it."
        )
    if numbers.size and not (numbers.min() >= 0 and numbers.max() < n_rows):
        return wrong(f"The {part} part has row numbers that do not exist.")
    return numbers.astype(np.int64)


def _fairness(parts: list[IntArray], process: npt.NDArray[np.uint8]) -> Verdict:
    """The verdict on three arrays of row numbers that exist."""
    every = np.concatenate(parts)
    n_twice = every.size - np.unique(every).size
    if n_twice:
        message = f"{n_twice:,} rows are used twice: the exam would hold exercises from home."
        return wrong(f"{message} Cut the second time from the rest, not from all rows.")
    for rows, (part, share) in zip(parts, _SHARES.items(), strict=True):
        if abs(rows.size - share * process.size) > _ROUNDING_ROWS:
            message = f"The {part} part has {100 * rows.size / process.size:.0f} % of all rows."
            return wrong(f"{message} Mind: a share of the rest is not the same share of all.")
    found = np.array([np.bincount(process[rows], minlength=process.max() + 1) for rows in parts])
    wanted = np.outer(list(_SHARES.values()), np.bincount(process))
    off = np.abs(found - wanted) > _ROUNDING_ROWS
    if not off.any():
        return right("three_parts", "no common row, and each part is as mixed as the whole.")
    signal = 0  # the signal comes first in a selected table
    if off[:, signal].any():
        return wrong(
            "The parts do not have the same share of signal: is stratify given, in both cuts?"
        )
    message = "The signal is shared out fairly, but the backgrounds are not."
    return wrong(f"{message} Stratify by the process, not only by the label, in both cuts.")


def stand_for_all(given: object) -> Verdict:
    """A function that scales the weights of some events to the whole sample, class by class."""
    return function(
        given,
        _scaled_by_class,
        [
            (
                np.array([2.0, -0.5, 1.0, 4.0, 0.1, 0.3]),
                np.array([0, 0, 0, 0, 1, 1]),
                np.array([True, True, False, True, False, True]),
            ),
            (
                np.array([1.0, 0.2, 3.0, 0.2, 0.4]),
                np.array([0, 1, 0, 1, 1]),
                np.array([True, True, False, False, True]),
            ),
        ],
        name="stand_for_all",
        mistakes=[
            Mistake(
                lambda w, _, chosen: w[chosen],
                "These are the weights as they were. Which factor makes them stand for all?",
            ),
            Mistake(
                lambda w, _, chosen: w[chosen] * w.sum() / w[chosen].sum(),
                "This is one factor for all. Give signal and background one each.",
            ),
            Mistake(
                lambda w, _, chosen: w[chosen] * chosen.size / chosen.sum(),
                "This counts rows. Sums of weights should come out right, class by class.",
            ),
            Mistake(
                lambda w, label, chosen: _scaled_by_class(w, label, chosen, of=np.ones_like),
                "This counts the rows of each class. It is the sums of weights that should "
                "come out right.",
            ),
            Mistake(
                lambda w, label, chosen: _scaled_by_class(w, label, chosen, of=np.abs),
                "The factor is made of |weight|. Sums keep the sign of each weight.",
            ),
        ],
    )


def _scaled_by_class(
    weight: FloatArray, label: IntArray, chosen: npt.NDArray[np.bool_], of: Any = np.asarray
) -> FloatArray:
    """The chosen weights; the factor of a class is a ratio of sums of `of(weight)`."""
    scaled = weight[chosen].copy()
    for kind in (0, 1):
        own = of(weight[label == kind]).sum() / of(weight[chosen & (label == kind)]).sum()
        scaled[label[chosen] == kind] *= own
    return scaled


def met_scaled(given: object) -> Verdict:
    """The missing momentum of the test part, standardised as the training part says."""
    table = _table()
    met = table.features["met"].astype(np.float64)
    split = hash_split(table.fold)
    training, test = met[split.train(0)], met[split.test(0)]

    def standardised(by: FloatArray) -> FloatArray:
        scaled: FloatArray = (test - by.mean()) / by.std()
        return scaled

    return array(
        given,
        standardised(training),
        name="met_scaled",
        tolerance=1e-4,
        absolute=1e-4,
        mistakes=[
            Mistake(
                standardised(test),
                "The test part standardised itself. A single new collision could not do "
                "that: take what the training part knows.",
            ),
            Mistake(
                standardised(met),
                "Mean and standard deviation are of all events: the test part leaks into them.",
            ),
            Mistake(
                test - training.mean(), "The mean is right. Divide by the standard deviation, too."
            ),
        ],
    )


def small_p(given: object) -> Verdict:
    """What a small Kolmogorov-Smirnov probability says about a model."""
    return choice(
        given,
        "b",
        {
            "a": (
                "Look at the unseen AUC: the model is far better than a coin. Over-training "
                "makes the seen scores worthless, not the model."
            ),
            "b": "the seen scores are too good to be true, so only unseen ones may be used.",
            "c": (
                "Then another part would mend it. Draw again with another seed and look: the gap "
                "stays."
            ),
            "d": (
                "p is the chance of such a gap if both samples came from one distribution. It is "
                "no chance that a model is right."
            ),
        },
        name="small_p",
    )


def best_n_trees(given: object, history: History) -> Verdict:
    """The number of trees with the lowest validation loss."""
    validation = history.validation_loss
    if validation is None:
        return wrong("This history has no validation loss. Run the cell that makes it again.")
    return number(
        given,
        int(history.step[np.argmin(validation)]),
        name="best_n_trees",
        unit="trees",
        mistakes=[
            Mistake(
                int(np.argmin(validation)),
                "Almost: this is a position, counted from 0. After how many trees is that?",
            ),
            Mistake(
                int(history.step[np.argmin(history.training_loss)]),
                "That is where the loss of the training events is lowest. It always falls: "
                "they are learned by heart.",
            ),
            Mistake(
                float(validation.min()),
                "This is the lowest loss itself. At how many trees is it reached?",
            ),
        ],
    )


def unseen_score(given: object) -> Verdict:
    """Out-of-fold scores of a scaled straight line, five folds."""
    table = _table()
    if isinstance(given, np.ndarray) and given.dtype.kind == "f" and np.isnan(given).all():
        return not_answered("unseen_score")
    values = read_array(given, "unseen_score", np.zeros(table.n_events))
    if isinstance(values, Verdict):
        return values  # six trainings saved
    X = feature_matrix(table)
    right_one, seen, last = (np.full(table.n_events, np.nan) for _ in range(3))
    folds = StratifiedKFold(5, shuffle=True, random_state=1).split(X, table.process)
    for learn, judge in folds:
        line = _line(table, X, learn)
        right_one[judge] = line.predict_proba(X[judge])[:, 1]
        seen[learn] = line.predict_proba(X[learn])[:, 1]
        last = line.predict_proba(X)[:, 1]
    everything = np.arange(table.n_events)
    return array(
        values,
        right_one,
        name="unseen_score",
        tolerance=1e-3,
        absolute=1e-4,
        mistakes=[
            Mistake(
                seen,
                "These are scores of events by models that have learned from them. Judge the "
                "second rows of each pair.",
            ),
            Mistake(
                _line(table, X, everything).predict_proba(X)[:, 1],
                "One model has seen every event here. Train anew for each fold, on its first "
                "rows only.",
            ),
            Mistake(
                last,
                "One model has scored all events, also those it has learned from. Write into "
                "the rows to judge only.",
            ),
        ],
    )


def reported_auc(given: object, validation_auc: FloatArray, test_auc: FloatArray) -> Verdict:
    """The test AUC of the model that is best on the validation part."""
    picked = int(np.argmax(validation_auc))
    return number(
        given,
        float(test_auc[picked]),
        name="reported_auc",
        tolerance=1e-6,
        mistakes=[
            Mistake(
                float(validation_auc[picked]),
                "The validation part has picked this model, so its number is flattered. Who "
                "judges?",
            ),
            Mistake(
                float(test_auc.max()),
                "This is the best of all on the test part: then the test has picked, and "
                "nobody is left to judge.",
            ),
            Mistake(
                picked, "This is which model was picked. What does the test part say about it?"
            ),
        ],
    )


def _table() -> EventTable:
    """The events of the lesson."""
    return story.features(story.select(lesson.load_events(quiet=True), signal="DM_200"))


def _line(table: EventTable, X: FloatArray, rows: IntArray) -> Pipeline:
    """The lesson's `line_learned_from`."""
    balanced = balanced_weights(table.weight[rows], table.label[rows])
    line = make_pipeline(StandardScaler(), LogisticRegression())
    return line.fit(X[rows], table.label[rows], logisticregression__sample_weight=balanced)
