import { expect, test } from "vitest";
import vectors from "../../tests/vectors/exchange.json";
import { decodeNetwork } from "./model/exchange";
import type { Folds, StoredNetwork } from "./model/exchange";
import { encodeCode } from "./model/networkCode";
import type { Facts } from "./model/types";
import { choicesFor, splitFor } from "./opened";
import { readState, writeState } from "./state";

const NAMES = ["lead_lep_pt", "met", "mll", "delta_phi_ll_met", "n_bjets"];

const FACTS: Facts = {
  version: "0",
  features: NAMES.map((name) => {
    const words = { unit: "GeV", symbol: name, label: name, meaning: name };
    return { name, ...words, discrete: false, low: 0, high: 1, n_bins: 10 };
  }),
  split: { n_folds: 10, train: [0, 1, 2, 3, 4], validation: [5, 6], test: [7, 8, 9] },
  datasets: ["atlas-dm", "simulated-dm"].map((id) => ({
    id,
    title: id.toUpperCase(),
    origin: "own-simulation",
    description: "",
    record_url: null,
    doi: null,
    licence: "CC0-1.0",
    sqrt_s_tev: 13,
    luminosity_ifb: 10,
    processes: (["signal", "background"] as const).map((kind) => ({
      name: kind === "signal" ? "DM_200" : "ZZ",
      title: kind,
      kind,
      description: "",
      n_events: 1,
    })),
    default_signal: "DM_200",
  })),
  default_dataset: "atlas-dm",
};

const [plain, , heldBack, withCuts] = vectors.networks.map(({ file }) => decodeNetwork(file));

function trainedOn(folds: Folds | null): StoredNetwork {
  return { ...plain, training: { ...plain.training, folds } };
}

test("the page's choices follow from an opened network", () => {
  const { dataset, signal, network, opened, cuts } = choicesFor(plain, FACTS);
  expect({ dataset, signal, cuts }).toEqual({ dataset: "simulated-dm", signal: "DM_200" });
  expect(network.inputs).toEqual(NAMES.slice(0, 4));
  expect(network.layers).toEqual([3]);
  expect(network.onlyPassing).toBe(false);
  expect(opened).toBe(plain);
});

test("a network trained behind cuts brings them along", () => {
  const { network, cuts } = choicesFor(withCuts, FACTS);
  expect(cuts).toEqual({ met: { low: 100, high: null }, mll: { low: null, high: 110.5 } });
  expect(network.onlyPassing).toBe(true);
});

test("one neuron is a linear model, one with hidden neurons a network", () => {
  expect(choicesFor(plain, FACTS).model).toBe("network");
  expect(choicesFor(withCuts, FACTS).model).toBe("linear");
});

test("what held an opened network back holds it back here", () => {
  const held = { l1: 0.001, l2: 0.01, dropout: 0.2, earlyStop: 15 };
  expect(choicesFor(heldBack, FACTS).network).toMatchObject(held);
});

test("what an older file does not say is off", () => {
  const { l1, l2, dropout, earlyStop } = choicesFor(withCuts, FACTS).network;
  expect([l1, l2, dropout, earlyStop]).toEqual([0, 0, 0, 0]);
});

test.each([
  ["exchange.input", { ...plain, inputs: ["met", "truth", "mll", "n_bjets"] }],
  ["exchange.dataset", { ...plain, training: { ...plain.training, dataset: "higgsml" } }],
  ["exchange.signal", { ...plain, training: { ...plain.training, signal: "ZZ" } }],
])("what the page does not have is refused: %s", (key, stored) => {
  expect(() => choicesFor(stored, FACTS)).toThrow(key);
});

const usual = FACTS.split;

test("the page's own network is judged as always", () => {
  expect(splitFor(null, usual)).toBe(usual);
});

test.each([
  ["the same folds", { train: [0, 1, 2, 3, 4], validation: [5, 6] }, [5, 6], [7, 8, 9]],
  ["another part of a k-fold", { train: [4, 5, 6, 7, 8, 9], validation: [2, 3] }, [2, 3], [0, 1]],
  ["never watched", { train: [0, 1, 2, 3, 4], validation: [] }, [5, 6], [7, 8, 9]],
  [
    "only validation folds are left",
    { train: [0, 1, 2, 3, 4, 7, 8, 9], validation: [] },
    [],
    [5, 6],
  ],
  ["it has seen all", { train: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], validation: [] }, [], []],
  ["nobody knows", null, [], []],
])("an opened network is judged by unseen folds: %s", (_, folds, validation, test_) => {
  const split = splitFor(trainedOn(folds), usual);
  expect(split.validation).toEqual(validation);
  expect(split.test).toEqual(test_);
  expect(split.test.some((fold) => split.train.includes(fold))).toBe(false);
});

test("a link opens the network that it carries, and is kept", () => {
  const fragment = `#stop=judge&network=${encodeCode(withCuts)}&epochs=3`;
  const { state, notices } = readState(fragment, FACTS);
  expect(notices).toEqual([]);
  expect(state.opened?.madeBy).toBe("a test");
  expect(state.dataset).toBe("simulated-dm");
  expect(state.epochs).toBe(3);
  expect(readState(writeState(state, FACTS), FACTS).state).toEqual(state);
});

test("a damaged link says so and opens the page without it", () => {
  const { state, notices } = readState(`#network=${encodeCode(plain).slice(0, 500)}`, FACTS);
  expect(state.opened).toBeNull();
  expect(notices.map(({ key }) => key)).toEqual(["exchange.link"]);
});
