/**
 * How well one variable alone tells signal from background.
 *
 * The area under the ROC curve that has the variable as its score: the chance that a signal event
 * has the larger value. A variable that is smaller for the signal separates as well, so the
 * separation is the area or what is left to 1, whichever is larger.
 */
import { ascendingOrder } from "./order";
import type { Measured } from "./types";

/** A variable's values and the order of the events along it. */
export interface Ordered {
  readonly values: Float32Array;
  readonly order: Uint32Array;
}

/** With the order found; a cross-filter knows that of its own variables. */
export function ordered(values: Float32Array): Ordered {
  return { values, order: ascendingOrder(values) };
}

/** Which events take part, and how: 0 not at all, 1 as background, 2 as signal. */
export type Roles = Uint8Array;
export const BACKGROUND = 1;
export const SIGNAL = 2;

export interface Separation {
  /** From 0.5 (tells nothing) to 1. */
  readonly chance: Measured;
  /** The signal has the larger values. */
  readonly signalIsLarger: boolean;
}

/** Σw, Σw² and number of events of one class. */
interface Total {
  readonly sum: number;
  readonly squares: number;
  readonly count: number;
}

/**
 * Separation by one variable, for weights of either sign; events of weight 0 are passed over. The
 * uncertainty is that of `roc` (DeLong, weighted). Missing without two events a class of positive
 * total weight.
 */
export function separation(along: Ordered, roles: Roles, weights: ArrayLike<number>): Separation {
  const signal = totalOf(SIGNAL, roles, weights);
  const background = totalOf(BACKGROUND, roles, weights);
  const usable = ({ count, sum }: Total): boolean => count >= 2 && sum > 0;
  if (!usable(signal) || !usable(background)) {
    const reason = usable(signal) ? "no-background" : "no-signal";
    return { chance: { kind: "missing", reason }, signalIsLarger: true };
  }
  const { area, variance } = areaAlong(along, roles, weights, signal, background);
  const signalIsLarger = area >= 0.5;
  const value = signalIsLarger ? area : 1 - area;
  return { chance: { kind: "value", value, uncertainty: Math.sqrt(variance) }, signalIsLarger };
}

function totalOf(role: number, roles: Roles, weights: ArrayLike<number>): Total {
  let [sum, squares, count] = [0, 0, 0];
  for (let event = 0; event < roles.length; event++) {
    const weight = weights[event];
    if (roles[event] !== role || weight === 0) continue;
    sum += weight;
    squares += weight * weight;
    count += 1;
  }
  return { sum, squares, count };
}

/**
 * The area and its variance, in one pass from the smallest value to the largest.
 *
 * Each event's part p of the area is how much of the other class it has on its right side, the
 * same for all events of one value. The area is the mean of p; the squares Σw²(p − area)² need
 * only Σw²p² and Σw²p.
 */
function areaAlong(
  { values, order }: Ordered,
  roles: Roles,
  weights: ArrayLike<number>,
  signal: Total,
  background: Total,
): { readonly area: number; readonly variance: number } {
  let [area, signalFirst, signalSecond, backgroundFirst, backgroundSecond] = [0, 0, 0, 0, 0];
  let [signalBelow, backgroundBelow] = [0, 0];
  for (let place = 0; place < order.length;) {
    const value = values[order[place]];
    let [s, ss, b, bb] = [0, 0, 0, 0];
    for (; place < order.length && values[order[place]] === value; place++) {
      const event = order[place];
      const weight = weights[event];
      if (roles[event] === SIGNAL) {
        s += weight;
        ss += weight * weight;
      } else if (roles[event] === BACKGROUND) {
        b += weight;
        bb += weight * weight;
      }
    }
    const ofSignal = (backgroundBelow + b / 2) / background.sum;
    const ofBackground = 1 - (signalBelow + s / 2) / signal.sum;
    area += (s * ofSignal) / signal.sum;
    signalFirst += ss * ofSignal;
    signalSecond += ss * ofSignal * ofSignal;
    backgroundFirst += bb * ofBackground;
    backgroundSecond += bb * ofBackground * ofBackground;
    signalBelow += s;
    backgroundBelow += b;
  }
  const varianceOf = (total: Total, first: number, second: number): number => {
    const spread = Math.max(0, second - 2 * area * first + area * area * total.squares);
    return ((spread / total.sum ** 2) * total.count) / (total.count - 1);
  };
  return {
    area,
    variance:
      varianceOf(signal, signalFirst, signalSecond) +
      varianceOf(background, backgroundFirst, backgroundSecond),
  };
}

/** The part each event plays: `mask` says who takes part (null: all of both classes). */
export function rolesOf(
  process: Uint8Array,
  { signal, backgrounds }: { readonly signal: number; readonly backgrounds: readonly number[] },
  mask: Uint8Array | null,
): Roles {
  const roleOf = new Uint8Array(256);
  for (const code of backgrounds) roleOf[code] = BACKGROUND;
  roleOf[signal] = SIGNAL;
  return process.map((code, event) => (mask !== null && mask[event] === 0 ? 0 : roleOf[code]));
}
