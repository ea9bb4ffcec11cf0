/** What each neuron answers over the plane of two inputs. */
import { type Grid, rowsOf, scaleRows, type Field } from "./surface";
import { networkOf } from "./training";
import type { Activation, NetworkState } from "./types";

/** Outputs of every layer at each point of a grid, and where the points are. */
export interface Responses {
  readonly grid: Grid;
  readonly network: NetworkState;
  /** Layer l: sizes[l] outputs a point, point after point. */
  readonly outputs: readonly Float64Array[];
}

/** One neuron over the plane. */
export interface Response {
  /** Its sum z: on the line z = 0 the neuron is undecided. */
  readonly sum: Field;
  readonly output: Field;
  readonly curve: Activation;
}

/** Every neuron's output, with the inputs off the plane at the values of `held`. */
export function responsesOf(network: NetworkState, grid: Grid, held: ArrayLike<number>): Responses {
  const n = grid.x.values.length * grid.y.values.length;
  const rows = rowsOf(grid, held, 0, n);
  scaleRows(rows, network);
  return { grid, network, outputs: networkOf(network).outputs(rows, n) };
}

/** The neuron `index` of layer `layer` >= 1. */
export function responseOf(
  { grid, network, outputs }: Responses,
  layer: number,
  index: number,
): Response {
  const [nX, nY] = [grid.x.values.length, grid.y.values.length];
  const [nIn, nOut] = [network.sizes[layer - 1], network.sizes[layer]];
  const weights = network.weights[layer - 1];
  const below = outputs[layer - 1];
  const sum = new Float64Array(nX * nY).fill(network.biases[layer - 1][index]);
  const output = new Float64Array(nX * nY);
  for (let point = 0; point < sum.length; point++) {
    for (let i = 0; i < nIn; i++) sum[point] += below[point * nIn + i] * weights[i * nOut + index];
    output[point] = outputs[layer][point * nOut + index];
  }
  const isLast = layer === network.sizes.length - 1;
  return {
    sum: { nX, nY, values: sum },
    output: { nX, nY, values: output },
    curve: isLast ? "sigmoid" : network.activation,
  };
}

/** What a neuron passes on where its sum is 0. */
export const UNDECIDED: Readonly<Record<Activation, number>> = { relu: 0, tanh: 0, sigmoid: 0.5 };

/** Outputs from −1 to 1 for a picture: 0 where undecided. ReLU is measured by its largest output. */
export function toneOf({ output, curve }: Response): Field {
  const largest = output.values.reduce((most, value) => Math.max(most, value), 0);
  const reach = curve === "relu" ? largest || 1 : 1 - UNDECIDED[curve];
  return { ...output, values: output.values.map((value) => (value - UNDECIDED[curve]) / reach) };
}
