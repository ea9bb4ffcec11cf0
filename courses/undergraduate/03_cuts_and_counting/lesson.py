# %%
from dataclasses import replace

import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm, poisson, sem

import fivesigma as fs
from fivesigma.inference.groups import sums_above
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.significance import (
    discovery_significance,
    region_significance,
    region_significances,
    signal_over_root_background,
)
from fivesigma.inference.single_cut import best_single_cut
from fivesigma.inference.threshold import choose_threshold, significance_scan
from fivesigma.inference.yields import Histogram, Yields, weighted_histogram, yield_of
from fivesigma.plots.palette import BLACK, BLUE, ORANGE, PURPLE, RED, SOFT, TEAL
from fivesigma.plots.sheet import origin_of
from fivesigma.plots.wording import axis_label, short_label
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_03 as check

lesson.begin("undergraduate-03")
events = lesson.load_events()

# %% [markdown]
# ## Fifty needles, 250 straws
#
# A *signal* is what we look for: here dark matter beside a Z boson, through a mediator of 200
# GeV. The *background* is everything known that looks the same. Each simulated collision has a
# weight, the number of real ones it stands for, so Σw counts what to expect, and √Σw² is how well
# the simulation knows it. All numbers are for 10 fb⁻¹ of simulated events.

# %%
selected = fs.select(events, signal="DM_200", cuts=())
label, weight = selected.label, selected.weight
signal, background = (yield_of(weight[label == kind]) for kind in (1, 0))
print(f"signal     S = {signal.sum:6.1f} ± {signal.error:.1f}")
print(f"background B = {background.sum:6.1f} ± {background.error:.1f}")

# %% [markdown]
# Where do they sit? In a *stacked histogram* the backgrounds lie on top of each other, so that
# the upper edge is their sum. The signal is drawn as a line of its own. The lower panel shows
# what the signal would add: (S + B) / B.

# %%
figure = fs.plot("stack", selected, variable="met", log=True, width_in=4.6)
share_high = {
    kind: weight[(label == kind) & (selected.features["met"] > 200)].sum() for kind in (0, 1)
}
lesson.show(
    figure,
    alt="Stacked histogram of the missing transverse momentum: backgrounds fall steeply, the "
    f"signal line falls more slowly. Above 200 GeV {share_high[1]:.1f} signal events stand "
    f"against {share_high[0]:.1f} background events; in total {signal.sum:.1f} against "
    f"{background.sum:.1f}.",
)

# %% [markdown]
# ## How sure would you be?
#
# If dark matter exists, we would count about S + B = 298 collisions instead of B = 248. But
# counts scatter: around 248, typically by √248. So the first idea is to measure the excess in
# units of that scatter.
#
# ### Exercise 1: S/√B
#
# Compute it for no cut at all, from `signal.sum` and `background.sum`.

# %% tags=["exercise"]
s_over_root_b = ...
### BEGIN SOLUTION
s_over_root_b = signal.sum / np.sqrt(background.sum)
### END SOLUTION

# %% tags=["check"]
check.s_over_root_b(s_over_root_b)

# %% [markdown]
# The result is read as a number of *standard deviations*, σ. Physicists speak of evidence at 3σ
# and of a discovery at 5σ. But S/√B pretends that a count scatters like a bell curve. That is
# fine for 248. Is it for 1?
#
# Imagine B = 1 and S = 5. S/√B is 5: a discovery! Now ask properly: if only background exists and
# we expect 1, how likely is it to see 6 or more by chance? And how many σ is that?

# %% tags=["predict"]
my_sigma_for_six_when_one_is_expected = ...

# %%
p_value = poisson.sf(5, 1.0)  # the chance of more than 5
print(f"chance of 6 or more: {p_value:.5f}, one in {1 / p_value:,.0f}")
print(f"as many σ as a bell curve has beyond {norm.isf(p_value):.2f}")

