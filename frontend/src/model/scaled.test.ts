import { expect, test } from "vitest";
import { CrossFilter } from "./crossfilter";
import { learnerOf } from "./learner";
import type { FromWorker, ModelConfig } from "./protocol";
import { Random } from "./random";
import { passing, withScaledFeatures } from "./scaled";
import { TrainingSession } from "./session";
import { datasetOf, featureOf } from "./testing";
import type { Interval } from "./types";

const split = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
const common = { features: [0, 1], useWeights: true, seed: 1, signal: 1, backgrounds: [0] };
const trees = { maxDepth: 3, maxLeaves: 8, minEvents: 5, minCurvature: 1e-3, l2: 0, subsample: 1 };
const CONFIGS: readonly ModelConfig[] = [
  {
    ...common,
    layers: [4],
    activation: "tanh",
    optimiser: "adam",
    learningRate: 0.05,
    batchSize: 64,
    l1: 0,
    l2: 0,
    dropout: 0,
    earlyStop: 0,
  },
  { ...common, ...trees, model: "boosted-trees", learningRate: 0.3 },
  { ...common, ...trees, model: "tree", learningRate: 1 },
];

/** Signal has more of both features. */
const dataset = (() => {
  const random = new Random(3);
  const process = Array.from({ length: 600 }, (_, i) => i % 2);
  const features = [0, 1].map(() => process.map((kind) => Math.exp(random.normal() + kind)));
  const weight = process.map(() => 0.5 + random.uniform());
  return datasetOf({ process, weight, features, fold: process.map((_, i) => (i >> 1) % 10) }, 2);
})();

function trained(config: ModelConfig) {
  const learner = learnerOf(dataset, split, config, null, null);
  for (let epoch = 0; epoch < 5; epoch++) learner.epoch();
  return learner;
}

test.each(CONFIGS)("model %#: the same events in another table have the same scores", (config) => {
  const learner = trained(config);
  const scores = learner.scoreAll();
  expect(learner.scoreAll(withScaledFeatures(dataset, [0], 1))).toEqual(scores);
  expect(learner.scoreAll(withScaledFeatures(dataset, [0], 1.1))).not.toEqual(scores);
  expect(learner.scoreAll()).toEqual(scores);
});

test.each(CONFIGS)(
  "model %#: a scaled event scores as one that was so from the start",
  (config) => {
    const learner = trained(config);
    const scaled = learner.scoreAll(withScaledFeatures(dataset, [1], 2));
    const doubled = dataset.features[1].map((x) => 2 * x);
    const other = { ...dataset, features: [dataset.features[0], doubled] };
    expect(scaled).toEqual(learner.scoreAll(other));
  },
);

test("only the named columns are scaled, and the dataset stays as it is", () => {
  const before = dataset.features.map((values) => values.slice());
  const scaled = withScaledFeatures(dataset, [1], 1.5);
  expect(scaled.features[0]).toBe(dataset.features[0]);
  expect(scaled.features[1][7]).toBeCloseTo(1.5 * dataset.features[1][7], 5);
  expect(dataset.features).toEqual(before);
});

test("the worker answers with one set of scores a factor", () => {
  const said: FromWorker[] = [];
  const session = new TrainingSession({
    post: (message) => said.push(message),
    now: () => 0,
    later: () => undefined,
  });
  const scaling = { features: [0], factors: [0.9, 1, 1.1] };
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 4, config: CONFIGS[0], mask: null, start: null });
  session.receive({ type: "score" });
  const plain = said.at(-1);
  session.receive({ type: "score-scaled", scaling });
  const scaled = said.at(-1);
  if (plain?.type !== "scores" || scaled?.type !== "scaled-scores") throw new Error("no scores");
  expect(scaled).toMatchObject({ runId: 4, epoch: 0, scaling });
  expect(scaled.scores).toHaveLength(3);
  expect(scaled.scores[1]).toEqual(plain.scores);
  expect(scaled.scores[0]).not.toEqual(scaled.scores[2]);
});

test.each<[string, [number, Interval][]]>([
  ["none", []],
  ["one side", [[0, { low: 1.5, high: null }]]],
  [
    "two variables",
    [
      [0, { low: 0.5, high: 4 }],
      [1, { low: null, high: 3 }],
    ],
  ],
  ["on an event", [[0, { low: Number(dataset.features[0][11].toPrecision(9)), high: null }]]],
])("cuts on %s keep what the cross-filter keeps", (_, cuts) => {
  const features = [0, 1].map((f) => featureOf(`f${f}`, 0, 10, 10));
  const filter = new CrossFilter(dataset, features);
  for (const [feature, interval] of cuts) filter.setInterval(feature, interval);
  expect(passing(dataset, new Map(cuts))).toEqual(filter.mask());
});
