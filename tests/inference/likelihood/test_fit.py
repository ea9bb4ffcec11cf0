"""The fit of the signal strength, held to pyhf."""

import json
import warnings
from dataclasses import replace
from typing import Any

import numpy as np
import pyhf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fivesigma.core.errors import FiveSigmaError
from fivesigma.inference.likelihood.fit import fit_signal_strength
from fivesigma.inference.likelihood.interpolation import (
    factor_and_slope,
    norm_interpolation,
    shape_weights,
)
from fivesigma.inference.likelihood.interval import profile_interval
from fivesigma.inference.likelihood.limit import upper_limit
from fivesigma.inference.likelihood.model import Parameters, expectation, fit_model
from fivesigma.inference.likelihood.profile import (
    asimov_data,
    profile_fit,
    profile_significance,
    uncertainties,
)
from fivesigma.inference.likelihood.reference import reference_fit
from fivesigma.inference.likelihood.systematics import Systematic, normalisation
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.likelihood.workspace import STATISTICS_NAMES, build_workspace
from fivesigma.inference.significance import discovery_significance
from made_up_scores import small_templates, some_systematics


def one_bin(signal: float, background: float, error: float = 0.0) -> Templates:
    """A counting experiment."""
    return Templates(
        edges=np.array([0.0, 1.0]),
        names=("background", "signal"),
        is_signal=(False, True),
        sum=np.array([[background], [signal]]),
        sum_squares=np.array([[error**2], [0.0]]),
    )


