"""The story, one call a step. Only this room knows all the others.

In reading order:

- datasets.py  1-3 a dataset of the catalogue as one table of events, kept in the cache
"""
