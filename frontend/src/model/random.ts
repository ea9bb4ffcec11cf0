/**
 * Random numbers that are the same in every browser and in Python (learning/random.py):
 * one seed, one network, one order of events. Generator: sfc32 of C. Doty-Humphrey (PractRand).
 */

const UINT32_RANGE = 2 ** 32;
const WARM_UP_DRAWS = 12;

export class Random {
  #a = 0;
  #b: number;
  #c = 0;
  #counter = 1;

  /** `seed`: a whole number from 0 to 2³² − 1. */
  constructor(seed: number) {
    checkSeed(seed);
    this.#b = seed | 0;
    for (let draw = 0; draw < WARM_UP_DRAWS; draw++) this.uint32();
  }

  /** Whole number from 0 to 2³² − 1. */
  uint32(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** Number in [0, 1) with all 53 bits of a double drawn. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** Number from the normal distribution with mean 0 and standard deviation 1 (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log1p(-this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Put the entries in a random order, in place; every order is equally likely (Fisher-Yates). */
  shuffle(index: Uint32Array): void {
    for (let last = index.length - 1; last > 0; last--) {
      const chosen = Math.floor(this.uniform() * (last + 1));
      const kept = index[last];
      index[last] = index[chosen];
      index[chosen] = kept;
    }
  }
}

/**
 * A stream of random numbers for each of some rows, side by side.
 *
 * Row i is sfc32 with the 64-bit seed `seed` + (i + 1) · 2³²; `Random`, whose upper half is 0,
 * never draws the same.
 */
export class RandomRows {
  /** State of each row: a, b, c and the counter. */
  readonly #states: Int32Array;

  constructor(seed: number, nRows: number) {
    checkSeed(seed);
    this.#states = new Int32Array(4 * nRows);
    const unused = new Uint32Array(WARM_UP_DRAWS);
    for (let row = 0; row < nRows; row++) {
      this.#states.set([0, seed | 0, row + 1, 1], 4 * row);
      this.draw(row, unused);
    }
  }

  /** Fill `drawn` with the next whole numbers from 0 to 2³² − 1 of a row. */
  draw(row: number, drawn: Uint32Array): void {
    const states = this.#states;
    const place = 4 * row;
    let a = states[place];
    let b = states[place + 1];
    let c = states[place + 2];
    let counter = states[place + 3];
    for (let i = 0; i < drawn.length; i++) {
      const sum = (a + b + counter) | 0;
      counter = (counter + 1) | 0;
      a = b ^ (b >>> 9);
      b = (c + (c << 3)) | 0;
      c = (((c << 21) | (c >>> 11)) + sum) | 0;
      drawn[i] = sum;
    }
    states[place] = a;
    states[place + 1] = b;
    states[place + 2] = c;
    states[place + 3] = counter;
  }
}

function checkSeed(seed: number): void {
  if (!Number.isInteger(seed) || seed < 0 || seed >= UINT32_RANGE) {
    throw new RangeError(`a seed is a whole number from 0 to 4294967295, got ${seed}`);
  }
}
