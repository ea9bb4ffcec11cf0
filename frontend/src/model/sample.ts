/** The events a network learns from or is watched on, as numbers it can take in. */
import type { Dataset, DatasetFacts, ProcessFacts, TrainingConfig } from "./types";

/** Each input is (value − mean) / std. */
export interface Scaler {
  readonly mean: Float64Array;
  readonly std: Float64Array;
}

/** Inputs (scaled, row after row), answers and weights of some events. */
export interface Sample {
  readonly n: number;
  readonly X: Float64Array;
  /** 1 for signal, 0 for background. */
  readonly y: Float64Array;
  readonly w: Float64Array;
}

/** Which processes, as codes, play which part. */
export interface Hypothesis {
  readonly signal: number;
  readonly backgrounds: readonly number[];
}

/** Codes of the dataset's background processes, which the facts know by name. */
export function backgroundCodes(
  dataset: Dataset,
  facts: Pick<DatasetFacts, "processes">,
): number[] {
  return codesOf(dataset, facts, "background");
}

/** Codes of the measured collisions, of which nobody knows what they are; none takes part. */
export function measuredCodes(dataset: Dataset, facts: Pick<DatasetFacts, "processes">): number[] {
  return codesOf(dataset, facts, "measured");
}

function codesOf(
  dataset: Dataset,
  facts: Pick<DatasetFacts, "processes">,
  wanted: ProcessFacts["kind"],
): number[] {
  const names = new Set(
    facts.processes.filter(({ kind }) => kind === wanted).map(({ name }) => name),
  );
  return dataset.processes.flatMap((name, code) => (names.has(name) ? [code] : []));
}

/** Indices of the signal and background events in the given folds, where `mask` allows. */
export function eventsIn(
  dataset: Dataset,
  folds: readonly number[],
  { signal, backgrounds }: Hypothesis,
  mask: Uint8Array | null,
): Uint32Array {
  const processes = new Set([signal, ...backgrounds]);
  const wanted = new Set(folds);
  const found: number[] = [];
  for (let event = 0; event < dataset.nEvents; event++) {
    if (!processes.has(dataset.process[event])) continue;
    if (!wanted.has(dataset.fold[event])) continue;
    if (mask !== null && mask[event] === 0) continue;
    found.push(event);
  }
  return Uint32Array.from(found);
}

/** Below this share of its mean a feature's spread is rounding: it never changes. */
const SMALLEST_SPREAD = 1e-9;

/**
 * Weighted mean and standard deviation of each feature over `events`; 1 where it never changes.
 *
 * `w`: one weight for each of the events, none negative: those of the training.
 */
export function fitScaler(
  dataset: Dataset,
  features: readonly number[],
  events: Uint32Array,
  w: Float64Array,
): Scaler {
  const mean = new Float64Array(features.length);
  const std = new Float64Array(features.length).fill(1);
  const total = w.reduce((sum, weight) => sum + weight, 0);
  features.forEach((feature, column) => {
    const values = dataset.features[feature];
    const average = (of: (value: number) => number): number =>
      events.reduce((sum, event, row) => sum + w[row] * of(values[event]), 0) / total;
    const centre = average((value) => value);
    const spread = Math.sqrt(average((value) => (value - centre) ** 2));
    mean[column] = centre;
    if (spread > SMALLEST_SPREAD * Math.abs(centre)) std[column] = spread;
  });
  return { mean, std };
}

/** Scaled features of `events`, row after row. */
export function scaledInputs(
  dataset: Dataset,
  features: readonly number[],
  events: Uint32Array,
  { mean, std }: Scaler,
): Float64Array {
  const width = features.length;
  const X = new Float64Array(events.length * width);
  features.forEach((feature, column) => {
    const values = dataset.features[feature];
    for (let row = 0; row < events.length; row++) {
      X[row * width + column] = (values[events[row]] - mean[column]) / std[column];
    }
  });
  return X;
}

/** What is to be learned about `events`: the answer for each, and how much it counts. */
export function answersAndWeights(
  dataset: Dataset,
  config: Pick<TrainingConfig, "signal" | "useWeights">,
  events: Uint32Array,
): Pick<Sample, "y" | "w"> {
  const y = new Float64Array(events.length);
  const w = new Float64Array(events.length).fill(1);
  for (let row = 0; row < events.length; row++) {
    y[row] = dataset.process[events[row]] === config.signal ? 1 : 0;
    if (config.useWeights) w[row] = Math.abs(dataset.weight[events[row]]);
  }
  return { y, w: config.useWeights ? balanced(w, y) : w };
}

/** The sample of `events`, weighted as the config says. */
export function makeSample(
  dataset: Dataset,
  config: Pick<TrainingConfig, "features" | "signal" | "useWeights">,
  events: Uint32Array,
  scaler: Scaler,
): Sample {
  const X = scaledInputs(dataset, config.features, events, scaler);
  return { n: events.length, X, ...answersAndWeights(dataset, config, events) };
}

/**
 * Weights scaled so that each class sums to half the number of events.
 *
 * |w| and not w: a negative weight in the loss would reward wrong answers without bound.
 */
function balanced(w: Float64Array, y: Float64Array): Float64Array {
  const total = [0, 0];
  for (let i = 0; i < w.length; i++) total[y[i]] += w[i];
  return w.map((weight, i) => (total[y[i]] > 0 ? (weight * w.length) / (2 * total[y[i]]) : 0));
}
