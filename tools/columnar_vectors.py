"""The file of events that Python writes and the page reads; part of make_vectors.py."""

import base64
from typing import Any

import numpy as np

from fivesigma.core.level import Level
from fivesigma.data.columnar import encode_columnar
from fivesigma.data.table import EventTable

Vectors = dict[str, Any]


def columnar_vectors() -> Vectors:
    """A file of five events as base64, and the columns it holds; not sorted, as a table may be."""
    columns = {"met": [80.5, 1e-3, -0.0, 250.0, 3.4e38], "n_bjets": [0.0, 1.0, 1.0, 0.0, 2.0]}
    process, truth_id = (
        np.array([1, 0, 1, 0, 1], np.uint8),
        np.array([7, 300, 70_000, 0, 2**32 - 1]),
    )
    table = EventTable(
        dataset="five-events",
        processes=("ZZ", "DM_200"),
        process=process,
        label=(process == 1).astype(np.int8),
        weight=np.array([0.1, -0.2, 0.3, 0.4, 0.5]),
        fold=np.array([0, 9, 3, 4, 5], np.uint8),
        features={name: np.array(values, np.float32) for name, values in columns.items()},
        truth_id=truth_id,
        provenance={"source": "made by hand, to test the file: µ"},
    )
    order = np.argsort(process, kind="stable")
    return {
        "base64": base64.b64encode(encode_columnar(table, level=Level.TRUTH)).decode("ascii"),
        "dataset": table.dataset,
        "processes": table.processes,
        "process": process[order].tolist(),
        "fold": table.fold[order].tolist(),
        "truth_id": truth_id[order].tolist(),
        "weight": table.weight[order].astype(np.float32).astype(np.float64).tolist(),
        "features": {
            name: values[order].astype(np.float64).tolist()
            for name, values in table.features.items()
        },
    }
