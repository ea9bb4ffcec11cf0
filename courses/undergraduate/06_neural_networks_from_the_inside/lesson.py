# %% [markdown]
# ## 1. Three groups of events
#
# A *neural network* is a formula with many numbers in it, and a recipe that finds good values for
# these numbers. There is no more to it. Today you build both with your own hands: first a network
# of one single neuron, then a larger one.

# %%
import inspect

import matplotlib.pyplot as plt
import numpy as np

import fivesigma as fs
from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning import network as network_file
from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.network import (
    Network,
    initial_network,
    loss_and_gradient,
    predict_probability,
    sigmoid,
)
from fivesigma.learning.optimisers import Adam, Sgd, random_batches, train_epoch
from fivesigma.learning.random import Random
from fivesigma.learning.weights import training_weights
from fivesigma.plots.palette import BACKGROUND, BLACK, DIVERGING, SEQUENTIAL, SIGNAL, TEAL
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_06 as check
from fivesigma.workflow.networks import trained_networks

lesson.begin("undergraduate-06")
events = lesson.load_events()

# %% [markdown]
# The signal is dark matter made beside a Z boson (`DM_200`: the particle that makes the dark
# matter, the *mediator*, weighs 200 GeV). The background is everything else that looks like it. All
# of these collisions are simulated, so we know which is which: the *label* is 1 for signal and 0
# for background.

# %%
selected = fs.features(fs.select(events, signal="DM_200"))
features = list(selected.features)
print(selected)
print("A model may look at:", ", ".join(features))

# %% [markdown]
# Before anything else we deal the events out, once:
#
# - the **training** events are those the network learns from;
# - the **validation** events watch while it learns;
# - the **test** events judge, once, at the very end. Until then nobody looks at them.

# %%
roles = fs.split(selected, "hash").split
train, validation, test = roles.train(0), roles.validation(0), roles.test(0)
for name, rows in [("training", train), ("validation", validation), ("test", test)]:
    print(f"{name:>10}: {len(rows):6,} events, {selected.label[rows].sum():5,} of them signal")

# %% [markdown]
# Each simulated event stands for some number of real ones: its *weight*. To learn, the network
# gets weights that are never negative, and in which signal and background add up to the same.
# Otherwise it would do well by calling everything background. (To judge, we take the weights as
# they are, with their signs.)

# %%
y = selected.label.astype(float)
weight = np.empty(selected.n_events)
for rows in (train, validation, test):
    weight[rows] = training_weights(selected.weight[rows], selected.label[rows], "balanced")
for kind, name in enumerate(["background", "signal"]):
    print(f"{name:>10}: {weight[train][y[train] == kind].sum():,.1f} in the training events")

# %% [markdown]
# We begin with one single variable: the *missing transverse momentum* $E_\mathrm{T}^\mathrm{miss}$,
# here `met`, in GeV. It is the push that something invisible took away.
#
# To handle it, we move its zero to the mean of the training events, and we measure it in steps of
# their *standard deviation*: $x = (\mathrm{met} - \mathrm{mean}) / \mathrm{deviation}$. So $x = 0$
# is an average collision and $x = 2$ a rare one. Why we do so, part 6 will show.

# %%
met = selected.features["met"].astype(float)
met_mean = np.average(met[train], weights=weight[train])
met_deviation = np.sqrt(np.average((met[train] - met_mean) ** 2, weights=weight[train]))
x = (met - met_mean) / met_deviation
print(f"x = (met - {met_mean:.1f} GeV) / {met_deviation:.1f} GeV")

# %% [markdown]
# ## 2. One neuron
#
# A *neuron* does two things. It adds up its inputs, each times a *weight* $w$, and then a *bias*
# $b$. With one input that is a straight line:
#
# $$z = w\,x + b$$
#
# (Careful: the weight of an input and the weight of an event are two different things with one
# name. The weights of inputs are what the network learns.)
#
# Then it bends the sum. The bend is called the *activation*. Ours is the *sigmoid*. It turns any
# number into one between 0 and 1, which we read as the probability of signal:
#
# $$p = \sigma(z) = \frac{1}{1 + e^{-z}}$$

# %% [markdown]
# ### Exercise 1: the sigmoid
#
# Write it. `z` may be one number or an array of numbers; `np.exp` takes both.


# %% tags=["exercise"]
def my_sigmoid(z):
    ### BEGIN SOLUTION
    return 1 / (1 + np.exp(-z))
    ### END SOLUTION


# %% tags=["check"]
check.my_sigmoid(my_sigmoid)

# %% [markdown] tags=["hint"]
# What must come out at $z = 0$? Put it in by hand: $1/(1+e^0) = 1/(1+1)$. In Python, division comes
# before addition: `1 / 1 + 2` is 3, not a third. Use brackets.

# %% [markdown]
# ### Exercise 2: a neuron
#
# Now the whole neuron: from the input `x`, the weight `w` and the bias `b` to the probability. Use
# the sigmoid of the package if you like; it is called `sigmoid`.


# %% tags=["exercise"]
def my_neuron(x, w, b):
    ### BEGIN SOLUTION
    return sigmoid(w * x + b)
    ### END SOLUTION


