"""Step 9: infer. Weighted yields and scores come in, significances, fits and limits go out.

In reading order, counting first:

- yields.py         weighted sums with their Monte-Carlo uncertainty, histograms, the cut flow
- significance.py   how surely a signal of that size would be seen: the Asimov formula
- judged.py         events that judge a score, scaled so that they stand for the whole sample
- groups.py         parts of the events that choose for each other
- threshold.py      where to cut on a score; the choice is judged on other events
- single_cut.py     the best cut on one variable, which a model has to beat
- counting.py       all of that for one score: the counting result
- control_region.py a background measured beside the search

Then likelihood/, the fit of a histogram: signal strength, interval, limit, pseudo-experiments.
"""
