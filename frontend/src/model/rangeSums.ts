/**
 * Sums over the events between two places of an order, at a cost that does not grow with the
 * number of events.
 *
 * The sums up to every 4096th place are kept; what lies between such a place and the asked one is
 * added or taken away event by event. All sums are exact (exact.ts), so the way there leaves no
 * trace: the answer is to the last bit that of adding the events one by one.
 */

/** Events between two places at which sums are kept: a fraction of a millisecond to walk. */
export const STRIDE = 2 ** 12;

/** Adds (`sign` 1) or takes away (−1) what one event brings to the sums that start at `at`. */
export type AddEvent = (event: number, sums: Float64Array, at: number, sign: 1 | -1) => void;

export class RangeSums {
  readonly #order: Uint32Array;
  readonly #width: number;
  readonly #add: AddEvent;
  readonly #stride: number;
  /** Row r: the sums of all events before place r × stride. */
  readonly #rows: Float64Array;

  /** `width`: how many sums there are. One pass over all events, and nothing as long later. */
  constructor(order: Uint32Array, width: number, add: AddEvent, stride = STRIDE) {
    this.#order = order;
    this.#width = width;
    this.#add = add;
    this.#stride = stride;
    const nRows = Math.floor(order.length / stride) + 1;
    this.#rows = new Float64Array(nRows * width);
    // In the order of memory: following the order of the values would wait for it at every event.
    const rowOf = new Uint32Array(order.length);
    for (let place = 0; place < order.length; place++) {
      rowOf[order[place]] = 1 + Math.floor(place / stride);
    }
    for (let event = 0; event < rowOf.length; event++) {
      if (rowOf[event] < nRows) add(event, this.#rows, rowOf[event] * width, 1);
    }
    for (let i = width; i < this.#rows.length; i++) this.#rows[i] += this.#rows[i - width];
  }

  /** Fills `sums` with those of the events from place `from` to place `to` (exclusive). */
  between(from: number, to: number, sums: Float64Array): void {
    const [last, first] = [this.#nearestRow(to), this.#nearestRow(from)];
    for (let i = 0; i < this.#width; i++) {
      sums[i] = this.#rows[last * this.#width + i] - this.#rows[first * this.#width + i];
    }
    this.#walk(last * this.#stride, to, sums, 1);
    this.#walk(first * this.#stride, from, sums, -1);
  }

  #nearestRow(place: number): number {
    const nRows = this.#rows.length / this.#width;
    return Math.min(nRows - 1, Math.round(place / this.#stride));
  }

  /** Add what lies between two places, or take it away where the way leads back. */
  #walk(start: number, end: number, sums: Float64Array, sign: 1 | -1): void {
    for (let place = start; place < end; place++) this.#add(this.#order[place], sums, 0, sign);
    const back = sign === 1 ? -1 : 1;
    for (let place = end; place < start; place++) this.#add(this.#order[place], sums, 0, back);
  }
}
