/** The board: the events at hand, the cuts on them, and what is expected behind these. */
import { ExpectedEvents } from "./expected";
import { CrossFilter } from "./model/crossfilter";
import type { SortedColumn } from "./model/order";
import { backgroundCodes, type Hypothesis } from "./model/sample";
import type { Dataset, DatasetFacts, FeatureFacts, Interval } from "./model/types";
import { isOpen, type State } from "./state";

/** An interval for each variable that is cut on. */
export type Cuts = State["cuts"];

export class Board {
  /** All three are null until events are laid. */
  dataset: Dataset | null = null;
  filter: CrossFilter | null = null;
  expected: ExpectedEvents | null = null;
  #names: readonly string[] = [];

  /**
   * Lays events in place of others; false where these lie there already. `features`: its columns;
   * `columns`: their values in order, where they are at hand.
   */
  lay(
    dataset: Dataset,
    features: readonly FeatureFacts[],
    columns: readonly SortedColumn[] | null = null,
  ): boolean {
    if (dataset === this.dataset) return false;
    const filter = new CrossFilter(dataset, features, undefined, columns);
    this.#names = features.map(({ name }) => name);
    this.filter = filter;
    this.expected = new ExpectedEvents(filter);
    this.dataset = dataset;
    return true;
  }

  /** Column of a variable; −1 where the events have none of that name. */
  indexOf(name: string): number {
    return this.#names.indexOf(name);
  }

  /** These cuts in place of all others. */
  setCuts(cuts: Cuts): void {
    this.filter?.clear();
    for (const [name, interval] of Object.entries(cuts)) this.setCut(name, interval);
  }

  setCut(name: string, interval: Interval): void {
    this.filter?.setInterval(this.indexOf(name), interval);
  }

  /** Codes of the signal and of all backgrounds, in the events' order; −1 for a signal not there. */
  codes(signal: string, facts: DatasetFacts): Hypothesis {
    const { dataset } = this;
    if (dataset === null) return { signal: -1, backgrounds: [] };
    return {
      signal: dataset.processes.indexOf(signal),
      backgrounds: backgroundCodes(dataset, facts),
    };
  }
}

/** `cuts` with one of them moved; one that is open is none. */
export function withCut(cuts: Cuts, name: string, interval: Interval): Cuts {
  const others = Object.entries(cuts).filter(([other]) => other !== name);
  return Object.fromEntries(isOpen(interval) ? others : [...others, [name, interval]]);
}
