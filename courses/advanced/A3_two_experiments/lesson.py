# %%
import matplotlib.pyplot as plt
import numpy as np
from scipy.stats import norm, poisson
from sklearn.model_selection import train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from fivesigma.inference.significance import region_significance
from fivesigma.inference.yields import yield_of
from fivesigma.learning.judging.overtraining import kolmogorov_smirnov
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.weights import rescaled_weights, training_weights
from fivesigma.plots.counts import draw_expected, draw_measured
from fivesigma.plots.palette import BACKGROUND, ORANGE
from fivesigma.teaching import four_leptons, lesson
from fivesigma.teaching.checks import advanced_A3 as check
from fivesigma.workflow.building.channels import channels_of

lesson.begin("advanced-A3")
cms = four_leptons.cms_collisions()
atlas = four_leptons.atlas_collisions()
atlas_channel = channels_of(atlas, [str(path) for path in four_leptons.atlas_files()])
is_atlas = atlas_channel == "2e2mu"
print(f"CMS: {cms}")
print(f"ATLAS: {atlas}, {is_atlas.sum()} of them two electrons and two muons")

# %% [markdown]
# ## What do you have?
#
# Two experiments measured the same thing in different years, with different detectors, at different
# energies. Does what you learn at one help at the other?
#
# | | CMS | ATLAS |
# | --- | --- | --- |
# | collisions of | 2012, 8 TeV | 2016, 13 TeV |
# | measured | periods B and C, 11.58 fb⁻¹ | periods A, B and C of four |
# | simulated Higgs, 2e2μ | yes | **not here** |
# | simulated ZZ, 2e2μ | yes | **not here** |
# | leptons | chosen by the authors of the skims | above 25, 15, 10 GeV, and your cuts of part A1 |
# | pairs | 40 to 120 and 12 to 120 GeV | the same |
#
# So there is one way only. **CMS simulation trains; the other half of CMS simulation judges.** The
# result is then applied to events that CMS measured, and to events that ATLAS measured. The
# *acceptance*, which collisions a detector and its selection let through, is not the same.
#
# ### Exercise 1: what can be known at ATLAS?
#
# The network gives a score to every event that ATLAS measured. Nobody knows which of them is a
# Higgs boson, and there is no simulation. What can be measured on them?
#
# - a) The AUC of the network.
# - b) Its signal efficiency.
# - c) How the score is distributed, and how many events pass a threshold.
# - d) The expected significance.

# %% tags=["exercise"]
known_at_atlas = ...
### BEGIN SOLUTION
known_at_atlas = "c"
### END SOLUTION

# %% tags=["check"]
check.known_at_atlas(known_at_atlas)

# %% [markdown]
# ## Do both see the same events?
#
# A network meets numbers, not physics. If a feature has another distribution at ATLAS, its score
# means something else there. Where can one compare? Above 140 GeV: there is hardly any Higgs boson
# of 125 GeV, so that everything there should be ZZ. Such a place is called a *control region*.

# %%
m_cms, m_atlas = cms.features["m4l"], atlas.features["m4l"]
is_zz = (cms.label == 0) & (m_cms > 140)
is_higgs = (cms.label == 1) & (m_cms > 140)
is_cms_measured = (cms.label == -1) & (m_cms > 140)
is_atlas_measured = is_atlas & (m_atlas > 140)
print(f"CMS, simulated ZZ:    {yield_of(cms.weight[is_zz]).sum:.1f} expected")
print(f"CMS, simulated Higgs: {yield_of(cms.weight[is_higgs]).sum:.3f} expected")
print(f"CMS, measured:        {is_cms_measured.sum()}")
print(f"ATLAS, measured:      {is_atlas_measured.sum()}, no expectation at hand")

# %% tags=["predict"]
my_guess = ...  # ATLAS has more energy: which feature will differ most, an angle, a mass, a pt?

# %%
names = [name for name in cms.features if name != "m4l"]
p_cms, p_atlas = {}, {}
print(f"{'':12}{'mean, ZZ of CMS':>16}{'p, CMS measured':>17}{'p, ATLAS measured':>19}")
for name in cms.features:
    zz = (cms.features[name][is_zz], cms.weight[is_zz])
    measured = cms.features[name][is_cms_measured]
    p_cms[name] = kolmogorov_smirnov(zz, (measured, np.ones(len(measured))))[1]
    measured = atlas.features[name][is_atlas_measured]
    p_atlas[name] = kolmogorov_smirnov(zz, (measured, np.ones(len(measured))))[1]
    mean = np.average(zz[0], weights=zz[1])
    print(f"{name:12}{mean:16.2f}{p_cms[name]:17.3f}{p_atlas[name]:19.4f}")

