/** The interval of the signal strength, from the likelihood itself; as the package's interval.py. */
import { profileFit, type ProfileFit } from "./fit";
import { FitError, type FitModel } from "./fitModel";

const LARGEST_REACH = 1e6;
const N_HALVINGS = 40;

/**
 * Lower and upper end: where the deviance lies `nSigma`² above that of the `best` fit.
 *
 * `step`: a first guess of the distance, the uncertainty of μ. The interval ends where the
 * expectation of a bin would fall below 0. S. S. Wilks, Ann. Math. Statist. 9 (1938) 60. Throws
 * FitError where there is no end.
 */
export function profileInterval(
  model: FitModel,
  observed: ArrayLike<number>,
  best: ProfileFit,
  step: number,
  nSigma = 1,
): readonly [number, number] {
  if (!(step > 0 && nSigma > 0)) {
    throw new RangeError(`step and nSigma must be positive, got ${step} and ${nSigma}`);
  }
  const isInside = (mu: number): boolean => {
    try {
      const fit = profileFit(model, observed, { mu, start: best.at });
      return fit.deviance - best.deviance < nSigma * nSigma;
    } catch (problem) {
      if (problem instanceof FitError) return false;
      throw problem;
    }
  };
  const end = (direction: -1 | 1): number => {
    let distance = nSigma * step;
    while (isInside(best.at.mu + direction * distance)) {
      distance *= 2;
      if (distance > LARGEST_REACH * step) {
        throw new FitError("not-unique", "the likelihood does not tell mu from the sources");
      }
    }
    let inner = 0;
    for (let halving = 0; halving < N_HALVINGS; halving++) {
      const middle = (inner + distance) / 2;
      if (isInside(best.at.mu + direction * middle)) inner = middle;
      else distance = middle;
    }
    return best.at.mu + (direction * (inner + distance)) / 2;
  };
  return [end(-1), end(1)];
}
