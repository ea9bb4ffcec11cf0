# %%
import awkward as ak
import matplotlib.pyplot as plt
import numpy as np
import uproot

from fivesigma.inference.likelihood.poisson import poisson_interval
from fivesigma.physics.vectors import four_vector, mass_of
from fivesigma.plots.counts import draw_measured
from fivesigma.teaching import four_leptons, lesson
from fivesigma.teaching.checks import advanced_A1 as check

lesson.begin("advanced-A1")
files = four_leptons.atlas_files()
print([f"{path.name}: {path.stat().st_size / 1000:.0f} kB" for path in files])

# %% [markdown]
# These three files hold real collisions: what the ATLAS detector recorded in 2016, in the first
# three of four periods, wherever it saw at least four electrons or muons. Nothing in them is
# simulated. In this lesson you go all the way from the bytes to the mass of a particle.
#
# A Higgs boson can become two Z bosons, and each Z boson two *leptons* (here: electrons or muons).
# The four leptons remember the mass of the thing they came from. But two ordinary Z bosons make
# four leptons as well, and far more often.
#
# ## Open a ROOT file
#
# *ROOT* is the format in which experiments at CERN keep their collisions. A file holds *trees*. A
# tree is a table with one row a collision; its columns are called *branches*. The package `uproot`
# reads them in Python, and it reads only the branches that you ask for.

# %%
with uproot.open(files[0]) as file:
    print(file.keys())
    tree = file["mini"]
    print(f"{tree.num_entries} collisions, {len(tree.keys())} branches, the first five:")
    print(tree.keys()[:5])

# %% [markdown]
# Eleven of the 81 branches are enough. `lep_` is about leptons: momentum across the beam
# (`pt`), direction (`eta`, `phi`), `charge`, `type` (11 is an electron, 13 a muon). The others tell
# how well the lepton was seen: energy around it, and where it came from.

# %%
names = ["runNumber", "eventNumber", "lep_pt", "lep_eta", "lep_phi", "lep_charge", "lep_type"]
names += ["lep_ptcone30", "lep_etcone20", "lep_z0", "lep_tracksigd0pvunbiased"]
events = uproot.concatenate([f"{path}:mini" for path in files], names)
print(len(events), "collisions")
print(events.lep_pt.type)

# %% [markdown]
# Look at the type: `432 * var * float32`. There are 432 collisions, and in each a *variable* number
# of numbers. Such an array is called *ragged*, or jagged. NumPy has only rectangles; the package
# `awkward` is NumPy for ragged arrays. `ak.num` counts in each collision, `ak.flatten` makes one
# long list of all.

# %% tags=["predict"]
my_guess_of_four = ...  # how many of the 432 collisions have exactly four leptons in the file?

# %%
n_leptons = ak.num(events.lep_pt)
for n in range(4, int(ak.max(n_leptons)) + 1):
    print(f"{ak.sum(n_leptons == n):4d} collisions with {n} leptons")

# %% [markdown]
# Nearly all have four, as the file was made for that. Keep your guess: there will be a second
# count, and it will look different.
#
# ### Exercise 1: what is the unit?
#
# A file from ROOT says no unit. Print `events.lep_pt[0]` and think: the beams bring 6500 GeV each,
# and a lepton from a Z boson (91 GeV) has about half of it. What is the median momentum of all
# leptons, **in GeV**? (`np.median` takes what `ak.flatten` returns.)

# %% tags=["exercise"]
median_pt = ...
### BEGIN SOLUTION
median_pt = float(np.median(ak.flatten(events.lep_pt))) / 1000
### END SOLUTION

# %% tags=["check"]
check.median_pt(median_pt)

# %% [markdown] tags=["hint"]
# The files of this release are in MeV. A GeV has a thousand of them.

