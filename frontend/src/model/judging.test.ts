import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/judging.json";
import { calibrationCurve, correctedScore } from "./calibration";
import { areaDifference } from "./components";
import { ImportanceRun, shuffledOrders } from "./importance";
import { discover, medianSignificance } from "./discovery";
import { judge, type JudgingNews, type JudgingOrder } from "./judging";
import { areaSpread, foldParts, KFoldRun } from "./kfold";
import { type MeasuredBins, measurementModel, NOTHING_UNCERTAIN } from "./measurement";
import { Network } from "./network";
import { predictorOf } from "./predictor";
import { type Looking, reachOf } from "./reach";
import { roc } from "./roc";
import { significanceOf } from "./stairs";
import { datasetOf, expectClose } from "./testing";
import type { NetworkState, TrainingConfig } from "./types";

const { label, weight, features, kfold, importance, paired } = vectors;
// Process 0 is the background and 1 the signal, so that the code is the label.
const dataset = datasetOf({ ...vectors, process: label }, 2);
const labelled = { isSignal: label, weights: weight };

function networkState(): NetworkState {
  const { sizes, seed } = vectors.network;
  const { shape, weights, biases } = Network.create({ sizes, activation: "tanh" }, seed);
  const [mean, std] = [new Float64Array(3), new Float64Array(3).fill(1)];
  return { ...shape, weights, biases, mean, std };
}

const config: TrainingConfig = {
  features: [0, 1, 2],
  layers: kfold.layers,
  activation: "tanh",
  optimiser: "adam",
  learningRate: kfold.learning_rate,
  batchSize: kfold.batch_size,
  l1: 0,
  l2: 0,
  dropout: 0,
  earlyStop: 0,
  useWeights: true,
  seed: kfold.seed,
  signal: 1,
  backgrounds: [0],
};

/** All that a worker says about an order, with a clock that makes every turn a single step. */
function told(order: JudgingOrder): JudgingNews[] {
  const news: JudgingNews[] = [];
  const turns: (() => void)[] = [];
  let time = 0;
  judge(order, {
    post: (one) => news.push(one),
    now: () => (time += 100),
    later: (turn) => turns.push(turn),
  });
  for (let next = turns.shift(); next !== undefined; next = turns.shift()) next();
  return news;
}

const importanceOrder: JudgingOrder = {
  type: "importance",
  dataset,
  folds: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  mask: null,
  config,
  model: { network: networkState(), trees: null },
  nRepeats: importance.n_repeats,
  seed: importance.seed,
};

test.each(vectors.calibrations)("calibration for a prior of $prior is Python's", (expected) => {
  const found = calibrationCurve(expected.scores, labelled, expected.prior, expected.n_bins);
  if (found.kind === "missing") expect.fail(found.reason);
  const { bins, brier, expectedError } = found.calibration;
  expectClose([...bins.map(({ low }) => low), 1], expected.edges);
  expectClose(
    bins.map(({ score }) => score),
    expected.score,
  );
  expectClose(
    bins.map(({ share }) => share),
    expected.fraction,
  );
  expectClose(
    bins.map(({ uncertainty }) => uncertainty),
    expected.uncertainty,
  );
  expectClose([brier.value, brier.uncertainty], Object.values(expected.brier));
  expectClose([expectedError], [expected.expected_error]);
  expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(label.length);
});

test("a calibration without one of the classes says which is missing", () => {
  const only = (kind: number) => ({ isSignal: [kind, kind], weights: [1, 1] });
  expect(calibrationCurve([0.1, 0.9], only(1), 0.5)).toEqual({
    kind: "missing",
    reason: "no-background",
  });
  expect(calibrationCurve([0.1, 0.9], only(0), 0.5)).toMatchObject({ reason: "no-signal" });
  expect(calibrationCurve([], { isSignal: [], weights: [] }, 0.5)).toMatchObject({
    reason: "no-events",
  });
});

test("events of weight 0 have no part in a calibration", () => {
  const [scores, isSignal] = [
    [0.2, 0.2, 0.8, 0.8, 0.5],
    [0, 0, 1, 0, 1],
  ];
  const found = calibrationCurve(scores, { isSignal, weights: [2, 2, 4, 1, 0] }, 0.5, 2);
  if (found.kind === "missing") expect.fail(found.reason);
  expectClose([found.calibration.bins[1].share], [0.5 / 0.6]);
});

