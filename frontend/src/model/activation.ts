/** What a neuron does with its sum: the three activations and their slopes. */
import type { Activation } from "./types";

/**
 * Replace the first `n` sums by the neurons' outputs, in place.
 *
 * Here and below relu does without a branch: the sign of a sum cannot be guessed, and a wrong
 * guess of the processor costs five times the arithmetic.
 */
export function activate(kind: Activation, values: Float64Array, n: number): void {
  if (kind === "relu") {
    for (let i = 0; i < n; i++) values[i] = 0.5 * (values[i] + Math.abs(values[i]));
  } else if (kind === "tanh") {
    for (let i = 0; i < n; i++) values[i] = Math.tanh(values[i]);
  } else {
    for (let i = 0; i < n; i++) values[i] = sigmoid(values[i]);
  }
}

/** Multiply the first `n` of `gradient` by the slope of the activation, known from its output. */
export function multiplyBySlope(
  kind: Activation,
  output: Float64Array,
  gradient: Float64Array,
  n: number,
): void {
  if (kind === "relu") {
    for (let i = 0; i < n; i++) gradient[i] *= Number(output[i] > 0);
  } else if (kind === "tanh") {
    for (let i = 0; i < n; i++) gradient[i] *= 1 - output[i] * output[i];
  } else {
    for (let i = 0; i < n; i++) gradient[i] *= output[i] * (1 - output[i]);
  }
}

/** Variance of the initial weights × number of inputs, which keeps signals alive through layers. */
export const INITIAL_GAIN: Readonly<Record<Activation, number>> = { relu: 2, tanh: 1, sigmoid: 1 };

/** Probability of the log-odds `z`, without overflow. */
export function sigmoid(z: number): number {
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

/** Cross-entropy of the answer `y` (0 or 1) to the log-odds `z`: ln(1 + e^z) − y z. */
export function crossEntropy(z: number, y: number): number {
  return Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))) - y * z;
}