# %% [markdown]
# ## Which leptons count?
#
# The detector calls many things a lepton. Two questions sort them:
#
# - *Isolation*: is the lepton alone? One from a Z boson is. One from a jet is surrounded. We ask for
#   less than 30 % of its momentum around it, in tracks (`ptcone30`) and in energy (`etcone20`).
# - *Vertex*: does it come from the place of the collision? `z0` is its distance along the beam in
#   mm, `tracksigd0pvunbiased` its distance across, in units of its own uncertainty.
#
# The masks below say what they **keep**. Many published examples have a function
# `cut_lep_charge` that is True for what is thrown away; six weeks later nobody knows. Name a mask
# for what it keeps, and `&` reads like a sentence.

# %%
is_isolated = (events.lep_ptcone30 < 0.3 * events.lep_pt) & (
    events.lep_etcone20 < 0.3 * events.lep_pt
)
max_distance = ak.where(events.lep_type == 11, 5.0, 3.0)
is_from_vertex = (abs(events.lep_z0) < 0.5 * np.cosh(events.lep_eta)) & (
    abs(events.lep_tracksigd0pvunbiased) < max_distance
)
is_good = is_isolated & is_from_vertex
print(f"{ak.sum(is_good)} of {ak.sum(n_leptons)} leptons are good; the first collisions:")
print(is_good[:3].tolist())

# %% [markdown]
# ### Exercise 2: four good leptons
#
# Make the mask of the collisions with **exactly four good** leptons: one True or False for each of
# the 432. In a sum, True counts as 1.

# %% tags=["exercise"]
has_four_good = ...
### BEGIN SOLUTION
has_four_good = ak.sum(is_good, axis=1) == 4
### END SOLUTION

# %% tags=["check"]
check.has_four_good(has_four_good)

# %% [markdown] tags=["hint"]
# `ak.sum(..., axis=1)` adds up within each collision. Without `axis` it adds up everything.

# %% [markdown]
# Now all collisions that stay have four leptons: the ragged array has become a rectangle, and NumPy
# can take over.

# %%
four = events[ak.sum(is_good, axis=1) == 4]
is_good_of_four = is_good[ak.sum(is_good, axis=1) == 4]


def rectangle(branch):
    """The good leptons of each collision, four in a row."""
    return ak.to_numpy(ak.to_regular(four[branch][is_good_of_four]))


pt, eta, phi = rectangle("lep_pt") / 1000, rectangle("lep_eta"), rectangle("lep_phi")
charge, flavour = rectangle("lep_charge"), rectangle("lep_type").astype(int)
is_hard = (pt[:, :3] > [25, 15, 10]).all(axis=1)
print(
    f"{len(pt)} collisions with four good leptons, hardest first; {is_hard.sum()} are hard enough"
)

# %% [markdown]
# `is_hard` keeps collisions whose three hardest leptons have more than 25, 15 and 10 GeV. Softer
# ones are often no leptons at all.
#
# ## Flavour and charge
#
# A Z boson has no charge. It becomes an electron and a positron, or a muon and an antimuon: two
# leptons of one *flavour* and opposite charge.
#
# ### Exercise 3: neutral in all
#
# Complete the function: it takes charges of shape `(n_events, 4)` and keeps the events whose four
# charges add up to 0.


# %% tags=["exercise"]
def is_neutral(charge):
    ### BEGIN SOLUTION
    return charge.sum(axis=1) == 0
    ### END SOLUTION


# %% tags=["check"]
check.is_neutral(is_neutral)

# %% [markdown] tags=["hint"]
# A comparison gives a mask: `charge.sum(axis=1) == 0`.

# %% tags=["predict"]
my_guess_of_neutral = ...  # of the neutral events, how many are not two proper pairs? none? half?

# %% [markdown]
# ### Exercise 4: two proper pairs
#
# Neutral is not enough. An event μ⁺ μ⁻ e⁺ μ⁻ is neutral, and so is e⁺ e⁺ μ⁻ μ⁻; neither can be two
# Z bosons. A popular trick adds up the four types and allows 44, 48 and 52: that lets e⁺ e⁺ μ⁻ μ⁻
# pass. Do better: the electrons alone must be neutral, **and** the muons alone.