# %% [markdown]
# The chance is the *p-value*. It corresponds to 3.2σ, not 5. For few events S/√B promises far too
# much. There is a formula that does better and is as quick, the *Asimov significance*:
#
# $$ Z = \sqrt{2 \left[ (s + b) \ln\left(1 + \frac{s}{b}\right) - s \right]} $$
#
# It comes from the ratio of two Poisson probabilities, "with signal" and "without", for an
# experiment that counts exactly what is expected, s + b. That one experiment stands for all, as
# in a story by Isaac Asimov where a single voter stands for all voters (arXiv:1007.1727, eq. 97).
#
# ### Exercise 2: write it
#
# It must work for single numbers. NumPy's `log` is the natural logarithm.


# %% tags=["exercise"]
def asimov_z(s, b):
    ### BEGIN SOLUTION
    return np.sqrt(2 * ((s + b) * np.log(1 + s / b) - s))
    ### END SOLUTION


# %% tags=["check"]
check.asimov_z(asimov_z)

# %% [markdown]
# Where do the two part? Keep S/√B at exactly 5 and let the background shrink. The crosses are the
# honest count: the p-value of seeing exactly s + b.

# %%
root = np.array([1, 2, 3, 4, 6, 8, 10, 15, 20, 30])  # √b, so that s + b is a whole number
b_values, s_values = root**2, 5 * root
asimov = np.array([discovery_significance(s, b) for s, b in zip(s_values, b_values, strict=True)])
counted = norm.isf(poisson.sf(s_values + b_values - 1, b_values))

figure, axes = plt.subplots(figsize=(5.5, 3.4))
axes.axhline(5, color=ORANGE.colour, linestyle=ORANGE.line, label="S/√B")
axes.plot(b_values, asimov, color=BLUE.colour, label="Asimov Z")
axes.plot(b_values, counted, "x", color=BLACK, label="p-value of s + b")
axes.set(xscale="log", xlabel="Expected background events b", ylabel="Significance [σ]")
axes.set_ylim(2.5, 6.2)
axes.legend(ncols=3, loc="upper left")
lesson.show(
    figure,
    alt="Significance against the expected background, with signal chosen so that S over root B "
    f"is always 5. The Asimov significance rises from {asimov[0]:.2f} at b = 1 to "
    f"{asimov[-1]:.2f} at b = 900; exact counting follows it, from {counted[0]:.2f} to "
    f"{counted[-1]:.2f}.",
)

# %% tags=["test"]
assert np.isclose(norm.isf(poisson.sf(5, 1.0)), 3.24, atol=0.01)
assert np.isclose(asimov[0], 3.39, atol=0.01)
assert np.abs(asimov - counted).max() < 0.2
assert asimov[-1] > 4.8

# %% [markdown]
# Rule: S/√B is a fair shorthand where b is in the hundreds and s is much smaller than b. For
# tight cuts, where one needs it most, it flatters.
#
# ## And if we do not know the background exactly?
#
# We never do. Say B is known to 10 %: that is ± 25 events, half of our signal! The package's
# `region_significance` takes it in (`relative_uncertainty=0.1`), together with the error of the
# simulation itself. Every Z gets a ±: what the finite simulation leaves open.

# %%
print(f"S/B           {signal.sum / background.sum:.3f}")
print(f"S/√B          {signal_over_root_background(signal, background)} σ")
for known_to in (0.0, 0.05, 0.1, 0.2):
    z = region_significance(signal, background, relative_uncertainty=known_to)
    print(f"Z, B to {known_to:4.0%}  {z} σ")

# %% tags=["test"]
assert np.isclose(signal_over_root_background(signal, background).value, 3.20, atol=0.01)
z_exact, z_ten = (
    region_significance(signal, background, relative_uncertainty=known_to) for known_to in (0, 0.1)
)
assert np.isclose(z_exact.value, 3.10, atol=0.01)
assert np.isclose(z_ten.value, 1.60, atol=0.02)