# %% [markdown]
# Each p is the chance of a difference as large, if both were drawn from one distribution
# (Kolmogorov–Smirnov, part A2). But careful: you have looked at eleven features. The smallest of
# many p is small by itself.
#
# ### Exercise 2: the smallest of many
#
# Write the chance that the smallest of `n` independent p-values is `p` or less, if nothing is
# wrong at all.


# %% tags=["exercise"]
def chance_of_smallest(p, n):
    ### BEGIN SOLUTION
    return 1 - (1 - p) ** n
    ### END SOLUTION


# %% tags=["check"]
check.chance_of_smallest(chance_of_smallest)

# %% [markdown] tags=["hint"]
# What is the chance that one of them is above p? That all n are above?

# %%
for title, found in (("CMS", p_cms), ("ATLAS", p_atlas)):
    name = min(found, key=found.get)
    chance = 1 - (1 - found[name]) ** len(found)
    print(f"{title}: smallest p {found[name]:.4f} ({name}), by luck in {chance:.1%} of cases")

# %%
units = {"pt4l": "GeV", "m4l": "GeV", "theta_star": "rad"}
ranges = {"pt4l": (0, 150), "m4l": (140, 600), "theta_star": (0, np.pi)}
figure, panels = plt.subplots(2, 3, figsize=(9.5, 5.6), sharex="col")
for column, (name, (low, high)) in enumerate(ranges.items()):
    edges = np.linspace(low, high, 9)
    for axes, table, rows, title in (
        (panels[0, column], cms, is_cms_measured, "CMS, 8 TeV"),
        (panels[1, column], atlas, is_atlas_measured, "ATLAS, 13 TeV"),
    ):
        scaled = cms.weight[is_zz] * rows.sum() / cms.weight[is_zz].sum()
        draw_expected(axes, {"ZZ of CMS, scaled": (cms.features[name][is_zz], scaled)}, edges)
        draw_measured(axes, table.features[name][rows], edges, label=f"{title}, measured")
        axes.set(ylim=(0, None), xlim=(low, high))
    panels[1, column].set_xlabel(f"{name} [{units[name]}]")
for axes in panels[:, 0]:
    axes.set_ylabel("events above 140 GeV")
    axes.legend(fontsize=7.5)
means = {
    "simulated": np.average(cms.features["pt4l"][is_zz], weights=cms.weight[is_zz]),
    "ATLAS": atlas.features["pt4l"][is_atlas_measured].mean(),
    "CMS": cms.features["pt4l"][is_cms_measured].mean(),
}
lesson.show(
    figure,
    alt="pt4l, m4l and theta_star above 140 GeV: simulated ZZ of CMS, filled and scaled to the count, "
    f"with {is_cms_measured.sum()} events measured by CMS above and {is_atlas_measured.sum()} by "
    f"ATLAS below, as points. Mean pt4l: simulated {means['simulated']:.0f} GeV, CMS "
    f"{means['CMS']:.0f}, ATLAS {means['ATLAS']:.0f}.",
)

# %% [markdown]
# Compare with your guess. Theory has one, too: at 13 TeV the protons bring more energy, so that
# heavier pairs, and pairs with more momentum across the beam, should be made more often; ATLAS also
# asks for harder leptons. The angles are about how a Z boson decays, and that should not depend on
# the collider. Mind the difference: who named `pt4l` **before** looking may quote its own p. Who
# picks it afterwards must quote the chance for the smallest of eleven. (That formula takes them for
# independent, which they are not quite.)
#
# ## Train on CMS
#
# As in part A2: ten features without `m4l`, 105 to 140 GeV, half learns. Three networks with three
# seeds vote, which makes the score less a matter of luck.

# %%
region = (m_cms > 105) & (m_cms < 140) & (cms.label >= 0)
y, weight, mass = cms.label[region], cms.weight[region], m_cms[region]


def matrix(table, rows):
    """The features of some rows, one column each."""
    return np.column_stack([table.features[name][rows] for name in names]).astype(float)


