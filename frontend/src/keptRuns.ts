/** Runs and the model at hand: which model a run is, how it is kept, opened again and compared. */
import { fragmentOf } from "./fragment";
import type { Hunt } from "./hunt";
import { type KeptRun, newRunId, type Reported } from "./journal/runs";
import { areJudgedAlike, type JudgingRoom, type ScoredModel } from "./judgingRoom";
import { significanceDifference } from "./model/comparison";
import { areaDifference } from "./model/components";
import type { Facts, Measured } from "./model/types";
import { divide } from "./model/verdict";
import { defaultState, readState, type State, writeState } from "./state";

/** Equal for states that hold the very same model, whatever else was chosen. */
export function modelKey(state: State, facts: Facts): string {
  const { dataset, level, signal, model, network, trees, opened, epochs } = state;
  const cuts = network.onlyPassing ? state.cuts : {};
  const chosen = { dataset, level, signal, model, network, trees, opened, epochs, cuts };
  return writeState({ ...defaultState(facts, dataset), ...chosen }, facts);
}

/** Equal for states whose models are judged by the same events. */
export function judgedOn({ state, split }: Pick<Hunt, "state" | "split">): string {
  const cuts = state.network.onlyPassing ? JSON.stringify(state.cuts) : "";
  return `${state.dataset} ${state.level} ${state.signal} ${split.test.join()} ${cuts}`;
}

/** What a link of the page asks for, checked. */
export function stateOf({ fragment }: Pick<KeptRun, "fragment">, facts: Facts): State {
  return readState(fragment, facts).state;
}

function reported(value: Measured): Reported | null {
  return value.kind === "value" ? { value: value.value, uncertainty: value.uncertainty } : null;
}

/** What was found about the model at hand. */
export interface Found {
  readonly auc: Measured;
  readonly z: Measured;
  readonly threshold: number;
}

/** The numbers of a run as they are kept. */
export function numbersOf({ auc, z }: Found): Pick<KeptRun, "auc" | "z" | "isComputedHere"> {
  return { auc: reported(auc), z: reported(z), isComputedHere: true };
}

/** The model at hand as a run; `name` is clean already. */
export function keptRun({ state, facts }: Hunt, found: Found, name: string): KeptRun {
  const { dataset, level, signal, cuts, backgroundUncertainty, model } = state;
  const { network, trees, opened, epochs } = state;
  const events = { dataset, level, signal, cuts };
  const chosen = { ...events, backgroundUncertainty, model, network, trees, opened };
  const { threshold } = found;
  const whole: State = {
    ...defaultState(facts, dataset),
    ...chosen,
    stop: "judge",
    epochs,
    threshold,
  };
  const fragment = writeState(whole, facts);
  return { id: newRunId(), name, origin: "own", fragment, ...numbersOf(found) };
}

/** Fields of a link that belong to who reads, not to what was done. */
const READERS_OWN = ["lang", "hide", "projector"] as const;

/** The address that opens the run in this room; how the page is read and shown stays. */
export function addressOf({ fragment }: KeptRun, { state, facts }: Hunt): string {
  const fields = new URLSearchParams(fragment.slice(1));
  const own = new URLSearchParams(writeState(state, facts).slice(1));
  for (const field of READERS_OWN) {
    fields.delete(field);
    if (own.has(field)) fields.set(field, own.get(field) ?? "");
  }
  fields.set("stop", state.stop);
  return fragmentOf(fields);
}

/** Why a difference of two runs has no uncertainty. */
export type Unpaired = "other-events" | "no-scores" | "reported" | "no-number";

export interface RunDifference {
  /** Of the areas as they are kept; null where one has none. */
  readonly value: number | null;
  readonly paired: { readonly auc: Measured; readonly z: Measured | null } | null;
  readonly unpaired: Unpaired | null;
}

/**
 * The area of `one` less that of `other`.
 *
 * Two models judged by the same events share their luck, so that two separate uncertainties say
 * nothing about the difference: it needs both scores of every event.
 */
export function runDifference(
  one: KeptRun,
  other: KeptRun,
  room: JudgingRoom,
  facts: Facts,
): RunDifference {
  const [first, second] = [one, other].map((run) => stateOf(run, facts));
  const scored = [first, second].map((state) => room.scored(modelKey(state, facts)));
  const value = one.auc && other.auc ? one.auc.value - other.auc.value : null;
  const without = (unpaired: Unpaired): RunDifference => ({ value, paired: null, unpaired });
  const events = ({ dataset, level, signal }: State): string => `${dataset} ${level} ${signal}`;
  if (events(first) !== events(second)) {
    return without("other-events");
  }
  if (!one.isComputedHere || !other.isComputedHere) return without("reported");
  const [a, b] = scored;
  if (a === null || b === null) return without("no-scores");
  if (!areJudgedAlike(a, b)) return without("other-events");
  const labelled = { isSignal: a.events.isSignal, weights: a.events.weights.test };
  const auc = areaDifference(a.events.scores, b.events.scores, labelled);
  if (auc.kind === "missing") return without("no-number");
  const isSameBackground = first.backgroundUncertainty === second.backgroundUncertainty;
  const z = isSameBackground ? pairedSignificance(a, b, first, second) : null;
  return { value: auc.value, paired: { auc, z }, unpaired: null };
}

/** Both regions count some of the same events, which move both significances together. */
function pairedSignificance(a: ScoredModel, b: ScoredModel, one: State, other: State): Measured {
  const passes =
    ({ events }: ScoredModel, { threshold }: State) =>
    (event: number): boolean =>
      events.scores[event] >= (threshold ?? 0);
  const [keepsOne, keepsOther] = [passes(a, one), passes(b, other)];
  const region = (keep: (event: number) => boolean) =>
    divide(a.events.weights.test, a.events.isSignal, keep).kept;
  return significanceDifference(
    region(keepsOne),
    region(keepsOther),
    region((event) => keepsOne(event) && keepsOther(event)),
    one.backgroundUncertainty,
  );
}
