/**
 * Pseudo-data: what an experiment would count in a world that the student does not know.
 *
 * The same draws as the package's pseudo_data.py, number for number.
 */
import { type Constraints, nominalConstraints, profileFit } from "./fit";
import { expectation, FitError, type FitModel, type Parameters } from "./fitModel";
import { poissonCount } from "./poisson";
import type { Random } from "./random";

/** The menu of hidden signal strengths, each with its chance: 0 is a world without the signal. */
export const STRENGTHS = [
  { strength: 0, chance: 0.4 },
  { strength: 0.5, chance: 0.1 },
  { strength: 1, chance: 0.3 },
  { strength: 1.5, chance: 0.1 },
  { strength: 2, chance: 0.1 },
] as const;

/** A world and what was counted in it: `truth` stays hidden, `counts` are observed. */
export interface HiddenExperiment {
  readonly truth: Parameters;
  readonly counts: Float64Array;
}

/** The seed of a pseudo-experiment: FNV-1a of its three names, which are plain ASCII. */
export function experimentSeed(dataset: string, signal: string, experiment: number): number {
  let code = 0x811c9dc5;
  for (const character of `${dataset}|${signal}|${experiment}`) {
    code = Math.imul(code ^ character.charCodeAt(0), 0x01000193);
  }
  return code >>> 0;
}

/**
 * Draw a world, then count in it: the signal strength from STRENGTHS, each source from 0 ± 1, the
 * simulation's factors from 1 ± their width, again where not above 0, and the counts around what
 * that world expects.
 */
export function hiddenExperiment(model: FitModel, random: Random): HiddenExperiment {
  const mu = strengthOf(random.uniform());
  const prior = nominalConstraints(model);
  const alpha = prior.alpha.map(() => random.normal());
  const gamma = prior.gammaWidth.map((width) => positive(random, width));
  const truth = { mu, alpha, gamma };
  return { truth, counts: countsAt(model, truth, random) };
}

/** The strength that is hidden in an experiment, whatever was selected in it. */
export function hiddenStrength(random: Random): number {
  return strengthOf(random.uniform());
}

function strengthOf(drawn: number): number {
  let cumulative = 0;
  for (const { strength, chance } of STRENGTHS) {
    cumulative += chance;
    if (drawn < cumulative) return strength;
  }
  return STRENGTHS[STRENGTHS.length - 1].strength;
}

/** A factor from 1 ± width that is above 0. */
function positive(random: Random, width: number): number {
  let factor = 1 + width * random.normal();
  while (factor <= 0) factor = 1 + width * random.normal();
  return factor;
}

function countsAt(model: FitModel, at: Parameters, random: Random): Float64Array {
  // A bin can hold a little negative signal, from negative weights: it then counts as none.
  return expectation(model, at).total.map((mean) =>
    poissonCount(Math.max(0, mean), () => random.uniform()),
  );
}

/**
 * Discovery significance of one made-up experiment in a world without signal; null where its fit
 * fails. `withoutSignal`: what the fit at μ = 0 found in the data, as is usual at the LHC
 * (ATL-PHYS-PUB-2011-011). Counts are drawn there, and each constraint is measured anew around it.
 */
export function backgroundOnlyZ(
  model: FitModel,
  withoutSignal: Parameters,
  random: Random,
): number | null {
  if (withoutSignal.mu !== 0) throw new RangeError("a world without signal has mu = 0");
  const constraints = measuredAnew(nominalConstraints(model), withoutSignal, random);
  const counts = countsAt(model, withoutSignal, random);
  try {
    const best = profileFit(model, counts, { constraints });
    const without = profileFit(model, counts, { mu: 0, constraints });
    return best.at.mu <= 0 ? 0 : Math.sqrt(Math.max(0, without.deviance - best.deviance));
  } catch (problem) {
    if (problem instanceof FitError) return null;
    throw problem;
  }
}

function measuredAnew(prior: Constraints, at: Parameters, random: Random): Constraints {
  const around = (centre: Float64Array, width: Float64Array): Float64Array =>
    centre.map((value, i) => value + width[i] * random.normal());
  const alpha = around(at.alpha, prior.alphaWidth);
  const gamma = around(at.gamma, prior.gammaWidth);
  return { ...prior, alpha, gamma };
}