X = matrix(cms, region)
learn, judge = train_test_split(np.arange(len(y)), test_size=0.5, stratify=y, random_state=1)
balanced = training_weights(weight[learn], y[learn], "balanced")
networks = []
for seed in (1, 2, 3):
    layers = MLPClassifier((32, 16), early_stopping=True, random_state=seed)
    model = make_pipeline(StandardScaler(), layers)
    networks.append(model.fit(X[learn], y[learn], mlpclassifier__sample_weight=balanced))


# %%
def score_of(features):
    """The mean output of the three networks."""
    return np.mean([model.predict_proba(features)[:, 1] for model in networks], axis=0)


score = score_of(X)
curve = roc_curve(score[judge], y[judge], weight[judge])
print(f"AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}, unseen simulated events of CMS")

# %% [markdown]
# ### Exercise 3: how significant would it be?
#
# Expect `s` signal and `b` background collisions. The median *significance* of a discovery, in
# standard deviations, is
#
# $$ Z = \sqrt{2\,\big((s+b)\,\ln(1+s/b) - s\big)} $$
#
# For large b it becomes s/√b. Here b is about one: write the full formula.


# %% tags=["exercise"]
def significance(s, b):
    ### BEGIN SOLUTION
    return np.sqrt(2 * ((s + b) * np.log(1 + s / b) - s))
    ### END SOLUTION


# %% tags=["check"]
check.significance(significance)

# %% [markdown] tags=["hint"]
# `np.log` is the natural logarithm. Mind the brackets: the factor 2 is before all of it.

# %% [markdown]
# Now choose the threshold on the score. We choose it on the half that **learned**, and judge it on
# the other half, so that no event has a say in its own verdict. Each half is scaled up to stand for
# all. A region whose simulated background is worth fewer than ten events is refused.

# %%
half = np.zeros(len(y), np.uint8)
half[judge] = 1
inside = (mass > 115) & (mass < 130)


def yields(threshold, which):
    """Expected signal and background in the window, from one half scaled up to all."""
    scaled = rescaled_weights(weight, y, half, [which])
    rows = inside & (score > threshold) & (half == which)
    return yield_of(scaled[rows & (y == 1)]), yield_of(scaled[rows & (y == 0)])


thresholds = [t for t in np.arange(0.0, 0.95, 0.05) if yields(t, 0)[1].effective_count >= 10]
z_learn = [region_significance(*yields(t, 0), relative_uncertainty=0.0).value for t in thresholds]
threshold = float(thresholds[int(np.argmax(z_learn))])
expected = {"no score": yields(0.0, 1), f"score > {threshold:.2f}": yields(threshold, 1)}
z_expected = {}
for title, (s, b) in expected.items():
    z_expected[title] = region_significance(s, b, relative_uncertainty=0.0)
    print(
        f"{title:12}: signal {s.sum:.2f} ± {s.error:.2f}, background {b.sum:.2f} ± {b.error:.2f},"
    )
    print(f"              Z = {z_expected[title]} expected, 115 to 130 GeV, 2e2μ only")

# %% [markdown]
# ± is what the size of the simulation allows, nothing else: how well ZZ is predicted, and how well
# the detector is simulated, is not in it.
#
# ## Has it found the mass?
#
# The mass of the four leptons was not among the features. Look at simulated **background** alone,
# before and after the threshold.

# %%
unseen_zz = judge[y[judge] == 0]
passing_zz = unseen_zz[score[unseen_zz] > threshold]
edges = np.linspace(105, 140, 8)
figure, axes = plt.subplots()
for rows, color, title in (
    (unseen_zz, BACKGROUND.colour, "all"),
    (passing_zz, ORANGE.colour, f"score > {threshold:.2f}"),
):
    counts = np.histogram(mass[rows], edges)[0]
    share, bars = counts / len(rows), np.sqrt(counts) / len(rows)
    axes.stairs(share, edges, color=color, linewidth=2, label=f"ZZ, simulated, unseen: {title}")
    axes.errorbar(0.5 * (edges[1:] + edges[:-1]), share, bars, fmt="none", color=color)
axes.set(xlabel="m4l [GeV]", ylabel="share of the events", xlim=(105, 140), ylim=(0, 0.38))
axes.legend()
share_before, share_after = np.mean(inside[unseen_zz]), np.mean(inside[passing_zz])
share_error = np.sqrt(share_after * (1 - share_after) / len(passing_zz))
lesson.show(
    figure,
    alt=f"Mass of simulated ZZ events: {share_before:.2f} of them lie between 115 and 130 GeV before "
    f"the threshold, {share_after:.2f} ± {share_error:.2f} after it.",
)

