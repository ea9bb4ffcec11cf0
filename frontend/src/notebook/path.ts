/** What a student did and what the page said of it: all that a notebook repeats. */
import type { Decision } from "../journal/decision";
import type { NetworkChoice, TreesChoice } from "../choices";
import type { Interval, Level, Measured, MissingReason } from "../model/types";

/** A number of the page as it was shown, with the decimals that were shown of it. */
export interface Shown {
  readonly value: number;
  readonly uncertainty: number | null;
  readonly decimals: number;
}

/** Expected events of a region, and its significance or why it has none. */
export interface ShownRegion {
  readonly signal: Shown;
  readonly background: Shown;
  readonly z: Shown | { readonly missing: string };
  /** False where the region has no signal or no background that one could count. */
  readonly canBeCounted: boolean;
}

/** How the model came about: from its settings, or as it stands in a network file. */
export type ToldModel =
  | {
      readonly kind: "network";
      readonly choice: NetworkChoice;
      readonly epochs: number;
      readonly loss: { readonly training: Shown; readonly validation: Shown };
    }
  | {
      readonly kind: "boosted-trees";
      readonly choice: TreesChoice;
      readonly seed: number;
      readonly useWeights: boolean;
      readonly trees: number;
      readonly loss: { readonly training: Shown; readonly validation: Shown };
    }
  | {
      readonly kind: "tree";
      readonly maxDepth: number;
      readonly useWeights: boolean;
      readonly questions: number;
    }
  | { readonly kind: "file"; readonly file: string };

export interface Judged {
  readonly auc: Shown | { readonly missing: string };
  readonly threshold: number;
  /** The validation events suggested it; else it was chosen by hand. */
  readonly isSuggested: boolean;
  readonly region: ShownRegion;
}

/** What was seen once the data were looked at. */
export interface Observation {
  readonly counts: readonly number[];
  readonly mu: Shown;
  readonly z: Shown;
  /** Upper limit on the signal strength. */
  readonly limit: Shown;
  /** Who measured the counts; null where they are pseudo-data. */
  readonly by: string | null;
}

/** The choice that was written down, what it expected, and what was seen then. */
export interface Measurement {
  readonly decision: Decision;
  readonly z: Shown;
  readonly muUncertainty: Shown;
  readonly observed: Observation | null;
}

export interface Path {
  readonly version: string;
  /** The page's fragment: opened on a fivesigma page, it shows the same. */
  readonly fragment: string;
  readonly dataset: {
    readonly id: string;
    readonly title: string;
    readonly isReal: boolean;
    readonly level: Level;
  };
  readonly luminosity: number;
  readonly signal: { readonly name: string; readonly title: string };
  readonly backgroundUncertainty: number;
  readonly uncut: ShownRegion;
  readonly cuts: readonly (readonly [name: string, interval: Interval])[];
  /** Behind the cuts; null where there are none. */
  readonly kept: ShownRegion | null;
  readonly inputs: readonly string[];
  /** The model learned behind the cuts alone. */
  readonly onlyPassing: boolean;
  readonly model: ToldModel | null;
  /** Null where no event is left to judge. */
  readonly judged: Judged | null;
  /** Null before anything was locked. */
  readonly measurement: Measurement | null;
}

/** Whether a number was shown. */
export function isShown(found: Shown | { readonly missing: string }): found is Shown {
  return !("missing" in found);
}

/** A measured number in the digits of the page, or the reason why there is none. */
export function shown(
  found: Measured,
  decimalsOf: (uncertainty: number) => number,
  reasonOf: (reason: MissingReason) => string,
): Shown | { readonly missing: string } {
  if (found.kind === "missing") return { missing: reasonOf(found.reason) };
  return {
    value: found.value,
    uncertainty: found.uncertainty,
    decimals: decimalsOf(found.uncertainty),
  };
}
