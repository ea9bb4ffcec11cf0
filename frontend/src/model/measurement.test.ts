import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/measurement.json";
import { profileSignificance } from "./fit";
import {
  type Binned,
  countedIn,
  type MeasuredBins,
  measuredBins,
  measurementModel,
  NOTHING_UNCERTAIN,
  type UnseenEvents,
  withMetShift,
} from "./measurement";
import { scoreBin } from "./scoreBins";
import { asimov } from "./significance";
import { luminosityCurve, muSplit, significanceOf, stairs } from "./stairs";
import { expectClose } from "./testing";

type Given = (typeof vectors.cases)[number];

function found(binned: Binned): MeasuredBins {
  if (binned.kind === "missing") throw new Error(binned.reason);
  return binned.bins;
}

/** The bins of a case, with its shift of the missing momentum. */
function binsOf(given: Given): MeasuredBins {
  const sample = vectors.samples[given.sample as keyof typeof vectors.samples];
  const events = (scores: readonly number[]): UnseenEvents => ({
    scores,
    isSignal: sample.label,
    weights: sample.weight,
  });
  const selection = { threshold: given.threshold, passes: null };
  const bins = found(measuredBins(events(sample.score), selection, given.n_bins_max));
  const scaled = (scores: readonly number[]) => ({ events: events(scores), selection });
  return withMetShift(bins, given.met_scale, scaled(sample.down), scaled(sample.up));
}

test.each(vectors.cases)("$name: the bins are Python's", (given) => {
  const bins = binsOf(given);
  expectClose(bins.edges!, given.edges);
  expectClose(bins.background.sum, given.sum[0]);
  expectClose(bins.signal.sum, given.sum[1]);
  expectClose(bins.background.sumSquares, given.sum_squares[0]);
  expectClose(bins.signal.sumSquares, given.sum_squares[1]);
});

test.each(vectors.cases)("$name: what each uncertainty costs is Python's, and pyhf's", (given) => {
  const { background, luminosity, met_scale: metScale } = given;
  const steps = stairs(binsOf(given), given.factor, { background, luminosity, metScale });
  expect(steps.map(({ step }) => step)).toEqual(given.stairs.map(({ step }) => step));
  steps.forEach(({ z, muUncertainty }, i) => {
    expect(Math.abs((z.kind === "value" ? z.value : NaN) - given.stairs[i].z)).toBeLessThan(1e-6);
    expect(Math.abs(muUncertainty! - given.stairs[i].mu_uncertainty)).toBeLessThan(1e-6);
  });
  const { z_of_pyhf: reference } = given.stairs.at(-1)!;
  const { z } = steps.at(-1)!;
  expect(Math.abs((z.kind === "value" ? z.value : NaN) - reference!)).toBeLessThan(1e-3);
});

const PLAIN: MeasuredBins = {
  edges: null,
  signal: { sum: [10], sumSquares: [0.25] },
  background: { sum: [100], sumSquares: [25] },
  metShift: null,
};

test("one bin known exactly has the Asimov significance", () => {
  const z = profileSignificance(measurementModel(PLAIN, 4, NOTHING_UNCERTAIN, true));
  expect(z).toBeCloseTo(asimov(40, 400), 9);
});

test("more luminosity melts the counts' uncertainty, and nothing else", () => {
  const uncertain = { background: 0.1, luminosity: 0, metScale: 0 };
  const curve = luminosityCurve(PLAIN, [1, 100, 10_000], uncertain);
  expect(curve[1].statistics! / curve[0].statistics!).toBeCloseTo(10, 6);
  expect(curve[2].everything! / curve[1].everything!).toBeLessThan(1.05);
  // 10 signal events on a background known to √(10² + 5²): little more than half a deviation.
  expect(curve[2].everything!).toBeLessThan(10 / Math.hypot(10, 5));
});

test("the simulation stays as coarse as it is when the luminosity grows", () => {
  const spread = (factor: number): number =>
    measurementModel(PLAIN, factor, NOTHING_UNCERTAIN).gammaSpread[0];
  expect(spread(1)).toBeCloseTo(0.05, 12);
  expect(spread(300)).toBeCloseTo(0.05, 12);
});

