# %%
import fivesigma as fs
import matplotlib.pyplot as plt
import numpy as np

from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_04 as check

lesson.begin("undergraduate-04")
events = lesson.load_events()

# %% [markdown]
# ## A riddle, made up
#
# Forget collisions for ten minutes. Here are 4000 points in a plane. **They are made up**, by a few lines of Python and a
# seed, so that you can see an idea without any physics around it.
#
# Half of them are called *signal*, half *background*. You know two numbers of each point, $x$ and $y$. Can you tell which is which?

# %%
from fivesigma.teaching.made_up import RING_RADIUS, made_up_ring

ring = made_up_ring(n_points=2000, seed=4)
is_signal = ring.label == 1
n_signal, n_background = is_signal.sum(), (~is_signal).sum()
print(f"{n_signal} signal points, {n_background} background points, made up with seed 4")

# %% [markdown]
# How well does one number separate two classes? The *area under the ROC curve*, short **AUC**, says it:
#
# > Draw one signal point and one background point. The AUC is the chance that the signal point has the larger number.
#
# 1 is perfect, 0.5 is a coin. (0 is perfect, too: turn the sign round.)
#
# **Predict first.** What is the AUC of $x$ alone? And what does a histogram of $x$ look like, for each class?

# %% tags=["predict"]
my_guess_of_the_auc = ...
my_guess_of_the_histograms = "..."

# %%
from fivesigma.plots.palette import BACKGROUND, SIGNAL, TEAL

figure, panels = plt.subplots(1, 2, figsize=(7.2, 3.2), sharey=True)
for panel, values, name in zip(panels, (ring.x, ring.y), "xy", strict=True):
    panel.hist(
        values[~is_signal],
        bins=40,
        range=(-2.5, 2.5),
        color=BACKGROUND.colour,
        alpha=0.5,
        label="background",
    )
    panel.hist(
        values[is_signal],
        bins=40,
        range=(-2.5, 2.5),
        color=SIGNAL.colour,
        histtype="step",
        label="signal",
    )
    panel.set(xlabel=f"{name} (no unit)")
panels[0].set(ylabel="Points per bin")
panels[1].legend(loc="upper center")
figure.suptitle("Made-up points", x=0.01, ha="left")
lesson.show(
    figure,
    alt="Two histograms, of x and of y. In each, signal and background are the same, bin by bin.",
)

# %%
from fivesigma.learning.judging.roc import roc_curve

every_point = np.ones(ring.label.size)  # each point counts once
for values, name in ((ring.x, "x"), (ring.y, "y")):
    print(f"AUC of {name} alone: {roc_curve(values, ring.label, every_point).auc:.3f}")

# %% tags=["test"]
assert (
    roc_curve(ring.x, ring.label, every_point).auc
    == roc_curve(ring.y, ring.label, every_point).auc
    == 0.5
)

# %% [markdown]
# A coin, twice, and not by accident: the background has *exactly the same* values of $x$ as the signal, and exactly the same values of $y$. They were
# only dealt out anew, like two packs of cards. No cut on $x$, no window in $y$, no clever function of one of them will ever help you.
#
# Now look at both at once.

# %%
figure, panels = plt.subplots(1, 2, figsize=(7.2, 3.9), sharex=True, sharey=True)
for panel, kind, ink, name in (
    (panels[0], is_signal, SIGNAL, "signal"),
    (panels[1], ~is_signal, BACKGROUND, "background"),
):
    panel.scatter(ring.x[kind], ring.y[kind], s=2, color=ink.colour)
    r = np.corrcoef(ring.x[kind], ring.y[kind])[0, 1]
    panel.set(xlabel="x (no unit)", aspect="equal", title=f"{name}: correlation {r:+.2f}")
panels[0].set(ylabel="y (no unit)")
lesson.show(
    figure,
    alt="The signal is a thin ring of radius 2. The background is a cloud in a square, densest in its corners and edges.",
)

# %% [markdown]
# Your eye needs no training: the signal is a **ring**. The information is in neither variable. It is in how they *go together*.
#
# Read the titles, too. The *correlation coefficient* runs from −1 to +1 and measures how well a **straight line** goes through the points. A
# ring has none, so the coefficient is nearly 0 in both classes. "Correlation 0" does not mean "these two have nothing to do with each other".
#
# ### Exercise 1: a better variable
#
# You know the pattern now, so write it down: one number for each point that says how far it is from the ring, whose radius is `RING_RADIUS`.
# Signal should have small values. Use `ring.x` and `ring.y`.

