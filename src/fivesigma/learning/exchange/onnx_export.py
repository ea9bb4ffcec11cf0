"""A stored network as ONNX, which other programs and languages run; needs `fivesigma[onnx]`.

Standardise, then a Gemm and an activation for each layer, then the sigmoid: all in float64, from
the values in house units to the probability of signal.
"""

from types import ModuleType
from typing import Any, Final

import numpy as np

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.exchange.network_file import StoredNetwork, encode_network

_OPSET: Final = 17
_IR_VERSION: Final = 8
"""Of ONNX 1.12 and later, which every runtime in use reads."""
_OPERATORS: Final = {"relu": "Relu", "tanh": "Tanh", "sigmoid": "Sigmoid"}
FILE_KEY: Final = "fivesigma.network"


def _onnx() -> ModuleType:
    try:
        import onnx  # noqa: PLC0415 - an extra, and slow to import
        import onnx.helper  # noqa: PLC0415 - the same
        import onnx.numpy_helper  # noqa: PLC0415 - the same
    except ImportError as error:
        msg = 'ONNX files need the extra "onnx": pip install "fivesigma[onnx]".'
        raise FiveSigmaError(msg) from error
    module: ModuleType = onnx
    return module


def export_onnx(stored: StoredNetwork) -> bytes:
    """The network as the bytes of an ONNX model.

    Input `X`: float64 (n_events, n_inputs), in house units, columns as the metadata `inputs` names
    them. Output `probability`: float64 (n_events,), of signal. The metadata `fivesigma.network`
    hold the whole network file, for `decode_network`. FiveSigmaError where the extra is missing or
    `encode_network` refuses the network. Source: ONNX operator set 17.

    >>> from fivesigma.learning.exchange.network_file import SMALLEST_FILE, decode_network
    >>> b"Gemm" in export_onnx(decode_network(SMALLEST_FILE))
    True
    """
    onnx = _onnx()
    helper = onnx.helper
    file = encode_network(stored)
    constants, nodes = _graph(stored, helper)
    double = onnx.TensorProto.DOUBLE
    graph = helper.make_graph(
        nodes,
        "fivesigma_network",
        [helper.make_tensor_value_info("X", double, ["n_events", len(stored.inputs)])],
        [helper.make_tensor_value_info("probability", double, ["n_events"])],
        [onnx.numpy_helper.from_array(value, name) for name, value in constants.items()],
    )
    model = helper.make_model(
        graph,
        producer_name=stored.made_by,
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR_VERSION,
    )
    helper.set_model_props(model, {"inputs": ",".join(stored.inputs), FILE_KEY: file})
    onnx.checker.check_model(model)
    content: bytes = model.SerializeToString()
    return content


def _graph(stored: StoredNetwork, helper: Any) -> tuple[dict[str, Any], list[Any]]:
    """The constants by name, and the operators in order."""
    network = stored.network
    constants: dict[str, Any] = {"mean": stored.mean, "scale": stored.scale}
    nodes = [
        helper.make_node("Sub", ["X", "mean"], ["shifted"]),
        helper.make_node("Div", ["shifted", "scale"], ["layer_0"]),
    ]
    last = len(network.weights) - 1
    for layer, (weights, biases) in enumerate(zip(network.weights, network.biases, strict=True)):
        constants[f"weights_{layer}"], constants[f"biases_{layer}"] = weights, biases
        names = [f"layer_{layer}", f"weights_{layer}", f"biases_{layer}"]
        nodes.append(helper.make_node("Gemm", names, [f"sum_{layer}"]))
        bend = "Sigmoid" if layer == last else _OPERATORS[network.activation]
        nodes.append(helper.make_node(bend, [f"sum_{layer}"], [f"layer_{layer + 1}"]))
    constants["one_value_an_event"] = np.array([-1], dtype=np.int64)
    flat = [f"layer_{last + 1}", "one_value_an_event"]
    nodes.append(helper.make_node("Reshape", flat, ["probability"]))
    return constants, nodes
