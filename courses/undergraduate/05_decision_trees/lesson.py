# %%
import fivesigma as fs
import matplotlib.pyplot as plt
import numpy as np

from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_05 as check

lesson.begin("undergraduate-05")
events = lesson.load_events()

# %% [markdown]
# ## Twenty questions
#
# Think of an animal. "Does it live in water? Is it larger than a dog?" Twenty questions, each with yes or no, and I know it. A *decision tree* plays this game with collisions:
# "Is ETmiss/HT above 0.7? Is the first lepton faster than 100 GeV?" At the end of each path stands a *leaf*, and it says how likely signal is there.
#
# The only art is to ask **good questions**, and a computer can search for them. Nobody has to fill a grid of cells: the tree cuts only where it pays.
#
# We look for a mediator of 200 GeV. The stored folds make three parts: folds 0–4 **learn**, folds 5–6 **choose** (how deep, how many trees), folds 7–9 **judge**, at the very end.

# %%
from fivesigma.learning.weights import balanced_weights, rescaled_weights

selected = fs.features(fs.select(events, signal="DM_200"))
names, label, weight, fold = list(selected.features), selected.label, selected.weight, selected.fold
X = np.column_stack([selected.features[name] for name in names]).astype(float)
learns, chooses, judges = fold <= 4, (fold == 5) | (fold == 6), fold >= 7
for part, name in ((learns, "learn"), (chooses, "choose"), (judges, "judge")):
    n_signal = np.sum(label[part] == 1)
    print(
        f"{name:7} {n_signal:5,} rows of signal, {part.sum() - n_signal:6,} of background, {np.sum(weight[part] < 0):5,} with negative weight"
    )

# %% [markdown]
# ### Two kinds of weights
#
# *In the training* each event counts with $|w|$, and signal and background are scaled to the same sum. The first, because a negative weight would **reward** a wrong answer; the second, because a
# rare signal would otherwise be ignored: calling everything background would be nearly perfect.
#
# *In judging* each event keeps its $w$ with its sign. A sum of $|w|$ expects too many events. We come back to this.

# %%
training_weight = balanced_weights(weight[learns], label[learns])
full_weight = {
    name: rescaled_weights(weight, label, fold, folds)
    for name, folds in (("learn", range(5)), ("choose", (5, 6)), ("judge", (7, 8, 9)))
}
for kind, name in ((1, "signal"), (0, "background")):
    print(
        f"{name:10} training weights sum to {training_weight[label[learns] == kind].sum():8.1f}; "
        f"the judging part expects {full_weight['judge'][label == kind].sum():6.1f} events at full luminosity"
    )

# %% [markdown]
# ## One question, by hand
#
# What is a good question? One after which you know more: both groups, "yes" and "no", are *purer* than before. How mixed a group is, says the **Gini impurity**:
#
# > Draw two events from the group (by weight, putting the first back). The impurity is the chance that they are of different classes.
#
# It is 0 for a pure group and 0.5 for half and half.
#
# ### Exercise 1: the impurity
#
# Write it as a function of the sums of weights of signal and of background in a group. If $p$ is the share of signal: how likely is "first signal, then background"? And the reverse?


# %% tags=["exercise"]
def gini(signal, background):
    ### BEGIN SOLUTION
    p = signal / (signal + background)
    return 2 * p * (1 - p)
    ### END SOLUTION


# %% tags=["check"]
check.gini(gini)

# %% [markdown] tags=["hint"]
# "Signal, then background" has the chance $p\,(1-p)$. "Background, then signal" has the same. Both count.

# %% [markdown]
# ### Exercise 2: the impurity after a question
#
# A question makes two groups. Take the mean of their impurities, but a large group counts more: weight each with **its sum of weights**.
#
# Arguments: signal and background of the group that answers "no", signal and background of the group that answers "yes". You may use your `gini`.


# %% tags=["exercise"]
def impurity_after(signal_no, background_no, signal_yes, background_yes):
    ### BEGIN SOLUTION
    no, yes = signal_no + background_no, signal_yes + background_yes
    return (no * gini(signal_no, background_no) + yes * gini(signal_yes, background_yes)) / (
        no + yes
    )
    ### END SOLUTION


# %% tags=["check"]
check.impurity_after(impurity_after)

