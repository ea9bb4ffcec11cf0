import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LIMITS, MODELS } from "./choices";
import type { Facts } from "./model/types";
import { PLACES, HIDEABLE, defaultState, readState, writeState } from "./state";
import { SPOKEN } from "./text/languages";
import type { State } from "./state";

function feature(name: string): Facts["features"][number] {
  const range = { discrete: false, low: 0, high: 1, n_bins: 10 };
  return { name, unit: "GeV", symbol: name, label: name, meaning: name, ...range };
}

const PROCESSES = ["DM_200", "DM_300"].map((name) => ({
  name,
  title: name,
  kind: "signal" as const,
  description: "",
  n_events: 1,
}));

const DATASET = {
  id: "atlas-dm",
  title: "ATLAS",
  origin: "atlas-simulation" as const,
  description: "",
  record_url: null,
  doi: null,
  licence: "CC0-1.0",
  sqrt_s_tev: 13,
  luminosity_ifb: 10,
  processes: PROCESSES,
  default_signal: "DM_200",
};

const FACTS: Facts = {
  version: "0",
  features: ["lead_lep_pt", "met", "sum_lep_charge"].map(feature),
  split: { n_folds: 10, train: [0], validation: [1], test: [2] },
  datasets: [DATASET, { ...DATASET, id: "simulated-dm", levels: [0, 1, 2] }],
  default_dataset: "atlas-dm",
};

const base = defaultState(FACTS);

/** -0 and 0 are the same cut. */
const plain = (state: State): unknown => JSON.parse(JSON.stringify(state));

const finite = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
const interval = fc
  .tuple(finite, finite)
  .map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) }));

const anyChoices: fc.Arbitrary<State> = fc.record({
  stop: fc.constantFrom(...PLACES),
  dataset: fc.constantFrom("atlas-dm", "simulated-dm"),
  level: fc.constantFrom(0, 1, 2),
  signal: fc.constantFrom("DM_200", "DM_300"),
  scale: fc.constantFrom("linear", "log"),
  display: fc.constantFrom("stack", "shapes"),
  cuts: fc.dictionary(fc.constantFrom("met", "lead_lep_pt"), interval, { noNullPrototype: true }),
  backgroundUncertainty: fc.double({ min: 0, max: 0.5, noNaN: true }),
  model: fc.constantFrom(...MODELS),
  trees: fc.record({
    maxDepth: fc.integer({ min: 1, max: 6 }),
    learningRate: fc.double({ min: 0.01, max: 1, noNaN: true }),
    subsample: fc.double({ min: 0.1, max: 1, noNaN: true }),
  }),
  network: fc.record({
    inputs: fc.subarray(["lead_lep_pt", "met", "sum_lep_charge"], { minLength: 1 }),
    layers: fc.array(fc.integer({ min: 1, max: 32 }), { maxLength: 4 }),
    activation: fc.constantFrom("relu", "tanh", "sigmoid"),
    optimiser: fc.constantFrom("adam", "sgd"),
    learningRate: fc.double({ min: 0.00001, max: 1, noNaN: true }),
    batchSize: fc.integer({ min: 16, max: 4096 }),
    l1: fc.double({ min: 0, max: 1, noNaN: true }),
    l2: fc.double({ min: 0, max: 1, noNaN: true }),
    dropout: fc.double({ min: 0, max: 0.9, noNaN: true }),
    earlyStop: fc.integer({ min: 0, max: 100 }),
    useWeights: fc.boolean(),
    onlyPassing: fc.boolean(),
    seed: fc.integer({ min: 0, max: 999_999 }),
  }),
  opened: fc.constant(null),
  epochs: fc.integer({ min: 0, max: 500 }),
  threshold: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
  language: fc.option(fc.constantFrom(...SPOKEN)),
  hidden: fc.subarray([...HIDEABLE]),
  experiment: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  projector: fc.boolean(),
  measurement: fc.record({
    selection: fc.constantFrom("model", "cuts", "both"),
    scoreBins: fc.integer({ min: 1, max: 6 }),
    luminosity: fc.option(fc.double({ min: 1, max: 3000, noNaN: true })),
    luminosityError: fc.double({ min: 0, max: 0.1, noNaN: true }),
    metScale: fc.double({ min: 0, max: 0.1, noNaN: true }),
  }),
  plane: fc.record({
    x: fc.constantFrom("met", "lead_lep_pt", "sum_lep_charge"),
    y: fc.constantFrom("met", "lead_lep_pt", "sum_lep_charge"),
  }),
});

/** Only one of the two datasets can be seen at other levels. */
const states = anyChoices.map((state) =>
  state.dataset === "simulated-dm" ? state : { ...state, level: 2 as const },
);

