import { expect, test } from "vitest";
import { profileSignificance } from "../model/fit";
import { significanceOf } from "../model/stairs";
import { type Decision, giveUp, laterDecisions, lock, lockedModel, NO_DECISION } from "./decision";
import { readDecisions } from "./readDecision";

const CHOICE: Omit<Decision, "attempt" | "pseudoData"> = {
  lockedAt: "2026-01-02T03:04:05.678Z",
  dataset: "atlas-dm",
  signal: "DM_200",
  model: "network",
  selection: "model",
  threshold: 0.4,
  thresholdFrom: "hand",
  fragment: "#data=atlas-dm&epochs=30",
  network: "abc",
  luminosity: 36,
  factor: 3.6,
  uncertain: { background: 0.1, luminosity: 0.02, metScale: 0.03 },
  bins: {
    edges: [0.4, 0.7, 0.9],
    signal: { sum: [10, 20], sumSquares: [1, 2] },
    background: { sum: [50, 20], sumSquares: [9, 4] },
    metShift: {
      size: 0.03,
      signal: { down: [11, 19], up: [9, 21] },
      background: { down: [51, 18], up: [49, 23] },
    },
  },
  expected: {
    signal: { value: 108, uncertainty: 6 },
    background: { value: 252, uncertainty: 13 },
    z: { value: 3.2, uncertainty: 0.2 },
    mu: { total: 0.5, statistical: 0.3, systematic: 0.4 },
  },
  before: { nothing: { kind: "value", value: 1.6, uncertainty: 0.1 }, cuts: null },
  reason: "It is <b>best</b> on the validation events.",
};
const LOCKED = lock(NO_DECISION, CHOICE, () => 7);

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** A copy of `whole` with another value at the end of `path`. */
function spoiled(whole: unknown, path: readonly string[], value: unknown): unknown {
  if (path.length === 0) return value;
  const [first, ...rest] = path;
  const own = whole as Record<string, unknown>;
  const changed = { ...own, [first]: spoiled(own[first], rest, value) };
  return Array.isArray(whole) ? Object.values(changed) : changed;
}

test("a locked choice is read back as it was written", () => {
  expect(readDecisions(copy(LOCKED))).toEqual(LOCKED);
  const second = lock(giveUp(LOCKED), { ...CHOICE, selection: "cuts", threshold: null }, () => 8);
  expect(readDecisions(copy(second))).toEqual(second);
  expect(readDecisions(copy(NO_DECISION))).toEqual(NO_DECISION);
});

test("a choice of a page that kept less is still read", () => {
  const locked = { ...LOCKED.locked, thresholdFrom: undefined, before: undefined };
  const read = readDecisions(copy({ ...LOCKED, locked }));
  expect(read.locked).toEqual({ ...LOCKED.locked, thresholdFrom: null, before: null });
});

test("what is locked stays, until it is given up, and giving up is counted", () => {
  expect(lock(LOCKED, { ...CHOICE, threshold: 0.9 }, () => 8)).toBe(LOCKED);
  const again = lock(giveUp(LOCKED), { ...CHOICE, threshold: 0.9 }, () => 8);
  expect(again.locked?.attempt).toBe(2);
  expect(again.past.map(({ attempt, threshold }) => [attempt, threshold])).toEqual([[1, 0.4]]);
  expect(giveUp(NO_DECISION)).toBe(NO_DECISION);
});

test("another attempt looks at the same data", () => {
  expect(LOCKED.locked?.pseudoData).toBe(7);
  expect(lock(giveUp(LOCKED), CHOICE, () => 8).locked?.pseudoData).toBe(7);
});

test("every attempt is counted, also those that are no longer kept", () => {
  let now = NO_DECISION;
  for (let i = 0; i < 60; i++) now = giveUp(lock(now, CHOICE, () => 7));
  expect(now.nGivenUp).toBe(60);
  expect(now.past).toHaveLength(50);
  expect(now.past.at(-1)?.attempt).toBe(60);
  expect(readDecisions(copy(now))).toEqual(now);
});

test("of two tabs the one that gave up more is right, then the lock, then the earlier lock", () => {
  const later = lock(NO_DECISION, { ...CHOICE, lockedAt: "2026-01-02T03:04:06.000Z" }, () => 9);
  const pairs = [
    [giveUp(LOCKED), LOCKED],
    [LOCKED, NO_DECISION],
    [LOCKED, later],
  ];
  for (const [right, wrong] of pairs) {
    expect(laterDecisions(right, wrong)).toBe(right);
    expect(laterDecisions(wrong, right)).toBe(right);
  }
});

test("the locked likelihood is that of its bins", () => {
  const { bins, factor, uncertain } = LOCKED.locked!;
  const z = significanceOf(bins, factor, uncertain);
  expect(profileSignificance(lockedModel(LOCKED.locked!))).toBe(z.kind === "value" ? z.value : 0);
});

const NO_BINS = { edges: null, metShift: null, signal: { sum: [], sumSquares: [] } };

test.each<[string, string, unknown]>([
  ["no attempt", "locked.attempt", undefined],
  ["another attempt than was counted", "locked.attempt", 3],
  ["an infinite threshold", "locked.threshold", Infinity],
  ["a threshold that is no number", "locked.threshold", NaN],
  ["a model's choice without threshold", "locked.threshold", null],
  ["a text as number", "locked.factor", "3.6"],
  ["no luminosity", "locked.factor", 0],
  ["a million bins", "locked.bins.background.sum", new Array(1e6).fill(1)],
  ["bins of different lengths", "locked.bins.signal.sum", [10]],
  ["no bin", "locked.bins", { ...NO_BINS, background: NO_BINS.signal }],
  ["a bin without background", "locked.bins.background.sum.0", 0],
  ["edges that do not ascend", "locked.bins.edges", [0.9, 0.7, 0.4]],
  ["edges for other bins", "locked.bins.edges", [0.4, 0.9]],
  ["a long text", "locked.reason", "x".repeat(281)],
  ["a link to elsewhere", "locked.fragment", "javascript:alert(1)"],
  ["a date that is none", "locked.lockedAt", "yesterday"],
  ["a model that is not known", "locked.model", "oracle"],
  ["a threshold from nowhere", "locked.thresholdFrom", "oracle"],
  ["a strange reason for no number", "locked.before.cuts", { kind: "missing", reason: "x" }],
  ["another seed", "pseudoData", 8],
  ["a list as record", "locked", [LOCKED.locked]],
  ["a negative count", "nGivenUp", -1],
])("%s is refused", (_, path, value) => {
  const raw = spoiled(copy(LOCKED), path.split("."), value);
  expect(readDecisions(raw)).toEqual(NO_DECISION);
});

test.each([undefined, null, 3, "x", [], {}, { locked: {} }])("%j is no decision", (raw) => {
  expect(readDecisions(raw)).toEqual(NO_DECISION);
});
