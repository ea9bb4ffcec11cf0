/** Does a score of 0.7 mean that 7 of 10 such events are signal? Only in one mixture of both. */
import type { Labelled } from "./components";
import type { Measured, MissingReason } from "./types";

/** Events whose score lies from `low` up to `high`; the last bin includes its upper edge. */
export interface CalibrationBin {
  readonly low: number;
  readonly high: number;
  /** Mean score of the bin's events: the share of signal that they claim. */
  readonly score: number;
  /** Share of signal among them, and its standard deviation. */
  readonly share: number;
  readonly uncertainty: number;
  /** Simulated events. */
  readonly count: number;
}

export interface Calibration {
  /** Share of signal in the mixture that is looked at. */
  readonly prior: number;
  readonly bins: readonly CalibrationBin[];
  /** Mean squared distance of score and class: always saying the prior gives prior (1 − prior). */
  readonly brier: Extract<Measured, { kind: "value" }>;
  /** Mean |share − score|, which fluctuations alone make a little more than 0. */
  readonly expectedError: number;
}

export type CalibrationResult =
  | { readonly kind: "value"; readonly calibration: Calibration }
  | { readonly kind: "missing"; readonly reason: MissingReason };

/**
 * Share of signal in bins of the score, in a mixture of which `prior` is signal.
 *
 * Each class is scaled to its part of the mixture; events of weight 0 are passed over. The bins
 * hold equal |weight|; there are `nBins`, or as many as have a positive sum each. A class with no
 * event in a bin counts there as 0 ± its typical weight. The same as Python's calibration_curve.
 */
export function calibrationCurve(
  scores: ArrayLike<number>,
  labelled: Labelled,
  prior: number,
  nBins = 10,
): CalibrationResult {
  const events = usedEvents(scores, labelled);
  const total = [0, 0];
  for (const event of events) total[labelled.isSignal[event]] += labelled.weights[event];
  if (events.length === 0) return { kind: "missing", reason: "no-events" };
  if (!(total[1] > 0)) return { kind: "missing", reason: "no-signal" };
  if (!(total[0] > 0)) return { kind: "missing", reason: "no-background" };
  const mixture: Mixture = {
    score: Float64Array.from(events, (event) => scores[event]),
    isSignal: Uint8Array.from(events, (event) => labelled.isSignal[event]),
    weight: Float64Array.from(events, (event) => {
      const isSignal = labelled.isSignal[event] === 1;
      return (labelled.weights[event] * (isSignal ? prior : 1 - prior)) / total[isSignal ? 1 : 0];
    }),
  };
  return { kind: "value", calibration: { prior, ...filledBins(mixture, edgesOf(mixture, nBins)) } };
}

/**
 * What a score that claims `fromPrior` signal claims where `toPrior` is: the odds change by the
 * ratio of the prior odds (Bayes; Saerens et al., Neural Comput. 14, 2002).
 */
export function correctedScore(score: number, fromPrior: number, toPrior: number): number {
  const signal = score * (toPrior / fromPrior);
  return signal / (signal + (1 - score) * ((1 - toPrior) / (1 - fromPrior)));
}

/** Events from the lowest score to the highest, mixed so that their weights sum to 1. */
interface Mixture {
  readonly score: Float64Array;
  readonly isSignal: Uint8Array;
  readonly weight: Float64Array;
}

/** Events of non-zero weight by ascending score; equal scores keep their order. */
function usedEvents(scores: ArrayLike<number>, { weights }: Labelled): Uint32Array {
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) if (weights[i] !== 0) found.push(i);
  return Uint32Array.from(found.sort((i, j) => scores[i] - scores[j]));
}

/** Edges of the most bins, at most `nBins`, that all have a positive sum. */
function edgesOf(mixture: Mixture, nBins: number): number[] {
  const { score, weight } = mixture;
  const cumulative = new Float64Array(weight.length);
  let sum = 0;
  weight.forEach((w, i) => (cumulative[i] = sum += Math.abs(w)));
  for (let nWanted = nBins; nWanted > 1; nWanted--) {
    const inner = new Set<number>();
    for (let k = 1, i = 0; k < nWanted; k++) {
      const wanted = (sum * k) / nWanted;
      while (cumulative[i] <= wanted) i++;
      if (score[i] > 0 && score[i] < 1) inner.add(score[i]);
    }
    const edges = [0, ...inner, 1];
    if (placesOf(mixture, edges).every(({ from, to }) => sumOf(weight, from, to) > 0)) return edges;
  }
  return [0, 1];
}

/** Where each bin's events stand in the mixture. */
function placesOf({ score }: Mixture, edges: readonly number[]): { from: number; to: number }[] {
  let to = 0;
  return edges.slice(1).map((high, bin) => {
    const from = to;
    const isLast = bin === edges.length - 2;
    while (to < score.length && (isLast || score[to] < high)) to++;
    return { from, to };
  });
}

function sumOf(values: Float64Array, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i];
  return sum;
}

/** The bins, and what is said of the whole mixture. */
function filledBins(mixture: Mixture, edges: readonly number[]): Omit<Calibration, "prior"> {
  const typical = [typicalWeight(mixture, 0), typicalWeight(mixture, 1)];
  let expectedError = 0;
  const bins = placesOf(mixture, edges).map(({ from, to }, bin) => {
    const { background, signal, scoreSum, squares } = binSums(mixture, from, to);
    const variances = squares.map((square, kind) => (square > 0 ? square : typical[kind] ** 2));
    const total = signal + background;
    const spread = background ** 2 * variances[1] + signal ** 2 * variances[0];
    const [score, share] = [scoreSum / total, signal / total];
    expectedError += total * Math.abs(share - score);
    const uncertainty = Math.sqrt(spread) / total ** 2;
    return { low: edges[bin], high: edges[bin + 1], score, share, uncertainty, count: to - from };
  });
  return { bins, brier: brierScore(mixture), expectedError };
}

function binSums({ score, isSignal, weight }: Mixture, from: number, to: number) {
  const [sums, squares] = [
    [0, 0],
    [0, 0],
  ];
  let scoreSum = 0;
  for (let i = from; i < to; i++) {
    sums[isSignal[i]] += weight[i];
    squares[isSignal[i]] += weight[i] ** 2;
    scoreSum += weight[i] * score[i];
  }
  return { background: sums[0], signal: sums[1], scoreSum, squares };
}

/** Σw² / Σw of one class. */
function typicalWeight({ isSignal, weight }: Mixture, kind: 0 | 1): number {
  let [sum, squares] = [0, 0];
  weight.forEach((w, i) => {
    if (isSignal[i] !== kind) return;
    sum += w;
    squares += w ** 2;
  });
  return squares / sum;
}

/** Weighted mean of (score − class)², whose two classes have fixed sums. */
function brierScore({ score, isSignal, weight }: Mixture): Calibration["brier"] {
  const distance = score.map((s, i) => (s - isSignal[i]) ** 2);
  const [sums, products] = [
    [0, 0],
    [0, 0],
  ];
  weight.forEach((w, i) => {
    sums[isSignal[i]] += w;
    products[isSignal[i]] += w * distance[i];
  });
  let variance = 0;
  weight.forEach((w, i) => {
    variance += (w * (distance[i] - products[isSignal[i]] / sums[isSignal[i]])) ** 2;
  });
  return { kind: "value", value: products[0] + products[1], uncertainty: Math.sqrt(variance) };
}
