/** Measured numbers as text for sentences, summaries and tables. */
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { formatMeasured, formatNumber } from "../format";

/** "76.1 ± 3.2 %", or a dash; all or nothing has no statistical error to show. */
export function percentText(value: Measured): string {
  if (value.kind === "value" && value.uncertainty === 0) return chosenPercent(value.value);
  return value.kind === "value"
    ? `${formatMeasured(100 * value.value, 100 * value.uncertainty)} %`
    : "–";
}

/** "3.10 ± 0.19", or the reason why there is no number. */
export function measuredText(value: Measured): string {
  return value.kind === "value"
    ? formatMeasured(value.value, value.uncertainty)
    : t(`reason.${value.reason}`);
}

/** The same in a table's cell: a dash where there is no number. */
export function cellText(value: Measured): string {
  return value.kind === "value" ? formatMeasured(value.value, value.uncertainty) : "–";
}

/** A score or threshold: three digits are more than the steps of the slider. */
export function scoreText(score: number): string {
  return formatNumber(score, 3);
}

/** 0.1 → "10 %": a number somebody chose, so without decimals that say nothing. */
export function chosenPercent(fraction: number): string {
  return `${formatNumber(100 * fraction, 3)} %`;
}
