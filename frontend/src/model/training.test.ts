import { expect, test } from "vitest";
import held from "../../../tests/vectors/regularisation.json";
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
  l1: 0,
  l2: 0,
  dropout: 0,
  earlyStop: 0,
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

const restrained: TrainingConfig = {
  ...config,
  l1: held.training.l1,
  l2: held.training.l2,
  dropout: held.training.dropout,
  earlyStop: held.training.early_stop,
};

test("a training with penalties, dropout and an early stop is Python's", () => {
  const { losses, best, scores } = held.training;
  const trainer = new Trainer(dataset, split, restrained, null);
  losses.forEach(([training, validation], epoch) => {
    expect(trainer.stopped).toBeNull();
    const point = epoch === 0 ? trainer.lossPoint() : trainer.epoch();
    expectClose([point.training, point.validation], [training, validation]);
  });
  expect(trainer.stopped).toMatchObject({ epoch: losses.length - 1, best: { epoch: best } });
  trainer.scoreAll().forEach((score, event) => expect(score).toBeCloseTo(scores[event], 6));
});

test("after an early stop nothing more is learned, and the best weights stand", () => {
  const trainer = new Trainer(dataset, split, restrained, null);
  while (trainer.stopped === null) trainer.epoch();
  const { best, epoch } = trainer.stopped;
  expect(trainer.losses()).toEqual({ training: best.training, validation: best.validation });
  const before = trainer.state();
  expect(trainer.epoch()).toEqual(best);
  expect(trainer.batchStep()).toEqual(best);
  expect(trainer.state()).toEqual(before);
  expect(trainer.wholeEpochs).toBe(epoch);
  const again = new Trainer(dataset, split, { ...restrained, earlyStop: 0 }, null);
  for (let i = 0; i < best.epoch; i++) again.epoch();
  expect(again.state()).toEqual(before);
});

test("without validation events there is nothing to stop for", () => {
  const alone = { ...split, validation: [] };
  const trainer = new Trainer(dataset, alone, { ...restrained, earlyStop: 1 }, null);
  for (let i = 0; i < 10; i++) trainer.epoch();
  expect(trainer.stopped).toBeNull();
});

test("a network without a hidden layer learns as a straight line, dropout or not", () => {
  const line = { ...config, layers: [] };
  const [one, two] = [0, 0.5].map((dropout) => {
    const trainer = new Trainer(dataset, split, { ...line, dropout }, null);
    trainer.epoch();
    return trainer.state();
  });
  expect(one.sizes).toEqual([3, 1]);
  expect(two).toEqual(one);
});

// --- weights changed by hand --------------------------------------------------------------------

test.each([
  [{ layer: 0, from: 2, to: 5 }, 0, 2 * 6 + 5],
  [{ layer: 1, from: 0, to: 3 }, 1, 3],
  [{ layer: 2, from: 3, to: 0 }, 2, 3],
])("a weight set by hand stands at its place: %j", (place, layer, at) => {
  const trainer = new Trainer(dataset, split, config, null);
  const before = trainer.state();
  trainer.setWeight(place, 0.125);
  const expected = before.weights.map((weights) => weights.slice());
  expected[layer][at] = 0.125;
  expect(trainer.state()).toEqual({ ...before, weights: expected });
});

test("a bias is set where from is -1", () => {
  const trainer = new Trainer(dataset, split, config, null);
  trainer.setWeight({ layer: 1, from: -1, to: 2 }, -3);
  expect([...trainer.state().biases[1]]).toEqual([0, 0, -3, 0]);
});

test("a network changed by hand learns on as if it had been opened like that", () => {
  const trainer = new Trainer(dataset, split, restrained, null);
  trainer.epoch();
  trainer.batchStep();
  const before = trainer.lossPoint();
  trainer.setWeight({ layer: 0, from: 0, to: 0 }, 2);
  trainer.setWeight({ layer: 0, from: 0, to: 0 }, 2.5);
  expect(trainer.edit).toEqual({ changes: 2, epochs: before.epoch, before });
  expect(trainer.epochsDone).toBe(0);
  const opened = new Trainer(dataset, split, restrained, null, trainer.state());
  expect(trainer.lossPoint()).toEqual(opened.lossPoint());
  expect([trainer.epoch(), trainer.epoch()]).toEqual([opened.epoch(), opened.epoch()]);
  expect(trainer.state()).toEqual(opened.state());
  trainer.setWeight({ layer: 0, from: 0, to: 0 }, 0);
  expect(trainer.edit).toMatchObject({ changes: 3, epochs: before.epoch + 2 });
});

