"""Checks of lesson 1, Meet the collisions."""

import numpy as np

from fivesigma.teaching import lesson
from fivesigma.teaching.checks.compare import Mistake, array, choice, function, number
from fivesigma.teaching.checks.verdict import Verdict

_EDGES_GEV = np.linspace(61, 121, 31)
_EXPECTED, _SEED, _N_YEARS = 25, 1, 1000


def n_zz(given: object) -> Verdict:
    events = lesson.load_events(quiet=True)
    is_zz = events.process == events.processes.index("ZZ")
    return number(
        given,
        int(is_zz.sum()),
        name="n_zz",
        mistakes=[
            Mistake(events.n_events, "These are all rows. Which of them belong to ZZ?"),
            Mistake(
                float(events.weight[is_zz].sum()),
                "You added weights: that is how many real collisions are expected, and the subject "
                "of the next lesson. Here, count rows.",
            ),
            Mistake(events.processes.index("ZZ"), "This is the place of ZZ in the list."),
        ],
    )


def largest_met_tev(given: object) -> Verdict:
    met = lesson.load_events(quiet=True).features["met"]
    return number(
        given,
        float(met.max()) / 1000,
        name="largest_met_tev",
        unit="TeV",
        mistakes=[
            Mistake(float(met.max()), "That is in GeV. How many TeV is it?"),
            Mistake(
                float(met.max()) * 1000, "A TeV is more than a GeV, so there are fewer of them."
            ),
            Mistake(float(met.min()) / 1000, "That is the smallest one."),
            Mistake(float(met.mean()) / 1000, "That is the mean, not the largest one."),
        ],
    )


def counts(given: object) -> Verdict:
    events = lesson.load_events(quiet=True)
    mll = events.features["mll"]
    of_zz = mll[events.process == events.processes.index("ZZ")]
    found = np.histogram(of_zz, _EDGES_GEV)[0]
    return array(
        given,
        found,
        name="counts",
        mistakes=[
            Mistake(np.histogram(mll, _EDGES_GEV)[0], "These are all processes. Take ZZ alone."),
            Mistake(
                found / found.sum(), "These are shares; do not divide by the number of events."
            ),
            Mistake(_EDGES_GEV, "These are the edges. np.histogram returns the counts first."),
        ],
    )


def peak_gev(given: object) -> Verdict:
    events = lesson.load_events(quiet=True)
    of_zz = events.features["mll"][events.process == events.processes.index("ZZ")]
    found = np.histogram(of_zz, _EDGES_GEV)[0]
    highest = int(np.argmax(found))
    low, high = _EDGES_GEV[highest : highest + 2]
    return number(
        given,
        float(low + high) / 2,
        name="peak_gev",
        unit="GeV",
        mistakes=[
            Mistake(float(low), "That is the left edge of the bin. Where is its middle?"),
            Mistake(float(high), "That is the right edge of the bin. Where is its middle?"),
            Mistake(highest, "That is the number of the bin. Where does it lie on the axis?"),
            Mistake(int(found.max()), "That is how many events are in the bin. Where is the bin?"),
            Mistake(91.19, "That is the textbook's mass. What does your histogram say?"),
        ],
    )


def spread(given: object) -> Verdict:
    years = np.random.default_rng(_SEED).poisson(_EXPECTED, _N_YEARS)
    return number(
        given,
        float(years.std()),
        name="spread",
        unit="events",
        mistakes=[
            Mistake(float(years.var()), "That is the variance, the square of it."),
            Mistake(float(years.mean()), "That is the mean. How far from it are the years?"),
            Mistake(np.sqrt(_EXPECTED), "That is the rule. What do the thousand years give?"),
            Mistake(float(years.std(ddof=1)), "Close: leave ddof as it is."),
        ],
    )


def relative_uncertainty(given: object) -> Verdict:
    return function(
        given,
        lambda n: 1 / np.sqrt(n),
        [(4.0,), (100.0,), (2500.0,)],
        name="relative_uncertainty",
        mistakes=[
            Mistake(np.sqrt, "That is the uncertainty in events. Compare it with the count."),
            Mistake(lambda n: 1 / n, "Is the uncertainty of a count 1, or √n?"),
        ],
    )


def n_years(given: object) -> Verdict:
    return number(
        given,
        100.0,
        name="n_years",
        unit="years",
        mistakes=[
            Mistake(10_000, "So many events are needed. How many years is that?"),
            Mistake(1, "One year brings an uncertainty of 0.1. You want a tenth of it."),
            Mistake(10, "Ten times the events make it only about three times smaller."),
        ],
    )


def reading(given: object) -> Verdict:
    return choice(
        given,
        "b",
        {
            "a": "Each histogram was divided by its own number of events, so heights do not tell "
            "how much is made. Read the label of the upright axis.",
            "b": "Shapes can be compared, amounts cannot.",
            "c": "Look at the points between 200 and 300 GeV: do the bars touch there?",
        },
        name="reading",
    )
