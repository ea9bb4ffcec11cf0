/** Cuts a stream of bytes into rows of cells, whatever the pieces it arrives in. */
import { MOST_COLUMNS, MOST_ROW_BYTES } from "./limits";
import { TableProblem } from "./problem";

/** One row; valid until the next one is read. Cell c is bytes[starts[c]] to before bytes[ends[c]]. */
export interface Row {
  readonly bytes: Uint8Array;
  /** Cells of this row. */
  readonly n: number;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** 1 where the cell stood in quotes; `""` in it means one quote. */
  readonly quoted: Uint8Array;
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];
const EMPTY = new Uint8Array(0);

export class RowReader {
  /** Rows so far, empty lines not counted. */
  nRows = 0;
  readonly #separator: number;
  readonly #onRow: (row: Row) => void;
  readonly #starts = new Int32Array(MOST_COLUMNS);
  readonly #ends = new Int32Array(MOST_COLUMNS);
  readonly #quoted = new Uint8Array(MOST_COLUMNS);
  /** The beginning of a row whose end has not arrived. */
  #rest: Uint8Array = EMPTY;
  #hasStarted = false;
  #n = 0;

  /** `separator`: one ASCII character. `onRow` is called once a row, in order; empty lines are not rows. */
  constructor(separator: string, onRow: (row: Row) => void) {
    this.#separator = separator.charCodeAt(0);
    this.#onRow = onRow;
  }

  /** The next bytes of the file. TableProblem on a row that never ends or has too many cells. */
  push(piece: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? piece : joined(this.#rest, piece);
    if (!this.#hasStarted && bytes.length < BYTE_ORDER_MARK.length) {
      this.#rest = bytes.slice();
      return;
    }
    this.#read(bytes, false);
  }

  /** The file is over: a last row needs no line end. */
  end(): void {
    const bytes = this.#rest;
    this.#rest = EMPTY;
    this.#read(bytes, true);
  }

  #read(bytes: Uint8Array, isLast: boolean): void {
    let from = 0;
    if (!this.#hasStarted) {
      this.#hasStarted = true;
      if (BYTE_ORDER_MARK.every((byte, i) => bytes[i] === byte)) from = BYTE_ORDER_MARK.length;
    }
    while (from < bytes.length) {
      if (bytes[from] === LINE_FEED || bytes[from] === CARRIAGE_RETURN) {
        from++;
        continue;
      }
      const end = this.#cellsFrom(bytes, from, isLast);
      if (end < 0) break;
      const [starts, ends, quoted] = [this.#starts, this.#ends, this.#quoted];
      this.nRows++;
      this.#onRow({ bytes, n: this.#n, starts, ends, quoted });
      from = end;
    }
    this.#rest = bytes.slice(from);
    if (this.#rest.length > MOST_ROW_BYTES) {
      throw new TableProblem("own.problem.row", { row: `${this.nRows + 1}` });
    }
  }

  /** Finds the cells of the row at `from`; where it ends, or −1 where its end has not arrived. */
  #cellsFrom(bytes: Uint8Array, from: number, isLast: boolean): number {
    const separator = this.#separator;
    const length = bytes.length;
    let at = from;
    for (this.#n = 0; ; at++) {
      if (this.#n === MOST_COLUMNS) {
        throw new TableProblem("own.problem.columns", { limit: `${MOST_COLUMNS}` });
      }
      const cell = this.#n++;
      const isQuoted = at < length && bytes[at] === QUOTE;
      this.#quoted[cell] = isQuoted ? 1 : 0;
      this.#starts[cell] = isQuoted ? at + 1 : at;
      if (isQuoted) {
        at = closingQuote(bytes, at + 1);
        if (at === length && !isLast) return -1;
        this.#ends[cell] = at;
      }
      let byte = bytes[at];
      while (at < length && byte !== separator && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
        byte = bytes[++at];
      }
      if (!isQuoted) this.#ends[cell] = at;
      if (at === length) return isLast ? length : -1;
      if (byte !== separator) return at;
    }
  }
}

/** Where a quoted cell ends, its inner `""` passed over; the length where it does not end. */
function closingQuote(bytes: Uint8Array, from: number): number {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at + 1] !== QUOTE) return at;
    at++;
  }
  return bytes.length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
