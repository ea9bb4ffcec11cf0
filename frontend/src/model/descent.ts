/**
 * The way down to a minimum of the likelihood: iterated weighted least squares ("Fisher scoring").
 *
 * The simulation's γ, two a bin, are eliminated by hand: seen by μ and the sources, they only add
 * their own variance to the Poisson variance of a bin.
 */
import {
  type Expectation,
  expectation,
  FitError,
  type FitModel,
  nominalParameters,
  type Parameters,
} from "./fitModel";
import { solve } from "./solve";

const MAX_STEPS = 500;
const MAX_HALVINGS = 30;
/** A fit ends when the next step promises to lower the deviance + 1 by a smaller fraction. */
const TOLERANCE = 1e-7;

/** Gaussian terms of the likelihood; a width of 0 holds the parameter at its centre. */
export interface Constraints {
  readonly alpha: Float64Array;
  readonly alphaWidth: Float64Array;
  readonly gamma: Float64Array;
  readonly gammaWidth: Float64Array;
}

/** The best point, and its deviance: −2 ln of the likelihood over that of a perfect fit. */
export interface ProfileFit {
  readonly at: Parameters;
  readonly deviance: number;
  readonly nSteps: number;
}

/** What a fit is given; `free`: rows of μ, α₁, α₂ ... that it may move. */
export interface Problem {
  readonly model: FitModel;
  readonly observed: ArrayLike<number>;
  readonly prior: Constraints;
  readonly free: readonly number[];
}

/** The model's own: each α 0 ± 1, each γ 1 ± the simulation's relative error. */
export function nominalConstraints(model: FitModel): Constraints {
  const { alpha, gamma } = nominalParameters(model, 1);
  return { alpha, alphaWidth: alpha.map(() => 1), gamma, gammaWidth: model.gammaSpread };
}

/** A fit to solve; a parameter of width 0 has no term, and does not move. */
export function fitProblem(
  model: FitModel,
  observed: ArrayLike<number>,
  prior: Constraints,
  muIsFree: boolean,
): Problem {
  const sources = [...prior.alphaWidth.keys()].filter((k) => prior.alphaWidth[k] > 0);
  const free = [...(muIsFree ? [0] : []), ...sources.map((k) => 1 + k)];
  return { model, observed, prior, free };
}

/** The minimum that is reached from `start`, or from the nominal point if that is impossible. */
export function descend(problem: Problem, start: Parameters): ProfileFit {
  const { alpha, gamma } = problem.prior;
  let found = standing(problem, start);
  if (!Number.isFinite(found.deviance)) found = standing(problem, { mu: start.mu, alpha, gamma });
  if (!Number.isFinite(found.deviance)) {
    throw new FitError("no-minimum", `mu = ${start.mu} expects no event or fewer in a bin`);
  }
  for (let nSteps = 1; nSteps <= MAX_STEPS; nSteps++) {
    const { target, promised } = leastSquares(problem, found);
    if (promised < TOLERANCE * (1 + found.deviance)) {
      return { at: found.at, deviance: found.deviance, nSteps };
    }
    found = downhill(problem, found, target);
  }
  throw new FitError("no-minimum", `not found in ${MAX_STEPS} steps`);
}

/** A point with what is expected there. */
interface Standing {
  readonly at: Parameters;
  readonly expected: Expectation;
  readonly deviance: number;
}

function standing(problem: Problem, at: Parameters): Standing {
  const expected = expectation(problem.model, at);
  return { at, expected, deviance: devianceOf(problem, expected, at) };
}

/** −2 ln likelihood ratio to a perfect fit; infinite where a count is impossible. */
function devianceOf({ observed, prior }: Problem, { total }: Expectation, at: Parameters): number {
  let sum = 0;
  for (let bin = 0; bin < total.length; bin++) {
    if (!(total[bin] > 0)) return Infinity;
    sum += total[bin] - observed[bin];
    if (observed[bin] > 0) sum += observed[bin] * Math.log(observed[bin] / total[bin]);
  }
  return 2 * sum + alphaTerm(prior, at.alpha) + gammaTerm(prior, at.gamma);
}

function alphaTerm({ alpha, alphaWidth }: Constraints, at: Float64Array): number {
  return distance(at, alpha, alphaWidth);
}

function gammaTerm({ gamma, gammaWidth }: Constraints, at: Float64Array): number {
  return distance(at, gamma, gammaWidth);
}

/** Σ ((at − centre) / width)²; a width of 0 adds nothing. */
function distance(at: Float64Array, centre: Float64Array, width: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < at.length; i++) {
    if (width[i] > 0) sum += ((at[i] - centre[i]) / width[i]) ** 2;
  }
  return sum;
}

/** What the bins say once linearised: deviation from the prior, its variance, its Poisson part. */
interface Seen {
  readonly residual: Float64Array;
  readonly poisson: Float64Array;
  readonly seen: Float64Array;
  readonly variance: Float64Array;
}

/**
 * A bin's curvature is observed / total², or the expected 1 / total where that is more: it then
 * counts as a measurement, with this precision, of total + slope dθ + Σ byClass dγ. Each γ is known
 * to its width: eliminated, it adds (byClass · width)² to the variance.
 */
