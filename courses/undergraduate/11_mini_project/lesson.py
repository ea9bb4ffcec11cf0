# %%
import fivesigma as fs
import numpy as np

from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_11 as check

lesson.begin("undergraduate-11")
events = lesson.load_events()

# %% [markdown]
# This is your own search. Nobody else in the room has the same one: another mediator, another hidden world, another answer.
# You go the whole way, from a table of events to a sentence you would defend.
#
# **How it works.** Eight exercises, your *milestones*, each with an instant check, in 90 minutes together. They give 40 points.
# Then you write the *report* at home, about three hours. It gives 60 points. The template is at the end; keep notes while you work.
#
# ## Your mediator
#
# Put your student number here. The rule is open: the mediators stand in a row, the lightest first. Number 1 gets the first, number 2 the next, and after the last the row begins again.
# The same number is the number of your hidden world. Which signal strength μ is in it, the seed decides: 0 (40 %), 0.5 (10 %), 1 (30 %), 1.5 (10 %) or 2 (10 %).

# %%
student_number = 3  # put yours here, then run all cells from the top

# %%
from fivesigma.teaching.project import assignment, mediators

print("mediators in these events:", list(mediators(events)), "GeV")
mine = assignment(events, student_number)
print(f"student {mine.student} hunts {mine.signal}: a mediator of {mine.mass} GeV")

# %% [markdown]
# A *mediator* is the particle that would make dark matter in a collision. Light ones are made often, heavy ones rarely. So some of you will see a signal at once, and some never.
# Both can earn all points: a good limit is as good a result as a discovery. Here is how far a search **without** a model reaches, for each mass:

# %%
from fivesigma.teaching.project import limits_without_model
from fivesigma.teaching.project_figures import limits_figure

limits = limits_without_model(events)
own = limits[float(mine.mass)]
lesson.show(
    limits_figure(limits, dataset=events.dataset),
    alt="Expected 95 per cent limit on the signal strength against the mass of the mediator, with "
    f"bands; at {mine.mass} GeV it is {own.expected[2]:.3g}. Below 1 a predicted signal can be excluded.",
)

# %% tags=["predict"]
my_guess = (
    ...
)  # will you be able to exclude your mediator at μ = 1? Would you see it, if it is there?

# %% [markdown]
# ## The table
#
# ### Exercise 1: milestone, the events you start from
# Opposite-sign pairs, your signal and all backgrounds. Reproduce the table that every paper has: for each process the expected events and the simulation's uncertainty, √Σw².
# Give an array with a row for each process, in the order of `table.processes`, and two columns.

# %%
table = fs.select(events, signal=mine.signal)  # opposite sign is the default
print(table.processes)

# %% tags=["exercise"]
# points: 6
my_yields = ...
### BEGIN SOLUTION
of_process = [table.weight[table.process == code] for code in range(len(table.processes))]
my_yields = np.array([[w.sum(), np.sqrt(np.sum(w**2))] for w in of_process])
### END SOLUTION

# %% tags=["check"]
check.yields(my_yields, mine)

# %% [markdown] tags=["hint"]
# `table.process` holds a code for each event: its place in `table.processes`. Loop over the codes, take the weights of each.

# %% [markdown]
# ### Exercise 2: milestone, nothing done
# What is the expected significance if you only count, with a background known to 10 %? Use `region_significance(signal, background, relative_uncertainty=0.1)`,
# where each of the two is `yield_of(weights)`. Give its `.value`.

# %%
from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import yield_of

# %% tags=["exercise"]
# points: 4
my_z = ...
### BEGIN SOLUTION
my_signal = yield_of(table.weight[table.label == 1])
my_background = yield_of(table.weight[table.label == 0])
my_z = region_significance(my_signal, my_background, relative_uncertainty=0.1).value
### END SOLUTION

# %% tags=["check"]
check.nothing_done(my_z, mine)

# %% [markdown] tags=["hint"]
# `table.label` is 1 for signal and 0 for background.

# %% [markdown]
# ## Your model
#
# ### Exercise 3: milestone, train it
# The steps you know: features, split, train. Choose a model of the menu ("trees", "forest", "mlp", "linear", ...; `fivesigma models` lists them). Split **k-fold**, so that every event is judged by a model that never saw it.
# You may try several models. Compare them on unseen events, and say in the report how many you tried: the best of many is a little lucky.

# %% tags=["exercise"]
# points: 10
my_trained = ...
### BEGIN SOLUTION
my_split = fs.split(fs.features(table), "k-fold", n_folds=5, seed=1)
my_trained = fs.train(my_split, model="trees", seed=1)
### END SOLUTION
from fivesigma.teaching.project_figures import show_model

show_model(my_trained)  # two figures for your report

# %% tags=["check"]
check.trained(my_trained, mine)

# %% [markdown] tags=["hint"]
# Three calls, each takes what the one before returned: `fs.features(table)`, `fs.split(..., "k-fold", n_folds=5, seed=1)`, `fs.train(..., model="trees", seed=1)`.

