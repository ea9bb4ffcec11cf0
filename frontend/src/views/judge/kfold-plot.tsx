/** One point a training: its area under the ROC curve, with the band in which they lie. */
import type { JSX } from "preact";
import type { AreaSpread, PartArea } from "../../model/kfold";
import type { Measured } from "../../model/types";
import { t } from "../../text";
import { formatNumber } from "../format";
import { Plot } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import { measuredText } from "./words";

interface KFoldPlotProps {
  readonly parts: readonly PartArea[];
  /** Trainings in all. */
  readonly n: number;
  /** Area of the model at hand. */
  readonly own: Measured;
  readonly found: AreaSpread | null;
}

export function KFoldPlot(props: KFoldPlotProps): JSX.Element {
  const { parts, n, own, found } = props;
  return (
    <>
      <Plot
        title={t("judge.kfold", { n })}
        summary={summarise(props)}
        table={{
          columns: [t("judge.kfold.x"), t("judge.kfold.y")],
          rows: () => parts.map((part, index) => [String(index + 1), partText(part)]),
        }}
        height={260}
        xLabel={t("judge.kfold.x")}
        yLabel={t("judge.kfold.y")}
        xTicks={Array.from({ length: n }, (_, part) => part + 1)}
        x={(area) => linearScale([0.4, n + 0.6], [0, area.width])}
        y={(area) => linearScale(domainOf(props), [area.height, 0])}
      >
        {(x, y, area) => (
          <>
            {found !== null && <Band found={found} y={y} width={area.width} />}
            {own.kind === "value" && (
              <line class="kfold-own" x2={area.width} y1={y(own.value)} y2={y(own.value)} />
            )}
            {parts.map((part, index) => (
              <Point key={index} part={part} left={x(index + 1)} y={y} />
            ))}
          </>
        )}
      </Plot>
      <ul class="legend lines">
        <li class="kfold-point">{t("judge.kfold.legend.point")}</li>
        {found !== null && <li class="kfold-band">{t("judge.kfold.legend.band")}</li>}
        <li class="kfold-own">{t("judge.kfold.legend.own", { own: measuredText(own) })}</li>
      </ul>
    </>
  );
}

function domainOf({ parts, own, found }: KFoldPlotProps): [number, number] {
  const values = [...parts, own].flatMap((one) =>
    one.kind === "value" ? [one.value - one.uncertainty, one.value + one.uncertainty] : [],
  );
  if (found !== null) {
    values.push(found.mean.value - found.spread, found.mean.value + found.spread);
  }
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const air = 0.08 * (high - low) || 0.05;
  return values.length === 0 ? [0, 1] : [low - air, high + air];
}

function Band(props: { found: AreaSpread; y: Scale; width: number }): JSX.Element {
  const { found, y, width } = props;
  const { value } = found.mean;
  const top = y(value + found.spread);
  return (
    <g class="kfold-band">
      <rect y={top} width={width} height={y(value - found.spread) - top} />
      <line x2={width} y1={y(value)} y2={y(value)} />
    </g>
  );
}

function Point(props: { part: PartArea; left: number; y: Scale }): JSX.Element | null {
  const { part, left, y } = props;
  if (part.kind !== "value") return null;
  const [low, high] = [y(part.value - part.uncertainty), y(part.value + part.uncertainty)];
  return (
    <g class="kfold-point">
      <line x1={left} x2={left} y1={low} y2={high} />
      <circle cx={left} cy={y(part.value)} r={5} />
    </g>
  );
}

function partText(part: PartArea): string {
  return part.kind === "diverged" ? t("judge.kfold.diverged.short") : measuredText(part);
}

function summarise({ parts, found, own }: KFoldPlotProps): string {
  const areas = parts.map(partText).join("; ");
  const together =
    found === null
      ? ""
      : t("judge.kfold.summary.mean", {
          mean: measuredText(found.mean),
          spread: formatNumber(found.spread, 2),
        });
  return `${t("judge.kfold.summary", { areas, own: measuredText(own) })} ${together}`.trim();
}
