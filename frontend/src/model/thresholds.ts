/** What is gained by keeping only the events that score above a threshold. */
import { descending } from "./components";
import { significance } from "./significance";
import type { Measured, Yield } from "./types";
import { EMPTY_YIELD } from "./yields";

export interface ThresholdPoint {
  /** Events with score >= threshold are kept. */
  readonly threshold: number;
  readonly signal: Yield;
  readonly background: Yield;
  readonly z: Measured;
}

/** Yields and significance above each of `thresholds`, in their order. */
export function thresholdScan(
  scores: ArrayLike<number>,
  isSignal: ArrayLike<number>,
  weights: ArrayLike<number>,
  thresholds: ArrayLike<number>,
  relativeUncertainty: number,
): ThresholdPoint[] {
  const events = descending(scores, weights);
  const highestFirst = Uint32Array.from({ length: thresholds.length }, (_, i) => i).sort(
    (i, j) => thresholds[j] - thresholds[i],
  );
  const points = new Array<ThresholdPoint>(thresholds.length);
  const kept = { signal: { ...EMPTY_YIELD }, background: { ...EMPTY_YIELD } };
  let place = 0;
  for (const t of highestFirst) {
    for (; place < events.length && scores[events[place]] >= thresholds[t]; place++) {
      const event = events[place];
      const filled = isSignal[event] === 1 ? kept.signal : kept.background;
      filled.sum += weights[event];
      filled.sumSquares += weights[event] ** 2;
      filled.count += 1;
    }
    const signal = { ...kept.signal };
    const background = { ...kept.background };
    const z = significance(signal, background, relativeUncertainty);
    points[t] = { threshold: thresholds[t], signal, background, z };
  }
  return points;
}

/**
 * The point of highest significance, or null where no point has one.
 *
 * The highest of many noisy numbers is biased upwards: choose on the validation events, then read
 * the significance at that threshold on the test events.
 */
export function bestThreshold(scan: readonly ThresholdPoint[]): ThresholdPoint | null {
  let best: ThresholdPoint | null = null;
  let highest = -Infinity;
  for (const point of scan) {
    if (point.z.kind === "value" && point.z.value > highest) {
      highest = point.z.value;
      best = point;
    }
  }
  return best;
}
