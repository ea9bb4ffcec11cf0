import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/cuts.json";
import { CrossFilter } from "./crossfilter";
import { onExactGrid } from "./exact";
import { binEdges, binOf } from "./histogram";
import { Random } from "./random";
import { datasetOf, expectClose, featureOf } from "./testing";
import type { Dataset, FeatureFacts, Interval, Yield } from "./types";
import { add } from "./yields";

const OPEN: Interval = { low: null, high: null };

function fromVectors(): { filter: CrossFilter; nProcesses: number } {
  const nProcesses = 3;
  const dataset = datasetOf(vectors, nProcesses);
  const features = vectors.ranges.map(([low, high, nBins], f) =>
    featureOf(`f${f}`, low, high, nBins),
  );
  return { filter: new CrossFilter(dataset, features), nProcesses };
}

const flat = (yields: readonly Yield[]): number[] =>
  yields.flatMap(({ sum, sumSquares, count }) => [sum, sumSquares, count]);

test("histograms, yields and cut flow are Python's", () => {
  const { filter, nProcesses } = fromVectors();
  vectors.intervals.forEach(([low, high], f) => {
    filter.setInterval(f, { low, high });
  });
  vectors.histograms.forEach((ofFeature, f) => {
    ofFeature.forEach((expected, process) => {
      expectClose(filter.histogram(f, process).sum, expected.sum);
      expectClose(filter.histogram(f, process).sumSquares, expected.sumSquares);
    });
  });
  const kept = Array.from({ length: nProcesses }, (_, process) => filter.yieldOf(process));
  expectClose(flat(kept), flat(vectors.cut_flow[3]));
  const flow = filter.cutFlow([0, 1, 2]);
  flow.forEach((step, i) => expectClose(flat(step), flat(vectors.cut_flow[i])));
  expectClose(flat([add(...flow[0])]), flat([vectors.everything]));
});

test("a histogram is live: the arrays once asked for follow the cuts", () => {
  const { filter } = fromVectors();
  const { sum } = filter.histogram(0, 0);
  const before = sum.slice();
  filter.setInterval(1, { low: 1, high: 2 });
  expect([...sum]).not.toEqual([...before]);
  filter.clear();
  expect([...sum]).toEqual([...before]);
});

test("an event on the handle is kept, however the handle's number was typed", () => {
  const dataset = datasetOf({ process: [0, 0], weight: [1, 1], features: [[100.1, 1.8]] }, 1);
  const filter = new CrossFilter(dataset, [featureOf("f0", 0, 200, 10)]);
  filter.setInterval(0, { low: 1.8, high: 100.1 });
  expect(filter.yieldOf(0).count).toBe(2);
});

test.each([
  [{ low: 300, high: null }, 0],
  [{ low: null, high: -5 }, 0],
  [{ low: 60, high: 40 }, 0],
  [{ low: -Infinity, high: Infinity }, 2],
])("%j keeps %d of two events", (interval, count) => {
  const dataset = datasetOf({ process: [0, 0], weight: [1, -1], features: [[50, 100]] }, 1);
  const filter = new CrossFilter(dataset, [featureOf("f0", 0, 200, 10)]);
  filter.setInterval(0, interval);
  expect(filter.yieldOf(0)).toMatchObject({ count, sum: 0 });
  filter.setInterval(0, OPEN);
  expect([...filter.mask()]).toEqual([1, 1]);
});

test("a mask may leave the cuts on some features aside, as a histogram does with its own", () => {
  const { filter } = fromVectors();
  vectors.intervals.forEach(([low, high], f) => filter.setInterval(f, { low, high }));
  const all = vectors.intervals.map((_, f) => f);
  expect(filter.mask([])).toEqual(filter.mask());
  expect([...filter.mask(all)].every((kept) => kept === 1)).toBe(true);
  const { filter: without } = fromVectors();
  vectors.intervals.forEach(([low, high], f) => {
    if (f !== 1) without.setInterval(f, { low, high });
  });
  expect(filter.mask([1])).toEqual(without.mask());
  expect(filter.mask([1])).not.toEqual(filter.mask());
});

test("a cut that is no number is refused", () => {
  const { filter } = fromVectors();
  expect(() => filter.setInterval(0, { low: Number.NaN, high: null })).toThrow(/needs a number/);
});

test("a dataset without events has empty histograms", () => {
  const dataset = datasetOf({ process: [], weight: [], features: [[]] }, 1);
  const filter = new CrossFilter(dataset, [featureOf("f0", 0, 1, 4)]);
  filter.setInterval(0, { low: 0.5, high: null });
  expect([...filter.histogram(0, 0).sum]).toEqual([0, 0, 0, 0]);
  expect(filter.yieldOf(0)).toEqual({ sum: 0, sumSquares: 0, count: 0 });
});

