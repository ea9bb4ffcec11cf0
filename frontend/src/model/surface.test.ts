import { describe, expect, test } from "vitest";
import vectors from "../../../tests/vectors/surface.json";
import { contour, labelPlace } from "./contour";
import { Random } from "./random";
import { responseOf, responsesOf, toneOf } from "./response";
import {
  askOf,
  drawnEvents,
  type Field,
  rangeOf,
  sideOf,
  SurfaceWork,
  trendAlong,
} from "./surface";
import { expectClose } from "./testing";
import type { Activation, NetworkState } from "./types";

type Case = (typeof vectors.cases)[number];

const networkOf = (one: Case): NetworkState => ({
  sizes: vectors.sizes,
  activation: one.activation as Activation,
  weights: one.weights.map((weights) => Float64Array.from(weights)),
  biases: one.biases.map((biases) => Float64Array.from(biases)),
  mean: Float64Array.from(vectors.mean),
  std: Float64Array.from(vectors.scale),
});
/** Python looked at the third input along x and at the first along y. */
const gridOf = (one: Case): SurfaceWork["grid"] => ({
  x: { column: 2, values: Float64Array.from(one.x) },
  y: { column: 0, values: Float64Array.from(one.y) },
});
const never = (): boolean => false;
const fieldOf = (nX: number, nY: number, of: (x: number, y: number) => number): Field => ({
  nX,
  nY,
  values: Float64Array.from({ length: nX * nY }, (_, at) => of(at % nX, Math.floor(at / nX))),
});

describe("a surface", () => {
  test.each(vectors.cases)("$activation: has Python's scores", (one) => {
    const ask = askOf({ network: networkOf(one), trees: null })!;
    const work = new SurfaceWork(ask, gridOf(one), [[NaN, one.held, NaN]]);
    expect(work.advance(never)).toBe(true);
    expectClose(work.values, one.score);
  });

  test.each(vectors.cases)("$activation: every neuron says what Python's does", (one) => {
    const network = networkOf(one);
    const found = responsesOf(network, gridOf(one), [0, one.held, 0]);
    one.hidden.forEach((outputs, l) => expectClose(found.outputs[l + 1], outputs));
    expectClose(found.outputs[3], one.score);
    const { sum, output } = responseOf(found, 3, 0);
    expectClose(output.values, one.score);
    expectClose(
      sum.values.map((z) => 1 / (1 + Math.exp(-z))),
      one.score,
    );
  });

  test("is the same however often it is interrupted, and the mean over its events", () => {
    const ask = askOf({ network: networkOf(vectors.cases[0]), trees: null })!;
    const grid = {
      x: sideOf({ low: -3, high: 3, discrete: false }, 2, 20),
      y: sideOf({ low: 0, high: 100, discrete: false }, 0, 20),
    };
    const held = [
      [0, -1, 0],
      [0, -2, 0],
    ];
    const whole = new SurfaceWork(ask, grid, held);
    whole.advance(never);
    const parts = new SurfaceWork(ask, grid, held);
    let turns = 1;
    while (!parts.advance(() => true)) turns += 1;
    expect(turns).toBe(8); // 400 points of two events in turns of at most 128
    expect(parts.values).toEqual(whole.values);
    const each = held.map((event) => {
      const one = new SurfaceWork(ask, grid, [event]);
      one.advance(never);
      return one.values;
    });
    expectClose(
      whole.values,
      each[0].map((score, at) => (score + each[1][at]) / 2),
    );
  });

  test("there is none without a model", () => {
    expect(askOf({ network: null, trees: null })).toBeNull();
  });
});

describe("a side of the plane", () => {
  test("reaches from end to end", () => {
    const { values, column } = sideOf({ low: 0.1, high: 0.7, discrete: false }, 3, 4);
    expectClose(values, [0.1, 0.3, 0.5, 0.7]);
    expect(values[3]).toBe(0.7);
    expect(column).toBe(3);
  });

  test("asks about whole numbers only where there are no others", () => {
    const { values } = sideOf({ low: -0.5, high: 2.5, discrete: true }, 0, 7);
    expect([...values]).toEqual([0, 0, 1, 1, 2, 2, 2]);
  });
});

