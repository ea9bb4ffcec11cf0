/** Grows a decision tree question by question, or boosted trees one by one, and watches the loss. */
import { crossEntropy, sigmoid } from "./activation";
import { binFeatures, type BinnedFeatures, intoBins } from "./bins";
import { BoostedTrees, type BoostingSettings } from "./boosting";
import { type LossError, meanWithError } from "./lossError";
import { Random } from "./random";
import { eventsIn, type Hypothesis, makeSample } from "./sample";
import { addAnswers, MAX_LEAVES, type Tree, TreeGrower } from "./tree";
import { TrainingError } from "./training";
import type { Dataset, LossPoint, SplitFacts } from "./types";

/** What the student chose; a decision tree does without learning rate, l2 and subsample. */
export interface TreeConfig extends BoostingSettings, Hypothesis {
  readonly model: "tree" | "boosted-trees";
  /** Columns of the dataset that may be asked about. */
  readonly features: readonly number[];
  /** Learn with |event weight|, both classes equally heavy; else every event counts 1. */
  readonly useWeights: boolean;
  /** Whole number from 0 to 2³² − 1: which events a tree sees where `subsample` is below 1. */
  readonly seed: number;
}

/** Trees as numbers, to draw them or to use them on one event; their answers add up to log-odds. */
export interface TreeState {
  readonly model: TreeConfig["model"];
  readonly start: number;
  readonly trees: readonly Tree[];
  /** Columns of the dataset, and the edges that `bin` of a tree counts, from bin 0's upper one. */
  readonly features: readonly number[];
  readonly edges: readonly Float64Array[];
}

/** Deepest trees; a hand-edited address can ask for anything. */
export const MAX_DEPTH = 30;
/** Shares of signal nearer to 0 or 1 have the log-odds of these, so that a loss stays finite. */
const LEAST_SHARE = 1e-6;

export class TreeTrainer {
  readonly config: TreeConfig;
  readonly nTraining: number;
  readonly nValidation: number;
  readonly #features: BinnedFeatures;
  readonly #training: Uint32Array;
  readonly #validation: Uint32Array;
  readonly #everyone: Uint32Array;
  readonly #y: Float64Array;
  readonly #w: Float64Array;
  /** Log-odds of every event. */
  readonly #z: Float64Array;
  readonly #boosting: BoostedTrees;
  readonly #single: TreeGrower | null;
  #steps = 0;
  #canGrow = true;

