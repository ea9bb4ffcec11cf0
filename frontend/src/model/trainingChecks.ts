/** What a network can be trained with, and why it cannot where it cannot. */
import type { Sample } from "./sample";
import type { Dataset, TrainingConfig } from "./types";

export type TrainingProblem = "no-signal" | "no-background" | "bad-config";

/** A training that cannot begin; `code` names the text to show. */
export class TrainingError extends Error {
  readonly code: TrainingProblem;

  constructor(code: TrainingProblem, detail: string) {
    super(`${code}: ${detail}`);
    this.name = "TrainingError";
    this.code = code;
  }
}

/** Largest network and batch that a page may ask for; a hand-edited address can ask for anything. */
export const MAX_HIDDEN_LAYERS = 8;
export const MAX_NEURONS_PER_LAYER = 512;
export const MAX_BATCH_SIZE = 65_536;
const MOST_PATIENCE = 10_000;

/** TrainingError where a setting cannot be used. */
export function checkConfig(dataset: Dataset, config: TrainingConfig): void {
  const { features, layers, batchSize, learningRate, seed, signal, backgrounds } = config;
  const { l1, l2, dropout, earlyStop } = config;
  const upTo = (limit: number) => (n: number) => Number.isInteger(n) && n > 0 && n <= limit;
  const isProcess = (code: number): boolean => code in dataset.processes;
  const sound =
    features.length > 0 &&
    features.every((feature) => feature in dataset.features) &&
    layers.length <= MAX_HIDDEN_LAYERS &&
    layers.every(upTo(MAX_NEURONS_PER_LAYER)) &&
    upTo(MAX_BATCH_SIZE)(batchSize) &&
    Number.isFinite(learningRate) &&
    learningRate > 0 &&
    [l1, l2].every((penalty) => Number.isFinite(penalty) && penalty >= 0) &&
    dropout >= 0 &&
    dropout < 1 &&
    upTo(MOST_PATIENCE)(earlyStop + 1) &&
    upTo(2 ** 32)(seed + 1) &&
    [signal, ...backgrounds].every(isProcess);
  if (!sound) throw new TrainingError("bad-config", JSON.stringify(config));
}

/** TrainingError where there is nothing to tell apart. */
export function checkClasses({ y }: Sample): void {
  if (!y.includes(1)) throw new TrainingError("no-signal", "no signal event to learn from");
  if (!y.includes(0)) throw new TrainingError("no-background", "no background to learn from");
}
