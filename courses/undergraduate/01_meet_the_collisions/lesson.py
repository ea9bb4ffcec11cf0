# %% [markdown]
# ## Before you start
#
# Near Geneva, protons meet protons, forty million times a second. A detector as large as a
# cathedral takes a picture of what comes out. In this lesson you look at what is left of such a
# picture when a computer has read it: a row of numbers.
#
# Run a cell with Shift + Enter. Where you see `...`, it is your turn.

# %%
import matplotlib.pyplot as plt
import numpy as np

from fivesigma.plots.palette import BLUE, GREY, RED, TEAL
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_01 as check

lesson.begin("undergraduate-01")
events = lesson.load_events()

# %% [markdown]
# ## A table of events
#
# An *event* is one collision and all that was seen of it. Every event here has two *leptons*
# (electrons or muons: light particles that a detector sees well) and something that is missing.
#
# These events were *simulated*: a program threw dice according to the laws of physics, and a second
# one worked out what the detector would have seen. So we know for each event how it was made. In a
# real event nobody knows; that is why we need this lesson, and the next ten.

# %%
print(events)
print("Processes:", ", ".join(events.processes))

# %% [markdown]
# A *process* is a way in which a collision can go. `ZZ` makes two Z bosons. `DM_200` makes a Z boson
# and dark matter, if dark matter is made at all: it is a guess that we want to test. (The number is
# the mass, in GeV, of the unknown particle that would connect it to ours.)
#
# Now look at three events. Each line is one quantity, a *feature*; each column is one event.

# %%
for name, values in events.features.items():
    print(f"{name:26}", *(f"{value:9.2f}" for value in values[:3]))

# %% [markdown]
# Four of them you need today:
#
# | feature | what it is | unit |
# | --- | --- | --- |
# | `lead_lep_pt` | momentum of the harder lepton, across the beam | GeV |
# | `sublead_lep_pt` | the same for the softer one | GeV |
# | `mll` | mass of the pair: what something must have weighed to fall apart into these two | GeV |
# | `met` | *missing transverse momentum*: what something unseen carried away, across the beam | GeV |
#
# A column is a NumPy array. `events.process` holds a number for each event: the place of its
# process in the list above. A *mask* is an array of True and False; it picks events.

# %%
mll = events.features["mll"]
met = events.features["met"]
is_dm = events.process == events.processes.index("DM_200")
print(f"{len(mll):,} events; the mask begins with {is_dm[:3]}")
print(f"The DM_200 events have a mean met of {met[is_dm].mean():.0f} GeV")

# %% [markdown]
# ### Exercise 1: count rows
# How many simulated events does the process `ZZ` have?

# %% tags=["exercise"]
n_zz = ...
### BEGIN SOLUTION
is_zz = events.process == events.processes.index("ZZ")
n_zz = int(is_zz.sum())
### END SOLUTION

# %% tags=["check"]
check.n_zz(n_zz)

# %% [markdown] tags=["hint"]
# Make a mask as for `DM_200`. In a sum, True counts as 1 and False as 0.

# %% [markdown] tags=["teacher"]
# Some answer with the sum of the weights; praise them, it is the content of lesson 2. The check
# knows this answer and says so.

# %% [markdown]
# ## Units
#
# Particle physicists measure energy in *electronvolts*. One GeV (a thousand million of them) is a
# handy size: a proton at rest has 0.94 GeV. We use the GeV for energy, momentum and mass alike.
# A thousand GeV are one TeV, and the thousandth part of a GeV is one MeV.
#
# Files love to surprise you here. Older ATLAS files are in MeV: forget it, and your Z boson weighs
# 91,000.
#
# ### Exercise 2: the wildest event
# Find the largest `met` of all events, in TeV.

# %% tags=["exercise"]
largest_met_tev = ...
### BEGIN SOLUTION
largest_met_tev = float(met.max()) / 1000
### END SOLUTION

# %% tags=["check"]
check.largest_met_tev(largest_met_tev)

# %% [markdown] tags=["hint"]
# `met.max()` is in GeV. Is a number in TeV larger or smaller than the same in GeV?

# %% [markdown]
# ## Histograms
#
# Thousands of numbers tell little. A *histogram* sorts them into *bins*, intervals side by side, and
# counts. `np.histogram(values, bins=edges)` returns two arrays: the counts, and the edges.
#
# Before you look: where will the mass of the lepton pairs of `ZZ` pile up? Write down a guess in
# GeV. Nobody marks it.

