"""Step 9: infer. Weighted yields and scores come in, significances, fits and limits go out.

In reading order, counting first:

- yields.py         weighted sums with their Monte-Carlo uncertainty, histograms, the cut flow
- significance.py   how surely a signal of that size would be seen: the Asimov formula
- judged.py         events that judge a score, scaled so that they stand for the whole sample
- groups.py         parts of the events that choose for each other
- threshold.py      where to cut on a score; the choice is judged on other events
- single_cut.py     the best cut on one variable, which a model has to beat
- counting.py       all of that for one score: the counting result

Then the fit of a histogram:

- binning.py        bins that hold enough simulated background
- templates.py      what each process contributes to each bin
- systematics.py    what is not known about it: normalisations and shapes, up and down
- workspace.py      the model of both as pyhf reads it; reference.py: pyhf's own answer
- interpolation.py  between "down" and "up", as in pyhf; model.py: the expectation as arrays
- profile.py        the fit that follows a slider; descent.py: how it finds the minimum
- fit.py            the signal strength, its pulls and impacts; interval.py, limit.py (CLs)
- pseudo.py         pseudo-experiments: how often the stated uncertainties are right
"""
