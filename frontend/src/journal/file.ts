/** A journal as a file: saved by the student, opened on another machine. */
import { isRecord } from "./checks";
import { type JournalContent, readContent } from "./content";

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

/** JournalError where the text is no journal; within one, what cannot be used is left out. */
export function readFile(text: string): JournalContent {
  if (text.length > LARGEST_FILE) throw new JournalError("progress.error.size");
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
