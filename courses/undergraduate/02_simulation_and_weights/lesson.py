# %%
import matplotlib.pyplot as plt
import numpy as np

from fivesigma.inference.yields import weighted_histogram, yield_of
from fivesigma.plots.palette import BACKGROUND, BLACK, BLUE, ORANGE, RED, TEAL
from fivesigma.teaching import lesson
from fivesigma.teaching.checks import undergraduate_02 as check

lesson.begin("undergraduate-02")
events = lesson.load_events()

# %% [markdown]
# Every row of this table is a collision that never happened. A computer made it up, step by step,
# from what we believe about nature and about the detector: it was *simulated*. To compare with
# nature we need one more number in each row, its *weight*. This lesson is about that number.
#
# Run the cells from top to bottom. Where a cell has dots, `...`, put your answer in their place.

# %%
names = ["DM_200", "DM_300", "ZZ", "WZ", "Z+jets", "Non-resonant_ll"]


def weights_of(process):
    """The weights of all rows of one process."""
    return events.weight[events.process == events.processes.index(process)]


print(events)
print("the first weights of WZ:", weights_of("WZ")[:5].round(5))

# %% [markdown]
# `DM_300` is dark matter made through a *mediator*, a new particle, of 300 GeV; `DM_200` the same
# with 200 GeV. The other four are known processes that look alike: `ZZ` and `WZ` are pairs of
# heavy bosons, `Z+jets` is a Z boson with badly measured jets, and `Non-resonant_ll` is mostly
# top quarks.
#
# ## How many collisions does nature make?
#
# Two numbers decide it.
#
# - The *cross-section* σ says how likely a process is. It is an area, as if each proton were a
#   target and σ the size of its bull's-eye. The unit is the *picobarn*: 1 pb = 10⁻⁴⁰ m². Theory
#   predicts σ.
# - The *luminosity* L says how many chances the collider gave us: how many protons flew past each
#   other, and how tightly packed. Summed over time it is counted in *inverse femtobarns*, fb⁻¹.
#   The experiments measure L.
#
# An area times "chances per area" is a number: **N = σ · L** collisions of that kind. Mind the
# units: 1 pb = 1000 fb.
#
# ### Exercise 1: how many DM_200 collisions?
#
# For DM_200 the theory says σ = 0.1424 pb, if this dark matter exists. Our table stands for L =
# 10 fb⁻¹. How many such collisions would the LHC have made?

# %% tags=["exercise"]
n_produced = ...
### BEGIN SOLUTION
n_produced = 0.1424 * 1000 * 10
### END SOLUTION

# %% tags=["check"]
check.n_produced(n_produced)

# %% [markdown] tags=["hint"]
# σ and L must speak the same language before you multiply. Write σ in fb first.

# %% [markdown]
# ## The weight of a simulated collision
#
# The heavier DM_300 is rarer: σ = 0.063965 pb, which makes 639.65 collisions in 10 fb⁻¹. ATLAS
# did not simulate exactly that many. It simulated 10,000: more than nature makes, to know the
# answer better. So a simulated collision stands for a *share* of a real one (for rare processes),
# or for several (for common ones). That share is its weight:
#
# $$ w = \frac{\sigma \cdot L}{N_\mathrm{generated}} $$
#
# N is everything that was *generated*, also the collisions that no one kept. Divide by the rows
# in your file instead, and every cut would leave the yield unchanged. That would be magic.
#
# ### Exercise 2: the weight as a function
#
# σ comes in pb, L in fb⁻¹. Return the weight.


# %% tags=["exercise"]
def event_weight(cross_section_pb, luminosity_ifb, n_generated):
    ### BEGIN SOLUTION
    return cross_section_pb * 1000 * luminosity_ifb / n_generated
    ### END SOLUTION


# %% tags=["check"]
check.event_weight(event_weight)

# %% [markdown]
# Now compare with the weights in the table. For the 10,000 collisions of DM_300 the formula gives
# 0.063965. Guess: will all its rows have exactly that weight?

# %% tags=["predict"]
my_guess = "all the same, or different, because ..."

# %%
w_dm300 = weights_of("DM_300")
produced = 639.65  # σ · L
print(f"weights of DM_300: {w_dm300.min():.5f} to {w_dm300.max():.5f}, mean {w_dm300.mean():.5f}")
print(f"σ·L / mean weight = {produced / w_dm300.mean():,.0f} generated collisions")

