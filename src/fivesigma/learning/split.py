"""Which events a model may learn from, and which judge it: the role of every event in every part.

Two families. A hash split uses the fold stored with the event, which follows from the event's own
values: it is the same in every order of rows, in every language and in every version of this
package. A seeded split (k-fold, shuffle-split) draws the roles; scikit-learn does the drawing.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError

IntArray = npt.NDArray[np.int64]
LabelArray = npt.NDArray[np.int8]

N_FOLDS = 10
TRAIN_FOLDS = (0, 1, 2, 3, 4)
VALIDATION_FOLDS = (5, 6)
TEST_FOLDS = (7, 8, 9)

TRAIN: Final = 0
VALIDATION: Final = 1
TEST: Final = 2
UNUSED: Final = 3

_DIGEST_BYTES = 8
_FOLDS_PER_PART = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The role of each event (TRAIN, VALIDATION, TEST, UNUSED) in each part of a split.

    `role` has shape (n_parts, n_events). A part is one training and the events that judge it.
    `seed` is None where nothing was drawn. FiveSigmaError where `role` has no part or another code.

    >>> split = hash_split(np.array([0, 5, 9], dtype=np.uint8))
    >>> split.train(0).tolist(), split.validation(0).tolist(), split.test(0).tolist()
    ([0], [1], [2])
    """

    scheme: str
    seed: int | None
    role: npt.NDArray[np.uint8]

    def __post_init__(self) -> None:
        """Refuse roles that cannot be read."""
        if self.role.ndim != 2 or self.n_parts == 0 or (self.role > UNUSED).any():
            msg = (
                f"roles are codes 0 to {UNUSED} of shape (n_parts, n_events), got shape "
                f"{self.role.shape}. Make a split with hash_split, hash_k_fold, "
                "stratified_k_fold or shuffle_split."
            )
            raise FiveSigmaError(msg)

    @property
    def n_parts(self) -> int:
        """Trainings of this split."""
        return int(self.role.shape[0])

    @property
    def n_events(self) -> int:
        """Events, in every role."""
        return int(self.role.shape[1])

    def train(self, part: int) -> IntArray:
        """Indices of the events that the model of `part` learns from."""
        return np.flatnonzero(self.role[part] == TRAIN)

    def validation(self, part: int) -> IntArray:
        """Indices of the events to choose settings with; none in the seeded schemes."""
        return np.flatnonzero(self.role[part] == VALIDATION)

    def test(self, part: int) -> IntArray:
        """Indices of the events that judge the model of `part`, and nothing else."""
        return np.flatnonzero(self.role[part] == TEST)

    @property
    def judged(self) -> npt.NDArray[np.bool_]:
        """Keep events that are tested in some part; shape (n_events,)."""
        kept: npt.NDArray[np.bool_] = (self.role == TEST).any(axis=0)
        return kept

    @property
    def part_of_test(self) -> IntArray:
        """First part that tests the event, -1 where none does; shape (n_events,)."""
        first = np.argmax(self.role == TEST, axis=0)
        return np.where(self.judged, first, -1).astype(np.int64)


def hash_fold(keys: Iterable[bytes]) -> npt.NDArray[np.uint8]:
    """Fold 0..9 of each event, from the bytes that identify it; shape (n_events,).

    `keys`: one per event, for instance its source values as little-endian float64. Equal keys
    share a fold, so a duplicated event never stands on both sides. Hash: BLAKE2b of 8 bytes
    (RFC 7693), read as a little-endian integer, modulo 10.

    >>> hash_fold([b"one event", b"another", b"one event"]).tolist()
    [6, 7, 6]
    """
    folds = (
        int.from_bytes(hashlib.blake2b(key, digest_size=_DIGEST_BYTES).digest(), "little") % N_FOLDS
        for key in keys
    )
    return np.fromiter(folds, dtype=np.uint8)


def in_folds(fold: npt.NDArray[np.uint8], wanted: Iterable[int]) -> npt.NDArray[np.bool_]:
    """Keep events whose fold is one of `wanted`; shape (n_events,).

    >>> in_folds(np.array([0, 5, 9], dtype=np.uint8), TEST_FOLDS).tolist()
    [False, False, True]
    """
    return np.isin(fold, np.array(tuple(wanted), dtype=np.uint8))


