/** Looking more than once: how often chance alone finds something. */
import { below } from "./normal";

/**
 * Probability that at least one of `n` independent looks at data without signal shows `z` standard
 * deviations or more: 1 − (1 − p)ⁿ. Looks at the same data share events and find a little less.
 */
export function chanceInLooks(n: number, z: number): number {
  return -Math.expm1(n * Math.log1p(-below(-z)));
}
