"""Checks of lesson 10, from simulation to data: control regions, uncertainties, a locked choice."""

import functools
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import norm

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.measured import Measured
from fivesigma.data.table import EventTable
from fivesigma.inference.control_region import (
    four_regions,
    transfer_factor,
    transferred_background,
)
from fivesigma.inference.likelihood.templates import Templates
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import BoolArray, FloatArray, Yield, yield_of
from fivesigma.simulation.variations import detector_variations
from fivesigma.teaching import lesson
from fivesigma.teaching.blind import Lock, blind_search, cell_templates
from fivesigma.teaching.checks.compare import Mistake, array, function, number
from fivesigma.teaching.checks.reading import is_unanswered
from fivesigma.teaching.checks.verdict import Verdict, not_answered, right, wrong
from fivesigma.workflow import story
from fivesigma.workflow.shifts import detector_shifts, total_shift
from fivesigma.workflow.truth_record import embedded_truth

SIGNAL, EXPERIMENT = "DM_200", 10
MET_EDGES: Final = (80.0, 90.0, 100.0, 120.0, 150.0)  # GeV, lower edges; the last cell is open
THRESHOLDS: Final = (100, 120, 150)
N_CELLS, FIRST_BLINDED = 10, 7
ASSUMED: Final = {"ZZ": 0.10, "WZ": 0.10, "Z+jets": 0.50}
SEARCH_CUTS: Final = ("sum_lep_charge == 0", "76 < mll < 106", "met >= 150")
_WIDEST_UNCERTAINTY = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What the lesson computes from the events, before anybody looks.

    `others`, `factor`: of the sideband; `non_resonant`: what they give in the search region;
    `sources`: uncertainties of the background there, in events.
    """

    table: EventTable
    templates: Templates
    observed: FloatArray
    others: Measured
    factor: Measured
    non_resonant: Measured
    background: float
    sources: dict[str, float]


def world() -> World:
    """The lesson's world, of the events that the lesson has."""
    return _world(lesson.load_events(quiet=True).dataset)


@functools.lru_cache(maxsize=2)
def _world(dataset: str) -> World:
    table = story.select(lesson.load_events(quiet=True), signal=SIGNAL)
    window, met = _in_window(table), table.features["met"]
    cell = np.digitize(met, MET_EDGES) - 1 + np.where(window, len(MET_EDGES), 0)
    templates = cell_templates(table, cell, N_CELLS)
    search = blind_search(
        templates,
        blinded=np.arange(N_CELLS) >= FIRST_BLINDED,
        dataset=dataset,
        signal=SIGNAL,
        experiment=EXPERIMENT,
    )
    observed = search.counts()
    beside = {name: _process(table, name, ~window) for name in ASSUMED}
    target = {name: _process(table, name, window & (met >= THRESHOLDS[-1])) for name in ASSUMED}
    squares = sum((ASSUMED[name] * y.sum) ** 2 + y.sum_squares for name, y in beside.items())
    others = Measured(value=sum(y.sum for y in beside.values()), uncertainty=float(squares**0.5))
    factor = transfer_factor(
        _process(table, "Non-resonant_ll", window & (met >= THRESHOLDS[-1])),
        _process(table, "Non-resonant_ll", ~window),
    )
    measured = transferred_background(float(observed[:5].sum()), others, factor)
    background = sum(y.sum for y in target.values()) + measured.value
    sources = {f"yield of {name}": ASSUMED[name] * y.sum for name, y in target.items()}
    sources["non-resonant, from the sideband"] = measured.uncertainty
    sources["finite simulation"] = sum(y.sum_squares for y in target.values()) ** 0.5
    shifts = detector_shifts(embedded_truth(), detector_variations(), cuts=SEARCH_CUTS)
    sources["detector"] = total_shift(shifts).value * background
    return World(
        table=table,
        templates=templates,
        observed=observed,
        others=others,
        factor=factor,
        non_resonant=measured,
        background=background,
        sources=sources,
    )


def _in_window(table: EventTable) -> BoolArray:
    mll = table.features["mll"]
    return (mll > 76) & (mll < 106)


def _process(table: EventTable, name: str, keep: BoolArray) -> Yield:
    return yield_of(table.weight[keep & (table.process == table.processes.index(name))])


def pulls(given: object) -> Verdict:
    """Exercise 1: how far the open cells are off, in units of their uncertainty."""
    found = world()
    n = found.observed[:FIRST_BLINDED]
    b = found.templates.background.sum[:FIRST_BLINDED]
    variance = found.templates.background.sum_squares[:FIRST_BLINDED]
    return array(
        given,
        (n - b) / np.sqrt(b + variance),
        name="pulls",
        mistakes=[
            Mistake(
                (n - b) / np.sqrt(b),
                "The count's own scatter is in, the simulation's uncertainty is not: "
                "add its variance under the root.",
            ),
            Mistake(
                (n - b) / np.sqrt(variance),
                "The simulation's uncertainty is in, the count's own scatter is not: "
                "a Poisson count with mean b has variance b.",
            ),
            Mistake(
                (n - b) / np.sqrt(b + variance**2),
                "variance is a square already: the sum of w squared. Squared again it is too much.",
            ),
            Mistake(
                (n - b) / (np.sqrt(b) + np.sqrt(variance)),
                "The two uncertainties know nothing of each other: they add in quadrature, "
                "as variances under one root.",
            ),
            Mistake((n - b) / (b + variance), "The root is missing below the line."),
            Mistake(n / b, "This is the ratio. The pull is the difference over its uncertainty."),
            Mistake(
                (n - b) ** 2 / (b + variance),
                "These are the squared pulls: their sum is χ². "
                "A pull keeps its sign: above 0 where more was counted.",
            ),
        ],
    )


