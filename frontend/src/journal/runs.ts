/**
 * Runs that were kept to be compared: a link that trains the model again, and what it reached.
 *
 * Whatever comes from a file, a link or another page is read here, and nothing of it is believed:
 * a name is text without tricks, numbers are numbers in their range, and the link is checked by
 * state.ts when it is opened. A friend's numbers count as reported until they are computed again.
 */
import type { Limits } from "../choices";
import { fragmentOf } from "../fragment";
import { isRecord } from "../model/record";

/** A number with its uncertainty, as it was when the run was kept. */
export interface Reported {
  readonly value: number;
  readonly uncertainty: number;
}

export interface KeptRun {
  readonly id: string;
  /** Given by the student; "" for none. */
  readonly name: string;
  readonly origin: "own" | "friend";
  /** Computed on this page: always so for one's own; for a friend's once it was opened here. */
  readonly isComputedHere: boolean;
  /** The page's link, which trains the same model again. */
  readonly fragment: string;
  /** Area under the weighted ROC curve of unseen events; null where there is none. */
  readonly auc: Reported | null;
  /** Significance above the link's threshold on unseen events; null where there is none. */
  readonly z: Reported | null;
}

export const MOST_RUNS = 50;
export const LONGEST_NAME = 60;
/** A link that carries a whole network is some 10,000 characters long. */
export const LONGEST_LINK = 60_000;
export const MOST_FILE_BYTES = 4 * LONGEST_LINK;

const AREA: Limits = { low: -10, high: 10 };
const SIGMA: Limits = { low: -1000, high: 1000 };
const FORMAT = "fivesigma-run";
const ID = /^[\w-]{1,40}$/;

/**
 * A name as it may be shown: one line of at most LONGEST_NAME characters, without characters that
 * are invisible, change the direction of what follows or pile up above a letter.
 */
export function cleanName(raw: unknown): string {
  if (typeof raw !== "string") return "";
  const plain = raw
    .slice(0, 20 * LONGEST_NAME)
    .replace(/\s+/gu, " ")
    .replace(/\p{C}/gu, "")
    .replace(/ +/g, " ")
    .replace(/(\p{M}{2})\p{M}+/gu, "$1")
    .trim();
  return Array.from(plain).slice(0, LONGEST_NAME).join("").trim();
}

/** The runs of a journal; what is no run is left out, and the first of several with one id stays. */
export function readRuns(raw: unknown): readonly KeptRun[] {
  if (!Array.isArray(raw)) return [];
  const found = new Map<string, KeptRun>();
  for (const entry of raw.slice(0, MOST_RUNS)) {
    const run = readRun(entry);
    if (run !== null && !found.has(run.id)) found.set(run.id, run);
  }
  return [...found.values()];
}

function readRun(raw: unknown): KeptRun | null {
  if (!isRecord(raw)) return null;
  const { id, origin, isComputedHere } = raw;
  const told = readTold(raw);
  if (told === null || typeof id !== "string" || !ID.test(id)) return null;
  if (origin !== "own" && origin !== "friend") return null;
  return { id, origin, isComputedHere: origin === "own" || isComputedHere === true, ...told };
}

/** What a run says of itself, wherever it comes from. */
type Told = Pick<KeptRun, "name" | "fragment" | "auc" | "z">;

function readTold({ name, fragment, auc, z }: Record<string, unknown>): Told | null {
  if (typeof fragment !== "string" || !isPageLink(fragment)) return null;
  return { name: cleanName(name), fragment, auc: reported(auc, AREA), z: reported(z, SIGMA) };
}

/** Every link of the page names its data. */
function isPageLink(fragment: string): boolean {
  if (!fragment.startsWith("#") || fragment.length > LONGEST_LINK) return false;
  return (new URLSearchParams(fragment.slice(1)).get("data") ?? "") !== "";
}

