/** The network at hand as a file would keep it. */
import type { Hunt } from "./hunt";
import type { StoredNetwork } from "./model/exchange";

/** The network at hand with what is known of it; null where none has learned anything yet. */
export function storedNetwork({
  state,
  facts,
  split,
  training,
  datasetFacts,
}: Hunt): StoredNetwork | null {
  const { network, history } = training;
  const epochs = history.at(-1)?.epoch ?? 0;
  const { opened } = state;
  if (network === null || training.state === "diverged") return null;
  if (epochs === 0) return opened;
  const before = opened === null ? 0 : opened.training.epochs;
  const { optimiser, learningRate, batchSize, useWeights, onlyPassing, seed } = state.network;
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
      epochs: before === null ? null : before + epochs,
      seed,
      weighting: useWeights ? "balanced" : "none",
    },
  };
}