test("a score is moved to another mixture by the odds", () => {
  expectClose([correctedScore(0.9, 0.5, 0.1), correctedScore(0.5, 0.5, 0.2)], [0.5, 0.2]);
});

test("the shuffles are Python's", () => {
  expect(shuffledOrders(4, 2, 1).map((order) => [...order])).toEqual([
    [2, 0, 3, 1],
    [3, 1, 0, 2],
  ]);
});

test("the importance of each input is Python's", () => {
  const news = told(importanceOrder);
  const rows = news.flatMap((one) => (one.type === "row" ? [one.row] : []));
  expectClose(
    rows.map(({ drop }) => drop.value),
    importance.drop.map(({ value }) => value),
  );
  expectClose(
    rows.map(({ drop }) => drop.uncertainty),
    importance.drop.map(({ uncertainty }) => uncertainty),
  );
  expectClose(
    rows.map(({ spread }) => spread ?? Number.NaN),
    importance.spread,
  );
  const first = news[0];
  if (first.type !== "area" || first.area.kind !== "value") expect.fail("the area comes first");
  expectClose([first.area.value, first.area.uncertainty], Object.values(importance.auc));
});

test("rows come one by one, and the last word is that all is done", () => {
  const news = told(importanceOrder);
  const places = news.flatMap((one, place) => (one.type === "row" ? [place] : []));
  expect(places[1] - places[0]).toBeGreaterThan(1);
  expect(news.at(-1)).toEqual({ type: "judging", done: 12, all: 12 });
});

test("the fall is the mean of the single shuffles, and one shuffle has no spread", () => {
  const predictor = predictorOf({ network: networkState(), trees: null })!;
  const X = Float64Array.from(label, (_, i) => features[i % 3][i]);
  const events = { n: label.length / 2, width: 2, X, ...halved() };
  const run = new ImportanceRun({ ...predictor, scores: firstInput }, events, 1, 1);
  const row = run.step();
  expect(row?.spread).toBeNull();
  expectClose([row!.drop.value], [row!.shuffles[0]]);
  const unused = run.step();
  expect(unused?.drop).toEqual({ kind: "value", value: 0, uncertainty: 0 });
});

function firstInput(X: Float64Array, n: number): Float64Array {
  return Float64Array.from({ length: n }, (_, row) => X[2 * row]);
}

function halved() {
  const half = label.length / 2;
  return { isSignal: label.slice(0, half), weights: weight.slice(0, half) };
}

test("without a class there is no importance, and the reason is told", () => {
  const mask = Uint8Array.from(label, (kind) => 1 - kind);
  const news = told({ ...importanceOrder, mask });
  expect(news[0]).toMatchObject({ type: "judging-failed", reason: "no-signal" });
});

