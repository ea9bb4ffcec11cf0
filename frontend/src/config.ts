/** What the worker is told to train, from what the reader chose. */
import { isNetworkModel } from "./choices";
import type { ModelConfig } from "./model/protocol";
import type { Hypothesis } from "./model/sample";
import type { State } from "./state";

/** A leaf of fewer training events answers by chance; as scikit-learn's HistGradientBoosting. */
const LEAST_EVENTS = 20;
const LEAST_CURVATURE = 1e-3;

/** `features`: columns of the inputs. What a model does not use stands out of its config. */
export function modelConfig(
  { model, network, trees }: Pick<State, "model" | "network" | "trees">,
  features: readonly number[],
  { signal, backgrounds }: Hypothesis,
): ModelConfig {
  const { useWeights, seed } = network;
  const common = { features, useWeights, signal, backgrounds };
  if (isNetworkModel(model)) {
    const { optimiser, learningRate, batchSize, l1, l2, earlyStop } = network;
    const how = { optimiser, learningRate, batchSize, l1, l2, earlyStop, seed, ...common };
    const { layers, activation, dropout } = network;
    if (model === "network" && layers.length > 0) return { layers, activation, dropout, ...how };
    // One neuron: there is no hidden one to bend or to leave out.
    return { layers: [], activation: "tanh", dropout: 0, ...how };
  }
  const limits = { minEvents: LEAST_EVENTS, minCurvature: LEAST_CURVATURE, l2: 0 };
  const size = { maxDepth: trees.maxDepth, maxLeaves: 2 ** trees.maxDepth, ...limits };
  if (model === "tree") {
    // Nothing is drawn at random for a single tree, and it answers in full.
    return { model, ...size, learningRate: 1, subsample: 1, seed: 0, ...common };
  }
  const { learningRate, subsample } = trees;
  return { model, ...size, learningRate, subsample, seed, ...common };
}
