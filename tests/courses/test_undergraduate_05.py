"""Lesson 5: its checks accept the right answer, and tell what is wrong with the usual others."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fivesigma.learning.impurity import impurities_of_cuts
from fivesigma.learning.weights import balanced_weights, rescaled_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_05 as check
from fivesigma.teaching.checks import undergraduate_05_models as models
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.workflow import story


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")


@pytest.fixture(params=["simulated-dm", "atlas-dm"])
def either(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, mirror: Path, tmp_path: Path
) -> str:
    """The embedded events, then the real ones."""
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", request.param)
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(mirror))
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path))
    return str(request.param)


def wrong(verdict: Verdict, words: str) -> None:
    """Not right, and the message says why."""
    assert not verdict
    assert re.search(words, verdict.message), verdict


def gini(s: float, b: float) -> float:
    return 2 * s * b / (s + b) ** 2


def impurity(a: float, b: float, c: float, d: float) -> float:
    return ((a + b) * gini(a, b) + (c + d) * gini(c, d)) / (a + b + c + d)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda s, b: gini(s, b) / 2, "two orders"),
        (lambda s, b: s / (s + b), "share of signal"),
        (lambda s, b: 1 - gini(s, b), "same class"),
        (lambda s, b: min(s, b) / (s + b), "rarer class"),
        (lambda s, b: 2 * s * b, "sums, not shares"),
        (lambda *_: 0.375, "same for every argument"),
        (lambda s, b: 2 * s / b, "stops with|gini"),
        (lambda s: s, "stops with TypeError"),
    ],
)
def test_the_impurity(given: object, words: str) -> None:
    assert check.gini(gini)
    assert check.gini(lambda s, b: 1 - (s / (s + b)) ** 2 - (b / (s + b)) ** 2)
    wrong(check.gini(given), words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda a, b, c, d: (gini(a, b) + gini(c, d)) / 2, "larger one should count more"),
        (lambda a, b, c, d: gini(a, b) + gini(c, d), "no mean"),
        (lambda a, b, c, d: (a + b) * gini(a, b) + (c + d) * gini(c, d), "Divide by the sum"),
        (lambda a, b, c, d: gini(a + c, b + d), "before the question"),
        (lambda *sums: impurity(*sums) / 2, "exercise 1"),
        (impurity(1, 2, 3, 4), "no function"),
    ],
)
def test_the_impurity_after_a_question(given: object, words: str) -> None:
    assert check.impurity_after(impurity)
    wrong(check.impurity_after(given), words)


def test_the_best_cut(either: str) -> None:
    table = story.features(story.select(lesson.load_events(quiet=True)))
    learns = table.fold < 5
    weight = balanced_weights(table.weight[learns], table.label[learns])
    values = table.features["met_over_ht"][learns].astype(float)
    cuts, left = impurities_of_cuts(values, table.label[learns], weight)
    assert check.best_cut(cuts[left.argmin()]), either
    wrong(check.best_cut(left.argmin()), "place in the array")
    wrong(check.best_cut(left.min()), "This is the impurity")
    wrong(check.best_cut(cuts[left.argmax()]), "as mixed")
    wrong(check.best_cut(cuts[left.argmin() + 20]), "too large")


def weighted_error(called: np.ndarray, label: np.ndarray, weight: np.ndarray) -> float:
    rates = [
        weight[(label == kind) & (called != (kind == 1))].sum() / weight[label == kind].sum()
        for kind in (0, 1)
    ]
    return float(sum(rates) / 2)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda c, y, w: w[c != (y == 1)].sum() / w.sum(), "one pot"),
        (lambda c, y, w: 2 * weighted_error(c, y, w), "mean"),
        (lambda c, y, w: 1 - weighted_error(c, y, w), "right, not wrong"),
        (lambda c, y, w: weighted_error(c, y, np.ones_like(w)), "Rows are counted"),
        (lambda c, y, w: weighted_error(c, y, np.abs(w)), "sign"),
        (lambda c, y, w: w[(y == 1) & ~c].sum() / w[y == 1].sum(), "signal only"),
        (lambda c, y, w: w[(y == 0) & c].sum() / w[y == 0].sum(), "background only"),
        (lambda *_: 0.3, "same for every argument"),
    ],
)
def test_the_weighted_error(given: object, words: str) -> None:
    assert check.weighted_error(weighted_error)
    wrong(check.weighted_error(given), words)


def test_the_weighted_error_may_not_change_what_it_is_given() -> None:
    def spoils(called: np.ndarray, label: np.ndarray, weight: np.ndarray) -> float:
        answer = weighted_error(called, label, weight)
        weight *= 2
        return answer

    wrong(check.weighted_error(spoils), "changes what it is given")


def test_the_best_depth(either: str) -> None:
    seen, unseen = models.errors_of_depths(either)
    best = models.DEPTHS[int(np.argmin(unseen))]
    assert check.best_depth(best)
    assert check.best_depth(np.int64(best))
    wrong(check.best_depth(20), "seen|worst")
    wrong(check.best_depth(min(unseen)), "This is the error")
    wrong(check.best_depth(10), "smaller error on unseen")
    assert seen[-1] < 0.1 < unseen[-1]


def step(weight: np.ndarray, is_wrong: np.ndarray) -> np.ndarray:
    error = weight[is_wrong].sum()
    changed = weight * np.where(is_wrong, (1 - error) / error, 1.0)
    return np.asarray(changed / changed.sum())


def turned(weight: np.ndarray, is_wrong: np.ndarray) -> np.ndarray:
    error = weight[is_wrong].sum()
    changed = weight * np.where(is_wrong, error / (1 - error), 1.0)
    return np.asarray(changed / changed.sum())


def by_rows(weight: np.ndarray, is_wrong: np.ndarray) -> np.ndarray:
    factor = (~is_wrong).sum() / is_wrong.sum()
    changed = weight * np.where(is_wrong, factor, 1.0)
    return np.asarray(changed / changed.sum())


def test_after_a_step_of_adaboost_the_last_tree_is_a_coin() -> None:
    weight, is_wrong = np.array([0.1, 0.2, 0.3, 0.4]), np.array([True, True, False, False])
    assert step(weight, is_wrong)[is_wrong].sum() == pytest.approx(0.5)
    assert check.next_weights(lambda w, m: step(w, ~m)), "whoever makes the others lighter is right"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda w, _: w, "Nothing has changed"),
        (lambda w, m: np.where(m, w * (1 - w[m].sum()) / w[m].sum(), w), "sum to 1 again"),
        (lambda w, m: np.where(m, w * w[m].sum() / (1 - w[m].sum()), w), "next_weights"),
        (turned, "upside down"),
        (by_rows, "not by number"),
        (lambda w, m: step(w, m).sum(), "one number, and an array"),
        (lambda w, m: step(np.full(w.size, 1 / w.size), m), "next_weights"),
        (lambda *_: None, "Not answered"),
    ],
)
def test_a_step_of_adaboost(given: object, words: str) -> None:
    assert check.next_weights(step)
    wrong(check.next_weights(given), words)


def test_the_number_of_trees() -> None:
    _, unseen = models.errors_of_boosting("simulated-dm")
    best = int(np.argmin(unseen)) + 1
    assert check.best_n_trees(best)
    wrong(check.best_n_trees(best - 1), "counted from 0")
    wrong(check.best_n_trees(min(unseen)), "This is the error")
    wrong(check.best_n_trees(2), "smaller error on unseen")


def test_the_expected_background(either: str) -> None:
    X, label, weight, fold, _ = models.lesson_events()
    learns, judges = fold < 5, fold > 6
    _, unseen = models.errors_of_depths(either)
    depth = models.DEPTHS[int(np.argmin(unseen))]
    tree = models.lesson_tree(depth, X[learns], label[learns], weight[learns])
    full = rescaled_weights(weight, label, fold, (7, 8, 9))
    called = tree.predict_proba(X)[:, 1] >= 0.5
    kept = called & (label == 0)
    assert check.expected_background(full[kept].sum())
    if either == "atlas-dm":  # the embedded events have no negative weight
        wrong(check.expected_background(np.abs(full[kept]).sum()), "lost their sign")
    wrong(check.expected_background(weight[kept & judges].sum()), "Scale it up")
    wrong(check.expected_background(weight[kept].sum()), "learned from")
    wrong(check.expected_background((kept & judges).sum()), "counts rows")
    wrong(check.expected_background(full[label == 0].sum()), "all background")
    wrong(check.expected_background(full[called].sum()), "Signal is in here")
    wrong(check.expected_background(full[called & (label == 1)].sum()), "the signal")
    wrong(check.expected_background(full[kept]), "one number is wanted")


ALL: tuple[Callable[[object], Verdict], ...] = (
    check.gini,
    check.impurity_after,
    check.best_cut,
    check.weighted_error,
    check.best_depth,
    check.next_weights,
    check.best_n_trees,
    check.expected_background,
)


@pytest.mark.parametrize("one", ALL)
@pytest.mark.parametrize("given", [..., None, "?", float("nan"), [], {}, object(), -1.0, print])
def test_no_answer_stops_a_check_or_passes_it(
    one: Callable[[object], Verdict], given: object
) -> None:
    verdict = one(given)
    assert not verdict
    assert verdict.message
