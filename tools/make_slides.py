"""Make the slides: every number and figure computed, then HTML and PDF.

    python tools/make_slides.py FOLDER

The events are those of the ATLAS set, from the cache, from FIVESIGMA_MIRROR or from the CERN open
data portal. Marp comes from npm; the PDF, with the speaker notes in it, needs Chromium
(FIVESIGMA_CHROMIUM).
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from matplotlib import pyplot as plt
from matplotlib.figure import Figure

import frontend
import make_figures
import slide_figures
from fivesigma.core.measured import Measured
from fivesigma.core.settings import Settings
from fivesigma.data.catalogue import load_catalogue
from fivesigma.data.table import EventTable
from fivesigma.inference.single_cut import best_single_cut
from fivesigma.inference.yields import yield_of
from fivesigma.learning.split import TRAIN_FOLDS, in_folds
from fivesigma.learning.weights import balanced_weights
from fivesigma.plots.menu import plot
from fivesigma.plots.notebook import use_house_style
from fivesigma.workflow import story
from fivesigma.workflow.records import InferenceResult, SplitEvents, TrainedEvents

SLIDES = Path(__file__).resolve().parents[1] / "slides"
PLACE = re.compile(r"\{\{(\w+)\}\}")
SEED = 1


def filled(text: str, values: Mapping[str, str]) -> str:
    """The text with every `{{name}}` replaced. KeyError names one that is unknown."""
    return PLACE.sub(lambda match: values[match[1]], text)


def process_rows(table: EventTable) -> str:
    """One line of a Markdown table for each process, signal first."""
    lines = []
    for code in sorted(range(len(table.processes)), key=lambda c: -_label(table, c)):
        weight = table.weight[table.process == code]
        counted = yield_of(weight)
        name = table.processes[code]
        bold = f"**{name}**" if _label(table, code) == 1 else name
        negative, effective = 100 * np.mean(weight < 0), counted.sum**2 / counted.sum_squares
        expected = f"{counted.sum:.1f} ± {counted.sum_squares**0.5:.1f}"
        lines.append(
            f"| {bold} | {len(weight):,} | {expected} | {negative:.1f} % | {effective:,.0f} |"
        )
    return "\n".join(lines)


def _label(table: EventTable, code: int) -> int:
    return int(table.label[table.process == code][0])


def sigmas(inferred: InferenceResult, name: str) -> dict[str, str]:
    """The significance of a model with both uncertainties."""
    counting = inferred.counting
    return {f"z_{name}": str(counting.z_asimov), f"z_{name}_10": str(counting.z_with_uncertainty)}


def numbers(selected: EventTable, trained: Mapping[str, TrainedEvents]) -> dict[str, str]:
    """Every number of the slides by its name."""
    facts = load_catalogue().dataset(selected.dataset)
    signal, background = (yield_of(selected.weight[selected.label == k]) for k in (1, 0))
    n_rows, n_signal = len(selected.weight), int((selected.label == 1).sum())
    rows_share = 100 * (1 - n_signal / n_rows)
    inferred = {name: story.infer(one, background_uncertainty=0.1) for name, one in trained.items()}
    counting = inferred["trees"].counting
    values = {
        "process_table": process_rows(selected),
        "n_rows": f"{n_rows:,}",
        "n_expected": f"{signal.sum + background.sum:.0f}",
        "luminosity": f"{facts.luminosity_ifb:g}",
        "energy": f"{facts.sqrt_s_tev:g}",
        "s_none": _measured(signal.sum, signal.sum_squares),
        "b_none": _measured(background.sum, background.sum_squares),
        "sob_none": f"{signal.sum / background.sum**0.5:.2f}",
        "z_none": str(counting.z_cut_and_count),
        "z_none_10": str(counting.z_cut_and_count_with_uncertainty),
        "rows_s": f"{n_signal:,}",
        "rows_b": f"{n_rows - n_signal:,}",
        "share_b": f"{rows_share:.1f}",
        "accuracy_lazy": f"{rows_share:.1f}",
        **_cuts(trained["trees"]),
    }
    for name, result in inferred.items():
        values |= sigmas(result, name)
        auc = story.evaluate(trained[name]).evaluation.auc_weighted
        values[f"auc_{name}"] = auc.rounded(3)
    return values


def _measured(total: float, squares: float) -> str:
    return Measured(value=total, uncertainty=squares**0.5).rounded(1)


def _cuts(trained: TrainedEvents) -> dict[str, str]:
    """The best single cut, chosen on other parts than it is judged on."""
    table = trained.events
    part = table.fold.astype(np.int64) % 5
    features = {name: table.features[name].astype(np.float64) for name in table.features}
    return {
        key: str(
            best_single_cut(features, table.label, table.weight, part, relative_uncertainty=known).z
        )
        for key, known in (("z_cut", 0.0), ("z_cut_10", 0.1))
    }


def two_inputs(split: SplitEvents) -> slide_figures.Training:
    """The training events in two inputs, scaled, balanced."""
    table, names = split.events, ("met_over_ht", "delta_r_ll")
    train = in_folds(table.fold, TRAIN_FOLDS)
    X = np.stack([table.features[name][train] for name in names], axis=1).astype(np.float64)
    y = table.label[train]
    return slide_figures.Training(
        names=names,
        X=(X - X.mean(axis=0)) / X.std(axis=0),
        y=y.astype(np.float64),
        weight=balanced_weights(table.weight[train], y),
    )


def figures(
    events: EventTable, split: SplitEvents, trained: Mapping[str, TrainedEvents]
) -> dict[str, Figure]:
    """Every figure of the slides by its name."""
    table, rng = split.events, np.random.default_rng(SEED)
    trees, network = trained["trees"], trained["network"]
    judged = [story.evaluate(one) for one in (trees, network)]
    named = ("lead_lep_pt", "met_over_ht")
    tree = story.train(make_figures.prepared(events, make_figures.SIGNAL, named), model="tree")
    signal, background = (table.weight[table.label == k].sum() for k in (1, 0))
    training = two_inputs(split)
    return {
        "collision": _one_collision(table),
        "stack": plot("stack", split, **make_figures.stack_options(table)),
        "poisson": slide_figures.poisson(100.0, 1000, rng),
        "uncertainty": slide_figures.uncertainty(float(signal), float(background)),
        "ring": slide_figures.ring(rng),
        "tree": plot("surface", tree),
        "trees": plot("trees", trees),
        "landscape": slide_figures.landscape(training),
        "learning-rate": slide_figures.learning_rate(training),
        "loss": plot("loss", network),
        "scores": plot("scores", judged[0]),
        "roc": plot("roc", *judged),
        "calibration": plot("calibration", *judged),
        "significance": plot(
            "significance",
            story.infer(trees, background_uncertainty=0.0),
            story.infer(trees, background_uncertainty=0.1),
        ),
        "importance": plot("importance", network),
        "limit": plot("limit", *make_figures.limits(events), masses=make_figures.MASSES),
    }


def _one_collision(table: EventTable) -> Figure:
    """The signal event whose missing momentum is in the middle of all."""
    of_signal = np.flatnonzero(table.label == 1)
    met = table.features["met"][of_signal]
    i = of_signal[np.argsort(met)[len(met) // 2]]
    value = {name: float(column[i]) for name, column in table.features.items()}
    return slide_figures.collision(
        (value["lead_lep_pt"], value["sublead_lep_pt"]),
        value["delta_r_ll"],
        value["met"],
        value["delta_phi_ll_met"],
    )


def run_marp(source: Path, target: Path, work: Path) -> None:
    """Markdown with its pictures as HTML, and as PDF with the speaker notes."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(SLIDES / name, work / name)
    frontend.install(work)
    marp = [str(work / "node_modules" / ".bin" / "marp"), str(source), "--no-stdin"]
    marp += ["--theme", str(SLIDES / "theme.css")]
    subprocess.run([*marp, "-o", str(target / "slides.html")], check=True)
    chromium = os.environ.get("FIVESIGMA_CHROMIUM")
    path = {"CHROME_PATH": chromium} if chromium else {}
    environment = os.environ | {"CHROME_NO_SANDBOX": "1"} | path
    pdf = [*marp, "--allow-local-files", "--pdf-notes", "-o", str(target / "slides.pdf")]
    subprocess.run(pdf, check=True, env=environment)


def main(arguments: list[str]) -> int:
    """Exit status: 0, 1 where a step failed, 2 for a wrong call."""
    if len(arguments) != 1:
        print("usage: python tools/make_slides.py FOLDER", file=sys.stderr)
        return 2
    target = Path(arguments[0])
    events = story.load(make_figures.DATASET, Settings.from_environment(os.environ))
    split = make_figures.prepared(events, make_figures.SIGNAL)
    trained = {name: story.train(split, model=name, seed=SEED) for name in ("trees", "network")}
    use_house_style()
    (target / "figures").mkdir(parents=True, exist_ok=True)
    for name, figure in figures(events, split, trained).items():
        figure.savefig(target / "figures" / f"{name}.svg")
        plt.close(figure)
    text = (SLIDES / "slides.md").read_text(encoding="utf-8")
    source = target / "slides.md"
    source.write_text(filled(text, numbers(split.events, trained)), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        try:
            run_marp(source, target, Path(folder))
        except (subprocess.CalledProcessError, frontend.FrontendError) as error:
            print(f"Error: {error}", file=sys.stderr)
            return 1
    print(f"{target / 'slides.html'}, {target / 'slides.pdf'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
