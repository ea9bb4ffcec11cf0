/** Takes a link's fragment apart, field by field; what cannot be used is replaced, and said. */
import { type Limits, LIMITS, within } from "./choices";
import type { Interval } from "./model/types";

/** A sentence for the reader: a key of text/<language>.json and what to put into it. */
export interface Notice {
  readonly key: string;
  readonly values: Readonly<Record<string, string>>;
}

/** The fragment of a link with these fields; what may stand in one bare is not written as %7E. */
export function fragmentOf(fields: URLSearchParams): string {
  return `#${fields.toString().replaceAll("%7E", "~").replaceAll("%2C", ",")}`;
}

/** Reads a fragment, field by field; collects a notice for each value that cannot be used. */
export class FragmentReader {
  readonly notices: Notice[] = [];
  private readonly fields: URLSearchParams;

  constructor(fragment: string) {
    this.fields = new URLSearchParams(fragment.replace(/^#/, ""));
  }

  text(field: string): string | null {
    return this.fields.get(field);
  }

  private refuse(field: string, given: string, used: string): void {
    this.notices.push({ key: "notice.link", values: { field, given: given.slice(0, 40), used } });
  }

  choice<T extends string>(field: string, allowed: readonly T[], otherwise: T): T {
    const given = this.text(field);
    if (given === null) return otherwise;
    const found = allowed.find((option) => option === given);
    if (found === undefined) this.refuse(field, given, otherwise);
    return found ?? otherwise;
  }

  optionalChoice<T extends string>(field: string, allowed: readonly T[]): T | null {
    const given = this.text(field);
    if (given === null) return null;
    const found = allowed.find((option) => option === given) ?? null;
    if (found === null) this.refuse(field, given, "–");
    return found;
  }

  flag(field: string, otherwise: boolean): boolean {
    return this.choice(field, ["on", "off"], otherwise ? "on" : "off") === "on";
  }

  number(field: string, limits: Limits, otherwise: number): number {
    const given = this.text(field);
    return given === null ? otherwise : this.checked(field, given, limits, otherwise);
  }

  optionalNumber(field: string, limits: Limits): number | null {
    const given = this.text(field);
    if (given === null) return null;
    const value = this.checked(field, given, limits, Number.NaN);
    return Number.isNaN(value) ? null : value;
  }

  private checked(field: string, given: string, limits: Limits, otherwise: number): number {
    const value = given.trim() === "" ? Number.NaN : Number(given);
    const used = Number.isFinite(value) ? within(value, limits) : otherwise;
    if (used !== value) this.refuse(field, given, Number.isNaN(used) ? "–" : used.toString());
    return used;
  }

  names<T extends string>(field: string, allowed: readonly T[], otherwise: readonly T[]): T[] {
    const given = this.text(field);
    if (given === null) return [...otherwise];
    const asked: readonly string[] = given.split(",");
    const known = allowed.filter((name) => asked.includes(name));
    const used = known.length > 0 ? known : [...otherwise];
    if (known.length !== asked.length) this.refuse(field, given, used.join(","));
    return used;
  }

  layers(field: string, otherwise: readonly number[]): number[] {
    const given = this.text(field);
    if (given === null) return [...otherwise];
    if (given === "" || given === "0") return [];
    const asked = given.split(",").map(Number);
    const used = asked.every(Number.isFinite)
      ? asked.slice(0, LIMITS.layers.high).map((n) => within(n, LIMITS.neurons))
      : [...otherwise];
    if (used.join(",") !== given) this.refuse(field, given, used.join(","));
    return used;
  }

  interval(field: string): Interval | null {
    const given = this.text(field);
    if (given === null) return null;
    const parts = given.split("~").map((side) => (side === "" ? null : Number(side)));
    const [low, high] = parts;
    const usable =
      parts.length === 2 &&
      parts.every((side) => side === null || Number.isFinite(side)) &&
      !(low != null && high != null && low > high);
    if (!usable) this.refuse(field, given, "–");
    return usable ? { low: low ?? null, high: high ?? null } : null;
  }
}
