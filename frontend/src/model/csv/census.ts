/** A first walk through the whole table: what each column holds, before anything is chosen. */
import type { Dialect } from "./dialect";
import { MOST_CLASSES } from "./limits";
import { numberIn, TEXT } from "./number";
import type { Row } from "./rows";
import { RepeatedWords } from "./words";

/** A value as a label would use it, and in how many rows it stands. */
export interface Value {
  readonly text: string;
  /** null where it is no number. */
  readonly number: number | null;
  readonly count: number;
}

/** What a column is good for. "counter": each row's number is one more than the last one's. */
export type ColumnKind = "number" | "text" | "constant" | "counter" | "empty";

export interface ColumnCensus {
  readonly kind: ColumnKind;
  readonly nNumbers: number;
  readonly nMissing: number;
  readonly nTexts: number;
  /** The different values, in order; null where there are too many to be classes. */
  readonly values: readonly Value[] | null;
}

export interface Census {
  /** Rows of numbers; the names do not count. */
  readonly nRows: number;
  /** Rows with more or fewer cells than there are names. */
  readonly nRagged: number;
  readonly columns: readonly ColumnCensus[];
}

/** Whether a row has the right number of cells; empty ones too many at its end do not matter. */
export function isRagged(row: Row, width: number): boolean {
  for (let cell = width; cell < row.n; cell++) {
    if (row.ends[cell] > row.starts[cell]) return true;
  }
  return row.n < width;
}

export class CensusTaker {
  #nRows = 0;
  #nRagged = 0;
  #isHeader: boolean;
  readonly #dialect: Dialect;
  readonly #columns: ColumnTally[];

  constructor(dialect: Dialect, width: number) {
    this.#dialect = dialect;
    this.#isHeader = dialect.hasHeader;
    this.#columns = Array.from({ length: width }, () => new ColumnTally());
  }

  add(row: Row): void {
    if (this.#isHeader) {
      this.#isHeader = false;
      return;
    }
    this.#nRows++;
    if (isRagged(row, this.#columns.length)) {
      this.#nRagged++;
      return;
    }
    const { decimal } = this.#dialect;
    for (let cell = 0; cell < this.#columns.length; cell++) {
      const number = numberIn(row.bytes, row.starts[cell], row.ends[cell], decimal);
      this.#columns[cell].add(number, row, cell);
    }
  }

  result(): Census {
    const columns = this.#columns.map((column) => column.result());
    return { nRows: this.#nRows, nRagged: this.#nRagged, columns };
  }
}

/** Counts the cells of one column. */
class ColumnTally {
  #nNumbers = 0;
  #nMissing = 0;
  #nTexts = 0;
  #low = Infinity;
  #high = -Infinity;
  #counts = true;
  #last = Number.NaN;
  #numbers: Map<number, number> | null = new Map();
  #texts: Map<string, number> | null = new Map();
  readonly #words = new RepeatedWords();

  add(number: number, row: Row, cell: number): void {
    if (number === TEXT) this.#addText(row, cell);
    else if (Number.isNaN(number)) this.#nMissing++;
    else this.#addNumber(number);
  }

  #addNumber(number: number): void {
    if (this.#nNumbers++ > 0 && number !== this.#last + 1) this.#counts = false;
    this.#last = number;
    if (number < this.#low) this.#low = number;
    if (number > this.#high) this.#high = number;
    if (this.#numbers === null) return;
    this.#numbers.set(number, (this.#numbers.get(number) ?? 0) + 1);
    if (this.#numbers.size > MOST_CLASSES) this.#numbers = null;
  }

  #addText(row: Row, cell: number): void {
    this.#nTexts++;
    if (this.#texts === null) return;
    const text = this.#words.textOf(row, cell);
    this.#texts.set(text, (this.#texts.get(text) ?? 0) + 1);
    if (this.#texts.size > MOST_CLASSES) this.#texts = null;
  }

  result(): ColumnCensus {
    const [nNumbers, nMissing, nTexts] = [this.#nNumbers, this.#nMissing, this.#nTexts];
    return { kind: this.#kind(), nNumbers, nMissing, nTexts, values: this.#values() };
  }

  #kind(): ColumnKind {
    if (this.#nNumbers + this.#nTexts === 0) return "empty";
    if (this.#nTexts >= this.#nNumbers) return "text";
    if (this.#low === this.#high) return "constant";
    return this.#counts && this.#nNumbers > MOST_CLASSES ? "counter" : "number";
  }

  #values(): Value[] | null {
    const [numbers, texts] = [this.#numbers, this.#texts];
    if (numbers === null || texts === null || numbers.size + texts.size > MOST_CLASSES) return null;
    const ascending = [...numbers].sort(([one], [other]) => one - other);
    const sorted = [...texts].sort(([one], [other]) => (one < other ? -1 : 1));
    return [
      ...ascending.map(([number, count]) => ({ text: String(number), number, count })),
      ...sorted.map(([text, count]) => ({ text, number: null, count })),
    ];
  }
}
