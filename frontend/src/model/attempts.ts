/** The models tried so far, so that their losses can be set side by side. */
import { readLoss } from "./lossReading";
import type { ModelConfig } from "./protocol";
import type { LossPoint } from "./types";

export interface Attempt {
  readonly config: ModelConfig;
  /** Losses may be compared only where this is equal: same events, same use of weights. */
  readonly comparable: string;
  readonly epochs: number;
  readonly bestValidation: number;
  readonly bestEpoch: number;
}

const MOST_KEPT = 40;

export class Attempts {
  #list: readonly Attempt[] = [];

  get list(): readonly Attempt[] {
    return this.#list;
  }

  /**
   * Remember how far a model came; the same model again takes its old place.
   *
   * `events` names the events it learns from: losses on others cannot be compared.
   */
  record(config: ModelConfig, events: string, history: readonly LossPoint[]): void {
    const reading = readLoss(history);
    if (reading === null || !(reading.last.epoch > 0)) return;
    const comparable = comparableKey(config, events);
    const found = this.#list.findIndex((old) => isSame(old, config, comparable));
    if (found >= 0 && this.#list[found].epochs >= reading.last.epoch) return;
    const attempt: Attempt = {
      config,
      comparable,
      epochs: reading.last.epoch,
      bestValidation: reading.best.validation,
      bestEpoch: reading.best.epoch,
    };
    if (found < 0) this.#list = [...this.#list, attempt].slice(-MOST_KEPT);
    else this.#list = this.#list.map((old, index) => (index === found ? attempt : old));
  }
}

/** Equal for models whose losses can be compared. */
export function comparableKey(config: ModelConfig, events: string): string {
  return `${events} ${config.signal} ${config.useWeights}`;
}

/** Whether an attempt is that very model; a model is the same where everything is. */
export function isSame(attempt: Attempt, config: ModelConfig, comparable: string): boolean {
  return (
    attempt.comparable === comparable && JSON.stringify(attempt.config) === JSON.stringify(config)
  );
}
