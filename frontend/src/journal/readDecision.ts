/** Reads decisions that a file or another page has written, and believes nothing of it. */
import { LIMITS, type Limits, MODELS, SELECTIONS } from "../choices";
import { MAX_SCORE_BINS, type MeasuredBins, type Shift, type Template } from "../model/measurement";
import type { Split } from "../model/stairs";
import { type Measured, MISSING_REASONS } from "../model/types";
import { isRecord } from "../model/record";
import { plainText } from "./checks";
import {
  type Decision,
  type Decisions,
  type ExpectedBefore,
  MAX_KEPT_ATTEMPTS,
  MAX_REASON_LENGTH,
  NO_DECISION,
  type PastDecision,
  THRESHOLD_ORIGINS,
  type Value,
} from "./decision";

/** Thrown and caught in this file alone. */
class Unusable extends Error {}

/** The part as it was written, or NO_DECISION where anything about it is not as it must be. */
export function readDecisions(raw: unknown): Decisions {
  try {
    const from = record(raw);
    const nGivenUp = number(from.nGivenUp, COUNT);
    const past = list(from.past, MAX_KEPT_ATTEMPTS).map(pastDecision);
    const locked = from.locked === null ? null : decision(from.locked);
    const pseudoData = from.pseudoData === null ? null : number(from.pseudoData, SEED);
    const isSound =
      past.length <= nGivenUp &&
      (locked === null || (locked.attempt === nGivenUp + 1 && locked.pseudoData === pseudoData));
    return isSound ? { locked, past, nGivenUp, pseudoData } : NO_DECISION;
  } catch (problem) {
    if (problem instanceof Unusable) return NO_DECISION;
    throw problem;
  }
}

const COUNT: Limits = { low: 0, high: 1e6, integer: true };
const SEED: Limits = { low: 0, high: 2 ** 32 - 1, integer: true };
const EVENTS: Limits = { low: -1e12, high: 1e12 };
const NOT_NEGATIVE: Limits = { low: 0, high: 1e12 };
const RELATIVE: Limits = { low: 0, high: 1 };
const LONGEST_NAME = 100;
const LONGEST_LINK = 100_000;

function record(raw: unknown): Readonly<Record<string, unknown>> {
  if (!isRecord(raw)) throw new Unusable();
  return raw;
}

function list(raw: unknown, most: number): unknown[] {
  if (!Array.isArray(raw) || raw.length > most) throw new Unusable();
  return raw;
}

function number(raw: unknown, { low, high, integer }: Limits): number {
  if (typeof raw !== "number" || !(raw >= low && raw <= high)) throw new Unusable();
  if (integer === true && !Number.isInteger(raw)) throw new Unusable();
  return raw;
}

function text(raw: unknown, longest: number): string {
  if (typeof raw !== "string" || raw.length > longest) throw new Unusable();
  return raw;
}

/** A text that is shown to somebody. */
function shown(raw: unknown, longest: number): string {
  return plainText(text(raw, longest), longest);
}

function oneOf<T extends string>(raw: unknown, allowed: readonly T[]): T {
  const found = allowed.find((option) => option === raw);
  if (found === undefined) throw new Unusable();
  return found;
}

function value(raw: unknown): Value {
  const from = record(raw);
  return { value: number(from.value, EVENTS), uncertainty: number(from.uncertainty, NOT_NEGATIVE) };
}

function time(raw: unknown): string {
  const given = text(raw, LONGEST_NAME);
  const at = new Date(given);
  if (Number.isNaN(at.getTime()) || at.toISOString() !== given) throw new Unusable();
  return given;
}

/** What a decision and an earlier one have in common. */
function choice(from: Record<string, unknown>): Omit<PastDecision, "z"> {
  const selection = oneOf(from.selection, SELECTIONS);
  const threshold = from.threshold === null ? null : number(from.threshold, LIMITS.threshold);
  if ((threshold === null) !== (selection === "cuts")) throw new Unusable();
  return {
    attempt: number(from.attempt, { ...COUNT, low: 1 }),
    lockedAt: time(from.lockedAt),
    dataset: shown(from.dataset, LONGEST_NAME),
    signal: shown(from.signal, LONGEST_NAME),
    selection,
    threshold,
  };
}

