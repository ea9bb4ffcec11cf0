"""The network from scratch, trained by PyTorch or by Keras: the same settings, the same network.

A framework takes back-propagation off one's hands, and knows larger networks and graphics cards.
What it does to a network like ours is no magic: from the same seed, hence the same initial weights
and the same batches, all three arrive at the same network. Each framework is an extra and is
imported when it is first needed.
"""

import importlib
import os
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from fivesigma.core.errors import FiveSigmaError
from fivesigma.learning.estimators.classifier import LearnEpoch, NetworkClassifier, Sample
from fivesigma.learning.network import Network
from fivesigma.learning.regularisation import Dropout

Batches = Sequence[npt.NDArray[np.int64]]

_KERAS_BACKENDS = ("jax", "torch", "tensorflow")


class TorchClassifier(NetworkClassifier):
    """NetworkClassifier with PyTorch behind it: same parameters, attributes and refusals.

    In float64 on the CPU, so that a seed gives the network of NetworkClassifier to rounding.
    `torch_module(model.network_)` hands the trained network to PyTorch. FiveSigmaError where
    PyTorch is missing.

    >>> TorchClassifier(layers=(16, 8), epochs=20).get_params()["layers"]
    (16, 8)
    """

    def _learn_epoch(self, network: Network, dropout: Dropout | None) -> LearnEpoch:
        torch = _imported("torch")
        module = torch_module(network)
        layers = [layer for layer in module if isinstance(layer, torch.nn.Linear)]
        optimisers = {"adam": torch.optim.Adam, "sgd": torch.optim.SGD}
        optimiser = optimisers[self.optimiser](module.parameters(), lr=self.learning_rate)

        def learn_epoch(sample: Sample, batches: Batches) -> None:
            X, y, sample_weight = (torch.from_numpy(column) for column in sample)
            for batch in batches:
                optimiser.zero_grad()
                weight = sample_weight[batch]
                log_odds = _torch_log_odds(module, X[batch], dropout)
                loss = torch.nn.functional.binary_cross_entropy_with_logits(
                    log_odds, y[batch], weight=weight, reduction="sum"
                )
                cost = sum(
                    self.l1 * layer.weight.abs().sum() + self.l2 / 2 * layer.weight.square().sum()
                    for layer in layers
                )
                (loss / weight.sum() + cost).backward()
                optimiser.step()
            _copy_into(network.weights, [layer.weight.detach().numpy().T for layer in layers])
            _copy_into(network.biases, [layer.bias.detach().numpy() for layer in layers])

        return learn_epoch


class KerasClassifier(NetworkClassifier):
    """NetworkClassifier with Keras 3 behind it: same parameters, attributes and refusals.

    A seed gives the network of NetworkClassifier up to the float32 in which Keras computes, and to
    Adam's epsilon, which Keras adds before the correction of the squares and not after it. The
    backend is what KERAS_BACKEND names, else the first that is installed of JAX, PyTorch and
    TensorFlow. `keras_model(model.network_)` hands the trained network to Keras. FiveSigmaError
    where Keras or its backend is missing.

    >>> KerasClassifier(activation="relu").get_params()["activation"]
    'relu'
    """

    def _learn_epoch(self, network: Network, dropout: Dropout | None) -> LearnEpoch:
        keras = _imported("keras")
        penalty = keras.regularizers.L1L2(self.l1, self.l2 / 2)  # Keras takes l2 of w², not of w²/2
        model = _keras_training(network, penalty, with_factors=dropout is not None)
        adam, sgd = keras.optimizers.Adam, keras.optimizers.SGD
        model.compile(
            # The epsilon of the paper; Keras' is ten times that
            optimizer=adam(self.learning_rate, epsilon=1e-8)
            if self.optimiser == "adam"
            else sgd(self.learning_rate),
            # Divided by the sum of weights, as ours; Keras' default divides by their number
            loss=keras.losses.BinaryCrossentropy(
                from_logits=True, reduction="mean_with_sample_weight"
            ),
        )

        def learn_epoch(sample: Sample, batches: Batches) -> None:
            X, y, weight = (column[np.concatenate(batches)] for column in sample)
            drawn = [] if dropout is None else [dropout.factors(batch.size) for batch in batches]
            factors = [np.concatenate(layer) for layer in zip(*drawn, strict=True)]
            model.fit(
                [X, *factors],
                y[:, np.newaxis],
                sample_weight=weight,
                batch_size=self.batch_size,
                shuffle=False,
                verbose=0,
            )
            arrays = [keras.ops.convert_to_numpy(variable.value) for variable in model.weights]
            _copy_into(network.weights, arrays[::2])
            _copy_into(network.biases, arrays[1::2])

        return learn_epoch


