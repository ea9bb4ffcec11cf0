/**
 * Boosted trees: each new tree learns what those before it still get wrong.
 *
 * The sum of all answers is the log-odds of signal. A tree grows on the slopes of the weighted
 * cross-entropy, and each of its leaves takes a Newton step (section 4.5 of J. Friedman, Annals of
 * Statistics 29, 2001), shortened by the learning rate. As scikit-learn's HistGradientBoosting.
 */
import { sigmoid } from "./activation";
import type { BinnedFeatures } from "./bins";
import type { Random } from "./random";
import { growTree, type Tree, type TreeLimits } from "./tree";

export interface BoostingSettings extends TreeLimits {
  readonly learningRate: number;
  /** Part of the training events that each tree sees, drawn anew for each. */
  readonly subsample: number;
}

/** Answers (0 or 1) and weights >= 0 of every event of the dataset; only `training` is learned. */
export interface LearnedEvents {
  readonly y: Float64Array;
  readonly w: Float64Array;
  readonly training: Uint32Array;
}

export class BoostedTrees {
  readonly trees: Tree[] = [];
  /** Log-odds before the first tree: of the signal's share of the training weight. */
  readonly start: number;
  readonly #features: BinnedFeatures;
  readonly #events: LearnedEvents;
  readonly #settings: BoostingSettings;
  readonly #random: Random;
  readonly #order: Uint32Array;
  readonly #slopes: Float64Array;

  constructor(
    features: BinnedFeatures,
    events: LearnedEvents,
    settings: BoostingSettings,
    random: Random,
  ) {
    this.#features = features;
    this.#events = events;
    this.#settings = settings;
    this.#random = random;
    this.#order = events.training.slice();
    this.#slopes = new Float64Array(2 * events.y.length);
    this.start = startOf(events);
  }

  /** Grow one more tree; `z`: the log-odds of every event by the trees before it. */
  grow(z: Float64Array): Tree {
    const { y, w, training } = this.#events;
    for (const event of training) {
      const p = sigmoid(z[event]);
      this.#slopes[2 * event] = w[event] * (p - y[event]);
      this.#slopes[2 * event + 1] = w[event] * p * (1 - p);
    }
    const grower = growTree(this.#features, this.#slopes, this.#drawn(), this.#settings);
    const tree = grower.tree(this.#settings.learningRate);
    this.trees.push(tree);
    return tree;
  }

  #drawn(): Uint32Array {
    const { subsample } = this.#settings;
    if (subsample >= 1) return this.#order;
    this.#random.shuffle(this.#order);
    return this.#order.subarray(0, Math.max(1, Math.round(subsample * this.#order.length)));
  }
}

function startOf({ y, w, training }: LearnedEvents): number {
  const total = [0, 0];
  for (const event of training) total[y[event]] += w[event];
  return Math.log(total[1] / total[0]);
}
