"""The menu: every model one can ask for by name, and when to ask for it."""

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sklearn.ensemble import (
    AdaBoostClassifier,
    HistGradientBoostingClassifier,
    RandomForestClassifier,
)
from sklearn.linear_model import LogisticRegression
from sklearn.naive_bayes import GaussianNB
from sklearn.neural_network import MLPClassifier
from sklearn.tree import DecisionTreeClassifier

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import NetworkClassifier
from fivesigma.learning.estimators.frameworks import KerasClassifier, TorchClassifier
from fivesigma.learning.estimators.lda import WeightedLDA
from fivesigma.learning.estimators.prepared import PreparedClassifier
from fivesigma.learning.estimators.scaling import WeightedScaler
from fivesigma.learning.estimators.svm import KernelSVM


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelEntry:
    """A model of the menu; `make(seed=..., **parameters)` gives a scikit-learn classifier.

    `reason`: one sentence, when to take it. `defaults`: parameters where ours are not the
    library's. `takes_negative_weights`: whether it still learns something sensible then.
    `extra`: what to install, as in `pip install "fivesigma[torch]"`, or None.
    """

    name: str
    title: str
    family: str
    reason: str
    make: Callable[..., Any]
    defaults: Mapping[str, Any]
    takes_negative_weights: bool = False
    extra: str | None = None


def make_model(name: str, *, seed: int, **parameters: Any) -> Any:
    """The classifier of the menu called `name`, not yet trained.

    Whatever scaling it needs is part of it and is learned in `fit`. `parameters` go to the model
    itself and replace its defaults. FiveSigmaError for a name or a parameter that does not exist.

    >>> make_model("tree", seed=1, max_depth=2).max_depth
    2
    """
    entry = find_model(name)
    model = _model_of(entry.make(seed=seed, **entry.defaults))
    accepted = sorted(set(model.get_params(deep=False)) - _SEEDS)
    for given in parameters:
        if given not in accepted:
            msg = (
                f"the model {name} has no parameter {given!r}{_nearest(given, accepted)} "
                f"It accepts {', '.join(accepted) or 'none'}."
            )
            raise FiveSigmaError(msg)
    return entry.make(seed=seed, **{**entry.defaults, **parameters})


def find_model(name: str) -> ModelEntry:
    """The entry of MODELS called `name`; FiveSigmaError where there is none.

    >>> find_model("trees").title
    'Boosted trees'
    """
    menu = {entry.name: entry for entry in MODELS}
    if name not in menu:
        msg = f"no model is called {name!r}{_nearest(name, menu)} The menu: {', '.join(menu)}."
        raise FiveSigmaError(msg)
    return menu[name]


def _nearest(given: str, names: Any) -> str:
    near = difflib.get_close_matches(given, list(names), n=1)
    return f" (did you mean {near[0]}?)." if near else "."


_SEEDS: Final = frozenset({"random_state", "seed"})


def _model_of(estimator: Any) -> Any:
    """The model itself, without what prepares its inputs."""
    return estimator.estimator if isinstance(estimator, PreparedClassifier) else estimator


def _plain(model: Callable[..., Any], seed_name: str | None = None) -> Callable[..., Any]:
    """How to make `model`, whose seed has the name `seed_name` (None: nothing is drawn)."""

    def make(*, seed: int, **parameters: Any) -> Any:
        drawn = {} if seed_name is None else {seed_name: seed}
        return model(**parameters, **drawn)

    return make


def _scaled(model: Callable[..., Any], seed_name: str | None = None) -> Callable[..., Any]:
    """The same behind a standardisation learned from the training events."""
    plain = _plain(model, seed_name)
    return lambda **given: PreparedClassifier(WeightedScaler(), plain(**given))


def _lightgbm(**parameters: Any) -> Any:
    from lightgbm import LGBMClassifier  # noqa: PLC0415 - a second that other models need not wait

    return LGBMClassifier(**parameters)