def torch_module(network: Network) -> Any:
    """A copy of `network` as torch.nn.Sequential in float64: inputs in, log-odds (n_events, 1) out.

    The inputs are those of `network`, standardised where it learned from such. FiveSigmaError
    where PyTorch is missing.
    """
    torch = _imported("torch")
    bends = {"relu": torch.nn.ReLU, "tanh": torch.nn.Tanh, "sigmoid": torch.nn.Sigmoid}
    steps = []
    for weights, biases in zip(network.weights, network.biases, strict=True):
        # Without initial weights: drawing some would use up PyTorch's global random numbers
        layer = torch.nn.utils.skip_init(torch.nn.Linear, *weights.shape, dtype=torch.float64)
        with torch.no_grad():
            layer.weight.copy_(torch.from_numpy(weights.T))
            layer.bias.copy_(torch.from_numpy(biases))
        steps += [layer, bends[network.activation]()]
    return torch.nn.Sequential(*steps[:-1])


def keras_model(network: Network) -> Any:
    """A copy of `network` as keras.Sequential in float32: inputs in, log-odds (n_events, 1) out.

    The inputs are those of `network`, standardised where it learned from such. FiveSigmaError
    where Keras or its backend is missing.
    """
    keras = _imported("keras")
    last = len(network.weights) - 1
    steps = [keras.Input(shape=(network.weights[0].shape[0],))]
    for layer, biases in enumerate(network.biases):
        activation = None if layer == last else network.activation
        # Zeros: drawing initial weights would use up global random numbers
        steps.append(
            keras.layers.Dense(biases.size, activation=activation, kernel_initializer="zeros")
        )
    model = keras.Sequential(steps)
    pairs = zip(network.weights, network.biases, strict=True)
    model.set_weights([array for pair in pairs for array in pair])
    return model


def _torch_log_odds(module: Any, X: Any, dropout: Dropout | None) -> Any:
    """Log-odds (n_events,) of `module`, in training: with some hidden neurons left out."""
    if dropout is None:
        return module(X)[:, 0]
    torch = _imported("torch")
    *hidden, last = (layer for layer in module if isinstance(layer, torch.nn.Linear))
    outputs, bend = X, module[1]
    for layer, factor in zip(hidden, dropout.factors(len(X)), strict=True):
        outputs = bend(layer(outputs)) * torch.from_numpy(factor)
    return last(outputs)[:, 0]


def _keras_training(network: Network, penalty: Any, *, with_factors: bool) -> Any:
    """`keras_model` in training: weights cost `penalty`, and hidden outputs are multiplied by
    factors, which are further inputs if `with_factors`.
    """
    keras = _imported("keras")
    layers = keras_model(network).layers
    inputs = [keras.Input(shape=(network.weights[0].shape[0],))]
    outputs = inputs[0]
    for layer in layers:
        layer.kernel.regularizer = penalty  # asked for when the loss is worked out
        outputs = layer(outputs)
        if with_factors and layer is not layers[-1]:
            inputs.append(keras.Input(shape=(layer.units,)))
            outputs = keras.layers.multiply([outputs, inputs[-1]])
    return keras.Model(inputs, outputs)


def _copy_into(arrays: Sequence[npt.NDArray[Any]], learned: Sequence[npt.NDArray[Any]]) -> None:
    for array, values in zip(arrays, learned, strict=True):
        array[...] = values


def _imported(framework: str) -> Any:
    """The module, or what to install."""
    if framework == "keras":
        installed = [backend for backend in _KERAS_BACKENDS if find_spec(backend) is not None]
        # Keras asks this variable while it is imported, and would else insist on TensorFlow. What
        # the user has set is kept.
        os.environ.setdefault("KERAS_BACKEND", installed[0] if installed else "jax")
    try:
        return importlib.import_module(framework)
    except ModuleNotFoundError as missing:
        msg = (
            f"this model needs {missing.name}, which is not installed: "
            f'pip install "fivesigma[{framework}]".'
        )
        raise FiveSigmaError(msg) from missing
