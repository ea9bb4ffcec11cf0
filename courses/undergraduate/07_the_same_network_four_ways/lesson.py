# %% [markdown]
# ## 1. One task for all
#
# A *framework* is a library that does the work of a neural network for you: above all it works out
# the gradient of whatever you write, and it can use a graphics card. There are several, and people
# have strong opinions about them. Let us measure instead.
#
# You will train **one** network in **four** ways. To be fair, everything that can be the same is
# the same: the events, the architecture, the weights at the start, the order of the events, the
# optimiser. Then any difference comes from the frameworks.
#
# Keras and PyTorch are large, so they do not come with fivesigma. If one of them is missing, the
# lesson goes on with the others, and you can still do every exercise. To get both, type this in a
# terminal (not here), and then restart the notebook's kernel:
#
# ```sh
# pip install "fivesigma[keras,torch]"
# ```

# %%
import inspect
import os
import subprocess
import sys
import time
import warnings
from copy import deepcopy
from importlib.util import find_spec

import matplotlib.pyplot as plt
import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

import fivesigma as fs
from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.judging.roc import roc_curve
from fivesigma.learning.network import (
    initial_network,
    loss_and_gradient,
    predict_probability,
    sigmoid,
)
from fivesigma.learning.optimisers import Adam
from fivesigma.learning.random import Random
from fivesigma.learning.weights import training_weights
from fivesigma.plots.palette import INKS
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_07 as check

lesson.begin("undergraduate-07")
events = lesson.load_events()

# %% [markdown]
# The events as in lesson 6: dark matter (`DM_200`) against everything that looks like it, all
# simulated. One part trains, one part judges and is not looked at before. Training weights are
# never negative, and signal and background add up to the same. The features are scaled with the
# mean and the deviation of the training events.

# %%
selected = fs.features(fs.select(events, signal="DM_200"))
roles = fs.split(selected, "hash").split
train, test = roles.train(0), roles.test(0)
features = np.column_stack(list(selected.features.values())).astype(float)
print(f"{len(train):,} events train, {len(test):,} judge; {features.shape[1]} features each")

# %% [markdown]
# The order: all training events are shuffled once, with a seed, and then cut into batches of 256.
# All four ways take the batches in this order, in every epoch. (In real life one shuffles anew for
# each epoch. Here that would only make the comparison harder.)

# %%
order = np.random.default_rng(1).permutation(train)
y = selected.label[order].astype(float)
weight = training_weights(selected.weight[order], selected.label[order], "balanced")
scaler = WeightedScaler().fit(features[order], sample_weight=weight)
X, X_test = scaler.transform(features[order]), scaler.transform(features[test])

BATCH_SIZE, N_EPOCHS, LEARNING_RATE = 256, 30, 0.01
n_events = len(y)
batches = np.split(np.arange(n_events), range(BATCH_SIZE, n_events, BATCH_SIZE))
print(
    f"{len(batches)} batches; the first has {len(batches[0])} events, the last {len(batches[-1])}"
)

# %% [markdown]
# The start: nine inputs, eight hidden neurons with the activation tanh, one output. Its weights are
# random numbers from the seed 1, drawn once, and copied into every framework.

# %%
start = initial_network([X.shape[1], 8, 1], "tanh", Random(1))
for layer, (weights, biases) in enumerate(zip(start.weights, start.biases, strict=True)):
    print(f"layer {layer + 1}: weights of shape {weights.shape}, biases of shape {biases.shape}")

# %% [markdown]
# ### Exercise 1: how many steps?
#
# The optimiser takes one step after each batch, also after the last, shorter one. How many steps
# does the whole training have? Use `n_events`, `BATCH_SIZE` and `N_EPOCHS`.

# %% tags=["exercise"]
n_steps = ...
### BEGIN SOLUTION
n_steps = int(np.ceil(n_events / BATCH_SIZE)) * N_EPOCHS
### END SOLUTION

# %% tags=["check"]
check.n_steps(n_steps)

