/** Writes the measurement at hand down, so that nothing that happens later changes it. */
import type { SelectionName } from "./choices";
import type { Hunt } from "./hunt";
import { plainText } from "./journal/checks";
import {
  type Decision,
  type ExpectedBefore,
  type ExpectedNumbers,
  lock,
  MAX_REASON_LENGTH,
  type ThresholdOrigin,
} from "./journal/decision";
import { rescaledWeights, signalMask } from "./model/evaluation";
import type { MeasuredBins, Template, Uncertain } from "./model/measurement";
import { encodeCode } from "./model/networkCode";
import { significance } from "./model/significance";
import { muSplit, type Stair } from "./model/stairs";
import type { Measured } from "./model/types";
import { divide } from "./model/verdict";
import { scale } from "./model/yields";
import { storedNetwork } from "./saved";
import { writeState } from "./state";

/** What is to be locked, as the stop Decide shows it. */
export interface ChosenMeasurement {
  readonly selection: SelectionName;
  readonly threshold: number | null;
  /** Null without a threshold, and for one that nobody has chosen. */
  readonly thresholdFrom: ThresholdOrigin | null;
  readonly bins: MeasuredBins;
  readonly uncertain: Uncertain;
  readonly luminosity: number;
  readonly factor: number;
}

/** The numbers of a measurement; null where the fit has no answer, and nothing can be locked. */
export function expectedNumbers(
  { bins, factor }: Pick<ChosenMeasurement, "bins" | "factor">,
  stairs: readonly Stair[],
): ExpectedNumbers | null {
  const { z } = stairs[stairs.length - 1];
  const mu = muSplit(stairs);
  if (z.kind === "missing" || mu === null) return null;
  const { value, uncertainty } = z;
  return {
    signal: total(bins.signal, factor),
    background: total(bins.background, factor),
    z: { value, uncertainty },
    mu,
  };
}

function total({ sum, sumSquares }: Template, factor: number): ExpectedNumbers["signal"] {
  const add = (row: readonly number[]): number => row.reduce((all, content) => all + content, 0);
  return { value: factor * add(sum), uncertainty: factor * Math.sqrt(add(sumSquares)) };
}

/** Locks the choice, unless one is locked already, here or in another tab. */
export function lockChoice(
  hunt: Hunt,
  chosen: ChosenMeasurement,
  expected: ExpectedNumbers,
  reason: string,
): void {
  const { state } = hunt;
  const { selection, threshold, thresholdFrom, luminosity, factor, uncertain, bins } = chosen;
  const choice: Omit<Decision, "attempt" | "pseudoData"> = {
    lockedAt: new Date().toISOString(),
    dataset: state.dataset,
    signal: state.signal,
    model: state.model,
    selection,
    threshold,
    thresholdFrom,
    fragment: fragmentOf(hunt, threshold),
    network: selection === "cuts" ? null : networkCode(hunt),
    luminosity,
    factor,
    uncertain,
    bins,
    expected,
    before: expectedBefore(hunt, factor),
    reason: plainText(reason, MAX_REASON_LENGTH),
  };
  hunt.journal.update("decision", (before) => lock(before, choice, newSeed));
}

/** What nothing and what the cuts could expect, on the same events and with counting alone. */
function expectedBefore(hunt: Hunt, factor: number): ExpectedBefore {
  const { dataset, filter, codes, split, facts, state } = hunt;
  const folds = split.test.length > 0 ? split.test : facts.split.test;
  const weights = rescaledWeights(dataset!, folds, codes, null);
  const isSignal = signalMask(dataset!, codes.signal);
  const z = (keep: (event: number) => boolean): Measured => {
    const { signal, background } = divide(weights, isSignal, keep).kept;
    return significance(scale(signal, factor), scale(background, factor), 0);
  };
  const passes = Object.keys(state.cuts).length > 0 ? filter!.mask() : null;
  return {
    nothing: z(() => true),
    cuts: passes === null ? null : z((event) => passes[event] === 1),
  };
}

/** A link that says everything that the page would otherwise suggest. */
function fragmentOf({ state, facts }: Hunt, threshold: number | null): string {
  return writeState({ ...state, stop: "decide", threshold: threshold ?? state.threshold }, facts);
}

function networkCode(hunt: Hunt): string | null {
  const stored = hunt.state.model === "network" ? storedNetwork(hunt) : null;
  return stored === null ? null : encodeCode(stored);
}

function newSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0];
}
