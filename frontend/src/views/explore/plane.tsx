/** Two variables at once: where the background lies, and the regions that hold most of the signal. */
import type { JSX, TargetedPointerEvent } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { Hunt } from "../../hunt";
import { borderOf, coarse, densest, fillPlane } from "../../model/plane";
import type { Binning, Plane } from "../../model/plane";
import { BACKGROUND, rolesOf, SIGNAL } from "../../model/separation";
import type { FeatureFacts, Interval, Yield } from "../../model/types";
import { fraction } from "../../model/verdict";
import { t } from "../../text";
import { NumberField } from "../components/controls";
import { useHunt } from "../context";
import { formatMeasured, formatNumber, withUnit } from "../format";
import { brushStep, snap } from "../plots/brush";
import { overArea } from "../plots/overlay";
import { Plot } from "../plots/plot";
import type { Area } from "../plots/plot";
import { linearScale } from "../plots/scale";
import type { Scale } from "../plots/scale";
import { percentText } from "../judge/words";
import { REST_MS, useRested } from "./rested";

/** Parts of the signal that the two lines enclose. */
const [HALF, MOST] = [0.5, 0.9];
const OPEN: Interval = { low: null, high: null };
const CUT_LIMITS = { low: -1e6, high: 1e6 };
const DRAG_STARTS_PX = 4;

interface Planes {
  readonly x: Binning;
  readonly y: Binning;
  readonly signal: Plane;
  readonly background: Plane;
}

/** Filled with the events that pass all cuts but those on the two variables themselves. */
function usePlanes(hunt: Hunt, x: number, y: number): Planes {
  const { dataset, features, filter, state } = hunt;
  const others = Object.entries(state.cuts).filter(
    ([name]) => name !== features[x].name && name !== features[y].name,
  );
  const cuts = useRested(JSON.stringify(others), REST_MS.plane);
  return useMemo(() => {
    const [alongX, alongY] = [x, y].map((index) => ({
      values: dataset!.features[index],
      bins: coarse(features[index]),
    }));
    const roles = rolesOf(dataset!.process, hunt.codes, filter!.mask([x, y]));
    const fill = (role: number): Plane =>
      fillPlane(alongX, alongY, { roles, role, weights: dataset!.weight });
    return { x: alongX.bins, y: alongY.bins, signal: fill(SIGNAL), background: fill(BACKGROUND) };
  }, [dataset, state.signal, x, y, cuts]);
}

export function PlanePlot(props: { x: number; y: number }): JSX.Element {
  const hunt = useHunt();
  const planes = usePlanes(hunt, props.x, props.y);
  const [x, y] = [hunt.features[props.x], hunt.features[props.y]];
  return (
    <div class="plane">
      <Plot
        title={t("explore.two.plot", { x: x.label, y: y.label })}
        summary={summarise(planes)}
        table={{ columns: columnsOf(x, y), rows: () => rowsOf(planes) }}
        height={420}
        xLabel={withUnit(x.symbol, x.unit)}
        yLabel={withUnit(y.symbol, y.unit)}
        x={(area) => linearScale([x.low, x.high], [0, area.width])}
        y={(area) => linearScale([y.low, y.high], [area.height, 0])}
        controls={(along, up, area) => (
          <>
            <Cells plane={planes.background} area={area} />
            <PlaneBrush {...{ x, y, along, up, area }} />
          </>
        )}
      >
        {(along, up, area) => (
          <>
            <Region plane={planes.signal} share={MOST} area={area} class="signal-most" />
            <Region plane={planes.signal} share={HALF} area={area} class="signal-half" />
            <Removed {...{ x, y, along, up, area }} />
          </>
        )}
      </Plot>
      <p class="help">{summarise(planes)}</p>
      <Fields features={[x, y]} />
    </div>
  );
}

/** The background: the more of it in a bin, the darker. */
function Cells(props: { plane: Plane; area: Area }): JSX.Element {
  const { plane, area } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  // After every drawing: the theme may have changed too, and a few hundred cells are quick.
  useEffect(() => {
    const pen = canvas.current?.getContext("2d");
    if (pen === null || pen === undefined) return;
    pen.clearRect(0, 0, plane.nX, plane.nY);
    pen.fillStyle = getComputedStyle(pen.canvas).color;
    const highest = plane.sum.reduce((top, content) => Math.max(top, content), 0);
    plane.sum.forEach((content, bin) => {
      if (!(content > 0)) return;
      pen.globalAlpha = Math.sqrt(content / highest);
      pen.fillRect(bin % plane.nX, plane.nY - 1 - Math.floor(bin / plane.nX), 1, 1);
    });
  });
  return (
    <canvas
      ref={canvas}
      class="plane-cells"
      width={plane.nX}
      height={plane.nY}
      style={overArea(area)}
      aria-hidden="true"
    />
  );
}

/** The border of the fewest bins that hold a part of the signal. */
function Region(props: { plane: Plane; share: number; area: Area; class: string }): JSX.Element {
  const { plane, share, area } = props;
  const inside = useMemo(() => densest(plane, share), [plane, share]);
  const [width, height] = [area.width / plane.nX, area.height / plane.nY];
  const path = borderOf(inside, plane.nX, plane.nY)
    .map(({ x1, y1, x2, y2 }) => {
      const point = (px: number, py: number): string =>
        `${(px * width).toFixed(1)},${(area.height - py * height).toFixed(1)}`;
      return `M${point(x1, y1)}L${point(x2, y2)}`;
    })
    .join("");
  return <path class={props.class} d={path} />;
}

