/**
 * The area under the ROC curve as a mean over events, which gives it an uncertainty.
 *
 * Each event has its structural component: the share of the other class that it is on the right
 * side of (DeLong et al., Biometrics 44, 1988). Two scores of the same events are compared event by
 * event, so that what moves both areas does not blur their difference.
 */
import type { Measured, MissingReason } from "./types";

export type NoArea = Extract<MissingReason, "no-events" | "no-signal" | "no-background">;

/** Events with their class (1 signal, 0 background) and signed weight; weight 0 is passed over. */
export interface Labelled {
  readonly isSignal: ArrayLike<number>;
  readonly weights: ArrayLike<number>;
}

/** Events of non-zero weight, from the highest score to the lowest. */
export function descending(scores: ArrayLike<number>, weights: ArrayLike<number>): Uint32Array {
  const found: number[] = [];
  for (let i = 0; i < scores.length; i++) if (weights[i] !== 0) found.push(i);
  return Uint32Array.from(found).sort((i, j) => scores[j] - scores[i]);
}

/** Why these events give no area: two events and a positive sum of each class are needed. */
export function reasonForNoArea({ isSignal, weights }: Labelled): NoArea | null {
  const { count, sum } = classSums({ isSignal, weights });
  if (count[0] + count[1] === 0) return "no-events";
  if (count[1] < 2 || !(sum[1] > 0)) return "no-signal";
  if (count[0] < 2 || !(sum[0] > 0)) return "no-background";
  return null;
}

/** Number of events and sum of weights of background (0) and signal (1). */
function classSums({ isSignal, weights }: Labelled): { count: number[]; sum: number[] } {
  const [count, sum] = [
    [0, 0],
    [0, 0],
  ];
  for (let i = 0; i < weights.length; i++) {
    if (weights[i] === 0) continue;
    count[isSignal[i]] += 1;
    sum[isSignal[i]] += weights[i];
  }
  return { count, sum };
}

/**
 * The component of every event, 0 for those passed over; ties count half.
 *
 * `order`: the events in `descending` order of `scores`. Both classes must have a positive sum.
 */
export function structuralComponents(
  order: Uint32Array,
  scores: ArrayLike<number>,
  { isSignal, weights }: Labelled,
): Float64Array {
  const [background, signal] = classSums({ isSignal, weights }).sum;
  const components = new Float64Array(scores.length);
  const above = [0, 0];
  for (let place = 0; place < order.length;) {
    const own = [0, 0];
    let end = place;
    for (; end < order.length && scores[order[end]] === scores[order[place]]; end++) {
      own[isSignal[order[end]]] += weights[order[end]];
    }
    const ofSignal = 1 - (above[0] + own[0] / 2) / background;
    const ofBackground = (above[1] + own[1] / 2) / signal;
    for (; place < end; place++) {
      components[order[place]] = isSignal[order[place]] === 1 ? ofSignal : ofBackground;
    }
    above[0] += own[0];
    above[1] += own[1];
  }
  return components;
}

/**
 * Weighted mean of components, or of their differences, with DeLong's variance.
 *
 * Each class's variance is that of a ratio of two sums over the same events, so that weights of
 * either sign may fluctuate with the events.
 */
export function meanComponent(
  components: ArrayLike<number>,
  { isSignal, weights }: Labelled,
): { readonly kind: "value"; readonly value: number; readonly uncertainty: number } {
  const { count, sum } = classSums({ isSignal, weights });
  const means = [0, 0];
  for (let i = 0; i < weights.length; i++) means[isSignal[i]] += weights[i] * components[i];
  means[0] /= sum[0];
  means[1] /= sum[1];
  const squares = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    squares[isSignal[i]] += (weights[i] * (components[i] - means[isSignal[i]])) ** 2;
  }
  const variances = [0, 1].map(
    (kind) => ((squares[kind] / sum[kind] ** 2) * count[kind]) / (count[kind] - 1),
  );
  return { kind: "value", value: means[0], uncertainty: Math.sqrt(variances[0] + variances[1]) };
}

/** Area under the ROC curve, or why there is none. */
export function area(order: Uint32Array, scores: ArrayLike<number>, labelled: Labelled): Measured {
  const reason = reasonForNoArea(labelled);
  if (reason !== null) return { kind: "missing", reason };
  return meanComponent(structuralComponents(order, scores, labelled), labelled);
}

/** Area of `scores` less that of `others`, both given to the same events, or why there is none. */
export function areaDifference(
  scores: ArrayLike<number>,
  others: ArrayLike<number>,
  labelled: Labelled,
): Measured {
  const reason = reasonForNoArea(labelled);
  if (reason !== null) return { kind: "missing", reason };
  const [one, two] = [scores, others].map((values) =>
    structuralComponents(descending(values, labelled.weights), values, labelled),
  );
  return meanComponent(
    one.map((component, event) => component - two[event]),
    labelled,
  );
}
