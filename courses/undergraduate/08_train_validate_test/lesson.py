# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    ParameterSampler,
    StratifiedKFold,
    StratifiedShuffleSplit,
    cross_val_score,
    train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

import fivesigma as fs
from fivesigma.learning.curve import learning_curve
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.train import train
from fivesigma.learning.weights import balanced_weights
from fivesigma.plots.palette import BLUE, RED
from fivesigma.plots.sheet import origin_of, sign
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_08 as check
from fivesigma.workflow.events import feature_matrix

lesson.begin("undergraduate-08")

# %%
events = lesson.load_events()
table = fs.features(fs.select(events, signal="DM_200"))
X, label, weight = feature_matrix(table), table.label, table.weight
origin = origin_of(table.dataset)
for code, name in enumerate(table.processes):
    own = table.process == code
    print(f"{name:16} {own.sum():6,} rows stand for {weight[own].sum():6.1f} collisions")

# %% [markdown]
# All events are simulated. `X` has a row for each of them and a column for each variable, `label`
# is 1 for the signal (dark matter, made through a mediator of 200 GeV) and 0 for the background,
# and `weight` says how many real collisions a row stands for. Some weights may be negative; in
# sums they keep their sign.
#
# ## Part 1: The exam
#
# You train 200 large decision trees, one after the other (*boosted trees*), on half of the events.
# Then you ask: how well do they tell signal from background? The answer is the *AUC*: the chance
# that a signal event gets a higher score than a background event. 0.5 is a coin, 1 is perfect.
#
# You can ask that on the events that the trees have learned from (the *seen* ones), or on events
# that they have never met (the *unseen* ones).
#
# **Predict.** What will the two AUCs be? Note two numbers before you go on.

# %% tags=["predict"]
my_guess_seen = ...
my_guess_unseen = ...

# %%
division = fs.split(table, "hash")
large = {"max_leaf_nodes": 31, "min_samples_leaf": 5, "learning_rate": 0.05, "max_iter": 200}
by_heart = fs.train(division, model="trees", parameters=large, seed=1)
judged = fs.evaluate(by_heart).evaluation
print("AUC on seen events:  ", judged.overtraining.auc_seen.rounded(3))
print("AUC on unseen events:", judged.auc_weighted.rounded(3))

# %% [markdown]
# **Explain.** On the seen events the trees look far better than they are. They have learned these
# events *by heart*, as one may learn last year's exam by heart: full marks there say nothing about
# the next exam. This is called *over-training*, or *over-fitting*. Only the second number tells
# what will happen in the detector, for nature sends us new collisions.
#
# So we cut the events into three parts, and each has one job:
#
# | part | job | like |
# | --- | --- | --- |
# | **training** | the model learns from it | the exercises at home |
# | **validation** | we choose with it: which model, how large, when to stop | the mock exam |
# | **test** | it judges, once, at the very end | the exam |
#
# Why is the mock exam not enough? Because we look at it again and again and keep what does best
# there. Part 7 shows how much that flatters.
#
# `fs.split(table, "hash")` made these three parts above. It looks at a *hash* of each event (a
# number computed from the event's own values, as good as random), so that an event is in the same
# part on every computer.

# %%
split = division.split
for name, rows in [
    ("training", split.train(0)),
    ("validation", split.validation(0)),
    ("test", split.test(0)),
]:
    print(f"{name:10} {rows.size:6,} rows, {label[rows].sum():5,} of them signal")

# %% [markdown]
# ## Part 2: Fair parts
#
# Most often the parts are drawn at random. Then each part has *about* its share of the signal, and
# "about" can be bad luck: draw 20 % of the rows 200 times, and look at how many signal rows and
# Z+jets rows you get.

