/** A stacked or overlaid weighted histogram whose range can be cut. */
import type { JSX } from "preact";
import type { FeatureFacts, Interval } from "../../model/types";
import { t } from "../../text";
import { poissonInterval } from "../../model/poisson";
import { formatCount, formatFixed, formatMeasured, formatNumber, withUnit } from "../format";
import { Brush } from "./brush";
import { BACKGROUND_INK } from "./palette";
import type { Ink } from "./palette";
import { Plot } from "./plot";
import type { Area } from "./plot";
import { linearScale, logScale } from "./scale";
import type { Scale } from "./scale";

const MARK_PX = 2.5;

/** One process in a histogram: Σw and Σw² a bin, drawn from the bottom of the stack to its top. */
export interface Layer {
  readonly title: string;
  readonly ink: Ink;
  readonly isSignal: boolean;
  readonly sum: ArrayLike<number>;
  readonly sumSquares: ArrayLike<number>;
}

/** Measured events of each bin, once they are unblinded. */
export interface Points {
  readonly title: string;
  readonly counts: ArrayLike<number>;
}

export interface HistogramProps {
  readonly feature: FeatureFacts;
  readonly layers: readonly Layer[];
  readonly points: Points | null;
  readonly scale: "linear" | "log";
  readonly display: "stack" | "shapes";
  readonly interval: Interval;
  readonly onChange: (interval: Interval) => void;
  readonly height: number;
}

/** Tops of the layers: `edges[i]` lies below layer i, `edges[i + 1]` above it. */
export function stackEdges(layers: readonly Layer[], nBins: number): Float64Array[] {
  const edges = [new Float64Array(nBins)];
  for (const layer of layers) {
    const below = edges[edges.length - 1];
    edges.push(below.map((value, bin) => value + layer.sum[bin]));
  }
  return edges;
}

/** Signal and total background, each scaled to the same area. */
export function shapes(layers: readonly Layer[], nBins: number): Layer[] {
  const kinds = [layers.filter((l) => !l.isSignal), layers.filter((l) => l.isSignal)];
  return kinds.flatMap((members) => {
    const first = members.at(0);
    if (first === undefined) return [];
    const sum = stackEdges(members, nBins).at(-1)!;
    const squares = stackEdges(
      members.map((m) => ({ ...m, sum: m.sumSquares })),
      nBins,
    ).at(-1)!;
    const total = sum.reduce((a, b) => a + b, 0);
    if (!(total > 0)) return [];
    const title = first.isSignal ? first.title : t("plot.background");
    const ink = first.isSignal ? first.ink : BACKGROUND_INK;
    const norm = { sum: sum.map((v) => v / total), sumSquares: squares.map((v) => v / total ** 2) };
    return [{ title, ink, isSignal: first.isSignal, ...norm }];
  });
}

function binEdges(feature: FeatureFacts): number[] {
  const width = (feature.high - feature.low) / feature.n_bins;
  return Array.from({ length: feature.n_bins + 1 }, (_, bin) => feature.low + bin * width);
}

/** A closed staircase between two heights. */
function areaPath(
  edges: number[],
  x: Scale,
  y: Scale,
  low: Float64Array,
  high: Float64Array,
): string {
  let up = "";
  let back = "";
  for (let bin = 0; bin < high.length; bin++) {
    const [left, right] = [x(edges[bin]).toFixed(1), x(edges[bin + 1]).toFixed(1)];
    const [top, bottom] = [y(high[bin]).toFixed(1), y(low[bin]).toFixed(1)];
    up += `${bin === 0 ? "M" : "L"}${left},${top}L${right},${top}`;
    back = `L${right},${bottom}L${left},${bottom}${back}`;
  }
  return `${up}${back}Z`;
}

/**
 * The height axis: from 0, or lower where negative weights win; on a log scale from a few
 * ten-thousandths of the highest bin.
 */
function heights(scale: HistogramProps["scale"], ends: readonly number[], area: Area): Scale {
  const [lowest, highest] = [Math.min(0, ...ends), Math.max(0, ...ends)];
  const top = highest > 0 ? highest * 1.08 : 1;
  const range = [area.height, 0] as const;
  return scale === "log"
    ? logScale([top / 3000, top * 1.5], range)
    : linearScale([lowest * 1.08, top], range);
}

