/** Words out of bytes: UTF-8, or Latin-1 where they are none. */
import type { Row } from "./rows";

const UTF8 = new TextDecoder("utf-8", { fatal: true });
const LATIN1 = new TextDecoder("windows-1252");
const LONGEST = 100;
const CACHED = 64;

/** The words of a cell, without outer spaces and, beyond 100 characters, without their end. */
export function textOf(row: Row, cell: number): string {
  const bytes = row.bytes.subarray(row.starts[cell], row.ends[cell]);
  const text = decoded(bytes);
  return (row.quoted[cell] === 1 ? text.replaceAll('""', '"') : text).trim().slice(0, LONGEST);
}

/** All cells of a row as words. */
export function textsOf(row: Row): string[] {
  return Array.from({ length: row.n }, (_, cell) => textOf(row, cell));
}

/** Bytes as text: UTF-8 where they can be, else Latin-1, which every byte is. */
export function decoded(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    return LATIN1.decode(bytes);
  }
}

/** The same few words again and again, as in a column of labels: decoded once each. */
export class RepeatedWords {
  readonly #known: ({ readonly bytes: Uint8Array; readonly text: string } | undefined)[] = [];

  textOf(row: Row, cell: number): string {
    const { bytes, starts, ends } = row;
    const length = ends[cell] - starts[cell];
    const place = (length + 7 * bytes[starts[cell]] + 31 * bytes[ends[cell] - 1]) % CACHED;
    const known = this.#known[place];
    if (known?.bytes.length === length && isAt(bytes, starts[cell], known.bytes)) return known.text;
    const text = textOf(row, cell);
    this.#known[place] = { bytes: bytes.slice(starts[cell], ends[cell]), text };
    return text;
  }
}

function isAt(bytes: Uint8Array, start: number, wanted: Uint8Array): boolean {
  for (let i = 0; i < wanted.length; i++) {
    if (bytes[start + i] !== wanted[i]) return false;
  }
  return true;
}