# %%
rng = np.random.default_rng(seed=8)
all_rows = np.arange(table.n_events)
drawn = [rng.choice(all_rows, size=table.n_events // 5, replace=False) for _ in range(200)]
for name in ("DM_200", "Z+jets"):
    code = table.processes.index(name)
    counts = np.array([(table.process[rows] == code).sum() for rows in drawn])
    print(f"{name:7} rows: {counts.mean():6.1f} on average, from {counts.min()} to {counts.max()}")

# %% [markdown]
# A *stratified* split draws from each kind of event separately, so that each part has the same
# share of each. Best take the *process* for the kind, not only the label: Z+jets has few of the
# rows, and a fifth of all background collisions.
#
# ### Exercise 1: three fair parts
#
# Make three arrays of row numbers with `train_test_split`: training (50 % of all rows), validation
# (20 %) and test (30 %), stratified by `table.process`, with `random_state=1`. Cut twice: first
# the training part and the rest, then the rest in two.

# %% tags=["exercise"]
three_parts = (..., ..., ...)
### BEGIN SOLUTION
half, rest = train_test_split(all_rows, train_size=0.5, stratify=table.process, random_state=1)
fifth, others = train_test_split(rest, train_size=0.4, stratify=table.process[rest], random_state=1)
three_parts = (half, fifth, others)
### END SOLUTION

# %% tags=["check"]
check.three_parts(three_parts)

# %% [markdown] tags=["hint"]
# `one, other = train_test_split(rows, train_size=…, stratify=…, random_state=1)` cuts `rows` in
# two. In the second cut the rows are `rest`: what share of the *rest* is 20 % of *all*? And
# `stratify` needs one value for each row that is cut.

# %% [markdown]
# ### A part that stands for all
#
# 30 % of the rows hold about 30 % of the weights. If you count expected events in the test part
# and forget this, your signal is three times too small, and $s/\sqrt{b}$ too small by
# $\sqrt{0.3}$:

# %%
test = split.test(0)


def signal_and_background(weights, labels):
    """Sums of the weights of signal and of background."""
    return weights[labels == 1].sum(), weights[labels == 0].sum()


s_all, b_all = signal_and_background(weight, label)
s_test, b_test = signal_and_background(weight[test], label[test])
print(f"all events: s = {s_all:5.1f}, b = {b_all:5.1f}, s/√b = {s_all / b_all**0.5:.2f}")
print(f"test part:  s = {s_test:5.1f}, b = {b_test:5.1f}, s/√b = {s_test / b_test**0.5:.2f}")
print(f"shares:     s: {s_test / s_all:.3f}, b: {b_test / b_all:.3f}")

# %% [markdown]
# The two shares are not the same. So the cure is a factor for the signal and *another* for the
# background: with one factor for both, your result would hang on how the rows were drawn.
#
# ### Exercise 2: rescale, class by class
#
# Write `stand_for_all(weight, label, chosen)`. `chosen` is a mask (True for the rows of the part).
# Return the weights of the chosen rows only, scaled so that the signal weights sum to those of
# *all* signal, and the background weights to those of all background. Keep signs, and do not
# change `weight` itself.


# %% tags=["exercise"]
def stand_for_all(weight, label, chosen):
    """Weights of the chosen rows, scaled to the whole sample, each class by its own factor."""
    ### BEGIN SOLUTION
    scaled = weight[chosen].copy()
    for kind in (0, 1):
        of_kind = label[chosen] == kind
        scaled[of_kind] *= weight[label == kind].sum() / scaled[of_kind].sum()
    return scaled
    ### END SOLUTION


# %% tags=["check"]
check.stand_for_all(stand_for_all)

# %% [markdown] tags=["hint"]
# The factor of a class is (sum of the weights of all its events) / (sum of the weights of its
# chosen events). `weight[chosen].copy()` gives an array you may change. `label[chosen] == 1` tells
# which of them are signal.

# %% [markdown]
# `fs.evaluate` and `fs.infer` do this for you. When you meet a significance from "the test set"
# elsewhere, ask whether its author did.
#
# ## Part 3: Nothing may leak
#
# Many models want inputs of about the same size. *Standardising* a variable means: subtract its
# mean, divide by its standard deviation. But the mean of *which* events? Of the **training**
# events, and only these. The mean is learned, just as the weights of a network are, and nothing
# may be learned from the test. If something is, we say it *leaks*.
#
# ### Exercise 3: what may the scaler know?
#
# Standardise `met`, the missing transverse momentum, for the events of the *test* part, with a
# mean and a standard deviation that the *training* part knows. You may use `StandardScaler` or
# NumPy.

# %%
met = table.features["met"].astype(float)
met_training, met_test = met[split.train(0)], met[split.test(0)]

# %% tags=["exercise"]
met_scaled = ...
### BEGIN SOLUTION
met_scaled = (met_test - met_training.mean()) / met_training.std()
### END SOLUTION

# %% tags=["check"]
check.met_scaled(met_scaled)

# %% [markdown] tags=["hint"]
# `StandardScaler().fit(A).transform(B)` learns from A and scales B. It wants columns, `met_test[:,
# np.newaxis]`, and gives one back: `[:, 0]` makes it an array again. With NumPy it is one line.

# %% [markdown]
# How bad is a leak? It depends on what leaks. Here is the small one: a mean learned from all the
# events.

# %%
learn, unseen = split.train(0), split.test(0)
for name, rows in [("training events", learn), ("all events", all_rows)]:
    scaler = StandardScaler().fit(X[rows])
    line = LogisticRegression().fit(
        scaler.transform(X[learn]),
        label[learn],
        sample_weight=balanced_weights(weight[learn], label[learn]),
    )
    score = line.predict_proba(scaler.transform(X[unseen]))[:, 1]
    area = roc_curve(score, label[unseen], weight[unseen])
    print(f"scaler learned from {name:15}: AUC {area.auc:.5f} ± {area.auc_uncertainty:.3f}")

# %% [markdown]
# You do not see it in the digits that count: with thousands of events the mean hardly moves. Now
# the large one, a leak of *labels*. We make 500 columns of **pure noise** for 200 events, 100
# called signal and 100 background. There is nothing to learn. We choose the ten columns that
# differ most between the classes, train a straight line on them, and judge it with
# cross-validation (Part 6): every score is of an event that the *line* has not seen.
#
# **Predict.** What AUC will pure noise reach?

# %% tags=["predict"]
my_guess_noise = ...


# %%
def noise_areas(seed):
    """AUC on pure noise: ten columns chosen with all the labels, and with the training's only."""
    noise = np.random.default_rng(seed).normal(size=(200, 500))
    is_signal = np.repeat([0, 1], 100)
    folds = StratifiedKFold(5, shuffle=True, random_state=seed)
    best_ten = SelectKBest(k=10).fit_transform(noise, is_signal)
    pipeline = make_pipeline(SelectKBest(k=10), LogisticRegression())
    how = {"cv": folds, "scoring": "roc_auc"}
    leaking = cross_val_score(LogisticRegression(), best_ten, is_signal, **how).mean()
    return leaking, cross_val_score(pipeline, noise, is_signal, **how).mean()


noise_auc = np.array([noise_areas(seed) for seed in range(8)])
noise_error = noise_auc.std(axis=0, ddof=1) / np.sqrt(len(noise_auc))
for name, mean, error in zip(
    ("columns chosen with all events", "the choice inside a pipeline"),
    noise_auc.mean(axis=0),
    noise_error,
    strict=True,
):
    print(f"{name:30}: AUC {mean:.2f} ± {error:.2f}")

# %% tags=["test"]
assert noise_auc[:, 0].mean() > 0.65
assert abs(noise_auc[:, 1].mean() - 0.5) < 4 * noise_error[1] + 0.01

# %% [markdown]
# **Explain.** Among 500 columns some differ between the classes by luck. Who chooses them with
# *all* labels has read the exam: the luck of the test events is in the choice, and noise looks
# like a discovery.
#
# The cure is a *Pipeline*: preparation and model tied together as one model. Its `fit` learns all
# steps from the events it is given, its `predict_proba` only uses them. Then nothing is left that
# could leak, and nothing is scaled twice when you run a cell again.


# %%
def line_learned_from(rows):
    """A pipeline, scaler and straight line, that knows nothing but these rows."""
    pipeline = make_pipeline(StandardScaler(), LogisticRegression())
    balanced = balanced_weights(weight[rows], label[rows])
    return pipeline.fit(X[rows], label[rows], logisticregression__sample_weight=balanced)


def scores(model, rows):
    """The probability of signal that a model gives to these rows."""
    return model.predict_proba(X[rows])[:, 1]


# %% [markdown]
# (`balanced_weights` takes |weight| and gives both classes the same sum, so that the rare signal
# is not ignored. That is for *training* only.)
#
# ## Part 4: Over-training, made on purpose
#
# Back to the 200 large trees. Here are their scores, for signal and for background: filled for
# unseen events, points for seen ones.

# %%
figure = fs.plot("scores", judged, origin=origin, width_in=5.5)
over = judged.overtraining
lesson.show(
    figure,
    alt=(
        "Densities of the score, simulated events. Seen signal piles up near 1 and seen "
        "background near 0. Unseen signal does not follow: its largest distance to the seen is "
        f"{over.ks_signal:.2f}, for background it is {over.ks_background:.2f}."
    ),
)
print(f"signal:     KS distance {over.ks_signal:.2f}, p = {over.p_signal:.1g}")
print(f"background: KS distance {over.ks_background:.2f}, p = {over.p_background:.1g}")

# %% tags=["test"]
assert judged.overtraining.auc_seen.value > 0.93
assert judged.overtraining.auc_seen.value - judged.auc_weighted.value > 0.1
assert over.p_signal < 1e-10
assert over.ks_signal > over.ks_background

# %% [markdown]
# The *Kolmogorov–Smirnov test* (KS) compares two samples. Go along the score from 0 to 1 and add
# up the weights of each sample, as a share of its total: the KS distance is the largest gap
# between the two shares. *p* is the chance of a gap as large as this if both samples came from the
# same distribution. Weighted events count as $(\sum w)^2 / \sum w^2$ events. (Do not run a KS test
# on binned or on unweighted scores of weighted events: its p would be wrong.)
#
# ### Exercise 4: what does a small p tell you?
#
# For the signal p is tiny. What do you conclude?
#
# - a) The model is useless; its scores must be thrown away.
# - b) The scores of seen events are not like those of unseen ones: no result may use the seen
#   ones.
# - c) The test part was drawn badly; draw another one.
# - d) With probability 1 − p the model is right.

# %% tags=["exercise"]
small_p = ...
### BEGIN SOLUTION
small_p = "b"
### END SOLUTION

# %% tags=["check"]
check.small_p(small_p)

# %% [markdown] tags=["teacher"]
# A good discussion: is an over-trained model worse? Not always. Compare the unseen AUC of this
# model with those of Part 5. Over-training is measured by the gap, quality by the unseen value. A
# small gap can belong to a dull model, too (one leaf has no gap at all).

# %% [markdown]
# ## Part 5: Holding a model back
#
# ### Stop early
#
# Trees are added one after the other. After each we can compute the *loss* (how far the scores are
# from the truth), on the training events and on the validation events.

# %%
history = by_heart.training.histories[0]
figure = fs.plot("trees", history, origin=origin, width_in=5.5)
lesson.show(
    figure,
    alt=(
        "Loss against the number of trees, simulated events. On the training events it falls "
        f"without end, from {history.training_loss[0]:.2f} to {history.training_loss[-1]:.2f}. On "
        f"the validation events it falls to {history.validation_loss.min():.2f} and rises again "
        f"to {history.validation_loss[-1]:.2f}."
    ),
)

# %% [markdown]
# ### Exercise 5: when would you have stopped?
#
# `history.step` holds the numbers of trees (1, 2, 3, …), `history.training_loss` and
# `history.validation_loss` the losses after each. How many trees are best?

# %% tags=["exercise"]
best_n_trees = ...
### BEGIN SOLUTION
best_n_trees = history.step[np.argmin(history.validation_loss)]
### END SOLUTION

# %% tags=["check"]
check.best_n_trees(best_n_trees, history)

# %% [markdown] tags=["hint"]
# `np.argmin(a)` is the *position* of the smallest value of `a`, and Python counts positions from
# 0. Which loss knows about new events?

# %%
lowest = int(history.step[np.argmin(history.validation_loss)])
stopped = fs.evaluate(
    fs.train(division, parameters=large | {"max_iter": lowest}, seed=1)
).evaluation
for name, one in [(f"all {large['max_iter']} trees", judged), (f"first {lowest} trees", stopped)]:
    print(
        f"{name:15} seen {one.overtraining.auc_seen.rounded(3)}, unseen "
        f"{one.auc_weighted.rounded(3)}"
    )

# %% tags=["test"]
assert 1 < lowest < large["max_iter"]
gap = judged.overtraining.auc_seen.value - judged.auc_weighted.value
assert stopped.overtraining.auc_seen.value - stopped.auc_weighted.value < gap

# %% [markdown]
# This is *early stopping*: stop where the loss of unseen events is lowest. The validation part
# chose the moment, so the validation part may not judge the result. The test part did. The gap
# between seen and unseen has shrunk. Has the unseen AUC grown by more than its ±? Read it, do not
# hope it.
#
# ### Keep it small
#
# Another way is to make the model simpler from the start, or to make complicated answers cost
# something: *regularisation*. For trees: fewer leaves or less depth (the number of questions in a
# row), or a penalty called *L2* (`l2_regularization`) that pulls the answers of small leaves
# towards zero. For networks L2 pulls the weights towards zero.

# %%
depths = (1, 2, 4, 8)
penalties = (0, 10, 100, 1000)
by_depth = [
    fs.train(
        division, parameters={"max_depth": depth, "max_leaf_nodes": None, "min_samples_leaf": 5}
    )
    for depth in depths
]
by_penalty = [
    fs.train(division, parameters={"l2_regularization": penalty, "max_leaf_nodes": 31})
    for penalty in penalties
]
depth_judged = [fs.evaluate(trained).evaluation for trained in by_depth]
penalty_judged = [fs.evaluate(trained).evaluation for trained in by_penalty]


# %%
def draw_areas(axes, judgements, settings, xlabel):
    """AUC of seen and unseen events for each setting."""
    place = range(len(settings))
    for ink, name, areas in [
        (RED, "seen", [one.overtraining.auc_seen for one in judgements]),
        (BLUE, "unseen", [one.auc_weighted for one in judgements]),
    ]:
        style = {"color": ink.colour, "marker": ink.marker, "linestyle": ink.line, "capsize": 2}
        errors = [area.uncertainty for area in areas]
        axes.errorbar(place, [area.value for area in areas], yerr=errors, label=name, **style)
    axes.set_xticks(place, [str(setting) for setting in settings])
    axes.set(xlabel=xlabel)


figure, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.2), sharey=True, layout="constrained")
draw_areas(left, depth_judged, depths, "Depth of the trees")
draw_areas(right, penalty_judged, penalties, "L2 penalty")
left.set_ylabel("Weighted AUC")
left.legend(title="events")
sign(figure, origin)
seen = [one.overtraining.auc_seen.value for one in depth_judged]
found = [one.auc_weighted.value for one in depth_judged]
lesson.show(
    figure,
    alt=(
        f"Two panels. Deeper trees, from depth {depths[0]} to {depths[-1]}: seen AUC rises from "
        f"{seen[0]:.2f} to {seen[-1]:.2f}, unseen goes from {found[0]:.2f} to {found[-1]:.2f}. A "
        "larger L2 penalty brings the seen AUC down towards the unseen one."
    ),
)