# %% tags=["check"]
check.my_neuron(my_neuron)

# %% [markdown] tags=["hint"]
# Two steps: first the sum $z = w\,x + b$, then the sigmoid of it.

# %% [markdown]
# Every good neuron deserves a look. Below you see what three neurons answer to every value of the
# missing momentum. The points are no neuron. They are the truth: of all training events in a bin,
# the share that is signal (each class counting the same in all).
#
# **Predict first.** Look at the formula. What does a larger $w$ do to the curve? What does a
# negative one do? And what does $b$ do? Note your guess.

# %% tags=["predict"]
my_guess_weight = ...
my_guess_bias = ...

# %%
edges = np.array([80, 95, 110, 130, 160, 200, 260, 400])
signal, background = (
    np.histogram(met[rows], edges, weights=weight[rows])[0]
    for rows in (train[y[train] == 1], train[y[train] == 0])
)
signal_variance, background_variance = (
    np.histogram(met[rows], edges, weights=weight[rows] ** 2)[0]
    for rows in (train[y[train] == 1], train[y[train] == 0])
)
both = signal + background
share = signal / both
share_error = np.sqrt(background**2 * signal_variance + signal**2 * background_variance) / both**2

# %%
figure, axes = plt.subplots()
axes.errorbar(
    (edges[:-1] + edges[1:]) / 2, share, share_error, np.diff(edges) / 2,
    fmt="o", color=BLACK, label="true share of signal",
)  # fmt: skip
met_shown = np.linspace(80, 400, 200)
x_shown = (met_shown - met_mean) / met_deviation
for (w, b), ink in zip([(0.6, 0.0), (3.0, 0.0), (-0.6, 1.0)], [SIGNAL, BACKGROUND, TEAL]):
    curve = sigmoid(w * x_shown + b)
    axes.plot(met_shown, curve, color=ink.colour, ls=ink.line, label=f"w = {w:g}, b = {b:g}")
axes.set(xlabel="Missing transverse momentum [GeV]", ylabel="Probability of signal", ylim=(0, 1))
axes.set_title("Simulated events, training part")
axes.legend()
lesson.show(
    figure,
    alt="Output of three neurons against missing transverse momentum. With w = 0.6 the curve rises "
    "gently, with w = 3 steeply, with w = -0.6 it falls. The true share of signal rises from "
    f"{share[0]:.2f} in the lowest bin to {share[-1]:.2f} in the highest.",
)

# %% [markdown]
# **Explain.** $w$ is the steepness: the larger, the more sudden the answer changes; a negative one
# turns the curve round. $b$ shifts it to the left or to the right. One of the three neurons comes
# close to the points, one is far too sure of itself, and one has it backwards.

# %% [markdown]
# ### Exercise 3: where does the neuron change its mind?
#
# A neuron has $w = 2$ and $b = -1$. At which missing transverse momentum, **in GeV**, does it say
# exactly 0.5? Use `met_mean` and `met_deviation`.

# %% tags=["exercise"]
met_at_one_half = ...
### BEGIN SOLUTION
met_at_one_half = met_mean + met_deviation * (1 / 2)
### END SOLUTION

# %% tags=["check"]
check.met_at_one_half(met_at_one_half)

# %% [markdown] tags=["hint"]
# The sigmoid is 0.5 where $z = 0$. Solve $2x - 1 = 0$. Then go back from $x$ to GeV: turn
# $x = (\mathrm{met} - \mathrm{mean})/\mathrm{deviation}$ round.

# %% [markdown]
# ## 3. How wrong is it? The loss
#
# To find good values of $w$ and $b$, the computer needs one number that says how bad they are: the
# *loss*. The usual one here is the *cross-entropy*. An event costs
#
# $$\ell = \begin{cases} -\ln p & \text{if it is signal,} \\
# -\ln (1 - p) & \text{if it is background.} \end{cases}$$
#
# Say 0.99 to a signal event and you pay 0.01. Say 0.01 to it and you pay 4.6: to be sure *and*
# wrong is dear. The loss is the mean of all these costs, in which each event counts with its weight
# $\omega_i$:
#
# $$L = \frac{\sum_i \omega_i\, \ell_i}{\sum_i \omega_i}$$

# %% [markdown]
# ### Exercise 4: the loss
#
# Write it. `p`, `y` and `event_weight` are arrays with one value per event; `y` is 1 for signal and
# 0 for background.


# %% tags=["exercise"]
# points: 2
def my_loss(p, y, event_weight):
    ### BEGIN SOLUTION
    cost = -(y * np.log(p) + (1 - y) * np.log(1 - p))
    return np.sum(event_weight * cost) / np.sum(event_weight)
    ### END SOLUTION


# %% tags=["check"]
check.my_loss(my_loss)

# %% [markdown] tags=["hint"]
# No `if` is needed: in `y * np.log(p) + (1 - y) * np.log(1 - p)` the label switches one of the two
# terms off. Do not forget the minus sign. For the mean, `np.average` has an option `weights`.

# %% [markdown]
# **Predict first.** A neuron that says 0.5 to everything is a coin. What is its loss? Does it
# depend on the events?

# %% tags=["predict"]
my_guess_coin = ...

