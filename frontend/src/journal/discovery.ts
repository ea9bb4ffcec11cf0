/** What was unblinded: one experiment is opened once, with the choice that was locked for it. */
import { LIMITS } from "../choices";
import { isRecord } from "../model/record";
import { plainText } from "./checks";
import type { Decision } from "./decision";
import { readDecisions } from "./readDecision";

/**
 * Which data were looked at: the number of a pseudo-experiment, or measured data by their
 * fingerprint and how many looks at them this was, as "measured-1f2e3d4c-2".
 */
export type Experiment = number | `measured-${string}`;

const MEASURED = /^measured-[0-9a-f]{8}-[1-9]\d{0,4}$/;

/** Whether these are measured data, and not pseudo-data. */
export function isMeasured(experiment: unknown): experiment is `measured-${string}` {
  return typeof experiment === "string" && MEASURED.test(experiment);
}

/** The counts of one experiment, in the bins that were locked before they were looked at. */
export interface Unblinding {
  /** A class may share a pseudo-experiment. */
  readonly experiment: Experiment;
  /** What had been locked: the counts stand in its bins. */
  readonly decision: Decision;
  /** Observed events of each bin. */
  readonly counts: readonly number[];
  /** Whether the hidden strength has been shown. */
  readonly revealed: boolean;
}

/** The part of the journal that belongs to the stop Discover. */
export interface Discoveries {
  /** The student's name for the report; never leaves the browser but in it. */
  readonly name: string;
  /** Oldest first; of many the last ones, with all their numbers. */
  readonly opened: readonly Unblinding[];
  /** Every experiment that was ever opened, each once: their number is the number of looks. */
  readonly keys: readonly string[];
}

export const NOTHING_OPENED: Discoveries = { name: "", opened: [], keys: [] };

export const LONGEST_NAME = 80;
/** A browser keeps a few megabytes; each of these has bins, a link and words. */
const MOST_OPENED = 20;
/** A key is short: more than anybody opens by hand. */
const MOST_KEYS = 10_000;
const LONGEST_KEY = 250;
const MOST_EVENTS = 1e9;

