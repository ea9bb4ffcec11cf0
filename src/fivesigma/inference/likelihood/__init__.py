"""The fit of a histogram: a likelihood of all its bins, with every source of uncertainty.

Scores come in; a signal strength with its interval, a significance and a limit go out:

- binning.py        bins that hold enough simulated background
- templates.py      what each process contributes to each bin
- systematics.py    what is not known about it: normalisations and shapes, up and down
- workspace.py      the model of both as pyhf reads it; reference.py: pyhf's own answer
- interpolation.py  between "down" and "up", as in pyhf; model.py: the expectation as arrays
- profile.py        the fit that follows a slider; descent.py: how it finds the minimum
- fit.py            the signal strength, its pulls and impacts; interval.py, limit.py (CLs)
- pseudo.py         pseudo-experiments: how often the stated uncertainties are right
- poisson.py        counts as the page draws them; pseudo_data.py: a hidden world to be found out
"""
