/**
 * A trained network as a text that Python and the page both read and write.
 *
 * docs/reference/network-file.md describes the file; src/fivesigma/learning/exchange/network_file.py is the twin
 * of this one. A file may come from anybody: whatever is read is checked, value by value.
 */
import { ExchangeError, isName, LARGEST_NUMBER, type Part, parseDocument } from "./document";
import type { Activation, Interval, NetworkState } from "./types";

export { ExchangeError } from "./document";

const FORMAT = "fivesigma-network";
const VERSION = 1;
export const MOST_BYTES = 262_144;
const MOST_HIDDEN_LAYERS = 4;
const MOST_NEURONS = 32;
const LAST_FOLD = 9;
const LARGEST_WHOLE = 2 ** 32 - 1;
const SMALLEST_SCALE = 1 / LARGEST_NUMBER;
const ACTIVATIONS: readonly Activation[] = ["relu", "tanh", "sigmoid"];

/** Stored folds a network has learned from, or was watched on. */
export interface Folds {
  readonly train: readonly number[];
  readonly validation: readonly number[];
}

/** How a network was trained; null where it is not known. */
export interface TrainingFacts {
  readonly dataset: string;
  readonly signal: string;
  readonly backgrounds: readonly string[];
  /** null: no event can be called unseen. */
  readonly folds: Folds | null;
  /** It learned only from events that pass these. */
  readonly cuts: Readonly<Record<string, Interval>>;
  readonly optimiser: string | null;
  readonly learningRate: number | null;
  readonly batchSize: number | null;
  /** Penalties on weights, and the probability with which hidden neurons were left out. */
  readonly l1: number | null;
  readonly l2: number | null;
  readonly dropout: number | null;
  /** Epochs without a new lowest watched loss after which training would have ended. */
  readonly patience: number | null;
  /** Changes made by hand to its weights and biases. */
  readonly edited: number | null;
  readonly epochs: number | null;
  readonly seed: number | null;
  readonly weighting: string | null;
}

/** A network, its inputs by name, and what one must know to trust it. */
export interface StoredNetwork {
  readonly madeBy: string;
  readonly inputs: readonly string[];
  readonly network: NetworkState;
  readonly training: TrainingFacts;
}

/** The network in the text of a file. Throws ExchangeError, which says what is wrong. */
export function decodeNetwork(text: string): StoredNetwork {
  return storedNetwork(parseDocument(text));
}

/** The network in a document of the file's form, wherever that came from. */
export function storedNetwork(document: Part): StoredNetwork {
  if (document.content.format !== FORMAT) throw new ExchangeError("exchange.format");
  const version = document.number("version", 1, LARGEST_NUMBER);
  if (!Number.isInteger(version)) document.refuse("version");
  if (version > VERSION) throw new ExchangeError("exchange.version");
  const inputs = document.names("inputs");
  const std = document.numbers("scale", inputs.length);
  if (std.some((scale) => scale < SMALLEST_SCALE)) document.refuse("scale");
  const mean = document.numbers("mean", inputs.length);
  return {
    inputs,
    network: { ...readLayers(document, inputs.length), mean, std },
    training: readTraining(document.part("training")),
    madeBy: document.text("made_by"),
  };
}

function readLayers(document: Part, nInputs: number): Omit<NetworkState, "mean" | "std"> {
  const activation = document.choice("activation", ACTIVATIONS);
  const layers = document.parts("layers", MOST_HIDDEN_LAYERS + 1);
  const sizes = [nInputs];
  const weights: Float64Array[] = [];
  const biases: Float64Array[] = [];
  layers.forEach((layer, l) => {
    const nOut = layer.items("biases", 1, l === layers.length - 1 ? 1 : MOST_NEURONS).length;
    biases.push(layer.numbers("biases", nOut));
    weights.push(layer.rows("weights", sizes[l], nOut));
    sizes.push(nOut);
  });
  return { sizes, activation, weights, biases };
}

function readTraining(facts: Part): TrainingFacts {
  return {
    dataset: facts.text("dataset"),
    signal: facts.text("signal"),
    backgrounds: facts.texts("backgrounds"),
    folds: facts.has("folds") ? readFolds(facts, facts.part("folds")) : null,
    cuts: facts.has("cuts") ? readCuts(facts.part("cuts")) : {},
    optimiser: facts.optionalText("optimiser"),
    learningRate: facts.optionalNumber("learning_rate", 0, LARGEST_NUMBER),
    batchSize: facts.optionalWhole("batch_size", 1, LARGEST_WHOLE),
    l1: facts.optionalNumber("l1", 0, LARGEST_NUMBER),
    l2: facts.optionalNumber("l2", 0, LARGEST_NUMBER),
    dropout: facts.optionalNumber("dropout", 0, 1),
    patience: facts.optionalWhole("patience", 1, LARGEST_WHOLE),
    edited: facts.optionalWhole("edited", 0, LARGEST_WHOLE),
    epochs: facts.optionalNumber("epochs", 0, LARGEST_WHOLE),
    seed: facts.optionalWhole("seed", 0, LARGEST_WHOLE),
    weighting: facts.optionalText("weighting"),
  };
}

function readFolds(facts: Part, folds: Part): Folds {
  const train = folds.wholes("train", 0, LAST_FOLD);
  const validation = folds.wholes("validation", 0, LAST_FOLD);
  if (train.length === 0 || train.some((fold) => validation.includes(fold))) facts.refuse("folds");
  return { train, validation };
}

function readCuts(cuts: Part): Record<string, Interval> {
  const found: Record<string, Interval> = {};
  for (const name of Object.keys(cuts.content)) {
    const sides = cuts.items(name, 2, 2);
    const isSide = (side: unknown): side is number | null =>
      side === null || (typeof side === "number" && Math.abs(side) <= LARGEST_NUMBER);
    const [low, high] = sides.every(isSide) ? sides : cuts.refuse(name);
    if (!isName(name) || (low !== null && high !== null && low > high)) cuts.refuse(name);
    found[name] = { low, high };
  }
  return found;
}

/** Everything in the file but its numbers, in the file's words. */
export function header({ madeBy, inputs, network, training }: StoredNetwork): object {
  const { folds, cuts, learningRate, batchSize, ...facts } = training;
  const sides = Object.entries(cuts).map(([name, { low, high }]) => [name, [low, high]]);
  return {
    format: FORMAT,
    version: VERSION,
    made_by: madeBy,
    inputs,
    activation: network.activation,
    training: {
      ...facts,
      folds,
      cuts: Object.fromEntries(sides) as object,
      learning_rate: learningRate,
      batch_size: batchSize,
    },
  };
}

/** The text of the file; every number comes back to the last bit. */
export function encodeNetwork(stored: StoredNetwork): string {
  const { sizes, mean, std, weights, biases } = stored.network;
  return JSON.stringify({
    ...header(stored),
    mean: [...mean],
    scale: [...std],
    layers: biases.map((own, l) => ({
      weights: rowsOf(weights[l], sizes[l], sizes[l + 1]),
      biases: [...own],
    })),
  });
}

export function rowsOf(flat: Float64Array, n: number, width: number): number[][] {
  return Array.from({ length: n }, (_, row) => [...flat.subarray(row * width, (row + 1) * width)]);
}
