"""Pythia 8 to truth: generate collisions, keep what a detector needs.

Needs the extra `simulate` (Pythia, GPL-2.0-or-later: arXiv:2203.11601; FastJet: arXiv:1111.6097;
awkward). It is a separate, optional tool: its output ships with the package, it does not.
"""

from dataclasses import dataclass
from typing import Any

from fivesigma.simulation.extraction import truth_of_batch
from fivesigma.simulation.processes import COMMON_SETTINGS, GeneratedProcess
from fivesigma.simulation.truth import TruthEvents, join_truth
from fivesigma.simulation.truth_filter import pythia_hook

PB_PER_MB = 1.0e9


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorRun:
    """The events of a run and its books; `cross_section_pb` is leading order, after the filter."""

    truth: TruthEvents
    n_tried: int
    cross_section_pb: float
    cross_section_error_pb: float


def generate(
    process: GeneratedProcess, *, n_events: int, seed: int, batch_size: int = 250
) -> GeneratorRun:
    """Generate `n_events` collisions that pass the truth filter of `process`.

    The same seed, settings, Pythia version and platform give the same events. `seed` is from 1 to
    900 000 000 (Pythia's range). RuntimeError where Pythia refuses a setting: that is our bug.
    """
    hook = pythia_hook(process.truth_filter)
    pythia = _start(process, hook, seed)
    parts: list[TruthEvents] = []
    n_made = 0
    while n_made < n_events:
        batch = pythia.nextBatch(min(batch_size, n_events - n_made))
        parts.append(truth_of_batch(batch, bias_reference_pt=process.bias_reference_pt))
        n_made += len(batch)
    info = pythia.infoPython()
    truth = join_truth(parts)
    cross_section_pb = info.sigmaGen() * PB_PER_MB
    truth.cross_section_pb[:] *= cross_section_pb / truth.cross_section_pb.sum()
    return GeneratorRun(
        truth=truth,
        n_tried=hook.n_tried,
        cross_section_pb=cross_section_pb,
        cross_section_error_pb=info.sigmaErr() * PB_PER_MB,
    )


def _start(process: GeneratedProcess, hook: Any, seed: int) -> Any:
    """A Pythia ready to generate."""
    import pythia8mc

    pythia = pythia8mc.Pythia("", printBanner=False)
    pythia.setUserHooksPtr(hook)
    for line in (*COMMON_SETTINGS, f"Random:seed={seed}", *process.settings):
        if not pythia.readString(line):
            msg = f"Pythia {pythia8mc.__version__} does not know the setting {line!r}"
            raise RuntimeError(msg)
    if not pythia.init():
        msg = f"Pythia refuses to start {process.name}; its own messages say why"
        raise RuntimeError(msg)
    return pythia