def n_same_sign(given: object) -> Verdict:
    """Exercise 2: how many same-sign collisions of the background are expected."""
    events = lesson.load_events(quiet=True)
    background = events.label == 0
    same = background & (events.features["sum_lep_charge"] != 0)
    weight = events.weight
    return number(
        given,
        float(weight[same].sum()),
        name="n_same_sign",
        unit="events",
        mistakes=[
            Mistake(
                int(np.count_nonzero(same)),
                "This counts rows. How many real collisions does a row stand for?",
            ),
            Mistake(
                float(np.abs(weight[same]).sum()),
                "Negative weights were made positive. They belong to the sum with their sign.",
            ),
            Mistake(
                float(weight[same & (weight > 0)].sum()),
                "Events with a negative weight were dropped. They are there to correct the others.",
            ),
            Mistake(
                float(weight[background & ~same].sum()),
                "These are the opposite-sign pairs: their charges add up to 0.",
            ),
            Mistake(
                float(weight[events.features["sum_lep_charge"] != 0].sum()),
                "All mediators are in the sum, too. Take the background alone: is_background.",
            ),
        ],
    )


def non_resonant(given: object) -> Verdict:
    """Exercise 3: the non-resonant background from the sideband, and its uncertainty."""
    found = world()
    n, others, factor = float(found.observed[:5].sum()), found.others, found.factor
    right_one = found.non_resonant
    value, spread = right_one.value, right_one.uncertainty
    difference = n - others.value
    error = float(np.hypot(np.sqrt(n), others.uncertainty))

    def with_error(size: float) -> list[float]:
        return [value, size]

    count_alone = transferred_background(
        n,
        Measured(value=others.value, uncertainty=0.0),
        Measured(value=factor.value, uncertainty=0.0),
    ).uncertainty
    return array(
        given,
        [value, spread],
        name="non_resonant",
        unit="events",
        mistakes=[
            Mistake(
                [factor.value * n, factor.value * n * (spread / value)],
                "The other processes in the sideband were counted as non-resonant: subtract them.",
            ),
            Mistake(
                [difference / factor.value, spread / factor.value**2],
                "T is target over control region: to get from the count to the target, multiply.",
            ),
            Mistake(
                with_error(factor.value * error),
                "The estimate is right. The error of T is missing in its uncertainty.",
            ),
            Mistake(
                with_error(factor.uncertainty * difference),
                "The estimate is right. Its uncertainty holds that of T alone; a count scatters.",
            ),
            Mistake(
                with_error(count_alone),
                "The estimate is right. Its uncertainty holds the count's alone; "
                "the others and T are known only so well.",
            ),
            Mistake(
                with_error(float(np.hypot(factor.uncertainty * difference, count_alone))),
                "The estimate is right. The error of the other processes is missing.",
            ),
            Mistake(
                with_error(factor.value * error + factor.uncertainty * difference),
                "The estimate is right. Independent errors add in quadrature, not one by one.",
            ),
            Mistake(
                with_error(spread / value),
                "The estimate is right. The second number is its relative uncertainty: "
                "multiply by the estimate.",
            ),
            Mistake([spread, value], "Estimate first, then its uncertainty."),
        ],
    )


def predicted_a(given: object) -> Verdict:
    """Exercise 4: the search region by ABCD, in the simulation."""
    table = world().table
    window, high = _in_window(table), table.features["met"] >= THRESHOLDS[-1]
    a, b, c, d = (
        _process(table, "Non-resonant_ll", keep)
        for keep in (window & high, ~window & high, window & ~high, ~window & ~high)
    )
    everything = [
        float(table.weight[keep & (table.label == 0)].sum())
        for keep in (~window & high, window & ~high, ~window & ~high)
    ]
    return number(
        given,
        four_regions(b, d, c).value,
        name="predicted_a",
        unit="events",
        mistakes=[
            Mistake(a.sum, "This is what is simulated in A: ABCD has to find it without looking."),
            Mistake(c.sum * d.sum / b.sum, "Turned round: A = B · C / D, with D below the line."),
            Mistake(b.sum * d.sum / c.sum, "Turned round: A = B · C / D, with D below the line."),
            Mistake(
                b.count * c.count / d.count,
                "These are rows. Add up their weights.",
            ),
            Mistake(
                everything[0] * everything[1] / everything[2],
                "All backgrounds are in the sums. ABCD is tried for the non-resonant one: "
                "`weight` has it alone.",
            ),
        ],
    )


