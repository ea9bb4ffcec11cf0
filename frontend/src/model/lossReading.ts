/** What a loss curve says in words: where it was lowest, and whether the two parts drift apart. */
import type { LossPoint } from "./types";

/** Epochs without a new lowest validation loss before anything is said. */
export const PATIENCE_EPOCHS = 10;
/** Losses of the last epochs are averaged, so that one noisy epoch says nothing. */
const AVERAGED = 5;
/** A rise of the validation loss that is worth a sentence, relative to its lowest value. */
const WORTH_SAYING = 0.005;

export interface LossReading {
  /** The point with the lowest validation loss. */
  readonly best: LossPoint;
  readonly last: LossPoint;
  /** Set where the validation loss has been rising for a while as the training loss fell. */
  readonly overTraining: OverTraining | null;
}

/** Why the learning rate may be the trouble: the loss grew, hardly moved, or is a blind guess's. */
export type RateTrouble = "too-large" | "too-small" | "blind";

/** Epochs after which a training loss that hardly fell is worth a sentence. */
const ASLEEP_EPOCHS = 20;
/** A fall of the training loss that counts as hardly any, relative to the start. */
const HARDLY = 0.01;

/** What the training loss says about the learning rate, or null where nothing stands out. */
export function rateTrouble(
  history: readonly LossPoint[],
  blind: number | null,
): RateTrouble | null {
  const first = history.at(0);
  const last = history.at(-1);
  if (first === undefined || last === undefined || last.epoch < 1) return null;
  if (last.training > first.training) return "too-large";
  const fall = first.training - last.training;
  if (last.epoch < ASLEEP_EPOCHS) return null;
  if (fall < HARDLY * first.training) return "too-small";
  return blind !== null && last.training >= blind ? "blind" : null;
}

export interface OverTraining {
  readonly epochs: number;
  /** Mean validation loss of the last epochs minus the lowest. */
  readonly validationRise: number;
  /** Training loss at the lowest validation loss minus the mean of the last epochs. */
  readonly trainingFall: number;
}

/** The reading of a history, or null where no point has two finite losses. */
export function readLoss(history: readonly LossPoint[]): LossReading | null {
  const points = history.filter(
    (p) => Number.isFinite(p.training) && Number.isFinite(p.validation),
  );
  const last = points.at(-1);
  if (last === undefined) return null;
  const best = points.reduce((low, p) => (p.validation < low.validation ? p : low), points[0]);
  return { best, last, overTraining: drift(points, best, last) };
}

function drift(
  points: readonly LossPoint[],
  best: LossPoint,
  last: LossPoint,
): OverTraining | null {
  const epochs = last.epoch - best.epoch;
  if (epochs < PATIENCE_EPOCHS) return null;
  const recent = points.slice(-AVERAGED);
  const mean = (pick: (p: LossPoint) => number): number =>
    recent.reduce((sum, p) => sum + pick(p), 0) / recent.length;
  const validationRise = mean((p) => p.validation) - best.validation;
  const trainingFall = best.training - mean((p) => p.training);
  const parted = validationRise > WORTH_SAYING * best.validation && trainingFall > 0;
  return parted ? { epochs, validationRise, trainingFall } : null;
}

/**
 * Loss of the best answer that looks at nothing: always the signal's share of the training weight.
 *
 * The entropy −p ln p − (1−p) ln(1−p); ln 2 where both classes weigh the same.
 */
export function blindLoss(signalShare: number): number {
  const term = (p: number): number => (p > 0 ? -p * Math.log(p) : 0);
  return term(signalShare) + term(1 - signalShare);
}