describe("the address", () => {
  test("gives back every state that was written into it, without a notice", () => {
    fc.assert(
      fc.property(states, (state) => {
        const read = readState(writeState(state, FACTS), FACTS);
        expect(plain(read.state)).toEqual(plain(state));
        expect(read.notices).toEqual([]);
      }),
    );
  });

  test("of the default state names the dataset and nothing else", () => {
    expect(writeState(base, FACTS)).toBe("#data=atlas-dm");
  });

  test("never breaks the page, whatever stands in it", () => {
    const fields = ["stop", "data", "signal", "layers", "rate", "cut.met", "threshold", "epochs"];
    fields.push("level", "plane.x", "plane.y");
    fields.push("lang", "hide", "projector", "model", "tree.depth", "tree.rate", "tree.part");
    const hostile = fc
      .array(fc.tuple(fc.constantFrom(...fields), fc.string()))
      .map((pairs) => `#${new URLSearchParams(pairs).toString()}`);
    fc.assert(
      fc.property(hostile, (fragment) => {
        const { state } = readState(fragment, FACTS);
        expect(readState(writeState(state, FACTS), FACTS).notices).toEqual([]);
      }),
    );
  });
});

describe("a hand-edited address", () => {
  test.each([
    ["layers=9999", (s: State) => s.network.layers, [32]],
    ["layers=8,8,8,8,8,8", (s: State) => s.network.layers, [8, 8, 8, 8]],
    ["layers=many", (s: State) => s.network.layers, base.network.layers],
    ["rate=NaN", (s: State) => s.network.learningRate, base.network.learningRate],
    ["rate=1e99", (s: State) => s.network.learningRate, LIMITS.learningRate.high],
    ["data=foo", (s: State) => s.dataset, "atlas-dm"],
    ["signal=Higgs", (s: State) => s.signal, "DM_200"],
    ["cut.met=300~100", (s: State) => s.cuts, {}],
    ["cut.met=a~b", (s: State) => s.cuts, {}],
    ["inputs=weight", (s: State) => s.network.inputs, base.network.inputs],
    ["threshold=2", (s: State) => s.threshold, 1],
    ["luminosity=1e9", (s: State) => s.measurement.luminosity, 3000],
    ["luminosity=NaN", (s: State) => s.measurement.luminosity, null],
    ["luminosity.error=-1", (s: State) => s.measurement.luminosityError, 0],
    ["met.scale=x", (s: State) => s.measurement.metScale, 0.02],
    ["bins=4000", (s: State) => s.measurement.scoreBins, 6],
    ["keep=all", (s: State) => s.measurement.selection, "model"],
    ["model=forest", (s: State) => s.model, "network"],
    ["tree.depth=99", (s: State) => s.trees.maxDepth, LIMITS.treeDepth.high],
    ["tree.depth=2.4", (s: State) => s.trees.maxDepth, 2],
    ["tree.rate=0", (s: State) => s.trees.learningRate, LIMITS.treeRate.low],
    ["tree.part=all", (s: State) => s.trees.subsample, base.trees.subsample],
    ["level=1", (s: State) => s.level, 2],
    ["data=simulated-dm&level=7", (s: State) => s.level, 2],
    ["epochs=-5", (s: State) => s.epochs, 0],
  ] as const)("%s is replaced by what is sensible, and said", (fragment, part, expected) => {
    const { state, notices } = readState(`#${fragment}`, FACTS);
    expect(part(state)).toEqual(expected);
    expect(notices).toHaveLength(1);
    expect(notices[0]?.key).toBe("notice.link");
  });

  test("a link names the trees by their model, their settings and how many there are", () => {
    const fragment = "#data=atlas-dm&model=boosted-trees&tree.depth=4&tree.rate=0.2&epochs=40";
    const { state, notices } = readState(fragment, FACTS);
    expect(notices).toEqual([]);
    expect(state.model).toBe("boosted-trees");
    expect(state.trees).toEqual({ ...base.trees, maxDepth: 4, learningRate: 0.2 });
    expect(writeState(state, FACTS)).toBe(fragment);
  });

  test("a link says how real its events are, unless they are as real as can be", () => {
    const { state, notices } = readState("#data=simulated-dm&level=0", FACTS);
    expect(notices).toEqual([]);
    expect(state.level).toBe(0);
    expect(writeState(state, FACTS)).toBe("#data=simulated-dm&level=0");
    expect(writeState({ ...state, level: 2 }, FACTS)).toBe("#data=simulated-dm");
  });

  test("0 hidden layers is a straight line, not a mistake", () => {
    const { state, notices } = readState("#layers=0", FACTS);
    expect(state.network.layers).toEqual([]);
    expect(notices).toEqual([]);
  });
});