# %% [markdown]
# A small tool for the following: a network of one neuron from a pair $(w, b)$, in the form that the
# package uses, and the loss on our training events. It is the formula from above, written with
# $z$: $\ell = \ln(1 + e^z) - y z$. (Try it: it is the same. And it survives a neuron so sure that
# $1 - p$ is rounded to 0.)

# %%
sample = x[train, np.newaxis], y[train], weight[train]


def one_neuron(w, b):
    """A network of one single neuron."""
    return Network(weights=[np.array([[w]])], biases=[np.array([b])], activation="tanh")


def loss_at(w, b):
    """Loss of that neuron on the training events."""
    z = w * x[train] + b
    return np.average(np.logaddexp(0, z) - y[train] * z, weights=weight[train])


print(f"a coin (w = 0, b = 0):     loss {loss_at(0.0, 0.0):.4f}   (ln 2 = {np.log(2):.4f})")
print(f"w = 0.6, b = 0:            loss {loss_at(0.6, 0.0):.4f}")
print(f"too sure (w = 3, b = 0):   loss {loss_at(3.0, 0.0):.4f}")
print(f"backwards (w = -0.6, b = 1): loss {loss_at(-0.6, 1.0):.4f}")

# %% [markdown]
# **Explain.** The coin pays $-\ln 0.5 = \ln 2 = 0.693$ for every event, whatever the events are.
# Remember this number: a network that stays there has learned nothing. And the neuron that was too
# sure of itself is worse than the coin!
#
# ### The landscape
#
# The events are given; we cannot change them. What we can turn are $w$ and $b$. So **the loss is a
# function of the parameters** (of $w$ and $b$), not of the inputs. With two parameters we can draw
# all of it, like a map of hills: to the right is $w$, upwards is $b$, the colour is the height.

# %%
w_axis, b_axis = np.linspace(-3.0, 4.0, 36), np.linspace(-3.0, 3.0, 31)
height = np.array([[loss_at(w, b) for w in w_axis] for b in b_axis])
lowest = np.unravel_index(np.argmin(height), height.shape)
w_lowest, b_lowest = w_axis[lowest[1]], b_axis[lowest[0]]
print(f"lowest point of the map: w = {w_lowest:.2f}, b = {b_lowest:.2f}, loss {height.min():.4f}")

# %%
levels = np.array([0.66, 0.68, 0.7, 0.75, 0.8, 0.9, 1.0, 1.2, 1.4, 1.7, 2.0, 2.5, 3.0])


def draw_landscape(axes):
    """The map of the loss, with its lowest point as a star."""
    drawn = axes.contourf(w_axis, b_axis, height, levels, cmap=SEQUENTIAL, extend="both")
    axes.contour(w_axis, b_axis, height, levels, colors="white", linewidths=0.4)
    axes.plot(w_lowest, b_lowest, "*", color="white", mec=BLACK, ms=12)
    axes.set(xlabel="Weight w", ylabel="Bias b", xlim=w_axis[[0, -1]], ylim=b_axis[[0, -1]])
    return drawn


figure, axes = plt.subplots()
figure.colorbar(draw_landscape(axes), label="Loss", ticks=levels[::2])
lesson.show(
    figure,
    alt="Map of the loss against weight and bias: one single valley, oval and smooth, whose lowest "
    f"point is at w = {w_lowest:.2f}, b = {b_lowest:.2f} with loss {height.min():.3f}.",
)

# %% [markdown]
# One valley, one lowest point. We found it by walking the whole grid: some thousand values of the
# loss, for two parameters. The network at the end of this lesson has 89 of them. A grid of 50 steps
# each would have $50^{89}$ points. The universe has about $10^{80}$ atoms. We need a better way.

# %% [markdown]
# ## 4. Which way is down? The gradient
#
# You stand on that landscape in thick fog. You cannot see the valley, but your feet feel the slope.
# That is the *gradient*: the slope of the loss in each direction, $\left(\partial L / \partial w,\
# \partial L / \partial b\right)$. It points uphill. So go the other way.
#
# By the chain rule (try it on paper, it is worth it!) the slopes become surprisingly simple:
#
# $$\frac{\partial L}{\partial w} = \frac{\sum_i \omega_i\,(p_i - y_i)\,x_i}{\sum_i \omega_i},
# \qquad \frac{\partial L}{\partial b} = \frac{\sum_i \omega_i\,(p_i - y_i)}{\sum_i \omega_i}$$
#
# Read it: $p - y$ is how wrong the answer is, and with which sign. The weight $w$ is told about it
# in proportion to its input, the bias always.

# %% [markdown]
# ### Exercise 5: the gradient by hand
#
# Return both slopes as one array: `np.array([slope_in_w, slope_in_b])`.


# %% tags=["exercise"]
# points: 2
def my_gradient(p, x, y, event_weight):
    ### BEGIN SOLUTION
    error = event_weight * (p - y) / np.sum(event_weight)
    return np.array([np.sum(error * x), np.sum(error)])
    ### END SOLUTION


# %% tags=["check"]
check.my_gradient(my_gradient)

# %% [markdown] tags=["hint"]
# Both are weighted means: of `(p - y) * x`, and of `p - y`. `np.average(..., weights=event_weight)`
# does one of them.