# %% tags=["test"]
assert seen[-1] > seen[0] + 0.1
assert found[-1] < max(found)
assert (
    penalty_judged[-1].overtraining.auc_seen.value < penalty_judged[0].overtraining.auc_seen.value
)

# %% [markdown]
# Read the blue points with their bars. Many settings are equally good within the uncertainty: then
# take the simpler model.
#
# ## Part 6: Everyone is tested once
#
# A test part of 30 % leaves 70 % of the events without a say in the result. *k-fold
# cross-validation* uses all: cut the events into k parts (*folds*). Train k times, each time
# without one of the folds, and score that fold. At the end every event has a score by a model that
# has not seen it.
#
# ### Exercise 6: a score for every event, by a stranger
#
# Fill `unseen_score`, one number for each event, with five folds. `folds` is a list of five pairs:
# (rows to learn from, rows to judge). The two functions of Part 3 help: `line_learned_from(rows)`
# and `scores(model, rows)`.

# %%
folds = list(StratifiedKFold(5, shuffle=True, random_state=1).split(X, table.process))

# %% tags=["exercise"]
unseen_score = np.full(table.n_events, np.nan)
### BEGIN SOLUTION
for rows_to_learn, rows_to_judge in folds:
    unseen_score[rows_to_judge] = scores(line_learned_from(rows_to_learn), rows_to_judge)
