"""Measure how well the embedded dataset agrees with the ATLAS set, and write it into its card.

    python tools/compare_embedded.py --mirror <folder with the ATLAS files>

Writes docs/explain/embedded-agreement.json, one picture for each process, and the tables between
the markers of docs/explain/embedded-data.md. Needs the groups `plots` and `test` (scikit-learn).
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable, embedded_table
from fivesigma.inference.yields import weighted_histogram
from fivesigma.learning.judging.overtraining import kolmogorov_smirnov
from fivesigma.physics.features import FEATURES, Feature
from fivesigma.plots.agreement import ShapeComparison, draw_agreement
from fivesigma.workflow.datasets import table_from_files
from transfer_test import Judgement, judge, sample_of, scores_out_of_fold, scores_trained_elsewhere

FloatArray = npt.NDArray[np.float64]
Distances = dict[str, dict[str, float]]

DOCS = Path(__file__).resolve().parent.parent / "docs/explain"
CARD, RECORD = DOCS / "embedded-data.md", DOCS / "embedded-agreement.json"
BEGIN, END = "<!-- {}: made by tools/compare_embedded.py -->", "<!-- end of {} -->"


def reference_table(mirror: Path) -> EventTable:
    """The ATLAS set, read from a folder."""
    dataset = load_catalogue().dataset("atlas-dm")
    files = [process.file for process in dataset.processes if process.file is not None]
    return table_from_files(dataset, [mirror / file.name for file in files])


def column_of(table: EventTable, process: str, feature: str) -> tuple[FloatArray, FloatArray]:
    """Values and weights of one feature of one process, `(n_rows,)` each."""
    of_process = table.process == table.processes.index(process)
    return table.features[feature][of_process].astype(np.float64), table.weight[of_process]


def measure(ours: EventTable, reference: EventTable) -> tuple[Distances, Distances]:
    """Weighted Kolmogorov-Smirnov distance and its probability, by process and feature."""
    distances: Distances = {process: {} for process in ours.processes}
    probabilities: Distances = {process: {} for process in ours.processes}
    for process in ours.processes:
        for feature in FEATURES:
            distance, probability = kolmogorov_smirnov(
                column_of(ours, process, feature.name),
                column_of(reference, process, feature.name),
            )
            distances[process][feature.name] = round(distance, 4)
            probabilities[process][feature.name] = float(f"{probability:.2g}")
    return distances, probabilities


def shape_of(column: tuple[FloatArray, FloatArray], feature: Feature) -> tuple[FloatArray, ...]:
    """Edges, shares of the events and their errors, binned as in FEATURES."""
    histogram = weighted_histogram(
        *column, low=feature.low, high=feature.high, n_bins=feature.n_bins
    )
    total = column[1].sum()
    return histogram.edges, histogram.sum / total, np.sqrt(histogram.sum_squares) / total


def draw_process(
    ours: EventTable, reference: EventTable, process: str, distances: Distances
) -> Path:
    """Save the picture of one process and return where."""
    shapes = []
    for feature in FEATURES:
        edges, our_share, our_error = shape_of(column_of(ours, process, feature.name), feature)
        _, share, error = shape_of(column_of(reference, process, feature.name), feature)
        unit = f" [{feature.unit}]" if feature.unit else ""
        shapes.append(
            ShapeComparison(
                axis_label=feature.symbol + unit,
                edges=edges,
                ours=our_share,
                ours_error=our_error,
                reference=share,
                reference_error=error,
                distance=distances[process][feature.name],
            )
        )
    figure = draw_agreement(
        shapes,
        title=f"{process}: share of the expected events per bin",
        ours_label="our simulation (Pythia 8 and a parametric detector)",
        reference_label="ATLAS simulation (record atlas-93942)",
    )
    path = DOCS / f"embedded-{process.lower().replace('+', '-')}.png"
    figure.savefig(path, metadata={"Software": None}, pil_kwargs={"optimize": True})
    return path


def transfer(ours: EventTable, reference: EventTable, signal: str) -> dict[str, Judgement]:
    """Judgements on the ATLAS set of a model trained there and of one trained on ours."""
    test, training = sample_of(reference, signal), sample_of(ours, signal)
    return {
        "ATLAS set (out of fold)": judge(scores_out_of_fold(test), test),
        "our simulation": judge(scores_trained_elsewhere(training, test), test),
    }


def distance_table(distances: Distances) -> str:
    """Markdown: a row for each feature, a column for each process."""
    processes = list(distances)
    lines = [f"| feature | {' | '.join(processes)} |", "|---" + "|--:" * len(processes) + "|"]
    for feature in FEATURES:
        cells = " | ".join(f"{distances[process][feature.name]:.3f}" for process in processes)
        lines.append(f"| `{feature.name}` | {cells} |")
    return "\n".join(lines)


def transfer_table(results: dict[str, dict[str, Judgement]]) -> str:
    """Markdown: a row for each signal and training set."""
    lines = ["| signal | trained on | weighted AUC | Asimov Z |", "|---|---|--:|--:|"]
    lines += [
        f"| {signal} | {where} | {j.auc:.3f} ± {j.auc_uncertainty:.3f} "
        f"| {j.asimov_z:.2f} ± {j.asimov_z_uncertainty:.2f} |"
        for signal, judgements in results.items()
        for where, j in judgements.items()
    ]
    return "\n".join(lines)


def contents_table(ours: EventTable) -> str:
    """Markdown: what the file holds, a row for each process."""
    facts = ours.provenance
    factors = json.loads(facts["normalisation_factors"])
    lines = [
        (
            f"{ours.n_events:,} rows from {int(facts['generated_events']):,} generated collisions; "
            f"seed of the detector {facts['detector_seed']}."
        ),
        "",
        "| process | rows | effective events | expected events | factor on our yield |",
        "|---|--:|--:|--:|--:|",
    ]
    for code, name in enumerate(ours.processes):
        weight = ours.weight[ours.process == code]
        n_effective = weight.sum() ** 2 / (weight**2).sum()
        lines.append(
            f"| `{name}` | {len(weight):,} | {n_effective:,.0f} | {weight.sum():.2f} "
            f"| {factors[name]:.3g} |"
        )
    return "\n".join(lines)


def with_section(text: str, name: str, content: str) -> str:
    """The text with what stands between the markers of a section replaced."""
    begin, end = BEGIN.format(name), END.format(name)
    before, _, rest = text.partition(begin)
    _, found, after = rest.partition(end)
    if not found:
        msg = f"{CARD} has no section between {begin!r} and {end!r}: put the markers back"
        raise SystemExit(msg)
    return f"{before}{begin}\n\n{content}\n\n{end}{after}"


def main() -> None:
    """Measure, draw, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirror", type=Path, required=True, help="folder of the ATLAS files")
    ours, reference = embedded_table(), reference_table(parser.parse_args().mirror)
    distances, probabilities = measure(ours, reference)
    results = {signal: transfer(ours, reference, signal) for signal in ("DM_200", "DM_300")}
    record = {
        "weighted_ks_distance": distances,
        "probability": probabilities,
        "transfer": {s: {w: asdict(j) for w, j in each.items()} for s, each in results.items()},
    }
    RECORD.write_text(json.dumps(record, indent=1) + "\n")
    for process in ours.processes:
        path = draw_process(ours, reference, process, distances)
        print(f"{path.name}: {path.stat().st_size / 1000:.0f} kB")
    card = with_section(CARD.read_text(), "contents", contents_table(ours))
    card = with_section(card, "agreement", distance_table(distances))
    CARD.write_text(with_section(card, "transfer", transfer_table(results)))
    print(distance_table(distances), transfer_table(results), sep="\n\n")


if __name__ == "__main__":
    main()
