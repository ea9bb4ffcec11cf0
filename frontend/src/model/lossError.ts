/** How much a loss would differ on other events of the same kind: its statistical uncertainty. */
import { crossEntropy } from "./activation";
import { answersAndWeights, eventsIn, makeSample } from "./sample";
import type { Sample } from "./sample";
import { networkOf } from "./training";
import { logOdds, type TreeConfig, type TreeState } from "./treeTraining";
import type { Dataset, NetworkState, TrainingConfig } from "./types";

/** A probability that has been rounded to 0 stands for one below the resolution of a double. */
const LEAST = 2 ** -53;

export interface LossError {
  readonly loss: number;
  readonly uncertainty: number;
  readonly nSignal: number;
}

/** Loss of a network on the events of `folds`, or null where one class is missing there. */
export function lossWithError(
  dataset: Dataset,
  folds: readonly number[],
  config: TrainingConfig,
  mask: Uint8Array | null,
  network: NetworkState,
): LossError | null {
  const sample = makeSample(dataset, config, eventsIn(dataset, folds, config, mask), network);
  const probabilities = networkOf(network).forward(sample.X, sample.n);
  const losses = probabilities.map(
    (p, i) => -Math.log(Math.max(LEAST, sample.y[i] > 0 ? p : 1 - p)),
  );
  return meanWithError(sample, losses);
}

/** The same of trees. */
export function treeLossWithError(
  dataset: Dataset,
  folds: readonly number[],
  config: TreeConfig,
  mask: Uint8Array | null,
  trees: TreeState,
): LossError | null {
  const events = eventsIn(dataset, folds, config, mask);
  const { y, w } = answersAndWeights(dataset, config, events);
  const x = new Float64Array(config.features.length);
  const losses = y.map((answer, row) => {
    config.features.forEach((f, column) => (x[column] = dataset.features[f][events[row]]));
    return crossEntropy(logOdds(trees, x), answer);
  });
  return meanWithError({ n: events.length, y, w }, losses);
}

/**
 * Weighted mean of `losses` and its standard error, each class's share of the weight held fixed.
 *
 * Σ f_c² Σ_{i in c} w²(ℓ − m_c)² / W_c², with W_c the weight of class c, m_c its mean loss and
 * f_c = W_c / W: the class weights are made equal by hand, so that they do not fluctuate.
 */
export function meanWithError(
  { n, y, w }: Pick<Sample, "n" | "y" | "w">,
  losses: Float64Array,
): LossError | null {
  const weight = [0, 0];
  const sum = [0, 0];
  const count = [0, 0];
  for (let i = 0; i < n; i++) {
    weight[y[i]] += w[i];
    sum[y[i]] += w[i] * losses[i];
    count[y[i]] += 1;
  }
  const total = weight[0] + weight[1];
  if (!(weight[0] > 0 && weight[1] > 0)) return null;
  const mean = sum.map((s, c) => s / weight[c]);
  let variance = 0;
  for (let i = 0; i < n; i++) variance += ((w[i] * (losses[i] - mean[y[i]])) / total) ** 2;
  return {
    loss: (sum[0] + sum[1]) / total,
    uncertainty: Math.sqrt(variance),
    nSignal: count[1],
  };
}
