/**
 * What a model looks at: its inputs shuffled one at a time among unseen events.
 *
 * An input that the model does not need can be shuffled without a loss. Two inputs that say nearly
 * the same stand in for each other, so that a small fall does not mean "useless". Python's
 * learning/explain.py makes the same shuffles and the same numbers of one seed.
 */
import { descending, type Labelled, meanComponent, structuralComponents } from "./components";
import type { Predictor } from "./predictor";
import { Random } from "./random";
import type { Measured } from "./types";

type Value = Extract<Measured, { kind: "value" }>;

/** By how much the area under the ROC curve falls where one input is shuffled. */
export interface ImportanceRow {
  /** Place among the model's inputs. */
  readonly column: number;
  /** Mean fall; the uncertainty is that of the finite number of events, scored before and after. */
  readonly drop: Value;
  /** The fall in each single shuffle. */
  readonly shuffles: readonly number[];
  /** Standard deviation from one shuffle to another; null where there was only one. */
  readonly spread: number | null;
}

/** Events as the model takes them in: `n` rows of `width` inputs, with their classes and weights. */
export interface JudgedEvents extends Labelled {
  readonly n: number;
  readonly width: number;
  readonly X: Float64Array;
}

/** Random orders of the events, one a repeat. */
export function shuffledOrders(nEvents: number, nRepeats: number, seed: number): Uint32Array[] {
  const random = new Random(seed);
  return Array.from({ length: nRepeats }, () => {
    const order = new Uint32Array(nEvents).map((_, event) => event);
    random.shuffle(order);
    return order;
  });
}

/** The shuffling, one step after another, so that a worker can stop in between. */
export class ImportanceRun {
  readonly #predictor: Predictor;
  readonly #events: JudgedEvents;
  readonly #orders: readonly Uint32Array[];
  readonly #before: Float64Array;
  readonly #shuffled: Float64Array;
  /** Sum over the repeats so far of each event's loss, for the column at hand. */
  #lost: Float64Array;
  #shuffles: number[] = [];
  #column = 0;

  /** Both classes need two events and a positive sum, which `reasonForNoArea` tells. */
  constructor(predictor: Predictor, events: JudgedEvents, nRepeats: number, seed: number) {
    this.#predictor = predictor;
    this.#events = events;
    this.#orders = shuffledOrders(events.n, nRepeats, seed);
    this.#before = this.#components(events.X);
    this.#shuffled = events.X.slice();
    this.#lost = new Float64Array(events.n);
  }

  /** Area before anything is shuffled. */
  get area(): Value {
    return meanComponent(this.#before, this.#events);
  }

  get stepsDone(): number {
    return this.#column * this.#orders.length + this.#shuffles.length;
  }

  get nSteps(): number {
    return this.#events.width * this.#orders.length;
  }

  /** Shuffle one input once more; its row where that was the last time, else null. */
  step(): ImportanceRow | null {
    const after = this.#components(this.#withShuffled(this.#orders[this.#shuffles.length]));
    const lost = this.#before.map((component, event) => component - after[event]);
    lost.forEach((loss, event) => (this.#lost[event] += loss));
    this.#shuffles.push(meanComponent(lost, this.#events).value);
    return this.#shuffles.length === this.#orders.length ? this.#finishColumn() : null;
  }

  #components(X: Float64Array): Float64Array {
    const scores = this.#predictor.scores(X, this.#events.n);
    const order = descending(scores, this.#events.weights);
    return structuralComponents(order, scores, this.#events);
  }

  #withShuffled(order: Uint32Array): Float64Array {
    const { X, n, width } = this.#events;
    const shuffled = this.#shuffled;
    for (let row = 0; row < n; row++) {
      shuffled[row * width + this.#column] = X[order[row] * width + this.#column];
    }
    return shuffled;
  }

  #finishColumn(): ImportanceRow {
    const { X, n, width } = this.#events;
    const column = this.#column;
    const shuffles = this.#shuffles;
    const drop = meanComponent(
      this.#lost.map((sum) => sum / shuffles.length),
      this.#events,
    );
    for (let row = 0; row < n; row++) {
      this.#shuffled[row * width + column] = X[row * width + column];
    }
    this.#lost = new Float64Array(n);
    this.#shuffles = [];
    this.#column += 1;
    return { column, drop, shuffles, spread: standardDeviation(shuffles) };
  }
}

/** Standard deviation of single values, with n − 1; null of fewer than two. */
export function standardDeviation(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}
