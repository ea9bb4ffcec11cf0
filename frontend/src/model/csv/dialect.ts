/** How a table is written: its separator, its decimal mark, whether its first row holds names. */
import { type Decimal, MISSING, numberIn, TEXT } from "./number";
import { TableProblem } from "./problem";
import { RowReader } from "./rows";
import { decoded, textsOf } from "./words";

export const SEPARATORS = [",", ";", "\t", "|"] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface Dialect {
  readonly separator: Separator;
  readonly decimal: Decimal;
  readonly hasHeader: boolean;
}

/** The dialect of a file's first bytes, and its first rows read that way. */
export interface Beginning {
  readonly dialect: Dialect;
  readonly encoding: "UTF-8" | "Latin-1";
  /** One name a column; "c3" where the file gives none. */
  readonly names: readonly string[];
  /** First rows below the names, to look at. */
  readonly preview: readonly (readonly string[])[];
}

/** Tried in this order; where two do equally well, the first is taken. */
const CANDIDATES: readonly Omit<Dialect, "hasHeader">[] = [
  { separator: ",", decimal: "." },
  { separator: ";", decimal: "." },
  { separator: ";", decimal: "," },
  { separator: "\t", decimal: "." },
  { separator: "\t", decimal: "," },
  { separator: "|", decimal: "." },
  { separator: "|", decimal: "," },
  { separator: ",", decimal: "," },
];
const ROWS_TRIED = 100;
const ROWS_SHOWN = 6;
/** First bytes of files that are often taken for tables: zip (so Excel), gzip, PDF, PNG, Parquet. */
const KNOWN_FILES = ["PK\u0003\u0004", "\u001f\u008b", "%PDF", "\u0089PNG", "PAR1", "\u0089HDF"];

/**
 * Tells from the first bytes how the file is written. `isWhole`: `head` is all of the file.
 * `wanted`: what the reader has chosen instead. TableProblem where it is no table.
 */
export function beginningOf(
  head: Uint8Array,
  isWhole: boolean,
  wanted: Partial<Dialect> = {},
): Beginning {
  refuseStrangers(head);
  const found = wanted.separator === undefined ? bestOf(head, isWhole) : null;
  const separator = wanted.separator ?? found!.separator;
  const decimal = wanted.decimal ?? found?.decimal ?? decimalWith(head, isWhole, separator);
  const rows = firstRows(head, isWhole, separator);
  if (rows.length === 0 && !isWhole) throw new TableProblem("own.problem.row", { row: "1" });
  if (rows.length === 0) throw new TableProblem("own.problem.empty");
  const hasHeader = wanted.hasHeader ?? looksLikeNames(rows[0], decimal);
  const width = rows[0].length;
  if (width < 2) throw new TableProblem("own.problem.one-column");
  if (!isWhole && rows.length === 1) throw new TableProblem("own.problem.row", { row: "2" });
  if (hasHeader && rows.length === 1) throw new TableProblem("own.problem.no-rows");
  const names = hasHeader ? rows[0] : rows[0].map(() => "");
  return {
    dialect: { separator, decimal, hasHeader },
    encoding: isUtf8(head, isWhole) ? "UTF-8" : "Latin-1",
    names: names.map((name, column) => (name === "" ? `c${column + 1}` : name)),
    preview: rows.slice(hasHeader ? 1 : 0).slice(0, ROWS_SHOWN),
  };
}

function refuseStrangers(head: Uint8Array): void {
  if (head.length === 0) throw new TableProblem("own.problem.empty");
  const start = String.fromCharCode(...head.subarray(0, 4));
  if (/^(\u00ff\u00fe|\u00fe\u00ff)/.test(start)) throw new TableProblem("own.problem.utf16");
  if (head.includes(0) || KNOWN_FILES.some((known) => start.startsWith(known))) {
    throw new TableProblem("own.problem.binary");
  }
}

/** Whether the bytes are UTF-8; a character that `head` cuts in two does not count. */
function isUtf8(head: Uint8Array, isWhole: boolean): boolean {
  const end = isWhole ? head.length : head.lastIndexOf(0x0a) + 1;
  return decoded(head.subarray(0, end)) === new TextDecoder().decode(head.subarray(0, end));
}

function firstRows(head: Uint8Array, isWhole: boolean, separator: Separator): string[][] {
  const rows: string[][] = [];
  const reader = new RowReader(separator, (row) => {
    if (rows.length < ROWS_TRIED) rows.push(textsOf(row));
  });
  reader.push(head);
  if (isWhole) reader.end();
  return rows;
}

function bestOf(head: Uint8Array, isWhole: boolean): Omit<Dialect, "hasHeader"> {
  const scores = CANDIDATES.map(({ separator, decimal }) =>
    score(firstRows(head, isWhole, separator), decimal),
  );
  return CANDIDATES[scores.indexOf(Math.max(...scores))];
}

/** The decimal mark that makes more numbers, "." where neither does. */
function decimalWith(head: Uint8Array, isWhole: boolean, separator: Separator): Decimal {
  const rows = firstRows(head, isWhole, separator);
  return score(rows, ",") > score(rows, ".") ? "," : ".";
}

/** How much the rows look like a table: equally long, of numbers, and no cell with two of them. */
function score(rows: readonly string[][], decimal: Decimal): number {
  const below = rows.length > 1 ? rows.slice(1) : rows;
  const width = mostFrequent(below.map((row) => row.length));
  if (width < 2) return 0;
  const even = below.filter((row) => row.length === width);
  const cells = even.flat().filter((cell) => cell !== "");
  const numbers = cells.filter((cell) => Number.isFinite(numberOf(cell, decimal)));
  const doubtful = cells.filter((cell) => /[;\t|]/.test(cell) || /^\d+,\d+$/.test(cell));
  const suspect = decimal === "," ? cells.filter((cell) => /[;\t|]/.test(cell)) : doubtful;
  const share = (some: readonly string[]): number => some.length / Math.max(cells.length, 1);
  return (even.length / below.length) * (1 + share(numbers) - share(suspect));
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, 0])[0];
}

/** Names are words: a first row with a number in it is a row like the others. */
function looksLikeNames(row: readonly string[], decimal: Decimal): boolean {
  const found = row.map((cell) => numberOf(cell, decimal));
  return found.includes(TEXT) && !found.some(Number.isFinite);
}

function numberOf(cell: string, decimal: Decimal): number {
  const bytes = new TextEncoder().encode(cell);
  return cell === "" ? MISSING : numberIn(bytes, 0, bytes.length, decimal);
}
