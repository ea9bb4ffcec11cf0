import { expect, test } from "vitest";
import { beginningOf } from "./dialect";
import { bytesOf, plainTable, refusal } from "./testing";

const begin = (text: string): ReturnType<typeof beginningOf> => beginningOf(bytesOf(text), true);

test.each([
  [",", "."],
  [";", "."],
  [";", ","],
  ["\t", "."],
  ["\t", ","],
  ["|", "."],
  ["|", ","],
])("a table written with %j and %j is told as such", (separator, decimal) => {
  const { dialect, names } = begin(plainTable(40, separator, decimal));
  expect(dialect).toEqual({ separator, decimal, hasHeader: true });
  expect(names).toEqual(["x", "y", "n", "label"]);
});

test("one row with decimal commas is enough", () => {
  expect(begin("1,5;2,3").dialect).toEqual({ separator: ";", decimal: ",", hasHeader: false });
  expect(begin("x;y\n1,5;2,3\n").dialect).toEqual({
    separator: ";",
    decimal: ",",
    hasHeader: true,
  });
});

test("decimal commas in quotes between commas are understood", () => {
  const text = `x,y\n${'"1,5","2,25"\n'.repeat(5)}`;
  expect(begin(text).dialect).toEqual({ separator: ",", decimal: ",", hasHeader: true });
});

test("a first row with a number in it holds no names, and columns are numbered", () => {
  const { dialect, names, preview } = begin("1,2,s\n3,4,b\n");
  expect(dialect.hasHeader).toBe(false);
  expect(names).toEqual(["c1", "c2", "c3"]);
  expect(preview[0]).toEqual(["1", "2", "s"]);
});

test("what the reader chooses is followed", () => {
  const head = bytesOf("a,b;c\n1,2;3\n4,5;6\n");
  expect(beginningOf(head, true, { separator: ";" }).names).toEqual(["a,b", "c"]);
  expect(beginningOf(head, true, { separator: ",", hasHeader: false }).names).toEqual(["c1", "c2"]);
});

test("a head that ends amid a row or a character does not mislead", () => {
  const bytes = bytesOf("x,µ\n1,2\n3,4\n5,µ");
  const { encoding, preview } = beginningOf(bytes.subarray(0, bytes.length - 1), false);
  expect(encoding).toBe("UTF-8");
  expect(preview).toEqual([
    ["1", "2"],
    ["3", "4"],
  ]);
  expect(beginningOf(Uint8Array.of(0xe9, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32), true).encoding).toBe(
    "Latin-1",
  );
});

test.each([
  ["", "own.problem.empty"],
  ["\n\n\r\n", "own.problem.empty"],
  ["x,y\n", "own.problem.no-rows"],
  ["x\n1\n2\n", "own.problem.one-column"],
  ["just a letter to somebody", "own.problem.one-column"],
  ["PK\u0003\u0004 and so on", "own.problem.binary"],
  ["%PDF-1.7 and so on", "own.problem.binary"],
  ["x,y\n1,\u0000\n", "own.problem.binary"],
])("%j is refused in words", (text, key) => {
  expect(refusal(() => begin(text))).toBe(key);
});

test("a row that does not end within the first megabyte is said to", () => {
  const head =
    (text: string): (() => unknown) =>
    () =>
      beginningOf(bytesOf(text), false);
  expect(refusal(head('"x,y'))).toBe("own.problem.row");
  expect(refusal(head('x,y\n"1,2\n3,4\n'))).toBe("own.problem.row");
});

test("a file in UTF-16 is told apart from a table", () => {
  const utf16 = Uint8Array.of(0xff, 0xfe, 0x78, 0x00, 0x2c, 0x00);
  expect(refusal(() => beginningOf(utf16, true))).toBe("own.problem.utf16");
});
