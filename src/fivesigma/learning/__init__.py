"""Steps 6 to 8: split, train, evaluate. Arrays come in (X, y, sample_weight), scores go out.

Nothing here knows what a lepton is: a data scientist can read this room alone. In reading order:

- split.py         6 which events a model learns from and which judge it: stored folds, seeded folds
- weights.py       7 event weights as a training takes them, each scheme with its reason
- models.py          the menu: every model by name, and when to take it
- train.py           a model a part of the split, each event scored by models that had not seen it
- history.py         how the loss fell on the way
- network.py         a neural network from scratch: forward, backward, one optimiser step
- random.py          the random numbers, the same in Python and in the browser
- classifier.py      that network as a scikit-learn estimator; frameworks.py: by Keras and PyTorch
- scaling.py         inputs at mean 0 and deviation 1, with weights
- lda.py  svm.py     what scikit-learn has not: a discriminant with weights, a quick kernel machine
- prepared.py        scaling or imputing before a model; binary.py: what these estimators share
- scan.py            hundreds of small networks at once; scan_kernels.py: its compiled part
- exchange.py        a trained network as a file for the web page and back; stored.py, document.py
- onnx_export.py     the same network as ONNX, for any other program
- evaluate.py      8 all one can say about a score, on unseen events at full luminosity; it calls
- roc.py             ROC curve, area and threshold scan, valid for signed weights
- bootstrap.py       the uncertainty of an area without a formula
- confusion.py       right and wrong decisions at a threshold
- calibration.py     does a score of 0.8 mean 80 %?
- overtraining.py    scores of seen and unseen events compared
- explain.py         which features a model looks at; correlation.py: which say the same
- curve.py           would more events help? surface.py: what models say in a plane
"""
