"""What the slider "How real?" shows, made again with the Python package from the same level."""

from dataclasses import dataclass

import fivesigma as fs
from fivesigma.core.level import Level
from fivesigma.core.measured import Measured
from fivesigma.data.levels import embedded_levels
from fivesigma.data.table import EventTable
from fivesigma.inference.significance import signal_over_root_background
from fivesigma.inference.yields import Yield, yield_of
from fivesigma.workflow.region import Region, region_above, region_of, suggested_threshold

SIGNAL = "DM_200"
BACKGROUNDS = ("ZZ", "WZ", "Z+jets", "Non-resonant_ll")
INPUTS = ("mll", "met", "delta_r_ll")
EPOCHS = 6
UNCERTAINTY = 0.1
PLAN = (
    f"data=simulated-dm&signal={SIGNAL}&inputs={','.join(INPUTS)}"
    f"&layers=4&rate=0.01&seed=3&epochs={EPOCHS}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AtLevel:
    """All numbers with an uncertainty that the page shows of a level, in its order."""

    counted: tuple[Measured, ...]
    judged: tuple[Measured, ...]
    threshold: float


def at_level(level: Level) -> AtLevel:
    """The network of PLAN, trained and judged on this level."""
    hunted = fs.select(embedded_levels()[level], signal=SIGNAL, cuts=[])
    every = region_of(hunted)
    divided = fs.split(fs.features(hunted, list(INPUTS)), "hash")
    parameters = {"layers": (4,), "activation": "tanh", "learning_rate": 0.01, "epochs": EPOCHS}
    trained = fs.train(
        divided, model="network", seed=3, weighting="balanced", parameters=parameters
    )
    threshold = suggested_threshold(trained, background_uncertainty=UNCERTAINTY)
    above = region_above(trained, threshold)
    return AtLevel(
        counted=(
            *_yields(every),
            *(_measured(_process(hunted, name)) for name in BACKGROUNDS),
            signal_over_root_background(every.signal, every.background),
            every.significance(UNCERTAINTY),
        ),
        judged=(
            fs.evaluate(trained).evaluation.auc_weighted,
            *_yields(above),
            above.significance(UNCERTAINTY),
        ),
        threshold=threshold,
    )


def _process(table: EventTable, name: str) -> Yield:
    return yield_of(table.weight[table.process == table.processes.index(name)])


def _yields(region: Region) -> tuple[Measured, Measured]:
    return _measured(region.signal), _measured(region.background)


def _measured(found: Yield) -> Measured:
    return Measured(value=found.sum, uncertainty=found.error)
