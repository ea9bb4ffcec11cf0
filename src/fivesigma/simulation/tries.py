"""Random numbers with a name: try 17 of a collision is the same whatever else is in the set.

One long stream of uniform numbers is cut into blocks, one block a try; a generator that can jump
(PCG64) goes straight to a block. So a few tries among millions can be written down by their number.
"""

from typing import Final

import numpy as np
from scipy.special import ndtri

from fivesigma.core.errors import FiveSigmaError
from fivesigma.physics.kinematics import FloatArray, IntArray
from fivesigma.simulation.detector import Draws
from fivesigma.simulation.jets import MAX_PILE_UP_ABS_ETA, N_PILE_UP_JETS, JetDraws
from fivesigma.simulation.leptons import LeptonDraws
from fivesigma.simulation.truth import N_JETS, N_LEPTONS

BLOCK: Final = 128
"""Numbers between the beginnings of two tries; a detector needs fewer, the rest are in reserve."""


def draws_of(tries: IntArray, *, seed: int) -> Draws:
    """The random numbers of tries, `(n_tries,)` numbers from 0 upwards that rise.

    FiveSigmaError where they do not rise.

    >>> all_three = draws_of(np.array([4, 5, 10**9]), seed=1)
    >>> alone = draws_of(np.array([10**9]), seed=1)
    >>> bool((all_three.soft[2] == alone.soft[0]).all())
    True
    """
    if np.any(np.diff(tries) <= 0):
        msg = "tries must be in rising order, each once; sort them with numpy.unique first."
        raise FiveSigmaError(msg)
    of_leptons, of_jets, of_pile_up = [N_LEPTONS] * 3, [N_JETS] * 4, [1] + [N_PILE_UP_JETS] * 4
    widths = [*of_leptons, *of_jets, *of_pile_up, 2, 1]
    columns = np.split(_uniform(tries, sum(widths), seed), np.cumsum(widths)[:-1], axis=1)
    smearing, efficiency, charge, jet_smearing, tail, vertex, bottom = columns[:7]
    count, pile_up_pt, pile_up_eta, pile_up_phi, pile_up_bottom, soft, soft_tail = columns[7:]
    return Draws(
        leptons=LeptonDraws(smearing=ndtri(smearing), efficiency=efficiency, charge=charge),
        jets=JetDraws(
            smearing=ndtri(jet_smearing),
            tail=tail,
            vertex=vertex,
            bottom=bottom,
            pile_up_count=count[:, 0],
            pile_up_pt=-np.log(pile_up_pt),
            pile_up_eta=MAX_PILE_UP_ABS_ETA * (2 * pile_up_eta - 1),
            pile_up_phi=np.pi * (2 * pile_up_phi - 1),
            pile_up_bottom=pile_up_bottom,
        ),
        soft=ndtri(soft),
        soft_tail=soft_tail[:, 0],
    )


def _uniform(tries: IntArray, n_numbers: int, seed: int) -> FloatArray:
    """Numbers between 0 and 1, neither included: `(n_tries, n_numbers)`."""
    stream = np.random.PCG64(seed)
    raw = np.empty((len(tries), n_numbers), dtype=np.uint64)
    position = 0
    for row, start in enumerate((tries * BLOCK).tolist()):
        stream.advance(start - position)
        raw[row] = stream.random_raw(n_numbers)
        position = start + n_numbers
    # The upper 52 bits, in the middle of their step: 0 and 1 cannot come out.
    uniform: FloatArray = ((raw >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52
    return uniform
