"""The halves of events in one part: even, fair to events that look alike, the same in any order."""

from typing import Any

import numpy as np
import pytest

from fivesigma.inference.groups import grouped_events


def halves(label: Any, weight: Any, key: Any) -> Any:
    part = np.zeros(label.size, dtype=np.int64)
    return grouped_events(label, weight, part, key=key).group


def test_a_score_of_few_values_fills_both_halves_evenly() -> None:
    label, key = np.arange(4000) % 2, np.repeat([0.2, 0.4, 0.6, 0.8], 1000)
    group = halves(label, np.full(4000, 0.064), key)
    for value in np.unique(key):
        for kind in (0, 1):
            own = group[(key == value) & (label == kind)]
            assert own.mean() == pytest.approx(0.5)


def test_what_is_in_a_half_does_not_hang_on_the_order_of_the_rows() -> None:
    rng = np.random.default_rng(1)
    label, weight = rng.integers(0, 2, 500), rng.choice([0.1, 0.2], 500)
    key = rng.choice([0.1, 0.5, 0.9], 500)
    order = rng.permutation(500)

    def content(*columns: Any) -> list[list[float]]:
        label, weight, key = columns
        first = halves(label, weight, key) == 0
        return sorted(np.stack([label, weight, key], axis=1)[first].tolist())

    assert content(label, weight, key) == content(label[order], weight[order], key[order])


def test_events_that_differ_are_dealt_out_by_chance() -> None:
    rng = np.random.default_rng(2)
    label, key = rng.integers(0, 2, 10_000), rng.uniform(size=10_000)
    group = halves(label, np.ones(10_000), key)
    assert group.mean() == pytest.approx(0.5, abs=0.015)
    assert key[group == 1].mean() == pytest.approx(0.5, abs=0.015)
