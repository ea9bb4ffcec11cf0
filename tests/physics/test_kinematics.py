"""Laws that angles and masses must obey, whatever the numbers."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fivesigma.physics.kinematics import (
    azimuth,
    cartesian,
    delta_phi,
    delta_r,
    invariant_mass,
    pseudorapidity,
)

ANGLES = st.floats(-10.0, 10.0)
ETAS = st.floats(-4.0, 4.0)
MOMENTA = st.floats(1.0, 2000.0)
DIRECTIONS = st.tuples(ETAS, ANGLES)
PARTICLES = st.tuples(MOMENTA, ETAS, ANGLES)

Particle = tuple[float, float, float]  # pt, eta, phi


def test_delta_phi_is_short_across_the_seam_at_pi() -> None:
    assert delta_phi(3.1, -3.1) == pytest.approx(2 * math.pi - 6.2)


def test_delta_phi_of_opposite_directions_is_pi() -> None:
    assert delta_phi(0.5, 0.5 - math.pi) == pytest.approx(math.pi)


@given(ANGLES, ANGLES)
def test_delta_phi_is_symmetric_and_between_zero_and_pi(a: float, b: float) -> None:
    distance = delta_phi(a, b)
    assert 0 <= distance <= math.pi
    assert distance == pytest.approx(delta_phi(b, a), abs=1e-12)


@given(ANGLES, ANGLES, st.integers(-3, 3))
def test_delta_phi_forgets_full_turns(a: float, b: float, turns: int) -> None:
    assert delta_phi(a + 2 * math.pi * turns, b) == pytest.approx(delta_phi(a, b), abs=1e-9)


@given(DIRECTIONS, DIRECTIONS, DIRECTIONS)
def test_delta_r_obeys_the_triangle_inequality(
    a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]
) -> None:
    assert delta_r(*a, *c) <= delta_r(*a, *b) + delta_r(*b, *c) + 1e-9


def four_momentum(particle: Particle) -> tuple[float, float, float, float]:
    pt, eta, phi = particle
    return (
        pt * math.cosh(eta),
        pt * math.cos(phi),
        pt * math.sin(phi),
        pt * math.sinh(eta),
    )


def pair_mass(a: Particle, b: Particle, *, boost: float = 0.0) -> float:
    mass = invariant_mass(
        a[0],
        b[0],
        eta_difference=(a[1] + boost) - (b[1] + boost),
        phi_difference=delta_phi(a[2], b[2]),
    )
    return float(mass)


@given(PARTICLES, PARTICLES)
def test_invariant_mass_is_that_of_the_sum_of_four_momenta(a: Particle, b: Particle) -> None:
    energy, px, py, pz = (x + y for x, y in zip(four_momentum(a), four_momentum(b), strict=True))
    # Subtracting large squares loses digits in proportion to the energy.
    expected = pytest.approx(energy**2 - px**2 - py**2 - pz**2, abs=1e-9 * energy**2)
    assert pair_mass(a, b) ** 2 == expected


@given(PARTICLES, PARTICLES, st.floats(-2.0, 2.0))
def test_a_boost_along_the_beam_keeps_the_mass(a: Particle, b: Particle, boost: float) -> None:
    assert pair_mass(a, b, boost=boost) == pytest.approx(pair_mass(a, b), abs=1e-6 * (a[0] + b[0]))


def test_two_parallel_massless_particles_have_no_mass() -> None:
    assert invariant_mass(50.0, 30.0, eta_difference=0.0, phi_difference=0.0) == 0.0


@given(MOMENTA, ANGLES)
def test_cartesian_keeps_the_size_and_azimuth_gives_the_direction_back(
    pt: float, phi: float
) -> None:
    px, py = cartesian(pt, phi)
    assert np.hypot(px, py) == pytest.approx(pt)
    assert delta_phi(azimuth(px, py), phi) == pytest.approx(0.0, abs=1e-7)


@given(MOMENTA, ETAS)
def test_pseudorapidity_inverts_sinh(pt: float, eta: float) -> None:
    assert pseudorapidity(pt, pt * math.sinh(eta)) == pytest.approx(eta, abs=1e-9)
