import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  appearance,
  coin,
  coinReaches,
  drawPairs,
  fits,
  N_PAIRS,
  readGame,
  rightAnswers,
  rightByScores,
  scoreOf,
} from "./pairGame";
import type { Game } from "./pairGame";
import { roc } from "./roc";
import { datasetOf } from "./testing";

const HYPOTHESIS = { signal: 1, backgrounds: [0] };
const TEST_FOLDS = [7, 8, 9];
const N = 200;

/** Half signal, half background; folds in turn; the value of its one variable is the weight. */
const dataset = datasetOf(
  {
    process: Array.from({ length: N }, (_, i) => i % 2),
    fold: Array.from({ length: N }, (_, i) => Math.floor(i / 2) % 10),
    weight: Array.from({ length: N }, (_, i) => (i % 6 === 0 ? -0.5 : 1)),
    features: [Array.from({ length: N }, (_, i) => (i * 37) % 101)],
  },
  3,
);

function drawn(seed: number, n = N_PAIRS) {
  return drawPairs(dataset, HYPOTHESIS, TEST_FOLDS, { seed, n })!;
}

function gameOf(answers: boolean[]): Game {
  return { dataset: "test", signal: "p1", pairs: drawn(5), answers };
}

describe("drawing", () => {
  test("a pair is one unseen event of each class, and none comes twice", () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const pairs = drawn(seed);
        expect(pairs).toHaveLength(N_PAIRS);
        for (const { signal, background } of pairs) {
          expect([dataset.process[signal], dataset.process[background]]).toEqual([1, 0]);
          expect(TEST_FOLDS).toContain(dataset.fold[signal]);
          expect(TEST_FOLDS).toContain(dataset.fold[background]);
        }
        expect(new Set(pairs.map(({ signal }) => signal)).size).toBe(N_PAIRS);
        expect(new Set(pairs.map(({ background }) => background)).size).toBe(N_PAIRS);
      }),
    );
  });

  test("the same seed gives the same pairs, another seed others", () => {
    expect(drawn(3)).toEqual(drawn(3));
    expect(drawn(3)).not.toEqual(drawn(4));
  });

  test("processes come as often as they are expected, their events by the size of the weight", () => {
    // Expected: 2 of process 0, which has a negative weight, and 4 of process 2; none of process 3.
    const mixed = datasetOf(
      {
        process: [1, 0, 0, 0, 2, 3, 3],
        fold: [9, 9, 9, 9, 9, 9, 9],
        weight: [1, 3, -1, 0, 4, 1, -2],
        features: [[0, 0, 0, 0, 0, 0, 0]],
      },
      4,
    );
    const hypothesis = { signal: 1, backgrounds: [0, 2, 3] };
    const seen = new Array<number>(7).fill(0);
    const n = 6000;
    for (let seed = 0; seed < n; seed++) {
      seen[drawPairs(mixed, hypothesis, [9], { seed, n: 1 })![0].background] += 1;
    }
    expect([seen[3], seen[5], seen[6]]).toEqual([0, 0, 0]);
    const within = (found: number, chance: number): void =>
      expect(Math.abs(found - chance * n)).toBeLessThan(5 * Math.sqrt(n * chance * (1 - chance)));
    within(seen[1] + seen[2], 1 / 3);
    within(seen[1], 1 / 4);
    within(seen[4], 2 / 3);
    expect([...appearance(mixed, [1, 2, 4])]).toEqual([0, 1.5, 0.5, 0, 4, 0, 0]);
  });

  test("the signal stands first in about half of the pairs", () => {
    let first = 0;
    for (let seed = 0; seed < 200; seed++) {
      first += drawn(seed).filter(({ signalIsFirst }) => signalIsFirst).length;
    }
    expect(Math.abs(first - 1000)).toBeLessThan(5 * Math.sqrt(2000 / 4));
  });

  test("there is no game where a class has too few events", () => {
    expect(drawPairs(dataset, HYPOTHESIS, TEST_FOLDS, { seed: 1, n: 31 })).toBeNull();
    expect(drawPairs(dataset, { signal: 2, backgrounds: [0] }, [9], { seed: 1 })).toBeNull();
  });
});

