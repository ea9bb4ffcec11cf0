/** One event followed through a network, neuron by neuron, in numbers one can check by hand. */
import { sigmoid } from "./activation";
import { networkOf } from "./training";
import type { Activation, NetworkState } from "./types";

/** One term of a neuron's sum. */
export interface Term {
  readonly value: number;
  readonly weight: number;
  readonly product: number;
}

export interface NeuronArithmetic {
  /** One term for each neuron of the layer before. */
  readonly terms: readonly Term[];
  readonly bias: number;
  /** z: the terms and the bias added up. */
  readonly sum: number;
  /** What the neuron passes on. */
  readonly output: number;
  /** The curve between z and the output: the last neuron always has a sigmoid. */
  readonly curve: Activation;
}

/** Outputs of each layer for one event; layer 0 holds the scaled inputs. */
export type Activations = readonly Float64Array[];

/** Every neuron's output for one scaled event. */
export function followEvent(network: NetworkState, scaled: Float64Array): Activations {
  return networkOf(network).activations(scaled);
}

/** The sum of neuron `index` in layer `layer` >= 1, term by term. */
export function neuronArithmetic(
  network: NetworkState,
  activations: Activations,
  layer: number,
  index: number,
): NeuronArithmetic {
  const nOut = network.sizes[layer];
  const weights = network.weights[layer - 1];
  const terms = Array.from(activations[layer - 1], (value, i) => {
    const weight = weights[i * nOut + index];
    return { value, weight, product: value * weight };
  });
  const bias = network.biases[layer - 1][index];
  const sum = terms.reduce((total, term) => total + term.product, bias);
  const curve = layer === network.sizes.length - 1 ? "sigmoid" : network.activation;
  return { terms, bias, sum, output: onCurve(curve, sum), curve };
}

function onCurve(curve: Activation, z: number): number {
  if (curve === "relu") return Math.max(0, z);
  return curve === "tanh" ? Math.tanh(z) : sigmoid(z);
}

/** Where the weight furthest from zero is. */
export interface LargestWeight {
  readonly gap: number;
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

/** The weight furthest from zero, or null where none is a finite number. */
export function largestWeight(network: NetworkState): LargestWeight | null {
  let found: LargestWeight | null = null;
  network.weights.forEach((weights, gap) => {
    const nOut = network.sizes[gap + 1];
    for (let at = 0; at < weights.length; at++) {
      const weight = weights[at];
      if (Number.isFinite(weight) && Math.abs(weight) > Math.abs(found?.weight ?? 0)) {
        found = { gap, from: Math.floor(at / nOut), to: at % nOut, weight };
      }
    }
  });
  return found;
}

/** The next of 1, 1.5, 2, 3, 5, 7, 10, 15 … from `value` on, so that a scale moves in few steps. */
export function roundUp(value: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (
    [1, 1.5, 2, 3, 5, 7, 10]
      .map((m) => Number((m * power).toPrecision(2)))
      .find((step) => step >= value) ?? 10 * power
  );
}
