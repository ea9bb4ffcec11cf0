"""Claim: 100 boosted trees on 14,000 events in the page take < 1 s, and are scikit-learn's equals.

    python benchmarks/page_trees.py [--json]

Trees of depth 3 and 4 on the same events of 9 features, judged on 14,000 others. The page bins the
events, grows every tree, and after each computes both losses and the scores of all 28,000 events;
scikit-learn only trains. CPU seconds on one core, so that a busy machine does not decide; Node runs
the engine of Chromium. The page takes 64 bins, scikit-learn its 255.
"""

import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from threadpoolctl import threadpool_limits

from claims import Claim, report
from fivesigma.data.table import EventTable
from in_node import made_up_table, run_in_node

N_EVENTS, N_FEATURES, N_TREES, N_ROUNDS = 14_000, 9, 100, 5
BUDGET_S, WORST_DIFFERENCE = 1.0, 0.01


def two_halves() -> EventTable:
    """Events to learn from in fold 0, to judge in fold 1; in the order that the page reads."""
    table = made_up_table(2 * N_EVENTS, N_FEATURES, n_processes=2)
    order = np.argsort(table.process, kind="stable")
    return replace(
        table,
        process=table.process[order],
        label=table.label[order],
        weight=table.weight[order],
        features={name: values[order] for name, values in table.features.items()},
        fold=(np.arange(2 * N_EVENTS) % 2).astype(np.uint8),
    )


def peer(table: EventTable, depth: int) -> tuple[float, float]:
    """CPU seconds of scikit-learn's training, and its AUC on the other half."""
    X = np.column_stack(list(table.features.values())).astype(np.float64)
    seen, unseen = table.fold == 0, table.fold == 1
    model = HistGradientBoostingClassifier(
        max_iter=N_TREES, max_depth=depth, max_leaf_nodes=None, early_stopping=False
    )
    times = []
    for _ in range(N_ROUNDS):
        start = time.process_time()
        model.fit(X[seen], table.label[seen])
        times.append(time.process_time() - start)
    score = model.decision_function(X[unseen])
    return float(np.median(times)), float(roc_auc_score(table.label[unseen], score))


def claims_of(table: EventTable, depth: int, folder: Path) -> list[Claim]:
    """Time and quality of one depth."""
    changes = json.dumps({"maxDepth": depth})
    ours: Any = run_in_node(
        "page_trees.mjs",
        ["columnar", "treeTraining"],
        table,
        folder,
        *(changes, str(N_TREES), str(N_ROUNDS)),
    )
    with threadpool_limits(1):
        peer_s, peer_auc = peer(table, depth)
    unseen = table.fold == 1
    auc = float(roc_auc_score(table.label[unseen], np.array(ours["scores"])[unseen]))
    what = f"{N_TREES} trees of depth {depth}"
    times = (("median", ours["seconds"]), ("the slowest", ours["slowest_seconds"]))
    return [
        *(
            Claim(
                name=f"{what}, {which} of {N_ROUNDS}",
                value=seconds,
                unit="s",
                budget=BUDGET_S,
                peer=peer_s,
                peer_name="scikit-learn",
            )
            for which, seconds in times
        ),
        Claim(
            name=f"{what}: AUC on unseen events ({auc:.4f}) below scikit-learn's ({peer_auc:.4f})",
            value=peer_auc - auc,
            unit="",
            budget=WORST_DIFFERENCE,
        ),
    ]


def measure() -> list[Claim]:
    """Depth 3, then 4."""
    table = two_halves()
    with tempfile.TemporaryDirectory() as folder:
        return [claim for depth in (3, 4) for claim in claims_of(table, depth, Path(folder))]


if __name__ == "__main__":
    report(__doc__.splitlines()[0], measure())
