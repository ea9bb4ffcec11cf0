# %%
import fivesigma as fs
import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import chi2, norm

from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_10 as check

lesson.begin("undergraduate-10")
events = lesson.load_events()

# %% [markdown]
# So far you have worked with simulated collisions. A simulation knows which collision is signal. Nature does not tell.
#
# In this lesson you do what an experiment does between "our trees work" and "we have found something":
# you test the simulation beside the search, you measure a background, you admit what you do not know,
# you decide **before** you look, and only then you look.
#
# ## Nature, played by a seed
#
# The dark-matter set has **no measured collisions**. So a program plays nature. It draws
#
# - a hidden *signal strength* μ: 0 means no dark matter, 1 means as much as predicted, 2 twice that. The menu is 0 (40 %), 0.5 (10 %), 1 (30 %), 1.5 (10 %), 2 (10 %);
# - how wrong the simulation is: each background is really a little larger or smaller than simulated;
# - last the counts, as Poisson numbers around what that world expects.
#
# Such counts are called *pseudo-data*. They are never called "data" here, because nobody measured them. Real collisions wait for you in the workbook of the advanced course.

# %% [markdown]
# We count in ten *cells*: five ranges of the missing momentum, once for pairs with a mass near the Z boson
# (the *window*, 76 to 106 GeV), once for pairs beside it (the *sideband*). The signal makes a Z boson, so it sits in the window.

# %%
table = fs.select(events, signal="DM_200")
mll, met = table.features["mll"], table.features["met"]

in_window = (mll > 76) & (mll < 106)
met_edges = np.array(
    [80.0, 90.0, 100.0, 120.0, 150.0, 400.0]
)  # GeV; the last cell has no upper end
met_bin = np.clip(np.digitize(met, met_edges) - 1, 0, 4)
cell = np.where(in_window, met_bin + 5, met_bin)  # 0-4: sideband, 5-9: window

# %%
from fivesigma.teaching.blind import blind_search, cell_templates, lock

expected = cell_templates(table, cell, 10)  # each process in each cell, with its variance
blinded = np.arange(10) >= 7  # the window above 100 GeV
search = blind_search(
    expected, blinded=blinded, dataset=table.dataset, signal="DM_200", experiment=10
)
observed = search.counts()
print(search)
print("sideband:", observed[:5])
print("window:  ", observed[5:])

# %% [markdown]
# Experiment 10, because this is lesson 10: nobody picked a world that looks nice. Three cells say `nan`. They are *blinded*: that is where a signal would show, and you are not ready to look.
#
# ## Do simulation and pseudo-data agree?
#
# First we look where no signal is expected. Below the histogram is the *ratio panel*: observed over expected. A ratio of 1 is perfect; but how far from 1 is too far?

# %%
from dataclasses import replace

from fivesigma.inference.yields import Histogram
from fivesigma.plots.sheet import Origin, origin_of

facts = origin_of(table.dataset)
pseudo = Origin(
    kind="Pseudo-data",
    source=f"drawn from simulation, {facts.source}",
    sqrt_s_tev=facts.sqrt_s_tev,
    luminosity_ifb=facts.luminosity_ifb,
)


def drawn(cells, counts):
    """The stack of some cells with pseudo-data as points; NaN is not drawn."""
    part = replace(
        expected,
        edges=met_edges,
        sum=expected.sum[:, cells],
        sum_squares=expected.sum_squares[:, cells],
    )
    seen = np.nan_to_num(counts[cells])
    points = Histogram(edges=met_edges, sum=seen, sum_squares=seen)
    return fs.plot("stack", part, variable="met", observed=points, origin=pseudo, width_in=5.0)


sideband, window = slice(0, 5), slice(5, 10)
ratio = observed[sideband] / expected.background.sum[sideband]
lesson.show(
    drawn(sideband, observed),
    alt="Missing momentum in the mass sideband, pseudo-data as points on the stacked simulation; "
    f"observed over expected is {', '.join(f'{r:.2f}' for r in ratio)} from the lowest to the highest range.",
)

