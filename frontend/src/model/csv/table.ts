/** The second walk through a table: the rows of the chosen columns become a dataset. */
import { FoldHasher, RowKey } from "../fold";
import type { Dataset } from "../types";
import { type Census, isRagged, type Value } from "./census";
import { checkTable } from "./checks";
import type { Dialect } from "./dialect";
import { mostRows } from "./limits";
import { safeNames } from "./names";
import { numberIn, TEXT } from "./number";
import { type ColumnRange, rangeOf } from "./ranges";
import { checkRoles, type Roles } from "./roles";
import type { Row } from "./rows";
import { RowStore } from "./store";
import { RepeatedWords } from "./words";

/** A column that a model may look at. */
export interface TableFeature extends ColumnRange {
  readonly name: string;
  /** As the file says it. */
  readonly title: string;
}

export interface TableClass {
  readonly name: string;
  readonly kind: "signal" | "background";
  /** Rows kept. */
  readonly n_events: number;
}

/** What became of the rows of the file. */
export interface TableCounts {
  readonly rows: number;
  /** In the dataset. */
  readonly kept: number;
  /** Of classes that are left out. */
  readonly out: number;
  /** Without a number, or with text, in a column that is needed; without a label. */
  readonly missing: number;
  /** With too many or too few cells. */
  readonly ragged: number;
  /** Kept rows whose numbers are those of an earlier one. */
  readonly duplicates: number;
  /** Usable rows for each row kept: 1, or more where the file is too long. */
  readonly scale: number;
}

/** A student's own table, read. */
export interface OwnTable {
  readonly dataset: Dataset;
  readonly features: readonly TableFeature[];
  readonly classes: readonly TableClass[];
  readonly label: string;
  /** null where every row counts 1. */
  readonly weight: string | null;
  readonly counts: TableCounts;
}

export class TableReader {
  readonly #dialect: Dialect;
  readonly #names: readonly string[];
  readonly #roles: Roles;
  readonly #values: readonly Value[];
  readonly #store: RowStore;
  /** Columns whose numbers identify a row: features and weight, in the file's order. */
  readonly #sources: readonly number[];
  readonly #numbers: Float64Array;
  readonly #key: RowKey;
  readonly #hasher = new FoldHasher();
  readonly #codeOfNumber = new Map<number, number>();
  readonly #codeOfText = new Map<string, number>();
  readonly #words = new RepeatedWords();
  /** Rows without a usable number, for each of the sources. */
  readonly #missingIn: Float64Array;
  #isHeader: boolean;
  #rows = 0;
  #ragged = 0;
  #missing = 0;
  #out = 0;

  /** TableProblem where the roles do not fit the table. `limit`: rows kept at most. */
  constructor(
    dialect: Dialect,
    names: readonly string[],
    census: Census,
    roles: Roles,
    limit = mostRows(Math.max(1, roles.features.length)),
  ) {
    checkRoles(roles, names, census);
    this.#dialect = dialect;
    this.#names = names;
    this.#roles = { ...roles, features: [...roles.features].sort((one, other) => one - other) };
    this.#values = census.columns[roles.label].values!;
    this.#isHeader = dialect.hasHeader;
    const weights = roles.weight === null ? [] : [roles.weight];
    this.#sources = [...roles.features, ...weights].sort((one, other) => one - other);
    this.#numbers = new Float64Array(this.#sources.length);
    this.#missingIn = new Float64Array(this.#sources.length);
    this.#key = new RowKey(this.#sources.length);
    this.#store = new RowStore(roles.features.length, limit, census.nRows);
    this.#nameClasses();
  }

