"""The figures of the slides that are not in the menu of figures."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from matplotlib import pyplot as plt
from matplotlib.figure import Figure
from scipy.special import expit

from fivesigma.inference.significance import discovery_significance
from fivesigma.plots.palette import BLACK, BLUE, GREY, ORANGE, RED, SOFT

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """Two scaled inputs `X` (n, 2), `y` (n,) 0 or 1 and weights (n,), of mean 1."""

    names: tuple[str, str]
    X: FloatArray
    y: FloatArray
    weight: FloatArray


def collision(pts: tuple[float, float], angle_ll: float, met: float, angle_met: float) -> Figure:
    """One collision seen along the beams: momenta in GeV, angles in rad from the lepton pair."""
    figure, axes = plt.subplots(figsize=(6.0, 4.2))
    first, second = angle_ll * pts[1] / sum(pts), -angle_ll * pts[0] / sum(pts)
    arrows = [
        (pts[0], first, BLUE.colour, "-", f"first lepton, {pts[0]:.0f} GeV"),
        (pts[1], second, BLUE.colour, "-", f"second lepton, {pts[1]:.0f} GeV"),
        (met, angle_met, RED.colour, "--", f"missing, {met:.0f} GeV"),
    ]
    for length, angle, colour, style, name in arrows:
        x, y = length * np.cos(angle), length * np.sin(angle)
        axes.annotate(
            "",
            (x, y),
            (0, 0),
            arrowprops={"arrowstyle": "-|>", "color": colour, "ls": style, "lw": 2},
        )
        axes.text(x, y + np.copysign(0.08 * max(*pts, met), y), name, color=colour, ha="center")
    reach = 1.5 * max(*pts, met)
    axes.plot(0, 0, "o", color=BLACK)
    axes.set(xlim=(-reach, reach), ylim=(-0.6 * reach, 0.6 * reach), aspect="equal")
    axes.set(xlabel="momentum across the beam, x (GeV)", ylabel="y (GeV)")
    return figure


def poisson(expected: float, n_worlds: int, rng: np.random.Generator) -> Figure:
    """Counts of worlds without signal."""
    counts = rng.poisson(expected, n_worlds)
    figure, axes = plt.subplots()
    edges = np.arange(counts.min() - 0.5, counts.max() + 1.5, 2)
    axes.hist(counts, edges.tolist(), color=BLUE.colour)
    low, high = expected - np.sqrt(expected), expected + np.sqrt(expected)
    axes.axvspan(low, high, color=ORANGE.colour, alpha=0.3, label=r"$B \pm \sqrt{B}$")
    axes.axvline(expected, color=BLACK, label=f"expected: {expected:.0f}")
    axes.set(
        xlabel="collisions counted", ylabel="worlds", title=f"{n_worlds} worlds, drawn by chance"
    )
    axes.legend()
    return figure


def uncertainty(signal: float, background: float) -> Figure:
    """Significance of one region against what is known of its background."""
    known = np.linspace(0, 0.3, 61)
    z = [
        discovery_significance(signal, background, background_uncertainty=share * background)
        for share in known
    ]
    figure, axes = plt.subplots()
    axes.plot(100 * known, z, color=RED.colour)
    axes.plot(100 * known[[0, 20]], np.take(z, [0, 20]), "o", color=RED.colour)
    axes.set(xlabel="uncertainty of the background (%)", ylabel="significance Z", ylim=(0, None))
    return figure


def ring(rng: np.random.Generator, n: int = 700) -> Figure:
    """Made-up events: background in the middle, signal in a ring around it."""
    angle, radius = rng.uniform(0, 2 * np.pi, n), rng.normal(2.4, 0.35, n)
    signal = np.stack([radius * np.cos(angle), radius * np.sin(angle)])
    background = rng.normal(0, 0.9, (2, n))
    figure, (plane, along) = plt.subplots(1, 2, figsize=(9.4, 4.2))
    for (x, y), ink, name in ((background, BLUE, "background"), (signal, RED, "signal")):
        plane.plot(x, y, ink.marker, color=ink.colour, ms=2.5, alpha=0.6, label=name)
        along.hist(x, 40, (-4, 4), histtype="step", color=ink.colour, ls=ink.line, label=name)
    plane.set(xlabel="x", ylabel="y", aspect="equal", title="made up")
    along.set(xlabel="x", ylabel="events", title="the same along x alone")
    along.legend()
    return figure


def loss_of(training: Training, weights: FloatArray) -> FloatArray:
    """Weighted mean cross-entropy of one neuron; `weights` (..., 2)."""
    z = np.einsum("...k,nk->...n", weights, training.X)
    entropy = np.logaddexp(0, z) - training.y * z
    return np.asarray((training.weight * entropy).mean(axis=-1))


def _descend(training: Training, start: FloatArray, rate: float, n_steps: int) -> FloatArray:
    """The way of gradient descent, (n_steps + 1, 2)."""
    way = [start]
    for _ in range(n_steps):
        error = training.weight * (expit(training.X @ way[-1]) - training.y)
        way.append(way[-1] - rate * (error @ training.X) / len(error))
    return np.array(way)


def landscape(training: Training) -> Figure:
    """The loss of one neuron above its two weights, and the way down."""
    way = _descend(training, np.array([-2.5, 2.5]), rate=1.0, n_steps=40)
    axis = np.linspace(-3.2, 3.2, 60)
    plane = np.stack(np.meshgrid(axis, axis), axis=-1)
    figure, axes = plt.subplots(figsize=(6.4, 4.6))
    filled = axes.contourf(axis, axis, loss_of(training, plane), 24, cmap="cividis")
    figure.colorbar(filled, label="loss")
    axes.plot(*way.T, "o-", color="white", ms=3, lw=1.2)
    axes.set(xlabel=f"weight of {training.names[0]}", ylabel=f"weight of {training.names[1]}")
    return figure


def learning_rate(training: Training) -> Figure:
    """The loss step by step with three rates."""
    figure, axes = plt.subplots()
    for rate, ink in ((0.02, BLUE), (1.0, RED), (25.0, GREY)):
        way = _descend(training, np.array([-2.5, 2.5]), rate, n_steps=40)
        loss = [float(loss_of(training, weights)) for weights in way]
        axes.plot(loss, ls=ink.line, color=ink.colour, label=f"learning rate {rate:g}")
    axes.set(xlabel="step", ylabel="loss", yscale="log")
    axes.legend(labelcolor=SOFT, frameon=True, framealpha=1.0)
    return figure
