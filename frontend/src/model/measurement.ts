/**
 * A measurement that has been chosen: which events are kept, what is expected in each bin of their
 * score, and what is not known about it. Plain numbers, which the journal keeps as they are.
 */
import { type FitModel, fitModel, normalisation, type Systematic } from "./fitModel";
import { scoreBin, scoreEdges } from "./scoreBins";
import { MIN_EFFECTIVE_BACKGROUND } from "./significance";
import type { MissingReason, Yield } from "./types";
import { effectiveCount, EMPTY_YIELD } from "./yields";

/** Most bins: more would have too little simulated background to be believed. */
export const MAX_SCORE_BINS = 6;

/** Unseen events, weighted so that they stand for the dataset's full luminosity. */
export interface UnseenEvents {
  /** Null without a model. */
  readonly scores: ArrayLike<number> | null;
  readonly isSignal: ArrayLike<number>;
  /** 0 for events that do not judge; before any selection. */
  readonly weights: ArrayLike<number>;
}

/** What an event must do to be kept; null where nothing is asked. */
export interface Selection {
  /** A score of this or more. */
  readonly threshold: number | null;
  /** 1 for each event that passes. */
  readonly passes: ArrayLike<number> | null;
}

/** Expected events of a class in each bin, and the variance of the simulation: Σw and Σw². */
export interface Template {
  readonly sum: readonly number[];
  readonly sumSquares: readonly number[];
}

/** Contents of all bins once something is scaled down and up, in place of the nominal ones. */
export interface Shift {
  /** By how much, as a fraction. */
  readonly size: number;
  readonly signal: { readonly down: readonly number[]; readonly up: readonly number[] };
  readonly background: { readonly down: readonly number[]; readonly up: readonly number[] };
}

/** What is expected at the luminosity of the dataset, in bins of the score. */
export interface MeasuredBins {
  /** Bins + 1, ascending; an event outside counts in the first or last bin. Null: one bin. */
  readonly edges: readonly number[] | null;
  readonly signal: Template;
  readonly background: Template;
  /** Missing momentum scaled down and up; null where that changes nothing or is not asked. */
  readonly metShift: Shift | null;
}

/** How well what matters is known: relative standard deviations, 0 for exactly. */
export interface Uncertain {
  readonly background: number;
  readonly luminosity: number;
  /** Takes part through `metShift`, which was made for this size. */
  readonly metScale: number;
}

export const NOTHING_UNCERTAIN: Uncertain = { background: 0, luminosity: 0, metScale: 0 };

export type Binned =
  | { readonly kind: "bins"; readonly bins: MeasuredBins }
  | { readonly kind: "missing"; readonly reason: MissingReason };

/**
 * The kept events in up to `nBinsMax` bins of the score, each with enough background; in one bin
 * without scores. Missing, with the reason, where not even one bin has enough, as in `significance`.
 */
export function measuredBins(
  events: UnseenEvents,
  selection: Selection,
  nBinsMax = MAX_SCORE_BINS,
): Binned {
  const kept = keptWeights(events, selection);
  const reason = reasonForNoBin(events.isSignal, kept);
  if (reason !== null) return { kind: "missing", reason };
  const { scores, isSignal } = events;
  const edges = scores === null ? null : scoreEdges({ scores, isSignal, weights: kept }, nBinsMax);
  const { signal, background } = filled(events, kept, edges);
  return { kind: "bins", bins: { edges, signal, background, metShift: null } };
}

/**
 * How many events of the processes `codes` are kept and fall into each bin, each counting 1.
 * `scores`: null where the bins are one and no score is asked.
 */
export function countedIn(
  edges: MeasuredBins["edges"],
  { process, scores }: { process: ArrayLike<number>; scores: UnseenEvents["scores"] },
  codes: readonly number[],
  selection: Selection,
): number[] {
  const weights = Array.from(process, (code) => (codes.includes(code) ? 1 : 0));
  const isSignal = new Uint8Array(weights.length);
  const kept = keptWeights({ scores, isSignal, weights }, selection);
  return [...filled({ scores, isSignal, weights }, kept, edges).background.sum];
}

/** Events whose missing momentum was scaled by 1 − size and by 1 + size, selected anew. */
export interface Scaled {
  readonly events: UnseenEvents;
  readonly selection: Selection;
}

