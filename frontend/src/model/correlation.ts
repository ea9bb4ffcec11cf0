/** Which variables say the same: weighted linear correlations, as learning/correlation.py has them. */
import type { Measured, MissingReason } from "./types";

/** Pearson's r of every two variables: `[row][column]`. */
export type Correlations = readonly (readonly Measured[])[];

/** Under this share of the mean's square a variance is rounding: the variable never changes. */
const SMALLEST_VARIANCE = 1e-12;

/**
 * Weighted correlations of `columns` over the events for which `roles` is `role`, for weights of
 * either sign. Uncertainty: (1 − r²) / √n_eff, the large-sample law for normal variables. Missing
 * where there is no positive total weight, or a variable does not vary.
 */
export function correlations(
  columns: readonly ArrayLike<number>[],
  roles: Uint8Array,
  role: number,
  weights: ArrayLike<number>,
): Correlations {
  const width = columns.length;
  const events = eventsOf(roles, role, weights);
  const total = events.reduce((sum, event) => sum + weights[event], 0);
  const squares = events.reduce((sum, event) => sum + weights[event] ** 2, 0);
  if (!(total > 0)) return filled(width, "no-events");
  const { covariance, mean } = covariances(columns, events, weights, total);
  const nEffective = total ** 2 / squares;
  return columns.map((_, i) =>
    columns.map((__, j) => {
      const [a, b] = [i, j].map((k) => covariance[k * width + k] / (1 + mean[k] ** 2));
      if (!(a > SMALLEST_VARIANCE && b > SMALLEST_VARIANCE)) return missing("no-spread");
      const product = covariance[i * width + i] * covariance[j * width + j];
      const ratio = i === j ? 1 : covariance[i * width + j] / Math.sqrt(product);
      const value = Math.min(1, Math.max(-1, ratio));
      return { kind: "value", value, uncertainty: (1 - value ** 2) / Math.sqrt(nEffective) };
    }),
  );
}

function missing(reason: MissingReason): Measured {
  return { kind: "missing", reason };
}

function filled(width: number, reason: MissingReason): Correlations {
  return Array.from({ length: width }, () => Array.from({ length: width }, () => missing(reason)));
}

function eventsOf(roles: Uint8Array, role: number, weights: ArrayLike<number>): Uint32Array {
  const found = new Uint32Array(roles.length);
  let n = 0;
  for (let event = 0; event < roles.length; event++) {
    if (roles[event] === role && weights[event] !== 0) found[n++] = event;
  }
  return found.subarray(0, n);
}

/** Weighted means, and covariances about them as a full matrix, row after row. */
function covariances(
  columns: readonly ArrayLike<number>[],
  events: Uint32Array,
  weights: ArrayLike<number>,
  total: number,
): { readonly covariance: Float64Array; readonly mean: Float64Array } {
  const width = columns.length;
  const mean = Float64Array.from(columns, (column) => {
    let sum = 0;
    for (const event of events) sum += weights[event] * column[event];
    return sum / total;
  });
  const covariance = new Float64Array(width * width);
  const distance = new Float64Array(width);
  for (const event of events) {
    for (let k = 0; k < width; k++) distance[k] = columns[k][event] - mean[k];
    for (let i = 0; i < width; i++) {
      const weighted = (weights[event] * distance[i]) / total;
      for (let j = i; j < width; j++) covariance[i * width + j] += weighted * distance[j];
    }
  }
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < i; j++) covariance[i * width + j] = covariance[j * width + i];
  }
  return { covariance, mean };
}