# %% [markdown]
# Never trust a gradient that you worked out on paper. There is a slow but honest way to find a
# slope: take a tiny step and see how much higher you are. That is called *finite differences*. (The
# check of your answer did just that.) Here is the same test for the package's gradient, at a point
# on the hillside:

# %%
w, b, tiny = -1.5, 1.0, 1e-5
_, slopes = loss_and_gradient(one_neuron(w, b), *sample)
walked_w = (loss_at(w + tiny, b) - loss_at(w - tiny, b)) / (2 * tiny)
walked_b = (loss_at(w, b + tiny) - loss_at(w, b - tiny)) / (2 * tiny)
print(f"slope in w: {slopes.weights[0].item():.8f} by formula, {walked_w:.8f} by a tiny step")
print(f"slope in b: {slopes.biases[0].item():.8f} by formula, {walked_b:.8f} by a tiny step")

# %% tags=["test"]
assert abs(slopes.weights[0].item() - walked_w) < 1e-8
assert abs(slopes.biases[0].item() - walked_b) < 1e-8
assert slopes.weights[0].item() < 0
# The lowest point of the map is where the neuron by the name of logistic regression ends, too
assert 0.4 <= w_lowest <= 1.1
assert abs(b_lowest) <= 0.2
assert 0.62 < height.min() < 0.67 < np.log(2)
assert abs(loss_at(0.0, 0.0) - np.log(2)) < 1e-12
assert loss_at(3.0, 0.0) > np.log(2)
assert loss_at(-0.6, 1.0) > np.log(2)
assert share[-1] > share[0] + 3 * share_error[0]

# %% [markdown]
# ## 5. Downhill, step by step
#
# *Gradient descent* is this, again and again:
#
# $$\text{parameters} \;\leftarrow\; \text{parameters} - \eta \cdot \text{gradient}$$
#
# $\eta$ (eta) is the *learning rate*: how far a step goes.

# %% [markdown]
# ### Exercise 6: one step
#
# Write one step. `parameters` and `gradient` are arrays of the same shape. Return the new
# parameters and leave the old ones as they are.


# %% tags=["exercise"]
def my_step(parameters, gradient, learning_rate):
    ### BEGIN SOLUTION
    return parameters - learning_rate * gradient
    ### END SOLUTION


# %% tags=["check"]
check.my_step(my_step)

# %% [markdown] tags=["hint"]
# The gradient points uphill. And `parameters -= ...` would change the array that was handed to you:
# make a new one.

# %% [markdown]
# Now let us walk: 30 steps from the same spot on the hillside, $(w, b) = (-2, 2.3)$, with three
# learning rates: 0.1, 2 and 12.
#
# **Predict first.** What will each of the three paths look like on the map?

# %% tags=["predict"]
my_guess_small = ...
my_guess_middle = ...
my_guess_large = ...


# %%
def descend(learning_rate, n_steps=30, start=(-2.0, 2.3)):
    """Points (w, b) of a walk downhill, the start first."""
    walker, optimiser = one_neuron(*start), Sgd(learning_rate)
    path = [start]
    for _ in range(n_steps):
        optimiser.update(walker, loss_and_gradient(walker, *sample)[1])
        path.append((walker.weights[0].item(), walker.biases[0].item()))
    return np.array(path)


rates = {"too small": 0.1, "about right": 2.0, "too large": 12.0}
paths = {name: descend(rate) for name, rate in rates.items()}
losses = {name: [loss_at(w, b) for w, b in path] for name, path in paths.items()}
for name, rate in rates.items():
    print(f"learning rate {rate:4g}, {name:>11}: loss {losses[name][-1]:.4f} after 30 steps")

# %%
figure, three = plt.subplots(1, 3, figsize=(9.6, 3.4), sharey=True)
for axes, (name, path) in zip(three, paths.items()):
    draw_landscape(axes)
    axes.plot(*path.T, "o-", color=SIGNAL.colour, ms=3, lw=1, mec="white", mew=0.3)
    axes.set_title(f"learning rate {rates[name]:g}: {name}")
    axes.label_outer()
lesson.show(
    figure,
    alt="Three walks on the map of the loss from the same start. With learning rate 0.1 the walk "
    f"stops half-way at loss {losses['too small'][-1]:.3f}; with 2 it ends in the lowest point at "
    f"{losses['about right'][-1]:.3f}; with 12 it jumps from one side of the valley to the other, "
    f"and ends at {losses['too large'][-1]:.3f}.",
)

# %%
figure, axes = plt.subplots()
for (name, values), ink in zip(losses.items(), [TEAL, SIGNAL, BACKGROUND]):
    label = f"learning rate {rates[name]:g}: {name}"
    axes.plot(values, color=ink.colour, ls=ink.line, marker=ink.marker, ms=3, label=label)
axes.axhline(np.log(2), color=BLACK, lw=0.8)
axes.text(30, np.log(2) * 1.02, "a coin", ha="right", va="bottom")
axes.set(xlabel="Step", ylabel="Loss", ylim=(0.5, 2.3))
axes.legend(loc="upper right")
lesson.show(
    figure,
    alt="Loss against step for the three learning rates: the small one falls slowly, the middle "
    "one falls within a few steps and stays, the large one jumps up and down.",
)

