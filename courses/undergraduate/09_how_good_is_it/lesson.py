# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.metrics import roc_auc_score

import fivesigma as fs
from fivesigma.inference.judged import judged_weights
from fivesigma.inference.significance import region_significance
from fivesigma.inference.threshold import significance_scan
from fivesigma.inference.yields import yield_of
from fivesigma.learning.judging.calibration import corrected_score
from fivesigma.learning.judging.paired import auc_difference
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.plots.judged import draw_calibration
from fivesigma.plots.palette import BLUE, RED
from fivesigma.plots.sheet import origin_of, sign
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_09 as check

lesson.begin("undergraduate-09")

# %%
events = lesson.load_events()
table = fs.features(fs.select(events, signal="DM_200"))
label, weight, origin = table.label, table.weight, origin_of(table.dataset)
folds = fs.split(table, n_folds=5, seed=1)
trees = fs.train(folds, model="trees", seed=1)
line = fs.train(folds, model="linear", seed=1)
score = trees.training.score

# %% [markdown]
# All events are simulated. Two models have given each of them a *score*, their probability of
# signal (dark matter): boosted trees, and a straight line (logistic regression). Each event was
# scored by a model that had **not seen** it: five folds, as in lesson 8. `label` is 1 for signal
# and 0 for background, and `weight` says how many real collisions a row stands for; it may be
# negative, and in sums it keeps its sign.
#
# ## Part 1: Right and wrong, counted
#
# Call an event "signal" if its score is at least a *threshold*, here 0.5, else "background". Then
# there are four kinds of events, and each has a name:
#
# | the event is … | called signal | called background |
# | --- | --- | --- |
# | signal | true positive: found | false negative: missed |
# | background | false positive: false alarm | true negative: rightly passed over |
#
# Together they are the *confusion matrix*.
#
# ### Exercise 1: how much of the signal do you find?
#
# How many collisions with dark matter do you expect among the events that the trees call signal?
# (Collisions, not rows.)

# %%
THRESHOLD = 0.5

# %% tags=["exercise"]
expected_found = ...
### BEGIN SOLUTION
expected_found = weight[(label == 1) & (score >= THRESHOLD)].sum()
### END SOLUTION

# %% tags=["check"]
check.expected_found(expected_found, score)

# %% [markdown] tags=["hint"]
# Two conditions, joined with `&`, make a mask: `(label == 1) & (score >= THRESHOLD)`. What do you
# sum over the events of the mask?

# %%
judged = fs.evaluate(trees).evaluation
four = judged.confusion
lesson.show(
    fs.plot("confusion", four, origin=origin, width_in=5.0),
    alt=(
        f"Confusion matrix at a score of 0.5, in expected collisions: found {four.true_positive}, "
        f"missed {four.false_negative}, false alarms {four.false_positive}, rightly passed over "
        f"{four.true_negative}."
    ),
)

# %% [markdown]
# Each box has a ±, $\sqrt{\sum w^2}$: it says how well the *simulation* knows this number.
#
# ## Part 2: The accuracy trap
#
# *Accuracy* is the share of right decisions. "My model is right in 92.5 % of all cases", says a
# friend.
#
# **Predict.** Is that good? And what accuracy would you get here without any model, by calling
# *everything* background?

# %% tags=["predict"]
my_guess_accuracy = ...

# %% [markdown]
# ### Exercise 2: the accuracy of doing nothing
#
# You call every event background. What share of the *collisions* do you get right? (Weights; the
# trees are not needed.)

# %% tags=["exercise"]
lazy_accuracy = ...
### BEGIN SOLUTION
lazy_accuracy = weight[label == 0].sum() / weight.sum()
### END SOLUTION

# %% tags=["check"]
check.lazy_accuracy(lazy_accuracy)

# %% [markdown] tags=["hint"]
# You are right for each background collision and wrong for each signal collision.

# %%
called = score >= THRESHOLD
right_rows = np.mean(called == (label == 1))
nothing_rows, nothing = np.mean(label == 0), four.accuracy_all_background
print("                       rows       collisions")
print(f"everything background  {nothing_rows:.3f}      {nothing.rounded(3)}")
print(f"the trees              {right_rows:.3f}      {four.accuracy.rounded(3)}")
print(
    f"\nbalanced accuracy of the trees: {four.balanced_accuracy.rounded(3)}, of doing nothing: 0.5"
)