### END SOLUTION

# %% tags=["check"]
check.unseen_score(unseen_score)

# %% [markdown] tags=["hint"]
# `for rows_to_learn, rows_to_judge in folds:` goes through the five pairs. Inside, make a model
# from the first, and write its scores of the second into `unseen_score[rows_to_judge]`.

# %% [markdown]
# *ShuffleSplit* is the relaxed cousin: it draws a new random test part each time. An event may be
# judged three times, or never. It is good for one thing: seeing how much a result depends on the
# draw.

# %%
draws = StratifiedShuffleSplit(20, test_size=0.2, random_state=1).split(X, table.process)
drawn_auc = np.array(
    [
        roc_curve(scores(line_learned_from(learn), judge), label[judge], weight[judge]).auc
        for learn, judge in draws
    ]
)
all_folds = fs.evaluate(fs.train(fs.split(table, n_folds=5, seed=1), model="linear")).evaluation
print(
    f"20 draws of 20 %: from {drawn_auc.min():.3f} to {drawn_auc.max():.3f}, spread "
    f"{drawn_auc.std(ddof=1):.3f}"
)
print(f"5 folds, every event judged once: {all_folds.auc_weighted.rounded(3)}")
print("the five folds one by one:", np.round(all_folds.auc_parts, 3))

