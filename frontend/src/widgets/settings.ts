/** The choices of a model in Python's words, there and back. */
import type { Facts } from "../model/types";
import { readState, type State } from "../state";

/** A setting in Python, and the field of the page's address that holds it. */
const FIELDS = {
  model: "model",
  inputs: "inputs",
  layers: "layers",
  activation: "activation",
  optimiser: "optimiser",
  learning_rate: "rate",
  batch_size: "batch",
  l1: "l1",
  l2: "l2",
  dropout: "dropout",
  early_stop: "early",
  use_weights: "weights",
  only_passing: "passing",
  seed: "seed",
  tree_depth: "tree.depth",
  tree_rate: "tree.rate",
  tree_part: "tree.part",
} as const;

export type Settings = Readonly<Record<keyof typeof FIELDS, unknown>>;

/** All of them, as they are now. */
export function settingsOf({ model, network, trees }: State): Settings {
  return {
    model,
    inputs: network.inputs,
    layers: network.layers,
    activation: network.activation,
    optimiser: network.optimiser,
    learning_rate: network.learningRate,
    batch_size: network.batchSize,
    l1: network.l1,
    l2: network.l2,
    dropout: network.dropout,
    early_stop: network.earlyStop,
    use_weights: network.useWeights,
    only_passing: network.onlyPassing,
    seed: network.seed,
    tree_depth: trees.maxDepth,
    tree_rate: trees.learningRate,
    tree_part: trees.subsample,
  };
}

/**
 * What Python asks for, read as carefully as a link; what is not named stays as it is in `state`.
 * With a notice for each value that cannot be used.
 */
export function readSettings(
  raw: unknown,
  state: State,
  facts: Facts,
): ReturnType<typeof readState> {
  const asked = { ...settingsOf(state), ...(typeof raw === "object" ? raw : {}) };
  const fields = new URLSearchParams({ data: state.dataset });
  for (const [name, field] of Object.entries(FIELDS)) {
    fields.set(field, fieldText(asked[name as keyof Settings]));
  }
  const read = readState(`#${fields.toString()}`, facts);
  const { network } = read.state;
  return { ...read, state: { ...read.state, network: asAsked(network, asked.inputs) } };
}

/** A link lists inputs in the house's order; Python's order is kept, since weights belong to it. */
function asAsked(network: State["network"], asked: unknown): State["network"] {
  const names = Array.isArray(asked) ? [...new Set<unknown>(asked)] : [];
  const inputs = names.flatMap((name) => network.inputs.filter((known) => known === name));
  return inputs.length === network.inputs.length ? { ...network, inputs } : network;
}

function fieldText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? "0" : value.map(fieldText).join(",");
  if (typeof value === "boolean") return value ? "on" : "off";
  return typeof value === "number" || typeof value === "string" ? `${value}` : "";
}
