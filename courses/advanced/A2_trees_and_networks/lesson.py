# %%
import matplotlib.pyplot as plt
import numpy as np
from sklearn.ensemble import AdaBoostClassifier, GradientBoostingClassifier
from sklearn.inspection import DecisionBoundaryDisplay
from sklearn.model_selection import StratifiedKFold, train_test_split
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from fivesigma.inference.yields import yield_of
from fivesigma.learning.judging.overtraining import kolmogorov_smirnov
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.weights import training_weights
from fivesigma.plots.palette import BACKGROUND, BLACK, ORANGE, SIGNAL, TEAL
from fivesigma.teaching import four_leptons, lesson
from fivesigma.teaching.checks import advanced_A2 as check

lesson.begin("advanced-A2")
collisions = four_leptons.cms_collisions()
print(collisions)

# %% [markdown]
# ## What there is to learn from
#
# The CMS experiment published simulation of two processes that give two electrons and two muons, and
# what it measured in 2012: collisions at 8 TeV. Here is the plan.
#
# - *Signal*: a Higgs boson becomes ZZ becomes 2e2μ. *Background*: ZZ without a Higgs boson.
# - Both are simulated. In this part you learn from the simulation **only**.
# - The measured collisions are in the table, too. They stay untouched until part A3: who looks
#   while choosing, chooses what looks good.

# %%
mass = collisions.features["m4l"]
is_near = (mass > 105) & (mass < 140)
is_simulated = collisions.label >= 0  # measured collisions have the label -1
chosen = is_near & is_simulated
y, weight = collisions.label[chosen], collisions.weight[chosen]
for label, name in ((1, "Higgs"), (0, "ZZ")):
    found = yield_of(weight[y == label])
    print(
        f"{name:5}: {found.count:6,} rows, {found.sum:.3f} ± {found.error:.3f} expected collisions"
    )

# %% [markdown]
# We look at 105 to 140 GeV only. Far away a model has an easy life: it finds out that two Z bosons
# of full mass are no Higgs boson. The hard question is about the events under the peak.
#
# A row is a simulated collision, and its *weight* says for how many real ones it stands. In these
# files all rows of one process have the same weight.
#
# ### Exercise 1: how much background?
#
# How many ZZ collisions does CMS expect between **115 and 130 GeV**? Use `collisions.weight`,
# `collisions.label` (0 is background) and `mass`.

# %% tags=["exercise"]
n_background = ...
### BEGIN SOLUTION
in_window = (mass > 115) & (mass < 130)
n_background = float(collisions.weight[in_window & (collisions.label == 0)].sum())
### END SOLUTION

# %% tags=["check"]
check.n_background(n_background)

# %% [markdown] tags=["hint"]
# Make a mask of the window, join it with `collisions.label == 0`, and add up the weights.

# %% [markdown]
# ## What the model may see
#
# Ten *features*: the five angles of the decay, the masses of the two lepton pairs, and three momenta
# across the beam. The mass of all four, `m4l`, is left out on purpose. We want to look at its
# histogram afterwards, and a model that knows it would carve a peak into anything.

# %%
names = [name for name in collisions.features if name != "m4l"]
X = np.column_stack([collisions.features[name][chosen] for name in names]).astype(float)
print(X.shape, names)

# %%
figure, panels = plt.subplots(1, 3, figsize=(8.5, 3.0))
for axes, name in zip(panels, ("mz2", "pt4l", "theta_star"), strict=True):
    values = X[:, names.index(name)]
    bins = np.linspace(*np.quantile(values, [0.001, 0.99]), 25)
    for label, ink, title in ((0, BACKGROUND, "ZZ"), (1, SIGNAL, "Higgs")):
        mine = y == label
        axes.hist(
            values[mine],
            bins,
            weights=weight[mine] / weight[mine].sum(),
            histtype="stepfilled",
            alpha=0.45,
            color=ink.colour,
            edgecolor=ink.colour,
            hatch=ink.hatch,
            label=f"{title}, simulated",
        )
    axes.set_xlabel(f"{name} [{'rad' if name == 'theta_star' else 'GeV'}]")