# %% [markdown]
# From 3.1σ to 1.6σ, only by being honest. Would more data help? Guess how the curves go on when
# the LHC collects 3000 fb⁻¹, three hundred times more.

# %% tags=["predict"]
my_guess_for_3000_inverse_femtobarns = "Z with B to 10 % will be about ..."

# %%
luminosity = np.geomspace(1, 3000, 60)
factor = luminosity / 10
s_l = Yields(sum=signal.sum * factor, sum_squares=signal.sum_squares * factor**2)
b_l = Yields(sum=background.sum * factor, sum_squares=background.sum_squares * factor**2)

figure, axes = plt.subplots(figsize=(5.5, 3.6))
z_at_end = {}
for known_to, ink in ((0.0, RED), (0.05, BLUE), (0.1, ORANGE), (0.2, PURPLE)):
    z, spread = region_significances(s_l, b_l, relative_uncertainty=known_to)
    axes.fill_between(luminosity, z - spread, z + spread, color=ink.colour, alpha=0.25)
    words = f"B known to {known_to:.0%}" if known_to else "B known exactly"
    axes.plot(luminosity, z, color=ink.colour, linestyle=ink.line, label=words)
    z_at_end[known_to] = z[-1]
axes.set(xscale="log", ylim=(0, 8), xlim=(1, 3000))
axes.set(xlabel="Luminosity [fb⁻¹]", ylabel="Expected Z [σ], no cut")
axes.set_title("Simulated events, DM_200", loc="left")
axes.legend()
lesson.show(
    figure,
    alt="Expected significance against luminosity. With the background known exactly it grows "
    "like the root of the luminosity, beyond the frame; with 10 per cent uncertainty it levels "
    f"off at {z_at_end[0.1]:.2f}, with 5 per cent at {z_at_end[0.05]:.2f}.",
)

# %% tags=["test"]
assert z_at_end[0.1] < 2.2
assert z_at_end[0.05] > 1.5 * z_at_end[0.1]

# %% [markdown]
# Statistical errors melt away with more data; the 10 % does not. Where it rules, S/√B has nothing
# to say. What counts is **S/B**, the purity: an excess of 20 % on a background known to 10 % is a
# matter of 2σ, for ever.
#
# ### Exercise 3: how to gain?
#
# You have 3000 fb⁻¹, no cut, and B known to 10 %. What raises Z most?
#
# - **a** ten times more collisions
# - **b** measuring the background to 5 %
# - **c** keeping twice as much signal and twice as much background

# %% tags=["exercise"]
way_to_gain = ...
### BEGIN SOLUTION
way_to_gain = "b"
### END SOLUTION

# %% tags=["check"]
check.way_to_gain(way_to_gain)

# %% [markdown]
# ## Cut!
#
# There is a fourth way: throw straws away. A *cut* keeps the events that pass a condition. Let us
# take the heavier mediator, 300 GeV, because heavy things kick harder, and the *leading* lepton,
# the one with more transverse momentum.
#
# ### Exercise 4: the mask
#
# `lead_pt` is that momentum in GeV for every event. Make a mask, True where an event is **kept**:
# where the leading lepton has more than 100 GeV.

# %%
heavy = fs.select(events, signal="DM_300", cuts=())
lead_pt = heavy.features["lead_lep_pt"]

# %% tags=["exercise"]
kept = ...
### BEGIN SOLUTION
kept = lead_pt > 100
### END SOLUTION

# %% tags=["check"]
check.kept(kept)

# %% [markdown]
# ### Exercise 5: what did it cost, what did it bring?
#
# An *efficiency* is the fraction of expected events that survive. Compute the two efficiencies of
# this cut, for signal and for background, in this order. Remember what counts: `heavy.weight`,
# with `heavy.label` 1 for signal and 0 for background.

# %% tags=["exercise"]
efficiencies = [..., ...]  # signal, background
### BEGIN SOLUTION
passed = lead_pt > 100
efficiencies = [
    heavy.weight[passed & (heavy.label == kind)].sum() / heavy.weight[heavy.label == kind].sum()
    for kind in (1, 0)
]
### END SOLUTION

