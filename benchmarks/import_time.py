"""Claim: `import fivesigma` takes less than 0.3 s.

    python benchmarks/import_time.py [--json]

New processes, one after the other in turn; the time that the import statement takes inside each,
median of 15. Starting Python itself is not counted. The peers are what a script on tables imports
anyway, NumPy, and what a story of machine learning begins with elsewhere, scikit-learn.
"""

import statistics
import subprocess
import sys

from claims import Claim, report

N_PROCESSES, BUDGET_S = 15, 0.3
OURS, PEERS = "fivesigma", ("numpy", "sklearn")


def import_s(module: str) -> float:
    """Seconds of one import in a new process."""
    code = (
        "import time; start = time.perf_counter(); "
        f"import {module}; print(time.perf_counter() - start)"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    return float(done.stdout)


def measure() -> list[Claim]:
    """Ours beside each peer."""
    modules = (OURS, *PEERS)
    for module in modules:
        import_s(module)  # from disk into memory, and compiled to bytecode
    rounds = [{module: import_s(module) for module in modules} for _ in range(N_PROCESSES)]
    median = {module: statistics.median(times[module] for times in rounds) for module in modules}
    return [
        Claim(
            name=f"import {OURS}",
            value=median[OURS],
            unit="s",
            budget=BUDGET_S,
            peer=median[peer],
            peer_name=f"import {peer}",
        )
        for peer in PEERS
    ]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