interface Axes {
  readonly x: FeatureFacts;
  readonly y: FeatureFacts;
  readonly along: Scale;
  readonly up: Scale;
  readonly area: Area;
}

/** What the cuts on the two variables take away, shaded as in the histograms. */
function Removed({ x, y, along, up, area }: Axes): JSX.Element {
  const { cuts } = useHunt().state;
  const [onX, onY] = [cuts[x.name] ?? OPEN, cuts[y.name] ?? OPEN];
  const clip = (value: number, end: number): number => Math.min(end, Math.max(0, value));
  const left = onX.low === null ? 0 : clip(along(onX.low), area.width);
  const right = onX.high === null ? area.width : clip(along(onX.high), area.width);
  const top = onY.high === null ? 0 : clip(up(onY.high), area.height);
  const bottom = onY.low === null ? area.height : clip(up(onY.low), area.height);
  return (
    <g class="removed">
      <rect x={0} y={0} width={left} height={area.height} />
      <rect x={right} y={0} width={area.width - right} height={area.height} />
      <rect x={left} y={0} width={Math.max(0, right - left)} height={top} />
      <rect x={left} y={bottom} width={Math.max(0, right - left)} height={area.height - bottom} />
    </g>
  );
}

/** Drag a rectangle: both cuts at once. The number fields below do the same. */
function PlaneBrush({ x, y, along, up, area }: Axes): JSX.Element {
  const hunt = useHunt();
  const start = useRef<readonly [number, number] | null>(null);
  const place = (event: TargetedPointerEvent<HTMLElement>): [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const follow = (event: TargetedPointerEvent<HTMLElement>): void => {
    if (start.current === null) return;
    const [[x0, y0], [x1, y1]] = [start.current, place(event)];
    if (Math.abs(x1 - x0) < DRAG_STARTS_PX || Math.abs(y1 - y0) < DRAG_STARTS_PX) return;
    hunt.setCut(x.name, {
      low: snap(along.invert(Math.min(x0, x1)), x, "low"),
      high: snap(along.invert(Math.max(x0, x1)), x, "high"),
    });
    hunt.setCut(y.name, {
      low: snap(up.invert(Math.max(y0, y1)), y, "low"),
      high: snap(up.invert(Math.min(y0, y1)), y, "high"),
    });
  };
  return (
    <div
      class="brush plane-brush"
      style={overArea(area)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        start.current = place(event);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={follow}
      onPointerUp={() => (start.current = null)}
      onPointerCancel={() => (start.current = null)}
      onDblClick={() => [x, y].forEach(({ name }) => hunt.setCut(name, OPEN))}
    />
  );
}

/** The same cuts in figures. */
function Fields(props: { features: readonly FeatureFacts[] }): JSX.Element {
  const hunt = useHunt();
  return (
    <div class="row">
      {props.features.map((feature) => {
        const interval = hunt.state.cuts[feature.name] ?? OPEN;
        return (
          <span key={feature.name} class="interval">
            <span>{feature.symbol}</span>
            {(["low", "high"] as const).map((end) => (
              <NumberField
                key={end}
                label={t(`explore.two.${end}`, { feature: feature.label })}
                hideLabel
                optional
                value={interval[end]}
                placeholder={t(end === "low" ? "brush.from" : "brush.to")}
                limits={{
                  low: end === "high" ? (interval.low ?? CUT_LIMITS.low) : CUT_LIMITS.low,
                  high: end === "low" ? (interval.high ?? CUT_LIMITS.high) : CUT_LIMITS.high,
                }}
                step={brushStep(feature)}
                onChange={(value) => hunt.setCut(feature.name, { ...interval, [end]: value })}
              />
            ))}
            <span class="unit soft">{feature.unit}</span>
          </span>
        );
      })}
    </div>
  );
}

/** Yields of the bins that are inside (1) or outside (0). */
function yieldIn({ sum, sumSquares }: Plane, inside: Uint8Array, wanted: 0 | 1): Yield {
  const found = { sum: 0, sumSquares: 0, count: 0 };
  sum.forEach((content, bin) => {
    if (inside[bin] !== wanted) return;
    found.sum += content;
    found.sumSquares += sumSquares[bin];
    found.count += 1;
  });
  return found;
}

function summarise({ signal, background }: Planes): string {
  const inside = densest(signal, HALF);
  const held = (plane: Plane): string =>
    percentText(fraction(yieldIn(plane, inside, 1), yieldIn(plane, inside, 0)));
  return t("explore.two.summary", { signal: held(signal), background: held(background) });
}

function columnsOf(x: FeatureFacts, y: FeatureFacts): string[] {
  return [
    withUnit(x.symbol, x.unit),
    withUnit(y.symbol, y.unit),
    t("explore.two.signal"),
    t("explore.two.background"),
  ];
}

/** Every bin with simulated events in it. */
function rowsOf({ x, y, signal, background }: Planes): string[][] {
  const range = ({ low, high, n_bins: nBins }: Binning, bin: number): string =>
    [bin, bin + 1].map((edge) => formatNumber(low + ((high - low) * edge) / nBins, 4)).join(" – ");
  const content = ({ sum, sumSquares }: Plane, bin: number): string =>
    sumSquares[bin] > 0 ? formatMeasured(sum[bin], Math.sqrt(sumSquares[bin])) : "0";
  return Array.from(signal.sum, (_, bin) => bin)
    .filter((bin) => signal.sumSquares[bin] > 0 || background.sumSquares[bin] > 0)
    .map((bin) => [
      range(x, bin % signal.nX),
      range(y, Math.floor(bin / signal.nX)),
      content(signal, bin),
      content(background, bin),
    ]);
}