# %% tags=["exercise"]
# points: 2
def is_paired(flavour, charge):
    ### BEGIN SOLUTION
    electron_charge = (charge * (flavour == 11)).sum(axis=1)
    muon_charge = (charge * (flavour == 13)).sum(axis=1)
    return (electron_charge == 0) & (muon_charge == 0)
    ### END SOLUTION


# %% tags=["check"]
check.is_paired(is_paired)

# %% [markdown] tags=["hint"]
# `charge * (flavour == 11)` is the charge of electrons and 0 for muons. Add that up in each event.

# %%
electron_charge = (charge * (flavour == 11)).sum(axis=1)
muon_charge = (charge * (flavour == 13)).sum(axis=1)
is_zz_like = (electron_charge == 0) & (muon_charge == 0)
n_neutral = int(((charge.sum(axis=1) == 0) & is_hard).sum())
n_paired = int((is_zz_like & is_hard).sum())
print(f"{is_hard.sum()} hard, {n_neutral} of them neutral, {n_paired} with two proper pairs")
print(f"neutral and yet no two pairs: {n_neutral - n_paired} ± {(n_neutral - n_paired) ** 0.5:.1f}")

# %% [markdown]
# Compare with your guess. Where do neutral events without pairs come from? A Z boson may become two
# τ leptons, which decay to an electron and a muon; and sometimes the detector takes something else
# for a lepton. They are a gift: they tell how much of that there is.
#
# ## From four leptons to one mass
#
# Energy and momentum are conserved. So the *invariant mass* of what decayed is, in units with
# c = 1,
#
# $$ m^2 = \Big(\sum E\Big)^2 - \Big(\sum p_x\Big)^2 - \Big(\sum p_y\Big)^2 - \Big(\sum p_z\Big)^2 $$
#
# An electron or muon of many GeV has a mass that does not matter here. Then
# $E = p_T \cosh\eta$, $p_x = p_T \cos\phi$, $p_y = p_T \sin\phi$, $p_z = p_T \sinh\eta$.
#
# ### Exercise 5: the mass of four leptons
#
# Write the function. All three arguments have shape `(n_events, 4)`; it returns `(n_events,)`, in
# the unit of `pt`.


# %% tags=["exercise"]
# points: 2
def mass_of_four(pt, eta, phi):
    ### BEGIN SOLUTION
    energy = (pt * np.cosh(eta)).sum(axis=1)
    px, py = (pt * np.cos(phi)).sum(axis=1), (pt * np.sin(phi)).sum(axis=1)
    pz = (pt * np.sinh(eta)).sum(axis=1)
    return np.sqrt(energy**2 - px**2 - py**2 - pz**2)
    ### END SOLUTION


# %% tags=["check"]
check.mass_of_four(mass_of_four)

# %% [markdown] tags=["hint"]
# First add up over the four leptons (`axis=1`), then square. The other order gives the sum of four
# masses, which are 0.

# %% [markdown]
# The package has the same, for any number of particles. Here is what nature gave us.

# %%
is_kept = is_hard & is_zz_like
mass = mass_of(four_vector(pt, eta, phi).sum(axis=1))[is_kept]
edges = np.arange(60.0, 401.0, 10.0)
figure, axes = plt.subplots()
draw_measured(axes, mass, edges, label="ATLAS, measured, 13 TeV, periods A to C")
axes.set(xlabel="mass of the four leptons [GeV]", ylabel="events / 10 GeV")
axes.set(xlim=(60, 400), ylim=(0, None))
axes.axvline(91.19, linestyle=":", color="grey", label="mass of the Z boson")
axes.axvline(125.0, linestyle="--", color="grey", label="mass of the Higgs boson")
axes.legend()
n_left, n_right = int((mass < 180).sum()), int((mass >= 180).sum())
lesson.show(
    figure,
    alt="Measured masses as points with Poisson bars, at most "
    f"{np.histogram(mass, edges)[0].max()} in a bin of 10 GeV: {n_left} events below "
    f"180 GeV, some of them around 91 GeV, and {n_right} above.",
)