test("each event is judged by one part, which did not learn from it", () => {
  const parts = foldParts(10);
  expect(parts.map(({ test }) => test)).toEqual([
    [0, 1],
    [2, 3],
    [4, 5],
    [6, 7],
    [8, 9],
  ]);
  for (const { train, test: own } of parts) {
    expect([...train, ...own].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  }
});

test("five trainings give Python's areas", () => {
  const order: JudgingOrder = {
    type: "k-fold",
    dataset,
    nFolds: 10,
    config,
    mask: null,
    epochs: kfold.epochs,
  };
  const news = told(order);
  const areas = news.flatMap((one) => (one.type === "part" ? [one.area] : []));
  expectClose(
    areas.map((found) => (found.kind === "value" ? found.value : Number.NaN)),
    kfold.areas,
  );
  const together = areaSpread(areas)!;
  const { value, uncertainty } = kfold.mean;
  expectClose([together.mean.value, together.mean.uncertainty], [value, uncertainty]);
  expectClose([together.spread], [uncertainty * Math.sqrt(5)]);
  expect(news.at(-1)).toEqual({ type: "judging", done: 20, all: 20 });
});

test("a part whose training runs away has no area, and the others have", () => {
  const wild = { ...config, learningRate: 1e200, optimiser: "sgd", activation: "relu" } as const;
  const run = new KFoldRun(dataset, 10, { config: wild, mask: null, epochs: 3 });
  const areas = [];
  while (!run.isDone) {
    const area = run.step();
    if (area !== null) areas.push(area);
  }
  expect(areas).toContainEqual({ kind: "diverged" });
  const area = (value: number) => ({ kind: "value", value, uncertainty: 0.01 }) as const;
  expect(areaSpread([area(0.7), { kind: "diverged" }, area(0.8)])?.n).toBe(2);
  expect(areaSpread([{ kind: "diverged" }, { kind: "missing", reason: "no-events" }])).toBeNull();
});

test("a part without signal is told as a failure", () => {
  const signalFold = Uint8Array.from(dataset.fold, (fold, i) =>
    label[i] === 0 || fold < 2 ? 1 : 0,
  );
  const news = told({
    type: "k-fold",
    dataset,
    nFolds: 10,
    config,
    mask: signalFold,
    epochs: 1,
  });
  expect(news.at(-1)).toMatchObject({ type: "judging-failed", reason: "no-signal" });
});

test("the difference of two areas is Python's", () => {
  const found = areaDifference(vectors.calibrations[0].scores, paired.other, labelled);
  if (found.kind === "missing") expect.fail(found.reason);
  expectClose([found.value, found.uncertainty], [paired.value, paired.uncertainty]);
});

test("of two scores with the same order nothing is left, not even an uncertainty", () => {
  const scores = vectors.calibrations[0].scores;
  const doubled = scores.map((score) => 2 * score);
  expect(areaDifference(scores, doubled, labelled)).toEqual({
    kind: "value",
    value: 0,
    uncertainty: 0,
  });
  const alone = roc(scores, label, weight).auc;
  expect(alone).toMatchObject({ kind: "value" });
});

test("the worker finds in locked bins what the fit finds, and tells why where it finds nothing", () => {
  const bins: MeasuredBins = {
    edges: [0, 0.5, 1],
    signal: { sum: [2, 6], sumSquares: [0.1, 0.3] },
    background: { sum: [40, 10], sumSquares: [2, 0.5] },
    metShift: null,
  };
  const uncertain = { background: 0.1, luminosity: 0.02, metScale: 0 };
  const order = {
    type: "discovery",
    bins,
    factor: 1,
    uncertain,
    counts: [43, 17],
    hidden: 1,
  } as const;
  const model = measurementModel(bins, 1, uncertain);
  const counting = significanceOf(bins, 1, NOTHING_UNCERTAIN, true);
  const median = medianSignificance(model, 1);
  expect(told(order)).toEqual([
    { type: "discovery", result: discover(model, [43, 17]), counting, median },
    { type: "judging", done: 1, all: 1 },
  ]);
  expect(told({ ...order, hidden: null })[0]).toMatchObject({ median: null });
  // No strength can be fitted that is none: the result is told all the same.
  expect(told({ ...order, hidden: -1e9 })[0]).toMatchObject({ type: "discovery", median: null });
  const empty = { ...bins, background: { sum: [40, 0], sumSquares: [2, 0] } };
  expect(told({ ...order, bins: empty })).toMatchObject([
    { type: "judging-failed", reason: "empty-bin" },
  ]);
});

test("the reach needs the events' weights, processes and folds, and none of their variables", () => {
  const looking: Looking = {
    dataset,
    facts: { processes: dataset.processes.map((name, code) => ({ name, kind: KINDS[code] })) },
    folds: [0, 1, 2],
    scores: Float32Array.from(label, (kind, i) => 0.2 * (i % 4) + 0.1 * kind),
    selection: { threshold: 0.3, passes: null },
    factor: 1,
    uncertain: NOTHING_UNCERTAIN,
  } as unknown as Looking;
  const bare = { ...looking, dataset: { ...dataset, features: [] } };
  const found = told({ type: "reach", ...bare });
  expect(found[0]).toEqual({ type: "reach", reach: reachOf(looking) });
  expect(reachOf(looking)).toHaveLength(1);
});

const KINDS = ["background", "signal"];
