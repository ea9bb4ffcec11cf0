/** A cut as a physicist writes it. */
import type { FeatureFacts, Interval } from "../model/types";
import { formatNumber } from "./format";

/** "ETmiss ≥ 150 GeV", "76 ≤ mℓℓ ≤ 106 GeV" */
export function cutText(feature: FeatureFacts, { low, high }: Interval): string {
  const [from, to] = [low, high].map((end) => (end === null ? "" : formatNumber(end, 6)));
  const range =
    high === null
      ? `${feature.symbol} ≥ ${from}`
      : `${low === null ? "" : `${from} ≤ `}${feature.symbol} ≤ ${to}`;
  return `${range} ${feature.unit}`.trim();
}