# %% [markdown]
# By eye one sees anything. So we use a number: the *pull*, the difference in units of its own uncertainty,
#
# $$\text{pull} = \frac{n - b}{\sqrt{b + \sigma_b^2}}.$$
#
# $n$ is the count and $b$ the expectation. A Poisson count with mean $b$ scatters by $\sqrt b$. The simulation has an uncertainty, too: $\sigma_b^2 = \sum w^2$ (lesson 2). Both belong into the root.
#
# ### Exercise 1: the pulls
# Compute the pulls of the seven open cells: five of the sideband, two of the window.

# %%
open_cells = ~blinded
n = observed[open_cells]
b = expected.background.sum[open_cells]
variance = expected.background.sum_squares[open_cells]  # sum of w squared

# %% tags=["exercise"]
pulls = ...
### BEGIN SOLUTION
pulls = (n - b) / np.sqrt(b + variance)
### END SOLUTION

# %% tags=["check"]
check.pulls(pulls)

# %% [markdown] tags=["hint"]
# Everything is an array of seven numbers, and NumPy divides them one by one. `variance` is already a square: do not square it again.

# %% [markdown]
# The sum of the squared pulls is called χ² ("chi squared"). If simulation and counts agree, it should be about as large as the number of cells.
# The *p-value* says how often a perfect simulation would do as badly, or worse, by chance.


# %%
def told(p):
    """What a p-value allows one to say."""
    if p < 0.01:
        return "The simulation does not describe these cells: find out why before you go on."
    if p < 0.1:
        return "That is a little unusual, one would look twice. It is no proof of a mistake."
    return "No disagreement is seen. That does not prove that the simulation is right."


squares = np.sum((n - b) ** 2 / (b + variance))
p_agreement = chi2.sf(squares, df=n.size)
print(f"χ² = {squares:.1f} for {n.size} cells, p = {p_agreement:.2f}")
print(told(p_agreement))

# %% [markdown]
# Two things to keep in mind. These pseudo-data were drawn from this very simulation, so their agreement says nothing about ATLAS: you learn the method.
# And the yields of the world may be off by 10 to 50 %. This χ² does not know that, and may be large for that reason alone.
#
# ## Beside the search: control regions
#
# A *control region* is a selection beside the search, full of one background and empty of signal. There one may look at once. What could serve here?
# One idea: pairs with **the same sign**, like two positive muons. A Z boson cannot make them. The files hold such rows, most of them WZ.

# %% tags=["predict"]
my_guess = ...  # how many same-sign collisions do you expect in 10 fb⁻¹: 200, 20, 2 or less than 1?

# %% [markdown]
# ### Exercise 2: how many same-sign pairs are expected?
# `events` holds all collisions before the cut on the charge. Count the **expected** background collisions (label 0) whose `sum_lep_charge` is not 0.

# %%
charge = events.features["sum_lep_charge"]
is_background = events.label == 0
rows = np.count_nonzero(is_background & (charge != 0))
print(f"{rows} simulated background rows have the same sign")

# %% tags=["exercise"]
n_same_sign = ...
### BEGIN SOLUTION
n_same_sign = float(events.weight[is_background & (charge != 0)].sum())
### END SOLUTION

# %% tags=["check"]
check.n_same_sign(n_same_sign)

# %% [markdown] tags=["hint"]
# Rows are simulated collisions. What does the sum of their weights tell you (lesson 2)? Negative weights belong in.

# %% [markdown]
# Was your guess near? A region can be full of simulated rows and still hold next to nothing, once the weights are in. Compare three candidates:

# %%
from fivesigma.inference.yields import yield_of

