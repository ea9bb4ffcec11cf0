import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/fit.json";
import { asimovData, fitModel } from "./fit";
import { upperLimit } from "./limit";
import { fitModelOf } from "./testing";

test.each(vectors.cases)("$name: the limits are Python's", (given) => {
  const model = fitModelOf(given);
  const found = upperLimit(model, given.observed ?? asimovData(model, 1));
  const expected = [given.limit.observed, ...given.limit.expected];
  // Fits end within 1e-7 of the least deviance, and Python looks for the crossing to 1e-6.
  [found.observed, ...found.expected].forEach((limit, i) =>
    expect(Math.abs(limit / expected[i] - 1)).toBeLessThan(1e-5),
  );
});

const ONE_BIN = fitModel(
  { isSignal: [false, true], sum: [[100], [10]], sumSquares: [[0], [0]] },
  [],
);

test("without signal in the counts the limit is the median one, about 2 errors of the background", () => {
  const { observed, expected } = upperLimit(ONE_BIN, [100]);
  expect(observed).toBeCloseTo(expected[2], 6);
  expect(observed).toBeCloseTo(2.09, 2);
});

test("a deficit lowers the limit, but never to 0", () => {
  const limits = [130, 110, 90, 70].map((count) => upperLimit(ONE_BIN, [count]).observed);
  limits.slice(1).forEach((limit, i) => expect(limit).toBeLessThan(limits[i]));
  expect(Math.min(...limits)).toBeGreaterThan(0.5);
});

test("a limit that is surer is higher", () => {
  const [sure, surer] = [0.9, 0.95].map((level) => upperLimit(ONE_BIN, [100], level).observed);
  expect(sure).toBeLessThan(surer);
});

test.each([0.4, 1, Number.NaN])("a confidence level of %d is refused", (confidence) => {
  expect(() => upperLimit(ONE_BIN, [100], confidence)).toThrow(/confidence level/);
});

test("next to no signal cannot be excluded", () => {
  const weak = { isSignal: [false, true], sum: [[100], [1e-7]], sumSquares: [[0], [0]] };
  expect(() => upperLimit(fitModel(weak, []), [100])).toThrow(/no-signal/);
});
