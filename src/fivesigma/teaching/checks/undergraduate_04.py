"""Checks of the undergraduate lesson 4, why many variables."""

import functools

import numpy as np
import numpy.typing as npt

from fivesigma.learning.cells import cell_of, cell_ratio, fill_cells, quantile_edges
from fivesigma.learning.correlation import correlation
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.weights import balanced_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, choice, function, number
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.teaching.made_up import RING_RADIUS, Ring, made_up_ring
from fivesigma.workflow import story

FloatArray = npt.NDArray[np.float64]

BINS_TRIED = (2, 3, 4, 6, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40)
_MIN_EFFECTIVE = 10.0
_FOUR = ("lead_lep_pt", "met_over_ht", "delta_r_ll", "delta_phi_ll_met")


def distance(given: object) -> Verdict:
    """Whether `given` is how far each made-up point is from the ring.

    >>> distance(...)  # doctest: +ELLIPSIS
    … Not answered yet...
    """
    ring = _ring()
    radius = np.hypot(ring.x, ring.y)
    no_root = "Is the root missing? The distance from the middle is the root of x² + y²."
    return array(
        given,
        np.abs(radius - RING_RADIUS),
        name="distance",
        absolute=1e-9,
        mistakes=[
            Mistake(radius, "This is the distance from the middle. How far is the ring itself?"),
            Mistake(radius - RING_RADIUS, "A point inside the ring is far from it, too: no sign."),
            Mistake(RING_RADIUS - radius, "A point outside the ring is far from it, too: no sign."),
            Mistake(-np.abs(radius - RING_RADIUS), "Signal should have small values, not large."),
            Mistake(radius**2, no_root),
            Mistake(np.abs(radius**2 - RING_RADIUS), no_root),
            Mistake(
                np.abs(radius**2 - RING_RADIUS**2),
                "It is 0 on the ring, but it is no distance: compare the radius, not its square.",
            ),
        ],
    )


def auc_distance(given: object) -> Verdict:
    """Whether `given` is the area of the distance from the ring, on the points that judge.

    >>> auc_distance("0.9")
    ✗ auc_distance is text, and one number is wanted. Write it without quotes.
    """
    ring = _ring()
    score = -np.abs(np.hypot(ring.x, ring.y) - RING_RADIUS)

    def area(kept: npt.NDArray[np.bool_], values: FloatArray = score) -> float:
        return roc_curve(values[kept], ring.label[kept], np.ones(int(kept.sum()))).auc

    judges, everyone = ~ring.is_learned, np.ones_like(ring.is_learned)
    turned = "The area is below a half: small distances are signal, so which sign has the score?"
    return number(
        given,
        area(judges),
        name="auc_distance",
        mistakes=[
            Mistake(area(ring.is_learned), "These are the points to learn from. Who judges?"),
            Mistake(area(everyone), "All points are in here. Only half of them judge."),
            *(Mistake(1 - area(kept), turned) for kept in (judges, ring.is_learned, everyone)),
            Mistake(0.5, "A coin: this is the area of x or of y alone, not of the distance."),
            Mistake(area(judges, np.hypot(ring.x, ring.y)), "This is the radius, not a distance."),
        ],
    )


def cell_score(given: object) -> Verdict:
    """Whether `given` is a function that gives s / (s + b), and 0.5 where there is nothing.

    >>> cell_score(lambda s, b: s / (s + b) if s + b else 0.5)
    ✓ Right: cell_score is what it should be.
    """

    def expected(s: float, b: float) -> float:
        return s / (s + b) if s + b > 0 else 0.5

    return function(
        given,
        expected,
        [(0.2, 0.1), (0.0, 0.3), (0.01, 0.0), (0.05, 0.05), (0.0, 0.0)],
        name="cell_score",
        absolute=1e-9,
        mistakes=[
            Mistake(
                lambda s, b: b / (s + b) if s + b > 0 else 0.5,
                "It is large for background. Which share stands above the line?",
            ),
            Mistake(
                lambda s, b: s / (s + b) if s + b > 0 else 0.0,
                "An empty cell is called background for sure. What does one know about it?",
            ),
            Mistake(
                lambda s, b: s / (s + b) if s + b > 0 else 1.0,
                "An empty cell is called signal for sure. What does one know about it?",
            ),
        ],
    )


def best_n_bins(given: object) -> Verdict:
    """Whether `given` is the number of bins that is best on points that had no part in filling.

    >>> best_n_bins(3.5)
    ✗ best_n_bins is none of the numbers that were tried: look into bins_tried.
    """
    seen, unseen = _areas_of_grids()
    best = int(np.argmax(unseen))
    verdict = number(
        given,
        BINS_TRIED[best],
        name="best_n_bins",
        mistakes=[
            Mistake(
                BINS_TRIED[int(np.argmax(seen))],
                "That is best for the points that filled the cells. Are they fair judges?",
            ),
            Mistake(best, "This is a place in the array. Which number of bins stands there?"),
            Mistake(unseen[best], "This is the area. Which number of bins has it?"),
            Mistake(BINS_TRIED[int(np.argmin(unseen))], "This is the worst: smallest area."),
        ],
    )
    is_number = isinstance(given, int | float | np.number)
    if not verdict and is_number and verdict.message.startswith("best_n_bins is too"):
        tried = given in BINS_TRIED
        message = (
            "Another number of bins does better on unseen points. Which array has the answer?"
            if tried
            else "best_n_bins is none of the numbers that were tried: look into bins_tried."
        )
        return Verdict(state="wrong", message=message)
    return verdict


