/** What the page and the training worker say to each other. */
import type { LossError } from "./lossError";
import type { TrainingProblem } from "./training";
import type { TreeConfig, TreeState } from "./treeTraining";
import type {
  Dataset,
  EarlyStopped,
  HandEdit,
  LossPoint,
  NetworkState,
  SplitFacts,
  TrainingConfig,
  WeightPlace,
} from "./types";

export type { LossPoint, NetworkState, TrainingConfig } from "./types";

/** What is to be trained: a network, or trees. */
export type ModelConfig = TrainingConfig | TreeConfig;

export function isTreeConfig(config: ModelConfig): config is TreeConfig {
  return "model" in config;
}

export type ToWorker =
  | { readonly type: "load"; readonly dataset: Dataset; readonly split: SplitFacts }
  | {
      readonly type: "configure";
      /** Chosen by the page; every answer carries it, so that late ones can be told. */
      readonly runId: number;
      readonly config: ModelConfig;
      readonly mask: Uint8Array | null;
      /** A network to go on from, or null for a new one. */
      readonly start: Start | null;
    }
  /** Learn until that epoch is done, or until paused; a tree, or a question of one, is an epoch. */
  | { readonly type: "train"; readonly untilEpoch: number | null }
  | { readonly type: "pause" }
  | { readonly type: "step"; readonly unit: "batch" | "epoch" }
  /** Pause, and change one weight or bias of the network by hand. */
  | { readonly type: "setWeight"; readonly place: WeightPlace; readonly value: number }
  | { readonly type: "score" }
  /** Score all events with some inputs multiplied by each of `factors`. */
  | { readonly type: "score-scaled"; readonly scaling: Scaling };

/** Columns of the dataset, and by what they are multiplied: one set of scores a factor. */
export interface Scaling {
  readonly features: readonly number[];
  readonly factors: readonly number[];
}

/** A network that was trained elsewhere, and the folds that it may learn from and be watched on. */
export interface Start {
  readonly network: NetworkState;
  readonly split: SplitFacts;
}

export type TrainingState = "running" | "paused" | "diverged";

export type FailureReason = TrainingProblem | "no-dataset" | "not-configured" | "internal";

export interface Progress {
  readonly type: "progress";
  readonly runId: number;
  /** Whole epochs done, and batches done since. */
  readonly epoch: number;
  readonly batch: number;
  /** Losses since the last report. */
  readonly points: readonly LossPoint[];
  /** Of the last validation loss, once the training rests; null until then. */
  readonly lossError: LossError | null;
  /** The model as numbers: one of the two. Of boosted trees only those since the last report. */
  readonly network: NetworkState | null;
  readonly trees: TreeState | null;
  /** Nothing is left to learn: no tree can grow any more, or the training has stopped early. */
  readonly isComplete: boolean;
  readonly stopped: EarlyStopped | null;
  readonly edit: HandEdit | null;
  readonly state: TrainingState;
}

export interface Scores {
  readonly type: "scores";
  readonly runId: number;
  readonly epoch: number;
  readonly batch: number;
  /** Changes by hand that they know of. */
  readonly changes: number;
  /** Probability of signal for every event of the dataset. */
  readonly scores: Float32Array;
}

/** As Scores, of events with scaled inputs. */
export interface ScaledScores {
  readonly type: "scaled-scores";
  readonly runId: number;
  readonly epoch: number;
  readonly batch: number;
  readonly changes: number;
  readonly scaling: Scaling;
  /** One a factor. */
  readonly scores: readonly Float32Array[];
}

export interface Failed {
  readonly type: "failed";
  readonly runId: number;
  readonly reason: FailureReason;
  /** For the console, in English. */
  readonly detail: string;
}

export type FromWorker = Progress | Scores | ScaledScores | Failed;
