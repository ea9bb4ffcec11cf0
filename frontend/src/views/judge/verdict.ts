/** Fresh scores for the page, and what follows from them, computed once for each set of scores. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { bestThreshold, thresholdScan } from "../../model/evaluation";
import type { ThresholdPoint } from "../../model/evaluation";
import { scoredEvents, thresholdGrid } from "../../model/verdict";
import type { ScoredEvents } from "../../model/verdict";

/** While training goes on, new scores this often: enough to watch, and the training keeps its pace. */
const SCORES_EVERY_MS = 330;
const WITHOUT_SUGGESTION = 0.5;

export interface Verdict {
  readonly events: ScoredEvents;
  /** Epochs after which these scores were given. */
  readonly epochs: number;
  readonly validationScan: readonly ThresholdPoint[];
  /** Highest significance on the validation events; null where none has one. */
  readonly best: ThresholdPoint | null;
  /** Chosen by the student, else the best on the validation events. */
  readonly threshold: number;
}

/** Asks for scores of the present network while the page is shown, a few times a second at most. */
function useScores(hunt: Hunt): Float32Array | null {
  const { training } = hunt;
  const askedAt = useRef(-Infinity);
  const stale = training.network !== null && !training.hasFreshScores;
  useEffect(() => {
    if (!stale) return undefined;
    const wait = Math.max(0, askedAt.current + SCORES_EVERY_MS - performance.now());
    const timer = setTimeout(() => {
      askedAt.current = performance.now();
      training.requestScores();
    }, wait);
    return () => clearTimeout(timer);
  });
  return training.scores;
}

/** Events the network may judge: all, or those that pass the cuts it was trained behind. */
export function useNetworkMask(hunt: Hunt): Uint8Array | null {
  const { filter, state } = hunt;
  return useMemo(
    () => (state.network.onlyPassing && filter !== null ? filter.mask() : null),
    [filter, state.cuts, state.network.onlyPassing],
  );
}

/** The verdict on the present network; null while it is untrained or its scores are on the way. */
export function useVerdict(hunt: Hunt): Verdict | null {
  const { dataset, facts, state, training } = hunt;
  const scores = useScores(hunt);
  const mask = useNetworkMask(hunt);
  const events = useMemo(() => {
    if (dataset === null || scores === null) return null;
    return scoredEvents(dataset, scores, facts.split, hunt.codes, mask);
  }, [dataset, scores, facts, state.signal, mask]);
  const validationScan = useMemo(
    () => (events === null ? [] : scanOf(events, "validation", state.backgroundUncertainty)),
    [events, state.backgroundUncertainty],
  );
  const best = useMemo(() => bestThreshold(validationScan), [validationScan]);
  if (events === null || isUntrained(hunt)) return null;
  return {
    events,
    epochs: Math.floor(training.scoresEpoch),
    validationScan,
    best,
    threshold: state.threshold ?? best?.threshold ?? WITHOUT_SUGGESTION * events.scoreEnd,
  };
}

/** Significance at each step of the threshold, on the events of one part. */
export function scanOf(
  events: ScoredEvents,
  part: "validation" | "test",
  relativeUncertainty: number,
): ThresholdPoint[] {
  const { scores, isSignal, weights, scoreEnd } = events;
  return thresholdScan(scores, isSignal, weights[part], thresholdGrid(scoreEnd), relativeUncertainty);
}

/** No batch learned yet: the weights are the random ones of the start. */
export function isUntrained({ training }: Hunt): boolean {
  return training.epoch === 0 && training.batch === 0;
}
