"""Steps 6 to 8: split, train, evaluate. Arrays come in (X, y, sample_weight), scores go out.

Nothing here knows what a lepton is: a data scientist can read this room alone. In reading order:

- split.py       6 which events a model learns from and which judge it: stored folds, seeded folds
- weights.py     7 event weights as a training takes them, each scheme with its reason
- models.py        the menu: every model by name, and when to take it; estimators/: our own ones
- train.py         a model a part of the split, each event scored by models that had not seen it
- history.py       how the loss fell on the way
- network.py       a neural network from scratch: forward and backward
- regularisation.py what holds it back: penalties on weights, dropout, an early stop
- optimisers.py    what an optimiser does with the slopes, and one pass over the events
- random.py        the random numbers, the same in Python and in the browser
- scan.py          hundreds of small networks at once; scan_kernels.py: its compiled part
- exchange/        a trained network as a file for the web page and back, and as ONNX
- evaluate.py    8 all one can say about a score, on unseen events at full luminosity, by judging/
- cells.py         the likelihood ratio, counted in a grid of cells; impurity.py: the best question
- explain.py       which features a model looks at; correlation.py: which say the same
- curve.py         would more events help? surface.py: what models say in a plane
"""
