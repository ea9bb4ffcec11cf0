import fc from "fast-check";
import { expect, test } from "vitest";
import vectors from "../../../tests/vectors/pictures.json";
import { eventPicture, numbersOf, size, sum } from "./eventPicture";
import type { EventNumbers, EventPicture, Vector } from "./eventPicture";
import { datasetOf } from "./testing";

type Columns = typeof vectors.features;
const PYTHON: Readonly<Record<keyof EventNumbers, keyof Columns>> = {
  leadPt: "lead_lep_pt",
  subleadPt: "sublead_lep_pt",
  mll: "mll",
  met: "met",
  deltaR: "delta_r_ll",
  deltaPhiToMet: "delta_phi_ll_met",
  fractionalPtDifference: "fractional_pt_difference",
  metOverHt: "met_over_ht",
};

function each(value: (key: keyof EventNumbers) => number): EventNumbers {
  const keys = Object.keys(PYTHON) as (keyof EventNumbers)[];
  const entries = keys.map((key): [string, number] => [key, value(key)]);
  return Object.fromEntries(entries) as unknown as EventNumbers;
}

function numbersAt(event: number): EventNumbers {
  return each((key) => vectors.features[PYTHON[key]][event]);
}

function angleBetween(a: Vector, b: Vector): number {
  return Math.abs(Math.atan2(a.x * b.y - a.y * b.x, a.x * b.x + a.y * b.y));
}

const all = vectors.features.mll.map((_, event) => event);

test.each(all)("collision %d is found again from Python's features", (event) => {
  const picture = eventPicture(numbersAt(event));
  const { expected } = vectors;
  expect(picture.conflicts).toEqual([]);
  expect(picture.deltaPhi).toBeCloseTo(expected.delta_phi[event], 6);
  expect(picture.deltaEta).toBeCloseTo(expected.delta_eta[event], 6);
  const lengths: [number, number][] = [
    [size(picture.pair), expected.pair_pt[event]],
    [size(picture.missing), expected.met[event]],
    [size(picture.rest), expected.rest_pt[event]],
    [picture.jetScalarSum, expected.jet_scalar_sum[event]],
  ];
  for (const [found, wanted] of lengths) expect(Math.abs(found - wanted)).toBeLessThan(1e-5);
  expect(angleBetween(picture.pair, picture.lead)).toBeCloseTo(expected.pair_to_lead[event], 5);
  expect(angleBetween(picture.pair, picture.rest)).toBeCloseTo(expected.pair_to_rest[event], 5);
  expect(picture.softAtLeast).toBeLessThanOrEqual(expected.soft_pt[event] + 1e-6);
});

test("as in a file of float32, the same collisions are found to better than a per cent of a GeV", () => {
  for (const event of all) {
    const exact = numbersAt(event);
    const rounded = each((key) => Math.fround(exact[key]));
    const picture = eventPicture(rounded);
    expect(picture.conflicts).toEqual([]);
    // The angle itself is worse where the leptons fly at the same one; the momentum is not.
    expect(Math.abs(size(picture.pair) - vectors.expected.pair_pt[event])).toBeLessThan(0.01);
  }
});

const momentum = fc.double({ min: 20, max: 500, noNaN: true });
const opening = fc.double({ min: 0.1, max: 3.1, noNaN: true });
const collision = fc.record({
  pts: fc.tuple(momentum, momentum),
  deltaPhi: opening,
  deltaEta: fc.double({ min: 0, max: 4, noNaN: true }),
  met: momentum,
  deltaPhiToMet: fc.double({ min: 0, max: Math.PI, noNaN: true }),
  jets: fc.double({ min: 0, max: 300, noNaN: true }),
});