  /** Codes count the classes that are kept; those left out have −1. */
  #nameClasses(): void {
    let code = 0;
    this.#values.forEach(({ text, number }, i) => {
      const own = this.#roles.parts[i] === "out" ? -1 : code++;
      if (number === null) this.#codeOfText.set(text, own);
      else this.#codeOfNumber.set(number, own);
    });
  }

  add(row: Row): void {
    if (this.#isHeader) {
      this.#isHeader = false;
      return;
    }
    this.#rows++;
    if (isRagged(row, this.#names.length)) this.#ragged++;
    else this.#addWhole(row);
  }

  #addWhole(row: Row): void {
    const code = this.#codeOf(row);
    if (code === undefined) this.#missing++;
    else if (code < 0) this.#out++;
    else if (!this.#readNumbers(row)) this.#missing++;
    else this.#keep(code);
  }

  /** Code of the row's class; undefined where the row does not say it. */
  #codeOf(row: Row): number | undefined {
    const { label } = this.#roles;
    const number = numberIn(row.bytes, row.starts[label], row.ends[label], this.#dialect.decimal);
    if (Number.isNaN(number)) return undefined;
    if (number !== TEXT) return this.#codeOfNumber.get(number);
    return this.#codeOfText.get(this.#words.textOf(row, label));
  }

  /** Whether all numbers of the row are there; a number must also fit into 32 bits. */
  #readNumbers(row: Row): boolean {
    let isWhole = true;
    for (let i = 0; i < this.#sources.length; i++) {
      const cell = this.#sources[i];
      const number = numberIn(row.bytes, row.starts[cell], row.ends[cell], this.#dialect.decimal);
      this.#numbers[i] = number;
      if (Number.isFinite(Math.fround(number))) continue;
      this.#missingIn[i]++;
      isWhole = false;
    }
    return isWhole;
  }

  #keep(code: number): void {
    const place = this.#store.offer();
    if (place < 0) return;
    const { weight } = this.#roles;
    let feature = 0;
    this.#store.weight[place] = 1;
    for (let i = 0; i < this.#sources.length; i++) {
      const number = this.#numbers[i];
      this.#key.set(i, number);
      if (this.#sources[i] === weight) this.#store.weight[place] = number;
      else this.#store.features[feature++][place] = number;
    }
    this.#store.process[place] = code;
    this.#store.fold[place] = this.#hasher.fold(this.#key.bytes);
    this.#store.hash[place] = (this.#hasher.high >>> 11) * 2 ** 32 + this.#hasher.low;
  }

  /** The table as it was read. TableProblem where it is not enough to learn and to judge. */
  result(): OwnTable {
    const store = this.#store;
    store.finish();
    const scale = store.nOffered / Math.max(store.n, 1);
    const { features, weight, label } = this.#roles;
    const titles = features.map((column) => this.#names[column]);
    const names = safeNames(titles);
    const kept = this.#values.filter((_, i) => this.#roles.parts[i] !== "out");
    const kinds = this.#roles.parts.filter((part) => part !== "out");
    const perClass = new Float64Array(kept.length);
    for (const code of store.process) perClass[code]++;
    const table: OwnTable = {
      dataset: {
        id: "own",
        nEvents: store.n,
        processes: kept.map(({ text }) => text),
        featureNames: names,
        process: store.process,
        fold: store.fold,
        weight: scale === 1 ? store.weight : store.weight.map((one) => one * scale),
        features: store.features,
      },
      features: names.map((name, i) => ({
        ...{ name, title: titles[i] },
        ...rangeOf(store.features[i]),
      })),
      classes: kept.map(({ text }, i) => ({ name: text, kind: kinds[i], n_events: perClass[i] })),
      label: this.#names[label],
      weight: weight === null ? null : this.#names[weight],
      counts: {
        ...{ rows: this.#rows, kept: store.n, out: this.#out, missing: this.#missing },
        ...{ ragged: this.#ragged, duplicates: repeated(store.hash), scale },
      },
    };
    checkTable(table, this.#worstColumn());
    return table;
  }

  /** The column that most often lacks a number. */
  #worstColumn(): string {
    const worst = this.#missingIn.indexOf(Math.max(...this.#missingIn));
    return this.#names[this.#sources[worst]];
  }
}

/** How many values equal an earlier one. */
function repeated(values: Float64Array): number {
  const sorted = values.slice().sort();
  let found = 0;
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] === sorted[i - 1]) found++;
  }
  return found;
}
