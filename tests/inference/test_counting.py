"""Thresholds and counting: cross-chosen, signed weights, the laws, the refusals."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.counting import count
from fivesigma.inference.groups import (
    N_CANDIDATES,
    best_on_the_others,
    candidates,
    grouped_events,
    sums_above,
)
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.significance import (
    region_significance,
    region_significances,
)
from fivesigma.inference.threshold import (
    choose_threshold,
    cross_chosen_region,
    significance_scan,
)
from fivesigma.inference.yields import Yield, Yields, yield_of
from made_up_scores import FloatArray, IntArray, scored_events


def region_above(
    threshold: float, score: FloatArray, label: IntArray, weight: FloatArray
) -> tuple[Yield, Yield]:
    """Signal and background above a threshold, counted event by event."""
    kept = score >= threshold
    return yield_of(weight[kept & (label == 1)]), yield_of(weight[kept & (label == 0)])


def test_each_part_gets_the_best_threshold_of_the_other_parts() -> None:
    score, label, weight, part = scored_events()
    found = cross_chosen_region(score, label, weight, part, relative_uncertainty=0.1)
    tried = candidates(score)
    for k, threshold in enumerate(found.thresholds):
        others = part != k
        z = np.full(tried.size, -np.inf)
        for i, one in enumerate(tried):
            signal, background = region_above(one, score[others], label[others], weight[others])
            scale = [weight[label == kind].sum() for kind in (1, 0)]
            scale = [
                total / weight[others & (label == kind)].sum()
                for total, kind in zip(scale, (1, 0), strict=True)
            ]
            scaled = [
                Yield(sum=f * y.sum, sum_squares=f**2 * y.sum_squares, count=y.count)
                for f, y in zip(scale, (signal, background), strict=True)
            ]
            if background.sum > 0 and background.effective_count >= 10 and signal.sum > 0:
                z[i] = region_significance(*scaled, relative_uncertainty=0.1).value
        assert threshold == tried[z.argmax()]


def test_what_the_others_see_is_brought_to_full_luminosity_with_its_error() -> None:
    label, weight = np.tile([0, 1], 2), np.array([90.0, 9.0, 30.0, 3.0])
    events = grouped_events(label, weight, np.array([0, 0, 1, 1]))
    signal = Yields(sum=np.array([[9.0], [3.0]]), sum_squares=np.array([[2.0], [1.0]]))
    background = Yields(sum=np.array([[90.0], [30.0]]), sum_squares=np.array([[40.0], [20.0]]))
    _, z = best_on_the_others(events, signal, background, relative_uncertainty=0.1)
    for found, factor, s2, b2 in ((z[0], 4.0, 1.0, 20.0), (z[1], 4 / 3, 2.0, 40.0)):
        right = region_significance(
            Yield(sum=12.0, sum_squares=factor**2 * s2, count=1),
            Yield(sum=120.0, sum_squares=factor**2 * b2, count=1),
            relative_uncertainty=0.1,
        )
        assert found == pytest.approx(right.value)


def test_the_yields_of_a_cross_chosen_region_are_those_of_its_events() -> None:
    score, label, weight, part = scored_events()
    found = cross_chosen_region(score, label, weight, part, relative_uncertainty=0.1)
    kept = score >= np.array(found.thresholds)[part]
    assert found.background.sum == pytest.approx(weight[kept & (label == 0)].sum())
    assert found.background.count == np.count_nonzero(kept & (label == 0))
    assert found.signal.sum_squares == pytest.approx((weight[kept & (label == 1)] ** 2).sum())


def test_events_never_judged_are_made_up_for_by_the_others_class_by_class() -> None:
    score, label, weight, part = scored_events()
    away = part == 4
    found = count(
        np.where(away, np.nan, score),
        label,
        weight,
        np.where(away, -1, part),
        relative_uncertainty=0.1,
    )
    everything = choose_threshold(
        score[~away], label[~away], weight[~away], relative_uncertainty=0.0
    )
    kept = np.where(away, -1.0, score) >= everything.thresholds[0]
    for kind, z_yield in ((1, everything.signal), (0, everything.background)):
        factor = weight[label == kind].sum() / weight[~away & (label == kind)].sum()
        assert factor > 1.1
        assert z_yield.sum * factor == pytest.approx(
            factor * weight[kept & (label == kind)].sum(), rel=1e-9
        )
    assert found.signal.sum == pytest.approx(weight[label == 1].sum())
    assert found.scan.background[0] == pytest.approx(weight[label == 0].sum())
    assert len(found.thresholds) == 4


def test_events_that_choose_do_not_judge() -> None:
    score, label, weight, part = scored_events()
    choosing = part >= 3
    found = cross_chosen_region(
        score, label, weight, np.zeros_like(part), relative_uncertainty=0.1, choosing=choosing
    )
    alone = choose_threshold(
        np.where(choosing, score, np.nan), label, weight, relative_uncertainty=0.1
    )
    assert len(found.thresholds) == 1
    assert found.thresholds[0] == pytest.approx(alone.thresholds[0], abs=0.02)
    kept = ~choosing & (score >= found.thresholds[0])
    assert found.background.count == np.count_nonzero(kept & (label == 0))


def test_with_one_part_two_halves_choose_for_each_other() -> None:
    score, label, weight, part = scored_events()
    events = grouped_events(label, weight, np.zeros_like(part), key=score)
    sizes = np.bincount(events.group)
    assert events.n_judged == 2
    assert abs(sizes[0] - sizes[1]) < 5 * np.sqrt(score.size)
    found = cross_chosen_region(score, label, weight, np.zeros_like(part), relative_uncertainty=0.1)
    assert len(found.thresholds) == 2


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 50))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    score, label, weight, part = scored_events(seed, 800)
    order = np.random.default_rng(seed).permutation(score.size)
    for parts in (part, np.zeros_like(part)):
        one = count(score, label, weight, parts, relative_uncertainty=0.1)
        other = count(
            score[order], label[order], weight[order], parts[order], relative_uncertainty=0.1
        )
        assert one.thresholds == other.thresholds
        assert one.z_with_uncertainty.value == pytest.approx(other.z_with_uncertainty.value)
        assert one.z_asimov_best.value == pytest.approx(other.z_asimov_best.value)
        assert one.n_effective == pytest.approx(other.n_effective)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.1, 100))
def test_statistics_only_z_grows_with_the_root_of_the_luminosity(k: float) -> None:
    score, label, weight, part = scored_events(3, 1000)
    one, more = (
        count(score, label, factor * weight, part, relative_uncertainty=0.0) for factor in (1.0, k)
    )
    assert more.thresholds == one.thresholds
    for name in ("z_cut_and_count", "z_asimov", "z_asimov_best"):
        now, then = getattr(more, name), getattr(one, name)
        assert now.value == pytest.approx(np.sqrt(k) * then.value)
        assert now.uncertainty == pytest.approx(np.sqrt(k) * then.uncertainty, rel=1e-3)


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 0.5), st.floats(0.01, 0.5))
def test_z_falls_as_the_uncertainty_grows(relative: float, more: float) -> None:
    score, label, weight, _ = scored_events(4, 1000)
    known, unsure = (
        choose_threshold(score, label, weight, relative_uncertainty=r).significance.value
        for r in (relative, relative + more)
    )
    assert unsure < known


@settings(max_examples=30, deadline=None)
@given(st.floats(1.05, 5))
def test_z_grows_with_the_signal(more: float) -> None:
    score, label, weight, _ = scored_events(5, 1000)
    stronger = np.where(label == 1, more * weight, weight)
    weak, strong = (
        significance_scan(score, label, w, relative_uncertainty=0.1) for w in (weight, stronger)
    )
    seen = ~weak.refused
    assert (strong.z[seen] > weak.z[seen]).all()


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 30))
def test_weights_add_up_over_the_groups(seed: int) -> None:
    score, label, weight, part = scored_events(seed, 500)
    thresholds = candidates(score)
    apart = sums_above(score, label, weight, group=part, thresholds=thresholds)
    together = sums_above(score, label, weight, group=0 * part, thresholds=thresholds)
    for one, whole in zip(apart, together, strict=True):
        assert one.sum.sum(axis=0) == pytest.approx(whole.sum[0], abs=1e-9)
    assert together[0].sum[0, 0] == pytest.approx(weight[label == 1].sum())


def test_many_regions_at_once_are_the_same_as_one_by_one() -> None:
    rng = np.random.default_rng(0)
    s, s2, b, b2 = rng.uniform(-0.5, 4, (4, 60)) ** 3
    s2, b2 = np.abs(s2), np.abs(b2)
    for relative in (0.0, 0.2):
        z, error = region_significances(
            Yields(sum=s, sum_squares=s2),
            Yields(sum=b, sum_squares=b2),
            relative_uncertainty=relative,
        )
        for i in range(60):
            one = (
                Yield(sum=s[i], sum_squares=s2[i], count=1),
                Yield(sum=b[i], sum_squares=b2[i], count=1),
            )
            if np.isnan(z[i]):
                with pytest.raises(FiveSigmaError, match="Loosen the cuts"):
                    region_significance(*one, relative_uncertainty=relative)
            else:
                right = region_significance(*one, relative_uncertainty=relative)
                assert z[i] == pytest.approx(right.value, rel=1e-9)
                assert error[i] == pytest.approx(right.uncertainty, rel=1e-4)


def test_the_scan_shows_nothing_where_the_background_is_worth_too_little() -> None:
    score, label, weight, _ = scored_events()
    scan = significance_scan(score, label, weight, relative_uncertainty=0.1)
    assert (scan.refused == (scan.n_effective < 10)).all()
    assert scan.refused.any()
    assert np.isnan(scan.z[scan.refused]).all()
    assert "fewer than 10" in scan.reason
    i = np.flatnonzero(~scan.refused)[50]
    right = region_significance(
        *region_above(scan.threshold[i], score, label, weight), relative_uncertainty=0.1
    )
    assert scan.z[i] == pytest.approx(right.value)
    assert scan.uncertainty[i] == pytest.approx(right.uncertainty, rel=1e-4)


def test_candidates_are_finest_in_the_tails() -> None:
    tried = candidates(np.linspace(0, 1, 20_001))
    assert tried.size <= N_CANDIDATES + 1
    assert tried[0] == 0.0
    assert np.count_nonzero(tried > 0.99) > 50


def test_a_discrete_score_is_cut_between_its_values() -> None:
    rng = np.random.default_rng(2)
    label = (np.arange(600) < 100).astype(np.int64)
    score = np.where(label == 1, rng.choice([0.5, 1.0], 600), rng.choice([0.0, 0.5, 1.0], 600))
    found = choose_threshold(score, label, np.full(600, 0.1), relative_uncertainty=0.1)
    assert found.thresholds[0] in {0.0, 0.5, 1.0}


Change = Callable[[dict[str, Any]], None]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda x: x.update(label=x["label"][:-1]), "label has shape"),
        (lambda x: x.update(part=x["part"][:-1]), "part has shape"),
        (lambda x: x["weight"].__setitem__(0, np.nan), "1 weights are not finite"),
        (lambda x: x["score"].__setitem__(0, np.inf), "1 are not finite"),
        (lambda x: x["label"].__setitem__(0, 2), "must be 1 .signal. or 0"),
        (lambda x: x["label"].fill(0), "no signal"),
        (lambda x: x["label"].fill(1), "no background"),
        (lambda x: x["weight"].__imul__(-1), "no background"),
        (lambda x: x["score"].fill(np.nan), "no background: the judged events expect 0"),
        (lambda x: x["part"].fill(-1), "no background: the judged events expect 0"),
        (lambda x: x.update(relative_uncertainty=-0.1), "must be 0 or more, got -0.1"),
        (lambda x: x.update(relative_uncertainty=np.nan), "must be 0 or more, got nan"),
        (lambda x: x.update(part=x["label"]), "among the events that choose"),
    ],
)
def test_what_cannot_be_counted_is_refused_with_a_way_out(change: Change, words: str) -> None:
    score, label, weight, part = scored_events(6, 500)
    given_events: dict[str, Any] = {
        "score": score, "label": label, "weight": weight, "part": part, "relative_uncertainty": 0.1
    }  # fmt: skip
    change(given_events)
    with pytest.raises(FiveSigmaError, match=words):
        count(**given_events)


def test_a_choosing_event_without_a_score_is_refused() -> None:
    score, label, weight, part = scored_events(6, 500)
    score[part == 0] = np.nan
    with pytest.raises(FiveSigmaError, match="need a score"):
        count(score, label, weight, part, relative_uncertainty=0.1, choosing=part == 0)


def test_negative_weights_count_in_the_scale_of_the_judged() -> None:
    label = np.array([0, 0, 0, 1])
    weight = np.array([2.0, -1.0, 1.0, 1.0])
    judged = np.array([True, True, False, True])
    assert judged_weights(label, weight, judged).tolist() == [4.0, -2.0, 0.0, 1.0]