panels[0].set_ylabel("share of the events")
panels[1].legend()
lesson.show(
    figure,
    alt="Shapes of mz2, pt4l and theta_star for simulated Higgs and ZZ: medians of pt4l are "
    f"{np.median(X[y == 1, names.index('pt4l')]):.0f} and "
    f"{np.median(X[y == 0, names.index('pt4l')]):.0f} GeV; all three overlap.",
)

# %% [markdown]
# No single cut separates them. That is what learning is for.
#
# ## Train on one half, judge on the other
#
# A model may know by heart what it learned from. So half of the events learn (*train*), and the
# other half judges (*unseen*). `stratify=y` gives both halves the same share of signal.

# %%
train, unseen = train_test_split(np.arange(len(y)), test_size=0.5, stratify=y, random_state=1)
weight_train = training_weights(weight[train], y[train], "balanced")
print(f"{len(train)} rows learn, {len(unseen)} judge")
for label in (1, 0):
    print(f"label {label}: weight in training {weight_train[y[train] == label].sum():.0f}")

# %% [markdown]
# In training both classes get the same total weight ("balanced"). Else the model would learn how
# busy the computers were: there are four times as many rows of signal as of background, and in
# nature it is the other way round.
#
# ### Exercise 2: half of the rows, all of the collisions
#
# The unseen half has only about half of the weight. To say how many collisions are *expected*, its
# weights must be scaled up, each class by its own factor. What is the factor of the background?

# %% tags=["exercise"]
scale_background = ...
### BEGIN SOLUTION
unseen_background = unseen[y[unseen] == 0]
scale_background = float(weight[y == 0].sum() / weight[unseen_background].sum())
### END SOLUTION

# %% tags=["check"]
check.scale_background(scale_background)

# %% [markdown] tags=["hint"]
# All the weight of the class, over the weight of its unseen rows. `y[unseen] == 0` finds those.

# %% [markdown]
# ## One tree
#
# A *decision tree* asks one question after the other: "is pt4l below 22 GeV?" At each step it takes
# the feature and the value that make both sides purest. `max_depth=3` allows three in a row.

# %%
tree = DecisionTreeClassifier(max_depth=3, random_state=1)
tree.fit(X[train], y[train], sample_weight=weight_train)


def curve_of(model, rows):
    """The ROC curve of a model on some rows."""
    return roc_curve(model.predict_proba(X[rows])[:, 1], y[rows], weight[rows])


first = tree.tree_
print(f"first question: is {names[first.feature[0]]} at most {first.threshold[0]:.1f}?")
print(f"AUC on unseen events: {curve_of(tree, unseen).auc:.3f}")

# %% [markdown]
# The *ROC curve* shows every threshold at once: how much signal stays, against how much background
# stays. The area under it, *AUC*, is the chance that a signal event gets a higher score than a
# background event. 0.5 is guessing, 1 is perfect.
#
# ### Exercise 3: a point of the ROC curve
#
# Write the function: which **weighted** share of events has a score of at least `threshold`?


# %% tags=["exercise"]
def efficiency(score, weight, threshold):
    ### BEGIN SOLUTION
    return weight[score >= threshold].sum() / weight.sum()
    ### END SOLUTION


# %% tags=["check"]
check.efficiency(efficiency)

# %% [markdown] tags=["hint"]
# Weight above the threshold, divided by all the weight.

# %% tags=["predict"]
my_guess_of_auc = ...  # a tree without a limit on its depth: AUC on unseen events, above or below?

# %%
wild_tree = DecisionTreeClassifier(random_state=1)
wild_tree.fit(X[train], y[train], sample_weight=weight_train)
for title, model in (("depth 3", tree), ("no limit", wild_tree)):
    seen_curve, curve = curve_of(model, train), curve_of(model, unseen)
    print(
        f"{title:8}: {model.get_n_leaves():4d} leaves, AUC seen {seen_curve.auc:.3f}, "
        f"unseen {curve.auc:.3f} ± {curve.auc_uncertainty:.3f}"
    )

