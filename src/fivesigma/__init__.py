"""Hunt a rare signal in LHC collisions, and learn machine learning on the way.

The story has nine steps; each is a room or a file of this package:

1. catalogue  `fivesigma.data.catalogue`: what data exist, where, under which licence
2. fetch      `fivesigma.data.fetch`: download once, verify, keep
3. read       `fivesigma.data.read`: CSV to columns in house units (GeV, rad)
4. select     `fivesigma.physics.selection`: which collisions to look at
5. features   `fivesigma.physics.features`: what is computed from a collision
6. split      `fivesigma.learning.split`: a stored fold, an event never changes side
7. train      `fivesigma.learning.train`: many models, or a neural network one can read
8. evaluate   `fivesigma.learning.evaluate`: weighted ROC and AUC with uncertainties
9. infer      `fivesigma.inference.significance`: how many sigma, and how sure

In Python, one function a step, after `import fivesigma as fs`:

    events = fs.load("atlas-dm")
    selected = fs.select(events, signal="DM_200", cuts=["sum_lep_charge == 0"])
    table = fs.features(selected)
    split = fs.split(table, "k-fold", n_folds=5, seed=1)
    trained = fs.train(split, model="trees", seed=1)
    evaluation = fs.evaluate(trained)
    inference = fs.infer(trained, background_uncertainty=0.1)
    fs.plot("roc", evaluation).savefig("roc.pdf")

`fivesigma` on the command line opens all of it in a browser; `fivesigma run` does it in one go.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Final

from fivesigma.core.version import __version__

if TYPE_CHECKING:
    from fivesigma.plots.menu import plot
    from fivesigma.workflow.files import read, save
    from fivesigma.workflow.story import (
        evaluate,
        features,
        infer,
        load,
        select,
        split,
        train,
    )

_HOMES: Final = {
    "load": "fivesigma.workflow.story",
    "select": "fivesigma.workflow.story",
    "features": "fivesigma.workflow.story",
    "split": "fivesigma.workflow.story",
    "train": "fivesigma.workflow.story",
    "evaluate": "fivesigma.workflow.story",
    "infer": "fivesigma.workflow.story",
    "plot": "fivesigma.plots.menu",
    "save": "fivesigma.workflow.files",
    "read": "fivesigma.workflow.files",
}

STORY: Final = tuple(_HOMES)
"""The functions of `import fivesigma as fs`, in story order."""

__all__ = [
    "STORY",
    "__version__",
    "evaluate",
    "features",
    "infer",
    "load",
    "plot",
    "read",
    "save",
    "select",
    "split",
    "train",
]


if not TYPE_CHECKING:  # else a wrong name would pass for any object

    def __getattr__(name: str) -> object:
        """The step of this name, whose module is imported when it is first asked for (PEP 562)."""
        if name not in _HOMES:
            msg = f"module 'fivesigma' has no attribute {name!r}; it has {', '.join(__all__)}"
            raise AttributeError(msg)
        return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