# %% tags=["test"]
assert abs(drawn_auc.mean() - all_folds.auc_weighted.value) < 0.03
assert all_folds.auc_weighted.uncertainty < drawn_auc.std(ddof=1)

# %% [markdown]
# The same model, the same events, and a spread that would make one author proud and another sad. A
# single small test part is a lottery ticket. With folds all events judge, and the ± gets smaller.
# (Do not divide the spread of the 20 draws by √20: they share their events, so they are not 20
# independent results.)
#
# ### Would more events help?
#
# Train on a tenth of the training part, on a fifth, and so on, and judge on the same test part: a
# *learning curve*. **Predict:** where will the two lines go?

# %% tags=["predict"]
my_guess_more_events = ...

# %%
curve = learning_curve(
    lambda part: train("trees", X, label, weight, split=part, seed=1, parameters={"max_iter": 50}),
    label,
    weight,
    split=split,
    seed=1,
    fractions=(0.1, 0.2, 0.4, 0.7, 1.0),
)
lesson.show(
    fs.plot("learning-curve", curve, origin=origin, width_in=5.5),
    alt=(
        "Weighted AUC against the number of simulated events learned from, "
        f"{curve.n_train[0]:.0f} to {curve.n_train[-1]:.0f}. Seen: from {curve.seen[0]} down to "
        f"{curve.seen[-1]}. Unseen: from {curve.unseen[0]} up to {curve.unseen[-1]}."
    ),
)

