"""Lesson 4: its checks accept the right answer, and tell what is wrong with the usual others."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from fivesigma.learning.cells import fill_cells, quantile_edges
from fivesigma.learning.correlation import correlation
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.weights import balanced_weights
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_04 as check
from fivesigma.teaching.checks.verdict import Verdict
from fivesigma.teaching.made_up import RING_RADIUS, made_up_ring
from fivesigma.workflow import story

RING = made_up_ring(n_points=2000, seed=4)
RADIUS = np.hypot(RING.x, RING.y)
DISTANCE = np.abs(RADIUS - RING_RADIUS)
JUDGES = ~RING.is_learned


@pytest.fixture(autouse=True)
def embedded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", "simulated-dm")


def area(score: np.ndarray, kept: np.ndarray) -> float:
    return roc_curve(score[kept], RING.label[kept], np.ones(int(kept.sum()))).auc


def test_a_coordinate_of_the_ring_alone_is_a_coin() -> None:
    everyone = np.ones_like(RING.is_learned)
    assert area(RING.x, everyone) == area(RING.y, everyone) == 0.5
    assert area(-DISTANCE, JUDGES) > 0.8


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (RADIUS, "distance from the middle"),
        (RADIUS - RING_RADIUS, "no sign"),
        (RING_RADIUS - RADIUS, "no sign"),
        (-DISTANCE, "small values"),
        (RADIUS**2, "root"),
        (np.abs(RADIUS**2 - RING_RADIUS**2), "no distance"),
        (DISTANCE[JUDGES], r"shape \(2000,\)"),
        (DISTANCE.mean(), "one number, and an array"),
        (np.sqrt(RADIUS - RING_RADIUS + 0j).real * np.nan, "NaN"),
        (..., "Not answered"),
    ],
)
def test_the_distance_from_the_ring(given: object, words: str) -> None:
    assert check.distance(DISTANCE)
    wrong(check.distance(given), words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (area(-DISTANCE, RING.is_learned), "Who judges"),
        (area(-DISTANCE, np.ones_like(JUDGES)), "Only half of them judge"),
        (area(DISTANCE, JUDGES), "which sign"),
        (area(DISTANCE, RING.is_learned), "which sign"),
        (0.5, "A coin"),
        (area(RADIUS, JUDGES), "radius"),
        (100 * area(-DISTANCE, JUDGES), "per cent"),
        (None, "Not answered"),
    ],
)
def test_the_area_of_the_distance(given: object, words: str) -> None:
    assert check.auc_distance(area(-DISTANCE, JUDGES))
    wrong(check.auc_distance(given), words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (lambda s, b: s / (s + b), "ZeroDivisionError"),
        (lambda s, b: b / (s + b) if s + b else 0.5, "large for background"),
        (lambda s, b: s / (s + b) if s + b else 0.0, "background for sure"),
        (lambda s, b: s / (s + b) if s + b else 1.0, "signal for sure"),
        (lambda *_: 2 / 3, "same for every argument"),
        (lambda s, b: s / b if b else 0.5, "cell_score"),
        (lambda *_: None, "Not answered"),
        (0.5, "no function"),
    ],
)
def test_the_score_of_a_cell(given: object, words: str) -> None:
    assert check.cell_score(lambda s, b: s / (s + b) if s + b > 0 else 0.5)
    wrong(check.cell_score(given), words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (40, "fair judges"),
        (2, "worst"),
        (8, "Another number of bins"),
        (7, "this is a place|place in the array|none of the numbers"),
        (41, "none of the numbers"),
        ("15", "text"),
        (True, "True or False"),
    ],
)
def test_the_number_of_bins(given: object, words: str) -> None:
    assert check.best_n_bins(15)
    assert check.best_n_bins(np.int64(15))
    wrong(check.best_n_bins(given), words)


@pytest.fixture(params=["simulated-dm", "atlas-dm"])
def either(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, mirror: Path, tmp_path: Path
) -> str:
    """The embedded events, then the real ones."""
    monkeypatch.setenv("FIVESIGMA_COURSE_DATASET", request.param)
    monkeypatch.setenv("FIVESIGMA_MIRROR", str(mirror))
    monkeypatch.setenv("FIVESIGMA_CACHE_DIR", str(tmp_path))
    return str(request.param)


def test_the_correlation_of_the_background(either: str) -> None:
    table = story.features(story.select(lesson.load_events(quiet=True)))
    two = np.column_stack([table.features["met"], table.features["lead_lep_pt"]]).astype(float)
    kept, w = table.label == 0, table.weight

    def r(rows: np.ndarray, weight: np.ndarray) -> float:
        return float(correlation(two[rows], weight[rows], names=["a", "b"]).r[0, 1])

    assert check.r_met_lead(r(kept, w))
    wrong(check.r_met_lead(r(~kept, w)), "signal")
    wrong(check.r_met_lead(r(kept | True, w)), "Signal is in here")
    wrong(check.r_met_lead(r(kept, np.ones_like(w))), "Use the weights")
    if either == "atlas-dm":  # the embedded events have no negative weight
        wrong(check.r_met_lead(r(kept, np.abs(w))), "lost their sign")
    wrong(check.r_met_lead(1.0), "itself")
    wrong(check.r_met_lead(-r(kept, w)), "sign")
    wrong(check.r_met_lead(100 * r(kept, w)), "per cent")
    wrong(check.r_met_lead(np.eye(2)), "one number is wanted")


@pytest.mark.parametrize("letter", ["a", "b", "d"])
def test_each_letter_has_its_reason(letter: str) -> None:
    assert check.why_the_angle(" C ")
    assert not check.why_the_angle(letter)
    wrong(check.why_the_angle(3), "letter in quotes")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (90, "adds the bins"),
        (9**10, "swapped"),
        (100, "two variables"),
        (10**10, "too many"),
        (10**8, "too few"),
        (10**6, "thousand times too small"),
        (float("inf"), "infinite"),
    ],
)
def test_the_cells_of_nine_variables(given: object, words: str) -> None:
    assert check.n_cells(10**9)
    assert check.n_cells(1e9)
    wrong(check.n_cells(given), words)


@pytest.mark.usefixtures("either")
def test_the_share_of_cells_that_are_believed() -> None:
    table = story.features(story.select(lesson.load_events(quiet=True)))
    names = ("lead_lep_pt", "met_over_ht", "delta_r_ll", "delta_phi_ll_met")
    learns = table.fold < 5
    X = np.column_stack([table.features[name][learns] for name in names]).astype(float)
    label, weight = table.label[learns], table.weight[learns]
    edges = quantile_edges(X, balanced_weights(weight, label), n_bins=4)
    effective = fill_cells(X, label, weight, edges=edges).n_effective
    kept, filled = effective >= 10.0, effective > 0
    assert check.share_believed(np.mean(kept))
    wrong(check.share_believed(kept.sum()), "how many cells")
    wrong(check.share_believed(1 - kept.mean()), "which way round")
    wrong(check.share_believed(filled.mean()), "Ask for 10")
    wrong(check.share_believed(kept.sum() / filled.sum()), "Empty cells")
    wrong(check.share_believed(100 * kept.mean()), "per cent")
    wrong(check.share_believed(kept), "one number is wanted")


ALL: tuple[Callable[[object], Verdict], ...] = (
    check.distance,
    check.auc_distance,
    check.cell_score,
    check.best_n_bins,
    check.r_met_lead,
    check.why_the_angle,
    check.n_cells,
    check.share_believed,
)


@pytest.mark.parametrize("one", ALL)
@pytest.mark.parametrize("given", [..., None, "?", float("nan"), [], {}, object(), -1.0, print])
def test_no_answer_stops_a_check_or_passes_it(
    one: Callable[[object], Verdict], given: object
) -> None:
    verdict = one(given)
    assert not verdict
    assert verdict.message


def wrong(verdict: Verdict, words: str) -> None:
    """Not right, and the message says why."""
    assert not verdict
    assert re.search(words, verdict.message), verdict
