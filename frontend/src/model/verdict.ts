/** What a network's scores are worth: shapes, fractions and regions, apart for events seen and unseen. */
import { rescaledWeights, signalMask } from "./evaluation";
import { weightedHistogram } from "./histogram";
import type { Hypothesis } from "./sample";
import type { Dataset, Measured, SplitFacts, Yield } from "./types";
import { add, EMPTY_YIELD, error } from "./yields";

/** Steps of the threshold from 0 to the end of the score axis. */
export const THRESHOLD_STEPS = 200;

/** Learned from; used to choose a threshold; never used before. */
export type Part = "train" | "validation" | "test";
export const PARTS = ["train", "validation", "test"] as const satisfies readonly Part[];

/** Every event's score, and for each part the weights that stand for the full luminosity. */
export interface ScoredEvents {
  readonly scores: ArrayLike<number>;
  readonly isSignal: Uint8Array;
  /** 0 for an event that is not of this part. */
  readonly weights: Readonly<Record<Part, Float64Array>>;
  /** Round number at which the score axis ends: no score lies above. */
  readonly scoreEnd: number;
}

/** Expected signal and background events. */
export interface Expected {
  readonly signal: Yield;
  readonly background: Yield;
}

/** `mask`: 1 for each event the network may judge, null for all. */
export function scoredEvents(
  dataset: Dataset,
  scores: ArrayLike<number>,
  split: SplitFacts,
  hypothesis: Hypothesis,
  mask: Uint8Array | null,
): ScoredEvents {
  const weightsOf = (part: Part): Float64Array =>
    rescaledWeights(dataset, split[part], hypothesis, mask);
  const weights = {
    train: weightsOf("train"),
    validation: weightsOf("validation"),
    test: weightsOf("test"),
  };
  const isSignal = signalMask(dataset, hypothesis.signal);
  return { scores, isSignal, weights, scoreEnd: roundEnd(highestScore(scores, weights)) };
}

function highestScore(scores: ArrayLike<number>, weights: Record<Part, Float64Array>): number {
  let highest = 0;
  for (const part of PARTS) {
    const own = weights[part];
    for (let i = 0; i < own.length; i++) {
      if (own[i] !== 0 && scores[i] > highest) highest = scores[i];
    }
  }
  return highest;
}

/** The smallest of 1, 0.5, 0.2, 0.1 … that is not below `highest` (a probability). */
export function roundEnd(highest: number): number {
  let end = 1;
  // A network that learned without weights may give every event a tiny probability.
  for (let power = 1; power > 1e-6; power /= 10) {
    for (const mantissa of [1, 0.5, 0.2]) {
      const candidate = Number((mantissa * power).toPrecision(1));
      if (candidate >= highest) end = candidate;
    }
  }
  return end;
}

/** Thresholds from 0 up to one step below the end of the score axis. */
export function thresholdGrid(scoreEnd: number): Float64Array {
  return Float64Array.from({ length: THRESHOLD_STEPS }, (_, i) =>
    Number(((i * scoreEnd) / THRESHOLD_STEPS).toPrecision(9)),
  );
}

/**
 * Whether the threshold stands elsewhere than where the validation events suggest. Who moves it has
 * the numbers of the unseen events in view, which are then flattered; but a link may bring it too.
 */
export function isMovedByHand(chosen: number | null, suggested: number, scoreEnd: number): boolean {
  if (chosen === null) return false;
  // A link rounds: less than a tenth of a step is the same place.
  return Math.abs(chosen - suggested) > (0.1 * scoreEnd) / THRESHOLD_STEPS;
}

/** Yields of the events of non-zero weight for which `keep` is true, and of the others. */
export function divide(
  weights: Float64Array,
  isSignal: Uint8Array,
  keep: (event: number) => boolean,
): { readonly kept: Expected; readonly rejected: Expected } {
  const empty = () => ({ signal: { ...EMPTY_YIELD }, background: { ...EMPTY_YIELD } });
  const [kept, rejected] = [empty(), empty()];
  for (let event = 0; event < weights.length; event++) {
    const weight = weights[event];
    if (weight === 0) continue;
    const side = keep(event) ? kept : rejected;
    const filled = isSignal[event] === 1 ? side.signal : side.background;
    filled.sum += weight;
    filled.sumSquares += weight * weight;
    filled.count += 1;
  }
  return { kept, rejected };
}

/**
 * Fraction kept / (kept + rejected) of two independent sets of events.
 *
 * The uncertainty is the propagated statistical one of both sums; the binomial formula where all
 * weights are 1. Missing where the total is not positive.
 */
export function fraction(kept: Yield, rejected: Yield): Measured {
  const total = kept.sum + rejected.sum;
  if (!(total > 0)) return { kind: "missing", reason: "no-events" };
  return {
    kind: "value",
    value: kept.sum / total,
    uncertainty: Math.hypot(rejected.sum * error(kept), kept.sum * error(rejected)) / total ** 2,
  };
}

/** Fraction of expected events put on the right side: signal kept and background rejected. */
export function accuracy(kept: Expected, rejected: Expected): Measured {
  return fraction(add(kept.signal, rejected.background), add(rejected.signal, kept.background));
}

/** Fraction of its class in each bin of the score, with the statistical error. */
export interface Shape {
  readonly fraction: Float64Array;
  readonly error: Float64Array;
}

/** Shapes from 0 to the end of the score axis, each summing to 1; null for a class without sum. */
export function scoreShape(
  events: ScoredEvents,
  part: Part,
  kind: keyof Expected,
  nBins: number,
): Shape | null {
  const wanted = kind === "signal" ? 1 : 0;
  const weights = events.weights[part].map((weight, event) =>
    events.isSignal[event] === wanted ? weight : 0,
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return null;
  const range = { low: 0, high: events.scoreEnd, nBins };
  const { sum, sumSquares } = weightedHistogram(events.scores, weights, range);
  return {
    fraction: sum.map((content) => content / total),
    error: sumSquares.map((variance) => Math.sqrt(variance) / total),
  };
}