# %% [markdown]
# What you see depends on the events you have; the first cell told which.
#
# - **ATLAS simulation.** The mean is one per cent below 0.063965: σ · L divided by it gives back
#   the 10,000, nearly. But single weights differ. Each is multiplied by *scale factors*. Some
#   correct for the detector, for example where the simulation finds muons more easily than the
#   real detector does. Others adjust how many extra collisions happen at the same moment
#   (*pile-up*).
# - **Our own simulation.** All weights are equal, and eight times smaller: it is *as if* eight
#   times more collisions had been generated. The sum is borrowed from ATLAS.
#
# ### Exercise 3: what fraction survives?
#
# Most collisions are never selected: a lepton misses the detector, the missing momentum is too
# small. Nature would make 639.65 collisions of DM_300. What fraction of them is in our table? Use
# `w_dm300`.

# %% tags=["exercise"]
accepted_fraction = ...
### BEGIN SOLUTION
accepted_fraction = w_dm300.sum() / 639.65
### END SOLUTION

# %% tags=["check"]
check.accepted_fraction(accepted_fraction)

# %% [markdown] tags=["hint"]
# How many *real* collisions do the rows stand for, all together? Rows are not the answer; weights
# are.

# %% [markdown]
# ## Rows are not collisions
#
# The sum of the weights, Σw, is the number of real collisions that we expect: the *expected
# yield*. The number of rows only tells how busy the computer was.
#
# Guess before you run the next cell: which of the six processes has the most rows, and which is
# expected most often?

# %% tags=["predict"]
my_most_rows = "..."
my_most_expected = "..."

# %%
yields = [yield_of(weights_of(name)) for name in names]
rows = np.array([found.count for found in yields])
expected = np.array([found.sum for found in yields])
expected_error = [found.error for found in yields]

figure, (left, right) = plt.subplots(1, 2, figsize=(7, 2.8), sharey=True, layout="constrained")
left.barh(names, rows, color=BACKGROUND.colour)
left.set_xlabel("Rows (simulated)")
right.barh(names, expected, xerr=expected_error, color=ORANGE.colour, ecolor=BLACK)
right.set_xlabel("Expected collisions in 10 fb⁻¹")
left.invert_yaxis()
left.set_title("Simulated events", loc="left")
most_rows, most_expected = names[int(rows.argmax())], names[int(expected.argmax())]
lesson.show(
    figure,
    alt=f"Bars for six processes. {most_rows} has the most rows, {rows.max():,}; {most_expected} "
    f"is expected most often, {expected.max():.1f} times in 10 inverse femtobarns.",
)

# %% [markdown]
# Did the two sides surprise you? In the ATLAS set, WZ fills 12,363 rows and stands for 34
# collisions, while the 237 rows of Z+jets stand for 49. Train a machine on rows, and it will
# spend its time on WZ.
#
# ## Weights below zero
#
# About one row in nine of the ATLAS files for WZ and ZZ has a *negative* weight. Less than no
# collision at all? Think of a school. 70 pupils do sport, 40 play an instrument. How many do at
# least one? Not 110: 25 do both and were counted twice. So 70 + 40 **− 25** = 85. The minus does
# not mean that 25 pupils are missing. It takes back what was counted too much.
#
# Precise *generators*, the programs that invent collisions, work the same way. They compute
# exactly what happens with one extra gluon, and they also add gluons by an approximate recipe.
# Some collisions are then on both lists, so the overlap is taken away: as rows with negative
# weight. (Calculations of this kind are called *next-to-leading order*. Our own simulation is
# simpler and has no negative weights.)
#
# Are negative weights a nuisance that one may clean up? Let us try it where we know the truth: in
# a *toy*, a made-up simulation with one variable. 88.4 % of its rows count +1; 11.6 % count −1
# and take back what was counted twice.


# %%
def toy_simulation(n_rows, rng):
    """Momenta in GeV and weights: positive rows with mean 50 GeV, negative ones with 30 GeV."""
    is_negative = rng.random(n_rows) < 0.116
    pt = rng.exponential(np.where(is_negative, 30.0, 50.0))
    return pt, np.where(is_negative, -1.0, 1.0)