# %% [markdown]
# The bars are not √n. For a few events √n is a poor guide: what would be the bar of a bin with 1
# event, or with 0? They are the means for which this count would be usual, 68.3 % of the time. And
# they are about nature's mean, not about the count: the count is exact.
#
# From 180 GeV on there is room for two Z bosons, both with their usual mass: 2 · 91 GeV. Left of
# that at least one of them is lighter than it should be. And around 91 GeV a single Z boson became
# all four leptons.
#
# ## The same in one call
#
# You have now done by hand what the package does for tables of any size. It also pairs the leptons:
# Z₁ is the pair nearer to the mass of the Z boson, Z₂ the other one. It asks for 40 to 120 GeV and
# 12 to 120 GeV. From the command line: `fivesigma data build four-lepton FILES -o four.parquet`.

# %%
table = four_leptons.atlas_collisions()
print(table)
for row in table.history[-1].cut_flow:
    print(f"  {row.cut:45} {row.n_events:4d}")

# %% [markdown]
# Each line is a cut with all cuts before it. You found the same numbers, down to the pairs.
#
# ### Exercise 6: near the Higgs boson
#
# How many events of `table` have a mass `table.features["m4l"]` strictly between 115 and 130 GeV?

# %% tags=["exercise"]
n_near_higgs = ...
### BEGIN SOLUTION
m4l = table.features["m4l"]
n_near_higgs = int(((m4l > 115) & (m4l < 130)).sum())
### END SOLUTION

# %% tags=["check"]
check.n_near_higgs(n_near_higgs)

# %% [markdown] tags=["hint"]
# Two comparisons, each in brackets, joined by `&`; then count.

# %%
in_window = (table.features["m4l"] > 115) & (table.features["m4l"] < 130)
low, high = poisson_interval(int(in_window.sum()))
print(f"means for which this count is usual: {low:.2f} to {high:.2f}")

# %% [markdown]
# ### Exercise 7: what may you say?
#
# You have the count and the interval. No simulation of ATLAS was used. Which sentence is true?
#
# - a) The Higgs boson is seen, for there are events where it should be.
# - b) There is no Higgs boson, for the count is small.
# - c) The count alone says neither: without a prediction of the background it cannot be compared.
# - d) With an uncertainty of √n the excess is significant.

# %% tags=["exercise"]
what_may_be_said = ...
### BEGIN SOLUTION
what_may_be_said = "c"
### END SOLUTION

# %% tags=["check"]
check.what_may_be_said(what_may_be_said)

# %% [markdown]
# A prediction is what the next parts bring: A2 trains on simulation of CMS, A3 puts both
# experiments side by side.

# %% tags=["test"]
counts = [row.n_events for row in table.history[-1].cut_flow]
assert counts[:2] == [432, len(pt)] == [432, 173]
assert counts[2:4] == [int(is_hard.sum()), n_paired] == [160, 141]
assert counts[-1] == table.n_events == 117
assert n_neutral == 153
assert np.array_equal(is_zz_like, is_paired(flavour, charge))
assert np.allclose(mass_of_four(pt, eta, phi)[is_kept], mass, rtol=1e-4)
names_here = list(
    zip(four.runNumber[is_kept].tolist(), four.eventNumber[is_kept].tolist(), strict=True)
)
for run, number, m in zip(
    table.others["run"], table.others["event_number"], table.features["m4l"], strict=True
):
    assert abs(mass[names_here.index((run, number))] - m) < 0.01
assert n_near_higgs == 3