# %% [markdown] tags=["hint"]
# A weighted mean of two numbers $a$ and $b$ with weights $A$ and $B$ is $(A a + B b)/(A + B)$. Here $A$ is the sum of signal and background in the first group.

# %% [markdown]
# Now try every possible cut on `met_over_ht`, on the events that learn. `impurities_of_cuts` of the package does what you just wrote, for all cuts at once.
#
# **Predict.** Where about is the best cut? And how far does a single question bring you down from 0.5?

# %% tags=["predict"]
my_guess_of_the_cut = ...
my_guess_of_the_impurity = ...

# %%
from fivesigma.learning.impurity import impurities_of_cuts
from fivesigma.plots.palette import BACKGROUND, SIGNAL

met_over_ht = X[learns, names.index("met_over_ht")]
cuts, impurity = impurities_of_cuts(met_over_ht, label[learns], training_weight)

figure, axes = plt.subplots(figsize=(6.4, 3.6))
axes.plot(cuts, impurity, color=SIGNAL.colour)
axes.axhline(0.5, color="0.5", linewidth=0.8)
axes.set(xlabel="Cut on ETmiss / HT", ylabel="Impurity after the question", xlim=(0.5, 1.6))
axes.set_title("Simulated events that learn, training weights", loc="left")
lesson.show(
    figure,
    alt=f"The impurity is near 0.5 at both ends and falls to {impurity.min():.3f} in between.",
)

# %% [markdown]
# ### Exercise 3: the best question
#
# From the arrays `cuts` and `impurity`: where does the tree cut?

# %% tags=["exercise"]
best_cut = ...
### BEGIN SOLUTION
best_cut = cuts[np.argmin(impurity)]
### END SOLUTION

# %% tags=["check"]
check.best_cut(best_cut)

# %% [markdown] tags=["hint"]
# `np.argmin` gives the *place* of the smallest value, not the value.

# %% [markdown]
# Does scikit-learn ask the same? A tree with a single question is called a *stump*.

# %%
from sklearn.tree import DecisionTreeClassifier

stump = DecisionTreeClassifier(max_depth=1)
stump.fit(met_over_ht[:, np.newaxis], label[learns], sample_weight=training_weight)
print(f"scikit-learn cuts at {stump.tree_.threshold[0]:.4f}. And you?")

# %% tags=["test"]
assert abs(stump.tree_.threshold[0] - best_cut) < 1e-4
assert 0.37 < impurity.min() < 0.47

# %% [markdown]
# ## More questions: depth
#
# A tree repeats the search in each of the two groups, over **all** variables, then in each of the four, and so on. The *depth* is how many questions stand one above the other. Here is a
# tree of depth 2 that may ask about two variables.

# %%
from sklearn.tree import export_text, plot_tree

PAIR = ["lead_lep_pt", "met_over_ht"]
X_pair = X[:, [names.index(name) for name in PAIR]]


def pair_tree(depth):
    tree = DecisionTreeClassifier(max_depth=depth, random_state=1)
    return tree.fit(X_pair[learns], label[learns], sample_weight=training_weight)


small = pair_tree(2)
figure, axes = plt.subplots(figsize=(7.2, 4.2))
plot_tree(
    small,
    feature_names=PAIR,
    class_names=["background", "signal"],
    label="all",
    impurity=True,
    proportion=True,
    precision=2,
    ax=axes,
    fontsize=7,
)
lesson.show(
    figure,
    alt="A tree of depth 2 upside down. Its questions: "
    + " ".join(export_text(small, feature_names=PAIR).split()),
)

# %% [markdown]
# Read it from the top. In each box: the question; the impurity; `samples`, the share of the *rows*; `value`, the shares of background and signal *by weight*. An event that answers "yes" (the value is
# small) goes left.
#
# What does that look like in the plane of the two variables? Each question is a straight line, parallel to an axis. The border between "more likely signal" and "more likely background", score 0.5 (black), is made of steps.

# %%
from fivesigma.learning.surface import decision_surface


def surface_of(tree):
    return decision_surface(
        [lambda grid: tree.predict_proba(grid)[:, 1]],
        X_pair[chooses],
        label[chooses],
        weight[chooses],
        names=PAIR,
        features=("lead_lep_pt", "met_over_ht"),
        seed=1,
        n_grid=150,
    )


