import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { multiply, multiplyTransposed, type Sizes, useSumProducts } from "./kernels";
import { Network } from "./network";
import { makeOptimiser } from "./optimiser";
import { Random } from "./random";
import { compileSumProducts } from "./simd";

const fast = compileSumProducts();

afterEach(() => {
  useSumProducts(null);
  vi.unstubAllGlobals();
});

function normal(n: number, random: Random): Float64Array {
  return new Float64Array(n).map(() => random.normal());
}

/** All products of one size, with or without the help of WebAssembly. */
function products([n, k, m]: Sizes, withHelp: boolean): Float64Array[] {
  const random = new Random(3);
  useSumProducts(withHelp ? fast : null);
  const A = normal(n * k, random);
  const B = normal(k * m, random);
  const bias = normal(m, random);
  const D = normal(n * m, random);
  const found = [n * m, n * m, k * m].map((length) => new Float64Array(length));
  multiply(A, B, bias, found[0], [n, k, m]);
  multiply(A, B, null, found[1], [n, k, m]);
  multiplyTransposed(A, D, found[2], [n, k, m]);
  return found;
}

test("products are the same to the last bit, with WebAssembly and without", () => {
  expect(fast).not.toBeNull();
  const size = fc.integer({ min: 1, max: 23 });
  fc.assert(
    fc.property(size, size, size, (n, k, m) => {
      expect(products([n, k, m], true)).toEqual(products([n, k, m], false));
    }),
    { numRuns: 200 },
  );
});

test("its memory grows with the matrices", () => {
  const sizes: Sizes = [300, 130, 70];
  expect(products(sizes, true)).toEqual(products(sizes, false));
});

test("results go where they belong in an array with more room", () => {
  const room = new Float64Array(5 * 5 + 1).fill(7);
  const ones = new Float64Array(5 * 5 + 9).fill(1);
  useSumProducts(fast);
  multiply(ones, ones, null, room, [5, 5, 5]);
  expect([...room]).toEqual([...new Array<number>(25).fill(5), 7]);
});

test.each(["relu", "tanh", "sigmoid"] as const)(
  "a network of %s grows to the same weights, with WebAssembly and without",
  (activation) => {
    const trained = (withHelp: boolean): Float64Array => {
      useSumProducts(withHelp ? fast : null);
      const random = new Random(1);
      const network = Network.create({ sizes: [9, 16, 7, 1], activation }, random);
      const optimiser = makeOptimiser("adam", 0.01);
      const X = normal(50 * 9, random);
      const y = normal(50, random).map((x) => Number(x > 0));
      const w = normal(50, random).map(Math.abs);
      for (let step = 0; step < 20; step++) {
        network.lossAndGradient(X, y, w, 50);
        network.step(optimiser);
      }
      return network.parameters;
    };
    expect(trained(true)).toEqual(trained(false));
  },
);

test("without it everything works as before", () => {
  const refused = vi.fn(() => {
    throw new Error("refused by the Content Security Policy");
  });
  vi.stubGlobal("WebAssembly", { Module: refused });
  expect(compileSumProducts()).toBeNull();
  expect(refused).toHaveBeenCalledOnce();
  vi.stubGlobal("WebAssembly", undefined);
  expect(compileSumProducts()).toBeNull();
});
