"""A claim as a record, and how a benchmark reports it: what all of them share."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One number beside its budget and, where one was measured, beside a peer's.

    `peer` in the same unit; `ratio` is ours / peer. A claim without budget is for information.
    """

    name: str
    value: float
    unit: str
    budget: float | None = None
    peer: float | None = None
    peer_name: str = ""

    @property
    def holds(self) -> bool:
        """Within the budget, or without one."""
        return self.budget is None or self.value <= self.budget

    @property
    def ratio(self) -> float | None:
        """Ours divided by the peer's."""
        return None if self.peer is None else self.value / self.peer


def percentile(values: Sequence[float], percent: float) -> float:
    """A percentile of measured times."""
    return float(np.percentile(values, percent))


def report(description: str, claims: Sequence[Claim]) -> None:
    """Print the claims as text, or as JSON with --json; exit 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--json", action="store_true", help="print the numbers as JSON")
    if parser.parse_args().json:
        rows = [{**asdict(c), "ratio": c.ratio, "holds": c.holds} for c in claims]
        print(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        for claim in claims:
            print(_line(claim))
    if not all(claim.holds for claim in claims):
        raise SystemExit(1)


def _line(claim: Claim) -> str:
    """Readable: "move a cut, computing, p95: 0.5 ms (budget 2 ms: kept; NumPy 12 ms: 0.04 x)"."""
    notes = []
    if claim.budget is not None:
        notes.append(f"budget {claim.budget:g} {claim.unit}: {'kept' if claim.holds else 'MISSED'}")
    if claim.ratio is not None:
        notes.append(f"{claim.peer_name} {claim.peer:.3g} {claim.unit}: {claim.ratio:.2g} x")
    return f"{claim.name}: {claim.value:.3g} {claim.unit}" + (
        f" ({'; '.join(notes)})" if notes else ""
    )