# %% tags=["predict"]
my_guess_gev = ...

# %% [markdown]
# ### Exercise 3: fill it
# Count the `mll` of the `ZZ` events in the bins below.

# %% tags=["exercise"]
edges = np.linspace(61, 121, 31)  # GeV
counts = ...
### BEGIN SOLUTION
counts, _ = np.histogram(mll[events.process == events.processes.index("ZZ")], bins=edges)
### END SOLUTION

# %% tags=["check"]
check.counts(counts)

# %% [markdown] tags=["hint"]
# Choose the `ZZ` events first: `mll[mask]`. The counts are the first of the two arrays.

# %% [markdown]
# Here is the same for two processes, drawn with `plt.stairs`, which takes counts and edges as they
# are. `Non-resonant_ll` are pairs that do not come from one particle; most come from two top quarks.

# %%
mass_edges = np.linspace(61, 121, 31)  # GeV
masses = {name: mll[events.process == i] for i, name in enumerate(events.processes)}
mass_counts = {name: np.histogram(masses[name], mass_edges)[0] for name in masses}

figure, axes = plt.subplots()
for name, ink in (("ZZ", BLUE), ("Non-resonant_ll", GREY)):
    axes.stairs(mass_counts[name], mass_edges, label=name, color=ink.colour, linestyle=ink.line)
axes.set(xlabel="mass of the lepton pair [GeV]", ylabel="simulated events per 2 GeV")
axes.set_title(f"Simulated events ({events.dataset})", loc="left")
axes.legend()
highest = mass_edges[np.argmax(mass_counts["ZZ"])]
lesson.show(
    figure,
    alt=f"Histogram of the pair mass. ZZ has a narrow peak between {highest:.0f} and "
    f"{highest + 2:.0f} GeV with {mass_counts['ZZ'].max():,} events in its highest bin; "
    f"Non-resonant_ll has no peak, and at most {mass_counts['Non-resonant_ll'].max()} in a bin.",
)

# %% [markdown]
# Was your guess near? The peak is a particle. A Z boson lives too briefly to be seen, but the two
# leptons into which it falls apart remember its mass, 91.19 GeV. The non-resonant pairs have nothing
# to remember, and show no peak.
#
# ### Exercise 4: weigh the Z boson
# Where is the middle of the highest bin of `ZZ`, in GeV? Use `mass_counts["ZZ"]` and `mass_edges`.

# %% tags=["exercise"]
peak_gev = ...
### BEGIN SOLUTION
i_highest = np.argmax(mass_counts["ZZ"])
peak_gev = (mass_edges[i_highest] + mass_edges[i_highest + 1]) / 2
### END SOLUTION

# %% tags=["check"]
check.peak_gev(peak_gev)

# %% [markdown] tags=["hint"]
# `np.argmax(counts)` is the number of the highest bin. Bin number `i` goes from `edges[i]` to
# `edges[i + 1]`.

# %% tags=["test"]
assert abs(peak_gev - 91.19) <= 2  # a bin is 2 GeV wide
assert mass_counts["ZZ"].max() > 5 * np.median(mass_counts["ZZ"])

# %% [markdown]
# ## How sure is a count?
#
# Suppose that on average 25 events are expected in a year. Will you see 25? Nature throws dice: one
# year brings 22, the next one 31. Such counts follow the *Poisson distribution*.
#
# Your computer can play a thousand such years. These are *pseudo-experiments*: made-up results of
# the same experiment, again and again. Guess first: in what share of the years is the count 20 to
# 30?

# %% tags=["predict"]
my_share = ...

# %%
expected_count = 25
rng = np.random.default_rng(seed=1)  # a seed: everybody gets the same dice
years = rng.poisson(expected_count, size=1000)
print("The first ten years:", years[:10])

# %%
count_edges = np.arange(5.5, 50.5)
figure, axes = plt.subplots()
axes.hist(years, bins=count_edges, color=TEAL.colour)
axes.axvline(expected_count, color="black", linestyle="--", label="expected")
axes.set(xlabel="events counted in a year", ylabel="years (of 1,000)")
axes.set_title("Pseudo-experiments", loc="left")
axes.legend()
share = np.mean(np.abs(years - expected_count) <= 5)
lesson.show(
    figure,
    alt=f"Histogram of 1,000 counts around the expected 25: from {years.min()} to {years.max()}, "
    f"and {share:.0%} of them from 20 to 30.",
)

