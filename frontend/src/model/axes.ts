/** The variables of a dataset as the cross-filter needs them: in order, in bins, and cut. */
import { binOf } from "./histogram";
import { sortedColumn } from "./order";
import type { SortedColumn } from "./order";
import type { Dataset, FeatureFacts } from "./types";

/** One variable: its events in order, and the range of that order the cut keeps. */
export interface Axis {
  readonly nBins: number;
  /** Where this variable's bins start among the bins of all variables. */
  readonly offset: number;
  readonly order: Uint32Array;
  readonly sorted: Float32Array;
  from: number;
  to: number;
}

/** Places of an order that leave (`sign` −1) or enter (1) between two ranges of it. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly sign: 1 | -1;
}

/** How one range becomes the other. */
export function changes(old: Pick<Axis, "from" | "to">, from: number, to: number): Change[] {
  return [
    { start: old.from, end: Math.min(old.to, from), sign: -1 },
    { start: Math.max(old.from, to), end: old.to, sign: -1 },
    { start: from, end: Math.min(to, old.from), sign: 1 },
    { start: Math.max(from, old.to), end: to, sign: 1 },
  ];
}

/** Number of places that leave or enter. */
export function lengthOf(changed: readonly Change[]): number {
  return changed.reduce((n, { start, end }) => n + Math.max(0, end - start), 0);
}

/** Every variable of the dataset, uncut; `columns`: the same in order, where they are at hand. */
export function makeAxes(
  dataset: Dataset,
  features: readonly FeatureFacts[],
  columns: readonly SortedColumn[] | null = null,
): Axis[] {
  let offset = 0;
  return features.map(({ n_bins: nBins }, feature) => {
    const { order, sorted } = columns?.[feature] ?? sortedColumn(dataset.features[feature]);
    const axis = { nBins, offset, order, sorted, from: 0, to: order.length };
    offset += nBins * dataset.processes.length;
    return axis;
  });
}

/** For event i and feature f, at i × features + f: the bin the event fills. */
export function makeBins(
  dataset: Dataset,
  features: readonly FeatureFacts[],
  axes: readonly Axis[],
): Uint32Array {
  const bins = new Uint32Array(dataset.nEvents * features.length);
  features.forEach(({ low, high, n_bins: nBins }, feature) => {
    const values = dataset.features[feature];
    const { offset } = axes[feature];
    for (let event = 0; event < dataset.nEvents; event++) {
      bins[event * features.length + feature] =
        offset + dataset.process[event] * nBins + binOf(values[event], low, high, nBins);
    }
  });
  return bins;
}
