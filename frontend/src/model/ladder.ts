/**
 * The same collisions with more and more of the detector: what each level gives, and what changes.
 *
 * A collision that is seen at two levels moves the numbers of both. Each number therefore keeps how
 * every collision moves it, so that the uncertainty of a difference knows what the levels share.
 */
import { slopes } from "./comparison";
import { descending, reasonForNoArea, structuralComponents } from "./components";
import { roc } from "./roc";
import { signalOverRootBackground, significance } from "./significance";
import type { Dataset, Level, Measured, Yield } from "./types";
import { FULL_DETECTOR } from "./level";
import { divide, type Expected, type ScoredEvents } from "./verdict";
import { add, yieldOf } from "./yields";

/** A number of one level, and how much each row of that level moves it. */
export interface Estimate {
  readonly found: Measured;
  /** Empty where there is no number. */
  readonly influence: Float64Array;
}

/** Expected events behind the cuts. */
export interface LevelCounts extends Expected {
  readonly processes: readonly { readonly name: string; readonly kept: Yield }[];
  readonly simple: Estimate;
  readonly z: Estimate;
}

/** What a model that has learned from this level is worth on this level's unseen events. */
export interface LevelJudged {
  readonly auc: Estimate;
  readonly threshold: number;
  /** Above the threshold. */
  readonly kept: Expected;
  readonly z: Estimate;
}

/** What was found at one level. */
export interface LevelRecord {
  readonly rows: LevelRows;
  readonly counts: LevelCounts;
  /** Null where no model has learned from this level (yet). */
  readonly judged: LevelJudged | null;
}

/** The events of one level, and which collision each of them is: equal at all levels. */
export interface LevelRows {
  readonly level: Level;
  readonly dataset: Dataset;
  readonly collisions: Float64Array;
}

/** Which signal is hunted, and how well its background is known. */
export interface Hypotheses {
  readonly signal: number;
  readonly backgrounds: readonly number[];
  readonly relativeUncertainty: number;
}

/** `truthId` counts collisions within a process: both together name one. */
export function levelRows(dataset: Dataset): LevelRows {
  const { process, truthId, level = FULL_DETECTOR } = dataset;
  const collisions = Float64Array.from(truthId ?? [], (id, row) => process[row] * 2 ** 32 + id);
  return { level, dataset, collisions };
}

/** The row of a collision at a level; null where the selection does not keep it there. */
export function rowOf({ collisions }: LevelRows, collision: number): number | null {
  const row = collisions.indexOf(collision);
  return row < 0 ? null : row;
}

/** Expected events of the rows whose `mask` is 1. */
export function countLevel(
  dataset: Dataset,
  mask: Uint8Array,
  { signal, backgrounds, relativeUncertainty }: Hypotheses,
): LevelCounts {
  const processes = [signal, ...backgrounds].map((code) => {
    const own = mask.map((passes, row) => (dataset.process[row] === code ? passes : 0));
    return { name: dataset.processes[code], kept: yieldOf(dataset.weight, own) };
  });
  const [hunted, ...others] = processes.map(({ kept }) => kept);
  const expected: Expected = { signal: hunted, background: add(...others) };
  const taking = new Set(backgrounds);
  const kindOf = (row: number): keyof Expected | null => {
    if (mask[row] === 0) return null;
    if (dataset.process[row] === signal) return "signal";
    return taking.has(dataset.process[row]) ? "background" : null;
  };
  const z = significance(expected.signal, expected.background, relativeUncertainty);
  const simple = signalOverRootBackground(expected.signal, expected.background);
  const byZ = (): Slopes => slopes(expected, relativeUncertainty);
  return {
    ...expected,
    processes,
    simple: estimate(simple, dataset.weight, kindOf, () => simpleSlopes(expected)),
    z: estimate(z, dataset.weight, kindOf, byZ),
  };
}

/** The area under the ROC curve and the region above `threshold`, of events never learned from. */
export function judgeLevel(
  events: ScoredEvents,
  threshold: number,
  relativeUncertainty: number,
): LevelJudged {
  const { scores, isSignal } = events;
  const weights = events.weights.test;
  const passes = (row: number): boolean => scores[row] >= threshold;
  const { kept } = divide(weights, isSignal, passes);
  const kindOf = (row: number): keyof Expected | null => {
    if (!passes(row)) return null;
    return isSignal[row] === 1 ? "signal" : "background";
  };
  const z = significance(kept.signal, kept.background, relativeUncertainty);
  return {
    auc: { found: roc(scores, isSignal, weights).auc, influence: areaInfluence(events) },
    threshold,
    kept,
    z: estimate(z, weights, kindOf, () => slopes(kept, relativeUncertainty)),
  };
}

/**
 * What `one` is more than `other`.
 *
 * Its variance is that of two independent numbers less twice their covariance, the sum over the
 * collisions in both of how they move each. Missing where either is.
 */
export function levelDifference(
  one: LevelRecord,
  other: LevelRecord,
  quantity: (record: LevelRecord) => Estimate | null,
): Measured {
  const [a, b] = [quantity(one), quantity(other)];
  if (a === null || b === null) return { kind: "missing", reason: "not-trained" };
  if (a.found.kind === "missing") return a.found;
  if (b.found.kind === "missing") return b.found;
  const rows = new Map(Array.from(other.rows.collisions, (collision, row) => [collision, row]));
  let covariance = 0;
  one.rows.collisions.forEach((collision, row) => {
    const twin = rows.get(collision);
    if (twin !== undefined) covariance += a.influence[row] * b.influence[twin];
  });
  const variance = a.found.uncertainty ** 2 + b.found.uncertainty ** 2 - 2 * covariance;
  return {
    kind: "value",
    value: a.found.value - b.found.value,
    uncertainty: Math.sqrt(Math.max(0, variance)),
  };
}

type Slopes = Readonly<Record<keyof Expected, number>>;

function simpleSlopes({ signal, background }: Expected): Slopes {
  const root = Math.sqrt(background.sum);
  return { signal: 1 / root, background: -signal.sum / (2 * background.sum * root) };
}

/** A number made from the sums of two classes: a row moves it by its weight times the slope. */
function estimate(
  found: Measured,
  weights: ArrayLike<number>,
  kindOf: (row: number) => keyof Expected | null,
  slopesOf: () => Slopes,
): Estimate {
  if (found.kind === "missing") return { found, influence: new Float64Array() };
  const slope = slopesOf();
  const influence = Float64Array.from(weights, (weight, row) => {
    const kind = kindOf(row);
    return kind === null ? 0 : weight * slope[kind];
  });
  return { found, influence };
}

/** How much each event moves the area: its part of a weighted mean of structural components. */
function areaInfluence({ scores, isSignal, weights: { test } }: ScoredEvents): Float64Array {
  const labelled = { isSignal, weights: test };
  if (reasonForNoArea(labelled) !== null) return new Float64Array();
  const components = structuralComponents(descending(scores, test), scores, labelled);
  const sums = [0, 0];
  const means = [0, 0];
  for (let row = 0; row < test.length; row++) {
    sums[isSignal[row]] += test[row];
    means[isSignal[row]] += test[row] * components[row];
  }
  return test.map((weight, row) => {
    const kind = isSignal[row];
    return (weight * (components[row] - means[kind] / sums[kind])) / sums[kind];
  });
}
