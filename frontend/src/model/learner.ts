/** What a session trains, whatever it is: a network batch by batch, or trees one by one. */
import type { LossError } from "./lossError";
import {
  isTreeConfig,
  type ModelConfig,
  type NetworkState,
  type Progress,
  type Start,
} from "./protocol";
import { Trainer, TrainingError } from "./training";
import { type TreeState, TreeTrainer } from "./treeTraining";
import type { Dataset, EarlyStopped, HandEdit, LossPoint, SplitFacts, WeightPlace } from "./types";

/** One tree, or one question of a single tree, counts as an epoch of one batch. */
export interface Learner {
  /** Epochs learned, with a fraction within an epoch. */
  readonly epochsDone: number;
  readonly wholeEpochs: number;
  readonly batchesDone: number;
  readonly diverged: boolean;
  /** Nothing is left to learn. */
  readonly isComplete: boolean;
  /** Only networks stop early, and only they can be changed by hand. */
  readonly stopped: EarlyStopped | null;
  readonly edit: HandEdit | null;
  setWeight(place: WeightPlace, value: number): void;
  epoch(): LossPoint;
  /** The losses where the batch ends an epoch, else null. */
  batchStep(): LossPoint | null;
  lossPoint(): LossPoint;
  /** Loss on the validation events with its uncertainty; null where a class is missing there. */
  validationLoss(): LossError | null;
  /** Probability of signal for every event of the dataset, or of another with the same columns. */
  scoreAll(dataset?: Dataset): Float32Array;
  /** The model as numbers; of boosted trees only those since it was last asked. */
  news(): Pick<Progress, "network" | "trees">;
}

/** A new model, or a network that goes on from `start`. TrainingError where it cannot begin. */
export function learnerOf(
  dataset: Dataset,
  split: SplitFacts,
  config: ModelConfig,
  mask: Uint8Array | null,
  start: Start | null,
): Learner {
  if (isTreeConfig(config)) return new TreeLearner(dataset, split, config, mask);
  const network: NetworkState | null = start?.network ?? null;
  return new NetworkLearner(dataset, start?.split ?? split, config, mask, network);
}

class NetworkLearner extends Trainer implements Learner {
  get isComplete(): boolean {
    return this.stopped !== null;
  }

  news(): Pick<Progress, "network" | "trees"> {
    return { network: this.state(), trees: null };
  }
}

class TreeLearner extends TreeTrainer implements Learner {
  readonly batchesDone = 0;
  readonly diverged = false;
  readonly stopped = null;
  readonly edit = null;
  #told = 0;

  get epochsDone(): number {
    return this.stepsDone;
  }

  get wholeEpochs(): number {
    return this.stepsDone;
  }

  get isComplete(): boolean {
    return !this.canGrow;
  }

  setWeight(): void {
    throw new TrainingError("bad-config", "trees have no weights to set");
  }

  epoch(): LossPoint {
    return this.step();
  }

  batchStep(): LossPoint {
    return this.step();
  }

  news(): Pick<Progress, "network" | "trees"> {
    const state = this.state();
    if (state.model === "tree") return { network: null, trees: state };
    const trees = state.trees.slice(this.#told);
    this.#told = state.trees.length;
    return { network: null, trees: { ...state, trees } };
  }
}

/** The trees so far with those of a report: boosted trees are added, a single tree is replaced. */
export function grown(before: TreeState | null, news: TreeState): TreeState {
  if (before === null || news.model === "tree") return news;
  return { ...news, trees: [...before.trees, ...news.trees] };
}
