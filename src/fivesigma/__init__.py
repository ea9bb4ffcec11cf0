"""Hunt a rare signal in LHC collisions, and learn machine learning on the way.

The story has nine steps; each is a room or a file of this package:

1. catalogue  `fivesigma.data.catalogue`: what data exist, where, under which licence
2. fetch      `fivesigma.data.fetch`: download once, verify, keep
3. read       `fivesigma.data.read`: CSV to columns in house units (GeV, rad)
4. select     `fivesigma.physics.selection`: which collisions to look at
5. features   `fivesigma.physics.features`: what is computed from a collision
6. split      `fivesigma.learning.split`: a stored fold, an event never changes side
7. train      `fivesigma.learning.network`: a neural network one can read
8. evaluate   `fivesigma.learning.evaluate`: weighted ROC and AUC with uncertainties
9. infer      `fivesigma.inference.significance`: how many sigma, and how sure

`fivesigma` on the command line opens all of it in a browser.
"""

__version__ = "0.1.0"
