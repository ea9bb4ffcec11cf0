/** The page's end of the training worker: one run at a time, its history, weights and scores. */
import type {
  FromWorker,
  LossPoint,
  ModelConfig,
  NetworkState,
  Progress,
  ScaledScores,
  Scaling,
  Start,
  ToWorker,
} from "./model/protocol";
import { makeWorker } from "./makeWorker";
import { grown } from "./model/learner";
import type { LossError } from "./model/lossError";
import type { TreeState } from "./model/treeTraining";
import type { Dataset, EarlyStopped, HandEdit, SplitFacts, WeightPlace } from "./model/types";

export type RunState = "empty" | "paused" | "running" | "diverged" | "failed";

/** A worker that says nothing for so long is busy with a great deal, or gone. */
const PATIENCE_MS = 20_000;

/** Names a moment of a training. */
function moment(epoch: number, batch: number, changes: number): string {
  return `${epoch}:${batch}:${changes}`;
}

/** Owns the worker. `onChange` is called after every message that changed something. */
export class TrainingRun {
  state: RunState = "empty";
  epoch = 0;
  batch = 0;
  history: LossPoint[] = [];
  /** Uncertainty of the last validation loss; null while training runs, and where there is none. */
  lossError: LossError | null = null;
  /** What is being trained, as numbers: one of the two, or neither yet. */
  network: NetworkState | null = null;
  trees: TreeState | null = null;
  /** Nothing is left to learn. */
  isComplete = false;
  /** Set where an early stop has ended the training: the network at hand is that of its best epoch. */
  stopped: EarlyStopped | null = null;
  /** What was changed by hand since the network was configured; epochs count from there. */
  edit: HandEdit | null = null;
  /** Output of the model for every event of the dataset, or null where none was computed yet. */
  scores: Float32Array | null = null;
  scoresEpoch = -1;
  reason: string | null = null;
  /** The worker owes an answer, and has not given one for long. */
  isSilent = false;

  private runId = 0;
  private scoring = false;
  /** The moment of the training that the scores belong to. */
  private scoresOf = "";
  /** Scores of events with scaled inputs, and the moment of the training they belong to. */
  private scaled: { readonly of: string; readonly answer: ScaledScores } | null = null;
  private scaling = false;
  private worker: Worker;
  private silence = 0;
  /** What the worker knows of the events, to tell it again to a new one. */
  private loaded: ToWorker | null = null;

  constructor(private readonly onChange: () => void) {
    this.worker = this.newWorker();
  }

  private newWorker(): Worker {
    const worker = makeWorker();
    worker.onmessage = (event: MessageEvent<FromWorker>) => this.receive(event.data);
    worker.onerror = () => {
      this.hush();
      this.state = "failed";
      this.reason = "worker";
      this.onChange();
    };
    return worker;
  }

  /** Ends the worker: nothing more is trained, or heard. */
  end(): void {
    this.hush();
    this.worker.terminate();
  }

  /** A new worker in place of one that is gone; the caller configures it. */
  revive(): void {
    this.worker.terminate();
    this.worker = this.newWorker();
    this.clear();
    if (this.loaded !== null) this.worker.postMessage(this.loaded);
  }

  load(dataset: Dataset, split: SplitFacts): void {
    this.clear();
    this.loaded = { type: "load", dataset, split };
    this.send({ type: "load", dataset, split });
  }

  /** A new, untrained model, or `start`. `mask`: events it may train on (1), null for all. */
  configure(config: ModelConfig, mask: Uint8Array | null, start: Start | null): void {
    this.clear();
    this.send({ type: "configure", runId: this.runId, config, mask, start });
  }

  train(untilEpoch: number | null): void {
    this.state = "running";
    this.lossError = null;
    this.send({ type: "train", untilEpoch });
  }

  pause(): void {
    this.send({ type: "pause" });
  }

  step(unit: "batch" | "epoch"): void {
    this.send({ type: "step", unit });
  }

  /** Pause, and change one weight (or bias, from = −1) by hand; the history begins anew there. */
  setWeight(place: WeightPlace, value: number): void {
    this.send({ type: "setWeight", place, value });
  }

  /** Asks for fresh scores unless those at hand are of this epoch, or are on their way. */
  requestScores(): void {
    if (!this.hasModel || this.scoring || this.hasFreshScores) return;
    this.scoring = true;
    this.send({ type: "score" });
  }

  /** Asks for scores of scaled inputs unless they are at hand; only one request is on its way. */
  requestScaledScores(scaling: Scaling): void {
    const found = this.scaledScores?.scaling;
    const isAtHand = JSON.stringify(found) === JSON.stringify(scaling);
    if (!this.hasModel || this.scaling || isAtHand) return;
    this.scaling = true;
    this.send({ type: "score-scaled", scaling });
  }

  /** The newest scores of scaled inputs that belong to the same model as `scores`. */
  get scaledScores(): ScaledScores | null {
    return this.scaled?.of === this.scoresOf ? this.scaled.answer : null;
  }

  /** Whether there is something, trained or not, that can give scores. */
  get hasModel(): boolean {
    return this.network !== null || this.trees !== null;
  }

  get hasFreshScores(): boolean {
    return this.scores !== null && this.scoresOf === this.now;
  }

  /** The moment of the training. */
  private get now(): string {
    return moment(this.epoch, this.batch, this.edit?.changes ?? 0);
  }

  private clear(): void {
    this.runId += 1;
    this.state = "empty";
    this.epoch = 0;
    this.batch = 0;
    this.history = [];
    this.lossError = null;
    this.network = null;
    this.trees = null;
    this.isComplete = false;
    this.stopped = null;
    this.edit = null;
    this.scores = null;
    this.scoresEpoch = -1;
    this.scoresOf = "";
    this.scoring = false;
    this.scaled = null;
    this.scaling = false;
    this.reason = null;
  }

  private send(message: ToWorker): void {
    this.worker.postMessage(message);
    // Every message but these is answered.
    if (message.type !== "load" && message.type !== "pause") this.listen();
  }

  /** From now on the worker owes an answer. */
  private listen(): void {
    clearTimeout(this.silence);
    this.silence = window.setTimeout(() => {
      this.isSilent = true;
      this.onChange();
    }, PATIENCE_MS);
  }

  private hush(): void {
    clearTimeout(this.silence);
    this.isSilent = false;
  }

  private receive(message: FromWorker): void {
    this.hush();
    if (message.type === "progress" && message.state === "running") this.listen();
    if (message.runId !== this.runId) return;
    switch (message.type) {
      case "progress":
        this.progress(message);
        break;
      case "scores":
        this.scoring = false;
        this.scores = message.scores;
        this.scoresEpoch = message.epoch;
        this.scoresOf = moment(message.epoch, message.batch, message.changes);
        break;
      case "scaled-scores":
        this.scaling = false;
        this.scaled = {
          of: moment(message.epoch, message.batch, message.changes),
          answer: message,
        };
        break;
      case "failed":
        this.state = "failed";
        this.reason = message.reason;
        break;
    }
    this.onChange();
  }

  private progress(message: Progress): void {
    this.state = message.state;
    this.epoch = message.epoch;
    this.batch = message.batch;
    if (message.edit !== null && message.edit.changes !== this.edit?.changes) this.history = [];
    this.edit = message.edit;
    this.stopped = message.stopped;
    this.history.push(...message.points);
    this.lossError = message.lossError;
    this.network = message.network;
    this.trees = message.trees === null ? null : grown(this.trees, message.trees);
    this.isComplete = message.isComplete;
  }
}