# %% [markdown] tags=["hint"]
# `n_events / BATCH_SIZE` is rarely a whole number. What is left over makes one more batch:
# `np.ceil` rounds up.

# %% [markdown]
# **Predict first.** Which of the four will need the fewest lines? Which will be the fastest on
# these events: NumPy, scikit-learn, Keras or PyTorch? And how many digits of the losses will agree?

# %% tags=["predict"]
my_guess_shortest = ...
my_guess_fastest = ...
my_guess_digits = ...

# %% [markdown]
# A small stopwatch. It keeps, for each way: the loss of each epoch, the scores of the test events,
# the seconds, and the lines of code.
#
# All four report the loss of an epoch in the same way: the mean over its batches, each taken *just
# before* its step. So it is a little older than the network that comes out.

# %%
results = {}


def measure(name, train_it, *code):
    """Train, and keep what came out, how long it took and how many lines it was."""
    began = time.perf_counter()
    curve, score = train_it()
    seconds = time.perf_counter() - began
    n_lines = sum(len(inspect.getsource(part).splitlines()) for part in code)
    results[name] = {"curve": np.array(curve), "score": score, "time_s": seconds, "lines": n_lines}
    print(f"{name}: loss {curve[0]:.5f} → {curve[-1]:.5f}, {seconds:.1f} s, {n_lines} lines")


def epochs_of(step):
    """Loss of every epoch, where `step` learns from one batch and returns its loss."""
    return [sum(step(b) * len(b) for b in batches) / n_events for _ in range(N_EPOCHS)]


# %% [markdown]
# ## 2. NumPy: nothing hidden
#
# The network of lesson 6, and of the web page, with its gradient by hand. Only the loop stands
# here; the network and the optimiser are two pages of the package.
#
# (`epsilon` is a tiny number in Adam's denominator, so that it never divides by 0. Keep it in
# mind.)


# %%
def with_numpy(epsilon=1e-8):
    network, adam = deepcopy(start), Adam(LEARNING_RATE, epsilon=epsilon)

    def step(batch):
        loss, gradient = loss_and_gradient(network, X[batch], y[batch], weight[batch])
        adam.update(network, gradient)
        return loss

    return epochs_of(step), predict_probability(network, X_test)


measure("NumPy", with_numpy, with_numpy, epochs_of)

# %% [markdown]
# ## 3. scikit-learn: one object, `fit`
#
# scikit-learn is the library for everything that is *not* a large network. Its `MLPClassifier` (for
# *multi-layer perceptron*, an old name of our network) does it all in one call of `fit`, event
# weights (`sample_weight`) included, since version 1.7. The price: you take it as it is.
#
# It is not made to begin with somebody else's weights. We let it learn from one batch, so that it
# has arrays at all, put ours in their place, and tell it to go on from there (`warm_start`).
# `alpha` is a penalty on large weights, which we switch off.


# %%
def with_sklearn(epsilon=1e-8):
    model = MLPClassifier(
        (8,), activation="tanh", alpha=0.0, batch_size=BATCH_SIZE, max_iter=1, shuffle=False,
        learning_rate_init=LEARNING_RATE, n_iter_no_change=N_EPOCHS, warm_start=True,
        epsilon=epsilon,
    )  # fmt: skip
    model.fit(X[batches[0]], y[batches[0]])
    model.coefs_, model.intercepts_ = deepcopy(start.weights), deepcopy(start.biases)
    model.set_params(max_iter=N_EPOCHS).fit(X, y, sample_weight=weight)
    return model.loss_curve_[1:], model.predict_proba(X_test)[:, 1]


with warnings.catch_warnings():  # it warns that 30 epochs may be too few; we want exactly 30
    warnings.simplefilter("ignore", ConvergenceWarning)
    measure("scikit-learn", with_sklearn, with_sklearn)

# %% [markdown]
# ### Exercise 2: the word for it
#
# Each library has its own words. Which argument of `MLPClassifier` says how many *epochs* it learns
# at most? Look at the call above.
#
# - **a** `epochs`
# - **b** `batch_size`
# - **c** `max_iter`
# - **d** `n_iter_no_change`

