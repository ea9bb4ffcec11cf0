"""Options that commands share, and how what is written there is read."""

import json
from pathlib import Path
from typing import Any

import click

from fivesigma.core.errors import FiveSigmaError

file_argument = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
signal_option = click.option(
    "--signal", metavar="NAME", help="Process to hunt for [default: the dataset's own choice]."
)
cut_option = click.option(
    "--cut",
    "cuts",
    multiple=True,
    metavar="CUT",
    help="Keep events such as 'met > 100' or '76 < mll < 106'; may be repeated. "
    "[default: opposite-sign pairs, 'sum_lep_charge == 0', where the dataset has charges]",
)
no_cut_option = click.option("--no-cut", is_flag=True, help="Keep all events.")
feature_option = click.option(
    "--feature",
    "features",
    multiple=True,
    metavar="NAME",
    help="What a model may see; may be repeated [default: every feature that varies].",
)
scheme_option = click.option(
    "--scheme",
    default="k-fold",
    show_default=True,
    metavar="SCHEME",
    help="k-fold, hash-k-fold, hash or shuffle-split.",
)
folds_option = click.option(
    "--folds", type=int, metavar="N", help="Parts of a drawn scheme [default: 5]."
)
fraction_option = click.option(
    "--test-fraction", type=float, metavar="X", help="Of a shuffle-split [default: 0.2]."
)
seed_option = click.option(
    "--seed", type=int, default=1, show_default=True, help="Start of all random numbers."
)
model_option = click.option(
    "--model",
    default="trees",
    show_default=True,
    metavar="MODEL",
    help="A name of the menu: 'fivesigma models' lists it.",
)
weighting_option = click.option(
    "--weighting",
    default="balanced",
    show_default=True,
    metavar="NAME",
    help="Event weights in the training: balanced, absolute, signed or none.",
)
parameter_option = click.option(
    "--parameter",
    "parameters",
    multiple=True,
    metavar="NAME=VALUE",
    help="A setting of the model, such as max_depth=3; may be repeated.",
)
impute_option = click.option(
    "--impute", is_flag=True, help="Put the training events' median where a value is missing."
)
fit_option = click.option(
    "--fit", is_flag=True, help="Fit the histogram of the score, too: signal strength and limit."
)
uncertainty_option = click.option(
    "--background-uncertainty",
    type=float,
    default=0.1,
    show_default=True,
    metavar="X",
    help="How well the background is known; 0.1 is 10 %.",
)


def cuts_of(cuts: tuple[str, ...], *, no_cut: bool) -> tuple[str, ...] | None:
    """The cuts asked for; None leaves the choice to `select`."""
    if cuts and no_cut:
        msg = f"--no-cut keeps all events, and --cut {cuts[0]!r} does not: leave one of them out."
        raise FiveSigmaError(msg)
    return cuts if cuts or no_cut else None


def settings_of(given: tuple[str, ...]) -> dict[str, Any]:
    """Settings written NAME=VALUE; a value that is JSON, such as 3 or 0.1, is read as such."""
    settings = {}
    for text in given:
        name, sign, value = text.partition("=")
        if not (sign and name.strip().isidentifier()):
            msg = f"{text!r} is no setting: write it NAME=VALUE, such as max_depth=3."
            raise FiveSigmaError(msg)
        try:
            settings[name.strip()] = json.loads(value)
        except json.JSONDecodeError:
            settings[name.strip()] = value
    return settings


def checked_share(uncertainty: float) -> float:
    """The relative uncertainty, if it can be one: 10 was meant as 0.1."""
    if not 0 <= uncertainty <= 1:
        msg = (
            f"--background-uncertainty is a share from 0 to 1, got {uncertainty:g}; "
            "write 0.1 for 10 %."
        )
        raise FiveSigmaError(msg)
    return uncertainty