def true_fraction_above(cut):
    """The exact answer for this toy: the share of collisions with pT above `cut`, in GeV."""
    return (0.884 * np.exp(-cut / 50) - 0.116 * np.exp(-cut / 30)) / 0.768


toy_pt, toy_weight = toy_simulation(40_000, np.random.default_rng(2))
print(f"{toy_pt.size:,} rows, sum of weights {toy_weight.sum():,.0f}")
print(f"true fraction above 100 GeV: {true_fraction_above(100):.4f}")

# %% [markdown]
# ### Exercise 4: a fraction with weights
#
# Write a function that returns the weighted fraction of collisions with `pt` above `cut`. It must
# work for weights of any size and sign.


# %% tags=["exercise"]
def fraction_above(pt, weight, cut):
    ### BEGIN SOLUTION
    return weight[pt > cut].sum() / weight.sum()
    ### END SOLUTION


# %% tags=["check"]
check.fraction_above(fraction_above)

# %% [markdown] tags=["hint"]
# `pt > cut` is a mask, `weight[pt > cut]` are the weights of the rows that pass. A weighted
# fraction is a sum of weights divided by a sum of weights.

# %% [markdown]
# Now two popular ways to get rid of the minus: `abs()` of each weight, or *dropping* the negative
# rows. Which one will hit the truth?

# %% tags=["predict"]
my_winner = "signed, abs, or dropped?"

# %%
cures = {
    "signed": toy_weight,
    "abs": np.abs(toy_weight),
    "dropped": np.where(toy_weight > 0, toy_weight, 0.0),
}
toy_above = toy_pt > 100
truth = true_fraction_above(100)
toy_result = {}
for cure, w in cures.items():
    fraction = np.average(toy_above, weights=w)
    error = np.sqrt(np.sum((w * (toy_above - fraction)) ** 2)) / w.sum()
    toy_result[cure] = fraction, error
    distance = (fraction - truth) / error
    print(f"{cure:8s} {fraction:.4f} ± {error:.4f}, {distance:+.1f}σ from the truth")

# %%
edges = np.linspace(0, 200, 11)
true_share = true_fraction_above(edges[:-1]) - true_fraction_above(edges[1:])
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
for (cure, w), ink, shift in zip(cures.items(), (RED, BLUE, ORANGE), (-2, 0, 2), strict=True):
    ratio = np.histogram(toy_pt, edges, weights=w)[0] / w.sum() / true_share
    spread = np.sqrt(np.histogram(toy_pt, edges, weights=w**2)[0]) / w.sum() / true_share
    middle = 0.5 * (edges[:-1] + edges[1:]) + shift
    axes.errorbar(middle, ratio, spread, fmt=ink.marker, color=ink.colour, label=cure)
axes.axhline(1, color=BLACK, linewidth=0.8, label="truth")
axes.set(xlabel="Toy momentum [GeV]", ylabel="Simulated share / true share", ylim=(0.6, 1.4))
axes.set_title("Pseudo-data: a toy", loc="left")
axes.legend(ncols=2)
lesson.show(
    figure,
    alt="Share of collisions in ten bins of a toy momentum, divided by the truth. Signed weights "
    "scatter around 1; absolute and dropped weights are too high at low momentum and too low at "
    f"high momentum. Above 100 GeV the truth is {truth:.3f}; signed weights give "
    f"{toy_result['signed'][0]:.3f}, absolute ones {toy_result['abs'][0]:.3f}, dropped "
    f"{toy_result['dropped'][0]:.3f}.",
)

# %% [markdown]
# Signed weights scatter around the truth, by about their error bars. The other two bend the
# shape, and no amount of computing helps: more rows make their bars smaller, around the wrong
# value. The *size* is wrong, too. Here is what happens to the yields of our table:

# %%
print(f"{'process':16s} {'signed':>8s} {'dropped':>8s} {'abs':>8s}")
for name in names:
    w = weights_of(name)
    print(f"{name:16s} {w.sum():8.2f} {w[w > 0].sum():8.2f} {np.abs(w).sum():8.2f}")
n_negative = int((events.weight < 0).sum())
print(f"{n_negative:,} of {events.n_events:,} rows have a negative weight")

# %% tags=["test"]
assert abs(toy_result["signed"][0] - truth) < 4 * toy_result["signed"][1]
for cure in ("abs", "dropped"):
    assert abs(toy_result[cure][0] - truth) > 4 * toy_result[cure][1]
