import { expect, test } from "vitest";
import { LevelBook, planOf } from "./levelBook";
import { countLevel, judgeLevel, levelRows } from "./model/ladder";
import { datasetOf } from "./model/testing";
import { defaultState } from "./state";
import type { Facts } from "./model/types";

const FACTS = {
  version: "0",
  features: [],
  split: { n_folds: 10, train: [0], validation: [1], test: [2] },
  datasets: [
    {
      ...{ id: "simulated-dm", title: "", origin: "own-simulation", description: "" },
      ...{ record_url: null, doi: null, licence: "CC0-1.0", sqrt_s_tev: 13, luminosity_ifb: 10 },
      ...{ processes: [], default_signal: "DM_200", levels: [0, 1, 2] },
    },
  ],
  default_dataset: "simulated-dm",
} as const satisfies Facts;

const state = defaultState(FACTS);
const plan = planOf(state, FACTS);
const dataset = {
  ...datasetOf({ process: [0, 1], weight: [1, 1], features: [] }, 2),
  level: 0 as const,
};
const hypotheses = { signal: 0, backgrounds: [1], relativeUncertainty: 0.1 };
const rows = levelRows(dataset);
const counts = countLevel(dataset, Uint8Array.of(1, 1), hypotheses);
const ones = Float64Array.of(1, 1);
const judged = judgeLevel(
  {
    scores: [1, 0],
    isSignal: Uint8Array.of(1, 0),
    weights: { train: ones, validation: ones, test: ones },
    scoreEnd: 1,
  },
  0.5,
  0.1,
);

test("the same choices at another level are the same plan", () => {
  expect(planOf({ ...state, level: 0 }, FACTS)).toEqual(plan);
  expect(planOf({ ...state, stop: "learn", language: "de" }, FACTS)).toEqual(plan);
});

test("another model is judged anew, but counts the same events", () => {
  const other = planOf({ ...state, epochs: 5 }, FACTS);
  expect(other.events).toBe(plan.events);
  expect(other.model).not.toBe(plan.model);
  const book = new LevelBook();
  book.keepCounts(plan, rows, counts);
  book.keepJudged(plan, 0, judged);
  expect(book.at(plan, 0)).toEqual({ rows, counts, judged });
  expect(book.at(other, 0)).toEqual({ rows, counts, judged: null });
});

test.each([
  { cuts: { met: { low: 100, high: null } } },
  { signal: "DM_300" },
  { backgroundUncertainty: 0.2 },
])("%o counts other events, and nothing stands for them yet", (change) => {
  const book = new LevelBook();
  book.keepCounts(plan, rows, counts);
  expect(book.at(planOf({ ...state, ...change }, FACTS), 0)).toBeNull();
  expect(book.at(plan, 1)).toBeNull();
});

test("only the last plans are remembered: a hand that moves a cut makes many", () => {
  const book = new LevelBook();
  const plans = Array.from({ length: 30 }, (_, n) =>
    planOf({ ...state, cuts: { met: { low: n, high: null } } }, FACTS),
  );
  for (const one of plans) book.keepCounts(one, rows, counts);
  expect(plans.filter((one) => book.at(one, 0) !== null)).toEqual(plans.slice(-8));
});