# %% [markdown]
# ## What to expect
#
# ### Exercise 4: milestone, significance with uncertainty
# `fs.infer(my_trained, background_uncertainty=0.1)` counts above a threshold. In its `.counting` there are several significances. Which may you quote?
# Take the one whose threshold was chosen by **other** events, with the uncertainty of the background. Give `np.array([value, uncertainty])`.

# %% tags=["exercise"]
# points: 6
my_significance = ...
### BEGIN SOLUTION
my_inference = fs.infer(my_trained, background_uncertainty=0.1)
my_quoted = my_inference.counting.z_with_uncertainty
my_significance = np.array([my_quoted.value, my_quoted.uncertainty])
### END SOLUTION

# %% tags=["check"]
check.significance(my_significance, my_trained, mine)

# %% [markdown] tags=["hint"]
# `help(type(fs.infer(...).counting))` says what each name means. Those that end in `_best` are flattered: the same events chose and judged.

# %% [markdown]
# ### Exercise 5: milestone, the limit to expect
# If there is no signal, which signal strength could you exclude? `score_histogram(my_trained)` puts the score into bins; `expected_limit` fits them, with 10 % on ZZ and WZ, 50 % on Z + jets, 15 % on the non-resonant background, and the finite simulation.
# Its `.expected` holds five numbers: −2σ, −1σ, the median, +1σ, +2σ. Give the median.

# %%
from fivesigma.teaching.project import expected_limit
from fivesigma.workflow.fit import score_histogram

# %% tags=["exercise"]
# points: 4
my_limit = ...
### BEGIN SOLUTION
my_limit = expected_limit(score_histogram(my_trained)).expected[2]
### END SOLUTION

# %% tags=["check"]
check.limit(my_limit, my_trained, mine)

# %% [markdown] tags=["hint"]
# Python counts from 0: the median is the third of five.

# %% [markdown]
# ## Lock
#
# ### Exercise 6: milestone, your choice
# First look at the *control bins*: the lower half of the score, where your signal adds less than a tenth of the background. For a very light mediator there are none: then say so in the report.
# Everything else stays *blinded*. Then lock: a record with `student`, `signal`, `model`, `seed` and `background_uncertainty`, as you used them. Tell the fingerprint to somebody.

# %% tags=["exercise"]
# points: 2
from fivesigma.teaching.blind import lock
from fivesigma.teaching.project_figures import show_search

show_search(mine, my_trained)  # control bins only
my_lock = ...  # lock({"student": ..., "signal": ..., ...})
### BEGIN SOLUTION
my_choice = {"student": mine.student, "signal": mine.signal, "background_uncertainty": 0.1}
my_choice |= {"model": my_trained.training.model, "seed": my_trained.training.seed}
my_lock = lock(my_choice)
### END SOLUTION

# %% tags=["check"]
check.my_lock(my_lock, my_trained, mine)

# %% [markdown] tags=["hint"]
# `my_trained.training` knows its `model` and its `seed`. The background uncertainty was 0.1.

# %% [markdown]
# ## Unblind
#
# ### Exercise 7: milestone, the result
# Now, and once. `search_of(mine, my_trained).unblind(my_lock)` gives the counts, `fit_counts(my_trained, counts)` fits them.
# Give five numbers of the fit: `mu.value`, both ends of `interval`, `discovery_z` and `limit.observed`. For the report: its `impacts` say which uncertainty moves μ most, the largest first.

# %%
from fivesigma.teaching.project import fit_counts, search_of

# %% tags=["exercise"]
# points: 6
my_result = ...
### BEGIN SOLUTION
my_counts = search_of(mine, my_trained).unblind(my_lock)
my_fit = fit_counts(my_trained, my_counts)
my_result = np.array([my_fit.mu.value, *my_fit.interval, my_fit.discovery_z, my_fit.limit.observed])
### END SOLUTION
show_search(mine, my_trained, my_lock)  # all bins, as soon as there is a lock

# %% tags=["check"]
check.result(my_result, my_lock, my_trained, mine)

# %% [markdown] tags=["hint"]
# `*my_fit.interval` puts both ends of the interval into a list.

# %% [markdown]
# The signal strength is hidden, and stays so until you hand in. Resist: another model now, because you do not like the result, is exactly what the lock is against. If you find a mistake, correct it, lock again, and tell both in the report.
#
# ## Export
#
# ### Exercise 8: milestone, your numbers as a file
# `project_report(mine, my_trained, my_lock)` collects all numbers, from the model itself: none is typed. `save_report(..., "report-3.json")` writes them, with your number in the name, and returns the path. Hand in this file with your notebook.

# %%
from fivesigma.teaching.project import project_report, save_report

# %% tags=["exercise"]
# points: 2
my_file = ...
### BEGIN SOLUTION
my_report = project_report(mine, my_trained, my_lock)
my_file = save_report(my_report, f"report-{mine.student}.json")
### END SOLUTION