# %% tags=["exercise"]
distance = ...
### BEGIN SOLUTION
distance = np.abs(np.hypot(ring.x, ring.y) - RING_RADIUS)
### END SOLUTION

# %% tags=["check"]
check.distance(distance)

# %% [markdown] tags=["hint"]
# First the distance of the point from the middle: `np.hypot(x, y)` is $\sqrt{x^2+y^2}$. How far is that from the radius of the ring? A point inside
# the ring is as far away as one outside: a distance has no sign.

# %% [markdown]
# ### Exercise 2: what is it worth?
#
# From here on we play fair. Half of the points are there to *learn* from (`ring.is_learned`), the other half **judges**: whatever you
# choose or tune while looking at points, say how good it is on points that you did not look at.
#
# What is the AUC of your distance on the points that judge? Signal has *small* distances: mind the sign.
#
# `roc_curve(score, label, weight).auc` wants three arrays of the same length. Which points go in?

# %% tags=["exercise"]
auc_distance = ...
### BEGIN SOLUTION
judges = ~ring.is_learned
auc_distance = roc_curve(-distance[judges], ring.label[judges], every_point[judges]).auc
### END SOLUTION

# %% tags=["check"]
check.auc_distance(auc_distance)

# %% [markdown] tags=["hint"]
# `judges = ~ring.is_learned` is the mask of the points that judge; put `[judges]` behind all three arrays. The AUC is the chance that the signal point has
# the *larger* number, so give the distance a minus.

# %% tags=["test"]
assert 0.83 < auc_distance < 0.89

# %% [markdown]
# From a coin to that, with one line of Python. In physics this trick has a name that you know: three components of momentum and an
# energy tell little one by one, but the **invariant mass** puts a resonance into one narrow peak. A good variable is knowledge, written down.
#
# ## When you do not know the pattern: count in cells
#
# With two variables you can look. Let a program look for you: cut the plane into *cells*, and count in each cell which share of the signal and which share
# of the background falls in.
#
# $$\text{likelihood ratio} = \frac{\text{share of the signal in the cell}}{\text{share of the background in the cell}} = \frac{s}{b}$$
#
# Neyman and Pearson proved in 1933 that no score beats this ratio, *if you know the shares exactly*. To avoid dividing by zero, one takes $s/(s+b)$:
# it runs from 0 (surely background) to 1 (surely signal) and puts the cells in the same order.
#
# ### Exercise 3: the score of a cell
#
# Write a function of two numbers, the shares $s$ and $b$ of one cell. What should it say about a cell where neither has been seen? Let it give 0.5 there: "no idea".


# %% tags=["exercise"]
def cell_score(s, b):
    ### BEGIN SOLUTION
    return s / (s + b) if s + b > 0 else 0.5
    ### END SOLUTION


# %% tags=["check"]
check.cell_score(cell_score)

# %% [markdown] tags=["hint"]
# `return value_if_true if condition else value_if_false`. Test the sum before you divide by it.

# %% [markdown]
# The package does the same for a whole grid, in any number of variables: `fill_cells` counts, `cell_ratio` gives $s/(s+b)$ of each cell, `cell_of`
# finds the cell that a point falls in. Here are 20 × 20 cells, filled with the learning half.

# %%
from fivesigma.learning.cells import cell_of, cell_ratio, fill_cells

plane = np.column_stack([ring.x, ring.y])
learns, judges = ring.is_learned, ~ring.is_learned


def grid_of(n_bins):
    edges = [np.linspace(-2.4, 2.4, n_bins + 1)[1:-1]] * 2
    return fill_cells(plane[learns], ring.label[learns], every_point[learns], edges=edges)


grid = grid_of(20)
ratio = cell_ratio(grid, min_effective=0.0)

# %%
figure, axes = plt.subplots(figsize=(5.4, 4.4))
shade = axes.imshow(
    ratio.reshape(grid.shape).T,
    origin="lower",
    extent=(-2.4, 2.4, -2.4, 2.4),
    cmap="cividis",
    vmin=0,
    vmax=1,
)
figure.colorbar(shade, ax=axes, label="s / (s + b)")
axes.set(xlabel="x (no unit)", ylabel="y (no unit)", title="Made-up points, learning half")
lesson.show(
    figure,
    alt="A map of 20 by 20 cells: a bright ring of radius 2, dark corners, and a dark or patchy middle.",
)

