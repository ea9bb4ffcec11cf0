"""Checks of the undergraduate lesson 5, decision trees."""

import numpy as np

from fivesigma.learning.impurity import impurities_of_cuts
from fivesigma.learning.weights import balanced_weights, rescaled_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, function, number
from fivesigma.teaching.checks.undergraduate_05_models import (
    DEPTHS,
    JUDGE,
    LEARN,
    N_TREES,
    BoolArray,
    FloatArray,
    IntArray,
    errors_of_boosting,
    errors_of_depths,
    lesson_events,
    lesson_tree,
)
from fivesigma.teaching.checks.verdict import Verdict


def gini(given: object) -> Verdict:
    """Whether `given` is a function that gives the Gini impurity of a group of two classes.

    >>> gini(lambda signal, background: 0.5)
    ✗ gini returns the same for every argument. Does it use what it is given?
    """

    def p(signal: float, background: float) -> float:
        return signal / (signal + background)

    return function(
        given,
        lambda s, b: 2 * p(s, b) * p(b, s),
        [(1.0, 1.0), (3.0, 1.0), (1.0, 9.0), (0.0, 4.0), (30.0, 10.0)],
        name="gini",
        absolute=1e-9,
        mistakes=[
            Mistake(lambda s, b: p(s, b) * p(b, s), "Half of it: which two orders are there?"),
            Mistake(p, "This is the share of signal. How likely are two different classes?"),
            Mistake(
                lambda s, b: p(s, b) ** 2 + p(b, s) ** 2,
                "This is the chance of the same class twice. The impurity is the other one.",
            ),
            Mistake(
                lambda s, b: min(p(s, b), p(b, s)),
                "This is the share of the rarer class, another measure. Take the chance of a pair.",
            ),
            Mistake(lambda s, b: 2 * s * b, "These are sums, not shares. Divide by their total."),
        ],
    )


def impurity_after(given: object) -> Verdict:
    """Whether `given` is a function that gives the mean impurity of two groups, by their weight.

    >>> impurity_after(0.4)
    ✗ impurity_after is no function. Define it with def, and do not call it here.
    """
    return function(
        given,
        _impurity_after,
        [
            (1.0, 3.0, 2.0, 2.0),
            (10.0, 90.0, 40.0, 10.0),
            (0.0, 5.0, 5.0, 0.0),
            (2.0, 6.0, 1.0, 0.5),
        ],
        name="impurity_after",
        absolute=1e-9,
        mistakes=[
            Mistake(
                lambda *sums: (_gini(*sums[:2]) + _gini(*sums[2:])) / 2,
                "Both groups count the same here. The larger one should count more.",
            ),
            Mistake(
                lambda *sums: _gini(*sums[:2]) + _gini(*sums[2:]),
                "A sum is no mean. Weight each impurity, and divide by the sum of all weights.",
            ),
            Mistake(
                lambda *sums: sum(sums) * _impurity_after(*sums),
                "Nearly: it is the weighted sum. Divide by the sum of all weights.",
            ),
            Mistake(
                lambda a, b, c, d: _gini(a + c, b + d),
                "This is the impurity before the question, of both groups together.",
            ),
            Mistake(
                lambda *sums: 0.5 * _impurity_after(*sums),
                "Half of it: has your gini both orders in it? Check exercise 1 first.",
            ),
        ],
    )


def best_cut(given: object) -> Verdict:
    """Whether `given` is the cut on met_over_ht that leaves the smallest impurity.

    >>> best_cut("0.7")
    ✗ best_cut is text, and one number is wanted. Write it without quotes.
    """
    X, label, weight, fold, names = lesson_events()
    learns = fold <= max(LEARN)
    cuts, impurity = impurities_of_cuts(
        X[learns, names.index("met_over_ht")],
        label[learns],
        balanced_weights(weight[learns], label[learns]),
    )
    best, worst = int(np.argmin(impurity)), int(np.argmax(impurity))
    return number(
        given,
        float(cuts[best]),
        name="best_cut",
        tolerance=1e-5,
        mistakes=[
            Mistake(best, "This is a place in the array. Which cut stands there?"),
            Mistake(float(impurity[best]), "This is the impurity. Which cut leaves it?"),
            Mistake(float(cuts[worst]), "This cut leaves the groups as mixed as can be."),
            Mistake(float(cuts[0]), "This is the first cut of all, not the best one."),
        ],
    )


