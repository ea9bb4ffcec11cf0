/**
 * How well one variable alone tells signal from background.
 *
 * The area under the ROC curve that has the variable as its score: the chance that a signal event
 * has the larger value. A variable that is smaller for the signal separates as well, so the
 * separation is the area or what is left to 1, whichever is larger.
 */
import { ascendingOrder } from "./order";
import type { Measured } from "./types";

/** A variable's values and the order of the events along it, found once. */
export interface Ordered {
  readonly values: Float32Array;
  readonly order: Uint32Array;
}

export function ordered(values: Float32Array): Ordered {
  return { values, order: ascendingOrder(values) };
}

/** Which events take part, and how: 0 not at all, 1 as background, 2 as signal. */
export type Roles = Uint8Array;
const BACKGROUND = 1;
const SIGNAL = 2;

export interface Separation {
  /** From 0.5 (tells nothing) to 1. */
  readonly chance: Measured;
  /** The signal has the larger values. */
  readonly signalIsLarger: boolean;
}

/** Sums of the two classes below, and within, each group of equal values. */
class Sums {
  readonly sum = [0, 0, 0];
  readonly squares = [0, 0, 0];
  readonly count = [0, 0, 0];
}

/**
 * Separation by one variable, for weights of either sign; events of weight 0 are passed over. The
 * uncertainty is that of `roc` (DeLong, weighted). Missing without two events a class of positive
 * total weight.
 */
export function separation(
  { values, order }: Ordered,
  roles: Roles,
  weights: ArrayLike<number>,
): Separation {
  const total = totals(roles, weights);
  const reason =
    total.count[SIGNAL] < 2 || !(total.sum[SIGNAL] > 0)
      ? "no-signal"
      : total.count[BACKGROUND] < 2 || !(total.sum[BACKGROUND] > 0)
        ? "no-background"
        : null;
  if (reason !== null) return { chance: { kind: "missing", reason }, signalIsLarger: true };
  // With p the part of the other class on an event's right side, the area is the mean of p over
  // either class; Σw²p² and Σw²p give the spread about it without a second pass.
  const first = new Sums();
  const second = new Sums();
  const below = [0, 0, 0];
  forEachGroup({ values, order }, roles, weights, (group) => {
    for (const role of [BACKGROUND, SIGNAL]) {
      const other = BACKGROUND + SIGNAL - role;
      const share = (below[other] + group.sum[other] / 2) / total.sum[other];
      const part = role === SIGNAL ? share : 1 - share;
      first.sum[role] += group.sum[role] * part;
      first.squares[role] += group.squares[role] * part;
      second.squares[role] += group.squares[role] * part * part;
    }
    below[BACKGROUND] += group.sum[BACKGROUND];
    below[SIGNAL] += group.sum[SIGNAL];
  });
  const area = first.sum[SIGNAL] / total.sum[SIGNAL];
  const varianceOf = (role: number): number => {
    const spread =
      second.squares[role] - 2 * area * first.squares[role] + area ** 2 * total.squares[role];
    const n = total.count[role];
    return ((Math.max(0, spread) / total.sum[role] ** 2) * n) / (n - 1);
  };
  const uncertainty = Math.sqrt(varianceOf(SIGNAL) + varianceOf(BACKGROUND));
  const signalIsLarger = area >= 0.5;
  const value = signalIsLarger ? area : 1 - area;
  return { chance: { kind: "value", value, uncertainty }, signalIsLarger };
}

function totals(roles: Roles, weights: ArrayLike<number>): Sums {
  const total = new Sums();
  for (let event = 0; event < roles.length; event++) {
    const weight = weights[event];
    if (weight === 0) continue;
    total.sum[roles[event]] += weight;
    total.squares[roles[event]] += weight * weight;
    total.count[roles[event]] += 1;
  }
  return total;
}

/** Calls `visit` with the sums of each group of equal values, in ascending order. */
function forEachGroup(
  { values, order }: Ordered,
  roles: Roles,
  weights: ArrayLike<number>,
  visit: (group: Pick<Sums, "sum" | "squares">) => void,
): void {
  const group = { sum: [0, 0, 0], squares: [0, 0, 0] };
  let value = Number.NaN;
  for (const event of order) {
    const role = roles[event];
    if (role === 0) continue;
    if (values[event] !== value) {
      visit(group);
      group.sum.fill(0);
      group.squares.fill(0);
      value = values[event];
    }
    const weight = weights[event];
    group.sum[role] += weight;
    group.squares[role] += weight * weight;
  }
  visit(group);
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