# %% [markdown]
# It found the ring, with its bumps and holes. Nobody told it about radii. But why 20 bins? Fewer bins blur the ring; more bins follow it more closely.
#
# **Predict.** Two curves: the AUC on the points that *filled* the cells ("seen") and on the points that judge ("unseen"), against the
# number of bins from 2 to 40. Which way does each go?

# %% tags=["predict"]
my_guess_of_the_seen_curve = "..."
my_guess_of_the_unseen_curve = "..."


# %%
def auc_of_grid(n_bins, kept):
    cells = grid_of(n_bins)
    score = cell_ratio(cells, min_effective=0.0)[cell_of(plane[kept], cells.edges)]
    return roc_curve(score, ring.label[kept], every_point[kept])


bins_tried = np.array([2, 3, 4, 6, 8, 10, 12, 15, 18, 22, 26, 30, 35, 40])
auc_seen = np.array([auc_of_grid(n, learns).auc for n in bins_tried])
unseen = [auc_of_grid(n, judges) for n in bins_tried]
auc_unseen, auc_unseen_error = np.array([[curve.auc, curve.auc_uncertainty] for curve in unseen]).T

# %%
figure, axes = plt.subplots(figsize=(6.4, 4.0))
axes.plot(
    bins_tried,
    auc_seen,
    color=BACKGROUND.colour,
    linestyle="--",
    label="seen: points that filled the cells",
)
axes.errorbar(
    bins_tried,
    auc_unseen,
    auc_unseen_error,
    color=SIGNAL.colour,
    marker="o",
    label="unseen: points that judge",
)
axes.set(xlabel="Bins along each variable", ylabel="AUC", title="Made-up points", ylim=(0.45, 1.0))
axes.legend(loc="lower right")
lesson.show(
    figure,
    alt=f"The AUC of seen points rises to {auc_seen[-1]:.2f} at 40 bins. That of unseen points rises "
    f"to {auc_unseen.max():.2f}, then falls to {auc_unseen[-1]:.2f}.",
)

# %% [markdown]
# ### Exercise 4: how many bins?
#
# From the arrays `bins_tried`, `auc_seen`, `auc_unseen`: which number of bins would you take?

# %% tags=["exercise"]
best_n_bins = ...
### BEGIN SOLUTION
best_n_bins = bins_tried[np.argmax(auc_unseen)]
### END SOLUTION

# %% tags=["check"]
check.best_n_bins(best_n_bins)

# %% tags=["test"]
assert auc_seen[-1] > auc_seen[6] and auc_unseen[-1] < auc_unseen.max() - 0.05
assert auc_unseen.max() < auc_distance - 0.01

# %% [markdown]
# The dashed curve climbs for ever: with tiny cells, each holds a point or two, and the program has learned the *points by heart* instead of the
# ring. That is *over-training*. (One confession: you chose the best of 14 numbers while looking at the points that judge, so its AUC is a little
# flattered. Lesson 8 does it properly, with a third part of the events.)
#
# And even the best grid stays below your `distance`. It had to *find out*, from 2000 points, what you *knew*.
#
# ## Collisions: which variables?
#
# Back to dark matter. We select pairs of opposite charge, and one signal: a mediator of 200 GeV. The stored *fold* of an event, a number from 0 to 9 that never changes,
# says which half it belongs to: folds 0–4 learn, folds 5–9 judge. The judging half is scaled up to stand for all events, signal and background each by its own factor.

# %%
from fivesigma.learning.weights import rescaled_weights

selected = fs.features(fs.select(events, signal="DM_200"))
names, label, weight = list(selected.features), selected.label, selected.weight
X = np.column_stack([selected.features[name] for name in names]).astype(float)
is_learning, is_judging = selected.fold < 5, selected.fold >= 5
full_weight = rescaled_weights(weight, label, selected.fold, range(5, 10))
for kind, name in ((1, "signal"), (0, "background")):
    print(
        f"{name:10} {np.sum(is_learning & (label == kind)):6,} rows learn, {np.sum(is_judging & (label == kind)):6,} rows judge, "
        f"{full_weight[label == kind].sum():6.1f} events expected"
    )