# %% [markdown]
# The tree without a limit is perfect on what it has seen, and worse on what it has not. It learned
# its events by heart. Explain to a neighbour why its leaves say so.
#
# ## Many trees
#
# *Boosting* lets small trees work in a row. *AdaBoost*: after each tree the events that it got wrong
# weigh more, and the next tree looks at those. *Gradient boosting*: each tree learns what is still
# missing between the truth and the sum of the trees before.
#
# ### Exercise 4: the error
#
# To see the forest grow we need one number after each tree. Write the **weighted** share of wrong
# predictions; `label` and `predicted` hold 0 and 1.


# %% tags=["exercise"]
def weighted_error(label, predicted, weight):
    ### BEGIN SOLUTION
    return weight[label != predicted].sum() / weight.sum()
    ### END SOLUTION


# %% tags=["check"]
check.weighted_error(weighted_error)

# %% [markdown] tags=["hint"]
# `label != predicted` is the mask of the mistakes.

# %%
ada = AdaBoostClassifier(
    DecisionTreeClassifier(max_depth=2), n_estimators=100, learning_rate=0.5, random_state=1
)
ada.fit(X[train], y[train], sample_weight=weight_train)
gradient = GradientBoostingClassifier(n_estimators=100, subsample=0.7, random_state=1)
gradient.fit(X[train], y[train], sample_weight=weight_train)
weight_unseen = training_weights(weight[unseen], y[unseen], "balanced")


def errors(model, rows, balanced):
    """The balanced error after each tree."""
    steps = model.staged_predict(X[rows])
    return [np.average(y[rows] != predicted, weights=balanced) for predicted in steps]


# %%
figure, axes = plt.subplots()
last = {}
for title, model, ink in (("AdaBoost", ada, ORANGE), ("gradient boosting", gradient, TEAL)):
    seen_error = errors(model, train, weight_train)
    last[title] = errors(model, unseen, weight_unseen)
    n_trees = np.arange(1, len(seen_error) + 1)
    axes.plot(n_trees, seen_error, color=ink.colour, linestyle=":", label=f"{title}, seen")
    axes.plot(n_trees, last[title], color=ink.colour, label=f"{title}, unseen events")
axes.set(xlabel="number of trees", ylabel="error, classes balanced", ylim=(0.15, 0.35))
axes.legend()
lesson.show(
    figure,
    alt="Error against number of trees; on unseen events it goes from "
    f"{last['AdaBoost'][0]:.2f} to {last['AdaBoost'][-1]:.2f} for AdaBoost, and from "
    f"{last['gradient boosting'][0]:.2f} to {last['gradient boosting'][-1]:.2f} for gradient "
    "boosting; on seen events it ends lower.",
)

# %% [markdown]
# (The axis does not begin at 0.) Where solid and dotted lines part, the model begins to learn its own events. To choose the number
# of trees from the solid line is a choice made with the judging events. For a result that counts,
# keep a third sample, or choose by cross-validation among the training events.
#
# ## A neural network
#
# A network adds up its inputs, each times a number. `mz1` is about 80 and `theta1` about 1: without
# care the large numbers drown the small ones. *Scaling* gives every feature mean 0 and standard
# deviation 1. In a *pipeline* scaler and network are one model.
#
# ### Exercise 5: where does the scaler look?
#
# On which events may mean and standard deviation be computed?
#
# - a) All simulated events, as more events give a better mean.
# - b) The training events only.
# - c) Training and unseen events, each with their own mean.
# - d) The measured events, for they are the real ones.

# %% tags=["exercise"]
scaler_sees = ...
### BEGIN SOLUTION
scaler_sees = "b"
### END SOLUTION

# %% tags=["check"]
check.scaler_sees(scaler_sees)


