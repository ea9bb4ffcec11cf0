import { expect, test } from "vitest";
import { PLANS } from "./plans";
import { STOPS } from "./state";

test("the minutes of a plan add up to its length, and its stops keep their order", () => {
  for (const { minutes, steps } of PLANS) {
    expect(steps.reduce((sum, [, part]) => sum + part, 0)).toBe(minutes);
    const order: readonly string[] = [...STOPS, "talks"];
    const places = steps.map(([step]) => order.indexOf(step));
    expect(places).toEqual([...places].sort((a, b) => a - b));
  }
});