# %% tags=["test"]
assert nothing.value > four.accuracy.value
assert abs(nothing.value - 0.831) < 0.01
assert four.balanced_accuracy.value > 0.65

# %% [markdown]
# **Explain.** Doing nothing beats the trees, and it finds no dark matter at all. The accuracy of
# doing nothing is simply the share of background. If 37 of your friend's 40 rows were background,
# then 92.5 % is what a stone reaches. So never quote an accuracy alone. Look at signal and
# background separately: *balanced accuracy* is the mean of the two shares of right decisions, and
# 0.5 for every stone.
#
# Note also that rows and collisions disagree: rows tell how much was *simulated*, weights how much
# is *expected*.
#
# ## Part 3: Two languages
#
# Physicists and data scientists say the same things in different words. At a given threshold, with
# *s* signal and *b* background passing, out of *S* and *B*:
#
# | formula | in physics | in machine learning |
# | --- | --- | --- |
# | *s* / *S* | signal efficiency | recall, sensitivity, true positive rate |
# | *b* / *B* | background efficiency | false positive rate, 1 − specificity |
# | *B* / *b* | background rejection | – |
# | *s* / (*s* + *b*) | purity | precision |
#
# ### Exercise 3: one working point, three numbers
#
# Write `working_point(score, label, weight, threshold)`: an event passes if `score >= threshold`.
# Return an array of three numbers: signal efficiency, background rejection, purity. All are ratios
# of sums of weights.


# %% tags=["exercise"]
def working_point(score, label, weight, threshold):
    """Signal efficiency, background rejection and purity of the events that pass."""
    ### BEGIN SOLUTION
    passes, is_signal = score >= threshold, label == 1
    s, b = weight[passes & is_signal].sum(), weight[passes & ~is_signal].sum()
    return np.array([s / weight[is_signal].sum(), weight[~is_signal].sum() / b, s / (s + b)])
    ### END SOLUTION


# %% tags=["check"]
check.working_point(working_point)

# %% [markdown] tags=["hint"]
# First compute the four sums *s*, *b*, *S* and *B*, each with a mask. Then `return np.array([…, …,
# …])` in the order of the text.

# %% [markdown]
# Which of them depends on how much signal nature makes? Double the signal: the efficiency and the
# rejection stay, the purity does not. So efficiencies describe the *model*; a purity describes the
# model *and* the world. A search does not know how much signal there is, and therefore speaks of
# efficiencies.
#
# ## Part 4: All thresholds at once
#
# Why 0.5? No reason. Try all thresholds and draw signal efficiency against background efficiency:
# that is the *ROC curve*. (The name comes from radar operators of the 1940s: "receiver operating
# characteristic".) The area under it, the *AUC*, has a meaning of its own: **the chance that a
# random signal event has a higher score than a random background event.**

# %%
curves = {"trees": judged, "line": fs.evaluate(line).evaluation}
areas = {name: one.auc_weighted for name, one in curves.items()}
figure = fs.plot("roc", trees, line, width_in=5.0)
lesson.show(
    figure,
    alt=(
        "ROC curves on unseen simulated events, both well above the diagonal of guessing. "
        f"Weighted AUC: trees {areas['trees'].rounded(3)}, straight line "
        f"{areas['line'].rounded(3)}."
    ),
)

# %% [markdown]
# With weights, a pair of events counts as often as the product of its weights: $\mathrm{AUC} =
# \sum_{i,j} w_i w_j\, [s_i > s_j] \,/ \sum_{i,j} w_i w_j$, where *i* runs over the signal and *j*
# over the background. A pair with the same score counts half. Negative weights take pairs away
# again, which is what they are for.
#
# Let us ask scikit-learn for the area of five events, one of which has a negative weight.

# %%
five_scores = np.array([0.9, 0.6, 0.7, 0.6, 0.2])
five_labels = np.array([1, 1, 0, 0, 0], dtype=np.int8)
five_weights = np.array([1.0, 1.0, 2.0, -1.0, 3.0])
try:
    print(roc_auc_score(five_labels, five_scores, sample_weight=five_weights))
