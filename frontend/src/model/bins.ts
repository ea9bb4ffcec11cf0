/**
 * Variables cut into bins of about equally many events, once: all that a tree needs to know of them.
 *
 * A tree asks "is it at most this?". Asked only at the edges of the bins, the answers of all events
 * can be tried with sums over bins, and no event is ever sorted again.
 */
import type { Dataset } from "./types";

/** More bins find no better cut where a few thousand events train. */
export const MAX_BINS = 64;

export interface BinnedFeatures {
  /** Number of variables. */
  readonly width: number;
  /** Bin of each variable of each event of the dataset, event after event. */
  readonly bins: Uint8Array;
  /** Ascending edges of each variable; a value lies in bin b if b edges are below it. */
  readonly edges: readonly Float64Array[];
}

/** All events of the dataset in bins whose edges follow from the `training` events alone. */
export function binFeatures(
  dataset: Dataset,
  features: readonly number[],
  training: Uint32Array,
): BinnedFeatures {
  const edges = features.map((feature) => {
    const values = dataset.features[feature];
    return quantileEdges(Float32Array.from(training, (event) => values[event]));
  });
  return intoBins(dataset, features, edges);
}

/** All events of a dataset in bins with these edges, one list a feature. */
export function intoBins(
  dataset: Dataset,
  features: readonly number[],
  edges: readonly Float64Array[],
): BinnedFeatures {
  const width = features.length;
  const bins = new Uint8Array(dataset.nEvents * width);
  features.forEach((feature, column) => {
    const values = dataset.features[feature];
    for (let event = 0; event < dataset.nEvents; event++) {
      bins[event * width + column] = binOf(values[event], edges[column]);
    }
  });
  return { width, bins, edges };
}

/**
 * Edges of at most `nBins` bins: between all distinct values where these are few, else quantiles
 * (the mean of both neighbours where one falls between two events). The same as the edges of
 * scikit-learn's HistGradientBoosting without weights.
 */
export function quantileEdges(values: Float32Array, nBins = MAX_BINS): Float64Array {
  const sorted = values.slice().sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const edges: number[] = [];
  if (distinct.length <= nBins) {
    for (let i = 1; i < distinct.length; i++) edges.push((distinct[i - 1] + distinct[i]) / 2);
    return Float64Array.from(edges);
  }
  for (let part = 1; part < nBins; part++) {
    const place = Math.floor((part * sorted.length) / nBins);
    const isBetween = (part * sorted.length) % nBins === 0;
    const edge = isBetween ? (sorted[place - 1] + sorted[place]) / 2 : sorted[place];
    if (edge !== edges[edges.length - 1]) edges.push(edge);
  }
  return Float64Array.from(edges);
}

/** Number of `edges` below `value`. */
export function binOf(value: number, edges: Float64Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