/** Features of made-up leptons, by the formulas of the textbook; jets balance what is missing. */
function featuresOf(given: typeof collision extends fc.Arbitrary<infer T> ? T : never): {
  numbers: EventNumbers;
  pairPt: number;
} {
  const { deltaPhi, deltaEta, met, deltaPhiToMet, jets } = given;
  const [leadPt, subleadPt] = [Math.max(...given.pts), Math.min(...given.pts)];
  const pairPt = Math.hypot(
    leadPt + subleadPt * Math.cos(deltaPhi),
    subleadPt * Math.sin(deltaPhi),
  );
  const mll = Math.sqrt(2 * leadPt * subleadPt * (Math.cosh(deltaEta) - Math.cos(deltaPhi)));
  const numbers = {
    leadPt,
    subleadPt,
    mll,
    met,
    deltaR: Math.hypot(deltaPhi, deltaEta),
    deltaPhiToMet,
    fractionalPtDifference: Math.abs(met - pairPt) / pairPt,
    metOverHt: met / (leadPt + subleadPt + jets),
  };
  return { numbers, pairPt };
}

test("whatever the collision: its angles come back, the sum closes, the pair points up", () => {
  fc.assert(
    fc.property(collision, (given) => {
      const { numbers, pairPt } = featuresOf(given);
      const picture = eventPicture(numbers);
      expect(picture.conflicts).toEqual([]);
      expect(picture.deltaPhi).toBeCloseTo(given.deltaPhi, 5);
      expect(size(picture.pair)).toBeCloseTo(pairPt, 4);
      expect(angleBetween(picture.pair, picture.missing)).toBeCloseTo(given.deltaPhiToMet, 5);
      const total = sum(picture.lead, picture.sublead, picture.missing, picture.rest);
      expect(size(total)).toBeCloseTo(0, 9);
      expect(picture.pair.x).toBeCloseTo(0, 6);
      expect(picture.pair.y).toBeGreaterThan(0);
      expect(picture.lead.x).toBeLessThan(1e-6);
    }),
  );
});

const SENSIBLE = featuresOf({
  pts: [80, 60],
  deltaPhi: 1.2,
  deltaEta: 0.5,
  met: 140,
  deltaPhiToMet: 3,
  jets: 40,
}).numbers;

function kindsOf(picture: EventPicture): string[] {
  return picture.conflicts.map(({ kind }) => kind);
}

test.each([
  ["a mass too large for the distance of the leptons", { mll: 300 }, "opening"],
  ["a mass too small for it", { mll: 1 }, "opening"],
  ["less visible momentum than the leptons have", { metOverHt: 3 }, "jets"],
  ["an imbalance that no jets explain", { fractionalPtDifference: 0.9 }, "balance"],
] as const)("%s is flagged, and the nearest picture drawn", (_, change, kind) => {
  const picture = eventPicture({ ...SENSIBLE, ...change });
  expect(kindsOf(picture)).toContain(kind);
  for (const { x, y } of [picture.lead, picture.sublead, picture.missing, picture.rest]) {
    expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  }
  expect(picture.jetScalarSum).toBeGreaterThanOrEqual(0);
});

test("the nearest picture of an impossible mass is at the end of what is allowed", () => {
  expect(eventPicture({ ...SENSIBLE, mll: 1 }).deltaEta).toBeCloseTo(0, 6);
  expect(eventPicture({ ...SENSIBLE, mll: 300 }).deltaPhi).toBeCloseTo(0, 6);
  // Seen along the beams no angle is wider than π, however far apart the leptons fly.
  expect(eventPicture({ ...SENSIBLE, deltaR: 5, mll: 1 }).deltaPhi).toBeCloseTo(Math.PI, 6);
});

test("the numbers of an event come from its columns, in any order", () => {
  const names = Object.values(PYTHON).reverse();
  const dataset = {
    ...datasetOf({ process: [0], weight: [1], features: names.map((_, i) => [i]) }, 1),
    featureNames: names,
  };
  expect(numbersOf(dataset, 0)).toMatchObject({ leadPt: 7, metOverHt: 0, mll: 5 });
});

test("a dataset without one of the numbers has no pictures", () => {
  const dataset = datasetOf({ process: [0], weight: [1], features: [[1]] }, 1);
  expect(numbersOf(dataset, 0)).toBeNull();
});