test("edges enclose the bins, and values outside fall into the first or last", () => {
  expect([...binEdges({ low: -1, high: 1, n_bins: 4 })]).toEqual([-1, -0.5, 0, 0.5, 1]);
  const bins = [-9, -1, -0.5, 0.99, 1, 9].map((value) => binOf(value, -1, 1, 4));
  expect(bins).toEqual([0, 0, 1, 3, 3, 3]);
});

test("weights on the exact grid leave nothing behind, in whatever order they come and go", () => {
  const random = new Random(5);
  const weights = Float64Array.from(
    { length: 300 },
    () => random.normal() * 10 ** (6 * random.uniform()),
  );
  const exact = onExactGrid(weights);
  exact.forEach((weight, i) => expect(Math.abs(weight - weights[i])).toBeLessThan(1e-6));
  const order = Uint32Array.from(weights, (_, i) => i);
  let sum = 0;
  for (const i of order) sum += exact[i];
  random.shuffle(order);
  for (const i of order) sum -= exact[i];
  expect(sum).toBe(0);
  expect([...onExactGrid(new Float64Array(2))]).toEqual([0, 0]);
});

// --- any sequence of moves equals counting anew ----------------------------------------------

const N_FEATURES = 3;
const N_PROCESSES = 2;
// Few distinct values make ties at the handles; the range leaves some outside.
const value = fc.integer({ min: -3, max: 6 }).map((n) => n / 2);
const event = fc.record({
  process: fc.nat(N_PROCESSES - 1),
  weight: fc.double({ min: -2, max: 3, noNaN: true }),
  values: fc.array(value, { minLength: N_FEATURES, maxLength: N_FEATURES }),
});
const handle = fc.option(value, { nil: null });
const move = fc.record({
  feature: fc.nat(N_FEATURES - 1),
  interval: fc.record({ low: handle, high: handle }),
});

/** One histogram counted from nothing, as a plain reader would. */
function counted(
  dataset: Dataset,
  feature: FeatureFacts & { index: number },
  process: number,
  cuts: readonly Interval[],
): Float64Array {
  const sum = new Float64Array(feature.n_bins);
  for (let i = 0; i < dataset.nEvents; i++) {
    const kept = cuts.every(({ low, high }, f) => {
      const x = dataset.features[f][i];
      return f === feature.index || ((low === null || x >= low) && (high === null || x <= high));
    });
    if (!kept || dataset.process[i] !== process) continue;
    sum[binOf(dataset.features[feature.index][i], feature.low, feature.high, feature.n_bins)] +=
      dataset.weight[i];
  }
  return sum;
}

const ORDERS = [[0, 1, 2], [2, 0], [1], []];

// Cuts that are never held, cuts that always are, and sums kept at some and at all places.
test.each([{ from: Infinity }, { from: 0, stride: 3 }, { from: 0, stride: 1 }])(
  "after any sequence of moves every number is what counting anew gives (held: %j)",
  (holding) => {
    const features = Array.from({ length: N_FEATURES }, (_, f) => featureOf(`f${f}`, -1, 2, 6));
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.array(move), (events, moves) => {
        const columns = {
          process: events.map((one) => one.process),
          weight: events.map((one) => one.weight),
          features: features.map((_, f) => events.map((one) => one.values[f])),
        };
        const dataset = datasetOf(columns, N_PROCESSES);
        const filter = new CrossFilter(dataset, features, holding);
        const cuts = features.map(() => OPEN);
        for (const { feature, interval } of moves) {
          cuts[feature] = interval;
          filter.setInterval(feature, interval);
          filter.cutFlow([0, 1, 2]); // what a held cut keeps of it must follow the next move
        }
        for (let process = 0; process < N_PROCESSES; process++) {
          features.forEach((feature, index) => {
            const expected = counted(dataset, { ...feature, index }, process, cuts);
            filter.histogram(index, process).sum.forEach((sum, bin) => {
              expect(sum).toBeCloseTo(expected[bin], 9);
            });
          });
        }
        const fresh = new CrossFilter(dataset, features, { from: Infinity });
        cuts.forEach((interval, feature) => fresh.setInterval(feature, interval));
        expect(filter.mask()).toEqual(fresh.mask());
        for (const order of ORDERS) expect(filter.cutFlow(order)).toEqual(fresh.cutFlow(order));
        features.forEach((_, index) => {
          for (let process = 0; process < N_PROCESSES; process++) {
            expect(filter.histogram(index, process)).toEqual(fresh.histogram(index, process));
          }
        });
        for (let process = 0; process < N_PROCESSES; process++) {
          // Not nearly: the sums are exact, so the way there leaves no trace.
          expect(filter.yieldOf(process)).toEqual(fresh.yieldOf(process));
          expect(filter.yieldOf(process)).toEqual(filter.cutFlow([0, 1, 2])[3][process]);
        }
      }),
      { numRuns: 200 },
    );
  },
);
