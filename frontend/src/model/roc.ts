/** How well scores separate signal from background, for weights of either sign. */
import type { Measured, MissingReason } from "./types";

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
    auc: areaUnderCurve(events, groups, { scores, isSignal, weights, signal, background }),
  };
}

/** Events of non-zero weight, from the highest score to the lowest. */
export function descending(scores: ArrayLike<number>, weights: ArrayLike<number>): Uint32Array {
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) if (weights[i] !== 0) found.push(i);
  return Uint32Array.from(found).sort((i, j) => scores[j] - scores[i]);
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

interface Labelled {
  readonly scores: ArrayLike<number>;
  readonly isSignal: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
  readonly signal: number;
  readonly background: number;
}

function areaUnderCurve(
  events: Uint32Array,
  groups: readonly ScoreGroup[],
  { scores, isSignal, weights, signal, background }: Labelled,
): Measured {
  const reason = reasonForNoArea(events, isSignal, signal, background);
  if (reason !== null) return { kind: "missing", reason };
  let area = 0;
  for (const group of groups) {
    area += group.signal * (background - group.backgroundAbove - group.background / 2);
  }
  area /= signal * background;
  // Each event's own part of the area: how much of the other class it stands on the right side of.
  const squares = [0, 0];
  const counts = [0, 0];
  let g = 0;
  for (const event of events) {
    while (groups[g].score !== scores[event]) g++;
    const group = groups[g];
    const own = isSignal[event] === 1 ? 1 : 0;
    const part =
      own === 1
        ? 1 - (group.backgroundAbove + group.background / 2) / background
        : (group.signalAbove + group.signal / 2) / signal;
    squares[own] += (weights[event] * (part - area)) ** 2;
    counts[own] += 1;
  }
  const varianceOf = (own: 0 | 1, total: number): number =>
    ((squares[own] / total ** 2) * counts[own]) / (counts[own] - 1);
  const variance = varianceOf(1, signal) + varianceOf(0, background);
  return { kind: "value", value: area, uncertainty: Math.sqrt(variance) };
}

function reasonForNoArea(
  events: Uint32Array,
  isSignal: ArrayLike<number>,
  signal: number,
  background: number,
): MissingReason | null {
  const nSignal = events.reduce((n, event) => n + (isSignal[event] === 1 ? 1 : 0), 0);
  if (events.length === 0) return "no-events";
  if (nSignal < 2 || !(signal > 0)) return "no-signal";
  if (events.length - nSignal < 2 || !(background > 0)) return "no-background";
  return null;
}
