import { expect, test } from "vitest";
import { below, logBelow, quantile } from "./normal";
import { expectClose } from "./testing";

// scipy.special.ndtr and log_ndtr
test.each([
  [-30, 4.906713927147908e-198, -454.32124395634327],
  [-8, 6.22096057427174e-16, -35.01343715991456],
  [-3.5, 0.00023262907903552502, -8.366065308344094],
  [-2.999, 0.0013543365337271057, -6.6044435875705805],
  [-1, 0.15865525393145707, -1.8410216450092634],
  [0, 0.5, -0.6931471805599453],
  [0.7, 0.758036347776927, -0.2770239422771313],
  [2.5, 0.9937903346742238, -0.00622902548586],
  [6, 0.9999999990134123, -9.86587645524372e-10],
])("the probability below %d is SciPy's", (x, probability, log) => {
  expect(below(x) / probability).toBeCloseTo(1, 10);
  expectClose([logBelow(x)], [log]);
});

test("five deviations are a p-value of 2.87e-7", () => {
  expect(below(-5)).toBeCloseTo(2.866516e-7, 12);
});

test.each([
  [1e-9, -5.9978070150076865],
  [0.05, -1.6448536269514729],
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.9999, 3.719016485455709],
])("the quantile of %d is SciPy's", (probability, x) => {
  expect(quantile(probability)).toBeCloseTo(x, 9);
});
