/** Ends a training where events that are not learned from say so, and keeps the best network. */
import type { LossPoint } from "./types";

/** Remembers the parameters with the lowest validation loss; those before the first epoch count. */
export class EarlyStop {
  readonly #patience: number;
  #parameters = new Float64Array(0);
  #best: LossPoint | null = null;

  /** `patience`: epochs without a new lowest validation loss after which it is over. */
  constructor(patience: number) {
    this.#patience = patience;
  }

  /** Whether there was a first look. */
  get hasBegun(): boolean {
    return this.#best !== null;
  }

  /** Note where the network stands; what it was at its best, once it is over, else null. */
  look(parameters: Float64Array, point: LossPoint): LossPoint | null {
    if (this.#best === null || point.validation < this.#best.validation) {
      this.#best = point;
      this.#parameters = parameters.slice();
    }
    return point.epoch - this.#best.epoch >= this.#patience ? this.#best : null;
  }

  /** Put the best parameters back. */
  restore(parameters: Float64Array): void {
    parameters.set(this.#parameters);
  }
}
