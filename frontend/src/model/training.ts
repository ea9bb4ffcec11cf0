/** Teaches a network batch by batch, and watches how well it does on events it does not learn. */
import { Network } from "./network";
import { makeOptimiser, type Optimiser } from "./optimiser";
import { Random } from "./random";
import {
  answersAndWeights,
  eventsIn,
  fitScaler,
  makeSample,
  type Sample,
  type Scaler,
  scaledInputs,
} from "./sample";
import type { Dataset, LossPoint, NetworkState, SplitFacts, TrainingConfig } from "./types";

export type { TrainingConfig } from "./types";

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

export class Trainer {
  readonly config: TrainingConfig;
  /** From the training events alone: the others must not reach the network in any way. */
  readonly scaler: Scaler;
  readonly network: Network;
  readonly nTraining: number;
  readonly nValidation: number;
  readonly #dataset: Dataset;
  readonly #random: Random;
  readonly #optimiser: Optimiser;
  readonly #training: Sample;
  readonly #validation: Sample;
  readonly #order: Uint32Array;
  readonly #batch: Sample;
  #position = 0;
  #epochs = 0;
  #diverged = false;

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
    this.#optimiser = makeOptimiser(config.optimiser, config.learningRate);
    this.#order = countingUp(this.nTraining);
    this.#batch = emptySample(Math.min(config.batchSize, this.nTraining), config.features.length);
  }

  /** Epochs learned, with a fraction within an epoch. */
  get epochsDone(): number {
    return this.#epochs + this.#position / this.nTraining;
  }

  /** Epochs learned to their end. */
  get wholeEpochs(): number {
    return this.#epochs;
  }

  /** Batches learned in the current epoch. */
  get batchesDone(): number {
    return this.#position / this.#batch.n;
  }

  /** Whether the loss has left the finite numbers; nothing more is learned then. */
  get diverged(): boolean {
    return this.#diverged;
  }

  /** Learn up to the end of the epoch. */
  epoch(): LossPoint {
    let point = this.batchStep();
    while (point === null) point = this.batchStep();
    return point;
  }

  /** Learn one batch; the losses where it ends the epoch or the training diverges, else null. */
  batchStep(): LossPoint | null {
    if (this.#diverged) return this.lossPoint();
    if (this.#position === 0) this.#random.shuffle(this.#order);
    const end = Math.min(this.#position + this.#batch.n, this.nTraining);
    const n = this.#gather(this.#position, end);
    const { X, y, w } = this.#batch;
    const { loss } = this.network.lossAndGradient(X, y, w, n);
    this.network.step(this.#optimiser);
    this.#position = end;
    this.#diverged = !Number.isFinite(loss);
    if (end < this.nTraining) return this.#diverged ? this.lossPoint() : null;
    this.#position = 0;
    this.#epochs += 1;
    return this.lossPoint();
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
    if (!Number.isFinite(training)) this.#diverged = true;
    return { training, validation: lossOf(this.#validation) };
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

function checkConfig(dataset: Dataset, config: TrainingConfig): void {
  const { features, layers, batchSize, learningRate, seed, signal, backgrounds } = config;
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
    upTo(2 ** 32)(seed + 1) &&
    [signal, ...backgrounds].every(isProcess);
  if (!sound) throw new TrainingError("bad-config", JSON.stringify(config));
}

function checkClasses({ y }: Sample): void {
  if (!y.includes(1)) throw new TrainingError("no-signal", "no signal event to learn from");
  if (!y.includes(0)) throw new TrainingError("no-background", "no background to learn from");
}
