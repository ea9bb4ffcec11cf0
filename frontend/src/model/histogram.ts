/** Weighted histograms: values outside the range fall into the first or last bin. */
import type { FeatureFacts } from "./types";

/** Contents of equal bins from `low` to `high`: Σw and its variance Σw². */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly sum: Float64Array;
  readonly sumSquares: Float64Array;
}

/** Bin of `value` among `nBins` equal ones from `low` to `high`, ends included. */
export function binOf(value: number, low: number, high: number, nBins: number): number {
  const bin = Math.floor(((value - low) / (high - low)) * nBins);
  return Math.min(Math.max(bin, 0), nBins - 1);
}

/** The `n_bins + 1` edges of a feature's histogram. */
export function binEdges(feature: Pick<FeatureFacts, "low" | "high" | "n_bins">): Float64Array {
  const { low, high, n_bins: nBins } = feature;
  return Float64Array.from({ length: nBins + 1 }, (_, i) => low + ((high - low) * i) / nBins);
}

/** Histogram of `values`; events of weight 0 are passed over. */
export function weightedHistogram(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  range: { readonly low: number; readonly high: number; readonly nBins: number },
): Histogram {
  const { low, high, nBins } = range;
  const sum = new Float64Array(nBins);
  const sumSquares = new Float64Array(nBins);
  for (let i = 0; i < values.length; i++) {
    const weight = weights[i];
    if (weight === 0) continue;
    const bin = binOf(values[i], low, high, nBins);
    sum[bin] += weight;
    sumSquares[bin] += weight * weight;
  }
  return { low, high, sum, sumSquares };
}