# %% tags=["exercise"]
word_for_epochs = ...
### BEGIN SOLUTION
word_for_epochs = "c"
### END SOLUTION

# %% tags=["check"]
check.word_for_epochs(word_for_epochs)

# %% [markdown] tags=["hint"]
# `help(MLPClassifier)` tells what each argument means: search it for "epochs". Beware: with most
# other models of scikit-learn the same word counts steps.

# %% [markdown]
# ## 4. Keras: layers, `compile`, `fit`
#
# Keras describes a network layer by layer, as one would say it. `compile` adds the loss and the
# optimiser, `fit` trains. Keras itself does not compute: a *backend* does, which is JAX, PyTorch or
# TensorFlow. It is chosen before Keras is imported, by an environment variable.

# %%
backends = [name for name in ("jax", "torch", "tensorflow") if find_spec(name)]
has_keras = find_spec("keras") is not None and bool(backends)
if has_keras:
    os.environ.setdefault("KERAS_BACKEND", backends[0])
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")  # TensorFlow is talkative
    import keras

    print(f"Keras {keras.version()} on {keras.backend.backend()}")
else:
    print("Keras is not installed; the lesson goes on without it. See above how to get it.")


# %%
def keras_network():
    model = keras.Sequential(
        [
            keras.Input(shape=(X.shape[1],)),
            keras.layers.Dense(8, activation="tanh"),
            keras.layers.Dense(1),
        ]
    )
    pairs = zip(start.weights, start.biases, strict=True)
    model.set_weights([array for pair in pairs for array in pair])
    return model


def with_keras(epsilon=1e-8):
    model = keras_network()
    model.compile(
        optimizer=keras.optimizers.Adam(LEARNING_RATE, epsilon=epsilon),
        loss=keras.losses.BinaryCrossentropy(from_logits=True, reduction="mean_with_sample_weight"),
    )
    how = {"batch_size": BATCH_SIZE, "epochs": N_EPOCHS, "shuffle": False, "verbose": 0}
    history = model.fit(X, y[:, np.newaxis], sample_weight=weight, **how)
    return history.history["loss"], sigmoid(model.predict(X_test, verbose=0)[:, 0])


if has_keras:
    measure("Keras", with_keras, keras_network, with_keras)

# %% [markdown]
# Three arguments there are not at their defaults. They are the places where one network becomes
# another without a warning:
#
# - `from_logits=True`: our last layer gives the sum $z$ (Keras calls it a *logit*), not a
#   probability.
# - `epsilon`, the tiny number of Adam: by default Keras takes $10^{-7}$, the others $10^{-8}$.
# - `reduction`: what the weighted costs of a batch are divided by. By default Keras divides by the
#   **number** of events; we want the **sum of their weights**.

# %% [markdown]
# ### Exercise 3: what a default costs
#
# Take the first batch, `batches[0]`. By what factor is its loss too large (or too small) if it is
# divided by the number of events? In short: what is
#
# $$\frac{\sum_i \omega_i \ell_i \,/\, n}{\sum_i \omega_i \ell_i \,/\, \sum_i \omega_i}$$
#
# for the events of this batch, with their weights `weight`?

# %% tags=["exercise"]
reduction_factor = ...
### BEGIN SOLUTION
reduction_factor = weight[batches[0]].sum() / len(batches[0])
### END SOLUTION

# %% tags=["check"]
check.reduction_factor(reduction_factor)

# %% [markdown] tags=["hint"]
# The costs $\ell_i$ drop out. What remains is a sum of weights over a number of events.

# %%
factors = np.array([weight[batch].mean() for batch in batches])
print(f"over the batches this factor goes from {factors.min():.2f} to {factors.max():.2f}")

# %% [markdown]
# So with the default each step has another length: one batch counts more than another. That is no
# disaster. But it is another training, and nobody told you.

