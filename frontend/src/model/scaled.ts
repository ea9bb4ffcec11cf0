/** Events as they would be measured if a scale were wrong: some of their features multiplied. */
import type { Dataset, Interval } from "./types";

/**
 * Features that are proportional to the missing momentum; others do not follow from it alone.
 *
 * HT is made of leptons and jets, so that ETmiss/HT scales, too. The angle to the lepton pair stays.
 * The balance |pT(miss + jets) − pT(ℓℓ)| / pT(ℓℓ) changes as well, but the jets that it is made of
 * are not in the table: it is left as it is, and the page says so.
 */
export const PROPORTIONAL_TO_MET: readonly string[] = ["met", "met_over_ht"];

/** The dataset with the columns `features` multiplied by `factor`; the others are shared. */
export function withScaledFeatures(
  dataset: Dataset,
  features: readonly number[],
  factor: number,
): Dataset {
  const columns = dataset.features.map((values, feature) =>
    features.includes(feature) ? values.map((value) => value * factor) : values,
  );
  return { ...dataset, features: columns };
}

/** 1 for each event that lies in all intervals, by the number of the feature; as CrossFilter. */
export function passing(dataset: Dataset, cuts: ReadonlyMap<number, Interval>): Uint8Array {
  const passes = new Uint8Array(dataset.nEvents).fill(1);
  for (const [feature, interval] of cuts) {
    const values = dataset.features[feature];
    // In the precision of the events, so that one lying on a cut is kept.
    const low = interval.low === null ? -Infinity : Math.fround(interval.low);
    const high = interval.high === null ? Infinity : Math.fround(interval.high);
    for (let event = 0; event < dataset.nEvents; event++) {
      if (values[event] < low || values[event] > high) passes[event] = 0;
    }
  }
  return passes;
}
