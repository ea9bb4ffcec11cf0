import fc from "fast-check";
import { expect, test } from "vitest";
import { MOST_COLUMNS, MOST_ROW_BYTES } from "./limits";
import { RowReader } from "./rows";
import { bytesOf, refusal } from "./testing";
import { textsOf } from "./words";

function rowsOf(pieces: readonly Uint8Array[], separator = ","): string[][] {
  const rows: string[][] = [];
  const reader = new RowReader(separator, (row) => rows.push(textsOf(row)));
  for (const piece of pieces) reader.push(piece);
  reader.end();
  return rows;
}

const read = (text: string, separator?: string): string[][] => rowsOf([bytesOf(text)], separator);

test("line ends of every system, a mark of byte order and empty lines do not show", () => {
  const expected = [
    ["a", "b"],
    ["1", "2"],
  ];
  for (const text of ["a,b\n1,2\n", "a,b\r\n1,2\r\n", "a,b\r1,2", "\uFEFFa,b\n\n\n1,2\n\n"]) {
    expect(read(text)).toEqual(expected);
  }
});

test("a quoted cell may hold separators, quotes and line ends", () => {
  expect(read('"a,b","say ""hi""","two\nlines"\nx,y,z')).toEqual([
    ["a,b", 'say "hi"', "two\nlines"],
    ["x", "y", "z"],
  ]);
});

test("a quote amid a cell is a character, and an empty cell is a cell", () => {
  expect(read('5" pipe,\n,')).toEqual([
    ['5" pipe', ""],
    ["", ""],
  ]);
});

test("Latin-1 is read where the bytes are no UTF-8", () => {
  expect(rowsOf([Uint8Array.of(0xe9, 0x2c, 0xb5)])).toEqual([["é", "µ"]]);
  expect(read("é,µ")).toEqual([["é", "µ"]]);
});

test("the pieces in which a file arrives make no difference", () => {
  const cell = fc.oneof(
    fc.constantFrom("", "1.5", "-2", '"q,1"', '"a""b"', '"x\r\ny"', "µ é"),
    fc.integer().map(String),
  );
  const file = fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { maxLength: 8 });
  const end = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(file, end, fc.boolean(), fc.integer({ min: 1, max: 9 }), (rows, eol, bom, size) => {
      const bytes = bytesOf((bom ? "\uFEFF" : "") + rows.map((row) => row.join(",")).join(eol));
      const pieces = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
      expect(rowsOf(pieces)).toEqual(rowsOf([bytes]));
    }),
  );
});

test("a quote that is never closed and a row of too many cells are refused, not swallowed", () => {
  const open = `a,b\n"1,2\n${"3,4\n".repeat(MOST_ROW_BYTES / 4)}`;
  expect(refusal(() => read(open))).toBe("own.problem.row");
  expect(refusal(() => read(",".repeat(MOST_COLUMNS)))).toBe("own.problem.columns");
  expect(read(",".repeat(MOST_COLUMNS - 1))[0]).toHaveLength(MOST_COLUMNS);
});
