import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/variables.json";
import { correlations } from "./correlation";
import { roc } from "./roc";
import { ordered, rolesOf, separation } from "./separation";
import { expectClose } from "./testing";
import type { Measured } from "./types";

const COLUMNS = vectors.columns.map((column) => Float32Array.from(column));
const CODES = Uint8Array.from(vectors.label);
const HYPOTHESIS = { signal: 1, backgrounds: [0] };
const ROLES = rolesOf(CODES, HYPOTHESIS, null);

function pairOf(measured: Measured): [number, number] {
  if (measured.kind === "missing") throw new Error(measured.reason);
  return [measured.value, measured.uncertainty];
}

test.each([0, 1, 2])("variable %d alone separates as Python's ROC curve says", (feature) => {
  const { chance, signalIsLarger } = separation(ordered(COLUMNS[feature]), ROLES, vectors.weight);
  const [area, uncertainty] = vectors.area[feature];
  expect(signalIsLarger).toBe(area >= 0.5);
  expectClose(pairOf(chance), [Math.max(area, 1 - area), uncertainty]);
});

test("it is the area of the page's own ROC curve, whatever the weights and ties", () => {
  const event = fc.record({
    value: fc.integer({ min: 0, max: 12 }),
    label: fc.integer({ min: 0, max: 1 }),
    weight: fc.integer({ min: -2, max: 9 }),
  });
  fc.assert(
    fc.property(fc.array(event, { minLength: 4, maxLength: 60 }), (events) => {
      const values = Float32Array.from(events, ({ value }) => value);
      const labels = Uint8Array.from(events, ({ label }) => label);
      const weights = events.map(({ weight }) => weight);
      const { auc } = roc(values, labels, weights);
      const roles = rolesOf(labels, HYPOTHESIS, null);
      const { chance } = separation(ordered(values), roles, weights);
      expect(chance.kind).toBe(auc.kind);
      if (chance.kind === "missing" || auc.kind === "missing") return;
      expect(chance.value).toBeCloseTo(Math.max(auc.value, 1 - auc.value), 9);
      expect(chance.uncertainty).toBeCloseTo(auc.uncertainty, 6);
    }),
  );
});

test("events that the mask leaves out, or that are of neither class, take no part", () => {
  const roles = rolesOf(Uint8Array.of(0, 1, 2, 1), HYPOTHESIS, Uint8Array.of(1, 1, 1, 0));
  expect([...roles]).toEqual([1, 2, 0, 0]);
});

test.each([
  [[1, 1], "no-signal"],
  [[2, 2], "no-background"],
  [[1, 1, 2], "no-signal"],
])("with events of %j there is a reason for no number", (roles, reason) => {
  const values = Float32Array.from(roles, (_, i) => i);
  const weights = roles.map(() => 1);
  expect(separation(ordered(values), Uint8Array.from(roles), weights).chance).toEqual({
    kind: "missing",
    reason,
  });
});

test.each([
  [0, 1],
  [1, 2],
])("correlations of class %d are Python's", (kind, role) => {
  const found = correlations(COLUMNS, ROLES, role, vectors.weight);
  const expected = vectors.correlation[kind];
  expectClose(
    found.flat().map((one) => pairOf(one)[0]),
    expected.r.flat(),
  );
  found.flat().forEach((one, place) => {
    expect(pairOf(one)[1]).toBeCloseTo(expected.uncertainty.flat()[place], 7);
  });
});

test("a variable that never changes has no correlation, and no events have none", () => {
  const constant = Float32Array.from(COLUMNS[0], () => 0.1);
  const found = correlations([COLUMNS[0], constant], ROLES, 2, vectors.weight);
  expect(found[0][1]).toEqual({ kind: "missing", reason: "no-spread" });
  expect(found[1][1]).toEqual({ kind: "missing", reason: "no-spread" });
  expect(pairOf(found[0][0])).toEqual([1, 0]);
  const none = correlations(COLUMNS, new Uint8Array(CODES.length), 2, vectors.weight);
  expect(none[0][0]).toEqual({ kind: "missing", reason: "no-events" });
});
