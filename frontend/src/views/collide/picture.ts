/** The events that a page of collisions draws: pairs of one signal and one background event. */
import { useMemo } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { eventPicture, numbersOf } from "../../model/eventPicture";
import type { EventPicture } from "../../model/eventPicture";
import { drawPairs, fits } from "../../model/pairGame";
import type { Game, Pair } from "../../model/pairGame";

export interface PairPictures {
  readonly signal: EventPicture;
  readonly background: EventPicture;
}

/** Both pictures of a pair; null where the dataset lacks a number that they need. */
export function picturesOf(hunt: Hunt, pair: Pair): PairPictures | null {
  const { dataset } = hunt;
  if (dataset === null) return null;
  const [signal, background] = [pair.signal, pair.background].map((event) =>
    numbersOf(dataset, event),
  );
  if (signal === null || background === null) return null;
  return { signal: eventPicture(signal), background: eventPicture(background) };
}

/** With this seed the first pair of either dataset at DM_200 has more missing where there is no dark matter. */
const EXAMPLES_SEED = 3;

/** Pairs of events that models learn from, so that the game's events stay unseen. */
export function useExamples(hunt: Hunt, n: number): readonly Pair[] | null {
  const { dataset, state } = hunt;
  return useMemo(() => {
    if (dataset === null) return null;
    return drawPairs(dataset, hunt.codes, hunt.facts.split.train, { seed: EXAMPLES_SEED, n });
  }, [dataset, state.signal]);
}

/** An event's process in words, as the facts have them. */
export function processOf(hunt: Hunt, event: number): { title: string; description: string } {
  const name = hunt.dataset!.processes[hunt.dataset!.process[event]];
  const facts = hunt.datasetFacts.processes.find((process) => process.name === name);
  return facts ?? { title: name, description: "" };
}

/** The game kept in the journal, where it was played on the events at hand; else null. */
export function keptGame(hunt: Hunt): Game | null {
  const { dataset, facts } = hunt;
  const { game } = hunt.journal.content;
  if (game === null || dataset === null) return null;
  return fits(game, dataset, hunt.codes, facts.split.test) ? game : null;
}
