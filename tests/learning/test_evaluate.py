"""An evaluation counts unseen events, stands for full luminosity, and refuses what is unfair."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.model_selection import StratifiedKFold

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.settings import Settings
from fivesigma.learning.evaluate import FloatArray, IntArray, PartArray, evaluate
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.weights import rescaled_weights, training_weights
from fivesigma.workflow.datasets import open_dataset

Sample = tuple[FloatArray, IntArray, FloatArray]


def events(seed: int = 1, n_events: int = 1500) -> Sample:
    """Scores in (0, 1), labels, weights of which one in eight is negative."""
    rng = np.random.default_rng(seed)
    label = (rng.uniform(size=n_events) < 0.2).astype(np.int8)
    score = 1 / (1 + np.exp(-rng.normal(label - 0.5)))
    weight = rng.uniform(0.2, 2.0, size=n_events) * np.where(np.arange(n_events) % 8, 1, -1)
    return score, label, weight


def test_only_events_with_a_score_count_and_they_stand_for_all() -> None:
    score, label, weight = events()
    tested = np.arange(score.size) % 3 == 0
    found = evaluate(np.where(tested, score, np.nan), label, weight, seed=1)
    assert found.n_signal == int(label[tested].sum())
    assert found.n_background == int(tested.sum()) - found.n_signal
    full = rescaled_weights(weight, label, tested.astype(np.uint8), (1,))
    curve = roc_curve(score, label, full)  # weight 0 does not count
    assert found.auc_weighted.value == pytest.approx(curve.auc)
    assert found.auc_weighted.uncertainty == pytest.approx(curve.auc_uncertainty)
    decided = found.confusion.true_positive.value + found.confusion.false_negative.value
    assert decided == pytest.approx(weight[label == 1].sum())


def test_the_raw_area_counts_rows_and_the_weighted_one_collisions() -> None:
    score, label, weight = events()
    found = evaluate(score, label, weight, seed=1)
    assert found.auc.value == pytest.approx(roc_curve(score, label, np.ones(score.size)).auc)
    background = weight[label == 0]
    assert found.n_effective_background == pytest.approx(
        background.sum() ** 2 / (background**2).sum()
    )
    assert found.auc_bootstrap.uncertainty == pytest.approx(found.auc_weighted.uncertainty, rel=0.2)


def test_each_part_has_its_area_and_their_spread_is_a_third_uncertainty() -> None:
    score, label, weight = events()
    part = np.arange(score.size) % 5
    found = evaluate(score, label, weight, part=part, seed=1)
    assert len(found.auc_parts) == 5
    third = part == 3
    assert found.auc_parts[3] == pytest.approx(
        roc_curve(score[third], label[third], weight[third]).auc
    )
    assert found.auc_spread is not None
    assert found.auc_spread.value == pytest.approx(np.mean(found.auc_parts))
    assert found.auc_spread.uncertainty == pytest.approx(np.std(found.auc_parts, ddof=1) / 5**0.5)


def test_without_parts_or_seen_scores_what_needs_them_is_missing() -> None:
    found = evaluate(*events(), seed=1)
    assert (found.auc_parts, found.auc_spread, found.overtraining) == ((), None, None)
    one_part = evaluate(*events(), part=np.zeros(1500, np.int64), seed=1)
    assert len(one_part.auc_parts) == 1
    assert one_part.auc_spread is None


def test_the_score_claims_the_share_of_signal_of_its_training() -> None:
    score, label, weight = events()
    real = weight[label == 1].sum() / weight.sum()
    expected = {"balanced": 0.5, "signed": real, "none": label.mean()}
    for weighting, prior in expected.items():
        found = evaluate(score, label, weight, weighting=weighting, seed=1)
        assert found.calibration.prior == pytest.approx(prior)
        assert found.calibration_corrected.prior == pytest.approx(real)


def test_an_honest_score_stays_honest_at_the_share_of_signal_at_full_luminosity() -> None:
    rng = np.random.default_rng(5)
    label = (rng.uniform(size=20_000) < 0.1).astype(np.int8)
    score = 1 / (1 + np.exp(0.5 - rng.normal(label)))  # the true chance, if half were signal
    found = evaluate(score, label, np.ones(label.size), weighting="balanced", seed=1)
    assert found.calibration.expected_error < 0.02
    assert found.calibration_corrected.expected_error < 0.01
    assert found.calibration_corrected.prior == pytest.approx(0.1, abs=0.01)


def test_the_curve_is_short_enough_to_draw() -> None:
    found = evaluate(*events(n_events=5000), seed=1)
    assert 400 < found.roc.threshold.size <= 500


def test_the_same_seed_gives_the_same_numbers() -> None:
    one, two = (evaluate(*events(), seed=3) for _ in range(2))
    assert one.auc_bootstrap == two.auc_bootstrap
    assert evaluate(*events(), seed=4).auc_bootstrap != one.auc_bootstrap


def test_training_scored_as_test_is_refused() -> None:
    score, label, weight = events()
    with pytest.raises(FiveSigmaError, match="training scored as test"):
        evaluate(score, label, weight, seen_score=score, seed=1)
    tested = np.where(np.arange(score.size) % 2, score, np.nan)
    with pytest.raises(FiveSigmaError, match="training scored as test"):
        evaluate(tested, label, weight, seen_score=score, seed=1)


def test_a_model_that_says_the_same_of_every_event_is_not_accused() -> None:
    score, label, weight = events()
    same = np.full(score.size, 0.5)
    assert evaluate(same, label, weight, seen_score=same, seed=1).auc_weighted.value == 0.5


def test_one_honest_part_of_a_hash_split_has_seen_and_unseen_events() -> None:
    score, label, weight = events()
    tested = np.arange(score.size) % 2 == 0
    unseen, seen = np.where(tested, score, np.nan), np.where(tested, np.nan, score)
    found = evaluate(unseen, label, weight, seen_score=seen, seed=1)
    assert found.overtraining is not None
    assert found.overtraining.p_background > 0.01


def changed(sample: Sample, **changes: object) -> dict[str, object]:
    score, label, weight = sample
    return {"score": score, "label": label, "weight": weight, "seed": 1, **changes}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"weight": np.ones(7)}, r"one value per event, got shapes \(1500,\), \(1500,\), \(7,\)"),
        ({"part": np.zeros(7, np.int64)}, "one value per event"),
        ({"seen_score": np.zeros((1500, 2))}, r"\(1500, 2\)"),
        ({"label": np.full(1500, 2, np.int8)}, r"labels are 0 .* and 1 .*, got \[2\]"),
        ({"label": np.zeros(1500, np.int8)}, "0 expected signal events"),
        ({"label": np.ones(1500, np.int8)}, "0 expected background events"),
        ({"weight": np.full(1500, np.nan)}, "1500 weights are not finite"),
        ({"weight": np.full(1500, -1.0)}, "folds hold -"),
        ({"score": np.full(1500, np.nan)}, "no event was tested"),
        ({"score": np.full(1500, 3.0)}, "probabilities between 0 and 1"),
        ({"score": np.full(1500, np.inf)}, "probabilities between 0 and 1"),
        ({"part": np.full(1500, -1)}, "1500 events have a score, but no part"),
        ({"weighting": "guess"}, "'guess' is no weighting"),
    ],
)
def test_what_cannot_be_judged_is_named(changes: dict[str, object], words: str) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        evaluate(**changed(events(), **changes))  # type: ignore[arg-type]


def real_scores(mirror: Path, cache: Path) -> tuple[FloatArray, FloatArray, Sample, PartArray]:
    """Boosted trees on DM_200 and all backgrounds, opposite sign: unseen and seen scores."""
    table = open_dataset("atlas-dm", Settings(cache_dir=cache, mirror=str(mirror)))
    names = np.array(table.processes)[table.process]
    background = ~np.char.startswith(names, "DM_")
    kept = (background | (names == "DM_200")) & (table.features["sum_lep_charge"] == 0)
    X = np.column_stack(
        [column[kept] for name, column in table.features.items() if name != "sum_lep_charge"]
    )
    label, weight = (~background[kept]).astype(np.int8), table.weight[kept]
    score, seen, part = np.full(label.size, np.nan), np.zeros(label.size), np.zeros(label.size)
    folds = StratifiedKFold(5, shuffle=True, random_state=1).split(X, label)
    for k, (train, test) in enumerate(folds):
        model = HistGradientBoostingClassifier(random_state=1)
        model.fit(
            X[train],
            label[train],
            sample_weight=training_weights(weight[train], label[train], "balanced"),
        )
        score[test], part[test] = model.predict_proba(X[test])[:, 1], k
        seen[train] += model.predict_proba(X[train])[:, 1] / 4
    return score, seen, (X, label, weight), part.astype(np.int64)


@pytest.mark.slow
def test_boosted_trees_reach_the_known_area_on_the_real_set(mirror: Path, tmp_path: Path) -> None:
    score, seen, (_, label, weight), part = real_scores(mirror, tmp_path)
    found = evaluate(score, label, weight, seen_score=seen, part=part, seed=1)
    assert (found.n_signal, found.n_background) == (380, 22780)
    assert found.auc.value == pytest.approx(0.69, abs=0.03)
    assert found.auc_weighted.value == pytest.approx(0.784, abs=0.02)
    assert found.auc_weighted.uncertainty == pytest.approx(0.011, abs=0.001)
    assert found.auc_bootstrap.uncertainty == pytest.approx(0.011, abs=0.0015)
    assert found.auc_spread is not None
    assert abs(found.auc_spread.value - found.auc_weighted.value) < 0.01
    assert found.confusion.accuracy_all_background.value == pytest.approx(0.831, abs=0.001)
    assert found.overtraining is not None
    assert found.overtraining.auc_seen.value > 0.95  # learned by heart, and the check says so
    assert found.overtraining.p_signal < 1e-6