same_sign = fs.select(events, signal="DM_200", cuts=["sum_lep_charge != 0"])
low_met = in_window & (met < 100)
candidates = {
    "same sign": (same_sign, np.ones(same_sign.n_events, bool)),
    "window, ETmiss below 100 GeV": (table, low_met),
    "sideband of the mass": (table, ~in_window),
}
for name, (where, keep) in candidates.items():
    contents = {
        process: where.weight[keep & (where.process == code)].sum()
        for code, process in enumerate(where.processes)
    }
    signal = contents.pop("DM_200")
    largest = max(contents, key=contents.get)
    total = sum(contents.values())
    print(
        f"{name:29} {total:6.1f} background, {contents[largest] / total:4.0%} of it {largest}; "
        f"signal at μ = 1: {signal:.2f}"
    )

# %% [markdown]
# - The same-sign region holds about one collision or less: its count would tell you nothing.
# - Low ETmiss measures Z + jets, but a real signal would sit in there, too. Who takes that excess for background subtracts the discovery from itself. This is called *signal contamination*.
# - The sideband is mostly *non-resonant* (two W bosons, top quarks: the two leptons do not come from one Z), and almost free of signal. We take it.
#
# ## A background that you measure
#
# The search will look in the window above 150 GeV. How many non-resonant collisions sit there? Do not ask the simulation for the number. Ask it only for a ratio:
#
# $$N_\text{target} = T\,(n_\text{control} - \text{others}),\qquad T = \frac{\text{simulated in the target}}{\text{simulated in the control region}}.$$
#
# $T$ is the *transfer factor*. If the simulation has 30 % too many of them everywhere, $T$ does not notice: the count corrects it. What enters instead is the error of the count, and of $T$.

# %%
from fivesigma.core.measured import Measured
from fivesigma.inference.control_region import transfer_factor

is_non_resonant = table.process == table.processes.index("Non-resonant_ll")
target = in_window & (met >= 150)
factor = transfer_factor(
    yield_of(table.weight[is_non_resonant & target]),
    yield_of(table.weight[is_non_resonant & ~in_window]),
)
print("transfer factor T:", factor.rounded(3))

# %% [markdown]
# The other processes in the sideband come from the simulation. Their uncertainty: 10 % for ZZ and WZ each, 50 % for Z + jets, and the finite simulation.

# %%
assumed = {"ZZ": 0.10, "WZ": 0.10, "Z+jets": 0.50}
n_control = float(observed[sideband].sum())
amounts = {
    name: yield_of(table.weight[~in_window & (table.process == table.processes.index(name))])
    for name in assumed
}
others = Measured(
    value=sum(amount.sum for amount in amounts.values()),
    uncertainty=np.sqrt(
        sum((assumed[name] * a.sum) ** 2 + a.sum_squares for name, a in amounts.items())
    ),
)
print(f"counted in the sideband: {n_control:.0f}, others expected there: {others}")

# %% [markdown]
# ### Exercise 3: the estimate and its uncertainty
# Compute the estimate and its uncertainty, as an array of two numbers. Use `n_control`, `others.value`, `others.uncertainty`, `factor.value` and `factor.uncertainty`.
# A count scatters by its root. Differences: add the **absolute** errors in quadrature. Products: add the **relative** errors in quadrature.

# %% tags=["exercise"]
# points: 2
non_resonant = ...  # np.array([estimate, uncertainty])
### BEGIN SOLUTION
difference = n_control - others.value
error_of_difference = np.sqrt(n_control + others.uncertainty**2)
estimate = factor.value * difference
relative = np.hypot(error_of_difference / difference, factor.uncertainty / factor.value)
non_resonant = np.array([estimate, estimate * relative])
### END SOLUTION

# %% tags=["check"]
check.non_resonant(non_resonant)

# %% [markdown] tags=["hint"]
# First the difference $d = n - \text{others}$ and its error: $\sqrt{n + \sigma_\text{others}^2}$. Then the product $T d$: its relative error is $\sqrt{(\sigma_d/d)^2 + (\sigma_T/T)^2}$.

# %% [markdown]
# Is a measured background better than a simulated one? Not by itself: its error may well be larger. What you have gained is that it does not rest on somebody's "15 %".
#
# There is a second method, *ABCD*, which asks the simulation for nothing. Cut on two variables, here the mass and ETmiss. That makes four regions:
#
# | | ETmiss below 150 GeV | ETmiss above 150 GeV |
# |---|---|---|
# | **window** | C | A (the search) |
# | **sideband** | D | B |
#
# If the two variables know nothing of each other, the shares are the same in both rows: A / C = B / D. So A = B · C / D.

