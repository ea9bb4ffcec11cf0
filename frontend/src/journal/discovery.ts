/** What was unblinded: one experiment is opened once, with the choice that was locked for it. */
import { LIMITS } from "../choices";
import type { Measured } from "../model/types";
import type { Decision } from "./decision";
import { readDecisions } from "./readDecision";

/** The counts of one experiment, in the bins that were locked before they were looked at. */
export interface Unblinding {
  /** Number of the pseudo-experiment; a class may share one. */
  readonly experiment: number;
  /** What had been locked: the counts stand in its bins. */
  readonly decision: Decision;
  /** Observed events of each bin. */
  readonly counts: readonly number[];
  /** Expected significance on the same unseen events before there was a model, counting alone. */
  readonly before: { readonly nothing: Measured; readonly cuts: Measured | null };
  /** Whether the hidden strength has been shown. */
  readonly revealed: boolean;
}

/** The part of the journal that belongs to the stop Discover. */
export interface Discoveries {
  /** The student's name for the report; never leaves the browser but in it. */
  readonly name: string;
  /** Oldest first. */
  readonly opened: readonly Unblinding[];
}

export const NOTHING_OPENED: Discoveries = { name: "", opened: [] };

export const LONGEST_NAME = 80;
/** A browser keeps a few megabytes; each of these has bins, a link and words. */
const MOST_OPENED = 20;
const MOST_EVENTS = 1e9;
const LARGEST_Z = 1e6;

/** Which world an experiment is made in. */
export interface World {
  readonly dataset: string;
  readonly signal: string;
  readonly experiment: number;
}

export function isOf({ experiment, decision }: Unblinding, world: World): boolean {
  return (
    experiment === world.experiment &&
    decision.dataset === world.dataset &&
    decision.signal === world.signal
  );
}

export function worldOf({ experiment, decision }: Unblinding): World {
  return { dataset: decision.dataset, signal: decision.signal, experiment };
}

/** What was found in a world, or null where it has not been opened. */
export function openedIn({ opened }: Discoveries, world: World): Unblinding | null {
  return opened.find((one) => isOf(one, world)) ?? null;
}

/** `before` with one more experiment opened; one that was opened before keeps what was found. */
export function withOpened(before: Discoveries, one: Unblinding): Discoveries {
  if (openedIn(before, worldOf(one)) !== null) return before;
  // The network itself is kept once, in the journal's own decision.
  const kept = { ...one, decision: { ...one.decision, network: null } };
  return { ...before, opened: [...before.opened, kept].slice(-MOST_OPENED) };
}

/** `before` after the hidden strength of one experiment was shown. */
export function withRevealed(before: Discoveries, world: World): Discoveries {
  const opened = before.opened.map((one) => (isOf(one, world) ? { ...one, revealed: true } : one));
  return { ...before, opened };
}

/** What of a stored part can be used; an experiment with a fault in it is left out. */
export function readDiscoveries(raw: unknown): Discoveries {
  if (!isObject(raw)) return NOTHING_OPENED;
  const listed: unknown[] = Array.isArray(raw.opened) ? raw.opened.slice(-MOST_OPENED) : [];
  const name = typeof raw.name === "string" ? raw.name.slice(0, LONGEST_NAME) : "";
  return listed.reduce<Discoveries>(
    (found, item) => {
      const one = readUnblinding(item);
      return one === null ? found : withOpened(found, one);
    },
    { name, opened: [] },
  );
}

function readUnblinding(raw: unknown): Unblinding | null {
  if (!isObject(raw) || !isObject(raw.before)) return null;
  const decision = readLocked(raw.decision);
  const { experiment, counts, revealed, before } = raw;
  const { nothing, cuts } = before;
  const isSound =
    decision !== null &&
    isWhole(experiment, LIMITS.experiment.high) &&
    Array.isArray(counts) &&
    counts.length === decision.bins.background.sum.length &&
    counts.every((count) => isWhole(count, MOST_EVENTS)) &&
    isMeasured(nothing) &&
    (cuts === null || isMeasured(cuts)) &&
    typeof revealed === "boolean";
  if (!isSound) return null;
  return { experiment, decision, counts: [...counts], before: { nothing, cuts }, revealed };
}

/** One decision, as strictly as the journal's own part reads it. */
function readLocked(raw: unknown): Decision | null {
  if (!isObject(raw) || !isWhole(raw.attempt, LIMITS.experiment.high)) return null;
  const { attempt, pseudoData } = raw;
  return readDecisions({ locked: raw, past: [], nGivenUp: attempt - 1, pseudoData }).locked;
}

function isObject(raw: unknown): raw is Record<string, unknown> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}

function isWhole(raw: unknown, high: number): raw is number {
  return typeof raw === "number" && Number.isInteger(raw) && raw >= 0 && raw <= high;
}

const REASONS: Readonly<Record<string, true>> = {
  "no-background": true,
  "too-few-background": true,
  "no-signal": true,
  "no-events": true,
  "no-fit": true,
};

function isMeasured(raw: unknown): raw is Measured {
  if (!isObject(raw)) return false;
  const { kind, reason, value, uncertainty } = raw;
  if (kind === "missing") return typeof reason === "string" && Object.hasOwn(REASONS, reason);
  return (
    kind === "value" &&
    typeof value === "number" &&
    Math.abs(value) <= LARGEST_Z &&
    typeof uncertainty === "number" &&
    uncertainty >= 0 &&
    uncertainty <= LARGEST_Z
  );
}
