/** What Judge remembers as long as the page is open: long judgements, and the scores of models. */
import { Judgement } from "./judgement";
import { Listeners } from "./listeners";
import { makeWorker } from "./makeWorker";
import type { ScoredEvents } from "./model/verdict";

/** A model's scores, to set it beside another one event by event. */
export interface ScoredModel {
  /** Names the events that judge it: only models judged by the same ones can be paired. */
  readonly judgedOn: string;
  readonly events: ScoredEvents;
}

/** Whether two models were judged by the very same events, loaded once or anew. */
export function areJudgedAlike(one: ScoredModel, other: ScoredModel): boolean {
  const [a, b] = [one.events, other.events];
  return (
    one.judgedOn === other.judgedOn &&
    areEqual(a.isSignal, b.isSignal) &&
    areEqual(a.weights.test, b.weights.test)
  );
}

function areEqual(one: ArrayLike<number>, other: ArrayLike<number>): boolean {
  if (one === other) return true;
  if (one.length !== other.length) return false;
  for (let i = 0; i < one.length; i++) if (one[i] !== other[i]) return false;
  return true;
}

/** The questions that are folded away at first. */
export type PartName = "calibration" | "importance" | "kfold" | "friend";

/** Scores of more events than this are not held: the oldest go first. */
const MOST_SCORES = 2_000_000;

export class JudgingRoom {
  readonly importance = new Judgement(makeWorker);
  readonly kFold = new Judgement(makeWorker);
  readonly openParts = new Set<PartName>();
  /** Those who set models side by side: they are told when scores have come to hand. */
  readonly listeners = new Listeners();
  readonly #scored = new Map<string, ScoredModel>();

  /** The scores of the model of that key, or null where they are not at hand. */
  scored(model: string): ScoredModel | null {
    return this.#scored.get(model) ?? null;
  }

  /** Ends what is under way. */
  end(): void {
    this.importance.stop();
    this.kFold.stop();
  }

  remember(model: string, scored: ScoredModel): void {
    this.#scored.delete(model);
    this.#scored.set(model, scored);
    let total = 0;
    for (const key of [...this.#scored.keys()].reverse()) {
      total += this.#scored.get(key)!.events.scores.length;
      if (total > MOST_SCORES && key !== model) this.#scored.delete(key);
    }
    this.listeners.tellSoon();
  }
}
