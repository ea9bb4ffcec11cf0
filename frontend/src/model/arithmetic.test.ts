import { expect, test } from "vitest";
import { followEvent, largestWeight, neuronArithmetic, roundUp } from "./arithmetic";
import { Network } from "./network";
import type { Activation, NetworkState } from "./types";

function someNetwork(activation: Activation, sizes: readonly number[]): NetworkState {
  const { weights, biases } = Network.create({ sizes, activation }, 7);
  biases.forEach((layer, l) => layer.fill(0.1 * (l + 1)));
  const mean = new Float64Array(sizes[0]);
  return { sizes, activation, weights, biases, mean, std: mean.map(() => 1) };
}

test("the arithmetic of every neuron gives what the network computes", () => {
  for (const activation of ["relu", "tanh", "sigmoid"] as const) {
    const network = someNetwork(activation, [3, 4, 5, 1]);
    const activations = followEvent(network, Float64Array.of(0.5, -1.2, 2));
    for (let layer = 1; layer < network.sizes.length; layer++) {
      for (let i = 0; i < network.sizes[layer]; i++) {
        const { output } = neuronArithmetic(network, activations, layer, i);
        expect(output).toBeCloseTo(activations[layer][i], 12);
      }
    }
  }
});

test("one neuron worked by hand: 2 × 0.5 − 1 × 3 + 0.25 = −1.75, and ReLU makes it 0", () => {
  const network: NetworkState = {
    sizes: [2, 1, 1],
    activation: "relu",
    weights: [Float64Array.of(0.5, -1), Float64Array.of(4)],
    biases: [Float64Array.of(0.25), Float64Array.of(0)],
    mean: Float64Array.of(0, 0),
    std: Float64Array.of(1, 1),
  };
  const activations = followEvent(network, Float64Array.of(2, 3));
  const hidden = neuronArithmetic(network, activations, 1, 0);
  expect(hidden.terms.map((term) => term.product)).toEqual([1, -3]);
  expect(hidden.sum).toBe(-1.75);
  expect(hidden.output).toBe(0);
  const output = neuronArithmetic(network, activations, 2, 0);
  expect(output).toMatchObject({ sum: 0, output: 0.5, curve: "sigmoid" });
});

test("the weight furthest from zero is found with its two ends", () => {
  const network = someNetwork("tanh", [2, 3, 1]);
  network.weights[0].set([0, 0, 0, 0, 0, -9]);
  expect(largestWeight(network)).toEqual({ gap: 0, from: 1, to: 2, weight: -9 });
});

test("a network whose weights are not numbers any more has no largest weight", () => {
  const network = someNetwork("tanh", [2, 1]);
  network.weights[0].fill(Number.NaN);
  expect(largestWeight(network)).toBeNull();
});

test("a scale ends at a round number not far above the largest weight", () => {
  expect([0.25, 1, 1.01, 2.1, 5.5, 8, 0].map(roundUp)).toEqual([0.3, 1, 1.5, 3, 7, 10, 1]);
});