if events.dataset == "atlas-dm":
    zz = weights_of("ZZ")
    assert np.isclose(zz[zz > 0].sum(), 110.1, atol=0.1)
    assert np.isclose(np.abs(zz).sum(), 136.4, atol=0.1)
else:
    assert n_negative == 0

# %% [markdown]
# In the ATLAS set, dropping negative rows would predict 110 ZZ events where 84 are right, and
# `abs()` even 136. (In our own simulation all three columns agree: it has no negative weight.)
# The rule: **weights keep their sign in every sum, histogram and rate.** The price: a thin bin
# may come out below zero. Then make it wider; do not repair the weights. (Training a model is
# another matter: there one may choose other weights, and says which. A later lesson does.)
#
# ## What is a simulation worth?
#
# 12,363 rows sound like a lot. But big weights shout and small ones whisper, and plus and minus
# cancel. So ask: how many rows of weight 1 would be *as precise*?
#
# For n rows of equal weight w, the sum is nw and its error is w√n. So (sum / error)² = n. For any
# weights the error of Σw is √Σw² (we test that below), so the same ratio is called the *effective
# number* of events:
#
# $$ n_\mathrm{eff} = \frac{\left(\sum w\right)^2}{\sum w^2} $$
#
# ### Exercise 5: the effective number of events


# %% tags=["exercise"]
def n_effective(weight):
    ### BEGIN SOLUTION
    return weight.sum() ** 2 / np.sum(weight**2)
    ### END SOLUTION


# %% tags=["check"]
check.n_effective(n_effective)

# %% [markdown]
# Guess: what are the rows of WZ worth?

# %% tags=["predict"]
my_worth_of_wz = ...

# %%
for name in names:
    found = yield_of(weights_of(name))
    print(f"{name:16s} {found.count:6,} rows are worth {found.effective_count:6,.0f}")

# %% [markdown]
# `yield_of` is a function of the package: it returns Σw, its error, the rows and n_eff together.
# With the ATLAS files, WZ is worth about a sixth of its rows. It pays twice: for weights of
# different size, and for opposite signs.
#
# ### Exercise 6: how well does the simulation know WZ?
#
# Compute the uncertainty of the expected WZ yield that comes from the finite simulation, in
# events.

# %% tags=["exercise"]
wz_error = ...
### BEGIN SOLUTION
wz_error = np.sqrt(np.sum(weights_of("WZ") ** 2))
### END SOLUTION

# %% tags=["check"]
check.wz_error(wz_error)

# %% [markdown] tags=["hint"]
# Errors of independent rows add in quadrature. One row contributes with its weight: w². Add, then
# take the root.

# %% [markdown]
# Two different errors are easily confused here.
#
# - **√Σw²** says how well the *simulation* knows the expectation. Buy more computers, and it
#   shrinks.
# - **√Σw** says how much *nature's* count will scatter around it. You met this as the Poisson
#   fluctuation. No computer helps.
#
# ## Is √Σw² true?
#
# Never believe an error formula that you have not seen at work. Imagine that ATLAS had run the
# whole simulation again, with other random numbers. Each row might have appeared 0, 1, 2, …
# times. Let us do that 2,000 times by chance, with a Poisson number of mean 1 for each row. The
# trick is called the *bootstrap*.
#
# Guess: by how much will the sum for Z+jets scatter? The formula says √Σw².

# %% tags=["predict"]
my_scatter_in_events = ...

# %%
w_zjets = weights_of("Z+jets")
rng = np.random.default_rng(3)
copies = rng.poisson(1.0, size=(2000, w_zjets.size))
replicas = copies @ w_zjets
by_formula = yield_of(w_zjets).error
by_bootstrap = replicas.std(ddof=1)
bootstrap_error = by_bootstrap / np.sqrt(2 * replicas.size)
print(f"formula   √Σw² = {by_formula:.2f} events")
print(f"bootstrap      = {by_bootstrap:.2f} ± {bootstrap_error:.2f} events")

