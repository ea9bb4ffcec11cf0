import fc from "fast-check";
import { expect, test } from "vitest";
import { type Decimal, numberIn, TEXT } from "./number";

function read(text: string, decimal: Decimal = "."): number {
  const bytes = new TextEncoder().encode(text);
  return numberIn(bytes, 0, bytes.length, decimal);
}

test("every double is read back exactly as it is written", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const text = Object.is(value, -0) ? "-0" : String(value);
      expect(read(text)).toBe(value);
      expect(read(text.replace(".", ","), ",")).toBe(value);
    }),
  );
});

test("short numbers take the quick way and are the language's own, to the last bit", () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.nat(22), (whole, digits) => {
      const text = `${whole}e-${digits}`;
      expect(read(text)).toBe(Number(text));
    }),
  );
});

test.each(["1", "+1", " 1 ", "1.", "1e0", "1E+0", "0001", "10e-1", "1.000000000000000000"])(
  "%j is one",
  (text) => expect(read(text)).toBe(1),
);

test.each(["", "  ", "NaN", "nan", "NA", "n/a", "null", "None", "inf", "-Infinity", "?", "1e400"])(
  "%j is missing",
  (text) => expect(read(text)).toBeNaN(),
);

test.each(["signal", "1.2.3", "1,5", "1 000", "0x1F", "1e", "e5", "--1", "12abc", "1e1.5", "é"])(
  "%j is text",
  (text) => expect(read(text)).toBe(TEXT),
);

test("a decimal comma is one only where it was chosen", () => {
  expect(read("1,5", ",")).toBe(1.5);
  expect(read("1.5", ",")).toBe(TEXT);
});