# %% tags=["predict"]
my_guess = ...  # does mass "know nothing" of ETmiss here? Will ABCD give the right number?

# %% [markdown]
# ### Exercise 4: ABCD, and does it close?
# A *closure test* tries the method where you know the answer: in the simulation. Compute the ABCD prediction for A from the simulated **non-resonant** events.

# %%
weight = np.where(is_non_resonant, table.weight, 0.0)
high = met >= 150
true_a = yield_of(table.weight[is_non_resonant & in_window & high])

# %% tags=["exercise"]
predicted_a = ...
### BEGIN SOLUTION
in_b = weight[~in_window & high].sum()
in_c = weight[in_window & ~high].sum()
in_d = weight[~in_window & ~high].sum()
predicted_a = in_b * in_c / in_d
### END SOLUTION

# %% tags=["check"]
check.predicted_a(predicted_a)

# %% [markdown] tags=["hint"]
# `weight` is already 0 for every other process. Three sums, one for each of B, C and D: `weight[in_window & ~high].sum()` is C.

# %%
from fivesigma.inference.control_region import four_regions

closure = four_regions(
    yield_of(weight[~in_window & high & is_non_resonant]),
    yield_of(weight[~in_window & ~high & is_non_resonant]),
    yield_of(weight[in_window & ~high & is_non_resonant]),
)
off = (closure.value - true_a.sum) / np.hypot(closure.uncertainty, true_a.error)
print(f"simulated in A: {true_a.sum:.2f} ± {true_a.error:.2f}, ABCD says {closure}")
print(f"difference: {off:+.1f} standard deviations.", end=" ")
print("It closes within its uncertainty." if abs(off) < 2 else "It does not close.")

# %% [markdown]
# Explain it. The leptons must be close together (ΔR < 2), and the pair must balance ETmiss. So large ETmiss means a fast pair. How does the mass of a pair depend on its momentum and the angle between the leptons?
# Two variables that both grow with the momentum do know of each other. A method is as good as its assumption, and the closure test is how one finds out. We keep the transfer factor: it takes this from the simulation.

# %% [markdown] tags=["teacher"]
# For small angles $m^2 \approx p_{T1}\,p_{T2}\,\Delta R^2$: the faster the pair, the higher the masses that fit under ΔR < 2. Measured in both sets: of the non-resonant events a share of 0.50 ± 0.04 lies in the
# lower sideband (61-76 GeV) below ETmiss = 100 GeV, and 0.29 ± 0.06 above 150 GeV; the window takes them. In both sets ABCD predicts 2.3 where 4.2 to 4.4 are simulated, about 2.6σ.
# Ask: which of A, B, C, D is small, and what would a region A with lower ETmiss do to the test?

# %% [markdown]
# ## What may be wrong, and by how much
#
# A *systematic uncertainty* does not melt when you simulate more. The set of ATLAS has no files for it. The collisions that come with fivesigma have: they can be **seen again** by a slightly different detector.
# We borrow its relative shifts. It is a stand-in, with round sizes of our own (a jet energy known to 3 %, ...): not ATLAS's own numbers.

# %%
from fivesigma.simulation.variations import detector_variations
from fivesigma.workflow.shifts import detector_shifts, total_shift
from fivesigma.workflow.truth_record import embedded_truth

search_cuts = ["sum_lep_charge == 0", "76 < mll < 106", "met >= 150"]
variations = detector_variations()
shifts = detector_shifts(embedded_truth(), variations, cuts=search_cuts)
from_detector = total_shift(shifts)
print(f"the detector, all in quadrature: {from_detector.rounded(3)} of the background")

# %%
from fivesigma.inference.control_region import transferred_background