# %%
figure, axes = plt.subplots(figsize=(5, 3.2), layout="constrained")
axes.hist(replicas, bins=40, color=TEAL.colour, label="2,000 replicas")
axes.axvline(w_zjets.sum(), ymax=0.74, color=BLACK, label="Σw of the table")
for side, label in ((-1, "Σw ± √Σw²"), (1, None)):
    middle = w_zjets.sum() + side * by_formula
    axes.axvline(middle, ymax=0.74, color=BLACK, linestyle="--", label=label)
axes.set(xlabel="Expected Z+jets events in 10 fb⁻¹", ylabel="Replicas")
axes.set_title("Simulated events, resampled", loc="left")
axes.margins(y=0.35)
axes.legend(ncols=2, loc="upper left")
lesson.show(
    figure,
    alt=f"Histogram of 2,000 resampled sums for Z+jets: a bell around {w_zjets.sum():.1f} events "
    f"with standard deviation {by_bootstrap:.2f}; dashed lines at plus and minus {by_formula:.2f}.",
)

# %% [markdown]
# The bootstrap has only our one sample to draw from. A toy can do better: it can *really* be
# simulated again. Here are 1,000 fresh toys. How far do their sums scatter, and what did the
# formula promise in each?

# %%
rng = np.random.default_rng(4)
toy_sums, toy_promises = [], []
for _ in range(1000):
    _, w = toy_simulation(rng.poisson(1000), rng)
    toy_sums.append(w.sum())
    toy_promises.append(np.sqrt(np.sum(w**2)))
toy_scatter = np.std(toy_sums, ddof=1)
toy_scatter_error = toy_scatter / np.sqrt(2 * len(toy_sums))
print(f"scatter of 1,000 toys {toy_scatter:.1f} ± {toy_scatter_error:.1f}")
print(f"promised, on average {np.mean(toy_promises):.1f}")
print(f"the sum is {np.mean(toy_sums):.0f}, so √Σw would be {np.sqrt(np.mean(toy_sums)):.1f}")

# %% tags=["test"]
assert abs(by_bootstrap - by_formula) < 4 * bootstrap_error
assert abs(toy_scatter - np.mean(toy_promises)) < 4 * toy_scatter_error
assert abs(toy_scatter - np.sqrt(np.mean(toy_sums))) > 3 * toy_scatter_error

# %% [markdown]
# The number of rows was drawn anew in each toy (`rng.poisson(1000)`), and that matters: how many
# rows pass a selection is chance, too. The negative rows reduce the sum and still add to the
# error.
#
# ## Histograms with weights
#
# A bin is a small selection, so all of this holds in each bin: its content is Σw, its error √Σw²,
# both over the rows in the bin. With NumPy that is one `np.histogram` with `weights=w`, and one
# with `weights=w**2`.
#
# ### Exercise 7: the error of every bin
#
# `met` is the missing momentum of the WZ rows in GeV. Compute the errors of the bins given by
# `met_edges`, as an array.

# %%
is_wz = events.process == events.processes.index("WZ")
met, w_wz = events.features["met"][is_wz], events.weight[is_wz]
met_edges = np.linspace(80, 240, 9)

# %% tags=["exercise"]
bin_errors = ...
### BEGIN SOLUTION
bin_errors = np.sqrt(np.histogram(met, met_edges, weights=w_wz**2)[0])
### END SOLUTION

# %% tags=["check"]
check.bin_errors(bin_errors)

# %% [markdown] tags=["hint"]
# `np.histogram` returns two things, contents and edges: you want the first. And the root comes
# last.

# %%
inside = (met >= 80) & (met < 240)
wz = weighted_histogram(met[inside], w_wz[inside], low=80, high=240, n_bins=8)
wz_error_of_bins = np.sqrt(wz.sum_squares)
row_counts = np.histogram(met[inside], met_edges)[0]
middle = 0.5 * (met_edges[:-1] + met_edges[1:])

