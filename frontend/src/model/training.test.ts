import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/training.json";
import type { FromWorker, Progress } from "./protocol";
import { backgroundCodes } from "./sample";
import { TrainingSession } from "./session";
import { datasetOf, expectClose } from "./testing";
import { inputsOf, networkOf, Trainer, TrainingError } from "./training";
import type { TrainingConfig } from "./types";

const dataset = datasetOf(vectors, 4);
const split = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
const config: TrainingConfig = {
  features: [0, 1, 2],
  layers: vectors.layers,
  activation: "tanh",
  optimiser: "adam",
  learningRate: vectors.learning_rate,
  batchSize: vectors.batch_size,
  useWeights: true,
  seed: vectors.seed,
  signal: 2,
  backgrounds: [0, 1],
};

test.each(vectors.runs)("a whole training is Python's, weights: $use_weights", (run) => {
  const trainer = new Trainer(dataset, split, { ...config, useWeights: run.use_weights }, null);
  run.losses.forEach(([training, validation], epoch) => {
    const point = epoch === 0 ? trainer.lossPoint() : trainer.epoch();
    expect(point.epoch).toBe(epoch);
    expectClose([point.training, point.validation], [training, validation]);
  });
  // Scores are float32, which has seven digits.
  trainer.scoreAll().forEach((score, event) => expect(score).toBeCloseTo(run.scores[event], 6));
});

test("the same seed gives the same network, another seed another", () => {
  const trained = (seed: number): number => {
    const trainer = new Trainer(dataset, split, { ...config, seed }, null);
    return trainer.epoch().training;
  };
  expect(trained(1)).toBe(trained(1));
  expect(trained(1)).not.toBe(trained(2));
});

test("a network from elsewhere keeps its weights and its scaling, and learns on", () => {
  const before = new Trainer(dataset, split, config, null);
  before.epoch();
  const start = { ...before.state(), mean: Float64Array.of(1, 2, 3) };
  const after = new Trainer(dataset, split, { ...config, seed: 99 }, null, start);
  expect(after.state()).toEqual(start);
  const first = after.epoch().training;
  expect(after.state().weights).not.toEqual(start.weights);
  expect(after.state().mean).toEqual(start.mean);
  const again = new Trainer(dataset, split, { ...config, seed: 99 }, null, start);
  expect(again.epoch().training).toBe(first);
});

test("a session learns from the folds of the network it was given", () => {
  const { session, said } = makeSession();
  const other = { ...split, train: [5, 6, 7, 8, 9], validation: [] };
  const network = new Trainer(dataset, split, config, null).state();
  session.receive({ type: "load", dataset, split });
  const start = { network, split: other };
  session.receive({ type: "configure", runId: 1, config, mask: null, start });
  const expected = new Trainer(dataset, other, config, null, network).lossPoint();
  expect(progress(said)[0].points).toEqual([expected]);
});

test("batch by batch is the same as epoch by epoch", () => {
  const byEpoch = new Trainer(dataset, split, config, null);
  const byBatch = new Trainer(dataset, split, config, null);
  const point = byEpoch.epoch();
  const nBatches = Math.ceil(byBatch.nTraining / config.batchSize);
  for (let batch = 1; batch < nBatches; batch++) {
    expect(byBatch.batchStep()).toBeNull();
    expect(byBatch.batchesDone).toBe(batch);
    expect(byBatch.wholeEpochs).toBe(0);
  }
  expect(byBatch.batchStep()).toEqual(point);
  expect(byBatch.batchesDone).toBe(0);
});

test("validation and test events never reach the scaler or the weights", () => {
  const far = datasetOf(
    {
      ...vectors,
      features: vectors.features.map((column) =>
        column.map((value, event) => (vectors.fold[event] > 4 ? 1e6 : value)),
      ),
    },
    4,
  );
  const [one, two] = [dataset, far].map((data) => new Trainer(data, split, config, null));
  expect(two.scaler).toEqual(one.scaler);
  expect(two.epoch().training).toBe(one.epoch().training);
});

test("a feature that never changes is scaled to 0", () => {
  const trainer = new Trainer(dataset, split, config, null);
  expect(new Set(vectors.features[1]).size).toBe(1);
  expect(trainer.scaler.std[1]).toBe(1);
  expect(trainer.scaler.mean[1]).toBeCloseTo(vectors.features[1][0], 12);
});

test("events that the cuts remove are not learned from, yet they are scored", () => {
  const mask = Uint8Array.from(vectors.process, (_, i) => i % 2);
  const trainer = new Trainer(dataset, split, config, mask);
  const all = new Trainer(dataset, split, config, null);
  expect(trainer.nTraining).toBeLessThan(all.nTraining);
  expect(trainer.scoreAll().length).toBe(dataset.nEvents);
});

test("a learning rate out of all proportion is reported as divergence", () => {
  const wild = { ...config, optimiser: "sgd", learningRate: 1e300, activation: "relu" } as const;
  const trainer = new Trainer(dataset, split, wild, null);
  for (let i = 0; i < 5; i++) trainer.epoch();
  expect(trainer.diverged).toBe(true);
});

test("without validation events that loss is no number, and training goes on", () => {
  const trainer = new Trainer(dataset, { ...split, validation: [] }, config, null);
  const point = trainer.epoch();
  expect(point.validation).toBeNaN();
  expect(Number.isFinite(point.training)).toBe(true);
});