test("the uncertainty of Z is what an error of the simulation moves it by", () => {
  const z = significanceOf(PLAIN, 1, NOTHING_UNCERTAIN, true);
  if (z.kind === "missing") throw new Error(z.reason);
  const byBackground = (asimov(10, 105) - asimov(10, 95)) / 2;
  const bySignal = (asimov(10.5, 100) - asimov(9.5, 100)) / 2;
  expect(z.uncertainty).toBeCloseTo(Math.hypot(byBackground, bySignal), 3);
});

test("statistical and systematic uncertainty add up in quadrature", () => {
  const split = muSplit(stairs(PLAIN, 1, { background: 0.1, luminosity: 0.02, metScale: 0 }))!;
  expect(split.statistical).toBeCloseTo(Math.sqrt(110) / 10, 9);
  expect(Math.hypot(split.statistical, split.systematic)).toBeCloseTo(split.total, 12);
});

test("only the events that pass the cuts and reach the threshold are kept", () => {
  const events: UnseenEvents = {
    scores: Array.from({ length: 60 }, (_, i) => i / 60),
    isSignal: Array.from({ length: 60 }, (_, i) => i % 2),
    weights: new Array<number>(60).fill(1),
  };
  const passes = events.weights as number[];
  const even = passes.map((_, i) => Number(i % 4 < 2));
  const both = found(measuredBins(events, { threshold: 0.25, passes: even }));
  const kept = Array.from({ length: 60 }, (_, i) => i).filter((i) => i >= 15 && i % 4 < 2);
  const total = (row: readonly number[]): number => row.reduce((sum, x) => sum + x, 0);
  expect(total(both.signal.sum)).toBe(kept.filter((i) => i % 2 === 1).length);
  expect(total(both.background.sum)).toBe(kept.filter((i) => i % 2 === 0).length);
});

test("without a score there is one bin", () => {
  const events = {
    scores: null,
    isSignal: Array.from({ length: 40 }, (_, i) => i % 2),
    weights: new Array<number>(40).fill(2),
  };
  const bins = found(measuredBins(events, { threshold: null, passes: null }));
  expect(bins.edges).toBeNull();
  expect(bins.signal).toEqual({ sum: [40], sumSquares: [80] });
});

test("a region with too little simulated background has no bins, and says why", () => {
  const events = { scores: [0.1, 0.9, 0.8], isSignal: [0, 1, 0], weights: [1, 1, 1] };
  const refused = (weights: number[]): Binned =>
    measuredBins({ ...events, weights }, { threshold: 0, passes: null });
  expect(refused([1, 1, 1])).toEqual({ kind: "missing", reason: "too-few-background" });
  expect(refused([0, 1, -1])).toEqual({ kind: "missing", reason: "no-background" });
});

test("events of one score stand in one bin, those outside the edges in the first or last", () => {
  const n = 50;
  const events = {
    scores: new Array<number>(n).fill(0.3),
    isSignal: Array.from({ length: n }, (_, i) => i % 2),
    weights: new Array<number>(n).fill(1),
  };
  expect(found(measuredBins(events, { threshold: 0.3, passes: null })).signal.sum).toEqual([25]);
  expect([-1, 0, 0.4, 0.5, 1, 2].map((score) => scoreBin([0, 0.5, 1], score))).toEqual([
    0, 0, 0, 1, 1, 1,
  ]);
});

test("measured events are counted in the bins, each once, whatever the simulation weighs", () => {
  const process = [0, 2, 2, 2, 2, 1, 2];
  const scores = [0.9, 0.1, 0.5, 0.65, 0.95, 0.9, 0.99];
  const passes = [1, 1, 1, 1, 1, 1, 0];
  const edges = [0.4, 0.6, 0.9];
  const counted = (threshold: number | null, mask: number[] | null): number[] =>
    countedIn(edges, { process, scores }, [2], { threshold, passes: mask });
  expect(counted(0.4, passes)).toEqual([1, 2]);
  expect(counted(0.4, null)).toEqual([1, 3]);
  // Below the first edge an event counts in the first bin, as a simulated one does.
  expect(counted(null, passes)).toEqual([2, 2]);
  const inOne = { threshold: null, passes };
  expect(countedIn(null, { process, scores: null }, [2], inOne)).toEqual([4]);
  expect(countedIn(null, { process, scores: null }, [], inOne)).toEqual([0]);
});
