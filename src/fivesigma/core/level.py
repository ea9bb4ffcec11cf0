"""Levels of realism: how the rooms call what a detector leaves of a collision."""

from enum import IntEnum


class Level(IntEnum):
    """How much detector stands between a collision and the numbers.

    `TRUTH`: what the generator made. `RESOLUTION`: every momentum is measured, none is overlooked.
    `DETECTOR`: efficiencies, pile-up, fakes and b-tagging too; that of real data sets.
    """

    TRUTH = 0
    RESOLUTION = 1
    DETECTOR = 2
