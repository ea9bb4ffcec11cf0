import { expect, test } from "vitest";
import grown from "../../../tests/vectors/grown_trees.json";
import { crossEntropy } from "./activation";
import { Random } from "./random";
import { datasetOf, expectClose } from "./testing";
import { logOdds, pathOf, type TreeConfig, TreeTrainer } from "./treeTraining";

const SPLIT = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
const CONFIG: TreeConfig = {
  model: "boosted-trees",
  features: [0, 2],
  useWeights: true,
  seed: 1,
  signal: 1,
  backgrounds: [0],
  learningRate: 0.3,
  maxDepth: 4,
  maxLeaves: 8,
  minEvents: 10,
  minCurvature: 1e-3,
  l2: 0,
  subsample: 1,
};

/** Signal where the product of two variables is positive; the third process takes no part. */
function checkerboard(nEvents: number): ReturnType<typeof datasetOf> {
  const random = new Random(5);
  const column = (): number[] => Array.from({ length: nEvents }, () => random.normal());
  const features = [column(), column(), column()];
  const process = features[0].map((x, i) => (i % 7 === 0 ? 2 : Number(x * features[2][i] > 0)));
  const weight = column().map((x) => x + 0.8);
  const fold = process.map((_, i) => i % 10);
  return datasetOf({ process, weight, features, fold }, 3);
}

const dataset = checkerboard(2000);

function trained(config: TreeConfig, nSteps: number): TreeTrainer {
  const trainer = new TreeTrainer(dataset, SPLIT, config, null);
  for (let step = 0; step < nSteps; step++) trainer.step();
  return trainer;
}

test.each([
  ["boosted-trees", 30],
  ["tree", 7],
] as const)("%s learns what no straight line can", (model, nSteps) => {
  const trainer = trained({ ...CONFIG, model, maxDepth: 30, maxLeaves: 64 }, nSteps);
  const start = new TreeTrainer(dataset, SPLIT, CONFIG, null).lossPoint();
  const { epoch, training, validation } = trainer.lossPoint();
  expect(epoch).toBe(nSteps);
  expectClose([start.training], [Math.LN2]); // classes balanced
  expect(training).toBeLessThan(0.25);
  expect(validation).toBeLessThan(0.35);
  expect(validation).toBeGreaterThan(training);
});

test.each(["boosted-trees", "tree"] as const)(
  "the state of %s answers as the trainer does, for every event",
  (model) => {
    const trainer = trained({ ...CONFIG, model }, 7);
    const state = trainer.state();
    const scores = trainer.scoreAll();
    for (let event = 0; event < dataset.nEvents; event++) {
      const x = CONFIG.features.map((feature) => dataset.features[feature][event]);
      const z = logOdds(state, x);
      expect(scores[event]).toBeCloseTo(1 / (1 + Math.exp(-z)), 6);
    }
  },
);

test("the loss is that of the weighted training events", () => {
  const trainer = trained({ ...CONFIG, useWeights: false }, 5);
  const z = [...trainer.scoreAll()].map((p) => Math.log(p / (1 - p)));
  const chosen = [...z.keys()].filter((i) => dataset.process[i] < 2 && dataset.fold[i] < 5);
  const losses = chosen.map((i) => crossEntropy(z[i], dataset.process[i]));
  const mean = losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  expect(trainer.nTraining).toBe(chosen.length);
  expect(trainer.lossPoint().training).toBeCloseTo(mean, 5);
});

test("validation and test events do not reach the trees", () => {
  const other = {
    ...dataset,
    weight: dataset.weight.map((w, i) => (dataset.fold[i] < 5 ? w : 3 * w)),
    features: dataset.features.map((x) => x.map((v, i) => (dataset.fold[i] < 5 ? v : v + 9))),
  };
  const strange = new TreeTrainer(other, SPLIT, CONFIG, null);
  for (let step = 0; step < 5; step++) strange.step();
  expect(strange.state()).toEqual(trained(CONFIG, 5).state());
});

test("events that the cuts leave out do not reach the trees", () => {
  const mask = dataset.fold.map((fold) => Number(fold !== 3));
  const trainer = new TreeTrainer(dataset, SPLIT, CONFIG, mask);
  const fewer = new TreeTrainer(dataset, { ...SPLIT, train: [0, 1, 2, 4] }, CONFIG, null);
  expect(trainer.nTraining).toBe(fewer.nTraining);
  expect(trainer.step()).toEqual(fewer.step());
});

test("a seed gives one set of trees, and part of the events other trees", () => {
  const part = { ...CONFIG, subsample: 0.5 };
  expect(trained(part, 5).state()).toEqual(trained(part, 5).state());
  expect(trained(part, 5).state()).not.toEqual(trained({ ...part, seed: 2 }, 5).state());
  expect(trained(part, 5).state().trees[0].nEvents[0]).toBe(
    Math.round(trained(CONFIG, 0).nTraining / 2),
  );
  expect(trained(CONFIG, 5).state()).toEqual(trained({ ...CONFIG, seed: 2 }, 5).state());
});

