/** Observed against expected in each bin of the score; before unblinding, the expectation alone. */
import type { JSX } from "preact";
import type { Prediction } from "../../model/band";
import { poissonInterval } from "../../model/poisson";
import { t } from "../../text";
import { formatCount, formatMeasured, formatNumber } from "../format";
import { BACKGROUND_INK, Swatch } from "../plots/palette";
import { type Area, Plot } from "../plots/plot";
import { linearScale, logScale, type Scale } from "../plots/scale";
import type { Told } from "../told";
import { intervalText, totalText } from "./words";

const HEIGHT = 340;
const POINT_PX = 4.5;
/** Where the fullest bin holds so many times the emptiest, only a log scale shows both. */
const WIDE_RANGE = 15;

export interface ObservedProps {
  readonly prediction: Prediction;
  /** Null before unblinding. */
  readonly counts: readonly number[] | null;
  /** Ends of the bins in the score; null for one bin. */
  readonly edges: readonly number[] | null;
  /** Says what the counts are. */
  readonly told: Told;
}

export function ObservedPlot(props: ObservedProps): JSX.Element {
  const { prediction, counts, told } = props;
  const nBins = prediction.background.length;
  return (
    <>
      <Plot
        title={counts === null ? t("discover.plot.expected") : told("discover.plot")}
        summary={summaryOf(props)}
        table={{ columns: columnsOf(counts, told), rows: () => rowsOf(props) }}
        height={HEIGHT}
        xLabel={t("discover.plot.x")}
        yLabel={t("discover.plot.y")}
        x={(area) => linearScale([0.5, nBins + 0.5], [0, area.width])}
        xTicks={Array.from({ length: nBins }, (_, bin) => bin + 1)}
        y={(area) => heights(props, area)}
      >
        {(x, y, area) => <Drawing {...{ ...props, x, y, area }} />}
      </Plot>
      <Legend observed={counts === null ? null : told("discover.legend.observed")} />
    </>
  );
}

type Drawn = ObservedProps & { readonly x: Scale; readonly y: Scale; readonly area: Area };

function heights({ prediction, counts }: ObservedProps, area: Area): Scale {
  const { background, signal, error } = prediction;
  const tops = [...background].map((content, bin) =>
    Math.max(
      content + Math.max(error[bin], signal[bin]),
      counts === null ? 0 : poissonInterval(counts[bin])[1],
    ),
  );
  const high = Math.max(...tops);
  const low = Math.min(...background);
  return high > WIDE_RANGE * low
    ? logScale([Math.min(0.5, low / 2), high * 2], [area.height, 0])
    : linearScale([0, high * 1.15], [area.height, 0]);
}

function Drawing(props: Drawn): JSX.Element {
  const { prediction, counts, told, x, y, area } = props;
  const { background, signal, error } = prediction;
  const floor = y(y.domain[0]);
  return (
    <>
      {[...background].map((content, bin) => {
        const [left, right] = [x(bin + 0.5), x(bin + 1.5)];
        const [high, low] = [y(content + error[bin]), y(Math.max(0, content - error[bin]))];
        return (
          <g key={bin}>
            <rect
              class="expected-bar"
              x={left}
              width={right - left}
              y={y(content)}
              height={Math.max(0, floor - y(content))}
              fill={BACKGROUND_INK.fill}
            />
            <rect
              class="expected-error"
              x={left}
              width={right - left}
              y={high}
              height={low - high}
            />
          </g>
        );
      })}
      <path class="expected-signal" d={stairs(background, signal, x, y)} />
      {counts !== null && <Points {...{ counts, x, y }} />}
      {counts !== null && (
        <text class="stamp" x={area.width - 6} y={14} text-anchor="end">
          {told("discover.pseudodata")}
        </text>
      )}
    </>
  );
}

/** The outline of background and signal together. */
function stairs(background: Float64Array, signal: Float64Array, x: Scale, y: Scale): string {
  return [...background]
    .map((content, bin) => {
      const top = y(Math.max(0, content + signal[bin])).toFixed(1);
      return `${bin === 0 ? "M" : "L"}${x(bin + 0.5).toFixed(1)},${top}H${x(bin + 1.5).toFixed(1)}`;
    })
    .join("");
}

function Points(props: { counts: readonly number[]; x: Scale; y: Scale }): JSX.Element {
  const { counts, x, y } = props;
  return (
    <g class="observed">
      {counts.map((count, bin) => {
        const [low, high] = poissonInterval(count);
        return (
          <g key={bin}>
            <line x1={x(bin + 1)} x2={x(bin + 1)} y1={y(low)} y2={y(high)} />
            <circle cx={x(bin + 1)} cy={y(count)} r={POINT_PX} />
          </g>
        );
      })}
    </g>
  );
}

function Legend(props: { observed: string | null }): JSX.Element {
  return (
    <ul class="legend lines discover-legend">
      <li class="expected-background">
        <Swatch ink={BACKGROUND_INK} /> {t("discover.legend.background")}
      </li>
      <li class="expected-signal">{t("discover.legend.signal")}</li>
      {props.observed !== null && <li class="observed">{props.observed}</li>}
    </ul>
  );
}

function columnsOf(counts: readonly number[] | null, told: Told): string[] {
  const expected = [
    t("discover.column.bin"),
    t("discover.column.score"),
    t("discover.column.background"),
    t("discover.column.signal"),
  ];
  if (counts === null) return expected;
  return [...expected, told("discover.column.observed"), t("discover.column.interval")];
}

/** The plotted values, a row a bin; also the table of the report. */
export function rowsOf({ prediction, counts, edges }: ObservedProps): string[][] {
  const { background, signal, error } = prediction;
  return [...background].map((content, bin) => [
    formatCount(bin + 1),
    edges === null ? "–" : `${formatNumber(edges[bin], 3)} – ${formatNumber(edges[bin + 1], 3)}`,
    formatMeasured(content, error[bin]),
    formatNumber(signal[bin], 3),
    ...(counts === null
      ? []
      : [formatCount(counts[bin]), intervalText(poissonInterval(counts[bin]))]),
  ]);
}

export function observedColumns(told: Told): string[] {
  return columnsOf([], told);
}

/** All bins together. */
export function totalsOf({
  prediction,
  counts,
}: Pick<ObservedProps, "prediction" | "counts">): Record<string, string> {
  const sum = (row: ArrayLike<number>): number => Array.from(row).reduce((a, b) => a + b, 0);
  return {
    bins: formatCount(prediction.background.length),
    background: totalText(prediction.totals.background),
    signal: totalText(prediction.totals.signal),
    observed: formatCount(sum(counts ?? [])),
  };
}

function summaryOf(props: ObservedProps): string {
  return props.counts === null
    ? t("discover.plot.expected.summary", totalsOf(props))
    : props.told("discover.plot.summary", totalsOf(props));
}
