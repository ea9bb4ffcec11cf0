"""Write tests/vectors/pytorch.json: what PyTorch makes of small networks, for ours to agree with.

    pip install torch && python tools/make_pytorch_vectors.py

In float64 and with sample weights: the log-odds of all events, the loss, its slope in every
parameter (also with penalties on the weights), and the parameters after ten steps of an optimiser,
each on every other event. The
tests compare `fivesigma.learning.network` with the file, and where PyTorch is installed with
PyTorch itself, on other numbers.
"""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch

FILE = Path(__file__).parent.parent / "tests" / "vectors" / "pytorch.json"
N_EVENTS, SIZES, N_STEPS = 12, (3, 4, 3, 1), 10
ACTIVATIONS = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}
OPTIMISERS = {"sgd": (torch.optim.SGD, 0.3), "adam": (torch.optim.Adam, 0.02)}
L1, L2 = 0.03, 0.2
Vectors = dict[str, Any]


def all_vectors(seed: int) -> Vectors:
    """One sample and one initial network, in every activation and optimiser."""
    rng = np.random.default_rng(seed)
    sample = {
        "X": rng.normal(size=(N_EVENTS, SIZES[0])).tolist(),
        "y": (rng.random(N_EVENTS) < 0.5).astype(float).tolist(),
        "sample_weight": rng.uniform(0.1, 3.0, N_EVENTS).tolist(),
    }
    layers = list(pairwise(SIZES))
    network = {
        "weights": [rng.normal(size=layer).tolist() for layer in layers],
        "biases": [rng.normal(size=n_out).tolist() for _, n_out in layers],
    }
    return {
        "pytorch": torch.__version__,
        "sample": sample,
        "network": network,
        "cases": [_case(sample, network, activation) for activation in ACTIVATIONS],
    }


def _case(sample: Vectors, network: Vectors, activation: str) -> Vectors:
    parameters = _parameters(network)
    everyone = slice(None)
    log_odds = _log_odds(parameters, _column(sample, "X", everyone), activation)
    loss = _loss(parameters, sample, activation, everyone)
    loss.backward()
    return {
        "activation": activation,
        "log_odds": log_odds.tolist(),
        "loss": loss.item(),
        "gradient": _plain([parameter.grad for parameter in parameters]),
        "penalised": _penalised(sample, network, activation),
        "trained": [_trained(sample, network, activation, name) for name in OPTIMISERS],
    }


def _penalised(sample: Vectors, network: Vectors, activation: str) -> Vectors:
    """The loss with its penalties, and its slope."""
    parameters = _parameters(network)
    weights = parameters[: len(parameters) // 2]
    loss = _loss(parameters, sample, activation, slice(None))
    for weight in weights:
        loss = loss + L1 * weight.abs().sum() + L2 / 2 * weight.square().sum()
    loss.backward()
    gradient = _plain([parameter.grad for parameter in parameters])
    return {"l1": L1, "l2": L2, "loss": loss.item(), "gradient": gradient}


def _trained(sample: Vectors, network: Vectors, activation: str, name: str) -> Vectors:
    """Parameters after the steps; step i sees the events i % 2, i % 2 + 2, ..."""
    parameters = _parameters(network)
    make_optimiser, learning_rate = OPTIMISERS[name]
    optimiser = make_optimiser(parameters, lr=learning_rate)
    for step in range(N_STEPS):
        optimiser.zero_grad()
        _loss(parameters, sample, activation, slice(step % 2, None, 2)).backward()
        optimiser.step()
    return {
        "optimiser": name,
        "learning_rate": learning_rate,
        "n_steps": N_STEPS,
        "network": _plain(parameters),
    }


def _parameters(network: Vectors) -> list[Any]:
    return [
        torch.tensor(values, dtype=torch.float64, requires_grad=True)
        for values in (*network["weights"], *network["biases"])
    ]


def _plain(tensors: list[Any]) -> Vectors:
    values = [tensor.tolist() for tensor in tensors]
    n_layers = len(values) // 2
    return {"weights": values[:n_layers], "biases": values[n_layers:]}


def _column(sample: Vectors, name: str, batch: slice) -> Any:
    return torch.tensor(sample[name], dtype=torch.float64)[batch]


def _log_odds(parameters: list[Any], X: Any, activation: str) -> Any:
    n_layers = len(parameters) // 2
    outputs = X
    for layer in range(n_layers):
        outputs = outputs @ parameters[layer] + parameters[n_layers + layer]
        if layer < n_layers - 1:
            outputs = ACTIVATIONS[activation](outputs)
    return outputs[:, 0]


def _loss(parameters: list[Any], sample: Vectors, activation: str, batch: slice) -> Any:
    """Weighted mean cross-entropy."""
    log_odds = _log_odds(parameters, _column(sample, "X", batch), activation)
    weight = _column(sample, "sample_weight", batch)
    total = torch.nn.functional.binary_cross_entropy_with_logits(
        log_odds, _column(sample, "y", batch), weight=weight, reduction="sum"
    )
    return total / weight.sum()


def main() -> None:
    """Write the file."""
    FILE.write_text(json.dumps(all_vectors(seed=1), indent=1) + "\n", encoding="utf-8")
    print(f"wrote {FILE.name}: {FILE.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main()
