import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/evaluation.json";
import {
  bestThreshold,
  kolmogorovProbability,
  kolmogorovSmirnov,
  rescaledWeights,
  roc,
  scoreHistograms,
  signalMask,
  thresholdScan,
} from "./evaluation";
import { datasetOf, expectClose } from "./testing";
import { yieldOf } from "./yields";

const { label, score, rescaled } = vectors;
// Process 0 is the background and 1 the signal, so that the code is the label.
const dataset = datasetOf({ ...vectors, process: label, features: [] }, 2);
const hypothesis = { signal: 1, backgrounds: [0] };

test("weights rescaled to the full luminosity are Python's", () => {
  expectClose(rescaledWeights(dataset, vectors.folds, hypothesis, null), rescaled);
});

test("rescaled yields are those of all folds, class by class", () => {
  const weights = rescaledWeights(dataset, [7, 8, 9], hypothesis, null);
  const isSignal = signalMask(dataset, 1);
  const isBackground = signalMask(dataset, 0);
  expectClose(
    [yieldOf(weights, isSignal).sum, yieldOf(weights, isBackground).sum],
    [yieldOf(dataset.weight, isSignal).sum, yieldOf(dataset.weight, isBackground).sum],
  );
});

test("a cut takes events away and leaves the weights of the others", () => {
  const mask = Uint8Array.from(label, (_, i) => i % 2);
  const weights = rescaledWeights(dataset, vectors.folds, hypothesis, mask);
  expectClose(
    weights,
    rescaled.map((weight, i) => weight * mask[i]),
  );
});

test("processes that are neither signal nor background weigh nothing", () => {
  const three = datasetOf({ process: [0, 1, 2], weight: [1, 2, 3], features: [] }, 3);
  expect([...rescaledWeights(three, [0], hypothesis, null)]).toEqual([1, 2, 0]);
});

test("ROC curve and area with signed weights and ties are Python's", () => {
  const curve = roc(score, label, rescaled);
  expectClose(curve.falsePositiveRate, vectors.false_positive_rate);
  expectClose(curve.truePositiveRate, vectors.true_positive_rate);
  expectClose(curve.threshold.subarray(1), vectors.threshold);
  expect(curve.threshold[0]).toBe(Infinity);
  const { value, uncertainty } = vectors.auc;
  if (curve.auc.kind === "missing") expect.fail(curve.auc.reason);
  expectClose([curve.auc.value, curve.auc.uncertainty], [value, uncertainty]);
});

test("the area is the share of pairs in the right order", () => {
  const event = fc.record({
    score: fc.nat(9),
    isSignal: fc.nat(1),
    weight: fc.double({ min: 0.1, max: 2, noNaN: true }),
  });
  fc.assert(
    fc.property(fc.array(event, { minLength: 6, maxLength: 30 }), (events) => {
      const curve = roc(
        events.map((one) => one.score),
        events.map((one) => one.isSignal),
        events.map((one) => one.weight),
      );
      const signal = events.filter((one) => one.isSignal === 1);
      const background = events.filter((one) => one.isSignal === 0);
      if (signal.length < 2 || background.length < 2) {
        expect(curve.auc.kind).toBe("missing");
        return;
      }
      let right = 0;
      let all = 0;
      for (const s of signal) {
        for (const b of background) {
          all += s.weight * b.weight;
          right += s.weight * b.weight * (s.score > b.score ? 1 : s.score === b.score ? 0.5 : 0);
        }
      }
      if (curve.auc.kind === "missing") expect.fail(curve.auc.reason);
      expect(curve.auc.value).toBeCloseTo(right / all, 9);
    }),
  );
});