test("a decision tree answers with shares, whatever boosting is set to", () => {
  const config = { ...CONFIG, model: "tree" } as const;
  const other = { ...config, l2: 50, learningRate: 0.01, subsample: 0.3, seed: 9 };
  expect(trained(other, 5).state()).toEqual(trained(config, 5).state());
});

test("a state stays as it was when more is grown", () => {
  const trainer = trained(CONFIG, 3);
  const state = trainer.state();
  trainer.step();
  expect(state.trees).toHaveLength(3);
  expect(trainer.state().trees).toHaveLength(4);
});

test("a decision tree ends when nothing more may be asked", () => {
  const trainer = trained({ ...CONFIG, model: "tree", maxLeaves: 4 }, 10);
  expect(trainer.canGrow).toBe(false);
  expect(trainer.stepsDone).toBe(3);
  const leaves = [...trainer.state().trees[0].column].filter((column) => column < 0);
  expect(leaves).toHaveLength(4);
});

test("a leaf without signal has a finite loss", () => {
  const trainer = trained(
    { ...CONFIG, model: "tree", minEvents: 1, maxLeaves: 500, maxDepth: 30 },
    499,
  );
  const { training, validation } = trainer.lossPoint();
  expect(training).toBeLessThan(0.05);
  expect(validation).toBeGreaterThan(0.2);
  expect(Number.isFinite(validation)).toBe(true);
});

test("the path of an event leads to the leaf that answers", () => {
  const state = trained({ ...CONFIG, model: "tree" }, 5).state();
  const tree = state.trees[0];
  const path = pathOf(tree, state.edges, [0.3, -1.2]);
  const leaf = path[path.length - 1];
  expect(path[0]).toBe(0);
  expect(tree.column[leaf]).toBe(-1);
  expect(tree.value[leaf]).toBe(logOdds(state, [0.3, -1.2]));
  path.slice(1).forEach((node, i) => expect([0, 1]).toContain(node - tree.left[path[i]]));
});

test("without validation events their loss is no number", () => {
  const trainer = new TreeTrainer(dataset, { ...SPLIT, validation: [] }, CONFIG, null);
  expect(trainer.step().validation).toBeNaN();
});

test.each([
  { features: [] },
  { features: [9] },
  { maxDepth: 0 },
  { maxDepth: 31 },
  { maxLeaves: 1 },
  { maxLeaves: 1e9 },
  { minEvents: 0 },
  { minEvents: Number.NaN },
  { minCurvature: -1 },
  { l2: Number.POSITIVE_INFINITY },
  { learningRate: -0.1 },
  { subsample: 0 },
  { subsample: 1.1 },
  { seed: -1 },
  { signal: 7 },
])("settings with %o are refused", (change) => {
  const start = (): TreeTrainer => new TreeTrainer(dataset, SPLIT, { ...CONFIG, ...change }, null);
  expect(start).toThrow(/bad-config/);
});

test.each([
  [{ signal: 0, backgrounds: [] }, /no-background/],
  [{ signal: 1, backgrounds: [0] }, /no-signal/],
])("a training of one class is refused", (hypothesis, problem) => {
  const mask = Uint8Array.from(dataset.process, (code) => Number(code === 0));
  const start = (): TreeTrainer =>
    new TreeTrainer(dataset, SPLIT, { ...CONFIG, ...hypothesis }, mask);
  expect(start).toThrow(problem);
});

/** Trees that Python grew from the same seeds: tools/make_grown_tree_vectors.py. */
test.each(grown.trees)("the same trees as in Python: %o", (given) => {
  const dataset = datasetOf(
    {
      process: grown.label,
      weight: grown.weight,
      features: [0, 1, 2].map((column) => grown.X.map((row) => row[column])),
      fold: grown.fold,
    },
    2,
  );
  const isSingle = given.questions !== undefined;
  const trainer = new TreeTrainer(
    dataset,
    SPLIT,
    {
      ...CONFIG,
      model: isSingle ? "tree" : "boosted-trees",
      features: [0, 1, 2],
      useWeights: given.weighting === "balanced",
      seed: given.seed ?? 0,
      learningRate: given.learning_rate ?? 1,
      subsample: given.subsample ?? 1,
      maxDepth: given.max_depth,
      maxLeaves: 2 ** given.max_depth,
      minEvents: 20,
    },
    null,
  );
  for (let step = 0; step < (given.n_trees ?? given.questions); step++) trainer.step();
  expectClose(trainer.scoreAll(), given.probability);
});