test.each([
  ["no input", { features: [] }, "bad-config"],
  ["an unknown input", { features: [3] }, "bad-config"],
  ["a layer without neurons", { layers: [4, 0] }, "bad-config"],
  ["an absurd layer", { layers: [1e9] }, "bad-config"],
  ["no batch", { batchSize: 0 }, "bad-config"],
  ["a rate that is no number", { learningRate: Number.NaN }, "bad-config"],
  ["an unknown signal", { signal: 9 }, "bad-config"],
  ["a seed below zero", { seed: -1 }, "bad-config"],
  ["no background", { backgrounds: [] }, "no-background"],
])("%s is refused", (_, change, code) => {
  const attempt = (): Trainer => new Trainer(dataset, split, { ...config, ...change }, null);
  expect(attempt).toThrow(TrainingError);
  expect(attempt).toThrow(expect.objectContaining({ code }));
});

test("cuts that leave no signal are said to", () => {
  const mask = Uint8Array.from(vectors.process, (process) => (process === 2 ? 0 : 1));
  expect(() => new Trainer(dataset, split, config, mask)).toThrow(/no-signal/);
});

test("backgrounds are found by the names of the facts", () => {
  const words = { title: "", description: "", n_events: 1 };
  const processes = [
    { name: "p3", kind: "background", ...words },
    { name: "p1", kind: "background", ...words },
    { name: "p2", kind: "signal", ...words },
  ] as const;
  expect(backgroundCodes(dataset, { processes })).toEqual([1, 3]);
});

test("one event sent through the drawn network has the score of the table", () => {
  const trainer = new Trainer(dataset, split, config, null);
  trainer.epoch();
  const state = trainer.state();
  const x = inputsOf(dataset, config.features, 17, state);
  const layers = networkOf(state).activations(x);
  expect(layers.map((layer) => layer.length)).toEqual([3, 6, 4, 1]);
  expect(layers[3][0]).toBeCloseTo(trainer.scoreAll()[17], 6);
});

// --- the session that the worker runs ---------------------------------------------------------

/** A session in a world whose clock moves 5 ms with every look, and its messages. */
function makeSession(): {
  session: TrainingSession;
  said: FromWorker[];
  turn: () => boolean;
  turns: readonly unknown[];
} {
  const said: FromWorker[] = [];
  const turns: (() => void)[] = [];
  let clock_ms = 0;
  const session = new TrainingSession({
    post: (message) => said.push(message),
    now: () => (clock_ms += 5),
    later: (turn) => turns.push(turn),
  });
  const turn = (): boolean => {
    const next = turns.shift();
    next?.();
    return next !== undefined;
  };
  return { session, said, turn, turns };
}

const progress = (said: readonly FromWorker[]): Progress[] =>
  said.filter((message) => message.type === "progress");

test("a configured session reports the untrained network at once", () => {
  const { session, said } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 4, config, mask: null, start: null });
  expect(said).toMatchObject([{ type: "progress", runId: 4, epoch: 0, state: "paused" }]);
  expect(progress(said)[0].points).toMatchObject([{ epoch: 0 }]);
});

test("training stops at the epoch asked for and has told every epoch once", () => {
  const { session, said, turn } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "train", untilEpoch: 3 });
  session.receive({ type: "train", untilEpoch: 3 });
  while (turn());
  const reports = progress(said);
  expect(reports.at(-1)).toMatchObject({ epoch: 3, batch: 0, state: "paused" });
  expect(reports.flatMap(({ points }) => points.map(({ epoch }) => epoch))).toEqual([0, 1, 2, 3]);
});

test("asking twice to train does not train twice as fast", () => {
  const { session, turns } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "train", untilEpoch: null });
  session.receive({ type: "train", untilEpoch: null });
  expect(turns.length).toBe(1);
});

test("a pause is heard between two turns and rests at the end of an epoch", () => {
  const { session, said, turn } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "train", untilEpoch: null });
  for (let i = 0; i < 10; i++) turn();
  expect(progress(said).at(-1)).toMatchObject({ state: "running" });
  session.receive({ type: "pause" });
  while (turn());
  expect(progress(said).at(-1)).toMatchObject({ state: "paused", batch: 0 });
});

test("single steps move by a batch or to the end of the epoch", () => {
  const { session, said } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "step", unit: "batch" });
  expect(progress(said).at(-1)).toMatchObject({ epoch: 0, batch: 1 });
  session.receive({ type: "step", unit: "epoch" });
  expect(progress(said).at(-1)).toMatchObject({ epoch: 1, batch: 0, points: [{ epoch: 1 }] });
});

test("scores carry the epoch they belong to", () => {
  const { session, said } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 2, config, mask: null, start: null });
  session.receive({ type: "step", unit: "epoch" });
  session.receive({ type: "score" });
  expect(said.at(-1)).toMatchObject({ type: "scores", runId: 2, epoch: 1, batch: 0 });
});

test("what cannot be done is answered with the reason", () => {
  const { session, said } = makeSession();
  session.receive({ type: "train", untilEpoch: 1 });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "load", dataset, split });
  session.receive({
    type: "configure",
    runId: 2,
    config: { ...config, layers: [-1] },
    mask: null,
    start: null,
  });
  session.receive({ type: "step", unit: "epoch" });
  expect(said.map((message) => message.type === "failed" && message.reason)).toEqual([
    "not-configured",
    "no-dataset",
    "bad-config",
    "not-configured",
  ]);
});