except ValueError as error:
    print("scikit-learn refuses:", str(error)[:60], "…")

# %% [markdown]
# It refuses: with negative weights the curve may step backwards, and its formula for areas does
# not like that. The chance above is well defined all the same.
#
# ### Exercise 4: the weighted AUC from its meaning
#
# Write `pair_auc(score, label, weight)`: go through all pairs of a signal and a background event.
# Try it on the five events with pencil and paper first.


# %% tags=["exercise"]
def pair_auc(score, label, weight):
    """Weighted share of (signal, background) pairs in which the signal scores higher."""
    ### BEGIN SOLUTION
    is_signal = label == 1
    difference = score[is_signal][:, np.newaxis] - score[~is_signal]
    wins = (difference > 0) + 0.5 * (difference == 0)
    pairs = weight[is_signal][:, np.newaxis] * weight[~is_signal]
    return (wins * pairs).sum() / pairs.sum()
    ### END SOLUTION


# %% tags=["check"]
check.pair_auc(pair_auc)

# %% [markdown] tags=["hint"]
# Two loops will do: `for i in np.flatnonzero(label == 1):` and inside it the same for the
# background. Add `weight[i] * weight[j]` to one sum if the signal wins (half of it for a tie), and
# always to another sum. The answer is their ratio.

# %% [markdown]
# `roc_curve` of this package does the same, and quickly. What happens if you mistreat the weights?

# %%
positive = weight > 0
ways = {
    "signed (right)": (score, label, weight),
    "|w|": (score, label, np.abs(weight)),
    "negative ones dropped": (score[positive], label[positive], weight[positive]),
    "none: rows": (score, label, np.ones(weight.size)),
}
by_way = {}
for name, arrays in ways.items():
    by_way[name] = roc_curve(*arrays)
    print(f"{name:22} AUC {by_way[name].auc:.3f} ± {by_way[name].auc_uncertainty:.3f}")
print(f"{(weight < 0).mean():.1%} of the rows have a negative weight")

# %% tags=["test"]
assert np.isclose(by_way["signed (right)"].auc, judged.auc_weighted.value)
assert by_way["none: rows"].auc < by_way["signed (right)"].auc - 0.05
has_negative = bool((weight < 0).any())
assert (abs(by_way["|w|"].auc - by_way["signed (right)"].auc) > 0.005) == has_negative
assert np.isclose(roc_curve(five_scores, five_labels, five_weights).auc, 0.8125)

# %% [markdown]
# The last line answers a question nobody asked: how well are the *rows* told apart, of which there
# are as many as somebody simulated? (In the embedded events no weight is negative; then the first
# three agree.)
#
# ## Part 5: How sure is an AUC?
#
# Simulate again, and other events would come out, and another AUC. How far off? Nobody simulates
# everything 200 times. Instead we *resample*: let each event stand 0, 1, 2 … times, a Poisson
# number with mean 1, and compute the AUC again. That is the *bootstrap*.

# %%
rng = np.random.default_rng(seed=9)
replicas = np.array(
    [roc_curve(score, label, weight * rng.poisson(1.0, weight.size)).auc for _ in range(200)]
)
figure, axes = plt.subplots(figsize=(5, 3.4), layout="constrained")
axes.hist(replicas, bins=20, color=BLUE.colour, hatch=BLUE.hatch, edgecolor="white")
axes.axvline(judged.auc_weighted.value, color=RED.colour, label="all events, once each")
axes.set(xlabel="Weighted AUC of a resampled sample", ylabel="Resampled samples")
figure.legend(loc="outside lower left")
sign(figure, origin)
lesson.show(
    figure,
    alt=(
        f"Histogram of the AUC of 200 resampled samples, a bell from {replicas.min():.3f} to "
        f"{replicas.max():.3f} around {judged.auc_weighted.value:.3f}."
    ),
)

# %% [markdown]
# ### Exercise 5: the ± of the AUC
#
# `replicas` holds the 200 areas. What is the uncertainty of the AUC?

# %% tags=["exercise"]
auc_error = ...
### BEGIN SOLUTION
auc_error = replicas.std(ddof=1)
### END SOLUTION

# %% tags=["check"]
check.auc_error(auc_error, replicas)

