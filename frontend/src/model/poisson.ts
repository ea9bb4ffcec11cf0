/** Poisson counts, drawn as the package's poisson.py draws them, and the interval of one count. */
import { below } from "./normal";

/** A larger mean is drawn in equal parts: sums of Poisson counts are Poisson counts. */
const LARGEST_PART = 16;
const LARGEST_MEAN = 1e7;
const MOST_STEPS = 200;

/**
 * A count from the Poisson distribution, exact for every mean from 0 to ten million. Inversion by
 * sequential search, L. Devroye, Non-Uniform Random Variate Generation (1986), section X.3.3.
 */
export function poissonCount(mean: number, uniform: () => number): number {
  if (!(mean >= 0 && mean <= LARGEST_MEAN)) {
    throw new RangeError(`a Poisson mean is a number from 0 to ${LARGEST_MEAN}, got ${mean}`);
  }
  const nParts = Math.max(1, Math.ceil(mean / LARGEST_PART));
  let count = 0;
  for (let part = 0; part < nParts; part++) count += byInversion(mean / nParts, uniform());
  return count;
}

/** The smallest count whose cumulative probability is above `drawn`. */
function byInversion(mean: number, drawn: number): number {
  let count = 0;
  let probability = Math.exp(-mean);
  let cumulative = probability;
  // Beyond the last step lies less than rounding leaves of 1.
  while (drawn >= cumulative && count < MOST_STEPS) {
    count += 1;
    probability *= mean / count;
    cumulative += probability;
  }
  return count;
}

/**
 * Means between which an observed count would be usual: the central interval of 68.3 %, whose ends
 * leave 15.9 % on either side; the lower end of 0 is 0. F. Garwood, Biometrika 28 (1936) 437.
 */
export function poissonInterval(count: number): readonly [number, number] {
  if (!(Number.isInteger(count) && count >= 0)) {
    throw new RangeError(`a count is a whole number of 0 or more, got ${count}`);
  }
  const tail = below(-1);
  const reach = 3 + 3 * Math.sqrt(count);
  const high = falling((mean) => atMost(count, mean) - tail, count, count + reach);
  if (count === 0) return [0, high];
  const low = falling(
    (mean) => atMost(count - 1, mean) - (1 - tail),
    Math.max(0, count - reach),
    count,
  );
  return [low, high];
}

/** Probability of `count` or fewer, from the largest term down: the others follow by ratios. */
function atMost(count: number, mean: number): number {
  if (mean === 0) return 1;
  let logTerm = -mean;
  for (let k = 1; k <= count; k++) logTerm += Math.log(mean / k);
  let term = Math.exp(logTerm);
  let sum = term;
  for (let k = count; k >= 1 && term > 1e-17 * sum; k--) {
    term *= k / mean;
    sum += term;
  }
  return Math.min(1, sum);
}

/** Where a falling function crosses 0 between `low` and `high`. */
function falling(f: (x: number) => number, low: number, high: number): number {
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
