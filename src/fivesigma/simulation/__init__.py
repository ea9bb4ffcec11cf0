"""Collisions of our own: a generator's truth, then what a simple detector makes of it.

In reading order: `processes` (the table of what is generated and with which settings), `truth`
(the record of a generated collision), `truth_filter` (an early veto that saves time), `generator`
(Pythia 8 to truth), `jets` and `leptons` (how the detector sees them), `detector` (truth to the
ten features), `examples` (truth made by hand, to try the detector on). The detector is NumPy; the
generator needs the extra `simulate` and is imported by nothing else. This is NOT the simulation of
the ATLAS collaboration.
"""
