import { expect, test } from "vitest";
import { areJudgedAlike, type ScoredModel } from "./judgingRoom";

function scored(weights: number[], judgedOn = "one DM_200 7,8,9 "): ScoredModel {
  const part = Float64Array.from(weights);
  return {
    judgedOn,
    events: {
      scores: [0.1, 0.9],
      isSignal: Uint8Array.of(0, 1),
      weights: { train: part, validation: part, test: part },
      scoreEnd: 1,
    },
  };
}

test("models are paired by the events that judged them, however often these were loaded", () => {
  expect(areJudgedAlike(scored([1, 2]), scored([1, 2]))).toBe(true);
});

test("other events, or other rows of the same name, pair nothing", () => {
  expect(areJudgedAlike(scored([1, 2]), scored([1, 3]))).toBe(false);
  expect(areJudgedAlike(scored([1, 2]), scored([1, 2, 3]))).toBe(false);
  expect(areJudgedAlike(scored([1, 2]), scored([1, 2], "two DM_200 7,8,9 "))).toBe(false);
});
