import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/random.json";
import { Random } from "./random";
import { expectClose } from "./testing";

test.each(vectors.runs)("seed $seed draws what Python draws", (run) => {
  const random = new Random(run.seed);
  expect(run.uint32.map(() => random.uint32())).toEqual(run.uint32);
  expect(run.uniform.map(() => random.uniform())).toEqual(run.uniform);
  expectClose(
    run.normal.map(() => random.normal()),
    run.normal,
  );
  const index = Uint32Array.from(run.shuffled, (_, i) => i);
  random.shuffle(index);
  expect([...index]).toEqual(run.shuffled);
});

test("normal numbers have mean 0 and standard deviation 1", () => {
  const random = new Random(11);
  const drawn = Float64Array.from({ length: 20_000 }, () => random.normal());
  const mean = drawn.reduce((sum, x) => sum + x, 0) / drawn.length;
  const variance = drawn.reduce((sum, x) => sum + (x - mean) ** 2, 0) / drawn.length;
  expect(Math.abs(mean)).toBeLessThan(0.02);
  expect(Math.abs(variance - 1)).toBeLessThan(0.03);
});

test("a shuffle loses nothing", () => {
  const index = Uint32Array.from({ length: 500 }, (_, i) => i);
  new Random(1).shuffle(index);
  expect([...index].sort((a, b) => a - b)).toEqual(Array.from({ length: 500 }, (_, i) => i));
  expect(index.some((entry, i) => entry !== i)).toBe(true);
});

test.each([-1, 0.5, Number.NaN, 2 ** 32])("%d is refused as a seed", (seed) => {
  expect(() => new Random(seed)).toThrow(/whole number/);
});
