/** Values as Python writes them. Nothing of the page, however hostile, gets out of its literal. */

export type PythonValue =
  string | number | boolean | null | readonly PythonValue[] | { readonly tuple: readonly number[] };

const LONGEST_LINE = 88;

/** A literal; throws RangeError for a number that Python cannot write down. */
export function python(value: PythonValue): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new RangeError(`${value} is no number to write down`);
    return `${value}`;
  }
  if ("tuple" in value) {
    const inside = value.tuple.map(python).join(", ");
    return value.tuple.length === 1 ? `(${inside},)` : `(${inside})`;
  }
  return `[${value.map(python).join(", ")}]`;
}

/** A text without line breaks as a raw literal between triple quotes: a JSON document stays legible. */
export function rawJson(json: string): string {
  return `r'''${json.replaceAll("'", "\\u0027")}'''`;
}

/** `name(a, b)` on one line, or an argument a line where that would be long. */
export function call(name: string, args: readonly string[]): string {
  const short = `${name}(${args.join(", ")})`;
  if (short.length <= LONGEST_LINE && !short.includes("\n")) return short;
  const lines = args.map((arg) => `    ${arg.replaceAll("\n", "\n    ")},\n`).join("");
  return `${name}(\n${lines})`;
}

/** `{"a": 1}` with an entry a line. */
export function dictionary(entries: Readonly<Record<string, PythonValue>>): string {
  const lines = Object.entries(entries).map(([key, value]) => {
    return `    ${python(key)}: ${python(value)},\n`;
  });
  return `{\n${lines.join("")}}`;
}
