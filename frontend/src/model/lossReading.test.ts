import { expect, test } from "vitest";
import { blindLoss, rateTrouble, readLoss } from "./lossReading";
import type { LossPoint } from "./types";

const history = (validation: readonly number[], training: readonly number[]): LossPoint[] =>
  validation.map((loss, epoch) => ({ epoch, training: training[epoch], validation: loss }));

const falling = (n: number): number[] => Array.from({ length: n }, (_, i) => 0.7 - 0.01 * i);

test("the best epoch is the one with the lowest validation loss, the first of equals", () => {
  const reading = readLoss(history([0.7, 0.5, 0.6, 0.5], falling(4)));
  expect(reading?.best.epoch).toBe(1);
});

test("a validation loss that keeps falling is no over-training", () => {
  expect(readLoss(history(falling(40), falling(40)))?.overTraining).toBeNull();
});

test("a validation loss that rises while the training loss falls is reported in numbers", () => {
  const validation = Array.from({ length: 31 }, (_, e) => 0.5 + 0.004 * Math.abs(e - 10));
  const drift = readLoss(history(validation, falling(31)))?.overTraining;
  expect(drift?.epochs).toBe(20);
  expect(drift?.validationRise).toBeCloseTo(0.072, 10);
  expect(drift?.trainingFall).toBeCloseTo(0.18, 10);
});

test("a rise of a few epochs is not reported yet", () => {
  const validation = Array.from({ length: 18 }, (_, e) => 0.5 + 0.004 * Math.abs(e - 10));
  expect(readLoss(history(validation, falling(18)))?.overTraining).toBeNull();
});

test("two losses that rise together are not over-training", () => {
  const rising = Array.from({ length: 30 }, (_, e) => 0.5 + 0.01 * e);
  expect(readLoss(history(rising, rising))?.overTraining).toBeNull();
});

test("points that are not numbers are left out, and nothing is read from nothing", () => {
  const diverged = { epoch: 2, training: Number.NaN, validation: Number.POSITIVE_INFINITY };
  expect(readLoss([diverged])).toBeNull();
  expect(readLoss([...history([0.6, 0.5], falling(2)), diverged])?.last.epoch).toBe(1);
});

test("guessing blindly costs ln 2 where both classes weigh the same, and nothing for one class", () => {
  expect(blindLoss(0.5)).toBeCloseTo(Math.LN2, 12);
  expect(blindLoss(0)).toBe(0);
});

test("a loss above its start hints at too large a rate, one that stays at too small a rate", () => {
  const still = Array.from({ length: 25 }, () => 0.7);
  expect(rateTrouble(history([0.7, 2], [0.7, 2]), null)).toBe("too-large");
  expect(rateTrouble(history(still, still), null)).toBe("too-small");
  expect(rateTrouble(history(still.slice(0, 10), still.slice(0, 10)), null)).toBeNull();
  expect(rateTrouble(history(falling(25), falling(25)), blindLoss(0.5))).toBeNull();
  expect(rateTrouble([], null)).toBeNull();
});

test("a loss that fell but is no better than a blind guess is said to be so", () => {
  const stuck = [0.9, ...Array.from({ length: 24 }, () => 0.695)];
  expect(rateTrouble(history(stuck, stuck), blindLoss(0.5))).toBe("blind");
});