function look({ observed, prior }: Problem, { at, expected }: Standing): Seen {
  const { total, byClass } = expected;
  const nBins = total.length;
  const ratio = total.map((count, bin) => observed[bin] / count);
  const poisson = total.map((count, bin) => count / Math.max(ratio[bin], 1));
  const residual = poisson.map((variance, bin) => (ratio[bin] - 1) * variance);
  const seen = residual.slice();
  const variance = poisson.slice();
  for (let i = 0; i < 2 * nBins; i++) {
    const bin = i % nBins;
    seen[bin] += byClass[i] * (at.gamma[i] - prior.gamma[i]);
    variance[bin] += (byClass[i] * prior.gammaWidth[i]) ** 2;
  }
  return { residual, poisson, seen, variance };
}

/** The best point of the linearised problem, and by how much it promises to lower the deviance. */
function leastSquares(problem: Problem, now: Standing): { target: Parameters; promised: number } {
  const { prior, model } = problem;
  const { at, expected } = now;
  const bins = look(problem, now);
  const step = solveStep(problem, now, bins);
  const left = bins.seen.map((value, bin) => {
    let rest = value;
    for (let row = 0; row < step.length; row++) {
      rest -= step[row] * expected.slope[row * model.nBins + bin];
    }
    return rest;
  });
  const target = {
    mu: at.mu + step[0],
    alpha: at.alpha.map((value, k) => value + step[1 + k]),
    gamma: prior.gamma.map((centre, i) => {
      const bin = i % model.nBins;
      const leverage = expected.byClass[i] * prior.gammaWidth[i] ** 2;
      return centre + (leverage * left[bin]) / bins.variance[bin];
    }),
  };
  let promised = alphaTerm(prior, at.alpha) + gammaTerm(prior, at.gamma);
  promised -= alphaTerm(prior, target.alpha);
  for (let bin = 0; bin < model.nBins; bin++) {
    promised += bins.residual[bin] ** 2 / bins.poisson[bin];
    promised -= left[bin] ** 2 / bins.variance[bin];
  }
  return { target, promised };
}

/** The step of μ and of all sources; 0 for those that are held. */
function solveStep(
  { model, observed, prior, free }: Problem,
  { at, expected }: Standing,
  { seen, variance }: Seen,
): Float64Array {
  const matrix = informationOf(model, prior, free, expected.slope, variance);
  const gradient = new Float64Array(free.length);
  free.forEach((row, i) => {
    let pull = 0;
    let bent = 0;
    for (let bin = 0; bin < model.nBins; bin++) {
      const place = row * model.nBins + bin;
      pull += (expected.slope[place] * seen[bin]) / variance[bin];
      bent += expected.curvature[place] * (1 - observed[bin] / expected.total[bin]);
    }
    const precision = precisionOf(prior, row);
    if (row > 0) pull -= precision * (at.alpha[row - 1] - prior.alpha[row - 1]);
    gradient[i] = pull;
    // Bending the other way, at most so much that a step still promises to go down.
    matrix[i * free.length + i] += Math.max(bent, -0.5 * precision);
  });
  const solved = uniquely(solve(matrix, gradient, 1));
  const step = new Float64Array(1 + model.nSources);
  free.forEach((row, i) => {
    step[row] = solved[i];
  });
  return step;
}

/** 1 / width² of a row of μ, α₁, α₂ ...; 0 where it has no term. */
function precisionOf({ alphaWidth }: Constraints, row: number): number {
  return row > 0 && alphaWidth[row - 1] > 0 ? 1 / alphaWidth[row - 1] ** 2 : 0;
}

/** Information on the free parameters, row after row, the γ eliminated. */
export function informationOf(
  { nBins }: FitModel,
  prior: Constraints,
  free: readonly number[],
  slope: Float64Array,
  variance: Float64Array,
): Float64Array {
  const n = free.length;
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? precisionOf(prior, free[i]) : 0;
      for (let bin = 0; bin < nBins; bin++) {
        sum += (slope[free[i] * nBins + bin] * slope[free[j] * nBins + bin]) / variance[bin];
      }
      matrix[i * n + j] = sum;
      matrix[j * n + i] = sum;
    }
  }
  return matrix;
}

/** The answer of `solve`; FitError where there is none. */
export function uniquely(solution: Float64Array | null): Float64Array {
  if (solution !== null) return solution;
  throw new FitError("not-unique", "the signal strength cannot be told from the sources");
}

/** The target, or as many halves of the way to it as it takes for the deviance not to rise. */
function downhill(problem: Problem, now: Standing, target: Parameters): Standing {
  const total = Array.from(problem.observed).reduce((sum, count) => sum + count, 0);
  const rounding = 1e-12 + 1e-14 * total;
  let next = standing(problem, target);
  for (let halving = 1; halving < MAX_HALVINGS; halving++) {
    if (next.deviance <= now.deviance + rounding) return next;
    next = standing(problem, halfway(now.at, next.at));
  }
  if (next.deviance <= now.deviance + rounding) return next;
  throw new FitError("no-minimum", "a variation makes a bin negative near the best point");
}

function halfway(one: Parameters, two: Parameters): Parameters {
  const middle = (a: Float64Array, b: Float64Array): Float64Array =>
    a.map((value, i) => (value + b[i]) / 2);
  return {
    mu: (one.mu + two.mu) / 2,
    alpha: middle(one.alpha, two.alpha),
    gamma: middle(one.gamma, two.gamma),
  };
}
