/** "Deutsch": what a language is called by those who speak it. */
import type { Language } from "./languages";

export function ownName(code: Language): string {
  return new Intl.DisplayNames([code], { type: "language" }).of(code) ?? code;
}
