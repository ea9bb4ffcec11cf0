import { expect, test } from "vitest";
import {
  countLevel,
  type Estimate,
  judgeLevel,
  levelDifference,
  type LevelRecord,
  levelRows,
  rowOf,
} from "./ladder";
import { levelsOf, rowsName } from "./level";
import { Random } from "./random";
import { significance } from "./significance";
import { datasetOf } from "./testing";
import type { Dataset, Level } from "./types";
import { divide, type ScoredEvents } from "./verdict";

const HYPOTHESES = { signal: 0, backgrounds: [1, 2], relativeUncertainty: 0.1 };
const THRESHOLD = 0.5;
/** A busy machine takes far longer than the second of a free one. */
const SLOW_MS = 30_000;

interface Made {
  readonly process: number;
  readonly truthId: number;
  readonly weight: number;
  readonly score: number;
}

function datasetAt(level: Level, events: readonly Made[]): Dataset {
  const weight = events.map((event) => event.weight);
  const process = events.map((event) => event.process);
  const truthId = Uint32Array.from(events, (event) => event.truthId);
  return { ...datasetOf({ process, weight, features: [] }, 3), level, truthId };
}

function scored(events: readonly Made[]): ScoredEvents {
  const weights = Float64Array.from(events, ({ weight }) => weight);
  return {
    scores: events.map(({ score }) => score),
    isSignal: Uint8Array.from(events, ({ process }) => (process === 0 ? 1 : 0)),
    weights: { train: weights, validation: weights, test: weights },
    scoreEnd: 1,
  };
}

function recordOf(level: Level, events: readonly Made[], relativeUncertainty = 0.1): LevelRecord {
  const dataset = datasetAt(level, events);
  const all = new Uint8Array(events.length).fill(1);
  return {
    rows: levelRows(dataset),
    counts: countLevel(dataset, all, { ...HYPOTHESES, relativeUncertainty }),
    judged: judgeLevel(scored(events), THRESHOLD, relativeUncertainty),
  };
}

const QUANTITIES = {
  simple: (record: LevelRecord): Estimate => record.counts.simple,
  z: (record: LevelRecord): Estimate => record.counts.z,
  auc: (record: LevelRecord): Estimate | null => record.judged?.auc ?? null,
  above: (record: LevelRecord): Estimate | null => record.judged?.z ?? null,
};
const NAMES = Object.keys(QUANTITIES) as (keyof typeof QUANTITIES)[];

/** Collisions of both levels: most are in both, with other scores; some backgrounds in one only. */
function twoLevels(): { truth: Made[]; detector: Made[] } {
  const random = new Random(7);
  const [truth, detector]: [Made[], Made[]] = [[], []];
  for (let truthId = 0; truthId < 500; truthId++) {
    const process = truthId < 150 ? 0 : truthId < 350 ? 1 : 2;
    const score = (): number =>
      Math.min(1, Math.max(0, (process === 0 ? 0.6 : 0.45) + 0.2 * random.normal()));
    const event = { process, truthId, weight: 0.2 + random.uniform(), score: score() };
    if (process !== 2 || truthId % 5 === 0) truth.push(event);
    const seen = 0.8 * event.score + 0.2 * score();
    if (truthId % 7 > 0) detector.push({ ...event, score: seen, weight: event.weight * 1.1 });
  }
  return { truth, detector };
}

const { truth, detector } = twoLevels();
const [low, high] = [recordOf(0, truth), recordOf(2, detector)];

test("a level counts by process what passes the cuts", () => {
  const dataset = datasetAt(1, truth);
  const mask = Uint8Array.from(truth, ({ truthId }) => (truthId % 2 === 0 ? 1 : 0));
  const counts = countLevel(dataset, mask, HYPOTHESES);
  const sum = (process: number): number =>
    truth.reduce(
      (total, event, row) =>
        total + (event.process === process && mask[row] === 1 ? dataset.weight[row] : 0),
      0,
    );
  expect(counts.processes.map(({ name }) => name)).toEqual(["p0", "p1", "p2"]);
  counts.processes.forEach(({ kept }, process) => expect(kept.sum).toBeCloseTo(sum(process), 9));
  expect(counts.background.sum).toBeCloseTo(sum(1) + sum(2), 9);
  expect(counts.z.found).toEqual(significance(counts.signal, counts.background, 0.1));
});

test("a model is judged by what lies above the threshold on events it has not seen", () => {
  const events = scored(truth);
  const judged = judgeLevel(events, THRESHOLD, 0.1);
  const { kept } = divide(events.weights.test, events.isSignal, (row) => events.scores[row] >= 0.5);
  expect(judged.kept).toEqual(kept);
  expect(judged.z.found).toEqual(significance(kept.signal, kept.background, 0.1));
});