def hash_split(fold: npt.NDArray[np.uint8]) -> Split:
    """One part: half of the stored folds train, two validate, three test.

    `fold`: 0..9, shape (n_events,), from `hash_fold`; other values are refused.

    >>> hash_split(np.arange(10, dtype=np.uint8)).role.tolist()
    [[0, 0, 0, 0, 0, 1, 1, 2, 2, 2]]
    """
    _check_folds(fold)
    role = np.full(fold.size, TEST, np.uint8)
    role[in_folds(fold, TRAIN_FOLDS)] = TRAIN
    role[in_folds(fold, VALIDATION_FOLDS)] = VALIDATION
    return Split(scheme="hash", seed=None, role=role[np.newaxis])


def hash_k_fold(fold: npt.NDArray[np.uint8]) -> Split:
    """Five parts: part k is tested on the stored folds 2k and 2k + 1 and learns from the others.

    `fold`: 0..9, shape (n_events,), from `hash_fold`; other values are refused.

    >>> hash_k_fold(np.array([0, 1, 2, 9], dtype=np.uint8)).part_of_test.tolist()
    [0, 0, 1, 4]
    """
    _check_folds(fold)
    parts = np.arange(N_FOLDS // _FOLDS_PER_PART)[:, np.newaxis]
    role = np.where(fold // _FOLDS_PER_PART == parts, TEST, TRAIN).astype(np.uint8)
    return Split(scheme="hash-k-fold", seed=None, role=role)


def _check_folds(fold: npt.NDArray[np.uint8]) -> None:
    if fold.ndim != 1 or (fold >= N_FOLDS).any():
        msg = f"stored folds are 0 to {N_FOLDS - 1}, one an event. Make them with hash_fold."
        raise FiveSigmaError(msg)


def stratified_k_fold(
    label: LabelArray, *, n_folds: int, seed: int, groups: IntArray | None = None
) -> Split:
    """`n_folds` parts with the same share of signal in each; every event is tested once.

    `label`: 1 signal, 0 background, shape (n_events,). `groups`, shape (n_events,): events of one
    group (one collision, `truth_id`) stay on one side; the shares are then only nearly the same.
    Refused: fewer than 2 folds, or a class with fewer events (or groups) than folds.
    scikit-learn's StratifiedKFold and StratifiedGroupKFold, shuffled.

    >>> split = stratified_k_fold(np.array([1, 1, 0, 0], dtype=np.int8), n_folds=2, seed=1)
    >>> np.unique(split.part_of_test, return_counts=True)[1].tolist()
    [2, 2]
    """
    from sklearn.model_selection import (  # noqa: PLC0415 - the app needs the stored folds alone
        StratifiedGroupKFold,
        StratifiedKFold,
    )

    _check_labels(label, groups)
    _check_enough(label, groups, n_folds)
    kind = StratifiedKFold if groups is None else StratifiedGroupKFold
    splitter = kind(n_splits=n_folds, shuffle=True, random_state=seed)
    return _drawn("k-fold", seed, splitter, label, groups)


def shuffle_split(
    label: LabelArray,
    *,
    n_splits: int,
    test_fraction: float,
    seed: int,
    groups: IntArray | None = None,
) -> Split:
    """`n_splits` independent draws of `test_fraction` of the events to test; the others train.

    `label`, `groups`: as for `stratified_k_fold`. Both classes are drawn alike, or, with groups,
    whole groups of either. An event may be tested in several parts, or in none.
    Refused: a fraction outside 0..1, or so few events that a side has one class only.
    scikit-learn's StratifiedShuffleSplit and GroupShuffleSplit.

    >>> label = np.array([1, 1, 0, 0], dtype=np.int8)
    >>> shuffle_split(label, n_splits=3, test_fraction=0.5, seed=1).test(2).size
    2
    """
    from sklearn.model_selection import (  # noqa: PLC0415 - the app needs the stored folds alone
        GroupShuffleSplit,
        StratifiedShuffleSplit,
    )

    _check_labels(label, groups)
    if n_splits < 1 or not 0 < test_fraction < 1:
        msg = (
            f"a shuffle-split needs n_splits >= 1 and 0 < test_fraction < 1, got {n_splits} and "
            f"{test_fraction:g}. Try 10 and 0.2."
        )
        raise FiveSigmaError(msg)
    kind = StratifiedShuffleSplit if groups is None else GroupShuffleSplit
    splitter = kind(n_splits=n_splits, test_size=test_fraction, random_state=seed)
    return _drawn("shuffle-split", seed, splitter, label, groups)


def check_split(split: Split, label: LabelArray, *, groups: IntArray | None = None) -> None:
    """Refuse a split that does not fit the events; nothing comes back where it does.

    `label`: 1 signal, 0 background, shape (n_events,). Refused: another number of events than
    the split has, a part whose TRAIN or TEST lacks a class, and, where `groups` (n_events,) are
    given, a group that stands in two roles of one part.

    >>> check_split(hash_k_fold(np.arange(10, dtype=np.uint8)), np.array([0, 1] * 5, np.int8))
    """
    _check_labels(label, groups)
    if label.size != split.n_events:
        msg = (
            f"the split has {split.n_events} events and the labels {label.size}. "
            "Split the very events that are trained on."
        )
        raise FiveSigmaError(msg)
    for part in range(split.n_parts):
        for side, index in (("training", split.train(part)), ("test", split.test(part))):
            n_signal = int(label[index].sum())
            if not 0 < n_signal < index.size:
                msg = (
                    f"part {part} has {n_signal} signal and {index.size - n_signal} background "
                    f"{side} events, and needs both. Take fewer folds, fewer cuts or more events."
                )
                raise FiveSigmaError(msg)
        if groups is not None:
            _check_groups(split.role[part], groups, part)


def _check_groups(role: npt.NDArray[np.uint8], groups: IntArray, part: int) -> None:
    place = np.unique(groups, return_inverse=True)[1]
    first = np.zeros(place.max() + 1, np.uint8)
    first[place] = role
    torn = np.flatnonzero(first[place] != role)
    if torn.size:
        msg = (
            f"group {groups[torn[0]]} stands on two sides of part {part}: the test would know "
            "events that were learned. Make the split with groups=, or the fold from the group."
        )
        raise FiveSigmaError(msg)


def _check_labels(label: LabelArray, groups: IntArray | None) -> None:
    if label.ndim != 1 or not np.isin(label, (0, 1)).all():
        msg = f"labels are 1 (signal) or 0 (background), shape (n_events,), got {label.shape}."
        raise FiveSigmaError(msg)
    if groups is not None and groups.shape != label.shape:
        msg = f"{label.size} labels need {label.size} groups, one an event, got {groups.shape}."
        raise FiveSigmaError(msg)


def _check_enough(label: LabelArray, groups: IntArray | None, n_folds: int) -> None:
    """Each class needs one event, or one group, a fold."""
    found = [
        int((label == kind).sum() if groups is None else np.unique(groups[label == kind]).size)
        for kind in (1, 0)
    ]
    if n_folds < 2 or min(found) < n_folds:
        what = "events" if groups is None else "groups"
        msg = (
            f"{n_folds} folds need at least 2 folds and as many {what} of each class as folds, "
            f"got {found[0]} signal and {found[1]} background {what}."
        )
        raise FiveSigmaError(msg)


def _drawn(
    scheme: str, seed: int, splitter: Any, label: LabelArray, groups: IntArray | None
) -> Split:
    """The split that scikit-learn's `splitter` draws."""
    nothing = np.zeros((label.size, 1))
    try:
        sides = list(splitter.split(nothing, label, groups))
    except ValueError as error:
        msg = f"the events cannot be split this way: {error} Take more events or larger parts."
        raise FiveSigmaError(msg) from error
    role = np.full((len(sides), label.size), UNUSED, np.uint8)
    for part, (train, test) in enumerate(sides):
        role[part, train], role[part, test] = TRAIN, TEST
    split = Split(scheme=scheme, seed=seed, role=role)
    check_split(split, label, groups=groups)
    return split