# %% [markdown]
# ## 5. PyTorch: your own loop
#
# PyTorch is what most of research uses today. It gives you arrays that remember how they were
# computed (*tensors*), so that `backward()` finds every slope by itself. The loop over epochs and
# batches is yours: more to write, and nothing you cannot change.
#
# ### Exercise 4: their weights are not our weights
#
# A layer of ours computes `X @ W + b` with `W` of shape (inputs, neurons). PyTorch's `Linear` keeps
# an array `A` and computes `X @ A.T + b`. Write the function that turns `W` into `A`.


# %% tags=["exercise"]
def my_torch_weight(W):
    ### BEGIN SOLUTION
    return W.T
    ### END SOLUTION


# %% tags=["check"]
check.my_torch_weight(my_torch_weight)

# %% [markdown] tags=["hint"]
# `A.T` must be `W`. What is the transpose of a transpose? (`reshape` gives an array of the right
# shape, with the numbers in the wrong places. It is a favourite mistake, for nothing complains.)

# %% [markdown]
# ### Exercise 5: the five lines
#
# These five lines are the heart of every PyTorch program. In which order?
#
# 1. `optimiser.step()`: move the parameters against the slopes
# 2. `loss.backward()`: work out the slopes, and **add** them to those that are stored
# 3. `optimiser.zero_grad()`: set the stored slopes to 0
# 4. `loss = loss_of(log_odds, batch)`: how wrong it is
# 5. `log_odds = module(X[batch])`: what the network says
#
# - **a** 5, 4, 3, 2, 1
# - **b** 5, 4, 2, 3, 1
# - **c** 5, 4, 1, 2, 3
# - **d** 4, 5, 3, 2, 1

# %% tags=["exercise"]
order_of_lines = ...
### BEGIN SOLUTION
order_of_lines = "a"
### END SOLUTION

# %% tags=["check"]
check.order_of_lines(order_of_lines)

# %% [markdown] tags=["hint"]
# Nothing can be used before it is there: no step without slopes, no slopes without a loss. And the
# stored slopes are those of the last batch, until somebody clears them.

# %%
has_torch = find_spec("torch") is not None
if has_torch:
    import torch

    torch.set_num_threads(1)  # for a network this small, more would only wait for one another
    print(f"PyTorch {torch.__version__}")
else:
    print("PyTorch is not installed; the lesson goes on without it. See above how to get it.")


# %%
def torch_network(dtype):
    module = torch.nn.Sequential(
        torch.nn.Linear(X.shape[1], 8), torch.nn.Tanh(), torch.nn.Linear(8, 1)
    ).to(dtype)
    with torch.no_grad():
        for layer, weights, biases in zip(module[::2], start.weights, start.biases, strict=True):
            layer.weight.copy_(torch.from_numpy(weights.T))
            layer.bias.copy_(torch.from_numpy(biases))
    return module


def torch_step(module, adam, batch, tensors):
    inputs, labels, event_weights = (tensor[batch] for tensor in tensors)
    cost = torch.nn.functional.binary_cross_entropy_with_logits(
        module(inputs)[:, 0], labels, weight=event_weights, reduction="sum"
    )
    loss = cost / event_weights.sum()
    adam.zero_grad()
    loss.backward()
    adam.step()
    return loss.item()


def with_torch(dtype):
    module = torch_network(dtype)
    adam = torch.optim.Adam(module.parameters(), lr=LEARNING_RATE)
    tensors = [torch.from_numpy(array).to(dtype) for array in (X, y, weight)]
    curve = epochs_of(lambda batch: torch_step(module, adam, batch, tensors))
    log_odds = module(torch.from_numpy(X_test).to(dtype)).detach().numpy()[:, 0]
    return curve, sigmoid(log_odds.astype(float))


if has_torch:
    code = torch_network, torch_step, with_torch, epochs_of
    measure("PyTorch", lambda: with_torch(torch.float32), *code)