# %% tags=["check"]
check.efficiencies(efficiencies)

# %% [markdown] tags=["hint"]
# `heavy.label == 1` is a mask. Two masks are joined with `&`, each in its own brackets. Divide a
# sum of weights by a sum of weights.

# %% [markdown]
# The package writes such a cut as text, and keeps a record, the *cut flow*.

# %%
after = fs.select(events, signal="DM_300", cuts=["lead_lep_pt > 100"])
for row in after.history[-1].cut_flow:
    print(row)
cut_result = {}
for name, table in (("no cut", heavy), ("cut", after)):
    s, b = (yield_of(table.weight[table.label == kind]) for kind in (1, 0))
    cut_result[name] = signal_over_root_background(s, b)
    z = [region_significance(s, b, relative_uncertainty=known_to) for known_to in (0, 0.1)]
    print(f"{name:7s} S/√B {cut_result[name]}   Z {z[0]}   Z, B to 10 % {z[1]}")

# %% tags=["test"]
assert np.isclose(cut_result["no cut"].value, 1.976, atol=0.002)
assert cut_result["cut"].value > cut_result["no cut"].value + cut_result["cut"].uncertainty
if events.dataset == "atlas-dm":
    assert np.isclose(cut_result["cut"].value, 2.531, atol=0.001)
else:
    assert np.isclose(cut_result["cut"].value, 2.29, atol=0.01)

# %% [markdown]
# ## A trap: the background that vanishes
#
# So cut harder! Ten students hunt DM_200. Each gets one tenth of the simulated events (the column
# `fold`), scaled up to the full yield, and moves a cut on the missing momentum upwards in steps
# of 2 GeV. The one with the largest S/√B wins. What will the winner say?

# %% tags=["predict"]
my_guess_for_the_winner = "S/√B = ..."

# %%
thresholds = np.arange(80.0, 700.0, 2.0)
met = selected.features["met"].astype(float)
everyone = np.zeros(label.size, dtype=int)


def running_cut(mine):
    """Yields of signal and background above each threshold, from the events marked in `mine`."""
    own_weight = judged_weights(label, weight, mine)  # scaled up, signal and background apart
    both = sums_above(met, label, own_weight, group=everyone, thresholds=thresholds)
    return [Yields(sum=each.sum[0], sum_squares=each.sum_squares[0]) for each in both]


def naive_significance(s, b):
    """S/√B as it comes; infinite where the simulated background has run out."""
    root_b = np.sqrt(np.maximum(b.sum, 0.0))
    return np.divide(s.sum, root_b, out=np.where(s.sum > 0, np.inf, 0.0), where=root_b > 0)


winners = []
for student in range(10):
    s, b = running_cut(selected.fold == student)
    naive = naive_significance(s, b)
    best = int(naive.argmax())
    winners.append((naive[best], student, b.effective_count[best]))
    region = f"S = {s.sum[best]:5.2f}, B = {b.sum[best]:6.2f}"
    print(
        f"student {student}: S/√B = {naive[best]:5.2f} above {thresholds[best]:3.0f} GeV, where "
        f"{region} worth {b.effective_count[best]:5.1f} events"
    )

# %%
figure, axes = plt.subplots(figsize=(6, 3.8))
for student in range(10):
    s, b = running_cut(selected.fold == student)
    naive = np.where(b.sum > 0, naive_significance(s, b), np.nan)
    thin, gone = b.effective_count < 10, (b.sum <= 0) & (s.sum > 0)
    axes.plot(thresholds[gone], np.full(gone.sum(), 9.5), "^", color=RED.colour, markersize=5)
    axes.plot(thresholds, np.where(thin, np.nan, naive), color=SOFT, linewidth=1)
    axes.plot(thresholds, np.where(thin, naive, np.nan), ".", color=RED.colour, markersize=3)