# %% [markdown]
# Each variable alone, first. Some are larger for signal, some smaller; the learning half decides the direction, the judging half the AUC. Each event counts
# with its weight, and negative weights keep their sign.
#
# **Predict.** Which of the nine is best alone?

# %% tags=["predict"]
my_guess_of_the_best_variable = "..."


# %%
def weighted_auc(score, kept):
    return roc_curve(score[kept], label[kept], weight[kept])


alone = {}
for name, values in zip(names, X.T, strict=True):
    direction = 1 if weighted_auc(values, is_learning).auc > 0.5 else -1
    learning = weighted_auc(direction * values, is_learning).auc
    alone[name] = curve = weighted_auc(direction * values, is_judging)
    print(
        f"{name:25} {'large' if direction > 0 else 'small'} for signal   "
        f"learning half {learning:.3f}   AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}"
    )

# %% tags=["test"]
assert all(0.5 < curve.auc < 0.75 for curve in alone.values())

# %% [markdown]
# None is a coin and none is good. Would two be better? That depends on whether the second knows something that the first does not.
#
# Take ETmiss, `met`, the missing transverse momentum. Two partners are on offer: `lead_lep_pt`, the momentum of the first lepton, and `delta_phi_ll_met`, the angle between
# the lepton pair and the missing momentum.
#
# ### Exercise 5: correlation
#
# How strongly are `met` and `lead_lep_pt` correlated, in the **background**, all of it? `correlation(X, weight, names=...).r` gives a square table of coefficients, with weights of
# either sign.

# %%
from fivesigma.learning.correlation import correlation

two = [names.index("met"), names.index("lead_lep_pt")]

# %% tags=["exercise"]
r_met_lead = ...
### BEGIN SOLUTION
is_background = label == 0
table = correlation(X[is_background][:, two], weight[is_background], names=["met", "lead_lep_pt"])
r_met_lead = table.r[0, 1]
### END SOLUTION

# %% tags=["check"]
check.r_met_lead(r_met_lead)

# %% [markdown] tags=["hint"]
# `X[label == 0][:, two]` has the rows of the background and the two columns. The table is 2 × 2, with 1 on the diagonal: you want the number beside it.

# %%
lesson.show(
    fs.plot("correlation", selected),
    alt="Matrix of the weighted correlations of the nine variables, background below the diagonal, signal above. "
    "The lepton momenta and the missing momentum go together; the angle delta phi hardly goes with any.",
)

# %% [markdown]
# **Predict.** Alone, `lead_lep_pt` is about as good as `delta_phi_ll_met`, or better (look at your list). Which is the better *partner* for `met`?

# %% tags=["predict"]
my_guess_of_the_better_partner = "..."

# %% [markdown]
# We count in cells again: four bins along each variable, each with about the same number of events (signal and background brought to the same total). This time simulated events have
# weights, and a cell may be nearly empty. So we ask of each cell what its events are *worth*: the effective number of Lesson 2. **Cells worth fewer than 10 events are not
# believed**: they all share one common ratio, which says "somewhere in the sparse corners, we do not know better".

# %%
from fivesigma.learning.cells import quantile_edges
from fivesigma.learning.judging.paired import auc_difference
from fivesigma.learning.weights import balanced_weights

MIN_EFFECTIVE = 10.0


def cells_of(variables, n_bins=4):
    chosen = X[is_learning][:, [names.index(name) for name in variables]]
    balanced = balanced_weights(weight[is_learning], label[is_learning])
    edges = quantile_edges(chosen, balanced, n_bins=n_bins)
    return fill_cells(chosen, label[is_learning], weight[is_learning], edges=edges)


def score_of(variables, n_bins=4, min_effective=MIN_EFFECTIVE):
    cells = cells_of(variables, n_bins)
    place = cell_of(X[:, [names.index(name) for name in variables]], cells.edges)
    return cell_ratio(cells, min_effective=min_effective)[place]


# %%
for variables in (["met"], ["met", "lead_lep_pt"], ["met", "delta_phi_ll_met"]):
    curve = weighted_auc(score_of(variables), is_judging)
    print(f"{' and '.join(variables):26} AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}")