/** The same bins with what a scale of the missing momentum, wrong by `size`, would make of them. */
export function withMetShift(
  bins: MeasuredBins,
  size: number,
  down: Scaled,
  up: Scaled,
): MeasuredBins {
  const [low, high] = [down, up].map(({ events, selection }) =>
    filled(events, keptWeights(events, selection), bins.edges),
  );
  const metShift = {
    size,
    signal: { down: low.signal.sum, up: high.signal.sum },
    background: { down: low.background.sum, up: high.background.sum },
  };
  return { ...bins, metShift };
}

/** Weight of each kept event, 0 for the others. */
function keptWeights({ scores, weights }: UnseenEvents, selection: Selection): Float64Array {
  const { threshold, passes } = selection;
  return Float64Array.from(weights, (weight, event) => {
    const scoresEnough = threshold === null || scores === null || scores[event] >= threshold;
    return scoresEnough && (passes === null || passes[event] === 1) ? weight : 0;
  });
}

function reasonForNoBin(
  isSignal: ArrayLike<number>,
  kept: ArrayLike<number>,
): MissingReason | null {
  const { signal, background } = totals(isSignal, kept);
  if (!(background.sum > 0)) return "no-background";
  if (effectiveCount(background) < MIN_EFFECTIVE_BACKGROUND) return "too-few-background";
  return signal.sum > 0 ? null : "no-signal";
}

function totals(
  isSignal: ArrayLike<number>,
  weights: ArrayLike<number>,
): Record<"signal" | "background", Yield> {
  const found = { signal: { ...EMPTY_YIELD }, background: { ...EMPTY_YIELD } };
  for (let event = 0; event < weights.length; event++) {
    const weight = weights[event];
    if (weight === 0) continue;
    const of = isSignal[event] === 1 ? found.signal : found.background;
    of.sum += weight;
    of.sumSquares += weight * weight;
    of.count += 1;
  }
  return found;
}

function filled(
  { scores, isSignal }: UnseenEvents,
  kept: ArrayLike<number>,
  edges: readonly number[] | null,
): Record<"signal" | "background", Template> {
  const nBins = edges === null ? 1 : edges.length - 1;
  const empty = () => ({
    sum: new Array<number>(nBins).fill(0),
    sumSquares: new Array<number>(nBins).fill(0),
  });
  const found = { signal: empty(), background: empty() };
  for (let event = 0; event < kept.length; event++) {
    const weight = kept[event];
    if (weight === 0) continue;
    const bin = edges === null || scores === null ? 0 : scoreBin(edges, scores[event]);
    const of = isSignal[event] === 1 ? found.signal : found.background;
    of.sum[bin] += weight;
    of.sumSquares[bin] += weight * weight;
  }
  return found;
}

const BACKGROUND = 0;
const SIGNAL = 1;

/**
 * The likelihood of the bins at `factor` times the luminosity, ready to be fitted.
 *
 * More luminosity expects more events, but simulates none: Σw² grows with the square, so that the
 * simulation's relative error stays. `uncertain`: one source for the background's normalisation,
 * one for the luminosity, which scales signal and background, one for the missing momentum's
 * scale. Throws FitError.
 */
export function measurementModel(
  bins: MeasuredBins,
  factor: number,
  uncertain: Uncertain,
  simulationIsExact = false,
): FitModel {
  const classes = [bins.background, bins.signal];
  const spread = simulationIsExact ? 0 : factor * factor;
  const templates = {
    isSignal: [false, true],
    sum: classes.map(({ sum }) => sum.map((content) => factor * content)),
    sumSquares: classes.map(({ sumSquares }) => sumSquares.map((square) => spread * square)),
  };
  return fitModel(templates, sources(bins, factor, uncertain));
}

/** Sources of a model in their order; those that are known exactly are left out. */
function sources(bins: MeasuredBins, factor: number, uncertain: Uncertain): Systematic[] {
  const found: Systematic[] = [];
  if (uncertain.background > 0) {
    found.push(normalisation("background", [BACKGROUND], uncertain.background));
  }
  if (uncertain.luminosity > 0) {
    found.push(normalisation("luminosity", [BACKGROUND, SIGNAL], uncertain.luminosity));
  }
  const { metShift } = bins;
  if (uncertain.metScale > 0 && metShift !== null) {
    const scaled = ({ down, up }: Shift["signal"]): readonly [number[], number[]] => [
      down.map((content) => factor * content),
      up.map((content) => factor * content),
    ];
    const shape = new Map([
      [BACKGROUND, scaled(metShift.background)],
      [SIGNAL, scaled(metShift.signal)],
    ]);
    found.push({ name: "metScale", norm: new Map(), shape });
  }
  return found;
}
