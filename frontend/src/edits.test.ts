import { expect, test, vi } from "vitest";
import vectors from "../../tests/vectors/training.json";
import { HandEdits } from "./edits";
import type { Hunt } from "./hunt";
import { decodeCode, encodeCode } from "./model/networkCode";
import type { FromWorker, ToWorker, TrainingConfig } from "./model/protocol";
import { TrainingSession } from "./model/session";
import { datasetOf } from "./model/testing";
import { Trainer } from "./model/training";
import { storedNetwork } from "./saved";
import { TrainingRun } from "./training";

/** A worker on the same thread: what it has to say and to do later is done when it is asked to. */
const turns: (() => void)[] = [];
vi.mock("./makeWorker", () => ({
  makeWorker: () => {
    const worker = { onmessage: null as ((event: { data: FromWorker }) => void) | null };
    const session = new TrainingSession({
      post: (data) => worker.onmessage?.({ data }),
      now: () => performance.now(),
      later: (turn) => turns.push(turn),
    });
    return Object.assign(worker, { postMessage: (said: ToWorker) => session.receive(said) });
  },
}));
vi.stubGlobal("window", globalThis);
const settle = (): void => {
  for (let turn = turns.shift(); turn !== undefined; turn = turns.shift()) turn();
};

const split = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
const dataset = datasetOf(vectors, 4);
const choice = {
  optimiser: "adam",
  learningRate: 0.02,
  batchSize: 16,
  l1: 0,
  l2: 0.01,
  dropout: 0.1,
  earlyStop: 0,
  useWeights: true,
  seed: 7,
} as const;
const config: TrainingConfig = {
  ...choice,
  features: [0, 1, 2],
  layers: [4],
  activation: "tanh",
  signal: 2,
  backgrounds: [0, 1],
};

/** The part of a hunt that is asked about a network. */
function newHunt(): Hunt & { training: TrainingRun } {
  const hunt = {
    state: {
      dataset: "simulated-dm",
      signal: "DM_200",
      cuts: {},
      opened: null,
      network: { ...choice, inputs: ["f0", "f1", "f2"], onlyPassing: false },
    },
    facts: { version: "0" },
    split,
    datasetFacts: { processes: [{ name: "ZZ", kind: "background" }] },
    training: new TrainingRun(() => undefined),
  };
  hunt.training.load(dataset, split);
  hunt.training.configure(config, null, null);
  return hunt as unknown as Hunt & { training: TrainingRun };
}

const place = { layer: 0, from: 2, to: 1 };

test("a network that nobody has touched is no news", () => {
  const hunt = newHunt();
  const edits = new HandEdits();
  edits.begin(null);
  hunt.training.step("epoch");
  expect(edits.news(hunt)).toBeNull();
  expect(edits.before).toBeNull();
});

test("a change by hand is told once, with what is known of the network", () => {
  const hunt = newHunt();
  const edits = new HandEdits();
  edits.begin(null);
  hunt.training.step("epoch");
  hunt.training.step("epoch");
  hunt.training.setWeight(place, 0.5);
  hunt.training.setWeight(place, 0.75);
  settle();
  const stored = edits.news(hunt)!;
  expect(stored.network.weights[0][2 * 4 + 1]).toBe(0.75);
  expect(stored.training).toMatchObject({ edited: 2, epochs: 2, seed: 7, l2: 0.01, dropout: 0.1 });
  expect(stored.training.folds).toEqual({ train: split.train, validation: split.validation });
  expect(edits.news(hunt)).toBeNull();
  expect(edits.before).toEqual({ opened: null, epochs: 2 });
});

test("the history begins anew at the change, and older scores are no longer fresh", () => {
  const hunt = newHunt();
  const { training } = hunt;
  training.step("epoch");
  training.requestScores();
  expect(training.hasFreshScores).toBe(true);
  const [before] = training.scores!;
  const last = training.history.at(-1)!;
  training.setWeight(place, 3);
  settle();
  expect(training.hasFreshScores).toBe(false);
  expect(training.edit).toMatchObject({ changes: 1, epochs: 1, before: last });
  expect(training.history).toHaveLength(1);
  expect(training.history[0].epoch).toBe(0);
  training.requestScores();
  expect(training.hasFreshScores).toBe(true);
  expect(training.scores![0]).not.toBe(before);
});

test("whoever opens the link of a network changed by hand goes on with the same one", () => {
  const hunt = newHunt();
  const edits = new HandEdits();
  edits.begin(null);
  hunt.training.step("epoch");
  hunt.training.setWeight(place, -1);
  settle();
  const opened = decodeCode(encodeCode(edits.news(hunt)!));
  expect(opened.training).toMatchObject({ edited: 1, epochs: 1, patience: null });
  const friend = new Trainer(dataset, split, config, null, opened.network);
  hunt.training.step("epoch");
  const [mine, theirs] = [hunt.training.history.at(-1)!, friend.epoch()];
  expect(mine.epoch).toBe(theirs.epoch);
  expect(mine.validation).toBeCloseTo(theirs.validation, 5); // a link has seven digits
});

test("changes to a network that was opened are counted on, and so are its epochs", () => {
  const hunt = newHunt();
  const edits = new HandEdits();
  edits.begin(null);
  hunt.training.step("epoch");
  hunt.training.setWeight(place, 2);
  settle();
  const opened = edits.news(hunt)!;
  edits.begin(opened);
  hunt.training.configure(config, null, { network: opened.network, split });
  hunt.training.step("epoch");
  hunt.training.setWeight({ layer: 1, from: -1, to: 0 }, 0.1);
  settle();
  const again = edits.news(hunt)!;
  expect(again.training).toMatchObject({ edited: 2, epochs: 2 });
  expect(edits.before).toEqual({ opened, epochs: 1 });
});

test("a training that has stopped early is kept with the epochs its weights have learned", () => {
  const hunt = newHunt();
  const { training } = hunt;
  training.configure({ ...config, earlyStop: 3 }, null, null);
  training.train(500);
  settle();
  expect(training.isComplete).toBe(true);
  expect(training.epoch).toBe(training.stopped!.epoch);
  expect(storedNetwork(hunt)!.training.epochs).toBe(training.stopped!.best.epoch);
});