with_angle, with_lepton = score_of(["met", "delta_phi_ll_met"]), score_of(["met", "lead_lep_pt"])
partners = auc_difference(
    with_angle[is_judging], with_lepton[is_judging], label[is_judging], weight[is_judging]
)
print(
    f"the angle as partner, rather than the lepton: {partners.rounded(3)} (the same events judge both, so this is known better than either)"
)

# %% tags=["test"]
assert partners.value > 0

# %% [markdown]
# ### Exercise 6: why?
#
# - **a** Because the angle is the better variable alone.
# - **b** Because the angle has no unit.
# - **c** Because the momentum of the lepton mostly repeats what `met` has said; the angle adds something new.
# - **d** Because correlated variables make a likelihood ratio wrong.

# %% tags=["exercise"]
why_the_angle = ...
### BEGIN SOLUTION
why_the_angle = "c"
### END SOLUTION

# %% tags=["check"]
check.why_the_angle(why_the_angle)

# %% [markdown]
# ### The best pair
#
# In the ATLAS set two variables lead the list of the learning half: `lead_lep_pt` and `met_over_ht`, the missing momentum divided by HT, the sum of all momenta
# of leptons and jets. (One chooses on the learning half: the other must stay a fair judge.) They are hardly correlated. Here are their 16 cells, and the same plane in 10 × 10.
# Grey cells are not believed.

# %%
from fivesigma.learning.cells import is_trusted

PAIR = ["lead_lep_pt", "met_over_ht"]
coarse, fine = cells_of(PAIR), cells_of(PAIR, n_bins=10)
figure, panels = plt.subplots(1, 2, figsize=(7.4, 3.6))
for panel, cells in zip(panels, (coarse, fine), strict=True):
    known = is_trusted(cells, MIN_EFFECTIVE).reshape(cells.shape).T
    shares = np.where(
        known, cell_ratio(cells, min_effective=MIN_EFFECTIVE).reshape(cells.shape).T, np.nan
    )
    corners = [
        np.concatenate([[low], edge, [high]])
        for edge, low, high in zip(cells.edges, (0, 0.5), (250, 1.6), strict=True)
    ]
    panel.set_facecolor("0.85")
    shade = panel.pcolormesh(*corners, shares, cmap="cividis", vmin=0, vmax=1)
    panel.set(
        xlabel="leading lepton pT [GeV]",
        ylabel="ETmiss / HT",
        title=f"{known.sum()} of {known.size} cells are believed",
    )
figure.colorbar(shade, ax=panels, label="s / (s + b)")
figure.suptitle("Simulated events, learning half", x=0.01, ha="left")
lesson.show(
    figure,
    alt=f"Two maps of the plane of lepton momentum and ETmiss over HT, bright where both are large. With 16 cells "
    f"{is_trusted(coarse, MIN_EFFECTIVE).sum()} are believed, with 100 cells {is_trusted(fine, MIN_EFFECTIVE).sum()}; the others are grey.",
)

# %% [markdown]
# What do you win with it? Count expected events above a threshold on the score, and ask for the significance $Z$ of Lesson 3, the background known to 10 % and to what the
# simulation allows. Each fifth of the judging half uses the threshold that the others chose.

# %%
from fivesigma.inference.counting import count

part = np.where(is_judging, selected.fold, -1).astype(int)


def significance(score):
    judged = np.where(is_judging, score, np.nan)
    return count(judged, label, weight, part, relative_uncertainty=0.1)


print(
    f"{'nothing done':28}                      Z = {significance(X[:, 0]).z_cut_and_count_with_uncertainty}"
)
for variables in (["met_over_ht"], ["lead_lep_pt"], PAIR):
    score = score_of(variables)
    curve = weighted_auc(score, is_judging)
    print(
        f"{' and '.join(variables):28} AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}   Z = {significance(score).z_with_uncertainty}"
    )

# %% tags=["test"]
pair_gain = auc_difference(
    score_of(PAIR)[is_judging],
    score_of(["lead_lep_pt"])[is_judging],
    label[is_judging],
    weight[is_judging],
)
assert pair_gain.value > 2 * pair_gain.uncertainty
assert (
    significance(score_of(PAIR)).z_with_uncertainty.value
    > significance(X[:, 0]).z_cut_and_count_with_uncertainty.value
)
assert abs(significance(X[:, 0]).z_cut_and_count_with_uncertainty.value - 1.60) < 0.05

