import { expect, test } from "vitest";
import { layoutNetwork, lineAt, neighbour, riseAt } from "./layout";

const WIDTHS = [300, 326, 640, 1000];
const SHAPES = [
  [1, 1],
  [9, 8, 1],
  [10, 32, 32, 32, 32, 1],
];

test("every neuron lies inside the drawing, at phone and desktop width", () => {
  for (const width of WIDTHS) {
    for (const sizes of SHAPES) {
      const { columns, height, radius } = layoutNetwork(sizes, width);
      for (const { x, y } of columns) {
        expect(x).toBeGreaterThan(radius);
        expect(x).toBeLessThan(width - radius);
        for (const at of y) expect(at > radius && at < height - radius).toBe(true);
      }
    }
  }
});

test("neurons never overlap and can be hit with a finger", () => {
  for (const width of WIDTHS) {
    for (const sizes of SHAPES) {
      const { columns, radius } = layoutNetwork(sizes, width);
      expect(radius).toBeGreaterThanOrEqual(12);
      for (const { y } of columns) {
        for (let i = 1; i < y.length; i++)
          expect(y[i] - y[i - 1]).toBeGreaterThanOrEqual(2 * radius);
      }
      for (let l = 1; l < columns.length; l++) {
        expect(columns[l].x - columns[l - 1].x).toBeGreaterThan(2 * radius);
      }
    }
  }
});

test("a line starts level, crosses its middle half way and ends level", () => {
  expect(riseAt(0)).toBeCloseTo(0, 6);
  expect(riseAt(0.5)).toBeCloseTo(0.5, 6);
  expect(riseAt(1)).toBeCloseTo(1, 6);
  expect(riseAt(0.05)).toBeLessThan(0.05);
});

test("the line under the pointer is found in the middle of its way", () => {
  const layout = layoutNetwork([2, 3, 1], 640);
  const [left, right] = layout.columns;
  const x = (left.x + right.x) / 2;
  const y = (left.y[1] + right.y[0]) / 2;
  expect(lineAt(layout, x, y)).toEqual({ gap: 0, from: 1, to: 0 });
});

test("the lines of a large network are straight, and found where they are drawn", () => {
  const layout = layoutNetwork([10, 32, 32, 1], 640);
  expect(layout.curved).toBe(false);
  const [, left, right] = layout.columns;
  const [x0, x1] = [left.x + layout.radius, right.x - layout.radius];
  const y = left.y[0] + 0.01 * (right.y[31] - left.y[0]);
  expect(lineAt(layout, x0 + 0.01 * (x1 - x0), y)).toEqual({ gap: 1, from: 0, to: 31 });
});

test("no line is found over a neuron, beside the network or far from all lines", () => {
  const layout = layoutNetwork([2, 1], 640);
  expect(lineAt(layout, layout.columns[0].x, layout.columns[0].y[0])).toBeNull();
  expect(lineAt(layout, 5, 100)).toBeNull();
  expect(lineAt(layout, (layout.columns[0].x + layout.columns[1].x) / 2, 2)).toBeNull();
});

test("arrow keys move to the next neuron and to the nearest of the next layer, never outside", () => {
  const layout = layoutNetwork([3, 3, 1], 640);
  expect(neighbour(layout, { layer: 0, index: 1 }, "ArrowDown")).toEqual({ layer: 0, index: 2 });
  expect(neighbour(layout, { layer: 0, index: 2 }, "ArrowDown")).toEqual({ layer: 0, index: 2 });
  expect(neighbour(layout, { layer: 0, index: 2 }, "ArrowRight")).toEqual({ layer: 1, index: 2 });
  expect(neighbour(layout, { layer: 2, index: 0 }, "ArrowLeft")).toEqual({ layer: 1, index: 1 });
  expect(neighbour(layout, { layer: 2, index: 0 }, "ArrowRight")).toEqual({ layer: 2, index: 0 });
  expect(neighbour(layout, { layer: 2, index: 0 }, "x")).toBeNull();
});
