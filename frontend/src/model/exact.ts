/**
 * Weights on a grid, so that adding and taking away never leaves a remainder.
 *
 * A double adds whole multiples of one step exactly while the sum stays below 2⁵³ steps. With the
 * step chosen for the sum of all |values|, every sum of any of them, in any order, is exact: a cut
 * moved there and back gives the same number to the last bit, without ever counting anew.
 */

const EXACT_BITS = 52;

/** `values` rounded to the finest step at which all their sums are exact (about 1e-15 of Σ|v|). */
export function onExactGrid(values: Float64Array): Float64Array {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.abs(values[i]);
  if (total === 0) return values.slice();
  const step = 2 ** (Math.ceil(Math.log2(total)) - EXACT_BITS);
  return values.map((value) => Math.round(value / step) * step);
}