# %% tags=["test"]
assert curve.seen[0].value - curve.unseen[0].value > curve.seen[-1].value - curve.unseen[-1].value
assert curve.unseen[-1].value > curve.unseen[0].value

# %% [markdown]
# **Explain.** Few events are easily learned by heart: the seen AUC starts near 1 and falls. The
# unseen one rises, for more events show what is rule and what is accident. While there is a gap,
# more events (or a simpler model) may help. Where the lines meet, more of the same would not: try
# a better variable, or a model that can bend more.
#
# ## Part 7: The best of many
#
# A model has settings that it does not learn: depth, penalty, number of trees. They are
# *hyper-parameters*, and one searches for good ones: draw many, train each, take the best on the
# validation part. It works. But how good is the best, really?
#
# Let us first search among 200 models that are **dice**: each gives every event a random score.
# They all have a true AUC of 0.5.
#
# **Predict.** What will the *best* of them reach on the validation part?

# %% tags=["predict"]
my_guess_best_dice = ...

# %%
validation, test = split.validation(0), split.test(0)
dice = np.random.default_rng(seed=3).random((200, table.n_events))


def areas_on(rows, all_scores):
    """Weighted AUC on these rows, for each model."""
    return np.array([roc_curve(one[rows], label[rows], weight[rows]).auc for one in all_scores])


