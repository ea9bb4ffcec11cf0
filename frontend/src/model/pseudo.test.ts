import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/pseudo.json";
import {
  chanceOfOne,
  claimOf,
  discover,
  medianSignificance,
  toyTail,
  withExcess,
} from "./discovery";
import { asimovData, fitModel, normalisation, profileFit, uncertainties } from "./fit";
import { nominalParameters } from "./fitModel";
import { profileInterval } from "./interval";
import { poissonCount, poissonInterval } from "./poisson";
import {
  backgroundOnlyZ,
  experimentSeed,
  hiddenExperiment,
  hiddenStrength,
  STRENGTHS,
} from "./pseudo";
import { Random } from "./random";
import { expectClose } from "./testing";

const MODEL = fitModel(
  { isSignal: vectors.is_signal, sum: vectors.sum, sumSquares: vectors.sum_squares },
  [
    normalisation("luminosity", [0, 1, 2], vectors.luminosity),
    normalisation("WZ", [0], vectors.background),
    normalisation("ZZ", [1], vectors.background),
  ],
);

/** Fits end within 1e-7 of the least deviance, and Python looks for a crossing to 1e-6. */
function expectNear(found: ArrayLike<number>, expected: readonly number[]): void {
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) =>
    expect(Math.abs(found[i] - value)).toBeLessThan(2e-5 * Math.max(1, Math.abs(value))),
  );
}

test("Poisson counts are Python's", () => {
  const random = new Random(vectors.poisson.seed);
  for (const { mean, counts } of vectors.poisson.drawn) {
    expect(counts.map(() => poissonCount(mean, () => random.uniform()))).toEqual(counts);
  }
});

test.each(vectors.poisson.intervals)("the interval of $count is Python's", (given) => {
  expectClose(poissonInterval(given.count), given.interval);
});

test.each([-1, Infinity, Number.NaN, 1e8])("a mean of %d is refused", (mean) => {
  expect(() => poissonCount(mean, () => 0.5)).toThrow(/Poisson mean/);
});

test.each([-1, 0.5, Number.NaN])("a count of %d has no interval", (count) => {
  expect(() => poissonInterval(count)).toThrow(/whole number/);
});

test.each([0.4, 9, 16.5, 120])("counts of mean %d have that mean and variance", (mean) => {
  const random = new Random(3);
  const n = 5000;
  const drawn = Array.from({ length: n }, () => poissonCount(mean, () => random.uniform()));
  const average = drawn.reduce((sum, x) => sum + x, 0) / n;
  const variance = drawn.reduce((sum, x) => sum + (x - average) ** 2, 0) / (n - 1);
  expect(Math.abs(average - mean)).toBeLessThan(4 * Math.sqrt(mean / n));
  expect(Math.abs(variance / mean - 1)).toBeLessThan(4 * Math.sqrt((2 + 1 / mean) / n));
});

test.each(vectors.experiments)("experiment $experiment is Python's, and what it says", (given) => {
  const seed = experimentSeed("atlas-dm", "DM_200", given.experiment);
  expect(seed).toBe(given.seed);
  expect(hiddenStrength(new Random(seed))).toBe(given.strength);
  const { truth, counts } = hiddenExperiment(MODEL, new Random(seed));
  expect([...counts]).toEqual(given.counts);
  expect(truth.mu).toBe(given.strength);
  expectClose(truth.alpha, given.alpha);
  expectClose(truth.gamma, given.gamma);
  const found = discover(MODEL, counts);
  expectNear([found.mu, found.uncertainty], [given.mu, given.uncertainty]);
  expectNear(found.interval, given.interval);
  expectNear(
    [found.limit.observed, ...found.limit.expected],
    [given.limit.observed, ...given.limit.expected],
  );
  // Where q₀ is next to 0, its root is less well known than itself.
  expect(Math.abs(found.z ** 2 - given.z ** 2)).toBeLessThan(1e-5);
  const without = profileFit(MODEL, counts, { mu: 0 }).at;
  const random = new Random(given.experiment);
  for (const toy of given.toys) {
    const z = backgroundOnlyZ(MODEL, without, random);
    expect(Math.abs(z! ** 2 - toy ** 2)).toBeLessThan(1e-4);
  }
});

test("the menu of strengths has chances that add up, and the vectors have several of them", () => {
  expect(STRENGTHS.reduce((sum, { chance }) => sum + chance, 0)).toBeCloseTo(1, 12);
  expect(new Set(vectors.experiments.map(({ strength }) => strength)).size).toBeGreaterThan(3);
});

test("what an interval leaves out is one deviance away", () => {
  const counts = [110, 40, 20, 9];
  const best = profileFit(MODEL, counts);
  const [low, high] = profileInterval(MODEL, counts, best, uncertainties(MODEL, best).mu);
  for (const mu of [low, high]) {
    expect(profileFit(MODEL, counts, { mu }).deviance - best.deviance).toBeCloseTo(1, 4);
  }
  expect(low).toBeLessThan(best.at.mu);
  expect(high).toBeGreaterThan(best.at.mu);
  expect(() => profileInterval(MODEL, counts, best, 0)).toThrow(/positive/);
});

test("a deficit has no significance, a p-value of one half, and a limit", () => {
  const found = discover(
    MODEL,
    asimovData(MODEL, 0).map((count) => 0.8 * count),
  );
  expect(found.mu).toBeLessThan(0);
  expect(found.z).toBe(0);
  expect(found.p).toBe(0.5);
  expect(found.limit.observed).toBeGreaterThan(0);
});

test("names follow the significance", () => {
  expect([0, 1.99, 2, 2.99, 3, 4.99, 5].map(claimOf)).toEqual([
    "none",
    "none",
    "hint",
    "hint",
    "evidence",
    "evidence",
    "discovery",
  ]);
});

test("the tail of toys is a fraction with its uncertainty, or a bound where none passed", () => {
  const tail = toyTail([0, 0, 1, 2], 1);
  expect([tail.passed, tail.total, tail.value, tail.uncertainty]).toEqual([2, 4, 0.5, 0.25]);
  const none = toyTail(new Array<number>(1000).fill(0), 5);
  expect(none.value).toBe(0);
  expect(none.below).toBeCloseTo(3 / 1000, 4);
  expect(() => toyTail([], 1)).toThrow(/one experiment/);
});

test("worlds with an excess are counted, however small it is", () => {
  const share = withExcess([0, 0.01, 2, 0]);
  expect([share.passed, share.total, share.value, share.uncertainty]).toEqual([2, 4, 0.5, 0.25]);
  expect(() => withExcess([])).toThrow(/one experiment/);
});

test("the middle of what to expect grows with what is hidden", () => {
  const z = [0, 0.5, 1, 2].map((mu) => medianSignificance(MODEL, mu));
  expect(z[0]).toBeCloseTo(0, 3);
  expect(z[2]).toBeCloseTo(discover(MODEL, asimovData(MODEL, 1)).z, 9);
  expect(z[1]).toBeLessThan(z[2]);
  expect(z[3]).toBeGreaterThan(z[2]);
});

test("who looks often finds something", () => {
  expect(chanceOfOne(0.05, 1)).toBeCloseTo(0.05, 12);
  expect(chanceOfOne(0.05, 20)).toBeCloseTo(0.6415, 4);
});

test("a world with signal has no toys of a world without", () => {
  expect(() => backgroundOnlyZ(MODEL, nominalParameters(MODEL, 1), new Random(1))).toThrow(
    /mu = 0/,
  );
});
