/**
 * The cut on one variable while its handle is held, for datasets of a million events.
 *
 * The cuts on all other variables stand still meanwhile, so what each event brings to the
 * histograms does not depend on where the handle is: sums along the variable are made once, and
 * each move is the difference of two of them (rangeSums.ts).
 */
import { fillStep, flowLength, placeOf, stepsPassed, yieldsOf } from "./cutFlow";
import { RangeSums } from "./rangeSums";
import type { Yield } from "./types";

/** The events as the cross-filter keeps them. */
export interface FilteredEvents {
  readonly nFeatures: number;
  readonly nProcesses: number;
  readonly process: Uint8Array;
  readonly weight: Float64Array;
  readonly weightSquared: Float64Array;
  /** Bit f is set where the event fails the cut on feature f. */
  readonly failed: Uint32Array;
  /** For event i and feature f, at i × features + f: the bin the event fills. */
  readonly binOfEvent: Uint32Array;
}

/** The sums that follow the cuts: of the bins of all variables, and of each process. */
export interface Contents {
  readonly sum: Float64Array;
  readonly sumSquares: Float64Array;
  readonly yieldSum: Float64Array;
  readonly yieldSumSquares: Float64Array;
  readonly yieldCount: Float64Array;
}

/** The variable that is held: its events in ascending order, and the bins that are its own. */
export interface HeldAxis {
  readonly order: Uint32Array;
  readonly ownBins: readonly [start: number, end: number];
}

/** A cut flow whose sums are kept: what stands still, and what lies along the variable. */
interface HeldFlow {
  readonly outside: Float64Array;
  readonly along: RangeSums | null;
}

export class HeldCut {
  readonly #flows = new Map<string, HeldFlow>();
  readonly #sums: RangeSums;
  readonly #row: Float64Array;
  readonly #bit: number;

  constructor(
    readonly feature: number,
    private readonly axis: HeldAxis,
    private readonly events: FilteredEvents,
    private readonly contents: Contents,
    private readonly stride?: number,
  ) {
    this.#bit = 1 << feature;
    const { length: nBins } = contents.sum;
    this.#row = new Float64Array(2 * nBins + 3 * events.nProcesses);
    const add = (event: number, sums: Float64Array, at: number, sign: 1 | -1): void =>
      this.#add(event, sums, at, sign);
    this.#sums = new RangeSums(axis.order, this.#row.length, add, stride);
  }

  /** Keep the places from `from` to `to` (exclusive): all contents follow. */
  moveTo(from: number, to: number): void {
    const { contents, events } = this;
    const [ownStart, ownEnd] = this.axis.ownBins;
    const row = this.#row;
    this.#sums.between(from, to, row);
    const nBins = contents.sum.length;
    for (let bin = 0; bin < nBins; bin++) {
      // The variable's own histogram ignores its own cut: it stands still.
      if (bin >= ownStart && bin < ownEnd) continue;
      contents.sum[bin] = row[2 * bin];
      contents.sumSquares[bin] = row[2 * bin + 1];
    }
    for (let process = 0; process < events.nProcesses; process++) {
      const at = 2 * nBins + 3 * process;
      contents.yieldSum[process] = row[at];
      contents.yieldSumSquares[process] = row[at + 1];
      contents.yieldCount[process] = row[at + 2];
    }
  }

  /** Yields `[step][process]` after each cut of `order`, for the places `from` to `to`. */
  cutFlow(order: readonly number[], from: number, to: number): Yield[][] {
    const { nProcesses } = this.events;
    const nSteps = order.length + 1;
    const { outside, along } = this.#flow(order);
    const filled = new Float64Array(flowLength(nSteps, nProcesses));
    along?.between(from, to, filled);
    for (let i = 0; i < filled.length; i++) filled[i] += outside[i];
    return yieldsOf(filled, nSteps, nProcesses);
  }

  /** What one event brings to the contents if the held cut keeps it. */
  #add(event: number, sums: Float64Array, at: number, sign: 1 | -1): void {
    const { failed, weight, weightSquared, binOfEvent, nFeatures, process } = this.events;
    const others = failed[event] & ~this.#bit;
    if ((others & (others - 1)) !== 0) return;
    const w = sign * weight[event];
    const w2 = sign * weightSquared[event];
    const start = event * nFeatures;
    if (others !== 0) {
      const place = at + 2 * binOfEvent[start + 31 - Math.clz32(others)];
      sums[place] += w;
      sums[place + 1] += w2;
      return;
    }
    for (let feature = 0; feature < nFeatures; feature++) {
      if (feature === this.feature) continue;
      const place = at + 2 * binOfEvent[start + feature];
      sums[place] += w;
      sums[place + 1] += w2;
    }
    const place = at + this.#row.length - 3 * (this.events.nProcesses - process[event]);
    sums[place] += w;
    sums[place + 1] += w2;
    sums[place + 2] += sign;
  }

  /** Made once for each order of the cuts. */
  #flow(order: readonly number[]): HeldFlow {
    const name = order.join();
    const known = this.#flows.get(name);
    if (known !== undefined) return known;
    const made = this.#makeFlow(order);
    this.#flows.set(name, made);
    return made;
  }

  #makeFlow(order: readonly number[]): HeldFlow {
    const { failed, process, weight, weightSquared, nProcesses } = this.events;
    const length = flowLength(order.length + 1, nProcesses);
    const outside = new Float64Array(length);
    const held = order.indexOf(this.feature);
    const fill = (sums: Float64Array, start: number, step: number, event: number, sign: 1 | -1) => {
      const at = start + placeOf(step, process[event], nProcesses);
      fillStep(sums, at, sign * weight[event], sign * weightSquared[event], sign);
    };
    const bits = ~this.#bit;
    const passed = (event: number): number => stepsPassed(failed[event] & bits, order);
    // As if the held cut kept no event: none comes further than to that cut.
    for (let event = 0; event < failed.length; event++) {
      const step = passed(event);
      fill(outside, 0, held < 0 ? step : Math.min(step, held), event, 1);
    }
    if (held < 0) return { outside, along: null };
    const add = (event: number, sums: Float64Array, at: number, sign: 1 | -1): void => {
      const step = passed(event);
      if (step <= held) return;
      fill(sums, at, step, event, sign);
      fill(sums, at, held, event, sign === 1 ? -1 : 1);
    };
    return { outside, along: new RangeSums(this.axis.order, length, add, this.stride) };
  }
}
