"""Models that scikit-learn has not, or not with weights: each is a scikit-learn estimator.

- binary.py       what these estimators share: two classes, weights that can be used
- classifier.py   the project's own network; frameworks.py: the same by PyTorch and Keras
- lda.py          Fisher's discriminant with weights; svm.py: a quick kernel machine
- prepared.py     a preparation before a model, both told the weights; scaling.py: the usual one
"""