dice_validation, dice_test = areas_on(validation, dice), areas_on(test, dice)
figure, axes = plt.subplots(figsize=(5, 4.2), layout="constrained")
axes.plot(
    dice_validation, dice_test, BLUE.marker, color=BLUE.colour, markersize=3, label="200 dice"
)
best = np.argmax(dice_validation)
axes.plot(
    dice_validation[best], dice_test[best], RED.marker, color=RED.colour, label="best on validation"
)
axes.set(xlabel="AUC on validation events", ylabel="AUC on test events")
figure.legend(loc="outside lower left", ncols=2)
sign(figure, origin)
lesson.show(
    figure,
    alt=(
        "Each of 200 random scores as a point: AUC on validation against AUC on test events, a "
        f"cloud around 0.5. The best on validation has {dice_validation[best]:.2f} there and "
        f"{dice_test[best]:.2f} on the test events."
    ),
)

# %% [markdown]
# ### Exercise 7: what do you report?
#
# `dice_validation` and `dice_test` hold the 200 AUCs. You did the search as one should: the
# validation part picks, the test part judges *the one that was picked*. Which AUC goes into your
# report?

# %% tags=["exercise"]
reported_auc = ...
### BEGIN SOLUTION
reported_auc = dice_test[np.argmax(dice_validation)]
### END SOLUTION

# %% tags=["check"]
check.reported_auc(reported_auc, dice_validation, dice_test)

# %% [markdown] tags=["hint"]
# Two steps. Which model (a position) is best on the validation part? What does the test part say
# about that one model?

# %% tags=["test"]
assert dice_validation[best] > 0.5 + 1.5 * dice_validation.std()
assert abs(dice_test[best] - 0.5) < 4 * dice_test.std()

# %% [markdown]
# Nobody would buy dice. But real searches do the same to real models: part of what makes the
# winner win is luck, and luck does not come along to the test.

# %%
menu = {
    "max_leaf_nodes": [3, 5, 8, 15, 31],
    "learning_rate": [0.03, 0.05, 0.1, 0.2],
    "max_iter": [30, 60],
    "min_samples_leaf": [10, 20, 40, 80],
    "l2_regularization": [0, 1, 10, 100],
}
candidates = list(ParameterSampler(menu, n_iter=12, random_state=1))
models = [
    fs.train(division, parameters=candidate, seed=1).training.estimators[0]
    for candidate in candidates
]
candidate_scores = np.array([scores(model, all_rows) for model in models])
winner = np.argmax(areas_on(validation, candidate_scores))
for name, rows in [("validation (it was picked here)", validation), ("test (judged once)", test)]:
    area = roc_curve(candidate_scores[winner][rows], label[rows], weight[rows])
    print(f"{name:32} AUC {area.auc:.3f} ± {area.auc_uncertainty:.3f}")
print("the winner:", candidates[winner])

# %% [markdown]
# One search can end either way, within its ±. To see the *optimism* of the best, we repeat it: 200
# times we divide the events that no model has learned from anew, a fifth to pick and the rest to
# judge.

# %%
never_learned = np.concatenate([validation, test])
optimism = []
for pick, judge in StratifiedShuffleSplit(200, train_size=0.2, random_state=1).split(
    never_learned, table.process[never_learned]
):
    picked = areas_on(never_learned[pick], candidate_scores)
    best_one = candidate_scores[[np.argmax(picked)]]
    optimism.append(picked.max() - areas_on(never_learned[judge], best_one)[0])
optimism_error = np.std(optimism, ddof=1) / np.sqrt(len(optimism))
print(
    f"best of {len(models)} on the events that picked it, minus on others: "
    f"{np.mean(optimism):+.4f} ± {optimism_error:.4f}"
)

# %% tags=["test"]
assert np.mean(optimism) > 2 * optimism_error

# %% [markdown]
# On average the winner is flattered. So: **the validation part picks, the test part judges once.**
# If you look at the test, change something, and look again, the test has become a validation part,
# and you need another test. Physicists go further and keep the real data *blind* until every
# choice is made: that is lesson 10.
