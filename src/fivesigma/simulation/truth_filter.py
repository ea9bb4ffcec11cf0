"""An early veto: most collisions can never pass the selection, and showering them costs time."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from fivesigma.simulation.processes import TruthFilter

CHARGED_LEPTONS = (11, 13, 15)
INVISIBLE = (12, 14, 16, 5000039)  # three neutrinos and the stand-in for the mediator
BOTTOM_QUARK = 5
TAU_LEPTON = 15

# A detector that smears momenta must find nothing new just outside of these.
MIN_LEPTON_PT, MIN_TAU_PT, MIN_LEAD_PT = 19.0, 24.0, 22.0
MAX_LEPTON_ABS_ETA, MAX_TAU_ABS_ETA = 2.6, 2.8
MAX_DISTANCE, MAX_DISTANCE_TAU = 2.15, 2.4
MIN_MASS, MAX_MASS = 54.0, 130.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HardParticle:
    """An outgoing particle of the hard process; momenta in GeV, `phi` in rad."""

    pdg_id: int
    px: float
    py: float
    pt: float
    eta: float
    phi: float


def _is_candidate(particle: HardParticle) -> bool:
    """A charged lepton that may end up in the detector."""
    if particle.pdg_id == TAU_LEPTON:
        return particle.pt > MIN_TAU_PT and abs(particle.eta) < MAX_TAU_ABS_ETA
    return particle.pt > MIN_LEPTON_PT and abs(particle.eta) < MAX_LEPTON_ABS_ETA


def _may_become_pair(a: HardParticle, b: HardParticle, cuts: TruthFilter) -> bool:
    """Whether two leptons may look like a fast Z boson; a tau may become either flavour."""
    has_tau = TAU_LEPTON in (a.pdg_id, b.pdg_id)
    if (a.pdg_id != b.pdg_id and not has_tau) or max(a.pt, b.pt) < MIN_LEAD_PT:
        return False
    if math.hypot(a.px + b.px, a.py + b.py) < cuts.min_pair_pt:
        return False
    phi_distance = abs((a.phi - b.phi + math.pi) % (2 * math.pi) - math.pi)
    distance = math.hypot(a.eta - b.eta, phi_distance)
    if distance > (MAX_DISTANCE_TAU if has_tau else MAX_DISTANCE):
        return False
    mass = math.sqrt(2 * a.pt * b.pt * (math.cosh(a.eta - b.eta) - math.cos(phi_distance)))
    return mass > MIN_MASS and (has_tau or mass < MAX_MASS)


def may_pass_selection(particles: Iterable[HardParticle], cuts: TruthFilter) -> bool:
    """Whether a hard process is worth showering; `pdg_id` without its sign.

    >>> def along_x(pdg_id: int, px: float, py: float = 0.0) -> HardParticle:
    ...     pt, phi = math.hypot(px, py), math.atan2(py, px)
    ...     return HardParticle(pdg_id=pdg_id, px=px, py=py, pt=pt, eta=0.0, phi=phi)
    >>> muons = [along_x(13, 50.0, 45.0), along_x(13, 50.0, -45.0)]
    >>> cuts = TruthFilter(min_pair_pt=45.0, min_invisible_pt=30.0)
    >>> may_pass_selection(muons, cuts), may_pass_selection([*muons, along_x(12, -100.0)], cuts)
    (False, True)
    """
    outgoing = list(particles)
    leptons = [p for p in outgoing if p.pdg_id in CHARGED_LEPTONS and _is_candidate(p)]
    if len(leptons) < 2:
        return False
    invisible = [p for p in outgoing if p.pdg_id in INVISIBLE]
    invisible_pt = math.hypot(sum(p.px for p in invisible), sum(p.py for p in invisible))
    if invisible_pt < cuts.min_invisible_pt:
        return False
    bottom_pt = sum(
        p.pt for p in outgoing if p.pdg_id == BOTTOM_QUARK and p.pt > 25 and abs(p.eta) < 2.4
    )
    return any(
        _may_become_pair(a, b, cuts)
        and invisible_pt >= cuts.min_invisible_share * (bottom_pt + a.pt + b.pt)
        for a, b in combinations(leptons, 2)
    )


def pythia_hook(cuts: TruthFilter) -> Any:
    """The filter as a Pythia `UserHooks`, with counters `n_tried` and `n_kept`.

    Needs the extra `simulate`. Pythia subtracts vetoed events from its cross-section itself.
    """
    import pythia8mc

    class TruthFilterHook(pythia8mc.UserHooks):  # type: ignore[misc]  # pythia8mc has no types
        """Vetoes at process level, before shower and underlying event."""

        def __init__(self) -> None:
            pythia8mc.UserHooks.__init__(self)
            self.n_tried = self.n_kept = 0

        def canVetoProcessLevel(self) -> bool:  # noqa: N802  # Pythia's name
            return True

        def doVetoProcessLevel(self, process: Any) -> bool:  # noqa: N802  # Pythia's name
            self.n_tried += 1
            keep = may_pass_selection(_outgoing(process), cuts)
            self.n_kept += keep
            return not keep

    return TruthFilterHook()


def _outgoing(process: Any) -> Iterable[HardParticle]:
    """The particles that leave Pythia's hard process and that the filter looks at."""
    first_outgoing = 5  # 0 is the event as a whole, 1-2 the beams, 3-4 the incoming partons
    for i in range(first_outgoing, process.size()):
        particle = process[i]
        pdg_id = particle.idAbs()
        if particle.isFinal() and pdg_id in (BOTTOM_QUARK, *CHARGED_LEPTONS, *INVISIBLE):
            yield HardParticle(
                pdg_id=pdg_id,
                px=particle.px(),
                py=particle.py(),
                pt=particle.pT(),
                eta=particle.eta(),
                phi=particle.phi(),
            )
