/** Fresh scores for the page, and what follows from them, computed once for each set of scores. */
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { bestThreshold, thresholdScan } from "../../model/evaluation";
import type { ThresholdPoint } from "../../model/evaluation";
import { divide, isMovedByHand, scoredEvents, thresholdGrid } from "../../model/verdict";
import type { Expected, Part, ScoredEvents } from "../../model/verdict";

/** While training goes on, new scores this often: enough to watch, and training keeps its pace. */
const SCORES_EVERY_MS = 330;
const WITHOUT_SUGGESTION = 0.5;

export interface Verdict {
  readonly kind: "ready";
  readonly events: ScoredEvents;
  /** Epochs after which these scores were given. */
  readonly epochs: number;
  readonly scan: Readonly<Record<"validation" | "test", readonly ThresholdPoint[]>>;
  /** Highest significance on the validation events; null where none has one. */
  readonly best: ThresholdPoint | null;
  /** Chosen by the student, else the best on the validation events. */
  readonly threshold: number;
  /** The threshold is not the one suggested: the unseen events may have had a part in choosing it. */
  readonly isByHand: boolean;
}

/** Why there is no verdict. */
export interface NoVerdict {
  readonly kind: "untrained" | "waiting" | "diverged" | "seen";
}

/** Asks for scores of the present network while the page is shown, a few times a second at most. */
function useScores(hunt: Hunt): Float32Array | null {
  const { training } = hunt;
  const askedAt = useRef(-Infinity);
  const stale = training.hasModel && !training.hasFreshScores;
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
  const { onlyPassing } = state.network;
  return useMemo(
    () => (onlyPassing && filter !== null ? filter.mask() : null),
    [filter, onlyPassing, onlyPassing && state.cuts],
  );
}

/** The verdict on the present network, or why there is none. */
export function useVerdict(hunt: Hunt): Verdict | NoVerdict {
  const { dataset, split, state, training } = hunt;
  const scores = useScores(hunt);
  const mask = useNetworkMask(hunt);
  const events = useMemo(() => {
    if (dataset === null || scores === null || scores.some(Number.isNaN)) return null;
    return scoredEvents(dataset, scores, split, hunt.codes, mask);
  }, [dataset, scores, split, state.signal, mask]);
  const relative = state.backgroundUncertainty;
  const scan = useMemo(
    () => ({
      validation: events === null ? [] : scanOf(events, "validation", relative),
      test: events === null ? [] : scanOf(events, "test", relative),
    }),
    [events, relative],
  );
  const best = useMemo(() => bestThreshold(scan.validation), [scan]);
  if (training.state === "diverged") return { kind: "diverged" };
  const isNew = state.opened === null && training.epoch === 0 && training.batch === 0;
  if (isNew) return { kind: "untrained" };
  if (split.test.length === 0) return { kind: "seen" };
  if (events === null) return { kind: "waiting" };
  const suggested = best?.threshold ?? WITHOUT_SUGGESTION * events.scoreEnd;
  const threshold = state.threshold ?? suggested;
  const isByHand = isMovedByHand(state.threshold, suggested, events.scoreEnd);
  const epochs = training.scoresEpoch;
  return { kind: "ready", events, epochs, scan, best, threshold, isByHand };
}

/** Yields and significance at each step of the threshold, on the events of one part. */
function scanOf(events: ScoredEvents, part: Part, relativeUncertainty: number): ThresholdPoint[] {
  const { scores, isSignal, weights, scoreEnd } = events;
  const thresholds = thresholdGrid(scoreEnd);
  return thresholdScan(scores, isSignal, weights[part], thresholds, relativeUncertainty);
}

/** What the threshold keeps and what it rejects. */
export interface Divided {
  readonly kept: Expected;
  readonly rejected: Expected;
}

/** The test events on both sides of the threshold. */
export function useDivided(verdict: Verdict): Divided {
  const { events, threshold } = verdict;
  return useMemo(
    () =>
      divide(events.weights.test, events.isSignal, (event) => events.scores[event] >= threshold),
    [events, threshold],
  );
}