# %% [markdown]
# ### Exercise 5: the spread
# The *standard deviation* says how far values are from their mean, typically. What is it for
# `years`? Then take the square root of 25.

# %% tags=["exercise"]
spread = ...
### BEGIN SOLUTION
spread = float(years.std())
### END SOLUTION

# %% tags=["check"]
check.spread(spread)

# %% [markdown] tags=["hint"]
# An array has `mean()`, `std()` and `var()`.

# %% tags=["test"]
assert abs(spread - np.sqrt(expected_count)) < 4 * np.sqrt(expected_count / (2 * len(years)))
assert 0.65 < share < 0.80

# %% [markdown]
# That is the rule to take home: **a count of n has an uncertainty of about √n**. Roughly two years in
# three lie within it, and one does not. (From 20 to 30 it is nearly three in four, since both ends
# count.) So we write 25 ± 5.
#
# Is 5 much? Compared with 25 it is a fifth. Divide √n by n, and you have the *relative
# uncertainty*.
#
# ### Exercise 6: more events, better knowledge
# Write a function that returns the relative uncertainty of a count `n`, as a fraction of one.


# %% tags=["exercise"]
def relative_uncertainty(n):
    ### BEGIN SOLUTION
    return 1 / np.sqrt(n)
    ### END SOLUTION


# %% tags=["check"]
check.relative_uncertainty(relative_uncertainty)

# %% [markdown] tags=["hint"]
# √n / n is the same as 1 / √n. `np.sqrt` takes the root.

# %% [markdown]
# ### Exercise 7: how long must we wait?
# You count 100 events a year, and want a relative uncertainty of 0.01. How many years does it take?

# %% tags=["exercise"]
n_years = ...
### BEGIN SOLUTION
n_years = 1 / 0.01**2 / 100
### END SOLUTION

# %% tags=["check"]
check.n_years(n_years)

# %% [markdown] tags=["hint"]
# How many events have 1/√n = 0.01? How many do you get in a year?

# %% [markdown]
# ## Reading a plot
#
# Now with error bars, √n on each bin. The upright axis is *logarithmic*: each step up is ten times
# more, so that you see the many and the few in one picture. Both histograms are divided by their
# number of events: compare their shapes, not their heights.

# %%
met_edges = np.linspace(80, 480, 21)  # GeV
centres = (met_edges[:-1] + met_edges[1:]) / 2
figure, axes = plt.subplots()
for name, ink in (("ZZ", BLUE), ("DM_300", RED)):
    chosen = met[events.process == events.processes.index(name)]
    found, _ = np.histogram(chosen, met_edges)
    share_found, error = found / len(chosen), np.sqrt(found) / len(chosen)
    look = {"color": ink.colour, "marker": ink.marker, "linestyle": "none"}
    axes.errorbar(centres, share_found, error, label=name, **look)
axes.set(xlabel="missing transverse momentum [GeV]", ylabel="share of events per 20 GeV")
axes.set(yscale="log")
axes.set_title(f"Simulated events ({events.dataset})", loc="left")
axes.legend()
above = {name: np.mean(met[events.process == i] > 200) for i, name in enumerate(events.processes)}
lesson.show(
    figure,
    alt="Shares of events against missing transverse momentum on a logarithmic axis, with error "
    f"bars. ZZ falls faster: {above['ZZ']:.0%} of it is above 200 GeV, of DM_300 "
    f"{above['DM_300']:.0%}. The error bars grow where few events are left.",
)

# %% [markdown]
# ### Exercise 8: what does it say?
# Above 200 GeV the points of `DM_300` are higher than those of `ZZ`. So
#
# - a) above 200 GeV more dark matter is made than ZZ;
# - b) a larger part of the dark-matter events than of the ZZ events has more than 200 GeV;
# - c) nothing, for the error bars overlap everywhere.

# %% tags=["exercise"]
reading = ...  # "a", "b" or "c"
### BEGIN SOLUTION
reading = "b"
### END SOLUTION

# %% tags=["check"]
check.reading(reading)

# %% [markdown] tags=["hint"]
# Read the label of the upright axis aloud. What was every point divided by?

# %% tags=["test"]
assert above["DM_300"] > above["ZZ"] + 0.05

# %% [markdown]
# ## Play
#
# Here are all features at once. Drag over a histogram: the others show the events that are left.
# Where in `mll` and `met` would you look for dark matter?

# %%
lesson.page_view("CrossFilter", events, signal="DM_200")
