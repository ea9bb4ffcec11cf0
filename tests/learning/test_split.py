"""The fold of an event follows from the event; no event judges a model that learned from it."""

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.split import (
    N_FOLDS,
    TEST,
    TEST_FOLDS,
    TRAIN,
    TRAIN_FOLDS,
    UNUSED,
    VALIDATION_FOLDS,
    Split,
    check_split,
    hash_fold,
    hash_k_fold,
    hash_split,
    in_folds,
    shuffle_split,
    stratified_k_fold,
)

LABEL = np.repeat(np.array([1, 0], np.int8), [20, 80])
FOLDS = st.lists(st.integers(0, 9), min_size=1, max_size=60)


def test_the_fold_of_a_key_never_changes() -> None:
    # Worked out once with hashlib; another value would move every event to another side.
    assert hash_fold([b"one event", b"another", b""]).tolist() == [6, 7, 6]


def test_the_order_of_events_does_not_matter() -> None:
    keys = [str(i).encode() for i in range(200)]
    folds = dict(zip(keys, hash_fold(keys), strict=True))
    assert all(
        folds[key] == fold for key, fold in zip(keys[::-1], hash_fold(keys[::-1]), strict=True)
    )


def test_events_spread_evenly_over_the_folds() -> None:
    counts = np.bincount(hash_fold(str(i).encode() for i in range(20_000)), minlength=N_FOLDS)
    assert np.abs(counts - 2_000).max() < 5 * np.sqrt(2_000 * 0.9)


def test_every_fold_has_exactly_one_role() -> None:
    assert sorted(TRAIN_FOLDS + VALIDATION_FOLDS + TEST_FOLDS) == list(range(N_FOLDS))


def test_no_event_gives_no_fold() -> None:
    assert hash_fold([]).shape == (0,)


def test_the_roles_share_no_event() -> None:
    fold = np.arange(N_FOLDS, dtype=np.uint8)
    roles = [in_folds(fold, wanted) for wanted in (TRAIN_FOLDS, VALIDATION_FOLDS, TEST_FOLDS)]
    assert np.sum(roles, axis=0).tolist() == [1] * N_FOLDS


@given(folds=FOLDS, seed=st.integers(0, 99))
def test_an_event_keeps_its_roles_wherever_its_row_stands(folds: list[int], seed: int) -> None:
    fold = np.array(folds, np.uint8)
    order = np.random.default_rng(seed).permutation(fold.size)
    for split in (hash_split, hash_k_fold):
        assert (split(fold[order]).role == split(fold).role[:, order]).all()


