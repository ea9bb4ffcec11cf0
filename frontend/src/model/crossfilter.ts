/**
 * Cuts on many variables at once, each histogram following every move of a handle.
 *
 * Each event remembers which cuts it fails, one bit per variable. A moved handle touches only the
 * events between its old and its new place; each of them enters or leaves the histograms that
 * its other bits allow. The histogram of a variable ignores that variable's own cut, so that one
 * sees what the cut removes. Sums are exact (exact.ts): nothing drifts, however long one plays.
 * In a large dataset, where one would feel a move, the cut is held (heldCut.ts): after its first
 * move each further one costs the same, however many events there are.
 */
import { changes, lengthOf, makeAxes, makeBins } from "./axes";
import type { Axis } from "./axes";
import { fillStep, flowLength, placeOf, stepsPassed, yieldsOf } from "./cutFlow";
import { onExactGrid } from "./exact";
import { HeldCut } from "./heldCut";
import type { Contents, FilteredEvents } from "./heldCut";
import { countBelow, countUpTo } from "./order";
import type { SortedColumn } from "./order";
import type { Dataset, FeatureFacts, Interval, Yield } from "./types";

/** Σw and Σw² of each bin; live: the same arrays change when a cut moves. */
export interface BinContents {
  readonly sum: Float64Array;
  readonly sumSquares: Float64Array;
}

const MAX_FEATURES = 32;

/** From so many events on a move would be felt: there every cut that moves is held. */
const HELD_FROM = 100_000;

/** Datasets of how many events have their cuts held; tests hold those of a few. */
export interface Holding {
  readonly from: number;
  readonly stride?: number;
}

export class CrossFilter {
  readonly #axes: readonly Axis[];
  readonly #events: FilteredEvents;
  readonly #contents: Contents;
  readonly #holding: Holding;
  #held: HeldCut | null = null;
  /** The last cut flow, until a cut moves. */
  #flow: { readonly order: string; readonly yields: Yield[][] } | null = null;
  /** What the held cut kept when it was taken up: what the bits of the events still say. */
  #heldSince: readonly [from: number, to: number] = [0, 0];

