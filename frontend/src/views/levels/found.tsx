/** Keeps what the level at hand gives, so that it can be set beside the others. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { planOf } from "../../levelBook";
import { countLevel, judgeLevel, type LevelRecord, levelRows } from "../../model/ladder";
import { levelsOf } from "../../model/level";
import { useRested } from "../explore/rested";
import { useVerdict } from "../judge/verdict";

/** A hand that moves a cut pauses for less. */
const REST_MS = 250;

/** What is known of each level that was visited with the present choices, the lowest first. */
export function useLevels(hunt: Hunt): readonly LevelRecord[] {
  const { dataset, filter, state, levelBook } = hunt;
  const { backgroundUncertainty: relativeUncertainty } = state;
  const plan = planOf(state, hunt.facts);
  const rested = useRested(plan.events, REST_MS);
  const [, redraw] = useState(0);
  const rows = useMemo(() => (dataset === null ? null : levelRows(dataset)), [dataset]);
  useEffect(() => {
    if (rows === null || filter === null || rested !== plan.events) return;
    const hypotheses = { ...hunt.codes, relativeUncertainty };
    levelBook.keepCounts(plan, rows, countLevel(rows.dataset, filter.mask(), hypotheses));
    redraw((n) => n + 1);
  }, [rows, rested === plan.events, rested]);
  return levelsOf(hunt.datasetFacts)
    .map((level) => levelBook.at(plan, level))
    .filter((record) => record !== null);
}

/** Whether a model has learned as far as it shall, so that its worth can be kept. */
export function isAtRest({ training, state }: Hunt): boolean {
  const { epoch, batch, isComplete, stopped } = training;
  const isThere = epoch === state.epochs || isComplete || stopped !== null;
  const hasLearned = epoch > 0 || state.opened !== null;
  return training.state === "paused" && batch === 0 && isThere && hasLearned;
}

/** Draws nothing: it asks for the scores of the model at hand, and keeps what they are worth. */
export function Judging(props: { hunt: Hunt; onKept: () => void }): JSX.Element | null {
  const { hunt, onKept } = props;
  const { state, training, levelBook } = hunt;
  const verdict = useVerdict(hunt);
  const isReady = verdict.kind === "ready" && training.hasFreshScores && isAtRest(hunt);
  const events = isReady ? verdict.events : null;
  const threshold = isReady ? verdict.threshold : null;
  const plan = planOf(state, hunt.facts);
  useEffect(() => {
    if (events === null || threshold === null) return;
    const judged = judgeLevel(events, threshold, state.backgroundUncertainty);
    levelBook.keepJudged(plan, state.level, judged);
    onKept();
  }, [events, threshold, plan.model]);
  return null;
}