# %% [markdown]
# **Explain.** Too small: it sleeps. It walks in the right direction and does not arrive. Too large:
# it jumps over the valley, lands higher on the other side, where the slope is steeper, and jumps
# back. Of all the numbers that you choose before a training, the learning rate is the first to try
# out. Three tries, each ten times the one before, tell a lot.

# %% tags=["test"]
assert losses["about right"][-1] < height.min() + 1e-3
assert losses["too small"][-1] > losses["about right"][-1] + 0.02
assert min(losses["too large"]) > np.log(2)
assert np.all(np.diff(losses["too small"]) < 0)
assert np.any(np.diff(losses["too large"]) > 0)

# %% [markdown]
# ## 6. Why the inputs are scaled
#
# What if we give the neuron the missing momentum in GeV, as it is?
#
# **Predict first.** The values are now some 100 instead of some 1. What does that do to the slopes
# in $w$ and in $b$, and to the learning rate that still works?

# %% tags=["predict"]
my_guess_gev = ...

# %%
in_gev = met[train, np.newaxis], y[train], weight[train]


def loss_curve_in(unit_sample, learning_rate, n_steps=200):
    """Loss at every step of a walk from w = b = 0."""
    walker, optimiser, curve = one_neuron(0.0, 0.0), Sgd(learning_rate), []
    for _ in range(n_steps):
        loss, slopes = loss_and_gradient(walker, *unit_sample)
        optimiser.update(walker, slopes)
        curve.append(loss)
    return np.array(curve)


curves = {
    "scaled, learning rate 2": loss_curve_in(sample, 2.0),
    "in GeV, learning rate 2": loss_curve_in(in_gev, 2.0),
    "in GeV, learning rate 0.0003": loss_curve_in(in_gev, 3e-4),
}
for name, curve in curves.items():
    print(f"{name:30}: loss {curve[-1]:8.4f} after 200 steps, highest {curve.max():8.2f}")

# %%
figure, axes = plt.subplots()
for (name, curve), ink in zip(curves.items(), [SIGNAL, BACKGROUND, TEAL]):
    axes.plot(curve, color=ink.colour, ls=ink.line, label=name)
axes.set(xlabel="Step", ylabel="Loss", ylim=(0.62, 0.74))
axes.legend(loc="upper right")
lesson.show(
    figure,
    alt="Loss against step. With scaled input it falls to "
    f"{curves['scaled, learning rate 2'][-1]:.3f} at once. In GeV the same learning rate throws it "
    f"up to {curves['in GeV, learning rate 2'].max():.0f}, out of the picture; with a learning "
    f"rate small enough it is at {curves['in GeV, learning rate 0.0003'][-1]:.3f} after 200 steps.",
)

# %% [markdown]
# **Explain.** The slope in $w$ is a mean of $(p - y)\,x$. In GeV it is a hundred times the slope in
# $b$: the valley becomes a ravine, steep across and flat along. A step that is safe across is a
# tiny one along, so $b$ hardly moves. Scaling makes the valley round again. It does not change
# what the neuron *can* learn, only how soon it gets there.
#
# One rule: **mean and deviation come from the training events alone**. The validation and test
# events are moved by the same two numbers. Two reasons: the test events must stay unseen, even
# their mean; and a collision of tomorrow has no mean of its own.

# %% [markdown]
# ### Exercise 7: scale all features
#
# `X` holds all the features: a row per event (training, validation and test), a column per feature.
# Make `X_scaled`, of the same shape: each column minus its mean, over its deviation, both
# *weighted* with `weight` and from the rows `train` only. Do not change `X` itself.

# %%
X = np.column_stack([selected.features[name] for name in features]).astype(float)
print("X has shape", X.shape)

# %% tags=["exercise"]
# points: 2
X_scaled = ...
### BEGIN SOLUTION
column_mean = np.average(X[train], axis=0, weights=weight[train])
column_deviation = np.sqrt(np.average((X[train] - column_mean) ** 2, axis=0, weights=weight[train]))
X_scaled = (X - column_mean) / column_deviation
### END SOLUTION

# %% tags=["check"]
check.X_scaled(X_scaled)

# %% [markdown] tags=["hint"]
# `np.average(X[train], axis=0, weights=weight[train])` gives the mean of every column at once. The
# deviation is the root of the weighted mean of the squared distances from it. NumPy subtracts a row
# of numbers from every row of `X` by itself.

# %% [markdown]
# From here on we use the scaling of the package, which does the same.

# %%
scaler = WeightedScaler().fit(X[train], sample_weight=weight[train])
inputs = scaler.transform(X)

# %% [markdown]
# ## 7. Epochs, batches, optimisers
#
# So far each step looked at *all* training events. That is wasteful: a few hundred already tell
# roughly where downhill is. So one deals the events, shuffled, into small *batches* and takes a
# step after each. One pass through all events is an *epoch*. This is *stochastic gradient descent*
# (SGD).
#
# There are two famous ways to improve the steps. Whatever makes a step out of a slope is called an
# *optimiser*:
#
# - **Momentum**: keep a part (here nine tenths) of the last step, as a ball keeps rolling.
# - **Adam**: momentum, and each parameter gets a step size of its own, set by how large its slopes
#   have been of late.
#
# Adam and SGD are in the package. Momentum is so short that we write it here, and the package
# trains with it at once.


