"""Steps 6 to 8: split, train, evaluate. Arrays come in (X, y, sample_weight), scores go out.

Nothing here knows what a lepton is: a data scientist can read this room alone. In reading order:

- split.py     6 the fold of an event follows from the event: it never changes side
- random.py      the random numbers, the same in Python and in the browser
- network.py   7 a neural network from scratch: forward, backward, one optimiser step
- evaluate.py  8 ROC curve, threshold scan and over-training check, valid for signed weights
"""