describe("a trend", () => {
  const field = fieldOf(9, 5, (x, y) => x / 10 + Math.abs(y - 2));
  test.each([
    [field, "x", "rises"],
    [fieldOf(9, 5, (x) => -x), "x", "falls"],
    [field, "y", "mixed"],
    [fieldOf(9, 5, (_, y) => 0.001 * y), "y", "flat"],
  ] as const)("%#", (one, side, expected) => {
    expect(trendAlong(one, side, 0.02)).toBe(expected);
  });
});

describe("a contour", () => {
  test("of a slope is a straight line at the height asked for", () => {
    const field = fieldOf(5, 4, (x) => x);
    const lines = contour(field, 1.25);
    expect(lines).toHaveLength(3);
    for (const [x1, , x2] of lines) expectClose([x1, x2], [1.25, 1.25]);
    const ends = lines.flatMap(([, y1, , y2]) => [y1, y2]);
    expect([Math.min(...ends), Math.max(...ends)]).toEqual([0, 3]);
    expect(contour(field, 7)).toEqual([]);
  });

  test("of a cone is a closed ring", () => {
    const lines = contour(
      fieldOf(21, 21, (x, y) => Math.hypot(x - 10, y - 10)),
      6,
    );
    const ends = new Map<string, number>();
    for (const [x1, y1, x2, y2] of lines) {
      for (const [x, y] of [
        [x1, y1],
        [x2, y2],
      ]) {
        expect(Math.hypot(x - 10, y - 10)).toBeCloseTo(6, 1);
        const place = `${x.toFixed(6)},${y.toFixed(6)}`;
        ends.set(place, (ends.get(place) ?? 0) + 1);
      }
    }
    expect(new Set(ends.values())).toEqual(new Set([2]));
  });

  test("at a saddle parts the corners that the middle does not join", () => {
    const saddle: Field = { nX: 2, nY: 2, values: Float64Array.of(1, 0, 0, 1) };
    // Upper left and lower right are 0; the middle, 0.5, belongs to the two that are 1.
    expect(contour(saddle, 0.4)).toEqual([
      [0.6, 0, 1, 0.4],
      [0.4, 1, 0, 0.6],
    ]);
    expect(contour(saddle, 0.75)).toEqual([
      [0.25, 0, 0, 0.25],
      [0.75, 1, 1, 0.75],
    ]);
  });

  test("keeps away from numbers that are none, and so does the range", () => {
    const field: Field = { nX: 2, nY: 2, values: Float64Array.of(0, 1, NaN, 1) };
    expect(contour(field, 0.5)).toEqual([]);
    expect(rangeOf(field)).toEqual([0, 1]);
    expect(rangeOf({ nX: 1, nY: 1, values: Float64Array.of(NaN) })).toBeNull();
  });

  test("has its label where it is nearest to the height asked for", () => {
    const lines = contour(
      fieldOf(4, 4, (x) => x),
      1.5,
    );
    expect(labelPlace(lines, 2.4)).toEqual([1.5, 2.5]);
    expect(labelPlace([], 1)).toBeNull();
  });
});

test("the tone of a ReLU is measured by its largest output", () => {
  const output = fieldOf(3, 1, (x) => 2 * x);
  expect([...toneOf({ sum: output, output, curve: "relu" }).values]).toEqual([0, 0.5, 1]);
  expect([...toneOf({ sum: output, output, curve: "sigmoid" }).values]).toEqual([-1, 3, 7]);
});

test("events are drawn with a chance proportional to the size of their weight", () => {
  const events = Uint32Array.from({ length: 4 }, (_, i) => i);
  const weight = [0, -3, 1, 1];
  const counts = [0, 0, 0, 0];
  const random = new Random(5);
  for (let i = 0; i < 4000; i++) counts[drawnEvents(events, weight, 1, random)[0]] += 1;
  expect(counts[0]).toBe(0);
  // 2400 ± 31 of 4000 for a weight of 3 in 5.
  expect(Math.abs(counts[1] - 2400)).toBeLessThan(125);
  expect([...drawnEvents(events, weight, 9, random)].sort()).toEqual([1, 2, 3]);
});
