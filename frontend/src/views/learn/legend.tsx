/** What the lines and neurons of the drawing mean, with the numbers of the scale. */
import type { JSX } from "preact";
import { t } from "../../text";
import { formatNumber } from "../format";
import { lineWidth } from "./paint";

export function Legend(props: { scale: number; narrow: boolean }): JSX.Element {
  const { scale, narrow } = props;
  const sample = (share: number, sign: 1 | -1): JSX.Element => (
    <li>
      <svg width="44" height="12" aria-hidden="true">
        <line
          x1="0"
          x2="44"
          y1="6"
          y2="6"
          stroke={sign > 0 ? "var(--positive)" : "var(--negative)"}
          stroke-width={lineWidth(share, narrow)}
          stroke-dasharray={sign > 0 ? undefined : "6 4"}
        />
      </svg>
      w = {sign > 0 ? "+" : ""}
      {formatNumber(sign * share * scale)}
    </li>
  );
  return (
    <div class="network-legend">
      <ul aria-label={t("learn.legend")}>
        {sample(1, 1)}
        {sample(0.25, 1)}
        {sample(0.25, -1)}
        {sample(1, -1)}
      </ul>
      <p class="soft">{t("learn.legend.text")}</p>
    </div>
  );
}
