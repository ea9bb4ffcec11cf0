import fc from "fast-check";
import { expect, test } from "vitest";
import { chainEnd, closing, farthest, laidOut, ORIGIN, putDown, tailOf, toggled } from "./addition";
import { size, sum } from "./eventPicture";

const VECTORS = [
  { x: 3, y: 0 },
  { x: 0, y: 4 },
  { x: -1, y: -1 },
];
const REACH = 0.5;
const component = fc.double({ min: -300, max: 300, noNaN: true });
const arrows = fc.array(fc.record({ x: component, y: component }), {
  minLength: 1,
  maxLength: 4,
});

test("an arrow put down near the end of the chain joins it there", () => {
  const laid = putDown(laidOut(VECTORS), 1, { x: 3.2, y: 0.3 }, REACH);
  expect(laid.chain).toEqual([0, 1]);
  expect(tailOf(laid, 1)).toEqual({ x: 3, y: 0 });
  expect(chainEnd(laid)).toEqual({ x: 3, y: 4 });
  expect(closing(laid)).toEqual({ x: -3, y: -4 });
});

test("an arrow put down elsewhere lies where it was left, and the chain closes up behind it", () => {
  const two = toggled(laidOut(VECTORS), 1);
  const laid = putDown(two, 0, { x: -2, y: -2 }, REACH);
  expect(laid.chain).toEqual([1]);
  expect(tailOf(laid, 0)).toEqual({ x: -2, y: -2 });
  expect(tailOf(laid, 1)).toEqual(ORIGIN);
});

test("an arrow taken out goes back to the collision", () => {
  const laid = toggled(toggled(laidOut(VECTORS), 2), 0);
  expect(laid.chain).toEqual([2]);
  expect(tailOf(laid, 0)).toEqual(ORIGIN);
});

test("in whatever order the arrows are added, the same arrow closes the sum", () => {
  fc.assert(
    fc.property(arrows, fc.nat(), (vectors, turn) => {
      const order = vectors.map((_, i) => (i + turn) % vectors.length);
      const empty = { ...laidOut(vectors), chain: [] };
      const laid = order.reduce(toggled, empty);
      const total = sum(closing(laid), ...vectors);
      expect(size(total)).toBeLessThan(1e-9);
    }),
  );
});

test("no chain reaches farther than it is said to", () => {
  fc.assert(
    fc.property(arrows, fc.nat(), (vectors, turn) => {
      let laid = { ...laidOut(vectors), chain: [] as number[] };
      vectors.forEach((_, i) => {
        laid = { ...laid, chain: [...laid.chain, (i + turn) % vectors.length] };
        expect(size(chainEnd(laid))).toBeLessThanOrEqual(farthest(vectors) + 1e-9);
      });
    }),
  );
});