function reported(raw: unknown, { low, high }: Limits): Reported | null {
  if (!isRecord(raw)) return null;
  const { value, uncertainty } = raw;
  if (typeof value !== "number" || typeof uncertainty !== "number") return null;
  const isSound = value >= low && value <= high && uncertainty >= 0 && uncertainty <= high;
  return isSound ? { value, uncertainty } : null;
}

// --- to a friend, and from one ----------------------------------------------------------------

const FIELDS = { name: "run.name", auc: "run.auc", z: "run.z" } as const;

/** The run's link with its name and numbers; opened as it is, it trains the model again. */
export function linkOf({ name, fragment, auc, z }: KeptRun): string {
  const fields = new URLSearchParams();
  if (name !== "") fields.set(FIELDS.name, name);
  if (auc !== null) fields.set(FIELDS.auc, `${auc.value}~${auc.uncertainty}`);
  if (z !== null) fields.set(FIELDS.z, `${z.value}~${z.uncertainty}`);
  return fields.size === 0 ? fragment : `${fragment}&${fragmentOf(fields).slice(1)}`;
}

/** The run as a file. */
export function fileOf({ name, fragment, auc, z }: KeptRun): string {
  return `${JSON.stringify({ format: FORMAT, name, fragment, auc, z }, null, 2)}\n`;
}

/** A friend's run from the text of a link or of a file; null where it is neither. */
export function friendsRun(text: string, id: string): KeptRun | null {
  if (text.length > MOST_FILE_BYTES) return null;
  const told = toldByLink(text.trim()) ?? toldByFile(text);
  return told === null ? null : { id, origin: "friend", isComputedHere: false, ...told };
}

function toldByLink(text: string): Told | null {
  const start = text.indexOf("#");
  if (start < 0 || /\s/.test(text)) return null;
  const fields = new URLSearchParams(text.slice(start + 1));
  const pair = (field: string): unknown => {
    const [value, uncertainty] = (fields.get(field) ?? "").split("~").map(numberIn);
    return { value, uncertainty };
  };
  const told = { name: fields.get(FIELDS.name), auc: pair(FIELDS.auc), z: pair(FIELDS.z) };
  for (const field of Object.values(FIELDS)) fields.delete(field);
  return readTold({ ...told, fragment: fragmentOf(fields) });
}

/** Number("") would be 0. */
function numberIn(text: string): number {
  return text.trim() === "" ? Number.NaN : Number(text);
}

function toldByFile(text: string): Told | null {
  try {
    const raw: unknown = JSON.parse(text);
    return isRecord(raw) && raw.format === FORMAT ? readTold(raw) : null;
  } catch {
    return null;
  }
}

// --- the list ---------------------------------------------------------------------------------

/** One more run at the end; null where the list is full. */
export function withRun(runs: readonly KeptRun[], run: KeptRun): readonly KeptRun[] | null {
  return runs.length < MOST_RUNS ? [...runs, run] : null;
}

/** The runs of both, `here` first; a model that is in both is there once. */
export function bothRuns(here: readonly KeptRun[], other: readonly KeptRun[]): readonly KeptRun[] {
  const isKnown = (run: KeptRun): boolean =>
    here.some(({ id, name, fragment }) => {
      return id === run.id || (name === run.name && fragment === run.fragment);
    });
  return [...here, ...other.filter((run) => !isKnown(run))].slice(0, MOST_RUNS);
}

/** The run of that id changed. */
export function changedRun(
  runs: readonly KeptRun[],
  id: string,
  change: Partial<Omit<KeptRun, "id">>,
): readonly KeptRun[] {
  return runs.map((run) => (run.id === id ? { ...run, ...change } : run));
}

/** A name for a run that no other has: random, so that two tabs do not give the same. */
export function newRunId(): string {
  const drawn = crypto.getRandomValues(new Uint32Array(2));
  return `run-${drawn[0].toString(36)}-${drawn[1].toString(36)}`;
}
