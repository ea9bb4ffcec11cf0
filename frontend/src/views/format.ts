/** Numbers as a physicist writes them: as many digits as the uncertainty supports. */
import { language } from "../text";
import { numberLocale } from "../text/languages";

const MINUS = "−";

/** Making a formatter takes far longer than using it. */
const formatters = new Map<string, Intl.NumberFormat>();

function write(value: number, kind: "decimals" | "significant", from: number, to: number): string {
  const locale = numberLocale(language());
  const name = `${locale} ${kind} ${from} ${to}`;
  let formatter = formatters.get(name);
  if (formatter === undefined) {
    formatter = new Intl.NumberFormat(
      locale,
      kind === "decimals"
        ? { minimumFractionDigits: from, maximumFractionDigits: to }
        : { minimumSignificantDigits: from, maximumSignificantDigits: to },
    );
    formatters.set(name, formatter);
  }
  return formatter.format(value);
}

/** A number with just so many decimals, and a true minus sign. */
export function formatFixed(value: number, digits: number): string {
  const text = write(Math.abs(value), "decimals", digits, digits);
  const isZero = Number(Math.abs(value).toFixed(digits)) === 0;
  return value < 0 && !isZero ? `${MINUS}${text}` : text;
}

/** Decimals that show `significant` digits of a positive number. */
function decimals(value: number, significant: number): number {
  if (!(value > 0) || !Number.isFinite(value)) return 2;
  return Math.min(6, Math.max(0, significant - 1 - Math.floor(Math.log10(value))));
}

/**
 * A value beside its uncertainty: two digits of the uncertainty, as many decimals of the value, and
 * never more than `most` decimals.
 */
export function formatMeasured(value: number, uncertainty: number, most = 3): string {
  const digits = shownDecimals(uncertainty, most);
  return `${formatFixed(value, digits)} ± ${formatFixed(uncertainty, digits)}`;
}

/** How many decimals `formatMeasured` writes. */
export function shownDecimals(uncertainty: number, most = 3): number {
  return Math.min(most, decimals(uncertainty, 2));
}

/** Most decimals of a significance: hundredths of a standard deviation say enough. */
export const SIGMA_DECIMALS = 2;

/** "3.10 ± 0.19 σ" */
export function formatSigma(value: number, uncertainty: number): string {
  return `${formatMeasured(value, uncertainty, SIGMA_DECIMALS)} σ`;
}

/** A number with about `significant` digits and no uncertainty (axis ends, settings). */
export function formatNumber(value: number, significant = 3): string {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  return write(value, "significant", 1, significant).replace("-", MINUS);
}

export function formatCount(value: number): string {
  return write(value, "decimals", 0, 0);
}

/** 0.624 → "62.4 %" */
export function formatPercent(fraction: number): string {
  return Number.isFinite(fraction) ? `${formatFixed(100 * fraction, 1)}\u00a0%` : "–";
}

/** 0.1 → "10 %": a fraction that was chosen, so it has no uncertainty. */
export function chosenPercent(fraction: number): string {
  return `${formatNumber(100 * fraction)}\u00a0%`;
}

/** "E [GeV]", or the bare symbol where there is no unit. */
export function withUnit(symbol: string, unit: string): string {
  return unit === "" || unit === "1" ? symbol : `${symbol} [${unit}]`;
}

/** A number as one types it: no thousands, a plain minus, the decimal sign of the language. */
export function fieldText(value: number): string {
  const decimalSign = write(0.5, "decimals", 1, 1).replaceAll(/\d/g, "");
  return String(Number(value.toPrecision(6))).replace(".", decimalSign);
}