s, b = running_cut(everyone == 0)
axes.plot(thresholds, naive_significance(s, b), color=BLACK, linewidth=2.5, label="all events")
axes.plot([], [], color=SOFT, linewidth=1, label="one tenth of them")
axes.plot([], [], ".", color=RED.colour, label="background worth < 10 events")
axes.plot([], [], "^", color=RED.colour, markersize=5, label="background gone: infinite")
axes.set(xlim=(80, 700), ylim=(0, 10.5), xlabel="Cut: missing momentum above [GeV]", ylabel="S/√B")
axes.set_title("Simulated events, DM_200", loc="left")
axes.legend(loc="upper left", bbox_to_anchor=(0.0, 0.88))
n_run_out = sum(not np.isfinite(value) for value, _, _ in winners)
finite = [value for value, _, _ in winners if np.isfinite(value)]
lesson.show(
    figure,
    alt="S over root B against a rising cut on missing momentum, ten thin curves and one for all "
    "events. The thin curves jump wildly where the background is worth fewer than ten events; "
    f"{n_run_out} of ten students reach infinity, the others at most {max(finite):.1f}. The curve "
    f"of all events peaks at {naive_significance(s, b)[thresholds < 300].max():.2f}.",
)

# %% tags=["test"]
winning_value, _, winning_worth = max(winners)
assert winning_value > 8
assert winning_worth < 10
assert naive_significance(s, b)[thresholds < 300].max() < 3.8

# %% [markdown]
# The winner found a place where hardly any *simulated* background was left, by luck, or where
# negative weights cancel the rest. Dividing by nearly nothing gives nearly anything. Nature does
# not care which rows a computer happened to draw: the background is still there, we just cannot
# say how large it is.
#
# So a number is only given where the background is above 0 **and** worth at least 10 events,
# n_eff = (Σw)² / Σw² ≥ 10. Then it is known to about 30 % or better. Everywhere else, the honest
# answer is *no number*.
#
# ### Exercise 6: a guard
#
# `background` and `n_eff` are arrays, one entry for each region. Return a mask: True for the
# regions where a significance may be given.


# %% tags=["exercise"]
def is_trusted(background, n_eff):
    ### BEGIN SOLUTION
    return (background > 0) & (n_eff >= 10)
    ### END SOLUTION


# %% tags=["check"]
check.is_trusted(is_trusted)

# %% [markdown]
# `region_significance` has this guard built in: it refuses with an error, and
# `region_significances` answers NaN, "not a number". In the next plot the refused part is
# hatched.

# %%
scans = [
    significance_scan(met, label, weight, relative_uncertainty=known_to) for known_to in (0.0, 0.1)
]
figure = fs.plot("significance", *scans, origin=origin_of(events.dataset), width_in=4.6)
figure.axes[0].set(xlabel=f"Cut: {axis_label('met')} at least", xlim=(80, 800))
peak = [float(np.nanmax(scan.z)) for scan in scans]
lesson.show(
    figure,
    alt="Expected significance against a cut on the missing momentum, with bands. With the "
    f"background known exactly it peaks at {peak[0]:.2f}, with 10 per cent uncertainty at "
    f"{peak[1]:.2f} and at a harder cut; the far right is hatched, no number is given there.",
)

# %% [markdown]
# The uncertainty moves the best cut to the right: less signal, but purer.
#
# ## Which variable cuts best?
#
# Try them all, from both sides: keep what is above a threshold, or what is below. B is known to
# 10 %. Guess the winner before you run. The names: momenta of the two leptons, mass of the pair,
# missing momentum, distance ΔR and angle Δφ, two ratios, number of b-jets, sum of charges.

# %% tags=["predict"]
my_best_variable = "..."

# %%
part = selected.fold.astype(int)
cuts = {
    name: best_single_cut({name: column}, label, weight, part, relative_uncertainty=0.1)
    for name, column in selected.features.items()
}
ranked = sorted(cuts.values(), key=lambda cut: cut.z.value)
for cut in reversed(ranked):
    region = f"{cut.name:25s} {cut.side:2s} {cut.threshold:7.2f}"
    print(f"{region}   Z fair {cut.z}   same events {cut.z_best}")

