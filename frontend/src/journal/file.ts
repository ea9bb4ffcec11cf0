/** A journal as a file: saved by the student, opened on another machine. */
import { isRecord } from "../model/record";
import { type JournalContent, readContent } from "./content";
import { laterDecisions } from "./decision";
import { mergedDiscoveries } from "./discovery";
import { bothRuns } from "./runs";

const FORMAT = "fivesigma-progress";
const VERSION = 1;
export const LARGEST_FILE = 2_000_000;

/** Why a file is no journal: a key of the text files. */
export class JournalError extends Error {
  constructor(readonly key: string) {
    super(key);
  }
}

export function writeFile(content: JournalContent, madeBy: string): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, made_by: madeBy, content }, null, 1);
}

/** JournalError where a file is larger than any journal; its text otherwise. */
export async function textOf(file: Blob): Promise<string> {
  if (file.size > LARGEST_FILE) throw new JournalError("progress.error.size");
  return file.text();
}

/** JournalError where the text is no journal; within one, what cannot be used is left out. */
export function readFile(text: string): JournalContent {
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    throw new JournalError("progress.error.json");
  }
  if (!isRecord(raw) || raw.format !== FORMAT) throw new JournalError("progress.error.format");
  if (raw.version !== VERSION) throw new JournalError("progress.error.version");
  return readContent(raw.content);
}

/**
 * What is known after going on from a `file`: nothing that was done `here` is lost, nothing that is
 * in both counts twice, and how somebody likes to read stays.
 */
export function goneOnFrom(file: JournalContent, here: JournalContent): JournalContent {
  return {
    guesses: { ...here.guesses, ...file.guesses },
    answers: { ...here.answers, ...file.answers },
    levelGuess: file.levelGuess ?? here.levelGuess,
    visited: [...new Set([...here.visited, ...file.visited])],
    address: file.address ?? here.address,
    game: file.game ?? here.game,
    preferences: here.preferences,
    // A choice that was locked here must not be undone by a file from before.
    decision: laterDecisions(here.decision, file.decision),
    discovery: mergedDiscoveries(here.discovery, file.discovery),
    runs: bothRuns(here.runs, file.runs),
  };
}
