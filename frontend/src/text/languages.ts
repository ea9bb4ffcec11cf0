/** The languages of the page, and where the texts of each are. */
import { pseudo, rightToLeft } from "./pseudo";

/** Offered to the reader. */
export const LANGUAGES = ["en", "es", "it", "fr", "de"] as const;

/** Reachable by a link only: they prove that the layout takes long and right-to-left texts. */
export const PROOFS = ["x-pseudo", "x-rtl"] as const;

export type Language = (typeof LANGUAGES)[number] | (typeof PROOFS)[number];

export const SPOKEN: readonly Language[] = [...LANGUAGES, ...PROOFS];

export type Texts = Readonly<Record<string, string>>;
type Load = () => Promise<Texts>;

const english: Load = async () => (await import("./en")).default;

export const LOADERS: Readonly<Record<Language, Load>> = {
  en: english,
  es: async () => (await import("./es")).default,
  it: async () => (await import("./it")).default,
  fr: async () => (await import("./fr")).default,
  de: async () => (await import("./de")).default,
  "x-pseudo": async () => pseudo(await english()),
  "x-rtl": async () => rightToLeft(await english()),
};

/** Parts of the page beside the way, whose words come when somebody enters them. */
export const ANNEXES = ["levels", "own", "teacher"] as const;
export type Annex = (typeof ANNEXES)[number];

const ANNEX_TEXTS = import.meta.glob<Texts>("./*/annex/*.json", { import: "default" });

/** What is said in an annex. */
export async function annexTexts(annex: Annex, language: Language): Promise<Texts> {
  const of = (code: string): Promise<Texts> => ANNEX_TEXTS[`./${code}/annex/${annex}.json`]();
  if (language === "x-pseudo") return pseudo(await of("en"));
  return language === "x-rtl" ? rightToLeft(await of("en")) : of(language);
}

/** All that is said on the page before any annex is entered, and in those that were. */
export async function textsOf(language: Language, annexes: readonly Annex[]): Promise<Texts> {
  const ofAnnexes = annexes.map((annex) => annexTexts(annex, language));
  const parts = await Promise.all([LOADERS[language](), ...ofAnnexes]);
  return Object.assign({}, ...parts) as Texts;
}

export function isLanguage(code: string): code is Language {
  return (SPOKEN as readonly string[]).includes(code);
}

/** The first of the reader's languages that the page speaks; English where it speaks none. */
export function bestLanguage(wanted: readonly string[]): Language {
  const codes = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return LANGUAGES.find((code) => code === codes.find((c) => isLanguage(c))) ?? "en";
}

/** How numbers are written: the proofs write them as English does. */
export function numberLocale(language: Language): string {
  return language.startsWith("x-") ? "en" : language;
}

export function direction(language: Language): "ltr" | "rtl" {
  return language === "x-rtl" ? "rtl" : "ltr";
}
