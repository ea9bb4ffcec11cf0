/** What a model says in the plane of two of its inputs, the others held; as learning/surface.py. */
import { predictorOf, type ModelState } from "./predictor";
import type { Random } from "./random";
import type { Scaler } from "./sample";
import type { FeatureFacts } from "./types";

/** One side of the plane: which of the model's inputs it is, and the values asked about. */
export interface Side {
  readonly column: number;
  readonly values: Float64Array;
}

/** Points of the plane; number y × nX + x is at (x.values[x], y.values[y]). */
export interface Grid {
  readonly x: Side;
  readonly y: Side;
}

/** A number at each point of a grid. */
export interface Field {
  readonly nX: number;
  readonly nY: number;
  readonly values: Float64Array;
}

/** The answer of a model to `n` rows of inputs in their units. */
export type Ask = (rows: Float64Array, n: number) => Float64Array;

/** Rows asked about between two looks at the clock. */
const ROWS_AT_ONCE = 128;

/** `n` values from end to end of a variable's range; whole ones where there are no others. */
export function sideOf(
  { low, high, discrete }: Pick<FeatureFacts, "low" | "high" | "discrete">,
  column: number,
  n: number,
): Side {
  const step = (high - low) / (n - 1);
  const values = Float64Array.from({ length: n }, (_, i) => (i === n - 1 ? high : low + i * step));
  return { column, values: discrete ? values.map((value) => whole(value, low, high)) : values };
}

/** The nearest whole number that is within the range. */
function whole(value: number, low: number, high: number): number {
  // + 0: no −0, which is written with a sign.
  return Math.min(Math.floor(high), Math.max(Math.ceil(low), Math.round(value))) + 0;
}

/** What `model` answers to inputs in their units; null where there is no model. */
export function askOf(model: ModelState): Ask | null {
  const predictor = predictorOf(model);
  if (predictor === null) return null;
  const { network } = model;
  return (rows, n) => {
    if (network !== null) scaleRows(rows, network);
    return predictor.scores(rows, n);
  };
}

/** Turn rows of inputs in their units into what a network takes in, in place. */
export function scaleRows(rows: Float64Array, { mean, std }: Scaler): void {
  const width = mean.length;
  for (let at = 0; at < rows.length; at++) {
    const column = at % width;
    rows[at] = (rows[at] - mean[column]) / std[column];
  }
}

/** Points `start` to `end` of the plane as rows of inputs, the others at the values of `held`. */
export function rowsOf(
  { x, y }: Grid,
  held: ArrayLike<number>,
  start: number,
  end: number,
): Float64Array {
  const width = held.length;
  const nX = x.values.length;
  const rows = new Float64Array((end - start) * width);
  for (let point = start; point < end; point++) {
    const at = (point - start) * width;
    rows.set(held, at);
    rows[at + x.column] = x.values[point % nX];
    rows[at + y.column] = y.values[Math.floor(point / nX)];
  }
  return rows;
}

/**
 * The mean answer over the plane, with the other inputs at those of each of the `held` events.
 *
 * It can be worked out bit by bit: a page must stay awake meanwhile.
 */
export class SurfaceWork implements Field {
  readonly nX: number;
  readonly nY: number;
  readonly values: Float64Array;
  #done = 0;

  constructor(
    private readonly ask: Ask,
    readonly grid: Grid,
    readonly held: readonly ArrayLike<number>[],
  ) {
    this.nX = grid.x.values.length;
    this.nY = grid.y.values.length;
    this.values = new Float64Array(this.nX * this.nY);
  }

  /** Go on until the work is done (true) or the time is up. */
  advance(isTimeUp: () => boolean): boolean {
    const nPoints = this.values.length;
    const all = nPoints * this.held.length;
    while (this.#done < all) {
      const event = Math.floor(this.#done / nPoints);
      const start = this.#done % nPoints;
      const end = Math.min(nPoints, start + ROWS_AT_ONCE);
      const answers = this.ask(rowsOf(this.grid, this.held[event], start, end), end - start);
      for (let i = 0; i < answers.length; i++) {
        this.values[start + i] += answers[i] / this.held.length;
      }
      this.#done += end - start;
      if (this.#done < all && isTimeUp()) return false;
    }
    return true;
  }
}

/** How the mean of a field over one side changes along the other. */
export type Trend = "rises" | "falls" | "flat" | "mixed";

/** A curve that comes back by less than this part of its way is said to rise, or to fall. */
const BACK = 0.1;

/** `least`: a smaller change is none. */
export function trendAlong({ nX, nY, values }: Field, side: "x" | "y", least: number): Trend {
  const [n, others] = side === "x" ? [nX, nY] : [nY, nX];
  const at = (i: number, j: number): number => values[side === "x" ? j * nX + i : i * nX + j];
  const curve = Array.from({ length: n }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < others; j++) sum += at(i, j);
    return sum / others;
  });
  let [up, down] = [0, 0];
  for (let i = 1; i < n; i++) {
    const change = curve[i] - curve[i - 1];
    if (change > 0) up += change;
    else down -= change;
  }
  if (Math.max(up, down) < least) return "flat";
  if (down <= BACK * up) return "rises";
  return up <= BACK * down ? "falls" : "mixed";
}

/** The least and the largest finite number of a field; null where there is none. */
export function rangeOf({ values }: Field): readonly [number, number] | null {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return low > high ? null : [low, high];
}

/** Up to `n` of the events, drawn by lot; the chance is proportional to |weight|. */
export function drawnEvents(
  events: Uint32Array,
  weight: ArrayLike<number>,
  n: number,
  random: Random,
): Uint32Array {
  // The n first arrivals where each event arrives at a rate of |weight| (Efraimidis, Spirakis).
  const arrivals = Array.from(events, (event) => ({
    event,
    time: -Math.log1p(-random.uniform()) / Math.abs(weight[event]),
  })).filter(({ time }) => time < Infinity);
  arrivals.sort((a, b) => a.time - b.time);
  return Uint32Array.from(arrivals.slice(0, n), ({ event }) => event);
}
