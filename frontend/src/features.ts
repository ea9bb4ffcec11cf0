/** Which variables a dataset has: its own, or those that the package explains. */
import type { Facts, FeatureFacts, Interval } from "./model/types";

export function featuresOf(facts: Facts, dataset: string): readonly FeatureFacts[] {
  return facts.datasets.find(({ id }) => id === dataset)?.features ?? facts.features;
}

/** What the page calls a process of a dataset; its name where the page does not know it. */
export function processTitle(facts: Facts, dataset: string, process: string): string {
  const home = facts.datasets.find(({ id }) => id === dataset);
  return home?.processes.find(({ name }) => name === process)?.title ?? process;
}

type Cuts = Readonly<Record<string, Interval>>;

/** The cuts that have a meaning in a dataset: those on variables that it has. */
export function fittingCuts(facts: Facts, dataset: string, cuts: Cuts): Cuts {
  const names = featuresOf(facts, dataset).map(({ name }) => name);
  return Object.fromEntries(Object.entries(cuts).filter(([name]) => names.includes(name)));
}