measured_non_resonant = transferred_background(n_control, others, factor)
in_target = {
    name: yield_of(table.weight[target & (table.process == table.processes.index(name))])
    for name in assumed
}
background = sum(y.sum for y in in_target.values()) + measured_non_resonant.value
sources = {f"yield of {name}": assumed[name] * y.sum for name, y in in_target.items()}
sources["non-resonant, from the sideband"] = measured_non_resonant.uncertainty
sources["finite simulation"] = np.sqrt(sum(y.sum_squares for y in in_target.values()))
sources["detector"] = from_detector.value * background
print(f"{background:.1f} background events in the search region")

# %%
figure, axes = plt.subplots(figsize=(6.8, 3.2))
axes.barh(list(sources), [100 * size / background for size in sources.values()], color="#5790fc")
axes.invert_yaxis()
axes.minorticks_off()
axes.set(xlabel="Uncertainty of the background [%]", title="Simulation: window, ETmiss ≥ 150 GeV")
largest = max(sources, key=sources.get)
lesson.show(
    figure,
    alt=f"Bars: uncertainty of the background by source; the longest is '{largest}' "
    f"with {100 * sources[largest] / background:.1f} per cent.",
)

# %% [markdown]
# ### Exercise 5: all of it together
# `sources` has the uncertainties **in events**, from causes that know nothing of each other. What is the **relative** uncertainty of the background, as a fraction?
# (Almost nothing: the yield of ZZ also enters the sideband, among the others. More ZZ there means less non-resonant here, so the sum is a little too large. We accept that.)

# %% tags=["exercise"]
relative_uncertainty = ...
### BEGIN SOLUTION
relative_uncertainty = np.sqrt(sum(size**2 for size in sources.values())) / background
### END SOLUTION

# %% tags=["check"]
check.relative_uncertainty(relative_uncertainty)

# %% [markdown] tags=["hint"]
# Causes that know nothing of each other add in quadrature: the root of the sum of the squares. Then divide by the background.

# %% [markdown]
# ## Choose, and lock
#
# Where should the search region begin? That depends on how well you know the background. Everything below uses simulation alone: nobody has looked.

# %%
from fivesigma.inference.significance import region_significance

thresholds = [100, 120, 150]
regions = {}
for threshold in thresholds:
    keep = in_window & (met >= threshold)
    regions[threshold] = tuple(
        yield_of(table.weight[keep & (table.label == label)]) for label in (1, 0)
    )
    s, b_region = regions[threshold]
    z_known, z_unsure = (
        region_significance(s, b_region, relative_uncertainty=u) for u in (0.0, 0.1)
    )
    print(
        f"ETmiss ≥ {threshold} GeV: s = {s.sum:.1f}, b = {b_region.sum:.1f}, "
        f"Z = {z_known}σ if b is known, {z_unsure}σ if known to 10 %"
    )

# %%
from fivesigma.plots.palette import INKS

figure, axes = plt.subplots()
fractions = np.linspace(0.0, 0.3, 31)
for threshold, ink in zip(thresholds, INKS):
    z = [region_significance(*regions[threshold], relative_uncertainty=u) for u in fractions]
    middle, spread = np.array([[one.value, one.uncertainty] for one in z]).T
    look = {"color": ink.colour, "label": f"ETmiss ≥ {threshold} GeV"}
    axes.plot(100 * fractions, middle, ls=ink.line, **look)
    axes.fill_between(
        100 * fractions, middle - spread, middle + spread, color=ink.colour, alpha=0.15, lw=0
    )
axes.set(
    xlabel="Uncertainty of the background [%]",
    ylabel="Expected significance Z [σ]",
    title="Simulation: DM_200, 10 fb⁻¹; bands: finite simulation",
)
axes.set_ylim(bottom=0)
axes.legend()
at_zero, at_ten = (
    {t: region_significance(*regions[t], relative_uncertainty=u).value for t in thresholds}
    for u in (0.0, 0.1)
)
best_known, best_unsure = max(at_zero, key=at_zero.get), max(at_ten, key=at_ten.get)
lesson.show(
    figure,
    alt="Expected significance of three search regions against the background's uncertainty: all fall. "
    f"With none the region from {best_known} GeV is best ({at_zero[best_known]:.1f} sigma), "
    f"with 10 per cent the one from {best_unsure} GeV ({at_ten[best_unsure]:.1f} sigma).",
)

