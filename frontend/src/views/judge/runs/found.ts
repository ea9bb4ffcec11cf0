/** What the page knows of the model at hand, to keep it as a run or to check a friend's. */
import { useEffect, useMemo } from "preact/hooks";
import type { Hunt } from "../../../hunt";
import { changedRun } from "../../../journal/runs";
import { type Found, judgedOn, modelKey, numbersOf, stateOf } from "../../../keptRuns";
import { area, descending } from "../../../model/components";
import { significance } from "../../../model/significance";
import type { Divided, Verdict } from "../verdict";

/** Whether the scores at hand are those of the model that a link to this state trains. */
export function isAtRest({ training, state }: Hunt): boolean {
  const { state: run, batch, epoch } = training;
  return run !== "running" && batch === 0 && training.hasFreshScores && epoch === state.epochs;
}

/** Area and significance of the model at hand. */
export function useFound(hunt: Hunt, verdict: Verdict, divided: Divided): Found {
  const { events, threshold } = verdict;
  const auc = useMemo(() => {
    const labelled = { isSignal: events.isSignal, weights: events.weights.test };
    return area(descending(events.scores, labelled.weights), events.scores, labelled);
  }, [events]);
  const { signal, background } = divided.kept;
  return { auc, threshold, z: significance(signal, background, hunt.state.backgroundUncertainty) };
}

/**
 * Remembers the scores of the model at hand for comparisons, and puts the page's own numbers in the
 * place of those that a friend reported of this very run.
 */
export function useRemember(hunt: Hunt, { events }: Verdict, found: Found): void {
  const { judging, journal, dataset, state, facts } = hunt;
  const rests = isAtRest(hunt);
  const model = modelKey(state, facts);
  useEffect(() => {
    if (!rests || dataset === null) return;
    judging.remember(model, { judgedOn: judgedOn(hunt), events });
    const own = journal.content.runs.find((run) => {
      if (run.isComputedHere) return false;
      const asked = stateOf(run, facts);
      const isSameChoice =
        (asked.threshold === null || asked.threshold === found.threshold) &&
        asked.backgroundUncertainty === state.backgroundUncertainty;
      return isSameChoice && modelKey(asked, facts) === model;
    });
    if (own === undefined) return;
    journal.update("runs", (runs) => changedRun(runs, own.id, numbersOf(found)));
  }, [rests, model, events, found.threshold, state.backgroundUncertainty]);
}