def pyhf_model(workspace: dict[str, Any]) -> tuple[Any, list[float]]:
    """Model and data; jsonschema's deprecation is pyhf's business."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        checked = pyhf.Workspace(workspace)
        model = checked.model()
    return model, checked.data(model)


@settings(max_examples=200, deadline=None)
@given(st.floats(0.3, 0.99), st.floats(1.01, 3), st.floats(-3, 3))
def test_interpolations_are_those_of_pyhf(down: float, up: float, alpha: float) -> None:
    norm = norm_interpolation(np.array([[down]]), np.array([[up]]))
    factor, slope = factor_and_slope(norm, np.array([alpha]))
    code_4 = pyhf.interpolators.code4([[[[down], [1.0], [up]]]], subscribe=False)
    assert factor.item() == pytest.approx(np.ravel(code_4(np.array([[alpha]])))[0], rel=1e-9)
    above, _ = factor_and_slope(norm, np.array([alpha + 1e-6]))
    below, _ = factor_and_slope(norm, np.array([alpha - 1e-6]))
    rise = (np.log(above) - np.log(below)).item() / 2e-6
    assert slope.item() == pytest.approx(rise, abs=1e-5)

    weight, weight_slope, curvature = shape_weights(np.array([alpha]))
    mean, asymmetry = (up - down) / 2, (up + down - 2) / 16
    change = alpha * mean + weight.item() * asymmetry
    code_4p = pyhf.interpolators.code4p([[[[down], [1.0], [up]]]], subscribe=False)
    assert change == pytest.approx(np.ravel(code_4p(np.array([[alpha]])))[0], abs=1e-12)
    (above, slope_above, _), (below, slope_below, _) = (
        shape_weights(np.array([alpha + e])) for e in (1e-6, -1e-6)
    )
    assert weight_slope.item() == pytest.approx((above - below).item() / 2e-6, abs=1e-3)
    if abs(abs(alpha) - 1) > 1e-5:
        bend = (slope_above - slope_below).item() / 2e-6
        assert curvature.item() == pytest.approx(bend, abs=1e-2)


@pytest.mark.parametrize("seed", range(4))
def test_the_expectation_and_the_likelihood_are_those_of_pyhf(seed: int) -> None:
    rng = np.random.default_rng(seed)
    templates = small_templates(rng)
    sources = some_systematics(templates, rng)
    observed = rng.poisson(templates.sum.sum(axis=0)).astype(np.float64)
    theirs, data = pyhf_model(build_workspace(templates, sources, observed=observed))
    ours = fit_model(templates, sources)
    at = Parameters(
        mu=rng.uniform(0, 3),
        alpha=rng.normal(0, 1.2, len(sources)),
        gamma=rng.uniform(0.9, 1.1, (2, ours.n_bins)),
    )
    values = np.array(theirs.config.suggested_init())
    values[theirs.config.poi_index] = at.mu
    for name, value in zip(ours.nuisances, at.alpha, strict=True):
        values[theirs.config.par_slice(name)] = value
    for name, value in zip(STATISTICS_NAMES, at.gamma, strict=True):
        values[theirs.config.par_slice(name)] = value
    found = expectation(ours, at)
    assert found.total == pytest.approx(theirs.expected_actualdata(values))
    for k in range(1 + at.alpha.size):
        step = 1e-6 * (np.arange(1 + at.alpha.size) == k)
        totals = [
            expectation(
                ours, replace(at, mu=at.mu + s * step[0], alpha=at.alpha + s * step[1:])
            ).total
            for s in (1, -1)
        ]
        assert found.slope[k] == pytest.approx((totals[0] - totals[1]) / 2e-6, abs=1e-4)
    best = profile_fit(ours, observed, mu=1.0, start=at)
    _, lowest = pyhf.infer.mle.fixed_poi_fit(1.0, data, theirs, return_fitted_val=True)
    _, lowest_without = pyhf.infer.mle.fixed_poi_fit(0.0, data, theirs, return_fitted_val=True)
    without = profile_fit(ours, observed, mu=0.0)
    assert without.deviance - best.deviance == pytest.approx(lowest_without - lowest, abs=1e-4)


@pytest.mark.parametrize("seed", range(6))
def test_the_significance_is_that_of_pyhf_from_its_own_start(seed: int) -> None:
    rng = np.random.default_rng(100 + seed)
    templates = small_templates(rng)
    sources = some_systematics(templates, rng)
    observed = rng.poisson(templates.sum.sum(axis=0)).astype(np.float64) if seed % 2 else None
    reference = reference_fit(build_workspace(templates, sources, observed=observed))
    model = fit_model(templates, sources)
    assert profile_significance(model, observed) == pytest.approx(reference.discovery_z, abs=1e-3)
    counts = asimov_data(model, mu=1.0) if observed is None else observed
    assert profile_fit(model, counts).at.mu == pytest.approx(reference.mu, abs=2e-3)


@pytest.mark.parametrize("seed", range(2))
def test_limits_have_a_cls_of_five_per_cent_in_pyhf(seed: int) -> None:
    rng = np.random.default_rng(200 + seed)
    templates = small_templates(rng, n_bins=3)
    sources = some_systematics(templates, rng)
    observed = rng.poisson(templates.background.sum).astype(np.float64)
    limit = upper_limit(fit_model(templates, sources), observed)
    theirs, data = pyhf_model(build_workspace(templates, sources, observed=observed))
    at_observed = pyhf.infer.hypotest(limit.observed, data, theirs, test_stat="qtilde")
    assert at_observed == pytest.approx(0.05, abs=5e-4)
    for k, one in enumerate(limit.expected):
        _, band = pyhf.infer.hypotest(
            one, data, theirs, test_stat="qtilde", return_expected_set=True
        )
        assert band[k] == pytest.approx(0.05, abs=5e-4)
    assert list(limit.expected) == sorted(limit.expected)


def test_one_bin_known_exactly_is_the_asimov_formula() -> None:
    model = fit_model(one_bin(10.0, 100.0), [])
    assert profile_significance(model) == pytest.approx(discovery_significance(10.0, 100.0))


@settings(max_examples=30, deadline=None)
@given(st.floats(0.02, 0.2), st.floats(20, 500), st.floats(0.01, 0.1))
def test_one_bin_with_a_small_error_is_the_formula_with_uncertainty(
    strength: float, background: float, relative: float
) -> None:
    signal = strength * background
    model = fit_model(one_bin(signal, background, relative * background), [])
    found = discovery_significance(signal, background, background_uncertainty=relative * background)
    assert profile_significance(model) == pytest.approx(found, rel=0.05)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.02, 0.3), st.floats(0.02, 0.3))
def test_z_falls_as_a_source_grows(seed: int, relative: float, more: float) -> None:
    templates = small_templates(np.random.default_rng(seed))
    known, unsure = (
        profile_significance(fit_model(templates, [normalisation("norm", ["ZZ"], r)]))
        for r in (relative, relative + more)
    )
    assert unsure <= known + 1e-6


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(1.1, 4))
def test_z_grows_with_the_signal(seed: int, more: float) -> None:
    rng = np.random.default_rng(seed)
    templates = small_templates(rng)
    contents = templates.sum * np.array([[1], [1], [more]])
    stronger = replace(
        templates,
        sum=contents,
        sum_squares=templates.sum_squares * np.array([[1], [1], [more**2]]),
    )
    sources = [normalisation("norm", ["ZZ"], 0.1)]
    assert profile_significance(fit_model(stronger, sources)) > profile_significance(
        fit_model(templates, sources)
    )


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000), st.floats(0.1, 50))
def test_statistics_only_z_grows_with_the_root_of_the_luminosity(seed: int, k: float) -> None:
    templates = small_templates(np.random.default_rng(seed))
    bare = replace(templates, sum_squares=0 * templates.sum)
    more = replace(bare, sum=k * bare.sum)
    assert profile_significance(fit_model(more, [])) == pytest.approx(
        np.sqrt(k) * profile_significance(fit_model(bare, [])), rel=1e-4
    )


def test_relabelling_processes_bins_and_sources_changes_nothing() -> None:
    rng = np.random.default_rng(5)
    templates = small_templates(rng)
    sources = some_systematics(templates, rng)
    z = profile_significance(fit_model(templates, sources))
    turned = replace(
        templates,
        names=templates.names[::-1],
        is_signal=templates.is_signal[::-1],
        sum=templates.sum[::-1],
        sum_squares=templates.sum_squares[::-1],
    )
    assert profile_significance(fit_model(turned, sources[::-1])) == pytest.approx(z, abs=1e-6)


def test_the_whole_fit_of_the_expectation() -> None:
    rng = np.random.default_rng(6)
    templates = small_templates(rng)
    sources = some_systematics(templates, rng)
    result = fit_signal_strength(templates, sources)
    assert result.is_asimov
    assert result.mu.value == pytest.approx(1.0)
    low, high = result.interval
    assert high - low == pytest.approx(2 * result.mu.uncertainty, rel=0.1)
    assert len(result.pulls) == len(sources) + 2 * 5
    for pull in result.pulls:
        assert pull.value.value == pytest.approx(0.0, abs=1e-6)
        assert 0.2 < pull.value.uncertainty <= 1 + 1e-9
    sizes = [max(abs(one.up), abs(one.down)) for one in result.impacts]
    assert sizes == sorted(sizes, reverse=True)
    assert {one.name for one in result.impacts} == {pull.name for pull in result.pulls}


def test_impacts_are_what_pyhf_finds_with_a_parameter_held() -> None:
    rng = np.random.default_rng(8)
    templates = small_templates(rng, n_bins=3)
    sources = some_systematics(templates, rng)
    observed = rng.poisson(templates.sum.sum(axis=0)).astype(np.float64)
    model = fit_model(templates, sources)
    best = profile_fit(model, observed)
    spread = uncertainties(model, best)
    impacts = fit_signal_strength(templates, sources, observed=observed).impacts
    theirs, data = pyhf_model(build_workspace(templates, sources, observed=observed))
    held = {
        "tune": (theirs.config.par_slice("tune").start, best.at.alpha[4] + spread.alpha[4]),
        "simulation of background, bin 3": (
            theirs.config.par_slice(STATISTICS_NAMES[0]).start + 2,
            best.at.gamma[0, 2] + spread.gamma[0, 2],
        ),
    }
    for name, (index, value) in held.items():
        values, fixed = theirs.config.suggested_init(), theirs.config.suggested_fixed()
        values[index], fixed[index] = value, True
        found = pyhf.infer.mle.fit(data, theirs, init_pars=values, fixed_params=fixed)
        shift = found[theirs.config.poi_index] - best.at.mu
        [impact] = [one for one in impacts if one.name == name]
        assert impact.up == pytest.approx(shift, abs=2e-3)
        assert abs(shift) > 5e-3


def test_an_excess_of_one_background_pulls_its_source() -> None:
    templates = replace(one_bin(1.0, 100.0), sum=np.array([[100.0, 100.0], [0.0, 10.0]]))
    templates = replace(templates, edges=np.array([0.0, 1.0, 2.0]), sum_squares=np.zeros((2, 2)))
    result = fit_signal_strength(
        templates, [normalisation("norm", ["background"], 0.2)], observed=np.array([120.0, 120.0])
    )
    [pull] = result.pulls
    assert pull.value.value == pytest.approx(1.0, abs=0.3)
    assert pull.value.uncertainty < 0.6
    assert abs(result.mu.value) < 1
    [impact] = result.impacts
    assert impact.up < 0 < impact.down


def test_a_deficit_has_no_significance_and_a_limit() -> None:
    result = fit_signal_strength(one_bin(10.0, 100.0), [], observed=np.array([80.0]))
    assert result.mu.value == pytest.approx(-2.0)
    assert result.discovery_z == 0.0
    assert 0 < result.limit.observed < result.limit.expected[2]


def test_a_source_that_goes_one_way_only_is_tried_on_both_sides() -> None:
    templates = replace(
        one_bin(1.0, 1.0),
        edges=np.array([0.0, 1.0, 2.0]),
        sum=np.array([[100.0, 100.0], [5.0, 20.0]]),
        sum_squares=np.zeros((2, 2)),
    )
    nominal = templates.sum[0]
    shape = {"background": (nominal * [1.0, 1.15], nominal * [0.98, 1.2])}
    model = fit_model(templates, [Systematic(name="one way", shape=shape)])
    assert model.one_sided.tolist() == [0]
    grid = [
        profile_fit(
            model,
            np.array([105.0, 120.0]),
            mu=0.0,
            start=Parameters(mu=0.0, alpha=np.array([a]), gamma=np.ones((2, 2))),
        ).deviance
        for a in np.linspace(-2, 2, 9)
    ]
    assert np.ptp(grid) < 1e-5


def test_the_uncertainty_is_where_the_likelihood_has_fallen() -> None:
    model = fit_model(one_bin(100.0, 10_000.0, 50.0), [])
    observed = np.array([10_100.0])
    best = profile_fit(model, observed)
    spread = uncertainties(model, best).mu
    assert spread == pytest.approx(np.hypot(np.sqrt(10_100), 50) / 100, rel=1e-3)
    low, high = profile_interval(model, observed, best, step=spread)
    assert (high - low) / 2 == pytest.approx(spread, rel=1e-2)


def test_an_empty_bin_still_has_a_fit() -> None:
    templates = small_templates(np.random.default_rng(0))
    observed = np.array([100.0, 70.0, 50.0, 20.0, 0.0])
    found = profile_fit(fit_model(templates, []), observed)
    assert found.at.mu < 0
    assert np.isfinite(found.deviance)


def test_a_workspace_is_json() -> None:
    rng = np.random.default_rng(1)
    templates = small_templates(rng)
    workspace = build_workspace(templates, some_systematics(templates, rng))
    assert json.loads(json.dumps(workspace)) == workspace
    kinds = {m["type"] for s in workspace["channels"][0]["samples"] for m in s["modifiers"]}
    assert kinds == {"normfactor", "normsys", "histosys", "staterror"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"sum": np.array([[0.0], [5.0]])}, r"no background in bins \[0\]"),
        ({"sum": np.array([[-1.0], [5.0]])}, r"no background in bins \[0\]"),
        ({"sum": np.array([[9.0], [0.0]])}, "no signal"),
        ({"sum": np.array([[9.0], [np.nan]])}, "not finite"),
        ({"sum_squares": np.array([[-9.0], [1.0]])}, "negative variance"),
        ({"sum": np.ones((2, 3))}, "templates of shape"),
    ],
)
def test_templates_that_cannot_be_fitted_are_refused(change: dict[str, Any], words: str) -> None:
    templates = replace(one_bin(10.0, 100.0), **change)
    with pytest.raises(FiveSigmaError, match=words):
        fit_signal_strength(templates, [])
    with pytest.raises(FiveSigmaError, match=words):
        build_workspace(templates, [])


ROW = np.array([100.0])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Systematic(name="x", norm={"other": (0.9, 1.1)}), "acts on .'other'."),
        (Systematic(name="x"), "acts on no process"),
        (Systematic(name="x", norm={"signal": (0.0, 1.1)}), "must be positive"),
        (Systematic(name="x", norm={"signal": (np.nan, 1.1)}), "must be positive"),
        (Systematic(name="x", shape={"signal": (ROW, np.ones(2))}), "1 finite bin contents"),
        (Systematic(name="x", shape={"signal": (ROW, ROW * np.nan)}), "1 finite bin contents"),
        (Systematic(name="y", norm={"signal": (0.9, 1.1)}), "have one name"),
    ],
)
def test_sources_that_cannot_be_are_refused(source: Systematic, words: str) -> None:
    with pytest.raises(FiveSigmaError, match=words):
        fit_signal_strength(one_bin(10.0, 100.0), [normalisation("y", ["background"], 0.1), source])


def test_negative_uncertainties_and_impossible_counts_are_refused() -> None:
    with pytest.raises(FiveSigmaError, match=r"must be 0 or more, got -0\.1"):
        normalisation("y", ["background"], -0.1)
    for observed in ([-1.0], [np.nan], [1.0, 2.0]):
        with pytest.raises(FiveSigmaError, match="1 counts of 0 or more"):
            fit_signal_strength(one_bin(10.0, 100.0), [], observed=np.array(observed))
    model = fit_model(one_bin(10.0, 100.0), [])
    with pytest.raises(FiveSigmaError, match=r"from 0\.5 to below 1"):
        upper_limit(model, np.array([100.0]), confidence=95)
    with pytest.raises(FiveSigmaError, match="Take a larger mu"):
        profile_fit(model, np.array([100.0]), mu=-11.0)


@pytest.mark.parametrize("scale", [0.1, 1000.0])
@pytest.mark.parametrize("seen", [0.7, 1.3])
def test_few_events_many_and_counts_far_off_still_have_a_limit(scale: float, seen: float) -> None:
    rng = np.random.default_rng(9)
    templates = small_templates(rng)
    shapes = some_systematics(templates, rng)[:3]
    more = replace(
        templates, sum=scale * templates.sum, sum_squares=scale**2 * templates.sum_squares
    )
    observed = rng.poisson(seen * more.background.sum).astype(np.float64)
    limit = upper_limit(fit_model(more, shapes), observed)
    assert 0 < limit.observed < 100
    assert list(limit.expected) == sorted(limit.expected)
    assert fit_signal_strength(more, shapes).discovery_z > 0


def test_next_to_no_signal_has_no_limit() -> None:
    model = fit_model(one_bin(1e-6, 100.0), [])
    with pytest.raises(FiveSigmaError, match="can be excluded"):
        upper_limit(model, np.array([100.0]))


def test_what_pyhf_refuses_is_our_error() -> None:
    workspace = build_workspace(one_bin(10.0, 100.0), [])
    with pytest.raises(FiveSigmaError, match="pyhf refuses"):
        reference_fit(workspace | {"channels": []})
