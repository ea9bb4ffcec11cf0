/** How far a selection reaches: what it could expect of each signal of a dataset. */
import { rescaledWeights, signalMask } from "./evaluation";
import { measuredBins, type Selection, type Uncertain } from "./measurement";
import { backgroundCodes } from "./sample";
import { significanceOf } from "./stairs";
import type { Dataset, DatasetFacts, Measured, Yield } from "./types";
import { scale, yieldOf } from "./yields";

/** One signal, looked for with a model that was trained for another one, or for it. */
export interface Reach {
  readonly signal: string;
  /** The number at the end of its name: the mediator's mass in GeV; null where it has none. */
  readonly mass: number | null;
  /** Expected before any selection. */
  readonly all: Yield;
  /** Expected significance after it. */
  readonly z: Measured;
}

export interface Looking {
  readonly dataset: Dataset;
  readonly facts: DatasetFacts;
  /** Folds that the model has not seen. */
  readonly folds: readonly number[];
  /** One an event; null where cuts alone select. */
  readonly scores: ArrayLike<number> | null;
  readonly selection: Selection;
  /** Luminosity in units of the dataset's. */
  readonly factor: number;
  readonly uncertain: Uncertain;
}

/** Every signal of the dataset, the lightest first; bins are chosen anew for each. */
export function reachOf(looking: Looking): Reach[] {
  const { dataset, facts } = looking;
  return facts.processes
    .filter(({ kind, name }) => kind === "signal" && dataset.processes.includes(name))
    .map(({ name }) => reachFor(looking, name))
    .sort((one, other) => (one.mass ?? 0) - (other.mass ?? 0));
}

function reachFor(looking: Looking, signal: string): Reach {
  const { dataset, facts, folds, scores, selection, factor, uncertain } = looking;
  const code = dataset.processes.indexOf(signal);
  const hypothesis = { signal: code, backgrounds: backgroundCodes(dataset, facts) };
  const isSignal = signalMask(dataset, code);
  const weights = rescaledWeights(dataset, folds, hypothesis, null);
  const binned = measuredBins({ scores, isSignal, weights }, selection);
  const z: Measured =
    binned.kind === "bins" ? significanceOf(binned.bins, factor, uncertain) : binned;
  return { signal, mass: massOf(signal), all: scale(yieldOf(dataset.weight, isSignal), factor), z };
}

/** How one expected significance stands to another. */
export type Change = "falls" | "rises" | "within";

/** Two standard deviations: what chance alone exceeds once in twenty times. */
const REMARKABLE = 2;

/**
 * Whether an expected significance changes by more than twice the error of the difference. Both
 * count the same simulated background, so that this error is rather too large.
 */
export function changeOf(from: Spread, to: Spread): Change {
  const allowed = REMARKABLE * Math.hypot(from.uncertainty, to.uncertainty);
  if (Math.abs(to.value - from.value) <= allowed) return "within";
  return to.value < from.value ? "falls" : "rises";
}

type Spread = Pick<Extract<Measured, { kind: "value" }>, "value" | "uncertainty">;

/** "DM_200" → 200. */
export function massOf(signal: string): number | null {
  const digits = /_(\d+)$/.exec(signal);
  return digits === null ? null : Number(digits[1]);
}