  /**
   * `features` describe the dataset's columns, in the same order; at most 32. `columns`: the values
   * of each in order, where somebody has sorted them already.
   */
  constructor(
    dataset: Dataset,
    features: readonly FeatureFacts[],
    holding: Holding = { from: HELD_FROM },
    columns: readonly SortedColumn[] | null = null,
  ) {
    if (features.length !== dataset.features.length || features.length > MAX_FEATURES) {
      throw new RangeError(`${features.length} features for ${dataset.features.length} columns`);
    }
    this.#holding = holding;
    this.#axes = makeAxes(dataset, features, columns);
    const nProcesses = dataset.processes.length;
    const nBins = features.reduce((total, feature) => total + feature.n_bins * nProcesses, 0);
    this.#events = {
      nFeatures: features.length,
      nProcesses,
      process: dataset.process,
      weight: onExactGrid(Float64Array.from(dataset.weight)),
      weightSquared: onExactGrid(Float64Array.from(dataset.weight).map((weight) => weight ** 2)),
      failed: new Uint32Array(dataset.nEvents),
      binOfEvent: makeBins(dataset, features, this.#axes),
    };
    this.#contents = {
      sum: new Float64Array(nBins),
      sumSquares: new Float64Array(nBins),
      yieldSum: new Float64Array(nProcesses),
      yieldSumSquares: new Float64Array(nProcesses),
      yieldCount: new Float64Array(nProcesses),
    };
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
    this.#held = null;
    this.#flow = null;
    for (const axis of this.#axes) {
      axis.from = 0;
      axis.to = axis.order.length;
    }
    this.#events.failed.fill(0);
    this.#refill();
  }

  /** Histogram of a feature for one process, under the cuts on all other features. */
  histogram(feature: number, process: number): BinContents {
    const { offset, nBins } = this.#axes[feature];
    const start = offset + process * nBins;
    return {
      sum: this.#contents.sum.subarray(start, start + nBins),
      sumSquares: this.#contents.sumSquares.subarray(start, start + nBins),
    };
  }

  /** The events from the smallest value of a feature to the largest; not to be changed. */
  orderAlong(feature: number): Uint32Array {
    return this.#axes[feature].order;
  }

  /** Yield of a process under all cuts. */
  yieldOf(process: number): Yield {
    return {
      sum: this.#contents.yieldSum[process],
      sumSquares: this.#contents.yieldSumSquares[process],
      count: this.#contents.yieldCount[process],
    };
  }

  /** 1 for each event that all cuts keep, but for those on features of `except`; a copy. */
  mask(except: readonly number[] = []): Uint8Array {
    const held = this.#held;
    const aside = [...except, ...(held === null ? [] : [held.feature])];
    const asked = aside.reduce((bits, feature) => bits & ~(1 << feature), -1);
    const kept = Uint8Array.from(this.#events.failed, (bits) => ((bits & asked) === 0 ? 1 : 0));
    if (held !== null && !except.includes(held.feature)) {
      const { order, from, to } = this.#axes[held.feature];
      for (let place = 0; place < from; place++) kept[order[place]] = 0;
      for (let place = to; place < order.length; place++) kept[order[place]] = 0;
    }
    return kept;
  }

  /** Yields after each cut in turn, `[step][process]`; step 0 is before the first cut. */
  cutFlow(order: readonly number[]): readonly Yield[][] {
    const name = order.join();
    if (this.#flow?.order !== name) {
      this.#flow = { order: name, yields: this.#countFlow(order) };
    }
    return this.#flow.yields;
  }

  #countFlow(order: readonly number[]): Yield[][] {
    if (this.#held !== null) {
      const { from, to } = this.#axes[this.#held.feature];
      return this.#held.cutFlow(order, from, to);
    }
    const { process, nProcesses, failed, weight, weightSquared } = this.#events;
    const nSteps = order.length + 1;
    const filled = new Float64Array(flowLength(nSteps, nProcesses));
    for (let event = 0; event < process.length; event++) {
      const at = placeOf(stepsPassed(failed[event], order), process[event], nProcesses);
      fillStep(filled, at, weight[event], weightSquared[event], 1);
    }
    return yieldsOf(filled, nSteps, nProcesses);
  }

  /** Keep places `from` to `to` (exclusive) of the feature's order. */
  #move(feature: number, from: number, to: number): void {
    this.#flow = null;
    if (this.#held?.feature !== feature) {
      this.#settle();
      this.#hold(feature);
    }
    const axis = this.#axes[feature];
    if (this.#held !== null) {
      [axis.from, axis.to] = [from, to];
      this.#held.moveTo(from, to);
      return;
    }
    const changed = changes(axis, from, to);
    [axis.from, axis.to] = [from, to];
    // Past half of the events, counting anew in the order of memory is the faster way.
    const jump = 2 * lengthOf(changed) > axis.order.length;
    for (const { start, end, sign } of changed) {
      for (let place = start; place < end; place++) {
        const event = axis.order[place];
        if (!jump) this.#enter(event, feature, sign);
        this.#events.failed[event] ^= 1 << feature;
      }
    }
    if (jump) this.#refill();
  }

  /** Take up the cut on a feature where the events are many. */
  #hold(feature: number): void {
    if (this.#events.failed.length < this.#holding.from) return;
    const axis = this.#axes[feature];
    const nOwn = axis.nBins * this.#events.nProcesses;
    const held = { order: axis.order, ownBins: [axis.offset, axis.offset + nOwn] } as const;
    const { stride } = this.#holding;
    this.#held = new HeldCut(feature, held, this.#events, this.#contents, stride);
    this.#heldSince = [axis.from, axis.to];
  }

  /** Let go of the held cut: the events learn which of them it keeps now. */
  #settle(): void {
    if (this.#held === null) return;
    const { feature } = this.#held;
    const axis = this.#axes[feature];
    const [from, to] = this.#heldSince;
    for (const { start, end } of changes({ from, to }, axis.from, axis.to)) {
      for (let place = start; place < end; place++) {
        this.#events.failed[axis.order[place]] ^= 1 << feature;
      }
    }
    this.#held = null;
  }

  /** Add (`sign` 1) or take away (−1) what changes with the cut on `feature` for one event. */
  #enter(event: number, feature: number, sign: 1 | -1): void {
    const others = this.#events.failed[event] & ~(1 << feature);
    if (others === 0) {
      this.#addEverywhere(event, sign, feature);
      this.#addYield(event, sign);
    } else if ((others & (others - 1)) === 0) {
      this.#addTo(event, 31 - Math.clz32(others), sign);
    }
  }

  /** Count anew. */
  #refill(): void {
    const { failed } = this.#events;
    for (const sums of Object.values(this.#contents) as Float64Array[]) sums.fill(0);
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
    const { nFeatures, binOfEvent } = this.#events;
    const { sum, sumSquares } = this.#contents;
    const weight = sign * this.#events.weight[event];
    const weightSquared = sign * this.#events.weightSquared[event];
    const start = event * nFeatures;
    for (let feature = 0; feature < nFeatures; feature++) {
      if (feature === except) continue;
      const bin = binOfEvent[start + feature];
      sum[bin] += weight;
      sumSquares[bin] += weightSquared;
    }
  }

  #addTo(event: number, feature: number, sign: 1 | -1): void {
    const { nFeatures, binOfEvent, weight, weightSquared } = this.#events;
    const bin = binOfEvent[event * nFeatures + feature];
    this.#contents.sum[bin] += sign * weight[event];
    this.#contents.sumSquares[bin] += sign * weightSquared[event];
  }

  #addYield(event: number, sign: 1 | -1): void {
    const { yieldSum, yieldSumSquares, yieldCount } = this.#contents;
    const process = this.#events.process[event];
    yieldSum[process] += sign * this.#events.weight[event];
    yieldSumSquares[process] += sign * this.#events.weightSquared[event];
    yieldCount[process] += sign;
  }
}

/** A handle's value in the precision of the events, so that one lying on it is kept. */
function limit(value: number): number {
  if (Number.isNaN(value)) throw new RangeError("a cut needs a number, or null for none");
  return Math.fround(value);
}