# %%
figure, axes = plt.subplots(figsize=(6, 4))
height = np.arange(len(ranked))
for field, ink, shift in (("z_best", ORANGE, 0.15), ("z", TEAL, -0.15)):
    z = [getattr(cut, field) for cut in ranked]
    axes.errorbar(
        [one.value for one in z], height + shift, xerr=[one.uncertainty for one in z],
        fmt=ink.marker, color=ink.colour,
        label="judged on other events" if field == "z" else "judged on the events that chose",
    )  # fmt: skip
no_cut = region_significance(signal, background, relative_uncertainty=0.1)
axes.axvline(no_cut.value, ymax=0.8, color=BLACK, linestyle="--", label="no cut")
axes.set_yticks(height, [short_label(cut.name) for cut in ranked])
axes.set(xlabel="Expected Z [σ], B known to 10 %", ylim=(-0.6, len(ranked) + 1.6))
axes.set_title("Simulated events, DM_200", loc="left")
axes.legend(loc="upper left")
winner = ranked[-1]
lesson.show(
    figure,
    alt="Expected significance of the best cut on each of ten variables, two points each with "
    f"bars. No cut gives {no_cut.value:.2f}; the best variable judged fairly, {winner.name}, "
    f"gives {winner.z}. Points judged on the events that chose the cut lie a little higher.",
)

# %% tags=["test"]
assert winner.z.value > no_cut.value + 3 * winner.z.uncertainty
assert 2.3 < winner.z.value < 2.9
assert all(cut.z.value <= cut.z_best.value + 1e-9 for cut in ranked)

# %% [markdown]
# One good cut lifts the 1.6σ far above 2σ. But there are two points for each variable. Why?
#
# ## Who chooses must not judge
#
# The best of many cuts is partly the *luckiest*: it fits the chance ups and downs of the events
# that chose it. To see how much, back to our ten students. All look for the best cut on *any*
# variable, properly, with Asimov Z and the guard, on their own tenth. Then the other nine tenths
# judge that very cut. (Here B counts as known exactly, so that nothing but luck differs.)

# %%
columns = {name: column.astype(float) for name, column in selected.features.items()}


def best_cut(mine):
    """(Z, variable, side +1 or -1, threshold) of the best cut on the events marked in `mine`."""
    found = []
    for name, column in columns.items():
        for side in (1, -1):
            values = np.where(mine, side * column, np.nan)  # NaN: not judged
            choice = choose_threshold(values, label, weight, relative_uncertainty=0.0)
            found.append((choice.significance.value, name, side, choice.thresholds[0]))
    return max(found)


def judged_by(mine, name, side, threshold):
    """Z of a cut on the events marked in `mine`, scaled to the full yield."""
    own_weight = judged_weights(label, weight, mine)
    passes = side * columns[name] >= threshold
    s, b = (yield_of(own_weight[passes & (label == kind)]) for kind in (1, 0))
    return region_significance(s, b, relative_uncertainty=0.0)


# %%
z_own, z_others = [], []
for student in range(10):
    mine = selected.fold == student
    z, *cut = best_cut(mine)
    z_own.append(judged_by(mine, *cut))
    z_others.append(judged_by(~mine, *cut))
    print(f"student {student}: {cut[0]:25s} own events {z_own[-1]}   others {z_others[-1]}")
gain = np.array([own.value - other.value for own, other in zip(z_own, z_others, strict=True)])

# %% [markdown]
# ### Exercise 7: the luck of choosing
#
# `gain` holds, for each student, "own events" minus "others". Write a function that returns the
# mean of such values and the *error of the mean*: the standard deviation (with `ddof=1`), divided
# by √n.


