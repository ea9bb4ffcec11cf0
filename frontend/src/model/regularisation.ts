/** What keeps a network from learning its events by heart: penalties on weights, and dropout. */
import { RandomRows } from "./random";

/**
 * What weights cost: l1 Σ|w| + l2/2 Σw², added to the mean loss of the batch; biases are free.
 *
 * As alpha of scikit-learn's SGDClassifier: the number means the same in batches of any size.
 * src/fivesigma/learning/regularisation.py says more.
 */
export interface Penalty {
  readonly l1: number;
  readonly l2: number;
}

/** Add the slope of the penalty in each of `weights` to `gradient`; |w| has none at 0. */
export function addPenaltySlope(
  { l1, l2 }: Penalty,
  weights: Float64Array,
  gradient: Float64Array,
): void {
  for (let i = 0; i < weights.length; i++) {
    gradient[i] += l2 * weights[i] + l1 * Math.sign(weights[i]);
  }
}

/** What the outputs of each hidden layer are multiplied by, row after row. */
export type Factors = readonly Float64Array[];

/**
 * Leaves hidden neurons out at random, each event its own, while a network learns.
 *
 * With probability `rate` a neuron passes on 0, else 1 / (1 − rate) times its output, so that a
 * trained network is used as it is. Initial weights and batches are drawn elsewhere.
 */
export class Dropout {
  readonly #hidden: readonly number[];
  readonly #limit: number;
  readonly #kept: number;
  readonly #rows: RandomRows;
  readonly #drawn: Uint32Array;
  readonly #factors: Factors;

  /** `hidden`: neurons of each hidden layer. `batchSize`: the most events of a batch. */
  constructor(rate: number, hidden: readonly number[], batchSize: number, seed: number) {
    if (!(rate >= 0 && rate < 1)) throw new RangeError(`dropout is from 0 to below 1, got ${rate}`);
    this.#hidden = hidden;
    this.#limit = rate * 2 ** 32;
    this.#kept = 1 / (1 - rate);
    this.#rows = new RandomRows(seed, batchSize);
    this.#drawn = new Uint32Array(hidden.reduce((sum, size) => sum + size, 0));
    this.#factors = hidden.map((size) => new Float64Array(batchSize * size));
  }

  /** Factors for the `n` events of the next batch; overwritten by the next call. */
  next(n: number): Factors {
    const drawn = this.#drawn;
    for (let row = 0; row < n; row++) {
      this.#rows.draw(row, drawn);
      let place = 0;
      for (let l = 0; l < this.#hidden.length; l++) {
        const size = this.#hidden[l];
        const factors = this.#factors[l];
        for (let i = row * size; i < (row + 1) * size; i++) {
          factors[i] = drawn[place++] < this.#limit ? 0 : this.#kept;
        }
      }
    }
    return this.#factors;
  }
}

/** Multiply the first `n` of `values` by their factors, in place. */
export function multiplyByFactors(values: Float64Array, factors: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) values[i] *= factors[i];
}

/** What neurons would have passed on without their factors, in place; 0 for those left out. */
export function divideByFactors(outputs: Float64Array, factors: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) outputs[i] = factors[i] > 0 ? outputs[i] / factors[i] : 0;
}
