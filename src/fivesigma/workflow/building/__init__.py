"""From ROOT files to one table: the same analysis on chunks of any number of files.

In reading order:

- record.py    what is asked for (`Request`), one piece of work (`Task`), what comes out
- plan.py      the files are looked at and divided into tasks
- normalise.py which collisions are data, which process the others are, and their weights
- part.py      one task: read, select, weigh
- build.py     all tasks, wherever they run, into one table
"""
