import { expect, test } from "vitest";
import { meanWithError } from "./lossError";

test("the error of a mean of two classes, worked by hand", () => {
  // Signal: losses 1 and 3, mean 2; background: 5, 5, 5, 5. Total weight 8, class weights 4 and 4.
  const y = Float64Array.of(1, 1, 0, 0, 0, 0);
  const w = Float64Array.of(2, 2, 1, 1, 1, 1);
  const found = meanWithError({ n: 6, y, w }, Float64Array.of(1, 3, 5, 5, 5, 5));
  expect(found?.loss).toBeCloseTo(3.5, 12);
  expect(found?.uncertainty).toBeCloseTo(Math.sqrt((2 / 8) ** 2 + (2 / 8) ** 2), 12);
  expect(found?.nSignal).toBe(2);
});

test("four times the events halve the error", () => {
  const error = (n: number): number => {
    const y = Float64Array.from({ length: n }, (_, i) => i % 2);
    const losses = Float64Array.from({ length: n }, (_, i) => Math.floor(i / 2) % 2);
    return meanWithError({ n, y, w: new Float64Array(n).fill(1) }, losses)!.uncertainty;
  };
  expect(error(400) / error(1600)).toBeCloseTo(2, 12);
});

test("without signal there is no loss to compare", () => {
  const one = Float64Array.of(1);
  expect(meanWithError({ n: 1, y: Float64Array.of(0), w: one }, one)).toBeNull();
});
