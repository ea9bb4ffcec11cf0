/** Teaches a network batch by batch, and watches how well it does on events it does not learn. */
import { EarlyStop } from "./earlyStop";
import { type LossError, lossesOf, meanWithError } from "./lossError";
import { Network, parameterAt } from "./network";
import { makeOptimiser, type Optimiser } from "./optimiser";
import { Random } from "./random";
import { Dropout } from "./regularisation";
import {
  answersAndWeights,
  eventsIn,
  fitScaler,
  makeSample,
  type Sample,
  type Scaler,
  scaledInputs,
} from "./sample";
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

import { checkClasses, checkConfig, TrainingError } from "./trainingChecks";

export { TrainingError, type TrainingProblem } from "./trainingChecks";
export type { TrainingConfig } from "./types";

/** A training from its begin on, in all that changes but the weights. */
interface Course {
  readonly optimiser: Optimiser;
  readonly dropout: Dropout | null;
  readonly earlyStop: EarlyStop | null;
  /** Training events learned in the current epoch. */
  position: number;
  epochs: number;
  diverged: boolean;
  stopped: EarlyStopped | null;
}

export class Trainer {
  readonly config: TrainingConfig;
  /** From the training events alone: the others must not reach the network in any way. */
  readonly scaler: Scaler;
  readonly network: Network;
  readonly nTraining: number;
  readonly nValidation: number;
  readonly #dataset: Dataset;
  readonly #training: Sample;
  readonly #validation: Sample;
  readonly #order: Uint32Array;
  readonly #batch: Sample;
  #random: Random;
  #course: Course;
  #edit: HandEdit | null = null;

  /**
   * `mask`: 1 for the events that the cuts keep; null for all. `start`: a network to go on from,
   * with its own scaling; null for a new one from the seed. Throws TrainingError.
   */
  constructor(
    dataset: Dataset,
    split: SplitFacts,
    config: TrainingConfig,
    mask: Uint8Array | null,
    start: NetworkState | null = null,
  ) {
    checkConfig(dataset, config);
    this.#dataset = dataset;
    this.config = config;
    const training = eventsIn(dataset, split.train, config, mask);
    const { w } = answersAndWeights(dataset, config, training);
    this.scaler = start ?? fitScaler(dataset, config.features, training, w);
    this.#training = makeSample(dataset, config, training, this.scaler);
    checkClasses(this.#training);
    const validation = eventsIn(dataset, split.validation, config, mask);
    this.#validation = makeSample(dataset, config, validation, this.scaler);
    this.nTraining = this.#training.n;
    this.nValidation = this.#validation.n;
    this.#random = new Random(config.seed);
    const sizes = [config.features.length, ...config.layers, 1];
    this.network =
      start === null
        ? Network.create({ sizes, activation: config.activation }, this.#random)
        : networkOf(start);
    this.#order = countingUp(this.nTraining);
    this.#batch = emptySample(Math.min(config.batchSize, this.nTraining), config.features.length);
    this.#course = this.#newCourse();
  }

  /** What a training of the network as it stands begins with. */
  #newCourse(): Course {
    const { config, nValidation } = this;
    const { optimiser, learningRate, dropout, layers, earlyStop, seed } = config;
    const drops = dropout > 0 && layers.length > 0;
    return {
      optimiser: makeOptimiser(optimiser, learningRate),
      dropout: drops ? new Dropout(dropout, layers, this.#batch.n, seed) : null,
      earlyStop: earlyStop > 0 && nValidation > 0 ? new EarlyStop(earlyStop) : null,
      position: 0,
      epochs: 0,
      diverged: false,
      stopped: null,
    };
  }

  /** Epochs learned, with a fraction within an epoch. */
  get epochsDone(): number {
    return this.#course.epochs + this.#course.position / this.nTraining;
  }

  /** Epochs learned to their end. */
  get wholeEpochs(): number {
    return this.#course.epochs;
  }

  /** Batches learned in the current epoch. */
  get batchesDone(): number {
    return this.#course.position / this.#batch.n;
  }

  /** Whether the loss has left the finite numbers; nothing more is learned then. */
  get diverged(): boolean {
    return this.#course.diverged;
  }

  /** Set once an early stop has ended the training and put the best weights back. */
  get stopped(): EarlyStopped | null {
    return this.#course.stopped;
  }

  /** What was changed by hand, or null where nothing was. */
  get edit(): HandEdit | null {
    return this.#edit;
  }

  /** Learn up to the end of the epoch. */
  epoch(): LossPoint {
    let point = this.batchStep();
    while (point === null) point = this.batchStep();
    return point;
  }

  /**
   * Learn one batch; the losses where it ends the epoch or the training diverges, else null.
   *
   * Nothing more is learned once the training has diverged or stopped early.
   */
  batchStep(): LossPoint | null {
    const course = this.#course;
    if (course.diverged) return this.lossPoint();
    if (course.stopped !== null) return course.stopped.best;
    if (course.position === 0) this.#beginEpoch(course);
    const end = Math.min(course.position + this.#batch.n, this.nTraining);
    const loss = this.#learn(course, this.#gather(course.position, end));
    course.position = end;
    course.diverged = !Number.isFinite(loss);
    if (end < this.nTraining) return course.diverged ? this.lossPoint() : null;
    course.position = 0;
    course.epochs += 1;
    const point = this.lossPoint();
    this.#watch(course, point);
    return point;
  }

  #beginEpoch({ earlyStop }: Course): void {
    this.#random.shuffle(this.#order);
    if (earlyStop?.hasBegun === false) earlyStop.look(this.network.parameters, this.lossPoint());
  }

  /** One step on the `n` events of the batch; their loss before it. */
  #learn({ optimiser, dropout }: Course, n: number): number {
    const { X, y, w } = this.#batch;
    const factors = dropout === null ? null : dropout.next(n);
    const { loss } = this.network.lossAndGradient(X, y, w, n, factors);
    this.network.addPenalty(this.config);
    this.network.step(optimiser);
    return loss;
  }

  /** Stop early where it is time to. */
  #watch(course: Course, point: LossPoint): void {
    const { parameters } = this.network;
    const best = course.diverged ? null : (course.earlyStop?.look(parameters, point) ?? null);
    if (best === null) return;
    course.earlyStop?.restore(parameters);
    course.stopped = { epoch: point.epoch, best };
  }

