/** What each level of realism gave for the present choices, as long as the page is open. */
import { Listeners } from "./listeners";
import type { LevelCounts, LevelJudged, LevelRecord, LevelRows } from "./model/ladder";
import type { Facts, Level } from "./model/types";
import { defaultState, type State, writeState } from "./state";

/** Choices whose levels are remembered: the oldest are forgotten first. */
const MOST_PLANS = 8;

/** Entries by level, for each of the last plans. */
class Shelf<T> {
  readonly #plans = new Map<string, Map<Level, T>>();

  put(plan: string, level: Level, entry: T): void {
    const levels = this.#plans.get(plan) ?? new Map<Level, T>();
    this.#plans.delete(plan);
    this.#plans.set(plan, levels.set(level, entry));
    const [oldest] = this.#plans.keys();
    if (this.#plans.size > MOST_PLANS) this.#plans.delete(oldest);
  }

  at(plan: string, level: Level): T | null {
    return this.#plans.get(plan)?.get(level) ?? null;
  }
}

export class LevelBook {
  /** Whether the reader has it open, wherever it stands. */
  isOpen = false;
  readonly listeners = new Listeners();
  readonly #counts = new Shelf<{ readonly rows: LevelRows; readonly counts: LevelCounts }>();
  readonly #judged = new Shelf<LevelJudged>();

  fold(isOpen: boolean): void {
    this.isOpen = isOpen;
    this.listeners.tellSoon();
  }

  keepCounts(plan: Plan, rows: LevelRows, counts: LevelCounts): void {
    this.#counts.put(plan.events, rows.level, { rows, counts });
  }

  keepJudged(plan: Plan, level: Level, judged: LevelJudged): void {
    this.#judged.put(plan.model, level, judged);
  }

  /** Null for a level that was not visited with this plan. */
  at(plan: Plan, level: Level): LevelRecord | null {
    const kept = this.#counts.at(plan.events, level);
    return kept === null ? null : { ...kept, judged: this.#judged.at(plan.model, level) };
  }
}

/** Equal for choices that ask the same of every level. */
export interface Plan {
  /** What is counted. */
  readonly events: string;
  /** And how the model learns and is judged. */
  readonly model: string;
}

export function planOf(state: State, facts: Facts): Plan {
  const { dataset, signal, cuts, backgroundUncertainty } = state;
  const { model, network, trees, opened, epochs, threshold } = state;
  const events = { ...defaultState(facts, dataset), signal, cuts, backgroundUncertainty };
  const learned = { ...events, model, network, trees, opened, epochs, threshold };
  return { events: writeState(events, facts), model: writeState(learned, facts) };
}
