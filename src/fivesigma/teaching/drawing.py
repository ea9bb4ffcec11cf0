"""A network with its true weights, to look at and to point at."""

from typing import Any

import numpy as np
import numpy.typing as npt
import traitlets

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import StoredNetwork, decode_network, encode_network
from fivesigma.learning.network import layer_outputs, sigmoid
from fivesigma.teaching.base import BuiltWidget
from fivesigma.teaching.facts import feature_facts

FloatArray = npt.NDArray[np.float64]


class NetworkDrawing(BuiltWidget):
    """The page's drawing of a network in a notebook; hover over a line to read its weight.

    `network`: as `fivesigma.workflow.networks.trained_networks` or `Trainer.network` gives it, also
    to be set anew. `values`: one event, an input each in house units and in the order of
    `network.inputs`, or None; its way through the network is shown. `chosen`: (layer, index) of the
    neuron pointed at, in both directions; `activations`: what every neuron answers to the event.

    >>> from fivesigma.learning.exchange.network_file import SMALLEST_FILE, decode_network
    >>> drawing = NetworkDrawing(decode_network(SMALLEST_FILE), values=[300.0, 91.0])
    >>> drawing.activations[-1].round(2).tolist()  # the score
    [0.98]
    """

    values: Any = traitlets.List(traitlets.Float(), allow_none=True, default_value=None).tag(
        sync=True
    )
    chosen = traitlets.Tuple(traitlets.Int(), traitlets.Int(), default_value=(1, 0)).tag(sync=True)
    _network = traitlets.Unicode().tag(sync=True)
    _inputs: Any = traitlets.List().tag(sync=True)

    def __init__(self, network: StoredNetwork, **given: Any) -> None:
        super().__init__(_kind="drawing", **_traits(network), **given)

    @traitlets.validate("values")
    def _check_values(self, proposal: Any) -> list[float] | None:
        values = proposal["value"]
        n_inputs = len(self._inputs)
        if values is not None and (len(values) != n_inputs or not np.isfinite(values).all()):
            msg = f"an event has a finite value for each of the {n_inputs} inputs, got {values}."
            raise FiveSigmaError(msg)
        return values if values is None else list(values)

    @traitlets.validate("chosen")
    def _check_chosen(self, proposal: Any) -> tuple[int, int]:
        layer, index = proposal["value"]
        biases = self.network.network.biases
        sizes = [len(self._inputs), *(own.size for own in biases)]
        if not (0 <= layer < len(sizes) and 0 <= index < sizes[layer]):
            msg = f"there is no neuron {index} in layer {layer}; the layers have {sizes} neurons."
            raise FiveSigmaError(msg)
        return layer, index

    @property
    def network(self) -> StoredNetwork:
        """The network that is drawn."""
        return decode_network(self._network)

    @network.setter
    def network(self, stored: StoredNetwork) -> None:
        with self.hold_sync(), self.hold_trait_notifications():
            self.values = None
            self.set_trait("_inputs", _traits(stored)["_inputs"])
            self.set_trait("_network", _traits(stored)["_network"])
            self.chosen = (1, 0)

    @property
    def activations(self) -> list[FloatArray]:
        """Outputs of every layer for the event, the scaled inputs first, the score last.

        FiveSigmaError where there is no event.
        """
        if self.values is None:
            msg = "no event is followed: set values, an input each."
            raise FiveSigmaError(msg)
        stored = self.network
        scaled = (np.array(self.values) - stored.mean) / stored.scale
        *hidden, log_odds = layer_outputs(stored.network, scaled[np.newaxis])
        return [*(outputs[0] for outputs in hidden), sigmoid(log_odds[0])]


def _traits(stored: StoredNetwork) -> dict[str, Any]:
    return {
        "_network": encode_network(stored),
        "_inputs": [feature_facts(name) for name in stored.inputs],
    }
