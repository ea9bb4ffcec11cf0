/** How the parameters move once the gradient is known: plain descent, or Adam. */
import type { OptimiserName } from "./types";

export interface Optimiser {
  /** Change `parameters` in place by one step down the `gradient`. */
  update(parameters: Float64Array, gradient: Float64Array): void;
}

export function makeOptimiser(name: OptimiserName, learningRate: number): Optimiser {
  return name === "adam" ? new Adam(learningRate) : new Sgd(learningRate);
}

/** Stochastic gradient descent: each parameter moves by −learningRate · slope. */
export class Sgd implements Optimiser {
  readonly #learningRate: number;

  constructor(learningRate: number) {
    this.#learningRate = learningRate;
  }

  update(parameters: Float64Array, gradient: Float64Array): void {
    for (let i = 0; i < parameters.length; i++) {
      parameters[i] -= this.#learningRate * gradient[i];
    }
  }
}

/** Adam (Kingma and Ba, arXiv:1412.6980, algorithm 1) with the paper's β1, β2 and ε. */
export class Adam implements Optimiser {
  readonly #learningRate: number;
  #mean = new Float64Array(0);
  #meanSquare = new Float64Array(0);
  #steps = 0;

  static readonly BETA_1 = 0.9;
  static readonly BETA_2 = 0.999;
  static readonly EPSILON = 1e-8;

  constructor(learningRate: number) {
    this.#learningRate = learningRate;
  }

  update(parameters: Float64Array, gradient: Float64Array): void {
    if (this.#mean.length === 0) {
      this.#mean = new Float64Array(parameters.length);
      this.#meanSquare = new Float64Array(parameters.length);
    }
    const mean = this.#mean;
    const meanSquare = this.#meanSquare;
    const { BETA_1, BETA_2, EPSILON } = Adam;
    this.#steps += 1;
    const meanRate = this.#learningRate / (1 - BETA_1 ** this.#steps);
    const squareCorrection = 1 / (1 - BETA_2 ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      mean[i] = BETA_1 * mean[i] + (1 - BETA_1) * gradient[i];
      meanSquare[i] = BETA_2 * meanSquare[i] + (1 - BETA_2) * gradient[i] * gradient[i];
      parameters[i] -=
        (meanRate * mean[i]) / (Math.sqrt(squareCorrection * meanSquare[i]) + EPSILON);
    }
  }
}