def weighted_error(given: object) -> Verdict:
    """Whether `given` is a function that gives the weighted error of a decision.

    >>> weighted_error(None)  # doctest: +ELLIPSIS
    … Not answered yet...
    """

    def halves(called: BoolArray, label: IntArray, weight: FloatArray) -> tuple[float, float]:
        s, b = label == 1, label == 0
        missed = float(weight[s & ~called].sum() / weight[s].sum())
        return missed, float(weight[b & called].sum() / weight[b].sum())

    def wrong_of_all(called: BoolArray, label: IntArray, weight: FloatArray) -> float:
        return float(weight[called != (label == 1)].sum() / weight.sum())

    def mean(called: BoolArray, label: IntArray, weight: FloatArray) -> float:
        return sum(halves(called, label, weight)) / 2

    return function(
        given,
        mean,
        _decisions(),
        name="weighted_error",
        absolute=1e-9,
        mistakes=[
            Mistake(
                wrong_of_all,
                "All events are in one pot here. Whoever calls everything background does well "
                "then: take each class by itself.",
            ),
            Mistake(lambda *a: sum(halves(*a)), "A sum of two shares: take their mean."),
            Mistake(lambda *a: halves(*a)[0], "This is the signal only. Background can be wrong."),
            Mistake(lambda *a: halves(*a)[1], "This is the background only. Signal can be missed."),
            Mistake(lambda *a: 1 - mean(*a), "This is the share that is right, not wrong."),
            Mistake(
                lambda c, y, w: mean(c, y, np.ones_like(w)),
                "Rows are counted here. Use the weights.",
            ),
            Mistake(
                lambda c, y, w: mean(c, y, np.abs(w)),
                "The weights have lost their sign. In judging they keep it.",
            ),
        ],
    )


def best_depth(given: object) -> Verdict:
    """Whether `given` is the depth whose tree errs least on the events that choose.

    >>> best_depth([3, 4])  # doctest: +ELLIPSIS
    ✗ best_depth has shape (2,), and one number is wanted...
    """
    seen, unseen = errors_of_depths(lesson.load_events(quiet=True).dataset)
    return _place(given, DEPTHS, seen, unseen, name="best_depth", what="depth")


def next_weights(given: object) -> Verdict:
    """Whether `given` is a function that makes one step of AdaBoost.

    >>> next_weights(lambda weight, is_wrong: weight)
    ✗ Nothing has changed: which events should become heavier?
    """

    def raised(weight: FloatArray, is_wrong: BoolArray) -> FloatArray:
        error = weight[is_wrong].sum()
        return np.where(is_wrong, weight * (1 - error) / error, weight)

    def expected(weight: FloatArray, is_wrong: BoolArray) -> FloatArray:
        changed = raised(weight, is_wrong)
        return np.asarray(changed / changed.sum())

    def by_rows(weight: FloatArray, is_wrong: BoolArray) -> FloatArray:
        error = is_wrong.mean()
        changed = np.where(is_wrong, weight * (1 - error) / error, weight)
        return np.asarray(changed / changed.sum())

    def turned(weight: FloatArray, is_wrong: BoolArray) -> FloatArray:
        error = weight[is_wrong].sum()
        changed = np.where(is_wrong, weight * error / (1 - error), weight)
        return np.asarray(changed / changed.sum())

    return function(
        given,
        expected,
        [
            (np.array([0.25, 0.25, 0.25, 0.25]), np.array([True, False, False, False])),
            (np.array([0.1, 0.2, 0.3, 0.4]), np.array([False, True, False, False])),
            (np.array([0.05, 0.15, 0.5, 0.1, 0.2]), np.array([True, True, False, True, False])),
        ],
        name="next_weights",
        absolute=1e-9,
        mistakes=[
            Mistake(
                lambda weight, _: weight, "Nothing has changed: which events should become heavier?"
            ),
            Mistake(raised, "The last step is missing: scale them so that they sum to 1 again."),
            Mistake(by_rows, "ε is the share of the wrong events by weight, not by number."),
            Mistake(turned, "The wrong events become lighter here: the factor is upside down."),
        ],
    )