@given(folds=FOLDS)
def test_the_stored_folds_test_each_event_once_in_five_parts(folds: list[int]) -> None:
    split = hash_k_fold(np.array(folds, np.uint8))
    assert split.n_parts == 5
    assert ((split.role == TEST).sum(axis=0) == 1).all()
    assert ((split.role == TRAIN).sum(axis=0) == 4).all()
    assert (split.part_of_test == np.array(folds) // 2).all()


@settings(deadline=None, max_examples=25)
@given(n_signal=st.integers(3, 30), n_background=st.integers(3, 90), seed=st.integers(0, 2**32 - 1))
def test_k_fold_tests_each_event_once_and_shares_out_the_signal(
    n_signal: int, n_background: int, seed: int
) -> None:
    label = np.repeat(np.array([1, 0], np.int8), [n_signal, n_background])
    split = stratified_k_fold(label, n_folds=3, seed=seed)
    assert split.judged.all()
    assert ((split.role == TEST).sum(axis=0) == 1).all()
    signal = [label[split.test(part)].sum() for part in range(3)]
    assert max(signal) - min(signal) <= 1


def test_the_same_seed_gives_the_same_split_and_another_seed_another() -> None:
    drawn = [stratified_k_fold(LABEL, n_folds=5, seed=seed).role for seed in (1, 1, 2)]
    assert (drawn[0] == drawn[1]).all()
    assert (drawn[0] != drawn[2]).any()


def collisions(rng: np.random.Generator) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """Rows of 60 collisions, some of several rows; a collision is signal or background."""
    groups = rng.integers(0, 60, 200)
    return (groups % 3 == 0).astype(np.int8), groups


@pytest.mark.parametrize("seed", range(5))
def test_rows_of_one_collision_never_stand_on_two_sides(seed: int) -> None:
    label, groups = collisions(np.random.default_rng(seed))
    for split in (
        stratified_k_fold(label, n_folds=4, seed=seed, groups=groups),
        shuffle_split(label, n_splits=4, test_fraction=0.3, seed=seed, groups=groups),
    ):
        for part in range(split.n_parts):
            assert not set(groups[split.train(part)]) & set(groups[split.test(part)])


def test_a_shuffle_split_may_test_an_event_in_several_parts_or_in_none() -> None:
    split = shuffle_split(LABEL, n_splits=4, test_fraction=0.2, seed=1)
    tested = (split.role == TEST).sum(axis=0)
    assert tested.sum() == 4 * 20
    assert tested.max() > 1
    assert (~split.judged).any()
    assert (split.part_of_test[~split.judged] == -1).all()
    twice = np.flatnonzero(tested > 1)[0]
    assert split.part_of_test[twice] == np.flatnonzero(split.role[:, twice] == TEST)[0]


def test_seeded_parts_keep_no_event_for_validation() -> None:
    assert stratified_k_fold(LABEL, n_folds=5, seed=1).validation(0).size == 0


def test_too_few_events_for_the_folds_are_counted() -> None:
    with pytest.raises(FiveSigmaError, match="got 3 signal and 10 background events"):
        stratified_k_fold(np.array([1] * 3 + [0] * 10, np.int8), n_folds=5, seed=1)


def test_groups_are_counted_not_their_rows() -> None:
    groups = np.repeat([1, 2, 3, 4, 5], [20, 20, 20, 20, 20])
    with pytest.raises(FiveSigmaError, match="got 1 signal and 4 background groups"):
        stratified_k_fold(LABEL, n_folds=2, seed=1, groups=groups)


@pytest.mark.parametrize("n_folds", [-1, 0, 1])
def test_one_fold_is_no_split(n_folds: int) -> None:
    with pytest.raises(FiveSigmaError, match="at least 2 folds"):
        stratified_k_fold(LABEL, n_folds=n_folds, seed=1)


@pytest.mark.parametrize("fraction", [0.0, 1.0, float("nan")])
def test_a_test_of_nothing_or_of_everything_is_refused(fraction: float) -> None:
    with pytest.raises(FiveSigmaError, match="0 < test_fraction < 1"):
        shuffle_split(LABEL, n_splits=2, test_fraction=fraction, seed=1)


def test_a_test_too_small_for_both_classes_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="cannot be split this way"):
        shuffle_split(LABEL[15:25], n_splits=2, test_fraction=0.1, seed=1)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="cannot be split this way"):
        stratified_k_fold(LABEL, n_folds=2, seed=-1)


def test_a_part_with_one_class_is_refused() -> None:
    split = hash_split(np.array([0, 0, 5, 7, 8], np.uint8))
    with pytest.raises(FiveSigmaError, match="part 0 has 0 signal and 2 background test events"):
        check_split(split, np.array([1, 0, 1, 0, 0], np.int8))
    with pytest.raises(FiveSigmaError, match="2 signal and 0 background training events"):
        check_split(split, np.array([1, 1, 1, 1, 0], np.int8))


def test_a_split_of_other_events_is_refused() -> None:
    with pytest.raises(FiveSigmaError, match="the split has 3 events and the labels 100"):
        check_split(hash_split(np.array([0, 5, 7], np.uint8)), LABEL)


def test_a_collision_torn_apart_is_named() -> None:
    split = hash_split(np.array([0, 0, 7, 8], np.uint8))
    label, groups = np.array([0, 1, 0, 1], np.int8), np.array([4, 5, 5, 6])
    with pytest.raises(FiveSigmaError, match="group 5 stands on two sides of part 0"):
        check_split(split, label, groups=groups)
    check_split(split, label, groups=np.array([4, 4, 5, 5]))


def test_groups_of_another_length_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="100 labels need 100 groups"):
        stratified_k_fold(LABEL, n_folds=2, seed=1, groups=np.arange(99))


def test_labels_other_than_0_and_1_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="labels are 1"):
        shuffle_split(np.array([0, 1, 2], np.int8), n_splits=1, test_fraction=0.5, seed=1)


@pytest.mark.parametrize("split", [hash_split, hash_k_fold])
def test_a_fold_that_was_never_stored_is_refused(split: type) -> None:
    with pytest.raises(FiveSigmaError, match="stored folds are 0 to 9"):
        split(np.array([0, 10], np.uint8))


@pytest.mark.parametrize(
    "role", [np.zeros((0, 3), np.uint8), np.zeros(3, np.uint8), np.full((1, 3), UNUSED + 1)]
)
def test_roles_that_cannot_be_read_are_refused(role: npt.NDArray[np.uint8]) -> None:
    with pytest.raises(FiveSigmaError, match="roles are codes 0 to 3"):
        Split(scheme="hash", seed=None, role=role.astype(np.uint8))
