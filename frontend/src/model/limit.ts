/** Upper limits on the signal strength by CLs, from asymptotic formulae; as the package's limit.py. */
import { nominalConstraints, type ProfileFit } from "./descent";
import { profileFit } from "./fit";
import { expectation, FitError, type FitModel } from "./fitModel";
import { below, logBelow, quantile } from "./normal";

/** Upper limits: signal strengths above are excluded at this confidence level. */
export interface Limit {
  readonly observed: number;
  /** Without signal, at −2, −1, 0, +1, +2 standard deviations. */
  readonly expected: readonly number[];
}

const BAND = [-2, -1, 0, 1, 2];
const LARGEST_MU = 1e6;
const PRECISION = 1e-8;

/**
 * The limit is where CLs = 1 − `confidence`. Test statistic q̃ with its asymptotic distributions,
 * eq. (16) and (62)-(67) of arXiv:1007.1727, as pyhf has them; CLs: J. Phys. G 28 (2002) 2693.
 * `confidence`: from 0.5 to below 1. Throws FitError, also where no μ below a million is excluded.
 */
export function upperLimit(model: FitModel, observed: ArrayLike<number>, confidence = 0.95): Limit {
  if (!(confidence >= 0.5 && confidence < 1)) {
    throw new RangeError(`the confidence level must be from 0.5 to below 1, got ${confidence}`);
  }
  const without = profileFit(model, observed, { mu: 0 });
  const best = profileFit(model, observed);
  const root = (mu: number): number => Math.sqrt(medianStatistic(model, without, mu));
  const floor = best.at.mu >= 0 ? best.deviance : without.deviance;
  const tooLikely = (mu: number): number => {
    const { deviance } = profileFit(model, observed, { mu, start: best.at });
    const q = mu > best.at.mu ? Math.max(0, deviance - floor) : 0;
    return cls(q, root(mu)) - (1 - confidence);
  };
  const expected = BAND.map((nSigma) => {
    const needed = nSigma + quantile(1 - (1 - confidence) * below(nSigma));
    return crossing((mu) => needed - root(mu), 0);
  });
  return { observed: crossing(tooLikely, Math.max(0, best.at.mu)), expected };
}

/** q̃ of `mu` in the expectation without signal, sources measured where fitted. */
function medianStatistic(model: FitModel, without: ProfileFit, mu: number): number {
  const { alpha, gamma } = without.at;
  const constraints = { ...nominalConstraints(model), alpha, gamma };
  const counts = expectation(model, without.at).total;
  return Math.max(0, profileFit(model, counts, { mu, constraints }).deviance);
}

/** CLs from q̃ and from the square root of its median without signal. */
function cls(q: number, rootOfMedian: number): number {
  if (rootOfMedian === 0) return 1; // μ = 0 is what there is without signal
  const root = Math.sqrt(q);
  const isNear = root <= rootOfMedian;
  const median = rootOfMedian * rootOfMedian;
  const withSignal = isNear ? root : (q + median) / (2 * rootOfMedian);
  const without = isNear ? root - rootOfMedian : (q - median) / (2 * rootOfMedian);
  return Math.exp(logBelow(-withSignal) - logBelow(-without));
}

/** Where a falling function of μ crosses 0, above `from`. */
function crossing(falling: (mu: number) => number, from: number): number {
  let low = from;
  let high = 2 * from + 1;
  let atLow = falling(low);
  let atHigh = falling(high);
  while (atHigh > 0) {
    [low, atLow] = [high, atHigh];
    high *= 2;
    if (high > LARGEST_MU) throw new FitError("no-signal", "next to no signal is expected");
    atHigh = falling(high);
  }
  // A straight line between both ends; an end that stays twice counts half ("Illinois").
  let stayed = 0;
  while (high - low > PRECISION * high) {
    const middle = atLow > atHigh ? (low * atHigh - high * atLow) / (atHigh - atLow) : low;
    const value = falling(middle);
    if (Math.abs(value) < PRECISION * PRECISION || middle === low || middle === high) return middle;
    if (value > 0) {
      [low, atLow] = [middle, value];
      if (stayed === 1) atHigh /= 2;
      stayed = 1;
    } else {
      [high, atHigh] = [middle, value];
      if (stayed === -1) atLow /= 2;
      stayed = -1;
    }
  }
  return high;
}
