"""A trained network as a text that Python and the web page both read and write.

The text is JSON: inputs by their house names, standardisation, weights, and what one must know to
trust it, above all which events it has seen. docs/reference/network-file.md describes it;
frontend/src/model/exchange.ts is the twin of this file, tests/vectors hold both to the same
numbers. Nothing is unpickled or executed: whatever is read is checked, value by value.
"""

import base64
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.core.version import __version__
from fivesigma.learning.exchange.document import LARGEST_NUMBER, Part, is_name, parse_document
from fivesigma.learning.network import Activation, Network, predict_probability
from fivesigma.learning.split import N_FOLDS

FloatArray = npt.NDArray[np.float64]

FORMAT: Final = "fivesigma-network"
VERSION: Final = 1
MOST_BYTES: Final = 262_144
MOST_HIDDEN_LAYERS: Final = 4
MOST_NEURONS: Final = 32
_LARGEST_WHOLE: Final = 2**32 - 1
_SMALLEST_SCALE: Final = 1 / LARGEST_NUMBER
SMALLEST_FILE: Final = """
{"format": "fivesigma-network", "version": 1, "made_by": "hand", "inputs": ["met", "mll"],
 "mean": [150, 91], "scale": [60, 5], "activation": "tanh",
 "layers": [{"weights": [[2], [0.5]], "biases": [-1]}],
 "training": {"dataset": "atlas-dm", "signal": "DM_200", "backgrounds": ["ZZ", "WZ"],
  "folds": {"train": [0, 1, 2, 3, 4], "validation": [5, 6]}}}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folds:
    """Stored folds whose events a network has learned from (`train`) or was watched on."""

    train: tuple[int, ...]
    validation: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingFacts:
    """How a network was trained; None where it is not known.

    `folds` None means that no event can be called unseen, so that the page refuses to judge.
    `cuts`: variable to (low, high), both included, None for an open side; it learned only from
    events that pass. `weighting`: a name of `fivesigma.learning.weights.WEIGHTINGS`. `l1`, `l2`,
    `dropout`: as in learning.regularisation. `patience`: epochs that an early stop would have
    waited. `edited`: changes made by hand to its weights and biases.
    """

    dataset: str
    signal: str
    backgrounds: tuple[str, ...]
    folds: Folds | None
    cuts: Mapping[str, tuple[float | None, float | None]] = field(default_factory=dict)
    optimiser: str | None = None
    learning_rate: float | None = None
    batch_size: int | None = None
    l1: float | None = None
    l2: float | None = None
    dropout: float | None = None
    patience: int | None = None
    edited: int | None = None
    epochs: float | None = None
    seed: int | None = None
    weighting: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNetwork:
    """A network with its inputs in order; each enters as (value - mean) / scale, in house units."""

    inputs: tuple[str, ...]
    mean: FloatArray
    scale: FloatArray
    network: Network
    training: TrainingFacts
    made_by: str = f"fivesigma {__version__}"

    def predict_proba(self, X: FloatArray, names: Sequence[str] | None = None) -> FloatArray:
        """Probability of background and of signal for each row of `X`; shape (n_events, 2).

        `X` (n_events, n_columns), house units: the columns `names`, in any order and with others
        among them; None where they are `inputs` in that order. FiveSigmaError where an input is
        missing or a value is not finite.
        """
        columns = self.inputs if names is None else tuple(names)
        missing = [name for name in self.inputs if name not in columns]
        if X.ndim != 2 or X.shape[1] != len(columns) or missing:
            msg = (
                f"the network looks at {', '.join(self.inputs)}; got X of shape {X.shape} with "
                f"columns {', '.join(columns)}. Give one column an input, and their names."
            )
            raise FiveSigmaError(msg)
        chosen = X[:, [columns.index(name) for name in self.inputs]]
        if not np.isfinite(chosen).all():
            msg = "X holds values that are no finite numbers. Drop those events, or fill them in."
            raise FiveSigmaError(msg)
        signal = predict_probability(self.network, (chosen - self.mean) / self.scale)
        return np.column_stack([1 - signal, signal])


def seen_folds(
    fold: npt.NDArray[np.uint8],
    train: npt.NDArray[np.int64],
    validation: npt.NDArray[np.int64] | None = None,
) -> Folds:
    """Stored folds of the events at the indices `train` and `validation`.

    `fold` (n_events,): the stored fold of every event. A fold of which one event was learned from
    counts as seen, so that a random split leaves none.

    >>> seen_folds(np.array([0, 1, 7, 8], np.uint8), np.array([0, 1]), np.array([2]))
    Folds(train=(0, 1), validation=(7,))
    """
    learned = {int(n) for n in fold[train]}
    watched = set() if validation is None else {int(n) for n in fold[validation]}
    return Folds(train=tuple(sorted(learned)), validation=tuple(sorted(watched - learned)))


def encode_network(stored: StoredNetwork) -> str:
    """The network file: JSON whose numbers give back every weight to the last bit.

    FiveSigmaError where `decode_network` would refuse it: more than 4 hidden layers or 32 neurons
    in one, numbers that are not finite, names that are no names.

    >>> encode_network(decode_network(SMALLEST_FILE))[:46]
    '{"format":"fivesigma-network","version":1,"mad'

    """
    document = {
        **_header(stored),
        "mean": stored.mean.tolist(),
        "scale": stored.scale.tolist(),
        "layers": [
            {"weights": weights.tolist(), "biases": biases.tolist()}
            for weights, biases in zip(stored.network.weights, stored.network.biases, strict=True)
        ],
    }
    text = json.dumps(document, separators=(",", ":"))
    decode_network(text)
    return text


def _header(stored: StoredNetwork) -> dict[str, Any]:
    """Everything but the numbers."""
    facts = stored.training
    folds = facts.folds
    training = {
        "dataset": facts.dataset,
        "signal": facts.signal,
        "backgrounds": list(facts.backgrounds),
        "folds": folds and {"train": list(folds.train), "validation": list(folds.validation)},
        "cuts": {name: list(sides) for name, sides in facts.cuts.items()},
        "optimiser": facts.optimiser,
        "learning_rate": facts.learning_rate,
        "batch_size": facts.batch_size,
        "l1": facts.l1,
        "l2": facts.l2,
        "dropout": facts.dropout,
        "patience": facts.patience,
        "edited": facts.edited,
        "epochs": facts.epochs,
        "seed": facts.seed,
        "weighting": facts.weighting,
    }
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_by": stored.made_by,
        "inputs": list(stored.inputs),
        "activation": stored.network.activation,
        "training": training,
    }


def decode_network(text: str, *, known: Collection[str] | None = None) -> StoredNetwork:
    """The network in the `text` of a network file, checked value by value.

    `known`: the variables at hand, in house names; None takes any. FiveSigmaError, which says where
    and what, for a file above 256 KiB, another format or a newer version, a missing or misfitting
    value, more than 4 hidden layers or 32 neurons, and an input that is not `known`.

    >>> stored = decode_network(SMALLEST_FILE, known=("met", "mll", "n_bjets"))
    >>> stored.predict_proba(np.array([[180.0, 91.0], [150.0, 91.0]]))[:, 1].round(2).tolist()
    [0.5, 0.27]
    """
    document = parse_document(text, most_bytes=MOST_BYTES)
    if document.content.get("format") != FORMAT:
        msg = f'this is no network file: "format" is not "{FORMAT}". Choose another file.'
        raise FiveSigmaError(msg)
    version = document.number("version", 1, LARGEST_NUMBER, whole=True)
    if version > VERSION:
        msg = f"the file has version {version:g}; {VERSION} is the newest known. Update fivesigma."
        raise FiveSigmaError(msg)
    inputs = document.names("inputs")
    unknown = [name for name in inputs if known is not None and name not in known]
    if unknown:
        msg = f"the network looks at {', '.join(unknown)}, not among {', '.join(known or ())}."
        raise FiveSigmaError(msg)
    scale = document.numbers("scale", len(inputs))
    if scale.min() < _SMALLEST_SCALE:
        msg = "scale holds a number that is not positive; each input is divided by its own."
        raise FiveSigmaError(msg)
    return StoredNetwork(
        inputs=inputs,
        mean=document.numbers("mean", len(inputs)),
        scale=scale,
        network=_network(document, len(inputs)),
        training=_training(document.part("training")),
        made_by=document.text("made_by"),
    )


def _network(document: Part, n_inputs: int) -> Network:
    activation = document.choice("activation", ("relu", "tanh", "sigmoid"))
    layers = document.parts("layers", most=MOST_HIDDEN_LAYERS + 1)
    weights, biases, n_in = [], [], n_inputs
    for layer in layers:
        most = 1 if layer is layers[-1] else MOST_NEURONS
        n_out = len(layer.items("biases", fewest=1, most=most))
        biases.append(layer.numbers("biases", n_out))
        weights.append(layer.rows("weights", n_in, n_out))
        n_in = n_out
    return Network(weights=weights, biases=biases, activation=cast("Activation", activation))


def _training(facts: Part) -> TrainingFacts:
    def whole(key: str, low: int) -> int | None:
        found = facts.optional_number(key, low, _LARGEST_WHOLE, whole=True)
        return None if found is None else int(found)

    return TrainingFacts(
        dataset=facts.text("dataset"),
        signal=facts.text("signal"),
        backgrounds=facts.texts("backgrounds"),
        folds=_folds(facts.part("folds")) if facts.has("folds") else None,
        cuts=_cuts(facts.part("cuts")) if facts.has("cuts") else {},
        optimiser=facts.optional_text("optimiser"),
        learning_rate=facts.optional_number("learning_rate", 0, LARGEST_NUMBER),
        batch_size=whole("batch_size", 1),
        l1=facts.optional_number("l1", 0, LARGEST_NUMBER),
        l2=facts.optional_number("l2", 0, LARGEST_NUMBER),
        dropout=facts.optional_number("dropout", 0, 1),
        patience=whole("patience", 1),
        edited=whole("edited", 0),
        epochs=facts.optional_number("epochs", 0, _LARGEST_WHOLE),
        seed=whole("seed", 0),
        weighting=facts.optional_text("weighting"),
    )


def _folds(folds: Part) -> Folds:
    last = N_FOLDS - 1
    train, validation = folds.wholes("train", 0, last), folds.wholes("validation", 0, last)
    if not train or set(train) & set(validation):
        msg = f"{folds.place}: train needs a fold, and none that is in validation too."
        raise FiveSigmaError(msg)
    return Folds(train=train, validation=validation)


def _cuts(cuts: Part) -> dict[str, tuple[float | None, float | None]]:
    found = {}
    for name in cuts.content:
        sides = dict(zip(("low", "high"), cuts.items(name, fewest=2, most=2), strict=True))
        cut = Part(content=sides, place=f"{cuts.place}.{name}")
        low, high = (cut.optional_number(side, -LARGEST_NUMBER, LARGEST_NUMBER) for side in sides)
        if not is_name(name) or (low is not None and high is not None and low > high):
            msg = f"{cut.place}: a cut is a variable with [low, high], null for an open side."
            raise FiveSigmaError(msg)
        found[name] = (low, high)
    return found


def network_code(stored: StoredNetwork) -> str:
    """The network as one word for an address, base64url; numbers rounded to float32.

    Four bytes with the length of the header, the header (the file's JSON, its numbers replaced by
    the neurons of each layer), then mean, scale and each layer's weights and biases.

    >>> network_code(decode_network(SMALLEST_FILE)).isascii()
    True
    """
    encode_network(stored)  # refuses what nobody could open
    network = stored.network
    header = _header(stored) | {"layers": [biases.size for biases in network.biases]}
    text = json.dumps(header, separators=(",", ":")).encode()
    numbers = [stored.mean, stored.scale]
    for weights, biases in zip(network.weights, network.biases, strict=True):
        numbers += [weights.ravel(), biases]
    content = (
        len(text).to_bytes(4, "little") + text + np.concatenate(numbers).astype("<f4").tobytes()
    )
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def network_link(stored: StoredNetwork, base_url: str) -> str:
    """A link that opens the network in the page at `base_url`; the server never sees it.

    The network travels in the fragment, rounded to float32: scores agree to about 1e-6.

    >>> network_link(decode_network(SMALLEST_FILE), "http://127.0.0.1:8765/")[:43]
    'http://127.0.0.1:8765/#stop=learn&network=o'
    """
    return f"{base_url.partition('#')[0]}#stop=learn&network={network_code(stored)}"