# %% tags=["exercise"]
def mean_with_error(values):
    ### BEGIN SOLUTION
    return np.mean(values), np.std(values, ddof=1) / np.sqrt(len(values))
    ### END SOLUTION


# %% tags=["check"]
check.mean_with_error(mean_with_error)

# %%
figure, axes = plt.subplots(figsize=(5.5, 3.4))
for z, ink, shift, words in (
    (z_own, ORANGE, -0.1, "own tenth: chose and judged"),
    (z_others, TEAL, 0.1, "the other nine tenths judge"),
):
    axes.errorbar(
        np.arange(10) + shift, [one.value for one in z], [one.uncertainty for one in z],
        fmt=ink.marker, color=ink.colour, label=words,
    )  # fmt: skip
axes.set(xlabel="Student", ylabel="Expected Z [σ]", xticks=range(10), ylim=(2, 7.5))
axes.set_title("Simulated events, DM_200", loc="left")
axes.legend(loc="upper left")
luck, luck_error = gain.mean(), sem(gain)  # the error of a mean, as SciPy has it
lesson.show(
    figure,
    alt="Significance of ten cuts, each chosen on a tenth of the events: judged on that tenth, "
    f"from {min(one.value for one in z_own):.1f} to {max(one.value for one in z_own):.1f}; judged "
    f"on the others, on average {luck:.2f} lower.",
)
print(f"luck of choosing: {luck:.2f} ± {luck_error:.2f} σ")

# %% tags=["test"]
assert luck > 3 * luck_error
if events.dataset == "atlas-dm":
    assert np.isclose(luck, 1.04, atol=0.02)
else:
    assert np.isclose(luck, 0.24, atol=0.02)
assert max(z_own, key=lambda z: z.value).value > max(z_others, key=lambda z: z.value).value

# %% [markdown]
# That difference is no physics. It is luck that looks like skill, and the smaller the sample, the
# larger it is: compare with someone who has the other dataset. The remedy costs nothing: **let
# other events judge.** `best_single_cut` does it for you: each tenth is judged by the cut that
# the other nine chose (`z`), and beside it stands the flattered number (`z_best`).
#
# Taking the best *variable* of the last plot but one is a choice, too! So let the other nine
# choose the variable as well:

# %%
overall = best_single_cut(selected.features, label, weight, part, relative_uncertainty=0.1)
print(f"best cut on any variable: Z fair {overall.z}, judged by those who chose {overall.z_best}")

# %% tags=["test"]
assert overall.z.value > no_cut.value + 3 * overall.z.uncertainty
assert overall.z.value < overall.z_best.value
assert np.isclose(overall.z.value, 2.40 if events.dataset == "atlas-dm" else 2.66, atol=0.02)

# %% [markdown]
# ## Expected and observed
#
# So far nothing was measured: every Z was *expected*, the typical result if the signal is there.
# An experiment has one count, and that count scatters. Our set has no measured collisions, so we
# draw **pseudo-data**: counts by chance, around what we expect with signal. It says so in the
# figure, and so should you.

# %%
rng = np.random.default_rng(11)
met_range = {"low": 80.0, "high": 480.0, "n_bins": 20}
expected = weighted_histogram(met, weight, **met_range)
counts = rng.poisson(np.maximum(expected.sum, 0.0)).astype(float)
pseudo = Histogram(edges=expected.edges, sum=counts, sum_squares=counts)
origin = replace(origin_of(events.dataset), kind="Pseudo-data")
figure = fs.plot(
    "stack", selected, variable="met", n_bins=20, observed=pseudo, origin=origin, log=True,
    width_in=4.6,
)  # fmt: skip
lesson.show(
    figure,
    alt="Stacked background in missing momentum with pseudo-data points and their ratio to the "
    f"background below. {counts.sum():.0f} events were drawn, {background.sum:.1f} background and "
    f"{signal.sum:.1f} signal events were expected.",
)

