import { expect, test } from "vitest";
import { RowStore } from "./store";

function offerAll(store: RowStore, n: number): void {
  for (let row = 0; row < n; row++) {
    const place = store.offer();
    if (place >= 0) store.features[0][place] = row;
  }
  store.finish();
}

test("up to the limit every row is kept, in its order", () => {
  const store = new RowStore(1, 5000, 5000);
  offerAll(store, 5000);
  expect(store.n).toBe(5000);
  expect(store.features[0].every((value, row) => value === row)).toBe(true);
});

test("the rows kept do not depend on what was expected, and come from everywhere", () => {
  const [surprised, prepared] = [new RowStore(1, 1000, 0), new RowStore(1, 1000, 8000)];
  offerAll(surprised, 8000);
  offerAll(prepared, 8000);
  const kept = surprised.features[0];
  expect(kept.filter((row) => row < 4000).length / kept.length).toBeCloseTo(0.5, 1);
  expect(kept.filter((row) => row % 2 === 0).length / kept.length).toBeCloseTo(0.5, 1);
  // Eight times the limit may fall just above it, and is then thinned once more.
  const both = new Set(kept);
  const [few, many] = [surprised, prepared].sort((one, other) => one.n - other.n);
  expect(few.features[0].every((row) => many.features[0].includes(row))).toBe(true);
  expect(both.size).toBe(surprised.n);
});
