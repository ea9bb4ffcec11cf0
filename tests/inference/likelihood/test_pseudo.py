"""Coverage on pseudo-experiments: quick versions of what tools/coverage_of_fit.py measures."""

import numpy as np
import pytest

from coverage_of_fit import JUDGES, fit_rows, made_up_model, region_rows, simulate, true_z
from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.pseudo import (
    coverage,
    false_alarms,
    fraction,
    pseudo_experiments,
)


@pytest.mark.parametrize("mu", [0.0, 1.0, 2.0])
def test_the_interval_of_mu_holds_the_truth_as_often_as_it_says(mu: float) -> None:
    toys = pseudo_experiments(made_up_model(), mu=mu, n_experiments=250, seed=5)
    found = coverage(toys)
    assert abs(found.value - 0.683) < 4 * found.uncertainty
    assert toys.mu.mean() == pytest.approx(mu, abs=0.1)


def test_without_signal_two_sigma_are_as_rare_as_they_should_be() -> None:
    toys = pseudo_experiments(made_up_model(), mu=0.0, n_experiments=300, seed=6)
    assert false_alarms(toys, z=2.0).value < 0.05
    assert false_alarms(toys, z=1.0).value == pytest.approx(0.159, abs=0.05)
    assert (toys.z[toys.mu < 0] == 0).all()


def test_the_same_seed_gives_the_same_experiments() -> None:
    one, same, other = (
        pseudo_experiments(made_up_model(), mu=1.0, n_experiments=3, seed=seed).mu.tolist()
        for seed in (1, 1, 2)
    )
    assert one == same != other


def test_the_error_of_a_regions_z_is_its_spread_and_choosing_on_the_same_events_flatters() -> None:
    rng = np.random.default_rng(1)
    samples = [simulate(rng) for _ in range(60)]
    excess = {}
    for name, judge in JUDGES.items():
        off = []
        for score, label, weight in samples:
            part = rng.integers(5, size=score.size)
            found = judge((score, label, weight), part, 0.1)
            off.append(
                (found.significance.value - true_z(found.thresholds, 0.1))
                / found.significance.uncertainty
            )
        assert np.std(off) == pytest.approx(1.0, abs=0.3)
        excess[name] = np.mean(off)
    assert abs(excess["threshold fixed"]) < 0.4
    assert abs(excess["threshold cross-chosen"]) < 0.4
    assert excess["threshold chosen on the same events"] > excess["threshold cross-chosen"] + 0.3


def test_the_tool_prints_every_row_it_promises() -> None:
    rows = [*fit_rows(20), *region_rows(6)]
    assert len(rows) == 16 + 12
    assert all(np.isfinite(found.value) for _, found, _ in rows)


def test_experiments_that_cannot_be_are_refused() -> None:
    model = made_up_model()
    with pytest.raises(FiveSigmaError, match="one pseudo-experiment or more"):
        pseudo_experiments(model, mu=1.0, n_experiments=0, seed=1)
    with pytest.raises(FiveSigmaError, match="Take a larger mu"):
        pseudo_experiments(model, mu=-50.0, n_experiments=1, seed=1)
    with pytest.raises(FiveSigmaError, match="one experiment or more"):
        fraction(np.array([], dtype=np.bool_))