# %% [markdown] tags=["hint"]
# Each replica is an AUC that could have come out. How far do they lie from each other? Would that
# get smaller if you made 20,000 of them?

# %% [markdown]
# There is also a formula, by DeLong and others (1988), which needs no resampling. And if two
# models are judged on the *same* events, they share their luck: an event that is hard for both
# says nothing about which is better. So take the difference event by event, instead of adding the
# two ± as if they were independent.

# %%
difference = auc_difference(score, line.training.score, label, weight)
independent = np.hypot(areas["trees"].uncertainty, areas["line"].uncertainty)
print("DeLong:        ", judged.auc_weighted.rounded(4))
print("bootstrap:     ", judged.auc_bootstrap.rounded(4))
print("trees − line:  ", difference.rounded(4))
print(f"if they were independent it would be ± {independent:.4f}")

# %% tags=["test"]
assert abs(replicas.std(ddof=1) / judged.auc_weighted.uncertainty - 1) < 0.25
assert difference.uncertainty < independent

# %% [markdown]
# How many standard deviations apart are the trees and the line? Below about two, do not call one
# of them the better.
#
# ## Part 6: Does a score of 0.8 mean 80 %?
#
# A score is called *calibrated* if, of all events with a score near 0.8, 80 % are signal. That can
# only be true in one mixture of signal and background. Which one? The one that the training saw.
# Our training was *balanced*: half signal, half background. Look at both mixtures:

# %%
found, corrected = judged.calibration, judged.calibration_corrected
lesson.show(
    draw_calibration(
        {"as trained": found, "in the detector": corrected}, origin=origin, width_in=5.0
    ),
    alt=(
        "Share of signal against the mean score. In a mixture of half signal the points lie "
        f"{found.expected_error:.2f} from the diagonal on average; with the "
        f"{100 * corrected.prior:.0f} % of the detector, after correction, "
        f"{corrected.expected_error:.2f}."
    ),
)

# %% [markdown]
# Read it like this: a point above the line means that there is more signal than the score claims.
# Where the red points leave the line, the score is no honest probability even in its own mixture.
# With few signal rows that is over-training again: the trees have learned them by heart, and give
# the unseen ones too little.
#
# In the detector only a small share is signal, and an event with a score of 0.5 is *not* signal in
# half of the cases. Bayes' theorem mends that: the *odds* $p/(1-p)$ of an event change by the
# factor by which the odds of the mixture change. (The blue points are moved like this.)
#
# ### Exercise 6: an honest probability
#
# Write `honest(score, claimed, real)`. `claimed` is the share of signal in the training (0.5 for
# balanced), `real` the share in the detector. Return the probability of signal in the detector.


# %% tags=["exercise"]
def honest(score, claimed, real):
    """Scores moved from a mixture with a share `claimed` of signal to one with a share `real`."""
    ### BEGIN SOLUTION
    signal = score * real / claimed
    background = (1 - score) * (1 - real) / (1 - claimed)
    return signal / (signal + background)
    ### END SOLUTION


# %% tags=["check"]
check.honest(honest)

# %% [markdown] tags=["hint"]
# Signal gets more frequent by the factor `real / claimed`, background by `(1 - real) / (1 -
# claimed)`. Weigh `score` and `1 - score` with these factors, then make them add up to 1 again.

# %%
share = weight[label == 1].sum() / weight.sum()
moved = corrected_score(score, from_prior=0.5, to_prior=share)
one_half = float(corrected_score(np.array([0.5]), from_prior=0.5, to_prior=share)[0])
print(f"share of signal in the detector: {share:.3f}")
print(f"a score of 0.5 means {one_half:.3f} there")
for name, values in [("before", score), ("after", moved)]:
    print(f"AUC {name}: {roc_curve(values, label, weight).auc:.4f}")

# %% tags=["test"]
assert np.isclose(one_half, share)
assert np.isclose(roc_curve(score, label, weight).auc, roc_curve(moved, label, weight).auc)