figure, panels = plt.subplots(1, 3, figsize=(7.4, 3.4), sharey=True)
for panel, depth in zip(panels, (1, 3, 12), strict=True):
    surface = surface_of(pair_tree(depth))
    shade = panel.pcolormesh(
        surface.x, surface.y, surface.score[0], cmap="cividis", vmin=0, vmax=1, rasterized=True
    )
    panel.contour(surface.x, surface.y, surface.score[0], [0.5], colors="black", linewidths=0.8)
    for kind, ink in ((0, BACKGROUND), (1, SIGNAL)):
        x, y = surface.events[surface.event_label == kind].T
        panel.scatter(
            x, y, s=9, marker=ink.marker, color=ink.colour, edgecolor="white", linewidth=0.4
        )
    panel.set(
        title=f"depth {depth}",
        xlabel="pT(ℓ₁) [GeV]",
        xlim=surface.x[[0, -1]],
        ylim=surface.y[[0, -1]],
    )
panels[0].set_ylabel("ETmiss / HT")
figure.colorbar(shade, ax=panels, label="score (1: signal)")
figure.suptitle("Simulated events, unseen", x=0.01, ha="left")
lesson.show(
    figure,
    alt="Score of trees of depth 1, 3 and 12 in the plane of lepton momentum and ETmiss over HT, with unseen events: signal red circles, background blue squares. "
    "One straight border, then a few rectangles, then many thin stripes and small islands.",
)

# %% [markdown]
# The points are events that the trees have **not** seen. Look at depth 12: do the thin stripes follow the red points?
#
# To say it with a number, use the **weighted error**: the share of the signal that is called background, and the share of the background that is called signal; take the mean of the two. Shares are by weight, with
# sign. Guessing gives 0.5. (This is 1 minus the *balanced accuracy*. Plain accuracy would praise whoever calls everything background.)
#
# ### Exercise 4: the weighted error
#
# Write it. `is_called_signal` is True or False for each event, `label` 1 or 0, `weight` the signed weight.


# %% tags=["exercise"]
def weighted_error(is_called_signal, label, weight):
    ### BEGIN SOLUTION
    signal, background = label == 1, label == 0
    missed = weight[signal & ~is_called_signal].sum() / weight[signal].sum()
    false_alarms = weight[background & is_called_signal].sum() / weight[background].sum()
    return (missed + false_alarms) / 2
    ### END SOLUTION


# %% tags=["check"]
check.weighted_error(weighted_error)

# %% [markdown] tags=["hint"]
# Two masks, `signal = label == 1` and `background = label == 0`. Missed: `weight[signal & ~is_called_signal].sum()`, divided by the sum of all signal weights.

# %% [markdown]
# **Predict.** All nine variables now, and depths from 1 to 20. Draw in your mind the error on the events that learn ("seen") and on those that choose ("unseen").

# %% tags=["predict"]
my_guess_of_the_best_depth = ...

# %%
from fivesigma.learning.judging.confusion import confusion_at


def error_of(score, part, name):
    """Weighted error of calling signal what has a score of 0.5 or more: value, uncertainty."""
    rate = confusion_at(
        score, label[part], full_weight[name][part], threshold=0.5
    ).balanced_accuracy
    return 1 - rate.value, rate.uncertainty


def grown(depth):
    return DecisionTreeClassifier(max_depth=depth, random_state=1).fit(
        X[learns], label[learns], sample_weight=training_weight
    )


depths = np.array([1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20])
trees_of_depth = [grown(depth) for depth in depths]
error_seen = np.array(
    [error_of(tree.predict_proba(X[learns])[:, 1], learns, "learn")[0] for tree in trees_of_depth]
)
error_unseen, spread_unseen = np.array(
    [error_of(tree.predict_proba(X[chooses])[:, 1], chooses, "choose") for tree in trees_of_depth]
).T

# %%
figure, axes = plt.subplots(figsize=(6.4, 4.0))
axes.plot(
    depths, error_seen, color=BACKGROUND.colour, linestyle="--", label="seen: events that learn"
)
axes.errorbar(
    depths,
    error_unseen,
    spread_unseen,
    color=SIGNAL.colour,
    marker="o",
    label="unseen: events that choose",
)
axes.set(xlabel="Depth of the tree", ylabel="Weighted error", ylim=(0, 0.6))
axes.set_title("Simulated events", loc="left")
axes.legend(loc="upper left", ncols=2)
lesson.show(
    figure,
    alt=f"The error of seen events falls to {error_seen[-1]:.2f} at depth 20. That of unseen events is "
    f"{error_unseen.min():.2f} at its least and {error_unseen[-1]:.2f} at depth 20.",
)