# %% [markdown]
# ### Exercise 4: what does the picture say?
#
# - a) The background above the threshold contains Higgs bosons.
# - b) From ten features the networks can compute the mass, at least roughly, and they use it.
# - c) The threshold removes ZZ at all masses alike.
# - d) It is a fluctuation: the bars are large.

# %% tags=["exercise"]
what_happened_to_the_mass = ...
### BEGIN SOLUTION
what_happened_to_the_mass = "b"
### END SOLUTION

# %% tags=["check"]
check.what_happened_to_the_mass(what_happened_to_the_mass)

# %% [markdown]
# To leave a variable out does not hide it, if others tell it. This is called *sculpting*. A bump in
# measured events after such a threshold is no Higgs boson by itself: it must be compared with what
# the background does after the **same** threshold. That is what we do now.
#
# ## What CMS measured
#
# Features, networks, window and threshold are fixed. Now, and not before, look.

# %%
near = (m_cms > 105) & (m_cms < 140) & (cms.label == -1)
measured_mass, measured_score = m_cms[near], score_of(matrix(cms, near))
in_window = (measured_mass > 115) & (measured_mass < 130)
observed = {
    "no score": int(in_window.sum()),
    f"score > {threshold:.2f}": int((in_window & (measured_score > threshold)).sum()),
}
for title, n_observed in observed.items():
    s, b = expected[title]
    print(f"{title:12}: {n_observed} observed; {b.sum:.2f} without Higgs, {s.sum + b.sum:.2f} with")

# %%
scaled = rescaled_weights(weight, y, half, [1])
figure, panels = plt.subplots(1, 2, figsize=(9.0, 4.0))
for axes, limit, title in zip(panels, (0.0, threshold), expected, strict=True):
    rows = (half == 1) & (score > limit)
    parts = {
        "ZZ, simulated": (mass[rows & (y == 0)], scaled[rows & (y == 0)]),
        "Higgs, simulated": (mass[rows & (y == 1)], scaled[rows & (y == 1)]),
    }
    draw_expected(axes, parts, edges, signal="Higgs, simulated")
    draw_measured(axes, measured_mass[measured_score > limit], edges, label="CMS, measured")
    axes.set(title=title, xlabel="m4l [GeV]", xlim=(105, 140), ylim=(0, 8))
panels[0].set_ylabel("events / 5 GeV, 11.58 fb⁻¹ at 8 TeV")
panels[0].legend(fontsize=8)
lesson.show(
    figure,
    alt=f"Mass of 2e2μ events of CMS, simulated ZZ and Higgs stacked, measured as points: between 115 "
    f"and 130 GeV {observed['no score']} measured without a threshold, and "
    f"{list(observed.values())[1]} above it, with "
    + " and ".join(f"{b.sum:.2f}" for _, b in expected.values())
    + " expected without a Higgs boson.",
)

# %% [markdown]
# ### Exercise 5: could it be background alone?
#
# If there were no Higgs boson, how often would chance give **as many events as observed, or more**?
# Write the function; `poisson.sf(k, mean)` from SciPy is the chance of *more than* k.


# %% tags=["exercise"]
def p_value(n_observed, background):
    ### BEGIN SOLUTION
    return poisson.sf(n_observed - 1, background)
    ### END SOLUTION


# %% tags=["check"]
check.p_value(p_value)

# %% [markdown] tags=["hint"]
# "4 or more" is "more than 3".

# %%
p_observed = {}
for title, n_observed in observed.items():
    b = expected[title][1]
    tails = [poisson.sf(n_observed - 1, b.sum + k * b.error) for k in (-1, 0, 1)]
    p_observed[title] = tails[1]
    print(
        f"{title:12}: p = {tails[1]:.4f} ({tails[0]:.4f} to {tails[2]:.4f} as the background varies)"
    )
    print(
        f"              {norm.isf(tails[1]):.1f} standard deviations, {z_expected[title]} expected"
    )

# %% [markdown]
# Particle physics calls 3 standard deviations *evidence* and 5 a *discovery*. Compare. Note also
# what is not in these numbers: the uncertainty of the prediction, and the other channels. And one
# event more or less would change them a lot; try it.
#
# ## Another channel
#
# Back to our question. Where labels are known, a transfer can be measured: the networks have learned
# 2e2μ. CMS also simulated Higgs bosons to 4μ and 4e. (It published no such background in this form.)
#
# ### Exercise 6: the error of an efficiency
#
# `k` of `n` events pass. Write the uncertainty of the *efficiency* k/n, from the binomial law.