# %% [markdown]
# Moving all scores like this keeps their *order*. So the AUC stays, and so does every region that
# a threshold can choose. For a search the order is all that counts; for a doctor who reads the
# score as a chance, calibration is.
#
# ## Part 7: Where to cut?
#
# For a discovery we want the threshold with the largest *significance* Z: by how many standard
# deviations would the expected signal stand out from the fluctuations of the background? (Lesson
# 3; $s/\sqrt{b}$ is its simple cousin.)
#
# ### Too few events to know
#
# First a warning. We take a *tenth* of the simulation, scale it up to the full luminosity, and
# look for the threshold with the largest $s/\sqrt{b}$. Then we ask the *other nine tenths* what
# this threshold is worth. Ten times:


# %%
def sums_above(threshold, rows):
    """Signal, background and worth of the background above a threshold, at full luminosity."""
    full = judged_weights(label, weight, rows)
    signal, background = (
        yield_of(full[rows & (score >= threshold) & (label == kind)]) for kind in (1, 0)
    )
    return signal.sum, background.sum, background.effective_count


def best_in(rows):
    """The threshold among the scores of these rows with the largest s/√b."""
    order = np.flatnonzero(rows)[np.argsort(-score[rows], kind="stable")]
    full = judged_weights(label, weight, rows)[order]
    s, b = (np.cumsum(np.where(label[order] == kind, full, 0.0)) for kind in (1, 0))
    ratio = np.divide(s, np.sqrt(np.maximum(b, 0)), out=np.zeros_like(s), where=b > 0)
    return score[order][np.argmax(ratio)]


print("tenth   s/√b   background worth   the other nine tenths say")
chosen_by, told_by = [], []
for tenth in range(10):
    own = table.fold == tenth
    s, b, worth = sums_above(best_in(own), own)
    s_other, b_other, _ = sums_above(best_in(own), ~own)
    chosen_by.append(s / b**0.5)
    told_by.append(s_other / b_other**0.5)
    print(f"{tenth:5} {chosen_by[-1]:6.2f} {worth:11.1f} events {told_by[-1]:14.2f}")
print(f"mean  {np.mean(chosen_by):6.2f} {np.mean(told_by):33.2f}")

# %% tags=["test"]
assert np.mean(chosen_by) > np.mean(told_by)

# %% [markdown]
# **Explain.** Compare the columns. Where the background is worth only a few simulated events, *b*
# may be much too small by chance, and $s/\sqrt{b}$ jumps up; a search for the largest value finds
# just such places. And even where it is worth many, the largest of many values is partly the
# luckiest. Two rules protect you:
#
# 1. **A minimum of background**: no number where the simulated background is worth fewer than 10
#    events, $(\sum w)^2/\sum w^2 < 10$.
# 2. **Other events judge** than those that chose.
#
# ### Choose on one half, read on the other
#
# `table.fold` puts each event into one of ten parts. Folds 0–4 shall choose the threshold (they
# *validate*), folds 5–9 judge it.

# %%
choosing, judging = table.fold < 5, table.fold >= 5
scan = significance_scan(np.where(choosing, score, np.nan), label, weight, relative_uncertainty=0.1)
scan_exact = significance_scan(
    np.where(choosing, score, np.nan), label, weight, relative_uncertainty=0.0
)
highest, highest_exact = np.nanmax(scan.z), np.nanmax(scan_exact.z)
lesson.show(
    fs.plot("significance", scan_exact, scan, origin=origin, width_in=5.5),
    alt=(
        "Significance against the threshold, choosing half. Background known exactly: highest "
        f"{highest_exact:.2f}. Known to 10 percent: {highest:.2f}. On the right a hatched region "
        "where too little background is simulated."
    ),
)

# %% [markdown]
# Two curves: one if you knew the background exactly, one if you know it to 10 %. A 10 % error of a
# large background hides a small signal, so the loose regions on the left suffer most. In the
# hatched region rule 1 forbids a number.
#
# ### Exercise 7: your threshold
#
# `scan.threshold` holds the thresholds, `scan.z` the significances with 10 % (NaN where the region
# is refused). Which threshold do you write down?

# %% tags=["exercise"]
my_threshold = ...
### BEGIN SOLUTION
my_threshold = scan.threshold[np.nanargmax(scan.z)]
### END SOLUTION

# %% tags=["check"]
check.my_threshold(my_threshold, scan)

# %% [markdown] tags=["hint"]
# `np.argmax` stumbles over NaN; `np.nanargmax` does not. Both give a *position*.


