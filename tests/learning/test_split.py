"""The fold of an event follows from the event."""

import numpy as np

from fivesigma.learning.split import (
    N_FOLDS,
    TEST_FOLDS,
    TRAIN_FOLDS,
    VALIDATION_FOLDS,
    hash_fold,
    in_folds,
)


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
