import { expect, test } from "vitest";
import { NOTHING_UNCERTAIN } from "./measurement";
import { changeOf, massOf, reachOf } from "./reach";
import { datasetOf } from "./testing";
import type { DatasetFacts } from "./types";

/** 400 background events and two signals, the heavier one a tenth as frequent. */
const N = 400;
const process = [
  ...new Array<number>(N).fill(0),
  ...new Array<number>(40).fill(1),
  ...new Array<number>(40).fill(2),
];
const score = process.map((code, i) => (code === 0 ? (i % 20) / 25 : 0.7 + (i % 3) / 10));
const DATASET = {
  ...datasetOf(
    {
      process,
      weight: process.map((code) => [0.5, 1, 0.1][code]),
      features: [score],
      fold: process.map((_, i) => i % 2),
    },
    3,
  ),
  processes: ["b", "DM_800", "DM_200"],
};
const FACTS = {
  processes: [
    { name: "b", kind: "background" },
    { name: "DM_800", kind: "signal" },
    { name: "DM_200", kind: "signal" },
    { name: "DM_9", kind: "signal" },
  ],
} as unknown as DatasetFacts;
const LOOKING = {
  dataset: DATASET,
  facts: FACTS,
  folds: [1],
  scores: Float32Array.from(score),
  selection: { threshold: 0.3, passes: null },
  factor: 1,
  uncertain: NOTHING_UNCERTAIN,
};

test("every signal that the data have, the lightest first", () => {
  expect(reachOf(LOOKING).map(({ mass }) => mass)).toEqual([200, 800]);
});

test("what is rarer is seen less, and more luminosity helps", () => {
  const value = (factor: number): number[] =>
    reachOf({ ...LOOKING, factor }).map(({ z }) => (z.kind === "value" ? z.value : Number.NaN));
  const [rare, frequent] = value(1);
  expect(frequent).toBeGreaterThan(3 * rare);
  expect(value(4)[0]).toBeGreaterThan(rare);
});

test("the unseen half stands for all events", () => {
  const [rare, frequent] = reachOf(LOOKING);
  expect(rare.all.sum).toBeCloseTo(4, 5);
  expect(frequent.all.sum).toBeCloseTo(40, 5);
});

test("a selection that leaves too little background has no number, and says why", () => {
  const strict = reachOf({ ...LOOKING, selection: { threshold: 0.79, passes: null } });
  expect(strict.every(({ z }) => z.kind === "missing")).toBe(true);
});

test("a change is told from the error of the difference", () => {
  const z = (value: number, uncertainty: number) => ({ value, uncertainty });
  expect(changeOf(z(3, 0.3), z(2, 0.3))).toBe("falls");
  expect(changeOf(z(2, 0.3), z(3, 0.3))).toBe("rises");
  expect(changeOf(z(3, 0.3), z(2.2, 0.3))).toBe("within");
  expect(changeOf(z(3, 0.3), z(3.8, 0.3))).toBe("within");
});

test("the mass stands at the end of the name", () => {
  expect(massOf("DM_2000")).toBe(2000);
  expect(massOf("H_tautau")).toBeNull();
});