# %% tags=["exercise"]
def efficiency_error(k, n):
    ### BEGIN SOLUTION
    return np.sqrt(k / n * (1 - k / n) / n)
    ### END SOLUTION


# %% tags=["check"]
check.efficiency_error(efficiency_error)

# %% [markdown] tags=["hint"]
# With p = k/n the variance of k is n·p·(1 − p). The efficiency is k divided by n.

# %%
share = {"2e2μ": np.mean(score[judge[inside[judge] & (y[judge] == 1)]] > threshold)}
n_rows = {"2e2μ": int((inside[judge] & (y[judge] == 1)).sum())}
for channel, process in (("4μ", "H_ZZ_4mu"), ("4e", "H_ZZ_4e")):
    table = four_leptons.cms_signal(process)
    rows = (table.features["m4l"] > 115) & (table.features["m4l"] < 130)
    share[channel] = np.mean(score_of(matrix(table, rows)) > threshold)
    n_rows[channel] = int(rows.sum())
share_of_error = {c: np.sqrt(share[c] * (1 - share[c]) / n_rows[c]) for c in share}
for c in share:
    print(f"Higgs to {c:4}: {share[c]:.3f} ± {share_of_error[c]:.3f} pass, simulated, CMS")

# %% [markdown]
# Near, and not the same, by more than the errors. In 4μ and 4e two pairings are possible, and
# electrons and muons have different acceptance. So even inside one experiment the efficiency must be
# taken from the channel it is used in.
#
# ## The other experiment
#
# Here are the events of ATLAS. The shape below the points is **borrowed** from CMS and scaled to the
# ATLAS count above 140 GeV. It is no prediction: the energy differs, the leptons differ.

# %%
edges_wide = np.arange(80.0, 401.0, 20.0)
borrow = is_atlas_measured.sum() / cms.weight[is_zz].sum()
parts = {
    "ZZ of CMS at 8 TeV, scaled": (m_cms[cms.label == 0], cms.weight[cms.label == 0] * borrow),
    "Higgs of CMS, by the same factor": (
        m_cms[cms.label == 1],
        cms.weight[cms.label == 1] * borrow,
    ),
}
figure, axes = plt.subplots()
draw_expected(axes, parts, edges_wide, signal="Higgs of CMS, by the same factor")
draw_measured(axes, m_atlas[is_atlas], edges_wide, label="ATLAS at 13 TeV, 2e2μ, measured")
axes.set(xlabel="m4l [GeV]", ylabel="events / 20 GeV", xlim=(80, 400), ylim=(0, 15))
axes.legend(fontsize=9)
n_atlas_window = int((is_atlas & (m_atlas > 115) & (m_atlas < 130)).sum())
lesson.show(
    figure,
    alt=f"Mass of the {is_atlas.sum()} 2e2μ events of ATLAS as points on the shape of CMS simulation, "
    f"which is scaled to the {is_atlas_measured.sum()} events above 140 GeV; {n_atlas_window} lie "
    "between 115 and 130 GeV.",
)

# %%
atlas_near = is_atlas & (m_atlas > 105) & (m_atlas < 140)
atlas_score = score_of(matrix(atlas, atlas_near))
for m, output in zip(m_atlas[atlas_near], atlas_score, strict=True):
    print(f"ATLAS, measured: m4l = {m:5.1f} GeV, score {output:.2f}")
atlas_inside = (m_atlas[atlas_near] > 115) & (m_atlas[atlas_near] < 130)
n_pass = int((atlas_score[atlas_inside] > threshold).sum())
print(f"{n_pass} of {atlas_inside.sum()} in the window pass the threshold that was chosen at CMS")

# %% [markdown]
# What would the harder momenta of 13 TeV do to the networks? We can ask the simulation: give its
# events new weights, so that `pt4l` above 140 GeV is distributed as ATLAS measured it, and use the
# same factors near 125 GeV. That is a *what if*, not a simulation of ATLAS. The counts of ATLAS are
# few; so we draw them anew 200 times.