# %% [markdown]
# ### Exercise 5: how deep?
#
# From `depths`, `error_seen` and `error_unseen`: which depth would you take?

# %% tags=["exercise"]
best_depth = ...
### BEGIN SOLUTION
best_depth = depths[np.argmin(error_unseen)]
### END SOLUTION

# %% tags=["check"]
check.best_depth(best_depth)

# %% tags=["test"]
assert error_seen[-1] < 0.1 and error_unseen[-1] > error_unseen.min() + 0.04
assert best_depth <= 10

# %% [markdown]
# Compare the differences with the bars: several depths are equally good, and then the *simplest* is the better choice. (The bars of neighbours hang together: the same events judge all trees.)
#
# ## Many trees
#
# A deep tree is a nervous thing: take other events, and it asks other questions. There are two ways out, and both use **many** trees.
#
# **Random forest: let them vote.** Each tree learns from events drawn anew (some twice, some never) and may look at a few random variables in each question. Each is wrong in its own way, and the mean of many is calm.
#
# **Boosting: let each repair the last.** Small trees, one after another. *AdaBoost* gives the events that were called wrongly more weight, so that the next tree attends to them.
#
# ### Exercise 6: one step of AdaBoost
#
# Weights sum to 1. The last tree was wrong for some events; $\varepsilon$ is the sum of **their** weights. AdaBoost multiplies the weight of each wrong event with $(1-\varepsilon)/\varepsilon$, leaves the others, then scales all so that they
# sum to 1 again. Write that step. What is the sum of the weights of the wrong events afterwards?


# %% tags=["exercise"]
def next_weights(weight, is_wrong):
    ### BEGIN SOLUTION
    error = weight[is_wrong].sum()
    changed = np.where(is_wrong, weight * (1 - error) / error, weight)
    return changed / changed.sum()
    ### END SOLUTION


# %% tags=["check"]
check.next_weights(next_weights)

# %% [markdown] tags=["hint"]
# `np.where(is_wrong, a, b)` takes `a` where the mask is True and `b` elsewhere, and makes a *new* array: the old weights stay as they were.

# %% [markdown]
# Afterwards the wrong events weigh one half, always: for the new weights the last tree is as good as a coin, and the next must find something else.
#
# **Gradient boosting** does the same with more mathematics: each tree learns the *slope of the loss* (how much too low or too high the score still is, event by event), and only a part of its answer is added, the *learning rate*.
# Analyses at the LHC call such a model a BDT, short for boosted decision trees.

# %%
from sklearn.ensemble import (
    AdaBoostClassifier,
    GradientBoostingClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)

N_TREES = 100
models = {
    "one tree": DecisionTreeClassifier(max_depth=depths[error_unseen.argmin()], random_state=1),
    "random forest": RandomForestClassifier(
        n_estimators=N_TREES, min_samples_leaf=20, random_state=1
    ),
    "AdaBoost": AdaBoostClassifier(n_estimators=N_TREES, random_state=1),
    "gradient boosting, patient": GradientBoostingClassifier(
        n_estimators=N_TREES, learning_rate=0.1, subsample=0.5, random_state=1
    ),
    "gradient boosting, hurried": GradientBoostingClassifier(
        n_estimators=N_TREES, learning_rate=0.5, subsample=0.5, random_state=1
    ),
    "boosting with histograms": HistGradientBoostingClassifier(
        max_iter=N_TREES,
        learning_rate=0.05,
        max_leaf_nodes=15,
        early_stopping=False,
        random_state=1,
    ),
}
for model in models.values():
    model.fit(X[learns], label[learns], sample_weight=training_weight)

# %% [markdown]
# The depth of the single tree is the one that the choosing part liked best. The other settings are the library's own or round numbers. One confession: the 15 leaves of the last model are this package's default, which was
# once chosen with all events of the ATLAS set, so that it may be a little flattered there. That model is the same idea as gradient
# boosting, made fast: it sorts each variable into 255 bins first. (Its *early stopping* is off, so that all have 100 trees.)
#
# **Predict.** The error against the *number of trees*, for AdaBoost, the patient and the hurried gradient boosting (learning rates 0.1 and 0.5). Which of the three learns its events by heart?

