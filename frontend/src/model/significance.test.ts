import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/significance.json";
import { asimov, significance, signalOverRootBackground } from "./significance";
import { expectClose } from "./testing";
import type { Measured } from "./types";
import { add, effectiveCount, error, scale, yieldOf } from "./yields";

type PlainMeasured = { kind: string } & Partial<{
  value: number;
  uncertainty: number;
  reason: string;
}>;

function expectMeasured(actual: Measured, expected: PlainMeasured): void {
  if (actual.kind === "missing") expect(actual).toEqual(expected);
  else {
    expect(actual.kind).toBe(expected.kind);
    expectClose([actual.value, actual.uncertainty], [expected.value!, expected.uncertainty!]);
  }
}

test.each(vectors.asimov)(
  "Z($signal, $background ± $background_uncertainty) is Python's",
  (one) => {
    expectClose([asimov(one.signal, one.background, one.background_uncertainty)], [one.expected]);
  },
);

test.each(vectors.regions)(
  "a region of $signal.sum over $background.sum ± $relative_uncertainty is Python's",
  ({ signal, background, relative_uncertainty, ...expected }) => {
    expectMeasured(significance(signal, background, relative_uncertainty), expected.z);
    expectMeasured(
      signalOverRootBackground(signal, background),
      expected.signal_over_root_background,
    );
  },
);

test("DM_200 without a cut has the published numbers", () => {
  const signal = { sum: 50.4, sumSquares: 2.8 ** 2, count: 381 };
  const background = { sum: 247.9, sumSquares: 5.1 ** 2, count: 23039 };
  const z = [0, 0.1].map((uncertainty) => significance(signal, background, uncertainty));
  const values = z.map((one) => (one.kind === "value" ? one.value.toFixed(2) : one.reason));
  expect(values).toEqual(["3.10", "1.60"]);
});

test("a small uncertainty of the background changes little", () => {
  expect(asimov(10, 100, 1e-6)).toBeCloseTo(asimov(10, 100), 8);
});

test.each([
  [-1, 5, 0],
  [1, 0, 0],
  [1, 5, -1],
  [Number.NaN, 5, 0],
])("Z(%d, %d ± %d) is refused", (signal, background, uncertainty) => {
  expect(() => asimov(signal, background, uncertainty)).toThrow(/needs signal >= 0/);
});

test("yields add up, with their variances, negative weights included", () => {
  const weights = [1.5, -0.5, 2];
  const whole = yieldOf(weights);
  const parts = add(yieldOf(weights, [1, 0, 0]), yieldOf(weights, [0, 1, 1]));
  expect(whole).toEqual({ sum: 3, sumSquares: 6.5, count: 3 });
  expect(parts).toEqual(whole);
  expect(error(whole)).toBeCloseTo(Math.sqrt(6.5), 12);
  expect(effectiveCount(whole)).toBeCloseTo(9 / 6.5, 12);
  expect(effectiveCount(add())).toBe(0);
});

test("at twice the luminosity a yield doubles and stays as precise", () => {
  const one = yieldOf([1, 2, -0.5]);
  const two = scale(one, 2);
  expect(two.sum).toBe(5);
  expect(effectiveCount(two)).toBeCloseTo(effectiveCount(one), 12);
});
