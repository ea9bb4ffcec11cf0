"""What can be asked of a score, one question a file; `learning.evaluate` asks them all.

- roc.py            ROC curve, area and threshold scan, valid for signed weights
- paired.py         two scores of the same events compared
- bootstrap.py      the uncertainty of an area without a formula
- confusion.py      right and wrong decisions at a threshold
- calibration.py    does a score of 0.8 mean 80 %?
- overtraining.py   scores of seen and unseen events compared
"""
