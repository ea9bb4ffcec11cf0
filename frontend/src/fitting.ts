/** What of a reader's choices still has a meaning when the events change. */
import type { NetworkChoice } from "./choices";
import { featuresOf, fittingCuts } from "./features";
import { FULL_DETECTOR } from "./model/level";
import type { Facts } from "./model/types";
import { defaultState, type State } from "./state";

/** The network, on the usual inputs where `dataset` has not all of its own. */
function fittingNetwork(facts: Facts, dataset: string, network: NetworkChoice): NetworkChoice {
  const names = featuresOf(facts, dataset).map(({ name }) => name);
  const isFitting = network.inputs.every((name) => names.includes(name));
  return isFitting ? network : { ...network, inputs: defaultState(facts, dataset).network.inputs };
}

/**
 * The state when it moves to another dataset: what has a meaning there stays. Its model is new, and
 * nobody has chosen a threshold on that one's score.
 */
export function movedTo(facts: Facts, id: string, now: State): State {
  const isKnown = facts.datasets
    .find((dataset) => dataset.id === id)!
    .processes.some(({ name }) => name === now.signal);
  const signal = isKnown ? now.signal : defaultState(facts, id).signal;
  const cuts = fittingCuts(facts, id, now.cuts);
  const network = fittingNetwork(facts, id, now.network);
  const events = { dataset: id, level: FULL_DETECTOR, signal, cuts };
  return { ...now, ...events, network, epochs: 0, opened: null, threshold: null };
}
