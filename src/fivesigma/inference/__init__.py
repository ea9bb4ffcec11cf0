"""Step 9: infer. Weighted yields come in, a significance with its uncertainty goes out.

In reading order:

- yields.py        weighted sums with their Monte-Carlo uncertainty, histograms, the cut flow
- significance.py  how surely a signal of that size would be seen: the Asimov formula
"""