MODELS: Final[tuple[ModelEntry, ...]] = (
    ModelEntry(
        name="linear",
        title="Logistic regression",
        family="linear",
        reason="First of all: one weight a variable shows what a straight border can do.",
        make=_scaled(LogisticRegression),
        defaults={"max_iter": 1000},
        takes_negative_weights=True,
    ),
    ModelEntry(
        name="lda",
        title="Linear discriminant (Fisher)",
        family="linear",
        reason="The classic of 1936: exact, at once, no setting; assumes bell-shaped variables.",
        make=_plain(WeightedLDA),
        defaults={},
        takes_negative_weights=True,
    ),
    ModelEntry(
        name="naive-bayes",
        title="Naive Bayes",
        family="likelihood",
        reason="To see what correlations are worth: it multiplies one-variable likelihoods.",
        make=_plain(GaussianNB),
        defaults={},
        takes_negative_weights=True,
    ),
    ModelEntry(
        name="tree",
        title="Decision tree",
        family="trees",
        reason="When a person must follow the decision: a handful of cuts, chosen by the data.",
        make=_plain(DecisionTreeClassifier, "random_state"),
        defaults={"max_depth": 5, "min_samples_leaf": 50},
    ),
    ModelEntry(
        name="forest",
        title="Random forest",
        family="trees",
        reason="Hard to get wrong: many different trees vote, and few settings matter.",
        make=_plain(RandomForestClassifier, "random_state"),
        defaults={"min_samples_leaf": 20},
    ),
    ModelEntry(
        name="adaboost",
        title="AdaBoost",
        family="trees",
        reason="To understand boosting: each stump attends to the events the last ones got wrong.",
        make=_plain(AdaBoostClassifier, "random_state"),
        defaults={},
    ),
    ModelEntry(
        name="trees",
        title="Boosted trees",
        family="trees",
        reason="The best first choice for tables of variables: strong as it comes, and quick.",
        make=_plain(HistGradientBoostingClassifier, "random_state"),
        # No early stop: it would make the trees depend on the order of the rows. Half the library's
        # leaves: with a few hundred signal events more of them are learned by heart.
        defaults={"learning_rate": 0.05, "max_leaf_nodes": 15, "early_stopping": False},
    ),
    ModelEntry(
        name="lightgbm",
        title="LightGBM",
        family="trees",
        reason="Boosted trees when time counts: many trainings, or millions of events.",
        make=_plain(_lightgbm, "random_state"),
        defaults={
            "learning_rate": 0.05,
            "num_leaves": 15,
            "max_bin": 63,
            "deterministic": True,
            "force_row_wise": True,
            "n_jobs": 1,
            "verbosity": -1,
        },
    ),
    ModelEntry(
        name="svm",
        title="Support-vector machine",
        family="kernel",
        reason="Smooth borders from few events: it looks only at what lies near the border.",
        make=_scaled(KernelSVM, "random_state"),
        defaults={},
    ),
    ModelEntry(
        name="network",
        title="Network from scratch",
        family="networks",
        reason="The network of the web page in a page of NumPy: the same seed, the same network.",
        make=_plain(NetworkClassifier, "seed"),
        defaults={},
    ),
    ModelEntry(
        name="mlp",
        title="Multi-layer perceptron",
        family="networks",
        reason="A larger network of scikit-learn: smooth scores, often a little above trees here.",
        make=_scaled(MLPClassifier, "random_state"),
        defaults={"hidden_layer_sizes": (32, 16), "max_iter": 20},
        takes_negative_weights=True,
    ),
    ModelEntry(
        name="keras",
        title="Keras network",
        family="networks",
        reason="The network from scratch, trained by Keras: a start for larger ones.",
        make=_plain(KerasClassifier, "seed"),
        defaults={},
        extra="keras",
    ),
    ModelEntry(
        name="torch",
        title="PyTorch network",
        family="networks",
        reason="The network from scratch, trained by PyTorch: the same, ready to change.",
        make=_plain(TorchClassifier, "seed"),
        defaults={},
        extra="torch",
    ),
)
