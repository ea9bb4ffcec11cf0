/** What of a reader's choices still has a meaning when the events change. */
import { featuresOf } from "./features";
import type { Facts } from "./model/types";
import { defaultState, type State } from "./state";

/** The cuts and the network as far as `dataset` has their variables; else its usual inputs. */
function fittingChoices(
  facts: Facts,
  dataset: string,
  { cuts, network }: State,
): Pick<State, "cuts" | "network"> {
  const names = featuresOf(facts, dataset).map(({ name }) => name);
  const known = Object.entries(cuts).filter(([name]) => names.includes(name));
  const usual = defaultState(facts, dataset).network.inputs;
  const inputs = network.inputs.every((name) => names.includes(name)) ? network.inputs : usual;
  return { cuts: Object.fromEntries(known), network: { ...network, inputs } };
}

/** The state when it moves to another dataset: what has a meaning there stays, its model is new. */
export function movedTo(facts: Facts, id: string, now: State): State {
  const isKnown = facts.datasets
    .find((dataset) => dataset.id === id)!
    .processes.some(({ name }) => name === now.signal);
  const signal = isKnown ? now.signal : defaultState(facts, id).signal;
  const fitting = fittingChoices(facts, id, now);
  return { ...now, dataset: id, signal, epochs: 0, opened: null, ...fitting };
}
