import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/network.json";
import { multiply, multiplyTransposed, transpose } from "./kernels";
import { countParameters, Network, type NetworkShape } from "./network";
import { makeOptimiser } from "./optimiser";
import { Random } from "./random";
import { expectClose } from "./testing";
import type { Activation } from "./types";

const X = Float64Array.from(vectors.X);
const y = Float64Array.from(vectors.y);
const w = Float64Array.from(vectors.w);
const { n, sizes } = vectors;
type Case = (typeof vectors.cases)[number];

const shapeOf = (one: Case): NetworkShape => ({ sizes, activation: one.activation as Activation });
const flat = (arrays: readonly ArrayLike<number>[]): number[] =>
  arrays.flatMap((array) => Array.from(array));

/** Weights and biases in the order in which a network keeps its parameters. */
const inOrder = ({ weights, biases }: { weights: number[][]; biases: number[][] }): number[] =>
  weights.flatMap((layer, l) => [...layer, ...biases[l]]);

test.each(vectors.cases)("$activation: initial weights are Python's", (one) => {
  const network = Network.create(shapeOf(one), vectors.seed);
  expectClose(flat(network.weights), flat(one.initial.weights));
  expectClose(flat(network.biases), flat(one.initial.biases));
});

test.each(vectors.cases)("$activation: forward and backward pass are Python's", (one) => {
  const network = Network.create(shapeOf(one), vectors.seed);
  expectClose(network.forward(X, n), one.probability);
  const layers = network.activations(X.subarray(0, sizes[0]));
  expectClose(flat(layers), [...flat(one.first_event), one.probability[0]]);
  const { loss, gradient } = network.lossAndGradient(X, y, w, n);
  expectClose([loss, network.loss(X, y, w, n)], [one.loss, one.loss]);
  expectClose(gradient, inOrder(one.gradient));
});

test.each(
  vectors.cases.flatMap((one) => (["adam", "sgd"] as const).map((name) => ({ one, name }))),
)("$one.activation: ten steps of $name are Python's", ({ one, name }) => {
  const network = Network.create(shapeOf(one), vectors.seed);
  const optimiser = makeOptimiser(name, one.learning_rate[name]);
  for (let step = 0; step < 10; step++) {
    network.lossAndGradient(X, y, w, n);
    network.step(optimiser);
  }
  expectClose(network.parameters, inOrder(one.ten_steps[name]));
});

test.each(vectors.cases)("$activation: the gradient is the slope of the loss", (one) => {
  const network = Network.create(shapeOf(one), 8);
  const gradient = network.lossAndGradient(X, y, w, n).gradient.slice();
  const step = 1e-6;
  const slopes = Array.from(network.parameters, (parameter, i) => {
    network.parameters[i] = parameter + step;
    const above = network.loss(X, y, w, n);
    network.parameters[i] = parameter - step;
    const below = network.loss(X, y, w, n);
    network.parameters[i] = parameter;
    return (above - below) / (2 * step);
  });
  slopes.forEach((slope, i) => expect(slope).toBeCloseTo(gradient[i], 7));
});

test("rows are judged alone: many together give what each gives by itself", () => {
  const network = Network.create({ sizes: [2, 7, 1], activation: "tanh" }, 3);
  const random = new Random(9);
  const many = Float64Array.from({ length: 2 * 1001 }, () => random.normal());
  const together = network.forward(many, 1001);
  for (const row of [0, 255, 256, 1000]) {
    const alone = network.forward(many.subarray(2 * row, 2 * row + 2), 1);
    expect(alone[0]).toBeCloseTo(together[row], 12);
  }
});

test("a network made of another's weights gives the same answers", () => {
  const shape: NetworkShape = { sizes: [3, 4, 1], activation: "relu" };
  const network = Network.create(shape, 2);
  const copy = Network.from(shape, network.weights, network.biases);
  expect(copy.forward(X, n)).toEqual(network.forward(X, n));
});

test("huge log-odds give a finite loss and gradient", () => {
  const network = Network.create({ sizes: [1, 1], activation: "relu" }, 1);
  network.weights[0][0] = 1e4;
  const found = network.lossAndGradient(Float64Array.of(1, -1), y.fill(0, 0, 2), w, 2);
  expect(found.loss).toBeGreaterThan(1000);
  expect(found.gradient.every(Number.isFinite)).toBe(true);
});

test("events without weight teach nothing", () => {
  const network = Network.create({ sizes: [3, 2, 1], activation: "tanh" }, 1);
  const { loss, gradient } = network.lossAndGradient(X, y, new Float64Array(n), n);
  expect(loss).toBe(0);
  expect(gradient.every((slope) => slope === 0)).toBe(true);
});

test.each([[[3]], [[3, 2]], [[3, 0, 1]], [[0, 1]], [[2.5, 1]]])("layers %j are refused", (bad) => {
  expect(() => Network.create({ sizes: bad, activation: "relu" }, 1)).toThrow(/layers need/);
});

test("parameters are counted with their biases", () => {
  expect(countParameters([9, 10, 10, 10, 1])).toBe(331);
});

test.each([
  [1, 1, 1],
  [4, 2, 2],
  [5, 3, 3],
  [7, 4, 5],
  [13, 6, 9],
])("a product of %d × %d and %d × columns is the plain triple loop's", (nRows, k, m) => {
  const random = new Random(nRows);
  const draw = (size: number): Float64Array =>
    Float64Array.from({ length: size }, () => random.normal());
  const [A, B, bias, out] = [draw(nRows * k), draw(k * m), draw(m), new Float64Array(nRows * m)];
  multiply(A, B, bias, out, [nRows, k, m]);
  const plain = new Float64Array(nRows * m);
  for (let i = 0; i < nRows; i++) {
    for (let j = 0; j < m; j++) {
      plain[i * m + j] = bias[j];
      for (let inner = 0; inner < k; inner++) {
        plain[i * m + j] += A[i * k + inner] * B[inner * m + j];
      }
    }
  }
  expectClose(out, plain);
  const flipped = new Float64Array(nRows * k);
  transpose(A, flipped, nRows, k);
  const again = new Float64Array(nRows * m);
  multiplyTransposed(flipped, B, again, [k, nRows, m]);
  expectClose(
    again.map((sum, at) => sum + bias[at % m]),
    plain,
  );
});
