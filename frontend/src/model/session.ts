/** One student's training: obeys the page's messages, learns in short turns, reports progress. */
import type { Learner } from "./learner";
import { learnerOf } from "./learner";
import type { FailureReason, FromWorker, Scaling, ToWorker, TrainingState } from "./protocol";
import { withScaledFeatures } from "./scaled";
import { TrainingError } from "./training";
import type { Dataset, LossPoint, SplitFacts } from "./types";

/** Longest time without listening to the page. */
const TURN_MS = 16;
/** Shortest time between two reports while running. */
const REPORT_MS = 30;

/** What a session needs of the world: a mouth, a clock and a way to go on later. */
export interface Surroundings {
  readonly post: (message: FromWorker) => void;
  readonly now: () => number;
  /** Call back once the messages that wait have been heard. */
  readonly later: (turn: () => void) => void;
}

export class TrainingSession {
  readonly #world: Surroundings;
  #data: { readonly dataset: Dataset; readonly split: SplitFacts } | null = null;
  #trainer: Learner | null = null;
  #runId = 0;
  /** Epoch to stop at; null while paused. */
  #target: number | null = null;
  #turnWaits = false;
  /** Whether the network was changed by hand since the last report. */
  #editWaits = false;
  #points: LossPoint[] = [];
  #lastReport = -Infinity;

  constructor(world: Surroundings) {
    this.#world = world;
  }

  /** Obey one message of the page; a failure is reported, never thrown. */
  receive(message: ToWorker): void {
    try {
      this.#obey(message);
    } catch (problem) {
      this.#target = null;
      this.#fail(
        problem instanceof TrainingError ? problem.code : "internal",
        problem instanceof Error ? problem.message : String(problem),
      );
    }
  }

  #obey(message: ToWorker): void {
    const trainer = this.#trainer;
    if (this.#editWaits && message.type !== "setWeight" && trainer !== null) {
      this.#reportEdit(trainer);
    }
    if (message.type === "load") {
      this.#data = { dataset: message.dataset, split: message.split };
      this.#trainer = null;
      this.#target = null;
    } else if (message.type === "configure") {
      this.#configure(message);
    } else if (this.#trainer === null) {
      this.#fail("not-configured", `nothing to ${message.type} yet`);
    } else if (message.type === "train") {
      this.#target = message.untilEpoch ?? Infinity;
      this.#goOnLater();
    } else if (message.type === "pause") {
      this.#pause(this.#trainer);
    } else if (message.type === "setWeight") {
      this.#setWeight(this.#trainer, message);
    } else if (message.type === "step") {
      this.#step(this.#trainer, message.unit);
    } else if (message.type === "score-scaled") {
      this.#scoreScaled(this.#trainer, message.scaling);
    } else {
      this.#score(this.#trainer);
    }
  }

  #configure({ runId, config, mask, start }: Extract<ToWorker, { type: "configure" }>): void {
    this.#runId = runId;
    this.#target = null;
    this.#trainer = null;
    this.#points = [];
    this.#editWaits = false;
    if (this.#data === null) {
      this.#fail("no-dataset", "configured before a dataset was loaded");
      return;
    }
    const { dataset, split } = this.#data;
    const trainer = learnerOf(dataset, split, config, mask, start);
    this.#trainer = trainer;
    this.#points.push(trainer.lossPoint());
    this.#report(trainer);
  }

  /** Rest at the end of the epoch, so that a link with whole epochs gives the same network. */
  #pause(trainer: Learner): void {
    const amidEpoch = this.#target !== null && trainer.batchesDone > 0;
    this.#target = amidEpoch ? trainer.wholeEpochs + 1 : null;
    if (!amidEpoch) this.#report(trainer);
  }

  #step(trainer: Learner, unit: "batch" | "epoch"): void {
    this.#target = null;
    if (!trainer.isComplete) {
      const point = unit === "epoch" ? trainer.epoch() : trainer.batchStep();
      this.#points.push(point ?? trainer.lossPoint());
    }
    this.#report(trainer);
  }

  /** A hand that drags changes a weight many times: the losses follow once all were heard. */
  #setWeight(trainer: Learner, { place, value }: Extract<ToWorker, { type: "setWeight" }>): void {
    this.#target = null;
    trainer.setWeight(place, value);
    this.#points = [];
    this.#editWaits = true;
    this.#goOnLater();
  }

  #score(trainer: Learner): void {
    this.#world.post({
      type: "scores",
      runId: this.#runId,
      epoch: trainer.wholeEpochs,
      batch: trainer.batchesDone,
      changes: trainer.edit?.changes ?? 0,
      scores: trainer.scoreAll(),
    });
  }

  #scoreScaled(trainer: Learner, scaling: Scaling): void {
    const { dataset } = this.#data!;
    this.#world.post({
      type: "scaled-scores",
      runId: this.#runId,
      epoch: trainer.wholeEpochs,
      batch: trainer.batchesDone,
      changes: trainer.edit?.changes ?? 0,
      scaling,
      scores: scaling.factors.map((factor) =>
        trainer.scoreAll(withScaledFeatures(dataset, scaling.features, factor)),
      ),
    });
  }

  #goOnLater(): void {
    if (this.#turnWaits) return;
    this.#turnWaits = true;
    this.#world.later(() => {
      this.#turnWaits = false;
      this.#turn();
    });
  }

  /** Learn for a short while, then listen. */
  #turn(): void {
    const trainer = this.#trainer;
    if (trainer !== null && this.#editWaits) this.#reportEdit(trainer);
    if (trainer === null || this.#target === null) return;
    const end = this.#world.now() + TURN_MS;
    while (this.#target !== null && this.#world.now() < end) {
      const isOver = trainer.diverged || trainer.isComplete;
      if (isOver || trainer.epochsDone >= this.#target) this.#target = null;
      else this.#learnBatch(trainer);
    }
    const stopped = this.#target === null;
    if (stopped || this.#world.now() - this.#lastReport >= REPORT_MS) this.#report(trainer);
    if (!stopped) this.#goOnLater();
  }

  #reportEdit(trainer: Learner): void {
    this.#editWaits = false;
    this.#points = [trainer.lossPoint()];
    this.#report(trainer);
  }

  #learnBatch(trainer: Learner): void {
    const point = trainer.batchStep();
    if (point !== null) this.#points.push(point);
  }

  #report(trainer: Learner): void {
    this.#lastReport = this.#world.now();
    const state = this.#stateOf(trainer);
    this.#world.post({
      type: "progress",
      runId: this.#runId,
      epoch: trainer.wholeEpochs,
      batch: trainer.batchesDone,
      points: this.#points,
      lossError: state === "paused" ? trainer.validationLoss() : null,
      ...trainer.news(),
      isComplete: trainer.isComplete,
      stopped: trainer.stopped,
      edit: trainer.edit,
      state,
    });
    this.#points = [];
  }

  #stateOf(trainer: Learner): TrainingState {
    if (trainer.diverged) return "diverged";
    return this.#target === null ? "paused" : "running";
  }

  #fail(reason: FailureReason, detail: string): void {
    this.#world.post({ type: "failed", runId: this.#runId, reason, detail });
  }
}