# %% tags=["test"]
assert best_known in (100, 120)
assert best_unsure == 150
assert abs(at_ten[150] - 2.6) < 0.5

# %% [markdown]
# (The little step at the left: at 0 the background counts as known exactly; from there on the finite simulation is in, too.)
#
# Being unsure costs more than any cut gains. And it moves the best region to where there is less background. The bands overlap: no choice here is much better than its neighbour.
# What matters is that you choose **before** you look. Else you would take, without noticing, the region that fluctuated upwards.
#
# So write your choice down and *lock* it. `lock` makes a text of it and a *hash*: a fingerprint of the text. Change one character, and the fingerprint is another.
# Read its first letters to your neighbour. Now there is a witness.
#
# ### Exercise 6: lock your choice
# Choose `threshold` (100, 120 or 150 GeV) and `background_uncertainty` (a fraction; what did exercise 5 say?). The check tells what it is worth, and accepts every choice one can defend.

# %% tags=["exercise"]
my_lock = ...  # lock({"threshold": ..., "background_uncertainty": ...})
### BEGIN SOLUTION
my_lock = lock({"threshold": 150, "background_uncertainty": 0.1})
### END SOLUTION

# %% tags=["check"]
check.my_lock(my_lock)

# %% [markdown] tags=["hint"]
# A dictionary with these two names: `lock({"threshold": 120, "background_uncertainty": 0.15})`. Ten per cent is 0.1.

# %% [markdown]
# ## Look
#
# This lesson needs one choice that is the same for all: the window above 150 GeV, and a background known to 10 %. It follows from the simulation alone: the best region at 10 %. Here is its lock, and then the cells open.

# %%
agreed = lock({"threshold": 150, "background_uncertainty": 0.1})
print(agreed)
opened = search.unblind(agreed)
n_observed = opened[9]
print(
    f"expected without signal: {background:.1f} ± {0.1 * background:.1f}, counted: {n_observed:.0f}"
)

# %% tags=["predict"]
my_guess = ...  # is there a signal in it: yes, no, or cannot tell?

# %%
ratio = opened[window] / expected.background.sum[window]
lesson.show(
    drawn(window, opened),
    alt="Missing momentum in the mass window after unblinding, pseudo-data as points on the "
    f"stacked simulation, the signal as a line; observed over background is {', '.join(f'{r:.2f}' for r in ratio)}.",
)

# %%
from fivesigma.inference.likelihood.fit import fit_signal_strength
from fivesigma.inference.likelihood.systematics import normalisation
from fivesigma.inference.likelihood.templates import counting_templates

signal_yield = regions[150][0]
# The 10 % hold the finite simulation of the background already: its variance is given as 0.
region = counting_templates((signal_yield.sum, signal_yield.sum_squares), (background, 0.0))
unsure = normalisation("background", ["background"], agreed.choice["background_uncertainty"])
result = fit_signal_strength(region, [unsure], observed=np.array([n_observed]))
low, upper = result.interval
print(f"observed significance  Z = {result.discovery_z:.2f}σ")
print(f"signal strength        μ = {result.mu}, 68 % interval {low:.2f} to {upper:.2f}")
print(f"95 % upper limit       μ < {result.limit.observed:.2f}")
print(f"expected without signal  {result.limit.expected[2]:.2f}")

# %% [markdown]
# What the lines say:
#
# - **Z**: if there were no signal, how surprising is this count? 0 where there are fewer than expected.
# - **μ**: how much signal the count asks for, with its interval. A small negative value is allowed: counts fluctuate downwards, too.
# - **The limit**: values of μ above it are *excluded* at 95 % confidence (CLs, a rule that never excludes what you could not have seen). The limit to expect without signal says how far your search reaches.
#
# ### Exercise 7: from σ to a probability
# The *p-value* is the chance that background alone gives such an excess or a larger one: the area of the Gaussian **above** Z. Write a function. Three σ is called "evidence", five "discovery".


