/** What each cut leaves, one after the other. */
import type { Yield } from "./types";

/** Σw, Σw² and the number of rows. */
const PER_YIELD = 3;

/** Length of the sums of a cut flow: one yield for each step and process. */
export function flowLength(nSteps: number, nProcesses: number): number {
  return nSteps * nProcesses * PER_YIELD;
}

/** Number of cuts, taken in `order`, that an event passes; `failed` has a bit for each it fails. */
export function stepsPassed(failed: number, order: readonly number[]): number {
  let step = 0;
  while (step < order.length && ((failed >>> order[step]) & 1) === 0) step++;
  return step;
}

/** Adds a weight, its square and a number of rows to the yield that starts at `at`. */
export function fillStep(
  sums: Float64Array,
  at: number,
  weight: number,
  weightSquared: number,
  count: 1 | -1,
): void {
  sums[at] += weight;
  sums[at + 1] += weightSquared;
  sums[at + 2] += count;
}

/** Where the sums of a step and process start. */
export function placeOf(step: number, process: number, nProcesses: number): number {
  return (step * nProcesses + process) * PER_YIELD;
}

/** Yields `[step][process]` of events that were filled at the last step they reach. */
export function yieldsOf(filled: Float64Array, nSteps: number, nProcesses: number): Yield[][] {
  const sums = filled.slice();
  const width = nProcesses * PER_YIELD;
  for (let at = sums.length - width - 1; at >= 0; at--) sums[at] += sums[at + width];
  return Array.from({ length: nSteps }, (_, step) =>
    Array.from({ length: nProcesses }, (_, process) => {
      const at = placeOf(step, process, nProcesses);
      return { sum: sums[at], sumSquares: sums[at + 1], count: sums[at + 2] };
    }),
  );
}
