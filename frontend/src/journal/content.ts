/**
 * What a student did, part by part, and how each part is read back.
 *
 * A journal may come from a file somebody sent: a reader checks everything and never throws; what
 * it cannot use it leaves out.
 */
import { LESSONS, LEVEL_GUESSES, type LevelGuess } from "../lesson";
import { type Game, readGame } from "../model/pairGame";
import { STOPS, type Stop } from "../state";
import { isLanguage, type Language } from "../text/languages";
import { isRecord } from "../model/record";
import { choiceOf } from "./checks";
import type { Decisions } from "./decision";
import { type Discoveries, readDiscoveries } from "./discovery";
import { readDecisions } from "./readDecision";
import { type KeptRun, readRuns } from "./runs";

/** One of the options of each stop's question. */
export type Choices = Readonly<Partial<Record<Stop, string>>>;

export const PALETTES = ["petroff", "contrast"] as const;
export type Palette = (typeof PALETTES)[number];

/** How somebody likes to read, whatever they are working on. */
export interface Preferences {
  /** null: what the browser asks for. */
  readonly language: Language | null;
  readonly palette: Palette;
}

export interface JournalContent {
  readonly guesses: Choices;
  readonly answers: Choices;
  /** What was guessed before the slider "How real?" was moved. */
  readonly levelGuess: LevelGuess | null;
  readonly visited: readonly Stop[];
  /** The fragment of the address at the last change, to go on from. */
  readonly address: string | null;
  /** The last game of telling apart, finished or not. */
  readonly game: Game | null;
  readonly preferences: Preferences;
  /** What was written down at Decide before the data were looked at. */
  readonly decision: Decisions;
  /** What was unblinded at Discover. */
  readonly discovery: Discoveries;
  /** Models kept to be compared, with what they reached. */
  readonly runs: readonly KeptRun[];
}

type Readers = { readonly [Part in keyof JournalContent]: (raw: unknown) => JournalContent[Part] };

/** Far more than a state with a network in it needs. */
const LONGEST_ADDRESS = 100_000;

export const READERS: Readers = {
  guesses: (raw) => readChoices(raw, (stop) => LESSONS[stop].guess.options),
  answers: (raw) => readChoices(raw, (stop) => LESSONS[stop].quiz.options),
  levelGuess: (raw) => choiceOf(raw, LEVEL_GUESSES),
  visited: (raw) => (Array.isArray(raw) ? STOPS.filter((stop) => raw.includes(stop)) : []),
  address: (raw) =>
    typeof raw === "string" && raw.startsWith("#") && raw.length <= LONGEST_ADDRESS ? raw : null,
  game: readGame,
  preferences: (raw) => {
    const { language, palette } = isRecord(raw) ? raw : {};
    return {
      language: typeof language === "string" && isLanguage(language) ? language : null,
      palette: choiceOf(palette, PALETTES) ?? "petroff",
    };
  },
  decision: readDecisions,
  discovery: readDiscoveries,
  runs: readRuns,
};

function readChoices(raw: unknown, options: (stop: Stop) => readonly string[]): Choices {
  const choices: Partial<Record<Stop, string>> = {};
  if (!isRecord(raw)) return choices;
  for (const stop of STOPS) {
    const choice = choiceOf(raw[stop], options(stop));
    if (choice !== null) choices[stop] = choice;
  }
  return choices;
}

/** Whatever of `raw` is usable; an empty journal for anything else. */
export function readContent(raw: unknown): JournalContent {
  const parts = isRecord(raw) ? raw : {};
  const entries = Object.entries(READERS).map(([part, read]) => [part, read(parts[part])]);
  return Object.fromEntries(entries) as JournalContent;
}
