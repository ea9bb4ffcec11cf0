/** Which variables a dataset has: its own, or those that the package explains. */
import type { Facts, FeatureFacts } from "./model/types";

export function featuresOf(facts: Facts, dataset: string): readonly FeatureFacts[] {
  return facts.datasets.find(({ id }) => id === dataset)?.features ?? facts.features;
}