# %% [markdown]
# ## 6. One thing, four words
#
# | what it is | NumPy, this package | scikit-learn | Keras | PyTorch |
# | --- | --- | --- | --- | --- |
# | one pass through the events | your loop | `max_iter` | `epochs` | your loop |
# | learning rate | `Adam(0.01)` | `learning_rate_init` | `learning_rate` | `lr` |
# | hidden layer | a number in `[9, 8, 1]` | `(8,)` | `Dense(8)` | `Linear(9, 8)` |
# | weights of a layer | `weights` | `coefs_` | `kernel` | `weight`, transposed |
# | its biases | `biases` | `intercepts_` | `bias` | `bias` |
# | event weights | `sample_weight` | `sample_weight` | `sample_weight` | `weight` of the loss |
# | the sum before the last sigmoid | log-odds | – | logit | logit |
# | cross-entropy | `loss_and_gradient` | log loss | `BinaryCrossentropy` | `…with_logits` |
# | probabilities | `predict_probability` | `predict_proba` | `predict` | sigmoid of `module(X)` |
# | the slopes | `loss_and_gradient` | inside `fit` | inside `fit` | `loss.backward()` |
# | seed | `Random(1)` | `random_state` | `keras.utils.set_random_seed` | `torch.manual_seed` |
#
# In an advert for a job each of these columns may stand. The first column is what you really need.

# %% [markdown]
# ## 7. Do they agree?
#
# ### Exercise 6: how far apart are two curves?
#
# Write a function: the largest difference between two loss curves, as a positive number, over all
# epochs.


# %% tags=["exercise"]
def my_largest_difference(curve, reference):
    ### BEGIN SOLUTION
    return np.max(np.abs(curve - reference))
    ### END SOLUTION


# %% tags=["check"]
check.my_largest_difference(my_largest_difference)

# %% [markdown] tags=["hint"]
# The difference may have either sign, so take its size (`np.abs`) before the largest (`np.max`).

# %%
reference = results["NumPy"]
for name, result in results.items():
    loss_apart = np.abs(result["curve"] - reference["curve"]).max()
    score_apart = np.abs(result["score"] - reference["score"]).max()
    print(f"{name:13}: losses apart by at most {loss_apart:.0e}, scores by {score_apart:.0e}")

# %%
figure, (above, below) = plt.subplots(2, 1, sharex=True, figsize=(6.8, 5.6))
epochs = np.arange(1, N_EPOCHS + 1)
for (name, result), ink in zip(results.items(), INKS, strict=False):
    style = {"color": ink.colour, "ls": ink.line, "marker": ink.marker, "markevery": 5}
    above.plot(epochs, result["curve"], label=name, **style)
    if name != "NumPy":
        apart = np.abs(result["curve"] - reference["curve"])
        below.plot(epochs, np.maximum(apart, 1e-12), label=name, **style)
above.set(ylabel="Loss", title="Simulated events, training part")
above.legend()
below.set(xlabel="Epoch", ylabel="Distance from NumPy", yscale="log", ylim=(1e-12, 1e-2))
below.legend()
apart_of = {n: np.abs(r["curve"] - reference["curve"]).max() for n, r in results.items()}
said = ", ".join(f"{n} {apart:.0e}" for n, apart in apart_of.items() if n != "NumPy")
lesson.show(
    figure,
    alt=f"Loss against epoch for {', '.join(results)}: the curves lie on one another. Below, their "
    f"distance from that of NumPy on a logarithmic axis; at most {said}.",
)

# %% [markdown]
# **Explain.** The four curves are one curve. Below you see what is left, and it has two reasons.
#
# *Rounding.* NumPy and scikit-learn compute with 64 *bits* a number, which is 16 digits. Keras and
# PyTorch take 32 bits, 7 digits, unless told otherwise: graphics cards are much faster that way,
# and networks rarely need more. Each step rounds a little, and each later step starts from there.
#
# *Reading the same paper in two ways.* Adam divides by $\sqrt{\hat v} + \epsilon$. NumPy and
# PyTorch add $\epsilon$ where the paper does in its first formula. scikit-learn and Keras use the
# shorter form that the paper gives a little later, where the same $\epsilon$ weighs more in the
# first steps. Both are called Adam.
#
# Nice stories. But a reason that can be tested should be tested. If the first is true, PyTorch with
# 64 bits agrees with NumPy to many more digits. If the second is true, NumPy and scikit-learn come
# together when $\epsilon$ is made smaller:

# %%
if has_torch:
    curve_64, _ = with_torch(torch.float64)
    apart_64 = np.abs(np.array(curve_64) - reference["curve"]).max()
    print(f"PyTorch and NumPy, 32 bits: {apart_of['PyTorch']:.0e} apart")
    print(f"PyTorch and NumPy, 64 bits: {apart_64:.0e} apart")

# %%
apart_with = {}
for epsilon in (1e-8, 1e-10, 1e-12):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        theirs, _ = with_sklearn(epsilon)
    ours, _ = with_numpy(epsilon)
    apart_with[epsilon] = np.abs(np.array(theirs) - ours).max()
    print(f"scikit-learn and NumPy, epsilon {epsilon:.0e}: {apart_with[epsilon]:.0e} apart")

# %% tags=["test"]
assert {"NumPy", "scikit-learn"} <= set(results)
assert ("Keras" in results) is has_keras
assert ("PyTorch" in results) is has_torch
for _name, _apart in apart_of.items():
    assert _apart < 1e-3, _name
assert apart_with[1e-12] < 0.1 * apart_with[1e-10]
assert apart_with[1e-10] < 0.1 * apart_with[1e-8]
assert apart_with[1e-12] < 1e-7
if has_torch:
    assert apart_64 < 1e-10
    assert apart_of["PyTorch"] > 100 * apart_64
assert reference["curve"][-1] < reference["curve"][0]
assert reference["curve"][0] < np.log(2)

# %% [markdown]
# ## 8. What counts in the end
#
# Nobody has looked at the labels of the test events so far. Now they judge: the area under the ROC
# curve, each event with its weight and its sign.
#
# **Predict first.** Which makes a larger difference to this area: another *framework*, or another
# *seed* for the weights at the start?

# %% tags=["predict"]
my_guess_framework_or_seed = ...

# %%
for result in results.values():
    judged = roc_curve(result["score"], selected.label[test], selected.weight[test])
    result["auc"], result["error"] = judged.auc, judged.auc_uncertainty
print("way            lines    time   AUC on unseen events")
for name, result in results.items():
    area = f"{result['auc']:.4f} ± {result['error']:.4f}"
    print(f"{name:13} {result['lines']:6} {result['time_s']:6.1f} s   {area}")

# %% [markdown]
# The same in NumPy, with five other seeds for the weights at the start:


# %%
def area_with_seed(seed):
    """Area on the test events of a network that starts from this seed."""
    network, adam = initial_network([X.shape[1], 8, 1], "tanh", Random(seed)), Adam(LEARNING_RATE)
    for _ in range(N_EPOCHS):
        for b in batches:
            adam.update(network, loss_and_gradient(network, X[b], y[b], weight[b])[1])
    score = predict_probability(network, X_test)
    return roc_curve(score, selected.label[test], selected.weight[test]).auc


seeds = [2, 3, 4, 5, 6]
areas_of_seeds = [area_with_seed(seed) for seed in seeds]
areas_of_ways = [result["auc"] for result in results.values()]
print(f"{len(results)} frameworks: areas within {np.ptp(areas_of_ways):.6f} of one another")
print(f"{len(seeds)} seeds:      areas within {np.ptp(areas_of_seeds):.6f} of one another")

# %%
labels = [*results, *(f"NumPy, seed {seed}" for seed in seeds)]
areas = [*areas_of_ways, *areas_of_seeds]
places = np.arange(len(labels))[::-1]
figure, axes = plt.subplots(figsize=(6.8, 3.6))
middle, error = reference["auc"], reference["error"]
axes.axvspan(middle - error, middle + error, color="0.9")
axes.text(middle - error, -0.85, " ± 1 standard deviation, from the number of events", va="bottom")
for place, area, label in zip(places, areas, labels, strict=True):
    ink = INKS[0] if label in results else INKS[1]
    axes.plot(area, place, ink.marker, color=ink.colour, ms=7)