# %%
class Momentum:
    """Keeps nine tenths of its speed from step to step."""

    def __init__(self, learning_rate):
        self.learning_rate, self.speeds = learning_rate, [0.0, 0.0]

    def update(self, network, gradient):
        """Move the one neuron, in place."""
        pairs = [*zip(network.weights, gradient.weights), *zip(network.biases, gradient.biases)]
        for i, (parameter, slope) in enumerate(pairs):
            self.speeds[i] = 0.9 * self.speeds[i] - self.learning_rate * slope
            np.add(parameter, self.speeds[i], out=parameter)


# %% [markdown]
# **Predict first.** With batches of 256 events: how many steps are there in one epoch? And which of
# the four walks below will be the smoothest?

# %% tags=["predict"]
my_guess_steps = ...
my_guess_smoothest = ...


# %%
def walk(optimiser, batch_size, n_epochs, start=(-2.0, 2.3)):
    """Points (w, b) after every batch of a training."""
    walker, random, order = one_neuron(*start), Random(1), np.arange(len(train))
    path = [start]
    for _ in range(n_epochs):
        for batch in random_batches(order, batch_size, random):
            train_epoch(walker, sample, optimiser, [batch])
            path.append((walker.weights[0].item(), walker.biases[0].item()))
    return np.array(path)


walks = {
    "all events a step, 2 epochs": walk(Sgd(2.0), len(train), 2),
    "batches of 256, 2 epochs": walk(Sgd(2.0), 256, 2),
    "momentum, batches of 256, 2 epochs": walk(Momentum(0.2), 256, 2),
    "Adam, batches of 256, 2 epochs": walk(Adam(0.2), 256, 2),
}
for name, path in walks.items():
    print(f"{name:35}: {len(path) - 1:3} steps, ends at loss {loss_at(*path[-1]):.4f}")

# %%
figure, four = plt.subplots(2, 2, figsize=(8, 6), sharex=True, sharey=True)
for axes, (name, path) in zip(four.flat, walks.items()):
    draw_landscape(axes)
    axes.plot(*path.T, "o-", color=SIGNAL.colour, ms=2.5, lw=1, mec="white", mew=0.2)
    axes.set_title(f"{name}: {len(path) - 1} steps")
    axes.label_outer()
endings = ", ".join(f"{name}: {loss_at(*path[-1]):.3f}" for name, path in walks.items())
lesson.show(
    figure,
    alt="Four walks on the map of the loss, each through all events twice. The loss at their end: "
    f"{endings}. With all events a step the walk is smooth but has only two steps; with batches it "
    "jitters around the lowest point; with momentum it overshoots and swings back.",
)

# %% [markdown]
# **Explain.** All four saw each event twice. But with batches there are many steps for the same
# work. The price is a jitter: each batch is a slightly different landscape. A smaller learning rate
# towards the end makes it smaller. There is no winner for all tasks; Adam is a good first choice,
# because it forgives a badly chosen learning rate more than the others do.

