/** The normal distribution with mean 0 and standard deviation 1, exact far into its tails. */

const LOG_ROOT_2_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on the continued fraction is exact; nearer to 0 the series is. */
const TAIL_FROM = 3;
const N_FRACTIONS = 60;

/** ln of the probability to be below `x`. */
export function logBelow(x: number): number {
  if (x > 0) return Math.log1p(-below(-x));
  if (x > -TAIL_FROM) return Math.log(below(x));
  // Mills' ratio as Laplace's continued fraction: 1 / (a + 1 / (a + 2 / (a + 3 / ...))), a = −x
  let fraction = -x;
  for (let i = N_FRACTIONS; i >= 1; i--) fraction = -x + i / fraction;
  return -0.5 * x * x - LOG_ROOT_2_PI - Math.log(fraction);
}

/** Probability to be below `x`. The p-value of a significance z is below(−z). */
export function below(x: number): number {
  if (x <= -TAIL_FROM) return Math.exp(logBelow(x));
  if (x >= TAIL_FROM) return 1 - below(-x);
  // 1/2 + density · (x + x³/3 + x⁵/(3·5) + ...)
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * Math.exp(-0.5 * x * x - LOG_ROOT_2_PI);
}

/** The value that is exceeded with probability 1 − `probability`; 0 < probability < 1. */
export function quantile(probability: number): number {
  let low = -40;
  let high = 40;
  for (let halving = 0; halving < 80; halving++) {
    const middle = (low + high) / 2;
    if (below(middle) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Height of the distribution at `x`. */
export function density(x: number): number {
  return Math.exp(-0.5 * x * x - LOG_ROOT_2_PI);
}
