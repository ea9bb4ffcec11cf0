/**
 * The same model trained several times, each time judged on events that it did not learn from.
 *
 * Part k is judged on the stored folds 2k and 2k + 1, learns from the others and starts from the
 * seed + k, as hash_k_fold and cross_score of the Python package do.
 */
import { rescaledWeights, signalMask } from "./evaluation";
import { standardDeviation } from "./importance";
import { type Learner, learnerOf } from "./learner";
import type { ModelConfig } from "./protocol";
import { roc } from "./roc";
import type { Dataset, Measured, SplitFacts } from "./types";

const FOLDS_PER_PART = 2;

/** Which folds each part learns from and is judged by; nothing is chosen, so nothing is watched. */
export function foldParts(nFolds: number): SplitFacts[] {
  const all = Array.from({ length: nFolds }, (_, fold) => fold);
  return Array.from({ length: Math.floor(nFolds / FOLDS_PER_PART) }, (_, part) => {
    const test = all.filter((fold) => Math.floor(fold / FOLDS_PER_PART) === part);
    const train = all.filter((fold) => !test.includes(fold));
    return { n_folds: nFolds, train, validation: [], test };
  });
}

/** Area under the ROC curve on the part's own unseen events; or its training ran away. */
export type PartArea = Measured | { readonly kind: "diverged" };

/** The areas together: their mean with its standard error, and the spread of a single one. */
export interface AreaSpread {
  readonly mean: Extract<Measured, { kind: "value" }>;
  readonly spread: number;
  /** Trainings that have an area. */
  readonly n: number;
}

/**
 * The error of the mean takes the areas as independent. They are not: two trainings share most of
 * what they learn from, so it is rather too small, and nothing estimates it without bias (Bengio
 * and Grandvalet, JMLR 5 (2004) 1089). Null for fewer than two areas with a value.
 */
export function areaSpread(areas: readonly PartArea[]): AreaSpread | null {
  const values = areas.flatMap((area) => (area.kind === "value" ? [area.value] : []));
  const spread = standardDeviation(values);
  if (spread === null) return null;
  const value = values.reduce((sum, area) => sum + area, 0) / values.length;
  const uncertainty = spread / Math.sqrt(values.length);
  return { mean: { kind: "value", value, uncertainty }, spread, n: values.length };
}

export interface KFoldChoice {
  readonly config: ModelConfig;
  /** Events the model may learn from and be judged by (1), null for all. */
  readonly mask: Uint8Array | null;
  /** Epochs, trees or questions that each part learns. */
  readonly epochs: number;
}

/** The trainings, one batch or tree after another, so that a worker can stop in between. */
export class KFoldRun {
  readonly parts: readonly SplitFacts[];
  readonly #dataset: Dataset;
  readonly #choice: KFoldChoice;
  #learner: Learner | null = null;
  #part = 0;

  constructor(dataset: Dataset, nFolds: number, choice: KFoldChoice) {
    this.parts = foldParts(nFolds);
    this.#dataset = dataset;
    this.#choice = choice;
  }

  get isDone(): boolean {
    return this.#part === this.parts.length;
  }

  /** Epochs done by all parts together. */
  get epochsDone(): number {
    return this.#part * this.#choice.epochs + Math.floor(this.#learner?.epochsDone ?? 0);
  }

  get nEpochs(): number {
    return this.parts.length * this.#choice.epochs;
  }

  /** Learn a batch; the area of the part that is thereby done, else null. Throws TrainingError. */
  step(): PartArea | null {
    const learner = (this.#learner ??= this.#startPart());
    const isLearned = learner.epochsDone >= this.#choice.epochs || learner.isComplete;
    if (!isLearned && !learner.diverged) {
      learner.batchStep();
      return null;
    }
    const area = learner.diverged ? ({ kind: "diverged" } as const) : this.#judge(learner);
    this.#learner = null;
    this.#part += 1;
    return area;
  }

  #startPart(): Learner {
    const { config, mask } = this.#choice;
    const own = { ...config, seed: config.seed + this.#part };
    return learnerOf(this.#dataset, this.parts[this.#part], own, mask, null);
  }

  #judge(learner: Learner): Measured {
    const { config, mask } = this.#choice;
    const weights = rescaledWeights(this.#dataset, this.parts[this.#part].test, config, mask);
    return roc(learner.scoreAll(), signalMask(this.#dataset, config.signal), weights).auc;
  }
}
