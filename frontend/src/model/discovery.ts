/** What a set of observed counts says about a signal: strength, p-value, significance and limit. */
import { asimovData, profileFit, profileSignificance, uncertainties } from "./fit";
import type { FitModel, Parameters } from "./fitModel";
import { profileInterval } from "./interval";
import { type Limit, upperLimit } from "./limit";
import { below } from "./normal";

/** Everything that is said about one set of counts. */
export interface Discovery {
  /** The best signal strength, with a symmetric uncertainty and the interval of 68.3 %. */
  readonly mu: number;
  readonly uncertainty: number;
  readonly interval: readonly [number, number];
  /** Discovery significance √q₀; 0 where the best strength is not above 0. */
  readonly z: number;
  /** One-sided probability of as much or more without signal; where z is 0, "0.5 or more". */
  readonly p: number;
  readonly limit: Limit;
  /** Expected events of each class and bin where the fit ended, and where it ends without signal. */
  readonly best: Parameters;
  readonly withoutSignal: Parameters;
}

/** Fit `counts`, at the confidence level of the limit. Throws FitError. */
export function discover(model: FitModel, counts: ArrayLike<number>, confidence = 0.95): Discovery {
  const best = profileFit(model, counts);
  const without = profileFit(model, counts, { mu: 0 });
  const q0 = best.at.mu > 0 ? Math.max(0, without.deviance - best.deviance) : 0;
  const { mu: uncertainty } = uncertainties(model, best);
  const z = Math.sqrt(q0);
  return {
    mu: best.at.mu,
    uncertainty,
    interval: profileInterval(model, counts, best, uncertainty),
    z,
    p: below(-z),
    limit: upperLimit(model, counts, confidence),
    best: best.at,
    withoutSignal: without.at,
  };
}

/** The middle of what to expect where the signal has strength `mu`. Throws FitError. */
export function medianSignificance(model: FitModel, mu: number): number {
  return profileSignificance(model, asimovData(model, mu));
}

/** What a physicist calls it. */
export type Claim = "none" | "hint" | "evidence" | "discovery";

/** From 3σ "evidence", from 5σ "discovery"; from 2σ something to look at again. */
export function claimOf(z: number): Claim {
  if (z >= 5) return "discovery";
  if (z >= 3) return "evidence";
  return z >= 2 ? "hint" : "none";
}

/** A fraction of made-up experiments with its binomial uncertainty. */
export interface ToyShare {
  readonly passed: number;
  readonly total: number;
  readonly value: number;
  readonly uncertainty: number;
}

/** Experiments with an excess, however small: without signal about every second. */
export function withExcess(toys: readonly number[]): ToyShare {
  return shareOf(toys, (toy) => toy > 0);
}

function shareOf(toys: readonly number[], passes: (toy: number) => boolean): ToyShare {
  const total = toys.length;
  if (total === 0) throw new RangeError("a fraction needs one experiment or more");
  const passed = toys.filter(passes).length;
  const value = passed / total;
  return { passed, total, value, uncertainty: Math.sqrt((value * (1 - value)) / total) };
}

/** How often made-up experiments without signal gave `z` or more. */
export interface ToyTail extends ToyShare {
  /** 95 % upper limit on the probability, for the case that none passed: 1 − 0.05^(1/n). */
  readonly below: number;
}

/** `toys`: significances of experiments without signal, one or more. */
export function toyTail(toys: readonly number[], z: number): ToyTail {
  // Equal counts give equal significances but for rounding.
  const share = shareOf(toys, (toy) => toy >= z - 1e-9);
  return { ...share, below: 1 - 0.05 ** (1 / share.total) };
}

/** Chance that at least one of `n` independent looks gives as small a p-value without signal. */
export function chanceOfOne(p: number, n: number): number {
  return -Math.expm1(n * Math.log1p(-p));
}