/** Measured events are counted, not expected. */
function heightLabel(display: HistogramProps["display"], isMeasured: boolean): string {
  if (display === "shapes") return t("plot.fraction");
  return t(isMeasured ? "measured.plot.events" : "plot.events");
}

export function Histogram(props: HistogramProps): JSX.Element {
  const { feature, interval, display, points } = props;
  const edges = binEdges(feature);
  const layers = display === "shapes" ? shapes(props.layers, feature.n_bins) : props.layers;
  const stacks = stackEdges(layers, feature.n_bins);
  const spread = spreadOf(layers, feature.n_bins);
  const drawn =
    display === "stack"
      ? [...stacks, stacks.at(-1)!.map((total, bin) => total + spread[bin])]
      : layers.map((layer) => layer.sum);
  const marks = points === null ? [] : marksOf(points, display);
  const ends = [
    ...drawn.flatMap((line) => [Math.min(...Array.from(line)), Math.max(...Array.from(line))]),
    ...marks.map(({ high }) => high),
  ];
  return (
    <Plot
      title={feature.label}
      heading={<Heading feature={feature} />}
      summary={summarise(feature, layers, edges, display) + measuredSummary(points)}
      table={{
        columns: [...columnsOf(feature, layers), ...measuredColumns(points)],
        rows: () =>
          rowsOf(layers, edges).map((row, bin) => [...row, ...measuredCells(points, bin)]),
      }}
      height={props.height}
      xLabel={withUnit(feature.symbol, feature.unit)}
      yLabel={heightLabel(display, points !== null)}
      x={(area) => linearScale([feature.low, feature.high], [0, area.width])}
      y={(area) => heights(props.scale, ends, area)}
      {...(feature.discrete ? { xTicks: binCentres(feature) } : {})}
      controls={(x, _, area) => (
        <Brush feature={feature} interval={interval} onChange={props.onChange} x={x} area={area} />
      )}
    >
      {(x, y, area) => (
        <>
          {display === "stack"
            ? layers.map((layer, i) => (
                <path
                  key={layer.title}
                  d={areaPath(edges, x, y, stacks[i], stacks[i + 1])}
                  fill={layer.ink.fill}
                  class={layer.isSignal ? "layer signal" : "layer"}
                />
              ))
            : layers.map((layer) => <Outline key={layer.title} {...{ layer, edges, x, y }} />)}
          {display === "stack" && <ErrorBars {...{ spread, edges, x, y, total: stacks.at(-1)! }} />}
          <Marks {...{ marks, edges, x, y }} />
          <Removed {...{ feature, interval, x, area }} />
        </>
      )}
    </Plot>
  );
}

function Heading(props: { feature: FeatureFacts }): JSX.Element {
  return (
    <>
      <h3 class="plot-title">
        {props.feature.label}{" "}
        {props.feature.symbol !== props.feature.label && (
          <span class="soft">{props.feature.symbol}</span>
        )}
      </h3>
      <span class="meaning soft">{props.feature.meaning}</span>
    </>
  );
}

function Outline(props: { layer: Layer; edges: number[]; x: Scale; y: Scale }): JSX.Element {
  const { layer, edges, x, y } = props;
  const top = Float64Array.from(layer.sum);
  return (
    <path
      d={areaPath(edges, x, y, new Float64Array(top.length), top)}
      class={layer.isSignal ? "outline signal" : "outline"}
      stroke={layer.ink.colour}
      fill={layer.ink.fill}
    />
  );
}

/** Monte-Carlo statistical uncertainty of the whole stack in each bin. */
function spreadOf(layers: readonly Layer[], nBins: number): Float64Array {
  return Float64Array.from({ length: nBins }, (_, bin) =>
    Math.sqrt(layers.reduce((sum, layer) => sum + layer.sumSquares[bin], 0)),
  );
}

/** The uncertainty of the whole stack, a bar in each bin. */
function ErrorBars(props: {
  spread: Float64Array;
  total: Float64Array;
  edges: number[];
  x: Scale;
  y: Scale;
}): JSX.Element {
  const { spread, total, edges, x, y } = props;
  let path = "";
  total.forEach((value, bin) => {
    if (spread[bin] === 0) return;
    const middle = x((edges[bin] + edges[bin + 1]) / 2).toFixed(1);
    path += `M${middle},${y(Math.max(0, value - spread[bin])).toFixed(1)}`;
    path += `V${y(value + spread[bin]).toFixed(1)}`;
  });
  return <path d={path} class="error-bars" />;
}

