/** A range picked on a plot: drag over it, drag its ends, or move the ends with the keyboard. */
import type { JSX, TargetedPointerEvent } from "preact";
import { useRef } from "preact/hooks";
import type { FeatureFacts, Interval } from "../../model/types";
import { t } from "../../text";
import { formatNumber } from "../format";
import { keyTarget } from "./keys";
import { overArea } from "./overlay";
import type { Area } from "./plot";
import type { Scale } from "./scale";

const DRAG_STARTS_PX = 4;

export interface BrushProps {
  readonly feature: FeatureFacts;
  readonly interval: Interval;
  readonly onChange: (interval: Interval) => void;
  readonly x: Scale;
  readonly area: Area;
}

type End = "low" | "high";

/** A round step of about half a per cent of the axis; whole numbers for counts. */
export function brushStep(feature: FeatureFacts): number {
  if (feature.discrete) return 1;
  const rough = (feature.high - feature.low) / 200;
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough * 0.999) ?? rough;
}

/** The value of a position, on the step's grid; null at or beyond the end of the axis. */
export function snap(value: number, feature: FeatureFacts, end: End): number | null {
  const step = brushStep(feature);
  const snapped = Number((Math.round(value / step) * step).toPrecision(12));
  if (end === "low") return snapped <= feature.low ? null : Math.min(snapped, feature.high);
  return snapped >= feature.high ? null : Math.max(snapped, feature.low);
}

/** Keeps the ends in order: the moved one stops at the other. */
function ordered(interval: Interval, moved: End): Interval {
  const { low, high } = interval;
  if (low === null || high === null || low <= high) return interval;
  return moved === "low" ? { low: high, high } : { low, high: low };
}

export function Brush(props: BrushProps): JSX.Element {
  const { feature, interval, x, area } = props;
  const start = useRef<number | null>(null);
  const dragging = useRef(false);
  const place = (event: TargetedPointerEvent<HTMLElement>): number =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;

  const move = (event: TargetedPointerEvent<HTMLElement>): void => {
    if (start.current === null) return;
    const here = place(event);
    if (!dragging.current && Math.abs(here - start.current) < DRAG_STARTS_PX) return;
    dragging.current = true;
    const [left, right] = [Math.min(here, start.current), Math.max(here, start.current)];
    const next = {
      low: snap(x.invert(left), feature, "low"),
      high: snap(x.invert(right), feature, "high"),
    };
    props.onChange(ordered(next, "high"));
  };
  const stop = (): void => {
    start.current = null;
    dragging.current = false;
  };
  return (
    <div
      class="brush"
      style={overArea(area)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = place(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={move}
      onPointerUp={stop}
      onPointerCancel={stop}
      onDblClick={() => props.onChange({ low: null, high: null })}
    >
      <Handle {...props} end="low" at={x(interval.low ?? feature.low)} />
      <Handle {...props} end="high" at={x(interval.high ?? feature.high)} />
    </div>
  );
}

function Handle(props: BrushProps & { end: End; at: number }): JSX.Element {
  const { feature, interval, end, x } = props;
  const value = interval[end];
  const track = { low: feature.low, high: feature.high, step: brushStep(feature) };
  // Keys may come faster than frames: each goes on from where the last one went.
  const latest = useRef(interval);
  latest.current = interval;
  const set = (next: number | null): void => {
    latest.current = ordered({ ...latest.current, [end]: next }, end);
    props.onChange(latest.current);
  };
  const label = t(end === "low" ? "brush.low" : "brush.high", { feature: feature.label });
  const spoken =
    value === null ? t("brush.open") : `${formatNumber(value, 6)} ${feature.unit}`.trim();
  return (
    <div
      class={`handle ${end} ${value === null ? "open" : ""}`}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={feature.low}
      aria-valuemax={feature.high}
      aria-valuenow={value ?? feature[end]}
      aria-valuetext={spoken}
      style={{ left: `${Math.min(props.area.width, Math.max(0, props.at))}px` }}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const left = event.currentTarget.parentElement!.getBoundingClientRect().left;
        set(snap(x.invert(event.clientX - left), feature, end));
      }}
      onKeyDown={(event) => {
        const next = keyTarget(event.key, latest.current[end] ?? feature[end], track);
        if (next === undefined) return;
        event.preventDefault();
        set(snap(next, feature, end));
      }}
    />
  );
}
