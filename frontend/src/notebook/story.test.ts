import { expect, test } from "vitest";
import { defaultState } from "../state";
import type { Facts } from "../model/types";
import type { Decision } from "../journal/decision";
import { measurementOf } from "./measured";
import { type Path, type Shown } from "./path";
import { call, python, rawJson } from "./python";
import { cutTexts, notebookOf } from "./story";

interface NotebookFile {
  readonly cells: readonly {
    readonly cell_type: string;
    readonly id: string;
    readonly source: readonly string[];
  }[];
  readonly metadata: { readonly fivesigma: Readonly<Record<string, string>> };
}

const shown = (value: number, uncertainty: number | null, decimals: number): Shown => ({
  value,
  uncertainty,
  decimals,
});
const REGION = {
  signal: shown(50.33333, 2.76, 2),
  background: shown(247.2, 5.1, 1),
  z: shown(3.0951, 0.1714, 2),
  canBeCounted: true,
};
const LOSS = { training: shown(0.5512, null, 3), validation: shown(0.5623, null, 3) };
const FACTS = {
  features: [{ name: "met" }],
  datasets: [{ id: "own", default_signal: "s", processes: [] }],
  default_dataset: "own",
} as unknown as Facts;
const CHOICE = { ...defaultState(FACTS).network, inputs: ["met", "mll"] };

const PATH: Path = {
  version: "1.2.3",
  fragment: "#stop=judge",
  dataset: { id: "simulated-dm", title: "Our own simulation", isReal: false, level: 2 },
  luminosity: 10,
  signal: { name: "DM_200", title: "Mediator of 200 GeV" },
  backgroundUncertainty: 0.1,
  uncut: REGION,
  cuts: [["met", { low: 120, high: null }]],
  kept: REGION,
  inputs: ["met", "mll"],
  onlyPassing: false,
  model: { kind: "network", choice: CHOICE, epochs: 20, loss: LOSS },
  judged: {
    auc: shown(0.78412, 0.0213, 3),
    threshold: 0.455,
    isSuggested: true,
    region: REGION,
  },
  measurement: null,
};

const DECISION: Decision = {
  attempt: 1,
  lockedAt: "2026-01-02T03:04:05.678Z",
  dataset: "simulated-dm",
  signal: "DM_200",
  model: "network",
  selection: "model",
  threshold: 0.4,
  thresholdFrom: "validation",
  fragment: "#data=simulated-dm",
  network: null,
  luminosity: 36,
  factor: 3.6,
  uncertain: { background: 0.1, luminosity: 0.02, metScale: 0.03 },
  bins: {
    edges: [0.4, 0.7, 0.9],
    signal: { sum: [10, 20], sumSquares: [1, 2] },
    background: { sum: [50, 20], sumSquares: [9, 4] },
    metShift: {
      size: 0.03,
      signal: { down: [11, 19], up: [9, 21] },
      background: { down: [51, 18], up: [49, 23] },
    },
  },
  expected: {
    signal: { value: 108, uncertainty: 6 },
    background: { value: 252, uncertainty: 13 },
    z: { value: 3.2, uncertainty: 0.2 },
    mu: { total: 0.5, statistical: 0.3, systematic: 0.4 },
  },
  before: null,
  reason: "<b>best</b> [here](x)\nby `rm`",
  pseudoData: 7,
};

test("what holds the network back is among its parameters, where it is switched on", () => {
  const held = { ...CHOICE, l1: 0.001, l2: 0.01, dropout: 0.2 };
  const model = { kind: "network", epochs: 20, loss: LOSS } as const;
  const source = (choice: typeof CHOICE): string =>
    read({ ...PATH, model: { ...model, choice } })
      .cells.find(({ id }) => id === "model")!
      .source.join("");
  expect(source(held)).toMatch(/"l1": 0.001,[^]*"l2": 0.01,[^]*"dropout": 0.2,/);
  expect(source(CHOICE)).not.toMatch(/l1|l2|dropout/);
});

function read(path: Path): NotebookFile {
  return JSON.parse(notebookOf(path)) as NotebookFile;
}

function codeOf(path: Path): string {
  const cells = read(path).cells.filter(({ cell_type: type }) => type === "code");
  return cells.map(({ source }) => source.join("")).join("\n\n");
}