# %% [markdown]
# ### Exercise 8: the observed significance
#
# n events were counted, b are expected without signal (known exactly). Put s = n − b into the
# Asimov formula: that is the *observed* significance. We look for an excess only, so where n is
# not above b the answer is 0. Write it for single numbers.


# %% tags=["exercise"]
def observed_z(n, b):
    ### BEGIN SOLUTION
    if n <= b:
        return 0.0
    return np.sqrt(2 * (n * np.log(n / b) - (n - b)))
    ### END SOLUTION


# %% tags=["check"]
check.observed_z(observed_z)

# %% [markdown] tags=["hint"]
# With s = n − b, what becomes of s + b, and of 1 + s/b?

# %% [markdown]
# Now let 40,000 universes run: half of them with dark matter, half without. Guess: with dark
# matter, how often do we see at least 3σ? The expected Z was 3.1.

# %% tags=["predict"]
my_guess_how_often = "in ... of 100 universes"

# %%
rng = np.random.default_rng(12)
expected_b = background.sum
worlds = {
    "with dark matter": rng.poisson(signal.sum + background.sum, size=20_000),
    "without": rng.poisson(background.sum, size=20_000),
}
z_worlds = {
    world: np.array(
        [discovery_significance(max(n - expected_b, 0.0), expected_b) for n in counts_of_world]
    )
    for world, counts_of_world in worlds.items()
}
for world, z in z_worlds.items():
    share = np.mean(z >= 3)
    error = np.sqrt(share * (1 - share) / z.size)
    print(f"{world:17s} median {np.median(z):.2f}σ, 3σ or more in {share:.2%} ± {error:.2%}")

# %%
figure, axes = plt.subplots(figsize=(5.5, 3.4))
bins = np.arange(0, 7.25, 0.25)
for (world, z), ink in zip(z_worlds.items(), (RED, BLUE), strict=True):
    axes.hist(z, bins, histtype="step", color=ink.colour, linestyle=ink.line, label=world)
expected_z = discovery_significance(signal.sum, background.sum)
axes.axvline(expected_z, color=BLACK, ymax=0.55, label=f"expected Z = {expected_z:.2f}")
axes.set(yscale="log", ylim=(0.5, 3e5), xlabel="Observed significance [σ]", ylabel="Worlds / 0.25σ")
axes.set_title("Pseudo-data: 2 × 20,000 experiments, no cut", loc="left")
axes.legend(ncols=2, loc="upper left")
lesson.show(
    figure,
    alt="Observed significance in two times 20,000 pseudo-experiments. With dark matter a bell "
    f"around {np.median(z_worlds['with dark matter']):.2f}; {expected_z:.2f} was expected. "
    "Without, most lie at 0 and the rest falls quickly.",
)

# %% tags=["test"]
with_signal, without = z_worlds["with dark matter"], z_worlds["without"]
assert abs(np.median(with_signal) - expected_z) < 0.1
assert 0.45 < np.mean(with_signal >= 3) < 0.65
assert 0.45 < np.mean(without == 0) < 0.6
assert np.mean(without >= 3) < 0.005

# %% [markdown]
# The Asimov Z is the *median* of what one would observe: half of the worlds see more, half less.
# "Expected 3.1σ" is no promise. Without a signal, half of the worlds see no excess at all, and
# about one in a thousand still sees 3σ. That is why a discovery needs five.
#
# **Look back.** No cut 1.6σ, one cut, judged fairly, about 2.5σ, with an uncertainty of 10 %
# admitted. Which of your guesses was furthest off? In the next lessons many variables work
# together.

# %% [markdown] tags=["teacher"]
# A cut on half the variables at once ("a box") suffers much more from the luck of choosing: let a
# fast group try it. Students ask why 10 effective events: it is a convention of this project, the
# background is then known to 1/√10, about 30 %. In the embedded set the ten students have more
# signal rows each, so that their luck is smaller (0.2σ instead of 1σ): let two groups compare. In
# the embedded set, the trap ends at infinity, because no simulated background is left; in the
# ATLAS set negative weights help to make it small.
