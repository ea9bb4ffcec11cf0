"""The story, one call a step. Only this room knows all the others.

In reading order:

- datasets.py  1-3 a dataset of the catalogue as one table of events, kept in the cache
- story.py     1-9 one function a step: each takes what the one before it returned
- records.py       what a step hands to the next
- events.py    4-5 on a table: which events are kept, what a model may see
- schemes.py     6 the ways to split
- fit.py         9 the whole histogram of the score
- files.py         every step's result as a file, and back
- again.py         a file holds no model: the same training again
- run.py           all steps in one call, and the numbers that people compare
- networks.py      trained networks on their way out; scored.py: those that come in
"""
