/** A JSON document that came from elsewhere: each value is checked as it is taken out. */
import { isRecord } from "./record";

/** Far above any weight or energy, and small enough that no product of a few overflows. */
export const LARGEST_NUMBER = 1e30;
const LONGEST_TEXT = 100;
const MOST_NAMES = 64;
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** Why a network cannot be opened; `key` and `values` name the text to show. */
export class ExchangeError extends Error {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;

  constructor(key: string, values: Readonly<Record<string, string>> = {}) {
    super(`${key} ${JSON.stringify(values)}`);
    this.name = "ExchangeError";
    this.key = key;
    this.values = values;
  }
}

/** The JSON object in `text`; ExchangeError where it is something else. */
export function parseDocument(text: string): Part {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ExchangeError("exchange.json");
  }
  if (!isRecord(content)) throw new ExchangeError("exchange.json");
  return new Part(content, "");
}

export function isName(found: unknown): found is string {
  return typeof found === "string" && NAME.test(found);
}

function isText(found: unknown): found is string {
  return typeof found === "string" && found.length >= 1 && found.length <= LONGEST_TEXT;
}

function isNumber(found: unknown, low: number, high: number): found is number {
  return typeof found === "number" && low <= found && found <= high;
}

/** An object of a document, and where it stands there; every reader refuses by that place. */
export class Part {
  constructor(
    readonly content: Readonly<Record<string, unknown>>,
    private readonly place: string,
  ) {}

  refuse(key: string): never {
    throw new ExchangeError("exchange.value", { place: this.where(key) });
  }

  private where(key: string): string {
    return this.place === "" ? key : `${this.place}.${key}`;
  }

  /** Whether something stands at `key`; null counts as nothing. */
  has(key: string): boolean {
    return Object.hasOwn(this.content, key) && this.content[key] !== null;
  }

  private get(key: string): unknown {
    return Object.hasOwn(this.content, key) ? this.content[key] : undefined;
  }

  part(key: string): Part {
    const found = this.get(key);
    return isRecord(found) ? new Part(found, this.where(key)) : this.refuse(key);
  }

  parts(key: string, most: number): Part[] {
    return this.items(key, 1, most).map((item, index) =>
      isRecord(item) ? new Part(item, `${this.where(key)}[${index}]`) : this.refuse(key),
    );
  }

  items(key: string, fewest: number, most: number): readonly unknown[] {
    const found = this.get(key);
    if (!Array.isArray(found) || found.length < fewest || found.length > most) this.refuse(key);
    return found as unknown[];
  }

  text(key: string): string {
    const found = this.get(key);
    return isText(found) ? found : this.refuse(key);
  }

  optionalText(key: string): string | null {
    return this.has(key) ? this.text(key) : null;
  }

  choice<T extends string>(key: string, allowed: readonly T[]): T {
    return allowed.find((option) => option === this.get(key)) ?? this.refuse(key);
  }

  /** Texts that differ; there may be none. */
  texts(key: string): readonly string[] {
    return this.different(key, this.items(key, 0, MOST_NAMES), isText);
  }

  /** One or more names that differ. */
  names(key: string): readonly string[] {
    return this.different(key, this.items(key, 1, MOST_NAMES), isName);
  }

  wholes(key: string, low: number, high: number): readonly number[] {
    const isWhole = (found: unknown): found is number =>
      isNumber(found, low, high) && Number.isInteger(found);
    return this.different(key, this.items(key, 0, high - low + 1), isWhole);
  }

  private different<T>(
    key: string,
    items: readonly unknown[],
    fits: (item: unknown) => item is T,
  ): readonly T[] {
    if (!items.every(fits) || new Set(items).size < items.length) this.refuse(key);
    return items;
  }

  number(key: string, low: number, high: number): number {
    const found = this.get(key);
    return isNumber(found, low, high) ? found : this.refuse(key);
  }

  optionalNumber(key: string, low: number, high: number): number | null {
    return this.has(key) ? this.number(key, low, high) : null;
  }

  optionalWhole(key: string, low: number, high: number): number | null {
    const found = this.optionalNumber(key, low, high);
    return found === null || Number.isInteger(found) ? found : this.refuse(key);
  }

  numbers(key: string, n: number): Float64Array {
    return this.finite(key, this.get(key), n);
  }

  /** A list of `n` lists of `width` numbers, one after the other. */
  rows(key: string, n: number, width: number): Float64Array {
    const flat = new Float64Array(n * width);
    this.items(key, n, n).forEach((row, i) => flat.set(this.finite(key, row, width), i * width));
    return flat;
  }

  private finite(key: string, found: unknown, n: number): Float64Array {
    if (!Array.isArray(found) || found.length !== n) return this.refuse(key);
    const isFinite = (x: unknown): x is number => isNumber(x, -LARGEST_NUMBER, LARGEST_NUMBER);
    return found.every(isFinite) ? Float64Array.from(found) : this.refuse(key);
  }
}
