/** In which mixture of signal and background a score claims to be a probability. */
import type { Hunt } from "../../hunt";
import type { Yield } from "../../model/types";
import { divide, type ScoredEvents } from "../../model/verdict";

export interface Claim {
  /** How the training took the event weights. */
  readonly weighting: "balanced" | "none" | "real";
  /** Share of signal in the mixture. */
  readonly prior: number;
}

/**
 * The share of signal that the training saw, among the judged events, as Python's evaluate has it:
 * a half where both classes weighed the same, that of the rows where every row counted 1.
 */
export function claimedShare({ state }: Hunt, events: ScoredEvents): Claim {
  const given = state.opened?.training.weighting ?? null;
  if (given === "absolute" || given === "signed") {
    const { signal, background } = realRegion(events);
    return { weighting: "real", prior: signal.sum / (signal.sum + background.sum) };
  }
  if (state.network.useWeights) return { weighting: "balanced", prior: 0.5 };
  const { signal, background } = realRegion(events);
  return { weighting: "none", prior: signal.count / (signal.count + background.count) };
}

/** All judged events: expected signal and background at the full luminosity. */
export function realRegion({ weights, isSignal }: ScoredEvents): {
  readonly signal: Yield;
  readonly background: Yield;
} {
  return divide(weights.test, isSignal, () => true).kept;
}
