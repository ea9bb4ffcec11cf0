"""Templates and bins: signed weights, nothing lost, enough background everywhere."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.likelihood.binning import score_edges
from fivesigma.inference.likelihood.templates import score_templates
from made_up_scores import scored_events


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100), st.integers(1, 30), st.floats(5, 60))
def test_every_bin_has_a_background_worth_enough(
    seed: int, n_bins_max: int, min_effective: float
) -> None:
    score, label, weight, _ = scored_events(seed, 1500)
    edges = score_edges(score, label, weight, min_effective=min_effective, n_bins_max=n_bins_max)
    templates = score_templates(
        score, weight, label, edges=edges, names=["b", "s"], is_signal=[False, True]
    )
    assert 1 <= edges.size - 1 <= n_bins_max
    assert (np.diff(edges) > 0).all()
    assert (templates.background.sum > 0).all()
    assert (templates.background.effective_count >= min_effective * (1 - 1e-6)).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100))
def test_weights_add_up_over_bins_and_nothing_is_lost_outside(seed: int) -> None:
    score, label, weight, _ = scored_events(seed, 300)
    process = label + (score > 0.5)
    templates = score_templates(
        score,
        weight,
        process,
        edges=np.array([0.3, 0.5, 0.6]),
        names=["b", "mixed", "s"],
        is_signal=[False, False, True],
    )
    for i in range(3):
        of_process = weight[process == i]
        assert templates.sum[i].sum() == pytest.approx(of_process.sum())
        assert templates.sum_squares[i].sum() == pytest.approx((of_process**2).sum())
    assert templates.sum[1, 0] == pytest.approx(weight[(process == 1) & (score < 0.5)].sum())


def test_the_order_of_the_rows_does_not_move_an_edge() -> None:
    score, label, weight, _ = scored_events()
    order = np.random.default_rng(0).permutation(score.size)
    one = score_edges(score, label, weight)
    assert one.tolist() == score_edges(score[order], label[order], weight[order]).tolist()
    assert one.size > 5


def test_bins_are_finer_where_the_signal_is() -> None:
    score, label, weight, _ = scored_events()
    widths = np.diff(score_edges(score, label, weight, n_bins_max=12))
    assert widths[-3:].mean() < widths[:3].mean()


def test_events_never_judged_are_passed_over() -> None:
    score, label, weight, part = scored_events()
    score[part == 0] = np.nan
    judged = part != 0
    rescaled = judged_weights(label, weight, judged)
    edges = score_edges(score, label, weight)
    assert np.isfinite(edges).all()
    templates = score_templates(
        score, rescaled, label, edges=edges, names=["b", "s"], is_signal=[False, True]
    )
    assert templates.sum.sum() == pytest.approx(weight.sum())


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"edges": np.array([0.0, 0.5, 0.5])}, "edges must ascend"),
        ({"edges": np.array([1.0, 0.0])}, "edges must ascend"),
        ({"edges": np.array([0.0])}, "edges must ascend"),
        ({"edges": np.array([0.0, np.nan, 1.0])}, "edges must ascend"),
        ({"score": np.array([0.1, np.nan, 0.3])}, "not finite"),
        ({"weight": np.array([0.1, np.inf, 0.3])}, "not finite"),
        ({"process": np.array([0, 1, 2])}, "process 2 has no name"),
        ({"process": np.array([0, 1])}, "one length"),
        ({"is_signal": [True]}, "one length"),
    ],
)
def test_what_makes_no_templates_is_refused(change: dict[str, Any], words: str) -> None:
    arguments: dict[str, Any] = {
        "score": np.array([0.1, 0.2, 0.3]),
        "weight": np.ones(3),
        "process": np.array([0, 1, 1]),
        "edges": np.array([0.0, 1.0]),
        "names": ["b", "s"],
        "is_signal": [False, True],
    }
    with pytest.raises(FiveSigmaError, match=words):
        score_templates(**(arguments | change))


def test_bins_that_cannot_be_are_refused() -> None:
    score, label, weight, _ = scored_events(1, 300)
    with pytest.raises(FiveSigmaError, match="not one bin is possible"):
        score_edges(score, label, weight, min_effective=1e6)
    with pytest.raises(FiveSigmaError, match="cannot be cut"):
        score_edges(np.ones_like(score), label, weight)
    with pytest.raises(FiveSigmaError, match="cannot be cut"):
        score_edges(score, label, weight, n_bins_max=0)