# %% tags=["test"]
endings_of = {name: loss_at(*path[-1]) for name, path in walks.items()}
assert len(walks["batches of 256, 2 epochs"]) - 1 == 2 * -(-len(train) // 256)
assert endings_of["all events a step, 2 epochs"] > endings_of["batches of 256, 2 epochs"] + 0.1
for _name in list(walks)[1:]:
    assert endings_of[_name] < height.min() + 0.04, _name
assert curves["in GeV, learning rate 2"].max() > 5
assert curves["in GeV, learning rate 0.0003"][-1] > curves["scaled, learning rate 2"][-1] + 0.01
assert np.allclose(np.average(inputs[train], axis=0, weights=weight[train]), 0, atol=1e-9)

# %% [markdown]
# ## 8. A hidden layer
#
# One neuron can only draw a straight line: on one side of it, it says signal. To bend the line, put
# several neurons side by side, each looking at all the inputs, and let a last neuron look at
# *their* answers. The neurons between are a *hidden layer*. Their activation here is the hyperbolic
# tangent, $\tanh z$: the same bend as the sigmoid, but from $-1$ to $1$.
#
# Nothing else is new. The gradient goes back through the layers by the chain rule
# (*back-propagation*), and the optimiser does what it did before.

# %%
lines = len(inspect.getsource(network_file).splitlines())
print(f"The network of this lesson, and of the web page, is one file of {lines} lines:")
print(network_file.__name__)

# %% [markdown]
# With two features we can see it. Left: one neuron. Right: eight hidden neurons and a last one. The
# colour is the answer at each point of the plane. Along the black line it is 0.5.


# %%
def trained_network(columns, hidden, n_epochs):
    """A network trained on these columns of the inputs; every run the same, for the seed is 1."""
    random, order, optimiser = Random(1), np.arange(len(train)), Adam(0.01)
    network = initial_network([len(columns), *hidden, 1], "tanh", random)
    learned = inputs[np.ix_(train, columns)], y[train], weight[train]
    for _ in range(n_epochs):
        train_epoch(network, learned, optimiser, random_batches(order, 256, random))
    return network


plane = [features.index("met"), features.index("delta_r_ll")]
line, bent = trained_network(plane, [], 40), trained_network(plane, [8], 40)

# %%
met_grid, angle_grid = np.meshgrid(np.linspace(80, 400, 80), np.linspace(0.3, 2, 80))
points = np.column_stack([met_grid.ravel(), angle_grid.ravel()])
points = (points - scaler.mean_[plane]) / scaler.scale_[plane]
figure, pair = plt.subplots(1, 2, figsize=(8.5, 3.6), sharey=True)
for axes, network, name in zip(pair, [line, bent], ["One neuron", "Eight hidden neurons"]):
    answer = predict_probability(network, points).reshape(met_grid.shape)
    drawn = axes.contourf(met_grid, angle_grid, answer, np.linspace(0, 1, 11), cmap=DIVERGING)
    axes.contour(met_grid, angle_grid, answer, [0.5], colors=BLACK)
    axes.set(xlabel="Missing transverse momentum [GeV]", title=name)
pair[0].set_ylabel("ΔR between the leptons")
figure.colorbar(drawn, ax=pair, label="Probability of signal")
lesson.show(
    figure,
    alt="Answer of two networks in the plane of missing transverse momentum and lepton distance. "
    "With one neuron the border at 0.5 is a straight line; with eight hidden neurons it bends.",
)

# %% [markdown]
# ### Exercise 8: how many numbers does it learn?
#
# Now the real one: all nine features, eight hidden neurons, one output. How many weights and biases
# are there in all? Count, then let Python check your arithmetic.

# %% tags=["exercise"]
n_parameters = ...
### BEGIN SOLUTION
n_parameters = len(features) * 8 + 8 + 8 * 1 + 1
### END SOLUTION

# %% tags=["check"]
check.n_parameters(n_parameters)

# %% [markdown] tags=["hint"]
# A hidden neuron has one weight for each feature, and one bias. The last neuron has one weight for
# each hidden neuron, and one bias.

# %% [markdown]
# ## 9. Train it, and watch
#
# The weights start as small random numbers. (If they all started equal, all hidden neurons would
# learn the same. Can you see why?) The *seed* 1 makes the random numbers the same in every run, so
# you and your neighbour get the same network. After each epoch we note the loss of the training
# events, and of the validation events, which it does not learn from.

# %%
random, order, optimiser = Random(1), np.arange(len(train)), Adam(0.01)
full = initial_network([len(features), 8, 1], "tanh", random)
watched = {"training": [], "validation": []}
for _ in range(40):
    batches = random_batches(order, 256, random)
    train_epoch(full, (inputs[train], y[train], weight[train]), optimiser, batches)
    for name, rows in [("training", train), ("validation", validation)]:
        loss = loss_and_gradient(full, inputs[rows], y[rows], weight[rows])[0]
        watched[name].append(loss)

# %%
figure, axes = plt.subplots()
epochs = np.arange(1, 41)
for (name, values), ink in zip(watched.items(), [BACKGROUND, SIGNAL]):
    axes.plot(epochs, values, color=ink.colour, ls=ink.line, label=f"{name} events")
axes.set(xlabel="Epoch", ylabel="Loss", title="Simulated events")
axes.legend()
lesson.show(
    figure,
    alt="Loss against epoch. On the training events it falls to "
    f"{watched['training'][-1]:.3f}; on the validation events its lowest value is "
    f"{min(watched['validation']):.3f} at epoch {int(np.argmin(watched['validation'])) + 1}, and "
    f"{watched['validation'][-1]:.3f} after 40 epochs.",
)

# %% [markdown]
# The two curves part. The network does better on the events it has learned from than on others.
# Some of what it learned are accidents of these very events: that is *over-training*, and lesson 8
# is about it. The lesson for today: **a loss on training events is no result.**

# %% [markdown]
# Here it is, with its true weights. A red line is a positive weight: what is larger at its left end
# pushes the neuron at its right end up. A blue one is negative and pushes it down. The thicker, the
# stronger. Nothing in this picture is made up: it is the network above.


# %%
def draw_network(axes, network, names):
    """Neurons as circles, weights as lines: red for positive ones, blue for negative ones."""
    sizes = [len(names), *(len(biases) for biases in network.biases)]
    rows = [np.linspace(1, 0, n + 2)[1:-1] for n in sizes]
    largest = max(np.abs(weights).max() for weights in network.weights)
    for layer, weights in enumerate(network.weights):
        for (i, j), value in np.ndenumerate(weights):
            colour = (SIGNAL if value > 0 else BACKGROUND).colour
            ends = [rows[layer][i], rows[layer + 1][j]]
            axes.plot([layer, layer + 1], ends, color=colour, lw=4 * abs(value) / largest)


figure, axes = plt.subplots(figsize=(7, 4.6))
draw_network(axes, full, features)
for layer, n in enumerate([len(features), 8, 1]):
    heights = np.linspace(1, 0, n + 2)[1:-1]
    axes.plot(np.full(n, layer), heights, "o", ms=11, color="white", mec=BLACK, zorder=3)
    for name, where in zip(features if layer == 0 else [], heights):
        axes.text(-0.08, where, name, ha="right", va="center")
axes.text(2.1, 0.5, "signal?", va="center")
axes.set(xlim=(-1.1, 2.5))
axes.axis("off")
i, j = np.unravel_index(np.argmax(np.abs(full.weights[0])), full.weights[0].shape)
lesson.show(
    figure,
    alt=f"The trained network: {len(features)} inputs, 8 hidden neurons, one output, joined by "
    "lines as thick as their weights. The strongest weight of the first layer goes from "
    f"{features[i]} to hidden neuron {j + 1}: {full.weights[0][i, j]:+.2f}.",
)

# %% [markdown]
# Where the widgets are installed (in JupyterLab, with the extra "notebook"), you can point at each
# line and read its weight. The network there is trained by the package, with the settings from
# above.

# %%
network_model = fs.train(
    fs.split(selected, "hash"),
    model="network",
    parameters={"layers": (8,), "learning_rate": 0.01, "epochs": 40},
)
try:
    from fivesigma.teaching import NetworkDrawing

    view = NetworkDrawing(trained_networks(network_model)[0])
except FiveSigmaError as missing:  # without the widgets, the figure above says the same
    view = None
    print(missing)
view

# %% [markdown]
# ## 10. The verdict of the unseen events
#
# Now, once, the test events. Our measure is the area under the ROC curve (*AUC*): the probability
# that a signal event gets a higher score than a background event. 0.5 is a coin, 1 is perfect. Each
# event counts with its true weight, with its sign.
#
# **Predict first.** One neuron with all nine features against a hidden layer of eight: which one is
# better, and by how much?

# %% tags=["predict"]
my_guess_winner = ...

# %%
everything = list(range(len(features)))
contestants = {
    "one neuron, missing momentum only": (trained_network(plane[:1], [], 40), plane[:1]),
    "one neuron, all features": (trained_network(everything, [], 40), everything),
    "eight hidden neurons, all features": (full, everything),
}
rocs = {}
for name, (network, columns) in contestants.items():
    score = predict_probability(network, inputs[np.ix_(test, columns)])
    rocs[name] = roc_curve(score, selected.label[test], selected.weight[test])
    print(f"{name:35}: AUC {rocs[name].auc:.3f} ± {rocs[name].auc_uncertainty:.3f}")

# %%
figure, axes = plt.subplots(figsize=(4.8, 4.4))
for (name, roc), ink in zip(rocs.items(), [TEAL, BACKGROUND, SIGNAL]):
    rates_of = roc.false_positive_rate, roc.true_positive_rate
    label = f"{name}\nAUC {roc.auc:.3f} ± {roc.auc_uncertainty:.3f}"
    axes.plot(*rates_of, color=ink.colour, ls=ink.line, label=label)
axes.plot([0, 1], [0, 1], color=BLACK, lw=0.6)
axes.set(xlabel="Background kept", ylabel="Signal kept", title="Simulated events, unseen")
axes.legend(loc="lower right")
areas = ", ".join(f"{name} {roc.auc:.3f} ± {roc.auc_uncertainty:.3f}" for name, roc in rocs.items())
lesson.show(figure, alt=f"ROC curves on unseen events. Areas: {areas}. The diagonal is a coin.")

# %%
alone, linear, hidden = rocs.values()
gain = hidden.auc - linear.auc
print(f"more features:  {linear.auc - alone.auc:+.3f}")
print(f"a hidden layer: {gain:+.3f}, while each area is uncertain by {hidden.auc_uncertainty:.3f}")

# %% [markdown]
# **Explain.** Compare the two lines above. The step from one feature to nine is large. The step
# from one neuron to nine neurons is small; hold it against the uncertainty before you call it a
# gain. (Both networks are judged by the same events, so their accidents partly cancel in the
# difference; lesson 9 shows how to take that into account.) It often is like that in research: the
# better question beats the bigger network.

# %% tags=["test"]
assert linear.auc - alone.auc > 0.04
assert abs(gain) < 0.04
assert 0.75 < linear.auc < 0.85
assert 0.75 < hidden.auc < 0.85
assert watched["training"][-1] < watched["validation"][-1]
assert watched["training"][-1] < watched["training"][0]
assert lines <= 200
assert sum(a.size for a in [*full.weights, *full.biases]) == 89
# The package trains the same network from the same seed, so the drawing is of this very one
estimator = network_model.training.estimators[0]
for mine, theirs in zip(full.weights, estimator.network_.weights):
    assert np.allclose(mine, theirs, atol=1e-9)

# %% [markdown] tags=["teacher"]
# **For the discussion.** Ask for the guess on the hidden layer before the cell is run, by show of
# hands; most students expect a leap. Then ask what would have to change for the hidden layer to win
# clearly: a border that is *not* nearly straight (lesson 4, the ring), or more signal events to
# learn from (the real set has fewer than 200 of them in the training part).
#
# If all initial weights were equal, all hidden neurons would get equal slopes, hence stay equal: a
# layer of one. Let a student try it: `initial.weights[0][:] = 0.1`.
