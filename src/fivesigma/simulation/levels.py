"""Detectors of three levels of realism: what each of them leaves out.

The selection is the same at every level, and so is the acceptance: leptons and jets count in the
same ranges of pseudorapidity and momentum.
"""

from dataclasses import replace
from typing import Final

from fivesigma.core.level import Level
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.jets import JetResponse
from fivesigma.simulation.leptons import LeptonResponse

_LOSES_NO_LEPTON: Final = LeptonResponse(
    electron_scale=1.0,
    muon_scale=1.0,
    electron_efficiency=1.0,
    muon_efficiency=1.0,
    electron_endcap_efficiency=1.0,
    electron_turn_on_loss=0.0,
    muon_turn_on_loss=0.0,
    charge_flip_barrel=0.0,
    charge_flip_endcap=0.0,
    electron_crack=False,
)
_LOSES_NO_JET: Final = JetResponse(
    tail_probability=0.0,
    tagger_loss=0.0,
    pile_up_mean=0.0,
    bottom_efficiency=1.0,
    bottom_turn_on_loss=0.0,
    charm_efficiency=0.0,
    tau_efficiency=0.0,
    light_efficiency=0.0,
)
# Beside the errors of leptons and jets, this noise makes the core of the error of the missing
# momentum (68 % of the signal and of ZZ) as wide as that of the whole detector; only the tails go.
_CORE_NOISE: Final = 16.0  # GeV
_RESOLUTION: Final = DetectorSettings(
    leptons=_LOSES_NO_LEPTON,
    jets=_LOSES_NO_JET,
    soft_noise=_CORE_NOISE,
    soft_tail_probability=0.0,
    hermetic=True,
)
_TRUTH: Final = replace(
    _RESOLUTION,
    leptons=replace(
        _LOSES_NO_LEPTON,
        electron_stochastic=0.0,
        electron_constant=0.0,
        muon_constant=0.0,
        muon_slope_per_gev=0.0,
    ),
    jets=replace(_LOSES_NO_JET, noise=0.0, forward_noise=0.0, stochastic=0.0, constant=0.0),
    soft_noise=0.0,
)


def settings_at(level: Level) -> DetectorSettings:
    """The detector of a level: none, one that only smears, or the whole one.

    `Level.TRUTH`: leptons, jets and the momentum of the invisible particles as generated, b-jets by
    their true flavour. `Level.RESOLUTION`: the same, each measured with its resolution; without
    efficiencies, pile-up, fakes and tails. `Level.DETECTOR`: `DetectorSettings()`.

    >>> settings_at(Level.TRUTH).soft_noise, settings_at(Level.RESOLUTION).soft_noise
    (0.0, 16.0)
    >>> settings_at(Level.DETECTOR) == DetectorSettings()
    True
    """
    return {
        Level.TRUTH: _TRUTH,
        Level.RESOLUTION: _RESOLUTION,
        Level.DETECTOR: DetectorSettings(),
    }[level]
