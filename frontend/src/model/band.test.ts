import { expect, test } from "vitest";
import { prediction } from "./band";
import { fitModel, normalisation, type Systematic } from "./fitModel";
import { expectClose } from "./testing";

const TEMPLATES = {
  isSignal: [false, true, false],
  sum: [
    [60, 20],
    [5, 10],
    [40, 20],
  ],
  sumSquares: [
    [9, 4],
    [1, 2],
    [16, 5],
  ],
};
const HALF = (1.25 - 0.8) / 2;

test("without sources the error is the simulation's", () => {
  const { background, signal, error } = prediction(fitModel(TEMPLATES, []));
  expectClose(background, [100, 40]);
  expectClose(signal, [5, 10]);
  expectClose(error, [5, 3]);
});

test("one source moves all its processes together, two add in quadrature", () => {
  const common = fitModel(TEMPLATES, [normalisation("all", [0, 1, 2], 0.25)]);
  expect(prediction(common).error[0]).toBeCloseTo(Math.hypot(5, HALF * 100), 9);
  const apart = [normalisation("a", [0], 0.25), normalisation("b", [2], 0.25)];
  const { error } = prediction(fitModel(TEMPLATES, apart));
  expect(error[0]).toBeCloseTo(Math.hypot(5, HALF * 60, HALF * 40), 9);
});

test("totals name the simulation and the sources apart; a source moves all bins together", () => {
  const common = [normalisation("background", [0, 2], 0.25), normalisation("all", [0, 1, 2], 0.25)];
  const { background, signal } = prediction(fitModel(TEMPLATES, common)).totals;
  expect(background.value).toBeCloseTo(140, 9);
  expect(background.simulation).toBeCloseTo(Math.sqrt(9 + 4 + 16 + 5), 9);
  expect(background.admitted).toBeCloseTo(140 * HALF * Math.SQRT2, 9);
  expect(signal.value).toBeCloseTo(15, 9);
  expect(signal.simulation).toBeCloseTo(Math.sqrt(3), 9);
  expect(signal.admitted).toBeCloseTo(15 * HALF, 9);
  expect(prediction(fitModel(TEMPLATES, [])).totals.background.admitted).toBe(0);
});

test("a shape counts where it acts", () => {
  const rows = [
    [54, 20],
    [66, 20],
  ] as const;
  const shape: Systematic = { name: "shape", norm: new Map(), shape: new Map([[0, rows]]) };
  const { error } = prediction(fitModel(TEMPLATES, [shape]));
  expect(error[0]).toBeCloseTo(Math.hypot(5, 6), 9);
  expect(error[1]).toBeCloseTo(3, 9);
});
