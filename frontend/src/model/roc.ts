/** How well scores separate signal from background, for weights of either sign. */
import { area, descending } from "./components";
import type { Measured } from "./types";

export interface RocCurve {
  /** Fractions of background and of signal at or above each threshold, from 0 to 1. */
  readonly falsePositiveRate: Float64Array;
  readonly truePositiveRate: Float64Array;
  /** Scores in descending order, after a first +Infinity that keeps nothing. */
  readonly threshold: Float64Array;
  /** Area under the curve: probability that a signal event scores above a background event. */
  readonly auc: Measured;
}

/** Sums over all events that share a score, and over all events above them. */
interface ScoreGroup {
  readonly score: number;
  readonly signal: number;
  readonly background: number;
  readonly signalAbove: number;
  readonly backgroundAbove: number;
}

/**
 * ROC curve of the events whose weight is not 0.
 *
 * With negative weights a rate may leave [0, 1] and fall back on the way; the sums stay right.
 * Ties count half. The uncertainty is that of DeLong et al. (Biometrics 44, 1988) with weighted
 * structural components; it needs two events of each class.
 */
export function roc(
  scores: ArrayLike<number>,
  isSignal: ArrayLike<number>,
  weights: ArrayLike<number>,
): RocCurve {
  const events = descending(scores, weights);
  const groups = groupByScore(events, scores, isSignal, weights);
  const last = groups[groups.length - 1] as ScoreGroup | undefined;
  const signal = last === undefined ? 0 : last.signalAbove + last.signal;
  const background = last === undefined ? 0 : last.backgroundAbove + last.background;
  const rate = (above: (group: ScoreGroup) => number, total: number): Float64Array =>
    Float64Array.from([0, ...groups.map((group) => above(group) / total)]);
  return {
    falsePositiveRate: rate((group) => group.backgroundAbove + group.background, background),
    truePositiveRate: rate((group) => group.signalAbove + group.signal, signal),
    threshold: Float64Array.from([Infinity, ...groups.map((group) => group.score)]),
    auc: area(events, scores, { isSignal, weights }),
  };
}

function groupByScore(
  events: Uint32Array,
  scores: ArrayLike<number>,
  isSignal: ArrayLike<number>,
  weights: ArrayLike<number>,
): ScoreGroup[] {
  const groups: ScoreGroup[] = [];
  let signalAbove = 0;
  let backgroundAbove = 0;
  for (let place = 0; place < events.length;) {
    const score = scores[events[place]];
    let signal = 0;
    let background = 0;
    for (; place < events.length && scores[events[place]] === score; place++) {
      const event = events[place];
      if (isSignal[event] === 1) signal += weights[event];
      else background += weights[event];
    }
    groups.push({ score, signal, background, signalAbove, backgroundAbove });
    signalAbove += signal;
    backgroundAbove += background;
  }
  return groups;
}