  /**
   * Set one weight or bias. What follows is the training of a network that was opened as it is
   * now: a new optimiser, the order of events from the seed, epochs from 0. Throws TrainingError.
   */
  setWeight(place: WeightPlace, value: number): void {
    const at = parameterAt(this.network.shape.sizes, place);
    if (at === null || !Number.isFinite(value)) {
      throw new TrainingError("bad-config", `no weight ${JSON.stringify(place)} := ${value}`);
    }
    if (this.#edit === null || this.epochsDone > 0) {
      const before = this.stopped?.best ?? this.lossPoint();
      const { changes, epochs } = this.#edit ?? { changes: 0, epochs: 0 };
      this.#edit = { changes, epochs: epochs + before.epoch, before };
    }
    this.#edit = { ...this.#edit, changes: this.#edit.changes + 1 };
    this.network.parameters[at] = value;
    this.#random = new Random(this.config.seed);
    this.#order.set(countingUp(this.nTraining));
    this.#course = this.#newCourse();
  }

  /** Where the network stands now. */
  lossPoint(): LossPoint {
    return { epoch: this.epochsDone, ...this.losses() };
  }

  /** Loss on all training and on all validation events; NaN for the latter where there is none. */
  losses(): { training: number; validation: number } {
    const lossOf = ({ X, y, w, n }: Sample): number =>
      n === 0 ? Number.NaN : this.network.loss(X, y, w, n);
    const training = lossOf(this.#training);
    if (!Number.isFinite(training)) this.#course.diverged = true;
    return { training, validation: lossOf(this.#validation) };
  }

  /** Loss on the validation events with its uncertainty; null where a class is missing there. */
  validationLoss(): LossError | null {
    const { X, y, n } = this.#validation;
    return meanWithError(this.#validation, lossesOf(this.network.forward(X, n), y));
  }

  /** Probability of signal for every event of the dataset, whatever its process. */
  scoreAll(dataset = this.#dataset): Float32Array {
    const everyEvent = countingUp(dataset.nEvents);
    const X = scaledInputs(dataset, this.config.features, everyEvent, this.scaler);
    return Float32Array.from(this.network.forward(X, everyEvent.length));
  }

  /** A copy of the network as numbers, to draw it elsewhere. */
  state(): NetworkState {
    return {
      sizes: this.network.shape.sizes,
      activation: this.network.shape.activation,
      weights: this.network.weights.map((weights) => weights.slice()),
      biases: this.network.biases.map((biases) => biases.slice()),
      mean: this.scaler.mean.slice(),
      std: this.scaler.std.slice(),
    };
  }

  /** Copy the events at places `start` to `end` of the shuffled order into the batch. */
  #gather(start: number, end: number): number {
    const width = this.config.features.length;
    const { X, y, w } = this.#training;
    const batch = this.#batch;
    for (let place = start; place < end; place++) {
      const from = this.#order[place];
      const to = place - start;
      for (let i = 0; i < width; i++) batch.X[to * width + i] = X[from * width + i];
      batch.y[to] = y[from];
      batch.w[to] = w[from];
    }
    return end - start;
  }
}

/** The network of a state that came from a worker, ready to be used. */
export function networkOf({ sizes, activation, weights, biases }: NetworkState): Network {
  return Network.from({ sizes, activation }, weights, biases);
}

/** One event as the network of `state` takes it in. */
export function inputsOf(
  dataset: Dataset,
  features: readonly number[],
  event: number,
  state: NetworkState,
): Float64Array {
  return scaledInputs(dataset, features, Uint32Array.of(event), state);
}

/** The whole numbers 0 to n − 1. */
function countingUp(n: number): Uint32Array {
  return new Uint32Array(n).map((_, i) => i);
}

function emptySample(n: number, width: number): Sample {
  return {
    n,
    X: new Float64Array(n * width),
    y: new Float64Array(n),
    w: new Float64Array(n),
  };
}
