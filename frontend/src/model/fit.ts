/**
 * A profile-likelihood fit that follows a slider: pyhf's likelihood, as the package's profile.py.
 *
 * The likelihood: Poisson counts in bins, a signal strength μ, sources of uncertainty α with their
 * interpolations, and the statistics of the simulation, one γ a bin for background and for signal.
 */
import {
  type Constraints,
  descend,
  fitProblem,
  informationOf,
  nominalConstraints,
  type ProfileFit,
  uniquely,
} from "./descent";
import {
  expectation,
  FitError,
  type FitModel,
  nominalParameters,
  type Parameters,
} from "./fitModel";
import { solve } from "./solve";

export { type Constraints, nominalConstraints, type ProfileFit } from "./descent";
export {
  FitError,
  fitModel,
  type FitModel,
  normalisation,
  type Parameters,
  type Systematic,
  type Templates,
} from "./fitModel";

/** What a fit may be given beside model and counts. */
export interface FitOptions {
  /** Held, and only the others fitted. */
  readonly mu?: number;
  /** The model's own by default. */
  readonly constraints?: Constraints;
  /** Where to begin. */
  readonly start?: Parameters;
}

/** Standard deviations at the best point, 0 for what is held. */
export interface Uncertainties {
  readonly mu: number;
  readonly alpha: Float64Array;
  readonly gamma: Float64Array;
}

/**
 * Maximum of the likelihood over all parameters, or over all but `mu`. `observed`: counts of the
 * bins, fractions included. A source that is nearly one-sided is also tried on its other side.
 * Throws FitError.
 */
export function profileFit(
  model: FitModel,
  observed: ArrayLike<number>,
  options: FitOptions = {},
): ProfileFit {
  checkCounts(observed, model.nBins);
  const prior = options.constraints ?? nominalConstraints(model);
  const from = options.start ?? { mu: 1, alpha: prior.alpha, gamma: prior.gamma };
  const problem = fitProblem(model, observed, prior, options.mu === undefined);
  let best = descend(problem, {
    mu: options.mu ?? from.mu,
    alpha: prior.alpha.map((centre, k) => (prior.alphaWidth[k] > 0 ? from.alpha[k] : centre)),
    gamma: prior.gamma.map((centre, i) => (prior.gammaWidth[i] > 0 ? from.gamma[i] : centre)),
  });
  for (const source of model.oneSided) {
    const alpha = best.at.alpha.map((value, k) => (k === source ? -value : value));
    const other = descend(problem, { ...best.at, alpha });
    if (other.deviance < best.deviance) best = other;
  }
  return best;
}

/**
 * Discovery significance √q₀ in standard deviations; 0 where the best μ is not above 0. Without
 * counts the median expected one. Eq. (12) and (53) of arXiv:1007.1727. Throws FitError.
 */
export function profileSignificance(model: FitModel, observed?: ArrayLike<number>): number {
  const counts = observed ?? asimovData(model, 1);
  const best = profileFit(model, counts);
  if (best.at.mu <= 0) return 0;
  const without = profileFit(model, counts, { mu: 0 });
  return Math.sqrt(Math.max(0, without.deviance - best.deviance));
}

/** The expected counts at signal strength `mu`, as if they were observed. */
export function asimovData(model: FitModel, mu: number): Float64Array {
  return expectation(model, nominalParameters(model, mu)).total;
}

/** Standard deviations of a fit's parameters with μ free, from the expected information. */
export function uncertainties(
  model: FitModel,
  fit: ProfileFit,
  prior: Constraints = nominalConstraints(model),
): Uncertainties {
  const { nBins } = model;
  const { free } = fitProblem(model, new Float64Array(nBins), prior, true);
  const { total, byClass, slope } = expectation(model, fit.at);
  const ofGamma = byClass.map((count, i) => (count * prior.gammaWidth[i]) ** 2);
  const variance = total.map((count, bin) => count + ofGamma[bin] + ofGamma[nBins + bin]);
  const n = free.length;
  const identity = new Float64Array(n * n).map((_, i) => Number(i % (n + 1) === 0));
  const covariance = uniquely(
    solve(informationOf(model, prior, free, slope, variance), identity, n),
  );
  const spread = new Float64Array(1 + model.nSources);
  free.forEach((row, i) => {
    spread[row] = Math.sqrt(covariance[i * n + i]);
  });
  const ofTheta = variance.map((width, bin) => {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        sum += slope[free[i] * nBins + bin] * covariance[i * n + j] * slope[free[j] * nBins + bin];
      }
    }
    return sum / width;
  });
  const gamma = ofGamma.map((own, i) => {
    const bin = i % nBins;
    return prior.gammaWidth[i] * Math.sqrt(1 - (own / variance[bin]) * (1 - ofTheta[bin]));
  });
  return { mu: spread[0], alpha: spread.subarray(1), gamma };
}

function checkCounts(observed: ArrayLike<number>, nBins: number): void {
  const counts = Array.from(observed);
  if (counts.length !== nBins || !counts.every((count) => Number.isFinite(count) && count >= 0)) {
    throw new FitError("bad-counts", `needs ${nBins} counts of 0 or more, got ${counts.join(" ")}`);
  }
}