# %% tags=["exercise"]
def p_value(z):
    """Chance of an upward fluctuation of z standard deviations or more."""
    ### BEGIN SOLUTION
    return norm.sf(z)
    ### END SOLUTION


# %% tags=["check"]
check.p_value(p_value)

# %% [markdown] tags=["hint"]
# `norm.cdf(z)` is the area below z, `norm.sf(z)` the area above. Only upward fluctuations look like a signal: one side.

# %%
p_observed = norm.sf(result.discovery_z)
if result.discovery_z >= 5:
    verdict = "The rule of the field would call it a discovery."
elif result.discovery_z >= 3:
    verdict = "That would be called evidence, no more."
else:
    verdict = "That is no evidence for a signal."
excluded = result.limit.observed < 1
print(f"p = {p_observed:.2g}. {verdict}")
print("A signal as predicted, μ = 1,", "is excluded at 95 %." if excluded else "is not excluded.")

# %% [markdown]
# A p-value is **not** the chance that there is no signal. It is the chance of such a count **if** there is none. Keep the two apart: newspapers often mix them up.
#
# No experiment is ever told the truth. A game may, once:

# %%
hidden = search.hidden_strength(agreed)
inside = low <= hidden <= upper
print(f"hidden in this world: μ = {hidden:g}")
print(
    f"The 68 % interval {'holds' if inside else 'misses'} it. It should hold it about two times in three."
)

# %% tags=["test"]
assert np.isclose(measured_non_resonant.value, check.world().non_resonant.value)
assert 3 < measured_non_resonant.value < 8 or table.dataset != "atlas-dm"
assert low < result.mu.value < upper
assert 0.4 < result.limit.expected[2] < 1.2
assert abs(hidden - result.mu.value) < 3 * result.mu.uncertainty

# %% [markdown]
# ## Why five?
#
# 3σ by chance happens once in 740 tries. That sounds rare. But experiments look in many places: many masses, many regions. Somewhere, something will stick out. This is the *look-elsewhere effect*.
#
# ### Exercise 8: look elsewhere
# You look in `n_looks` regions that share no event. Write the chance that **at least one** of them shows a p-value of `p_local` or smaller, with no signal anywhere.


# %% tags=["exercise"]
def p_global(p_local, n_looks):
    """Chance that at least one of n_looks independent looks is as extreme as p_local."""
    ### BEGIN SOLUTION
    return 1 - (1 - p_local) ** n_looks
    ### END SOLUTION


# %% tags=["check"]
check.p_global(p_global)

# %% [markdown] tags=["hint"]
# The chance that none of them does is easier: $(1-p)^n$. And "at least one" is the rest.

# %% [markdown]
# Believe it when you have seen it. We make 20,000 experiments without any signal, each looking in 20 regions with 100 expected events:

# %%
rng = np.random.default_rng(10)
counts = rng.poisson(100, size=(20_000, 20))
z = (counts - 100) / 10
for n_looks in (1, 5, 20):
    alarm = np.mean(z[:, :n_looks].max(axis=1) >= 2)
    error = np.sqrt(alarm * (1 - alarm) / 20_000)
    share = f"{100 * alarm:.1f} ± {100 * error:.1f} %"
    print(f"{n_looks:2} regions: an excess of 2σ or more in {share} of the experiments")

# %% tags=["test"]
assert 0.40 < alarm < 0.47

# %% [markdown]
# Nobody made a mistake, and yet more than four in ten of those who look twenty times find "something". That is one reason for the five: it survives many looks. The other is that systematic uncertainties are sometimes underestimated.
# And it is why the region was locked first: one look, chosen beforehand, needs no correction.
#
# **To take home**, not marked: put another number for `experiment` into the search, and write down your verdict before you ask for the hidden μ. How often in ten are you right?