test("one may go on by hand from where an early stop has put the weights back", () => {
  const trainer = new Trainer(dataset, split, restrained, null);
  while (trainer.stopped === null) trainer.epoch();
  const { best } = trainer.stopped;
  trainer.setWeight({ layer: 0, from: 0, to: 0 }, 1);
  expect(trainer.stopped).toBeNull();
  expect(trainer.edit).toEqual({ changes: 1, epochs: best.epoch, before: best });
});

test.each([
  [{ layer: 3, from: 0, to: 0 }, 1],
  [{ layer: -1, from: 0, to: 0 }, 1],
  [{ layer: 0, from: 3, to: 0 }, 1],
  [{ layer: 0, from: -2, to: 0 }, 1],
  [{ layer: 0, from: 0, to: 6 }, 1],
  [{ layer: 0, from: 0.5, to: 0 }, 1],
  [{ layer: 0, from: 0, to: 0 }, Number.NaN],
])("there is no weight %j := %d", (place, value) => {
  const trainer = new Trainer(dataset, split, config, null);
  const before = trainer.state();
  expect(() => trainer.setWeight(place, value)).toThrow(/bad-config/);
  expect(trainer.state()).toEqual(before);
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
  ["a penalty below zero", { l1: -0.1 }, "bad-config"],
  ["a penalty that is no number", { l2: Number.NaN }, "bad-config"],
  ["a dropout that leaves nothing", { dropout: 1 }, "bad-config"],
  ["a patience below zero", { earlyStop: -1 }, "bad-config"],
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

test("the loss with its error is that of the network that rests", () => {
  const trainer = new Trainer(dataset, split, config, null);
  trainer.epoch();
  const found = trainer.validationLoss();
  expect(found?.loss).toBeCloseTo(trainer.lossPoint().validation, 10);
  expect(found?.uncertainty).toBeGreaterThan(0);
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

test("an early stop is reported, and what is asked for afterwards is not learned", () => {
  const { session, said, turn } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config: restrained, mask: null, start: null });
  session.receive({ type: "train", untilEpoch: null });
  while (turn());
  const stopped = { epoch: held.training.losses.length - 1, best: { epoch: held.training.best } };
  const last = progress(said).at(-1);
  expect(last).toMatchObject({ state: "paused", isComplete: true, stopped, epoch: stopped.epoch });
  session.receive({ type: "train", untilEpoch: null });
  session.receive({ type: "step", unit: "epoch" });
  while (turn());
  expect(progress(said).at(-1)).toMatchObject({ stopped, epoch: stopped.epoch });
  expect(progress(said).flatMap(({ points }) => points)).toHaveLength(stopped.epoch + 1);
});

test("many changes by hand are answered once, with the losses of the last", () => {
  const { session, said, turn } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "train", untilEpoch: null });
  turn();
  const before = progress(said).length;
  for (const value of [0.1, 0.2, 0.3]) {
    session.receive({ type: "setWeight", place: { layer: 0, from: 0, to: 0 }, value });
  }
  while (turn());
  const reports = progress(said).slice(before);
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({ state: "paused", epoch: 0, edit: { changes: 3 } });
  expect(reports[0].network?.weights[0][0]).toBe(0.3);
  const opened = new Trainer(dataset, split, config, null, reports[0].network);
  expect(reports[0].points).toEqual([opened.lossPoint()]);
});

test("what follows a change by hand is heard after it", () => {
  const { session, said, turn } = makeSession();
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config, mask: null, start: null });
  session.receive({ type: "setWeight", place: { layer: 0, from: -1, to: 1 }, value: 4 });
  session.receive({ type: "step", unit: "epoch" });
  session.receive({ type: "score" });
  while (turn());
  const epochs = progress(said).map(({ points }) => points.map(({ epoch }) => epoch));
  expect(epochs).toEqual([[0], [0], [1]]);
  expect(said.at(-1)).toMatchObject({ type: "scores", epoch: 1, changes: 1 });
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
