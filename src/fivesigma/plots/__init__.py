"""Pictures: a record comes in, a Matplotlib figure goes out; nothing is computed, nothing saved.

In reading order:

- menu.py          PLOTS and `plot(kind, record)`: every figure by name
- palette.py       the inks, the same as in the app; sheet.py: one style, the origin, the legend
- wording.py       symbols and units of axes, from FEATURES and the catalogue
- stack.py         events: stacked histogram; variables.py: correlations, importance
- training.py      loss, learning curve, many designs; surface.py: the plane of two features
- roc.py           judging; scores.py: seen and unseen; judged.py: calibration, confusion
- significance.py  inferring: scan of thresholds; fit.py: pulls, impacts; limit.py: upper limits
- held.py          from what a step returned to the record that is drawn; order.py: its options
- agreement.py     one process in two simulations, feature by feature
- examples.py      small made-up records for the documentation and the tests
"""
