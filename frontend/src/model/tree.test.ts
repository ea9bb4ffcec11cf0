import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/trees.json";
import { crossEntropy } from "./activation";
import { type BinnedFeatures, binFeatures, quantileEdges } from "./bins";
import { BoostedTrees } from "./boosting";
import { Random } from "./random";
import { datasetOf, expectClose } from "./testing";
import { addAnswers, growTree, leafOf, type TreeLimits } from "./tree";

const n = vectors.y.length;
const features: BinnedFeatures = {
  width: vectors.edges.length,
  bins: Uint8Array.from(vectors.bins.flat()),
  edges: vectors.edges.map((edges) => Float64Array.from(edges)),
};
const y = Float64Array.from(vectors.y);
const w = Float64Array.from(vectors.weight);
const training = new Uint32Array(n).map((_, i) => i);
const NO_LIMITS: TreeLimits = {
  maxDepth: 30,
  maxLeaves: 4096,
  minEvents: 1,
  minCurvature: 1e-3,
  l2: 0,
};

/** Slopes whose best answer is the signal's share of the weight. */
function classSlopes(weight: Float64Array): Float64Array {
  const slopes = new Float64Array(2 * n);
  weight.forEach((value, i) => slopes.set([-value * y[i], value], 2 * i));
  return slopes;
}

function answers(tree: Parameters<typeof addAnswers>[0]): Float64Array {
  const out = new Float64Array(n);
  addAnswers(tree, features, training, out);
  return out;
}

test("edges of bins are scikit-learn's, for many and for few values", () => {
  vectors.edges.forEach((edges, column) => {
    const values = Float32Array.from(vectors.X, (row) => row[column]);
    expectClose(quantileEdges(values, vectors.n_bins), edges);
  });
});

test("a value that many events share is one edge", () => {
  const values = Float32Array.from({ length: 300 }, (_, i) => (i < 200 ? 0 : i));
  const edges = quantileEdges(values);
  expect(edges.filter((edge) => edge === 0)).toHaveLength(1);
  edges.slice(1).forEach((edge, i) => expect(edge).toBeGreaterThan(edges[i]));
});

test("one value is one bin, and no event none too many", () => {
  expect([...quantileEdges(Float32Array.of(2, 2))]).toEqual([]);
  expect([...quantileEdges(Float32Array.of())]).toEqual([]);
});

test("bins follow from the training events alone, and hold all events", () => {
  const columns = {
    process: [0, 0, 0, 1, 1],
    weight: [1, 1, 1, 1, 1],
    features: [[1, 2, 3, 9, 0]],
  };
  const found = binFeatures(datasetOf(columns, 2), [0], Uint32Array.of(0, 1, 2));
  expect([...found.edges[0]]).toEqual([1.5, 2.5]);
  expect([...found.bins]).toEqual([0, 1, 2, 2, 0]);
});

test.each(vectors.single)(
  "a decision tree of depth $max_depth with leaves of $min_samples_leaf is scikit-learn's",
  ({ max_depth, min_samples_leaf, n_leaves, probability }) => {
    const limits = { ...NO_LIMITS, maxDepth: max_depth, minEvents: min_samples_leaf };
    const grower = growTree(features, classSlopes(w), training, limits);
    expect(grower.nLeaves).toBe(n_leaves);
    expectClose(answers(grower.tree()), probability);
  },
);

test.each(vectors.boosted)(
  "boosting with rate $learning_rate and l2 $l2_regularization is scikit-learn's",
  (given) => {
    const settings = {
      ...NO_LIMITS,
      maxDepth: given.max_depth,
      maxLeaves: given.max_leaf_nodes,
      minEvents: given.min_samples_leaf,
      l2: given.l2_regularization,
      learningRate: given.learning_rate,
      subsample: 1,
    };
    const model = new BoostedTrees(features, { y, w, training }, settings, new Random(0));
    const z = new Float64Array(n).fill(model.start);
    const losses = given.loss.map(() => {
      addAnswers(model.grow(z), features, training, z);
      return meanLoss(z);
    });
    expectClose(losses, given.loss);
    // scikit-learn adds slopes up from float32
    z.forEach((value, i) => expect(Math.abs(value - given.log_odds[i])).toBeLessThan(1e-5));
  },
);

function meanLoss(z: Float64Array): number {
  let sum = 0;
  let total = 0;
  z.forEach((value, i) => {
    sum += w[i] * crossEntropy(value, y[i]);
    total += w[i];
  });
  return sum / total;
}

test("whatever the weights, the leaves hold all events, and each answers with its share", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 5, noNaN: true }), { minLength: n, maxLength: n }),
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 2, max: 40 }),
      (weights, minEvents, maxLeaves) => {
        const weight = Float64Array.from(weights);
        const limits = { ...NO_LIMITS, minEvents, maxLeaves };
        const grower = growTree(features, classSlopes(weight), training, limits);
        const tree = grower.tree();
        const total = new Float64Array(tree.left.length);
        const signal = new Float64Array(tree.left.length);
        const count = new Uint32Array(tree.left.length);
        for (const event of training) {
          const leaf = leafOf(tree, features.bins, event * features.width);
          total[leaf] += weight[event];
          signal[leaf] += weight[event] * y[event];
          count[leaf] += 1;
        }
        const leaves = [...tree.column.keys()].filter((node) => tree.column[node] < 0);
        expect(leaves.length).toBe(grower.nLeaves);
        expect(leaves.length).toBeLessThanOrEqual(maxLeaves);
        for (const leaf of leaves) {
          expect(count[leaf]).toBe(tree.nEvents[leaf]);
          expect(count[leaf]).toBeGreaterThanOrEqual(minEvents);
          if (total[leaf] > 0) expect(tree.value[leaf]).toBeCloseTo(signal[leaf] / total[leaf], 9);
        }
      },
    ),
    { numRuns: 30 },
  );
});

test("a leaf too light is not made, nor a tree too deep", () => {
  const light = growTree(features, classSlopes(w), training, { ...NO_LIMITS, minCurvature: 60 });
  const tree = light.tree();
  expect(light.nLeaves).toBeGreaterThan(2);
  expect(Math.min(...tree.curvature)).toBeGreaterThanOrEqual(60);
  const shallow = growTree(features, classSlopes(w), training, { ...NO_LIMITS, maxDepth: 2 });
  expect(shallow.nLeaves).toBe(4);
});

test("events that all agree are not asked", () => {
  const slopes = new Float64Array(2 * n);
  w.forEach((weight, i) => slopes.set([-weight, weight], 2 * i));
  expect(growTree(features, slopes, training, NO_LIMITS).nLeaves).toBe(1);
});

test("the question that gains most is asked first", () => {
  const tree = growTree(features, classSlopes(w), training, NO_LIMITS).tree();
  const few = growTree(features, classSlopes(w), training, { ...NO_LIMITS, maxLeaves: 5 }).tree();
  const gains = [...tree.gain].filter((gain) => gain > 0);
  expect(Math.max(...gains)).toBeGreaterThan(0);
  expect([...few.column.keys()].filter((node) => few.column[node] >= 0)).toHaveLength(4);
  const sumOf = (all: Float64Array): number => all.reduce((sum, gain) => sum + gain, 0);
  expect(sumOf(few.gain)).toBeLessThan(sumOf(tree.gain));
});
