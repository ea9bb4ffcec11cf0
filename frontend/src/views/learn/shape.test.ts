import { expect, test } from "vitest";
import { LIMITS } from "../../choices";
import { middleOf } from "./layout";
import { withLayer, withNeurons, withoutLayer } from "./shape";

test("a new layer is as large as the last one, and there are never too many", () => {
  expect(withLayer([5, 3])).toEqual([5, 3, 3]);
  expect(withLayer([])).toEqual([8]);
  const full = new Array<number>(LIMITS.layers.high).fill(2);
  expect(withLayer(full)).toEqual(full);
});

test("neurons stay within their limits, and a layer goes without the others", () => {
  expect(withNeurons([5, 3], 1, 4)).toEqual([5, 4]);
  expect(withNeurons([1], 0, 0)).toEqual([LIMITS.neurons.low]);
  expect(withNeurons([32], 0, 33)).toEqual([LIMITS.neurons.high]);
  expect(withoutLayer([5, 3, 2], 1)).toEqual([5, 2]);
});

test("a line has its middle between its ends, if there is such a line", () => {
  const columns = [
    { x: 0, y: [10, 30] },
    { x: 100, y: [20] },
  ];
  expect(middleOf({ columns }, { gap: 0, from: 1, to: 0 })).toEqual({ x: 50, y: 25 });
  expect(middleOf({ columns }, { gap: 0, from: 2, to: 0 })).toBeNull();
  expect(middleOf({ columns }, { gap: 1, from: 0, to: 0 })).toBeNull();
});