function pastDecision(raw: unknown): PastDecision {
  const from = record(raw);
  return { ...choice(from), z: value(from.z) };
}

function decision(raw: unknown): Decision {
  const from = record(raw);
  const fragment = text(from.fragment, LONGEST_LINK);
  if (!fragment.startsWith("#")) throw new Unusable();
  const factor = number(from.factor, NOT_NEGATIVE);
  if (factor === 0) throw new Unusable();
  const expected = record(from.expected);
  const uncertain = record(from.uncertain);
  return {
    ...choice(from),
    model: oneOf(from.model, MODELS),
    thresholdFrom: orNull(from.thresholdFrom, (raw) => oneOf(raw, THRESHOLD_ORIGINS)),
    fragment,
    network: from.network === null ? null : text(from.network, LONGEST_LINK),
    luminosity: number(from.luminosity, NOT_NEGATIVE),
    factor,
    uncertain: {
      background: number(uncertain.background, RELATIVE),
      luminosity: number(uncertain.luminosity, RELATIVE),
      metScale: number(uncertain.metScale, RELATIVE),
    },
    bins: bins(from.bins),
    expected: {
      signal: value(expected.signal),
      background: value(expected.background),
      z: value(expected.z),
      mu: split(expected.mu),
    },
    before: orNull(from.before, before),
    reason: shown(from.reason, MAX_REASON_LENGTH),
    pseudoData: number(from.pseudoData, SEED),
  };
}

/** A choice of an earlier page lacks some fields: null there, as where null was written. */
function orNull<T>(raw: unknown, read: (raw: unknown) => T): T | null {
  return raw === undefined || raw === null ? null : read(raw);
}

function before(raw: unknown): ExpectedBefore {
  const { nothing, cuts } = record(raw);
  return { nothing: measured(nothing), cuts: orNull(cuts, measured) };
}

function measured(raw: unknown): Measured {
  const from = record(raw);
  const kind = oneOf(from.kind, ["value", "missing"] as const);
  if (kind === "value") return { kind, ...value(raw) };
  return { kind, reason: oneOf(from.reason, MISSING_REASONS) };
}

function split(raw: unknown): Split {
  const from = record(raw);
  return {
    total: number(from.total, NOT_NEGATIVE),
    statistical: number(from.statistical, NOT_NEGATIVE),
    systematic: number(from.systematic, NOT_NEGATIVE),
  };
}

function bins(raw: unknown): MeasuredBins {
  const from = record(raw);
  const background = template(from.background);
  const nBins = background.sum.length;
  const signal = template(from.signal, nBins);
  const edges = from.edges === null ? null : row(from.edges, LIMITS.threshold, nBins + 1);
  const ascends =
    edges === null ? nBins === 1 : edges.every((e, i) => i === 0 || e >= edges[i - 1]);
  const canBeFitted =
    background.sum.every((content) => content > 0) && signal.sum.reduce((a, b) => a + b) > 0;
  if (!ascends || !canBeFitted) throw new Unusable();
  return {
    edges,
    signal,
    background,
    metShift: from.metShift === null ? null : shift(from.metShift, nBins),
  };
}

/** `nBins`: as many contents; from 1 to MAX_SCORE_BINS where it is not known yet. */
function row(raw: unknown, limits: Limits, nBins?: number): number[] {
  const given = list(raw, MAX_SCORE_BINS + 1).map((content) => number(content, limits));
  const isLong = nBins === undefined ? given.length > MAX_SCORE_BINS : given.length !== nBins;
  if (isLong || given.length === 0) throw new Unusable();
  return given;
}

function template(raw: unknown, nBins?: number): Template {
  const from = record(raw);
  const sum = row(from.sum, EVENTS, nBins);
  return { sum, sumSquares: row(from.sumSquares, NOT_NEGATIVE, sum.length) };
}

function shift(raw: unknown, nBins: number): Shift {
  const from = record(raw);
  const both = (given: unknown): Shift["signal"] => {
    const { down, up } = record(given);
    return { down: row(down, EVENTS, nBins), up: row(up, EVENTS, nBins) };
  };
  return {
    size: number(from.size, RELATIVE),
    signal: both(from.signal),
    background: both(from.background),
  };
}
