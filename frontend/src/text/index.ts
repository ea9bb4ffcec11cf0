/** Every sentence of the page comes from text/<language>.json, never from the drawing code. */
import en from "./en.json";

export type TextKey = keyof typeof en;

const TEXTS: Readonly<Record<string, string>> = en;
export const LANGUAGE = "en";

/** The text of a key, with `{name}` replaced by its value. An unknown key shows itself. */
export function t(key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return tDynamic(key, values);
}

/** As `t`, for keys put together at run time (a test checks that each of those exists). */
export function tDynamic(
  key: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const text = TEXTS[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
