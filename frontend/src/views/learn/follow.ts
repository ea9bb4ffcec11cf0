/** The event that is followed through the model: one of those it has never learned from. */
import { useMemo, useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import type { Activations } from "../../model/arithmetic";
import { followEvent } from "../../model/arithmetic";
import { eventsIn } from "../../model/sample";
import { inputsOf } from "../../model/training";
import type { FeatureFacts } from "../../model/types";

export type Kind = "signal" | "background";

export interface Populations {
  readonly signal: Uint32Array;
  readonly background: Uint32Array;
}

/** Signal and background rows of some folds, of those that the model may learn from. */
export function usePopulations(hunt: Hunt, folds: readonly number[]): Populations {
  const { dataset, state } = hunt;
  const { onlyPassing } = state.network;
  const cuts = onlyPassing ? state.cuts : null;
  return useMemo(() => {
    const empty = new Uint32Array();
    if (dataset === null || hunt.filter === null) return { signal: empty, background: empty };
    const rows = eventsIn(dataset, folds, hunt.codes, onlyPassing ? hunt.filter.mask() : null);
    const isSignal = (row: number): boolean => dataset.process[row] === hunt.codes.signal;
    return {
      signal: rows.filter(isSignal),
      background: rows.filter((row) => !isSignal(row)),
    };
  }, [hunt, dataset, folds, state.signal, cuts, onlyPassing]);
}

export interface Followed {
  readonly kind: Kind;
  /** Place in its population, and the row of the dataset; null where there is no such event. */
  readonly position: number;
  readonly event: number | null;
  readonly populations: Populations;
  readonly random: (kind: Kind) => void;
  readonly step: (by: number) => void;
}

/** Chooses an unseen event; starts with the first signal. */
export function useFollowed(hunt: Hunt): Followed {
  const populations = usePopulations(hunt, hunt.split.test);
  const [{ kind, wanted }, setPlace] = useState<{ kind: Kind; wanted: number }>({
    kind: "signal",
    wanted: 0,
  });
  const rows = populations[kind];
  const position = rows.length === 0 ? 0 : ((wanted % rows.length) + rows.length) % rows.length;
  return {
    kind,
    position,
    event: rows.length === 0 ? null : rows[position],
    populations,
    random: (next) =>
      setPlace({ kind: next, wanted: Math.floor(Math.random() * populations[next].length) }),
    step: (by) => setPlace({ kind, wanted: position + by }),
  };
}

/** What every neuron answers to the followed event, or null while there is no network or event. */
export function activationsOf(hunt: Hunt, event: number | null): Activations | null {
  const { network } = hunt.training;
  const { features } = hunt.trainingConfig;
  if (network === null || event === null || hunt.dataset === null) return null;
  if (network.sizes[0] !== features.length) return null;
  return followEvent(network, inputsOf(hunt.dataset, features, event, network));
}

/** The variables that the model looks at. */
export function chosenInputs(hunt: Hunt): FeatureFacts[] {
  return hunt.state.network.inputs.map((name) => hunt.features[hunt.featureIndex(name)]);
}

/** Their values in their units, for the followed event. */
export function eventValues(hunt: Hunt, event: number | null): number[] {
  const { dataset } = hunt;
  if (dataset === null || event === null) return [];
  return hunt.trainingConfig.features.map((feature) => dataset.features[feature][event]);
}