# %%
def network(seed, scaled=True):
    """A network of two hidden layers that stops early, with or without a scaler in front."""
    layers = MLPClassifier((32, 16), early_stopping=True, random_state=seed)
    model = make_pipeline(StandardScaler() if scaled else "passthrough", layers)
    return model.fit(X[train], y[train], mlpclassifier__sample_weight=weight_train)


# %% tags=["predict"]
my_guess_of_gain = ...  # how much AUC does scaling bring here: nothing, 0.02, 0.1?

# %%
areas = {}
for scaled in (True, False):
    models = [network(seed, scaled) for seed in (1, 2, 3)]
    areas[scaled] = [curve_of(model, unseen).auc for model in models]
    title = "scaled" if scaled else "as it is"
    print(
        f"{title:8}: AUC of three seeds {np.round(areas[scaled], 3)}, mean {np.mean(areas[scaled]):.3f}"
    )
    if scaled:
        net = models[0]

# %% [markdown]
# Look at the three numbers of each line before you believe in a difference: the *seed*, which sets
# the first random weights, moves the result, too. What you see holds for these features, this
# network and these events.
#
# ### Four boundaries
#
# Each model again, with two features only, so that one can look at it. Orange is what it calls
# signal (a score above 0.5), purple what it calls background.

# %%
pair = [names.index("mz2"), names.index("pt4l")]
shown = np.random.default_rng(1).choice(unseen, 400, replace=False)
small = {
    "tree, depth 3": DecisionTreeClassifier(max_depth=3, random_state=1),
    "AdaBoost": AdaBoostClassifier(DecisionTreeClassifier(max_depth=2), random_state=1),
    "gradient boosting": GradientBoostingClassifier(random_state=1),
    "network": make_pipeline(
        StandardScaler(), MLPClassifier((32, 16), early_stopping=True, random_state=1)
    ),
}
area_of_pair = {}
figure, panels = plt.subplots(2, 2, figsize=(7.5, 6.4), sharex=True, sharey=True)
for axes, (title, model) in zip(panels.flat, small.items(), strict=True):
    key = "mlpclassifier__sample_weight" if title == "network" else "sample_weight"
    model.fit(X[train][:, pair], y[train], **{key: weight_train})
    score = model.predict_proba(X[unseen][:, pair])[:, 1]
    area_of_pair[title] = roc_curve(score, y[unseen], weight[unseen]).auc
    DecisionBoundaryDisplay.from_estimator(
        model, X[shown][:, pair], response_method="predict", cmap="PuOr_r", alpha=0.5, ax=axes
    )
    for label, ink in ((0, BACKGROUND), (1, SIGNAL)):
        dots = X[shown[y[shown] == label]][:, pair]
        axes.plot(*dots.T, ink.marker, color=ink.colour, markersize=2.5)
    axes.set(title=f"{title}: AUC {area_of_pair[title]:.3f}", xlim=(12, 55), ylim=(0, 120))
for axes, label in ((panels[1, 0], "mz2 [GeV]"), (panels[1, 1], "mz2 [GeV]")):
    axes.set_xlabel(label)
for axes in panels[:, 0]:
    axes.set_ylabel("pt4l [GeV]")
lesson.show(
    figure,
    alt="Plane of mz2 and pt4l with 400 unseen simulated events, Higgs as circles, ZZ as squares, "
    "and what each model calls signal: boxes for trees, a smooth line for the network. AUC: "
    + ", ".join(f"{title} {auc:.3f}" for title, auc in area_of_pair.items()),
)

# %% [markdown]
# ## What comes out, and is it learned by heart?
#
# The *output* or *score* of a model is a number from 0 to 1. If it has learned a rule, seen and unseen
# events of one class have the same distribution of it. The *Kolmogorov–Smirnov* test compares two
# samples: it takes the largest distance between their cumulative distributions, "which share lies
# below this value?".
#
# ### Exercise 6: the largest distance
#
# Write it for two samples without weights. At each value of either sample, compare the share of `a`
# that is at or below it with the share of `b`.


