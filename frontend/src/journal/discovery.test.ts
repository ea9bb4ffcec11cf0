import { expect, test } from "vitest";
import { type Decision, lock, NO_DECISION } from "./decision";
import {
  type Discoveries,
  isMeasured,
  lastLook,
  lookNumber,
  mergedDiscoveries,
  nextLook,
  nLooks,
  nOpened,
  NOTHING_OPENED,
  openedIn,
  readDiscoveries,
  type Unblinding,
  wasOpened,
  withOpened,
  withRevealed,
  worldOf,
} from "./discovery";

const VALUE = { kind: "value", value: 3.1, uncertainty: 0.2 } as const;
const DECISION: Decision = lock(
  NO_DECISION,
  {
    lockedAt: "2026-01-02T03:04:05.678Z",
    dataset: "atlas-dm",
    signal: "DM_200",
    model: "network",
    selection: "model",
    threshold: 0.4,
    thresholdFrom: "validation",
    fragment: "#data=atlas-dm&epochs=30",
    network: null,
    luminosity: 36,
    factor: 3.6,
    uncertain: { background: 0.1, luminosity: 0.02, metScale: 0 },
    bins: {
      edges: [0.4, 0.7, 0.9],
      signal: { sum: [10, 20], sumSquares: [1, 2] },
      background: { sum: [50, 20], sumSquares: [9, 4] },
      metShift: null,
    },
    expected: {
      signal: { value: 108, uncertainty: 6 },
      background: { value: 252, uncertainty: 13 },
      z: { value: 3.2, uncertainty: 0.2 },
      mu: { total: 0.5, statistical: 0.3, systematic: 0.4 },
    },
    before: { nothing: VALUE, cuts: { kind: "missing", reason: "too-few-background" } },
    reason: "It is <b>best</b>.",
  },
  () => 7,
).locked!;

const OPENED: Unblinding = {
  experiment: 7,
  decision: DECISION,
  counts: [183, 70],
  revealed: false,
};
const OTHER: Unblinding = {
  ...OPENED,
  experiment: 8,
  decision: { ...DECISION, before: { nothing: VALUE, cuts: null } },
};
const KEYS = ["atlas-dm|DM_200|7", "atlas-dm|DM_200|8"];
const FOUND: Discoveries = { name: "Ada", opened: [OPENED, OTHER], keys: KEYS };

const copy = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test("what was written is read back", () => {
  expect(readDiscoveries(copy(FOUND))).toEqual(FOUND);
  expect(readDiscoveries(copy(NOTHING_OPENED))).toEqual(NOTHING_OPENED);
});

test("an experiment is opened once, whatever is locked later", () => {
  const once = withOpened(NOTHING_OPENED, OPENED);
  expect(withOpened(once, { ...OPENED, counts: [1, 1] })).toBe(once);
  expect(openedIn(withOpened(once, OTHER), worldOf(OTHER))).toEqual(OTHER);
  const elsewhere = { ...OPENED, decision: { ...DECISION, signal: "DM_300" } };
  expect(withOpened(once, elsewhere).opened).toHaveLength(2);
});

test("the network is not kept again with each experiment", () => {
  const heavy = { ...OPENED, decision: { ...DECISION, network: "x".repeat(1000) } };
  expect(withOpened(NOTHING_OPENED, heavy).opened[0].decision.network).toBeNull();
});

test("only the world that was asked for is revealed", () => {
  const { opened } = withRevealed(FOUND, worldOf(OTHER));
  expect(opened.map(({ revealed }) => revealed)).toEqual([false, true]);
});

function withBefore(before: object): object {
  return { decision: { ...DECISION, before } };
}

test("names and words from a file cannot turn what is written beside them", () => {
  const turned = { ...DECISION, reason: "abc\u202e", dataset: "at\u0000las-dm" };
  const read = readDiscoveries(
    copy({ name: "Ada\u202e", opened: [{ ...OPENED, decision: turned }] }),
  );
  expect(read.name).toBe("Ada");
  expect(read.opened[0].decision).toMatchObject({ reason: "abc", dataset: "atlas-dm" });
});

const FAULTS: readonly [string, object][] = [
  ["a negative count", { counts: [-1, 30] }],
  ["half a count", { counts: [1.5, 30] }],
  ["too few counts", { counts: [83] }],
  ["counts that are no list", { counts: "83" }],
  ["no decision", { decision: null }],
  ["a decision with a fault", { decision: { ...DECISION, factor: -1 } }],
  ["an attempt that is no number", { decision: { ...DECISION, attempt: "1" } }],
  ["a huge experiment", { experiment: 1e12 }],
  [
    "a strange reason",
    withBefore({ nothing: { kind: "missing", reason: "toString" }, cuts: null }),
  ],
  ["an endless number", withBefore({ nothing: { ...VALUE, value: 1e300 }, cuts: null })],
  ["no answer whether it was revealed", { revealed: 1 }],
];

test.each(FAULTS)("an experiment with %s is left out, the others stay", (_, fault) => {
  const broken = { ...OPENED, experiment: 9, ...fault };
  expect(readDiscoveries(copy({ ...FOUND, opened: [broken, OPENED, OTHER] }))).toEqual(FOUND);
});

