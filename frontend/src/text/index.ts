/** Every sentence of the page comes from text/<language>/<room>.json, never from the drawing code. */
import type { Annex, Language, Texts } from "./languages";
import { annexTexts, numberLocale, textsOf } from "./languages";
import type en from "./en";
import type levels from "./en/annex/levels.json";
import type own from "./en/annex/own.json";
import type teacher from "./en/annex/teacher.json";
import common from "./en/common.json";

export type TextKey = keyof (typeof en & typeof levels & typeof own & typeof teacher);
export type Values = Readonly<Record<string, string | number>>;

/**
 * What the page speaks now. A page has one language, as it has one document. Until its texts are
 * here it speaks a little English: enough to say what went wrong.
 */
let spoken: Spoken = { language: "en", texts: common, annexes: [] };

interface Spoken {
  readonly language: Language;
  readonly texts: Texts;
  /** Those whose words are among the texts. */
  readonly annexes: readonly Annex[];
}

/** What the page speaks about: collisions, or a table of the reader's own. */
let subject: "collisions" | "table" = "collisions";

/** Of a table some sentences say something else: those with a key of their own, "table.…". */
export function speakOf(what: typeof subject): void {
  subject = what;
}

/** The last that was asked for: an earlier one that arrives later is not spoken. */
let wanted: Language = "en";

/** Whether all texts of a language are here. */
export function isSpeaking(): boolean {
  return spoken.texts !== common;
}

/**
 * Speak `language` from now on; whoever calls this has the page drawn again. Fails where its texts
 * cannot be had: then the page speaks as before, or English if it did not speak yet.
 */
export async function speak(language: Language): Promise<void> {
  wanted = language;
  if (isSpeaking() && spoken.language === language) return;
  try {
    const { annexes } = spoken;
    const texts = await textsOf(language, annexes);
    if (wanted !== language) return;
    if (spoken.annexes === annexes) spoken = { language, texts, annexes };
    else await speak(language);
  } catch (problem) {
    if (!isSpeaking() && language !== "en") await speak("en");
    throw problem;
  }
}

/** Has the words of an annex, too, from now on. Fails where they cannot be had. */
export async function speakIn(annex: Annex): Promise<void> {
  const { language, annexes } = spoken;
  if (annexes.includes(annex)) return;
  const texts = await annexTexts(annex, language);
  if (spoken.language === language && spoken.annexes === annexes) {
    spoken = { language, texts: { ...spoken.texts, ...texts }, annexes: [...annexes, annex] };
  } else await speakIn(annex);
}

export function language(): Language {
  return spoken.language;
}

/** The text of a key, with `{name}` replaced by its value. An unknown key shows itself. */
export function t(key: TextKey, values: Values = {}): string {
  return tDynamic(key, values);
}

/** As `t`, for keys put together at run time (a test checks that each of those exists). */
export function tDynamic(key: string, values: Values = {}): string {
  const ofTable = `table.${key}`;
  const text = spoken.texts[subject === "table" && hasText(ofTable) ? ofTable : key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => inWords(values[name] ?? whole));
}

/** A number as the language writes it, but whole: a seed has no thousands. */
function inWords(value: string | number): string {
  if (typeof value === "string") return value;
  const options = { useGrouping: false, maximumSignificantDigits: 15 };
  return value.toLocaleString(numberLocale(spoken.language), options);
}

/** Whether there is a text of that key. */
export function hasText(key: string): boolean {
  return Object.hasOwn(spoken.texts, key);
}

/** Keys of all texts. */
export function textKeys(): string[] {
  return Object.keys(spoken.texts);
}

/** A text that belongs to a fact of the Python package: translated here, or as the fact has it. */
export function factText(key: string, fact: string): string {
  return spoken.texts[key] ?? fact;
}