  /** `mask`: 1 for the events that the cuts keep; null for all. Throws TrainingError. */
  constructor(dataset: Dataset, split: SplitFacts, config: TreeConfig, mask: Uint8Array | null) {
    checkConfig(dataset, config);
    this.config = config;
    this.#training = eventsIn(dataset, split.train, config, mask);
    this.#validation = eventsIn(dataset, split.validation, config, mask);
    this.nTraining = this.#training.length;
    this.nValidation = this.#validation.length;
    this.#everyone = new Uint32Array(dataset.nEvents).map((_, event) => event);
    this.#y = new Float64Array(dataset.nEvents);
    this.#w = new Float64Array(dataset.nEvents);
    for (const events of [this.#training, this.#validation]) this.#answer(dataset, events);
    checkClasses(this.#y, this.#training);
    this.#features = binFeatures(dataset, config.features, this.#training);
    const learned = { y: this.#y, w: this.#w, training: this.#training };
    this.#boosting = new BoostedTrees(this.#features, learned, config, new Random(config.seed));
    this.#z = new Float64Array(dataset.nEvents).fill(this.#boosting.start);
    this.#single = config.model === "tree" ? this.#startTree() : null;
    if (this.#single !== null) this.#canGrow = this.#single.canSplit;
  }

  /** Trees grown, or questions asked by a single one. */
  get stepsDone(): number {
    return this.#steps;
  }

  /** Whether a step would still change anything. */
  get canGrow(): boolean {
    return this.#canGrow;
  }

  /** One more tree; of a single tree one more question. Nothing where nothing can grow. */
  step(): LossPoint {
    if (!this.#canGrow) return this.lossPoint();
    if (this.#single === null) {
      const tree = this.#boosting.grow(this.#z);
      this.#canGrow = tree.value.length > 1;
      addAnswers(tree, this.#features, this.#everyone, this.#z);
      this.#steps += 1;
    } else {
      this.#single.splitNext();
      this.#canGrow = this.#single.canSplit;
      this.#steps += 1;
      this.#z.fill(0);
      addAnswers(shares(this.#single), this.#features, this.#everyone, this.#z);
    }
    return this.lossPoint();
  }

  /** Where the trees stand now: the losses, and the steps done in place of epochs. */
  lossPoint(): LossPoint {
    const training = this.#loss(this.#training);
    return { epoch: this.#steps, training, validation: this.#loss(this.#validation) };
  }

  /** Loss on the validation events with its uncertainty; null where a class is missing there. */
  validationLoss(): LossError | null {
    const of = (values: Float64Array): Float64Array =>
      Float64Array.from(this.#validation, (event) => values[event]);
    const [y, z] = [of(this.#y), of(this.#z)];
    const losses = z.map((logOdds, row) => crossEntropy(logOdds, y[row]));
    return meanWithError({ n: y.length, y, w: of(this.#w) }, losses);
  }

  /** Probability of signal for every event of a dataset, its own by default. */
  scoreAll(dataset?: Dataset): Float32Array {
    return Float32Array.from(dataset === undefined ? this.#z : this.#logOddsOf(dataset), sigmoid);
  }

  #logOddsOf(dataset: Dataset): Float64Array {
    const { start, trees, features } = this.state();
    const binned = intoBins(dataset, features, this.#features.edges);
    const everyone = new Uint32Array(dataset.nEvents).map((_, event) => event);
    const z = new Float64Array(dataset.nEvents).fill(start);
    for (const tree of trees) addAnswers(tree, binned, everyone, z);
    return z;
  }

  /** The trees as numbers; later steps do not change them. */
  state(): TreeState {
    const single = this.#single;
    return {
      model: this.config.model,
      start: single === null ? this.#boosting.start : 0,
      trees: single === null ? this.#boosting.trees.slice() : [shares(single)],
      features: this.config.features,
      edges: this.#features.edges,
    };
  }

  /** A single tree with all training events in its first leaf, whose answer is their share. */
  #startTree(): TreeGrower {
    const slopes = new Float64Array(2 * this.#y.length);
    for (const event of this.#training) {
      slopes[2 * event] = -this.#w[event] * this.#y[event];
      slopes[2 * event + 1] = this.#w[event];
    }
    return new TreeGrower(this.#features, slopes, this.#training, { ...this.config, l2: 0 });
  }

  /** Fill in answers and weights of `events`, the classes balanced among them. */
  #answer(dataset: Dataset, events: Uint32Array): void {
    const noScaling = { mean: new Float64Array(0), std: new Float64Array(0) };
    const { y, w } = makeSample(dataset, { ...this.config, features: [] }, events, noScaling);
    events.forEach((event, row) => {
      this.#y[event] = y[row];
      this.#w[event] = w[row];
    });
  }

  /** Mean weighted cross-entropy; NaN without events. */
  #loss(events: Uint32Array): number {
    let sum = 0;
    let total = 0;
    for (const event of events) {
      sum += this.#w[event] * crossEntropy(this.#z[event], this.#y[event]);
      total += this.#w[event];
    }
    return sum / total;
  }
}

/** Log-odds of signal for one event whose variables, in the order of `features`, are `x`. */
export function logOdds({ start, trees, edges }: TreeState, x: ArrayLike<number>): number {
  let sum = start;
  for (const tree of trees) {
    let node = 0;
    while (tree.column[node] >= 0) node = childOf(tree, edges, node, x);
    sum += tree.value[node];
  }
  return sum;
}

/** The nodes that the event passes in one tree, from the first to its leaf. */
export function pathOf(tree: Tree, edges: readonly Float64Array[], x: ArrayLike<number>): number[] {
  const path = [0];
  for (let node = 0; tree.column[node] >= 0; path.push(node)) node = childOf(tree, edges, node, x);
  return path;
}

function childOf(
  { column, bin, left }: Tree,
  edges: readonly Float64Array[],
  node: number,
  x: ArrayLike<number>,
): number {
  return left[node] + Number(x[column[node]] > edges[column[node]][bin[node]]);
}

/** The tree whose answers are the log-odds of the shares that its leaves hold. */
function shares(grower: TreeGrower): Tree {
  const tree = grower.tree();
  const value = tree.value.map((share) => {
    const p = Math.min(Math.max(share, LEAST_SHARE), 1 - LEAST_SHARE);
    return Math.log(p / (1 - p));
  });
  return { ...tree, value };
}

function checkConfig(dataset: Dataset, config: TreeConfig): void {
  const { features, seed, signal, backgrounds } = config;
  const { maxDepth, maxLeaves, minEvents, minCurvature, l2, learningRate, subsample } = config;
  const isWhole = (n: number, from: number, to: number): boolean =>
    Number.isInteger(n) && n >= from && n <= to;
  const isAtLeast0 = (x: number): boolean => Number.isFinite(x) && x >= 0;
  const sound =
    features.length > 0 &&
    features.every((feature) => feature in dataset.features) &&
    isWhole(maxDepth, 1, MAX_DEPTH) &&
    isWhole(maxLeaves, 2, MAX_LEAVES) &&
    isWhole(minEvents, 1, dataset.nEvents) &&
    isAtLeast0(minCurvature) &&
    isAtLeast0(l2) &&
    isAtLeast0(learningRate) &&
    subsample > 0 &&
    subsample <= 1 &&
    isWhole(seed, 0, 2 ** 32 - 1) &&
    [signal, ...backgrounds].every((code) => code in dataset.processes);
  if (!sound) throw new TrainingError("bad-config", JSON.stringify(config));
}

function checkClasses(y: Float64Array, training: Uint32Array): void {
  const nSignal = training.reduce((n, event) => n + y[event], 0);
  if (nSignal === 0) throw new TrainingError("no-signal", "no signal event to learn from");
  if (nSignal === training.length) {
    throw new TrainingError("no-background", "no background to learn from");
  }
}
