import { expect, test } from "vitest";
import { Attempts } from "./attempts";
import type { LossPoint, TrainingConfig } from "./types";

const config: TrainingConfig = {
  features: [0, 1],
  layers: [3],
  activation: "tanh",
  optimiser: "adam",
  learningRate: 0.01,
  batchSize: 256,
  l1: 0,
  l2: 0,
  dropout: 0,
  earlyStop: 0,
  useWeights: true,
  seed: 1,
  signal: 4,
  backgrounds: [0, 1],
};

const history = (...validation: number[]): LossPoint[] =>
  validation.map((loss, epoch) => ({ epoch, training: loss, validation: loss }));

test("an untrained network is no attempt", () => {
  const attempts = new Attempts();
  attempts.record(config, "all", history(0.7));
  expect(attempts.list).toEqual([]);
});

test("an attempt keeps its lowest validation loss and grows with its epochs", () => {
  const attempts = new Attempts();
  attempts.record(config, "all", history(0.7, 0.5));
  attempts.record(config, "all", history(0.7, 0.5, 0.6));
  expect(attempts.list).toHaveLength(1);
  expect(attempts.list[0]).toMatchObject({ epochs: 2, bestValidation: 0.5, bestEpoch: 1 });
});

test("training the same network again does not forget how far it came", () => {
  const attempts = new Attempts();
  attempts.record(config, "all", history(0.7, 0.6, 0.5));
  attempts.record(config, "all", history(0.7, 0.6));
  expect(attempts.list[0].epochs).toBe(2);
});

test("another seed is another attempt, and other events cannot be compared", () => {
  const attempts = new Attempts();
  attempts.record(config, "all", history(0.7, 0.6));
  attempts.record({ ...config, seed: 2 }, "all", history(0.7, 0.6));
  attempts.record(config, "met>150", history(0.7, 0.6));
  attempts.record({ ...config, useWeights: false }, "all", history(0.7, 0.6));
  const groups = attempts.list.map((attempt) => attempt.comparable);
  expect(groups).toHaveLength(4);
  expect(new Set(groups).size).toBe(3);
});

test("trees stand beside networks, since their losses are of the same events", () => {
  const attempts = new Attempts();
  const common = { features: [0, 1], useWeights: true, seed: 1, signal: 4, backgrounds: [0, 1] };
  const limits = { maxDepth: 3, maxLeaves: 8, minEvents: 20, minCurvature: 0.001, l2: 0 };
  const trees = { ...common, ...limits, learningRate: 0.1, subsample: 0.5 };
  attempts.record(config, "all", history(0.7, 0.6));
  attempts.record({ ...trees, model: "boosted-trees" }, "all", history(0.7, 0.5));
  attempts.record({ ...trees, model: "tree" }, "all", history(0.7, 0.65));
  expect(attempts.list).toHaveLength(3);
  expect(new Set(attempts.list.map(({ comparable }) => comparable)).size).toBe(1);
});
