import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/fit.json";
import {
  asimovData,
  FitError,
  fitModel,
  nominalConstraints,
  normalisation,
  profileFit,
  profileSignificance,
  type Systematic,
  type Templates,
  uncertainties,
} from "./fit";
import { expectation, nominalParameters, type Parameters } from "./fitModel";
import { factorAt, factorCurve, shapeWeight } from "./interpolation";
import { asimov } from "./significance";
import { solve } from "./solve";
import { expectClose, fitModelOf } from "./testing";

/** Equal to 1e-6, and above 1 to a relative 1e-6. */
function expectNear(actual: ArrayLike<number>, expected: readonly number[]): void {
  expect(actual.length).toBe(expected.length);
  expected.forEach((value, i) =>
    expect(Math.abs(actual[i] - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value))),
  );
}

const numbersOf = ({ mu, alpha, gamma }: Parameters): number[] => [mu, ...alpha, ...gamma];

test.each(vectors.cases)("$name: the fit is Python's", (given) => {
  const model = fitModelOf(given);
  const observed = given.observed ?? asimovData(model, 1);
  const { best, without_signal } = given;
  const fit = profileFit(model, observed);
  expectNear(numbersOf(fit.at), [best.mu, ...best.alpha, ...best.gamma]);
  expectNear([fit.deviance], [best.deviance]);
  const spread = uncertainties(model, fit);
  expectNear(numbersOf(spread), [
    ...[best.mu_uncertainty, ...best.alpha_uncertainty],
    ...best.gamma_uncertainty,
  ]);
  const held = profileFit(model, observed, { mu: 0 });
  expectNear(numbersOf(held.at), [0, ...without_signal.alpha, ...without_signal.gamma]);
  expectNear([held.deviance], [without_signal.deviance]);
});

test.each(vectors.cases)("$name: the significance is Python's, and pyhf's to 1e-3", (given) => {
  const z = profileSignificance(fitModelOf(given), given.observed ?? undefined);
  expectNear([z], [given.z]);
  // Below the best mu of 0 pyhf's minimiser ends a little beside the bound.
  if (given.best.mu > 0) expect(Math.abs(z - given.z_of_pyhf)).toBeLessThan(1e-3);
  else expect(given.z_of_pyhf ** 2).toBeLessThan(1e-4);
});

const ONE_BIN: Templates = { isSignal: [false, true], sum: [[100], [10]], sumSquares: [[0], [0]] };

test("one bin known exactly has the Asimov significance", () => {
  expect(profileSignificance(fitModel(ONE_BIN, []))).toBeCloseTo(asimov(10, 100), 9);
});

test("what is not known costs significance", () => {
  const z = [0.01, 0.05, 0.1, 0.2].map((relative) =>
    profileSignificance(fitModel(ONE_BIN, [normalisation("b", [0], relative)])),
  );
  expect(z[0]).toBeLessThan(asimov(10, 100));
  z.slice(1).forEach((value, i) => expect(value).toBeLessThan(z[i]));
});

const TWO_BINS: Templates = {
  isSignal: [false, false, true],
  sum: [
    [60, 20],
    [30, 10],
    [5, 20],
  ],
  sumSquares: [
    [9, 4],
    [16, 2],
    [1, 2],
  ],
};
const SHAPE: Systematic = {
  name: "shape",
  norm: new Map([[1, [0.8, 1.3]]]),
  shape: new Map([
    [
      0,
      [
        [66, 18],
        [52, 23],
      ],
    ],
  ]),
};
const MODEL = fitModel(TWO_BINS, [normalisation("all", [0, 1, 2], 0.1), SHAPE]);

test.each([0.4, -0.7, 1.6, -2.2])("slopes at alpha = %d are those of the expectation", (alpha) => {
  const at = { ...nominalParameters(MODEL, 1.3), alpha: Float64Array.of(alpha, -alpha / 2) };
  const { slope } = expectation(MODEL, at);
  const step = 1e-6;
  const moved = (row: number, by: number): Float64Array =>
    expectation(MODEL, {
      ...at,
      mu: at.mu + (row === 0 ? by : 0),
      alpha: at.alpha.map((value, k) => value + (row === 1 + k ? by : 0)),
    }).total;
  for (let row = 0; row < 3; row++) {
    const up = moved(row, step);
    const down = moved(row, -step);
    up.forEach((value, bin) =>
      expect(slope[row * 2 + bin]).toBeCloseTo((value - down[bin]) / (2 * step), 4),
    );
  }
});

test("data as expected give back what they were made of", () => {
  const fit = profileFit(MODEL, asimovData(MODEL, 1.7));
  [1.7, 0, 0, 1, 1, 1, 1].forEach((value, i) => expect(numbersOf(fit.at)[i]).toBeCloseTo(value, 3));
  expect(fit.deviance).toBeLessThan(1e-7);
});

