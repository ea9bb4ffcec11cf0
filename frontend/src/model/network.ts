/** A neural network from scratch: layers of weighted sums, and the gradient that teaches them. */
import { activate, crossEntropy, INITIAL_GAIN, multiplyBySlope, sigmoid } from "./activation";
import { multiply, multiplyTransposed, sumRows, transpose } from "./kernels";
import type { Optimiser } from "./optimiser";
import { Random } from "./random";
import {
  addPenaltySlope,
  divideByFactors,
  type Factors,
  multiplyByFactors,
  type Penalty,
} from "./regularisation";
import type { Activation, WeightPlace } from "./types";

/** `sizes`: neurons of each layer, from the inputs to the one output. */
export interface NetworkShape {
  readonly sizes: readonly number[];
  readonly activation: Activation;
}

export interface LossAndGradient {
  /** Σ w·ℓ / Σ w, ℓ the cross-entropy; 0 where all weights are 0. */
  readonly loss: number;
  /** Slope of the loss in each of `parameters`; overwritten by the next call. */
  readonly gradient: Float64Array;
}

/** Rows sent through all layers together: few enough to stay in the processor's cache. */
const BLOCK_ROWS = 256;

interface Layer {
  readonly nIn: number;
  readonly nOut: number;
  readonly weights: Float64Array;
  readonly biases: Float64Array;
  readonly weightGradient: Float64Array;
  readonly biasGradient: Float64Array;
  /** Room for the weights with rows and columns exchanged. */
  readonly transposed: Float64Array;
}

export class Network {
  readonly shape: NetworkShape;
  /** All weights and biases, layer after layer. */
  readonly parameters: Float64Array;
  /** Views of `parameters`; layer l: sizes[l] × sizes[l + 1], one row an input. */
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
  readonly #gradient: Float64Array;
  readonly #layers: readonly Layer[];
  /** Per layer of neurons: outputs, and the slope of the loss in their sums. */
  #outputs: Float64Array[] = [];
  #slopes: Float64Array[] = [];
  #capacity = 0;

  private constructor(shape: NetworkShape) {
    checkShape(shape);
    this.shape = shape;
    const nParameters = countParameters(shape.sizes);
    this.parameters = new Float64Array(nParameters);
    this.#gradient = new Float64Array(nParameters);
    this.#layers = makeLayers(shape.sizes, this.parameters, this.#gradient);
    this.weights = this.#layers.map((layer) => layer.weights);
    this.biases = this.#layers.map((layer) => layer.biases);
  }

