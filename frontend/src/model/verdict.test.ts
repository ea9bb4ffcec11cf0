import { describe, expect, it } from "vitest";
import { significanceDifference } from "./comparison";
import { significance } from "./significance";
import type { Dataset } from "./types";
import {
  accuracy,
  divide,
  fraction,
  isMovedByHand,
  roundEnd,
  scoredEvents,
  scoreShape,
  thresholdGrid,
  THRESHOLD_STEPS,
} from "./verdict";
import { EMPTY_YIELD } from "./yields";

const SPLIT = { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] };

/** Two events a fold, background (weight 2, score 0.1) and signal (weight 1, score 0.4). */
function twentyEvents(): { dataset: Dataset; scores: Float32Array } {
  const nEvents = 20;
  const dataset = {
    id: "toy",
    nEvents,
    processes: ["background", "signal"],
    featureNames: [],
    process: Uint8Array.from({ length: nEvents }, (_, i) => i % 2),
    fold: Uint8Array.from({ length: nEvents }, (_, i) => i >> 1),
    weight: Float32Array.from({ length: nEvents }, (_, i) => (i % 2 === 1 ? 1 : 2)),
    features: [],
  };
  return {
    dataset,
    scores: Float32Array.from(dataset.process, (code) => (code === 1 ? 0.4 : 0.1)),
  };
}

const pure = (n: number) => ({ sum: n, sumSquares: n, count: n });

describe("a threshold", () => {
  it("is moved by hand where it is not the one suggested", () => {
    const step = 0.9 / THRESHOLD_STEPS;
    expect(isMovedByHand(0.5 + step, 0.5, 0.9)).toBe(true);
    expect(isMovedByHand(0.5 - step, 0.5, 0.9)).toBe(true);
  });

  it("is not moved by hand where nothing was chosen, or the very place suggested", () => {
    expect(isMovedByHand(null, 0.5, 0.9)).toBe(false);
    expect(isMovedByHand(0.5 + 1e-6, 0.5, 0.9)).toBe(false);
  });
});

describe("scored events", () => {
  const { dataset, scores } = twentyEvents();
  const hypothesis = { signal: 1, backgrounds: [0] };

  it("stand for the full luminosity in each part", () => {
    const events = scoredEvents(dataset, scores, SPLIT, hypothesis, null);
    for (const part of ["train", "validation", "test"] as const) {
      const { kept } = divide(events.weights[part], events.isSignal, () => true);
      expect(kept.signal.sum).toBeCloseTo(10, 6);
      expect(kept.background.sum).toBeCloseTo(20, 6);
    }
  });

  it("end their axis at the first round number above every score", () => {
    const events = scoredEvents(dataset, scores, SPLIT, hypothesis, null);
    expect(events.scoreEnd).toBe(0.5);
  });

  it("leave out what the mask leaves out, without scaling the rest up for it", () => {
    const mask = Uint8Array.from(dataset.fold, (fold) => (fold === 7 ? 1 : 0));
    const events = scoredEvents(dataset, scores, SPLIT, hypothesis, mask);
    const { kept } = divide(events.weights.test, events.isSignal, () => true);
    expect(kept.signal.sum).toBeCloseTo(10 / 3, 6);
  });

  it("have shapes that sum to 1", () => {
    const events = scoredEvents(dataset, scores, SPLIT, hypothesis, null);
    const shape = scoreShape(events, "test", "background", 5);
    expect(shape?.fraction.reduce((sum, content) => sum + content, 0)).toBeCloseTo(1, 12);
    expect(shape?.fraction[1]).toBeCloseTo(1, 12);
    expect(shape?.error[1]).toBeCloseTo(Math.sqrt(3) / 3, 6);
  });

  it("have no shape where a class is empty", () => {
    const nothing = new Uint8Array(dataset.nEvents);
    const events = scoredEvents(dataset, scores, SPLIT, hypothesis, nothing);
    expect(scoreShape(events, "test", "signal", 5)).toBeNull();
  });
});

describe("the end of the score axis", () => {
  it.each([
    [1, 1],
    [0.51, 1],
    [0.5, 0.5],
    [0.2, 0.2],
    [0.07, 0.1],
    [0.0199, 0.02],
  ])("for scores up to %d is %d", (highest, end) => {
    expect(roundEnd(highest)).toBe(end);
  });

  it("is not 0 for a network that answers 0 to everything", () => {
    expect(roundEnd(0)).toBeGreaterThan(0);
  });

  it("is never itself a threshold", () => {
    const grid = thresholdGrid(0.5);
    expect(grid).toHaveLength(THRESHOLD_STEPS);
    expect(grid[0]).toBe(0);
    expect(grid[199]).toBe(0.4975);
  });
});

describe("a fraction", () => {
  it("has the binomial uncertainty where all weights are 1", () => {
    expect(fraction(pure(36), pure(64))).toEqual({
      kind: "value",
      value: 0.36,
      uncertainty: Math.sqrt((0.36 * 0.64) / 100),
    });
  });

  it("is missing where there is nothing", () => {
    expect(fraction(EMPTY_YIELD, EMPTY_YIELD)).toEqual({ kind: "missing", reason: "no-events" });
  });
});

describe("accuracy", () => {
  it("of calling everything background is the background's share", () => {
    const none = { signal: EMPTY_YIELD, background: EMPTY_YIELD };
    const all = { signal: pure(75), background: pure(925) };
    expect(accuracy(none, all)).toMatchObject({ value: 0.925 });
  });
});

describe("the difference of two significances", () => {
  const wide = { signal: pure(50), background: pure(400) };
  const narrow = { signal: pure(40), background: pure(150) };

  it("is 0 ± 0 for the same events", () => {
    expect(significanceDifference(wide, wide, wide, 0.1)).toEqual({
      kind: "value",
      value: 0,
      uncertainty: 0,
    });
  });

  it("has the uncertainties in quadrature where no event is shared", () => {
    const none = { signal: EMPTY_YIELD, background: EMPTY_YIELD };
    const one = significance(narrow.signal, narrow.background, 0.1);
    const other = significance(wide.signal, wide.background, 0.1);
    const difference = significanceDifference(narrow, wide, none, 0.1);
    if (one.kind === "missing" || other.kind === "missing" || difference.kind === "missing") {
      throw new Error("all three have a value");
    }
    expect(difference.value).toBeCloseTo(one.value - other.value, 12);
    expect(difference.uncertainty).toBeCloseTo(Math.hypot(one.uncertainty, other.uncertainty), 9);
  });

  it("is known better where events are shared", () => {
    const apart = significanceDifference(
      narrow,
      wide,
      { signal: pure(0), background: pure(0) },
      0.1,
    );
    const nested = significanceDifference(narrow, wide, narrow, 0.1);
    if (apart.kind === "missing" || nested.kind === "missing") throw new Error("both have a value");
    expect(nested.uncertainty).toBeLessThan(apart.uncertainty);
  });

  it("is missing where one of them is", () => {
    const empty = { signal: pure(3), background: EMPTY_YIELD };
    expect(significanceDifference(empty, wide, empty, 0.1)).toEqual({
      kind: "missing",
      reason: "no-background",
    });
  });
});
