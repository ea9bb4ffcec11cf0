"""Which events a model may learn from: a stored fold that follows from the event itself.

A fold drawn with a random number changes when a row is added, and an event the model has seen
slips among those that judge it. Here the fold is a hash of the event's own values: it stays the
same in every order of rows, in every language and in every version of this package.
"""

import hashlib
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

N_FOLDS = 10
TRAIN_FOLDS = (0, 1, 2, 3, 4)
VALIDATION_FOLDS = (5, 6)
TEST_FOLDS = (7, 8, 9)

_DIGEST_BYTES = 8


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
