/** Which column is the label, which the weight, which a model may look at: guesses and checks. */
import type { Census, ColumnCensus } from "./census";
import { MOST_FEATURES } from "./limits";
import { TableProblem } from "./problem";

/** What a class is to the hunt; "out": its rows are left out. */
export type Part = "signal" | "background" | "out";

export interface Roles {
  /** Column that says what each row is. */
  readonly label: number;
  /** One for each value of the label's census, in its order. */
  readonly parts: readonly Part[];
  /** Column that says how much each row counts; null where every row counts 1. */
  readonly weight: number | null;
  /** Columns that a model may look at, in the file's order. */
  readonly features: readonly number[];
}

/** Names of columns that say what a row is, whatever they hold; and names that may. */
const SURE_LABELS = ["label", "target", "class", "signal", "issignal", "isdm"];
const LIKELY_LABELS = ["y", "truth", "process", "type", "category", "species"];
const WEIGHT_NAMES = [
  ...["weight", "weights", "sampleweight", "eventweight", "mcweight", "totalweight", "wt", "w"],
];
/** Columns of numbers that would give the answer away, or that say nothing about a row. */
const TELLING = new Set([
  ...[...SURE_LABELS, ...LIKELY_LABELS, ...WEIGHT_NAMES],
  ...["id", "event", "eventid", "eventnumber", "run", "runnumber", "index", "fold", "row"],
]);
const SIGNAL_WORDS = new Set(["s", "sig", "signal", "yes", "true", "positive", "pos"]);

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
}

/** The column with the first of these names that is `fit`; −1 where there is none. */
function named(
  names: readonly string[],
  wanted: readonly string[],
  fit: (column: number) => boolean,
): number {
  const plainNames = names.map(plain);
  for (const name of wanted) {
    const column = plainNames.findIndex((one, place) => one === name && fit(place));
    if (column >= 0) return column;
  }
  return -1;
}

/** Whether a column can say what each row is: at least two values, and few. */
export function canBeLabel({ values }: ColumnCensus): boolean {
  return values !== null && values.length >= 2;
}

export function canBeWeight({ kind }: ColumnCensus): boolean {
  return kind === "number" || kind === "counter" || kind === "constant";
}

export function canBeFeature({ kind }: ColumnCensus): boolean {
  return kind === "number" || kind === "counter";
}

/** Sensible first choices. TableProblem where no column can be the label, or none is left to learn from. */
export function guessRoles(names: readonly string[], census: Census): Roles {
  const { columns } = census;
  const label = guessLabel(names, columns);
  if (label < 0) throw new TableProblem(labelProblem(columns));
  const fit = (column: number): boolean => column !== label && canBeWeight(columns[column]);
  const weight = named(names, WEIGHT_NAMES, fit);
  const isTelling = (name: string): boolean => name.length > 1 && TELLING.has(name);
  const candidates = columns.flatMap((column, place) =>
    canBeFeature(column) && place !== label && place !== weight ? [place] : [],
  );
  const sensible = candidates.filter(
    (place) => columns[place].kind !== "counter" && !isTelling(plain(names[place])),
  );
  return {
    label,
    parts: guessParts(columns[label]),
    weight: weight < 0 ? null : weight,
    features: (sensible.length > 0 ? sensible : candidates).slice(0, MOST_FEATURES),
  };
}

function guessLabel(names: readonly string[], columns: readonly ColumnCensus[]): number {
  const byName = named(names, [...SURE_LABELS, ...LIKELY_LABELS], (place) =>
    canBeLabel(columns[place]),
  );
  // A label with one value is still the label: what is wrong with it can then be said.
  const lone = named(names, SURE_LABELS, (place) => columns[place].values?.length === 1);
  if (byName >= 0 || lone >= 0) return byName >= 0 ? byName : lone;
  const withTwo = columns.map(({ values }) => values?.length === 2).lastIndexOf(true);
  return withTwo >= 0 ? withTwo : columns.map(canBeLabel).lastIndexOf(true);
}

/** Why no column can be the label: one value everywhere, or too many. */
function labelProblem(columns: readonly ColumnCensus[]): string {
  const hasOne = columns.some(({ values }) => values?.length === 1);
  return hasOne ? "own.problem.one-class" : "own.problem.no-label";
}

/** Signal is the class called so, else the largest number, else the rarest word. */
export function guessParts({ values }: ColumnCensus): Part[] {
  if (values === null) return [];
  const called = values.findIndex(({ text }) => SIGNAL_WORDS.has(plain(text)));
  const largest = values.map(({ number }) => number !== null).lastIndexOf(true);
  const rarest = values.reduce((best, { count }, i) => (count < values[best].count ? i : best), 0);
  const nNumbers = values.filter(({ number }) => number !== null).length;
  // Among numbers a word is a slip of the pen, not a class.
  const areNumbers = nNumbers >= 2 && called < 0;
  const signal = called >= 0 ? called : areNumbers ? largest : rarest;
  return values.map(({ number }, i) => {
    if (i === signal) return "signal";
    return areNumbers && number === null ? "out" : "background";
  });
}

/** TableProblem on roles that cannot be read; nothing comes back where they can. */
export function checkRoles(roles: Roles, names: readonly string[], { columns }: Census): void {
  const { label, parts, weight, features } = roles;
  const refuse = (key: string, column: number): never => {
    throw new TableProblem(key, { column: names[column] });
  };
  if (!canBeLabel(columns[label])) {
    refuse(`own.problem.${columns[label].values === null ? "classes" : "one-value"}`, label);
  }
  for (const part of ["signal", "background"] as const) {
    if (!parts.includes(part)) throw new TableProblem(`own.problem.no-${part}`);
  }
  if (weight !== null && !canBeWeight(columns[weight])) refuse("own.problem.weight", weight);
  if (weight === label) refuse("own.problem.twice", label);
  if (features.length === 0) throw new TableProblem("own.problem.no-features");
  if (features.length > MOST_FEATURES) {
    const values = { n: `${features.length}`, limit: `${MOST_FEATURES}` };
    throw new TableProblem("own.problem.features", values);
  }
  for (const feature of features) {
    if (!canBeFeature(columns[feature])) refuse(`own.column.${columns[feature].kind}`, feature);
    if (feature === label || feature === weight) refuse("own.problem.twice", feature);
  }
}
