/** Probabilities, odds and intervals as a physicist writes them. */
import { t } from "../../text";
import type { Total } from "../../model/band";
import { below } from "../../model/normal";
import { formatFixed, formatNumber, shownDecimals } from "../format";

const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";
/** Below this a probability is written with a power of ten. */
const SMALL = 0.001;
const SMALL_LIMIT = 0.1;
const MILLION = 1e6;
const BILLION = 1e9;
const ENDLESS = 1e15;

/** "0.0228", "2.9 × 10⁻⁷" */
export function pText(p: number): string {
  if (p >= SMALL) return formatNumber(p, 3);
  const [mantissa, power] = p.toExponential(1).split("e-");
  const raised = power.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return `${formatFixed(Number(mantissa), 1)} × 10⁻${raised}`;
}

/**
 * The one-sided p-value of a significance: how often background alone gives as much or more. Without
 * an excess it is only known to be 0.5 or more.
 */
export function pValueText(z: number): string {
  return z > 0 ? pText(below(-z)) : t("discover.p.half");
}

/** "1 in 741": a p-value as odds. */
export function oddsText(z: number): string {
  return z > 0 ? t("discover.odds.one", { n: oneIn(below(-z)) }) : t("discover.odds.half");
}

/** "94.5 ± 3.0 (simulation) ± 9.8 (admitted)" */
export function totalText({ value, simulation, admitted }: Total): string {
  const errors = [simulation, admitted].filter((error) => error > 0);
  const digits = Math.max(0, ...errors.map((error) => shownDecimals(error, 1)));
  const [total, one, other] = [value, simulation, admitted].map((x) => formatFixed(x, digits));
  return t("discover.total", { value: total, simulation: one, admitted: other });
}

/** "741", "3.5 million": one in so many. */
export function oneIn(p: number): string {
  const n = 1 / p;
  if (n < MILLION) return formatNumber(n, 3);
  if (n < BILLION) return t("discover.million", { n: formatNumber(n / MILLION, 2) });
  if (n < ENDLESS) return t("discover.billion", { n: formatNumber(n / BILLION, 2) });
  return t("discover.endless");
}

/** "2.31 σ" */
export function sigmaText(z: number): string {
  return `${formatFixed(z, 2)} σ`;
}

/** "1.24 +0.37 −0.32" */
export function strengthText(mu: number, [low, high]: readonly [number, number]): string {
  return t("discover.asymmetric", {
    value: formatFixed(mu, 2),
    up: formatFixed(high - mu, 2),
    down: formatFixed(mu - low, 2),
  });
}

/** "1.70": an upper limit has no more digits than a strength. */
export function limitText(limit: number): string {
  return limit < SMALL_LIMIT ? formatNumber(limit, 2) : formatFixed(limit, 2);
}

/** "0.29 to 1.33" */
export function intervalText([low, high]: readonly [number, number]): string {
  return t("discover.interval", { low: formatFixed(low, 2), high: formatFixed(high, 2) });
}
