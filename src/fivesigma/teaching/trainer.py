"""A model that learns before one's eyes, and what it has learned in Python."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from fivesigma.core.errors import FiveSigmaError
from fivesigma.data.table import EventTable
from fivesigma.learning.exchange.network_file import StoredNetwork, decode_network, encode_network
from fivesigma.learning.history import History
from fivesigma.learning.split import TEST, TRAIN, VALIDATION, Split, in_folds
from fivesigma.learning.train import Training
from fivesigma.physics.selection import is_kept, parse_cut
from fivesigma.teaching.base import PageWidget, Sides, checked_cuts, order_on_the_page
from fivesigma.teaching.cross_filter import cut_texts
from fivesigma.workflow.events import noted, with_cuts, with_signal
from fivesigma.workflow.records import TrainedEvents

FloatArray = npt.NDArray[np.float64]

SETTINGS = (
    "model",
    "inputs",
    "layers",
    "activation",
    "optimiser",
    "learning_rate",
    "batch_size",
    "l1",
    "l2",
    "dropout",
    "early_stop",
    "use_weights",
    "only_passing",
    "seed",
    "tree_depth",
    "tree_rate",
    "tree_part",
)


class Trainer(PageWidget):
    """The stop Learn of the page in a notebook: settings, live loss, true weights, one event.

    Traits: `settings` (SETTINGS; what is given replaces, what is not stays; what the page cannot
    use it says and leaves), `cuts` (see CrossFilter; they matter with `only_passing`), `epoch`,
    `state` ("paused", "running", ...). `train(epochs)`, `pause()` and `reset()` press its buttons:
    they need a browser that shows it. What came of it: `network`, which can also be set, `history`,
    `scores` and `trained`, with which the story goes on: `fivesigma.evaluate(trainer.trained)`.
    Events, seed and arithmetic are those of `fivesigma.train`: both make the same network.

    >>> from fivesigma.data.table import embedded_table
    >>> trainer = Trainer(embedded_table(), settings={"layers": (6,), "seed": 3})
    >>> trainer.network is None  # nobody has pressed Train
    True
    """

    settings = traitlets.Dict().tag(sync=True)
    cuts = traitlets.Dict().tag(sync=True)
    epoch = traitlets.Int(0).tag(sync=True)
    state = traitlets.Unicode("empty").tag(sync=True)
    _history: Any = traitlets.List().tag(sync=True)
    _network = traitlets.Unicode("").tag(sync=True)
    # Buffers arrive as memoryviews.
    _scores = traitlets.Bytes(b"").tag(sync=True, from_json=lambda value, _: bytes(value))
    _folds = traitlets.Dict().tag(sync=True)

    def __init__(self, events: EventTable, *, signal: str | None = None, **given: Any) -> None:
        self._known = tuple(events.features)
        network = given.pop("network", None)
        if network is not None:
            given["_network"] = encode_network(network)
        super().__init__(events, signal=signal, _kind="trainer", **given)

    @traitlets.validate("settings")
    def _check_settings(self, proposal: Any) -> Mapping[str, Any]:
        unknown = [name for name in proposal["value"] if name not in SETTINGS]
        if unknown:
            msg = f"there is no setting {', '.join(unknown)}; they are {', '.join(SETTINGS)}."
            raise FiveSigmaError(msg)
        return {**self.settings, **proposal["value"]}

    @traitlets.validate("cuts")
    def _check_cuts(self, proposal: Any) -> dict[str, Sides]:
        return checked_cuts(proposal["value"], self._known)

    def train(self, epochs: int) -> None:
        """Learn for so many epochs more (trees, or questions of a single tree)."""
        if epochs < 1:
            msg = f"training takes 1 epoch or more, got {epochs}."
            raise FiveSigmaError(msg)
        self.send({"verb": "train", "epochs": epochs})

    def pause(self) -> None:
        """Rest at the end of the epoch."""
        self.send({"verb": "pause"})

    def reset(self) -> None:
        """Back to the untrained model."""
        self.send({"verb": "reset"})

    @property
    def network(self) -> StoredNetwork | None:
        """The network as it is at rest; None for trees, and where none has learned anything."""
        return decode_network(self._network) if self._network else None

    @network.setter
    def network(self, stored: StoredNetwork) -> None:
        self._network = encode_network(stored)

    @property
    def history(self) -> History | None:
        """The losses after each epoch (tree, question); None before the first."""
        steps = [row for row in self._history if row[0] > 0]
        if not steps:
            return None
        columns = np.array(steps, dtype=np.float64).T  # None becomes NaN
        is_network = self.settings.get("model", "network") in {"network", "linear"}
        return History(
            step_name="epoch" if is_network else "tree",
            step=columns[0].astype(np.int64),
            training_loss=columns[1],
            validation_loss=columns[2],
            stopped_early=False,
        )

    @property
    def scores(self) -> FloatArray | None:
        """Probability of signal for each row of `events`; None until the model rests."""
        on_the_page = np.frombuffer(self._scores, dtype="<f4")
        if on_the_page.size != self.events.n_events:
            return None
        scores = np.empty(self.events.n_events)
        scores[order_on_the_page(self.events)] = on_the_page
        return scores

    @property
    def trained(self) -> TrainedEvents:
        """The events of the signal and all backgrounds with their scores, for the next step.

        Only events of folds that the model has neither learned from nor was watched on judge it.
        FiveSigmaError where there are no scores, or no such events.
        """
        scores = self.scores
        if scores is None:
            msg = "there are no scores yet: train in a browser, and wait until the model rests."
            raise FiveSigmaError(msg)
        table, kept = self._learned_from()
        score = scores[kept]
        role = np.full(table.n_events, TEST, np.uint8)
        role[in_folds(table.fold, self._folds["validation"])] = VALIDATION
        role[in_folds(table.fold, self._folds["train"])] = TRAIN
        used = self.settings
        training = Training(
            model=str(used.get("model", "network")),
            seed=int(used.get("seed", 0)),
            weighting="balanced" if used.get("use_weights", True) else "none",
            score=np.where(role == TEST, score, np.nan),
            seen_score=np.where(role == TRAIN, score, np.nan),
            histories=() if self.history is None else (self.history,),
            estimators=(),
        )
        return TrainedEvents(
            events=noted(table, "import", {"made_by": "Trainer"}, seed=training.seed),
            split=Split(scheme="hash", seed=None, role=role[np.newaxis]),
            training=training,
        )

    def _learned_from(self) -> tuple[EventTable, npt.NDArray[np.bool_]]:
        """The events that the model may see, and which rows of `events` they are."""
        hunted = with_signal(self.events, self.signal)
        names = np.array(self.events.processes)[self.events.process]
        kept = np.isin(names, hunted.processes)
        if not self.settings.get("only_passing"):
            return hunted, kept
        cuts = [parse_cut(text) for text in cut_texts(self.cuts)]
        for cut in cuts:
            kept &= is_kept(cut, self.events.features)
        return with_cuts(hunted, cuts)[0], kept
