"""Claim: a scan trains the networks of scikit-learn with less than 1/15 of its CPU time.

    python benchmarks/scan_networks.py [--json]

24 designs, drawn with a fixed seed from the 819 of one to three hidden layers with 2 to 10 neurons,
are trained by both on the same 1,189 made-up events of 9 features, a tenth of them signal; one
thread each, one after the other, CPU seconds, so that neither a busy machine nor the number of
cores decides. Compiling (once an installation) and loading are not counted. For both claims to be
worth something the networks have to be the same: the epochs are counted and the probabilities of
all events compared. The time of the whole scan on all cores is for information.
"""

import os
import time
import warnings

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from claims import Claim, report
from fivesigma.learning.scan import (
    Design,
    FloatArray,
    ScannedNetwork,
    all_designs,
    scan_networks,
)

N_DESIGNS, N_EVENTS, N_FEATURES, SEED = 24, 1_189, 9, 1
TIMES_FASTER, WORST_DIFFERENCE, SHARE_EQUAL = 15.0, 1e-8, 0.95
Sample = tuple[FloatArray, FloatArray]


def made_up_sample() -> Sample:
    """Standard normal features and a label that depends on all of them."""
    rng = np.random.default_rng(SEED)
    X = rng.normal(size=(N_EVENTS, N_FEATURES))
    score = X[:, 0] * X[:, 1] + X[:, 2:].sum(axis=1) / 3 + rng.normal(size=N_EVENTS)
    return X, (score > np.quantile(score, 0.9)).astype(np.float64)


def random_designs() -> list[Design]:
    """24 of the 819."""
    designs = all_designs()
    chosen = np.random.default_rng(SEED).choice(len(designs), N_DESIGNS, replace=False)
    return [designs[i] for i in chosen]


def by_scikit_learn(sample: Sample, designs: list[Design]) -> tuple[list[MLPClassifier], float]:
    """The peer's networks and CPU seconds, on one thread."""
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        start = time.process_time()
        models = [
            MLPClassifier(design, max_iter=1000, random_state=SEED).fit(*sample)
            for design in designs
        ]
        return models, time.process_time() - start


def by_scan(sample: Sample, designs: list[Design]) -> tuple[tuple[ScannedNetwork, ...], float]:
    """Our networks and CPU seconds, median of five scans on one thread."""
    scan_networks(*sample, designs[:1], seed=SEED, max_iter=1)  # compiles, or loads
    times: list[float] = []
    networks: tuple[ScannedNetwork, ...] = ()
    for _ in range(5):
        start = time.process_time()
        networks = scan_networks(*sample, designs, seed=SEED, n_threads=1)
        times.append(time.process_time() - start)
    return networks, float(np.median(times))


def compare() -> list[Claim]:
    """Both on the same designs, then the whole scan."""
    sample, designs = made_up_sample(), random_designs()
    networks, ours_s = by_scan(sample, designs)
    peers, peer_s = by_scikit_learn(sample, designs)
    pairs = list(zip(networks, peers, strict=True))
    n_other = sum(network.n_iter != peer.n_iter_ for network, peer in pairs)
    worst = sorted(
        float(np.abs(network.predict_proba(sample[0]) - peer.predict_proba(sample[0])).max())
        for network, peer in pairs
    )
    n_equal = int(np.ceil(SHARE_EQUAL * N_DESIGNS))
    start = time.perf_counter()
    scan_networks(*sample, all_designs(), seed=SEED)
    whole_s = time.perf_counter() - start
    return [
        Claim(
            name="24 networks, CPU time of one core",
            value=ours_s,
            unit="s",
            budget=peer_s / TIMES_FASTER,
            peer=peer_s,
            peer_name="scikit-learn",
        ),
        Claim(name="times faster", value=peer_s / ours_s, unit="x"),
        Claim(
            name="designs that stop at another epoch",
            value=n_other,
            unit="of 24",
            budget=N_DESIGNS - n_equal,
        ),
        Claim(
            name="largest difference of a probability, in the 95 % of designs closest",
            value=worst[n_equal - 1],
            unit="of 1",
            budget=WORST_DIFFERENCE,
        ),
        Claim(name="the same in all designs", value=worst[-1], unit="of 1"),
        Claim(name=f"819 networks on {os.cpu_count()} cores", value=whole_s, unit="s"),
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], compare())
