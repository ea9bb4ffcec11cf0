"""Draw docs/explain/how-real.png from the numbers in how-real.json: AUC and Z at every level.

python tools/draw_levels.py
"""

import json
from pathlib import Path
from typing import Any

from matplotlib import pyplot as plt

from fivesigma.plots.notebook import use_house_style
from fivesigma.plots.palette import BLUE, RED

DOCS = Path(__file__).resolve().parents[1] / "docs" / "explain"
LEVELS = ("TRUTH", "RESOLUTION", "DETECTOR")
PANELS = (("auc", "AUC on unseen events"), ("asimov_z", "Asimov Z, ten regions"))


def draw(judged: dict[str, Any], target: Path) -> None:
    """One panel a number, one line a signal; `judged` as in how-real.json."""
    use_house_style()
    figure, panels = plt.subplots(1, len(PANELS), figsize=(8.6, 3.4))
    for axes, (name, title) in zip(panels, PANELS, strict=True):
        for ink, (signal, levels) in zip((RED, BLUE), judged.items(), strict=True):
            axes.errorbar(
                [level.lower() for level in LEVELS],
                [levels[level][name]["value"] for level in LEVELS],
                yerr=[levels[level][name]["uncertainty"] for level in LEVELS],
                color=ink.colour,
                linestyle=ink.line,
                marker=ink.marker,
                label=signal,
            )
        axes.set(ylabel=title, xmargin=0.15)
    panels[0].legend()
    figure.suptitle("Simulated by this project, 10 fb⁻¹; the same collisions at every level")
    figure.savefig(target, dpi=130)
    plt.close(figure)


def main() -> None:
    """Draw from the numbers as they are."""
    judged = json.loads((DOCS / "how-real.json").read_text(encoding="utf-8"))["judged"]
    draw(judged, DOCS / "how-real.png")


if __name__ == "__main__":
    main()
