/** The words that model and views share: facts from Python, and the dataset as columns. */

/** How real the events are: 0 generator truth, 1 with resolution, 2 the full detector. */
export type Level = 0 | 1 | 2;

/** One variable of a collision, described by the Python package. */
export interface FeatureFacts {
  readonly name: string;
  /** Unit as text, "" where there is none. */
  readonly unit: string;
  /** Short symbol for axes, plain Unicode. */
  readonly symbol: string;
  readonly label: string;
  /** One plain sentence: what it is and why it matters. */
  readonly meaning: string;
  readonly discrete: boolean;
  /** Histogram range; values outside fall into the first or last bin. */
  readonly low: number;
  readonly high: number;
  readonly n_bins: number;
}

export interface ProcessFacts {
  readonly name: string;
  readonly title: string;
  /** "measured": by a detector, and nobody knows what it is. */
  readonly kind: "signal" | "background" | "measured";
  readonly description: string;
  readonly n_events: number;
}

/** What a reader's own file is known by. */
export interface FileFacts {
  readonly name: string;
  readonly bytes: number;
  /** Short hash of its content. */
  readonly fingerprint: string;
}

/** Measured collisions among the rows: hidden until a choice is locked and unblinded. */
export interface MeasuredFacts {
  /** The experiment; "" where nobody says. */
  readonly by: string;
  /** fb⁻¹, of the data and of the simulation beside them; null where it is not known. */
  readonly luminosity_ifb: number | null;
  /** Names the data, whatever simulation stands beside them: eight hexadecimal digits. */
  readonly fingerprint: string;
}

export interface DatasetFacts {
  readonly id: string;
  readonly title: string;
  /** Who made the events: always said on the page. */
  readonly origin: "atlas-simulation" | "own-simulation" | "own-table";
  readonly description: string;
  readonly record_url: string | null;
  readonly doi: string | null;
  readonly licence: string;
  readonly sqrt_s_tev: number;
  readonly luminosity_ifb: number;
  readonly processes: readonly ProcessFacts[];
  readonly default_signal: string;
  /** The levels at which the collisions can be seen, where there are several. */
  readonly levels?: readonly Level[];
  /** Its own variables, where they are not those of `Facts`. */
  readonly features?: readonly FeatureFacts[];
  /** The reader's own file, where the events come from one. */
  readonly file?: FileFacts;
  /** Where there are processes of the kind "measured". */
  readonly measured?: MeasuredFacts;
}

export interface SplitFacts {
  readonly n_folds: number;
  readonly train: readonly number[];
  readonly validation: readonly number[];
  readonly test: readonly number[];
}

/** `facts.json`: everything the page knows that is not an event. */
export interface Facts {
  readonly version: string;
  readonly features: readonly FeatureFacts[];
  readonly split: SplitFacts;
  readonly datasets: readonly DatasetFacts[];
  readonly default_dataset: string;
}

/** `status.json`, one entry a dataset. */
export interface DatasetStatus {
  readonly id: string;
  readonly state: "ready" | "fetching" | "unavailable";
  readonly message: string;
  readonly bytes_done: number;
  readonly bytes_total: number;
  readonly data_url: string | null;
  /** Where the same collisions are at other levels of realism; `data_url` is the full detector's. */
  readonly levels?: readonly { readonly level: Level; readonly data_url: string }[];
}

/** All events of a dataset as columns; `features[f][i]` is feature f of event i. */
export interface Dataset {
  readonly id: string;
  readonly nEvents: number;
  /** Names in the order of the codes in `process`. */
  readonly processes: readonly string[];
  readonly featureNames: readonly string[];
  readonly process: Uint8Array;
  readonly fold: Uint8Array;
  /** Event weight: expected events at the dataset's luminosity; may be negative. */
  readonly weight: Float32Array;
  readonly features: readonly Float32Array[];
  /** How much of the detector these events have seen; absent where there is only one way. */
  readonly level?: Level;
  /** Names the collision within its process, equal at all levels; absent where there is one level. */
  readonly truthId?: Uint32Array;
}

/** A weighted sum with its Monte-Carlo statistical variance. */
export interface Yield {
  /** Σw: expected events. */
  readonly sum: number;
  /** Σw²: variance of the sum. */
  readonly sumSquares: number;
  /** Rows simulated. */
  readonly count: number;
}

/** Keep low <= value <= high; null leaves that side open. */
export interface Interval {
  readonly low: number | null;
  readonly high: number | null;
}

/** A number with its uncertainty, or the reason why there is none. */
export type Measured =
  | { readonly kind: "value"; readonly value: number; readonly uncertainty: number }
  | { readonly kind: "missing"; readonly reason: MissingReason };

export const MISSING_REASONS = [
  "no-background",
  "too-few-background",
  "no-signal",
  "not-trained",
  "no-events",
  "no-fit",
  "no-spread",
] as const;

export type MissingReason = (typeof MISSING_REASONS)[number];

export type Activation = "relu" | "tanh" | "sigmoid";

export type OptimiserName = "adam" | "sgd";

/** What the student chose; indices and codes refer to the dataset. */
export interface TrainingConfig {
  /** Columns that enter the network. */
  readonly features: readonly number[];
  /** Neurons of each hidden layer; empty for a straight line (logistic regression). */
  readonly layers: readonly number[];
  readonly activation: Activation;
  readonly optimiser: OptimiserName;
  readonly learningRate: number;
  readonly batchSize: number;
  /** Penalties on weights: l1 Σ|w| + l2/2 Σw². */
  readonly l1: number;
  readonly l2: number;
  /** Probability with which a hidden neuron is left out of a training event. */
  readonly dropout: number;
  /** Epochs without a new lowest validation loss after which training ends; 0 for never. */
  readonly earlyStop: number;
  /** Learn with |event weight|, both classes equally heavy; else every event counts 1. */
  readonly useWeights: boolean;
  /** Whole number from 0 to 2³² − 1: initial weights and order of events follow from it. */
  readonly seed: number;
  /** Process codes of the signal and of the backgrounds; no other process takes part. */
  readonly signal: number;
  readonly backgrounds: readonly number[];
}

/** Mean weighted cross-entropy; `epoch` has a fraction where single batches were learned. */
export interface LossPoint {
  readonly epoch: number;
  readonly training: number;
  readonly validation: number;
}

/** A training that has ended early, with the weights of its best epoch put back. */
export interface EarlyStopped {
  /** Epochs learned until it was over. */
  readonly epoch: number;
  /** Where the network stands now: the lowest validation loss. */
  readonly best: LossPoint;
}

/** A weight of a network, or a bias. */
export interface WeightPlace {
  /** Gap between two layers, as in NetworkState.weights: 0 between the inputs and the next. */
  readonly layer: number;
  /** Neuron (or input) of the layer before; −1 for the bias. */
  readonly from: number;
  readonly to: number;
}

/** Changes made to a network by hand since it was configured. */
export interface HandEdit {
  readonly changes: number;
  /** Epochs learned before them; since then they are counted from 0. */
  readonly epochs: number;
  /** Where the network stood before it was changed after it had last learned. */
  readonly before: LossPoint;
}

/** A network as numbers, to draw it or to use it on one event. */
export interface NetworkState {
  /** Neurons of each layer, inputs and the one output included. */
  readonly sizes: readonly number[];
  readonly activation: Activation;
  /** Layer l: sizes[l] × sizes[l + 1], one row an input. */
  readonly weights: readonly Float64Array[];
  readonly biases: readonly Float64Array[];
  /** Each input is (value − mean) / std. */
  readonly mean: Float64Array;
  readonly std: Float64Array;
}