# %% [markdown]
# ## The curse of dimensionality
#
# Two variables are better than one. You have nine. Why not a grid in nine dimensions, with ten bins along each?
#
# ### Exercise 7: count the cells
#
# How many cells is that?

# %% tags=["exercise"]
n_cells = ...
### BEGIN SOLUTION
n_cells = 10**9
### END SOLUTION

# %% tags=["check"]
check.n_cells(n_cells)

# %% [markdown] tags=["hint"]
# One variable: 10 cells. Two: 10 rows of 10. And each further variable?

# %% [markdown]
# And you have some thousand rows to fill them. Nearly all cells are empty, for ever. That is the *curse of dimensionality*: space grows faster than any simulation. So take
# only four bins. **Predict** once more: variable by variable, seen and unseen, with four bins each.

# %% tags=["predict"]
my_guess_of_the_best_number_of_variables = ...

# %%
order = [
    "lead_lep_pt",
    "met_over_ht",
    "delta_r_ll",
    "delta_phi_ll_met",
    "met",
    "sublead_lep_pt",
    "fractional_pt_difference",
    "n_bjets",
    "mll",
]
numbers = np.arange(1, len(order) + 1)
bold = [score_of(order[:n], min_effective=0.0) for n in numbers]  # believes every cell
honest = [score_of(order[:n]) for n in numbers]
seen = [weighted_auc(score, is_learning).auc for score in bold]
unseen_bold, unseen_honest = (
    [weighted_auc(score, is_judging) for score in scores] for scores in (bold, honest)
)

# %%
figure, axes = plt.subplots(figsize=(6.6, 4.4))
axes.plot(numbers, seen, color=BACKGROUND.colour, linestyle="--", label="seen, every cell believed")
for curves, ink, name in (
    (unseen_bold, SIGNAL, "unseen, every cell believed"),
    (unseen_honest, TEAL, "unseen, sparse cells share a ratio"),
):
    axes.errorbar(
        numbers,
        [c.auc for c in curves],
        [c.auc_uncertainty for c in curves],
        color=ink.colour,
        marker=ink.marker,
        linestyle=ink.line,
        label=name,
    )
axes.set(
    xlabel="Number of variables, four bins each",
    ylabel="Weighted AUC",
    ylim=(0.45, 1.3),
    yticks=[0.5, 0.6, 0.7, 0.8, 0.9, 1.0],
)
axes.set_title("Simulated events", loc="left")
axes.legend(loc="upper left")
lesson.show(
    figure,
    alt=f"With nine variables the AUC of seen events is {seen[-1]:.2f}, that of unseen events {unseen_bold[-1].auc:.2f}, and "
    f"{unseen_honest[-1].auc:.2f} where sparse cells share a ratio. Unseen, the best is at {np.argmax([c.auc for c in unseen_bold]) + 1} variables.",
)

# %% tags=["test"]
assert seen[-1] > 0.95 and max(c.auc for c in unseen_bold) - unseen_bold[-1].auc > 0.08
assert abs(unseen_honest[-1].auc - 0.5) < 0.08

# %% [markdown]
# Seen events: nearly perfect. Unseen events: on the way back to the coin. The more variables you give to the grid, the less it knows, and the more it believes to know.
# The honest grid at least admits it.
#
# ### Exercise 8: how empty?
#
# `four` are the cells of the first four variables, filled with the learning half. Which **share of the cells** is worth `MIN_EFFECTIVE` effective events or more? (`four.n_effective` is an array, one
# number for each cell.)

# %%
four, nine = cells_of(order[:4]), cells_of(order)
print(f"four variables: {four.n_effective.size:,} cells")
print(
    f"nine variables: {nine.n_effective.size:,} cells, of which {is_trusted(nine, MIN_EFFECTIVE).sum()} are believed"
)

# %% tags=["exercise"]
share_believed = ...
### BEGIN SOLUTION
share_believed = np.mean(four.n_effective >= MIN_EFFECTIVE)
### END SOLUTION

# %% tags=["check"]
check.share_believed(share_believed)

# %% [markdown] tags=["hint"]
# A comparison gives an array of True and False. Its mean is the share that is True.

# %% tags=["test"]
assert 0.1 < share_believed < 0.9
assert np.mean(nine.n_effective >= MIN_EFFECTIVE) < 0.001

