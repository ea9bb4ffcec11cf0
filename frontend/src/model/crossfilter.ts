/**
 * Cuts on many variables at once, each histogram following every move of a handle.
 *
 * Each event remembers which cuts it fails, one bit per variable. A moved handle touches only the
 * events between its old and its new place; each of them enters or leaves the histograms that
 * its other bits allow. The histogram of a variable ignores that variable's own cut, so that one
 * sees what the cut removes. Sums are exact (exact.ts): nothing drifts, however long one plays.
 */
import { onExactGrid } from "./exact";
import { binOf } from "./histogram";
import { ascendingOrder, countBelow, countUpTo } from "./order";
import type { Dataset, FeatureFacts, Interval, Yield } from "./types";

/** Σw and Σw² of each bin; live: the same arrays change when a cut moves. */
export interface BinContents {
  readonly sum: Float64Array;
  readonly sumSquares: Float64Array;
}

/** One variable: its events in order, and the range of that order the cut keeps. */
interface Axis {
  readonly nBins: number;
  /** Where this variable's bins start among the bins of all variables. */
  readonly offset: number;
  readonly order: Uint32Array;
  readonly sorted: Float32Array;
  from: number;
  to: number;
}

const MAX_FEATURES = 32;

export class CrossFilter {
  readonly #dataset: Dataset;
  readonly #axes: readonly Axis[];
  readonly #weight: Float64Array;
  readonly #weightSquared: Float64Array;
  /** Bit f is set where the event fails the cut on feature f. */
  readonly #failed: Uint32Array;
  /** For event i and feature f, at i × features + f: the bin the event fills. */
  readonly #binOfEvent: Uint32Array;
  readonly #sum: Float64Array;
  readonly #sumSquares: Float64Array;
  readonly #yieldSum: Float64Array;
  readonly #yieldSumSquares: Float64Array;
  readonly #yieldCount: Float64Array;

