import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/folds.json";
import { FoldHasher, RowKey } from "./fold";

const hasher = new FoldHasher();

test("a key has the fold that the Python package gives it, whatever its length", () => {
  const found = vectors.keys.map(({ bytes }) => hasher.fold(Uint8Array.from(bytes)));
  expect(found).toEqual(vectors.keys.map(({ fold }) => fold));
});

test("a row of numbers has the fold that the Python package gives it", () => {
  const { x, y, weight } = vectors.columns;
  const key = new RowKey(3);
  const found = x.map((value, row) => {
    key.set(0, value);
    key.set(1, y[row]);
    key.set(2, weight[row]);
    return hasher.fold(key.bytes);
  });
  expect(found).toEqual(vectors.folds);
  expect(new Set(found).size).toBeGreaterThan(5);
});

test("the folds of many rows are about equally full", () => {
  const key = new RowKey(1);
  const counts = new Array<number>(10).fill(0);
  for (let row = 0; row < 20_000; row++) {
    key.set(0, row / 7);
    counts[hasher.fold(key.bytes)]++;
  }
  for (const count of counts) expect(Math.abs(count - 2000)).toBeLessThan(5 * Math.sqrt(2000));
});