# %% tags=["predict"]
my_guess_who_learns_by_heart = "..."


# %%
def errors_by_tree(model, part, name):
    return np.array(
        [error_of(score[:, 1], part, name) for score in model.staged_predict_proba(X[part])]
    )


n_trees = np.arange(1, N_TREES + 1)
staged = ("AdaBoost", "gradient boosting, patient", "gradient boosting, hurried")
seen = {name: errors_by_tree(models[name], learns, "learn")[:, 0] for name in staged}
unseen = {name: errors_by_tree(models[name], chooses, "choose") for name in staged}

# %%
figure, panels = plt.subplots(1, 3, figsize=(7.4, 3.4), sharey=True)
for panel, name in zip(panels, staged, strict=True):
    value, spread = unseen[name].T
    panel.plot(n_trees, seen[name], color=BACKGROUND.colour, linestyle="--", label="seen")
    panel.plot(n_trees, value, color=SIGNAL.colour, label="unseen")
    panel.fill_between(
        n_trees, value - spread, value + spread, color=SIGNAL.colour, alpha=0.2, linewidth=0
    )
    panel.set(title=name.replace(", ", "\n"), xlabel="Number of trees", ylim=(0, 0.5))
panels[0].set_ylabel("Weighted error")
panels[0].legend(loc="lower left")
figure.suptitle("Simulated events", x=0.01, ha="left")
lesson.show(
    figure,
    alt="Weighted error against the number of trees. "
    + " ".join(
        f"{name}: seen {seen[name][-1]:.2f}, unseen {unseen[name][-1, 0]:.2f} with {N_TREES} trees, least {unseen[name][:, 0].min():.2f}."
        for name in staged
    ),
)

# %% tags=["test"]
for name in staged[1:]:
    assert seen[name][-1] < seen[name][4] - 0.02
assert seen[staged[2]][-1] < seen[staged[1]][-1]
assert unseen[staged[2]][-1, 0] > unseen[staged[2]][:, 0].min()
assert unseen[staged[2]][-1, 0] > unseen["AdaBoost"][-1, 0]

# %% [markdown]
# ### Exercise 7: how many trees?
#
# `n_trees` counts 1, 2, 3, …; `error_patient` is the unseen error of the patient gradient boosting after so many trees. With how many trees would you stop?

# %%
error_patient = unseen["gradient boosting, patient"][:, 0]

# %% tags=["exercise"]
best_n_trees = ...
### BEGIN SOLUTION
best_n_trees = n_trees[np.argmin(error_patient)]
### END SOLUTION

# %% tags=["check"]
check.best_n_trees(best_n_trees)

# %% [markdown] tags=["hint"]
# Python counts places from 0. After the first tree the place is 0 and the number of trees 1.

# %% [markdown]
# Stopping there is called *early stopping*. A minimum of a wiggly curve is never sharp: look at the band, and do not fight for the last tree.
#
# ## Judge
#
# Now, once, the part that has learned nothing and chosen nothing. For each model: the weighted AUC with its uncertainty, and the significance $Z$ above a threshold on the score. The events
# that choose choose the threshold, too; the background is known to 10 % and to what the simulation allows.

# %%
from fivesigma.inference.counting import count
from fivesigma.learning.judging.roc import roc_curve

scores = {name: model.predict_proba(X)[:, 1] for name, model in models.items()}
part = np.where(judges, 0, -1)
curves, counted = {}, {}
for name, score in scores.items():
    curves[name] = roc_curve(score[judges], label[judges], full_weight["judge"][judges])
    scored = np.where(learns, np.nan, score)
    counted[name] = count(scored, label, weight, part, relative_uncertainty=0.1, choosing=chooses)

print(
    f"{'nothing done':28} AUC 0.5             Z = {counted['AdaBoost'].z_cut_and_count_with_uncertainty}"
)
for name, curve in curves.items():
    print(
        f"{name:28} AUC {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}   Z = {counted[name].z_with_uncertainty}"
    )

# %%
from fivesigma.plots.roc import draw_roc
from fivesigma.plots.sheet import origin_of