test("a source that is held stays, and its uncertainty is none", () => {
  const constraints = { ...nominalConstraints(MODEL), alphaWidth: Float64Array.of(0, 1) };
  const fit = profileFit(MODEL, [110, 60], { constraints });
  expect(fit.at.alpha[0]).toBe(0);
  expect(fit.at.alpha[1]).not.toBe(0);
  expect(uncertainties(MODEL, fit, constraints).alpha[0]).toBe(0);
  expect(fit.deviance).toBeGreaterThan(profileFit(MODEL, [110, 60]).deviance);
});

test("of two minima the deeper one is found", () => {
  const both: Systematic = {
    name: "much the same way up and down",
    norm: new Map(),
    shape: new Map([
      [
        0,
        [
          [115, 36, 69],
          [108.6, 39.4, 60.8],
        ],
      ],
    ]),
  };
  const sum = [
    [91, 41, 64],
    [2, 5, 15],
  ];
  const model = fitModel(
    {
      isSignal: [false, true],
      sum,
      sumSquares: [
        [0, 0, 0],
        [0, 0, 0],
      ],
    },
    [both],
  );
  const counts = [149, 71, 93];
  const near = profileFit({ ...model, oneSided: [] }, counts);
  const found = profileFit(model, counts);
  expect(found.deviance).toBeLessThan(near.deviance - 1);
  expect(found.at.alpha[0] * near.at.alpha[0]).toBeLessThan(0);
});

test("where a fit begins does not matter", () => {
  const fit = profileFit(MODEL, [110, 60]);
  const start = { mu: 3, alpha: Float64Array.of(1, -1), gamma: fit.at.gamma.map(() => 1.1) };
  // Each ends within a ten-millionth of the least deviance: a few 1e-4 of a deviation.
  const other = numbersOf(profileFit(MODEL, [110, 60], { start }).at);
  numbersOf(fit.at).forEach((value, i) => expect(other[i]).toBeCloseTo(value, 3));
});

test.each([
  [{ ...ONE_BIN, sum: [[100], [0]] }, [], "no-signal"],
  [{ ...ONE_BIN, sum: [[0], [10]] }, [], "empty-bin"],
  [{ ...ONE_BIN, sum: [[Number.NaN], [10]] }, [], "bad-model"],
  [{ ...ONE_BIN, sumSquares: [[-1], [0]] }, [], "bad-model"],
  [{ ...ONE_BIN, sum: [[100, 2], [10]] }, [], "bad-model"],
  [{ isSignal: [], sum: [], sumSquares: [] }, [], "bad-model"],
  [ONE_BIN, [normalisation("no factor", [0], -1)], "bad-model"],
  [ONE_BIN, [normalisation("no process", [2], 0.1)], "bad-model"],
  [ONE_BIN, [{ name: "nothing", norm: new Map(), shape: new Map() }], "bad-model"],
] as [Templates, Systematic[], string][])("the model %o is refused", (templates, sources, code) => {
  expect(() => fitModel(templates, sources)).toThrow(expect.objectContaining({ code }));
});

test.each([[[1]], [[1, -1]], [[1, Number.NaN]], [[1, 2, 3]]])(
  "the counts %o are refused",
  (counts) => {
    expect(() => profileFit(MODEL, counts)).toThrow(/bad-counts/);
  },
);

test("a signal strength that no bin can have is refused", () => {
  expect(() => profileFit(MODEL, [110, 60], { mu: -100 })).toThrow(FitError);
});

test("equations without one answer have none", () => {
  expect(solve(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2), 1)).toBeNull();
  expectClose(solve(Float64Array.of(0, 2, 4, 1), Float64Array.of(6, 7), 1)!, [1, 3]);
});

test("interpolations meet at one deviation, with their slopes", () => {
  const curve = factorCurve(0.8, 1.3);
  for (const [alpha, value] of [
    [-1, 0.8],
    [0, 1],
    [1, 1.3],
  ]) {
    const inside = factorAt(curve, alpha * (1 - 1e-9));
    const outside = factorAt(curve, alpha * (1 + 1e-9));
    expect(inside.factor).toBeCloseTo(value, 7);
    expect(outside.factor).toBeCloseTo(value, 7);
    expect(outside.logSlope).toBeCloseTo(inside.logSlope, 7);
  }
  expect(shapeWeight(1 - 1e-9).value).toBeCloseTo(shapeWeight(1).value, 7);
  expect(shapeWeight(-1 + 1e-9).slope).toBeCloseTo(shapeWeight(-1).slope, 7);
});
