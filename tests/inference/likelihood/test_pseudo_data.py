"""Pseudo-data: Poisson counts that are Poisson, hidden worlds, and the twin in the page."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

import make_pseudo_vectors
from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.model import FitModel, fit_model, nominal_parameters
from fivesigma.inference.likelihood.poisson import poisson_count, poisson_interval
from fivesigma.inference.likelihood.pseudo_data import (
    STRENGTHS,
    background_only_z,
    experiment_seed,
    hidden_experiment,
)
from fivesigma.inference.likelihood.systematics import background_normalisations
from fivesigma.inference.likelihood.templates import counting_templates
from fivesigma.learning.random import Random

FILE = Path(__file__).parents[2] / "vectors" / "pseudo.json"


def example_model() -> FitModel:
    templates = make_pseudo_vectors.example_templates()
    return fit_model(templates, background_normalisations(templates, 0.1))


def test_the_file_equals_what_the_package_computes() -> None:
    stored = json.loads(FILE.read_text(encoding="utf-8"))
    made = json.loads(json.dumps(make_pseudo_vectors.all_vectors()))
    assert stored["poisson"] == made["poisson"]
    for old, new in zip(stored["experiments"], made["experiments"], strict=True):
        assert old["counts"] == new["counts"]
        assert old["toys"] == pytest.approx(new["toys"], abs=1e-5)
        for name in ("mu", "z", "interval", "strength", "alpha", "gamma"):
            assert old[name] == pytest.approx(new[name], abs=1e-5), name


@pytest.mark.parametrize("mean", [0.3, 4.0, 15.99, 16.01, 90.0])
def test_counts_follow_the_poisson_distribution(mean: float) -> None:
    random = Random(5)
    drawn = np.array([poisson_count(mean, random.uniform) for _ in range(4_000)])
    assert drawn.mean() == pytest.approx(mean, abs=4 * np.sqrt(mean / drawn.size))
    assert drawn.var() == pytest.approx(mean, rel=4 * np.sqrt((2 + 1 / mean) / drawn.size))
    edges = np.unique(stats.poisson.ppf([0.1, 0.3, 0.5, 0.7, 0.9], mean)).astype(int)
    seen = np.bincount(np.searchsorted(edges, drawn), minlength=edges.size + 1)
    expected = np.diff([0.0, *stats.poisson.cdf(edges, mean), 1.0]) * drawn.size
    assert stats.chisquare(seen, expected).pvalue > 0.001


def test_a_uniform_number_next_to_1_ends_the_search() -> None:
    assert 3 < poisson_count(3.0, lambda: 1 - 2**-53) < 60
    assert poisson_count(0.0, lambda: 1 - 2**-53) == 0


@pytest.mark.parametrize("mean", [-1.0, np.inf, np.nan, 1e8])
def test_a_mean_that_cannot_be_drawn_is_refused(mean: float) -> None:
    with pytest.raises(FiveSigmaError, match="Poisson mean"):
        poisson_count(mean, lambda: 0.5)


@pytest.mark.parametrize("count", [0, 1, 7, 400])
def test_the_ends_of_an_interval_leave_a_tail_of_a_sixth(count: int) -> None:
    low, high = poisson_interval(count)
    assert stats.poisson.cdf(count, high) == pytest.approx(0.158655, abs=1e-6)
    if count:
        assert stats.poisson.sf(count - 1, low) == pytest.approx(0.158655, abs=1e-6)
    else:
        assert low == 0


def test_a_count_below_0_has_no_interval() -> None:
    with pytest.raises(FiveSigmaError, match="0 or more"):
        poisson_interval(-1)


def test_hidden_strengths_come_as_often_as_the_menu_says() -> None:
    model = fit_model(counting_templates((20.0, 1.0), (100.0, 4.0)), [])
    n = 3_000
    seen = Counter(
        hidden_experiment(model, Random(experiment_seed("a", "b", k))).truth.mu for k in range(n)
    )
    assert sum(chance for _, chance in STRENGTHS) == pytest.approx(1)
    for strength, chance in STRENGTHS:
        assert seen[strength] / n == pytest.approx(chance, abs=4 * np.sqrt(chance / n))


def test_counts_spread_by_chance_and_by_what_is_not_known() -> None:
    templates = counting_templates((1e-9, 0.0), (100.0, 25.0))
    model = fit_model(templates, background_normalisations(templates, 0.2))
    counts = [float(hidden_experiment(model, Random(k)).counts[0]) for k in range(2_000)]
    # Poisson 10, normalisation 20 (a factor 1.2 up, 1 / 1.2 down), simulation 5
    assert np.mean(counts) == pytest.approx(101.5, abs=2.5)
    assert np.std(counts) == pytest.approx(np.sqrt(100 + 19.5**2 + 25), rel=0.08)


def test_the_same_world_is_counted_the_same_way_again() -> None:
    one, same, other = (hidden_experiment(example_model(), Random(k)) for k in (3, 3, 4))
    assert one.counts.tolist() == same.counts.tolist() != other.counts.tolist()


def test_factors_of_a_coarse_simulation_stay_above_0() -> None:
    model = fit_model(counting_templates((1.0, 4.0), (10.0, 100.0)), [])
    for seed in range(200):
        assert (hidden_experiment(model, Random(seed)).truth.gamma > 0).all()


def test_worlds_without_signal_alarm_as_rarely_as_they_should() -> None:
    model, random = example_model(), Random(2)
    nominal = nominal_parameters(model, mu=0.0)
    z = np.array([background_only_z(model, nominal, random) for _ in range(600)], dtype=float)
    assert np.isfinite(z).all()
    assert np.mean(z >= 1) == pytest.approx(0.159, abs=0.06)
    assert np.mean(z == 0) == pytest.approx(0.5, abs=0.09)


def test_toys_of_a_world_with_signal_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match="mu = 0"):
        background_only_z(example_model(), nominal_parameters(example_model(), mu=1.0), Random(1))
