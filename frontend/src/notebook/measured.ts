/** The measurement of the journal in the page's own numbers. */
import { type Decision, lockedModel } from "../journal/decision";
import { discover } from "../model/discovery";
import { asimovData, profileFit, profileSignificance, uncertainties } from "../model/fit";
import { shownDecimals, SIGMA_DECIMALS } from "../views/format";
import type { Measurement, Observation, Shown } from "./path";

const MU_DECIMALS = 2;
const LIMIT_DECIMALS = 2;

/** What was counted in the bins of a choice, and who measured it; null by: pseudo-data. */
export type Seen = Pick<Observation, "counts" | "by">;

/** `seen`: null where nobody has looked yet. */
export function measurementOf(decision: Decision, seen: Seen | null): Measurement {
  // Fitted anew from the bins, since a journal's numbers may have come from somewhere else.
  const model = lockedModel(decision);
  const spread = uncertainties(model, profileFit(model, asimovData(model, 1))).mu;
  const observed = seen === null ? null : observationOf(decision, seen);
  return {
    decision,
    z: alone(profileSignificance(model), SIGMA_DECIMALS),
    muUncertainty: alone(spread, MU_DECIMALS),
    observed,
  };
}

function observationOf(decision: Decision, { counts, by }: Seen): Observation {
  const found = discover(lockedModel(decision), counts);
  const decimals = shownDecimals(found.uncertainty);
  return {
    counts,
    by,
    mu: { value: found.mu, uncertainty: found.uncertainty, decimals },
    z: alone(found.z, SIGMA_DECIMALS),
    limit: alone(found.limit.observed, LIMIT_DECIMALS),
  };
}

function alone(value: number, decimals: number): Shown {
  return { value, uncertainty: null, decimals };
}