/** A measured count with the means it fits, as high as they are drawn. */
interface Mark {
  readonly bin: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** An empty bin of few events says little and clutters much: as usual, it has no point. */
function marksOf({ counts }: Points, display: HistogramProps["display"]): Mark[] {
  const all = Array.from(counts);
  const total = all.reduce((a, b) => a + b, 0);
  const unit = display === "shapes" ? 1 / total : 1;
  return all.flatMap((count, bin) => {
    if (count === 0) return [];
    const [low, high] = poissonInterval(count).map((mean) => mean * unit);
    return [{ bin, value: count * unit, low, high }];
  });
}

function Marks(props: {
  marks: readonly Mark[];
  edges: number[];
  x: Scale;
  y: Scale;
}): JSX.Element {
  const { marks, edges, x, y } = props;
  return (
    <g class="measured-points">
      {marks.map(({ bin, value, low, high }) => {
        const middle = x((edges[bin] + edges[bin + 1]) / 2);
        return (
          <g key={bin}>
            <line x1={middle} x2={middle} y1={y(low)} y2={y(high)} />
            <circle cx={middle} cy={y(value)} r={MARK_PX} />
          </g>
        );
      })}
    </g>
  );
}

function measuredSummary(points: Points | null): string {
  if (points === null) return "";
  const n = Array.from(points.counts).reduce((a, b) => a + b, 0);
  return ` ${t("measured.plot.summary", { title: points.title, n: formatCount(n) })}`;
}

function measuredColumns(points: Points | null): string[] {
  return points === null ? [] : [points.title, t("discover.column.interval")];
}

function measuredCells(points: Points | null, bin: number): string[] {
  if (points === null) return [];
  const [low, high] = poissonInterval(points.counts[bin]);
  return [formatCount(points.counts[bin]), `${formatFixed(low, 2)} – ${formatFixed(high, 2)}`];
}

/** What the cut takes away is shaded; it stays visible. */
function Removed(props: {
  feature: FeatureFacts;
  interval: Interval;
  x: Scale;
  area: Area;
}): JSX.Element {
  const { feature, interval, x, area } = props;
  // A counted value owns the bin around it, so its cut runs between the bins.
  const half = feature.discrete ? (feature.high - feature.low) / feature.n_bins / 2 : 0;
  const clamp = (pixel: number): number => Math.min(area.width, Math.max(0, pixel));
  const left = interval.low === null ? 0 : clamp(x(interval.low - half));
  const right = interval.high === null ? area.width : clamp(x(interval.high + half));
  return (
    <g class="removed">
      {left > 0 && <rect x={0} width={left} height={area.height} />}
      {right < area.width && <rect x={right} width={area.width - right} height={area.height} />}
    </g>
  );
}

/** The values that a counted variable takes. */
function binCentres(feature: FeatureFacts): number[] {
  const edges = binEdges(feature);
  return edges.slice(1).map((edge, bin) => (edge + edges[bin]) / 2);
}

function columnsOf(feature: FeatureFacts, layers: readonly Layer[]): string[] {
  return [withUnit(feature.symbol, feature.unit), ...layers.map((layer) => layer.title)];
}

function rowsOf(layers: readonly Layer[], edges: number[]): string[][] {
  return edges.slice(0, -1).map((edge, bin) => [
    `${formatNumber(edge, 4)} – ${formatNumber(edges[bin + 1], 4)}`,
    ...layers.map((layer) => {
      const spread = Math.sqrt(layer.sumSquares[bin]);
      return spread === 0 ? "0" : formatMeasured(layer.sum[bin], spread);
    }),
  ]);
}

/** Where signal and background peak, in words. */
function summarise(
  feature: FeatureFacts,
  layers: readonly Layer[],
  edges: number[],
  display: HistogramProps["display"],
): string {
  const peak = (members: readonly Layer[]): string => {
    const sum = stackEdges(members, feature.n_bins).at(-1)!;
    const bin = sum.reduce((best, value, i) => (value > sum[best] ? i : best), 0);
    const middle = (edges[bin] + edges[bin + 1]) / 2;
    return `${formatNumber(middle)} ${feature.unit}`.trim();
  };
  return t(display === "stack" ? "plot.summary.stack" : "plot.summary.shapes", {
    feature: feature.label,
    background: peak(layers.filter((l) => !l.isSignal)),
    signal: peak(layers.filter((l) => l.isSignal)),
  });
}
