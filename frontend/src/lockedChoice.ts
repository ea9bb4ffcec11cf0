/** Writes the measurement at hand down, so that nothing that happens later changes it. */
import type { SelectionName } from "./choices";
import type { Hunt } from "./hunt";
import { plainText } from "./journal/checks";
import { type Decision, type ExpectedNumbers, lock, MAX_REASON_LENGTH } from "./journal/decision";
import type { MeasuredBins, Template, Uncertain } from "./model/measurement";
import { encodeCode } from "./model/networkCode";
import { muSplit, type Stair } from "./model/stairs";
import { storedNetwork } from "./saved";
import { writeState } from "./state";

/** What is to be locked, as the stop Decide shows it. */
export interface ChosenMeasurement {
  readonly selection: SelectionName;
  readonly threshold: number | null;
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
  const { selection, threshold, luminosity, factor, uncertain, bins } = chosen;
  const choice: Omit<Decision, "attempt" | "pseudoData"> = {
    lockedAt: new Date().toISOString(),
    dataset: state.dataset,
    signal: state.signal,
    model: state.model,
    selection,
    threshold,
    fragment: fragmentOf(hunt, threshold),
    network: selection === "cuts" ? null : networkCode(hunt),
    luminosity,
    factor,
    uncertain,
    bins,
    expected,
    reason: plainText(reason, MAX_REASON_LENGTH),
  };
  hunt.journal.update("decision", (before) => lock(before, choice, newSeed));
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