  /** `features` describe the dataset's columns, in the same order; at most 32. */
  constructor(dataset: Dataset, features: readonly FeatureFacts[]) {
    if (features.length !== dataset.features.length || features.length > MAX_FEATURES) {
      throw new RangeError(`${features.length} features for ${dataset.features.length} columns`);
    }
    this.#dataset = dataset;
    this.#weight = onExactGrid(Float64Array.from(dataset.weight));
    this.#weightSquared = onExactGrid(
      Float64Array.from(dataset.weight).map((weight) => weight ** 2),
    );
    this.#failed = new Uint32Array(dataset.nEvents);
    this.#axes = makeAxes(dataset, features);
    this.#binOfEvent = makeBins(dataset, features, this.#axes);
    const nProcesses = dataset.processes.length;
    const nBins = features.reduce((total, feature) => total + feature.n_bins * nProcesses, 0);
    this.#sum = new Float64Array(nBins);
    this.#sumSquares = new Float64Array(nBins);
    this.#yieldSum = new Float64Array(nProcesses);
    this.#yieldSumSquares = new Float64Array(nProcesses);
    this.#yieldCount = new Float64Array(nProcesses);
    this.#refill();
  }

  /** Keep the events with `low <= value <= high`; null leaves that side open. */
  setInterval(feature: number, interval: Interval): void {
    const axis = this.#axes[feature];
    const from = interval.low === null ? 0 : countBelow(axis.sorted, limit(interval.low));
    const end =
      interval.high === null ? axis.order.length : countUpTo(axis.sorted, limit(interval.high));
    this.#move(feature, from, Math.max(from, end));
  }

  /** Take all cuts away. */
  clear(): void {
    for (const axis of this.#axes) {
      axis.from = 0;
      axis.to = axis.order.length;
    }
    this.#failed.fill(0);
    this.#refill();
  }

  /** Histogram of a feature for one process, under the cuts on all other features. */
  histogram(feature: number, process: number): BinContents {
    const { offset, nBins } = this.#axes[feature];
    const start = offset + process * nBins;
    return {
      sum: this.#sum.subarray(start, start + nBins),
      sumSquares: this.#sumSquares.subarray(start, start + nBins),
    };
  }

  /** Yield of a process under all cuts. */
  yieldOf(process: number): Yield {
    return {
      sum: this.#yieldSum[process],
      sumSquares: this.#yieldSumSquares[process],
      count: this.#yieldCount[process],
    };
  }

  /** 1 for each event that all cuts keep, else 0; a copy. */
  mask(): Uint8Array {
    const kept = new Uint8Array(this.#failed.length);
    for (let event = 0; event < kept.length; event++) {
      kept[event] = this.#failed[event] === 0 ? 1 : 0;
    }
    return kept;
  }

  /** Yields after each cut in turn, `[step][process]`; step 0 is before the first cut. */
  cutFlow(order: readonly number[]): Yield[][] {
    const process = this.#dataset.process;
    const nProcesses = this.#dataset.processes.length;
    const nSteps = order.length + 1;
    // Filled at the last step that an event reaches, then summed from the last step to the first.
    const [sum, sumSquares, count] = [0, 0, 0].map(() => new Float64Array(nSteps * nProcesses));
    for (let event = 0; event < process.length; event++) {
      const failed = this.#failed[event];
      let step = 0;
      while (step < order.length && ((failed >>> order[step]) & 1) === 0) step++;
      const place = step * nProcesses + process[event];
      sum[place] += this.#weight[event];
      sumSquares[place] += this.#weightSquared[event];
      count[place] += 1;
    }
    for (const column of [sum, sumSquares, count]) {
      for (let at = column.length - nProcesses - 1; at >= 0; at--) {
        column[at] += column[at + nProcesses];
      }
    }
    return Array.from({ length: nSteps }, (_, step) =>
      Array.from({ length: nProcesses }, (_, code) => {
        const at = step * nProcesses + code;
        return { sum: sum[at], sumSquares: sumSquares[at], count: count[at] };
      }),
    );
  }

  /** Keep places `from` to `to` (exclusive) of the feature's order. */
  #move(feature: number, from: number, to: number): void {
    const axis = this.#axes[feature];
    const { from: oldFrom, to: oldTo } = axis;
    axis.from = from;
    axis.to = to;
    const changed = [
      [oldFrom, Math.min(oldTo, from), -1],
      [Math.max(oldFrom, to), oldTo, -1],
      [from, Math.min(to, oldFrom), 1],
      [Math.max(from, oldTo), to, 1],
    ] as const;
    const nChanged = changed.reduce((n, [start, end]) => n + Math.max(0, end - start), 0);
    // Past half of the events, counting anew in the order of memory is the faster way.
    const jump = 2 * nChanged > axis.order.length;
    for (const [start, end, sign] of changed) {
      for (let place = start; place < end; place++) {
        const event = axis.order[place];
        if (!jump) this.#enter(event, feature, sign);
        this.#failed[event] ^= 1 << feature;
      }
    }
    if (jump) this.#refill();
  }

  /** Add (`sign` 1) or take away (−1) what changes with the cut on `feature` for one event. */
  #enter(event: number, feature: number, sign: 1 | -1): void {
    const others = this.#failed[event] & ~(1 << feature);
    if (others === 0) {
      this.#addEverywhere(event, sign, feature);
      this.#addYield(event, sign);
    } else if ((others & (others - 1)) === 0) {
      this.#addTo(event, 31 - Math.clz32(others), sign);
    }
  }

  /** Count anew. */
  #refill(): void {
    const failed = this.#failed;
    for (const sums of [this.#sum, this.#sumSquares]) sums.fill(0);
    for (const sums of [this.#yieldSum, this.#yieldSumSquares, this.#yieldCount]) sums.fill(0);
    for (let event = 0; event < failed.length; event++) {
      const bits = failed[event];
      if (bits === 0) {
        this.#addEverywhere(event, 1, -1);
        this.#addYield(event, 1);
      } else if ((bits & (bits - 1)) === 0) {
        this.#addTo(event, 31 - Math.clz32(bits), 1);
      }
    }
  }

  /** Add an event to the histograms of all features but `except`. */
  #addEverywhere(event: number, sign: 1 | -1, except: number): void {
    const weight = sign * this.#weight[event];
    const weightSquared = sign * this.#weightSquared[event];
    const nFeatures = this.#axes.length;
    const start = event * nFeatures;
    for (let feature = 0; feature < nFeatures; feature++) {
      if (feature === except) continue;
      const bin = this.#binOfEvent[start + feature];
      this.#sum[bin] += weight;
      this.#sumSquares[bin] += weightSquared;
    }
  }

  #addTo(event: number, feature: number, sign: 1 | -1): void {
    const bin = this.#binOfEvent[event * this.#axes.length + feature];
    this.#sum[bin] += sign * this.#weight[event];
    this.#sumSquares[bin] += sign * this.#weightSquared[event];
  }

  #addYield(event: number, sign: 1 | -1): void {
    const process = this.#dataset.process[event];
    this.#yieldSum[process] += sign * this.#weight[event];
    this.#yieldSumSquares[process] += sign * this.#weightSquared[event];
    this.#yieldCount[process] += sign;
  }
}

/** A handle's value in the precision of the events, so that one lying on it is kept. */
function limit(value: number): number {
  if (Number.isNaN(value)) throw new RangeError("a cut needs a number, or null for none");
  return Math.fround(value);
}

function makeAxes(dataset: Dataset, features: readonly FeatureFacts[]): Axis[] {
  let offset = 0;
  return features.map(({ n_bins: nBins }, feature) => {
    const values = dataset.features[feature];
    const order = ascendingOrder(values);
    const sorted = new Float32Array(order.length);
    for (let place = 0; place < order.length; place++) sorted[place] = values[order[place]];
    const axis = { nBins, offset, order, sorted, from: 0, to: order.length };
    offset += nBins * dataset.processes.length;
    return axis;
  });
}

function makeBins(
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
