/** A trained model, as the numbers it is made of, put to use on events. */
import { sigmoid } from "./activation";
import type { NetworkState } from "./protocol";
import { scaledInputs } from "./sample";
import { networkOf } from "./training";
import { logOdds, type TreeState } from "./treeTraining";
import type { Dataset } from "./types";

/** The model as numbers: one of the two. */
export interface ModelState {
  readonly network: NetworkState | null;
  readonly trees: TreeState | null;
}

export interface Predictor {
  /** The chosen columns of some events as the model takes them in, row after row. */
  readonly inputs: (
    dataset: Dataset,
    features: readonly number[],
    events: Uint32Array,
  ) => Float64Array;
  /** Probability of signal for each of `n` rows. */
  readonly scores: (X: Float64Array, n: number) => Float64Array;
}

/** What `model` makes of events; null where there is no model. */
export function predictorOf({ network, trees }: ModelState): Predictor | null {
  if (network !== null) {
    const layers = networkOf(network);
    return {
      inputs: (dataset, features, events) => scaledInputs(dataset, features, events, network),
      scores: (X, n) => layers.forward(X, n),
    };
  }
  if (trees === null) return null;
  const width = trees.features.length;
  const unscaled = { mean: new Float64Array(width), std: new Float64Array(width).fill(1) };
  return {
    inputs: (dataset, features, events) => scaledInputs(dataset, features, events, unscaled),
    scores: (X, n) =>
      Float64Array.from({ length: n }, (_, row) =>
        sigmoid(logOdds(trees, X.subarray(row * width, (row + 1) * width))),
      ),
  };
}
