import { expect, test } from "vitest";
import type { TreesChoice } from "./choices";
import { modelConfig } from "./config";
import { TreeTrainer } from "./model/treeTraining";
import { datasetOf } from "./model/testing";
import { isTreeConfig } from "./model/protocol";

const network = {
  inputs: ["a", "b"],
  layers: [4],
  activation: "tanh" as const,
  optimiser: "adam" as const,
  learningRate: 0.001,
  batchSize: 256,
  l1: 0,
  l2: 0,
  dropout: 0,
  earlyStop: 0,
  useWeights: true,
  onlyPassing: false,
  seed: 7,
};
const trees: TreesChoice = { maxDepth: 3, learningRate: 0.2, subsample: 0.5 };
const codes = { signal: 1, backgrounds: [0] };

test("a network's config knows nothing of trees, and the other way round", () => {
  const state = { network, trees };
  const config = modelConfig({ ...state, model: "network" }, [0, 1], codes);
  expect(config).toMatchObject({ layers: [4], learningRate: 0.001, seed: 7, signal: 1 });
  expect(isTreeConfig(config)).toBe(false);
  const boosted = modelConfig({ ...state, model: "boosted-trees" }, [0, 1], codes);
  expect(boosted).toMatchObject({ maxDepth: 3, maxLeaves: 8, learningRate: 0.2, seed: 7 });
  expect(boosted).not.toHaveProperty("layers");
});

test("a linear model is a network without hidden neurons, whatever those of the network are", () => {
  const held = { ...network, l2: 0.1, earlyStop: 5, activation: "relu" as const, dropout: 0.5 };
  const linear = modelConfig({ model: "linear", network: held, trees }, [0, 1], codes);
  expect(linear).toMatchObject({ layers: [], dropout: 0, l2: 0.1, earlyStop: 5, seed: 7 });
  const none = { ...held, layers: [], activation: "tanh" as const };
  expect(modelConfig({ model: "network", network: none, trees }, [0, 1], codes)).toEqual(linear);
  const deep = modelConfig({ model: "network", network: held, trees }, [0, 1], codes);
  expect(deep).toMatchObject({ layers: [4], dropout: 0.5, activation: "relu" });
});

test("what a single tree does without makes no other tree of it", () => {
  const of = (change: Partial<TreesChoice>, seed: number): unknown =>
    modelConfig(
      { model: "tree", network: { ...network, seed }, trees: { ...trees, ...change } },
      [0, 1],
      codes,
    );
  expect(of({ learningRate: 0.9, subsample: 0.2 }, 8)).toEqual(of({}, 7));
  expect(of({ maxDepth: 4 }, 7)).not.toEqual(of({}, 7));
});

test.each(["tree", "boosted-trees"] as const)("a %s can be trained with it", (model) => {
  const rows = Array.from({ length: 400 }, (_, i) => i);
  const dataset = datasetOf(
    {
      process: rows.map((i) => i % 2),
      weight: rows.map(() => 1),
      features: [rows.map((i) => (i % 2) + Math.sin(i)), rows.map((i) => Math.cos(i))],
      fold: rows.map((i) => Math.floor(i / 2) % 10),
    },
    2,
  );
  const split = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
  const config = modelConfig({ model, network, trees }, [0, 1], codes);
  if (!isTreeConfig(config)) throw new Error("no trees");
  const trainer = new TreeTrainer(dataset, split, config, null);
  const before = trainer.lossPoint().validation;
  for (let step = 0; step < 5; step++) trainer.step();
  expect(trainer.lossPoint().validation).toBeLessThan(before);
});
