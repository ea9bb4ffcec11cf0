/** Measured numbers as text for sentences, summaries and tables. */
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { chosenPercent, formatMeasured, formatNumber } from "../format";

/** "76.1 ± 3.2 %", or a dash; all or nothing has no statistical error to show. */
export function percentText(value: Measured): string {
  if (value.kind === "value" && value.uncertainty === 0) return chosenPercent(value.value);
  return value.kind === "value"
    ? `${formatMeasured(100 * value.value, 100 * value.uncertainty)}\u00a0%`
    : "–";
}

/** "0.784 ± 0.021", or the reason why there is no number; `decimals`: most decimals to show. */
export function measuredText(value: Measured, decimals?: number): string {
  return value.kind === "value"
    ? formatMeasured(value.value, value.uncertainty, decimals)
    : t(`reason.${value.reason}`);
}

/** The same in a table's cell: a dash where there is no number. */
export function cellText(value: Measured, decimals?: number): string {
  return value.kind === "value" ? formatMeasured(value.value, value.uncertainty, decimals) : "–";
}

/** A score or threshold: three digits are more than the steps of the slider. */
export function scoreText(score: number): string {
  return formatNumber(score, 3);
}
