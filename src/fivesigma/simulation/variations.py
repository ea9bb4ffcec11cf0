"""Level 3: what if the detector were a little different? Systematic variations and their sizes.

The sizes are those of a careful experiment, rounded for teaching; they are not ATLAS's own.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

from fivesigma.simulation.detector import DetectorSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorVariation:
    """One thing that is known only so well: the detector with more of it, and with less.

    `size`: relative change, one standard deviation.
    """

    name: str
    title: str
    size: float
    up: DetectorSettings
    down: DetectorSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisationVariation:
    """A yield that theory, or a measurement beside the search, knows only so well.

    `size`: relative change, one standard deviation. It changes the weights of a process and no
    event: no collision need be observed again.
    """

    name: str
    title: str
    process: str
    size: float


def detector_variations(
    settings: DetectorSettings | None = None,
) -> tuple[DetectorVariation, ...]:
    """The variations of a detector, by default of `DetectorSettings()`.

    >>> [f"{v.name} {v.size:.1%}" for v in detector_variations()][:3]
    ['jet_energy_scale 3.0%', 'electron_scale 0.5%', 'muon_scale 0.5%']
    >>> detector_variations()[0].up.jets.scale
    1.03
    """
    nominal = settings or DetectorSettings()
    return tuple(
        DetectorVariation(
            name=name,
            title=title,
            size=size,
            up=_scaled(nominal, part, constant, 1 + size),
            down=_scaled(nominal, part, constant, 1 - size),
        )
        for name, title, part, constant, size in _CONSTANTS
    )


_CONSTANTS: Final = (
    ("jet_energy_scale", "Energy scale of jets", "jets", "scale", 0.03),
    ("electron_scale", "Energy scale of electrons", "leptons", "electron_scale", 0.005),
    ("muon_scale", "Momentum scale of muons", "leptons", "muon_scale", 0.005),
    ("soft_term_scale", "Scale of the soft term", None, "soft_scale", 0.10),
    ("soft_term_resolution", "Resolution of the soft term", None, "soft_noise", 0.20),
    ("pile_up", "Jets from pile-up", "jets", "pile_up_mean", 0.30),
)

NORMALISATION_VARIATIONS: Final = (
    NormalisationVariation(name="zz_yield", title="Yield of ZZ", process="ZZ", size=0.10),
    NormalisationVariation(name="wz_yield", title="Yield of WZ", process="WZ", size=0.10),
    NormalisationVariation(
        name="z_jets_yield", title="Yield of Z + jets", process="Z+jets", size=0.50
    ),
    NormalisationVariation(
        name="non_resonant_yield",
        title="Yield of the non-resonant background",
        process="Non-resonant_ll",
        size=0.15,
    ),
)
"""Uncertainties of the yields, by process; the signals have none."""


def _scaled(
    settings: DetectorSettings, part: str | None, constant: str, factor: float
) -> DetectorSettings:
    """The settings with one constant multiplied."""
    owner: Any = settings if part is None else getattr(settings, part)
    changed = replace(owner, **{constant: getattr(owner, constant) * factor})
    return changed if part is None else replace(settings, **{part: changed})