figure, (top, below) = plt.subplots(
    2, sharex=True, figsize=(5, 4.2), height_ratios=(3, 2), layout="constrained"
)
top.stairs(wz.sum, wz.edges, fill=True, color=BACKGROUND.colour, alpha=0.5, label="Σw")
top.errorbar(middle, wz.sum, wz_error_of_bins, fmt="none", ecolor=BLACK, label="± √Σw²")
top.set_ylabel("WZ events / 20 GeV")
top.set_title("Simulated events, 10 fb⁻¹", loc="left")
top.legend()
below.stairs(100 * wz_error_of_bins / wz.sum, wz.edges, color=RED.colour, label="√Σw² / Σw")
by_rows = 100 / np.sqrt(row_counts)
below.stairs(by_rows, wz.edges, color=BLUE.colour, linestyle="--", label="1 / √rows (wrong)")
below.set(xlabel="Missing transverse momentum [GeV]", ylabel="Error of the bin [%]", ylim=(0, None))
below.legend()
last_true = 100 * wz_error_of_bins[-1] / wz.sum[-1]
lesson.show(
    figure,
    alt=f"Expected WZ events in eight bins of missing momentum, falling from {wz.sum[0]:.1f} to "
    f"{wz.sum[-1]:.2f}. Below, the relative error: in the last bin {last_true:.0f} per cent with "
    f"weights, {by_rows[-1]:.0f} per cent if rows were counted.",
)

# %% [markdown]
# Compare the two lines of the lower panel. Counting rows would promise more than the simulation
# knows, most of all where weights of both signs meet.
#
# ## One table that says it all
#
# Every search begins with a table like this. Write one row of it.
#
# ### Exercise 8: a row of the table
#
# Return five numbers: rows, expected events, their error, the percentage of rows with a negative
# weight (0 to 100), and the effective number of events.


# %% tags=["exercise"]
def table_row(weight):
    # points: 2
    ### BEGIN SOLUTION
    total, squares = weight.sum(), np.sum(weight**2)
    negative = 100 * np.mean(weight < 0)
    return weight.size, total, np.sqrt(squares), negative, total**2 / squares
    ### END SOLUTION


# %% tags=["check"]
check.table_row(table_row)

# %%
print(f"{'process':16s} {'rows':>7s} {'expected':>15s} {'w < 0':>7s} {'n_eff':>7s}")
backgrounds = names[2:]
groups = {name: weights_of(name) for name in names}
groups["all backgrounds"] = np.concatenate([weights_of(name) for name in backgrounds])
for name, w in groups.items():
    found = yield_of(w)
    share = 100 * np.mean(w < 0)
    yielded = f"{found.sum:7.2f} ± {found.error:5.2f}"
    print(f"{name:16s} {found.count:7,} {yielded} {share:5.1f} % {found.effective_count:7,.0f}")

# %% tags=["test"]
known_sums = {
    "DM_200": 50.4,
    "DM_300": 31.11,
    "ZZ": 83.9,
    "WZ": 33.9,
    "Z+jets": 49.4,
    "Non-resonant_ll": 80.7,
    "all backgrounds": 247.9,
}
for name, known in known_sums.items():
    assert np.isclose(groups[name].sum(), known, atol=0.06), name
assert np.isclose(groups["DM_300"].sum() / 639.65, 0.0486, atol=1e-4)
if events.dataset == "atlas-dm":
    known_rows = {
        "Non-resonant_ll": (901, 815, 0.0),
        "Z+jets": (237, 168, 4.6),
        "WZ": (12363, 2051, 11.6),
        "ZZ": (9538, 2075, 11.6),
        "DM_200": (381, 333, 0.0),
    }
    for name, (n, n_eff, percent) in known_rows.items():
        found = yield_of(groups[name])
        assert found.count == n
        assert np.isclose(found.effective_count, n_eff, atol=0.6)
        assert np.isclose(100 * np.mean(groups[name] < 0), percent, atol=0.06)
    assert np.isclose(yield_of(groups["all backgrounds"]).error, 5.1, atol=0.05)
    assert np.isclose(groups["DM_300"].mean(), 0.064, atol=0.001)
else:
    assert np.isclose(produced / groups["DM_300"].mean(), 82_614, atol=1)

# %% [markdown]
# Read the bottom line aloud: "we expect 248 background collisions, and the simulation knows that
# to about two per cent". Nature's own count would still scatter by √248 ≈ 16.
#
# **Look back at your guesses.** Which number surprised you most: rows, expected events, or n_eff?

# %% [markdown] tags=["teacher"]
# The ATLAS set shows negative weights, our own simulation does not; the toy carries that part
# either way. Students who know statistics ask why the bootstrap does not keep the number of rows
# fixed: with a fixed number the variance is Σw² − (Σw)²/n, which leaves out that the number of
# selected rows is chance. A good question for the end: what would happen to n_eff if all weights
# were doubled? (Nothing: it has no unit.)
