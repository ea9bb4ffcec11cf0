/** What the tests of model/ share: small datasets, and comparison with Python's numbers. */
import { expect } from "vitest";
import { fitModel, type FitModel } from "./fitModel";
import type { Dataset, FeatureFacts } from "./types";

/** Relative difference that two ways of adding the same numbers may have. */
const TOLERANCE = 1e-6;

/** Fails unless each number is within 1e-6 of the expected one, relative to the larger of the two. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    const allowed = TOLERANCE * Math.abs(expected[i]) + 1e-12;
    const difference = Math.abs(actual[i] - expected[i]);
    if (!(difference <= allowed)) {
      expect.fail(`entry ${i}: ${actual[i]} is not ${expected[i]} (difference ${difference})`);
    }
  }
}

export interface DatasetColumns {
  readonly process: readonly number[];
  readonly weight: readonly number[];
  readonly features: readonly (readonly number[])[];
  readonly fold?: readonly number[];
}

/** Dataset of plain columns; processes are named p0, p1 ... and features f0, f1 ... */
export function datasetOf(columns: DatasetColumns, nProcesses: number): Dataset {
  const nEvents = columns.process.length;
  return {
    id: "test",
    nEvents,
    processes: Array.from({ length: nProcesses }, (_, code) => `p${code}`),
    featureNames: columns.features.map((_, f) => `f${f}`),
    process: Uint8Array.from(columns.process),
    fold: Uint8Array.from(columns.fold ?? new Array<number>(nEvents).fill(0)),
    weight: Float32Array.from(columns.weight),
    features: columns.features.map((values) => Float32Array.from(values)),
  };
}

/** A feature that has nothing but a histogram. */
export function featureOf(name: string, low: number, high: number, nBins: number): FeatureFacts {
  const words = { unit: "", symbol: name, label: name, meaning: name, discrete: false };
  return { name, ...words, low, high, n_bins: nBins };
}

type Pair<T> = readonly [T, T];

/** A model as tests/vectors/fit.json has it; TypeScript reads the pairs of JSON as lists. */
interface PlainModel {
  readonly is_signal: readonly boolean[];
  readonly sum: readonly (readonly number[])[];
  readonly sum_squares: readonly (readonly number[])[];
  readonly systematics: readonly {
    readonly name: string;
    readonly norm: readonly unknown[];
    readonly shape: readonly unknown[];
  }[];
}

export function fitModelOf(given: PlainModel): FitModel {
  const systematics = given.systematics.map(({ name, norm, shape }) => ({
    name,
    norm: new Map(norm as [number, Pair<number>][]),
    shape: new Map(shape as [number, Pair<number[]>][]),
  }));
  const { is_signal: isSignal, sum, sum_squares: sumSquares } = given;
  return fitModel({ isSignal, sum, sumSquares }, systematics);
}