shown = {
    name: curves[name]
    for name in ("one tree", "random forest", "AdaBoost", "gradient boosting, hurried")
}
lesson.show(
    draw_roc(shown, origin=origin_of(events.dataset), width_in=5.5),
    alt="ROC curves on unseen events: "
    + ", ".join(f"{name} AUC {curve.auc:.2f}" for name, curve in shown.items())
    + ".",
)

# %% [markdown]
# Is the best number also the best *model*? All were judged by the same events, so ask for the difference directly: what is hard for both drops out.

# %%
from fivesigma.learning.judging.paired import auc_difference

for name in list(models)[1:]:
    one = auc_difference(
        scores[name][judges], scores["one tree"][judges], label[judges], weight[judges]
    )
    forest = auc_difference(
        scores[name][judges], scores["random forest"][judges], label[judges], weight[judges]
    )
    print(f"{name:28} less one tree {one.rounded(3):15}   less the forest {forest.rounded(3)}")

# %% tags=["test"]
forest_gain = auc_difference(
    scores["random forest"][judges],
    scores["one tree"][judges],
    label[judges],
    weight[judges],
)
assert forest_gain.value > forest_gain.uncertainty
assert all(0.6 < curve.auc < 0.85 for curve in curves.values())
nothing = counted["AdaBoost"].z_cut_and_count_with_uncertainty
assert abs(nothing.value - 1.60) < 0.05
assert counted["random forest"].z_with_uncertainty.value > nothing.value + 2 * nothing.uncertainty

# %% [markdown]
# A difference smaller than its uncertainty is no difference: write "equally good" and take the model that is quicker or easier to explain. Which of your differences are larger than *twice* theirs?
#
# ## Negative weights, once more
#
# Imagine a leaf with signal weights that sum to 2, and three background events of weight +1, +1 and −3. With signed weights the leaf would say
#
# $$p = \frac{2}{2 + (1 + 1 - 3)} = \frac{2}{1} = 2 .$$
#
# A probability of 2! And where the sum comes close to 0, $p$ runs to infinity. So the training takes $|w|$. The price: the shape of the background is slightly wrong *for the training*; the score is then not
# quite the best one, but it is a score, and the judging, with signs, tells honestly what it is worth.
#
# ### Exercise 8: judge with signs
#
# How many **background** events are expected, at full luminosity, with a score of the single tree of 0.5 or more? Count with the judging part. `score_tree` holds the score of all events, `full_weight["judge"]` the signed weights of the judging
# part, scaled up to full luminosity (they are 0 in the other parts).

# %%
score_tree = scores["one tree"]

# %% tags=["exercise"]
expected_background = ...
### BEGIN SOLUTION
expected_background = full_weight["judge"][(label == 0) & (score_tree >= 0.5)].sum()
### END SOLUTION

# %% tags=["check"]
check.expected_background(expected_background)

# %% [markdown] tags=["hint"]
# Two conditions joined by `&`, each in brackets, choose the events. Sum their weights: no `abs`, no counting of rows.

# %%
signed, absolute = (weights[label == 0].sum() for weights in (weight, np.abs(weight)))
print(
    f"all background: {signed:.1f} events expected; with |w| {absolute:.1f} (the same only where no weight is negative)"
)

# %% tags=["test"]
called = (scores["one tree"] >= 0.5) & (label == 0) & judges
assert abs(expected_background - full_weight["judge"][called].sum()) < 1e-6
assert absolute >= signed
assert abs(signed - 247.2) < 0.5

# %% [markdown]
# ## What to take home
#
# A tree asks questions, a forest votes, boosting repairs. All of them find in nine variables what no grid of cells can hold. And every one of them will learn your events by heart if you let it: only unseen events tell.
#
# Trees cut parallel to the axes. Give them the ring of Lesson 4, and they must build it out of rectangles. A network bends its borders: that is the next lesson.

# %% [markdown] tags=["teacher"]
# **Time.** The training of all models takes most of it; let students note their predictions meanwhile. **The embedded set** has no negative weights, so both sums after Exercise 8 are the same there; the toy leaf carries the idea.
# **Never** use `AdaBoostClassifier(algorithm=...)` from old tutorials: the argument is gone from scikit-learn. **A good question for the end:** the patient gradient boosting was judged with all 100 trees, although Exercise 7
# found fewer. Would it be fair to judge it with that number? (Yes: the choosing part chose it.) And with the number that is best on the judging part? (No.)
