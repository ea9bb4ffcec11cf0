import { expect, test } from "vitest";
import { grown } from "./learner";
import type { FromWorker, Progress } from "./protocol";
import { Random } from "./random";
import { TrainingSession } from "./session";
import { datasetOf } from "./testing";
import { type TreeConfig, type TreeState, TreeTrainer } from "./treeTraining";

const split = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };
const config: TreeConfig = {
  model: "boosted-trees",
  features: [0, 1],
  useWeights: true,
  seed: 1,
  signal: 1,
  backgrounds: [0],
  learningRate: 0.3,
  maxDepth: 2,
  maxLeaves: 4,
  minEvents: 10,
  minCurvature: 1e-3,
  l2: 0,
  subsample: 0.5,
};
const single: TreeConfig = { ...config, model: "tree", subsample: 1 };

/** Signal where the product of two variables is positive. */
const dataset = ((nEvents: number) => {
  const random = new Random(5);
  const column = (): number[] => Array.from({ length: nEvents }, () => random.normal());
  const features = [column(), column()];
  const process = features[0].map((x, i) => Number(x * features[1][i] > 0));
  return datasetOf({ process, weight: column(), features, fold: process.map((_, i) => i % 10) }, 2);
})(1000);

/** A session with those trees, its messages, and a way to let it run until it rests. */
function started(chosen: TreeConfig): {
  session: TrainingSession;
  reports: () => Progress[];
  said: FromWorker[];
  turn: () => boolean;
} {
  const said: FromWorker[] = [];
  const turns: (() => void)[] = [];
  let clock_ms = 0;
  const session = new TrainingSession({
    post: (message) => said.push(message),
    now: () => (clock_ms += 5),
    later: (turn) => turns.push(turn),
  });
  session.receive({ type: "load", dataset, split });
  session.receive({ type: "configure", runId: 1, config: chosen, mask: null, start: null });
  return {
    session,
    said,
    reports: () => said.filter((message) => message.type === "progress"),
    turn: () => {
      const next = turns.shift();
      next?.();
      return next !== undefined;
    },
  };
}

/** What the page has after all reports. */
const pageTrees = (reports: readonly Progress[]): TreeState =>
  reports.reduce<TreeState | null>((before, { trees }) => grown(before, trees!), null)!;

test("a step is one tree, and the report brings only that one", () => {
  const { session, reports } = started(config);
  expect(reports()).toMatchObject([{ epoch: 0, network: null, trees: { trees: [] } }]);
  session.receive({ type: "step", unit: "epoch" });
  session.receive({ type: "step", unit: "epoch" });
  expect(reports().map(({ epoch, batch }) => [epoch, batch])).toEqual([
    [0, 0],
    [1, 0],
    [2, 0],
  ]);
  expect(reports().map(({ trees }) => trees?.trees.length)).toEqual([0, 1, 1]);
});

test("a run ends at the tree asked for, and the page has every tree once", () => {
  const { session, reports, said, turn } = started(config);
  session.receive({ type: "train", untilEpoch: 12 });
  while (turn());
  expect(reports().at(-1)).toMatchObject({ epoch: 12, state: "paused", isComplete: false });
  expect(reports().flatMap(({ points }) => points.map(({ epoch }) => epoch))).toEqual(
    Array.from({ length: 13 }, (_, tree) => tree),
  );
  const alone = new TreeTrainer(dataset, split, config, null);
  for (let tree = 0; tree < 12; tree++) alone.step();
  expect(pageTrees(reports())).toEqual(alone.state());
  session.receive({ type: "score" });
  expect(said.at(-1)).toMatchObject({ type: "scores", epoch: 12, scores: alone.scoreAll() });
});

test("a pause is heard, and training goes on where it rested", () => {
  const { session, reports, turn } = started(config);
  session.receive({ type: "train", untilEpoch: null });
  for (let i = 0; i < 5; i++) turn();
  session.receive({ type: "pause" });
  while (turn());
  const rested = reports().at(-1)!;
  expect(rested.state).toBe("paused");
  session.receive({ type: "train", untilEpoch: rested.epoch + 2 });
  while (turn());
  expect(reports().at(-1)).toMatchObject({ epoch: rested.epoch + 2, state: "paused" });
});

test("a single tree ends by itself, says so, and no step adds anything", () => {
  const { session, reports, turn } = started(single);
  session.receive({ type: "train", untilEpoch: 500 });
  while (turn());
  expect(reports().at(-1)).toMatchObject({ epoch: 3, state: "paused", isComplete: true });
  session.receive({ type: "step", unit: "epoch" });
  expect(reports().at(-1)).toMatchObject({ epoch: 3, points: [] });
  expect(pageTrees(reports()).trees).toHaveLength(1);
  expect(pageTrees(reports()).trees[0].column).toHaveLength(7);
});

test.each([config, single])("the loss with its error is the one of the curve: $model", (chosen) => {
  const trainer = new TreeTrainer(dataset, split, chosen, null);
  for (let step = 0; step < 3; step++) trainer.step();
  const found = trainer.validationLoss();
  expect(found?.loss).toBeCloseTo(trainer.lossPoint().validation, 10);
  expect(found?.uncertainty).toBeGreaterThan(0);
});

test("the page is told the error of the loss when the trees rest, and not while they grow", () => {
  const { session, reports, turn } = started(config);
  session.receive({ type: "train", untilEpoch: 12 });
  while (turn());
  const resting = reports().filter(({ state }) => state === "paused");
  expect(reports().length).toBeGreaterThan(resting.length);
  for (const { state, lossError } of reports())
    expect(lossError === null).toBe(state === "running");
  const last = reports()
    .flatMap(({ points }) => points)
    .at(-1)!;
  expect(reports().at(-1)!.lossError!.loss).toBeCloseTo(last.validation, 10);
});

test("settings that make no tree are refused with the reason", () => {
  const { said } = started({ ...config, maxDepth: 0 });
  expect(said.at(-1)).toMatchObject({ type: "failed", reason: "bad-config" });
});
