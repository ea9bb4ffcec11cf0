"""Measure what each level of realism does, and write it into docs/explain/how-real.md.

    python tools/measure_levels.py

Needs only what ships with the package, and the groups `plots` and `test`. Boosted trees, folds by
collision; every number with the uncertainty of the simulated events.
"""

import argparse
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from fivesigma.core.level import Level
from fivesigma.core.measured import Measured
from fivesigma.data.known_answer import ALL_BACKGROUNDS
from fivesigma.data.levels import embedded_levels
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import signal_over_root_background
from fivesigma.inference.yields import Yield, yield_of
from fivesigma.simulation.levels import settings_at
from fivesigma.simulation.variations import NORMALISATION_VARIATIONS, detector_variations
from fivesigma.workflow.shifts import (
    Shift,
    detector_shifts,
    normalisation_shifts,
    total_shift,
)
from fivesigma.workflow.truth_record import TruthRecord, embedded_truth, expected_rows
from transfer_test import FloatArray, Sample, judge, regions_of, sample_of, scores_out_of_fold

DOCS = Path(__file__).resolve().parent.parent / "docs/explain"
CARD, RECORD = DOCS / "how-real.md", DOCS / "how-real.json"
BEGIN, END = "<!-- {}: made by tools/measure_levels.py -->", "<!-- end of {} -->"
SIGNALS = ("DM_200", "DM_300")


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How well boosted trees do at a level; `combined`: s/√b of the regions, in quadrature."""

    auc: Measured
    asimov_z: Measured
    counted: Measured
    combined: Measured


def yields(table: EventTable) -> dict[str, Measured]:
    """Expected events of each process and of all backgrounds."""
    groups = {name: table.process == code for code, name in enumerate(table.processes)}
    groups[ALL_BACKGROUNDS] = table.label == 0
    return {name: _measured(yield_of(table.weight[rows])) for name, rows in groups.items()}


def _measured(found: Yield) -> Measured:
    return Measured(value=found.sum, uncertainty=math.sqrt(found.sum_squares))


def judged(table: EventTable, signal: str) -> Judged:
    """Trees on one signal against all backgrounds, each event scored by trees that never saw it."""
    sample = sample_of(table, signal)
    scores = scores_out_of_fold(sample)
    judgement = judge(scores, sample)
    is_signal = sample.label == 1
    return Judged(
        auc=Measured(value=judgement.auc, uncertainty=judgement.auc_uncertainty),
        asimov_z=Measured(value=judgement.asimov_z, uncertainty=judgement.asimov_z_uncertainty),
        counted=signal_over_root_background(
            yield_of(sample.weight[is_signal]), yield_of(sample.weight[~is_signal])
        ),
        combined=_combined(scores, sample),
    )


def _combined(scores: FloatArray, sample: Sample) -> Measured:
    """√Σ s²/b over the regions."""
    parts = [
        signal_over_root_background(signal, background)
        for signal, background in regions_of(scores, sample)
    ]
    total = math.sqrt(sum(part.value**2 for part in parts))
    spread = math.sqrt(sum((part.value * part.uncertainty) ** 2 for part in parts)) / total
    return Measured(value=total, uncertainty=spread)


def yields_table(found: dict[Level, dict[str, Measured]]) -> str:
    """Markdown: a row for each process, a column for each level."""
    lines = ["| expected events | truth | resolution | detector |", "|---|--:|--:|--:|"]
    for process in found[Level.DETECTOR]:
        cells = " | ".join(_short(found[level][process]) for level in Level)
        name = "**all backgrounds**" if process == ALL_BACKGROUNDS else f"`{process}`"
        lines.append(f"| {name} | {cells} |")
    return "\n".join(lines)


def _short(number: Measured) -> str:
    return number.rounded(1)


def judged_table(found: dict[str, dict[Level, Judged]]) -> str:
    """Markdown: a row for each signal and number, a column for each level."""
    rows = (
        ("AUC", "auc", 3),
        ("s/√b, counting all", "counted", 2),
        ("s/√b, ten regions", "combined", 2),
        ("Asimov Z, ten regions", "asimov_z", 2),
    )
    lines = ["| signal | | truth | resolution | detector |", "|---|---|--:|--:|--:|"]
    for signal, levels in found.items():
        for title, name, digits in rows:
            cells = " | ".join(getattr(levels[level], name).rounded(digits) for level in Level)
            lines.append(f"| `{signal}` | {title} | {cells} |")
    return "\n".join(lines)


def shifts_table(shifts: tuple[Shift, ...], processes: tuple[str, ...]) -> str:
    """Markdown: a row for each variation, a column for each process; up, then down, in percent."""
    names = (*processes, ALL_BACKGROUNDS)
    lines = [
        "| variation | " + " | ".join(f"`{n}`" for n in processes) + " | **all backgrounds** |",
        "|---" + "|--:" * len(names) + "|",
    ]
    for variation in detector_variations():
        found = {s.process: s for s in shifts if s.variation == variation.name}
        cells = " | ".join(_percent(found[name]) for name in names)
        lines.append(f"| {variation.title}, ±{100 * variation.size:g} % | {cells} |")
    totals = [total_shift(shifts, name) for name in names]
    cells = " | ".join(f"**{_scaled(total).rounded(1)}**" for total in totals)
    return "\n".join([*lines, f"| **in quadrature** | {cells} |"])


def _percent(shift: Shift) -> str:
    up, down = _scaled(shift.up), _scaled(shift.down)
    return f"{up.value:+.1f} / {down.value:+.1f} (± {max(up.uncertainty, down.uncertainty):.1f})"


def _scaled(relative: Measured) -> Measured:
    return Measured(value=100 * relative.value, uncertainty=100 * relative.uncertainty)


def normalisation_table(shifts: tuple[Shift, ...]) -> str:
    """Markdown: a row for each yield that is uncertain."""
    lines = ["| yield | of that process | of all backgrounds |", "|---|--:|--:|"]
    for variation, shift in zip(NORMALISATION_VARIATIONS, shifts, strict=True):
        size = f"±{100 * variation.size:g} %"
        lines.append(f"| {variation.title} | {size} | {_scaled(shift.size).rounded(1)} % |")
    total = _scaled(total_shift(shifts)).rounded(1)
    return "\n".join([*lines, f"| **in quadrature** | | **{total} %** |"])


def closure_table(record: TruthRecord, tables: dict[Level, dict[str, Measured]]) -> str:
    """Markdown: yields of the record at each level beside those of the tables."""
    lines = ["| process | truth | resolution | detector |", "|---|--:|--:|--:|"]
    rows = {level: expected_rows(record, settings_at(level)) for level in Level}
    for code, name in enumerate(record.processes):
        cells = [
            f"{_short(_measured(yield_of(rows[level][record.process == code])))} "
            f"({tables[level][name].value:.1f})"
            for level in Level
        ]
        lines.append(f"| `{name}` | {' | '.join(cells)} |")
    return "\n".join(lines)


def coverage_table(record: TruthRecord) -> str:
    """Markdown: what the record can show of the yield with a detector that did not choose it."""
    covered: dict[str, float] = json.loads(record.provenance["covered_in_between"])
    names = " | ".join(f"`{name}`" for name in covered)
    cells = " | ".join(f"{100 * share:.1f} %" for share in covered.values())
    return f"| {names} |\n{'|--:' * len(covered)}|\n| {cells} |"


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
    """Measure and write."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    tables, record = embedded_levels(), embedded_truth()
    found = {level: yields(table) for level, table in tables.items()}
    judgements = {
        signal: {level: judged(table, signal) for level, table in tables.items()}
        for signal in SIGNALS
    }
    detector = detector_shifts(record, detector_variations())
    normalisation = normalisation_shifts(record)
    sections = {
        "yields": yields_table(found),
        "judged": judged_table(judgements),
        "shifts": shifts_table(detector, record.processes),
        "normalisation": normalisation_table(normalisation),
        "closure": closure_table(record, found),
        "coverage": coverage_table(record),
    }
    card = CARD.read_text()
    for name, content in sections.items():
        card = with_section(card, name, content)
        print(content, end="\n\n")
    CARD.write_text(card)
    numbers = {
        "yields": {
            level.name: {p: asdict(n) for p, n in of.items()} for level, of in found.items()
        },
        "judged": {
            signal: {level.name: asdict(j) for level, j in levels.items()}
            for signal, levels in judgements.items()
        },
        "total_on_background": {
            "detector": asdict(total_shift(detector)),
            "normalisation": asdict(total_shift(normalisation)),
        },
    }
    RECORD.write_text(json.dumps(numbers, indent=1) + "\n")


if __name__ == "__main__":
    main()
