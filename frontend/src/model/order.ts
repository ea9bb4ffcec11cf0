/** The order of events along one variable, and where a value stands in it. */

const INDEX_RANGE = 2 ** 21;
const SIGN_BIT = 0x80000000;

/** Indices of `values` from the smallest to the largest; equal values keep their order. */
export function ascendingOrder(values: Float32Array): Uint32Array<ArrayBuffer> {
  if (values.length > INDEX_RANGE) {
    throw new RangeError(`at most ${INDEX_RANGE} events can be sorted, got ${values.length}`);
  }
  // A float's bits, with the negative ones turned round, sort as a whole number. That number (32
  // bits) and the index (21 bits) share one double, which the engine sorts without a callback.
  const bits = new Uint32Array(values.slice().buffer);
  const keys = new Float64Array(values.length);
  for (let i = 0; i < keys.length; i++) {
    const positive = values[i] === 0 || bits[i] < SIGN_BIT;
    const rank = values[i] === 0 ? SIGN_BIT : positive ? bits[i] + SIGN_BIT : ~bits[i] >>> 0;
    keys[i] = rank * INDEX_RANGE + i;
  }
  keys.sort();
  const order = new Uint32Array(keys.length);
  for (let place = 0; place < order.length; place++) order[place] = keys[place] % INDEX_RANGE;
  return order;
}

/** One variable from its smallest value to its largest: which event is where, and its value. */
export interface SortedColumn {
  readonly order: Uint32Array<ArrayBuffer>;
  readonly sorted: Float32Array<ArrayBuffer>;
}

export function sortedColumn(values: Float32Array): SortedColumn {
  const order = ascendingOrder(values);
  const sorted = new Float32Array(order.length);
  for (let place = 0; place < order.length; place++) sorted[place] = values[order[place]];
  return { order, sorted };
}

/** Number of entries of the ascending `sorted` that are below `value`. */
export function countBelow(sorted: Float32Array, value: number): number {
  return countWhile(sorted, (entry) => entry < value);
}

/** Number of entries of the ascending `sorted` that are at most `value`. */
export function countUpTo(sorted: Float32Array, value: number): number {
  return countWhile(sorted, (entry) => entry <= value);
}

/** Length of the leading part of `sorted` that `holds`, by bisection. */
function countWhile(sorted: Float32Array, holds: (entry: number) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(sorted[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