axes.set_yticks(places, labels)
axes.minorticks_off()
axes.set(ylim=(-1, len(labels) - 0.4), xlabel="Area under the ROC curve, unseen simulated events")
lesson.show(
    figure,
    alt=f"Areas on unseen events. The frameworks: {', '.join(f'{a:.4f}' for a in areas_of_ways)}; "
    f"five other seeds: {', '.join(f'{a:.3f}' for a in areas_of_seeds)}. The uncertainty from the "
    f"number of events is {error:.3f}.",
)

# %% [markdown]
# **Explain.** Compare three sizes: the spread of the frameworks, the spread of the seeds, and the
# uncertainty that comes from the number of test events (the grey band). The framework is the
# smallest of the three by far. So if two papers with two frameworks disagree, look for another
# reason: a default that differs, a seed, the events.
#
# A result without its seed, and without the spread over some seeds, is half a result.

# %% tags=["test"]
assert np.ptp(areas_of_ways) < 0.003
assert np.ptp(areas_of_seeds) > 3 * np.ptp(areas_of_ways)
assert np.ptp(areas_of_ways) < reference["error"] / 3
assert min(areas) > 0.75
assert max(areas) < 0.86

# %% [markdown]
# ## 9. And TensorFlow?
#
# TensorFlow was first, and much of industry has it. Its network layer *is* Keras. So you know it
# already: choose it as backend, before Keras is imported, and run the very same code.
#
# ```sh
# pip install tensorflow-cpu
# KERAS_BACKEND=tensorflow jupyter lab
# ```
#
# In a running notebook the backend cannot be changed any more. But a second Python can have
# another one. The next cell starts one, with TensorFlow if it is installed (else with another
# backend that is not in use here), and has the package train its Keras network there for ten
# epochs.

# %%
program = """
import fivesigma as fs
from fivesigma.teaching import lesson

selected = fs.features(fs.select(lesson.load_events(quiet=True), signal="DM_200"))
settings = {"layers": (8,), "learning_rate": 0.01, "epochs": 10}
trained = fs.train(fs.split(selected, "hash"), model="keras", parameters=settings)
import keras

area = fs.evaluate(trained).evaluation.auc_weighted.rounded(3)
print(f"Keras on {keras.backend.backend()}: area {area} on unseen events")
"""

# %%
others = [name for name in backends if has_keras and name != keras.backend.backend()]
answers = {}
for name in others[-1:]:  # TensorFlow stands last
    there = {**os.environ, "KERAS_BACKEND": name, "OMP_NUM_THREADS": "1"}
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program], env=there, capture_output=True, text=True, check=False
    )
    answers[name] = done.stdout.strip() or done.stderr.strip().splitlines()[-1]
    print(answers[name])
if "tensorflow" not in backends:
    print("TensorFlow is not installed here; above stands how to get it.")

# %% tags=["test"]
for _name, _answer in answers.items():
    assert f"Keras on {_name}: area 0." in _answer, _answer

# %% [markdown]
# **Which one should you take?** A rule of thumb, to be broken with reasons:
#
# - a table of numbers, and an answer today: scikit-learn (and try trees first, lesson 5);
# - a usual network, quickly built and read by others: Keras;
# - a new idea, research code, a graphics card: PyTorch;
# - to understand what happens: NumPy. You just did.

# %% [markdown] tags=["teacher"]
# **For the discussion.** The times measure this machine with this tiny network. JAX and PyTorch pay
# a fixed price for each step (and JAX compiles first), which only large networks and graphics cards
# pay back. Let the class collect its times: the spread between machines is a lesson in itself.
#
# Have someone put the default `reduction` back into the Keras cell, and someone the default
# `epsilon`. Which of the two can be seen in the lower picture?