test("how much the rows move a number gives its uncertainty back", () => {
  for (const name of NAMES) {
    const { found, influence } = QUANTITIES[name](high)!;
    const variance = influence.reduce((sum, moved) => sum + moved * moved, 0);
    // The area's own uncertainty has n / (n − 1) as well.
    expect(found.kind === "value" && found.uncertainty / Math.sqrt(variance)).toBeCloseTo(1, 2);
  }
});

test("a level does not differ from itself", () => {
  for (const name of NAMES) {
    const difference = levelDifference(high, high, QUANTITIES[name]);
    expect(difference).toMatchObject({ kind: "value", value: 0 });
    const own = QUANTITIES[name](high)!.found;
    if (difference.kind !== "value" || own.kind !== "value") throw new Error("no number");
    expect(difference.uncertainty).toBeLessThan(0.12 * own.uncertainty);
  }
});

test("levels without a common collision are as uncertain as two experiments", () => {
  const others = recordOf(
    2,
    detector.map((event) => ({ ...event, truthId: event.truthId + 1000 })),
  );
  for (const name of NAMES) {
    const [one, two] = [low, others].map((record) => QUANTITIES[name](record)!.found);
    const difference = levelDifference(others, low, QUANTITIES[name]);
    if (one.kind !== "value" || two.kind !== "value" || difference.kind !== "value") {
      throw new Error("no number");
    }
    expect(difference.value).toBeCloseTo(two.value - one.value, 12);
    expect(difference.uncertainty).toBeCloseTo(Math.hypot(one.uncertainty, two.uncertainty), 12);
  }
});

test(
  "the uncertainty of a difference is that of collisions drawn again, each for both levels",
  () => {
    const random = new Random(11);
    const drawn = new Map(NAMES.map((name) => [name, [] as number[]]));
    for (let time = 0; time < 200; time++) {
      const times = Array.from({ length: 500 }, () => poissonOfOne(random));
      const again = (events: readonly Made[]): Made[] =>
        events.flatMap((event) => Array.from({ length: times[event.truthId] }, () => event));
      const [one, two] = [recordOf(0, again(truth), 0), recordOf(2, again(detector), 0)];
      for (const name of NAMES) {
        const [a, b] = [one, two].map((record) => QUANTITIES[name](record)!.found);
        if (a.kind !== "value" || b.kind !== "value") throw new Error("no number");
        drawn.get(name)!.push(b.value - a.value);
      }
    }
    for (const name of NAMES) {
      const found = levelDifference(
        recordOf(2, detector, 0),
        recordOf(0, truth, 0),
        QUANTITIES[name],
      );
      if (found.kind !== "value") throw new Error("no number");
      // 200 draws know a standard deviation to 5 %.
      const ratio = found.uncertainty / deviation(drawn.get(name)!);
      expect(ratio, name).toBeGreaterThan(0.85);
      expect(ratio, name).toBeLessThan(1.15);
    }
  },
  SLOW_MS,
);

test("what one of the levels does not give cannot be compared, and says why", () => {
  const untrained = { ...low, judged: null };
  expect(levelDifference(high, untrained, QUANTITIES.auc)).toEqual({
    kind: "missing",
    reason: "not-trained",
  });
  const empty = recordOf(
    0,
    truth.filter(({ process }) => process === 0),
  );
  expect(levelDifference(high, empty, QUANTITIES.z)).toEqual({
    kind: "missing",
    reason: "no-background",
  });
});

test("a collision is found again at another level, or is not there", () => {
  const shared = low.rows.collisions.findIndex((name) => high.rows.collisions.includes(name));
  const row = rowOf(high.rows, low.rows.collisions[shared])!;
  expect(detector[row].truthId).toBe(truth[shared].truthId);
  expect(detector[row].process).toBe(truth[shared].process);
  const lost = truth.findIndex(({ truthId }) => truthId % 7 === 0);
  expect(rowOf(high.rows, low.rows.collisions[lost])).toBeNull();
});

test("the same number in two processes names two collisions", () => {
  const { collisions } = levelRows(
    datasetAt(0, [
      { process: 0, truthId: 5, weight: 1, score: 0 },
      { process: 1, truthId: 5, weight: 1, score: 0 },
    ]),
  );
  expect(collisions[0]).not.toBe(collisions[1]);
});

test("a dataset that says nothing of levels has one, and its rows are its own", () => {
  expect(levelsOf({})).toEqual([2]);
  expect(levelsOf({ levels: [] })).toEqual([2]);
  expect(levelsOf({ levels: [0, 1, 2] })).toEqual([0, 1, 2]);
  expect(rowsName({ id: "simulated-dm" })).toBe(rowsName({ id: "simulated-dm", level: 2 }));
  expect(rowsName({ id: "simulated-dm", level: 0 })).not.toBe(rowsName({ id: "simulated-dm" }));
});

function poissonOfOne(random: Random): number {
  let [n, product] = [0, random.uniform()];
  for (; product > Math.exp(-1); n++) product *= random.uniform();
  return n;
}

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(
    values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1),
  );
}
