import { expect, test } from "vitest";
import { chanceInLooks } from "./looks";

test("one look finds 2σ by chance in 2.3 % of all cases, ten looks in 20.5 %", () => {
  expect(chanceInLooks(1, 2)).toBeCloseTo(0.0227501, 7);
  expect(chanceInLooks(10, 2)).toBeCloseTo(1 - 0.9772499 ** 10, 6);
  expect(chanceInLooks(0, 2)).toBe(0);
});

test("rare chances are not rounded away", () => {
  expect(chanceInLooks(3, 5) / (3 * 2.866516e-7)).toBeCloseTo(1, 5);
});