describe("scoring", () => {
  test("an answer is right where it names the signal's place", () => {
    const truth = drawn(5).map(({ signalIsFirst }) => signalIsFirst);
    expect(rightAnswers(gameOf(truth))).toBe(10);
    expect(rightAnswers(gameOf(truth.map((first) => !first)))).toBe(0);
    expect(rightAnswers(gameOf(truth.slice(0, 4)))).toBe(4);
  });

  test("a model is right where the signal event scores higher, and half right in a tie", () => {
    const pairs = [0, 2, 4].map((event) => ({
      signal: event,
      background: event + 1,
      signalIsFirst: true,
    }));
    expect(rightByScores(pairs, [0.9, 0.1, 0.2, 0.8, 0.5, 0.5])).toBe(1.5);
  });

  test("over all pairs of unseen events a model is right as often as its area under the curve says", () => {
    const score = dataset.features[0];
    const unseen = [...dataset.fold.keys()].filter((event) =>
      TEST_FOLDS.includes(dataset.fold[event]),
    );
    const { auc } = roc(score, dataset.process, appearance(dataset, unseen));
    let right = 0;
    const games = 3000;
    for (let seed = 0; seed < games; seed++) right += rightByScores(drawn(seed, 1), score);
    expect(auc.kind).toBe("value");
    if (auc.kind === "value") expect(Math.abs(right / games - auc.value)).toBeLessThan(0.04);
  });

  test("a coin gets 5 ± 1.6 of ten, and the worked chances of reaching a score", () => {
    expect(coin(10).value).toBe(5);
    expect(coin(10).uncertainty).toBeCloseTo(1.58, 2);
    expect(coinReaches(0, 10)).toBe(1);
    expect(coinReaches(8, 10)).toBeCloseTo((45 + 10 + 1) / 1024, 12);
    expect(coinReaches(10, 10)).toBeCloseTo(1 / 1024, 12);
  });

  test("no score is certain: ten of ten has an uncertainty too", () => {
    expect(scoreOf(10, 10).uncertainty).toBeCloseTo(Math.sqrt((10 * 11 * 1) / 144), 12);
    expect(scoreOf(5, 10).uncertainty).toBeCloseTo(coin(10).uncertainty, 12);
  });
});

describe("what was kept", () => {
  test("a game comes back as it was kept", () => {
    const game = gameOf([true, false]);
    expect(readGame(JSON.parse(JSON.stringify(game)))).toEqual(game);
    expect(fits(game, dataset, HYPOTHESIS, TEST_FOLDS)).toBe(true);
  });

  test.each([
    ["nothing", null],
    ["a list", []],
    ["no pairs", { dataset: "a", signal: "b", answers: [] }],
    ["too few pairs", { ...gameOf([]), pairs: drawn(1).slice(1) }],
    ["more answers than pairs", gameOf(new Array<boolean>(11).fill(true))],
    ["an answer that is a word", { ...gameOf([]), answers: ["first"] }],
    ["an event that is no whole number", withPair({ signal: 1.5 })],
    ["an event below 0", withPair({ background: -1 })],
    ["an event beyond all numbers", withPair({ signal: Infinity })],
    ["a place that is a number", withPair({ signalIsFirst: 1 })],
    ["a name as long as a book", { ...gameOf([]), signal: "x".repeat(1e5) }],
  ])("%s is no game", (_, raw) => {
    expect(readGame(raw)).toBeNull();
  });

  function withPair(change: object): object {
    const game = gameOf([]);
    return { ...game, pairs: [{ ...game.pairs[0], ...change }, ...game.pairs.slice(1)] };
  }

  test("whatever a file holds is read without an error", () => {
    fc.assert(fc.property(fc.anything(), (raw) => void readGame(raw)));
  });

  test.each([
    ["another dataset", { dataset: "other" }],
    ["another signal", { signal: "p0" }],
    ["events that do not exist", { pairs: [{ signal: 999, background: 0, signalIsFirst: true }] }],
    [
      "a background called signal",
      { pairs: [{ signal: 18, background: 16, signalIsFirst: true }] },
    ],
    [
      "events that models learn from",
      { pairs: [{ signal: 1, background: 0, signalIsFirst: true }] },
    ],
  ])("a game of %s is not one of these events", (_, change) => {
    expect(fits({ ...gameOf([]), ...change }, dataset, HYPOTHESIS, TEST_FOLDS)).toBe(false);
  });
});
