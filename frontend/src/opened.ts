/** A network that was trained elsewhere: what the page's choices follow from it, what may judge it. */
import { LIMITS, type NetworkChoice, type NetworkModel, within } from "./choices";
import { featuresOf } from "./features";
import { ExchangeError } from "./model/document";
import type { StoredNetwork } from "./model/exchange";
import type { Facts, FeatureFacts, Interval, SplitFacts } from "./model/types";

/** The part of the state that an opened network decides. */
export interface OpenedChoices {
  readonly dataset: string;
  readonly signal: string;
  readonly model: NetworkModel;
  readonly network: NetworkChoice;
  readonly opened: StoredNetwork;
  /** Those it was trained behind; absent where it was trained on all events. */
  readonly cuts?: Readonly<Record<string, Interval>>;
}

/** What follows from opening `stored`. ExchangeError where this page has not what it was made for. */
export function choicesFor(stored: StoredNetwork, facts: Facts): OpenedChoices {
  const { inputs, network, training } = stored;
  const features = featuresOf(facts, training.dataset);
  checkKnown(stored, facts, features);
  const hasCuts = Object.keys(training.cuts).length > 0;
  return {
    dataset: training.dataset,
    signal: training.signal,
    model: network.sizes.length > 2 ? "network" : "linear",
    opened: stored,
    ...(hasCuts ? { cuts: training.cuts } : {}),
    network: {
      inputs,
      layers: network.sizes.slice(1, -1),
      activation: network.activation,
      optimiser: training.optimiser === "sgd" ? "sgd" : "adam",
      learningRate: within(training.learningRate ?? 0.001, LIMITS.learningRate),
      batchSize: within(training.batchSize ?? 256, LIMITS.batchSize),
      l1: within(training.l1 ?? 0, LIMITS.l1),
      l2: within(training.l2 ?? 0, LIMITS.l2),
      dropout: within(training.dropout ?? 0, LIMITS.dropout),
      earlyStop: within(training.patience ?? 0, LIMITS.earlyStop),
      useWeights: training.weighting !== "none",
      onlyPassing: hasCuts,
      seed: within(training.seed ?? 1, LIMITS.seed),
    },
  };
}

function checkKnown(
  { inputs, training }: StoredNetwork,
  facts: Facts,
  features: readonly FeatureFacts[],
): void {
  const known = features.map((feature) => feature.name);
  const stranger = [...inputs, ...Object.keys(training.cuts)].find((name) => !known.includes(name));
  if (stranger !== undefined) {
    throw new ExchangeError("exchange.input", { name: stranger, known: known.join(", ") });
  }
  const dataset = facts.datasets.find(({ id }) => id === training.dataset);
  if (dataset === undefined)
    throw new ExchangeError("exchange.dataset", { name: training.dataset });
  const isSignal = dataset.processes.some(
    ({ name, kind }) => kind === "signal" && name === training.signal,
  );
  if (!isSignal) {
    const values = { name: training.signal, dataset: dataset.title };
    throw new ExchangeError("exchange.signal", values);
  }
}

/**
 * Which folds the network at hand learns from, is watched on, and is judged by.
 *
 * An opened network is judged only by folds that it has neither learned from nor been watched on;
 * there may be none. Where it was never watched, some of them suggest a threshold, as usual.
 */
export function splitFor(opened: StoredNetwork | null, usual: SplitFacts): SplitFacts {
  if (opened === null) return usual;
  const all = Array.from({ length: usual.n_folds }, (_, fold) => fold);
  const { train, validation } = opened.training.folds ?? { train: all, validation: [] };
  const unseen = all.filter((fold) => !train.includes(fold) && !validation.includes(fold));
  const others = unseen.filter((fold) => !usual.validation.includes(fold));
  const isWatched = validation.length > 0 || others.length === 0;
  return {
    n_folds: usual.n_folds,
    train,
    validation: isWatched ? validation : unseen.filter((fold) => !others.includes(fold)),
    test: isWatched ? unseen : others,
  };
}
