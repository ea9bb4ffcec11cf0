"""The courses: lessons as they are written come in, notebooks for students and teachers go out.

A lesson is a folder: lesson.py (percent format, with its solutions), lesson.toml (what it is about)
and quiz.toml. In reading order: record.py (what a lesson says of itself), shelf.py (where lessons
are), cells.py (lesson.py cell by cell), frame.py (its first and last cells), notebooks.py (the
student's, the teacher's and the marked notebook), copies.py (a student's own copies).
Notebooks need the extra "course": pip install "fivesigma[course]".
"""
