"""The early veto keeps what may pass the selection and drops what cannot."""

import math

import pytest

from fivesigma.simulation.processes import GENERATED_PROCESSES, TruthFilter
from fivesigma.simulation.truth_filter import HardParticle, may_pass_selection

CUTS = TruthFilter(min_pair_pt=45.0, min_invisible_pt=30.0, min_invisible_share=0.3)


def particle(pdg_id: int, pt: float, phi: float, eta: float = 0.0) -> HardParticle:
    return HardParticle(
        pdg_id=pdg_id,
        px=pt * math.cos(phi),
        py=pt * math.sin(phi),
        pt=pt,
        eta=eta,
        phi=phi,
    )


def fast_z(flavours: tuple[int, int] = (11, 11), met: float = 110.0) -> list[HardParticle]:
    """Two leptons of 70 GeV, 1.4 rad apart (mass 90 GeV), and something unseen opposite."""
    return [
        particle(flavours[0], 70.0, 0.7),
        particle(flavours[1], 70.0, -0.7),
        particle(5000039, met, math.pi),
    ]


def test_a_fast_z_boson_beside_something_invisible_is_kept() -> None:
    assert may_pass_selection(fast_z(), CUTS)


@pytest.mark.parametrize("flavours", [(15, 11), (15, 15), (13, 13)])
def test_a_tau_may_become_either_flavour(flavours: tuple[int, int]) -> None:
    assert may_pass_selection(fast_z(flavours), CUTS)


def test_an_electron_and_a_muon_are_no_pair() -> None:
    assert not may_pass_selection(fast_z((11, 13)), CUTS)


def test_without_invisible_momentum_nothing_is_kept_unless_none_is_asked_for() -> None:
    assert not may_pass_selection(fast_z(met=20.0), CUTS)
    loose = TruthFilter(min_pair_pt=45.0, min_invisible_pt=0.0)
    assert may_pass_selection(fast_z(met=20.0), loose)


def test_leptons_flying_apart_are_dropped() -> None:
    apart = [particle(11, 45.0, 0.0), particle(11, 45.0, 3.0), particle(12, 80.0, -1.5)]
    assert not may_pass_selection(apart, CUTS)


def test_much_bottom_momentum_drops_a_collision() -> None:
    assert not may_pass_selection([*fast_z(), particle(5, 300.0, 1.0)], CUTS)
    assert may_pass_selection([*fast_z(), particle(5, 300.0, 1.0, eta=3.0)], CUTS)


def test_no_filter_asks_for_more_missing_momentum_than_30_gev() -> None:
    assert max(p.truth_filter.min_invisible_pt for p in GENERATED_PROCESSES) <= 30.0


def test_process_names_are_distinct() -> None:
    assert len({p.name for p in GENERATED_PROCESSES}) == len(GENERATED_PROCESSES)