test.each([[null], [3], ["x"], [[]], [{}], [{ name: 5, opened: {}, keys: [3, {}, null] }]])(
  "%o reads as nothing",
  (raw) => {
    expect(readDiscoveries(raw)).toEqual(NOTHING_OPENED);
  },
);

test("an experiment twice in a file is read once, unknown fields are dropped", () => {
  const more = { ...OPENED, script: "alert(1)" };
  const again = { ...OPENED, counts: [0, 0] };
  expect(readDiscoveries(copy({ ...FOUND, opened: [more, again, OTHER] }))).toEqual(FOUND);
});

test("a long name is cut, and of many experiments the last stay", () => {
  const opened = Array.from({ length: 30 }, (_, experiment) => ({ ...OPENED, experiment }));
  const found = readDiscoveries(copy({ name: "x".repeat(500), opened }));
  expect(found.name).toHaveLength(80);
  expect(found.opened).toHaveLength(20);
  expect(found.opened.at(-1)?.experiment).toBe(29);
});

test("every look counts and none is repeated, also those whose numbers are no longer kept", () => {
  let now = NOTHING_OPENED;
  for (let experiment = 0; experiment < 30; experiment++) {
    now = withOpened(now, { ...OPENED, experiment });
  }
  const read = readDiscoveries(copy(now));
  expect(read).toEqual(now);
  expect([read.opened.length, nOpened(read)]).toEqual([20, 30]);
  const long = { ...OPENED, experiment: 3 };
  expect(openedIn(read, worldOf(long))).toBeNull();
  expect(wasOpened(read, worldOf(long))).toBe(true);
  expect(withOpened(read, long)).toBe(read);
});

test("a journal from before the keys counts what it has kept, without numbers of the time before", () => {
  const decision = { ...DECISION, thresholdFrom: undefined, before: undefined };
  const old = { ...OPENED, decision, before: { nothing: VALUE, cuts: null } };
  const read = readDiscoveries(copy({ name: "Ada", opened: [old] }));
  expect(nOpened(read)).toBe(1);
  expect(read.opened[0].decision).toEqual({ ...DECISION, thresholdFrom: null, before: null });
});

test("two journals together have looked as often as both, at a shared experiment once", () => {
  const later = { ...DECISION, lockedAt: "2026-01-03T00:00:00.000Z" };
  const again = { ...OPENED, decision: later, counts: [1, 1], revealed: true };
  const file = withOpened(withOpened({ ...NOTHING_OPENED, name: "Bo" }, again), {
    ...OPENED,
    experiment: 9,
  });
  for (const merged of [mergedDiscoveries(FOUND, file), mergedDiscoveries(file, FOUND)]) {
    expect(nOpened(merged)).toBe(3);
    expect(openedIn(merged, worldOf(OPENED))).toEqual({ ...OPENED, revealed: true });
  }
  expect(mergedDiscoveries(FOUND, file).name).toBe("Ada");
  expect(mergedDiscoveries(FOUND, FOUND)).toEqual(FOUND);
  expect(mergedDiscoveries(NOTHING_OPENED, FOUND)).toEqual(FOUND);
});

const DATA = "1f2e3d4c";
const SEARCH = { dataset: "atlas-dm", signal: "DM_200" };

/** `before` with one more look at measured data. */
function looked(before: Discoveries, fingerprint: string, decision = DECISION): Discoveries {
  const experiment = nextLook(before, fingerprint);
  return withOpened(before, { experiment, decision, counts: [2, 1], revealed: false });
}

test("each look at measured data is counted, for whatever signal, and survives being read back", () => {
  const first = looked(NOTHING_OPENED, DATA);
  const other = looked(first, DATA, { ...DECISION, signal: "DM_300" });
  const third = readDiscoveries(JSON.parse(JSON.stringify(looked(other, DATA))));
  expect(third.opened.map(({ experiment }) => lookNumber(experiment))).toEqual([1, 2, 3]);
  expect(nLooks(third, DATA)).toBe(3);
  expect(nLooks(third, "00000000")).toBe(0);
  expect(lastLook(third, DATA, SEARCH)?.experiment).toBe(`measured-${DATA}-3`);
  expect(lastLook(other, DATA, SEARCH)?.experiment).toBe(`measured-${DATA}-1`);
  expect(lastLook(third, DATA, { ...SEARCH, dataset: "another" })).toBeNull();
});

test("pseudo-data are no look at measured data", () => {
  const opened = withOpened(NOTHING_OPENED, {
    ...{ experiment: 7, decision: DECISION, counts: [2, 1], revealed: true },
  });
  expect(nLooks(opened, DATA)).toBe(0);
  expect(lastLook(opened, DATA, SEARCH)).toBeNull();
});

test.each(["measured-1f2e3d4c-0", "measured-1f2e-1", "measured", "<b>", "measured-1f2e3d4c-1|x"])(
  "%s names no data",
  (experiment) => {
    expect(isMeasured(experiment)).toBe(false);
    const raw = { opened: [{ experiment, decision: DECISION, counts: [2, 1], revealed: false }] };
    expect(readDiscoveries(raw).opened).toEqual([]);
  },
);
