/** The frame of every plot: width from the page, axes with ticks, a summary and a table in words. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { t } from "../../text";
import { formatNumber } from "../format";
import { ticks } from "./scale";
import type { Scale } from "./scale";

export const MARGIN = { top: 8, right: 14, bottom: 34, left: 46 };

/** The width a plot may take, followed as the page changes. */
export function useWidth(initial: number): [(element: HTMLElement | null) => void, number] {
  const [width, setWidth] = useState(initial);
  const observer = useRef<ResizeObserver | null>(null);
  const attach = useRef((element: HTMLElement | null): void => {
    observer.current?.disconnect();
    if (element === null) return;
    observer.current = new ResizeObserver((entries) => {
      const next = Math.round(entries[0].contentRect.width);
      if (next > 0) setWidth(next);
    });
    observer.current.observe(element);
  });
  useEffect(() => () => observer.current?.disconnect(), []);
  return [attach.current, width];
}

export interface DataTable {
  readonly columns: readonly string[];
  /** Made only when the reader opens it. */
  readonly rows: () => readonly (readonly string[])[];
}

export interface Area {
  readonly width: number;
  readonly height: number;
}

export interface PlotProps {
  readonly title: string;
  /** One sentence that says what the plot shows, with its numbers. */
  readonly summary: string;
  readonly table: DataTable;
  readonly height: number;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly x: (area: Area) => Scale;
  readonly y: (area: Area) => Scale;
  readonly xTicks?: readonly number[];
  readonly heading?: ComponentChildren;
  readonly children: (x: Scale, y: Scale, area: Area) => ComponentChildren;
  /** Drawn under the axes: a canvas for what has too many points for the picture. */
  readonly underlay?: (area: Area) => ComponentChildren;
  /** Drawn over the picture and reachable by keyboard (handles). */
  readonly controls?: (x: Scale, y: Scale, area: Area) => ComponentChildren;
}

export function Plot(props: PlotProps): JSX.Element {
  const [attach, width] = useWidth(320);
  const area = {
    width: Math.max(40, width - MARGIN.left - MARGIN.right),
    height: props.height - MARGIN.top - MARGIN.bottom,
  };
  const x = props.x(area);
  const y = props.y(area);
  return (
    <figure class="plot" aria-label={props.title}>
      <figcaption class={props.heading === undefined ? "plot-title" : ""}>
        {props.heading ?? props.title}
      </figcaption>
      <div ref={attach} class="plot-canvas" style={{ height: `${props.height}px` }}>
        {props.underlay?.(area)}
        <svg width={width} height={props.height} role="img" aria-label={props.summary}>
          <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
            <AxisLeft scale={y} area={area} label={props.yLabel} />
            <AxisBottom scale={x} area={area} label={props.xLabel} at={props.xTicks} />
            {props.children(x, y, area)}
          </g>
        </svg>
        {props.controls?.(x, y, area)}
      </div>
      <PlotTable table={props.table} title={props.title} />
    </figure>
  );
}

export function AxisBottom(props: {
  scale: Scale;
  area: Area;
  label: string;
  at?: readonly number[] | undefined;
}): JSX.Element {
  const { scale, area } = props;
  return (
    <g class="axis" transform={`translate(0,${area.height})`}>
      <line x1={0} x2={area.width} />
      {(props.at ?? ticks(scale, Math.max(2, area.width / 55))).map((value) => (
        <g key={value} transform={`translate(${scale(value)},0)`}>
          <line y2={4} />
          <text y={15} text-anchor="middle">
            {formatNumber(value)}
          </text>
        </g>
      ))}
      <text class="axis-label" x={area.width} y={30} text-anchor="end">
        {props.label}
      </text>
    </g>
  );
}

function AxisLeft(props: { scale: Scale; area: Area; label: string }): JSX.Element {
  const { scale, area } = props;
  return (
    <g class="axis">
      {ticks(scale, Math.max(2, area.height / 32)).map((value) => (
        <g key={value} transform={`translate(0,${scale(value)})`}>
          <line class="grid" x2={area.width} />
          <text x={-6} dy="0.32em" text-anchor="end">
            {formatNumber(value)}
          </text>
        </g>
      ))}
      <text class="axis-label" transform="rotate(-90)" x={0} y={-36} text-anchor="end">
        {props.label}
      </text>
    </g>
  );
}

/** The plotted values as a table, made when it is opened. */
export function PlotTable(props: { table: DataTable; title: string }): JSX.Element {
  const [open, setOpen] = useState(false);
  const name = t("plot.table.of", { title: props.title });
  return (
    <details class="plot-table" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary aria-label={name}>{t("plot.table")}</summary>
      {open && (
        <div class="scroll" tabIndex={0} role="region" aria-label={name}>
          <table>
            <thead>
              <tr>
                {props.table.columns.map((column) => (
                  <th key={column} scope="col">
                    {column}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {props.table.rows().map((row, index) => (
                <tr key={index}>
                  {row.map((cell, column) => (
                    <td key={column}>{cell}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  );
}

/** An SVG path through points; null breaks the line. */
export function linePath(points: readonly (readonly [number, number] | null)[]): string {
  let path = "";
  let pen = "M";
  for (const point of points) {
    if (point === null) {
      pen = "M";
      continue;
    }
    path += `${pen}${point[0].toFixed(1)},${point[1].toFixed(1)}`;
    pen = "L";
  }
  return path;
}
