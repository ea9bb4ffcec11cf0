/** Columns that grow row by row, up to a limit; beyond it they are thinned evenly. */
import { isDrawn } from "./draw";

type Column = Float64Array | Float32Array | Uint32Array | Uint8Array;

const FIRST_ROWS = 4096;

/** Rows as they are kept; `n` of each column are filled. */
export class RowStore {
  /** Rows kept. */
  n = 0;
  /** Rows offered. */
  nOffered = 0;
  features: Float32Array[];
  weight: Float32Array;
  process: Uint8Array;
  fold: Uint8Array;
  /** 53 bits of the hash of the row's numbers: equal for equal rows. */
  hash: Float64Array;
  readonly #limit: number;
  /** Number of the row in the file; what is drawn follows from it. */
  #row: Uint32Array;
  #level = 0;

  /** `nExpected`: rows that will be offered at most; nothing is kept only to be thinned out later. */
  constructor(nFeatures: number, limit: number, nExpected: number) {
    const size = Math.min(FIRST_ROWS, limit);
    this.#level = Math.max(0, Math.ceil(Math.log2(nExpected / limit)));
    this.#limit = limit;
    this.features = Array.from({ length: nFeatures }, () => new Float32Array(size));
    this.weight = new Float32Array(size);
    this.process = new Uint8Array(size);
    this.fold = new Uint8Array(size);
    this.hash = new Float64Array(size);
    this.#row = new Uint32Array(size);
  }

  /** The place for the next row, to be filled by the caller; −1 where it is not drawn. */
  offer(): number {
    const row = this.nOffered++;
    if (!isDrawn(row, this.#level)) return -1;
    if (this.n === this.#limit) {
      this.#thin();
      if (!isDrawn(row, this.#level)) return -1;
    }
    if (this.n === this.#row.length) this.#resize(Math.min(2 * this.n, this.#limit));
    this.#row[this.n] = row;
    return this.n++;
  }

  /** No more rows: the columns are cut to their length. */
  finish(): void {
    this.#resize(this.n);
  }

  /** Goes to the next level, and lets go of the rows that are not drawn there. */
  #thin(): void {
    this.#level++;
    const columns = this.#columns();
    let kept = 0;
    for (let place = 0; place < this.n; place++) {
      if (!isDrawn(this.#row[place], this.#level)) continue;
      for (const column of columns) column[kept] = column[place];
      kept++;
    }
    this.n = kept;
  }

  #columns(): Column[] {
    return [...this.features, this.weight, this.process, this.fold, this.hash, this.#row];
  }

  #resize(size: number): void {
    const resized = <T extends Column>(column: T, copy: T): T => {
      copy.set(column.subarray(0, this.n));
      return copy;
    };
    this.features = this.features.map((one) => resized(one, new Float32Array(size)));
    this.weight = resized(this.weight, new Float32Array(size));
    this.process = resized(this.process, new Uint8Array(size));
    this.fold = resized(this.fold, new Uint8Array(size));
    this.hash = resized(this.hash, new Float64Array(size));
    this.#row = resized(this.#row, new Uint32Array(size));
  }
}
