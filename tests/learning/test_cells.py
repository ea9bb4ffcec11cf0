"""Likelihood ratios counted in cells: by hand, signed, and honest where too little is known."""

import numpy as np
import pytest

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.cells import cell_of, cell_ratio, fill_cells, is_trusted, quantile_edges

HALF = [np.array([0.5])]


def test_cells_agree_with_numpys_two_dimensional_histogram() -> None:
    rng = np.random.default_rng(1)
    X, label, weight = rng.normal(size=(500, 2)), np.arange(500) % 2, rng.normal(1.0, 0.5, 500)
    edges = np.array([-np.inf, -1.0, 0.0, 0.7, np.inf])
    cells = fill_cells(X, label, weight, edges=[edges[1:-1]] * 2)
    for kind, found in ((1, cells.signal), (0, cells.background)):
        own = label == kind
        expected, _, _ = np.histogram2d(
            X[own, 0], X[own, 1], bins=[edges, edges], weights=weight[own]
        )
        np.testing.assert_allclose(found.reshape(cells.shape), expected / weight[own].sum())


def test_a_grid_of_three_variables_counts_the_last_one_fastest() -> None:
    X = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 0.0], [1.0, 1.0, 1.0]])
    assert cell_of(X, HALF * 3).tolist() == [1, 4, 7]


def test_an_event_on_an_edge_is_above_it_and_outside_is_the_last_bin() -> None:
    assert cell_of(np.array([[0.5], [99.0], [-99.0]]), HALF).tolist() == [1, 1, 0]


def test_the_effective_number_counts_both_classes_as_equally_large() -> None:
    # Two signal events of share 1/2, eight background events of share 1/8, all in one cell.
    label = np.array([1] * 2 + [0] * 8)
    cells = fill_cells(np.ones((10, 1)), label, np.full(10, 3.0), edges=HALF)
    assert cells.n_effective.tolist() == [0.0, pytest.approx(4 / (2 / 4 + 8 / 64))]


def test_scaling_the_weights_of_a_class_changes_no_ratio() -> None:
    rng = np.random.default_rng(2)
    X, label = rng.random((200, 1)), np.arange(200) % 2
    one = fill_cells(X, label, np.ones(200), edges=HALF)
    other = fill_cells(X, label, np.where(label == 1, 7.0, 0.1), edges=HALF)
    np.testing.assert_allclose(
        cell_ratio(one, min_effective=10.0), cell_ratio(other, min_effective=10.0)
    )
    np.testing.assert_allclose(one.n_effective, other.n_effective)


def test_a_cell_whose_negative_weights_win_is_not_trusted() -> None:
    X, label = np.array([[0.0], [0.0], [1.0], [1.0]]), np.array([1, 0, 1, 0])
    cells = fill_cells(X, label, np.array([1.0, -1.0, 1.0, 3.0]), edges=HALF)
    assert is_trusted(cells, 0.0).tolist() == [False, True]
    ratio = cell_ratio(cells, min_effective=0.0)
    assert ((ratio >= 0) & (ratio <= 1)).all()


def test_cells_with_too_few_events_share_one_ratio() -> None:
    place = np.repeat([0.0, 1.0, 2.0], [40, 3, 3])
    label = np.array([0, 1] * 20 + [1, 1, 0] + [1, 0, 0])
    edges = [np.array([0.5, 1.5])]
    cells = fill_cells(place[:, np.newaxis], label, np.ones(46), edges=edges)
    honest = cell_ratio(cells, min_effective=10.0)
    assert honest[1] == honest[2] == pytest.approx(0.5)
    bold = cell_ratio(cells, min_effective=0.0)
    assert bold[1] == pytest.approx(2 / 3)


def test_empty_cells_say_nothing() -> None:
    cells = fill_cells(np.zeros((4, 1)), np.array([0, 1, 0, 1]), np.ones(4), edges=HALF)
    assert cell_ratio(cells, min_effective=0.0).tolist() == [0.5, 0.5]


def test_quantile_edges_share_out_the_weights_and_pass_over_ties() -> None:
    values = np.array([0.0] * 6 + [1.0] * 3 + [2.0])
    X = np.column_stack([np.arange(10.0), values])
    plain, tied = quantile_edges(X, np.ones(10), n_bins=5)
    assert plain.tolist() == [2.0, 4.0, 6.0, 8.0]
    assert tied.tolist() == [1.0]
    heavy = quantile_edges(X[:, :1], np.where(np.arange(10) < 5, 1.0, -9.0), n_bins=2)[0]
    assert heavy[0] > 6.0


def test_what_cannot_be_counted_is_refused() -> None:
    X, label = np.zeros((3, 1)), np.array([0, 1, 1])
    with pytest.raises(FiveSigmaError, match="fewer variables"):
        fill_cells(np.zeros((3, 9)), label, np.ones(3), edges=[np.arange(9.0)] * 9)
    with pytest.raises(FiveSigmaError, match="no background"):
        fill_cells(X, label, np.array([0.0, 1.0, 1.0]), edges=HALF)
    with pytest.raises(FiveSigmaError, match="needs X of shape"):
        fill_cells(X, label, np.ones(4), edges=HALF)
    with pytest.raises(FiveSigmaError, match="2 bins"):
        quantile_edges(X, np.ones(3), n_bins=1)