# %% tags=["exercise"]
# points: 2
def ks_distance(a, b):
    ### BEGIN SOLUTION
    values = np.concatenate([a, b])
    share_a = np.searchsorted(np.sort(a), values, side="right") / len(a)
    share_b = np.searchsorted(np.sort(b), values, side="right") / len(b)
    return np.abs(share_a - share_b).max()
    ### END SOLUTION


# %% tags=["check"]
check.ks_distance(ks_distance)

# %% [markdown] tags=["hint"]
# `np.searchsorted(np.sort(a), values, side="right")` counts the values of `a` at or below each.

# %%
rows = {"seen": train, "unseen": unseen}
probability = {}
for title, model in (
    ("tree, no limit", wild_tree),
    ("gradient boosting", gradient),
    ("network", net),
):
    for label, process in ((1, "Higgs"), (0, "ZZ")):
        samples = [
            (model.predict_proba(X[part[y[part] == label]])[:, 1], weight[part[y[part] == label]])
            for part in rows.values()
        ]
        distance, probability[title, process] = kolmogorov_smirnov(*samples)
        print(
            f"{title:18} {process:5}: distance {distance:.3f}, p = {probability[title, process]:.2g}"
        )

# %%
figure, axes = plt.subplots()
edges = np.linspace(0, 1, 26)
for label, ink, process in ((0, BACKGROUND, "ZZ"), (1, SIGNAL, "Higgs")):
    for part, title in ((train, "seen"), (unseen, "unseen")):
        score = net.predict_proba(X[part[y[part] == label]])[:, 1]
        counts, _ = np.histogram(score, edges)
        norm = counts.sum() * np.diff(edges)
        if title == "unseen":
            label_text = f"{process}, simulated, unseen"
            axes.stairs(
                counts / norm, edges, fill=True, alpha=0.4, color=ink.colour, label=label_text
            )
        else:
            x = 0.5 * (edges[1:] + edges[:-1])
            bars = np.sqrt(counts) / norm
            axes.errorbar(
                x, counts / norm, bars, fmt=ink.marker, color=ink.colour, label=f"{process}, seen"
            )
axes.set(xlabel="output of the network", ylabel="density", xlim=(0, 1), ylim=(0, None))
axes.legend()
lesson.show(
    figure,
    alt="Output of the network for simulated Higgs, which lies to the right, and ZZ, to the left; seen "
    "events as markers with bars, unseen ones as areas. The Kolmogorov-Smirnov test gives p = "
    f"{probability['network', 'Higgs']:.2g} and {probability['network', 'ZZ']:.2g}.",
)

# %% [markdown]
# A tiny p says: these two samples are not from one distribution, the model knows its training
# events. Such a model need not be bad on new ones: compare the AUC of gradient boosting. But
# never quote a number from events that it has seen. And a large p is no proof of the contrary.
#
# ## How sure is an AUC?
#
# *Cross-validation* cuts the events into five parts. Each part is judged once by a model that
# learned from the other four.

# %%
folds = StratifiedKFold(5, shuffle=True, random_state=1)
auc_of_folds = []
for learn, judge in folds.split(X, y):
    balanced = training_weights(weight[learn], y[learn], "balanced")
    model = GradientBoostingClassifier(n_estimators=40, subsample=0.7, random_state=1)
    model.fit(X[learn], y[learn], sample_weight=balanced)
    auc_of_folds.append(curve_of(model, judge).auc)
auc_of_folds = np.array(auc_of_folds)
print(auc_of_folds.round(3))

# %% [markdown]
# ### Exercise 7: the mean and its error
#
# The mean of the five is the result. Write a function for its **standard error**, from the scatter
# of the values. Which `ddof` belongs to a scatter around a mean that was itself computed from them?


# %% tags=["exercise"]
def standard_error(values):
    ### BEGIN SOLUTION
    return np.std(values, ddof=1) / np.sqrt(len(values))
    ### END SOLUTION