# %% [markdown]
# ## A better variable beats a better model
#
# There are models that handle nine variables without a grid: you meet decision trees in Lesson 5 and networks in Lesson 6. Are they the answer to everything? Two contests.
#
# **The ring**, with only 100 points to learn from. On one side *boosted trees*, a strong model, with $x$ and $y$. On the other side the distance from the ring, with no model at all.

# %%
from sklearn.ensemble import HistGradientBoostingClassifier

few = np.flatnonzero(ring.is_learned)[::20]
strong_model = HistGradientBoostingClassifier(
    max_leaf_nodes=15, min_samples_leaf=5, random_state=1
).fit(plane[few], ring.label[few])
trees_on_xy = roc_curve(
    strong_model.predict_proba(plane[judges])[:, 1], ring.label[judges], every_point[judges]
)
from_the_ring = np.abs(np.hypot(ring.x, ring.y)[judges] - RING_RADIUS)
no_model = roc_curve(-from_the_ring, ring.label[judges], every_point[judges])
print(
    f"boosted trees on x and y, {few.size} points: AUC {trees_on_xy.auc:.3f} ± {trees_on_xy.auc_uncertainty:.3f}"
)
print(f"the distance, no model:           AUC {no_model.auc:.3f} ± {no_model.auc_uncertainty:.3f}")

# %% tags=["test"]
assert no_model.auc - trees_on_xy.auc > 0.1

# %% [markdown]
# **The collisions.** Two models: *logistic regression*, which draws a straight border, and boosted trees, which draw any border. Two pairs of variables: `lead_lep_pt` with
# `met`, or with `met_over_ht`. **Predict:** what gains more, the better model or the better variable?

# %% tags=["predict"]
my_guess_model_or_variable = "..."

# %%
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

training_weight = balanced_weights(
    weight[is_learning], label[is_learning]
)  # |w|, both classes equally heavy: Lesson 5 says why
contest = {}
for variables in (["lead_lep_pt", "met"], PAIR):
    chosen = X[:, [names.index(name) for name in variables]]
    straight = make_pipeline(StandardScaler(), LogisticRegression())
    straight.fit(
        chosen[is_learning], label[is_learning], logisticregression__sample_weight=training_weight
    )
    trees = HistGradientBoostingClassifier(max_leaf_nodes=15, random_state=1)
    trees.fit(chosen[is_learning], label[is_learning], sample_weight=training_weight)
    for model, name in ((straight, "straight border"), (trees, "boosted trees")):
        contest[variables[1], name] = model.predict_proba(chosen)[is_judging, 1]


# %%
def gain(better, worse):
    return auc_difference(contest[better], contest[worse], label[is_judging], weight[is_judging])


for (variable, model), score in contest.items():
    curve = roc_curve(score, label[is_judging], weight[is_judging])
    print(
        f"lead_lep_pt and {variable:12} {model:16} AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}"
    )
print()
for variable in ("met", "met_over_ht"):
    print(
        f"better model, with {variable:12}      {gain((variable, 'boosted trees'), (variable, 'straight border')).rounded(3)}"
    )
for model in ("straight border", "boosted trees"):
    print(
        f"better variable, with {model:16} {gain(('met_over_ht', model), ('met', model)).rounded(3)}"
    )

# %% tags=["test"]
for model in ("straight border", "boosted trees"):
    for variable in ("met", "met_over_ht"):
        by_variable = gain(("met_over_ht", model), ("met", model))
        assert (
            by_variable.value
            > gain((variable, "boosted trees"), (variable, "straight border")).value
        )

# %% [markdown]
# Compare the four gains, each with its ±. Is a gain of the model larger than its uncertainty? Is a gain of the variable? And ask what the better variable *knows*: HT has the jets in it, which neither
# of the other two has seen. No model can find what is not in its input.
#
# So the order of work in an analysis is: think about variables first, choose a model second. And because a grid dies of its empty cells, you need models that ask only a few
# questions at a time. The next lesson grows them.

# %% [markdown] tags=["teacher"]
# **On the embedded set** `met`, `delta_r_ll` and `lead_lep_pt` are equally good alone; the pair `lead_lep_pt`, `met_over_ht` is kept there, too, so that the class speaks about
# one picture. Quick students may find the pair with the largest AUC among all 36, on the judging half, and ask how much of its lead is luck: choose on one half, judge on the other.