# %%
def z_above(threshold, rows, relative_uncertainty):
    """Significance of the rows with score >= threshold, scaled to the full luminosity."""
    full = judged_weights(label, weight, rows)
    above = rows & (score >= threshold)
    signal, background = (yield_of(full[above & (label == kind)]) for kind in (1, 0))
    return region_significance(signal, background, relative_uncertainty=relative_uncertainty)


print("background   threshold   choosing half    judging half")
for known, one in [(0.0, scan_exact), (0.1, scan)]:
    cut = one.threshold[np.nanargmax(one.z)]
    there, here = z_above(cut, choosing, known), z_above(cut, judging, known)
    print(f"± {known:4.0%}       {cut:9.3f}   {there}     {here}")
counting = fs.infer(trees, background_uncertainty=0.1).counting
print("\nall events, the threshold chosen by others:", counting.z_with_uncertainty)
print("without any score:                         ", counting.z_cut_and_count_with_uncertainty)

# %% tags=["test"]
assert counting.z_with_uncertainty.value > counting.z_cut_and_count_with_uncertainty.value + 1
assert abs(counting.z_cut_and_count_with_uncertainty.value - 1.6) < 0.1
assert abs(counting.z_with_uncertainty.value - 3.05) < 3 * counting.z_with_uncertainty.uncertainty
assert highest < highest_exact

# %% [markdown]
# Read the right column, with its ±. The left one was chosen to be large; on average it is
# flattered, though in a single try it may come out lower by chance. The ± says what the finite
# simulation leaves open. The pair of last lines is what the whole story is about: what the score
# is worth.
#
# ## Part 8: The best AUC is not always the best Z
#
# We make two bad copies of the score. *Blunt* cannot tell the upper half of all events apart:
# everything above the median gets the same score. *Lazy* cannot tell the lower half apart. (The Z
# below is chosen and read on the same events, so it is flattered, alike for all: we compare, and
# quote none.)
#
# **Predict.** Which has the larger AUC? Which the larger Z?

# %% tags=["predict"]
my_guess_auc = ...
my_guess_z = ...

# %%
median = np.median(score)
copies = {
    "score": score,
    "blunt": np.minimum(score, median),
    "lazy": np.maximum(score, median),
}
copy_auc, copy_z = {}, {}
for name, values in copies.items():
    copy_auc[name] = roc_curve(values, label, weight)
    copy_z[name] = np.nanmax(significance_scan(values, label, weight, relative_uncertainty=0.1).z)
    print(f"{name:6} AUC {copy_auc[name].auc:.3f}   best Z (10 %) {copy_z[name]:.2f}")
blunt_less_lazy = auc_difference(copies["blunt"], copies["lazy"], label, weight)
print("AUC of blunt − AUC of lazy:", blunt_less_lazy.rounded(3))

# %% tags=["test"]
assert copy_auc["blunt"].auc > copy_auc["lazy"].auc
assert copy_z["lazy"] > copy_z["blunt"]
assert np.isclose(copy_z["lazy"], copy_z["score"], rtol=0.01)

# %% [markdown]
# ### Exercise 8: which one for the search?
#
# You may keep only one of the copies. Which, and why?
#
# - a) Blunt: its AUC is larger, and the AUC is the standard measure.
# - b) Lazy: the search uses one region of high scores, and there it is as good as the whole score.
# - c) Neither matters: the AUC and Z always agree.
# - d) Lazy: its accuracy is higher.

# %% tags=["exercise"]
my_copy = ...
### BEGIN SOLUTION
my_copy = "b"
### END SOLUTION

# %% tags=["check"]
check.my_copy(my_copy)

# %% [markdown] tags=["teacher"]
# The copies judge themselves on the events that choose (the largest Z of the scan): all three are
# flattered alike, and the point is their order. Ask for a screening test in medicine: which part
# of the ROC curve counts there? (High recall: the other end.)

# %% [markdown]
# **Explain.** The AUC rewards good order *everywhere*, also among events that nobody will ever
# look at. Z looks at the one region you keep. So choose models by the number you need in the end,
# on validation events, and quote it from events that did not choose. If two models agree within
# their ±, take the simpler one.
