"""A collision that can be worked by hand, for the documentation of the features and of the cuts."""

from typing import Final

import numpy as np

from fivesigma.physics.objects import DileptonEvents

COLLISION: Final = DileptonEvents(
    lead_pt=np.array([80.0]),
    lead_eta=np.array([0.0]),
    lead_phi=np.array([0.0]),
    sublead_pt=np.array([60.0]),
    sublead_eta=np.array([0.0]),
    sublead_phi=np.array([np.pi / 2]),
    sum_lep_charge=np.array([0]),
    met_px=np.array([-120.0]),
    met_py=np.array([-90.0]),
    jet_px=np.array([32.0]),
    jet_py=np.array([24.0]),
    jet_scalar_sum=np.array([40.0]),
    n_bjets=np.array([1]),
)
"""Leptons of 80 and 60 GeV at right angles: a pair of 100 GeV. Along it a b-jet of 40 GeV, against
it 150 GeV that are missing."""
