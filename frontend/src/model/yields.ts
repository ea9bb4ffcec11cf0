/** Weighted sums of simulated events, with the statistical uncertainty of the simulation. */
import type { Yield } from "./types";

export const EMPTY_YIELD: Yield = { sum: 0, sumSquares: 0, count: 0 };

/** Yield of several independent sets of events together. */
export function add(...yields: readonly Yield[]): Yield {
  let sum = 0;
  let sumSquares = 0;
  let count = 0;
  for (const one of yields) {
    sum += one.sum;
    sumSquares += one.sumSquares;
    count += one.count;
  }
  return { sum, sumSquares, count };
}

/** The same events at `factor` times the luminosity. */
export function scale(one: Yield, factor: number): Yield {
  return {
    sum: one.sum * factor,
    sumSquares: one.sumSquares * factor * factor,
    count: one.count,
  };
}

/** Standard deviation of the yield from the finite number of simulated events: √Σw². */
export function error(one: Yield): number {
  return Math.sqrt(one.sumSquares);
}

/** Events without weights that would be as precise: (Σw)² / Σw²; 0 where there is no event. */
export function effectiveCount(one: Yield): number {
  return one.sumSquares > 0 ? (one.sum * one.sum) / one.sumSquares : 0;
}

/** Yield of the events whose `mask` is not 0, or of all without a mask. */
export function yieldOf(weight: ArrayLike<number>, mask: ArrayLike<number> | null = null): Yield {
  let sum = 0;
  let sumSquares = 0;
  let count = 0;
  for (let i = 0; i < weight.length; i++) {
    if (mask !== null && mask[i] === 0) continue;
    sum += weight[i];
    sumSquares += weight[i] * weight[i];
    count += 1;
  }
  return { sum, sumSquares, count };
}