# %% tags=["check"]
check.standard_error(standard_error)

# %% [markdown] tags=["hint"]
# Standard deviation with `ddof=1`, divided by the root of how many there are.

# %%
auc_error = auc_of_folds.std(ddof=1) / len(auc_of_folds) ** 0.5
print(f"gradient boosting: AUC {auc_of_folds.mean():.3f} ± {auc_error:.3f}")

# %% [markdown]
# The five models share most of their training events, so this error is a guide, not a law.
#
# ## Would more simulation help?
#
# The *learning curve*: the same model, trained on more and more events, judged on the same ones.

# %%
order = np.random.default_rng(1).permutation(train)
sizes, seen_area, unseen_area = [250, 500, 1000, 2000, 4000, len(train)], [], []
for size in sizes:
    part = order[:size]
    model = GradientBoostingClassifier(n_estimators=40, subsample=0.7, random_state=1)
    model.fit(X[part], y[part], sample_weight=training_weights(weight[part], y[part], "balanced"))
    seen_area.append(curve_of(model, part))
    unseen_area.append(curve_of(model, unseen))

# %%
figure, axes = plt.subplots()
for curves, ink, title in ((seen_area, ORANGE, "seen"), (unseen_area, TEAL, "unseen")):
    auc, bars = np.array([(curve.auc, curve.auc_uncertainty) for curve in curves]).T
    axes.errorbar(sizes, auc, bars, fmt=f"{ink.marker}-", color=ink.colour, label=f"{title} events")
axes.axhline(0.5, color=BLACK, linestyle=":", label="guessing")
axes.set(xscale="log", xlabel="events in training", ylabel="AUC, simulated events")
axes.set_xticks(sizes, [str(size) for size in sizes])
axes.set_xticks([], minor=True)
axes.legend()
lesson.show(
    figure,
    alt=f"AUC against the number of training events: on unseen events from {unseen_area[0].auc:.3f} "
    f"to {unseen_area[-1].auc:.3f} ± {unseen_area[-1].auc_uncertainty:.3f}, on seen ones from "
    f"{seen_area[0].auc:.3f} down to {seen_area[-1].auc:.3f}.",
)

# %% [markdown]
# The gap between the lines closes as events are added. Does the lower line still rise at the right
# end, by more than its bars? Then more simulation would be money well spent.

# %% tags=["test"]
assert (y == 1).sum() == 11_443
assert (y == 0).sum() == 2_867
assert abs(n_background - 2.49) < 0.01
assert 1.9 < scale_background < 2.1
assert 0.74 < curve_of(tree, unseen).auc < 0.80
assert curve_of(wild_tree, train).auc > 0.999
assert curve_of(wild_tree, unseen).auc < curve_of(tree, unseen).auc - 0.05
assert last["AdaBoost"][-1] < last["AdaBoost"][0] - 0.03
assert last["gradient boosting"][-1] < 0.30
assert 0.76 < np.mean(areas[True]) < 0.86
assert probability["tree, no limit", "ZZ"] < 1e-20
assert probability["gradient boosting", "ZZ"] < 0.01
assert 0.79 < auc_of_folds.mean() < 0.84
assert seen_area[0].auc > seen_area[-1].auc
assert unseen_area[-1].auc > unseen_area[0].auc + 0.02
sample = net.predict_proba(X[unseen])[:, 1]
assert (
    abs(
        ks_distance(sample[::2], sample[1::2])
        - kolmogorov_smirnov(
            (sample[::2], np.ones(len(sample[::2]))), (sample[1::2], np.ones(len(sample[1::2])))
        )[0]
    )
    < 1e-9
)
above = efficiency(sample[y[unseen] == 1], weight[unseen[y[unseen] == 1]], 0.5)
assert above > efficiency(sample[y[unseen] == 0], weight[unseen[y[unseen] == 0]], 0.5) + 0.2
