import fc from "fast-check";
import { expect, test } from "vitest";
import { weightedHistogram } from "./histogram";
import { borderOf, coarse, densest, fillPlane, MOST_BINS } from "./plane";

const BINS = { low: 0, high: 4, n_bins: 4 };
const numbers = (low: number, high: number) => fc.double({ min: low, max: high, noNaN: true });
const events = fc.array(
  fc.record({ x: numbers(-1, 5), y: numbers(-1, 5), weight: numbers(-1, 3) }),
  { minLength: 1, maxLength: 80 },
);

test("added up along one variable, the plane is the histogram of the other", () => {
  fc.assert(
    fc.property(events, (given) => {
      const [x, y, weights] = (["x", "y", "weight"] as const).map((key) =>
        given.map((event) => event[key]),
      );
      const roles = new Uint8Array(given.length).fill(2);
      const plane = fillPlane(
        { values: x, bins: BINS },
        { values: y, bins: BINS },
        { roles, role: 2, weights },
      );
      const flat = weightedHistogram(x, weights, { low: 0, high: 4, nBins: 4 });
      for (let column = 0; column < 4; column++) {
        const rows = [0, 1, 2, 3].map((row) => row * 4 + column);
        const total = rows.reduce((sum, bin) => sum + plane.sum[bin], 0);
        const squares = rows.reduce((sum, bin) => sum + plane.sumSquares[bin], 0);
        expect(total).toBeCloseTo(flat.sum[column], 9);
        expect(squares).toBeCloseTo(flat.sumSquares[column], 9);
      }
    }),
  );
});

test("events of another role do not fill the plane", () => {
  const axis = { values: [1, 2], bins: BINS };
  const weights = [1, 1];
  const { sum } = fillPlane(axis, axis, { roles: Uint8Array.of(1, 2), role: 1, weights });
  expect([...sum].filter((content) => content !== 0)).toEqual([1]);
});

test.each([
  [40, 10],
  [32, 8],
  [30, 10],
  [31, 12],
  [38, 12],
  [12, 12],
  [2, 2],
])("of %d bins %d are made", (nBins, expected) => {
  expect(coarse({ low: 0, high: 1, n_bins: nBins })).toEqual({ low: 0, high: 1, n_bins: expected });
  expect(expected).toBeLessThanOrEqual(MOST_BINS);
});

test("the densest bins hold the share, and without the last of them they would not", () => {
  fc.assert(
    fc.property(fc.array(numbers(-1, 5), { minLength: 4, maxLength: 40 }), (contents) => {
      const sum = Float64Array.from(contents);
      const total = sum.reduce((all, content) => all + content, 0);
      const inside = densest({ sum }, 0.5);
      const held = contents.filter((_, bin) => inside[bin] === 1);
      if (!(total > 0)) {
        expect(held).toEqual([]);
        return;
      }
      const all = held.reduce((a, b) => a + b, 0);
      expect(all).toBeGreaterThanOrEqual(total / 2 - 1e-9);
      expect(all - Math.min(...held)).toBeLessThan(total / 2);
      expect(Math.min(...held)).toBeGreaterThan(0);
    }),
  );
});

test("the border of one bin is its four sides, of two neighbours six", () => {
  expect(borderOf(Uint8Array.of(1, 0, 0, 0), 2, 2)).toHaveLength(4);
  expect(borderOf(Uint8Array.of(1, 1, 0, 0), 2, 2)).toHaveLength(6);
  expect(borderOf(new Uint8Array(4), 2, 2)).toEqual([]);
  expect(borderOf(Uint8Array.of(0, 0, 0, 1), 2, 2)).toContainEqual({ x1: 1, y1: 1, x2: 2, y2: 1 });
});