def r_met_lead(given: object) -> Verdict:
    """Whether `given` is the weighted correlation of met and lead_lep_pt in the background.

    >>> r_met_lead([0.5, 0.5])  # doctest: +ELLIPSIS
    ✗ r_met_lead has shape (2,), and one number is wanted...
    """
    X, label, weight, _ = _events()
    chosen = X[:, [_names().index("met"), _names().index("lead_lep_pt")]]

    def r(kept: npt.NDArray[np.bool_], weights: FloatArray) -> float:
        return float(correlation(chosen[kept], weights[kept], names=["met", "lead"]).r[0, 1])

    background, signal, everyone = label == 0, label == 1, np.ones_like(label, np.bool_)
    return number(
        given,
        r(background, weight),
        name="r_met_lead",
        mistakes=[
            Mistake(1.0, "Each variable goes perfectly with itself: take the number beside."),
            Mistake(r(signal, weight), "This is the signal. The background is asked for."),
            Mistake(r(everyone, weight), "Signal is in here, too. Keep the background only."),
            Mistake(r(background, np.ones_like(weight)), "Rows are counted here. Use the weights."),
            Mistake(r(everyone, np.ones_like(weight)), "All rows are in here, without weights."),
            Mistake(
                r(background, np.abs(weight)),
                "The weights have lost their sign. A negative one takes something away.",
            ),
        ],
    )


def why_the_angle(given: object) -> Verdict:
    """Whether `given` names why the angle is the better partner of the missing momentum.

    >>> bool(why_the_angle("b"))
    False
    """
    return choice(
        given,
        "c",
        {
            "a": "Look at your list again: is it better alone, by more than the uncertainties?",
            "b": "A unit can be changed, GeV to MeV, and no cell would notice.",
            "c": "What counts is what a variable adds to the others.",
            "d": "Cells count both variables together, so any correlation is right in them.",
        },
        name="why_the_angle",
    )


def n_cells(given: object) -> Verdict:
    """Whether `given` is the number of cells of nine variables with ten bins each.

    >>> n_cells(90)
    ✗ This adds the bins of the variables up. Two make a square: 10 × 10.
    """
    return number(
        given,
        10**9,
        name="n_cells",
        mistakes=[
            Mistake(90, "This adds the bins of the variables up. Two make a square: 10 × 10."),
            Mistake(9**10, "Base and exponent are swapped: one variable has 10 cells, not 9."),
            Mistake(100, "This is the grid of two variables."),
            Mistake(10**10, "One factor of ten too many: it is nine variables."),
            Mistake(10**8, "One factor of ten too few: it is nine variables."),
        ],
    )


def share_believed(given: object) -> Verdict:
    """Whether `given` is the share of the cells of four variables with enough effective events.

    >>> share_believed(None)  # doctest: +ELLIPSIS
    … Not answered yet...
    """
    effective = _four_variables()
    kept = effective >= _MIN_EFFECTIVE
    filled = effective > 0
    return number(
        given,
        float(kept.mean()),
        name="share_believed",
        absolute=1e-9,
        mistakes=[
            Mistake(float(kept.sum()), "This is how many cells. Which share of all cells is it?"),
            Mistake(float(1 - kept.mean()), "This is the share of the others: which way round?"),
            Mistake(float(filled.mean()), "These cells have an event at all. Ask for 10 of them."),
            Mistake(
                float(kept.sum() / filled.sum()),
                "Empty cells are cells, too: divide by all of them.",
            ),
        ],
    )


@functools.cache
def _ring() -> Ring:
    return made_up_ring(n_points=2000, seed=4)


@functools.cache
def _areas_of_grids() -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Area on the points that filled the cells, and on the others, for each of BINS_TRIED."""
    ring = _ring()
    plane, areas = np.column_stack([ring.x, ring.y]), []
    for kept in (ring.is_learned, ~ring.is_learned):
        own = []
        for n_bins in BINS_TRIED:
            edges = [np.linspace(-2.4, 2.4, n_bins + 1)[1:-1]] * 2
            learned, one = ring.is_learned, np.ones(ring.label.size)
            cells = fill_cells(plane[learned], ring.label[learned], one[learned], edges=edges)
            score = cell_ratio(cells, min_effective=0.0)[cell_of(plane[kept], cells.edges)]
            own.append(roc_curve(score, ring.label[kept], one[kept]).auc)
        areas.append(tuple(own))
    return areas[0], areas[1]


def _names() -> tuple[str, ...]:
    return tuple(story.features(story.select(lesson.load_events(quiet=True))).features)


def _events() -> tuple[FloatArray, npt.NDArray[np.int8], FloatArray, npt.NDArray[np.uint8]]:
    """Features, label, weight and fold of the lesson's events."""
    table = story.features(story.select(lesson.load_events(quiet=True), signal="DM_200"))
    X = np.column_stack(list(table.features.values())).astype(np.float64)
    return X, table.label, table.weight, table.fold


def _four_variables() -> FloatArray:
    """Effective events of the cells of _FOUR, four bins each, from the learning half."""
    X, label, weight, fold = _events()
    X, learns = X[:, [_names().index(name) for name in _FOUR]], fold < 5
    balanced = balanced_weights(weight[learns], label[learns])
    edges = quantile_edges(X[learns], balanced, n_bins=4)
    return fill_cells(X[learns], label[learns], weight[learns], edges=edges).n_effective
