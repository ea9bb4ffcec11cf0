/** Small questions that every reader of foreign data asks. */

/** `raw` if it is one of the options, else null. */
export function choiceOf<T extends string>(raw: unknown, options: readonly T[]): T | null {
  return options.find((option) => option === raw) ?? null;
}

/** `raw` if it is a number from `low` to `high`, else null. */
export function numberWithin(raw: unknown, low: number, high: number): number | null {
  return typeof raw === "number" && raw >= low && raw <= high ? raw : null;
}

/** At most `longest` characters of a text, without those that control how others are shown. */
export function plainText(raw: unknown, longest: number): string {
  if (typeof raw !== "string") return "";
  const visible = raw.slice(0, 4 * longest).replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/gu, "");
  return Array.from(visible).slice(0, longest).join("").trim();
}
