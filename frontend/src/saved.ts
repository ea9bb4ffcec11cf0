/** The network at hand as a file would keep it. */
import type { Hunt } from "./hunt";
import type { StoredNetwork } from "./model/exchange";
import type { HandEdit, NetworkState } from "./model/types";

/** The network at hand with what is known of it; null where none has learned anything yet. */
export function storedNetwork(hunt: Hunt): StoredNetwork | null {
  const { network, history, stopped } = hunt.training;
  const epochs = stopped?.best.epoch ?? history.at(-1)?.epoch ?? 0;
  const { opened } = hunt.state;
  if (network === null || hunt.training.state === "diverged") return null;
  return epochs === 0 ? opened : described(hunt, network, opened, epochs);
}

/** The network at hand, changed by hand since it began as `start` or from the seed. */
export function editedNetwork(
  hunt: Hunt,
  network: NetworkState,
  start: StoredNetwork | null,
  edit: HandEdit,
): StoredNetwork {
  const stored = described(hunt, network, start, edit.epochs);
  const edited = (start?.training.edited ?? 0) + edit.changes;
  return { ...stored, training: { ...stored.training, edited } };
}

/** `network` as it came of `start` (null: of the seed) by learning for so many epochs here. */
function described(
  { state, facts, split, datasetFacts }: Hunt,
  network: NetworkState,
  start: StoredNetwork | null,
  epochs: number,
): StoredNetwork {
  const before = start === null ? 0 : start.training.epochs;
  const { optimiser, learningRate, batchSize, useWeights, onlyPassing, seed } = state.network;
  const { l1, l2, earlyStop } = state.network;
  const isLinear = network.sizes.length === 2;
  const backgrounds = datasetFacts.processes.filter(({ kind }) => kind === "background");
  return {
    madeBy: `fivesigma ${facts.version}, web page`,
    inputs: state.network.inputs,
    network,
    training: {
      dataset: state.dataset,
      signal: state.signal,
      backgrounds: backgrounds.map(({ name }) => name),
      folds: { train: split.train, validation: split.validation },
      cuts: onlyPassing ? state.cuts : {},
      optimiser,
      learningRate,
      batchSize,
      l1,
      l2,
      dropout: isLinear ? 0 : state.network.dropout,
      patience: earlyStop === 0 ? null : earlyStop,
      edited: start?.training.edited ?? null,
      epochs: before === null ? null : before + epochs,
      seed,
      weighting: useWeights ? "balanced" : "none",
    },
  };
}
