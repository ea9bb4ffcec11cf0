"""Hand-made truth: a Z boson with recoil, so simple that what is seen can be worked by hand."""

import numpy as np
import pytest

from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.examples import PERFECT_DETECTOR, muon_pairs
from fivesigma.simulation.truth import TruthEvents


@pytest.fixture
def z_bosons() -> TruthEvents:
    """2000 Z bosons of 100 to 300 GeV, each balanced by something invisible."""
    return muon_pairs(np.linspace(100.0, 300.0, 2000))


@pytest.fixture
def perfect_detector() -> DetectorSettings:
    """Sees every muon and jet as it is, without noise or pile-up."""
    return PERFECT_DETECTOR