test("events of another level are taken from the package as such", () => {
  const dataset = { ...PATH.dataset, level: 0 } as const;
  const code = codeOf({ ...PATH, dataset });
  expect(code).toContain("events = embedded_levels()[Level.TRUTH]");
  expect(code).not.toContain("fs.load(");
  expect(codeOf(PATH)).not.toContain("levels");
});

test("the cells follow the student's path", () => {
  const { cells, metadata } = read(PATH);
  const code = cells.filter(({ cell_type: type }) => type === "code").map(({ id }) => id);
  expect(code).toEqual(["begin", "data", "cuts", "inputs", "model", "area", "threshold"]);
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
  expect(metadata.fivesigma).toEqual({ version: "1.2.3", page: "#stop=judge" });
});

test("a number of the page travels with three decimals more than were shown", () => {
  expect(codeOf(PATH)).toContain('same("Z", [3.0951, 0.1714], [z.value, z.uncertainty], 2)\n');
  expect(codeOf(PATH)).toContain('same("S", [50.33333, 2.76], [region.signal.sum,');
});

test("settings are those of the page", () => {
  const code = codeOf({
    ...PATH,
    model: {
      ...PATH.model!,
      kind: "network",
      choice: { ...CHOICE, layers: [5], useWeights: false, seed: 9 },
      epochs: 3,
      loss: LOSS,
    },
  });
  expect(code).toContain('"layers": (5,),');
  expect(code).toContain('"epochs": 3,');
  expect(code).toMatch(/seed=9,\s+weighting="none"/);
});

test("behind cuts the model learns and is judged there, and the whole is what was before", () => {
  const code = codeOf({ ...PATH, onlyPassing: true });
  expect(code).toContain("table = fs.features(kept, inputs)");
  expect(code).toContain("region_above(trained, threshold, before_cuts=hunted)");
});

test("without a model nothing is said of one", () => {
  const code = codeOf({ ...PATH, model: null, judged: null });
  expect(code).not.toContain("train");
  expect(code).not.toContain("threshold");
});

test("both ends of a cut are kept", () => {
  const cuts = [
    ["a", { low: 1.5, high: null }],
    ["b", { low: null, high: -2 }],
    ["c", { low: 1e-7, high: 3 }],
  ] as const;
  expect(cutTexts(cuts)).toEqual(["a >= 1.5", "b <= -2", "1e-7 <= c <= 3"]);
});

test("nothing gets out of its literal", () => {
  const hostile = `"""); import os; '''\\`;
  expect(python(hostile)).toBe(JSON.stringify(hostile));
  const file = JSON.stringify({ made_by: "'''\nimport os" });
  expect(rawJson(file).slice(4, -3)).not.toContain("'");
  const inside = rawJson(file).slice(4, -3);
  expect(JSON.parse(inside)).toEqual({ made_by: "'''\nimport os" });
  expect(() => python(Number.NaN)).toThrow(RangeError);
});

test("Python's words for what JavaScript calls otherwise", () => {
  expect(python([true, null, "é", 1e21])).toBe('[True, None, "é", 1e+21]');
  expect(python({ tuple: [] })).toBe("()");
  expect(python({ tuple: [8] })).toBe("(8,)");
  expect(call("f", ["a".repeat(50), "b".repeat(50)]).split("\n")).toHaveLength(4);
});

test("what was locked is fitted again, and what was seen only once it was seen", () => {
  const locked = { ...PATH, measurement: measurementOf(DECISION, null) };
  const code = codeOf(locked);
  expect(code).toContain("sum=factor * np.array(");
  expect(code).toContain(
    'Systematic(name="metScale", shape={"background": (3.6 * np.array([51, 18])',
  );
  expect(code).toMatch(/same\("Z", \[[\d.]+\], \[expected\.discovery_z\], 2\)/);
  expect(code).not.toContain("counts");
  const seen = codeOf({
    ...PATH,
    measurement: measurementOf(DECISION, { counts: [270, 140], by: null }),
  });
  expect(seen).toContain("counts = np.array([270, 140], dtype=float)");
  expect(seen).toContain("found.limit.observed");
});

test("the student's own words are no markup", () => {
  const { cells } = read({ ...PATH, measurement: measurementOf(DECISION, null) });
  const told = cells.find(({ id }) => id === "chosen-told")!.source.join("");
  expect(told).toContain("> \\<b\\>best\\</b\\> \\[here\\]\\(x\\)\n> by \\`rm\\`");
});
