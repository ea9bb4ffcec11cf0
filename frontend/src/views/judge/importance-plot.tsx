/** Bars to the right of "no change": how much area is lost where a variable is shuffled. */
import type { JSX } from "preact";
import { useId } from "preact/hooks";
import { t } from "../../text";
import { formatMeasured, formatNumber } from "../format";
import { AxisBottom, PlotTable, useWidth } from "../plots/plot";
import { linearScale, type Scale } from "../plots/scale";
import type { NamedRow } from "./importance";

const ROW = 30;
const BAR = 16;
const MARGIN = { top: 22, right: 14, bottom: 34, left: 92 };
/** Room for the words at the line of no change. */
const LEAST_END = 0.01;

export function ImportancePlot(props: { rows: readonly NamedRow[] }): JSX.Element {
  const { rows } = props;
  const [attach, width] = useWidth(320);
  const id = useId();
  const height = rows.length * ROW;
  const area = { width: Math.max(40, width - MARGIN.left - MARGIN.right), height };
  const x = linearScale(domainOf(rows), [0, area.width]);
  const full = height + MARGIN.top + MARGIN.bottom;
  return (
    <figure class="plot importance" aria-labelledby={id}>
      <figcaption id={id} class="plot-title">
        {t("judge.importance")}
      </figcaption>
      <div ref={attach} class="plot-canvas" style={{ height: `${full}px` }}>
        <svg width={width} height={full} role="img" aria-label={summarise(rows)}>
          <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
            <AxisBottom scale={x} area={area} label={t("judge.importance.x")} />
            <text class="no-change" x={x(0)} y={-8} text-anchor="middle">
              {t("judge.importance.zero")}
            </text>
            {rows.map((row, place) => (
              <Bar key={row.column} {...{ row, x, top: place * ROW }} />
            ))}
            <line class="no-change" x1={x(0)} x2={x(0)} y1={-4} y2={height} />
          </g>
        </svg>
      </div>
      <PlotTable
        title={t("judge.importance")}
        table={{ columns: COLUMNS.map((key) => t(key)), rows: () => rows.map(cellsOf) }}
      />
    </figure>
  );
}

/** Everything that is drawn, and some air. */
function domainOf(rows: readonly NamedRow[]): [number, number] {
  const ends = rows.flatMap(({ drop, shuffles }) => [
    drop.value - drop.uncertainty,
    drop.value + drop.uncertainty,
    ...shuffles,
  ]);
  const [low, high] = [Math.min(0, ...ends), Math.max(LEAST_END, ...ends)];
  return [low - 0.02 * (high - low), high + 0.02 * (high - low)];
}

function Bar(props: { row: NamedRow; x: Scale; top: number }): JSX.Element {
  const { row, x, top } = props;
  const { value, uncertainty } = row.drop;
  const [start, end] = [Math.min(x(0), x(value)), Math.max(x(0), x(value))];
  const middle = top + ROW / 2;
  return (
    <g>
      <text class="row-label" x={-8} y={middle} dy="0.32em" text-anchor="end">
        {row.feature.symbol}
      </text>
      <rect class="bar" x={start} width={end - start} y={middle - BAR / 2} height={BAR} />
      {row.shuffles.map((drop, index) => (
        <circle key={index} class="shuffle" cx={x(drop)} cy={middle} r={2} />
      ))}
      <line
        class="uncertainty"
        x1={x(value - uncertainty)}
        x2={x(value + uncertainty)}
        y1={middle}
        y2={middle}
      />
    </g>
  );
}

const COLUMNS = [
  "judge.importance.variable",
  "judge.importance.x",
  "judge.importance.spread",
] as const;

function cellsOf({ feature, drop, spread }: NamedRow): string[] {
  return [
    feature.label,
    formatMeasured(drop.value, drop.uncertainty),
    spread === null ? "–" : formatNumber(spread, 2),
  ];
}

function summarise(rows: readonly NamedRow[]): string {
  const falls = rows.map(({ feature, drop }) =>
    t("judge.importance.fall", {
      variable: feature.label,
      drop: formatMeasured(drop.value, drop.uncertainty),
    }),
  );
  return t("judge.importance.summary", { falls: falls.join("; ") });
}
