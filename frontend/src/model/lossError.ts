/** How much a loss would differ on other events of the same kind: its statistical uncertainty. */
import type { Sample } from "./sample";

/** A probability that has been rounded to 0 stands for one below the resolution of a double. */
const LEAST = 2 ** -53;

export interface LossError {
  readonly loss: number;
  readonly uncertainty: number;
  readonly nSignal: number;
}

/** Cross-entropy of each event: of the probability of signal, and of the answer that was right. */
export function lossesOf(probabilities: Float64Array, y: Float64Array): Float64Array {
  return probabilities.map((p, i) => -Math.log(Math.max(LEAST, y[i] > 0 ? p : 1 - p)));
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
