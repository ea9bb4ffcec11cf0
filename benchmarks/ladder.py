"""Claim: twelve thousand generated collisions are observed again in < 0.5 s, any detector.

    python benchmarks/ladder.py [--json]

Every move of a slider on the detector's constants observes the whole truth record anew: leptons,
jets, missing momentum, ten variables, preselection, a table of events. Twenty detectors are tried,
after one that warms up. Loading the record happens once.
"""

import time

import numpy as np

from claims import Claim, percentile, report
from fivesigma.core.level import Level
from fivesigma.simulation.detector import DetectorSettings
from fivesigma.simulation.levels import settings_at
from fivesigma.workflow.truth_record import embedded_truth, observe_again

N_MOVES = 20


def main() -> None:
    """Measure and report."""
    start_s = time.process_time()
    record = embedded_truth()
    load_s = time.process_time() - start_s
    observe_again(record, settings_at(Level.TRUTH))
    seconds = []
    for soft_noise in np.linspace(0.0, 20.0, N_MOVES).tolist():
        start = time.perf_counter()
        observe_again(record, DetectorSettings(soft_noise=soft_noise))
        seconds.append(time.perf_counter() - start)
    n_events = record.truth.n_events
    name = f"{n_events:,} collisions observed by another detector"
    report(
        str(__doc__).partition("\n")[0],
        [
            Claim(name=f"{name}, p95", value=percentile(seconds, 95), unit="s", budget=0.5),
            Claim(name=f"{name}, median", value=percentile(seconds, 50), unit="s"),
            Claim(name="loading the record, CPU", value=load_s, unit="s"),
        ],
    )


if __name__ == "__main__":
    main()