/** Which world an experiment is made in. */
export interface World {
  readonly dataset: string;
  readonly signal: string;
  readonly experiment: Experiment;
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

function keyOf({ dataset, signal, experiment }: World): string {
  return `${dataset}|${signal}|${experiment}`;
}

/** What was found in a world; null where it has not been opened, or long ago. */
export function openedIn({ opened }: Discoveries, world: World): Unblinding | null {
  return opened.find((one) => isOf(one, world)) ?? null;
}

/** Whether a world was ever opened, also where what was found is no longer kept. */
export function wasOpened({ keys }: Discoveries, world: World): boolean {
  return keys.includes(keyOf(world));
}

/** The last look at measured data, for a signal of a dataset; null where nobody has looked. */
export function lastLook(
  { opened }: Discoveries,
  fingerprint: string,
  { dataset, signal }: Pick<World, "dataset" | "signal">,
): Unblinding | null {
  const isLook = (one: Unblinding): boolean =>
    isLookAt(one.experiment, fingerprint) &&
    one.decision.dataset === dataset &&
    one.decision.signal === signal;
  return opened.filter(isLook).at(-1) ?? null;
}

/** How often these data were looked at: with any choice, for any signal, beside any simulation. */
export function nLooks({ keys }: Discoveries, fingerprint: string): number {
  return keys.filter((key) => isLookAt(key.slice(key.lastIndexOf("|") + 1), fingerprint)).length;
}

/** The next look at measured data. */
export function nextLook(discoveries: Discoveries, fingerprint: string): Experiment {
  return `measured-${fingerprint}-${nLooks(discoveries, fingerprint) + 1}`;
}

/** Which look at its data an unblinding was; 1 for pseudo-data, which are looked at once. */
export function lookNumber(experiment: Experiment): number {
  return isMeasured(experiment) ? Number(experiment.slice(experiment.lastIndexOf("-") + 1)) : 1;
}

function isLookAt(experiment: string | number, fingerprint: string): boolean {
  return isMeasured(experiment) && experiment.startsWith(`measured-${fingerprint}-`);
}

/** How many experiments were opened: the number of looks. */
export function nOpened({ keys }: Discoveries): number {
  return keys.length;
}

/** `before` with one more experiment opened; one that was opened before keeps what was found. */
export function withOpened(before: Discoveries, one: Unblinding): Discoveries {
  if (wasOpened(before, worldOf(one))) return before;
  // The network itself is kept once, in the journal's own decision.
  const kept = { ...one, decision: { ...one.decision, network: null } };
  return {
    ...before,
    opened: [...before.opened, kept].slice(-MOST_OPENED),
    keys: [...before.keys, keyOf(worldOf(one))],
  };
}

/**
 * What two tabs, or a tab and a file, have opened together: no look is forgotten. Where both have
 * opened the same experiment, the choice that was locked first stands.
 */
export function mergedDiscoveries(one: Discoveries, other: Discoveries): Discoveries {
  const byAge = [...one.opened, ...other.opened].sort((a, b) =>
    a.decision.lockedAt.localeCompare(b.decision.lockedAt),
  );
  const first = byAge.filter((seen, i) => byAge.findIndex((s) => isOf(s, worldOf(seen))) === i);
  const isRevealed = (world: World): boolean =>
    byAge.some((seen) => seen.revealed && isOf(seen, world));
  return {
    name: one.name === "" ? other.name : one.name,
    opened: first
      .map((seen) => ({ ...seen, revealed: isRevealed(worldOf(seen)) }))
      .slice(-MOST_OPENED),
    keys: [...new Set([...one.keys, ...other.keys])],
  };
}

/** `before` after the hidden strength of one experiment was shown. */
export function withRevealed(before: Discoveries, world: World): Discoveries {
  const opened = before.opened.map((one) => (isOf(one, world) ? { ...one, revealed: true } : one));
  return { ...before, opened };
}

/** What of a stored part can be used; an experiment with a fault in it is left out. */
export function readDiscoveries(raw: unknown): Discoveries {
  if (!isRecord(raw)) return NOTHING_OPENED;
  const listed: unknown[] = Array.isArray(raw.opened) ? raw.opened.slice(-MOST_OPENED) : [];
  const name = plainText(raw.name, LONGEST_NAME);
  const { opened, keys } = listed.reduce<Discoveries>((found, item) => {
    const one = readUnblinding(item);
    return one === null ? found : withOpened(found, one);
  }, NOTHING_OPENED);
  return { name, opened, keys: [...new Set([...readKeys(raw.keys), ...keys])] };
}

/** A journal of an earlier page has none: then those stand that are still kept. */
function readKeys(raw: unknown): string[] {
  const listed: unknown[] = Array.isArray(raw) ? raw.slice(0, MOST_KEYS) : [];
  return listed.filter((key) => typeof key === "string" && key.length <= LONGEST_KEY) as string[];
}

function readUnblinding(raw: unknown): Unblinding | null {
  if (!isRecord(raw)) return null;
  const decision = readLocked(raw.decision);
  const { experiment, counts, revealed } = raw;
  const isSound =
    decision !== null &&
    (isMeasured(experiment) || isWhole(experiment, LIMITS.experiment.high)) &&
    Array.isArray(counts) &&
    counts.length === decision.bins.background.sum.length &&
    counts.every((count) => isWhole(count, MOST_EVENTS)) &&
    typeof revealed === "boolean";
  if (!isSound) return null;
  return { experiment, decision, counts: [...counts], revealed };
}

/** One decision, as strictly as the journal's own part reads it. */
function readLocked(raw: unknown): Decision | null {
  if (!isRecord(raw) || !isWhole(raw.attempt, LIMITS.experiment.high)) return null;
  const { attempt, pseudoData } = raw;
  return readDecisions({ locked: raw, past: [], nGivenUp: attempt - 1, pseudoData }).locked;
}

function isWhole(raw: unknown, high: number): raw is number {
  return typeof raw === "number" && Number.isInteger(raw) && raw >= 0 && raw <= high;
}
