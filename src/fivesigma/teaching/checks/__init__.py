"""Instant checks of the courses' exercises: what is wrong with an answer, never what is right.

A module for each lesson (`undergraduate_01`, ..., `advanced_A`) has a function for each exercise;
its first argument is the student's answer, whatever it is, its value a `Verdict`. In reading order:
verdict.py (what a check answers), reading.py (an answer as a number or an array, or why it is
none), compare.py (numbers, arrays, masks, choices), functions.py (functions that students write).
"""
