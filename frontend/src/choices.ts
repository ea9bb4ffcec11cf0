/** What a reader may choose for a model, and what numbers are allowed, wherever they come from. */

export const MODELS = ["network", "linear", "boosted-trees", "tree"] as const;
export type ModelName = (typeof MODELS)[number];
/** A linear model is a network without a hidden layer, and is trained as one. */
export type NetworkModel = "network" | "linear";
export type TreeModel = Exclude<ModelName, NetworkModel>;

export function isNetworkModel(model: ModelName): model is NetworkModel {
  return model === "network" || model === "linear";
}

/** How trees grow; inputs, events and seed are those of NetworkChoice, so that they can be compared. */
export interface TreesChoice {
  /** Questions that a tree asks of one event at most. */
  readonly maxDepth: number;
  readonly learningRate: number;
  /** Part of the training events that each tree sees. */
  readonly subsample: number;
}

export const SELECTIONS = ["model", "cuts", "both"] as const;
/** What keeps an event: the model's score, the cuts, or both. */
export type SelectionName = (typeof SELECTIONS)[number];

/** The measurement that is planned: what it keeps, and how well what matters is known. */
export interface MeasurementChoice {
  readonly selection: SelectionName;
  /** Most bins of the score. */
  readonly scoreBins: number;
  /** fb⁻¹; null for that of the dataset. */
  readonly luminosity: number | null;
  /** Relative uncertainties. */
  readonly luminosityError: number;
  readonly metScale: number;
}

export const USUAL_MEASUREMENT: MeasurementChoice = {
  selection: "model",
  scoreBins: 6,
  luminosity: null,
  luminosityError: 0.02,
  metScale: 0.02,
};

/** The network, and how it is trained. */
export interface NetworkChoice {
  readonly inputs: readonly string[];
  readonly layers: readonly number[];
  readonly activation: "relu" | "tanh" | "sigmoid";
  readonly optimiser: "adam" | "sgd";
  readonly learningRate: number;
  readonly batchSize: number;
  /** Penalties on weights, and the probability with which a hidden neuron is left out. */
  readonly l1: number;
  readonly l2: number;
  readonly dropout: number;
  /** Epochs without a new lowest validation loss after which training ends; 0 for never. */
  readonly earlyStop: number;
  readonly useWeights: boolean;
  /** Train only on events that pass the cuts. */
  readonly onlyPassing: boolean;
  readonly seed: number;
}

/** What a number field, a slider and a link all accept. */
export interface Limits {
  readonly low: number;
  readonly high: number;
  readonly integer?: boolean;
}

export const LIMITS = {
  layers: { low: 0, high: 4, integer: true },
  neurons: { low: 1, high: 32, integer: true },
  learningRate: { low: 0.00001, high: 1 },
  batchSize: { low: 16, high: 4096, integer: true },
  l1: { low: 0, high: 1 },
  l2: { low: 0, high: 1 },
  dropout: { low: 0, high: 0.9 },
  earlyStop: { low: 0, high: 100, integer: true },
  /** A weight or bias that is set by hand. */
  weight: { low: -100, high: 100 },
  seed: { low: 0, high: 999_999, integer: true },
  treeDepth: { low: 1, high: 6, integer: true },
  treeRate: { low: 0.01, high: 1 },
  treeSubsample: { low: 0.1, high: 1 },
  /** Also of trees, and of the questions of a single one. */
  epochs: { low: 0, high: 500, integer: true },
  backgroundUncertainty: { low: 0, high: 0.5 },
  threshold: { low: 0, high: 1 },
  experiment: { low: 0, high: 2 ** 32 - 1, integer: true },
  scoreBins: { low: 1, high: 6, integer: true },
  /** From less than any dataset's to what the LHC is planned to deliver. */
  luminosity: { low: 1, high: 3000 },
  luminosityError: { low: 0, high: 0.1 },
  metScale: { low: 0, high: 0.1 },
} as const satisfies Record<string, Limits>;

/** The nearest allowed number. */
export function within(value: number, limits: Limits): number {
  const inside = Math.min(limits.high, Math.max(limits.low, value));
  return limits.integer === true ? Math.round(inside) : inside;
}
