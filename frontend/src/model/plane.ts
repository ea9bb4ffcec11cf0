/** Two variables at once: weighted sums in rectangular bins, and lines around where most events are. */
import { binOf } from "./histogram";
import type { FeatureFacts } from "./types";

/** Equal bins along one variable; values outside fall into the first or the last. */
export type Binning = Pick<FeatureFacts, "low" | "high" | "n_bins">;

/** Σw and Σw² in each bin, at `y × nX + x`. */
export interface Plane {
  readonly nX: number;
  readonly nY: number;
  readonly sum: Float64Array;
  readonly sumSquares: Float64Array;
}

/** More bins than this along one variable leave too few simulated events in each. */
export const MOST_BINS = 12;
/** With fewer than this one sees no shape. */
const FEWEST_BINS = 6;

/** A variable's bins joined to few enough; equal ones of our own where whole ones cannot be joined. */
export function coarse({ low, high, n_bins: nBins }: Binning): Binning {
  if (nBins <= MOST_BINS) return { low, high, n_bins: nBins };
  for (let n = MOST_BINS; n >= FEWEST_BINS; n--) {
    if (nBins % n === 0) return { low, high, n_bins: n };
  }
  return { low, high, n_bins: MOST_BINS };
}

/** Bins filled with the events for which `roles` is `role`. */
export function fillPlane(
  x: { readonly values: ArrayLike<number>; readonly bins: Binning },
  y: { readonly values: ArrayLike<number>; readonly bins: Binning },
  { roles, role, weights }: { roles: Uint8Array; role: number; weights: ArrayLike<number> },
): Plane {
  const [nX, nY] = [x.bins.n_bins, y.bins.n_bins];
  const sum = new Float64Array(nX * nY);
  const sumSquares = new Float64Array(nX * nY);
  for (let event = 0; event < roles.length; event++) {
    if (roles[event] !== role) continue;
    const column = binOf(x.values[event], x.bins.low, x.bins.high, nX);
    const row = binOf(y.values[event], y.bins.low, y.bins.high, nY);
    sum[row * nX + column] += weights[event];
    sumSquares[row * nX + column] += weights[event] ** 2;
  }
  return { nX, nY, sum, sumSquares };
}

/**
 * The fewest bins, fullest first, that together hold at least `share` of the sum: 1 for those, 0
 * for the others. Bins whose sum is not positive are never among them. None without a positive sum.
 */
export function densest({ sum }: Pick<Plane, "sum">, share: number): Uint8Array {
  const inside = new Uint8Array(sum.length);
  const total = sum.reduce((all, content) => all + content, 0);
  if (!(total > 0)) return inside;
  const order = Uint32Array.from(sum, (_, bin) => bin).sort((a, b) => sum[b] - sum[a] || a - b);
  let held = 0;
  for (const bin of order) {
    if (held >= share * total || !(sum[bin] > 0)) break;
    inside[bin] = 1;
    held += sum[bin];
  }
  return inside;
}

/** A piece of the border of a region of bins, in bins from the lower left corner. */
export interface Edge {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** The border between the bins inside and those outside; the frame of the plane is outside. */
export function borderOf(inside: Uint8Array, nX: number, nY: number): Edge[] {
  const has = (x: number, y: number): boolean =>
    x >= 0 && x < nX && y >= 0 && y < nY && inside[y * nX + x] === 1;
  const edges: Edge[] = [];
  for (let y = 0; y <= nY; y++) {
    for (let x = 0; x <= nX; x++) {
      if (x < nX && has(x, y) !== has(x, y - 1)) edges.push({ x1: x, y1: y, x2: x + 1, y2: y });
      if (y < nY && has(x, y) !== has(x - 1, y)) edges.push({ x1: x, y1: y, x2: x, y2: y + 1 });
    }
  }
  return edges;
}
