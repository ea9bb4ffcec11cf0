import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/regularisation.json";
import { useSumProducts } from "./kernels";
import { Network, type NetworkShape } from "./network";
import { makeOptimiser } from "./optimiser";
import { RandomRows } from "./random";
import { Dropout } from "./regularisation";
import { compileSumProducts } from "./simd";
import { expectClose } from "./testing";
import type { Activation } from "./types";

const X = Float64Array.from(vectors.X);
const y = Float64Array.from(vectors.y);
const w = Float64Array.from(vectors.w);
const { n, sizes, seed, l1, l2 } = vectors;
type Case = (typeof vectors.cases)[number];

const shapeOf = (one: Case): NetworkShape => ({ sizes, activation: one.activation as Activation });
const newDropout = (): Dropout => new Dropout(vectors.dropout, sizes.slice(1, -1), n, seed);

/** Weights and biases in the order in which a network keeps its parameters. */
const inOrder = ({ weights, biases }: { weights: number[][]; biases: number[][] }): number[] =>
  weights.flatMap((layer, l) => [...layer, ...biases[l]]);

test.each(vectors.rows)("rows of seed $seed draw what Python's draw", (given) => {
  const rows = new RandomRows(given.seed, 3);
  const drawn = (row: number, count: number): number[] => {
    const numbers = new Uint32Array(count);
    rows.draw(row, numbers);
    return [...numbers];
  };
  expect([0, 1].map((row) => drawn(row, 4))).toEqual(given.two);
  expect([0, 1, 2].map((row) => drawn(row, 2))).toEqual(given.three);
});

test("the neurons that Python leaves out are left out, the others pass on more", () => {
  const factors = newDropout().next(n);
  factors.forEach((layer, l) => expect([...layer]).toEqual(vectors.factors[l]));
});

test.each(vectors.cases)("$activation: the penalised gradient is Python's", (one) => {
  const network = Network.create(shapeOf(one), seed);
  const { gradient } = network.lossAndGradient(X, y, w, n);
  network.addPenalty({ l1, l2 });
  expectClose(gradient, inOrder(one.gradient));
});

const steps = vectors.cases.flatMap((one) =>
  (["adam", "sgd"] as const).map((name) => ({ one, name })),
);

function tenSteps(one: Case, name: "adam" | "sgd"): Float64Array {
  const network = Network.create(shapeOf(one), seed);
  const optimiser = makeOptimiser(name, one.learning_rate[name]);
  const dropout = newDropout();
  for (let step = 0; step < 10; step++) {
    const nBatch = step % 2 === 0 ? n : 9;
    network.lossAndGradient(X, y, w, nBatch, dropout.next(nBatch));
    network.addPenalty({ l1, l2 });
    network.step(optimiser);
  }
  return network.parameters;
}

test.each(steps)(
  "$one.activation: ten penalised steps of $name with dropout are Python's",
  (at) => {
    expectClose(tenSteps(at.one, at.name), inOrder(at.one.ten_steps[at.name]));
  },
);

test.each(steps)("$one.activation, $name: WebAssembly gives the same to the last bit", (at) => {
  const plain = tenSteps(at.one, at.name);
  const fast = compileSumProducts();
  expect(fast).not.toBeNull();
  useSumProducts(fast);
  try {
    expect(tenSteps(at.one, at.name)).toEqual(plain);
  } finally {
    useSumProducts(null);
  }
});

test("the gradient with dropout is the slope of the loss with the same neurons left out", () => {
  const network = Network.create({ sizes, activation: "tanh" }, 8);
  const factors = newDropout().next(n);
  const lossNow = (): number => network.lossAndGradient(X, y, w, n, factors).loss;
  const gradient = network.lossAndGradient(X, y, w, n, factors).gradient.slice();
  const step = 1e-6;
  network.parameters.forEach((parameter, i) => {
    network.parameters[i] = parameter + step;
    const above = lossNow();
    network.parameters[i] = parameter - step;
    const below = lossNow();
    network.parameters[i] = parameter;
    expect((above - below) / (2 * step)).toBeCloseTo(gradient[i], 7);
  });
});

test("a rate of 0 leaves nothing out, and 1 is refused", () => {
  const factors = new Dropout(0, [4], 3, 1).next(3);
  expect([...factors[0]]).toEqual(new Array(12).fill(1));
  expect(() => new Dropout(1, [4], 3, 1)).toThrow(/below 1/);
});