test.each([
  ["no event at all", [], [], [], "no-events"],
  ["no signal", [0.1, 0.2], [0, 0], [1, 1], "no-signal"],
  ["a signal of negative sum", [0.1, 0.2, 0.3, 0.4], [1, 1, 0, 0], [1, -2, 1, 1], "no-signal"],
  ["one background event", [0.1, 0.2, 0.3], [1, 1, 0], [1, 1, 1], "no-background"],
])("%s has no area", (_, scores, isSignal, weights, reason) => {
  expect(roc(scores, isSignal, weights).auc).toEqual({ kind: "missing", reason });
});

test("training and test distributions are compared as in Python", () => {
  const background = signalMask(dataset, 0);
  const unseen = Uint8Array.from(vectors.fold, (fold) => (vectors.folds.includes(fold) ? 1 : 0));
  const sample = (wanted: 0 | 1) => ({
    values: score,
    weights: vectors.weight.map((w, i) => (background[i] === 1 && unseen[i] === wanted ? w : 0)),
  });
  const found = kolmogorovSmirnov(sample(1), sample(0));
  if (found.kind === "missing") expect.fail(found.reason);
  const { distance, probability } = vectors.kolmogorov_smirnov;
  expectClose([found.distance, found.probability], [distance, probability]);
  expectClose(
    vectors.kolmogorov.map(([x]) => kolmogorovProbability(x)),
    vectors.kolmogorov.map(([, expected]) => expected),
  );
});

test("a distribution equals itself, and nothing is compared with nothing", () => {
  const one = { values: [1, 2, 2, 5], weights: [1, 1, 0.5, 2] };
  expect(kolmogorovSmirnov(one, one)).toEqual({ kind: "value", distance: 0, probability: 1 });
  const none = { values: [1], weights: [0] };
  expect(kolmogorovSmirnov(one, none)).toEqual({ kind: "missing", reason: "no-events" });
});

test("the threshold scan is Python's, whatever the order of thresholds", () => {
  const thresholds = vectors.scan.map((point) => point.threshold);
  const scan = thresholdScan(score, label, rescaled, thresholds, 0.1);
  scan.forEach((point, i) => {
    const expected = vectors.scan[i];
    expect(point.threshold).toBe(expected.threshold);
    for (const kind of ["signal", "background"] as const) {
      const { sum, sumSquares, count } = expected[kind];
      expectClose(
        [point[kind].sum, point[kind].sumSquares, point[kind].count],
        [sum, sumSquares, count],
      );
    }
    expect(point.z.kind).toBe(expected.z.kind);
    if (point.z.kind === "missing") expect(point.z).toEqual(expected.z);
    else expect(point.z.value).toBeCloseTo(expected.z.value!, 9);
  });
});

test("the best threshold has the highest significance; without any there is none", () => {
  const scan = thresholdScan(score, label, rescaled, [0, 0.25, 0.5], 0.1);
  const highest = Math.max(...scan.map(({ z }) => (z.kind === "value" ? z.value : -1)));
  expect(bestThreshold(scan)?.z).toMatchObject({ value: highest });
  expect(bestThreshold(thresholdScan(score, label, rescaled, [2], 0.1))).toBeNull();
});

test("score histograms hold every event of their class, a score of 1 in the last bin", () => {
  const { signal, background } = scoreHistograms(
    [0, 0.5, 1, 1],
    [0, 1, 1, 0],
    Float64Array.of(1, -1, 2, 4),
    2,
  );
  expect([...signal.sum]).toEqual([0, 1]);
  expect([...signal.sumSquares]).toEqual([0, 5]);
  expect([...background.sum]).toEqual([1, 4]);
});

test("a ROC curve of a million-event dataset's test events does not overflow the stack", () => {
  const n = 300_000;
  const scores = Float64Array.from({ length: n }, (_, i) => i / n);
  const isSignal = Uint8Array.from({ length: n }, (_, i) => i % 2);
  const { threshold, auc } = roc(scores, isSignal, new Float64Array(n).fill(1));
  expect(threshold).toHaveLength(n + 1);
  expect(auc.kind === "value" ? auc.value : auc.reason).toBeCloseTo(0.5, 4);
});