# %%
bins = np.array([0.0, 15.0, 30.0, 60.0, np.inf])
zz_counts = np.histogram(cms.features["pt4l"][is_zz], bins, weights=cms.weight[is_zz])[0]
atlas_counts = np.histogram(atlas.features["pt4l"][is_atlas_measured], bins)[0]
place = np.digitize(X[:, names.index("pt4l")], bins) - 1
print("share of ZZ, CMS:    ", (zz_counts / zz_counts.sum()).round(2))
print("share of events, ATLAS:", (atlas_counts / atlas_counts.sum()).round(2))


def passing(factor, label):
    """Efficiency in the window after new weights, on unseen events of one class."""
    rows = judge[inside[judge] & (y[judge] == label)]
    return np.average(score[rows] > threshold, weights=weight[rows] * factor[place[rows]])


rng = np.random.default_rng(1)
before, after = {}, {}
for label, process in ((1, "Higgs"), (0, "ZZ")):
    before[process] = passing(np.ones(4), label)
    draws = [passing(rng.poisson(atlas_counts) / zz_counts, label) for _ in range(200)]
    after[process] = (passing(atlas_counts / zz_counts, label), np.std(draws))
    print(
        f"{process:5}: {before[process]:.3f} pass; with the pt4l of ATLAS {after[process][0]:.3f} ± {after[process][1]:.3f}"
    )

# %% [markdown]
# ### Exercise 7: how many events would it take?
#
# An efficiency is about `p`. How many events must ATLAS measure to know it to ± `error`? Turn the
# formula of exercise 6 around.


# %% tags=["exercise"]
def n_needed(p, error):
    ### BEGIN SOLUTION
    return p * (1 - p) / error**2
    ### END SOLUTION


# %% tags=["check"]
check.n_needed(n_needed)

# %% [markdown] tags=["hint"]
# error² = p (1 − p) / n.

# %%
gap = abs(after["ZZ"][0] - before["ZZ"])
wanted = max(gap / 2, 0.01)
n_wanted = before["ZZ"] * (1 - before["ZZ"]) / wanted**2
print(f"to know the ZZ efficiency to ± {wanted:.3f}: {n_wanted:.0f} ZZ events in the window")
print(
    f"if CMS's efficiencies held: three of three pass with chance {before['ZZ'] ** 3:.3f} for ZZ,"
)
print(f"{before['Higgs'] ** 3:.2f} for Higgs bosons; that they hold is what we do not know")

# %% [markdown]
# ### Exercise 8: your answer
#
# Does a network trained on CMS help at ATLAS?
#
# - a) Yes: its threshold keeps events near 125 GeV.
# - b) No: another detector, another energy, so that it is useless.
# - c) It can be applied, and 46 events show no large difference in what it is given. How much it
#   helps cannot be said from a few events without simulation of ATLAS.
# - d) Yes, by the same factor as at CMS, for the physics is the same.

# %% tags=["exercise"]
does_it_help = ...
### BEGIN SOLUTION
does_it_help = "c"
### END SOLUTION

# %% tags=["check"]
check.does_it_help(does_it_help)

# %% [markdown]
# **Go on.** ATLAS published its simulation in record 15005: `fivesigma data fetch atlas-2020-4lep
# --process ggH125_ZZ4lep --process llll` brings 230 MB, and `fivesigma data build four-lepton` makes
# a table of it. Then you can train there, too, and answer both ways. It was not at hand when this
# lesson was made: its numbers would be yours.

# %% tags=["test"]
assert is_atlas.sum() == 55
assert is_cms_measured.sum() == 72
assert is_atlas_measured.sum() == 46
assert yield_of(cms.weight[is_higgs]).sum < 0.02
assert min(p_atlas, key=p_atlas.get) in {"pt4l", "m4l"}
assert p_atlas["pt4l"] < 0.05
assert means["ATLAS"] > means["simulated"] + 8
assert 0.80 < curve.auc < 0.90
s, b = expected["no score"]
assert abs(s.sum - 2.72) < 3 * s.error + 0.02
assert abs(b.sum - 2.49) < 3 * b.error
assert abs(z_expected["no score"].value - significance(s.sum, b.sum)) < 1e-9
assert list(z_expected.values())[1].value > z_expected["no score"].value + 0.15
assert share_after > share_before + 2 * share_error
assert observed["no score"] == 6
assert 0.03 < p_observed["no score"] < 0.06
assert n_atlas_window == 3
assert all(abs(share[c] - share["2e2μ"]) < 0.1 for c in share)
assert after["ZZ"][1] > 0
assert p_value(observed["no score"], expected["no score"][1].sum) == p_observed["no score"]