def best_n_trees(given: object) -> Verdict:
    """Whether `given` is the number of trees after which the patient boosting errs least.

    >>> best_n_trees(float("nan"))  # doctest: +ELLIPSIS
    ✗ best_n_trees is not a number (NaN)...
    """
    seen, unseen = errors_of_boosting(lesson.load_events(quiet=True).dataset)
    counts = tuple(range(1, N_TREES + 1))
    return _place(given, counts, seen, unseen, name="best_n_trees", what="number of trees")


def expected_background(given: object) -> Verdict:
    """Whether `given` is the background expected where the single tree says signal.

    >>> expected_background(True)
    ✗ expected_background is True or False, and one number is wanted.
    """
    X, label, weight, fold, _ = lesson_events()
    learns = fold <= max(LEARN)
    _, unseen = errors_of_depths(lesson.load_events(quiet=True).dataset)
    tree = lesson_tree(DEPTHS[int(np.argmin(unseen))], X[learns], label[learns], weight[learns])
    full = rescaled_weights(weight, label, fold, JUDGE)
    kept = (tree.predict_proba(X)[:, 1] >= 0.5) & (label == 0)
    judged = kept & (fold >= min(JUDGE))
    passed_signal = (tree.predict_proba(X)[:, 1] >= 0.5) & (label == 1)
    return number(
        given,
        float(full[kept].sum()),
        name="expected_background",
        unit="events",
        mistakes=[
            Mistake(float(np.abs(full[kept]).sum()), "The weights have lost their sign."),
            Mistake(
                float(weight[judged].sum()),
                "This is what the judging part holds. Scale it up: full_weight does that.",
            ),
            Mistake(
                float(weight[kept].sum()), "Events that the tree has learned from are in here, too."
            ),
            Mistake(float(judged.sum()), "This counts rows. How many collisions is a row worth?"),
            Mistake(float(kept.sum()), "This counts rows of all parts. Sum weights that judge."),
            Mistake(float(full[label == 0].sum()), "This is all background, whatever its score."),
            Mistake(
                float(full[(label == 0) & ~kept].sum()), "These are the events that are rejected."
            ),
            Mistake(float(full[passed_signal].sum()), "This is the signal, not the background."),
            Mistake(
                float(full[kept | passed_signal].sum()), "Signal is in here. Ask for the label."
            ),
        ],
    )


def _place(  # noqa: PLR0913 - two curves over one axis, and how they are called
    given: object,
    axis: tuple[int, ...],
    seen: tuple[float, ...],
    unseen: tuple[float, ...],
    *,
    name: str,
    what: str,
) -> Verdict:
    """The verdict on the value of the axis at which the unseen error is least."""
    best = int(np.argmin(unseen))
    verdict = number(
        given,
        axis[best],
        name=name,
        mistakes=[
            Mistake(best, f"This is a place, counted from 0. Which {what} stands there?"),
            Mistake(axis[int(np.argmin(seen))], "Best for events that it has seen. Who is fair?"),
            Mistake(unseen[best], f"This is the error. Which {what} has it?"),
            Mistake(axis[int(np.argmax(unseen))], "This is the worst: the largest error."),
        ],
    )
    if not verdict and verdict.message.startswith(f"{name} is too "):
        message = f"Another {what} has a smaller error on unseen events: look where the least is."
        return Verdict(state="wrong", message=message)
    return verdict


def _gini(signal: float, background: float) -> float:
    share = signal / (signal + background)
    return 2 * share * (1 - share)


def _impurity_after(a: float, b: float, c: float, d: float) -> float:
    """Mean impurity of the groups (a, b) and (c, d), by their sums of weights."""
    return ((a + b) * _gini(a, b) + (c + d) * _gini(c, d)) / (a + b + c + d)


def _decisions() -> list[tuple[BoolArray, IntArray, FloatArray]]:
    """Decisions on made-up events, two of them with negative weights."""
    rng = np.random.default_rng(5)
    cases = []
    for n_events, least in ((8, 0.5), (40, -0.3), (60, -0.2)):
        label = (np.arange(n_events) % 4 == 0).astype(np.int8)
        called = rng.random(n_events) < np.where(label == 1, 0.7, 0.3)
        cases.append((called, label, rng.uniform(least, 1.5, n_events)))
    return cases
