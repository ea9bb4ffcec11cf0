"""Benchmark tasks: the same events, the same rules and the same yardstick for every model.

In: a task's name and a model. Out: a submission that anybody can evaluate again. In reading order:
`tasks` (the rules, from tasks.toml), `events` (which events train and which judge), `baseline`
(a model of the menu, trained by the rules), `submission` (scores as a file), `evaluation` (what
they are worth), `results` (a folder of submissions, recomputed and compared).
"""
