/**
 * The choice that was written down before the data were looked at, and those given up before it.
 *
 * A decision stands alone: from it one can select the same events again (link and network) and fit
 * the same likelihood (bins, luminosity, uncertainties), whatever the page's sliders say by then.
 */
import type { ModelName, SelectionName } from "../choices";
import type { FitModel } from "../model/fitModel";
import { type MeasuredBins, measurementModel, type Uncertain } from "../model/measurement";
import type { Split } from "../model/stairs";
import type { Measured } from "../model/types";

export const MAX_REASON_LENGTH = 280;
/** Earlier attempts are all counted, but only so many are kept with their numbers. */
export const MAX_KEPT_ATTEMPTS = 50;

/** A number with what the finite simulation leaves uncertain about it. */
export interface Value {
  readonly value: number;
  readonly uncertainty: number;
}

/** What was expected when the choice was written down, at its luminosity. */
export interface ExpectedNumbers {
  readonly signal: Value;
  readonly background: Value;
  /** Median discovery significance of the fit, all uncertainties included. */
  readonly z: Value;
  /** Expected uncertainty of the signal strength. */
  readonly mu: Split;
}

/** Expected significance on the same unseen events without a model, counting alone. */
export interface ExpectedBefore {
  readonly nothing: Measured;
  /** Null without cuts. */
  readonly cuts: Measured | null;
}

/** What a threshold was chosen on; "hand" is with the numbers of the unseen events in view. */
export const THRESHOLD_ORIGINS = ["validation", "hand"] as const;
export type ThresholdOrigin = (typeof THRESHOLD_ORIGINS)[number];

export interface Decision {
  /** 1 for the first choice that this browser locked; one given up counts on. It is no look. */
  readonly attempt: number;
  /** ISO 8601, in UTC. */
  readonly lockedAt: string;
  readonly dataset: string;
  readonly signal: string;
  readonly model: ModelName;
  readonly selection: SelectionName;
  /** Kept are scores of this or more; null where the cuts alone decide. */
  readonly threshold: number | null;
  /** Null without a threshold, for one that nobody has chosen, and where a page did not keep it. */
  readonly thresholdFrom: ThresholdOrigin | null;
  /** The page's link: opened, it trains the same model and sets the same cuts again. */
  readonly fragment: string;
  /** The trained network itself, as text; null for trees, and without a network. */
  readonly network: string | null;
  /** fb⁻¹ */
  readonly luminosity: number;
  /** The same in units of the dataset's, which the bins are made for. */
  readonly factor: number;
  readonly uncertain: Uncertain;
  readonly bins: MeasuredBins;
  readonly expected: ExpectedNumbers;
  /** As it was counted at the lock; null for a choice of a page that did not keep it. */
  readonly before: ExpectedBefore | null;
  /** The student's own words. */
  readonly reason: string;
  /** Seed of the pseudo-data that belong to it; another attempt looks at the same data. */
  readonly pseudoData: number;
}

/** An earlier choice that was given up for a new measurement. */
export type PastDecision = Pick<
  Decision,
  "attempt" | "lockedAt" | "dataset" | "signal" | "selection" | "threshold"
> & { readonly z: Value };

/** The journal's part. */
export interface Decisions {
  readonly locked: Decision | null;
  /** Oldest first. */
  readonly past: readonly PastDecision[];
  /** Choices given up, those no longer kept included. */
  readonly nGivenUp: number;
  /** Of all attempts; null before the first. */
  readonly pseudoData: number | null;
}

export const NO_DECISION: Decisions = { locked: null, past: [], nGivenUp: 0, pseudoData: null };

/** The likelihood that was locked, ready to be fitted to what is observed. Throws FitError. */
export function lockedModel({ bins, factor, uncertain }: Decision): FitModel {
  return measurementModel(bins, factor, uncertain);
}

/** `before` with a choice locked; `before` itself where one is locked already. */
export function lock(
  before: Decisions,
  choice: Omit<Decision, "attempt" | "pseudoData">,
  newSeed: () => number,
): Decisions {
  if (before.locked !== null) return before;
  const pseudoData = before.pseudoData ?? newSeed();
  const locked = { ...choice, attempt: before.nGivenUp + 1, pseudoData };
  return { ...before, locked, pseudoData };
}

/** The locked choice is given up for a new measurement on the same data: that is counted. */
export function giveUp(before: Decisions): Decisions {
  const { locked } = before;
  if (locked === null) return before;
  const { attempt, lockedAt, dataset, signal, selection, threshold, expected } = locked;
  const given = { attempt, lockedAt, dataset, signal, selection, threshold, z: expected.z };
  return {
    ...before,
    locked: null,
    past: [...before.past, given].slice(-MAX_KEPT_ATTEMPTS),
    nGivenUp: before.nGivenUp + 1,
  };
}

/**
 * What holds when two tabs, or a tab and a file, say different things: who has given up more
 * choices is later; of as many a locked choice wins, and of two the one that was locked first.
 */
export function laterDecisions(one: Decisions, other: Decisions): Decisions {
  if (one.nGivenUp !== other.nGivenUp) return one.nGivenUp > other.nGivenUp ? one : other;
  if (one.locked === null || other.locked === null) return one.locked === null ? other : one;
  return one.locked.lockedAt <= other.locked.lockedAt ? one : other;
}