  /** Network with random weights (normal, variance gain / inputs) and biases 0. */
  static create(shape: NetworkShape, seed: number | Random): Network {
    const network = new Network(shape);
    const random = typeof seed === "number" ? new Random(seed) : seed;
    network.#layers.forEach(({ weights, nIn }, l) => {
      const gain = l === network.#layers.length - 1 ? 1 : INITIAL_GAIN[shape.activation];
      const width = Math.sqrt(gain / nIn);
      for (let i = 0; i < weights.length; i++) weights[i] = width * random.normal();
    });
    return network;
  }

  /** Network with given weights and biases, which are copied. */
  static from(
    shape: NetworkShape,
    weights: readonly Float64Array[],
    biases: readonly Float64Array[],
  ): Network {
    const network = new Network(shape);
    network.weights.forEach((own, l) => own.set(weights[l]));
    network.biases.forEach((own, l) => own.set(biases[l]));
    return network;
  }

  /** Probability of signal for each of `n` rows of `X`, stored row after row. */
  forward(X: Float64Array, n: number): Float64Array {
    return this.logits(X, n).map(sigmoid);
  }

  /** Log-odds of signal for each of `n` rows of `X`. */
  logits(X: Float64Array, n: number): Float64Array {
    const found = new Float64Array(n);
    this.#eachBlock(X, n, (z, start, length) => found.set(z.subarray(0, length), start));
    return found;
  }

  /** Outputs of every layer for one event `x`, from the inputs to the probability; for drawing. */
  activations(x: Float64Array): Float64Array[] {
    return this.outputs(x, 1);
  }

  /** As `activations`, for `n` rows of `X`: one array a layer, row after row. */
  outputs(X: Float64Array, n: number): Float64Array[] {
    this.#reserve(n);
    const probability = this.#propagate(X, n).subarray(0, n).map(sigmoid);
    const last = this.shape.sizes.length - 1;
    return this.shape.sizes.map((size, l) => {
      if (l === 0) return X.slice(0, n * size);
      return l === last ? probability : this.#outputs[l].slice(0, n * size);
    });
  }

  /** Loss of `n` rows with answers `y` (0 or 1) and weights `w` >= 0. */
  loss(X: Float64Array, y: Float64Array, w: Float64Array, n: number): number {
    let sum = 0;
    this.#eachBlock(X, n, (z, start, length) => {
      for (let i = 0; i < length; i++) sum += w[start + i] * crossEntropy(z[i], y[start + i]);
    });
    const total = sumOf(w, n);
    return total > 0 ? sum / total : 0;
  }

  /**
   * Loss as `loss` gives it, and its gradient by back-propagation.
   *
   * `factors`: of dropout, what the outputs of each hidden layer are multiplied by; null for none.
   */
  lossAndGradient(
    X: Float64Array,
    y: Float64Array,
    w: Float64Array,
    n: number,
    factors: Factors | null = null,
  ): LossAndGradient {
    this.#reserve(n);
    const z = this.#propagate(X, n, factors);
    const loss = this.#startBackward(z, y, w, n);
    for (let l = this.#layers.length - 1; l >= 0; l--) {
      const layer = this.#layers[l];
      const { nIn, nOut } = layer;
      const input = l === 0 ? X : this.#outputs[l];
      const slope = this.#slopes[l + 1];
      multiplyTransposed(input, slope, layer.weightGradient, [n, nIn, nOut]);
      sumRows(slope, layer.biasGradient, n, nOut);
      if (l === 0) break;
      const below = this.#slopes[l];
      transpose(layer.weights, layer.transposed, nIn, nOut);
      multiply(slope, layer.transposed, null, below, [n, nOut, nIn]);
      if (factors !== null) divideByFactors(input, factors[l - 1], n * nIn);
      multiplyBySlope(this.shape.activation, input, below, n * nIn);
      if (factors !== null) multiplyByFactors(below, factors[l - 1], n * nIn);
    }
    return { loss, gradient: this.#gradient };
  }

  /** Add the slope of `penalty` to the gradient of the last `lossAndGradient`. */
  addPenalty(penalty: Penalty): void {
    if (penalty.l1 === 0 && penalty.l2 === 0) return;
    for (const { weights, weightGradient } of this.#layers) {
      addPenaltySlope(penalty, weights, weightGradient);
    }
  }

  /** Move all parameters one step along the gradient of the last `lossAndGradient`. */
  step(optimiser: Optimiser): void {
    optimiser.update(this.parameters, this.#gradient);
  }

  /** Send `n` rows of `X` through the layers, a block at a time, and `use` their log-odds. */
  #eachBlock(
    X: Float64Array,
    n: number,
    use: (z: Float64Array, start: number, length: number) => void,
  ): void {
    this.#reserve(Math.min(n, BLOCK_ROWS));
    const nIn = this.shape.sizes[0];
    for (let start = 0; start < n; start += BLOCK_ROWS) {
      const end = Math.min(n, start + BLOCK_ROWS);
      use(this.#propagate(X.subarray(start * nIn, end * nIn), end - start), start, end - start);
    }
  }

  /** Send `n` rows through all layers; the log-odds of the last one come back. */
  #propagate(X: Float64Array, n: number, factors: Factors | null = null): Float64Array {
    let input = X;
    this.#layers.forEach(({ nIn, nOut, weights, biases }, l) => {
      const output = this.#outputs[l + 1];
      multiply(input, weights, biases, output, [n, nIn, nOut]);
      if (l < this.#layers.length - 1) {
        activate(this.shape.activation, output, n * nOut);
        if (factors !== null) multiplyByFactors(output, factors[l], n * nOut);
      }
      input = output;
    });
    return input;
  }

  /** Loss, and its slope w (p − y) / Σw in the log-odds, where the way back begins. */
  #startBackward(z: Float64Array, y: Float64Array, w: Float64Array, n: number): number {
    const slope = this.#slopes[this.#slopes.length - 1];
    const total = sumOf(w, n);
    const perWeight = total > 0 ? 1 / total : 0;
    let loss = 0;
    for (let i = 0; i < n; i++) {
      loss += w[i] * crossEntropy(z[i], y[i]);
      slope[i] = w[i] * perWeight * (sigmoid(z[i]) - y[i]);
    }
    return loss * perWeight;
  }

  #reserve(n: number): void {
    if (n <= this.#capacity) return;
    this.#capacity = n;
    this.#outputs = this.shape.sizes.map((size) => new Float64Array(n * size));
    this.#slopes = this.shape.sizes.map((size) => new Float64Array(n * size));
  }
}

function sumOf(values: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i];
  return sum;
}

/** Number of weights and biases of a network. */
export function countParameters(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((total, size, l) => total + (sizes[l] + 1) * size, 0);
}

/** Where a weight or bias stands among a network's parameters, or null where there is none such. */
export function parameterAt(
  sizes: readonly number[],
  { layer, from, to }: WeightPlace,
): number | null {
  const isIn = (index: number, low: number, end: number): boolean =>
    Number.isInteger(index) && index >= low && index < end;
  if (!isIn(layer, 0, sizes.length - 1)) return null;
  const [nIn, nOut] = [sizes[layer], sizes[layer + 1]];
  if (!isIn(from, -1, nIn) || !isIn(to, 0, nOut)) return null;
  const start = countParameters(sizes.slice(0, layer + 1));
  return start + (from < 0 ? nIn : from) * nOut + to;
}

function checkShape({ sizes }: NetworkShape): void {
  const whole = sizes.every((size) => Number.isInteger(size) && size > 0);
  if (!whole || sizes.length < 2 || sizes[sizes.length - 1] !== 1) {
    throw new RangeError(`layers need sizes > 0 and end in one output, got ${sizes.join("-")}`);
  }
}

/** Layers whose weights and gradients are views of the flat arrays. */
function makeLayers(
  sizes: readonly number[],
  parameters: Float64Array,
  gradient: Float64Array,
): Layer[] {
  let start = 0;
  return sizes.slice(1).map((nOut, l) => {
    const nIn = sizes[l];
    const middle = start + nIn * nOut;
    const end = middle + nOut;
    const layer = {
      nIn,
      nOut,
      weights: parameters.subarray(start, middle),
      biases: parameters.subarray(middle, end),
      weightGradient: gradient.subarray(start, middle),
      biasGradient: gradient.subarray(middle, end),
      transposed: new Float64Array(nIn * nOut),
    };
    start = end;
    return layer;
  });
}
