"""A worked example of the mini-project's report, for teachers: its sentences follow its numbers."""

from fivesigma.core.measured import Measured
from fivesigma.plots.sheet import origin_of
from fivesigma.teaching.project import ProjectReport

_EVIDENCE, _DISCOVERY = 3.0, 5.0


def worked_example(report: ProjectReport) -> str:
    """The six parts of a report in full sentences, with the numbers of `report`.

    >>> from fivesigma.teaching.blind import lock
    >>> from fivesigma.teaching.project import _example, assignment, project_report
    >>> from fivesigma.workflow import story
    >>> mine = assignment(story.load("simulated-dm"), 1)
    >>> text = worked_example(project_report(mine, _example(), lock({"model": "lda"})))
    >>> text.count("### Report"), "pseudo-data" in text
    (6, True)
    """
    parts = {
        "the question": _question(report),
        "events and selection": _events(report),
        "the model and how it was judged": _model(report),
        "uncertainties and control": _uncertainties(report),
        "the result": _result(report),
        "what it means, and what next": _meaning(report),
    }
    told = (f"### Report {n}: {name}\n\n{text}" for n, (name, text) in enumerate(parts.items(), 1))
    return "\n\n".join(told)


def _question(report: ProjectReport) -> str:
    return (
        f"I look for dark matter that is made with a Z boson, through a mediator of "
        f"{report.mine.mass} GeV. Dark matter leaves no track. So the sign of it is a pair of "
        "leptons from the Z, and momentum missing on the other side. Astronomers see the gravity "
        "of dark matter; a collider could make it."
    )


def _events(report: ProjectReport) -> str:
    origin = str(origin_of(report.mine.dataset)).replace("\n", ", ")
    rows = "\n".join(f"| {name} | {amount} |" for name, amount in report.yields.items())
    return (
        f"{origin}. The pairs have opposite signs. The table has the expected events; a row of "
        "the files stands for as many collisions as its weight says, and the ± is √Σw².\n\n"
        f"| process | expected events |\n|---|---|\n{rows}\n\n"
        "The signal alone, if I only count, would be seen with "
        f"{_rounded(report.z_nothing_done)}σ (background known to 10 %)."
    )


def _model(report: ProjectReport) -> str:
    what = f'"{report.model}" with {len(report.features)} features and seed {report.seed}'
    return (
        f"My model is {what}. It was trained in folds, and each event was judged by a model that "
        "had not seen it. I tried no other model, so nothing here is the best of many. My figure "
        "compares the scores of seen and unseen events; only the unseen are quoted. With a "
        f"threshold that other events chose I expect {_rounded(report.z_expected)}σ, and "
        f"{_rounded(report.z_nothing_done)}σ without the model."
    )


def _uncertainties(report: ProjectReport) -> str:
    signal, *backgrounds = report.yields.values()
    expected = sum(amount.value for amount in backgrounds)
    return (
        "ZZ and WZ are assumed to be known to 10 %, Z + jets to 50 %, the non-resonant background "
        "to 15 %, each on its own; the finite simulation is in, too. These are round numbers of "
        "the lesson, not of ATLAS. The control bins, where there are any, were open before I "
        f"locked; they are in my figure. In all bins together {sum(report.counts):.0f} were "
        f"counted; {expected:.0f} are expected without signal, {expected + signal.value:.0f} with "
        "the predicted one."
    )


def _result(report: ProjectReport) -> str:
    low, high = report.interval
    return (
        f"*Locked as* `{report.lock.sha256[:12]}` *before unblinding.*\n\n"
        f"The fit of the pseudo-data gives μ = {_rounded(report.mu)}, 68 % interval {low:.3g} to "
        f"{high:.3g}, with Z = {report.z_observed:.2f}σ (p = {report.p_value:.2g}). The 95 % limit "
        f"is μ < {report.limit.observed:.3g}; {report.limit.expected[2]:.3g} was to be expected "
        f"without signal, {report.limit.expected[1]:.3g} to {report.limit.expected[3]:.3g} within "
        f"one standard deviation. {conclusion(report)}"
    )


def conclusion(report: ProjectReport) -> str:
    """One sentence, no stronger than the numbers.

    >>> from fivesigma.teaching.blind import lock
    >>> from fivesigma.teaching.project import _example, assignment, project_report
    >>> from fivesigma.workflow import story
    >>> mine = assignment(story.load("simulated-dm"), 1)
    >>> "μ = 1" in conclusion(project_report(mine, _example(), lock({"model": "lda"})))
    True
    """
    excluded = "excluded at 95 %" if report.limit.observed < 1 else "not excluded"
    if report.z_observed >= _DISCOVERY:
        return f"That would be called a discovery; a signal as predicted, μ = 1, is {excluded}."
    if report.z_observed >= _EVIDENCE:
        return f"This is evidence for a signal, not a discovery; μ = 1 is {excluded}."
    return f"No evidence for a signal is seen; a signal as predicted, μ = 1, is {excluded}."


def _meaning(report: ProjectReport) -> str:
    could = "could" if report.limit.expected[2] < 1 else "could not"
    return (
        f"For this mass the search {could} exclude the predicted signal, before anybody looked. "
        "Ten times more collisions make the relative error of the counts about three times "
        "smaller; the uncertainty of the backgrounds stays, and would be the wall. I would measure "
        "the largest background, ZZ, beside the search. The world was drawn from the simulation: "
        "this says nothing about dark matter in nature."
    )


def _rounded(number: Measured) -> str:
    return number.rounded(2)