def relative_uncertainty(given: object) -> Verdict:
    """Exercise 5: the relative uncertainty of the background in the search region."""
    found = world()
    sizes = np.array(list(found.sources.values()))
    together = float(np.sqrt((sizes**2).sum()))
    return number(
        given,
        together / found.background,
        name="relative_uncertainty",
        mistakes=[
            Mistake(together, "This is in events. How large is it relative to the background?"),
            Mistake(
                float(sizes.sum() / found.background),
                "Added one to the other. Causes that know nothing of each other rarely "
                "all go the same way: add in quadrature.",
            ),
            Mistake(
                float((sizes**2).sum() / found.background),
                "The squares are added up; the root is missing.",
            ),
            Mistake(
                float(sizes.max() / found.background),
                "This is the largest source alone. The others add to it, in quadrature.",
            ),
        ],
    )


def my_lock(given: object) -> Verdict:
    """Exercise 6: a choice that can be defended, written down and locked."""
    name = "my_lock"
    if is_unanswered(given):
        return not_answered(name)
    if not isinstance(given, Lock):
        return wrong(f"{name} is not locked: write lock({{...}}) around the dictionary.")
    try:
        choice = given.choice
    except FiveSigmaError as error:
        return wrong(f"{name}: {error}")
    missing = {"threshold", "background_uncertainty"} - set(choice)
    if missing:
        return wrong(f"{name} does not say its {' and its '.join(sorted(missing))}.")
    return _judged_choice(choice["threshold"], choice["background_uncertainty"], given)


def _judged_choice(threshold: object, uncertainty: object, locked: Lock) -> Verdict:
    if isinstance(threshold, bool) or threshold not in THRESHOLDS:
        allowed = ", ".join(map(str, THRESHOLDS))
        return wrong(f"The threshold should be one of {allowed} (GeV): cells open as a whole.")
    if isinstance(uncertainty, bool) or not isinstance(uncertainty, int | float):
        return wrong("background_uncertainty should be a number, such as 0.2 for 20 %.")
    if 1 <= uncertainty <= 100:
        return wrong("background_uncertainty looks like per cent. Write it as a fraction of one.")
    if uncertainty <= 0:
        return wrong("Nobody knows a background exactly. What did exercise 5 say?")
    needed = np.sqrt(sum(size**2 for size in world().sources.values())) / world().background
    if not 0.5 * needed <= uncertainty <= _WIDEST_UNCERTAINTY:
        size = "smaller" if uncertainty < needed else "larger"
        return wrong(
            f"This uncertainty is much {size} than what exercise 5 gives: who believes it?"
        )
    table = world().table
    keep = _in_window(table) & (table.features["met"] >= threshold)
    signal, background = (yield_of(table.weight[keep & (table.label == k)]) for k in (1, 0))
    z = region_significance(signal, background, relative_uncertainty=float(uncertainty))
    return right(
        "my_lock",
        f"locked as {locked.sha256[:12]}. Expected significance of your choice: {z}σ, "
        "and nobody has looked.",
    )


def p_value(given: object) -> Verdict:
    """Exercise 7: the chance of an upward fluctuation."""
    return function(
        given,
        lambda z: float(norm.sf(z)),
        [(0.0,), (1.0,), (3.0,), (5.0,)],
        name="p_value",
        mistakes=[
            Mistake(
                lambda z: float(norm.cdf(z)),
                "This is the area below z: it grows with z. A surprise is rare.",
            ),
            Mistake(
                lambda z: float(2 * norm.sf(z)),
                "Both sides are counted. Only an excess looks like a signal.",
            ),
            Mistake(
                lambda z: float(norm.pdf(z)),
                "This is the height of the curve at z. The p-value is the area above z.",
            ),
            Mistake(
                lambda z: float(norm.cdf(z) - norm.cdf(-z)),
                "This is the chance to stay within ± z. The p-value is the chance to be above z.",
            ),
        ],
    )


def p_global(given: object) -> Verdict:
    """Exercise 8: the chance that at least one of many looks is as extreme."""
    return function(
        given,
        lambda p, n: 1 - (1 - p) ** n,
        [(0.5, 1), (0.0228, 20), (0.00135, 100), (0.2, 3)],
        name="p_global",
        mistakes=[
            Mistake(
                lambda p, n: p * n,
                "Near for small p, but 20 looks with p = 0.1 would give a chance of 2. "
                "Think of the chance that none of them does.",
            ),
            Mistake(
                lambda p, n: (1 - p) ** n,
                "This is the chance that none of them does. At least one is the rest.",
            ),
            Mistake(lambda p, n: p**n, "This is the chance that all of them do, at once."),
            Mistake(
                lambda p, n: p,  # noqa: ARG005 - what a look alone gives
                "This is the chance of one look. Where do the others come in?",
            ),
        ],
    )
