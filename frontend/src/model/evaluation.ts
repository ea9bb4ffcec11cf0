/** Judging a network fairly: on events it has not seen, weighted to the full luminosity. */
import { type Histogram, weightedHistogram } from "./histogram";
import { descending } from "./components";
import { eventsIn, type Hypothesis } from "./sample";
import type { Dataset, MissingReason } from "./types";

export { roc, type RocCurve } from "./roc";
export { bestThreshold, type ThresholdPoint, thresholdScan } from "./thresholds";

/** 1 for each event of the process `signal`, else 0. */
export function signalMask(dataset: Dataset, signal: number): Uint8Array {
  return dataset.process.map((process) => (process === signal ? 1 : 0));
}

/**
 * Weight of every event of the dataset, so that those in `folds` stand for all of them.
 *
 * Signal and background each by their own factor, Σw of all folds over Σw of these, before any
 * cut; 0 for other folds, other processes and events that the `mask` leaves out. A class without
 * positive sum in these folds gets no weight.
 */
export function rescaledWeights(
  dataset: Dataset,
  folds: readonly number[],
  hypothesis: Hypothesis,
  mask: Uint8Array | null,
): Float64Array {
  const events = eventsIn(dataset, folds, hypothesis, null);
  const isSignal = signalMask(dataset, hypothesis.signal);
  const all = new Float64Array(2);
  const chosen = new Float64Array(2);
  const taking = new Set([hypothesis.signal, ...hypothesis.backgrounds]);
  for (let event = 0; event < dataset.nEvents; event++) {
    if (taking.has(dataset.process[event])) all[isSignal[event]] += dataset.weight[event];
  }
  for (const event of events) chosen[isSignal[event]] += dataset.weight[event];
  const factor = all.map((total, kind) => (chosen[kind] > 0 ? total / chosen[kind] : 0));
  const weights = new Float64Array(dataset.nEvents);
  for (const event of events) {
    if (mask !== null && mask[event] === 0) continue;
    weights[event] = dataset.weight[event] * factor[isSignal[event]];
  }
  return weights;
}

/** Histograms of the score from 0 to 1, for signal and background. */
export function scoreHistograms(
  scores: ArrayLike<number>,
  isSignal: ArrayLike<number>,
  weights: Float64Array,
  nBins: number,
): { readonly signal: Histogram; readonly background: Histogram } {
  const range = { low: 0, high: 1, nBins };
  const only = (kind: 0 | 1): Float64Array =>
    weights.map((weight, event) => (isSignal[event] === kind ? weight : 0));
  return {
    signal: weightedHistogram(scores, only(1), range),
    background: weightedHistogram(scores, only(0), range),
  };
}

/** Largest distance of two distributions, and how probable one as large is by chance. */
export type KolmogorovResult =
  | { readonly kind: "value"; readonly distance: number; readonly probability: number }
  | { readonly kind: "missing"; readonly reason: MissingReason };

/** Values with their weights; those of weight 0 are passed over. */
export interface WeightedSample {
  readonly values: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/**
 * Kolmogorov-Smirnov test of two weighted samples.
 *
 * The probability takes each sample as worth (Σw)² / Σw² events and uses the asymptotic law with
 * Stephens' correction (J. R. Stat. Soc. B 32, 1970): a guide, not a proof, for weighted events.
 */
export function kolmogorovSmirnov(one: WeightedSample, two: WeightedSample): KolmogorovResult {
  const totals = [sums(one.weights), sums(two.weights)];
  if (!totals.every(({ sum }) => sum > 0)) return { kind: "missing", reason: "no-events" };
  const distance = largestDistance(one, two, totals[0].sum, totals[1].sum);
  const [n, m] = totals.map(({ sum, sumSquares }) => (sum * sum) / sumSquares);
  const root = Math.sqrt((n * m) / (n + m));
  const probability = kolmogorovProbability((root + 0.12 + 0.11 / root) * distance);
  return { kind: "value", distance, probability };
}

function sums(weights: ArrayLike<number>): { sum: number; sumSquares: number } {
  let sum = 0;
  let sumSquares = 0;
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i];
    sumSquares += weights[i] ** 2;
  }
  return { sum, sumSquares };
}

/** Walk down both samples at once and keep the largest difference of their running fractions. */
function largestDistance(
  one: WeightedSample,
  two: WeightedSample,
  totalOne: number,
  totalTwo: number,
): number {
  const first = descending(one.values, one.weights);
  const second = descending(two.values, two.weights);
  let i = 0;
  let j = 0;
  let difference = 0;
  let largest = 0;
  while (i < first.length || j < second.length) {
    const value = Math.max(
      i < first.length ? one.values[first[i]] : -Infinity,
      j < second.length ? two.values[second[j]] : -Infinity,
    );
    for (; i < first.length && one.values[first[i]] === value; i++) {
      difference += one.weights[first[i]] / totalOne;
    }
    for (; j < second.length && two.values[second[j]] === value; j++) {
      difference -= two.weights[second[j]] / totalTwo;
    }
    largest = Math.max(largest, Math.abs(difference));
  }
  return largest;
}

/** Probability that the Kolmogorov variable exceeds `x`: 2 Σ (−1)^(k−1) exp(−2 k² x²). */
export function kolmogorovProbability(x: number): number {
  // Below 0.2 the series converges slowly and the answer is 1 to twelve digits.
  if (x < 0.2) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) {
    const term = 2 * (k % 2 === 1 ? 1 : -1) * Math.exp(-2 * k * k * x * x);
    sum += term;
    if (Math.abs(term) < 1e-16) break;
  }
  return Math.min(Math.max(sum, 0), 1);
}