# %% tags=["check"]
check.report(my_file, my_lock, my_trained, mine)

# %% [markdown] tags=["hint"]
# Two steps: make the report, save it. `f"report-{mine.student}.json"` puts your number into the name.

# %% tags=["test"]
from fivesigma.teaching.project import load_report
from fivesigma.teaching.project_example import worked_example

written = load_report(my_file)
assert written.mine == mine
assert np.isclose(written.z_nothing_done.value, my_z)
assert np.allclose([written.z_expected.value, written.z_expected.uncertainty], my_significance)
if events.dataset == "atlas-dm" and mine.signal == "DM_10":
    assert abs(written.yields["DM_10"].value - 945.0) < 0.1
assert worked_example(written).count("### Report") == 6
if mine.signal == "DM_200":
    assert abs(written.z_nothing_done.value - 1.6) < 0.15
    assert abs(written.z_expected.value - 3.1) < 4 * written.z_expected.uncertainty + 0.2
    assert written.limit.expected[2] < own.expected[2]

# %% [markdown]
# ## The report
#
# About three pages. Write into the cells below: double-click, and put your text in place of the dots. Every number has an uncertainty and a unit. Every figure has a sentence that says what one sees in it.
# Write *pseudo-data*, never "data": nobody measured them.
#
# | part | points | it must hold |
# |---|---|---|
# | milestones 1-8 | 40 | the checks |
# | 1 the question | 6 | what you look for, why it could be there, what a detector sees of it |
# | 2 events and selection | 8 | where the events come from, the table of yields, what the weights are |
# | 3 the model and how it was judged | 14 | which, why, how many you tried; ROC or scores on unseen events; over-training; no event judges its own model |
# | 4 uncertainties and control | 10 | what you assumed, what the control bins say, which uncertainty costs most |
# | 5 the result | 12 | what was locked; μ with its interval, Z and p-value, observed and expected limit; one sentence of conclusion, no stronger than the numbers |
# | 6 what it means, and what next | 6 | what would change with ten times more collisions, what you would do otherwise |
# | clarity and reproducibility | 4 | somebody else gets your numbers: seed, model, version, lock |
# | **sum** | **100** | |

# %% [markdown]
# ### Report 1: the question
# ...

# %% [markdown]
# ### Report 2: events and selection
# ...

# %% [markdown]
# ### Report 3: the model and how it was judged
# ...

# %% [markdown]
# ### Report 4: uncertainties and control
# ...

# %% [markdown]
# ### Report 5: the result
# *Locked as* ... *before unblinding.*
#
# ...

# %% [markdown]
# ### Report 6: what it means, and what next
# ...

# %% [markdown]
# ### Before you hand in
#
# - Is the lock in the report the one in the JSON file?
# - Did you say what you expected **before** what you found?
# - Z near 0, or a negative μ? That is a result. Give the limit.
# - A p-value is the chance of such an excess without signal. It is not the chance that there is no signal.
# - μ = 1 below the limit: not excluded. Above it: excluded at 95 %, for this mass and these assumptions.

# %% [markdown] tags=["teacher"]
# ### Marking
#
# Milestones: the points stand in the checks (6, 4, 10, 6, 4, 2, 6, 2: forty). Report: full points for what the table names, half where it is there but wrong or without an uncertainty, none where it is missing.
# Give **at most half** of part 5 where the conclusion is stronger than the numbers ("we found dark matter" at 2σ, "there is no dark matter" from a limit above 1), whatever the rest says. Never take away points for a result that is "only" a limit.
# Heavy mediators (from 500 GeV on) can hardly be excluded at μ = 1 with these events, light ones (10 and 100 GeV) are seen almost always where they are there. Both are told by the expected limit, and a good report says so before the result.
#
# ### All reports in one figure
# Put the JSON files into a folder, then:
#
# ```python
# from fivesigma.teaching.project import read_reports
# from fivesigma.teaching.project_figures import limits_figure
#
# reports = read_reports("reports")
# lesson.show(limits_figure(limits, reports, dataset=events.dataset), alt="Limits of all reports by mass.")
# ```
#
# Circles are what the students' models expect, stars what they observed. A circle far below the band's median is a good model, or a mistake: compare with milestone 3. About two stars of three lie within ±1σ where there is no signal;
# stars high above the band, at light masses, are signals.
#
# ### What was hidden
#
# ```python
# from fivesigma.teaching.project import hidden_strengths
#
# hidden_strengths(events, range(1, 31))  # student → mediator and μ
# ```

# %% [markdown] tags=["teacher"]
# ### A worked example
# Run this below milestone 8. It writes the six parts of a report in full sentences, with the numbers of your copy:
#
# ```python
# from fivesigma.teaching.project_example import worked_example
#
# print(worked_example(my_report))
# ```
#
# Change `student_number` at the top, run all, and it is the example for another mediator. Mark it with your colleagues first, to agree. What it lacks on purpose: a second model to compare with (part 3), and what the control bins say in numbers (part 4).
