/** The measurement of the journal in the page's own numbers. */
import { type Decision, lockedModel } from "../journal/decision";
import { discover } from "../model/discovery";
import { asimovData, profileFit, profileSignificance, uncertainties } from "../model/fit";
import { shownDecimals, SIGMA_DECIMALS } from "../views/format";
import type { Measurement, Observation, Shown } from "./path";

const MU_DECIMALS = 2;
const LIMIT_DECIMALS = 2;

/** `counts`: what was seen in the bins of the choice; null where nobody has looked yet. */
export function measurementOf(decision: Decision, counts: readonly number[] | null): Measurement {
  // Fitted anew from the bins, since a journal's numbers may have come from somewhere else.
  const model = lockedModel(decision);
  const spread = uncertainties(model, profileFit(model, asimovData(model, 1))).mu;
  const observed = counts === null ? null : observationOf(decision, counts);
  return {
    decision,
    z: alone(profileSignificance(model), SIGMA_DECIMALS),
    muUncertainty: alone(spread, MU_DECIMALS),
    observed,
  };
}

function observationOf(decision: Decision, counts: readonly number[]): Observation {
  const found = discover(lockedModel(decision), counts);
  const decimals = shownDecimals(found.uncertainty);
  return {
    counts,
    mu: { value: found.mu, uncertainty: found.uncertainty, decimals },
    z: alone(found.z, SIGMA_DECIMALS),
    limit: alone(found.limit.observed, LIMIT_DECIMALS),
  };
}

function alone(value: number, decimals: number): Shown {
  return { value, uncertainty: null, decimals };
}
