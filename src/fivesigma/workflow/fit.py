"""Step 9 with the whole histogram of the score in place of one threshold."""

import numpy as np

from fivesigma.inference.judged import judged_weights
from fivesigma.inference.likelihood.binning import score_edges
from fivesigma.inference.likelihood.fit import FitResult, fit_signal_strength
from fivesigma.inference.likelihood.systematics import background_normalisations
from fivesigma.inference.likelihood.templates import Templates, score_templates
from fivesigma.workflow.records import TrainedEvents

N_BINS_MAX = 10


def score_histogram(trained: TrainedEvents) -> Templates:
    """The score of each process at full luminosity, in bins that hold enough background.

    FiveSigmaError where not even one bin does.

    >>> from fivesigma.workflow import story
    >>> table = story.features(story.select(story.load("simulated-dm")))
    >>> trained = story.train(story.split(table, "hash"), model="lda")
    >>> score_histogram(trained).names
    ('DM_200', 'ZZ', 'WZ', 'Z+jets', 'Non-resonant_ll')
    """
    table, score = trained.events, trained.training.score
    judged = ~np.isnan(score)
    codes = range(len(table.processes))
    return score_templates(
        np.where(judged, score, 0.0),
        judged_weights(table.label, table.weight, judged),
        table.process,
        edges=score_edges(score, table.label, table.weight, n_bins_max=N_BINS_MAX),
        names=table.processes,
        is_signal=[bool(table.label[table.process == code].any()) for code in codes],
    )


def fit_scores(trained: TrainedEvents, *, background_uncertainty: float) -> FitResult:
    """Fit the signal strength to the histogram of the score, as if it came out as expected.

    `background_uncertainty`: how well each background process is known, on its own, 0.1 for 10 %.
    FiveSigmaError on what `fivesigma.inference.likelihood.fit.fit_signal_strength` refuses.

    >>> from fivesigma.workflow import story
    >>> table = story.features(story.select(story.load("simulated-dm")))
    >>> trained = story.train(story.split(table, "hash"), model="lda")
    >>> print(f"{fit_scores(trained, background_uncertainty=0.1).mu.value:.2f}")
    1.00
    """
    templates = score_histogram(trained)
    sources = background_normalisations(templates, background_uncertainty)
    return fit_signal_strength(templates, sources)
